//! Bases: text, JSON Lines, image, and what is said of mistakes.

mod builtin;
mod compare;
mod errors;
mod jsonl;
mod ledger;
mod lints;
mod load;
mod merge;
mod written;

use whereof::base::Memory;
use whereof::diagnostic::Severity;
use whereof::notation::{self, Loaded};
use whereof::syntax::parser::{TextLimits, parse};
use whereof::text::Source;

/// A small schema that most tests stand on.
pub(crate) const SCHEMA: &str = r#"
source review with year = 2020, curator = "A. Reader", curated = 2026-11-23;
noun gene; noun treatment; noun disease; noun species; noun setting; noun cell; noun process; noun ratio;
slot disease with takes = disease, place;
slot species with takes = species, place;
slot setting with takes = setting, place;
slot cell with takes = cell, place;
slot via with takes = (gene, process);
slot dose is quantity with dimension = (mass concentration, amount fraction);
slot duration is quantity with dimension = duration;
slot comment is text;
unit h is duration with factor = 3600, alias = (hour, hours);
unit d is duration with factor = 86400, alias = days;
unit % is amount fraction with factor = 0.01;
unit "ng/µL" is mass concentration with factor = 0.001;
verb increases with passive = "increased by", direction = increase, opposite = decreases, object = (gene, process, ratio);
verb "increases secretion of" with direction = increase, opposite = "decreases secretion of", broader = increases, subject = treatment, object = gene;
verb decreases with passive = "decreased by", direction = decrease, object = (gene, process, ratio);
verb "decreases secretion of" with direction = decrease, broader = decreases, subject = treatment, object = gene;
verb "has no effect on" with direction = none;
"#;

/// Entities for [`SCHEMA`], all of them used by each other.
pub(crate) const ENTITIES: &str = r#"
entity CXCR4 is gene with alias = CXCR-4, id = HGNC:2561;
entity HGF is gene; entity BAX is gene; entity BCL2 is gene with alias = Bcl-2;
entity "HGF overexpression" is treatment with agent = HGF, operation = overexpression;
entity rapamycin is treatment; entity hypoxia is treatment;
entity fibrosis is disease; entity cirrhosis is disease with stage of = fibrosis;
entity rat is species; entity mouse is species;
entity "in vitro" is setting; entity vivo is setting with alias = "in vivo";
entity MSC is cell; entity homing is process;
"#;

pub(crate) fn load_texts(texts: &[&str]) -> Loaded {
    let parsed: Vec<_> = texts
        .iter()
        .map(|text| {
            let parsed = parse(&Source::new("base", *text), TextLimits::default());
            assert_eq!(parsed.diagnostics, [], "{text}");
            parsed.script
        })
        .collect();
    notation::load(&parsed.iter().collect::<Vec<_>>())
}

/// A base that must be without mistakes.
pub(crate) fn base_of(text: &str) -> Memory {
    let loaded = load_texts(&[SCHEMA, ENTITIES, text]);
    let errors: Vec<String> = loaded
        .diagnostics
        .iter()
        .filter(|located| located.diagnostic.severity == Severity::Error)
        .map(|located| format!("{} {}", located.diagnostic.code, located.diagnostic.message))
        .collect();
    assert_eq!(errors, [""; 0]);
    loaded.memory("test")
}
