"""Workbooks, tables and columns, read by openpyxl and pandas."""

import csv
import io
import json
import subprocess

import pandas
from common import HEADLINE, NASTY, SPLIT, Skip, check, equal


@check
def openpyxl_finds_words_and_no_formulas(whereof):
    from openpyxl import load_workbook

    book = load_workbook(whereof.file("xlsx", f"{HEADLINE}; {SPLIT}"))
    equal(book.sheetnames, ["1 rows", "2 rows", "findings", "references", "reading"])
    rows = list(book["1 rows"].values)
    equal(rows[0], ("treatment", "verdict", "refs", "refs_against", "findings"))
    equal(rows[1][:3], ("resveratrol", "supported", "59"))
    nasty = load_workbook(whereof.file("xlsx", NASTY, nasty=True))
    found = {}
    for sheet in nasty:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n", "b"), f"{sheet.title}!{cell.coordinate} is {cell.data_type}"
                found[cell.value] = cell.data_type
    for name in ["SEPT2", "MARCH1", "1E5", "=cmd|' /C calc'!A0", "٣", "TGF-β / Ωμέγα", '<script>alert("x")</script>&amp;']:
        equal(found.get(name), "s")
    assert any(isinstance(value, str) and "_x0041_" in value for value in found), "a spelled-out letter stays spelled out"


@check
def csv_and_tsv_are_rows(whereof):
    rows = list(csv.reader(io.StringIO(whereof.text("csv", NASTY.split(";")[0], nasty=True))))
    equal({len(row) for row in rows}, {5})
    assert any(row[0].startswith("'=cmd") for row in rows)
    frame = pandas.read_csv(io.StringIO(whereof.text("tsv", SPLIT)), sep="\t", dtype=str)
    equal(list(frame["treatment"]), ["IFN-γ", "IFN-γ + TGF-β + retinoic acid"])
    frame = pandas.read_json(io.StringIO(whereof.text("jsonl", SPLIT)), lines=True)
    equal(list(frame["refs"]), [[67], [67]])


def with_columns(whereof):
    """Whether the program was built with Parquet and Arrow."""
    done = subprocess.run([whereof.program, "--format", "parquet", "-c", "nouns"], capture_output=True, check=False)
    if b"feature `columns`" in done.stderr:
        raise Skip("built without the feature `columns`: tests/readers/run --columns")


@check
def pandas_reads_parquet_and_arrow(whereof):
    with_columns(whereof)
    import pyarrow
    import pyarrow.feather
    import pyarrow.parquet

    path = whereof.file("parquet", HEADLINE)
    frame = pandas.read_parquet(path)
    equal(list(frame.columns), ["treatment", "verdict", "refs", "refs_against", "findings"])
    equal(frame["treatment"][0], "resveratrol")
    equal(list(frame["refs"][0]), ["59"])
    equal(list(frame["refs_against"][0]), [])
    equal([int(one) for one in frame["findings"][0]], json.loads(whereof.text("jsonl", HEADLINE))["findings"])
    table = pyarrow.parquet.read_table(path)
    said = {key.decode(): value.decode() for key, value in table.schema.metadata.items()}
    equal(said["whereof.query"], HEADLINE)
    equal(len(said["whereof.base_hash"]), 32)
    arrow = pyarrow.ipc.open_file(whereof.file("arrow", HEADLINE)).read_all()
    equal(arrow.schema.remove_metadata(), table.schema.remove_metadata())
    equal(arrow.to_pydict(), table.to_pydict())
    equal({key.decode() for key in arrow.schema.metadata}, set(said))
    nasty = pandas.read_parquet(whereof.file("parquet", NASTY.split(";")[0], nasty=True))
    assert "SEPT2" in set(nasty["treatment"]) and "tab\there" in set(nasty["treatment"])
    for asked in ["nouns", "kinds of fibrosis", "similar to rapamycin", "matrix treatment by disease", "treatment where increases GSH and disease = fibrosis"]:
        pandas.read_parquet(whereof.file("parquet", asked))
