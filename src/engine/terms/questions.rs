//! Words of the language, each with a question. What they do is said once, where they are offered: their meaning is looked up there.

use super::{Part, Term};

const fn said(
    part: Part,
    name: &'static str,
    also: &'static [&'static str],
    more: &'static str,
    query: &'static str,
) -> Term {
    Term { name, also, part, meaning: "", more, query }
}

const fn statement(name: &'static str, also: &'static [&'static str], more: &'static str, query: &'static str) -> Term {
    said(Part::Statements, name, also, more, query)
}

const fn word(name: &'static str, also: &'static [&'static str], more: &'static str, query: &'static str) -> Term {
    said(Part::Conditions, name, also, more, query)
}

const EXPECTED: &str = "expect 3 rows: treatment where upregulates CXCR4";

pub(super) const TERMS: &[Term] = &[
    // ---- statements ----
    Term {
        name: "question",
        also: &["query", "ask", "asking"],
        part: Part::Statements,
        meaning: "what the rows are, then `where`, then what must hold of them",
        more: "`nouns` lists what rows can be, `verbs` what can be asked of them.",
        query: "treatment where upregulates CXCR4 and disease = fibrosis",
    },
    statement("count", &["how many"], "", "count treatment by disease where upregulates CXCR4"),
    statement("why", &["proof", "because"], "", "why treatment where upregulates CXCR4 and disease = fibrosis"),
    statement(
        "why not",
        &["whynot"],
        "It tells what fails, the finding that comes nearest, and the smallest change that lets the name in.",
        "why not rapamycin: treatment where upregulates CXCR4 and disease = fibrosis",
    ),
    statement("describe", &["about"], "", "describe CXCR4"),
    statement("kinds of", &["hierarchy"], "", "kinds of fibrosis"),
    statement("resolve", &["alias", "aliases", "synonym", "synonyms", "nearest names"], "", "resolve \"SDF-1α\""),
    statement("names containing", &["search", "find", "substring"], "", "names containing fibro"),
    statement("nouns", &["noun"], "", "nouns"),
    statement(
        "verbs",
        &["verb", "direction"],
        "Each with the way its object goes and the verb that it is a kind of.",
        "verbs",
    ),
    statement("sources", &[], "", "sources"),
    statement(
        "matrix",
        &["table", "cell", "crosstab", "heatmap"],
        "A cell holds the findings that have both names: their signs and the number of their studies.",
        "matrix treatment by disease of improves homing",
    ),
    statement(
        "gaps",
        &["gap", "declared by the source", "open questions", "no source declares a gap here"],
        "Gaps that a source declares; with two names, also the cells of their table in which this base has no finding.",
        "gaps kinds of pre-treatment by disease",
    ),
    statement("compare", &["comparison", "versus", "vs"], "", "compare rapamycin with hypoxia"),
    statement("similar to", &["similar", "alike"], "", "similar to rapamycin"),
    statement(
        "paths from",
        &["path", "paths", "chains", "pathway"],
        "The steps are findings; the whole is a hypothesis.",
        "paths from hypoxia to homing within 3",
    ),
    statement(
        "shortest path from",
        &["shortest", "distance", "degrees of separation"],
        "It says who is linked to whom, not what the one does to the other; `paths from` follows signs.",
        "shortest path from hypoxia to CXCL12 either way",
    ),
    word("either way", &["undirected", "both directions"], "", "shortest path from hypoxia to CXCL12 either way"),
    statement(
        "define",
        &["definition", "definitions"],
        "",
        "define homing booster = treatment where improves homing or upregulates CXCR4; homing booster where disease = fibrosis",
    ),
    statement(
        "let",
        &["parameter", "parameters", "value", "variable"],
        "",
        "let $gene = CXCR4; treatment where upregulates $gene",
    ),
    statement("use", &["include file"], "`.open my.whereof` does so for the prompt.", ""),
    statement(
        "retract study",
        &["retract", "retracted"],
        "The base itself is not changed.",
        "retract study 59; treatment where upregulates CXCR4",
    ),
    statement(
        "expect",
        &["expectation", "assert"],
        "Where it does not hold, a script fails with exit code 5.",
        EXPECTED,
    ),
    statement(
        "diff",
        &["difference"],
        "Here: what a retracted study changes.",
        "retract study 59; diff builtin session: treatment where upregulates CXCR4",
    ),
    // ---- words of questions ----
    word("where", &[], "", "gene where upregulated by rapamycin"),
    word("and", &[], "", "treatment where upregulates CXCR4 and disease = fibrosis"),
    word("and also", &["also"], "", "treatment where increases GSH and also disease = fibrosis"),
    word("or", &[], "", "treatment where upregulates CXCR4 or improves homing"),
    word(
        "not",
        &["negation", "without a finding"],
        "A row is there where no finding says it, and the verdict tells why: opposed, null or silent.",
        "treatment where disease = fibrosis and not increases homing",
    ),
    word("name contains", &["like", "letters"], "", "gene where name contains CXCR and upregulated by hypoxia"),
    word("in", &[], "", "treatment where increases homing in rat"),
    word("is", &[], "", "treatment where increases homing and is melatonin"),
    word("with", &[], "", "compare rapamycin with hypoxia"),
    word("exactly", &["itself"], "", "count finding where disease = exactly cirrhosis"),
    word("except", &[], "", "count finding where disease = fibrosis except cirrhosis"),
    word("show", &[], "", "treatment where upregulates CXCR4 show disease, species"),
    word("assuming", &[], "", "treatment where upregulates CXCR4 and disease = fibrosis assuming disease"),
    word("in one study", &[], "", "treatment where upregulates MMP-9 and downregulates TIMP-1 in one study"),
    word("in one context", &[], "", "treatment where indirectly increases homing within 2 in one context"),
    word("count findings", &[], "", "treatment where increases homing count findings limit 3"),
    word("order by", &["sort", "order", "ranking"], "", "treatment where increases homing order by studies limit 3"),
    word("by", &["group by", "groups"], "", "count gene by disease where upregulated by hypoxia"),
    word("of", &[], "", "matrix treatment by disease of improves homing"),
    word("to", &[], "", "paths from hypoxia to homing within 3"),
    word("ratio", &[], "", "treatment where downregulates ratio(Bax, Bcl-2)"),
    word("any of", &["list"], "", "count treatment where upregulates any of (CXCR4, VEGF, HGF)"),
    word("all of", &[], "", "count treatment where upregulates all of (VEGF, HGF)"),
    word("none of", &[], "", "count treatment where upregulates none of (CXCR4, VEGF, HGF)"),
    word("at least", &[">=", "operator"], "", "treatment where increases homing and evidence >= animal"),
    word("with at least", &["min studies"], "", "treatment where upregulates VEGF with at least 2 studies"),
    word(
        "with some",
        &["existential"],
        "A noun that is named there only links the others: it is neither counted nor makes groups.",
        "count treatment T by outcome O with some gene G where T upregulates G and T improves O limit 5",
    ),
    word(
        "subject noun",
        &["object noun"],
        "",
        "count finding by subject noun, verb, object noun where disease = fibrosis limit 5",
    ),
    word("in at least", &[], "", "treatment where improves \"liver function\" in at least 2 species"),
    word(
        "limit",
        &[],
        "`.limit` says how much of a list the prompt shows.",
        "treatment where increases homing limit 3",
    ),
    word("within", &[], "", "treatment where indirectly increases homing within 2"),
    word("always", &[], "", "treatment where always upregulates CXCR4"),
    word("only", &[], "", "treatment where only upregulates CXCR4"),
    word("indirectly", &[], "", "treatment where indirectly increases homing within 2"),
    word(
        "unstudied",
        &["unstudied on"],
        "No finding in this base: somebody may have studied it elsewhere.",
        "treatment where unstudied on homing",
    ),
    word("none", &[], "", "expect none: treatment where upregulates CXCR4 and disease = \"liver cancer\""),
    word("some", &[], "", "expect some: treatment where upregulates CXCR4"),
];
