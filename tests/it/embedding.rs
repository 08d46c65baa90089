//! The library as a program meets it: prepared questions, bound values, rows, and the same bytes as the command line prints.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::cli::program;
use whereof::{Base, Error, ErrorKind, Format, Limits, NewFinding, Parameter, Reply, Session, Style, Verdict, render};

const ASKED: &[&str] = &[
    "treatment where upregulates CXCR4 and disease = fibrosis",
    "treatment where upregulates VEGF show species, disease order by name",
    "treatment where not upregulates CXCR4 and disease = fibrosis",
    "treatment where increases GSH and disease = fibrosis",
    "treatment A, gene G where A upregulates G and disease = fibrosis",
    "treatment where indirectly increases homing within 2",
    "finding where is not stated on",
    "finding where subject = resveratrol",
    "study where upregulates CXCR4",
    "count treatment by disease where improves homing",
    "treatment where upregulates CXCR4 limit 1",
    "treatment where upregulates CXCR44",
    "treatment where upregulates CXCR4 or improves homing and disease = fibrosis",
];

/// What the command line prints of a question: rows or page, and what is wrong with it.
fn printed(question: &str, format: Format) -> (String, String) {
    let arguments = ["--format", format.word(), "--width", "80", "--color", "never", "--quiet", "-c", question];
    let output = program().args(arguments).output().unwrap();
    (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn library_session_and_command_line_give_the_same_bytes() {
    let base = Base::builtin();
    let mut session = Session::new(base.clone(), Limits::script());
    let mut answered = 0;
    for question in ASKED {
        for format in [Format::Json, Format::Jsonl, Format::Tsv, Format::Csv, Format::Markdown] {
            let one = base.query(*question).and_then(|answers| answers.text(format));
            let two = session.eval(*question).remove(0).map(|reply| render(&reply, format, &Style::default()).unwrap());
            let (out, err) = printed(question, format);
            match (one, two) {
                (Ok(one), Ok(two)) => {
                    assert_eq!(one, two, "{question}");
                    assert_eq!(one, out, "{question}");
                    answered += 1;
                }
                (Err(one), Err(two)) => {
                    assert_eq!(one.report(), two.report(), "{question}");
                    assert_eq!(one.to_json_lines(), two.to_json_lines(), "{question}");
                    assert_eq!((out.as_str(), err.trim()), ("", one.report().trim()), "{question}");
                }
                (one, two) => panic!("{question}: {one:?}, {two:?}"),
            }
        }
    }
    assert!(answered >= 45, "{answered}");
}

/// The scripts under `examples/queries`, each with what its first line gives the program.
fn scripts() -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/queries")).unwrap();
    let mut found: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

/// A script is the same to a program, to the command line and to whoever types it: the same rows, and the same JSON of each reply.
#[test]
fn one_script_gives_the_same_rows_in_library_command_line_and_prompt() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/queries");
    let (mut compared, mut rows) = (0, 0);
    for path in scripts() {
        let text = std::fs::read_to_string(&path).unwrap();
        if text.starts_with("# arguments: ") {
            continue;
        }
        for format in [Format::Jsonl, Format::Json] {
            let mut session = Session::new(Base::builtin(), Limits { time: None, ..Limits::script() });
            session.read_files(folder);
            let replies = session.eval(text.as_str()).into_iter();
            let library: String = replies
                .map(|reply| {
                    render(&reply.unwrap_or_else(|error| panic!("{}", error.report())), format, &Style::default())
                        .unwrap()
                })
                .collect();
            let word = format.word();
            let output = program()
                .current_dir(folder)
                .args(["-q", "--timeout", "0", "--format", word, path.file_name().unwrap().to_str().unwrap()])
                .output()
                .unwrap();
            let command_line = String::from_utf8(output.stdout).unwrap();
            let mut typed = program();
            typed.current_dir(folder).args(["-i", "-q", "--no-config", "--timeout", "0", "--format", word]);
            // Enter ends a statement at the prompt; what is pasted with `;` ends where it ends in a file
            let prompt = super::cli::fed_to(typed, text.as_bytes());
            assert_eq!(prompt.code, 0, "{}: {prompt:?}", path.display());
            // a prompt parts its replies by an empty line
            let lines = |text: &str| -> Vec<String> {
                text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()
            };
            assert_eq!(lines(&library), lines(&command_line), "{}", path.display());
            assert_eq!(lines(&library), lines(&prompt.out), "{}", path.display());
            rows += library.matches("\n{\"").count();
            compared += 1;
        }
    }
    assert!(compared > 20 && rows > 60, "{compared} scripts, {rows} rows");
}

#[test]
fn rows_say_what_the_words_say() {
    for question in ASKED {
        let Ok(answers) = Base::builtin().query(*question) else { continue };
        let words = answers.words().unwrap().clone();
        assert_eq!(answers.columns(), words.columns, "{question}");
        assert_eq!(answers.len(), words.rows.len(), "{question}");
        for (row, told) in answers.iter().zip(&words.rows) {
            let cells: Vec<&str> = answers.columns().iter().map(|column| row.get(column).unwrap()).collect();
            assert_eq!(cells, told.cells, "{question}");
            assert_eq!((row.name().as_ref(), row.verdict()), (words.name(told).as_str(), told.verdict), "{question}");
            let numbers = |refs: &[whereof::answer::Ref]| refs.iter().map(|r| r.number).collect::<Vec<_>>();
            let cited = |all: Vec<whereof::Citation>| all.iter().map(|one| one.number).collect::<Vec<_>>();
            assert_eq!(cited(row.citations()), numbers(&told.refs), "{question}");
            assert_eq!(cited(row.citations_against()), numbers(&told.refs_against), "{question}");
            assert_eq!(row.evidence().iter().map(|one| one.finding).collect::<Vec<_>>(), told.findings, "{question}");
            assert!(!row.why().unwrap().is_empty(), "{question}");
        }
        assert_eq!(answers.iter().rev().count(), answers.iter().len());
    }
}

fn code(error: &Error) -> &'static str {
    error.diagnostics()[0].code
}

#[test]
fn values_are_typed_where_they_are_used() {
    let base = Base::builtin();
    let mut query = base.prepare("treatment where upregulates $gene and duration >= $time").unwrap();
    assert_eq!(query.parameters(), ["gene", "time"]);
    assert_eq!(code(&query.run().unwrap_err()), "W0602");
    query.bind("time", Parameter::Amount(1.0, "h".to_owned()));
    assert_eq!(code(&query.bind("gene", 3).run().unwrap_err()), "W0608", "a number where a name is wanted");
    assert_eq!(code(&query.bind("gene", Vec::<&str>::new()).run().unwrap_err()), "W0608", "an empty list");
    assert_eq!(code(&query.bind("gene", "CXCR44").run().unwrap_err()), "W0201");
    assert!(!query.bind("gene", "VEGF").run().unwrap().is_empty());
    assert_eq!(code(&query.bind("time", "CXCR4").run().unwrap_err()), "W0219", "a name where an amount is wanted");
    query.bind("time", "1 h");
    let before = query.clone();
    let nowhere = query.bind("gen", "CXCR4").run().unwrap_err();
    assert_eq!(code(&nowhere), "W0613");
    assert!(nowhere.diagnostics()[0].notes[0].contains("`$gene`, `$time`"), "{nowhere:?}");
    assert!(before.run().is_ok(), "a copy has values of its own");
}

#[test]
fn one_question_is_prepared_and_nothing_else() {
    let base = Base::builtin();
    let others = [
        "",
        "nouns",
        "let $x = y",
        "verbs; nouns",
        "why resveratrol upregulates CXCR4",
        "noun gene",
        "treatment where upregulates CXCR4; treatment where upregulates VEGF",
    ];
    for text in others {
        let error = base.prepare(text).unwrap_err();
        assert_eq!((error.kind(), code(&error)), (ErrorKind::Question, "W0606"), "{text}");
    }
    let long = format!("treatment where upregulates \"{}\"", "x".repeat(Limits::untrusted().text));
    assert!(base.prepare(long).unwrap_err().report().contains("bytes"));
}

#[test]
fn findings_of_a_program_are_checked_as_those_of_a_text() {
    let declared =
        "source Notes; noun drug; noun gene; noun place; slot site with takes = place, place; slot remark is text;
        verb raises with passive = \"raised by\", direction = increase, subject = drug, object = gene;
        verb lowers with direction = decrease, subject = drug, object = gene;";
    let hostile = "a\" where; study 9 { b raises c; } # ";
    let base = Base::from_findings(
        declared,
        [
            NewFinding::new(hostile, "raises", "G1")
                .with("site", "liver")
                .with("remark", "50 %; \"quoted\"")
                .study(3)
                .at("§ 2", 1),
            NewFinding::new("G1", "raised by", hostile).study(4),
            NewFinding::new("tea", "lowers", "G1").study(4),
            NewFinding::new("milk", "raises", "G1").supposed(),
        ],
    )
    .unwrap();
    assert_eq!(base.info().findings, 4);
    let answers = base.query("drug where raises G1").unwrap();
    let row = answers.get(0).unwrap();
    assert_eq!((answers.len(), row.name().as_ref(), row.verdict()), (1, hostile, Verdict::Supported));
    assert_eq!(row.citations().iter().map(|one| one.number).collect::<Vec<_>>(), [3, 4]);
    assert_eq!(row.evidence()[0].locators, ["Notes, section § 2, sentence 1"]);
    let wrong = Base::from_findings(declared, [NewFinding::new("tea", "lifts", "G1")]).unwrap_err();
    assert_eq!((wrong.kind(), wrong.source_text().name()), (ErrorKind::Base, "findings"), "{}", wrong.report());
    let declarations = Base::from_findings("noun", []).unwrap_err();
    assert_eq!(declarations.kind(), ErrorKind::Base);
}

#[test]
fn a_session_and_a_query_speak_of_one_plan() {
    let question = "treatment where upregulates (gene where upregulated by rapamycin) and disease = fibrosis";
    let session = Session::new(Base::builtin(), Limits::script());
    let steps = session.explain(question).unwrap().unwrap();
    assert_eq!(Base::builtin().prepare(question).unwrap().explain().unwrap(), steps);
    let Ok(Reply::Answers(answers)) = Session::new(Base::builtin(), Limits::script()).eval(question).remove(0) else {
        panic!("no answer")
    };
    assert_eq!(Base::builtin().prepare(question).unwrap().reading().unwrap(), answers.reading);
}

/// A finding that names no source would be told as one of the base that it is laid upon.
#[test]
fn findings_laid_upon_a_base_need_a_source() {
    let found = || [NewFinding::new("hypoxia", "downregulates", "CXCR4")];
    for finding in [found(), found().map(|one| one.study(7)), found().map(|one| one.at("plate", 1))] {
        let error = Base::builtin().with_findings("", finding).unwrap_err();
        assert_eq!((error.kind(), code(&error)), (ErrorKind::Base, "W0311"), "{error:?}");
    }
    let text = Base::builtin().with_text("given { hypoxia downregulates CXCR4; }").unwrap_err();
    assert_eq!(code(&text), "W0311", "{text:?}");
    // declarations alone need none, and neither does a base of nothing but these findings
    assert!(Base::builtin().with_text("entity quercetin is treatment;").is_ok());
    let named = Base::builtin().with_findings("source Notebook;", found()).unwrap();
    assert_eq!(named.info().name, "Hu 2020 + Notebook");
    let declared = "noun drug; noun gene; verb raises with direction = increase, subject = drug, object = gene;";
    assert_eq!(Base::from_findings(declared, [NewFinding::new("tea", "raises", "G1")]).unwrap().info().findings, 1);
}

#[test]
fn mistakes_in_findings_name_the_verb_and_the_place_in_the_list() {
    let wrong = |verb: &str| NewFinding::new("hypoxia", verb, "CXCR4");
    let list = [wrong("upregulates"), wrong("upregulatse"), wrong("xyzzy")];
    let error = Base::builtin().with_findings("source Notes;", list).unwrap_err();
    let told = error.diagnostics();
    assert_eq!(told.len(), 2, "{error:?}");
    assert_eq!(told[0].message, "no verb `upregulatse` is declared");
    assert_eq!(told[0].fixes[0].message, "`upregulates`");
    assert!(told[0].notes.iter().any(|note| note.contains("number 1, counted from 0")), "{error:?}");
    assert_eq!(told[1].message, "no verb `xyzzy` is declared");
    let many = (0..50).map(|at| wrong(&format!("xyzzy {at}")));
    let error = Base::builtin().with_findings("source Notes;", many).unwrap_err();
    assert_eq!(error.diagnostics().len(), 20);
    assert!(error.diagnostics()[19].notes.iter().any(|note| note.contains("30 more")), "{error:?}");
}

/// Values are data, but not for nothing: they count as text, and the same value twice is one.
#[test]
fn values_count_as_text() {
    let base = Base::builtin();
    let mut query = base.prepare("treatment where upregulates $gene").unwrap();
    let once = query.bind("gene", vec!["CXCR4"]).run().unwrap().text(Format::Json).unwrap();
    let often = query.bind("gene", vec!["CXCR4"; 20_000]).run().unwrap().text(Format::Json).unwrap();
    assert_eq!(once, often);
    let long = "x".repeat(10 << 20);
    query.bind("gene", long.as_str());
    let begun = std::time::Instant::now();
    let errors = [query.run().unwrap_err(), query.reading().unwrap_err(), query.explain().unwrap_err()];
    assert!(begun.elapsed() < std::time::Duration::from_secs(1), "{:?}", begun.elapsed());
    for error in errors {
        assert_eq!(code(&error), "W0109");
        assert!(error.report().len() < 2_000, "{error:?}");
    }
    let many: Vec<String> = (0..20_000).map(|at| format!("G{at}")).collect();
    assert_eq!(code(&query.bind("gene", many).run().unwrap_err()), "W0109");
    // whoever allows more gets more
    query.limits(Limits { text: 64 << 20, ..Limits::untrusted() });
    assert_ne!(code(&query.run().unwrap_err()), "W0109");

    let mut session = Session::new(base, Limits::untrusted());
    session.bind("gene", long);
    assert!(session.eval("treatment where upregulates CXCR4").remove(0).is_ok(), "it is not used here");
    assert_eq!(code(&session.eval("treatment where upregulates $gene").remove(0).unwrap_err()), "W0109");
    assert_eq!(code(&session.explain("treatment where upregulates $gene").unwrap_err()), "W0109");
}

#[test]
fn limits_on_text_hold_for_a_prepared_question_as_for_a_session() {
    let text = "treatment where (((upregulates CXCR4)))";
    for limits in [Limits { text: 5, ..Limits::untrusted() }, Limits { nesting: 2, ..Limits::untrusted() }] {
        let mut query = Base::builtin().prepare(text).unwrap();
        let one = query.limits(limits.clone()).run().unwrap_err();
        let two = Session::new(Base::builtin(), limits).eval(text).remove(0).unwrap_err();
        assert!(["W0108", "W0109"].contains(&code(&one)), "{one:?}");
        assert_eq!(one.report(), two.report());
        assert!(query.limits(Limits::untrusted()).run().is_ok(), "the next limits are those that hold");
    }
}

#[test]
fn a_limit_that_was_reached_is_the_one_that_is_spoken_of() {
    let mut query = Base::builtin().prepare("finding where disease = fibrosis").unwrap();
    let none = std::time::Duration::ZERO;
    for (limits, word) in [
        (Limits { rows: 1, ..Limits::untrusted() }, "raise the limit on rows"),
        (Limits { steps: 1, ..Limits::untrusted() }, "raise the limit on findings looked at"),
        (Limits { time: Some(none), ..Limits::untrusted() }, "raise the limit on time"),
    ] {
        let error = query.limits(limits).run().unwrap_err();
        let notes = error.diagnostics()[0].notes.join("\n");
        assert!(notes.contains(word) && !notes.contains("--"), "{notes}");
    }
}

#[test]
fn an_error_shows_its_report_where_main_gives_it_away() {
    let error = Base::builtin().query("treatment where upregulates CXCR44").unwrap_err();
    assert_eq!(format!("{error:?}"), error.report().trim_end());
    assert!(!format!("{error:#?}").contains("Diagnostic {"));
}

/// What `docs/embedding.md` says of JSON.
#[test]
fn the_json_of_a_program_is_the_one_that_is_told() {
    let schema: serde_json::Value = serde_json::from_str(whereof::output::RESULT_SCHEMA).unwrap();
    let fits = |name: &str, value: &serde_json::Value| {
        super::cli::formats::fits(&schema["$defs"][name.replace('-', "_")], &schema, value)
            .unwrap_or_else(|why| panic!("{name}: {why}"));
    };
    let answers = Base::builtin().query(ASKED[0]).unwrap();
    fits("answers", &serde_json::from_str(&answers.text(Format::Json).unwrap()).unwrap());
    let mut session = Session::new(Base::builtin(), Limits::script());
    for reply in session.eval("treatment where upregulates CXCR4; nouns; why rapamycin upregulates CXCR4; gaps") {
        let json = render(&reply.unwrap(), Format::Json, &Style::default()).unwrap();
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        fits(value["reply"].as_str().unwrap(), &value);
        assert_eq!(value["schema"], u64::from(whereof::answer::SCHEMA), "{json}");
    }
    let error = Base::builtin().query("treatment where upregulates CXCR44").unwrap_err();
    for line in error.to_json_lines().lines() {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        fits("diagnostic", &value);
        assert_eq!((&value["code"], &value["labels"][0]["line"]), (&"W0201".into(), &1.into()), "{line}");
    }
    // the types alone are something else, as is said
    let alone = serde_json::to_value(answers.words().unwrap()).unwrap();
    assert!(alone.get("reply").is_none());
    assert!(serde_json::to_value(session.eval("nouns").remove(0).unwrap()).unwrap().get("schema").is_none());
}

#[test]
fn a_document_is_no_text_of_one_reply() {
    let reply = Session::new(Base::builtin(), Limits::script()).eval("nouns").remove(0).unwrap();
    for format in Format::ALL {
        let text = render(&reply, format, &Style::default());
        assert_eq!(text.is_err(), format.is_document(), "{format}");
        if let Err(why) = text {
            assert!(why.to_string().contains("`output::write`"), "{why}");
        }
    }
}

#[test]
fn what_programs_have_becomes_values_and_texts() {
    use std::borrow::Cow;
    let values: [Parameter; 5] =
        [Cow::Borrowed("CXCR4").into(), 3_i64.into(), 3_usize.into(), ["CXCR4", "VEGF"].into(), "CXCR4".into()];
    assert_eq!(values[0], values[4]);
    assert_eq!((&values[1], &values[2]), (&Parameter::Number(3.0), &Parameter::from(3)));
    assert_eq!(values[3], Parameter::from(vec!["CXCR4", "VEGF"]));
    let why = "docx".parse::<Format>().unwrap_err();
    let why: Box<dyn std::error::Error> = why.into();
    assert!(why.to_string().starts_with("no format `docx`"));
    let path = String::from("examples/bases/snails.whereof");
    assert!(Base::open(&path).is_ok() && Base::open(std::path::PathBuf::from(path)).is_ok());
    let mut replies = 0;
    Session::new(Base::builtin(), Limits::script()).eval_each("nouns; verbs", &mut |_| {
        replies += 1;
        true
    });
    assert_eq!(replies, 2);
}

/// A cursor may be said to stand anywhere.
#[test]
fn a_completion_begins_between_characters() {
    let session = Session::new(Base::builtin(), Limits { time: None, ..Limits::interactive() });
    for line in
        ["treatment where upregulates é", "gene where upregulated by IFN-γ and disease = “fibrosis”", "é", "α; β"]
    {
        for at in 0..line.len() + 3 {
            let found = session.complete(line, at);
            assert!(line.is_char_boundary(found.start) && found.start <= at, "{line} at {at}: {}", found.start);
        }
    }
}
