//! Words to what they may be in a base.
//!
//! Words come in, pieces go out: the longest stretches of words that are a name, a verb, a noun or a slot, each with its senses, and the
//! words between them. What the whole says is not known here.

use super::words::Word;
use crate::goal::Scope;
use crate::goal::SlotRef;
use crate::goal::lookup::COMMON_SLOTS;
use crate::model::{EntityId, KindId, RelationId};
use crate::names::{Vocabulary, normal, verbs};

/// Words of one name or verb.
const LONGEST: usize = 8;

/// A stretch of words with what it may be.
#[derive(Clone, Debug, Default)]
pub(super) struct Piece {
    /// As typed.
    pub(super) text: String,
    /// In lower case.
    pub(super) low: String,
    pub(super) sign: Option<Word>,
    pub(super) names: Vec<EntityId>,
    /// Whether the names were typed in the plural.
    pub(super) plural: bool,
    pub(super) verb: Option<Verb>,
    pub(super) noun: Option<Noun>,
    pub(super) slot: Option<SlotRef>,
}

impl Piece {
    /// Whether it is nothing that the base knows.
    pub(super) fn is_unknown(&self) -> bool {
        self.sign.is_none()
            && self.names.is_empty()
            && self.verb.is_none()
            && self.noun.is_none()
            && self.slot.is_none()
    }

    /// Whether it is one of these words, and no sign.
    pub(super) fn is(&self, words: &[&str]) -> bool {
        self.sign.is_none() && words.contains(&self.low.as_str())
    }
}

/// A verb as it can be typed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Verb {
    /// The phrase; of a verb of the base in the third person.
    pub(super) phrase: String,
    /// None of a verb that the session defined.
    pub(super) relation: Option<RelationId>,
    pub(super) passive: bool,
    pub(super) form: Form,
}

/// In which form a verb was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `upregulates`, `upregulate`, `upregulated by`, `upregulating`
    Plain,
    /// `upregulated`, with nothing to say by whom
    Participle,
    /// `upregulation`
    Noun,
}

/// A noun as it can be typed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Noun {
    pub(super) text: String,
    /// None of findings and studies.
    pub(super) kind: Option<KindId>,
}

/// Words that are never a name where they stand alone in lower case, so that `NO` is nitric oxide and `no` is not.
const SMALL: &[&str] = &[
    "a", "about", "against", "all", "also", "an", "and", "any", "are", "as", "at", "be", "been", "both", "but", "by",
    "can", "did", "do", "does", "either", "for", "from", "has", "have", "how", "i", "in", "is", "it", "its", "me",
    "neither", "no", "none", "nor", "not", "of", "on", "one", "or", "so", "some", "than", "that", "the", "their",
    "there", "these", "they", "this", "to", "via", "was", "we", "were", "what", "when", "where", "which", "who", "why",
    "will", "with", "within", "without", "you",
];

/// Cuts words into pieces, the longest known stretch first.
pub(super) fn pieces(words: &[Word], scope: Scope<'_>) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let Word::Plain(text, quoted) = word else {
            found.push(Piece { sign: Some(word.clone()), ..Piece::default() });
            at += 1;
            continue;
        };
        if *quoted {
            found.push(piece(text.clone(), scope, true));
            at += 1;
            continue;
        }
        let plain = words.get(at..).unwrap_or_default().iter().take(LONGEST);
        let run: Vec<&str> = plain
            .map_while(|word| if let Word::Plain(text, false) = word { Some(text.as_str()) } else { None })
            .collect();
        let longest = (1..=run.len()).rev().find_map(|length| {
            let stretch = run.get(..length)?;
            if length == 1 && is_small(text) {
                return None;
            }
            let piece = piece(stretch.join(" "), scope, length == 1);
            (!piece.is_unknown()).then_some((piece, length))
        });
        let (piece, length) =
            longest.unwrap_or_else(|| (Piece { text: text.clone(), low: text.to_lowercase(), ..Piece::default() }, 1));
        found.push(piece);
        at += length;
    }
    found
}

fn is_small(word: &str) -> bool {
    let low = word.to_lowercase();
    SMALL.contains(&low.as_str()) && (word == low || word.len() > 1 && word != word.to_uppercase())
}

/// The senses of one stretch. Forms of a verb that no base declares are looked for in single words only.
fn piece(text: String, scope: Scope<'_>, single: bool) -> Piece {
    let vocabulary = scope.vocabulary;
    let noun = match text.to_lowercase().as_str() {
        "finding" | "findings" => Some(Noun { text: "finding".to_owned(), kind: None }),
        "study" | "studies" => Some(Noun { text: "study".to_owned(), kind: None }),
        "paper" | "papers" | "article" | "articles" | "publication" | "publications" | "literature"
            if vocabulary.kinds_named(&text).is_empty() =>
        {
            Some(Noun { text: "study".to_owned(), kind: None })
        }
        _ => match vocabulary.kinds_named(&text).first() {
            Some(&kind) => Some(Noun { text: vocabulary.kind_name(kind).to_owned(), kind: Some(kind) }),
            None => scope.definitions.set(&text).map(|(_, kind)| Noun { text: text.clone(), kind: Some(kind) }),
        },
    };
    let names = vocabulary.entities_named(&text);
    let slot = match vocabulary.slots_named(&text).as_slice() {
        [one] => Some(SlotRef::Declared(*one)),
        _ => COMMON_SLOTS.iter().find(|(name, _)| name.eq_ignore_ascii_case(&text)).map(|(_, slot)| *slot),
    };
    let mut verb = verb_named(&text, scope);
    if verb.is_none() && single && names.is_empty() && noun.is_none() && slot.is_none() {
        verb = other_form(&text, scope);
    }
    let piece = Piece { low: text.to_lowercase(), text, sign: None, names, plural: false, verb, noun, slot };
    match piece.text.strip_suffix('s').map(|one| (one.to_owned(), vocabulary.entities_named(one))) {
        // `hepatocytes` of a base that has `hepatocyte`
        Some((one, names)) if piece.is_unknown() && one.len() > 4 && !names.is_empty() => {
            Piece { text: one, names, plural: true, ..piece }
        }
        _ => piece,
    }
}

/// A verb by one of its declared phrases.
pub(super) fn verb_named(text: &str, scope: Scope<'_>) -> Option<Verb> {
    let vocabulary = scope.vocabulary;
    if let Some(&(relation, passive)) = vocabulary.verbs_named(text).first() {
        let phrase = declared(vocabulary, relation, passive, text);
        return Some(Verb { phrase, relation: Some(relation), passive, form: Form::Plain });
    }
    let (_, passive) = scope.definitions.verb(text)?;
    Some(Verb { phrase: text.to_owned(), relation: None, passive, form: Form::Plain })
}

/// The declared phrase that was typed in this or its other form.
fn declared(vocabulary: &Vocabulary, relation: RelationId, passive: bool, typed: &str) -> String {
    let Some(relation) = vocabulary.relation(relation) else { return typed.to_owned() };
    let form = normal(verbs::without_to_be(typed));
    let all: Vec<&String> = if passive {
        relation.passive.iter().chain(&relation.passive_aliases).collect()
    } else {
        std::iter::once(&relation.name).chain(&relation.aliases).collect()
    };
    // The third person is what a query reads best with; it is declared first, or is the other form.
    let third = all.iter().find(|phrase| {
        normal(verbs::without_to_be(phrase)) == form
            || verbs::other_form(phrase).is_some_and(|other| normal(&other) == form)
    });
    third.map_or_else(|| typed.to_owned(), |phrase| (*phrase).clone())
}

/// `upregulating`, `upregulated`, `upregulation`: forms that stand for a verb in English.
fn other_form(word: &str, scope: Scope<'_>) -> Option<Verb> {
    let low = word.to_lowercase();
    if !low.is_ascii() || low.len() < 6 {
        return None;
    }
    let active = |stem: &str| verb_named(stem, scope).filter(|verb| !verb.passive);
    let stems = |stem: &str, ends: &[&str]| ends.iter().find_map(|end| active(&format!("{stem}{end}")));
    if let Some(stem) = low.strip_suffix("ing") {
        let short = stem.get(..stem.len().saturating_sub(1)).unwrap_or(stem);
        return stems(stem, &["", "e"]).or_else(|| active(short));
    }
    if let Some(stem) = low.strip_suffix("ed") {
        return stems(stem, &["e", ""]).map(|verb| Verb { form: Form::Participle, ..verb });
    }
    let noun = low.strip_suffix("ation").and_then(|stem| stems(stem, &["ate", "e"]));
    let noun = noun.or_else(|| low.strip_suffix("ion").and_then(|stem| stems(stem, &["", "e"])));
    let noun = noun.or_else(|| low.strip_suffix("ment").and_then(|stem| stems(stem, &[""])));
    noun.map(|verb| Verb { form: Form::Noun, ..verb })
}
