//! One question, many names.
//!
//! A parameter is bound as data: whatever characters a value holds, it is one name and can never become part of the question. A name
//! that the base does not know is an error with the nearest names.
#![allow(clippy::print_stdout)] // an example shows its result

use whereof::answer::Reply;
use whereof::text::Source;
use whereof::{Base, Limits, Session};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let question = Source::new("question", "treatment where upregulates $gene");
    let mut session = Session::new(Base::builtin(), Limits::script());
    for gene in ["CXCR4", "vegf", "ALB", "CXCR4 or disease = fibrosis"] {
        session.bind("gene", gene);
        for reply in session.eval(&question) {
            match reply {
                Ok(Reply::Answers(answers)) => {
                    let names: Vec<&str> =
                        answers.rows.iter().filter_map(|row| row.cells.first()).map(String::as_str).collect();
                    println!("{gene}: {}", names.join(", "));
                }
                Ok(_) => println!("{gene}: no table"),
                Err(error) => println!("{gene}: {error}"),
            }
        }
    }
    Ok(())
}
