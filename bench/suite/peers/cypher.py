"""Kuzu and its successor Ladybug: a node table for each kind, a relationship table for each relation, statements prepared once."""

import os
import sys
import tempfile
import warnings

import common
import tables

SUB = "* SHORTEST 1..30"

QUERIES = {
    "Q00": "RETURN 1",
    "Q01": "MATCH (c:compound)-[:upregulates]->(g:gene) WHERE g.id = {cxcr4} RETURN c.id",
    "Q02": "MATCH (c:compound)-[:downregulates]->(g:gene) WHERE c.id = {dexamethasone} RETURN g.id",
    "Q03": "MATCH (g:gene)<-[:upregulates]-(c:compound)-[:causes]->(s:side_effect) WHERE g.id = {cdkn1a} AND s.id = {neutropenia} RETURN c.id",
    "Q04": "MATCH (d:disease)-[:associates]->(g:gene)<-[:expresses]-(a:anatomy) WHERE d.id = {breast_cancer} AND a.id = {mammary_gland} "
           "AND NOT EXISTS {{ MATCH (g)<-[:binds]-(:compound) }} RETURN g.id",
    "Q05": "MATCH (c:compound)-[:treats|:palliates]->(d:disease) WHERE d.id = {hypertension} RETURN c.id UNION "
           "MATCH (c:compound)-[:treats]->(d:disease) WHERE d.id = {artery_disease} RETURN c.id",
    "Q06": "MATCH (d:disease)-[:associates]->(g:gene) WHERE d.id = {cancer} RETURN g.id UNION "
           "MATCH (r:disease)<-[:is_a" + SUB + "]-(d:disease)-[:associates]->(g:gene) WHERE r.id = {cancer} RETURN g.id",
    "Q07": "MATCH (p:pathway)<-[:participates]-(g:gene)<-[:binds]-(c:compound) WHERE p.id = {vegf} RETURN DISTINCT c.id",
    "Q08": "MATCH (r:biological_process)<-[:is_a|:part_of" + SUB + "]-(p:biological_process) WHERE r.id = {inflammation} "
           "WITH collect(p.id) AS below MATCH (p:biological_process)<-[:participates]-(g:gene) WHERE p.id = {inflammation} OR list_contains(below, p.id) "
           "WITH DISTINCT g MATCH (g)<-[:binds]-(c:compound) WITH DISTINCT c MATCH (c)-[:causes]->(s:side_effect) RETURN DISTINCT s.id",
    "Q09": "MATCH (c:compound)-[:upregulates]->(g:gene) RETURN g.id AS id, count(*) AS many ORDER BY many DESC, id LIMIT 20",
    "Q13": "MATCH (a:gene)-[:regulates" + SUB + "]->(b:gene) WHERE a.id = {tp53} AND b.id <> {tp53} RETURN b.id",
    "Q14": "MATCH (r:biological_process)<-[:is_a|:part_of" + SUB + "]-(p:biological_process) WHERE r.id = {immunity} RETURN p.id",
    "Q16": "MATCH (c:compound)-[:treats]->(d:disease)-[:upregulates]->(g:gene)<-[:upregulates]-(c) RETURN c.id, d.id, g.id",
    "Q18": "MATCH (a:gene)-[:interacts]->(b:gene)-[:interacts]->(c:gene), (a)-[:interacts]->(c) RETURN count(*)",
    "Q19": "MATCH (c:compound)-[:binds]->(g:gene)-[:participates]->(p:pathway) WHERE c.id = {metformin} WITH g, p "
           "MATCH (p)<-[:participates]-(h:gene)<-[:associates]-(d:disease) WHERE d.id = {diabetes} AND g.id <> h.id RETURN g.id, p.id, h.id",
}


def main(engine):
    def make(folder, path):
        source = tables.read(folder, ":memory:")
        db = engine.Connection(engine.Database(path))
        kinds = source.execute("SELECT k, name FROM kinds").fetchall()
        with tempfile.TemporaryDirectory() as scratch:
            part = os.path.join(scratch, "part.csv")

            def copy(table, query, options=""):
                source.execute(f"COPY ({query}) TO '{part}' (HEADER false)")
                db.execute(f"""COPY {table} FROM '{part}' (HEADER=false, AUTO_DETECT=false, QUOTE='"', ESCAPE='"'{options})""")

            for k, kind in kinds:
                db.execute(f"CREATE NODE TABLE {kind}(id INT64 PRIMARY KEY, name STRING)")
                copy(kind, f"SELECT id, name FROM n WHERE k = {k}")
            for r, relation in source.execute("SELECT r, name FROM relations").fetchall():
                pairs = source.execute(f"SELECT DISTINCT a.k, b.k FROM e JOIN n a ON a.id = s JOIN n b ON b.id = t WHERE r = {r}").fetchall()
                names = dict(kinds)
                db.execute(f"CREATE REL TABLE {relation}({', '.join(f'FROM {names[a]} TO {names[b]}' for a, b in pairs)})")
                for a, b in pairs:
                    options = f", from='{names[a]}', to='{names[b]}'" if len(pairs) > 1 else ""
                    copy(relation, f"SELECT s, t FROM e JOIN n a ON a.id = s JOIN n b ON b.id = t WHERE r = {r} AND a.k = {a} AND b.k = {b} ORDER BY s, t", options)
        db.close()

    def open_(path, numbers):
        warnings.simplefilter("ignore")
        db = engine.Connection(engine.Database(path, read_only=True))

        def ask(text):
            statement = db.prepare(text)
            return lambda: db.execute(statement, {}).get_all()

        asked = {}
        for code, text in QUERIES.items():
            try:
                asked[code] = ask(text.format(**numbers))
            except Exception as error:
                print(code, error, file=sys.stderr)
        return asked

    common.main(make, open_)
