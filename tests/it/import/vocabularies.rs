//! Vocabularies: OBO, HGNC, SSSOM. The samples are a few facts of MONDO (CC BY 4.0) and of the HGNC (CC0), cut short.

use super::{lines, names, read, read_onto, rejected};
use whereof::Base;

const OBO: &str = r#"format-version: 1.2
ontology: mondo
! a remark

[Term]
id: MONDO:0005155
name: cirrhosis of liver ! with a remark
synonym: "hepatic cirrhosis" EXACT [DOID:5082]
synonym: "cirrhosis" RELATED []
synonym: "liver \"scar\"" EXACT [] {source="x"}
xref: DOID:5082 {source="MONDO:equivalentTo"}
xref: https://example.org/x
is_a: MONDO:0005154 {source="x"} ! liver disorder
relationship: part_of MONDO:0000001
relationship: disease_has_location UBERON:0002107
alt_id: MONDO:0099999

[Term]
id: MONDO:0005154
name: liver disorder
namespace: mondo
is_a: MONDO:4242424

[Term]
id: MONDO:0000001
name: disease

[Term]
id: MONDO:0000002
name: obsolete hepatic scarring
is_obsolete: true
replaced_by: MONDO:0005155

[Term]
id: MONDO:0000003
name: obsolete nothing
is_obsolete: true

[Term]
id: MONDO:0000004
name: obsolete nowhere
is_obsolete: true
replaced_by: MONDO:7777777

[Term]
id: MONDO:0000005

[Term]
id: MONDO:0000006
name: broken
synonym: no quotes EXACT []

[Typedef]
id: part_of
name: part of
"#;

#[test]
fn an_ontology_gives_names_steps_and_what_took_the_place_of_what() {
    let imported = read(None, &[("mondo.obo", OBO)]).unwrap();
    assert_eq!(
        rejected(&imported),
        [
            "mondo.obo:34: `MONDO:0000003` is obsolete, and nothing took its place",
            "mondo.obo:45: `MONDO:0000005` has no name",
            "mondo.obo:48: line 51: `no quotes EXACT []` does not begin with a quote",
            "mondo.obo:39: `MONDO:0000004` gave way to `MONDO:7777777`, which no file declares",
        ]
    );
    assert_eq!(imported.counts.read, 8);
    assert_eq!(imported.left_out, ["1 steps to things that no file declares"]);
    let vocabulary = imported.base.vocabulary();
    let named = |text: &str| {
        let ids = vocabulary.entities_named(text);
        ids.iter().map(|id| vocabulary.full_name(*id)).collect::<Vec<_>>()
    };
    for text in
        ["hepatic cirrhosis", "liver \"scar\"", "doid:5082", "MONDO:0000002", "hepatic scarring", "MONDO:0099999"]
    {
        assert_eq!(named(text), ["disease:cirrhosis of liver"], "{text}");
    }
    assert!(named("cirrhosis").is_empty(), "a related synonym is no other spelling unless it is asked for");
    insta::assert_snapshot!("import-obo", lines(&imported.base, "entity").join("\n"));
    let related = read(Some("[file]\nsynonyms = [\"EXACT\", \"RELATED\"]\n"), &[("mondo.obo", OBO)]).unwrap();
    assert_eq!(related.base.vocabulary().entities_named("cirrhosis").len(), 1);
}

const HGNC: &str = "hgnc_id\tsymbol\tname\tlocus_group\tstatus\talias_symbol\tprev_symbol\tuniprot_ids\tentrez_id
HGNC:2561\tCXCR4\tC-X-C motif chemokine receptor 4\tprotein-coding gene\tApproved\t\"LESTR|NPY3R|CD184\"\t\tP61073\t7852
HGNC:11998\tTP53\ttumor protein p53\tprotein-coding gene\tApproved\t\"p53|LFS1\"\t\tP04637\t7157
HGNC:7\tA2M\talpha-2-macroglobulin\tprotein-coding gene\tApproved\t\"FWP007|S863-7\"\t\tP01023\t2
HGNC:9\tA2MRAP~withdrawn\tx\tother\tEntry Withdrawn\t\t\t\t
gene\tBAD\tx\tother\tApproved\t\t\t\t
";

const WITHDRAWN: &str = "HGNC_ID\tSTATUS\tWITHDRAWN_SYMBOL\tMERGED_INTO_REPORT(S) (i.e HGNC_ID|SYMBOL|STATUS)
HGNC:100\tMerged/Split\tOLD4\tHGNC:2561|CXCR4|Approved
HGNC:101\tEntry Withdrawn\tGONE1\t
HGNC:102\tMerged/Split\tSPLIT1\tHGNC:7|A2M|Approved, HGNC:11998|TP53|Approved
";

#[test]
fn symbols_lead_to_genes_whatever_they_were_called() {
    let files = [("withdrawn.txt", WITHDRAWN), ("hgnc_complete_set.txt", HGNC)];
    let imported = read(None, &files).unwrap();
    assert_eq!(
        rejected(&imported),
        [
            "withdrawn.txt:3: `GONE1` was withdrawn, and nothing took its place",
            "withdrawn.txt:4: `SPLIT1` gave way to several: HGNC:7, HGNC:11998",
            "hgnc_complete_set.txt:5: `A2MRAP~withdrawn` has the status `Entry Withdrawn`, and nothing took its place",
            "hgnc_complete_set.txt:6: `gene` is no identifier of the HGNC",
        ]
    );
    let vocabulary = imported.base.vocabulary();
    for text in ["CXCR4", "cd184", "LESTR", "HGNC:2561", "UniProtKB:P61073", "ncbigene:7852", "OLD4", "HGNC:100"] {
        let ids = vocabulary.entities_named(text);
        assert_eq!(ids.len(), 1, "{text}");
        assert_eq!(vocabulary.full_name(ids[0]), "gene:CXCR4", "{text}");
    }
}

#[test]
fn findings_stand_on_vocabularies_read_before_them() {
    let map = "[fixed]\nobject_kind = \"gene\"\nsubject_kind = \"gene\"\n[unknown]\nverbs = \"declare\"\n";
    let table = "subject\trelation\tobject\np53\tbinds\tCD184\nnew\tbinds\tA2M\n";
    let imported = read(Some(map), &[("hgnc_complete_set.txt", HGNC), ("t.tsv", table)]).unwrap();
    assert_eq!(names(&imported.base, "gene where binds CXCR4"), ["TP53"]);
    assert_eq!(names(&imported.base, "gene where binds A2M"), ["new"]);
}

const SSSOM: &str = "#curie_map:
#  MONDO: http://purl.obolibrary.org/obo/MONDO_
#mapping_set_id: https://example.org/set
subject_id\tsubject_label\tpredicate_id\tobject_id\tmapping_justification\tpredicate_modifier
MONDO:0005155\tcirrhosis of liver\tskos:exactMatch\tMESH:D008103\tsemapv:ManualMappingCuration\t
DOID:409\tliver disease\tskos:exactMatch\tMONDO:0005154\tsemapv:ManualMappingCuration\t
MONDO:0005155\tcirrhosis of liver\tskos:broadMatch\tMONDO:0000001\tsemapv:ManualMappingCuration\t
MONDO:0005155\tcirrhosis of liver\tskos:closeMatch\tMESH:D1\tsemapv:LexicalMatching\t
MONDO:0005155\tcirrhosis of liver\tskos:exactMatch\tMONDO:0005154\tsemapv:LexicalMatching\t
MONDO:0005155\tcirrhosis of liver\tskos:exactMatch\tMESH:D2\tsemapv:LexicalMatching\tNot
A:1\ta\tskos:exactMatch\tB:1\tsemapv:LexicalMatching\t
MONDO:0005155\tx\tskos:exactMatch\tMESH:D3\t\t
";

#[test]
fn mappings_become_cross_references() {
    let vocabulary = read(None, &[("mondo.obo", OBO)]).unwrap().base;
    let imported = read_onto(Some(&vocabulary), None, false, &[("x.sssom.tsv", SSSOM)]).unwrap();
    assert_eq!(
        rejected(&imported),
        [
            "x.sssom.tsv:8: what is close is not the same",
            "x.sssom.tsv:9: `MONDO:0005155` and `MONDO:0005154` are two things of this base already",
            "x.sssom.tsv:10: it says that `MONDO:0005155` and `MESH:D2` are not so related, which a base cannot hold",
            "x.sssom.tsv:11: nothing of this base has `A:1` or `B:1`: import what has them before",
            "x.sssom.tsv:12: the mapping_justification is left out",
        ]
    );
    let named = |base: &Base, text: &str| base.vocabulary().entities_named(text).len();
    assert_eq!((named(&vocabulary, "MESH:D008103"), named(&imported.base, "mesh:D008103")), (0, 1));
    assert_eq!(named(&imported.base, "DOID:409"), 1);
    let headless = SSSOM.replace("mapping_justification", "why");
    let error = read(None, &[("x.sssom.tsv", &headless)]).unwrap_err();
    assert!(error.to_string().contains("no column `mapping_justification`"), "{error}");
}

/// The name of a thing can always be typed: no other of its kind has it beside its own.
#[test]
fn no_other_spelling_is_the_name_of_another_thing() {
    let table = "hgnc_id\tsymbol\talias_symbol\nHGNC:1\tOLD1\t\"NEW1|CAT\"\nHGNC:2\tNEW1\tOLD1\nHGNC:3\tcat\t\n";
    let imported = read(None, &[("hgnc.txt", table)]).unwrap();
    let vocabulary = imported.base.vocabulary();
    for name in ["OLD1", "NEW1", "cat"] {
        let ids = vocabulary.entities_named(&format!("gene:{name}"));
        assert_eq!(ids.iter().map(|id| vocabulary.entity_name(*id)).collect::<Vec<_>>(), [name]);
    }
    assert_eq!(vocabulary.entity_name(vocabulary.entities_named("CAT")[0]), "OLD1");
    assert_eq!(imported.left_out, ["2 other spellings that are the name of another thing"]);
}
