"""The facts of SWI-Prolog: tables to one file of clauses, which it compiles itself."""

import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import tables


def main(folder, path):
    source = tables.read(folder, ":memory:")
    with tempfile.TemporaryDirectory() as scratch:
        facts = os.path.join(scratch, "facts.pl")
        with open(facts, "w", encoding="utf-8") as out:
            for k, kind in source.execute("SELECT k, name FROM kinds").fetchall():
                out.writelines(f"kind_{kind}({at}).\n" for (at,) in source.execute(f"SELECT id FROM n WHERE k = {k} ORDER BY id").fetchall())
            for r, relation in source.execute("SELECT r, name FROM relations").fetchall():
                out.writelines(f"{relation}({s},{t}).\n" for s, t in source.execute(f"SELECT s, t FROM e WHERE r = {r} ORDER BY 1, 2").fetchall())
            out.write(":- discontiguous name/2.\n")
            out.writelines(f"name({name},{at}).\n" for name, at in tables.numbers(source).items())
        here = os.path.dirname(os.path.abspath(__file__))
        subprocess.run(["swipl", os.path.join(here, "prolog.pl"), "import", facts, path], check=True)


main(sys.argv[2], sys.argv[3])
