//! The references behind an answer, for a reference manager, and what they rest on.
//!
//! An answer is written in any format. The graph of things, findings and studies behind it is made when it is asked for; pictures can be drawn
//! from it.
#![allow(clippy::print_stderr)] // an example shows its result

use whereof::{Base, Format};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let answers = Base::builtin().query("treatment where upregulates CXCR4")?;
    let graph = answers.graph()?;
    for edge in &graph.edges {
        eprintln!("{} {}, of {} studies", edge.sign, graph.statement(edge), edge.studies.len());
    }
    answers.write(Format::CslJson, std::io::stdout())?;
    Ok(())
}
