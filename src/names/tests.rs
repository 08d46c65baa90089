//! Lookups by name, hierarchies and suggestions on one small vocabulary.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;
use crate::model::*;

fn kind(name: &str) -> Kind {
    Kind::new(name)
}

fn slot(name: &str, kind: u32, place: bool) -> Slot {
    let holds = SlotType::Entities(vec![KindId(kind)]);
    Slot { name: name.into(), aliases: vec![], xref: None, holds, place, mechanism: false, note: None }
}

fn relation(name: &str, passive: Option<&str>, broader: Option<u32>) -> Relation {
    Relation {
        name: name.into(),
        aliases: vec![],
        passive: passive.map(Into::into),
        passive_aliases: vec![],
        xref: None,
        direction: Direction::Increase,
        aspects: vec![],
        opposite: None,
        broader: broader.map(RelationId),
        subjects: vec![],
        objects: vec![],
        note: None,
    }
}

const GENE: u32 = 0;
const TREATMENT: u32 = 1;
const DISEASE: u32 = 2;
const SETTING: u32 = 3;
const RATIO: u32 = 4;

struct Made(Vec<Entity>);

impl Made {
    fn add(&mut self, kind: u32, name: &str, change: impl FnOnce(&mut Entity)) -> EntityId {
        let mut entity = Entity::new(name, KindId(kind));
        change(&mut entity);
        self.0.push(entity);
        EntityId(self.0.len() as u32 - 1)
    }
}

fn edge(to: EntityId, kind: EdgeKind) -> Edge {
    Edge { to, kind, locators: vec![], note: None }
}

fn vocabulary() -> Vocabulary {
    let schema = Schema {
        kinds: vec![kind("gene"), kind("treatment"), kind("disease"), kind("setting"), kind("ratio")],
        slots: vec![slot("disease", DISEASE, true), slot("setting", SETTING, true)],
        relations: vec![
            relation("increases", Some("increased by"), None),
            relation("up-regulates", Some("is upregulated by"), Some(0)),
            relation("increases secretion of", Some("secreted under"), Some(1)),
            relation("has no effect on", None, None),
        ],
        units: vec![],
    };
    let mut made = Made(vec![]);
    let cxcr4 = made.add(GENE, "CXCR4", |e| {
        e.aliases = vec!["CXCR-4".into(), "CD184".into()];
        e.xrefs = vec![Xref { curie: "HGNC:2561".into(), verified_in: None }];
    });
    let ifn = made.add(GENE, "IFNG", |e| e.aliases = vec!["IFN-γ".into()]);
    let tgf = made.add(GENE, "TGFB1", |e| e.aliases = vec!["TGF-β".into(), "TGF-β1".into()]);
    let ifn_pre = made.add(TREATMENT, "IFN-γ pre-treatment", |e| e.agent = Some(ifn));
    let tgf_pre = made.add(TREATMENT, "TGF-β pre-treatment", |e| e.agent = Some(tgf));
    made.add(TREATMENT, "IFN-γ + TGF-β", |e| e.parts = vec![ifn_pre, tgf_pre]);
    let fibrosis = made.add(DISEASE, "fibrosis", |e| e.aliases = vec!["liver fibrosis".into()]);
    let cirrhosis = made.add(DISEASE, "cirrhosis", |e| e.broader = vec![edge(fibrosis, EdgeKind::StageOf)]);
    made.add(DISEASE, "biliary cirrhosis", |e| e.broader = vec![edge(cirrhosis, EdgeKind::IsA)]);
    made.add(DISEASE, "liver", |e| e.broader = vec![edge(fibrosis, EdgeKind::PartOf)]);
    made.add(SETTING, "in vivo", |_| ());
    made.add(RATIO, "CXCR4/IFNG", |e| e.parts = vec![cxcr4, ifn]);
    made.add(TREATMENT, "HGF", |_| ());
    made.add(GENE, "HGF", |_| ());
    made.add(GENE, "hgf", |_| ());
    made.add(TREATMENT, "bile duct ligation", |_| ());
    Vocabulary::new(schema, made.0)
}

fn names(vocabulary: &Vocabulary, text: &str) -> Vec<String> {
    vocabulary.entities_named(text).into_iter().map(|id| vocabulary.full_name(id)).collect()
}

#[test]
fn a_name_is_found_however_it_is_written() {
    let v = vocabulary();
    for text in ["CXCR4", "CXCR‐4", "cxcr 4", "cd184", "HGNC:2561", "hgnc:2561", "gene:cxcr4", "Genes:CD-184"] {
        assert_eq!(names(&v, text), ["gene:CXCR4"], "{text}");
    }
    for text in ["CXCR44", "treatment:CXCR4", "HGNC:2562", "MGI:2561", ""] {
        assert_eq!(names(&v, text), [""; 0], "{text}");
    }
}

#[test]
fn an_exact_spelling_wins_and_senses_stay_apart() {
    let v = vocabulary();
    assert_eq!(names(&v, "HGF"), ["treatment:HGF", "gene:HGF"]);
    assert_eq!(names(&v, "hgf"), ["gene:hgf"]);
    assert_eq!(names(&v, "Hgf"), ["treatment:HGF", "gene:HGF", "gene:hgf"]);
    assert_eq!(names(&v, "treatment:hgf"), ["treatment:HGF"], "the kind comes before the spelling");
}

#[test]
fn combinations_are_found_in_any_order() {
    let v = vocabulary();
    let both = v.entities_named("IFN-γ + TGF-β");
    assert_eq!(both.len(), 1);
    for text in ["TGF-β + IFN-γ", "tgf-beta pre-treatment + IFNG", "treatment:TGFB1 + IFN-γ"] {
        assert_eq!(v.entities_named(text), both, "{text}");
    }
    assert_eq!(names(&v, "TGF-β + TGF-β"), [""; 0]);
    assert_eq!(names(&v, "TGF-β + IFN-γ + IFN-γ"), [""; 0]);
    assert_eq!(names(&v, " + "), [""; 0]);
    let parts = v.entity(both[0]).unwrap().parts.clone();
    assert_eq!(v.composite_of(&[parts[1], parts[0]]), Some(both[0]));
    assert_eq!(v.composite_of(&parts[..1]), None);
    assert_eq!(v.composites_with(parts[0]).iter().collect::<Vec<_>>(), both);
}

#[test]
fn ratios_have_an_order_and_are_no_combinations() {
    let v = vocabulary();
    let (a, b) = (v.entities_named("CXCR4")[0], v.entities_named("IFNG")[0]);
    assert_eq!(v.ratio_of(a, b).map(|id| v.full_name(id)).as_deref(), Some("ratio:CXCR4/IFNG"));
    assert_eq!(v.ratio_of(b, a), None);
    assert!(v.composites_with(a).is_empty());
    assert_eq!(v.composite_of(&[a, b]), None);
    assert_eq!(v.operations_on(b).len(), 1);
}

#[test]
fn verbs_are_found_in_their_forms() {
    let v = vocabulary();
    let verb = |text: &str| v.verbs_named(text).into_iter().map(|(id, passive)| (id.0, passive)).collect::<Vec<_>>();
    for text in ["upregulates", "up-regulates", "Upregulate", "UP REGULATES"] {
        assert_eq!(verb(text), [(1, false)], "{text}");
    }
    for text in ["upregulated by", "is upregulated by", "were up-regulated by"] {
        assert_eq!(verb(text), [(1, true)], "{text}");
    }
    assert_eq!(verb("increase secretion of"), [(2, false)]);
    assert_eq!(verb("have no effect on"), [(3, false)]);
    for text in ["is upregulates", "upregulating", "will be upregulated by", "is"] {
        assert_eq!(verb(text), [], "{text}");
    }
    assert_eq!(v.narrower_relations(RelationId(0)), [RelationId(0), RelationId(1), RelationId(2)]);
    assert_eq!(v.narrower_relations(RelationId(2)), [RelationId(2)]);
}

#[test]
fn kinds_slots_and_places_are_found() {
    let v = vocabulary();
    assert_eq!(v.kinds_named("diseases"), [KindId(DISEASE)]);
    assert_eq!(v.kinds_named("Gene"), [KindId(GENE)]);
    assert_eq!(v.slots_named("Disease"), [SlotId(0)]);
    let vivo = v.entities_named("in vivo")[0];
    assert_eq!(v.places_named("vivo"), [(SlotId(1), vivo)]);
    assert_eq!(v.places_named("fibrosis").len(), 1);
    assert_eq!(v.places_named("CXCR4"), []);
}

#[test]
fn beginnings_end_where_a_word_ends() {
    let v = vocabulary();
    for text in [
        "bile",
        "bile duct",
        "Bile-Duct",
        "bile duct ligation",
        "cxcr",
        "IFN",
        "IFN-γ pre",
        "increases secretion",
        "has no",
    ] {
        assert!(v.is_prefix_of_name(text), "{text}");
    }
    for text in ["bi", "bile du", "ligation", "", "bile duct ligation x"] {
        assert!(!v.is_prefix_of_name(text), "{text}");
    }
}

#[test]
fn hierarchies_are_walked_by_followed_steps() {
    let v = vocabulary();
    let id = |name: &str| v.entities_named(name)[0];
    let down: Vec<String> = v.narrower(id("fibrosis")).iter().map(|c| v.entity_name(c.entity).to_owned()).collect();
    assert_eq!(down, ["fibrosis", "cirrhosis", "biliary cirrhosis"]);
    let cirrhosis = v.narrower(id("fibrosis"))[1];
    assert_eq!((cirrhosis.above, cirrhosis.step), (id("fibrosis"), Some(EdgeKind::StageOf)));
    let up = v.broader(id("biliary cirrhosis"));
    assert_eq!(up.len(), 3);
    assert_eq!((up[0].above, up[0].step), (id("cirrhosis"), Some(EdgeKind::StageOf)));
    assert_eq!(v.broader(id("liver")).len(), 1, "part of is not followed");
    assert_eq!(v.narrower(EntityId(999)), []);
}

#[test]
fn cycles_end() {
    let entity = |name: &str, to: u32| Entity {
        broader: vec![edge(EntityId(to), EdgeKind::IsA)],
        ..Entity::new(name, KindId(0))
    };
    let v = Vocabulary::new(
        Schema { kinds: vec![kind("disease")], ..Schema::default() },
        vec![entity("a", 1), entity("b", 2), entity("c", 0)],
    );
    for at in 0..3 {
        assert_eq!(v.narrower(EntityId(at)).len(), 3);
        assert_eq!(v.broader(EntityId(at)).len(), 3);
    }
}

#[test]
fn suggestions_are_near_and_few() {
    let v = vocabulary();
    let near =
        |text: &str| v.nearest_entities(text, 3, &|_| true).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    assert_eq!(near("CXCR44").first().map(String::as_str), Some("CXCR4"));
    assert_eq!(near("CXRC4").first().map(String::as_str), Some("CXCR4"));
    assert_eq!(near("cirrosis").first().map(String::as_str), Some("cirrhosis"));
    assert_eq!(near("IFN-γ pretreatmnt").first().map(String::as_str), Some("IFN-γ pre-treatment"));
    assert_eq!(near("photosynthesis"), [""; 0]);
    assert_eq!(v.nearest_entities("cirrosis", 3, &|id| id == EntityId(0)), []);
    assert_eq!(
        v.nearest_verbs("upregulats", 2).first().map(|(name, id)| (name.as_str(), id.0)),
        Some(("up-regulates", 1))
    );
    assert_eq!(v.nearest_kinds("treatmant", 2).first().map(|(name, _)| name.as_str()), Some("treatment"));
    assert_eq!(v.nearest_slots("diseas", 2).first().map(|(name, _)| name.as_str()), Some("disease"));
}

#[test]
fn names_are_found_by_what_is_typed_of_them() {
    let v = vocabulary();
    let found = |text: &str, inside: bool| -> Vec<String> {
        let form = normal(text);
        let name = |entry: index::Entry| v.spelling(entry.named, entry.spelling).unwrap_or_default().to_owned();
        if inside {
            v.index().containing(&form).filter(|(found, _)| !found.starts_with(&form)).map(|(_, e)| name(e)).collect()
        } else {
            v.index().beginning(&form).map(|(_, entry)| name(entry)).collect()
        }
    };
    assert_eq!(found("fib", false), ["fibrosis"]);
    assert_eq!(found("fib", true), ["liver fibrosis"]);
    assert_eq!(found("cxc", false)[0], "CXCR4");
    assert_eq!(found("zzz", false), [""; 0]);
    // what stands across two names is in neither
    for (form, _) in v.index().iter() {
        assert!(found(form, false).len() + found(form, true).len() > 0, "{form}");
    }
    let all: Vec<&str> = v.index().iter().map(|(form, _)| form).collect();
    let across: String = all.concat().chars().skip(all[0].len() - 1).take(2).collect();
    assert!(v.index().containing(&across).all(|(form, _)| form.contains(&across)));
}

#[test]
fn letters_fit_as_they_are_typed() {
    let fit = |typed: &str, name: &str| Typed::new(typed).fit(name);
    assert_eq!(fit("IFNG", "IFN-γ"), Some((Fit::Begins, 0)));
    assert_eq!(fit("ifn-gamma", "IFN-γ"), Some((Fit::Whole, 0)));
    assert_eq!(fit("tgfb1", "TGF-β1"), Some((Fit::Scattered, 3)));
    assert_eq!(fit("ligation", "bile duct ligation"), Some((Fit::Word, 0)));
    assert_eq!(fit("gation", "bile duct ligation"), Some((Fit::Inside, 0)));
    assert_eq!(fit("bdl", "bile duct ligation"), Some((Fit::Scattered, 6)));
    assert_eq!(fit("bdn", "bile duct ligation"), None, "too far apart");
    assert_eq!(fit("xc", "CXCR4"), Some((Fit::Inside, 0)));
    assert_eq!(fit("x", "CXCR4"), None);
    assert_eq!(fit("", "CXCR4"), Some((Fit::Begins, 0)));
    assert_eq!(fit("β", "TGF-β1"), Some((Fit::Word, 0)));
    assert_eq!(fit("cxcr4long", "CXCR4"), None);
}

#[test]
fn an_index_is_checked_before_it_is_used() {
    let v = vocabulary();
    assert!(v.index().fits(v.schema(), v.entities().len()));
    assert!(!v.index().fits(v.schema(), v.entities().len() - 1));
    assert!(!v.index().fits(&Schema::default(), v.entities().len()));
}

proptest::proptest! {
    /// What is told of a narrower entity from below is what is told from above, circles and several ways included.
    #[test]
    fn steps_are_found_from_below(edges in proptest::collection::vec((0u32..12, 0u32..12, proptest::bool::ANY), 0..40)) {
        let mut entities: Vec<Entity> = (0..12).map(|at| Entity::new(format!("thing {at}"), KindId(GENE))).collect();
        for (low, high, part) in edges {
            let kind = if part { EdgeKind::PartOf } else { EdgeKind::IsA };
            entities[low as usize].broader.push(edge(EntityId(high), kind));
        }
        let vocabulary = Vocabulary::new(Schema { kinds: vec![kind("gene")], ..Schema::default() }, entities);
        for top in (0..13).map(EntityId) {
            let narrower = vocabulary.narrower(top);
            for id in (0..13).map(EntityId) {
                let known = narrower.iter().find(|step| step.entity == id).copied();
                proptest::prop_assert_eq!(vocabulary.step_below(top, id), known);
            }
            let above: Vec<EntityId> = vocabulary.broader(top).iter().filter(|step| step.above == top && step.entity != top).map(|step| step.entity).collect();
            let parents: Vec<EntityId> = vocabulary.parents(top).iter().filter(|id| *id != top).collect();
            proptest::prop_assert_eq!(parents, above);
        }
    }
}
