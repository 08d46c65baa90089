"""The questions that cited findings are asked, put to whereof and to SQLite over the same rows.

The tables `findings.tsv.gz` and `findings-terms.tsv.gz` come in, lines for docs/performance.md go out: how many questions of each sort were asked, how many rows they
had, and whether both gave the same. The SQL is that of whereof's meaning: kinds and members of a name count for it, `directly increases` is a way of `increases`, a
null counts against a rise on the very thing it was measured on.
"""

import collections
import csv
import gzip
import json
import os
import re
import sqlite3
import subprocess

import engines

NOUNS = {
    "Protein": "protein", "RNA": "rna", "miRNA": "rna", "Gene": "gene", "Abundance": "substance", "BiologicalProcess": "process", "Pathology": "pathology",
    "Complex": "complex", "Composite": "combination", "Reaction": "reaction",
}
SIGNS = {"increases": "+", "directlyIncreases": "+", "decreases": "-", "directlyDecreases": "-", "causesNoChange": "0"}
STEPS = ("isA", "partOf", "hasComponent", "hasMember")
# how many names of each sort are asked for
NAMES = 60

BELOW = "WITH RECURSIVE below(id) AS (SELECT :name UNION SELECT step.low FROM below JOIN step ON step.high = below.id) "
# what a protein raises, with each citation
RAISES = BELOW + "SELECT o, c FROM f JOIN below ON below.id = s JOIN term ON term.id = o WHERE sign = '+' AND noun = :noun"
# who raises it, and which studies say so and which otherwise
CONFLICTS = BELOW + """, row(id) AS (SELECT DISTINCT s FROM f JOIN below ON below.id = o JOIN term ON term.id = s WHERE sign = '+' AND noun = 'protein')
    SELECT s, sign = '+', c FROM f JOIN below ON below.id = o JOIN row ON row.id = s WHERE sign IN ('+', '-') OR (sign = '0' AND o = :name)"""
THREE = BELOW + """SELECT s FROM f JOIN below ON below.id = o JOIN term ON term.id = s WHERE sign = '+' AND noun = 'protein'
    GROUP BY s HAVING count(DISTINCT nullif(c, '')) >= 3"""
# each end that is reached in two or three steps, no name twice, the sign of the whole a rise
REACH = BELOW + """SELECT DISTINCT start FROM (
        SELECT a.s start FROM below CROSS JOIN signed b ON b.o = below.id CROSS JOIN signed a ON a.o = b.s WHERE a.s <> b.o AND a.w * b.w = 1
        UNION SELECT a.s FROM below CROSS JOIN signed c ON c.o = below.id CROSS JOIN signed b ON b.o = c.s CROSS JOIN signed a ON a.o = b.s
        WHERE b.s <> c.o AND a.s NOT IN (c.o, c.s) AND a.w * b.w * c.w = 1)
    JOIN term ON term.id = start WHERE noun = 'protein'"""
PATHS = """WITH RECURSIVE below(id) AS (SELECT :to UNION SELECT step.low FROM below JOIN step ON step.high = below.id)
    SELECT a.o, b.o, a.sign, b.sign, a.c, b.c FROM f a JOIN f b ON b.s = a.o JOIN below ON below.id = b.o
    WHERE a.s = :name AND a.sign <> '0' AND b.sign <> '0' AND a.o <> a.s AND b.o NOT IN (a.s, a.o)"""


def normal(name):
    return re.sub(r"[-_\s]", "", name.lower())


def rows_of(path):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


class Rows:
    """The tables in SQLite, and what whereof calls each term."""

    def __init__(self, folder):
        self.db = db = sqlite3.connect(":memory:")
        db.executescript("""CREATE TABLE term(id TEXT PRIMARY KEY, noun TEXT, name TEXT); CREATE TABLE f(s TEXT, sign TEXT, o TEXT, c TEXT);
            CREATE TABLE step(low TEXT, high TEXT);""")
        self.called, taken, spelled = {}, set(), collections.Counter()
        for row in rows_of(os.path.join(folder, "findings-terms.tsv.gz")):
            noun, name = NOUNS[row["kind"]], row["name"]
            spelled[normal(name)] += 1
            # an equal name of another vocabulary is called by its vocabulary too
            called = name if (noun, normal(name)) not in taken else f"{name} ({row['namespace']})"
            taken.add((noun, normal(name)))
            self.called[row["term"]] = called
            db.execute("INSERT OR IGNORE INTO term VALUES (?, ?, ?)", (row["term"], noun, name))
        # names that mean one thing only
        self.plain = {term for term, name in self.called.items() if spelled[normal(name)] == 1 and not re.search(r'["\\]', name)}
        for row in rows_of(os.path.join(folder, "findings.tsv.gz")):
            low, relation, high = row["subject"], row["relation"], row["object"]
            if relation in STEPS:
                if relation != "partOf" and relation != "hasComponent":
                    db.execute("INSERT INTO step VALUES (?, ?)", (low, high) if relation == "isA" else (high, low))
            else:
                db.execute("INSERT INTO f VALUES (?, ?, ?, ?)", (low, SIGNS.get(relation, "?"), high, row["citation"].strip()))
        db.executescript("""CREATE INDEX f_s ON f(s, sign, o); CREATE INDEX f_o ON f(o, sign, s); CREATE INDEX step_high ON step(high);
            CREATE TABLE signed AS SELECT DISTINCT s, o, CASE sign WHEN '+' THEN 1 ELSE -1 END w FROM f WHERE sign IN ('+', '-') AND s <> o;
            CREATE INDEX signed_s ON signed(s, o, w); CREATE INDEX signed_o ON signed(o, s, w); ANALYZE;""")

    def ask(self, sql, **given):
        return self.db.execute(sql, given).fetchall()

    def often(self, sql):
        """Names for which there is much to say, the fullest first."""
        return [term for (term,) in self.ask(sql) if term in self.plain][:NAMES]

    def quoted(self, term):
        return f'"{self.ask("SELECT noun FROM term WHERE id = :id", id=term)[0][0]}:{self.called[term]}"'


def studies(citations):
    """What can be compared of citations: the PMIDs, and how many others there are."""
    numbers = {int(each[5:]) for each in citations if each.startswith("PMID:")}
    return numbers, len({each for each in citations if each and not each.startswith("PMID:")})


def as_studies(references, known):
    numbers = {each["number"] for each in references}
    return numbers & known, len(numbers - known)


def answers_of(program, base, questions):
    """One reply as JSON for each question, of one process."""
    command = [program, "--no-builtin", "--base", base, "--format", "json", "--keep-going"]
    for question in questions:
        command += ["-c", question]
    told = subprocess.run(command, capture_output=True, text=True, encoding="utf-8").stdout
    decoder, at, replies = json.JSONDecoder(), 0, []
    while at < len(told):
        reply, at = decoder.raw_decode(told, at)
        replies.append(reply)
        while at < len(told) and told[at].isspace():
            at += 1
    if len(replies) != len(questions):
        raise RuntimeError(f"{len(questions)} questions have {len(replies)} replies")
    return replies


def rows_through(driver, base, questions, scratch):
    """The names of rows, through the library: a page of words for each chain would be much to read."""
    folder = os.path.join(scratch, "questions")
    os.makedirs(folder, exist_ok=True)
    for at, question in enumerate(questions):
        with open(os.path.join(folder, f"{at}.whereof"), "w", encoding="utf-8") as file:
            file.write(question + "\n")
    engine = engines.Engine("whereof", [], [driver, base, folder], base, "")
    engine.start()
    found = [engine.rows(f"rows {at}") for at in range(len(questions))]
    engine.stop()
    return [sorted(row[0] for row in rows) if isinstance(rows, list) else [rows] for rows in found]


def references(found):
    return [each for finding in found for each in finding["refs"]]


def compare(program, driver, folder, scratch, say):
    """The lines of the table, or none where there are no findings."""
    if not os.path.exists(os.path.join(folder, "findings.tsv.gz")):
        say(f"NO DATA: no cited findings in {folder}; they are left out")
        return None
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    base = os.path.join(scratch, "findings.whereof-base")
    files = [os.path.join(folder, name) for name in ("findings-terms.tsv.gz", "findings.tsv.gz")]
    subprocess.run([program, "import", *files, "--map", os.path.join(root, "examples", "imports", "bel-findings.toml"), "--to", base, "--force"], check=True, capture_output=True)
    rows = Rows(folder)
    known = {int(c[5:]) for (c,) in rows.ask("SELECT DISTINCT c FROM f WHERE c LIKE 'PMID:%'")}
    lines = ["| question | asked of | rows | equal to SQLite |", "|---|---|---|---|"]

    def line(what, asked, many, wrong):
        lines.append(f"| {what} | {asked} names | {many:,} | {'all' if not wrong else f'{asked - len(wrong)} of {asked}'} |")
        for each in wrong[:3]:
            say("NOT EQUAL:", what, each)

    raisers = rows.often("SELECT s FROM f JOIN term ON id = s WHERE sign = '+' AND noun = 'protein' GROUP BY s ORDER BY count(*) DESC, s")
    raised = rows.often("SELECT o FROM f JOIN term ON id = s WHERE sign = '+' AND noun = 'protein' GROUP BY o ORDER BY count(DISTINCT s) DESC, o")

    # what a protein raises, with each citation
    questions, wanted = [], []
    for term in raisers:
        for noun in ("protein", "process", "pathology", "substance"):
            questions.append(f"{noun} where increased by {rows.quoted(term)}")
            cited = collections.defaultdict(set)
            for thing, citation in rows.ask(RAISES, name=term, noun=noun):
                cited[rows.called[thing]].add(citation)
            wanted.append({name: studies(each) for name, each in cited.items()})
    got = [{row["cells"][0]: as_studies(references(row["effects"][0]["witnesses"]), known) for row in reply["rows"]} for reply in answers_of(program, base, questions)]
    wrong = [f"{question}: {differ(a, b)}" for question, a, b in zip(questions, got, wanted) if a != b]
    line("what a protein raises, with each citation", len(questions), sum(map(len, wanted)), wrong)

    # conflicts, with the number of studies on each side
    questions, wanted = [f"protein where increases {rows.quoted(term)}" for term in raised], []
    for term in raised:
        sides = collections.defaultdict(lambda: (set(), set()))
        for thing, rises, citation in rows.ask(CONFLICTS, name=term):
            sides[rows.called[thing]][0 if rises else 1].add(citation)
        against = {thing for thing, rises, _ in rows.ask(CONFLICTS, name=term) if not rises}
        wanted.append({rows.called[thing]: tuple(map(studies, sides[rows.called[thing]])) for thing in against})
    got = []
    for reply in answers_of(program, base, questions):
        disputed = [row for row in reply["rows"] if row["verdict"] in ("contested", "context-split", "context_split")]
        got.append({row["cells"][0]: (as_studies(references(row["effects"][0]["witnesses"]), known), as_studies(references(against_of(row["effects"][0])), known)) for row in disputed})
    wrong = [f"{question}: {differ(a, b)}" for question, a, b in zip(questions, got, wanted) if a != b]
    line("who raises it, in conflict: the studies on each side", len(questions), sum(map(len, wanted)), wrong)

    for what, sql, text in (
        ("who raises it by at least three studies", THREE, "protein where increases {} with at least 3 studies"),
        ("what comes to raise it in two or three steps, by sign", REACH, "protein where indirectly increases {} within 3"),
    ):
        questions = [text.format(rows.quoted(term)) for term in raised]
        wanted = [sorted(rows.called[thing] for (thing,) in rows.ask(sql, name=term)) for term in raised]
        got = rows_through(driver, base, questions, scratch)
        wrong = [f"{question}: {sorted(set(a) ^ set(b))[:4]}" for question, a, b in zip(questions, got, wanted) if a != b]
        line(what, len(questions), sum(map(len, wanted)), wrong)

    # paths of two steps with the studies of each
    questions, wanted = [], []
    for begin, end in zip(raisers, raised[1:] + raised[:1]):
        if begin == end:
            continue
        questions.append(f"paths from {rows.quoted(begin)} to {rows.quoted(end)} within 2")
        cited = collections.defaultdict(lambda: (set(), set()))
        for middle, last, one, two, first, second in rows.ask(PATHS, name=begin, to=end):
            both = cited[rows.called[middle], rows.called[last], one, two]
            both[0].add(first)
            both[1].add(second)
        wanted.append({path: tuple(map(studies, each)) for path, each in cited.items()})
    wrong, many = [], 0
    for question, reply, whole in zip(questions, answers_of(program, base, questions), wanted):
        told = {}
        for path in reply["paths"]:
            one, two = path["steps"]
            told[one["to"], two["to"], one["sign"], two["sign"]] = (as_studies(one["refs"], known), as_studies(two["refs"], known))
        many += len(whole)
        # the first twenty are told with their studies, all are counted
        if reply["total"] != len(whole) or any(whole.get(path) != each for path, each in told.items()):
            wrong.append(f"{question}: {reply['total']} paths, {len(whole)} wanted; {differ(told, whole)}")
    line("paths of two steps, with the studies of each", len(questions), many, wrong)
    return lines


def against_of(effect):
    return [finding for key in ("against_inside", "against_elsewhere") for finding in effect.get(key, [])]


def differ(a, b):
    return {key: (a.get(key), b.get(key)) for key in [*a, *b] if a.get(key) != b.get(key)} and \
        str({key: (a.get(key), b.get(key)) for key in [*a, *b] if a.get(key) != b.get(key)})[:300]


if __name__ == "__main__":
    import sys

    print("\n".join(compare(*sys.argv[1:5], print) or []))
