//! Bounded equivalence: grammar and parser agree on every sequence of terminals up to a bound.
//!
//! From every production, every sequence that the grammar leaves open is extended with every terminal and with the two kinds that no
//! production accepts; verdict, first token that does not fit, set of what would fit, and tree are compared with the parser's. Two
//! sequences that leave the same ways open have the same future in the grammar; each such future is entered from at most `FUTURES`
//! different sequences, so the bound reaches deep where the grammar is regular and still tells a parser that remembers too much.
//!
//! In an ordinary run 2,651,079 cases are compared in a few seconds unoptimised, in sequences of up to 19 tokens (see `CASES`);
//! `WHEREOF_PROOF_CASES=N` sets the bound for each production.

use super::ebnf::{GRAMMAR, Grammar};
use super::neutral::{of_derivation, of_tree};
use super::recogniser::{Places, Recogniser, events};
use std::collections::{HashMap, VecDeque};
use whereof::syntax::parser::probe::probe;
use whereof::syntax::token::{Token, TokenKind, TokenSet};
use whereof::text::Span;

/// Cases for each production in an ordinary run.
const CASES: usize = 100_000;
/// How many sequences with one and the same future are followed.
const FUTURES: usize = 3;
/// Shorter sequences are followed in any case.
const EVERY: usize = 2;

/// Tokens and a text for them, grown and cut token by token.
#[derive(Default)]
struct Sequence {
    text: String,
    tokens: Vec<Token>,
}

impl Sequence {
    fn push(&mut self, kind: TokenKind) {
        use TokenKind as K;
        let index = self.tokens.len();
        if index > 0 {
            self.text.push(' ');
        }
        let start = self.text.len();
        match kind {
            K::Word => self.text.push_str(&format!("w{index}")),
            K::String => self.text.push_str(&format!("\"s{index}\"")),
            K::Number => self.text.push_str(&format!("{}", index + 100)),
            K::Parameter => self.text.push_str(&format!("$p{index}")),
            K::Operator => self.text.push_str(["=", "!=", "<", "<=", ">", ">="][index % 6]),
            K::Quantifier => match index % 5 {
                0 => self.text.push_str("any of"),
                1 => self.text.push_str("all of"),
                2 => self.text.push_str("none of"),
                3 => self.text.push_str(&format!("at least {index} of")),
                _ => self.text.push_str(&format!("exactly {index} of")),
            },
            K::MinStudies => self.text.push_str(&format!("with at least {index} studies")),
            K::WithLeast => self.text.push_str(&format!("with at least {index}")),
            K::Limit => self.text.push_str(&format!("limit {index}")),
            K::InLeast => self.text.push_str(&format!("in at least {index}")),
            K::Rows => self.text.push_str(&format!("{index} rows")),
            K::Within => self.text.push_str(&format!("within {index}")),
            other => self.text.push_str(other.sample().trim()),
        }
        let span = Span { start: start as u32, end: self.text.len() as u32 };
        self.tokens.push(Token { kind, span });
    }

    fn of(kinds: &[TokenKind]) -> Sequence {
        let mut made = Sequence::default();
        kinds.iter().for_each(|kind| made.push(*kind));
        made
    }

    fn pop(&mut self) {
        if let Some(last) = self.tokens.pop() {
            self.text.truncate(last.span.start as usize);
            self.text.truncate(self.text.trim_end().len());
        }
    }
}

#[derive(Debug, Default)]
struct Outcome {
    cases: usize,
    sequences: usize,
    longest: usize,
    differences: Vec<String>,
}

/// Compares one production up to a number of cases; stops at the first few differences.
fn compare(grammar: &Grammar, production: &str, cases: usize) -> Outcome {
    let mut recogniser = Recogniser::new(grammar);
    let begin = recogniser.begin(grammar.index(production));
    let mut outcome = Outcome::default();
    let mut futures: HashMap<Vec<(usize, usize)>, usize> = HashMap::new();
    let mut queue: VecDeque<(Vec<TokenKind>, Places)> = VecDeque::from([(Vec::new(), begin)]);
    while let Some((kinds, places)) = queue.pop_front() {
        if outcome.cases >= cases || outcome.differences.len() > 2 {
            break;
        }
        outcome.sequences += 1;
        outcome.longest = outcome.longest.max(kinds.len());
        let mut sequence = Sequence::of(&kinds);
        let next = recogniser.next(&places);
        if places.ambiguous {
            outcome.differences.push(format!("{production}: ambiguous at {}", sequence.text));
        }
        check(grammar, production, &sequence, &places, next, &mut outcome);
        for &kind in TokenKind::ALL {
            if matches!(kind, TokenKind::End | TokenKind::Comment) {
                continue;
            }
            if next.contains(kind) {
                let after = recogniser.step(&places, kind);
                let seen = futures.entry(recogniser.signature(&after)).or_default();
                *seen += 1;
                if *seen <= FUTURES || kinds.len() < EVERY {
                    let longer = kinds.iter().copied().chain([kind]).collect();
                    queue.push_back((longer, after));
                    continue;
                }
                // Not followed further, but compared.
                sequence.push(kind);
                let next = recogniser.next(&after);
                check(grammar, production, &sequence, &after, next, &mut outcome);
                sequence.pop();
            } else {
                sequence.push(kind);
                check_refused(production, &sequence, kinds.len(), next, &mut outcome);
                sequence.pop();
            }
        }
    }
    outcome
}

/// All tokens fit so far: the parser must say the same, and what may follow; a whole sentence must have the same tree.
fn check(
    grammar: &Grammar,
    production: &str,
    sequence: &Sequence,
    places: &Places,
    next: TokenSet,
    outcome: &mut Outcome,
) {
    outcome.cases += 1;
    let verdict =
        probe(production, &sequence.text, &sequence.tokens).unwrap_or_else(|| panic!("no parser for {production}"));
    let tree = verdict.node.as_ref().map(of_tree);
    let derived = places.whole.as_ref().map(|way| {
        let events = events(way);
        of_derivation(grammar, &events, &sequence.text, &sequence.tokens)
    });
    if tree != derived {
        outcome
            .differences
            .push(format!("{production}: `{}`\n grammar {derived:?}\n parser  {tree:?}\n", sequence.text));
    }
    compare_next(production, sequence, (verdict.at, verdict.expected), (sequence.tokens.len(), next), outcome);
}

/// The last token does not fit.
fn check_refused(production: &str, sequence: &Sequence, at: usize, next: TokenSet, outcome: &mut Outcome) {
    outcome.cases += 1;
    let verdict =
        probe(production, &sequence.text, &sequence.tokens).unwrap_or_else(|| panic!("no parser for {production}"));
    if verdict.node.is_some() {
        outcome.differences.push(format!("{production}: the parser takes `{}`", sequence.text));
    }
    compare_next(production, sequence, (verdict.at, verdict.expected), (at, next), outcome);
}

fn compare_next(
    production: &str,
    sequence: &Sequence,
    parser: (usize, TokenSet),
    grammar: (usize, TokenSet),
    outcome: &mut Outcome,
) {
    if parser != grammar {
        let names = |set: TokenSet| set.iter().map(TokenKind::grammar).collect::<Vec<_>>().join(" ");
        outcome.differences.push(format!(
            "{production}: `{}`\n grammar at {} too few in the parser {}\n parser  at {} too many in the parser {}\n",
            sequence.text,
            grammar.0,
            names(grammar.1.without(parser.1)),
            parser.0,
            names(parser.1.without(grammar.1)),
        ));
    }
}

fn bound() -> usize {
    std::env::var("WHEREOF_PROOF_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(CASES)
}

#[test]
fn parser_and_grammar_agree() {
    let grammar = Grammar::read(GRAMMAR);
    let started = std::time::Instant::now();
    let mut total = 0;
    let mut differences = Vec::new();
    for production in &grammar.productions {
        let outcome = compare(&grammar, &production.name, bound());
        total += outcome.cases;
        println!(
            "{:12} {:6} cases {:5} sequences to length {}",
            production.name, outcome.cases, outcome.sequences, outcome.longest
        );
        differences.extend(outcome.differences);
    }
    println!("{total} cases in {:?}", started.elapsed());
    assert!(differences.is_empty(), "{} differences\n{}", differences.len(), differences.join("\n"));
}

/// Grammars that differ from the real one in one place each: what is compared must tell them from the parser.
const MUTANTS: &[(&str, &str, &str)] = &[
    ("group", r#"{ "and" , condition }"#, r#"[ "and" , condition ]"#),
    ("value", r#"[ "except" , ( run | choice ) ]"#, r#"[ "except" , run ]"#),
    ("items", r#"{ "," , [ "in" ] , place }"#, r#"{ "," , place }"#),
    ("spot", "STRING , NUMBER", "STRING , ( NUMBER | WORD )"),
    ("query", r#"head , "where""#, r#"run , "where""#),
    ("body", "{ tail }", "[ tail ]"),
    ("effect", r#"[ WITHIN ] , [ "in one context" ] , [ items ]"#, r#"[ items ] , [ WITHIN ] , [ "in one context" ]"#),
    ("entry", r#"finding , ";""#, r#"finding , [ ";" ]"#),
    ("script", r#"( ";" | BLANK ) } , [ statement ]"#, r#"";" } , [ statement ]"#),
    ("matrix", r#"[ "of" , claim ]"#, r#"[ "of" , run ]"#),
    ("gaps", r#"[ axis , "by" , axis , [ "of" , claim ] ]"#, r#"axis , "by" , axis , [ "of" , claim ]"#),
    ("paths", r#"[ WITHIN ] , [ "in one context" ]"#, r#"[ "in one context" ] , [ WITHIN ]"#),
    ("definition", r#"( "=" , head , "where" | "where" )"#, r#""=" , head , "where""#),
    ("expect", r#"( "none" | "some" | ROWS"#, r#"( "none" | ROWS"#),
    // The same sentences with another tree.
    ("negation", r#""not" , condition"#, r#""not" , ( "not" , condition | bracket | items | identity | clause )"#),
    ("identity", r#"[ "not" ] , [ "exactly" ] , ( run | choice )"#, r#"[ "not" ] , value"#),
];

#[test]
fn every_planted_mutant_is_caught() {
    for (production, real, mutant) in MUTANTS {
        let from = GRAMMAR.find(&format!("\n{production} ")).expect(production);
        let (before, behind) = GRAMMAR.split_at(from);
        assert!(behind.contains(real), "{production} no longer holds {real}");
        let grammar = Grammar::read(&format!("{before}{}", behind.replacen(real, mutant, 1)));
        let outcome = compare(&grammar, production, 20_000);
        assert!(!outcome.differences.is_empty(), "{mutant} in {production} was not caught in {} cases", outcome.cases);
    }
}
