//! Ways out keep what they promise, whatever was typed: they mend, or lead on, and give the rows that they say.
//!
//! Texts that are nearly questions, and texts as people say them, go in; a fix that is refused for the same mistake, or that gives other rows
//! than it told, comes out as a failure.

use super::questions::{WORDS, text};
use super::survive::{counted, hostile};
use super::{cases, one, seed};
use crate::grammar::Chance;
use whereof::answer::Reply;
use whereof::diagnostic::{Diagnostic, Fix};
use whereof::text::Source;
use whereof::{Base, Error, Session};

/// What people say around names, in English and in other query languages.
const ENGLISH: &[&str] = &[
    "which treatments ",
    "what ",
    "show me ",
    "list all ",
    "how many treatments ",
    "is there a treatment that ",
    "does ",
    "genes ",
    "treatments ",
    "treatment where ",
    "drugs that ",
    "why does ",
    "SELECT treatment FROM findings WHERE ",
    "tell me about ",
    "treatments that ",
    "which ",
    "find ",
    "no effect of ",
    "effect of ",
    "compare ",
    "upregulate ",
    "upregulates ",
    "upregulated by ",
    "increase ",
    "increases ",
    "does not ",
    "doesn't ",
    "not ",
    "improve ",
    "downregulates ",
    "has no effect on ",
    "upregulating ",
    "CXCR4 ",
    "CXCR44 ",
    "VEGF ",
    "homing ",
    "hypoxia ",
    "rapamycin ",
    "HGF ",
    "TGF-\u{3b2} ",
    "fibrosis ",
    "fibrossis ",
    "cirrhosis ",
    "rats ",
    "mice ",
    "in ",
    "for ",
    "with ",
    "on ",
    "of ",
    "and ",
    "or ",
    ", ",
    "AND ",
    "OR ",
    "&& ",
    "but not ",
    "both ",
    "either ",
    "any ",
    "in patients with ",
    "in vitro ",
    "in vivo ",
    "24 h ",
    "1 % oxygen ",
    "disease = ",
    "disease ",
    "species ",
    "= ",
    "== ",
    "<> ",
    "where ",
    "that ",
    "expression ",
    "gene ",
    "limit 3 ",
    "top five ",
    "order by name ",
    "at least two studies ",
    "(",
    ")",
    "'",
    "\"",
    "? ",
    "! ",
    ". ",
    "; ",
    "also ",
    "always ",
    "indirectly ",
    "within 2 ",
    "dose = 1 mg ",
    "duration > 24 ",
    "is ",
    "are ",
    "-- ",
    "[",
    "]",
];

/// A sentence of the words above, in an order in which people say them, with a word too many here and there.
fn english(chance: &mut Chance) -> String {
    let parts: [&[&str]; 7] = [
        &[
            "which ",
            "what ",
            "show me ",
            "list all ",
            "how many ",
            "is there a ",
            "",
            "",
            "SELECT ",
            "find ",
            "does ",
            "please list ",
        ],
        &[
            "treatments ",
            "treatment ",
            "genes ",
            "drugs ",
            "treatmnets ",
            "rapamycin ",
            "hypoxia ",
            "",
            "findings ",
            "papers ",
        ],
        &["that ", "which ", "where ", "WHERE ", "", "", "with "],
        &[
            "upregulate ",
            "upregulates ",
            "does not upregulate ",
            "doesn't upregulate ",
            "upregulated by ",
            "increase ",
            "improves ",
            "upregulating ",
            "have no effect on ",
            "always upregulates ",
            "indirectly increases ",
            "not upregulates ",
            "frobnicates ",
        ],
        &[
            "CXCR4 ",
            "CXCR44 ",
            "homing ",
            "VEGF and HGF ",
            "CXCR4 or VEGF ",
            "CXCR4, VEGF ",
            "both CXCR4 and VEGF ",
            "'CXCR4' ",
            "any of CXCR4, VEGF ",
            "(CXCR4, VEGF) ",
            "gene CXCR4 ",
            "CXCR4 expression ",
            "rapamycin ",
            "rat ",
            "genes ",
            "",
        ],
        &[
            "in fibrosis ",
            "for fibrosis ",
            "with fibrosis ",
            "in patients with fibrosis ",
            "in rats ",
            "in rats and mice ",
            "and disease = fibrosis ",
            "and disease == fibrosis ",
            "disease fibrosis ",
            "for 24 h ",
            "and duration = 24 ",
            "and dose = 3 h ",
            "",
            "",
            "in zebrafish ",
        ],
        &[
            "?",
            "",
            "",
            " limit 3",
            " top five",
            " order by name",
            " with at least two studies",
            ".",
            "!",
            " limit 1.5",
            " AND",
            " (",
        ],
    ];
    let mut text: String = parts.iter().map(|part| one(chance, part)).collect();
    if chance.below(3) == 0 {
        let extra = one(chance, ENGLISH);
        let blanks: Vec<usize> = text.match_indices(' ').map(|(at, _)| at + 1).collect();
        let at = blanks.get(chance.below(blanks.len().max(1))).copied().unwrap_or(0);
        text.insert_str(at, extra);
    }
    text
}

/// A question with one usual mistake in it.
fn slip(chance: &mut Chance) -> String {
    let good = one(
        chance,
        &[
            "treatment where upregulates CXCR4 and disease = fibrosis",
            "gene where upregulated by rapamycin",
            "treatment where upregulates any of (CXCR4, VEGF) in rat",
            "count treatment by disease where increases homing",
            "treatment A, gene G where A upregulates G and disease = fibrosis",
            "treatment where duration = 24 h and not improves homing",
            "finding where subject = rapamycin and object = CXCR4",
            "why rapamycin upregulates CXCR4",
        ],
    );
    let mut words: Vec<String> = good.split(' ').map(str::to_owned).collect();
    for _ in 0..1 + chance.below(2) {
        let at = chance.below(words.len());
        match chance.below(7) {
            0 => drop(words.remove(at)),
            1 => words[at] = words[at].to_uppercase(),
            2 => words[at].push('x'),
            3 => words.insert(at, one(chance, ENGLISH).trim().to_owned()),
            4 => words[at] = format!("'{}'", words[at]),
            5 => words[at].insert(0, one(chance, &['(', '"', '[', '\u{201c}', '!', '-'])),
            _ => {
                let other = chance.below(words.len());
                words.swap(at, other);
            }
        }
        if words.is_empty() {
            break;
        }
    }
    words.join(" ")
}

/// What a text gives: its errors, and the rows of its replies.
struct Gave {
    errors: Vec<Error>,
    rows: Vec<Option<u64>>,
}

fn gave(base: &Base, text: &str) -> Gave {
    let mut session = Session::new(base.clone(), counted());
    let mut gave = Gave { errors: Vec::new(), rows: Vec::new() };
    for result in session.eval(&Source::new("text", text)) {
        match result {
            Ok(reply) => gave.rows.push(rows(&reply)),
            Err(error) => gave.errors.push(error),
        }
    }
    gave
}

/// How many rows a reply has, where it has rows of a question.
fn rows(reply: &Reply) -> Option<u64> {
    match reply {
        Reply::Answers(answers) => {
            Some(answers.counts.as_ref().map_or(answers.rows.len() as u64, |counts| counts.total))
        }
        // so many rows are explained at most
        Reply::Why(why) if why.rows.len() < 20 => Some(why.rows.len() as u64),
        Reply::Contested(contested) => Some(contested.pairs.len() as u64),
        _ => None,
    }
}

/// The mistakes of a text, with their places.
fn mistakes(gave: &Gave) -> Vec<&Diagnostic> {
    gave.errors.iter().flat_map(|error| error.diagnostics()).collect()
}

/// Checks every fix of a text; how many there were.
fn keep_their_word(base: &Base, text: &str) -> usize {
    let before = gave(base, text);
    let wrong = mistakes(&before);
    let mut tried = 0;
    for (diagnostic, fix) in wrong.iter().flat_map(|one| one.fixes.iter().map(move |fix| (*one, fix))) {
        assert!(!fix.edits.is_empty(), "a way out without an edit: {text:?}: {fix:?}");
        let mended = fix.apply(text).unwrap_or_else(|| panic!("no text: {text:?}: {fix:?}"));
        let after = gave(base, &mended);
        assert!(leads_on(&wrong, diagnostic, fix, &after), "{text:?}\n{mended:?}\n{diagnostic:#?}");
        if let (Some(told), [Some(given)], true) = (fix.rows, after.rows.as_slice(), after.errors.is_empty()) {
            assert_eq!(told, *given, "{text:?}\n{mended:?}");
        }
        tried += 1;
    }
    tried
}

/// Whether what is left is less, another thing, or stands later.
fn leads_on(before: &[&Diagnostic], mended: &Diagnostic, fix: &Fix, after: &Gave) -> bool {
    let left = mistakes(after);
    let moved = |at: u32| {
        let earlier = fix.edits.iter().filter(|edit| edit.span.start < at);
        earlier.fold(i64::from(at), |at, edit| at + edit.replacement.len() as i64 - edit.span.len() as i64)
    };
    let same = |one: &&Diagnostic| {
        one.code == mended.code
            && one.message == mended.message
            && i64::from(one.span().start) <= moved(mended.span().start)
    };
    left.len() < before.len() || !left.iter().any(same)
}

#[test]
fn fixes_keep_their_word() {
    let bases = [Base::builtin(), hostile()];
    let (first, count) = (seed(), cases(1_500));
    let mut tried = 0;
    for seed in first..first + count {
        let mut chance = Chance::new(seed + 1);
        let (base, text) = match seed % 6 {
            0 => (&bases[0], text(&mut chance, WORDS)),
            1 => (&bases[1], text(&mut chance, WORDS)),
            2 | 3 => (&bases[0], english(&mut chance)),
            _ => (&bases[0], slip(&mut chance)),
        };
        let told = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| keep_their_word(base, &text)));
        tried += told.unwrap_or_else(|_| panic!("WHEREOF_SEED={seed} WHEREOF_CASES=1 cargo test fixes_keep\n{text:?}"));
    }
    assert!(tried as u64 * 4 > count, "only {tried} fixes in {count} texts");
}
