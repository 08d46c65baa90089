//! Bases that somebody damaged: texts, JSON Lines, images.

use super::questions::WORDS;
use super::survive::{counted, hostile, told};
use super::{cases, one, seed};
use crate::grammar::Chance;
use std::sync::Arc;
use whereof::base::column::Damage;
use whereof::base::{Memory, builtin, column, jsonl};
use whereof::columns::Bytes;
use whereof::text::Source;
use whereof::{Base, engine};

const SMALL: &str = "source Mine with title = \"t\", year = 2020; noun treatment with plural = treatments; noun gene; noun disease; noun ratio;
slot disease with takes = disease, place; slot dose is quantity with dimension = mass; slot comment is text;
unit g is mass with factor = 1, alias = (gram, grams);
verb raises with passive = \"raised by\", direction = increase, opposite = lowers, subject = treatment, object = (gene, ratio);
verb lowers with direction = decrease; verb boosts with direction = increase, broader = raises;
entity tea is treatment with alias = (\"green tea\", chai), id = X:1, id from = \"X\"; entity coffee is treatment with agent = bean, operation = roasting;
entity bean is gene with benefit = more; entity G1 is gene with note = \"n\"; entity G2 is gene with broader = G1;
entity \"tea + coffee\" is treatment with parts = (tea, coffee); entity \"G1/G2\" is ratio with parts = (G1, G2);
entity liver is disease; entity fibrosis is disease; at \"2\" 19: fibrosis is stage of liver;
reference 1 with title = \"first\", doi = \"10.1/x\";
study 1 \"one\" { at \"1\" 1: tea raises G1, G2 in fibrosis with dose = 5 g; given in liver { at \"1\" 2: coffee lowers G1 with comment = \"c\"; } }
study 2 { at \"1\" 3: \"tea + coffee\" boosts ratio(G1, G2); at \"1\" 4: tea raises bean with stance = gap; }\n";

/// A text with some of its bytes, pieces and words changed.
fn mutated(text: &str, chance: &mut Chance) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=chance.below(4) {
        let at = chance.below(bytes.len());
        let other = chance.below(bytes.len());
        match chance.below(7) {
            0 => bytes[at] = (chance.below(256)) as u8,
            1 => bytes.truncate(at),
            2 => drop(bytes.drain(at..(at + chance.below(40)).min(bytes.len()))),
            3 => drop(bytes.splice(at..at, one(chance, WORDS).bytes().collect::<Vec<_>>())),
            4 => {
                let piece = bytes[at..(at + chance.below(80)).min(bytes.len())].to_vec();
                drop(bytes.splice(other..other, piece));
            }
            5 => bytes[at] = one(chance, b";,{}()=\"\\:0\n[]"),
            _ => drop(bytes.splice(at..at, vec![b'9'; chance.below(30)])),
        }
        if bytes.is_empty() {
            bytes.push(b' ');
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Asks what looks at everything in a base; nothing may panic.
fn asked_everything(base: &Base) {
    for text in [
        "nouns; verbs; slots; sources",
        "finding where stance = gap or direction = increase",
        "treatment where raises G1",
        "treatment where not raises G1 in fibrosis",
        "why treatment where raises G1",
        "kinds of liver; describe tea; describe G1; resolve tea",
        "count finding by disease where dose > 1 g",
        "treatment where contested on G1; study where raises G1; gene where raised by tea",
    ] {
        told(base, text, &counted());
    }
    let _ = engine::export(base);
}

#[test]
fn damaged_texts_are_bases_or_located_errors() {
    let hundred = hostile_text();
    let texts = [SMALL, builtin::TEXTS[0].1, hundred.as_str()];
    let (mut good, mut bad) = (0, 0);
    for seed in seed()..seed() + cases(1_500) {
        let mut chance = Chance::new(seed + 77);
        let text = mutated(texts[if seed % 8 == 0 { chance.below(3) } else { 0 }], &mut chance);
        let source = Source::new("damaged", text);
        match Base::from_text(&source) {
            Ok(base) => {
                good += 1;
                if seed % 4 == 0 {
                    asked_everything(&base);
                }
            }
            Err(error) => {
                bad += 1;
                assert!(!error.diagnostics().is_empty());
                for diagnostic in error.diagnostics() {
                    assert!(!diagnostic.labels.is_empty(), "{diagnostic:?}");
                    assert!(diagnostic.labels.iter().all(|label| source.text().get(label.span.range()).is_some()));
                    assert!(diagnostic.fixes.iter().all(|fix| fix.apply(source.text()).is_some()));
                }
            }
        }
        if seed % 4 == 0 {
            // what is wrong is told by `check` too, in the order of the text
            let told = engine::check(std::slice::from_ref(&source));
            assert!(told.is_sorted_by_key(|(file, each)| (*file, each.span().start)));
        }
    }
    assert!(good > 5 && bad > 200, "{good} read, {bad} refused");
}

fn hostile_text() -> String {
    jsonl_of(&hostile()).replace('{', "{ study 1 ")
}

fn jsonl_of(base: &Base) -> String {
    engine::export(base)
}

#[test]
fn damaged_json_lines_are_bases_or_numbered_errors() {
    let small = Base::from_text(Source::new("small", SMALL)).unwrap();
    let whole = jsonl_of(&small);
    let lines = whole.lines().count();
    assert!(jsonl::read(&whole).is_ok());
    let (mut good, mut bad) = (0, 0);
    for seed in seed()..seed() + cases(1_500) {
        let text = mutated(&whole, &mut Chance::new(seed + 991));
        match jsonl::read(&text) {
            Ok(parts) => {
                good += 1;
                let base = Base::with_facts(Arc::new(Memory::from_parts("damaged", parts)));
                if seed % 4 == 0 {
                    asked_everything(&base);
                }
            }
            Err(wrong) => {
                bad += 1;
                assert!(!wrong.is_empty());
                let lines = text.lines().count() + 1;
                assert!(
                    wrong.iter().all(|each| (1..=lines).contains(&each.line) && !each.message.is_empty()),
                    "{wrong:?}"
                );
            }
        }
    }
    assert!(lines > 20 && good > 5 && bad > 200, "{lines} lines, {good} read, {bad} refused");
    // brackets within brackets, more than any line has
    let deep = format!("{{\"a\":{}", "[".repeat(1_000_000));
    assert!(jsonl::read(&deep).is_err());
}

/// Whether bytes are a base in columns; `open` looks at every byte of a small one.
fn opened(bytes: &[u8]) -> bool {
    column::open(Bytes::owned(bytes)).is_ok()
}

fn small() -> Vec<u8> {
    let parsed = whereof::syntax::parse(&Source::new("small", SMALL), whereof::syntax::TextLimits::default());
    let base = whereof::notation::load(&[&parsed.script]).memory("small");
    column::image("small", base.parts().into()).unwrap().to_bytes()
}

/// Every length and every bit of a small base: none of them is taken for a base.
#[test]
fn a_base_cut_short_or_with_a_bit_turned_is_refused() {
    let whole = small();
    assert!(opened(&whole));
    asked_everything(&Base::with_facts(Arc::new(column::verify(Bytes::owned(&whole)).unwrap())));
    for length in 0..whole.len() {
        assert!(!opened(&whole[..length]), "{length} bytes of {}", whole.len());
    }
    let mut bytes = whole.clone();
    for at in 0..whole.len() {
        for bit in 0..8 {
            bytes[at] ^= 1 << bit;
            assert!(!opened(&bytes), "bit {bit} of byte {at}");
            bytes[at] ^= 1 << bit;
        }
    }
    // bytes behind the end are not what was written either
    assert!(!opened(&[whole.as_slice(), &[0; 64]].concat()));
}

/// What is wrong is told by its name.
#[test]
fn damage_has_names() {
    let whole = small();
    let told = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = whole.clone();
        change(&mut bytes);
        column::open(Bytes::owned(&bytes)).unwrap_err()
    };
    assert_eq!(told(&|bytes| bytes[0] = b'x'), Damage::Foreign);
    assert_eq!(told(&|bytes| bytes[8..12].copy_from_slice(&9u32.to_ne_bytes())), Damage::Newer(9));
    assert_eq!(told(&|bytes| bytes[8..12].copy_from_slice(&0u32.to_ne_bytes())), Damage::Older(0));
    assert_eq!(told(&|bytes| bytes[12..16].reverse()), Damage::Turned);
    assert!(matches!(told(&|bytes| bytes.truncate(1000)), Damage::Short(1000, _)));
    assert!(matches!(told(&|bytes| *bytes.last_mut().unwrap() ^= 1), Damage::Corrupt(_)));
    assert!(matches!(column::open(Bytes::owned(b"")).unwrap_err(), Damage::Foreign));
}

/// Bytes changed in a way that nobody notices by the checksums: what is opened is asked everything, and nothing panics.
#[test]
fn a_base_with_true_checksums_and_false_numbers_is_asked_without_harm() {
    let whole = small();
    let (mut refused, mut asked) = (0, 0);
    for seed in 0..cases(400) {
        let mut chance = Chance::new(seed + 5);
        let mut bytes = whole.clone();
        for _ in 0..=chance.below(3) {
            let at = 64 + chance.below(bytes.len() - 64);
            match chance.below(3) {
                0 => bytes[at] ^= 1 << chance.below(8),
                1 => bytes[at] = 0xff,
                _ => {
                    let word = at / 4 * 4;
                    let number = [0u32, 1, u32::MAX, u32::MAX - 1, 1 << 29, 7][chance.below(6)];
                    if let Some(place) = bytes.get_mut(word..word + 4) {
                        place.copy_from_slice(&number.to_ne_bytes());
                    }
                }
            }
        }
        signed(&mut bytes);
        match column::open(Bytes::owned(&bytes)) {
            Ok(column) => {
                asked += 1;
                asked_everything(&Base::with_facts(Arc::new(column)));
            }
            Err(_) => refused += 1,
        }
        let _ = column::verify(Bytes::owned(&bytes));
    }
    assert!(asked > 50 && refused > 10, "{asked} asked, {refused} refused");
}

/// Makes the checksums of a file true again, where its table still leads to bytes.
fn signed(bytes: &mut [u8]) {
    use twox_hash::XxHash3_128;
    let word = |bytes: &[u8], at: usize| u64::from_ne_bytes(bytes[at..at + 8].try_into().unwrap()) as usize;
    let count = u32::from_ne_bytes(bytes[20..24].try_into().unwrap()) as usize;
    for section in 0..count {
        let entry = 64 + section * 40;
        let Some(bytes_of) = bytes.get(entry..entry + 24) else { return };
        let (start, length) = (word(bytes_of, 8), word(bytes_of, 16));
        if let Some(part) = start.checked_add(length).and_then(|end| bytes.get(start..end)) {
            let sum = XxHash3_128::oneshot(part).to_ne_bytes();
            bytes[entry + 24..entry + 40].copy_from_slice(&sum);
        }
    }
    let table = [&bytes[..48], &bytes[64..64 + count * 40]].concat();
    bytes[48..64].copy_from_slice(&XxHash3_128::oneshot(&table).to_ne_bytes());
}
