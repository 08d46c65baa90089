//! What reading costs: nanoseconds for a byte of findings, and of one query.
//!
//! `cargo run --release --example parse_cost [FILE]`

use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;
use whereof::syntax::{TextLimits, parse};
use whereof::text::Source;

const QUERY: &str = "treatment where upregulates CXCR4 and disease = fibrosis";

fn findings() -> String {
    let block = r#"study 59 "bile duct ligation" {
  at "4.1" 8: "SDF-1α pre-treatment" increases homing of MSC in vitro, in vivo with dose = 10 ng/µL;
  given in rat, in vivo, in liver, disease = cirrhosis, model = "bile duct ligation" {
    at "4.1" 8: resveratrol upregulates SIRT1, CXCR4, MMP9 with route = intraperitoneal;
    at "4.1" 8: resveratrol downregulates TP53 with route = intraperitoneal;
  }
}
"#;
    block.repeat(2_000)
}

/// The best of some rounds; the tree is dropped outside the clock.
fn cost(text: &str, rounds: u32) -> f64 {
    let source = Source::new("text", text);
    let mut best = f64::MAX;
    for _ in 0..9 {
        let mut kept = Vec::with_capacity(rounds as usize);
        let started = Instant::now();
        for _ in 0..rounds {
            kept.push(parse(black_box(&source), TextLimits::default()));
        }
        best = best.min(started.elapsed().as_secs_f64() * 1e9 / f64::from(rounds));
        black_box(kept);
    }
    best / text.len() as f64
}

fn main() -> ExitCode {
    let text = match std::env::args().nth(1).map(std::fs::read_to_string) {
        None => findings(),
        Some(Ok(text)) => text,
        Some(Err(_)) => return ExitCode::from(3),
    };
    let lines = [("findings", cost(&text, 1), text.len()), ("query", cost(QUERY, 1_000), QUERY.len())];
    for (what, each, length) in lines {
        #[allow(clippy::print_stdout)] // an example shows its result
        {
            println!("{what}: {each:.1} ns a byte, {length} bytes");
        }
    }
    ExitCode::SUCCESS
}
