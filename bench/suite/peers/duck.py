"""DuckDB: its own tables, sorted by relation, statements prepared once."""

import duckdb

import common
import tables
from questions import QUESTIONS


def make(folder, path):
    tables.read(folder, path).close()


def open_(path, numbers):
    db = duckdb.connect(path, read_only=True)

    def ask(code, text):
        db.execute(f"PREPARE {code} AS {text}")
        run = f"EXECUTE {code}"
        return lambda: db.execute(run).fetchall()

    return {each.code: ask(each.code, (each.duckdb or each.sql).format(**numbers).replace("LIKE", "ILIKE")) for each in QUESTIONS}


common.main(make, open_)
