//! Rows of tables of findings, read without a record in between.
//!
//! The cells of a row come in; a finding goes to the builder where every word of it is known already. A row of which anything is new or wrong is
//! not touched: the general way, which knows every case, has it then.

use super::build::{Builder, MOST_VALUES};
use super::cite::{cited, year};
use super::mapping::Mapping;
use super::memo::{MOST, Memo, Short};
use super::plan::PlannedValue;
use super::record::{Name, SlotWords};
use super::things::Planned;
use super::words::Said;
use crate::base::pool::{Lists, Texts};
use crate::base::sheet::Row;
use crate::model::{EdgeKind, EntityId, KindId, RelationId, SlotValue, Stance, Value};
use rustc_hash::FxHashMap;

/// A table of findings whose words are looked up once each.
pub(super) struct Quick {
    subject: End,
    object: End,
    relation: Part,
    stance: Part,
    section: Part,
    sentence: Part,
    /// Study, title, journal, year, source.
    cited: [Part; 5],
    slots: Vec<Column>,
    lists: String,
    /// What is known of words for relations.
    verbs: Memo<Verb>,
    /// Things by what identifies them. That never changes.
    keyed: Short<(EntityId, KindId)>,
    /// Kinds that may stand at ends; at the first place all.
    allowed: Vec<Vec<KindId>>,
    /// Things by kinds that may stand there, kind stated, and name.
    named: FxHashMap<(u32, u32, u32), (EntityId, Version)>,
    kinds: Texts,
    names: Texts,
    sections: Memo<u32>,
    /// The place of findings that state no section.
    nowhere: Option<u32>,
    studies: Memo<u32>,
    /// Lists of values of cells, and of such lists row by row.
    cells: Lists,
    rows: Lists,
    row_lists: Vec<u32>,
    // what is used again from row to row
    numbers: Vec<u32>,
    text: String,
}

/// What was found out by names holds as long as nothing is added to them.
pub(super) type Version = (u64, usize);

/// One end of a finding.
struct End {
    name: Part,
    id: Part,
    kind: Part,
}

/// Where the text of a role is from.
enum Part {
    Fixed(String),
    Cell(usize),
    Nowhere,
}

/// A column of values.
struct Column {
    name: String,
    at: usize,
    /// For a cell its place among the lists of values, and until when it holds; for ever where nothing is said.
    known: Memo<(u32, Option<Version>)>,
}

/// What a word for a relation is.
#[derive(Clone, Copy)]
enum Verb {
    /// A verb, whether passive, and which kinds may act and be acted on.
    Verb(RelationId, bool, u32, u32),
    Step(EdgeKind, bool),
}

impl Part {
    fn cell(columns: &FxHashMap<String, usize>, name: &str) -> Part {
        columns.get(name).map_or(Part::Nowhere, |at| Part::Cell(*at))
    }

    fn get<'a>(&'a self, cells: &[&'a str]) -> Option<&'a str> {
        match self {
            Part::Fixed(text) => Some(text),
            Part::Cell(at) => said(cells.get(*at)?),
            Part::Nowhere => None,
        }
    }
}

/// What a cell says, if anything.
fn said(cell: &str) -> Option<&str> {
    let edges = (cell.as_bytes().first()?, cell.as_bytes().last()?);
    let cell = if edges.0.is_ascii_graphic() && edges.1.is_ascii_graphic() { cell } else { cell.trim() };
    (!cell.is_empty()).then_some(cell)
}

impl Quick {
    /// For a table of these columns.
    pub(super) fn new(columns: &FxHashMap<String, usize>, mapping: &Mapping, lists: &str) -> Quick {
        let stated = |role: &str| match mapping.fixed.get(role) {
            Some(text) => Part::Fixed(text.clone()),
            None => Part::cell(columns, mapping.column(role)),
        };
        let cell = |role: &str| Part::cell(columns, mapping.column(role));
        let end = |side: &str| End {
            name: stated(side),
            id: stated(&format!("{side}_id")),
            kind: stated(&format!("{side}_kind")),
        };
        let slots = mapping.slots.keys().filter_map(|name| {
            let at = *columns.get(name)?;
            Some(Column { name: name.clone(), at, known: Memo::new() })
        });
        Quick {
            subject: end("subject"),
            object: end("object"),
            relation: stated("relation"),
            stance: stated("stance"),
            section: stated("section"),
            sentence: stated("sentence"),
            cited: [cell("study"), cell("title"), cell("journal"), cell("year"), stated("source")],
            slots: slots.collect(),
            lists: lists.to_owned(),
            verbs: Memo::new(),
            keyed: Short::new(),
            allowed: vec![Vec::new()],
            named: FxHashMap::default(),
            kinds: Texts::new(),
            names: Texts::new(),
            sections: Memo::new(),
            nowhere: None,
            studies: Memo::new(),
            cells: Lists::new(),
            rows: Lists::new(),
            row_lists: vec![0],
            numbers: Vec::new(),
            text: String::new(),
        }
    }

    /// Takes a row, if all of it is known. The steps are those of the general way in its order, so that what one of them adds on the way is
    /// added by both.
    pub(super) fn take(&mut self, builder: &mut Builder, cells: &[&str], line: u64, file_name: &str) -> Option<()> {
        // a row without an end is refused before any of its words is looked up
        for end in [&self.subject, &self.object] {
            end.name.get(cells).or(end.id.get(cells))?;
        }
        let sentence = match self.sentence.get(cells) {
            None => u32::try_from(line.max(1)).unwrap_or(u32::MAX),
            Some(text) => text.parse::<u32>().ok().filter(|number| *number > 0)?,
        };
        let verb = self.verb(builder, cells)?;
        let stance = match self.stance.get(cells) {
            None => Stance::Reported,
            Some(word) => builder.stance(word).ok()?,
        };
        let (first, second) = match verb {
            Verb::Verb(_, true, ..) | Verb::Step(_, true) => (Side::Object, Side::Subject),
            Verb::Verb(_, false, ..) | Verb::Step(_, false) => (Side::Subject, Side::Object),
        };
        match verb {
            Verb::Step(kind, _) => {
                let [study, ..] = &self.cited;
                let long = self.slots.iter().filter_map(|column| cells.get(column.at)).map(|cell| cell.len());
                if study.get(cells).is_some() || long.sum::<usize>() > MOST_VALUES {
                    return None;
                }
                let narrower = self.end(builder, first, 0, cells)?;
                let broader = self.end(builder, second, 0, cells)?;
                if narrower == broader {
                    return None;
                }
                let locator = builder.only_place(self.section.get(cells), sentence, file_name);
                builder.link(narrower, broader, kind, vec![locator], None);
            }
            Verb::Verb(relation, _, subjects, objects) => {
                let subject = self.end(builder, first, subjects, cells)?;
                let object = self.end(builder, second, objects, cells)?;
                let slots = self.slots(builder, cells)?;
                let studies = self.studies(builder, cells);
                let place = self.place(builder, cells, file_name);
                builder.findings.push_row(Row { subject, relation, object, stance, slots, studies, place, sentence });
            }
        }
        Some(())
    }

    fn verb(&mut self, builder: &Builder, cells: &[&str]) -> Option<Verb> {
        let word = self.relation.get(cells)?;
        if let Some(known) = self.verbs.get(word) {
            return Some(*known);
        }
        let mut number = |kinds: &[KindId]| {
            let known = self.allowed.iter().position(|known| known == kinds);
            known.unwrap_or_else(|| {
                self.allowed.push(kinds.to_vec());
                self.allowed.len() - 1
            }) as u32
        };
        let verb = match builder.words.known_verb(word)? {
            Said::Same => return None,
            Said::Step(kind, turned) => Verb::Step(kind, turned),
            Said::Verb(relation, passive) => {
                let declared = builder.words.relation(relation)?;
                Verb::Verb(relation, passive, number(&declared.subjects), number(&declared.objects))
            }
        };
        self.verbs.put(word, verb);
        Some(verb)
    }

    /// The thing at one end.
    fn end(&mut self, builder: &mut Builder, side: Side, allowed: u32, cells: &[&str]) -> Option<EntityId> {
        let kinds = self.allowed.get(allowed as usize)?;
        let end = match side {
            Side::Subject => &self.subject,
            Side::Object => &self.object,
        };
        let (name, id, kind) = (end.name.get(cells), end.id.get(cells), end.kind.get(cells));
        if let Some(key) = id.or(name.filter(|_| kind.is_none())) {
            let known = match self.keyed.get(key) {
                Some(known) => Some(known),
                None => {
                    let found = builder.things.keyed(key);
                    let found = found.and_then(|id| Some((id, builder.things.get(id)?.kind)));
                    if let Some(found) = found {
                        self.keyed.put(key, found);
                    }
                    found
                }
            };
            if let Some((id, kind)) = known {
                return (kinds.is_empty() || kinds.contains(&kind)).then_some(id);
            }
        }
        if id.is_some() {
            return None;
        }
        let name = name?;
        let version = builder.version();
        if self.names.bytes() > MOST {
            (self.named, self.names) = (FxHashMap::default(), Texts::new());
        }
        let stated = kind.map_or(u32::MAX, |kind| self.kinds.put(kind));
        let key = (allowed, stated, self.names.put(name));
        if let Some((id, until)) = self.named.get(&key)
            && *until == version
        {
            return Some(*id);
        }
        let words = Name { name: Some(name.to_owned()), kind: kind.map(str::to_owned), ..Name::default() };
        match builder.plan(&words, kinds).ok()? {
            Planned::Known(id) => {
                self.named.insert(key, (id, builder.version()));
                Some(id)
            }
            Planned::New(..) => None,
        }
    }

    /// The number of the list of values of a row.
    fn slots(&mut self, builder: &mut Builder, cells: &[&str]) -> Option<u32> {
        self.numbers.clear();
        let mut any = 0;
        for column in &mut self.slots {
            let number = match cells.get(column.at).and_then(|cell| said(cell)) {
                None => 0,
                Some(text) => {
                    let version = builder.version();
                    match column.known.get(text) {
                        Some((number, until)) if until.is_none_or(|until| until == version) => *number,
                        _ => {
                            let (values, until) = values(builder, &column.name, text, &self.lists)?;
                            let number = self.cells.put(&values);
                            column.known.put(text, (number, until));
                            number
                        }
                    }
                }
            };
            any |= number;
            self.numbers.push(number);
        }
        if any == 0 {
            return Some(0);
        }
        if let Some(known) = self.rows.find(&self.numbers) {
            return self.row_lists.get(known as usize).copied();
        }
        let all = self.numbers.iter().flat_map(|number| self.cells.get(*number));
        let all: Vec<SlotValue> = all.filter_map(|at| builder.findings.values().get(*at as usize).cloned()).collect();
        if all.len() > MOST_VALUES {
            return None;
        }
        self.rows.put(&self.numbers);
        let list = builder.slot_list(all);
        self.row_lists.push(list);
        Some(list)
    }

    fn studies(&mut self, builder: &mut Builder, cells: &[&str]) -> u32 {
        let [study, title, journal, date, source] = &self.cited;
        let Some(words) = study.get(cells) else { return 0 };
        let more = [title, journal, date, source].map(|part| part.get(cells));
        self.text.clear();
        for part in std::iter::once(Some(words)).chain(more) {
            let part = part.unwrap_or_default();
            // with its length, so that no two rows look the same
            self.text.push_str(&part.len().to_string());
            self.text.push(' ');
            self.text.push_str(part);
        }
        if let Some(known) = self.studies.get(&self.text) {
            return *known;
        }
        let parts = parts(words, &self.lists);
        let mut all: Vec<_> = parts.filter_map(cited).collect();
        if let [one] = all.as_mut_slice() {
            let [title, journal, date, source] = more;
            one.title = title.map(str::to_owned);
            one.journal = journal.map(str::to_owned);
            one.year = date.and_then(year);
            one.source = source.map(str::to_owned);
        }
        let studies = builder.studies(all);
        let list = builder.findings.study_list(&studies);
        self.studies.put(&self.text, list);
        list
    }

    fn place(&mut self, builder: &mut Builder, cells: &[&str], file_name: &str) -> u32 {
        let section = self.section.get(cells);
        let known = match section {
            Some(section) => self.sections.get(section).copied(),
            None => self.nowhere,
        };
        if let Some(known) = known {
            return known;
        }
        let locator = builder.only_place(section, 1, file_name);
        let place = builder.findings.place(locator.source, &locator.section);
        match section {
            Some(section) => self.sections.put(section, place),
            None => self.nowhere = Some(place),
        }
        place
    }
}

#[derive(Clone, Copy)]
enum Side {
    Subject,
    Object,
}

/// The parts of a cell that holds several.
fn parts<'a>(cell: &'a str, lists: &'a str) -> impl Iterator<Item = &'a str> {
    let whole = lists.is_empty().then_some(cell);
    let split = (!lists.is_empty()).then(|| cell.split(lists).map(str::trim).filter(|part| !part.is_empty()));
    whole.into_iter().chain(split.into_iter().flatten())
}

/// The values of a cell in the pool of values, where each is known, and until when they hold.
fn values(builder: &mut Builder, column: &str, cell: &str, lists: &str) -> Option<(Vec<u32>, Option<Version>)> {
    let slot = builder.words.known_slot(column)?;
    let (mut until, mut values) = (None, Vec::new());
    if cell.len() > MOST_VALUES && parts(cell, lists).count() > MOST_VALUES {
        return None;
    }
    for part in parts(cell, lists) {
        let value = match builder.value(&SlotWords::text(column, part)).ok()?? {
            (_, PlannedValue::Plain(value)) => value,
            (_, PlannedValue::Thing(Planned::Known(id))) => {
                until = Some(builder.version());
                Value::Entity(id)
            }
            (_, PlannedValue::Thing(Planned::New(..))) => return None,
        };
        values.push(SlotValue { slot, value, inferred: false });
    }
    Some((values.iter().map(|value| builder.findings.value(value)).collect(), until))
}
