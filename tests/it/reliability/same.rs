//! The same bytes: whatever the order of a base's text, in however many threads.

use super::cases;
use super::questions::{WORDS, text};
use super::survive::{counted, hostile, told};
use crate::grammar::Chance;
use whereof::render::{Format, Style, render};
use whereof::text::Source;
use whereof::{Base, Limits, Session};

/// Declarations and findings of a small base, a statement each.
fn statements() -> Vec<String> {
    let mut all: Vec<String> = "noun treatment|noun gene|noun disease|slot disease with takes = disease, place|verb raises with passive = \"raised by\", direction = increase, opposite = lowers, object = gene|verb lowers with direction = decrease, object = gene|verb boosts with direction = increase, broader = raises, object = gene|verb \"no effect on\" with direction = none, object = gene|entity family is gene|entity illness is disease"
        .split('|')
        .map(|statement| format!("{statement};"))
        .collect();
    (0..12).for_each(|at| all.push(format!("entity G{at} is gene with broader = family;")));
    (0..6).for_each(|at| all.push(format!("entity D{at} is disease with broader = illness;")));
    (0..20).for_each(|at| all.push(format!("entity T{at} is treatment with alias = \"the {at}th\";")));
    let mut chance = Chance::new(3);
    for study in 1..40 {
        let mut block = format!("study {study} {{");
        for sentence in 1..5 {
            let verb = ["raises", "lowers", "boosts", "\"no effect on\""][chance.below(4)];
            block.push_str(&format!("at \"1\" {sentence}: T{} {verb} G{}", chance.below(20), chance.below(12)));
            if chance.below(3) > 0 {
                block.push_str(&format!(" in D{}", chance.below(6)));
            }
            block.push(';');
        }
        all.push(block + "}");
    }
    all
}

const ASKED: &[&str] = &[
    "treatment where raises family",
    "treatment where raises family and disease = illness",
    "treatment where raises G1 and disease = D1",
    "treatment where raises G1 and lowers G2 and disease = illness",
    "treatment where not raises family",
    "treatment where contested on family order by verdict",
    "treatment where no effect on G3 show disease, study",
    "gene where raised by T1",
    "gene where raised by (treatment where raises G1 in D1) order by studies",
    "study where raises G1",
    "count treatment by disease where raises family",
    "count finding by verb where disease = illness",
    "treatment where raises at least 2 of (G1, G2, G3, G4) limit 3",
    "treatment where raises all of (G1, G2) in one study",
    "why not T1: treatment where raises G1 and disease = D1",
    "kinds of family",
    "verbs",
    "treatment where raises G99",
];

/// What is printed, but for ids of findings and for lists that say that they are in the order of declaration.
fn printed(base: &Base) -> Vec<String> {
    let mut session = Session::new(base.clone(), counted());
    ASKED
        .iter()
        .map(|asked| match session.eval(&Source::new("q", *asked)).remove(0) {
            Ok(reply) => {
                let rows = render(&reply, Format::Tsv, &Style::default()).unwrap();
                let columns: Vec<&str> = rows.lines().next().unwrap_or("").split('\t').collect();
                let kept: Vec<usize> =
                    (0..columns.len()).filter(|at| !matches!(columns[*at], "findings" | "finding")).collect();
                let mut lines: Vec<String> = rows
                    .lines()
                    .map(|line| {
                        let cells: Vec<&str> = line.split('\t').collect();
                        kept.iter().map(|at| cells.get(*at).copied().unwrap_or("")).collect::<Vec<_>>().join("\t")
                    })
                    .collect();
                if *asked == "verbs" {
                    lines.sort();
                }
                lines.join("\n")
            }
            Err(error) => error.to_string(),
        })
        .collect()
}

#[test]
fn the_order_of_a_base_changes_no_answer() {
    let mut statements = statements();
    let open = |statements: &[String]| {
        Base::from_text(Source::new("base", format!("source Mine;\n{}", statements.join("\n")))).unwrap()
    };
    let first = printed(&open(&statements));
    assert!(first.iter().filter(|text| text.lines().count() > 1).count() >= 11, "{first:#?}");
    let mut chance = Chance::new(11);
    for _ in 0..cases(20) {
        for at in (1..statements.len()).rev() {
            statements.swap(at, chance.below(at + 1));
        }
        let again = printed(&open(&statements));
        for (place, (before, now)) in first.iter().zip(&again).enumerate() {
            assert_eq!(before, now, "{}", ASKED[place]);
        }
    }
}

#[test]
fn two_to_sixteen_threads_give_the_bytes_of_one() {
    let bases = [Base::builtin(), hostile()];
    let texts: Vec<String> = (0..cases(40)).map(|seed| text(&mut Chance::new(seed + 500_000), WORDS)).collect();
    let all = |bases: &[Base; 2]| -> Vec<String> {
        let limits = Limits { time: None, ..counted() };
        texts.iter().flat_map(|text| bases.iter().map(|base| told(base, text, &limits)).collect::<Vec<_>>()).collect()
    };
    let alone = all(&bases);
    for threads in [2, 4, 8, 16] {
        std::thread::scope(|scope| {
            let asking: Vec<_> = (0..threads).map(|_| scope.spawn(|| all(&bases))).collect();
            for thread in asking {
                assert!(thread.join().unwrap() == alone, "{threads} threads");
            }
        });
    }
}
