//! What the words of a file are in a base.
//!
//! TOML comes in, tables of words go out; each mistake is told at its place. What the words stand for is found out by the builder, which
//! has the schema.

use crate::diagnostic::Diagnostic;
use crate::model::{EdgeKind, Stance};
use crate::text::Source;
use std::collections::BTreeMap;
use std::ops::Range;
use toml_edit::{Document, Item, TableLike, Value};

/// What the words of a file are in a base.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mapping {
    /// Nouns, slots, units and verbs, in the notation of bases.
    pub(super) declarations: Option<String>,
    /// What the mapping is called in messages.
    pub(super) name: String,
    /// What the source is called and whatever else is known of it.
    pub(super) source: BTreeMap<String, String>,
    /// How cells stand in a table.
    pub(super) file: Layout,
    /// What a column of findings is called, by role.
    pub(super) columns: BTreeMap<String, String>,
    /// What holds of every row, by role.
    pub(super) fixed: BTreeMap<String, String>,
    /// What a column of things is called, by role.
    pub(super) terms: BTreeMap<String, String>,
    pub(super) nouns: BTreeMap<String, String>,
    pub(super) verbs: BTreeMap<String, VerbTo>,
    pub(super) slots: BTreeMap<String, SlotTo>,
    pub(super) stances: BTreeMap<String, Stance>,
    pub(super) unknown: Unknowns,
    /// Scopes of synonyms that count as other spellings.
    pub(super) synonyms: Option<Vec<String>>,
}

/// How cells stand in a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Layout {
    pub(super) separator: Option<u8>,
    pub(super) quotes: Option<bool>,
    /// What parts several values in one cell.
    pub(super) lists: Option<String>,
}

/// What a word for a relation is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum VerbTo {
    /// A phrase of a verb, active or passive.
    Verb(String),
    /// A step of a hierarchy; turned where the object is the narrower.
    Step(EdgeKind, bool),
    /// That both identify one thing.
    Same,
    /// Nothing, for a reason.
    Reject(String),
}

/// What a word for a slot is.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct SlotTo {
    pub(super) slot: String,
    /// The noun of its values, where the slot takes several.
    pub(super) noun: Option<String>,
}

/// What becomes of a word that nothing is known of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) enum Unknown {
    /// What it stands in is rejected.
    #[default]
    Reject,
    /// It is declared.
    Declare,
    /// It is left out, and counted.
    Drop,
}

/// What becomes of unknown words, by what they would be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct Unknowns {
    pub(super) nouns: Option<Unknown>,
    pub(super) verbs: Option<Unknown>,
    pub(super) slots: Option<Unknown>,
}

/// Roles of columns of findings.
pub(super) const COLUMNS: [&str; 15] = [
    "subject",
    "subject_id",
    "subject_kind",
    "relation",
    "object",
    "object_id",
    "object_kind",
    "study",
    "year",
    "title",
    "journal",
    "section",
    "sentence",
    "stance",
    "source",
];

/// Roles of columns of things.
pub(super) const TERMS: [&str; 7] = ["term", "kind", "namespace", "name", "id", "alias", "note"];

const SOURCE: [&str; 9] = ["name", "title", "doi", "pmid", "pmcid", "year", "curator", "curated", "note"];

const SECTIONS: [&str; 11] =
    ["declarations", "source", "file", "columns", "fixed", "terms", "nouns", "verbs", "slots", "stances", "unknown"];

const STANCES: [(&str, Stance); 3] =
    [("reported", Stance::Reported), ("hypothesised", Stance::Hypothesised), ("gap", Stance::Gap)];

impl Mapping {
    /// Reads a mapping.
    ///
    /// # Errors
    /// Everything in it that cannot be read, each at its place.
    pub fn read(source: &Source) -> Result<Mapping, Vec<Diagnostic>> {
        let mut reader = Reader { source, wrong: Vec::new() };
        let mapping = reader.mapping();
        if reader.wrong.is_empty() { Ok(mapping) } else { Err(reader.wrong) }
    }

    /// This mapping where it says something, the other one elsewhere. Declarations are those of one of the two only.
    pub(super) fn over(self, other: Mapping) -> Mapping {
        fn join<T>(mut below: BTreeMap<String, T>, above: BTreeMap<String, T>) -> BTreeMap<String, T> {
            below.extend(above);
            below
        }
        Mapping {
            name: if self.declarations.is_some() { self.name } else { other.name },
            declarations: self.declarations.or(other.declarations),
            source: join(other.source, self.source),
            file: Layout {
                separator: self.file.separator.or(other.file.separator),
                quotes: self.file.quotes.or(other.file.quotes),
                lists: self.file.lists.or(other.file.lists),
            },
            columns: join(other.columns, self.columns),
            fixed: join(other.fixed, self.fixed),
            terms: join(other.terms, self.terms),
            nouns: join(other.nouns, self.nouns),
            verbs: join(other.verbs, self.verbs),
            slots: join(other.slots, self.slots),
            stances: join(other.stances, self.stances),
            unknown: Unknowns {
                nouns: self.unknown.nouns.or(other.unknown.nouns),
                verbs: self.unknown.verbs.or(other.unknown.verbs),
                slots: self.unknown.slots.or(other.unknown.slots),
            },
            synonyms: self.synonyms.or(other.synonyms),
        }
    }

    /// The column that has a role.
    pub(super) fn column<'a>(&'a self, role: &'a str) -> &'a str {
        self.columns.get(role).map_or(role, String::as_str)
    }

    /// The column of a table of things that has a role.
    pub(super) fn term<'a>(&'a self, role: &'a str) -> &'a str {
        self.terms.get(role).map_or(role, String::as_str)
    }
}

struct Reader<'a> {
    source: &'a Source,
    wrong: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn mapping(&mut self) -> Mapping {
        let mut mapping = Mapping { name: self.source.name().to_owned(), ..Mapping::default() };
        let document = match Document::parse(self.source.text()) {
            Ok(document) => document,
            Err(error) => {
                let span = error.span().unwrap_or(0..0);
                let why: Vec<&str> = error.message().lines().collect();
                self.tell(Some(span), format!("no TOML: {}", why.join(", ")), "here", &[]);
                return mapping;
            }
        };
        for (key, item) in document.iter() {
            let at = document.key(key).and_then(toml_edit::Key::span).or_else(|| item.span());
            match key {
                "declarations" => mapping.declarations = self.text(item),
                "source" => mapping.source = self.texts(item, &SOURCE),
                "columns" => mapping.columns = self.texts(item, &COLUMNS),
                "fixed" => mapping.fixed = self.texts(item, &COLUMNS),
                "terms" => mapping.terms = self.texts(item, &TERMS),
                "nouns" => mapping.nouns = self.texts(item, &[]),
                "file" => mapping.file = self.layout(item, &mut mapping.synonyms),
                "verbs" => mapping.verbs = self.each(item, |reader, item| reader.verb(item)),
                "slots" => mapping.slots = self.each(item, |reader, item| reader.slot(item)),
                "stances" => {
                    mapping.stances = self.each(item, |reader, item| {
                        let word = reader.text(item)?;
                        reader.one_of(item, &word, &STANCES)
                    });
                }
                "unknown" => mapping.unknown = self.unknown(item),
                other => self.tell(at, format!("a mapping has no part `{other}`"), "not known", &SECTIONS),
            }
        }
        mapping
    }

    fn tell(&mut self, at: Option<Range<usize>>, message: String, label: &str, expected: &[&str]) {
        let at = at.unwrap_or(0..0);
        let mut wrong = Diagnostic::error("W0616", message, self.source.span(at.start, at.end), label);
        wrong.expected = expected.iter().map(|word| (*word).to_owned()).collect();
        self.wrong.push(wrong);
    }

    fn text(&mut self, item: &Item) -> Option<String> {
        match item {
            Item::Value(Value::String(text)) => Some(text.value().clone()),
            Item::Value(Value::Integer(number)) => Some(number.value().to_string()),
            other => {
                self.tell(other.span(), "a text is wanted here".to_owned(), "put it in quotes", &[]);
                None
            }
        }
    }

    fn table<'i>(&mut self, item: &'i Item) -> Option<&'i dyn TableLike> {
        let table = item.as_table_like();
        if table.is_none() {
            self.tell(item.span(), "a table is wanted here".to_owned(), "`[name]` with a line for each word", &[]);
        }
        table
    }

    fn each<T>(&mut self, item: &Item, mut read: impl FnMut(&mut Self, &Item) -> Option<T>) -> BTreeMap<String, T> {
        let mut found = BTreeMap::new();
        for (key, item) in self.table(item).into_iter().flat_map(TableLike::iter) {
            if let Some(value) = read(self, item) {
                found.insert(key.to_owned(), value);
            }
        }
        found
    }

    /// Texts by name; the names are among those known, where any are.
    fn texts(&mut self, item: &Item, known: &[&str]) -> BTreeMap<String, String> {
        let found = self.each(item, Self::text);
        let Some(table) = item.as_table_like() else { return found };
        for key in found.keys().filter(|key| !known.is_empty() && !known.contains(&key.as_str())) {
            let at = table.key(key).and_then(toml_edit::Key::span);
            self.tell(at, format!("`{key}` has no meaning here"), "not known", known);
        }
        found
    }

    fn one_of<T: Copy>(&mut self, item: &Item, word: &str, known: &[(&str, T)]) -> Option<T> {
        let found = known.iter().find(|(name, _)| *name == word).map(|(_, value)| *value);
        if found.is_none() {
            let words: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
            self.tell(item.span(), format!("`{word}` has no meaning here"), "not known", &words);
        }
        found
    }

    fn layout(&mut self, item: &Item, synonyms: &mut Option<Vec<String>>) -> Layout {
        let mut layout = Layout::default();
        for (key, item) in self.table(item).into_iter().flat_map(TableLike::iter) {
            match key {
                "separator" => {
                    let text = self.text(item);
                    match text.as_deref().map(str::as_bytes) {
                        Some([byte]) if byte.is_ascii() && *byte != b'"' && *byte != b'\n' => {
                            layout.separator = Some(*byte);
                        }
                        Some(_) => {
                            self.tell(item.span(), "a separator is one character".to_owned(), "such as \"\\t\"", &[])
                        }
                        None => {}
                    }
                }
                "lists" => layout.lists = self.text(item).filter(|text| !text.is_empty()),
                "quotes" => match item {
                    Item::Value(Value::Boolean(is)) => layout.quotes = Some(*is.value()),
                    other => self.tell(other.span(), "true or false is wanted here".to_owned(), "no truth", &[]),
                },
                "synonyms" => {
                    let words = item.as_array().map(|array| array.iter().map(|one| one.as_str().map(str::to_owned)));
                    match words.and_then(Iterator::collect::<Option<Vec<String>>>) {
                        Some(words) => *synonyms = Some(words),
                        None => self.tell(
                            item.span(),
                            "a list of texts is wanted here".to_owned(),
                            "such as [\"EXACT\"]",
                            &[],
                        ),
                    }
                }
                other => {
                    let known = ["separator", "lists", "quotes", "synonyms"];
                    self.tell(item.span(), format!("`{other}` has no meaning here"), "not known", &known);
                }
            }
        }
        layout
    }

    fn verb(&mut self, item: &Item) -> Option<VerbTo> {
        if let Some(phrase) = item.as_str() {
            return Some(VerbTo::Verb(phrase.to_owned()));
        }
        let mut step = None;
        let (mut turned, mut same) = (false, false);
        let mut reject = None;
        for (key, item) in self.table(item).into_iter().flat_map(TableLike::iter) {
            match key {
                "step" => {
                    let word = self.text(item)?;
                    let known = EdgeKind::ALL.map(|kind| (step_words(kind), kind));
                    step = self.one_of(item, &word, &known);
                }
                "turned" => turned = item.as_bool().unwrap_or(false),
                "same" => same = item.as_bool().unwrap_or(false),
                "reject" => reject = self.text(item),
                other => {
                    let known = ["step", "turned", "same", "reject"];
                    self.tell(item.span(), format!("`{other}` has no meaning here"), "not known", &known);
                }
            }
        }
        let to =
            reject.map(VerbTo::Reject).or(same.then_some(VerbTo::Same)).or(step.map(|step| VerbTo::Step(step, turned)));
        if to.is_none() && self.wrong.is_empty() {
            let message = "a verb, a step or a reason to reject is wanted here".to_owned();
            self.tell(
                item.span(),
                message,
                "such as \"increases\", { step = \"part of\" } or { reject = \"...\" }",
                &[],
            );
        }
        to
    }

    fn slot(&mut self, item: &Item) -> Option<SlotTo> {
        if let Some(slot) = item.as_str() {
            return Some(SlotTo { slot: slot.to_owned(), noun: None });
        }
        let words = self.texts(item, &["slot", "noun"]);
        let slot = words.get("slot").cloned();
        if slot.is_none() && self.wrong.is_empty() {
            self.tell(item.span(), "a slot is wanted here".to_owned(), "such as \"disease\"", &[]);
        }
        Some(SlotTo { slot: slot?, noun: words.get("noun").cloned() })
    }

    fn unknown(&mut self, item: &Item) -> Unknowns {
        let policies = [("reject", Unknown::Reject), ("declare", Unknown::Declare), ("drop", Unknown::Drop)];
        let mut unknown = Unknowns::default();
        for (key, item) in self.table(item).into_iter().flat_map(TableLike::iter) {
            let Some(word) = self.text(item) else { continue };
            match key {
                "nouns" => unknown.nouns = self.one_of(item, &word, &policies[..2]),
                "verbs" => unknown.verbs = self.one_of(item, &word, &policies[..2]),
                "slots" => unknown.slots = self.one_of(item, &word, &policies),
                other => {
                    let known = ["nouns", "verbs", "slots"];
                    self.tell(item.span(), format!("`{other}` has no meaning here"), "not known", &known);
                }
            }
        }
        unknown
    }
}

/// A step as the notation has it: `is a`.
pub(super) fn step_words(kind: EdgeKind) -> &'static str {
    match kind {
        EdgeKind::IsA => "is a",
        other => other.words(),
    }
}
