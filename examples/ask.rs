//! One question, one table.
//!
//! A session asks a base; each statement gives a reply or an error of its own. Run it with a question of yours:
//! `cargo run --example ask -- 'gene where upregulated by hypoxia'`.
#![allow(clippy::print_stdout)] // an example shows its result

use whereof::render::{Format, Style, render};
use whereof::text::Source;
use whereof::{Base, Limits, Session};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let headline = "treatment where upregulates CXCR4 and disease = fibrosis";
    let question = std::env::args().nth(1).unwrap_or_else(|| headline.to_owned());
    let mut session = Session::new(Base::builtin(), Limits::interactive());
    for reply in session.eval(&Source::new("question", question)) {
        println!("{}", render(&reply?, Format::Table, &Style::default()));
    }
    Ok(())
}
