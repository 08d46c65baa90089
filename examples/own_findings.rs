//! Findings of one's own, laid upon the base that is built in.
//!
//! The text is read like a file given with `--base`. Its names, verbs and slots are those of the base below it, and what it declares is
//! added; the base below stays as it was.
#![allow(clippy::print_stdout)] // an example shows its result

use whereof::answer::Reply;
use whereof::text::Source;
use whereof::{Base, Limits, Session};

const NOTEBOOK: &str = r#"
source "Our notebook";
entity quercetin is treatment;
study 1 "plate 7, spring" in MSC, in vitro {
  at "plate 7" 1: quercetin upregulates CXCR4 with dose = 5 ng/mL, duration = 24 h;
  at "plate 7" 2: quercetin has no effect on viability;
}
"#;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let base = Base::builtin().with_text(&Source::new("notebook", NOTEBOOK))?;
    let mut session = Session::new(base, Limits::script());
    for reply in session.eval(&Source::new("question", "treatment where upregulates CXCR4 in vitro")) {
        if let Reply::Answers(answers) = reply? {
            for row in &answers.rows {
                println!("{}: {}, {} studies for it", row.cells.join(" "), row.verdict.words(), row.refs.len());
            }
            println!("of {} findings in the two sources", answers.base.findings);
        }
    }
    Ok(())
}
