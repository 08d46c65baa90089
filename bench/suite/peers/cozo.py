"""Cozo: edges in both orders, kinds by their own relation; each script is read each time, for it has no prepared ones."""

import cozo_embedded

import common
import tables

BELOW = "below[x] := x = {root}  below[x] := below[y], *back{{r: {is_a}, t: y, s: x}} "
PARTS = BELOW + " below[x] := below[y], *back{{r: {part_of}, t: y, s: x}} "

QUERIES = {
    "Q00": "?[x] <- [[1]]",
    "Q01": "?[c] := *back{{r: {upregulates}, t: {cxcr4}, s: c}}, *n{{id: c, k: {k_compound}}}",
    "Q02": "?[g] := *e{{r: {downregulates}, s: {dexamethasone}, t: g}}",
    "Q03": "?[c] := *back{{r: {upregulates}, t: {cdkn1a}, s: c}}, *e{{r: {causes}, s: c, t: {neutropenia}}}",
    "Q04": "bound[g] := *e{{r: {binds}, t: g}}  ?[g] := *e{{r: {associates}, s: {breast_cancer}, t: g}}, *e{{r: {expresses}, s: {mammary_gland}, t: g}}, not bound[g]",
    "Q05": "?[c] := *back{{r: {treats}, t: {hypertension}, s: c}}  ?[c] := *back{{r: {palliates}, t: {hypertension}, s: c}} "
           "?[c] := *back{{r: {treats}, t: {artery_disease}, s: c}}",
    "Q06": BELOW.replace("root", "cancer") + "?[g] := below[d], *e{{r: {associates}, s: d, t: g}}",
    "Q07": "?[c] := *back{{r: {participates}, t: {vegf}, s: g}}, *back{{r: {binds}, t: g, s: c}}",
    "Q08": PARTS.replace("root", "inflammation") + "g[x] := below[p], *back{{r: {participates}, t: p, s: x}}  c[x] := g[y], *back{{r: {binds}, t: y, s: x}} "
           "?[s] := c[x], *e{{r: {causes}, s: x, t: s}}",
    "Q09": "m[g, count(c)] := *kind{{k: {k_compound}, id: c}}, *e{{r: {upregulates}, s: c, t: g}}  ?[g, many] := m[g, many]  :order -many, g :limit 20",
    "Q13": "r[x] := *e{{r: {regulates}, s: {tp53}, t: x}}  r[x] := r[y], *e{{r: {regulates}, s: y, t: x}}  ?[x] := r[x], x != {tp53}",
    "Q14": PARTS.replace("root", "immunity") + "?[x] := below[x], x != {immunity}",
    "Q16": "?[c, d, g] := *e{{r: {treats}, s: c, t: d}}, *e{{r: {upregulates}, s: c, t: g}}, *e{{r: {upregulates}, s: d, t: g}}",
    "Q18": "?[count(a)] := *e{{r: {interacts}, s: a, t: b}}, *e{{r: {interacts}, s: b, t: c}}, *e{{r: {interacts}, s: a, t: c}}",
    "Q19": "?[g, p, h] := *e{{r: {binds}, s: {metformin}, t: g}}, *e{{r: {participates}, s: g, t: p}}, *n{{id: p, k: {k_pathway}}}, "
           "*back{{r: {participates}, t: p, s: h}}, h != g, *e{{r: {associates}, s: {diabetes}, t: h}}",
}


def make(folder, path):
    source = tables.read(folder, ":memory:")
    db = cozo_embedded.CozoDbPy("rocksdb", path, "")
    for name, keys, query in (
        ("n", "id: Int => k: Int, name: String", "SELECT id, k, name FROM n"),
        ("kind", "k: Int, id: Int", "SELECT k, id FROM n"),
        ("e", "r: Int, s: Int, t: Int", "SELECT r, s, t FROM e"),
        ("back", "r: Int, t: Int, s: Int", "SELECT r, t, s FROM e ORDER BY 1, 2, 3"),
    ):
        told = db.run_script(f":create {name} {{{keys}}}", {}, False)
        columns = [each.split(":")[0].strip() for part in keys.split("=>") for each in part.split(",")]
        cursor = source.execute(query)
        while part := cursor.fetchmany(50_000):
            db.import_relations({name: {"headers": columns, "rows": [list(row) for row in part]}})
    db.close()


def open_(path, numbers):
    db = cozo_embedded.CozoDbPy("rocksdb", path, "")

    def ask(text):
        return lambda: db.run_script(text, {}, True)["rows"]

    return {code: ask(text.format(**numbers)) for code, text in QUERIES.items()}


common.main(make, open_)
