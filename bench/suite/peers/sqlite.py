"""SQLite: both orders of the edges as covering indexes, statements prepared once."""

import sqlite3

import common
import tables
from questions import QUESTIONS


def make(folder, path):
    source = tables.read(folder, ":memory:")
    db = sqlite3.connect(path)
    db.executescript("""PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
        CREATE TABLE n(id INTEGER PRIMARY KEY, k INTEGER NOT NULL, name TEXT NOT NULL);
        CREATE TABLE e(r INTEGER NOT NULL, s INTEGER NOT NULL, t INTEGER NOT NULL, PRIMARY KEY(r, s, t)) WITHOUT ROWID;""")
    db.executemany("INSERT INTO n VALUES (?, ?, ?)", source.execute("SELECT id, k, name FROM n").fetchall())
    db.executemany("INSERT INTO e VALUES (?, ?, ?)", source.execute("SELECT r, s, t FROM e ORDER BY 1, 2, 3").fetchall())
    db.commit()
    db.executescript("CREATE INDEX back ON e(r, t, s); CREATE INDEX from_ ON e(s, r, t); CREATE INDEX kind ON n(k, id); ANALYZE;")
    db.close()


def open_(path, numbers):
    db = sqlite3.connect(path, cached_statements=256)
    db.executescript("PRAGMA mmap_size = 1000000000; PRAGMA cache_size = -500000;")

    def ask(text):
        run = db.cursor().execute
        return lambda: run(text).fetchall()

    return {each.code: ask((each.sqlite or each.sql).format(**numbers)) for each in QUESTIONS}


common.main(make, open_)
