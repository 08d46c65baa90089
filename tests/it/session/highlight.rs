//! What the words of a line are, told apart while they are typed.

use super::{eval, session, small};
use proptest::prelude::*;
use whereof::engine::WordClass::{
    self, Ambiguous, Begun, Defined, Keyword, Letter, Misplaced, Name, Noun, Number, Parameter, Slot, Text, Unknown,
    Verb,
};
use whereof::{Limits, Session};

fn classes<'l>(session: &Session, line: &'l str) -> Vec<(&'l str, WordClass)> {
    session.highlight(line).into_iter().map(|(span, class)| (&line[span.range()], class)).collect()
}

#[test]
fn words_are_what_resolution_reads() {
    let session = session();
    for (line, expected) in [
        (
            "treatment where upregulates CXCR4 and disease = fibrosis",
            vec![
                ("treatment", Noun),
                ("where", Keyword),
                ("upregulates", Verb),
                ("CXCR4", Name),
                ("and", Keyword),
                ("disease", Slot),
                ("fibrosis", Name),
            ],
        ),
        (
            "treatment A, gene G where A increases secretion of G",
            vec![
                ("treatment", Noun),
                ("A", Letter),
                ("gene", Noun),
                ("G", Letter),
                ("where", Keyword),
                ("A", Letter),
                ("increases", Verb),
                ("secretion", Verb),
                ("of", Verb),
                ("G", Letter),
            ],
        ),
        ("count finding by species", vec![("count", Keyword), ("finding", Noun), ("by", Keyword), ("species", Slot)]),
        (
            "finding where duration >= 20 h and section = \"4.1\"",
            vec![
                ("finding", Noun),
                ("where", Keyword),
                ("duration", Slot),
                ("20", Number),
                ("h", Number),
                ("and", Keyword),
                ("section", Slot),
                ("\"4.1\"", Text),
            ],
        ),
        (
            "compare rapamycin with hypoxia",
            vec![("compare", Keyword), ("rapamycin", Name), ("with", Keyword), ("hypoxia", Name)],
        ),
        (
            "paths from hypoxia to homing",
            vec![("paths from", Keyword), ("hypoxia", Name), ("to", Keyword), ("homing", Name)],
        ),
        (
            "why rapamycin upregulates CXCR4",
            vec![("why", Keyword), ("rapamycin", Name), ("upregulates", Verb), ("CXCR4", Name)],
        ),
        (
            "treatment where always upregulates \"c-Met\" order by verdict",
            vec![
                ("treatment", Noun),
                ("where", Keyword),
                ("always", Keyword),
                ("upregulates", Verb),
                ("\"c-Met\"", Name),
                ("order by", Keyword),
                ("verdict", Keyword),
            ],
        ),
        (
            "let $x = CXCR4; describe IFN-γ",
            vec![("let", Keyword), ("$x", Parameter), ("CXCR4", Name), ("describe", Keyword), ("IFN-γ", Name)],
        ),
        ("nouns # all of them", vec![("nouns", Keyword)]),
    ] {
        assert_eq!(classes(&session, line), expected, "{line}");
    }
}

#[test]
fn what_is_not_known_stands_out() {
    let session = session();
    let of = |line: &'static str, word: &str| {
        let found = classes(&session, line).into_iter().find(|(text, _)| *text == word);
        found.unwrap_or_else(|| panic!("{line}: {word}")).1
    };
    assert_eq!(of("treatment where upregulates CXCR44", "CXCR44"), Unknown);
    assert_eq!(of("treatment where upregulates CXCR44 and disease = fibrosis", "CXCR44"), Unknown);
    assert_eq!(of("treatment where upregulates CXCR44 and disease = fibrosis", "fibrosis"), Name);
    assert_eq!(of("treatment where frobs CXCR4", "frobs"), Unknown);
    assert_eq!(of("treatmint where upregulates CXCR4", "treatmint"), Unknown);
    assert_eq!(of("treatment where disaese = fibrosis", "disaese"), Unknown);
    assert_eq!(of("treatment where upregulates fibrosis", "fibrosis"), Misplaced);
    assert_eq!(of("treatment where upregulates CXCR4 in CXCR4", "CXCR4"), Name);
    assert_eq!(of("treatment where upregulates $gene", "$gene"), Unknown);
    assert_eq!(of("describe qwertz", "qwertz"), Unknown);
}

#[test]
fn what_is_still_being_typed_does_not() {
    let session = session();
    for (line, word) in [
        ("treatm", "treatm"),
        ("treatment whe", "whe"),
        ("treatment where upreg", "upreg"),
        ("treatment where upregulates CX", "CX"),
        ("treatment where increases secretion of HG", "HG"),
        ("treatment where upregulates CXCR4 an", "an"),
        ("treatment where increases homing in bile d", "d"),
        ("treatment where upregulates \"c-M", "\"c-M"),
        ("treatment where upregulates tgfbe", "tgfbe"),
    ] {
        let found = classes(&session, line);
        assert_eq!(found.last(), Some(&(word, Begun)), "{line}");
        // once something follows it is what it is
        let more = format!("{line} and disease = fibrosis");
        let more =
            classes(&session, &more).into_iter().map(|(text, class)| (text.to_owned(), class)).collect::<Vec<_>>();
        if !line.contains('"') && !line.ends_with('d') {
            assert!(more.contains(&(word.to_owned(), Unknown)), "{more:?}");
        }
    }
}

#[test]
fn what_may_mean_several_things_is_told_apart() {
    let base = small(
        "entity HGF is gene; entity HGF is treatment; verb meets with subject = treatment, direction = unclear;
         study 1 { tea meets \"gene:HGF\"; }",
    );
    let session = Session::new(base, Limits { time: None, ..Limits::script() });
    let last = |line: &'static str| classes(&session, line).pop().unwrap();
    assert_eq!(last("treatment where meets HGF"), ("HGF", Ambiguous));
    assert_eq!(last("describe HGF"), ("HGF", Ambiguous));
    // where the position settles it, it is a name like others
    assert_eq!(last("treatment where lifts HGF"), ("HGF", Name));
    assert_eq!(last("treatment where meets gene:HGF"), ("gene:HGF", Name));
}

#[test]
fn definitions_and_parameters_are_known() {
    let mut session = session();
    let script = "define homing booster = treatment where improves homing or upregulates CXCR4;
        define treatment A antagonises treatment B = gene G where A upregulates G and B downregulates G; let $gene = CXCR4";
    assert!(eval(&mut session, script).iter().all(Result::is_ok));
    let of = |line: &'static str| classes(&session, line);
    assert!(of("treatment where is homing booster").ends_with(&[("homing", Defined), ("booster", Defined)]));
    assert!(of("homing boosters where disease = fibrosis").contains(&("boosters", Defined)));
    assert!(of("treatment where antagonises hypoxia").contains(&("antagonises", Defined)));
    assert!(of("treatment where upregulates $gene").contains(&("$gene", Parameter)));
    assert!(of("treatment where upregulates $ge").contains(&("$ge", Begun)));
    assert!(of("treatment where upregulates $other").contains(&("$other", Unknown)));
}

/// Pieces of lines, and what breaks them.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "treatment", "where", "upregulates", "CXCR4", "and", "or", "not", "in", "is", "disease", "=", "fibrosis", "(", ")", "any of (", ",",
            "gene", "A", "G", "count", "by", "why", "why not", ":", "paths from", "to", "matrix", "of", "kinds of", "with at least 2 studies",
            "limit 3", "$gene", "$", "let $x =", "define", ";", "\n\n", "\"", "\"bile duct ligation\"", "TGF-β", "10 ng/mL", ">=", "exactly",
            "except", "ratio(", "{", "}", "[", "?", "#", "study 59 {", "expect none:", "use \"", "in one study", "indirectly", "within 2",
        ]).prop_map(str::to_owned),
        2 => "[a-zβγ木\u{301}\u{1b}\u{202e}\u{0}\"(){};:=$#\\- ]{0,6}",
        1 => any::<String>(),
    ];
    prop::collection::vec((piece, prop::sample::select(vec!["", " ", "  "])), 0..12)
        .prop_map(|pieces| pieces.into_iter().map(|(text, blank)| format!("{text}{blank}")).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: crate::reliability::cases(150) as u32, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is typed, at whatever place, there is an answer that lies in the text.
    #[test]
    fn nothing_breaks_it(line in text()) {
        let session = session();
        let mut end = 0;
        for (span, _) in session.highlight(&line) {
            prop_assert!(line.get(span.range()).is_some(), "a colour inside a character: {line:?}");
            prop_assert!(span.start as usize >= end && !span.is_empty(), "colours out of order: {line:?}");
            end = span.end as usize;
        }
        for at in 0..=line.len() + 1 {
            // places inside a character are moved back to its beginning
            let found = session.complete(&line, at);
            prop_assert!(found.start <= at && line.is_char_boundary(found.start), "{line:?} at {at}");
            prop_assert!(found.offers.len() <= 40);
            let hint = session.hint(&line, at).map_or_else(String::new, |hint| hint.to_string());
            prop_assert!(!hint.contains('\u{f0000}') && !hint.contains('\n') || line.contains(['\n', '\u{f0000}']), "{hint:?}");
            for offer in found.offers {
                prop_assert!(!offer.replacement.contains('\u{f0000}') || line.contains('\u{f0000}'), "{offer:?}");
            }
        }
    }
}
