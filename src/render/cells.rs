//! What stands in the cells of a table, before any layout.
//!
//! Words, references and sides come in typed, so that each printer shows them as its surface can. They do not know their column's width.

use super::style::Style;
use super::words;
use crate::answer::{Answer, EffectAnswer, Evidence, Ref, Verdict};
use rustc_hash::FxHashSet;

/// Columns that references take in a table for eyes; the others are counted.
const REFERENCES: usize = 28;

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    /// What the row is called: never cut.
    Name(String),
    /// Words.
    Text(String),
    /// References, in order, each as printed.
    Refs(Vec<String>),
    /// A verdict, and of each effect on which studies disagree those for the row and those against it.
    Verdict(Verdict, Vec<(Side, Side)>),
}

/// Signs that findings of one side say, each with the number of studies behind it.
pub(super) type Side = Vec<(char, u64)>;

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::Text(text)
    }
}

impl Cell {
    /// All of it on one line, without colour; empty where there is nothing.
    pub(super) fn text(&self, style: &Style) -> String {
        match self {
            Cell::Name(text) | Cell::Text(text) => text.clone(),
            Cell::Refs(refs) if refs.is_empty() => String::new(),
            Cell::Refs(refs) => format!("[{}]", refs.join(", ")),
            Cell::Verdict(verdict, sides) => {
                let plain = Style { color: false, ..*style };
                let one = |(sign, studies): &(char, u64)| match plain.sign(*sign).as_str() {
                    // `02` would be read as a number
                    "0" => format!("0:{studies}"),
                    glyph => format!("{glyph}{studies}"),
                };
                let side = |side: &Side| side.iter().map(one).collect::<Vec<_>>().join(" ");
                let both = |(one, other): &(Side, Side)| {
                    let between = if one.len() > 1 || other.len() > 1 { " / " } else { " " };
                    format!("{}{between}{}", side(one), side(other))
                };
                let all: Vec<String> = sides.iter().map(both).collect();
                format!("{} {}", verdict.words(), all.join(", ")).trim_end().to_owned()
            }
        }
    }

    /// As in a table for eyes: of many references the first, and how many there are besides.
    pub(super) fn short(&self, style: &Style) -> String {
        let whole = self.text(style);
        let refs = match self {
            Cell::Refs(refs) => refs,
            // the two sides stay on one line
            Cell::Verdict(..) => return kept_together(&whole),
            Cell::Name(_) | Cell::Text(_) => return whole,
        };
        if whole.chars().count() <= REFERENCES {
            return whole;
        }
        let mut shown = String::new();
        for (at, one) in refs.iter().enumerate() {
            let rest = refs.len() - at;
            let more = format!(" and {rest} more]");
            if at > 0 && shown.chars().count() + 2 + one.chars().count() + more.len() > REFERENCES {
                return format!("[{shown}{more}");
            }
            shown = if at == 0 { one.clone() } else { format!("{shown}, {one}") };
        }
        whole
    }

    /// Whether it may be cut where it is too tall.
    pub(super) fn may_be_cut(&self) -> bool {
        !matches!(self, Cell::Name(_))
    }

    /// Whether its signs may be coloured.
    pub(super) fn has_signs(&self) -> bool {
        matches!(self, Cell::Verdict(_, sides) if !sides.is_empty())
    }
}

/// What keeps two words on one line until the layout is done.
pub(super) const TIE: char = '\u{a0}';

/// A verdict whose sides are tied: the line may end behind the verdict and behind each comma.
fn kept_together(text: &str) -> String {
    let (verdict, sides) = text.split_once(' ').unwrap_or((text, ""));
    let sides: Vec<String> = sides.split(", ").map(|pair| pair.replace(' ', &TIE.to_string())).collect();
    format!("{verdict} {}", sides.join(", ")).trim_end().to_owned()
}

/// The two sides of each effect of a row on which its studies disagree.
pub(super) fn sides(row: &Answer) -> Vec<(Side, Side)> {
    let disagree = |effect: &&EffectAnswer| {
        // of a denied effect what is said instead speaks for the row
        let denied = matches!(effect.verdict, Verdict::Opposed | Verdict::Null | Verdict::Silent);
        let against = !effect.against_inside.is_empty() || !effect.against_elsewhere.is_empty();
        !denied && against && !effect.witnesses.is_empty() && effect.derivations.is_empty()
    };
    let both = |effect: &EffectAnswer| {
        let against = effect.against_inside.iter().chain(&effect.against_elsewhere);
        (side(effect.witnesses.iter()), side(against))
    };
    row.effects.iter().filter(disagree).map(both).collect()
}

/// Signs in the order rise, fall, no change, unclear, each with its distinct studies; what only the source itself says counts as one.
fn side<'a>(evidence: impl Iterator<Item = &'a Evidence>) -> Side {
    let evidence: Vec<&Evidence> = evidence.collect();
    let mut all = Side::new();
    for sign in ['+', '-', '0', '?'] {
        let mut of_sign = evidence.iter().filter(|one| one.sign == sign).peekable();
        if of_sign.peek().is_some() {
            let studies: FxHashSet<u32> = of_sign.flat_map(|one| one.refs.iter().map(|r| r.study.0)).collect();
            all.push((sign, studies.len().max(1) as u64));
        }
    }
    all
}

/// References as cells hold them; where there are findings and none of them cites anybody, the source says it itself.
pub(super) fn refs(refs: &[Ref], has_findings: bool) -> Cell {
    match refs.is_empty() && has_findings {
        true => Cell::Text("source".to_owned()),
        false => Cell::Refs(refs.iter().map(words::reference).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(last: u32) -> Cell {
        Cell::Refs((1..=last).map(|number| number.to_string()).collect())
    }

    #[test]
    fn many_references_are_counted() {
        let style = Style::default();
        assert_eq!(numbers(0).short(&style), "");
        assert_eq!(numbers(6).short(&style), "[1, 2, 3, 4, 5, 6]");
        assert_eq!(numbers(40).short(&style), "[1, 2, 3, 4, 5 and 35 more]");
        assert_eq!(numbers(40).text(&style).matches(',').count(), 39);
        let long = Cell::Refs(vec!["A review with a long name:1".to_owned(), "2".to_owned()]);
        assert_eq!(long.short(&style), "[A review with a long name:1 and 1 more]");
    }

    #[test]
    fn sides_have_twins_in_ascii() {
        let ascii = Style { unicode: false, ..Style::default() };
        let cell = Cell::Verdict(Verdict::Contested, vec![(vec![('+', 7)], vec![('-', 2), ('0', 1)])]);
        assert_eq!(cell.text(&Style::default()), "contested ↑7 / ↓2 ○1");
        assert_eq!(cell.text(&ascii), "contested +7 / -2 0:1");
        let two = vec![(vec![('+', 7)], vec![('-', 2)]), (vec![('0', 1)], vec![('+', 1)])];
        assert_eq!(Cell::Verdict(Verdict::ContextSplit, two).text(&Style::default()), "context-split ↑7 ↓2, ○1 ↑1");
        assert_eq!(Cell::Verdict(Verdict::Supported, Vec::new()).text(&ascii), "supported");
    }
}
