//! Two bases made one.

use super::{base_of, load_texts};
use whereof::base::{Facts, Memory, builtin, merge};

#[test]
fn a_base_laid_upon_nothing_or_under_nothing_stays_itself() {
    for base in [base_of("study 1 { at \"1\" 1: rapamycin increases CXCR4; }"), builtin::memory().unwrap()] {
        assert_eq!(merge(Default::default(), base.parts()), base.parts());
        assert_eq!(merge(base.parts(), Default::default()), base.parts());
    }
}

#[test]
fn what_has_one_name_or_one_reference_becomes_one() {
    let below = base_of("study 1 in rat { at \"1\" 1: rapamycin increases CXCR4; }");
    let other = "source other; noun process; noun Species; noun drug; noun gene;
        unit min is duration with factor = 60; unit % is amount fraction with factor = 0.01;
        slot when is quantity with dimension = duration; slot species with takes = species, place;
        verb lifts with direction = increase, broader = increases, subject = drug, object = gene;
        verb increases with direction = increase;
        entity mouse is species; entity HGF is gene; entity fusin is gene with id = hgnc:2561, member of = HGF; entity aspirin is drug;
        study 1 in mouse { at \"1\" 1: aspirin lifts fusin with when = 5 min; }";
    let above = load_texts(&[other]);
    assert!(!above.has_errors(), "{:?}", above.diagnostics);
    let both = Memory::from_parts("both", merge(below.parts(), above.memory("other").parts()));
    let vocabulary = both.vocabulary();
    assert_eq!(vocabulary.schema().kinds.len(), below.vocabulary().schema().kinds.len() + 1);
    assert_eq!(vocabulary.schema().units.len(), below.vocabulary().schema().units.len() + 1);
    assert_eq!(both.studies().len(), 2);
    assert_eq!(vocabulary.entities_named("fusin"), vocabulary.entities_named("CXCR4"));
    assert_eq!(vocabulary.entities_named("HGF").len(), 2);
    assert_eq!(vocabulary.entities_named("mouse").len(), 2, "no reference says that they are one");
    let lifts = vocabulary.verbs_named("lifts")[0].0;
    assert_eq!(vocabulary.relation(lifts).unwrap().broader, Some(vocabulary.verbs_named("increases")[0].0));
    let lines = whereof::base::jsonl::write(&both);
    let last = lines.lines().last().unwrap();
    assert!(last.contains(r#""subject":"drug:aspirin","relation":"lifts","object":"gene:CXCR4""#), "{last}");
    assert!(last.contains(r#""unit":"min""#) && last.contains(r#""studies":["other:1"]"#), "{last}");
    let again = whereof::base::jsonl::read(&lines).unwrap();
    assert_eq!(again, both.parts());
}
