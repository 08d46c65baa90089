"""Networks, read by kgx, the classes of Biolink, networkx, ndex2, Graphviz and Mermaid."""

import contextlib
import html
import io
import json
import pathlib
import shutil
import subprocess

import networkx
from common import HEADLINE, HERE, NASTY, SPLIT, Skip, check, equal


def lines(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def pair(whereof, ending, query, nasty=False):
    """Paths of the files of nodes and of edges."""
    nodes = whereof.file(ending, query, nasty=nasty, name=f"graph{whereof.turn}_nodes.{ending}")
    return nodes, nodes.with_name(nodes.name.replace("_nodes", "_edges"))


@check
def biolink_classes_take_nodes_and_edges(whereof):
    import biolink_model.datamodel.pydanticmodel_v2 as biolink
    import yaml

    schema = pathlib.Path(list(__import__("biolink_model").__path__)[0]) / "schema" / "biolink_model.yaml"
    slots = {name.replace(" ", "_") for name in yaml.safe_load(schema.read_text())["slots"]}
    for query, nasty in [(f"{HEADLINE}; {SPLIT}; matrix treatment by disease", False), (NASTY, True)]:
        nodes, edges = (lines(path) for path in pair(whereof, "jsonl", query, nasty))
        for node in nodes:
            of = getattr(biolink, node["category"][0].removeprefix("biolink:"))
            of(**{key: value for key, value in node.items() if not key.startswith("whereof_")})
        known = biolink.Association.model_fields
        values = {
            "object_direction_qualifier": {one.value for one in biolink.DirectionQualifierEnum},
            "object_aspect_qualifier": {one.value for one in biolink.GeneOrGeneProductOrChemicalEntityAspectEnum},
        }
        for edge in edges:
            biolink.Association(**{key: value for key, value in edge.items() if key in known})
            for key, value in edge.items():
                assert key in known or key in slots or key.startswith("whereof_"), f"{key} is no slot of Biolink"
                assert key not in values or value in values[key], f"{key}: {value}"
            assert edge["predicate"].removeprefix("biolink:") in slots, edge["predicate"]
    assert len(edges) > 10


@check
def kgx_transforms_and_validates(whereof):
    toolkit = offline_toolkit(whereof)
    from kgx.transformer import Transformer
    from kgx.validator import Validator

    for query, nasty in [(f"{HEADLINE}; {SPLIT}; matrix treatment by disease", False), (NASTY, True)]:
        json_nodes, json_edges = pair(whereof, "jsonl", query, nasty)
        table_nodes, table_edges = pair(whereof, "tsv", query, nasty)
        read = {}
        nodes, edges = lines(json_nodes), lines(json_edges)
        for name, files in [("tsv", (table_nodes, table_edges)), ("jsonl", (json_nodes, json_edges))]:
            given = {"filename": [str(path) for path in files], "format": name}  # emptied by each use
            transformer = Transformer()
            with contextlib.redirect_stderr(io.StringIO()):
                transformer.transform(dict(given))
            read[name] = transformer.store.graph
            # in a stream nothing is joined: all of it comes back
            whereof.turn += 1
            again = whereof.folder / f"again{whereof.turn}"
            with contextlib.redirect_stderr(io.StringIO()):
                Transformer(stream=True).transform(dict(given), {"filename": str(again), "format": "jsonl"})
            equal(len(lines(again.with_name(again.name + "_nodes.jsonl"))), len(nodes))
            told = {edge["id"]: edge for edge in lines(again.with_name(again.name + "_edges.jsonl"))}
            equal(set(told), {edge["id"] for edge in edges})
            for edge in edges:
                found = told[edge["id"]]
                for key in ["subject", "predicate", "object", "object_direction_qualifier", "object_aspect_qualifier", "knowledge_level"]:
                    equal(found.get(key), edge.get(key))
                equal(bool(found.get("negated")), edge.get("negated", False))
                equal(sorted(found.get("publications", [])), sorted(edge.get("publications", [])))
        for name, graph in read.items():
            equal(graph.number_of_nodes(), len(nodes))
            # its graph in memory keeps one edge of those with the same ends and predicate, whatever their qualifiers
            equal(graph.number_of_edges(), len({(edge["subject"], edge["predicate"], edge["object"]) for edge in edges}))
            validator = Validator()
            validator.validate(graph)
            wrong = validator.get_errors("Error")
            # the prefix of a private base is in no registry, and those of the packaged model are not all that kgx fetches
            wrong = {
                kind: [message for message in found if "is not represented in" not in message and "that is not represented" not in message]
                for kind, found in wrong.items()
                if "PREFIX" not in kind.upper()
            }
            wrong = {kind: found for kind, found in wrong.items() if found}
            assert not wrong, f"{name}: {wrong}"
    assert toolkit


def offline_toolkit(whereof):
    """kgx fetches the model of Biolink and its prefixes when it is used; here it gets those that the package of the model brings."""
    import bmt
    import kgx.config
    import yaml

    folder = pathlib.Path(list(__import__("biolink_model").__path__)[0])
    prefixes = yaml.safe_load((folder / "schema" / "biolink_model.yaml").read_text())["prefixes"]
    for context in ["biolink", "monarch_context", "obo_context"]:
        kgx.config.jsonld_context_map[context] = dict(prefixes)
    predicates = whereof.folder / "predicates.yaml"
    predicates.write_text("predicate mappings: []\n")
    toolkit = bmt.Toolkit(schema=str(folder / "schema" / "biolink_model.yaml"), predicate_map=str(predicates))
    bmt.Toolkit = lambda *_, **__: toolkit
    return toolkit


def findings_and_links(whereof):
    """How many edges a format has that holds all findings of the nasty base: KGX leaves out the one declared gap, and only that."""
    _, edges = pair(whereof, "jsonl", NASTY, nasty=True)
    known = len(lines(edges))
    assert known > 20, known
    return known + 1


@check
def networkx_reads_graphml(whereof):
    graph = networkx.read_graphml(whereof.file("graphml", f"{HEADLINE}; {SPLIT}"), force_multigraph=True)
    names = networkx.get_node_attributes(graph, "name")
    edge = next(data for one, other, data in graph.edges(data=True) if names[one] == "resveratrol")
    equal((edge["interaction"], edge["sign"], edge["references"], edge["studies"]), ("upregulates", "+", "59", 1))
    equal(edge["slot disease"], "cirrhosis")
    nasty = networkx.read_graphml(whereof.file("graphml", NASTY, nasty=True), force_multigraph=True)
    names = set(networkx.get_node_attributes(nasty, "name").values())
    for name in ["=cmd|' /C calc'!A0", '<script>alert("x")</script>&amp;', "TGF-β / Ωμέγα", "]]>", "-->", '"quoted" \'twice\'']:
        assert name in names, f"{name} is not in {names}"
    equal(nasty.number_of_edges(), findings_and_links(whereof))


@check
def ndex2_reads_cx2(whereof):
    from ndex2.cx2 import RawCX2NetworkFactory

    factory = RawCX2NetworkFactory()
    network = factory.get_cx2network(json.loads(whereof.file("cx2", HEADLINE).read_text()))
    names = {node["v"]["name"] for node in network.get_nodes().values()}
    assert {"resveratrol", "CXCR4"} <= names, names
    edge = next(iter(network.get_edges().values()))
    equal((edge["v"]["sign"], edge["v"]["references"]), ("+", ["59"]))
    nasty = factory.get_cx2network(json.loads(whereof.file("cx2", NASTY, nasty=True).read_text()))
    equal(len(nasty.get_edges()), findings_and_links(whereof))
    again = factory.get_cx2network(nasty.to_cx2())
    equal(len(again.get_nodes()), len(nasty.get_nodes()))


@check
def graphviz_draws_dot(whereof):
    if not shutil.which("dot"):
        raise Skip("no Graphviz on this machine (Debian: graphviz)")
    for query, nasty, name in [(f"{HEADLINE}; {SPLIT}", False, "resveratrol"), (NASTY, True, "TGF-β / Ωμέγα")]:
        path = whereof.file("dot", query, nasty=nasty)
        done = subprocess.run(["dot", "-Tsvg", str(path)], capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        svg = done.stdout.decode()
        # Graphviz spells `-` as `&#45;`
        assert name in html.unescape(svg) and "<script>alert" not in svg, svg[:400]


@check
def mermaid_parses_the_flowchart(whereof):
    home = pathlib.Path(__file__).resolve().parents[2] / "target" / "readers-node"
    if not shutil.which("npm"):
        raise Skip("no npm on this machine")
    if not (home / "node_modules" / "mermaid").exists():
        home.mkdir(parents=True, exist_ok=True)
        (home / "package.json").write_text('{"private": true, "type": "module"}\n')
        got = subprocess.run(["npm", "install", "--silent", "mermaid@11", "jsdom@26"], cwd=home, capture_output=True, check=False)
        if got.returncode != 0:
            raise Skip("mermaid cannot be fetched")
    shutil.copy(HERE / "mermaid.mjs", home / "mermaid.mjs")
    for query, nasty in [(f"{HEADLINE}; {SPLIT}", False), (NASTY, True)]:
        path = whereof.file("mmd", query, nasty=nasty)
        done = subprocess.run(["node", "mermaid.mjs", str(path)], cwd=home, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()[-600:]
