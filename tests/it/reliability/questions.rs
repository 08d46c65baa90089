//! Any text as a question: seeds of the fuzzer, and texts made from the words of the language and of a base.

use super::survive::{hostile, survives};
use super::{cases, one, seed};
use crate::grammar::Chance;
use std::path::Path;
use whereof::Base;

/// Words of the language, of the embedded base and of the hostile one, and what stands between words.
pub(super) const WORDS: &[&str] = &[
    "treatment where ",
    "gene where ",
    "finding where ",
    "study where ",
    "treatments where ",
    "count treatment by disease where ",
    "count finding by study where ",
    "count gene",
    "why ",
    "why not rapamycin: ",
    "describe ",
    "kinds of ",
    "resolve ",
    "nouns",
    "verbs",
    "slots",
    "sources",
    "indirectly ",
    "within 2 ",
    "within 6 ",
    "in one context ",
    "paths from hypoxia to ",
    "upregulates ",
    "downregulates ",
    "improves ",
    "increases ",
    "decreases ",
    "upregulated by ",
    "no effect on ",
    "contested on ",
    "unstudied on ",
    "unstudied ",
    "includes ",
    "in\u{1b}hibits in ",
    "is ",
    "is not ",
    "is exactly ",
    "not ",
    "and ",
    "or ",
    "and also ",
    "in one study ",
    "in ",
    "in vitro ",
    "in vivo ",
    "exactly ",
    "except ",
    "with at least 2 studies ",
    "order by verdict ",
    "order by studies ",
    "order by name ",
    "limit 3 ",
    "limit 0 ",
    "show disease ",
    "show study, object ",
    "any of (",
    "all of (",
    "none of (",
    "at least 2 of (",
    "exactly 1 of (",
    "ratio(",
    "(",
    ")",
    ", ",
    "; ",
    "\n\n",
    " = ",
    " != ",
    " < ",
    " >= ",
    "not stated ",
    "disease ",
    "dose ",
    "duration ",
    "direction = decrease ",
    "stance = gap ",
    "study = 59 ",
    "section = \"4.1\" ",
    "CXCR4 ",
    "cxcr-4 ",
    "CXCR44 ",
    "VEGF ",
    "Bax ",
    "Bcl-2 ",
    "TGF-\u{3b2} ",
    "IFN-\u{3b3} ",
    "rapamycin ",
    "resveratrol ",
    "hypoxia ",
    "HGF ",
    "HGF overexpression ",
    "fibrosis ",
    "cirrhosis ",
    "homing ",
    "viability ",
    "MSC ",
    "rat ",
    "+ ",
    "a + b ",
    "of ",
    "10 ng/\u{b5}L ",
    "5 % ",
    "1 g ",
    "1 to 3 \u{3bc}g ",
    "24 h ",
    "\"",
    "\"where\" ",
    "\"a\u{1b}[31mred\" ",
    "\u{202e}",
    "\u{1b}[2J",
    "\u{0}",
    "\u{7ebf}\u{7c92}\u{4f53} ",
    "\u{2010}",
    "\u{feff}",
    "e\u{301} ",
    "$name ",
    "$",
    "# note\n",
    ":",
    "?",
    "\u{201c}CXCR4\u{201d} ",
    "WHERE ",
    "AND ",
    "within 2 ",
    "assuming x ",
    "treatment A, gene G where A upregulates G ",
    "which treatments ",
    "99999999999999999999 ",
    "entity x is gene; ",
    "study 1 { at \"1\" 2: a upregulates b; } ",
    "liver ",
    "long ",
    "gene:HGF ",
    "HGNC:2561 ",
    "that ",
];

/// A text that is nearly a question, by the words above.
pub(super) fn text(chance: &mut Chance, words: &[&str]) -> String {
    let mut text = String::new();
    if chance.below(4) > 0 {
        text.push_str(words[chance.below(6)]);
        if chance.below(3) > 0 {
            text.push_str(one(
                chance,
                &[
                    "upregulates CXCR4 ",
                    "improves homing ",
                    "disease = fibrosis ",
                    "upregulates any of (CXCR4, VEGF) ",
                    "not upregulates \"not\" ",
                ],
            ));
            text.push_str(one(chance, &["and ", "or ", "", "and also "]));
        }
    }
    for _ in 0..chance.below(14) {
        text.push_str(one(chance, words));
    }
    // slips of the finger, on characters
    for _ in 0..chance.below(3) {
        let mut all: Vec<char> = text.chars().collect();
        if all.is_empty() {
            break;
        }
        let at = chance.below(all.len());
        match chance.below(4) {
            0 => all.truncate(at),
            1 => drop(all.remove(at)),
            2 => all.insert(at, one(chance, &['(', ')', '"', ',', ';', ' ', '\u{3b2}', '=', '\u{1b}', '{', '}'])),
            _ => all.swap(at, (at + 1) % text.chars().count()),
        }
        text = all.into_iter().collect();
    }
    text
}

#[test]
fn any_text_is_answered_or_refused() {
    let bases = [Base::builtin(), hostile()];
    let (first, count) = (seed(), cases(4_000));
    let mut said = 0usize;
    for seed in first..first + count {
        let mut chance = Chance::new(seed + 1);
        let text = text(&mut chance, WORDS);
        let base = &bases[(seed % 2) as usize];
        let told = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| survives(base, &text)));
        let told = told.unwrap_or_else(|_| panic!("WHEREOF_SEED={seed} WHEREOF_CASES=1 cargo test any_text\n{text:?}"));
        said += usize::from(told > 0);
    }
    // nearly all say something: the rest are empty texts and comments
    assert!(said as u64 * 10 > count * 8, "{said} of {count}");
}

#[test]
fn seeds_of_the_fuzzer_are_survived() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let bases = [Base::builtin(), hostile()];
    let mut replayed = 0;
    for folder in ["fuzz/seeds/text_to_answer", "fuzz/seeds/text_to_tree", "grammar/corpus/ok", "grammar/corpus/err"] {
        for file in std::fs::read_dir(root.join(folder)).unwrap() {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            let text = String::from_utf8_lossy(&bytes);
            bases.iter().for_each(|base| assert!(survives(base, &text) < 1 << 24));
            replayed += 1;
        }
    }
    assert!(replayed > 45, "only {replayed} files");
}
