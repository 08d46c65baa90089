//! Answers made by hand, so that rendering is tested without an engine.

use whereof::answer::reply::{KindLine, Kinds, Listing, Proof, Reply, Resolved, SenseWords, Why, WhyNot, WhyRow};
use whereof::answer::{
    Answer, Answers, BaseInfo, Change, Changes, Completeness, EffectAnswer, Evidence, Expansion, Expected, Failed,
    Included, Looser, NameRead, NearMiss, Noted, Reading, Ref, RowChange, SCHEMA, Skipped, SlotWords, Verdict,
};
use whereof::model::{FindingId, StudyId};

pub(crate) fn reference(number: u32) -> Ref {
    Ref { number, study: StudyId(number), source: None }
}

fn slot(slot: &str, value: &str) -> SlotWords {
    SlotWords { slot: slot.into(), values: vec![value.into()], inferred: false }
}

pub(crate) fn evidence(id: u32, statement: &str, sign: char, number: u32, sentence: u32) -> Evidence {
    Evidence {
        finding: FindingId(id),
        statement: statement.into(),
        sign,
        context: Vec::new(),
        refs: vec![reference(number)],
        locators: vec![format!("Hu 2020, section 4.1, sentence {sentence}")],
        stance: "reported".into(),
    }
}

fn base() -> BaseInfo {
    BaseInfo { name: "Hu 2020".into(), hash: "5d41402abc4b2a76".into(), findings: 412, studies: 71 }
}

fn name(typed: &str, name: &str, kind: &str, xref: Option<&str>) -> NameRead {
    NameRead {
        typed: typed.into(),
        name: name.into(),
        kind: kind.into(),
        xref: xref.map(str::to_owned),
        respelled: typed != name,
    }
}

fn empty() -> Answers {
    Answers {
        schema: SCHEMA,
        query: String::new(),
        reading: Reading::default(),
        base: base(),
        columns: vec!["treatment".into()],
        nouns: 1,
        rows: Vec::new(),
        untold: None,
        counts: None,
        near_misses: Vec::new(),
        near_misses_total: 0,
        skipped: Vec::new(),
        possible: Vec::new(),
        possible_total: 0,
        related: Vec::new(),
        beside: Vec::new(),
        emptied: None,
        looser: Vec::new(),
        looser_untried: Vec::new(),
        notes: Vec::new(),
        completeness: Completeness::Complete,
    }
}

fn near_miss(who: &str, number: u32, id: u32, elsewhere: &str) -> NearMiss {
    NearMiss {
        name: who.into(),
        refs: vec![reference(number)],
        failed: vec![Failed {
            context: "disease = fibrosis".into(),
            reason: format!("disease not stated; other findings of [{number}] are in {elsewhere}"),
        }],
        skipped: true,
        findings: vec![FindingId(id)],
    }
}

/// The answer that everything begins with.
pub(crate) fn headline() -> Answers {
    let mut witness = evidence(41, "resveratrol upregulates CXCR4", '+', 59, 8);
    witness.context = vec![
        slot("disease", "cirrhosis"),
        slot("model", "bile duct ligation"),
        slot("species", "rat"),
        slot("setting", "in vivo"),
        slot("site", "liver"),
        slot("route", "intraperitoneal"),
    ];
    Answers {
        query: "treatment where upregulates CXCR4 and disease = fibrosis".into(),
        reading: Reading {
            sentences: vec!["treatments with a finding that upregulates CXCR4, in liver fibrosis".into()],
            names: vec![
                name("treatment", "treatment", "noun", None),
                name("upregulates", "upregulates", "verb", None),
                name("CXCR4", "CXCR4", "gene", Some("HGNC:2561")),
                name("fibrosis", "liver fibrosis", "disease", None),
            ],
            expansions: vec![
                Expansion {
                    leaves_out: Vec::new(),
                    more: 0,
                    more_left_out: 0,
                    listed_by: Some("kinds of liver fibrosis".into()),
                    name: "liver fibrosis".into(),
                    includes: vec![Included {
                        name: "cirrhosis".into(),
                        because: "stage of liver fibrosis".into(),
                        locators: vec!["Hu 2020, section 2, sentence 19".into()],
                        note: None,
                    }],
                },
                Expansion {
                    leaves_out: Vec::new(),
                    more: 0,
                    more_left_out: 0,
                    listed_by: None,
                    name: "upregulates".into(),
                    includes: vec![
                        Included { name: "activates".into(), because: String::new(), locators: vec![], note: None },
                        Included {
                            name: "increases secretion of".into(),
                            because: String::new(),
                            locators: vec![],
                            note: None,
                        },
                    ],
                },
            ],
        },
        rows: vec![Answer {
            cells: vec!["resveratrol".into()],
            verdict: Verdict::Supported,
            effects: vec![EffectAnswer {
                effect: "upregulates CXCR4".into(),
                verdict: Verdict::Supported,
                separators: vec![],
                witnesses: vec![witness],
                derivations: vec![],
                direct: vec![],
                against_inside: vec![],
                against_elsewhere: vec![],
            }],
            refs: vec![reference(59)],
            refs_against: vec![],
            findings: vec![FindingId(41)],
            through: vec!["cirrhosis, a stage of liver fibrosis".into()],
            notes: vec![],
        }],
        near_misses: vec![
            near_miss("rapamycin", 56, 30, "ischaemia-reperfusion injury"),
            near_miss("hypoxia", 62, 55, "acute liver failure"),
        ],
        near_misses_total: 2,
        skipped: vec![Skipped { slot: "disease".into(), rows: 2, findings: 2 }],
        ..empty()
    }
}

/// Two rows, one of them with findings against it, two effects.
pub(crate) fn disputed() -> Answers {
    let mut against = evidence(90, "IFN-γ + TGF-β + retinoic acid inhibits proliferation of T cells", '-', 67, 12);
    against.context = vec![slot("setting", "in vitro")];
    let mut answers = headline();
    answers.near_misses.clear();
    answers.near_misses_total = 0;
    answers.skipped.clear();
    answers.reading.sentences = vec!["treatments with no effect on immunomodulation, in vivo".into()];
    answers.rows = vec![
        Answer {
            cells: vec!["IFN-γ pre-treatment".into()],
            verdict: Verdict::ContextSplit,
            effects: vec![
                EffectAnswer {
                    effect: "no effect on immunomodulation".into(),
                    verdict: Verdict::ContextSplit,
                    separators: vec!["setting".into()],
                    witnesses: vec![evidence(88, "IFN-γ pre-treatment has no effect on immunomodulation", '0', 67, 13)],
                    derivations: vec![],
                    direct: vec![],
                    against_inside: vec![],
                    against_elsewhere: vec![against.clone()],
                },
                EffectAnswer {
                    effect: "improves homing".into(),
                    verdict: Verdict::Contested,
                    separators: vec!["dose".into(), "cell".into()],
                    witnesses: vec![evidence(89, "IFN-γ pre-treatment improves homing", '+', 61, 14)],
                    derivations: vec![],
                    direct: vec![],
                    against_inside: vec![against],
                    against_elsewhere: vec![],
                },
            ],
            refs: vec![reference(61), reference(67)],
            refs_against: vec![reference(67)],
            findings: vec![FindingId(88), FindingId(89)],
            through: vec![],
            notes: vec!["also in 2 combinations".into()],
        },
        answers.rows.remove(0),
    ];
    answers
}

/// Rows of three nouns and two shown slots, in Greek, Chinese and with combining accents; one with many studies, one contested.
pub(crate) fn many_columns() -> Answers {
    let row = |cells: [&str; 5], verdict: Verdict, refs: Vec<Ref>, refs_against: Vec<Ref>| {
        let against: Vec<Evidence> =
            refs_against.iter().map(|one| evidence(200 + one.number, "it does not", '-', one.number, 1)).collect();
        Answer {
            cells: cells.map(str::to_owned).to_vec(),
            verdict,
            effects: vec![EffectAnswer {
                effect: "A upregulates G".into(),
                verdict,
                separators: vec![],
                witnesses: refs.iter().map(|one| evidence(one.number, "it does", '+', one.number, 1)).collect(),
                derivations: vec![],
                direct: vec![],
                against_inside: against,
                against_elsewhere: vec![],
            }],
            refs,
            refs_against,
            findings: vec![],
            through: vec![],
            notes: vec![],
        }
    };
    let one = |number| vec![reference(number)];
    let long = "inhibition of the stronger suppression of T cell proliferation by preconditioned mesenchymal stem cells of \
                rats, mice and men, in the dish and in the liver, after a week in low oxygen, told at such a length that no \
                column has room for it, and then some more words, so that a value of a record is cut as well, if it is narrow";
    Answers {
        columns: ["treatment A", "treatment B", "gene G", "disease", "comment"].map(str::to_owned).to_vec(),
        nouns: 3,
        rows: vec![
            row(
                [
                    "IFN-γ + TGF-β",
                    "低氧预处理间充质干细胞",
                    "α-SMA",
                    "cirrhosis",
                    "e\u{301}te\u{301} de\u{301}ja\u{300}",
                ],
                Verdict::Supported,
                (1..=30).map(reference).collect(),
                vec![],
            ),
            row(
                ["resveratrol", "hypoxia", "CXCR4", "not stated", long],
                Verdict::Contested,
                one(59),
                vec![reference(62), reference(63)],
            ),
            row(["melatonin", "Ω-3", "肝细胞生长因子", "fibrosis", ""], Verdict::Supported, one(17), vec![]),
        ],
        ..empty()
    }
}

/// No row, and weaker questions that have some.
pub(crate) fn none() -> Answers {
    Answers {
        query: "treatment where increases GSH and disease = fibrosis".into(),
        reading: Reading {
            sentences: vec!["treatments with a finding that increases GSH, in liver fibrosis".into()],
            ..Reading::default()
        },
        looser: vec![Looser {
            change: "the two may come from different findings".into(),
            query: "treatment where increases GSH and also disease = fibrosis".into(),
            weaker: true,
            rows: 3,
            examples: vec!["HGF overexpression [70, 72]".into()],
        }],
        looser_untried: vec!["without disease".into()],
        notes: vec!["nothing is said of a row that is not here".into()],
        ..empty()
    }
}

/// Everything that a terminal or a spreadsheet would obey, in every place.
pub(crate) fn hostile() -> Answers {
    let bad = "=1+1\u{1b}[31m\u{202e}\tx\ny|`*";
    let mut answers = headline();
    answers.reading.sentences = vec![bad.into()];
    answers.base.name = bad.into();
    answers.columns = vec![bad.into()];
    answers.notes = vec![bad.into()];
    for name in &mut answers.reading.names {
        name.typed = bad.into();
    }
    for miss in &mut answers.near_misses {
        miss.name = bad.into();
        miss.failed[0].reason = bad.into();
    }
    let row = &mut answers.rows[0];
    row.cells = vec![bad.into()];
    row.through = vec![bad.into()];
    row.notes = vec![bad.into()];
    let witness = &mut row.effects[0].witnesses[0];
    witness.statement = bad.into();
    witness.context[0].values = vec![bad.into()];
    witness.locators = vec![bad.into()];
    answers
}

pub(crate) fn reply(answers: Answers) -> Reply {
    Reply::Answers(Box::new(answers))
}

/// One of each other kind of reply.
pub(crate) fn others() -> Vec<Reply> {
    vec![
        Reply::Why(Why {
            query: "why treatment where upregulates CXCR4".into(),
            reading: Reading { sentences: vec!["why treatments upregulate CXCR4".into()], ..Reading::default() },
            rows: vec![WhyRow {
                name: "resveratrol".into(),
                proofs: vec![Proof {
                    evidence: vec![evidence(41, "resveratrol upregulates CXCR4", '+', 59, 8)],
                    steps: vec!["cirrhosis is a stage of liver fibrosis".into()],
                }],
                proofs_total: 2,
            }],
            notes: vec![],
        }),
        Reply::WhyNot(WhyNot {
            row: "rapamycin".into(),
            query: "treatment where upregulates CXCR4 and disease = fibrosis".into(),
            is_row: false,
            failing: vec!["disease = fibrosis: not stated".into()],
            nearest: Some(evidence(30, "rapamycin upregulates CXCR4", '+', 56, 5)),
            relaxations: vec![Looser {
                change: "without disease = fibrosis".into(),
                query: "treatment where upregulates CXCR4".into(),
                weaker: true,
                rows: 3,
                examples: vec!["rapamycin [56]".into()],
            }],
            notes: vec![],
        }),
        Reply::Kinds(Kinds {
            name: "liver fibrosis".into(),
            kind: "disease".into(),
            lines: vec![
                KindLine {
                    depth: 0,
                    name: "liver fibrosis".into(),
                    because: String::new(),
                    source: None,
                    findings: 30,
                },
                KindLine {
                    depth: 1,
                    name: "cirrhosis".into(),
                    because: "stage of".into(),
                    source: Some("Hu 2020, section 2, sentence 19".into()),
                    findings: 12,
                },
            ],
            broader: vec!["liver disease".into()],
        }),
        Reply::Listing(Listing {
            title: "nouns".into(),
            columns: vec!["noun".into(), "entities".into()],
            rows: vec![vec!["gene".into(), "48".into()], vec!["treatment".into(), "39".into()]],
        }),
        Reply::Resolved(Resolved {
            typed: "SDF-1α".into(),
            normal: "sdf1alpha".into(),
            senses: vec![SenseWords {
                name: "CXCL12".into(),
                kind: "gene".into(),
                xref: Some("HGNC:10672".into()),
                because: "alias SDF-1α".into(),
                findings: 9,
            }],
            nearest: vec![],
        }),
        Reply::Noted(Noted {
            statement: "retract study 59".into(),
            did: vec!["study 59 is left out: 8 findings gone".into()],
        }),
        Reply::Expected(Expected {
            expected: "3 rows".into(),
            query: "treatment where upregulates CXCR4".into(),
            rows: 3,
            notes: vec!["without study 59, retracted in this session".into()],
        }),
        Reply::Changes(Box::new(Changes {
            query: "treatment where upregulates CXCR4".into(),
            left: BaseInfo { name: "Old notes".into(), findings: 10, studies: 2, ..BaseInfo::default() },
            right: BaseInfo { name: "New notes".into(), findings: 11, studies: 3, ..BaseInfo::default() },
            rows: vec![
                RowChange {
                    name: "rapamycin".into(),
                    change: Change::Verdict,
                    left: Some(Verdict::Supported),
                    right: Some(Verdict::Contested),
                    only_left: vec![],
                    only_right: vec![evidence(30, "rapamycin downregulates CXCR4", '-', 56, 5)],
                },
                RowChange {
                    name: "resveratrol".into(),
                    change: Change::Removed,
                    left: Some(Verdict::Supported),
                    right: None,
                    only_left: vec![evidence(41, "resveratrol upregulates CXCR4", '+', 59, 8)],
                    only_right: vec![],
                },
            ],
            unchanged: 1,
            notes: vec![],
        })),
    ]
}
