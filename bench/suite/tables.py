"""The three tables as numbers, for the peers and for the reference answers.

A folder with `nodes.tsv.gz` and `edges.tsv.gz` comes in; a file of DuckDB with n(id, k, name), e(r, s, t), kinds and relations goes out, and the numbers of
names that questions ask for. A thing's number is its line in the table of nodes, counted from 0. It knows nothing of questions beyond their names.
"""

import duckdb

from questions import NAMES


def read(folder, path):
    """Makes the tables in a file of DuckDB (or in memory) and gives its connection."""
    db = duckdb.connect(path)
    how = "delim = '\t', header = true, quote = '', escape = '', all_varchar = true, nullstr = '\x01'"
    db.execute("SET preserve_insertion_order = true")
    db.execute(f"""CREATE TEMP TABLE nodes AS SELECT row_number() OVER () - 1 AS id, * EXCLUDE (id), id AS curie
        FROM read_csv('{folder}/nodes.tsv.gz', {how})""")
    db.execute("CREATE TABLE kinds AS SELECT (row_number() OVER (ORDER BY name) - 1)::INTEGER AS k, name FROM (SELECT DISTINCT kind AS name FROM nodes)")
    db.execute("CREATE TABLE n AS SELECT id::INTEGER AS id, k, nodes.name, curie FROM nodes JOIN kinds ON kinds.name = kind ORDER BY id")
    db.execute(f"""CREATE TEMP TABLE edges AS SELECT source, relation, target FROM read_csv('{folder}/edges.tsv.gz', {how})""")
    db.execute("""CREATE TABLE relations AS SELECT (row_number() OVER (ORDER BY name) - 1)::INTEGER AS r, name
        FROM (SELECT DISTINCT relation AS name FROM edges)""")
    db.execute("""CREATE TABLE e AS SELECT DISTINCT r, a.id AS s, b.id AS t FROM edges JOIN relations ON relations.name = relation
        JOIN n a ON a.curie = source JOIN n b ON b.curie = target ORDER BY 1, 2, 3""")
    db.execute("DROP TABLE nodes; DROP TABLE edges; ANALYZE")
    return db


def numbers(db):
    """What stands in the braces of the questions, by name: names, kinds and relations."""
    known = {f"k_{name}": k for k, name in db.execute("SELECT k, name FROM kinds").fetchall()}
    known |= {name: r for r, name in db.execute("SELECT r, name FROM relations").fetchall()}
    for short, (kind, name) in NAMES.items():
        found = db.execute("SELECT id FROM n WHERE name = ? AND k = (SELECT k FROM kinds WHERE name = ?)", [name, kind]).fetchall()
        assert len(found) == 1, f"{kind} {name}: {found}"
        known[short] = found[0][0]
    return known
