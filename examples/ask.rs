//! One question, one table.
//!
//! Run it with a question of yours: `cargo run --example ask -- 'gene where upregulated by hypoxia'`.
#![allow(clippy::print_stdout)] // an example shows its result

use whereof::{Base, Format};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let headline = "treatment where upregulates CXCR4 and disease = fibrosis";
    let question = std::env::args().nth(1).unwrap_or_else(|| headline.to_owned());
    let answers = Base::builtin().query(question)?;
    for row in &answers {
        println!("{}: {}, {} studies for it", row.name(), row.verdict().words(), row.citations().len());
    }
    print!("{}", answers.text(Format::Table)?);
    Ok(())
}
