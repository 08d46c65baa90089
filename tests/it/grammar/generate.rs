//! Sentences beyond the bound of the equivalence, made from the grammar by chance, and what mutations make of them.

use super::ebnf::{Expr, GRAMMAR, Grammar};
use super::neutral::of_tree;
use super::recogniser::Recogniser;
use whereof::syntax::format::format;
use whereof::syntax::lexer::{lex, scan};
use whereof::syntax::parser::probe::{Node, probe};
use whereof::syntax::token::{Token, TokenKind};
use whereof::syntax::{TextLimits, parse};
use whereof::text::{Source, Span};

/// Numbers by chance that are the same on every machine.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Chance {
        Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % bound.max(1)
    }
}

/// Kinds of a sentence of a production; choices get shorter as `budget` runs out.
fn sentence(grammar: &Grammar, expr: &Expr, chance: &mut Chance, budget: &mut i32, out: &mut Vec<TokenKind>) {
    match expr {
        Expr::Terminal(kind) => {
            *budget -= 1;
            out.push(*kind);
        }
        Expr::Name(name) => {
            sentence(grammar, &grammar.productions[grammar.index(name)].expr, chance, budget, out);
        }
        Expr::Sequence(all) => all.iter().for_each(|each| sentence(grammar, each, chance, budget, out)),
        Expr::Choice(all) => {
            // The last branch of every recursive choice is the plain one.
            let at = if *budget < 0 { all.len() - 1 } else { chance.below(all.len()) };
            sentence(grammar, &all[at], chance, budget, out);
        }
        Expr::Optional(inner) => {
            if *budget > 0 && chance.below(2) == 0 {
                sentence(grammar, inner, chance, budget, out);
            }
        }
        Expr::Repeat(inner) => {
            while *budget > 0 && chance.below(3) > 0 {
                sentence(grammar, inner, chance, budget, out);
            }
        }
    }
}

fn text_of(kinds: &[TokenKind], chance: &mut Chance) -> String {
    let words =
        ["CXCR4", "upregulates", "TGF-β", "8-OHG", "CXCR‐4", "NO", "of", "study", "by", "CD4+CD25+", "cell:HSC"];
    let mut text = String::new();
    for kind in kinds {
        let blank = ["", " ", "  ", "\n", "\t", " # word\n", "\u{a0}"][chance.below(7)];
        text.push_str(if *kind == TokenKind::Blank || blank.is_empty() { " " } else { blank });
        match kind {
            TokenKind::Word => text.push_str(words[chance.below(words.len())]),
            TokenKind::Blank => text.push_str("\n \n"),
            TokenKind::Number => text.push_str(&chance.below(100).to_string()),
            TokenKind::String => text.push_str(["\"a b\"", "\"\"\"q\"\"\"", "\"where\"", "\"β; {\""][chance.below(4)]),
            other => text.push_str(other.sample()),
        }
    }
    text
}

/// The tree without its places.
fn bare(source: &Source) -> String {
    let tree = of_tree(&Node::Script(parse(source, TextLimits::default()).script));
    let mut out = String::new();
    let mut rest = tree.as_str();
    while let Some((before, behind)) = rest.split_once('@') {
        out.push_str(before);
        rest = behind.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    }
    out + rest
}

/// Printing, reading and printing again changes nothing, and what is read is what was printed.
pub(crate) fn assert_prints_back(source: &Source) {
    let script = parse(source, TextLimits::default()).script;
    let printed = Source::new("printed", script.to_string());
    let again = parse(&printed, TextLimits::default());
    assert!(!again.has_errors(), "{}\n{:?}", printed.text(), again.diagnostics);
    assert_eq!(bare(&printed), bare(source), "{}\n{}", source.text(), printed.text());
    assert_eq!(again.script.to_string(), printed.text());
}

fn comments(source: &Source) -> Vec<String> {
    let all = scan(source).into_iter().filter(|token| token.kind == TokenKind::Comment);
    all.map(|comment| source.slice(comment.span).trim_end().to_owned()).collect()
}

#[test]
fn sentences_are_accepted_printed_and_formatted() {
    let grammar = Grammar::read(GRAMMAR);
    let mut longest = 0;
    let mut accepted = 0;
    for seed in 0..3_000 {
        let mut chance = Chance::new(seed + 1);
        let mut kinds = Vec::new();
        let mut budget = 10 + chance.below(120) as i32;
        sentence(&grammar, &Expr::Name("script".to_owned()), &mut chance, &mut budget, &mut kinds);
        longest = longest.max(kinds.len());
        let source = Source::new("sentence", text_of(&kinds, &mut chance));
        let parsed = parse(&source, TextLimits::default());
        // Chance may put words together that the lexer joins, as `study` before a number: then it is another text.
        if lex(&source).iter().map(|token| token.kind).ne(kinds.iter().copied()) {
            assert_prints_back(&source);
            continue;
        }
        accepted += 1;
        assert_eq!(parsed.diagnostics.len(), 0, "{}\n{:?}", source.text(), parsed.diagnostics);
        assert_prints_back(&source);
        let once = Source::new("formatted", format(&source).unwrap());
        assert_eq!(comments(&once), comments(&source), "{}\n{}", source.text(), once.text());
        assert_eq!(bare(&once), bare(&source));
        assert_eq!(format(&once).unwrap(), once.text(), "from {}", source.text());
    }
    println!("{accepted} texts, the longest of {longest} tokens");
    assert!(accepted > 600 && longest > 100, "{accepted} accepted, longest {longest}");
}

/// One token of a long sentence is left out, doubled, moved or exchanged: parser and recogniser find the same fault.
#[test]
fn mutated_sentences_fail_where_the_grammar_says() {
    let grammar = Grammar::read(GRAMMAR);
    let terminals: Vec<TokenKind> = TokenKind::terminals().collect();
    let mut recogniser = Recogniser::new(&grammar);
    let mut refused = 0;
    for seed in 0..6_000 {
        let mut chance = Chance::new(seed + 1_000_000);
        let production = &grammar.productions[chance.below(grammar.productions.len())];
        let mut kinds = Vec::new();
        let mut budget = 5 + chance.below(60) as i32;
        sentence(&grammar, &production.expr, &mut chance, &mut budget, &mut kinds);
        let at = chance.below(kinds.len());
        match chance.below(4) {
            _ if kinds.is_empty() => {}
            0 => {
                kinds.remove(at);
            }
            1 => kinds.insert(at, terminals[chance.below(terminals.len())]),
            2 => kinds[at] = terminals[chance.below(terminals.len())],
            _ => {
                let other = chance.below(kinds.len());
                kinds.swap(at, other);
            }
        }
        let mut places = recogniser.begin(grammar.index(&production.name));
        let mut fault = kinds.len();
        for (index, kind) in kinds.iter().enumerate() {
            if !recogniser.next(&places).contains(*kind) {
                fault = index;
                break;
            }
            places = recogniser.step(&places, *kind);
        }
        let (text, tokens) = tokens_of(&kinds);
        let verdict = probe(&production.name, &text, &tokens).unwrap();
        let whole = fault == kinds.len() && places.whole.is_some();
        assert_eq!(verdict.node.is_some(), whole, "{}: {text}", production.name);
        assert_eq!(verdict.at, fault, "{}: {text}", production.name);
        assert_eq!(verdict.expected, recogniser.next(&places), "{}: {text}", production.name);
        refused += usize::from(!whole);
    }
    assert!(refused > 2_000, "only {refused} were refused");
}

fn tokens_of(kinds: &[TokenKind]) -> (String, Vec<Token>) {
    let mut text = String::new();
    let mut tokens = Vec::new();
    for kind in kinds {
        text.push(' ');
        let start = text.len() as u32;
        text.push_str(if *kind == TokenKind::Quantifier { "at least 2 of" } else { kind.sample() });
        tokens.push(Token { kind: *kind, span: Span { start, end: text.len() as u32 } });
    }
    (text, tokens)
}

/// Any text at all: spans lie inside it on boundaries, what is kept prints back, fixes can be made.
#[test]
fn broken_texts_are_survived() {
    let pieces = [
        "treatment",
        " where ",
        "(",
        ")",
        "{",
        "}",
        ";",
        ",",
        "\n\n",
        "\n",
        "\"",
        "“",
        "β",
        "‐",
        "\u{202e}",
        "\u{1b}",
        "not ",
        "and ",
        "or ",
        "study 5 ",
        "given in ",
        "at \"4\" 2: ",
        "any of ",
        "ratio",
        "limit ",
        "2",
        "0.5",
        " ",
        "# c\n",
        "?",
        "$",
        "$p",
        ":",
        "+",
        "WHERE ",
        "AND ",
        "count ",
        "by ",
        "why ",
        "matrix ",
        "gaps ",
        "kinds of ",
        "of ",
        "compare ",
        "contested ",
        "similar to ",
        "paths from ",
        "paths ",
        "to ",
        "define ",
        "let ",
        "use ",
        "retract study ",
        "retract ",
        "expect ",
        "none",
        "3 rows",
        "exactly ",
        "diff ",
        "in one context ",
        "in at least 2 ",
        "count findings ",
        "not stated ",
        "[",
        "\u{0}",
        "肝",
        "with ",
        "= ",
    ];
    for seed in 0..6_000 {
        let mut chance = Chance::new(seed + 2_000_000);
        let mut text = String::new();
        for _ in 0..chance.below(40) {
            text.push_str(pieces[chance.below(pieces.len())]);
        }
        survive(&Source::new("broken", text));
    }
}

/// What holds of every text; the replay of the fuzz corpus asks the same.
pub(crate) fn survive(source: &Source) {
    for token in lex(source).iter().chain(&scan(source)) {
        assert!(source.text().get(token.span.range()).is_some(), "{:?} in {:?}", token, source.text());
    }
    let parsed = parse(source, TextLimits::default());
    for diagnostic in &parsed.diagnostics {
        for label in &diagnostic.labels {
            assert!(source.text().get(label.span.range()).is_some(), "{diagnostic:?} in {:?}", source.text());
        }
        for fix in &diagnostic.fixes {
            assert!(fix.apply(source.text()).is_some(), "{fix:?} in {:?}", source.text());
        }
        let hidden = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        assert!(!diagnostic.message.contains(hidden), "{:?}", diagnostic.message);
    }
    assert_prints_back(source);
    let _ = (whereof::syntax::is_incomplete(source), whereof::syntax::expected_behind(source));
    if !parsed.has_errors() {
        let once = Source::new("formatted", format(source).unwrap());
        assert_eq!(format(&once).unwrap(), once.text(), "{:?}", source.text());
        assert_eq!(comments(&once), comments(source), "{:?}", source.text());
    }
}
