//! The grammar, the table of terminals and the parser's own documentation say the same.

use super::ebnf::{Expr, GRAMMAR, Grammar, terminals};
use std::collections::{BTreeMap, BTreeSet};
use whereof::syntax::lexer::{is_plain_word, lex};
use whereof::syntax::parser::probe::probe;
use whereof::syntax::token::{RESERVED, TokenKind, reserved};
use whereof::text::Source;

const PARSER: &[&str] = &[
    include_str!("../../../src/syntax/parser/mod.rs"),
    include_str!("../../../src/syntax/parser/recover.rs"),
    include_str!("../../../src/syntax/parser/runs.rs"),
    include_str!("../../../src/syntax/parser/queries.rs"),
    include_str!("../../../src/syntax/parser/bases.rs"),
    include_str!("../../../src/syntax/parser/statements.rs"),
];

#[test]
fn the_grammar_is_sound() {
    assert_eq!(Grammar::read(GRAMMAR).lint(), Vec::<String>::new());
}

#[test]
fn the_lint_sees_faults() {
    let faults = |text: &str| Grammar::read(text).lint().join("; ");
    assert_eq!(faults(r#"script = item ;"#), "item is undefined; script is endless");
    assert_eq!(faults(r#"script = ";" ; run = WORD ;"#), "run is not reachable");
    assert_eq!(faults(r#"script = run ; run = WORD , run ;"#), "run is endless; script is endless");
    assert_eq!(faults(r#"script = [ WORD ] , script | ";" ;"#), "script is left-recursive");
    assert_eq!(faults(r#"script = { [ WORD ] } ;"#), "script repeats what may be empty");
}

#[test]
fn grammar_and_table_have_the_same_terminals() {
    let mut used = BTreeSet::new();
    for production in &Grammar::read(GRAMMAR).productions {
        terminals(&production.expr, &mut used);
    }
    assert_eq!(used, TokenKind::terminals().collect::<BTreeSet<_>>());
}

#[test]
fn reserved_words_are_those_of_the_foot() {
    let line = GRAMMAR.lines().find_map(|line| line.trim().strip_prefix("reserved, lower case only:")).unwrap();
    let words: Vec<&str> = line.split_whitespace().collect();
    assert_eq!(words, RESERVED.iter().map(|(word, _)| *word).collect::<Vec<_>>());
    for (word, kind) in RESERVED {
        assert_eq!(reserved(word), Some(*kind));
        assert!(!is_plain_word(word) && is_plain_word(&word.to_uppercase()));
    }
}

#[test]
fn every_production_is_the_first_line_of_one_parser() {
    let mut documented: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in PARSER {
        let lines: Vec<&str> = file.lines().map(str::trim).collect();
        for (index, line) in lines.iter().enumerate() {
            let Some(text) = line.strip_prefix("/// `").and_then(|rest| rest.strip_suffix(" ;`")) else { continue };
            assert!(!lines[index - 1].starts_with("///"), "not the first line: {line}");
            let function = lines[index..].iter().find_map(|line| line.split_once("fn ")).expect(line).1;
            let name = function.split(['(', '<']).next().unwrap().to_owned();
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            documented.entry(format!("{text} ;")).or_default().push(name);
        }
    }
    let grammar = Grammar::read(GRAMMAR);
    for production in &grammar.productions {
        let functions = documented.remove(&production.text).unwrap_or_default();
        assert_eq!(functions, [production.name.as_str()], "for {}", production.text);
        assert!(probe(&production.name, "", &[]).is_some(), "{} cannot be probed", production.name);
    }
    assert!(documented.is_empty(), "not in the grammar: {documented:?}");
}

/// Every terminal can be typed, in a context where it acts.
#[test]
fn the_lexer_makes_every_terminal() {
    let texts = [
        "count a by b where c = any of (d) and e or not f in one study and also \"g\" + $h not stated limit 1",
        "a where b ratio(c, d) within 2 in e is exactly f except g with at least 2 studies order by h show i assuming j",
        "count a by b with some c where d with at least 2 e; names containing f; shortest path from a to b by c either way",
        "why a; why not b: c; describe d; kinds of e; resolve f; nouns; verbs; slots; sources",
        "noun a; verb b; slot c; unit d; entity e; source f; reference 1 with g\n\nat \"1\" 2: h is i",
        "study 1 { given in a { } }",
        "matrix a by kinds of b of c in one context; gaps; compare a with b; contested a; similar to b; paths from a to b",
        "define a = b where c in at least 2 d count findings; let $a = b; use \"a\"; retract study 1",
        "expect none: a where b; expect some: a where b; expect 3 rows: a where b; diff a b: c where d",
    ];
    let made: BTreeSet<TokenKind> =
        texts.iter().flat_map(|text| lex(&Source::new("", *text))).map(|token| token.kind).collect();
    let missing: Vec<_> = TokenKind::terminals().filter(|kind| !made.contains(kind)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert_eq!(made.len(), TokenKind::terminals().count(), "and nothing else");
}

/// The sample of each quoted terminal is the terminal itself, so that messages can offer it.
#[test]
fn quoted_terminals_are_their_own_samples() {
    for production in &Grammar::read(GRAMMAR).productions {
        let mut used = BTreeSet::new();
        terminals(&Expr::Sequence(vec![production.expr.clone()]), &mut used);
        for kind in used.iter().filter(|kind| kind.grammar().starts_with('"')) {
            assert_eq!(kind.grammar().trim_matches('"'), kind.sample());
        }
    }
}
