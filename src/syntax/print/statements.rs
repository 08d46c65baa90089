//! The statements beside queries as text.
//!
//! Each node goes in and comes out in canonical form, as in the room above. What a statement does is not known here.

use super::{Display, Formatter, List, fmt};
use crate::syntax::ast::{
    Axis, Compare, Contested, Define, Diff, Effect, Expect, Expected, Gaps, Items, Let, Matrix, Paths, Retract,
    Shortest, Similar, Use,
};

impl Display for Axis {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Axis::Run(run) => run.fmt(f),
            Axis::Kinds(run, _) => write!(f, "kinds of {run}"),
            Axis::Query(query, _) => write!(f, "({query})"),
        }
    }
}

fn table(f: &mut Formatter<'_>, rows: &Axis, columns: &Axis, of: Option<&Effect>) -> fmt::Result {
    write!(f, " {rows} by {columns}")?;
    match of {
        Some(claim) => write!(f, " of {claim}"),
        None => Ok(()),
    }
}

fn maybe_items(f: &mut Formatter<'_>, items: Option<&Items>) -> fmt::Result {
    match items {
        Some(items) => write!(f, " {items}"),
        None => Ok(()),
    }
}

impl Display for Matrix {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("matrix")?;
        table(f, &self.rows, &self.columns, self.of.as_ref())
    }
}

impl Display for Gaps {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("gaps")?;
        match &self.axes {
            Some((rows, columns)) => table(f, rows, columns, self.of.as_ref()),
            None => Ok(()),
        }
    }
}

impl Display for Compare {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "compare {} with {}", self.left, self.right)?;
        maybe_items(f, self.items.as_ref())
    }
}

impl Display for Contested {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "contested {}", List(&self.kinds))?;
        maybe_items(f, self.items.as_ref())
    }
}

impl Display for Similar {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "similar to {}", self.to)?;
        maybe_items(f, self.items.as_ref())
    }
}

impl Display for Paths {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "paths from {} to {}", self.from, self.to)?;
        if let Some((steps, _)) = self.within {
            write!(f, " within {steps}")?;
        }
        if self.in_one_context.is_some() {
            f.write_str(" in one context")?;
        }
        maybe_items(f, self.items.as_ref())
    }
}

impl Display for Shortest {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "shortest path from {} to {}", self.from, self.to)?;
        if !self.by.is_empty() {
            write!(f, " by {}", List(&self.by))?;
        }
        match self.either_way {
            Some(_) => f.write_str(" either way"),
            None => Ok(()),
        }
    }
}

impl Display for Define {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "define {}", self.what)?;
        if !self.head.is_empty() {
            write!(f, " = {}", List(&self.head))?;
        }
        write!(f, " where {}", self.body)
    }
}

impl Display for Let {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "let {} = {}", self.name, self.value)
    }
}

impl Display for Use {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "use {}", self.file)
    }
}

impl Display for Retract {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let numbers: Vec<String> = self.studies.iter().map(|(number, _)| number.to_string()).collect();
        write!(f, "retract study {}", numbers.join(", "))?;
        match &self.source {
            Some(source) => write!(f, " {source}"),
            None => Ok(()),
        }
    }
}

impl Display for Expected {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Expected::None => f.write_str("none"),
            Expected::Some => f.write_str("some"),
            Expected::Rows(1) => f.write_str("1 row"),
            Expected::Rows(number) => write!(f, "{number} rows"),
            Expected::Exactly(names, _) => write!(f, "exactly ({})", List(names)),
        }
    }
}

impl Display for Expect {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "expect {}: {}", self.expected, self.query)
    }
}

impl Display for Diff {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "diff {} {}: {}", self.left, self.right, self.query)
    }
}
