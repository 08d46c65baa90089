//! What is wrong with a question, for a program: codes, places, and edits that mend it.
//!
//! The same as `--error-format json` prints, one object a diagnostic. An editor underlines the spans, offers the fixes with the rows that
//! each would give, and never applies one by itself.
#![allow(clippy::print_stdout)] // an example shows its result

use whereof::render::report;
use whereof::text::Source;
use whereof::{Base, Limits, Session};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let question = Source::new("question", "treatment where upregulates CXCR44 and disease = fibrosis");
    let mut session = Session::new(Base::builtin(), Limits::untrusted());
    for reply in session.eval(&question) {
        let Err(error) = reply else { return Err("this question should be wrong".into()) };
        for diagnostic in error.diagnostics() {
            println!("{} at byte {}: {}", diagnostic.code, diagnostic.span().start, diagnostic.message);
        }
        println!("{}", report::json(error.source_text(), error.diagnostics(), 20));
    }
    Ok(())
}
