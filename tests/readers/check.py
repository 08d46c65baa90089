"""Runs all readers: `check.py PROGRAM [WORD]`, of those whose name has the word."""

import sys

import citations
import networks
import pages
import tables
from common import CHECKS, Skip, Whereof

MODULES = [citations, networks, pages, tables]


def main():
    whereof = Whereof(sys.argv[1])
    word = sys.argv[2] if len(sys.argv) > 2 else ""
    passed, failed, skipped = 0, 0, 0
    for check in CHECKS:
        name = f"{check.__module__}.{check.__name__}"
        if word not in name:
            continue
        try:
            check(whereof)
        except Skip as why:
            skipped += 1
            print(f"*** SKIPPED {name}: {why} ***")
        except Exception as error:  # every reader fails in its own way
            failed += 1
            print(f"FAILED {name}: {type(error).__name__}: {error}")
        else:
            passed += 1
            print(f"ok {name}")
    print(f"\n{passed} passed, {failed} failed, {skipped} skipped")
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main()
