//! Rows for machines: TSV, CSV and JSON Lines.
//!
//! Replies come in, one line a row goes out and nothing else; the column names are a promise. It does not know what surrounds the rows: that
//! is the header's affair.

use super::sanitise::sanitise;
use super::style::Style;
use super::{comparisons, script, tables, words};
use crate::answer::reply::{Reply, SenseWords};
use crate::answer::{Answers, Evidence, Ref};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::Value;

/// Rows under named columns.
pub(super) struct Rows {
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Vec<Value>>,
}

/// Columns that follow those of the question.
const FIXED: [&str; 4] = ["verdict", "refs", "refs_against", "findings"];

impl Rows {
    pub(super) fn of(reply: &Reply) -> Rows {
        match reply {
            Reply::Answers(answers) => Rows::of_answers(answers),
            Reply::Why(why) => {
                let rows = why.rows.iter().flat_map(|row| {
                    row.proofs.iter().enumerate().flat_map(move |(at, proof)| {
                        proof.evidence.iter().map(move |one| {
                            let mut cells = vec![text(&row.name), Value::from(at as u64 + 1)];
                            cells.extend(evidence(one));
                            cells
                        })
                    })
                });
                let mut columns = named(&["row", "proof"]);
                columns.extend(named(&EVIDENCE));
                Rows { columns, rows: rows.collect() }
            }
            Reply::Defined(defined) => Rows {
                columns: named(&["name", "is", "members"]),
                rows: vec![vec![
                    text(&defined.name),
                    text(&defined.kind),
                    defined.members.map_or(Value::Null, Value::from),
                ]],
            },
            Reply::WhyNot(why_not) => {
                let mut rows: Vec<Vec<Value>> = why_not
                    .failing
                    .iter()
                    .map(|failing| vec![text(&why_not.row), text("fails"), text(failing), Value::Null, Value::Null])
                    .collect();
                if let Some(nearest) = &why_not.nearest {
                    let finding = Value::from(nearest.finding.0);
                    rows.push(vec![
                        text(&why_not.row),
                        text("nearest"),
                        text(&nearest.statement),
                        finding,
                        Value::Null,
                    ]);
                }
                rows.extend(why_not.relaxations.iter().map(|one| {
                    vec![text(&why_not.row), text("relaxation"), text(&one.query), Value::Null, Value::from(one.rows)]
                }));
                Rows { columns: named(&["row", "part", "text", "finding", "rows"]), rows }
            }
            Reply::Description(one) => {
                let mut rows = vec![vec![text("name"), text(&one.name)], vec![text("kind"), text(&one.kind)]];
                rows.extend(one.aliases.iter().map(|alias| vec![text("alias"), text(alias)]));
                rows.extend(one.xrefs.iter().map(|xref| vec![text("xref"), text(xref)]));
                rows.extend(one.facts.iter().map(|(label, words)| vec![text(label), text(words)]));
                rows.push(vec![text("findings"), Value::from(one.findings)]);
                rows.push(vec![text("studies"), Value::from(one.studies)]);
                rows.extend(one.tallies.iter().map(|tally| vec![text(&tally.role), Value::from(tally.findings)]));
                Rows { columns: named(&["about", "value"]), rows }
            }
            Reply::Kinds(kinds) => {
                let rows = kinds.lines.iter().map(|line| {
                    vec![
                        Value::from(line.depth),
                        text(&line.name),
                        text(&line.because),
                        Value::from(line.findings),
                        line.source.as_deref().map_or(Value::Null, text),
                    ]
                });
                Rows { columns: named(&["depth", "name", "because", "findings", "source"]), rows: rows.collect() }
            }
            Reply::Listing(listing) => Rows {
                columns: listing.columns.clone(),
                rows: listing.rows.iter().map(|row| row.iter().map(|cell| text(cell)).collect()).collect(),
            },
            Reply::Resolved(resolved) => {
                let sense = |of: &str, sense: &SenseWords| {
                    vec![
                        text(&resolved.typed),
                        text(of),
                        text(&sense.name),
                        text(&sense.kind),
                        sense.xref.as_deref().map_or(Value::Null, text),
                        text(&sense.because),
                        Value::from(sense.findings),
                    ]
                };
                let mut rows: Vec<Vec<Value>> = resolved.senses.iter().map(|one| sense("sense", one)).collect();
                rows.extend(resolved.nearest.iter().map(|one| sense("nearest", one)));
                Rows { columns: named(&["typed", "is", "name", "kind", "xref", "because", "findings"]), rows }
            }
            Reply::Matrix(matrix) => Rows::new(tables::matrix_rows(matrix)),
            Reply::Gaps(gaps) => Rows::new(tables::gap_rows(gaps)),
            Reply::Compared(compared) => Rows::new(comparisons::compared_rows(compared)),
            Reply::Contested(contested) => Rows::new(comparisons::contested_rows(contested)),
            Reply::Similar(similar) => Rows::new(comparisons::similar_rows(similar)),
            Reply::Paths(paths) => {
                let rows = paths.paths.iter().enumerate().flat_map(|(at, path)| {
                    path.steps.iter().enumerate().map(move |(step, one)| {
                        vec![
                            Value::from(at as u64 + 1),
                            text(&path.sign.to_string()),
                            Value::from(step as u64 + 1),
                            text(&one.kind),
                            text(&one.sign.to_string()),
                            text(&one.from),
                            text(&one.to),
                            text(&one.words),
                            refs(&one.refs),
                            Value::from(one.findings.iter().map(|one| one.finding.0).collect::<Vec<u32>>()),
                            Value::from(!one.against.is_empty()),
                        ]
                    })
                });
                let columns = ["path", "path_sign", "step", "kind", "sign", "from", "to", "words", "refs", "findings"];
                let mut columns = named(&columns);
                columns.push("contested".to_owned());
                Rows { columns, rows: rows.collect() }
            }
            Reply::Card(card) => {
                let mut columns = named(&["row", "side", "about"]);
                columns.extend(named(&EVIDENCE));
                columns.extend(named(&["evidence", "same", "contrary"]));
                let side = serde_json::to_value(card.side).unwrap_or(Value::Null);
                let mut cells = vec![text(&card.row), side, text(&card.about)];
                cells.extend(evidence(&card.evidence));
                cells.push(card.tier.as_deref().map_or(Value::Null, text));
                let ids = |all: &[Evidence]| tables::findings(&all.iter().map(|one| one.finding).collect::<Vec<_>>());
                cells.extend([ids(&card.same), ids(&card.contrary)]);
                Rows { columns, rows: vec![cells] }
            }
            Reply::Noted(_) | Reply::Expected(_) => Rows { columns: Vec::new(), rows: Vec::new() },
            Reply::Changes(changes) => {
                Rows { columns: named(&script::CHANGES), rows: changes.rows.iter().map(script::change_cells).collect() }
            }
        }
    }

    fn new((columns, rows): (Vec<String>, Vec<Vec<Value>>)) -> Rows {
        Rows { columns, rows }
    }

    /// Whether there is nothing to print, not even names of columns: of a statement that asks for no rows.
    fn is_nothing(&self) -> bool {
        self.columns.is_empty()
    }

    fn of_answers(answers: &Answers) -> Rows {
        if let Some(counts) = &answers.counts {
            return match &counts.by {
                None => Rows { columns: named(&["count"]), rows: vec![vec![Value::from(counts.total)]] },
                Some(_) => {
                    let of = |values: Vec<Value>, rows: u64| values.into_iter().chain([Value::from(rows)]).collect();
                    let mut rows: Vec<Vec<Value>> = counts
                        .groups
                        .iter()
                        .map(|group| of(group.values.iter().map(|value| text(value)).collect(), group.rows))
                        .collect();
                    if counts.not_stated > 0 {
                        rows.push(of(vec![Value::Null; counts.places.len()], counts.not_stated));
                    }
                    let columns = counts.places.iter().cloned().chain(["count".to_owned()]).collect();
                    Rows { columns, rows }
                }
            };
        }
        let mut columns: Vec<String> = Vec::with_capacity(answers.columns.len() + FIXED.len());
        for name in &answers.columns {
            // a key stands once in an object; a slot of a fixed name or a column shown twice steps aside
            let mut name = name.clone();
            while FIXED.contains(&name.as_str()) || columns.contains(&name) {
                name.push('_');
            }
            columns.push(name);
        }
        let asked = columns.len();
        columns.extend(named(&FIXED));
        let rows = answers.rows.iter().map(|row| {
            let mut cells: Vec<Value> = row.cells.iter().take(asked).map(|cell| text(cell)).collect();
            cells.resize(asked, Value::Null);
            cells.push(text(row.verdict.words()));
            cells.push(refs(&row.refs));
            cells.push(refs(&row.refs_against));
            cells.push(row.findings.iter().map(|id| Value::from(id.0)).collect());
            cells
        });
        Rows { columns, rows: rows.collect() }
    }

    /// Cells parted by tabs. A tab or line end inside a cell is spelled out, so that a line is always a row.
    pub(super) fn tsv(&self, style: &Style) -> String {
        if self.is_nothing() {
            return String::new();
        }
        let mut out = String::new();
        let lines =
            std::iter::once(self.columns.clone()).chain(self.rows.iter().map(|row| row.iter().map(flat).collect()));
        for cells in lines {
            let cells: Vec<String> = cells
                .iter()
                .map(|cell| if style.raw { cell.replace(['\t', '\n', '\r'], " ") } else { sanitise(cell).into_owned() })
                .collect();
            out.push_str(&cells.join("\t"));
            out.push('\n');
        }
        out
    }

    /// As spreadsheets take it; unless raw, a cell that one would run as a formula begins with `'`.
    pub(super) fn csv(&self, style: &Style) -> String {
        if self.is_nothing() {
            return String::new();
        }
        let mut writer = csv::Writer::from_writer(Vec::new());
        let lines =
            std::iter::once(self.columns.clone()).chain(self.rows.iter().map(|row| row.iter().map(flat).collect()));
        for cells in lines {
            let cells: Vec<String> =
                cells.into_iter().map(|cell| if style.raw { cell } else { inert(&cell) }).collect();
            // writing to memory has no way to fail, and rows have as many cells as the header
            let _ = writer.write_record(&cells);
        }
        String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
    }

    /// As [`Rows::tsv`], for readers that cut every cell at `|`, be it a list or not: one inside a text is shown as `¦`.
    pub(super) fn tsv_of_lists(mut self) -> String {
        let whole = |text: &mut Value| {
            if let Value::String(text) = text {
                *text = text.replace('|', "¦");
            }
        };
        for cell in self.rows.iter_mut().flatten() {
            match cell {
                Value::Array(items) => items.iter_mut().for_each(whole),
                cell => whole(cell),
            }
        }
        self.tsv(&Style::default())
    }

    /// As [`Rows::jsonl`], without the keys of cells that are empty.
    pub(super) fn jsonl_of_stated(&self) -> String {
        let mut out = String::new();
        for cells in &self.rows {
            let stated: Vec<(&String, &Value)> =
                self.columns.iter().zip(cells).filter(|(_, cell)| !cell.is_null()).collect();
            let (columns, cells): (Vec<String>, Vec<Value>) =
                stated.into_iter().map(|(column, cell)| (column.clone(), cell.clone())).unzip();
            out.push_str(&Rows { columns, rows: vec![cells] }.jsonl());
        }
        out
    }

    /// One object a row.
    pub(super) fn jsonl(&self) -> String {
        let mut out = String::new();
        for cells in &self.rows {
            let line = serde_json::to_string(&Object { columns: &self.columns, cells }).unwrap_or_default();
            out.push_str(&super::json::escaped(&line));
            out.push('\n');
        }
        out
    }
}

/// A row as an object whose keys keep the order of the columns.
struct Object<'r> {
    columns: &'r [String],
    cells: &'r [Value],
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.columns.len()))?;
        for (name, cell) in self.columns.iter().zip(self.cells) {
            map.serialize_entry(name, cell)?;
        }
        map.end()
    }
}

pub(super) fn named(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

pub(super) fn text(text: &str) -> Value {
    Value::String(text.to_owned())
}

/// Numbers of studies; with their source where several are open, since a number alone would not say which.
pub(super) fn refs(refs: &[Ref]) -> Value {
    refs.iter()
        .map(|one| if one.source.is_some() { Value::String(words::reference(one)) } else { Value::from(one.number) })
        .collect()
}

const EVIDENCE: [&str; 7] = ["finding", "statement", "sign", "context", "refs", "locators", "stance"];

fn evidence(one: &Evidence) -> Vec<Value> {
    vec![
        Value::from(one.finding.0),
        text(&one.statement),
        text(&one.sign.to_string()),
        one.context.iter().map(|slot| Value::String(words::slot(slot))).collect(),
        refs(&one.refs),
        one.locators.iter().map(|locator| text(locator)).collect(),
        text(&one.stance),
    ]
}

/// A cell as one text: several values joined by `|`, none as nothing.
pub(super) fn flat(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(flat).collect::<Vec<_>>().join("|"),
        other => other.to_string(),
    }
}

/// A cell that no spreadsheet runs.
fn inert(cell: &str) -> String {
    let safe = sanitise(cell);
    let banned_start = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0', '\'']);
    if banned_start { format!("'{safe}") } else { safe.into_owned() }
}
