"""What all peers written in Python share: how they are told what to do.

`python PEER.py import FOLDER DATABASE` makes a database of the tables and ends. `python PEER.py serve DATABASE NUMBERS` answers lines: `rows Q01` prints the
number of rows and the rows; `time Q01 9` asks nine times and prints the nanoseconds of all, taken here. A question that the peer has none for is `none`.
"""

import gc
import json
import sys
import time

sys.path.insert(0, __file__.rsplit("/", 2)[0])


def main(make, open_):
    """`make(folder, path)` writes the database; `open_(path, numbers)` gives functions by the code of the question, each giving rows."""
    if sys.argv[1] == "import":
        make(sys.argv[2], sys.argv[3])
        return
    with open(sys.argv[3], encoding="utf-8") as file:
        numbers = json.load(file)
    asked = open_(sys.argv[2], numbers)
    print("ready", flush=True)
    gc.disable()
    for line in sys.stdin:
        order, code, *rest = line.split()
        ask = asked.get(code)
        if ask is None:
            print("none", flush=True)
            continue
        try:
            if order == "rows":
                rows = [row if isinstance(row, (tuple, list)) else (row,) for row in ask()]
                print(len(rows))
                for row in rows:
                    print(*row, sep="\t")
            else:
                start = time.perf_counter_ns()
                for _ in range(int(rest[0])):
                    ask()
                print(time.perf_counter_ns() - start)
        except Exception as error:  # whatever a peer throws: it has no answer then
            print("failed", " ".join(str(error).split()))
        gc.collect()
        sys.stdout.flush()
