//! What could stand at a place of a line, and what the words of a line are.
//!
//! A line and a vocabulary come in; candidates and classes go out. Nothing is asked of the findings.

use crate::model::{KindId, SlotType};
use crate::names::{Named, Vocabulary};
use crate::syntax::lexer::scan;
use crate::syntax::print;
use crate::syntax::token::{RESERVED, TokenKind};
use crate::text::{Source, Span};

/// Candidates shown at most.
const MOST: usize = 40;

/// One candidate for a place.
///
/// ```
/// let session = whereof::Session::new(whereof::Base::builtin(), whereof::Limits::interactive());
/// let (start, candidates) = session.complete("treatment where upregulates CXC", 31);
/// assert_eq!((start, candidates[0].replacement.as_str()), (28, "CXCR4"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What is put in.
    pub replacement: String,
    /// What is shown.
    pub display: String,
    /// What it stands for: `gene`, `verb`, `keyword`.
    pub note: String,
}

/// What a word of a line is.
///
/// ```
/// use whereof::WordClass;
/// let session = whereof::Session::new(whereof::Base::builtin(), whereof::Limits::interactive());
/// let words = session.highlight("treatment where upregulates CXCR4");
/// assert_eq!(words[1].1, WordClass::Keyword);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WordClass {
    /// A reserved word, or a word that acts in a fixed sequence.
    Keyword,
    /// Part of a verb.
    Verb,
    /// Part of a name that the base knows.
    Name,
    /// A noun or a slot.
    Noun,
    /// A word that the base does not know.
    Unknown,
    /// A text in quotes.
    Text,
    /// A number.
    Number,
    /// A parameter.
    Parameter,
}

/// Words that act only in a fixed sequence or at the start of a statement.
const PHRASES: [&str; 30] = [
    "and also",
    "any of",
    "all of",
    "none of",
    "at least",
    "in one study",
    "not stated",
    "order by",
    "limit",
    "count",
    "describe",
    "kinds of",
    "why",
    "why not",
    "in one context",
    "in at least",
    "count findings",
    "matrix",
    "gaps",
    "compare",
    "contested",
    "similar to",
    "paths from",
    "define",
    "let",
    "use",
    "retract study",
    "expect none:",
    "expect some:",
    "diff",
];

/// Candidates for the place `at` of a line: the longest beginning of a name before it counts.
pub(super) fn complete(vocabulary: &Vocabulary, line: &str, at: usize) -> (usize, Vec<Completion>) {
    let source = Source::new("line", line);
    let at = source.span(at, at).start as usize;
    let before = source.slice(source.span(0, at));
    let mut starts: Vec<usize> = Vec::new();
    for token in scan(&Source::new("line", before)).iter().rev() {
        match token.kind {
            TokenKind::Word | TokenKind::Number | TokenKind::Plus => starts.push(token.span.start as usize),
            _ => break,
        }
    }
    starts.truncate(6);
    if before.ends_with(char::is_whitespace) || starts.is_empty() {
        starts.insert(0, at);
    }
    if before.ends_with(char::is_whitespace)
        && let behind @ Admitted::Kinds(_) = admitted(vocabulary, before)
    {
        return (at, candidates(vocabulary, "", false, &behind));
    }
    // The earliest start first: `bile d` is a better beginning than `d`.
    for &start in starts.iter().rev() {
        let typed = before.get(start..).unwrap_or("");
        let admitted = admitted(vocabulary, before.get(..start).unwrap_or(""));
        let found = candidates(vocabulary, typed, start == *starts.first().unwrap_or(&at), &admitted);
        if !found.is_empty() {
            return (start, found);
        }
    }
    (at, Vec::new())
}

/// What may stand behind the words before it.
enum Admitted {
    /// Any word.
    All,
    /// The start of a statement.
    Start,
    /// The start of a condition.
    Condition,
    /// Entities of these kinds.
    Kinds(Vec<KindId>),
}

/// Behind a slot and its operator its values, behind a verb its objects.
fn admitted(vocabulary: &Vocabulary, before: &str) -> Admitted {
    let tokens = scan(&Source::new("line", before));
    let run_before = |end: usize| {
        let run = tokens.get(..end).unwrap_or_default();
        let words =
            run.iter().rev().take_while(|token| matches!(token.kind, TokenKind::Word | TokenKind::String)).count();
        let first = run.len() - words;
        let start = run.get(first).map(|token| token.span.start as usize);
        let stop = run.last().map(|token| token.span.end as usize);
        start.zip(stop).and_then(|(start, stop)| before.get(start..stop)).unwrap_or("").trim_matches('"').to_owned()
    };
    match tokens.last().map(|token| token.kind) {
        None | Some(TokenKind::Semicolon | TokenKind::Blank) => Admitted::Start,
        Some(TokenKind::Where | TokenKind::And | TokenKind::Or | TokenKind::Not | TokenKind::Open) => {
            Admitted::Condition
        }
        Some(TokenKind::Operator) => {
            let name = run_before(tokens.len() - 1);
            let slot = vocabulary.slots_named(&name).first().and_then(|id| vocabulary.schema().slots.get(id.index()));
            match slot.map(|slot| &slot.holds) {
                Some(SlotType::Entities(kinds)) => Admitted::Kinds(kinds.clone()),
                _ => Admitted::All,
            }
        }
        Some(TokenKind::In) => {
            let places = vocabulary.schema().slots.iter().filter(|slot| slot.place);
            Admitted::Kinds(
                places
                    .filter_map(|slot| match &slot.holds {
                        SlotType::Entities(kinds) => Some(kinds.clone()),
                        _ => None,
                    })
                    .flatten()
                    .collect(),
            )
        }
        Some(TokenKind::Word) => {
            let verb = vocabulary.verbs_named(&run_before(tokens.len())).first().copied();
            match verb.and_then(|(id, passive)| Some((vocabulary.relation(id)?, passive))) {
                Some((relation, passive)) => {
                    Admitted::Kinds(if passive { relation.subjects.clone() } else { relation.objects.clone() })
                }
                None => Admitted::All,
            }
        }
        _ => Admitted::All,
    }
}

fn candidates(vocabulary: &Vocabulary, typed: &str, last: bool, admitted: &Admitted) -> Vec<Completion> {
    let mut all: Vec<Completion> = Vec::new();
    // At the start of a line a noun is wanted, behind `where` a verb: keywords then come after them.
    if last {
        let words = RESERVED.iter().map(|(word, _)| *word).chain(PHRASES);
        for word in words.filter(|word| word.starts_with(typed)) {
            all.push(Completion { replacement: word.to_owned(), display: word.to_owned(), note: "keyword".to_owned() });
        }
    }
    if let (Admitted::Kinds(kinds), true) = (admitted, typed.trim().is_empty()) {
        let of_kind = vocabulary.entities().iter().filter(|entity| kinds.is_empty() || kinds.contains(&entity.kind));
        all = of_kind
            .take(MOST)
            .map(|entity| candidate(&entity.name, vocabulary.kind_name(entity.kind).to_owned()))
            .collect();
    } else if typed.trim().is_empty() {
        let kinds = &vocabulary.schema().kinds;
        all.extend(kinds.iter().map(|kind| candidate(&kind.name, "noun".to_owned())));
        all.extend(vocabulary.schema().relations.iter().map(|relation| candidate(&relation.name, "verb".to_owned())));
    } else {
        let admits = |found: &crate::names::Completion| match (admitted, found.named) {
            (Admitted::Kinds(kinds), Named::Entity(id)) => {
                kinds.is_empty() || vocabulary.entity(id).is_some_and(|entity| kinds.contains(&entity.kind))
            }
            (Admitted::Kinds(_), _) => false,
            (Admitted::All | Admitted::Start | Admitted::Condition, _) => true,
        };
        let mut all_found: Vec<crate::names::Completion> =
            vocabulary.complete(typed, 8 * MOST).into_iter().filter(admits).collect();
        // Names that begin so hide those that have it inside, so that what they share can be put in.
        let form = crate::names::normal(typed);
        let begins = |found: &crate::names::Completion| crate::names::normal(&found.text).starts_with(&form);
        if all_found.iter().any(begins) {
            all_found.retain(begins);
        }
        for found in all_found {
            let note = match found.named {
                Named::Entity(id) => {
                    let kind = vocabulary.entity(id).map_or("name", |entity| vocabulary.kind_name(entity.kind));
                    let name = vocabulary.entity_name(id);
                    if name == found.text { kind.to_owned() } else { format!("{kind} {name}") }
                }
                Named::Verb(..) => "verb".to_owned(),
                Named::Kind(_) => "noun".to_owned(),
                Named::Slot(_) => "slot".to_owned(),
                _ => "unit".to_owned(),
            };
            all.push(candidate(&found.text, note));
        }
    }
    all.sort_by_key(|one| rank(admitted, &one.note));
    all.truncate(MOST);
    all
}

/// What is wanted first: nouns at the start of a statement, verbs behind `where`, then slots and keywords, then names.
fn rank(admitted: &Admitted, note: &str) -> u8 {
    match (admitted, note) {
        (Admitted::Start, "noun") | (Admitted::Condition, "verb") => 0,
        (Admitted::Condition, "slot") => 1,
        (Admitted::Start | Admitted::Condition, "keyword") => 2,
        (Admitted::Start | Admitted::Condition, _) => 3,
        _ => 0,
    }
}

fn candidate(text: &str, note: String) -> Completion {
    Completion { replacement: print::name(text), display: text.to_owned(), note }
}

/// The classes of a line's words, in order.
pub(super) fn highlight(vocabulary: &Vocabulary, line: &str) -> Vec<(Span, WordClass)> {
    let source = Source::new("line", line);
    let mut classes: Vec<(Span, WordClass)> = Vec::new();
    let mut run: Vec<Span> = Vec::new();
    let joined = crate::syntax::lexer::lex(&source);
    let flush = |run: &mut Vec<Span>, classes: &mut Vec<(Span, WordClass)>| {
        classes.extend(run_classes(vocabulary, &source, run));
        run.clear();
    };
    for token in joined {
        let class = match token.kind {
            TokenKind::Word | TokenKind::Plus => {
                run.push(token.span);
                continue;
            }
            TokenKind::String | TokenKind::Unclosed => Some(WordClass::Text),
            TokenKind::Number => Some(WordClass::Number),
            TokenKind::Parameter => Some(WordClass::Parameter),
            TokenKind::Unknown | TokenKind::Comment => None,
            _ => source.slice(token.span).starts_with(char::is_alphabetic).then_some(WordClass::Keyword),
        };
        flush(&mut run, &mut classes);
        if let Some(class) = class {
            classes.push((token.span, class));
        }
    }
    flush(&mut run, &mut classes);
    classes
}

/// The longest verb at the beginning of a run, then whether the rest is known.
fn run_classes(vocabulary: &Vocabulary, source: &Source, run: &[Span]) -> Vec<(Span, WordClass)> {
    let text = |words: &[Span]| match (words.first(), words.last()) {
        (Some(first), Some(last)) => source.slice(first.to(*last)).to_owned(),
        _ => String::new(),
    };
    let is_verb = |words: &&[Span]| !vocabulary.verbs_named(&text(words)).is_empty();
    let verb = (1..=run.len()).rev().filter_map(|n| run.get(..n)).find(is_verb).map_or(0, <[Span]>::len);
    let (head, rest) = run.split_at(verb);
    let name = text(rest);
    let class = if !vocabulary.kinds_named(&name).is_empty() || !vocabulary.slots_named(&name).is_empty() {
        WordClass::Noun
    } else if !vocabulary.entities_named(&name).is_empty() || vocabulary.is_prefix_of_name(&name) {
        WordClass::Name
    } else if matches!(name.as_str(), "finding" | "findings" | "study" | "studies" | "stance" | "direction" | "section")
    {
        WordClass::Noun
    } else {
        WordClass::Unknown
    };
    head.iter().map(|&span| (span, WordClass::Verb)).chain(rest.iter().map(|&span| (span, class))).collect()
}
