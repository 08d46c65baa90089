"""How costs grow with the base: made graphs of ten thousand findings and more, a table and a chart.

A program and a size to end at come in; lines for docs/performance.md and a drawing go out. Nothing is compared with peers here.
"""

import math
import os
import shutil
import statistics
import subprocess

import engines
import synthetic

# name, question; the gene stands where a thousandth of all genes have more findings, so that its rows do not grow with the graph
ASKED = {
    "a point question": "compound where upregulates exactly \"{gene}\"",
    "a scan": "gene where upregulated by (compound where verb = upregulates)",
    "a count": "count compound by verb",
}
COLOURS = ("#4477aa", "#ee6677", "#228833", "#aa8800", "#66a3c4", "#aa3377")


def measure(program, driver, scratch, most, say):
    root = os.path.dirname(os.path.dirname(engines.HERE))
    mapping = os.path.join(root, "examples", "imports", "graph.toml")
    table, series = [], {}
    wanted = 1e4
    while wanted <= most * 1.001:
        folder = os.path.join(scratch, f"growth-{wanted:.0f}")
        findings = synthetic.make(folder, int(wanted))
        files = [os.path.join(folder, name) for name in ("nodes.tsv.gz", "synonyms.tsv.gz", "edges.tsv.gz")]
        engine = engines.whereof(program, driver, files, mapping, os.path.join(folder, "graph.whereof-base"), "")
        took, bytes_, memory = engine.imported()
        genes = max(12, round(synthetic.KINDS["gene"] * wanted / synthetic.REAL))
        at = genes // 1000
        named = [name for kind, name in synthetic.NAMES.values() if kind == "gene"]
        gene = named[at] if at < len(named) else f"gene {at}"
        questions = os.path.join(folder, "questions")
        os.makedirs(questions, exist_ok=True)
        for number, question in enumerate(ASKED.values()):
            with open(os.path.join(questions, f"{number}.whereof"), "w", encoding="utf-8") as file:
                file.write(question.format(gene=gene) + "\n")
        figures = {"findings": findings, "import, s": took, "file, MB": bytes_ / 1e6, "peak memory of the import, MiB": memory / 1024}
        figures["opened and asked, ms"] = opened([program, "--no-builtin", "--base", engine.database, "--format", "tsv", "--quiet", "-c", ASKED["a point question"].format(gene=gene)])
        engine.serve[2] = questions
        engine.start()
        for number, name in enumerate(ASKED):
            rows = engine.rows(f"rows {number}")
            if not isinstance(rows, list):
                say(f"growth: {name}: {rows[:200]}")
                continue
            once = engine.time(str(number), 1)
            times = max(1, min(2000, int(2e7 / once)))
            figures[f"{name}, µs"] = statistics.median(engine.time(str(number), times) for _ in range(5)) / 1000
            figures[f"{name}, rows"] = len(rows)
        engine.stop()
        say(f"growth: {findings:,} findings")
        table.append(figures)
        shutil.rmtree(folder)
        wanted *= 10
    for name in ("import, s", "peak memory of the import, MiB", "file, MB", "opened and asked, ms", *(f"{each}, µs" for each in ASKED)):
        series[name] = [(figures["findings"], figures[name]) for figures in table if name in figures]
    heads = list(table[-1]) if table else []
    lines = ["| " + " | ".join(heads) + " |", "|---" * len(heads) + "|"]
    lines += ["| " + " | ".join(shown(figures.get(head)) for head in heads) + " |" for figures in table]
    lines += ["", "Growth for ten times the findings, between the last two sizes: " + ", ".join(
        f"{name.split(',')[0]} {points[-1][1] / points[-2][1]:.1f}" for name, points in series.items() if len(points) > 1) + ".",
        "", "![Costs against findings, both axes logarithmic](growth.svg)", "",
        f"Graphs of the shape of the real one, made by `bench/suite/synthetic.py` from one seed; up to {most:,.0f} findings by `bench/suite/run --only-growth --growth {most:.0e}`."]
    return lines, chart(series)


def opened(command, many=15):
    import time

    took = []
    for _ in range(many):
        start = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        took.append((time.perf_counter() - start) * 1000)
    return statistics.median(took)


def shown(value):
    if value is None:
        return "–"
    if isinstance(value, int) or value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def chart(series):
    """Lines on two logarithmic axes; text and axes take the colour of the page, so that it is read in the light and in the dark."""
    points = [point for each in series.values() for point in each if point[1] > 0]
    if not points:
        return ""
    left, top, width, height = 70, 20, 520, 380
    low_x, high_x = math.floor(math.log10(min(x for x, _ in points))), math.ceil(math.log10(max(x for x, _ in points)))
    low_y, high_y = math.floor(math.log10(min(y for _, y in points))), math.ceil(math.log10(max(y for _, y in points)))

    def place(x, y):
        return (left + (math.log10(x) - low_x) / max(1, high_x - low_x) * width, top + height - (math.log10(y) - low_y) / max(1, high_y - low_y) * height)

    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {left + width + 230} {top + height + 50}" color="#555" font-family="system-ui, sans-serif" font-size="13" role="img">',
           "<title>Costs against findings</title>",
           "<desc>Import, memory, file and questions of made graphs, both axes logarithmic.</desc>",
           "<style>svg { color: #333 } @media (prefers-color-scheme: dark) { svg { color: #ddd } }</style>"]
    for power in range(low_x, high_x + 1):
        x, _ = place(10 ** power, 10 ** low_y)
        out.append(f'<line x1="{x:.1f}" y1="{top}" x2="{x:.1f}" y2="{top + height}" stroke="currentColor" stroke-opacity="0.2"/>')
        out.append(f'<text x="{x:.1f}" y="{top + height + 20}" text-anchor="middle" fill="currentColor">{power_of(power)}</text>')
    for power in range(low_y, high_y + 1):
        _, y = place(10 ** low_x, 10 ** power)
        out.append(f'<line x1="{left}" y1="{y:.1f}" x2="{left + width}" y2="{y:.1f}" stroke="currentColor" stroke-opacity="0.2"/>')
        out.append(f'<text x="{left - 8}" y="{y + 4:.1f}" text-anchor="end" fill="currentColor">{power_of(power)}</text>')
    out.append(f'<text x="{left + width / 2}" y="{top + height + 42}" text-anchor="middle" fill="currentColor">findings</text>')
    labels = []
    for number, (name, each) in enumerate(series.items()):
        each = [point for point in each if point[1] > 0]
        if not each:
            continue
        colour, dash = COLOURS[number % len(COLOURS)], "" if number < len(COLOURS) else ' stroke-dasharray="5 3"'
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in (place(*point) for point in each))
        out.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>')
        out += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in (place(*point) for point in each)]
        labels.append([place(*each[-1])[1], name, colour])
    # labels at the ends of their lines, moved apart
    labels.sort()
    for before, label in zip(labels, labels[1:]):
        label[0] = max(label[0], before[0] + 17)
    out += [f'<text x="{left + width + 10}" y="{y + 4:.1f}" fill="{colour}">{name}</text>' for y, name, colour in labels]
    return "\n".join([*out, "</svg>", ""])


def power_of(power):
    return str(10 ** power) if 0 <= power < 3 else f"10{str(power).translate(str.maketrans('-0123456789', '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'))}"
