//! The SQL and SPARQL of docs/coming-from.md: run over the findings of the embedded base, they must give what whereof gives.
//!
//! The page comes in, questions with the statements beside them go out and are asked of SQLite, of Oxigraph and of whereof. What the page says of
//! other languages is not looked at.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use oxigraph::model::Term;
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxigraph::store::Store;
use rusqlite::Connection;
use rusqlite::types::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use whereof::answer::{Ref, Reply};
use whereof::text::Source;
use whereof::{Base, Limits, Session};

/// Rows: what each is called, and what was asked for beside its name.
type Rows = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;

/// A fence: the words behind the ticks, and its text.
fn fences(page: &str) -> Vec<(&str, String)> {
    let mut fences: Vec<(&str, String)> = Vec::new();
    let mut open: Option<&str> = None;
    for line in page.lines() {
        match (open, line.strip_prefix("```")) {
            (None, Some(info)) => {
                open = Some(info);
                fences.push((info, String::new()));
            }
            (Some(_), Some("")) => open = None,
            (Some(_), _) => writeln!(fences.last_mut().unwrap().1, "{line}").unwrap(),
            (None, None) => {}
        }
    }
    fences
}

/// The word that a name carries in an IRI: `treatment:HLC transplantation` as `treatment/HLC_transplantation`.
fn iri(name: &str) -> String {
    let mut text = String::from("urn:whereof:");
    for letter in name.replacen(':', "/", 1).replace(' ', "_").chars() {
        if letter.is_ascii_alphanumeric() || "/_-".contains(letter) {
            text.push(letter);
        } else {
            write!(text, "%{:x}", u32::from(letter)).unwrap();
        }
    }
    text
}

fn texts(connection: &Connection, query: &str) -> Vec<Vec<Option<String>>> {
    let mut statement = connection.prepare(query).unwrap_or_else(|error| panic!("{error}\n{query}"));
    let width = statement.column_count();
    let text = |value: Value| match value {
        Value::Null => None,
        Value::Integer(number) => Some(number.to_string()),
        Value::Text(text) => Some(text),
        other => panic!("{other:?}"),
    };
    let rows = statement.query_map([], |row| (0..width).map(|at| row.get(at).map(text)).collect()).unwrap();
    rows.collect::<Result<_, _>>().unwrap_or_else(|error| panic!("{error}\n{query}"))
}

/// The base as tables, by the statements of the page.
fn tables(load: &str) -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    connection.execute_batch("CREATE TABLE line (text)").unwrap();
    for line in whereof::engine::export(&Base::builtin()).lines() {
        connection.execute("INSERT INTO line VALUES (?1)", [line]).unwrap();
    }
    connection.execute_batch(load).unwrap();
    connection
}

/// The same as triples, and the names behind the IRIs.
fn triples(tables: &Connection) -> (Store, BTreeMap<String, String>) {
    let mut names = BTreeMap::new();
    let mut update = String::new();
    let mut add = |subject: &str, predicate: &str, object: String| {
        writeln!(update, "<{subject}> <urn:whereof:{predicate}> {object} .").unwrap();
    };
    let mut node = |name: &str| {
        let iri = iri(name);
        let before = names.insert(iri.clone(), name.to_owned());
        assert!(before.is_none_or(|before| before == name), "two names share {iri}");
        format!("<{iri}>")
    };
    let finding = |id: &Option<String>| format!("urn:whereof:finding/{}", id.as_deref().unwrap());
    let cell = |cell: &Option<String>| cell.clone().unwrap();
    for row in texts(tables, "SELECT id, subject, 'verb:' || verb, object, stance FROM finding") {
        for (predicate, at) in [("subject", 1), ("verb", 2), ("object", 3)] {
            add(&finding(&row[0]), predicate, node(&cell(&row[at])));
        }
        add(&finding(&row[0]), "stance", format!("\"{}\"", cell(&row[4])));
    }
    for row in texts(tables, "SELECT id, sign FROM said WHERE sign IS NOT NULL") {
        add(&finding(&row[0]), "sign", format!("\"{}\"", cell(&row[1])));
    }
    for row in texts(tables, "SELECT finding, slot, value FROM slot WHERE value IS NOT NULL") {
        add(&finding(&row[0]), &cell(&row[1]).replace(' ', "_"), node(&cell(&row[2])));
    }
    for row in texts(tables, "SELECT finding, study FROM cites") {
        let study = cell(&row[1]);
        let named = node(&format!("study:{study}"));
        add(&finding(&row[0]), "cites", named.clone());
        add(named.trim_matches(['<', '>']), "number", format!("\"{study}\""));
    }
    for row in texts(tables, "SELECT id, kind, agent, operation FROM entity") {
        let named = iri(&cell(&row[0]));
        add(&named, "kind", format!("\"{}\"", cell(&row[1])));
        if let Some(agent) = &row[2] {
            add(&named, "agent", node(agent));
        }
        if let Some(operation) = &row[3] {
            add(&named, "operation", node(&format!("operation:{operation}")));
        }
    }
    for (sign, operations) in
        [("+", ["overexpression", "activation"].as_slice()), ("-", &["inhibition", "knockdown", "knockout"])]
    {
        for operation in operations {
            add(&iri(&format!("operation:{operation}")), "sign", format!("\"{sign}\""));
        }
    }
    for row in texts(
        tables,
        "SELECT id, above FROM broader UNION SELECT 'verb:' || name, 'verb:' || broader FROM verb WHERE broader IS NOT NULL",
    ) {
        add(&iri(&cell(&row[0])), "broader", node(&cell(&row[1])));
    }
    let store = Store::new().unwrap();
    store.update(&format!("INSERT DATA {{ {update} }}")).unwrap();
    (store, names)
}

/// A line of an engine as a row: `study`, `for_it`, `against_it` and `count` tell of it, all else names it.
fn line(rows: &mut Rows, columns: &[String], cells: Vec<Option<String>>) {
    let (mut name, mut beside) = (Vec::new(), Vec::new());
    for (column, cell) in columns.iter().zip(cells) {
        match (column.as_str(), cell) {
            ("study" | "for_it" | "against_it", Some(cell)) => {
                let studies = cell.split(',').map(|study| study.rsplit(':').next().unwrap().to_owned());
                beside.push((column.clone(), studies.collect::<BTreeSet<String>>()));
            }
            ("count", Some(cell)) => beside.push((column.clone(), BTreeSet::from([cell]))),
            ("study" | "for_it" | "against_it" | "count", None) => beside.push((column.clone(), BTreeSet::new())),
            (_, Some(cell)) => name.push(cell.split_once(':').map_or(cell.clone(), |(_, name)| name.to_owned())),
            (_, None) => name.push("-".to_owned()),
        }
    }
    let row = rows.entry(name.join(" · ")).or_default();
    for (column, cells) in beside {
        row.entry(column).or_default().extend(cells);
    }
}

fn sqlite(tables: &Connection, query: &str) -> Rows {
    let statement = tables.prepare(query).unwrap_or_else(|error| panic!("{error}\n{query}"));
    let columns: Vec<String> = statement.column_names().into_iter().map(str::to_owned).collect();
    let mut rows = Rows::new();
    for cells in texts(tables, query) {
        line(&mut rows, &columns, cells);
    }
    rows
}

fn oxigraph(store: &Store, names: &BTreeMap<String, String>, query: &str) -> Rows {
    let parsed = SparqlEvaluator::new().parse_query(query).unwrap_or_else(|error| panic!("{error}\n{query}"));
    let QueryResults::Solutions(solutions) = parsed.on_store(store).execute().unwrap() else {
        panic!("no rows: {query}")
    };
    let columns: Vec<String> = solutions.variables().iter().map(|variable| variable.as_str().to_owned()).collect();
    let text = |term: &Term| match term {
        Term::NamedNode(node) => names[node.as_str()].clone(),
        Term::Literal(literal) => literal.value().to_owned(),
        other => panic!("{other}"),
    };
    let mut rows = Rows::new();
    for solution in solutions {
        let solution = solution.unwrap();
        line(&mut rows, &columns, solution.values().iter().map(|value| value.as_ref().map(text)).collect());
    }
    rows
}

/// What whereof answers, and of it only what the other engine was asked for.
fn whereof(question: &str, asked: &BTreeSet<String>) -> Rows {
    let mut session = Session::new(Base::builtin(), Limits::script());
    let reply = session.eval(&Source::new("question", question)).pop().unwrap().unwrap();
    let Reply::Answers(answers) = reply else { panic!("no answer: {question}") };
    assert!(answers.complete());
    let numbers = |studies: &[Ref]| studies.iter().map(|study| study.number.to_string()).collect::<BTreeSet<_>>();
    let mut rows = Rows::new();
    if let Some(counts) = &answers.counts {
        let groups = counts.groups.iter().map(|group| (group.value.clone(), group.rows));
        for (value, count) in groups.chain([("-".to_owned(), counts.not_stated)]) {
            rows.insert(value, BTreeMap::from([("count".to_owned(), BTreeSet::from([count.to_string()]))]));
        }
    }
    for row in &answers.rows {
        let all =
            [("study", numbers(&row.refs)), ("for_it", numbers(&row.refs)), ("against_it", numbers(&row.refs_against))];
        let beside = all.into_iter().filter(|(column, _)| asked.contains(*column));
        rows.insert(row.cells.join(" · "), beside.map(|(column, cells)| (column.to_owned(), cells)).collect());
    }
    rows
}

#[test]
fn other_languages_give_the_same_rows() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/coming-from.md")).unwrap();
    let fences = fences(&page);
    let text = |tag: &str| &fences.iter().find(|(info, _)| *info == tag).unwrap().1;
    let tables = tables(text("sql load"));
    let (store, names) = triples(&tables);
    let mut question = "";
    let mut compared = BTreeMap::from([("sql", 0), ("sparql", 0)]);
    for (info, body) in &fences {
        let theirs = match *info {
            "sql" => sqlite(&tables, body),
            "sparql" => oxigraph(&store, &names, &format!("{}{body}", text("sparql load"))),
            info if info.starts_with("whereof") => {
                question = body;
                continue;
            }
            _ => continue,
        };
        let asked = theirs.values().flat_map(BTreeMap::keys).cloned().collect();
        let ours = whereof(question, &asked);
        assert!(!ours.is_empty());
        assert_eq!(ours, theirs, "{question}{info}: {body}");
        *compared.get_mut(info).unwrap() += 1;
    }
    assert_eq!(compared, BTreeMap::from([("sql", 10), ("sparql", 10)]));
}
