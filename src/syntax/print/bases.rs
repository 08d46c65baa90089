//! Declarations and findings as text.
//!
//! Each node goes in and comes out in canonical form, as in the room above. What is declared is not known here.

use super::{Display, Formatter, List, fmt, quoted};
use crate::syntax::ast::{
    Block, Declaration, Declared, Edge, Entry, Finding, Given, Property, PropertyValue, RunOrRatio, Spot, Study,
};

impl Display for RunOrRatio {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            RunOrRatio::Run(run) => run.fmt(f),
            RunOrRatio::Ratio(ratio) => ratio.fmt(f),
        }
    }
}

impl Display for Declaration {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.what, self.name)?;
        if let Some(is) = &self.is {
            write!(f, " is {is}")?;
        }
        with(f, &self.properties)
    }
}

fn with<T: Display>(f: &mut Formatter<'_>, members: &[T]) -> fmt::Result {
    if members.is_empty() { Ok(()) } else { write!(f, " with {}", List(members)) }
}

impl Display for Declared {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Declared::Noun => "noun",
            Declared::Verb => "verb",
            Declared::Slot => "slot",
            Declared::Unit => "unit",
            Declared::Entity => "entity",
            Declared::Source => "source",
            Declared::Reference => "reference",
        })
    }
}

impl Display for Property {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.value {
            None => self.name.fmt(f),
            Some((operator, PropertyValue::List(runs, _))) => {
                write!(f, "{} {} ({})", self.name, operator.text(), List(runs))
            }
            Some((operator, PropertyValue::Value(value))) => write!(f, "{} {} {value}", self.name, operator.text()),
        }
    }
}

impl Display for Edge {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "at {}: {} is {}", List(&self.spots), self.narrower, self.broader)?;
        with(f, &self.properties)
    }
}

impl Display for Spot {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", quoted(&self.section), self.sentence)
    }
}

impl Display for Block {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Block::Study(study) => study.fmt(f),
            Block::Given(given) => given.fmt(f),
        }
    }
}

/// The line that opens a study, up to its brace.
pub(in crate::syntax) fn study_header(study: &Study) -> String {
    let numbers: Vec<String> = study.numbers.iter().map(|(number, _)| number.to_string()).collect();
    let mut header = format!("study {}", numbers.join(", "));
    if let Some(label) = &study.label {
        header.push_str(&format!(" {label}"));
    }
    if let Some(items) = &study.items {
        header.push_str(&format!(" {items}"));
    }
    header
}

impl Display for Study {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        braces(f, &study_header(self), &self.entries, 0)
    }
}

/// What stands before the brace of a `given`.
pub(in crate::syntax) fn given_header(given: &Given) -> String {
    given.items.as_ref().map_or_else(|| "given".to_owned(), |items| format!("given {items}"))
}

impl Display for Given {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        braces(f, &given_header(self), &self.entries, 0)
    }
}

fn braces(f: &mut Formatter<'_>, header: &str, entries: &[Entry], level: usize) -> fmt::Result {
    let indent = level * 2;
    if entries.is_empty() {
        return write!(f, "{:indent$}{header} {{}}", "");
    }
    writeln!(f, "{:indent$}{header} {{", "")?;
    for entry in entries {
        match entry {
            Entry::Finding(finding) => write!(f, "{:indent$}  {finding};", "")?,
            Entry::Given(given) => braces(f, &given_header(given), &given.entries, level + 1)?,
        }
        writeln!(f)?;
    }
    write!(f, "{:indent$}}}", "")
}

impl Display for Entry {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Entry::Given(given) => given.fmt(f),
            Entry::Finding(finding) => write!(f, "{finding};"),
        }
    }
}

impl Display for Finding {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if !self.spots.is_empty() {
            write!(f, "at {}: ", List(&self.spots))?;
        }
        self.run.fmt(f)?;
        if let Some(ratio) = &self.ratio {
            write!(f, " {ratio}")?;
        }
        if !self.objects.is_empty() {
            write!(f, ", {}", List(&self.objects))?;
        }
        if let Some(items) = &self.items {
            write!(f, " {items}")?;
        }
        with(f, &self.slots)
    }
}
