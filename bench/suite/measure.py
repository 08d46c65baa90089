"""The measurement itself, in the Python that has the peers: `run` starts it.

Imports, checks, rounds in turns, start to answer, growth; one table after the other. What is written stands between two marks of docs/performance.md.
"""

import json
import math
import os
import platform
import shlex
import statistics
import subprocess
import sys
import time
import tomllib

import duckdb

import bel
import engines
import growth
import synthetic
import tables
from questions import BY_CODE, COLUMNS, QUESTIONS, SAID

WORDS, ROOT, CHOSEN = json.loads(sys.argv[1])
SCRATCH = CHOSEN["scratch"]
# what a turn of one engine at one question may take, in nanoseconds, and how often it asks at most
TURN, MOST = 15e6, 2000
# what is slower than this is asked in two rounds only
SLOW = 2e9


def say(*words):
    print(*words, file=sys.stderr, flush=True)


def folder_of_tables():
    """Where the tables lie, and what to call them."""
    folder = CHOSEN["data"] or os.path.join(os.path.dirname(ROOT), "shared", "data")
    if not CHOSEN["findings"]:
        if all(os.path.exists(os.path.join(folder, name)) for name in ("nodes.tsv.gz", "edges.tsv.gz", "synonyms.tsv.gz")):
            return folder, "the graph of `docs/importing.md`"
        say(f"\nNO DATA: no tables of nodes, edges and synonyms in {folder}: a made graph stands in for them, and figures are not those of the real one\n")
    findings = int(CHOSEN["findings"] or 1.65e6)
    folder = os.path.join(SCRATCH, f"made-{findings}")
    if not os.path.exists(os.path.join(folder, "done")):
        synthetic.make(folder, findings)
        open(os.path.join(folder, "done"), "w").close()
    return folder, f"a made graph of {findings:,} findings"


def hash_of(rows):
    """The same whatever the order of rows: the sum of a mix of each, in 64 bits."""
    total = 0
    for row in rows:
        mixed = 0x9E3779B97F4A7C15
        for each in row:
            mixed = (mixed ^ int(each)) * 0xBF58476D1CE4E5B9 % 2**64
            mixed ^= mixed >> 31
        total = (total + mixed * 0x94D049BB133111EB) % 2**64
    return f"{total:016x}"


class Reference:
    """What the answers are: those of DuckDB, once SQLite agrees."""

    def __init__(self, db, numbers):
        self.db, self.numbers, self.rows = db, numbers, {}
        self.curies = dict(db.execute("SELECT curie, id FROM n").fetchall())

    def of(self, question, whole=False):
        sql = question.sql.format(**self.numbers).replace("LIKE", "ILIKE")
        return self.db.execute(sql.rsplit(" LIMIT", 1)[0] if whole else sql).fetchall()

    def answers(self, question):
        if question.code not in self.rows:
            self.rows[question.code] = self.of(question)
        return self.rows[question.code]

    def same(self, question, rows):
        """Whether rows are the answer; where the end of a list is a draw, whether they are an answer."""
        rows, wanted = sorted(rows), sorted(self.answers(question))
        if rows == wanted or not question.ties:
            return rows == wanted
        return sorted(row[-1] for row in rows) == sorted(row[-1] for row in wanted) and set(rows) <= set(self.of(question, whole=True))


def names_of(engine, reference):
    """Noun and name to number; nouns and verbs too."""
    known = {}
    for name, number in reference.numbers.items():
        if name.startswith("k_"):
            known["noun of a name", name[2:].replace("_", " ")] = number
    with open(os.path.join(ROOT, "examples", "imports", "graph.toml"), "rb") as file:
        phrases = tomllib.load(file)["verbs"]
    for relation, number in reference.numbers.items():
        known["verb", phrases.get(relation) if isinstance(phrases.get(relation), str) else relation] = number
    for noun, name, curie in engine.rows("names"):
        if curie in reference.curies:
            known[noun.replace(" ", "_"), name] = reference.curies[curie]
    return known


def as_numbers(question, rows, known):
    """Rows of whereof as those of the others."""
    columns = COLUMNS.get(question.code, ())
    if columns == ("name", "noun"):
        return [(known[row[1].replace(" ", "_"), row[0]],) for row in rows]
    if not columns:
        return [(int(row[0]),) for row in rows]
    tail = 1 if question.ties or question.numbers else 0
    return [tuple(known[kind, name] for kind, name in zip(columns, row)) + ((int(row[-1]),) if tail else ()) for row in rows]


def check(all_engines, reference, codes):
    """The engines whose answer to each question is right; tells of the others."""
    right, wrong = {code: [] for code in codes}, []
    for engine in all_engines:
        known = names_of(engine, reference) if engine.name == "whereof" else None
        for code in codes:
            question = BY_CODE[code]
            rows = engine.rows(f"rows {code}")
            if rows == "none":
                continue
            if isinstance(rows, str):
                wrong.append(f"{engine.name} {code}: {rows[:300]}")
                continue
            if code == "Q00":
                same = known is None or rows == []
            elif known is not None:
                same = reference.same(question, as_numbers(question, rows, known))
            else:
                same = reference.same(question, [tuple(int(cell) for cell in row) for row in rows])
            if same:
                right[code].append(engine)
            else:
                wrong.append(f"{engine.name} {code}: {len(rows)} rows are not the {len(reference.answers(question))} of the reference")
    for each in wrong:
        say("NOT EQUAL:", each)
    return right, wrong


def rounds(right, many):
    """Microseconds of each engine at each question, a figure a round, engines in turns."""
    took = {code: {engine.name: [] for engine in each} for code, each in right.items()}
    guess = {}
    for number in range(many):
        for code, each in right.items():
            # who begins is another one in each round
            for engine in each[number % max(1, len(each)):] + each[:number % max(1, len(each))]:
                key = (code, engine.name)
                if key not in guess:
                    guess[key] = engine.time(code, 1) or math.inf
                    guess[key] = min(guess[key], engine.time(code, max(1, min(20, int(TURN / guess[key])))) or math.inf) if guess[key] < TURN else guess[key]
                if guess[key] > SLOW and number >= 2:
                    continue
                spent = engine.time(code, max(1, min(MOST, int(TURN / guess[key]))))
                took[code][engine.name].append(spent / 1000 if spent else None)
        say(f"round {number + 1} of {many}")
    return took


def ratios(ours, theirs):
    """Theirs by ours, round by round."""
    return [b / a for a, b in zip(ours, theirs) if a and b]


def figure(value):
    if value is None:
        return "–"
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"


def middle(values):
    values = [each for each in values if each]
    return statistics.median(values) if values else None


def table_of(took, names):
    out = ["| question | " + " | ".join(names) + " | best peer | it ÷ whereof: least | middle | most | whereof ÷ limit |", "|---" * (len(names) + 6) + "|"]
    best_ratios, limits = {}, {}
    for code, each in took.items():
        middles = {name: middle(each.get(name, [])) for name in names}
        cells = " | ".join(figure(middles[name]) for name in names)
        rest = {name: value for name, value in middles.items() if name not in ("whereof", "limit") and value}
        above = ratios(each.get("limit", []), each.get("whereof", []))
        if above:
            limits[code] = statistics.median(above)
        if middles["whereof"] and rest:
            best = min(rest, key=rest.get)
            against = ratios(each["whereof"], each[best])
            best_ratios[code] = statistics.median(against)
            out.append(f"| {code} | {cells} | {best} | {figure(min(against))} | **{figure(best_ratios[code])}** | {figure(max(against))} | {figure(limits.get(code))} |")
        else:
            out.append(f"| {code} | {cells} | – | – | – | – | {figure(limits.get(code))} |")
    return out, best_ratios, limits


def geometric(values):
    return math.exp(sum(map(math.log, values)) / len(values)) if values else None


def means(took, names):
    """Peer by whereof in the geometric mean over the questions that both answer."""
    cells = []
    for name in names:
        if name == "limit":
            cells.append("")
            continue
        each = [middle(ratios(took[code]["whereof"], took[code][name])) for code in took if took[code].get(name) and took[code].get("whereof")]
        each = [value for value in each if value]
        cells.append(f"{figure(geometric(each))} ({len(each)})" if each else "–")
    return "| peer ÷ whereof, geometric mean (questions) | " + " | ".join(cells) + " |"


def start_to_answer(commands, many=60):
    """Milliseconds from the start of a program to its end, in turns."""
    took = {name: [] for name in commands}
    for _ in range(many):
        for name, command in commands.items():
            start = time.perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
            took[name].append((time.perf_counter() - start) * 1000)
    return took


def machine():
    model = platform.processor() or "processor"
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            model = next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), model)
    except OSError:
        pass
    return f"{os.cpu_count()} cores, {model}, {platform.system()} {platform.release().split('-')[0]}, Python {platform.python_version()}"


def write(path, mark, lines):
    """Puts lines between the two marks of a file."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    begin, end = f"<!-- {mark}: written by bench/suite/run -->", f"<!-- end of {mark} -->"
    before, rest = text.split(begin, 1)
    _, after = rest.split(end, 1)
    whole = before + begin + "\n\n" + "\n".join(lines) + "\n\n" + end + after
    with open(path, "w", encoding="utf-8") as file:
        file.write(whole)


def tell(lines, mark):
    print("\n".join(lines), "\n", flush=True)
    if not CHOSEN["dry"]:
        write(os.path.join(ROOT, "docs", "performance.md"), mark, lines)


def suite(program, driver, hello):
    folder, called = folder_of_tables()
    say("reference answers")
    kept = os.path.join(SCRATCH, "reference.duckdb")
    if os.path.exists(kept):
        os.remove(kept)
    db = tables.read(folder, kept)
    numbers = tables.numbers(db)
    path = os.path.join(SCRATCH, "numbers.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(numbers, file)
    reference = Reference(db, numbers)

    files = [os.path.join(folder, name) for name in ("nodes.tsv.gz", "synonyms.tsv.gz", "edges.tsv.gz")]
    mapping = os.path.join(ROOT, "examples", "imports", "graph.toml")
    ours = engines.whereof(program, driver, files, mapping, os.path.join(SCRATCH, "graph.whereof-base"), version_of(program))
    wanted = CHOSEN["peers"].split(",") if CHOSEN["peers"] else None
    every = [ours, *engines.peers(folder, SCRATCH, path, wanted)]
    imports = {engine.name: [] for engine in every}
    for number in range(CHOSEN["imports"]):
        for engine in list(every):
            # the slow ones once: what they take is far from what others take
            if number and imports[engine.name][0][0] > 15:
                continue
            try:
                imports[engine.name].append(engine.imported())
            except RuntimeError as error:
                say(f"SKIPPED: {engine.name} makes no database: {error}")
                every.remove(engine)
    # in one table beside whereof: what the machine allows
    every.insert(1, engines.limit(os.path.join(os.path.dirname(driver), "limit"), db, numbers, os.path.join(SCRATCH, "limit")))
    for engine in every:
        engine.start()
    codes = CHOSEN["questions"].split(",") if CHOSEN["questions"] else [each.code for each in SAID]
    say("answers")
    # what whereof cannot say is no less checked between the two that make the reference
    for engine in every:
        if engine.name in ("SQLite",) and not CHOSEN["questions"]:
            check([engine], reference, [each.code for each in QUESTIONS if each.needs])
    right, wrong = check(every, reference, codes)
    took = rounds(right, CHOSEN["rounds"])
    explained = explaining(ours, codes)
    named = naming(ours, codes)
    plans = {code: ours.rows(f"plan {code}") for code in codes}
    for engine in every:
        engine.stop()
    names = [engine.name for engine in every]
    started = start_to_answer({
        "hello world": [hello],
        "whereof, a file opened and Q01": [program, "--no-builtin", "--base", ours.database, "--format", "tsv", "--quiet", "-c", question_of("Q01")],
    })
    db.close()

    lines = [f"Asked of {called}: {count_of(reference.curies):,} things and {sum_edges(kept):,} edges. Microseconds, the middle of {CHOSEN['rounds']} rounds; the ratio is that of each round. "
             "All give the numbers of the names in a row, in no order but where one is asked for (Q09). *Limit*: each question written by hand over sorted neighbours and sets of bits.", ""]
    body, best, limits = table_of(took, names)
    lines += body + [means(took, names) + f" | | | | {figure(geometric(list(limits.values())))} |"]
    lines += ["", f"The best peer of each question takes {figure(geometric(list(best.values())))} times as long as whereof in the geometric mean of {len(best)} questions; "
              + (f"of {', '.join(code for code, value in best.items() if value < 1)} it is faster." if any(value < 1 for value in best.values()) else "none is faster at any of them.")]
    if wrong:
        lines += ["", "A dash stands where there is no answer or another one: " + "; ".join(wrong) + "."]
    lines += ["", "| | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
    names.remove("limit")
    lines[-2:] = ["| | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
    for head, at, scale in (("import, s", 0, 1), ("size on disk, MB", 1, 1e6), ("peak memory of the import, MiB", 2, 1024)):
        lines.append(f"| {head} | " + " | ".join(figure(middle([each[at] / scale for each in imports[name]])) for name in names) + " |")
    lines += ["", "Whereof reads the 185,969 further names too, which no peer does." if "made" not in called else "Whereof reads further names too, which no peer does."]
    base = started["hello world"]
    lines += ["", "| from start to end | ms, middle | ÷ hello world of the same round: least | middle | most |", "|---|---|---|---|---|"]
    for name, each in started.items():
        against = [b / a for a, b in zip(base, each)]
        lines.append(f"| {name} | {statistics.median(each):.2f} | {min(against):.2f} | {statistics.median(against):.2f} | {max(against):.2f} |")
    if explained:
        lines += ["", "With names in the order in which whereof prints them, in its own process alone, microseconds: "
                  + ", ".join(f"{code} {figure(value)}" for code, value in named.items()) + "."]
        lines += ["", "`why` of the first row ÷ the question itself: " + ", ".join(f"{code} {figure(value)}" for code, value in explained.items()) + "."]
    lines += ["", "Peers: " + ", ".join(f"{engine.name} {engine.version}" for engine in every if engine.version and engine is not ours) + f". Machine: {machine()}. "
              f"Command: `{shlex.join(['bench/suite/run', *shown(WORDS)])}`."]
    lines += ["", "| question | in words | rows | hash of the answer | whereof |", "|---|---|---|---|---|"]
    for question in QUESTIONS:
        rows = [] if question.code == "Q00" else reference_rows(kept, numbers, question)
        said = question.needs and f"cannot say it: it takes {question.needs}" or f"[{question.code}.whereof](../bench/suite/{question.code}.whereof)" + (f"; {question.note}" if question.note else "")
        lines.append(f"| {question.code} | {question.words} | {len(rows):,} | `{hash_of(rows)}` | {said} |")
    tell(lines, "suite")
    steps = []
    for code, plan in plans.items():
        if isinstance(plan, list) and plan:
            steps += [f"{code}: {question_of(code)}", *("  " + step[0] for step in plan), ""]
    if steps:
        tell(["```text", *steps[:-1], "```"], "plans")


def reference_rows(path, numbers, question):
    db = duckdb.connect(path, read_only=True)
    rows = db.execute(question.sql.format(**numbers).replace("LIKE", "ILIKE")).fetchall()
    db.close()
    return rows


def count_of(curies):
    return len(curies)


def sum_edges(path):
    db = duckdb.connect(path, read_only=True)
    (many,) = db.execute("SELECT count(*) FROM e").fetchone()
    db.close()
    return many


def explaining(ours, codes):
    """What `why` of one row costs beside its question: the middle of seven turns of both, behind one of each, which makes what is made once."""
    found = {}
    for code in codes:
        once = ours.ask(f"why {code} 1")
        if not once.isdigit():
            continue
        ours.time(code, 1)
        often = max(3, min(300, int(3e6 / max(1, int(once)))))
        turns = [int(ours.ask(f"why {code} {often}")) / often / ours.time(code, often) for _ in range(7)]
        found[code] = statistics.median(turns)
    return found


def naming(ours, codes):
    """What a question costs with its rows in order and named, in microseconds."""
    found = {}
    for code in codes:
        told = ours.ask(f"named {code} 9")
        if told.isdigit():
            found[code] = int(told) / 9 / 1000
    return found


def question_of(code):
    with open(os.path.join(engines.HERE, f"{code}.whereof"), encoding="utf-8") as file:
        return " ".join(line.strip() for line in file if not line.startswith("#")).strip()


def version_of(program):
    return subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.split()[-1]


def shown(words):
    """The command without folders of this machine."""
    out, skip = [], False
    for each in words:
        if skip or each in ("--no-build", "--dry"):
            skip = False
            continue
        if each in ("--data", "--scratch"):
            skip = True
            continue
        out.append(each)
    return out


def main():
    try:
        os.nice(-20)
    except OSError:
        say("this program may not put itself before others: figures are noisier")
    target = os.environ.get("CARGO_TARGET_DIR")
    program = os.path.join(target or os.path.join(ROOT, "target"), "release", "whereof")
    own = os.path.join(target or os.path.join(ROOT, "bench", "target"), "release")
    if not CHOSEN["only_growth"]:
        suite(program, os.path.join(own, "suite"), os.path.join(own, "hello"))
        told = bel.compare(program, os.path.join(own, "suite"), CHOSEN["data"] or os.path.join(os.path.dirname(ROOT), "shared", "data"), SCRATCH, say)
        if told:
            tell(told, "findings")
    if not CHOSEN["no_growth"]:
        lines, svg = growth.measure(program, os.path.join(own, "suite"), SCRATCH, CHOSEN["growth"], say)
        tell(lines, "growth")
        if not CHOSEN["dry"]:
            with open(os.path.join(ROOT, "docs", "growth.svg"), "w", encoding="utf-8") as file:
                file.write(svg)


main()
