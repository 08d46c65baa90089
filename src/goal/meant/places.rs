//! Where, in whom, how long, and what comes last.
//!
//! Pieces of a text come in, contexts and tails of a question go out. What is said of the rows is not known here.

use super::pieces::Piece;
use super::question::{Context, Question};
use super::rows::JOINERS;
use super::words::Word;
use super::{FILLERS, HELPERS, Reader};
use crate::goal::{SlotRef, slot_name};
use crate::model::{EntityId, KindId, SlotType, Tier};
use crate::names::quantity;
use crate::syntax::print;

/// What stands before a place, a disease, a time.
pub(super) const PLACES: &[&str] = &[
    "in",
    "for",
    "with",
    "under",
    "during",
    "within",
    "from",
    "at",
    "on",
    "after",
    "against",
    "of",
    "to",
    "via",
    "by",
    "through",
    "inside",
    "having",
    "about",
    "regarding",
    "concerning",
];
/// What stands between a preposition and a name and says nothing.
const AROUND: &[&[&str]] = &[
    &["the", "context", "of"],
    &["the", "presence", "of"],
    &["the", "setting", "of"],
    &["the", "case", "of"],
    &["a", "model", "of"],
    &["presence", "of"],
    &["cases", "of"],
    &["case", "of"],
    &["context", "of"],
    &["models", "of"],
    &["model", "of"],
    &["treatment", "of"],
    &["people", "with"],
    &["subjects", "with"],
];
/// What stands behind a name and says nothing more.
const BEHIND: &[&str] = &[
    "model",
    "models",
    "setting",
    "settings",
    "tissue",
    "condition",
    "conditions",
    "context",
    "cases",
    "subjects",
    "people",
];

impl Reader<'_> {
    /// One or several contexts that stand here.
    pub(super) fn contexts(&mut self) -> Option<Vec<Context>> {
        let start = self.at;
        for way in [
            |one: &mut Self| one.affected().map(|found| vec![found]),
            |one: &mut Self| one.slot().map(|found| vec![found]),
            Self::place,
        ] {
            if let Some(found) = way(self) {
                return Some(found);
            }
            self.at = start;
        }
        None
    }

    /// `disease = fibrosis`, `disease is fibrosis`, `species: rat`, `disease fibrosis`
    fn slot(&mut self) -> Option<Context> {
        let piece = self.piece(0)?;
        let compared = self.piece(1).is_some_and(|next| matches!(next.sign, Some(Word::Compare(_))));
        // `gene = CXCR4`, as of a table: what the finding is about.
        let column = compared && piece.slot.is_none() && piece.noun.is_some();
        let slot = if column { SlotRef::Object } else { piece.slot? };
        self.at += 1;
        let mut not = false;
        let mut compare = "=";
        let mut said = false;
        loop {
            match self.piece(0).map(|piece| piece.sign.clone()) {
                Some(Some(Word::Compare(sign))) => compare = if sign == ":" { "=" } else { sign },
                Some(None) if self.is(0, &["is", "are", "was", "equals", "equal", "to", "like", "of", "in"]) => {}
                Some(None) if self.is(0, &["not"]) => not = !not,
                Some(Some(Word::Open)) => {}
                _ => break,
            }
            said = true;
            self.at += 1;
        }
        let said = said || self.piece(0).is_some_and(|piece| piece.low.starts_with(|c: char| c.is_ascii_digit()));
        let values = self.values(slot, said)?;
        let names = self.holds_names(slot).is_some();
        let compare = if names && compare != "!=" { "=" } else { compare };
        let name = slot_name(self.scope.vocabulary, slot);
        Some(Context { not, compare: compare.to_owned(), ..Context::of(vec![print::name(&name)], values) })
    }

    /// The kinds whose names a slot holds, all where empty; none of a slot that holds something else.
    fn holds_names(&self, slot: SlotRef) -> Option<Vec<KindId>> {
        match slot {
            SlotRef::Declared(id) => match &self.scope.vocabulary.schema().slots.get(id.index())?.holds {
                SlotType::Entities(kinds) => Some(kinds.clone()),
                _ => None,
            },
            SlotRef::Subject | SlotRef::Object => Some(Vec::new()),
            _ => None,
        }
    }

    fn values(&mut self, slot: SlotRef, said: bool) -> Option<Vec<String>> {
        let mut values = Vec::new();
        match self.holds_names(slot) {
            Some(kinds) => loop {
                let start = self.at;
                let fits = |ids: &[EntityId]| {
                    kinds.is_empty() || ids.iter().any(|&id| self.kind_of(id).is_some_and(|kind| kinds.contains(&kind)))
                };
                let Some((name, ids)) = self.clone().name().filter(|(_, ids)| fits(ids)) else {
                    self.at = start;
                    break;
                };
                self.name();
                values.push(self.own(name, &ids));
                if !self.another() {
                    break;
                }
            },
            // Amounts and words are taken as they stand.
            None if said => {
                let mut words = Vec::new();
                while let Some(piece) = self.piece(0).filter(|piece| piece.sign.is_none() && !piece.is(JOINERS)) {
                    words.push(piece.text.clone());
                    self.at += 1;
                }
                if !words.is_empty() {
                    values.push(words.join(" "));
                }
            }
            None => {}
        }
        while self.piece(0).is_some_and(|piece| piece.sign == Some(Word::Close)) {
            self.at += 1;
        }
        (!values.is_empty()).then_some(values)
    }

    /// The base's own name of a value: `human` for `patients`, `rat` for `rats`.
    pub(super) fn own(&self, typed: String, ids: &[EntityId]) -> String {
        match ids {
            [one] => print::name(self.scope.vocabulary.entity_name(*one)),
            _ => typed,
        }
    }

    /// Takes a comma, `and` or `or` before another name.
    fn another(&mut self) -> bool {
        let comma = self.piece(0).is_some_and(|piece| piece.sign == Some(Word::Comma));
        let joins = comma || self.is(0, &["or", "and"]);
        let names = self.piece(1).is_some_and(|next| !next.names.is_empty());
        let acts = self.piece(2).is_some_and(|next| matches!(next.sign, Some(Word::Compare(_))));
        self.at += usize::from(joins && names && !acts);
        joins && names && !acts
    }

    /// `in rats`, `for fibrosis`, `in patients with fibrosis`, `in vitro`, `for 24 h`
    fn place(&mut self) -> Option<Vec<Context>> {
        let prepared = self.is(0, PLACES);
        self.at += usize::from(prepared);
        self.eat_any(AROUND);
        self.skip(FILLERS);
        if let Some(context) = self.amount() {
            return Some(vec![context]);
        }
        // `in cells`, though the base has such a noun
        if let Some(tier) = self.tier(self.said_before(&["in"])) {
            return Some(vec![tier]);
        }
        let mut values: Vec<String> = Vec::new();
        let mut slots: Vec<String> = Vec::new();
        loop {
            let start = self.at;
            let next = self.name().map(|(name, ids)| (self.own(name, &ids), self.slots_of(&ids, prepared)));
            match next {
                Some((name, of)) if !of.is_empty() && (values.is_empty() || of == slots) => {
                    values.push(name);
                    slots = of;
                }
                _ => {
                    self.at = start;
                    break;
                }
            }
            if !self.another() {
                break;
            }
        }
        if values.is_empty() && (prepared || self.said_before(&["of"])) {
            return self.loose_place();
        }
        if values.is_empty() {
            return None;
        }
        let mut found = vec![Context::of(slots, values)];
        // `fibrosis patients`
        found.extend(self.tier(false));
        self.skip(BEHIND);
        Some(found)
    }

    /// `patients`, `cells`, `animals`: how near to patients a finding is.
    fn tier(&mut self, known: bool) -> Option<Context> {
        let piece = self.piece(0).filter(|piece| piece.is_unknown() || known && piece.noun.is_some())?;
        let plain = |word: &str| word.strip_suffix('s').unwrap_or(word).to_owned();
        let tier = Tier::ALL.iter().map(|tier| tier.word()).find(|word| plain(word) == plain(&piece.low))?;
        self.at += 1;
        Some(Context::of(vec!["evidence".to_owned()], vec![tier.to_owned()]))
    }

    /// Whether the piece before this one, articles left out, is one of these words.
    fn said_before(&self, words: &[&str]) -> bool {
        let before = self.pieces.get(..self.at).unwrap_or_default().iter().rev();
        before
            .into_iter()
            .find(|piece| !piece.is(&["the", "these", "those", "a", "an"]))
            .is_some_and(|piece| piece.is(words))
    }

    /// Slots that take one of these; behind a preposition also what a finding is about.
    pub(super) fn slots_of(&self, ids: &[EntityId], prepared: bool) -> Vec<String> {
        let schema = self.scope.vocabulary.schema();
        let places = ids.iter().filter_map(|&id| self.kind_of(id)).filter_map(|kind| schema.place_of(kind));
        let mut names: Vec<String> =
            places.filter_map(|id| schema.slots.get(id.index())).map(|slot| print::name(&slot.name)).collect();
        names.dedup();
        if prepared && !self.is(0, HELPERS) {
            names.extend(["object", "subject"].map(str::to_owned));
        }
        names
    }

    /// `for 24 h`: a slot that holds such amounts.
    fn amount(&mut self) -> Option<Context> {
        let digits = |piece: &Piece| piece.low.starts_with(|c: char| c.is_ascii_digit());
        self.piece(0).filter(|piece| digits(piece))?;
        let vocabulary = self.scope.vocabulary;
        let schema = vocabulary.schema();
        for length in (1..=4).rev() {
            let pieces = self.pieces.get(self.at..self.at + length).unwrap_or_default();
            if pieces.is_empty() || pieces.iter().any(|piece| piece.sign.is_some()) {
                continue;
            }
            let text = pieces.iter().map(|piece| piece.text.as_str()).collect::<Vec<_>>().join(" ");
            let Ok(read) = quantity::read(vocabulary, &text) else { continue };
            let Some(unit) = read.unit.and_then(|unit| schema.units.get(unit.index())) else { continue };
            let fits = |holds: &SlotType| matches!(holds, SlotType::Quantity(of) if of.contains(&unit.dimension));
            let mut slots: Vec<String> =
                schema.slots.iter().filter(|slot| fits(&slot.holds)).map(|slot| print::name(&slot.name)).collect();
            self.at += length;
            // `at 1 % oxygen`: the slot is named behind the amount.
            if let Some(slot) = self.piece(0).and_then(|piece| piece.slot) {
                let name = print::name(&slot_name(vocabulary, slot));
                if slots.contains(&name) {
                    slots = vec![name];
                    self.at += 1;
                }
            }
            return (!slots.is_empty()).then(|| Context::of(slots, vec![text]));
        }
        None
    }

    // ---- what comes last ----

    /// Takes a tail into the question; false where none stands here.
    pub(super) fn tail(&mut self, question: &mut Question) -> bool {
        let start = self.at;
        for way in [Self::limit, Self::order, Self::least] {
            if let Some(tail) = way(self) {
                question.tails.push(tail);
                return true;
            }
            self.at = start;
        }
        let groups = self.eat(&["group", "by"])
            || question.count && self.eat_any(&[&["by"], &["per"], &["for", "each"], &["in", "each"]]);
        if groups && let Some(slot) = self.piece(0).and_then(|piece| piece.slot) {
            question.by = Some(print::name(&slot_name(self.scope.vocabulary, slot)));
            question.count = true;
            self.at += 1;
            return true;
        }
        self.at = start;
        false
    }

    /// `limit 5`, `top 5`, `first ten`
    fn limit(&mut self) -> Option<String> {
        if !self.eat_any(&[&["limit", "to"], &["limit"], &["top"], &["first"]]) {
            return None;
        }
        let number = self.whole()?;
        self.skip(&["rows", "results", "row", "result", "only"]);
        Some(format!("limit {number}"))
    }

    /// `order by name`, `sorted by studies`
    fn order(&mut self) -> Option<String> {
        let asks = [
            &["order", "by"],
            &["ordered", "by"],
            &["sort", "by"],
            &["sorted", "by"],
            &["ranked", "by"],
            &["rank", "by"],
        ];
        asks.iter().any(|words| self.eat(*words)).then_some(())?;
        self.skip(&["the", "number", "of"]);
        let order = match self.piece(0)?.low.as_str() {
            "name" | "names" | "alphabet" => "name",
            "study" | "studies" => "studies",
            "finding" | "findings" => "findings",
            "verdict" | "verdicts" => "verdict",
            "evidence" => "evidence",
            _ => return None,
        };
        self.at += 1;
        self.skip(&["desc", "descending", "asc", "ascending"]);
        Some(format!("order by {order}"))
    }

    /// `at least two studies`, `in at least 2 species`
    fn least(&mut self) -> Option<String> {
        let start = self.at;
        self.skip(&["with", "in", "by", "from"]);
        let least = self.eat_any(&[&["at", "least"], &["minimum"], &["a", "minimum", "of"]]);
        (least || self.at > start).then_some(())?;
        let number = self.whole()?;
        let piece = self.piece(0)?;
        let studies =
            piece.noun.as_ref().is_some_and(|noun| noun.text == "study") || piece.is(&["references", "papers"]);
        let slot = piece.slot.map(|slot| print::name(&slot_name(self.scope.vocabulary, slot)));
        let tail =
            if studies { format!("with at least {number} studies") } else { format!("in at least {number} {}", slot?) };
        self.at += 1;
        Some(tail)
    }

    /// A whole number, in digits or in words.
    pub(super) fn whole(&mut self) -> Option<u32> {
        const NUMBERS: [&str; 11] =
            ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
        let piece = self.piece(0)?;
        let number = match NUMBERS.iter().position(|word| *word == piece.low) {
            Some(number) => u32::try_from(number).ok()?,
            None => piece.low.parse().ok()?,
        };
        self.at += 1;
        Some(number)
    }
}
