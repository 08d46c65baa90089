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
        for name, files in [("tsv", (table_nodes, table_edges)), ("jsonl", (json_nodes, json_edges))]:
            transformer = Transformer()
            with contextlib.redirect_stderr(io.StringIO()):
                transformer.transform({"filename": [str(path) for path in files], "format": name})
            read[name] = transformer.store.graph
        nodes, edges = lines(json_nodes), lines(json_edges)
        for name, graph in read.items():
            equal(graph.number_of_nodes(), len(nodes))
            equal(graph.number_of_edges(), len(edges))
            told = {data["id"]: data for _, _, data in graph.edges(data=True)}
            for edge in edges:
                found = told[edge["id"]]
                for key in ["subject", "predicate", "object", "object_direction_qualifier", "object_aspect_qualifier", "knowledge_level"]:
                    equal(found.get(key), edge.get(key))
                equal(bool(found.get("negated")), edge.get("negated", False))
                equal(sorted(found.get("publications", [])), sorted(edge.get("publications", [])))
            validator = Validator()
            validator.validate(graph)
            wrong = validator.get_errors("Error")
            # a registry of prefixes does not know those of a private base
            wrong = {kind: found for kind, found in wrong.items() if "PREFIX" not in kind.upper()}
            assert not wrong, f"{name}: {wrong}"
    assert toolkit


def offline_toolkit(whereof):
    """kgx fetches the model of Biolink when it is imported; here it gets the one that its package brings."""
    import bmt

    folder = pathlib.Path(list(__import__("biolink_model").__path__)[0])
    predicates = whereof.folder / "predicates.yaml"
    predicates.write_text("predicate mappings: []\n")
    toolkit = bmt.Toolkit(schema=str(folder / "schema" / "biolink_model.yaml"), predicate_map=str(predicates))
    bmt.Toolkit = lambda *_, **__: toolkit
    return toolkit


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
    equal(nasty.number_of_edges(), 26)


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
    equal(len(nasty.get_edges()), 26)
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
