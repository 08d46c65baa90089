//! What this machine allows: the questions of the suite, each written by hand over sorted neighbours and sets of bits.
//!
//! Kinds, edges and the numbers of names come in as text, lines on standard input say what to do, as `bench/suite/peers/common.py` tells. It is no engine: it knows
//! these questions and no other, and is there to be measured against.

use std::collections::HashMap;
use std::hint::black_box;
use std::io::{BufRead, BufWriter, Write};
use std::time::Instant;

type Failure = Box<dyn std::error::Error>;

/// Neighbours of each thing, sorted, one list after the other.
struct Side {
    starts: Vec<u32>,
    ends: Vec<u32>,
}

impl Side {
    fn new(things: usize, pairs: &mut [(u32, u32)]) -> Side {
        pairs.sort_unstable();
        let mut starts = vec![0; things + 1];
        for (from, _) in pairs.iter() {
            starts[*from as usize + 1] += 1;
        }
        for at in 0..things {
            starts[at + 1] += starts[at];
        }
        Side { starts, ends: pairs.iter().map(|(_, to)| *to).collect() }
    }

    fn of(&self, thing: u32) -> &[u32] {
        &self.ends[self.starts[thing as usize] as usize..self.starts[thing as usize + 1] as usize]
    }
}

/// A set of things as bits.
struct Bits(Vec<u64>);

impl Bits {
    fn new(things: usize) -> Bits {
        Bits(vec![0; things.div_ceil(64)])
    }

    /// Whether it was not there before.
    fn add(&mut self, thing: u32) -> bool {
        let (word, bit) = (&mut self.0[thing as usize / 64], 1 << (thing % 64));
        let new = *word & bit == 0;
        *word |= bit;
        new
    }

    fn take(&mut self, thing: u32) {
        self.0[thing as usize / 64] &= !(1 << (thing % 64));
    }

    fn has(&self, thing: u32) -> bool {
        self.0[thing as usize / 64] >> (thing % 64) & 1 == 1
    }

    fn all(&self) -> Vec<u32> {
        let mut all = Vec::new();
        for (at, word) in self.0.iter().enumerate() {
            let mut left = *word;
            while left != 0 {
                all.push(at as u32 * 64 + left.trailing_zeros());
                left &= left - 1;
            }
        }
        all
    }
}

struct Graph {
    kinds: Vec<u8>,
    forth: HashMap<String, Side>,
    back: HashMap<String, Side>,
    numbers: HashMap<String, u32>,
}

fn both(left: &[u32], right: &[u32], mut each: impl FnMut(u32)) {
    let (few, many) = if left.len() < right.len() { (left, right) } else { (right, left) };
    if few.len() * 16 < many.len() {
        let mut rest = many;
        for thing in few {
            rest = &rest[rest.partition_point(|other| other < thing)..];
            if rest.first() == Some(thing) {
                each(*thing);
            }
        }
        return;
    }
    let (mut at, mut to) = (0, 0);
    while at < few.len() && to < many.len() {
        let (one, two) = (few[at], many[to]);
        if one == two {
            each(one);
        }
        at += usize::from(one <= two);
        to += usize::from(two <= one);
    }
}

impl Graph {
    fn read(folder: &str) -> Result<Graph, Failure> {
        let text = |name: &str| std::fs::read_to_string(format!("{folder}/{name}"));
        let kinds: Vec<u8> = text("kinds.txt")?.lines().map(str::parse).collect::<Result<_, _>>()?;
        let mut numbers = HashMap::new();
        for line in text("numbers.txt")?.lines() {
            let (name, number) = line.split_once(' ').ok_or("a name and its number")?;
            numbers.insert(name.to_owned(), number.parse()?);
        }
        let mut pairs: HashMap<u32, Vec<(u32, u32)>> = HashMap::new();
        for line in text("edges.txt")?.lines() {
            let mut words = line.split(' ').map(str::parse::<u32>);
            let mut next = || words.next().ok_or("three numbers")?.map_err(Failure::from);
            let (relation, from, to) = (next()?, next()?, next()?);
            pairs.entry(relation).or_default().push((from, to));
        }
        let (mut forth, mut back) = (HashMap::new(), HashMap::new());
        for (name, number) in &numbers {
            // names of things and of kinds have numbers too: those of relations are known by what is asked of them
            if let (true, Some(list)) = (RELATIONS.contains(&name.as_str()), pairs.get_mut(number)) {
                forth.insert(name.clone(), Side::new(kinds.len(), list));
                let mut turned: Vec<(u32, u32)> = list.iter().map(|(from, to)| (*to, *from)).collect();
                back.insert(name.clone(), Side::new(kinds.len(), &mut turned));
            }
        }
        Ok(Graph { kinds, forth, back, numbers })
    }

    fn below(&self, root: u32, steps: &[&Side]) -> Bits {
        let mut seen = Bits::new(self.kinds.len());
        seen.add(root);
        let mut open = vec![root];
        while let Some(thing) = open.pop() {
            for step in steps {
                open.extend(step.of(thing).iter().copied().filter(|next| seen.add(*next)));
            }
        }
        seen
    }

    fn from(&self, things: &Bits, side: &Side) -> Bits {
        let mut found = Bits::new(self.kinds.len());
        for thing in things.all() {
            for next in side.of(thing) {
                found.add(*next);
            }
        }
        found
    }

    /// The rows of a question, its columns one after the other; how many columns there are.
    fn ask(&self, code: &str) -> Option<(Vec<u32>, usize)> {
        let name = |name: &str| self.numbers[name];
        let forth = |name: &str| &self.forth[name];
        let back = |name: &str| &self.back[name];
        let mut rows = Vec::new();
        match code {
            "Q00" => rows.push(1),
            "Q01" => {
                let compound = name("k_compound") as u8;
                let all = back("upregulates").of(name("cxcr4"));
                rows.extend(all.iter().copied().filter(|thing| self.kinds[*thing as usize] == compound));
            }
            "Q02" => rows.extend_from_slice(forth("downregulates").of(name("dexamethasone"))),
            "Q03" => {
                both(back("upregulates").of(name("cdkn1a")), back("causes").of(name("neutropenia")), |thing| {
                    rows.push(thing)
                });
            }
            "Q04" => {
                let bound = back("binds");
                both(
                    forth("associates").of(name("breast_cancer")),
                    forth("expresses").of(name("mammary_gland")),
                    |thing| {
                        if bound.of(thing).is_empty() {
                            rows.push(thing);
                        }
                    },
                );
            }
            "Q05" => {
                rows.extend_from_slice(back("treats").of(name("hypertension")));
                rows.extend_from_slice(back("palliates").of(name("hypertension")));
                rows.extend_from_slice(back("treats").of(name("artery_disease")));
                rows.sort_unstable();
                rows.dedup();
            }
            "Q06" => {
                rows = self.from(&self.below(name("cancer"), &[back("is_a")]), forth("associates")).all();
            }
            "Q07" => {
                let mut found = Bits::new(self.kinds.len());
                for gene in back("participates").of(name("vegf")) {
                    rows.extend(back("binds").of(*gene).iter().copied().filter(|thing| found.add(*thing)));
                }
            }
            "Q08" => {
                let below = self.below(name("inflammation"), &[back("is_a"), back("part_of")]);
                let genes = self.from(&below, back("participates"));
                rows = self.from(&self.from(&genes, back("binds")), forth("causes")).all();
            }
            "Q09" => {
                let (compound, side) = (name("k_compound") as u8, forth("upregulates"));
                let mut counts = vec![0_u32; self.kinds.len()];
                for (thing, kind) in self.kinds.iter().enumerate() {
                    if *kind == compound {
                        side.of(thing as u32).iter().for_each(|gene| counts[*gene as usize] += 1);
                    }
                }
                let mut order: Vec<u32> =
                    (0..counts.len() as u32).filter(|thing| counts[*thing as usize] > 0).collect();
                let key = |thing: &u32| (std::cmp::Reverse(counts[*thing as usize]), *thing);
                if order.len() > 20 {
                    order.select_nth_unstable_by_key(19, key);
                    order.truncate(20);
                }
                order.sort_unstable_by_key(key);
                rows.extend(order.iter().flat_map(|thing| [*thing, counts[*thing as usize]]));
                return Some((rows, 2));
            }
            "Q13" => {
                let mut found = self.below(name("tp53"), &[forth("regulates")]);
                found.take(name("tp53"));
                rows = found.all();
            }
            "Q14" => {
                let mut found = self.below(name("immunity"), &[back("is_a"), back("part_of")]);
                found.take(name("immunity"));
                rows = found.all();
            }
            "Q16" => {
                let (treats, up) = (forth("treats"), forth("upregulates"));
                for thing in 0..self.kinds.len() as u32 {
                    for disease in treats.of(thing) {
                        both(up.of(thing), up.of(*disease), |gene| rows.extend([thing, *disease, gene]));
                    }
                }
                return Some((rows, 3));
            }
            "Q18" => {
                let side = forth("interacts");
                let (mut marked, mut many) = (Bits::new(self.kinds.len()), 0_u32);
                for thing in 0..self.kinds.len() as u32 {
                    side.of(thing).iter().for_each(|next| _ = marked.add(*next));
                    for next in side.of(thing) {
                        many += side.of(*next).iter().filter(|last| marked.has(**last)).count() as u32;
                    }
                    side.of(thing).iter().for_each(|next| marked.take(*next));
                }
                rows.push(many);
            }
            "Q19" => {
                let (pathway, takes, has) = (name("k_pathway") as u8, forth("participates"), back("participates"));
                let mut wanted = Bits::new(self.kinds.len());
                forth("associates").of(name("diabetes")).iter().for_each(|gene| _ = wanted.add(*gene));
                for gene in forth("binds").of(name("metformin")) {
                    for path in takes.of(*gene).iter().filter(|path| self.kinds[**path as usize] == pathway) {
                        for other in has.of(*path).iter().filter(|other| wanted.has(**other) && **other != *gene) {
                            rows.extend([*gene, *path, *other]);
                        }
                    }
                }
                return Some((rows, 3));
            }
            _ => return None,
        }
        Some((rows, 1))
    }
}

const RELATIONS: [&str; 13] = [
    "upregulates",
    "downregulates",
    "causes",
    "associates",
    "expresses",
    "binds",
    "treats",
    "palliates",
    "is_a",
    "part_of",
    "participates",
    "regulates",
    "interacts",
];

fn main() -> Result<(), Failure> {
    let graph = Graph::read(&std::env::args().nth(1).ok_or("limit FOLDER")?)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    writeln!(out, "ready")?;
    out.flush()?;
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let words: Vec<&str> = line.split(' ').collect();
        match words[..] {
            ["rows", code] => match graph.ask(code) {
                Some((rows, columns)) => {
                    writeln!(out, "{}", rows.len() / columns)?;
                    for row in rows.chunks(columns) {
                        writeln!(out, "{}", row.iter().map(u32::to_string).collect::<Vec<_>>().join("\t"))?;
                    }
                }
                None => writeln!(out, "none")?,
            },
            ["time", code, times] => {
                let times: u32 = times.parse()?;
                let start = Instant::now();
                for _ in 0..times {
                    black_box(graph.ask(black_box(code)));
                }
                writeln!(out, "{}", start.elapsed().as_nanos())?;
            }
            _ => writeln!(out, "none")?,
        }
        out.flush()?;
    }
    Ok(())
}
