//! What a byte of text costs, and how that grows.
//!
//! Texts of doubling length come in, nanoseconds a byte and T(2n)/T(n) go out: 2 is linear. Dropping the trees is not counted.

use std::error::Error;
use std::hint::black_box;
use std::time::Instant;
use whereof::Base;
use whereof::syntax::{TextLimits, parse};
use whereof::text::Source;

/// Verbs, nouns and names that the studies below need.
const SCHEMA: &str = "source review; noun treatment; noun gene; noun disease; noun species; noun setting;
slot disease with takes = disease, place; slot species with takes = species, place; slot setting with takes = setting, place;
unit \"ng/mL\" is mass concentration with factor = 1; slot dose is quantity with dimension = mass concentration;
verb upregulates with passive = \"upregulated by\", direction = increase, subject = treatment, object = gene;
entity resveratrol is treatment; entity CXCR4 is gene with alias = CXCR-4; entity SIRT1 is gene; entity MMP9 is gene;
entity cirrhosis is disease; entity rat is species; entity vivo is setting;
";

fn studies(count: usize) -> String {
    (1..=count)
        .map(|number| {
            format!(
                "study {number} in rat, in vivo, disease = cirrhosis {{
  at \"4.1\" 8: resveratrol upregulates SIRT1, CXCR-4, MMP9 with dose = 10 ng/mL;
}}
"
            )
        })
        .collect()
}

fn question(conditions: usize) -> String {
    let one = "(upregulates CXCR4 and disease = fibrosis)";
    format!("treatment where {}", vec![one; conditions].join(" or "))
}

fn brackets(depth: usize) -> String {
    format!("treatment where {}upregulates CXCR4{}", "(".repeat(depth), ")".repeat(depth))
}

/// The best of some rounds, in nanoseconds.
fn best<T>(mut work: impl FnMut() -> T) -> f64 {
    let mut best = f64::MAX;
    for _ in 0..15 {
        let started = Instant::now();
        let kept = work();
        best = best.min(started.elapsed().as_secs_f64() * 1e9);
        black_box(kept);
    }
    best
}

/// One table: texts of doubling length and what is done with each.
fn table<T>(
    what: &str,
    sizes: &[usize],
    text: impl Fn(usize) -> String,
    work: impl Fn(&Source) -> Result<T, Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    println!("\n{what}\n\n| bytes | µs | ns a byte | T(2n)/T(n) |\n|---|---|---|---|");
    let mut before: Option<f64> = None;
    for &size in sizes {
        let source = Source::new("text", text(size));
        work(&source)?;
        let time = best(|| work(&source));
        let growth = before.map_or("–".to_owned(), |before| format!("{:.2}", time / before));
        let length = source.text().len();
        println!("| {length} | {:.1} | {:.1} | {growth} |", time / 1e3, time / length as f64);
        before = Some(time);
    }
    Ok(())
}

fn read(source: &Source) -> Result<impl Sized + use<>, Box<dyn Error>> {
    let limits = TextLimits { bytes: 1 << 30, ..TextLimits::default() };
    let parsed = parse(black_box(source), limits);
    match parsed.diagnostics.first() {
        Some(wrong) => Err(wrong.message.clone().into()),
        None => Ok(parsed),
    }
}

pub(crate) fn measure() -> Result<(), Box<dyn Error>> {
    println!("\n## Reading");
    let doubling = |start: usize, times: u32| (0..times).map(|step| start << step).collect::<Vec<_>>();
    table("A question of many conditions, parsed:", &doubling(1, 11), question, read)?;
    table("A question in brackets, parsed:", &doubling(1, 7), brackets, read)?;
    table("Findings, parsed:", &doubling(100, 8), studies, read)?;
    let base = |count: usize| format!("{SCHEMA}{}", studies(count));
    table("Findings, parsed and made a base:", &doubling(100, 8), base, |source| {
        Ok(Base::from_text(black_box(source))?)
    })
}
