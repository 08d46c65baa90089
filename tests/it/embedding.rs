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
            let two = session.eval(*question).remove(0).map(|reply| render(&reply, format, &Style::default()));
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
    let steps = session.explain(&question.into()).unwrap().unwrap();
    assert_eq!(Base::builtin().prepare(question).unwrap().explain().unwrap(), steps);
    let Ok(Reply::Answers(answers)) = Session::new(Base::builtin(), Limits::script()).eval(question).remove(0) else {
        panic!("no answer")
    };
    assert_eq!(Base::builtin().prepare(question).unwrap().reading().unwrap(), answers.reading);
}
