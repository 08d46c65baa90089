//! From rows to a table of citations: who says so, where, and which way.
//!
//! Every row carries the findings for it and against it, each with its studies and its places in the source.
#![allow(clippy::print_stdout)] // an example shows its result

use whereof::Base;
use whereof::answer::Evidence;

fn line(treatment: &str, side: &str, evidence: &Evidence) -> String {
    let refs: Vec<String> = evidence.refs.iter().map(|each| format!("[{}]", each.number)).collect();
    let (refs, places) = (refs.join(" "), evidence.locators.join("; "));
    format!("{treatment}\t{side}\t{}\t{refs}\t{places}", evidence.statement)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let answers = Base::builtin().query("treatment where no effect on immunomodulation in vivo")?;
    println!("treatment\tside\tstatement\tstudies\tplaces");
    for row in &answers {
        row.evidence().iter().for_each(|each| println!("{}", line(&row["treatment"], "for", each)));
        row.against().iter().for_each(|each| println!("{}", line(&row["treatment"], "against", each)));
    }

    println!("\nsource\tnumber\tdoi\tpmid\ttitle");
    let mut cited: Vec<_> =
        answers.iter().flat_map(|row| [row.citations(), row.citations_against()].concat()).collect();
    cited.sort_by(|a, b| (&a.source, a.number).cmp(&(&b.source, b.number)));
    cited.dedup();
    for study in cited {
        let words = [study.doi, study.pmid, study.title].map(Option::unwrap_or_default);
        println!("{}\t{}\t{}", study.source, study.number, words.join("\t"));
    }
    Ok(())
}
