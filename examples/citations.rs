//! From a row to the sentences that it rests on.
//!
//! Every row carries the findings for it and against it, each with its studies and its places in the source. This prints them as a list
//! for a manuscript; `refs` are numbers of the source's own reference list.
#![allow(clippy::print_stdout)] // an example shows its result

use whereof::answer::Reply;
use whereof::text::Source;
use whereof::{Base, Limits, Session};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let question = Source::new("question", "treatment where no effect on immunomodulation in vivo");
    for reply in Session::new(Base::builtin(), Limits::script()).eval(&question) {
        let Reply::Answers(answers) = reply? else { continue };
        for row in &answers.rows {
            println!("{} ({})", row.cells.join(", "), row.verdict.words());
            for effect in &row.effects {
                let against = effect.against_inside.iter().chain(&effect.against_elsewhere);
                let sides =
                    effect.witnesses.iter().map(|each| ("for", each)).chain(against.map(|each| ("against", each)));
                for (side, evidence) in sides {
                    let refs: Vec<String> = evidence.refs.iter().map(|each| format!("[{}]", each.number)).collect();
                    println!("  {side}: {} {}; {}", evidence.statement, refs.join(" "), evidence.locators.join("; "));
                }
            }
        }
    }
    Ok(())
}
