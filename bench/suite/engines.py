"""Whereof and its peers as programs that answer lines: one like the other.

Folders and files come in; processes that can be told to make a database, to give rows, and to take time go out. It knows nothing of questions.
"""

import os
import shutil
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))


# runs a program and prints its status, its seconds, and its memory at most in KiB
MEASURED = """
import os, sys, time
start = time.perf_counter()
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
_, status, used = os.wait4(child, 0)
print(status, time.perf_counter() - start, used.ru_maxrss)
"""


class Engine:
    """A program that makes a database of tables, and one that answers from it."""

    def __init__(self, name, make, serve, database, version):
        self.name, self.make, self.serve, self.database, self.version = name, make, serve, database, version
        self.process = None

    def forget(self):
        """Takes its database away."""
        for path in [self.database, *(self.database + end for end in (".wal", "-journal"))]:
            if os.path.isdir(path):
                shutil.rmtree(path)
            elif os.path.exists(path):
                os.remove(path)

    def imported(self):
        """Makes the database: seconds, bytes on disk, KiB of memory at most."""
        self.forget()
        # started by a process of little memory: what the one that starts it holds would count as its own
        told = subprocess.run([sys.executable, "-S", "-c", MEASURED, *self.make], capture_output=True, text=True)
        status, took, memory = told.stdout.split()[-3:] if told.stdout.strip() else ("1", "0", "0")
        if status != "0":
            raise RuntimeError(told.stderr[-600:])
        return float(took), size(self.database), int(memory)

    def start(self):
        self.process = subprocess.Popen(self.serve, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
        if self.line() != "ready":
            raise RuntimeError(f"{self.name} does not start")

    def line(self):
        return self.process.stdout.readline().rstrip("\n")

    def ask(self, order):
        """One line of an answer; empty where the program has ended."""
        try:
            self.process.stdin.write(order + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            return "failed: it has ended"
        return self.line() or "failed: it has ended"

    def rows(self, order):
        """Rows as tuples of text, or the reason why there are none."""
        head = self.ask(order)
        if not head.isdigit():
            return head
        return [tuple(self.line().split("\t")) for _ in range(int(head))]

    def time(self, code, times):
        """Nanoseconds of one, the mean of so many."""
        told = self.ask(f"time {code} {times}")
        return int(told) / times if told.isdigit() else None

    def stop(self):
        if self.process:
            self.process.stdin.close()
            self.process.wait()
            self.process = None


def size(path):
    if os.path.isdir(path):
        return sum(size(os.path.join(path, name)) for name in os.listdir(path))
    return os.path.getsize(path)


def whereof(program, driver, tables, mapping, base, version):
    make = [program, "import", *tables, "--map", mapping, "--to", base, "--force"]
    return Engine("whereof", make, [driver, base, HERE], base, version)


def limit(program, db, numbers, folder):
    """What the machine allows, over the tables as text; it has no database of its own."""
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "kinds.txt"), "w", encoding="utf-8") as out:
        out.writelines(f"{k}\n" for (k,) in db.execute("SELECT k FROM n ORDER BY id").fetchall())
    with open(os.path.join(folder, "numbers.txt"), "w", encoding="utf-8") as out:
        out.writelines(f"{name} {number}\n" for name, number in numbers.items())
    db.execute(f"COPY (SELECT r, s, t FROM e) TO '{folder}/edges.txt' (FORMAT csv, HEADER false, DELIMITER ' ')")
    return Engine("limit", [], [program, folder], folder, "")


def peers(folder, scratch, numbers, wanted):
    """All peers that can be had here."""
    python = sys.executable
    found = []
    modules = {
        "sqlite": ("sqlite.py", "s.sqlite", "sqlite3", "SQLite"),
        "duckdb": ("duck.py", "d.duckdb", "duckdb", "DuckDB"),
        "kuzu": ("kuzu_.py", "k.kuzu", "kuzu", "Kuzu"),
        "ladybug": ("ladybug.py", "l.lbug", "real_ladybug", "Ladybug"),
        "oxigraph": ("oxigraph.py", "o.oxigraph", "pyoxigraph", "Oxigraph"),
        "cozo": ("cozo.py", "c.cozo", "cozo_embedded", "Cozo"),
    }
    for short, (script, database, module, name) in modules.items():
        if wanted and short not in wanted:
            continue
        say = "import sqlite3; print(sqlite3.sqlite_version)" if short == "sqlite" else \
            f"import {module}, importlib.metadata as m; print(m.version('{module}'.replace('_embedded', '-embedded')))"
        asked = subprocess.run([python, "-c", say], capture_output=True, text=True)
        if asked.returncode != 0:
            print(f"SKIPPED: {name} is not installed", file=sys.stderr)
            continue
        script, database = os.path.join(HERE, "peers", script), os.path.join(scratch, database)
        found.append(Engine(name, [python, script, "import", folder, database], [python, script, "serve", database, numbers], database, asked.stdout.strip()))
    if not wanted or "prolog" in wanted:
        if shutil.which("swipl"):
            here, database = os.path.join(HERE, "peers"), os.path.join(scratch, "p.qlf")
            version = subprocess.run(["swipl", "--version"], capture_output=True, text=True).stdout.split()[2]
            found.append(Engine("SWI-Prolog", [python, os.path.join(here, "prolog.py"), "import", folder, database],
                                ["swipl", "-q", os.path.join(here, "prolog.pl"), "serve", database], database, version))
        else:
            print("SKIPPED: SWI-Prolog (swipl) is not installed", file=sys.stderr)
    return found
