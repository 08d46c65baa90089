//! Statements of others: SIGNOR, INDRA, BEL. The samples are written here in the form of each; the papers that they cite do not exist.

use super::{lines, names, read, rejected};
use whereof::engine::written;

const SIGNOR: &str = "ENTITYA\tTYPEA\tIDA\tDATABASEA\tENTITYB\tTYPEB\tIDB\tDATABASEB\tEFFECT\tMECHANISM\tRESIDUE\tSEQUENCE\tTAX_ID\tCELL_DATA\tTISSUE_DATA\tMODULATOR_COMPLEX\tPMID\tDIRECT\tSENTENCE\tSIGNOR_ID\tSCORE
AKT1\tprotein\tP31749\tUNIPROT\tFOXO3\tprotein\tO43524\tUNIPROT\tdown-regulates activity\tphosphorylation\tThr32\tRPRSCTW\t9606\tBTO:0000001;BTO:0000002\t\t\t90000001\tYES\tAn invented sentence.\tSIGNOR-1\t0.7
rapamycin\tchemical\tCID:5284616\tPUBCHEM\tMTOR\tprotein\tP42345\tUNIPROT\tdown-regulates\tchemical inhibition\t\t\t-1\t\tBTO:0000003\t\tOther\tNO\t\tSIGNOR-2\t
TP53\tprotein\tP04637\tUNIPROT\tCDKN1A\tprotein\tP38936\tUNIPROT\tup-regulates quantity by expression\ttranscriptional regulation\t\t\t9606\t\t\t\t90000002\tYES\t\tSIGNOR-3\t
TP53\tprotein\tP04637\tUNIPROT\tApoptosis\tphenotype\tSIGNOR-PH2\tSIGNOR\tunknown\t\t\t\t9606\t\t\t\t90000002\tNO\t\tSIGNOR-4\t
TP53\tprotein\tP04637\tUNIPROT\tX\tghost\tX1\tY\tup-regulates\t\t\t\t9606\t\t\t\t90000002\tNO\t\tSIGNOR-5\t
TP53\tprotein\tP04637\tUNIPROT\tX\tprotein\tX1\tY\tdances with\t\t\t\t9606\t\t\t\t90000002\tNO\t\tSIGNOR-6\t
";

#[test]
fn signor_keeps_amount_and_activity_apart() {
    let imported = read(None, &[("signor.tsv", SIGNOR)]).unwrap();
    assert_eq!(
        rejected(&imported),
        [
            "signor.tsv:6: the object of `increases`: no noun stands for `ghost`: say one in [nouns] of the mapping",
            "signor.tsv:7: no verb stands for `dances with`: say one in [verbs] of the mapping",
        ]
    );
    let base = &imported.base;
    assert_eq!(names(base, "gene where inhibits FOXO3 in BTO:0000002"), ["AKT1"]);
    assert_eq!(names(base, "gene where upregulates CDKN1A"), ["TP53"]);
    assert_eq!(names(base, "substance where decreases MTOR"), ["rapamycin"]);
    insta::assert_snapshot!("import-signor", lines(base, "finding").join("\n"));
}

const INDRA: &str = r#"[
  {"type": "IncreaseAmount", "belief": 0.86,
   "subj": {"name": "TP53", "db_refs": {"HGNC": "11998", "UP": "P04637", "TEXT": "p53"}},
   "obj": {"name": "CDKN1A", "db_refs": {"HGNC": "1784"}},
   "evidence": [
     {"source_api": "reach", "pmid": "90000001", "text": "An invented {sentence} with \"quotes\".",
      "epistemics": {"direct": true},
      "context": {"type": "bio", "species": {"name": "Homo sapiens", "db_refs": {"TAXONOMY": "9606"}}, "cell_line": {"name": "HeLa"}}},
     {"source_api": "sparser", "text_refs": {"DOI": "10.0000/x"}, "epistemics": {"negated": true}}
   ]},
  {"type": "Phosphorylation", "residue": "S", "position": "473",
   "enz": {"name": "MTOR", "db_refs": {"HGNC": "3942"}},
   "sub": {"name": "AKT1", "db_refs": {"HGNC": "391"}, "mods": [{"mod_type": "phosphorylation", "residue": "T", "position": "308"}]},
   "evidence": [{"source_api": "reach", "pmid": "90000002", "epistemics": {"hypothesis": true}}]},
  {"type": "Complex", "members": [{"name": "A1"}, {"name": "B1", "db_refs": {}}, {"name": "C1"}], "evidence": []},
  {"type": "Activation", "obj_activity": "kinase", "subj": null, "obj": {"name": "AKT1", "db_refs": {"HGNC": "391"}}},
  {"type": "Translocation", "agent": {"name": "AKT1"}, "from_location": "cytoplasm"},
  {"type": "Influence", "subj": {"concept": {"name": "rainfall", "db_refs": {}}}, "obj": {"concept": {"name": "yield"}}},
  {"type": "Dreaming", "subj": {"name": "A1"}, "obj": {"name": "B1"}},
  {"subj": {"name": "A1"}},
  {"type": "Complex", "members": [}
]"#;

#[test]
fn indra_gives_a_finding_for_each_evidence() {
    let imported = read(None, &[("statements.json", INDRA)]).unwrap();
    assert_eq!(
        rejected(&imported),
        [
            "statements.json:16: it does not say who acts: `subj` is null",
            "statements.json:17: a statement of the type `Translocation` has no two ends that are read here",
            "statements.json:19: no verb stands for `Dreaming`: say one in [verbs] of the mapping",
            "statements.json:20: the type is left out",
            "statements.json:21: no object of JSON: this is no value",
        ]
    );
    assert_eq!((imported.counts.read, imported.counts.kept), (12, 7));
    let base = &imported.base;
    assert_eq!(names(base, "gene where upregulates CDKN1A in species = \"Homo sapiens\""), ["TP53"]);
    // evidence that denies a statement is a measured null, not the statement
    assert_eq!(names(base, "gene where has no effect on CDKN1A"), ["TP53"]);
    insta::assert_snapshot!("import-indra", written(base).text.rsplit_once("\n\n").unwrap().1);
}

const BEL: &str = r#"SET DOCUMENT Name = "An invented document"
DEFINE NAMESPACE HGNC AS URL "https://example.org/hgnc.belns"
# a remark
SET Citation = {"PubMed", "An invented title", "90000001", "2016-07-15"}
SET Evidence = "An invented sentence \
that goes on."
SET Species = {"9606", "10090"}
SET Confidence = "High"
a(CHEBI:"nitric oxide") -> r(HGNC:NOS2)
act(p(HGNC:AKT1), ma(kin)) =| act(p(HGNC:FOXO3))
proteinAbundance(HGNC:TP53) causesNoChange geneAbundance(HGNC:MDM2)
UNSET Confidence
p(HGNC:AKT1) increases deg(p(HGNC:TP53))
p(HGNC:AKT1) association path(MESH:"Alzheimer Disease")
complex(p(HGNC:AKT1), p(HGNC:TP53)) increases bp(GO:"cell death")
p(HGNC:AKT1) isA p(HGNCGENEFAMILY:"AKT family")
p(HGNC:AKT1, pmod(Ph, Ser, 473))
p(HGNC:AKT1) -> (p(HGNC:TP53) -> p(HGNC:MDM2))
p(HGNC:AKT1) -> 
p(HGNC:AKT1) dreams p(HGNC:TP53)
p(HGNC:AKT1 -> p(HGNC:TP53)
p(HGNC:AKT1) -> p(HGNC:TP53) and more
SET Citation = {"PubMed", "90000002"}
a(CHEBI:"nitric oxide") decreases p(HGNC:NOS2)
"#;

#[test]
fn bel_carries_citation_evidence_and_annotations() {
    let imported = read(None, &[("corpus.bel", BEL)]).unwrap();
    assert_eq!(
        rejected(&imported),
        [
            "corpus.bel:18: it speaks of another statement: write the inner one on a line of its own",
            "corpus.bel:19: behind `->`: `` is no term",
            "corpus.bel:20: no verb stands for `dreams`: say one in [verbs] of the mapping",
            "corpus.bel:21: a comma or `)` is missing before `-> p(HGNC:TP53)`",
            "corpus.bel:22: `and more` stands behind the statement",
        ]
    );
    let base = &imported.base;
    assert_eq!(names(base, "substance where upregulates NOS2 in \"10090\""), ["nitric oxide"]);
    assert_eq!(names(base, "gene where inhibits FOXO3"), ["AKT1"]);
    assert_eq!(names(base, "gene where downregulates TP53"), ["AKT1"]);
    assert_eq!(names(base, "gene where has no effect on MDM2"), ["TP53"]);
    assert_eq!(names(base, "substance where downregulates NOS2"), ["nitric oxide"]);
    assert_eq!(names(base, "finding where confidence = High").len(), 3);
    insta::assert_snapshot!("import-bel", written(base).text.rsplit_once("\n\n").unwrap().1);
}

#[test]
fn a_setting_that_cannot_be_read_ends_the_script() {
    let error = read(None, &[("x.bel", "SET Citation = {\"PubMed\", \"1\"\np(HGNC:A) -> p(HGNC:B)\n")]).unwrap_err();
    insta::assert_snapshot!("import-bel-setting", error.report());
}
