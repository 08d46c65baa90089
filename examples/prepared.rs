//! One question, many names.
//!
//! The question is read once; each value is bound as data. Whatever characters a value holds, it is one name or one amount and can never
//! become part of the question. A name that the base does not know is an error with the nearest names.
#![allow(clippy::print_stdout)] // an example shows its result

use whereof::{Base, Parameter};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let base = Base::builtin();
    let mut query = base.prepare("treatment where upregulates $gene")?;
    for gene in ["CXCR4", "vegf", "ALB", "CXCR4 or disease = fibrosis"] {
        match query.bind("gene", gene).run() {
            Ok(answers) => {
                let names: Vec<&str> = answers.iter().filter_map(|row| row.get("treatment")).collect();
                println!("{gene}: {}", names.join(", "));
            }
            Err(error) => println!("{gene}: {error}"),
        }
    }

    let mut query = base.prepare("treatment where is $who and duration >= $time show duration")?;
    query.bind("time", Parameter::Amount(1.0, "day".to_owned()));
    for row in &query.bind("who", vec!["hypoxia", "rapamycin"]).run()? {
        println!("{} for {}", row.name(), &row["duration"]);
    }
    Ok(())
}
