//! Findings that a program has in a vector.
//!
//! What the words mean is declared once, in the notation of `docs/bases.md`; the findings come from wherever the program has them. `merge`
//! and `with_findings` lay them beside another base.
#![allow(clippy::print_stdout)] // an example shows its result

use whereof::{Base, Format, NewFinding, Parameter};

const DECLARED: &str = r#"
source "Our notebook";
noun treatment; noun gene; noun disease; noun setting;
slot disease with takes = disease, place;
slot setting with takes = setting, place;
slot dose is quantity with dimension = mass concentration;
unit ng/mL is mass concentration with factor = 1;
verb upregulates with passive = "upregulated by", direction = increase, opposite = downregulates,
  subject = treatment, object = gene;
verb downregulates with passive = "downregulated by", direction = decrease, opposite = upregulates,
  subject = treatment, object = gene;
"#;

/// What an instrument, a table or a service gave: treatment, gene, log2 of the fold change, dose, plate.
const MEASURED: &[(&str, &str, f64, f64, u32)] =
    &[("quercetin", "CXCR4", 1.8, 5.0, 7), ("quercetin", "TP53", -1.1, 5.0, 7), ("curcumin", "CXCR4", -0.9, 10.0, 8)];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let findings = MEASURED.iter().map(|(treatment, gene, change, dose, plate)| {
        let verb = if *change > 0.0 { "upregulates" } else { "downregulates" };
        NewFinding::new(*treatment, verb, *gene)
            .with("setting", "in vitro")
            .with("dose", Parameter::Amount(*dose, "ng/mL".to_owned()))
            .study(*plate)
    });
    let base = Base::from_findings(DECLARED, findings)?;
    print!("{}", base.query("treatment where upregulates CXCR4 in vitro and dose >= 1 ng/mL")?.text(Format::Table)?);

    let typo = [NewFinding::new("hypoxia", "upregulates", "CXCR44")];
    if let Err(error) = Base::builtin().with_findings("source Typed;", typo) {
        println!("\n{}", error.report());
    }
    Ok(())
}
