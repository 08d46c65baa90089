//! Questions as people put them to a person or to another program, each with the query that is meant and the rows that it has.
//!
//! None of them is in the grammar. The message must offer the query; and whatever it offers must be accepted and give what it promises.

use whereof::answer::Reply;
use whereof::{Base, Error, Limits, Session};

/// What is typed, the query that is meant, and its rows in the built-in base.
const ASKED: &[(&str, &str, u64)] = &[
    // as one asks a person
    ("which treatments upregulate CXCR4?", "treatment where upregulates CXCR4", 3),
    ("Which drugs reduce liver fibrosis in rats?", "treatment where reduces liver fibrosis and species = rat", 3),
    ("What genes does hypoxia upregulate?", "gene where upregulated by hypoxia", 8),
    ("who upregulates CXCR4", "treatment where upregulates CXCR4", 3),
    ("what increases homing of MSCs?", "treatment where increases homing of MSCs", 11),
    ("how many treatments improve liver function?", "count treatment where improves liver function", 10),
    ("Is CXCR4 upregulated by rapamycin?", "why rapamycin upregulates CXCR4", 1),
    ("why does rapamycin upregulate CXCR4?", "why rapamycin upregulates CXCR4", 1),
    (
        "What is the effect of hypoxia on proliferation?",
        "finding where subject = hypoxia and object = proliferation",
        2,
    ),
    ("how does rapamycin affect CXCR4?", "finding where subject = rapamycin and object = CXCR4", 1),
    ("what does hypoxia do?", "finding where subject = hypoxia", 29),
    ("what is known about melatonin?", "describe melatonin", 0),
    ("how does hypoxia lead to homing?", "paths from hypoxia to homing within 3", 0),
    // as one asks for a list
    (
        "list all genes upregulated by hypoxia in vitro",
        "gene where upregulated by hypoxia and setting = \"in vitro\"",
        4,
    ),
    ("show me treatments for cirrhosis", "treatment where disease = cirrhosis", 2),
    ("findings about fibrosis in mice", "finding where disease = fibrosis and species = mouse", 3),
    ("treatments increasing homing", "treatment where increases homing", 11),
    ("treatments that increase CXCR4 expression", "treatment where increases expression of CXCR4", 2),
    ("which treatment is best for cirrhosis?", "treatment where disease = cirrhosis order by evidence", 2),
    ("papers about CXCR4", "study where object = CXCR4", 3),
    // not, and, but
    ("treatment where does not upregulate CXCR4", "treatment where not upregulates CXCR4", 44),
    ("treatments that do not upregulate CXCR4", "treatment where not upregulates CXCR4", 44),
    ("treatment where upregulates CXCR4 and VEGF", "treatment where upregulates CXCR4 and upregulates VEGF", 1),
    (
        "treatment where upregulates CXCR4 AND disease = fibrosis",
        "treatment where upregulates CXCR4 and disease = fibrosis",
        1,
    ),
    (
        "Which treatments both increase homing and reduce fibrosis?",
        "treatment where increases homing and reduces fibrosis",
        3,
    ),
    ("which treatments increase homing but not CXCR4?", "treatment where increases homing and not increases CXCR4", 10),
    (
        "Which treatments increase the expression of CXCR4 in rats with fibrosis?",
        "treatment where increases expression of CXCR4 and species = rat and disease = fibrosis",
        0,
    ),
    // what was looked at nowhere, which is more than findings elsewhere
    ("treatments not studied in patients", "treatment where unstudied in human", 3),
    ("treatment where not studied in cirrhosis", "treatment where unstudied in cirrhosis", 3),
    ("which treatment has not been tested in cirrhosis?", "treatment where unstudied in cirrhosis", 3),
    ("treatments never tested in cirrhosis", "treatment where unstudied in cirrhosis", 3),
    ("treatment where untested in cirrhosis", "treatment where unstudied in cirrhosis", 3),
    (
        "treatments that improve survival but have not been tested in rats with cirrhosis",
        "treatment where improves survival and unstudied in rat, cirrhosis",
        1,
    ),
    (
        "which drugs have never been tested in rats or mice?",
        "treatment where unstudied in rat and unstudied in mouse",
        1,
    ),
    ("treatments not tested in animals", "treatment where unstudied in evidence = animal", 7),
    // names as nouns, treatments and tiers as places
    ("pre-treatment where upregulates CXCR4", "treatment where is pre-treatment and upregulates CXCR4", 3),
    (
        "which pre-treatments of stem cells upregulate CXCR4?",
        "treatment where is pre-treatment and upregulates CXCR4 and cell = MSC",
        2,
    ),
    (
        "Which pre-treatments improve survival of the cells?",
        "treatment where is pre-treatment and improves survival",
        8,
    ),
    ("treatment where improves survival in animals", "treatment where improves survival and evidence = animal", 4),
    ("treatment where upregulates CXCR4 under hypoxia", "treatment where is hypoxia and upregulates CXCR4", 1),
    ("what increases proliferation under hypoxia", "treatment where is hypoxia and increases proliferation", 1),
    ("genes upregulated under hypoxia", "gene where upregulated by hypoxia", 8),
    // what findings disagree on
    ("what is contested", "contested treatment, process", 3),
    ("what is contested in this review?", "contested treatment, disease", 2),
    ("which findings are contradictory?", "contested treatment, outcome", 2),
    ("what is contested about MSC transplantation", "contested MSC transplantation", 2),
    ("what speaks against resveratrol upregulates CXCR4", "why resveratrol upregulates CXCR4", 1),
    ("what speaks against melatonin", "describe melatonin", 0),
    // studies
    ("study 59", "finding where study = 59", 8),
    ("describe study 59", "finding where study = 59", 8),
    ("describe 59", "finding where study = 59", 8),
    ("[59]", "finding where study = 59", 8),
    ("show me study 59", "finding where study = 59", 8),
    // slips
    ("treatment wher upregulates CXCR4", "treatment where upregulates CXCR4", 3),
    ("TREATMENT WHERE UPREGULATES CXCR4", "treatment where upregulates CXCR4", 3),
    ("treatment where upregulates CXCR4 and/or VEGF", "treatment where upregulates any of (CXCR4, VEGF)", 5),
    (
        "treatment where upregulates \u{201e}CXCR4\u{201c} and disease = \u{201a}fibrosis\u{2018}",
        "treatment where upregulates \"CXCR4\" and disease = \"fibrosis\"",
        1,
    ),
    // words alone
    ("CXCR4", "describe CXCR4", 0),
    ("upregulates CXCR4", "treatment where upregulates CXCR4", 3),
    ("resveratrol increases CXCR4", "why resveratrol increases CXCR4", 1),
    ("treatments where CXCR4 is upregulated", "treatment where upregulates CXCR4", 3),
    // other languages
    ("SELECT * FROM treatments WHERE upregulates = 'CXCR4'", "treatment where upregulates CXCR4", 3),
    ("SELECT count(*) FROM treatments WHERE upregulates CXCR4", "count treatment where upregulates CXCR4", 3),
    ("MATCH (t:Treatment)-[:UPREGULATES]->(g:Gene {name: 'CXCR4'}) RETURN t", "treatment where upregulates CXCR4", 3),
    ("SELECT ?t WHERE { ?t :upregulates :CXCR4 }", "treatment where upregulates CXCR4", 3),
];

/// What nobody can read as a query of this base: nothing is promised, and something is said all the same.
const BEYOND: &[&str] = &[
    "what studies support that resveratrol upregulates CXCR4?",
    "which gene is downregulated in fibrosis?",
    "what activates the PI3K pathway?",
    "what are the gaps for homing in cirrhosis",
    "anything that blocks fibrosis",
    "dose of rapamycin",
    "most studied treatment",
    "which microRNAs promote hepatic differentiation?",
    "Does resveratrol increase SDF-1 expression?",
    "which of them is the cheapest?",
    "treatment that improves survival in mice and has no side effects",
    "treatment -> CXCR4",
    "hello",
    "INSERT INTO findings VALUES (1)",
    "MATCH (a)-->(b) RETURN a",
    "SELECT treatment FROM findings WHERE gene = 'CXCR4' AND direction = 'up'",
];

/// Without a clock: what is offered hangs on no other work of the machine.
fn session() -> Session {
    Session::new(Base::builtin(), Limits { time: None, ..Limits::script() })
}

fn refused(text: &str) -> Error {
    let mut replies = session().eval(text);
    assert_eq!(replies.len(), 1, "{text}");
    replies.remove(0).err().unwrap_or_else(|| panic!("`{text}` is in the grammar"))
}

/// The rows of a reply that has some.
fn rows(reply: &Reply) -> Option<u64> {
    match reply {
        Reply::Answers(answers) => {
            Some(answers.counts.as_ref().map_or(answers.rows.len() as u64, |counts| counts.total))
        }
        Reply::Why(why) => Some(why.rows.len() as u64),
        Reply::Contested(contested) => Some(contested.pairs.len() as u64),
        _ => None,
    }
}

/// Every way out of a message, tried: it is accepted and gives what it says.
fn kept(text: &str, error: &Error, wrong: &mut String) {
    for fix in error.diagnostics().iter().flat_map(|one| &one.fixes).filter(|fix| !fix.edits.is_empty()) {
        let mended = fix.apply(error.source_text().text()).unwrap();
        for reply in session().eval(mended.as_str()) {
            match reply {
                Err(error) => wrong.push_str(&format!("{text}\n  offers `{mended}`, which is refused: {error}\n")),
                Ok(reply) if fix.rows.is_some() && rows(&reply) != fix.rows => {
                    let given = rows(&reply);
                    wrong
                        .push_str(&format!("{text}\n  promises {:?} of `{mended}`, which gives {given:?}\n", fix.rows));
                }
                Ok(_) => {}
            }
        }
    }
}

#[test]
fn what_is_meant_is_offered() {
    assert!(ASKED.len() >= 25);
    let mut wrong = String::new();
    for (text, meant, expect) in ASKED {
        let error = refused(text);
        let fixes: Vec<_> = error.diagnostics().iter().flat_map(|one| &one.fixes).collect();
        let same = |query: &str| {
            query.split_whitespace().collect::<Vec<_>>().join(" ").replace("treatments where", "treatment where")
                == *meant
        };
        let place = fixes.iter().position(|fix| fix.apply(text).is_some_and(|query| same(&query)));
        match place.and_then(|at| fixes.get(at)) {
            Some(fix) if fix.rows.unwrap_or(0) == *expect => {}
            Some(fix) => wrong.push_str(&format!("{text}\n  {:?} rows of {meant}, not {expect}\n", fix.rows)),
            None => {
                let offers: Vec<_> = fixes.iter().filter_map(|fix| fix.apply(text)).collect();
                wrong.push_str(&format!("{text}\n  wants {meant}\n  offers {offers:?}\n"));
            }
        }
        kept(text, &error, &mut wrong);
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn who_cannot_be_understood_is_told_how_to_ask() {
    let mut wrong = String::new();
    for text in BEYOND {
        let error = refused(text);
        kept(text, &error, &mut wrong);
        let told = error
            .diagnostics()
            .iter()
            .any(|one| !one.notes.is_empty() || !one.fixes.is_empty() || !one.expected.is_empty());
        if !told {
            wrong.push_str(&format!("{text}\n  says only {error}\n"));
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Nouns in the plural, verbs as they follow a plural, and capitals in names are in the grammar.
#[test]
fn plurals_are_read() {
    for text in [
        "treatments where upregulate CXCR4",
        "genes where upregulated by Hypoxia",
        "count treatments where improve homing",
    ] {
        let replies = session().eval(text);
        assert!(rows(replies[0].as_ref().unwrap()).is_some_and(|rows| rows > 0), "{text}");
    }
}

/// What is wrong is not offered beside what is meant.
#[test]
fn another_question_is_not_offered() {
    for (text, other) in [
        ("treatment where not studied in cirrhosis", "!="),
        ("which treatment has not been tested in cirrhosis?", "!="),
        ("pre-treatment where upregulates CXCR4", "why"),
        ("treatment where upregulates CXCR4 under hypoxia", "object ="),
    ] {
        let error = refused(text);
        for fix in error.diagnostics().iter().flat_map(|one| &one.fixes) {
            assert!(!fix.apply(text).unwrap().contains(other), "{text}: {fix:?}");
            assert!(fix.rows > Some(0), "{text}: {fix:?}");
        }
    }
    // said first where every word has its meaning, the name that is only near behind it
    let error = refused("treatment where improves survival in animals");
    let first = &error.diagnostics()[0].fixes[0];
    assert!(first.message.contains("evidence = animal"), "{first:?}");
}

/// The prompt answers; the block of a base goes on.
#[test]
fn a_study_alone_is_no_beginning() {
    let session = session();
    assert!(!session.is_incomplete("study 59") && !session.is_incomplete("study 59\n"));
    for text in ["study 59 {", "study 59 in fibrosis", "study 59, 60"] {
        assert!(session.is_incomplete(text), "{text}");
    }
}

/// A German keyboard has no beta.
#[test]
fn sharp_s_stands_for_beta() {
    let base = Base::builtin();
    let vocabulary = base.facts().vocabulary();
    for (typed, name) in [("TGF-\u{df}1", "TGF-\u{3b2}1"), ("TGF\u{df}", "TGF\u{3b2}"), ("IFN-\u{df}", "IFN-\u{3b2}")] {
        assert_eq!(vocabulary.entities_named(typed), vocabulary.entities_named(name));
    }
    assert!(!vocabulary.entities_named("TGF-\u{df}1").is_empty());
}
