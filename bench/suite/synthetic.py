"""A graph of the shape of the real one, made from a seed, of any size from a thousand findings on.

`python3 synthetic.py FOLDER FINDINGS [SEED]` writes nodes, synonyms and edges as gzipped tables. The eleven kinds and eighteen relations have the shares of the
real graph, the ends of edges the skew of one (few things have most of the edges), hierarchies are trees with some second parents. The names that the suite asks for
are there. Only the standard library is used, and memory does not grow with the number of edges.
"""

import gzip
import os
import random
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from questions import NAMES

# things of the real graph, by kind
KINDS = {
    "biological_process": 28140, "gene": 20945, "molecular_function": 11238, "disease": 6575, "side_effect": 5734, "cellular_component": 4180,
    "pathway": 1822, "compound": 1552, "symptom": 438, "anatomy": 402, "pharmacologic_class": 345,
}
# edges of the real graph, by kind, relation and kind
EDGES = [
    ("anatomy", "downregulates", "gene", 102240), ("anatomy", "expresses", "gene", 369336), ("anatomy", "upregulates", "gene", 97848),
    ("compound", "binds", "gene", 11571), ("compound", "causes", "side_effect", 138944), ("compound", "downregulates", "gene", 21102),
    ("compound", "palliates", "disease", 390), ("compound", "resembles", "compound", 6486), ("compound", "treats", "disease", 755),
    ("compound", "upregulates", "gene", 18756), ("disease", "associates", "gene", 12623), ("disease", "downregulates", "gene", 7623),
    ("disease", "localizes", "anatomy", 3602), ("disease", "presents", "symptom", 3357), ("disease", "resembles", "disease", 543),
    ("disease", "upregulates", "gene", 7731), ("gene", "covaries", "gene", 61690), ("gene", "interacts", "gene", 147164),
    ("gene", "participates", "biological_process", 135680), ("gene", "participates", "cellular_component", 84649),
    ("gene", "participates", "molecular_function", 70262), ("gene", "participates", "pathway", 84372), ("gene", "regulates", "gene", 265672),
    ("pharmacologic_class", "includes", "compound", 1029),
]
# steps of a hierarchy for each thing of the kind
STEPS = {
    "biological_process": (("is_a", 1.83), ("part_of", 0.18)), "cellular_component": (("is_a", 1.17), ("part_of", 0.47)),
    "molecular_function": (("is_a", 1.22),), "disease": (("is_a", 1.05),),
}
# the gene of Q00, on which nothing is said
SILENT = "NR2E3"
REAL = sum(each[3] for each in EDGES)


def make(folder, findings, seed=20261127):
    """Writes the three tables; gives how many findings there are in them."""
    dice = random.Random(seed)
    share = findings / REAL
    # things grow as fast as edges, so that a thing has as many edges in a large graph as in a small one
    count = {kind: max(12, round(many * share)) for kind, many in KINDS.items()}
    asked, silent = {}, ("gene", count["gene"] - 1)
    for kind, name in NAMES.values():
        asked.setdefault(kind, []).append(name)
    os.makedirs(folder, exist_ok=True)

    def table(name, header):
        out = gzip.open(os.path.join(folder, name), "wt", encoding="utf-8", compresslevel=1, newline="\n")
        out.write(header + "\n")
        return out

    with table("nodes.tsv.gz", "id\tkind\tname") as nodes, table("synonyms.tsv.gz", "id\tsynonym\tprovenance") as synonyms:
        for kind, many in count.items():
            names = asked.get(kind, [])
            for at in range(many):
                name = names[at] if at < len(names) else f"{kind.replace('_', ' ')} {at}"
                name = SILENT if (kind, at) == silent else name
                nodes.write(f"{kind}:{at}\t{kind}\t{name}\n")
                for number in range(dice.choice((1, 2, 3, 3))):
                    synonyms.write(f"{kind}:{at}\tother name {number} of {kind} {at}\tmade\n")
    # the things asked for stand in front, where edges are dense
    made = 0
    with table("edges.tsv.gz", "source\trelation\ttarget\tprovenance\tevidence") as out:
        for kind, steps in STEPS.items():
            for relation, each in steps:
                for at in range(1, count[kind]):
                    above = {int(at * dice.random() ** 1.5) for _ in range(int(each) + (dice.random() < each % 1))}
                    out.writelines(f"{kind}:{at}\t{relation}\t{kind}:{to}\tmade\t\n" for to in sorted(above) if to != at)
        for source, relation, target, many in EDGES:
            wanted, sources, targets = round(many * share), count[source], count[target]
            # source by source, so that no pair is made twice and nothing need be remembered
            weights = 0.0
            harmonic = sum((at + 8) ** -0.6 for at in range(sources))
            for at in range(sources):
                weights += (at + 8) ** -0.6 / harmonic * wanted
                here, weights = int(weights), weights % 1
                first = at + 1 if source == target else 0  # each pair once, from the smaller to the larger
                if relation == "regulates":
                    first = 0
                room = targets - first
                chosen, tries = set(), 0
                while len(chosen) < min(here, room) and tries < 4 * here:
                    to = first + int(room * dice.random() ** 1.8)
                    tries += 1
                    if (to != at or source != target) and (target, to) != silent:
                        chosen.add(to)
                # what found no room goes to the next
                weights += here - len(chosen)
                out.writelines(f"{source}:{at}\t{relation}\t{target}:{to}\tmade\t\n" for to in sorted(chosen))
                made += 0 if relation == "includes" else len(chosen)
    return made


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if len(arguments) not in (2, 3):
        sys.exit("synthetic.py FOLDER FINDINGS [SEED]")
    print(make(arguments[0], int(float(arguments[1])), *map(int, arguments[2:])), "findings")
