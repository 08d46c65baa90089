//! Any bytes in the place of any file: a base, rejections or an error, never a panic, and every record accounted for.

use super::super::grammar::Chance;
use super::super::reliability::cases;
use std::ops::ControlFlow;
use whereof::engine::{Form, Import, Options};
use whereof::text::Source;

const SAMPLES: [(Form, &str); 10] = [
    (Form::Findings, "subject\trelation\tobject\tstudy\na\tx\tb\tPMID:1\n"),
    (Form::Findings, "term,name,kind,alias\n\"p(A)\",\"A, \"\"B\"\"\",gene,x|y\n"),
    (Form::Findings, "{\"subject\":\"a\",\"relation\":[\"x\"],\"object\":1,\"study\":null}\n"),
    (Form::Kgx, "id\tcategory\tname\nX:1\tbiolink:Gene\tA\n"),
    (Form::Kgx, "{\"subject\":\"X:1\",\"predicate\":\"biolink:affects\",\"object\":\"X:1\",\"negated\":true}\n"),
    (
        Form::Obo,
        "format-version: 1.2\n\n[Term]\nid: X:1\nname: a\nsynonym: \"b\\\"\" EXACT []\nis_a: X:2 {a=\"b\"} ! c\n",
    ),
    (Form::Hgnc, "hgnc_id\tsymbol\talias_symbol\nHGNC:1\tA\t\"b|c\"\n"),
    (Form::Sssom, "#x: y\nsubject_id\tpredicate_id\tobject_id\tmapping_justification\nA:1\tskos:exactMatch\tB:1\tx\n"),
    (
        Form::Indra,
        "[{\"type\":\"Complex\",\"members\":[{\"name\":\"A\"},{\"name\":\"B\"}],\"evidence\":[{\"pmid\":\"1\"}]}]",
    ),
    (Form::Bel, "SET Citation = {\"PubMed\", \"1\"}\np(HGNC:A, pmod(Ph)) -> act(p(HGNC:\"B \\\"c\\\"\"))\n"),
];

const PIECES: [&str; 28] = [
    "\t",
    "\n",
    "\r\n",
    ",",
    "\"",
    "\\",
    "|",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    ":",
    "SET ",
    "UNSET ",
    "[Term]\n",
    "id: ",
    "is_a: ",
    " -> ",
    "null",
    "\u{feff}",
    "\u{0}",
    "\u{202e}",
    "é",
    "PMID:",
    "act(",
    "99999999999999999999",
];

fn mutated(text: &str, chance: &mut Chance) -> Vec<u8> {
    let mut bytes = text.repeat(1 + chance.below(3)).into_bytes();
    for _ in 0..=chance.below(6) {
        if bytes.is_empty() {
            bytes.push(b'x');
        }
        let (at, other) = (chance.below(bytes.len()), chance.below(bytes.len()));
        match chance.below(6) {
            0 => bytes[at] = chance.below(256) as u8,
            1 => bytes.truncate(at),
            2 => drop(bytes.drain(at..(at + chance.below(30)).min(bytes.len()))),
            3 => drop(bytes.splice(at..at, PIECES[chance.below(PIECES.len())].bytes())),
            4 => {
                let piece = bytes[at..(at + chance.below(60)).min(bytes.len())].to_vec();
                drop(bytes.splice(other..other, piece));
            }
            _ => drop(bytes.splice(at..at, vec![b"(\"9"[chance.below(3)]; chance.below(60)])),
        }
    }
    bytes
}

#[test]
fn any_bytes_are_records_rejections_or_an_error() {
    let (mut good, mut bad) = (0u64, 0u64);
    for seed in 0..cases(2_000) {
        let mut chance = Chance::new(seed + 4_711);
        let (form, text) = SAMPLES[chance.below(SAMPLES.len())];
        let bytes = if chance.below(20) == 0 {
            (0..chance.below(200)).map(|_| chance.below(256) as u8).collect()
        } else {
            mutated(text, &mut chance)
        };
        // now and then a file is taken for one of another format
        let form = if chance.below(8) == 0 { Form::ALL[chance.below(Form::ALL.len())] } else { form };
        let map = Source::new(
            "map",
            "[nouns]\n\"*\" = \"gene\"\n[unknown]\nnouns = \"declare\"\nverbs = \"declare\"\nslots = \"declare\"\n",
        );
        let options = Options { source: None, strict: chance.below(6) == 0 };
        let mut import = Import::new(None, Some(&map), options).unwrap();
        let mut told = 0u64;
        let mut listen = |event: whereof::engine::Event<'_>| {
            told += u64::from(matches!(event, whereof::engine::Event::Rejected(_)));
            ControlFlow::Continue(())
        };
        let done = import.listen("file", Some(form), &mut bytes.as_slice(), &mut listen);
        let counts = import.counts();
        match done {
            Ok(_) => {
                let imported = import.finish().unwrap();
                let counts = imported.counts;
                assert_eq!(counts.kept + counts.rejected, counts.read, "seed {seed}");
                assert_eq!(told + imported.rejected.len() as u64, counts.rejected, "seed {seed}");
                good += 1;
                let text = whereof::engine::written(&imported.base);
                let again = whereof::Base::from_text(Source::new("again", text.text.clone()));
                let again = again.unwrap_or_else(|error| panic!("seed {seed}: {}\n{}", error.report(), text.text));
                if text.not_held.is_empty() {
                    let (one, other) = (again.facts().fingerprint(), imported.base.facts().fingerprint());
                    assert_eq!(one, other, "seed {seed}\n{}", text.text);
                }
            }
            Err(error) => {
                assert!(counts.kept + counts.rejected <= counts.read, "seed {seed}");
                assert!(!error.report().is_empty() && !error.diagnostics().is_empty());
                for found in error.diagnostics() {
                    let text = error.source_text().text();
                    assert!(text.get(found.span().range()).is_some(), "seed {seed}");
                }
                bad += 1;
            }
        }
    }
    assert!(good > 300 && bad > 100, "{good} {bad}");
}

/// What could cost the square of a file costs the file: each of these took minutes before it was bounded.
#[test]
fn work_grows_with_the_file() {
    let many = |line: &dyn Fn(usize) -> String| (0..30_000).map(line).collect::<String>();
    let files = [
        (Form::Findings, "subject\trelation\tobject\n".to_owned() + &many(&|at| format!("a\tv{at}x\tb\n"))),
        (Form::Findings, "term\tname\tkind\talias\n".to_owned() + &many(&|at| format!("t\tA\tgene\tal{at}\n"))),
        (Form::Findings, "term\tname\tkind\talias\n".to_owned() + &many(&|at| format!("t{at}\tA{at}\tgene\tsame\n"))),
        (Form::Findings, "term\tname\tkind\n".to_owned() + &many(&|at| format!("t{at}\tsame\tgene\n"))),
        (Form::Findings, format!("subject\trelation\tobject\tx\na\tv\tb\t{}\n", many(&|at| format!("{at}|")))),
        (Form::Bel, "SET Evidence = \"never closed\n".to_owned() + &many(&|_| "a line of it\n".to_owned())),
        (
            Form::Obo,
            "[Term]\nid: X:1\nname: a\n".to_owned()
                + &many(&|at| format!("synonym: \"s{at}\" EXACT []\nxref: Y:{at}\n")),
        ),
        (Form::Indra, "[".repeat(50_000) + &"{\"a\":".repeat(50_000)),
    ];
    let map = Source::new(
        "map",
        "[nouns]\n\"*\" = \"gene\"\n[slots]\nx = \"x\"\n[unknown]\nnouns = \"declare\"\nverbs = \"declare\"\nslots = \"declare\"\n",
    );
    let start = std::time::Instant::now();
    for (form, text) in files {
        let mut import = Import::new(None, Some(&map), Options::default()).unwrap();
        let done = import.listen("file", Some(form), &mut text.as_bytes(), &mut |_| ControlFlow::Continue(()));
        let counts = import.counts();
        assert!(counts.kept + counts.rejected <= counts.read && (done.is_err() || counts.read > 0), "{form}");
        if done.is_ok() {
            import.finish().unwrap();
        }
    }
    assert!(start.elapsed().as_secs() < 120, "{:?}", start.elapsed());
}
