//! Words that answers print, that statements begin with and that people look for, each explained once.
//!
//! A word as somebody typed it comes in, what it means goes out, with a question that shows it. What a word of the language does is said where it
//! is offered while one types; here it is only told at more length. Names of a base are no words of this table.

mod answers;
mod programs;
mod questions;

use super::Session;
use crate::answer::Reply;
use crate::render::{Style, prose};
use crate::text::Source;
use crate::typing;

/// A word, explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// As it is printed or typed.
    pub name: &'static str,
    /// Other words that lead here, in lower case.
    pub also: &'static [&'static str],
    /// Where it belongs.
    pub part: Part,
    /// What it means, in one line.
    pub meaning: &'static str,
    /// What else is to be known; may be empty.
    pub more: &'static str,
    /// A question over the embedded base that shows it; empty where none does.
    pub query: &'static str,
}

/// Where a term belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// What stands in the column `verdict`.
    Verdicts,
    /// Other words of answers.
    Answers,
    /// Signs and marks.
    Signs,
    /// What a statement begins with.
    Statements,
    /// Words inside questions.
    Conditions,
    /// Programs and files of others.
    Programs,
}

impl Part {
    /// All of them, in the order of the list.
    pub const ALL: [Part; 6] =
        [Part::Verdicts, Part::Answers, Part::Signs, Part::Statements, Part::Conditions, Part::Programs];

    /// Its heading.
    ///
    /// ```
    /// assert_eq!(whereof::prompt::Part::Signs.word(), "signs");
    /// ```
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Part::Verdicts => "verdicts",
            Part::Answers => "words of answers",
            Part::Signs => "signs",
            Part::Statements => "statements",
            Part::Conditions => "words of questions",
            Part::Programs => "other programs",
        }
    }
}

impl Term {
    /// What `.help WORD` shows, on lines of the surface's width.
    ///
    /// ```
    /// let page = whereof::prompt::term("near misses").unwrap().page(&whereof::Style::default());
    /// assert!(page.starts_with("near miss: ") && page.contains("try  treatment where "));
    /// ```
    #[must_use]
    pub fn page(&self, style: &Style) -> String {
        let mut page = prose(&format!("{}: {}", self.name, self.meaning), 0, style);
        if !self.more.is_empty() {
            page.push_str(&prose(self.more, 2, style));
        }
        if !self.query.is_empty() {
            let lines = prose(self.query, 7, style);
            page.push_str(&format!("  try  {}", lines.trim_start()));
        }
        page
    }
}

/// All terms, part by part.
///
/// ```
/// use whereof::prompt::terms;
/// assert!(terms().any(|term| term.name == "context-split"));
/// ```
pub fn terms() -> impl Iterator<Item = Term> {
    [answers::TERMS, questions::TERMS, programs::TERMS].into_iter().flatten().map(|term| match term.meaning {
        "" => Term { meaning: typing::does(term.name).unwrap_or_default(), ..*term },
        _ => *term,
    })
}

/// The term for a word, in whatever case and number it is typed.
///
/// ```
/// use whereof::prompt::term;
/// assert_eq!(term("Near Misses").map(|found| found.name), Some("near miss"));
/// assert_eq!(term("CXCR4"), None);
/// ```
#[must_use]
pub fn term(word: &str) -> Option<Term> {
    let word = word.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let is = |word: &str| terms().find(|term| term.name.to_lowercase() == word || term.also.contains(&word));
    let one = || word.strip_suffix("es").and_then(is).or_else(|| word.strip_suffix('s').and_then(is));
    is(&word).or_else(one).or_else(|| is(&word.replace('-', " "))).or_else(|| is(&word.replace(' ', "-")))
}

/// Terms whose name or other words are near to a word, at most so many, the nearest first.
fn near(word: &str, most: usize) -> Vec<&'static str> {
    let word = word.trim().to_lowercase();
    let limit = (word.chars().count() / 3).clamp(1, 3);
    let far = |known: &str| {
        let known = known.to_lowercase();
        let begins =
            word.chars().count() >= 3 && (known.starts_with(&word) || word.starts_with(&known) && known.len() > 3);
        if begins { 1 } else { strsim::osa_distance(&known, &word) }
    };
    let mut found: Vec<(usize, &'static str)> = terms()
        .filter_map(|term| {
            let all = term.also.iter().copied().chain([term.name]);
            all.map(far).min().filter(|far| *far <= limit).map(|far| (far, term.name))
        })
        .collect();
    found.sort_by_key(|(far, _)| *far);
    found.into_iter().map(|(_, name)| name).take(most).collect()
}

/// What is known of a word that is no term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Looked {
    /// A name that the base has: `describe` tells about it.
    Name,
    /// What could have been meant, on one line.
    Unknown(String),
}

/// What a word that is no term could be: a name of the base, or something near to a term or a name.
///
/// ```
/// use whereof::prompt::{Looked, look_up};
/// use whereof::{Base, Limits, Session};
/// let session = Session::new(Base::builtin(), Limits::interactive());
/// assert_eq!(look_up(&session, "cxcr4"), Looked::Name);
/// let Looked::Unknown(words) = look_up(&session, "contexed-split") else { panic!("it is known") };
/// assert_eq!(words, "no topic `contexed-split`; near it: context-split; `.help topics` lists all");
/// ```
#[must_use]
pub fn look_up(session: &Session, word: &str) -> Looked {
    let quoted = format!("resolve \"{}\"", word.trim().trim_matches('"').replace('"', " "));
    let mut asking = session.clone();
    let reply = asking.eval(Source::new("help", quoted)).into_iter().next();
    let mut told = vec![format!("no topic `{}`", word.trim())];
    let topics = near(word, 4);
    if !topics.is_empty() {
        told.push(format!("near it: {}", topics.join(", ")));
    }
    if let Some(Ok(Reply::Resolved(resolved))) = reply {
        match resolved.senses.as_slice() {
            [] => {}
            [_] => return Looked::Name,
            senses => {
                let senses: Vec<String> = senses.iter().map(|sense| format!("{}:{}", sense.kind, sense.name)).collect();
                told.push(format!("in this base it is {}", senses.join(" or ")));
            }
        }
        let names: Vec<String> =
            resolved.nearest.iter().take(3).map(|sense| format!("{} ({})", sense.name, sense.kind)).collect();
        if !names.is_empty() {
            told.push(format!("names in this base: {}", names.join(", ")));
        }
    }
    told.push("`.help topics` lists all".to_owned());
    Looked::Unknown(told.join("; "))
}

/// All terms as `.help topics` lists them, on lines of the surface's width.
///
/// ```
/// let list = whereof::prompt::term_list(&whereof::Style::default());
/// assert!(list.starts_with("verdicts\n  supported, context-split, contested"));
/// ```
#[must_use]
pub fn term_list(style: &Style) -> String {
    let mut page = String::new();
    for part in Part::ALL {
        let names: Vec<&str> = terms().filter(|term| term.part == part).map(|term| term.name).collect();
        page.push_str(&format!("{}\n{}", part.word(), prose(&names.join(", "), 2, style)));
    }
    page
}
