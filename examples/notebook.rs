//! A notebook: cells that build on one another.
//!
//! A session keeps what cells define, bind and retract. A cell that fails leaves the session as it was; `is_incomplete` tells a prompt to wait
//! for another line, `complete` and `highlight` serve the editor.
#![allow(clippy::print_stdout)] // an example shows its result

use whereof::{Base, Format, Limits, Session, Style, render};

const CELLS: &[&str] = &[
    "let $gene = CXCR4; define homing booster = treatment where improves homing or upregulates $gene",
    "homing booster where improves survival",
    "homing booster where improves survivall",
    "retract study 59; treatment where upregulates $gene",
    "expect none: treatment where upregulates $gene and disease = fibrosis",
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut session = Session::new(Base::builtin(), Limits::interactive());
    let style = Style::default();
    for (number, cell) in CELLS.iter().enumerate() {
        println!("[{}] {cell}", number + 1);
        for reply in session.eval(*cell) {
            match reply {
                Ok(reply) => println!("{}", render(&reply, Format::Table, &style)?),
                Err(error) => println!("{}", error.report()),
            }
        }
    }

    let typed = "treatment where upregulates CXC";
    let candidates = session.complete(typed, typed.len()).offers;
    println!("after `{typed}`: {}", candidates.iter().map(|each| each.display.as_str()).collect::<Vec<_>>().join(", "));
    println!("one more line is wanted: {}", session.is_incomplete("treatment where"));
    Ok(())
}
