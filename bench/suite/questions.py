"""The suite: each question in words, and in SQL over three tables of integers.

What comes in are the numbers of names, kinds and relations; what goes out are statements for SQLite and DuckDB. Nothing is asked here. The meaning is that
of whereof; where the suite's own words say something else, `note` tells.

Tables: n(id, k, name) with k the number of a kind; e(r, s, t) with r the number of a relation.
"""

from dataclasses import dataclass

# name in SQL: (kind, name in the table of nodes)
NAMES = {
    "cxcr4": ("gene", "CXCR4"),
    "dexamethasone": ("compound", "Dexamethasone"),
    "cdkn1a": ("gene", "CDKN1A"),
    "neutropenia": ("side_effect", "Neutropenia"),
    "breast_cancer": ("disease", "breast cancer"),
    "mammary_gland": ("anatomy", "mammary gland"),
    "hypertension": ("disease", "hypertension"),
    "artery_disease": ("disease", "coronary artery disease"),
    "cancer": ("disease", "cancer"),
    "vegf": ("pathway", "Signaling by VEGF"),
    "inflammation": ("biological_process", "inflammatory response"),
    "vorinostat": ("compound", "Vorinostat"),
    "insl3": ("gene", "INSL3"),
    "tp53": ("gene", "TP53"),
    "immunity": ("biological_process", "immune system process"),
    "metformin": ("compound", "Metformin"),
    "diabetes": ("disease", "type 2 diabetes mellitus"),
}

DISEASES = """WITH RECURSIVE d(id) AS (SELECT {root} UNION SELECT e.s FROM d JOIN e ON e.r = {is_a} AND e.t = d.id)"""
PROCESSES = """WITH RECURSIVE d(id) AS (SELECT {root} UNION SELECT e.s FROM d JOIN e ON e.r IN ({is_a}, {part_of}) AND e.t = d.id)"""


@dataclass(frozen=True)
class Question:
    """One question: `sql` has the names of NAMES, of kinds (`k_gene`) and of relations (`upregulates`) in braces."""

    code: str
    words: str
    sql: str
    # one sentence where whereof means something else than the words
    note: str = ""
    # what the language would need to say it; empty where it can
    needs: str = ""
    # the last column is a number by which rows were cut off: other rows may stand at its smallest value
    ties: bool = False
    # the last column is a number, and not of findings behind a row
    numbers: bool = False
    # the same for DuckDB, where another way of putting it is faster there
    duckdb: str = ""
    # the same for SQLite, whose planner wants the order said (CROSS JOIN keeps it)
    sqlite: str = ""


QUESTIONS = [
    Question("Q00", "what a call costs before any work", "SELECT 1",
             note="peers return the constant 1; whereof is asked what upregulates a gene of which no finding says so"),
    Question("Q01", "compounds that upregulate the gene CXCR4",
             "SELECT e.s FROM e JOIN n ON n.id = e.s WHERE e.r = {upregulates} AND e.t = {cxcr4} AND n.k = {k_compound}"),
    Question("Q02", "genes that the compound Dexamethasone downregulates",
             "SELECT e.t FROM e WHERE e.r = {downregulates} AND e.s = {dexamethasone}"),
    Question("Q03", "compounds that upregulate the gene CDKN1A and cause the side effect Neutropenia",
             "SELECT a.s FROM e a JOIN e b ON b.r = {causes} AND b.t = {neutropenia} AND b.s = a.s "
             "WHERE a.r = {upregulates} AND a.t = {cdkn1a}"),
    Question("Q04", "genes associated with the disease breast cancer, expressed in the mammary gland, and bound by no compound",
             "SELECT a.t FROM e a JOIN e x ON x.r = {expresses} AND x.s = {mammary_gland} AND x.t = a.t "
             "WHERE a.r = {associates} AND a.s = {breast_cancer} "
             "AND NOT EXISTS (SELECT 1 FROM e b WHERE b.r = {binds} AND b.t = a.t)"),
    Question("Q05", "compounds that treat or palliate hypertension, or treat coronary artery disease",
             "SELECT s FROM e WHERE r = {treats} AND t = {hypertension} UNION "
             "SELECT s FROM e WHERE r = {palliates} AND t = {hypertension} UNION "
             "SELECT s FROM e WHERE r = {treats} AND t = {artery_disease}"),
    Question("Q06", "genes associated with cancer or any disease below it",
             DISEASES.replace("root", "cancer") +
             " SELECT DISTINCT e.t FROM d JOIN e ON e.r = {associates} AND e.s = d.id"),
    Question("Q07", "compounds that bind a gene that participates in the pathway Signaling by VEGF",
             "SELECT DISTINCT b.s FROM e p JOIN e b ON b.r = {binds} AND b.t = p.s WHERE p.r = {participates} AND p.t = {vegf}"),
    Question("Q08", "side effects caused by a compound that binds a gene that participates in inflammatory response or any process below it",
             PROCESSES.replace("root", "inflammation") +
             ", g AS (SELECT DISTINCT e.s FROM d JOIN e ON e.r = {participates} AND e.t = d.id)"
             ", c AS (SELECT DISTINCT e.s FROM g JOIN e ON e.r = {binds} AND e.t = g.s)"
             " SELECT DISTINCT e.t FROM c JOIN e ON e.r = {causes} AND e.s = c.s"),
    Question("Q09", "the 20 genes upregulated by the most compounds, with that number",
             "SELECT e.t, count(*) FROM e JOIN n ON n.id = e.s WHERE e.r = {upregulates} AND n.k = {k_compound} "
             "GROUP BY e.t ORDER BY 2 DESC, 1 LIMIT 20",
             note="of genes with equal numbers at the end of the list whereof takes the first by name, the peers by number", ties=True,
             sqlite="SELECT e.t, count(*) FROM e WHERE e.r = {upregulates} AND e.s IN (SELECT id FROM n WHERE n.k = {k_compound}) "
                    "GROUP BY e.t ORDER BY 2 DESC, 1 LIMIT 20"),
    Question("Q10", "number of edges for each kind of source, relation, and kind of target",
             "SELECT a.k, e.r, b.k, count(*) FROM e JOIN n a ON a.id = e.s JOIN n b ON b.id = e.t "
             "WHERE e.r NOT IN ({is_a}, {part_of}, {includes}) GROUP BY 1, 2, 3", numbers=True,
             note="without edges of the hierarchy, which are steps between names in whereof and no findings"),
    Question("Q11", "compounds other than Vorinostat that move at least 25 genes in the same direction as Vorinostat, with their number",
             "SELECT b.s, count(DISTINCT a.t) FROM e a JOIN e b ON b.r = a.r AND b.t = a.t AND b.s <> a.s JOIN n ON n.id = b.s "
             "WHERE a.s = {vorinostat} AND a.r IN ({upregulates}, {downregulates}) AND n.k = {k_compound} GROUP BY b.s HAVING count(DISTINCT a.t) >= 25", numbers=True),
    Question("Q12", "length of the shortest path between the genes CXCR4 and INSL3 over interacts, in either direction",
             "WITH RECURSIVE p(id, d) AS (SELECT {cxcr4}, 0 UNION "
             "SELECT u.b, p.d + 1 FROM p JOIN (SELECT s AS a, t AS b FROM e WHERE r = {interacts} UNION ALL "
             "SELECT t, s FROM e WHERE r = {interacts}) u ON u.a = p.id WHERE p.d < 6) SELECT min(d) FROM p WHERE id = {insl3}"),
    Question("Q13", "genes reachable from the gene TP53 by one or more regulates steps",
             "WITH RECURSIVE d(id) AS (SELECT t FROM e WHERE r = {regulates} AND s = {tp53} UNION "
             "SELECT e.t FROM d JOIN e ON e.r = {regulates} AND e.s = d.id) SELECT id FROM d WHERE id <> {tp53}",
             note="without TP53 itself: two letters of a definition are different things"),
    Question("Q14", "biological processes below immune system process",
             PROCESSES.replace("root", "immunity") + " SELECT id FROM d WHERE id <> {immunity}",
             note="`kinds of` lists what is below a name, without the name; as numbers it is the call that it comes down to, `Vocabulary::below`"),
    Question("Q15", "entities of any kind whose name contains 'kinase'",
             "SELECT id FROM n WHERE name LIKE '%kinase%'",
             note="whereof gives the names with their nouns, from the text of the question to their words"),
    Question("Q16", "compound, disease, gene where the compound treats the disease and both upregulate the gene",
             "SELECT t.s, t.t, a.t FROM e t JOIN e a ON a.r = {upregulates} AND a.s = t.s "
             "JOIN e b ON b.r = {upregulates} AND b.s = t.t AND b.t = a.t WHERE t.r = {treats}",
             sqlite="SELECT t.s, t.t, a.t FROM e t CROSS JOIN e a ON a.r = {upregulates} AND a.s = t.s "
                    "CROSS JOIN e b ON b.r = {upregulates} AND b.s = t.t AND b.t = a.t WHERE t.r = {treats}"),
    Question("Q17", "the 20 diseases for which the most distinct compounds bind an associated gene, with that number",
             "SELECT a.s, count(DISTINCT b.s) FROM e a JOIN e b ON b.r = {binds} AND b.t = a.t WHERE a.r = {associates} "
             "GROUP BY a.s ORDER BY 2 DESC, 1 LIMIT 20", ties=True,
             note="of diseases with equal numbers at the end of the list whereof takes the first by name, the peers by number"),
    Question("Q18", "number of triangles of three distinct genes in the undirected interacts graph",
             "WITH u AS MATERIALIZED (SELECT DISTINCT CASE WHEN s < t THEN s ELSE t END a, CASE WHEN s < t THEN t ELSE s END b "
             "FROM e WHERE r = {interacts} AND s <> t) "
             "SELECT count(*) FROM u x JOIN u y ON y.a = x.b JOIN u z ON z.a = x.a AND z.b = y.b",
             # the table has each pair once, from the lesser identifier to the greater, so that no triangle goes round
             duckdb="WITH u AS MATERIALIZED (SELECT s a, t b FROM e WHERE r = {interacts}) "
                    "SELECT count(*) FROM u x JOIN u y ON y.a = x.b JOIN u z ON z.a = x.a AND z.b = y.b",
             sqlite="WITH u AS MATERIALIZED (SELECT DISTINCT min(s, t) a, max(s, t) b FROM e WHERE r = {interacts} AND s <> t) "
                    "SELECT count(*) FROM u x CROSS JOIN u y ON y.a = x.b CROSS JOIN u z ON z.a = x.a AND z.b = y.b"),
    Question("Q19", "gene, pathway, gene where Metformin binds the first gene, both participate in the pathway, and type 2 diabetes mellitus "
                    "is associated with the second",
             "SELECT b.t, p.t, q.s FROM e b JOIN e p ON p.r = {participates} AND p.s = b.t JOIN n ON n.id = p.t AND n.k = {k_pathway} "
             "JOIN e q ON q.r = {participates} AND q.t = p.t JOIN e a ON a.r = {associates} AND a.s = {diabetes} AND a.t = q.s "
             "WHERE b.r = {binds} AND b.s = {metformin} AND q.s <> b.t",
             note="two genes of one question are different genes"),
]

BY_CODE = {each.code: each for each in QUESTIONS}
SAID = [each for each in QUESTIONS if not each.needs]

# the kinds of whereof's columns, by which its names are led back to numbers
COLUMNS = {
    "Q01": ("compound",), "Q02": ("gene",), "Q03": ("compound",), "Q04": ("gene",), "Q05": ("compound",), "Q06": ("gene",), "Q07": ("compound",),
    "Q08": ("side_effect",), "Q09": ("gene",), "Q13": ("gene",), "Q14": ("biological_process",), "Q16": ("compound", "disease", "gene"), "Q18": (),
    "Q19": ("gene", "pathway", "gene"), "Q17": ("disease",), "Q11": ("compound",), "Q15": ("name", "noun"), "Q12": (), "Q10": ("noun of a name", "verb", "noun of a name"),
}
