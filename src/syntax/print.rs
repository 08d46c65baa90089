//! The tree as text, in one canonical form.
//!
//! Every node goes in and comes out as text that parses to the same tree; printing that again gives the same text. Comments are not in
//! the tree: `format` keeps them.

use super::ast::{
    Body, Choice, Comparison, Condition, Count, Effect, Group, Identity, Item, Items, Joiner, Listing, Part, PartKind,
    Place, Quantifier, Query, Ratio, Run, RunOrChoice, Script, Slot, SlotTest, Statement, Tail, Target, Value, Why,
    WhyNot,
};
use super::lexer::is_plain_word;
use std::fmt::{self, Display, Formatter};

mod bases;
mod statements;

pub(in crate::syntax) use bases::{given_header, study_header};

/// Members parted by `, `.
struct List<'a, T>(&'a [T]);

impl<T: Display> Display for List<'_, T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (index, member) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            member.fmt(f)?;
        }
        Ok(())
    }
}

impl Display for Script {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for item in &self.items {
            writeln!(f, "{item}")?;
        }
        Ok(())
    }
}

impl Display for Item {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Item::Block(block) => block.fmt(f),
            Item::Statement(statement) => write!(f, "{statement};"),
        }
    }
}

impl Display for Statement {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Statement::Query(query) => query.fmt(f),
            Statement::Count(count) => count.fmt(f),
            Statement::Why(why) => why.fmt(f),
            Statement::WhyNot(whynot) => whynot.fmt(f),
            Statement::Describe(run) => write!(f, "describe {run}"),
            Statement::Kinds(run) => write!(f, "kinds of {run}"),
            Statement::Search(run) => write!(f, "names containing {run}"),
            Statement::Resolve(run) => write!(f, "resolve {run}"),
            Statement::Listing(listing, _) => listing.fmt(f),
            Statement::Declaration(declaration) => declaration.fmt(f),
            Statement::Edge(edge) => edge.fmt(f),
            Statement::Matrix(matrix) => matrix.fmt(f),
            Statement::Gaps(gaps) => gaps.fmt(f),
            Statement::Compare(compare) => compare.fmt(f),
            Statement::Contested(contested) => contested.fmt(f),
            Statement::Similar(similar) => similar.fmt(f),
            Statement::Paths(paths) => paths.fmt(f),
            Statement::Shortest(shortest) => shortest.fmt(f),
            Statement::Define(define) => define.fmt(f),
            Statement::Let(binding) => binding.fmt(f),
            Statement::Use(used) => used.fmt(f),
            Statement::Retract(retract) => retract.fmt(f),
            Statement::Expect(expect) => expect.fmt(f),
            Statement::Diff(diff) => diff.fmt(f),
        }
    }
}

impl Display for Listing {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Listing::Nouns => "nouns",
            Listing::Verbs => "verbs",
            Listing::Slots => "slots",
            Listing::Sources => "sources",
        })
    }
}

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} where {}", List(&self.head), self.body)
    }
}

impl Display for Body {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (index, group) in self.groups.iter().enumerate() {
            if index > 0 {
                f.write_str(" and also ")?;
            }
            group.fmt(f)?;
        }
        for tail in &self.tails {
            write!(f, " {tail}")?;
        }
        Ok(())
    }
}

impl Display for Count {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "count {}", List(&self.head))?;
        if !self.by.is_empty() {
            write!(f, " by {}", List(&self.by))?;
        }
        if !self.some.is_empty() {
            write!(f, " with some {}", List(&self.some))?;
        }
        match &self.body {
            Some(body) => write!(f, " where {body}"),
            None => Ok(()),
        }
    }
}

impl Display for Why {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Why::Query(query) => write!(f, "why {query}"),
            Why::Claim(effect) => write!(f, "why {effect}"),
        }
    }
}

impl Display for WhyNot {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "why not {}: {}", List(&self.rows), self.query)
    }
}

impl Display for Joiner {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Joiner::And => "and",
            Joiner::Or => "or",
        })
    }
}

impl Display for Group {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (index, condition) in self.conditions.iter().enumerate() {
            if index > 0 {
                write!(f, " {} ", self.joiner)?;
            }
            condition.fmt(f)?;
        }
        if self.in_one_study { f.write_str(" in one study") } else { Ok(()) }
    }
}

impl Display for Condition {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Condition::Not(inner, _) => write!(f, "not {inner}"),
            Condition::Bracket(group, _) => write!(f, "({group})"),
            Condition::Items(items) => items.fmt(f),
            Condition::Slot(slot) => slot.fmt(f),
            Condition::Identity(identity) => identity.fmt(f),
            Condition::Effect(effect) => effect.fmt(f),
        }
    }
}

impl Display for Slot {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.test {
            SlotTest::Compare(comparison) => write!(f, "{} {comparison}", self.name),
            SlotTest::NotStated => write!(f, "{} not stated", self.name),
        }
    }
}

impl Display for Comparison {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.operator.text(), self.value)
    }
}

impl Display for Value {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.exactly {
            f.write_str("exactly ")?;
        }
        self.what.fmt(f)?;
        match &self.except {
            Some(except) => write!(f, " except {except}"),
            None => Ok(()),
        }
    }
}

impl Display for RunOrChoice {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            RunOrChoice::Run(run) => run.fmt(f),
            RunOrChoice::Choice(choice) => choice.fmt(f),
        }
    }
}

impl Display for Identity {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Some(letter) = &self.letter {
            write!(f, "{letter} ")?;
        }
        f.write_str(if self.not { "is not " } else { "is " })?;
        f.write_str(if self.exactly { "exactly " } else { "" })?;
        self.what.fmt(f)
    }
}

impl Display for Effect {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.run.fmt(f)?;
        if let Some(target) = &self.target {
            write!(f, " {target}")?;
        }
        if let Some((steps, _)) = self.within {
            write!(f, " within {steps}")?;
        }
        if self.in_one_context.is_some() {
            f.write_str(" in one context")?;
        }
        match &self.items {
            Some(items) => write!(f, " {items}"),
            None => Ok(()),
        }
    }
}

impl Display for Target {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Target::Exactly(run) => write!(f, "exactly {run}"),
            Target::ExactlyRatio(ratio, _) => write!(f, "exactly {ratio}"),
            Target::Ratio(ratio) => ratio.fmt(f),
            Target::Choice(choice) => choice.fmt(f),
            Target::Query(query) => write!(f, "({query})"),
        }
    }
}

impl Display for Items {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (index, place) in self.places.iter().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            // `in` is repeated before a value; a slot's name reads better without, and `in one study` would be another thing.
            if index == 0 || place.comparison.is_none() && !begins_sequence(&place.run) {
                f.write_str("in ")?;
            }
            place.fmt(f)?;
        }
        Ok(())
    }
}

/// Whether `in` before the run would make a fixed sequence.
fn begins_sequence(run: &Run) -> bool {
    let word = |index: usize, word: &str| {
        run.parts.get(index).is_some_and(|part| part.kind == PartKind::Word && part.text == word)
    };
    word(0, "one") && (word(1, "study") || word(1, "context")) || word(0, "at") && word(1, "least")
}

impl Display for Place {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.comparison {
            Some(comparison) => write!(f, "{} {comparison}", self.run),
            None => self.run.fmt(f),
        }
    }
}

impl Display for Choice {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.quantifier, List(&self.runs))
    }
}

impl Display for Quantifier {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Quantifier::Any => f.write_str("any of"),
            Quantifier::All => f.write_str("all of"),
            Quantifier::None => f.write_str("none of"),
            Quantifier::AtLeast(number) => write!(f, "at least {number} of"),
            Quantifier::Exactly(number) => write!(f, "exactly {number} of"),
        }
    }
}

impl Display for Ratio {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "ratio({}, {})", self.numerator, self.denominator)
    }
}

impl Display for Tail {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Tail::MinStudies(1, _) => f.write_str("with at least 1 study"),
            Tail::MinStudies(number, _) => write!(f, "with at least {number} studies"),
            Tail::OrderBy(run, _) => write!(f, "order by {run}"),
            Tail::Limit(number, _) => write!(f, "limit {number}"),
            Tail::Show(runs, _) => write!(f, "show {}", List(runs)),
            Tail::Assuming(run, _) => write!(f, "assuming {run}"),
            Tail::LeastValues(number, run, _) => write!(f, "in at least {number} {run}"),
            Tail::LeastRows(number, run, _) => write!(f, "with at least {number} {run}"),
            Tail::CountFindings(_) => f.write_str("count findings"),
        }
    }
}

impl Display for Run {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (index, part) in self.parts.iter().enumerate() {
            if index > 0 {
                f.write_str(" ")?;
            }
            part.fmt(f)?;
        }
        Ok(())
    }
}

impl Display for Part {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.kind {
            PartKind::Parameter => write!(f, "${}", self.text),
            PartKind::Number | PartKind::Plus => f.write_str(&self.text),
            PartKind::Word if is_plain_word(&self.text) => f.write_str(&self.text),
            PartKind::Word | PartKind::Quoted => f.write_str(&quoted(&self.text)),
        }
    }
}

/// A text in double quotes, so that it is read as one name whatever it holds.
///
/// ```
/// use whereof::syntax::print::quoted;
/// assert_eq!(quoted("TGF-beta 1"), "\"TGF-beta 1\"");
/// assert_eq!(quoted("so-called \"stem\" cell"), "\"so-called \"\"stem\"\" cell\"");
/// ```
#[must_use]
pub fn quoted(text: &str) -> String {
    // A string ends with its line, so a break inside can only be shown as a blank.
    format!("\"{}\"", text.replace('"', "\"\"").replace('\n', " "))
}

/// A name as it can be typed: bare where every word of it is plain, else in double quotes.
///
/// ```
/// use whereof::syntax::print::name;
/// assert_eq!(name("HGF overexpression"), "HGF overexpression");
/// assert_eq!(name("reduction in weight"), "\"reduction in weight\"");
/// ```
#[must_use]
pub fn name(text: &str) -> String {
    let plain = !text.is_empty() && text.split(' ').all(is_plain_word);
    if plain { text.to_owned() } else { quoted(text) }
}
