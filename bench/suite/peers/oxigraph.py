"""Oxigraph: an edge is a triple, the kind of a thing its type. It has no prepared queries, so each is read each time."""

import pyoxigraph as ox

import common
import tables

QUERIES = {
    "Q00": "SELECT (1 AS ?x) {{}}",
    "Q01": "SELECT ?c {{ ?c r:upregulates n:{cxcr4} ; a k:compound }}",
    "Q02": "SELECT ?g {{ n:{dexamethasone} r:downregulates ?g }}",
    "Q03": "SELECT ?c {{ ?c r:upregulates n:{cdkn1a} ; r:causes n:{neutropenia} }}",
    "Q04": "SELECT ?g {{ n:{breast_cancer} r:associates ?g . n:{mammary_gland} r:expresses ?g FILTER NOT EXISTS {{ ?c r:binds ?g }} }}",
    "Q05": "SELECT DISTINCT ?c {{ {{ ?c r:treats n:{hypertension} }} UNION {{ ?c r:palliates n:{hypertension} }} UNION {{ ?c r:treats n:{artery_disease} }} }}",
    "Q06": "SELECT DISTINCT ?g {{ ?d r:is_a* n:{cancer} . ?d r:associates ?g }}",
    "Q07": "SELECT DISTINCT ?c {{ ?g r:participates n:{vegf} . ?c r:binds ?g }}",
    "Q08": "SELECT DISTINCT ?s {{ {{ SELECT DISTINCT ?g {{ {{ SELECT DISTINCT ?p {{ ?p (r:is_a|r:part_of)* n:{inflammation} }} }} ?g r:participates ?p }} }} "
           "?c r:binds ?g . ?c r:causes ?s }}",
    "Q09": "SELECT ?g (COUNT(?c) AS ?many) {{ ?c a k:compound . ?c r:upregulates ?g }} GROUP BY ?g ORDER BY DESC(?many) ?g LIMIT 20",
    "Q13": "SELECT ?g {{ n:{tp53} r:regulates+ ?g FILTER (?g != n:{tp53}) }}",
    "Q14": "SELECT ?p {{ ?p (r:is_a|r:part_of)+ n:{immunity} }}",
    "Q16": "SELECT ?c ?d ?g {{ ?c r:treats ?d . ?c r:upregulates ?g . ?d r:upregulates ?g }}",
    "Q19": "SELECT ?g ?p ?h {{ n:{metformin} r:binds ?g . ?g r:participates ?p . ?p a k:pathway . n:{diabetes} r:associates ?h . ?h r:participates ?p FILTER (?g != ?h) }}",
}
PREFIXES = {"n": "n:", "r": "r:", "k": "k:"}


def make(folder, path):
    source = tables.read(folder, ":memory:")
    store = ox.Store(path)
    relations = {r: ox.NamedNode(f"r:{name}") for r, name in source.execute("SELECT r, name FROM relations").fetchall()}
    kinds = {k: ox.NamedNode(f"k:{name}") for k, name in source.execute("SELECT k, name FROM kinds").fetchall()}
    nodes, type_, label = [], ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), ox.NamedNode("r:name")

    def quads():
        for at, k, name in source.execute("SELECT id, k, name FROM n ORDER BY id").fetchall():
            nodes.append(ox.NamedNode(f"n:{at}"))
            yield ox.Quad(nodes[at], type_, kinds[k])
            yield ox.Quad(nodes[at], label, ox.Literal(name))
        for r, s, t in source.execute("SELECT r, s, t FROM e").fetchall():
            yield ox.Quad(nodes[s], relations[r], nodes[t])

    store.bulk_extend(quads())
    store.optimize()
    store.flush()


def cell(term):
    return term.value.rsplit(":", 1)[-1]


def open_(path, numbers):
    store = ox.Store.read_only(path)

    def ask(text):
        text = "".join(f"PREFIX {short}: <{whole}> " for short, whole in PREFIXES.items()) + text
        return lambda: [[cell(term) for term in row] for row in store.query(text)]

    return {code: ask(text.format(**numbers)) for code, text in QUERIES.items()}


common.main(make, open_)
