"""Pages and JSON, read by an HTML5 parser and by a validator of JSON Schema."""

import json
import pathlib
import warnings

import html5lib
from common import HEADLINE, NASTY, SPLIT, check, equal

QUERIES = pathlib.Path(__file__).resolve().parents[2] / "examples" / "queries"


@check
def html5lib_finds_no_mistake(whereof):
    for query, nasty in [(f"{HEADLINE}; {SPLIT}; matrix treatment by disease", False), (NASTY, True)]:
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        page = parser.parse(whereof.file("html", query, nasty=nasty).read_text())
        assert page.find(".//script") is None
        assert page.findall(".//table"), "no table"
        text = "".join(page.itertext())
        assert ("resveratrol" in text) != nasty
        assert not nasty or '<script>alert("x")</script>&amp;' in text


@check
def every_reply_fits_the_published_schema(whereof):
    from jsonschema import Draft202012Validator

    warnings.simplefilter("ignore")
    schema = json.loads(whereof.run("schema")[0])
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    seen = {}
    statements = [
        "why treatment where upregulates CXCR4", "why rapamycin upregulates CXCR4", "resolve CXCR44", "resolve \"SDF-1α\"", "nouns", "sources",
        "why not rapamycin: treatment where upregulates CXCR4 and disease = fibrosis", "describe CXCR4", "describe upregulates", "describe treatment",
        "kinds of fibrosis", "kinds of treatment", "let $gene = CXCR4", "retract study 59", "expect some: treatment where upregulates CXCR4",
        "diff builtin session: treatment where upregulates CXCR4", "gaps", "gaps treatment by disease", "matrix treatment by disease of improves homing",
        "compare rapamycin with hypoxia", "contested treatment, disease", "similar to rapamycin", "paths from hypoxia to homing within 3",
        "define homing booster = treatment where improves homing; homing booster where improves survival",
        "treatment where indirectly increases homing within 3", "treatment where increases GSH and disease = fibrosis", "treatment where downregulates Bax",
        "treatment where not upregulates CXCR4", "treatment where upregulates CXCR4 limit 1", "finding where stance = gap", "study where upregulates CXCR4",
        "treatment A, treatment B, gene G where A upregulates G and B downregulates G", "count treatment by disease where increases homing",
    ]
    texts = [(None, text) for text in statements] + [(path, None) for path in sorted(QUERIES.glob("*.whereof"))]
    decoder = json.JSONDecoder()
    for path, text in texts:
        arguments = ["-c", text] if text else [str(path)]
        base = path.read_text().split("\n", 1)[0] if path else ""
        if base.startswith("#!"):
            continue
        printed = whereof.run("--format", "json", "--timeout", "0", *arguments)[0].decode()
        while printed.strip():
            reply, end = decoder.raw_decode(printed.lstrip())
            printed = printed.lstrip()[end:]
            wrong = sorted(validator.iter_errors(reply), key=lambda error: len(error.path))
            assert not wrong, f"{path or text}: {wrong[0].json_path}: {wrong[0].message[:300]} {[c.message[:200] for c in (wrong[0].context or [])[-2:]]}"
            seen[reply["reply"]] = seen.get(reply["reply"], 0) + 1
    known = {one["properties"]["reply"]["const"] for one in schema["$defs"].values() if "reply" in one.get("properties", {})}
    # `card` is what a prompt shows
    equal(known - set(seen) - {"card"}, set())
    equal(set(seen) - known, set())


@check
def rows_of_jsonl_fit_the_published_schema(whereof):
    from jsonschema import Draft202012Validator

    schema = json.loads(whereof.run("schema")[0])
    row = Draft202012Validator({"$ref": "#/$defs/jsonl_row", "$defs": schema["$defs"]})
    for query in [HEADLINE, SPLIT, "gene where upregulated by rapamycin", "treatment where not upregulates CXCR4"]:
        for line in whereof.text("jsonl", query).splitlines():
            row.validate(json.loads(line))
