//! What is wrong with a question, for a program: codes, places, and edits that mend it, as JSON.
//!
//! An editor underlines the spans, offers the fixes with the rows that each would give, and never applies one by itself. A diagnostic
//! serialises as it is; `to_json_lines` adds lines and columns, in the form that `whereof schema` tells.
#![allow(clippy::print_stdout)] // an example shows its result

use whereof::Base;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let question = "treatment where upregulates CXCR44 and disease = fibrosis";
    let Err(error) = Base::builtin().query(question) else { return Err("this question should be wrong".into()) };
    for diagnostic in error.diagnostics() {
        let place = diagnostic.span();
        println!("{} at bytes {} to {}: {}", diagnostic.code, place.start, place.end, diagnostic.message);
        for fix in &diagnostic.fixes {
            println!("  {}: {:?} rows: {}", fix.message, fix.rows, fix.apply(question).unwrap_or_default());
        }
    }
    println!("{}", serde_json::to_string_pretty(error.diagnostics())?);
    print!("{}", error.to_json_lines());
    Ok(())
}
