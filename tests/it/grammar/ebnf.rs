//! Reads `grammar/whereof.ebnf` into productions, and lints it.

use std::collections::{BTreeMap, BTreeSet};
use whereof::syntax::token::TokenKind;

pub(crate) const GRAMMAR: &str = include_str!("../../../grammar/whereof.ebnf");

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expr {
    Terminal(TokenKind),
    Name(String),
    Sequence(Vec<Expr>),
    Choice(Vec<Expr>),
    Optional(Box<Expr>),
    Repeat(Box<Expr>),
}

#[derive(Clone, Debug)]
pub(crate) struct Production {
    pub(crate) name: String,
    pub(crate) expr: Expr,
    /// As written, blanks made single.
    pub(crate) text: String,
}

#[derive(Clone, Debug)]
pub(crate) struct Grammar {
    pub(crate) productions: Vec<Production>,
}

impl Grammar {
    pub(crate) fn read(text: &str) -> Grammar {
        let bare = without_comments(text);
        let mut productions = Vec::new();
        for piece in split_outside_quotes(&bare, ';') {
            let piece = piece.split_whitespace().collect::<Vec<_>>().join(" ");
            if piece.is_empty() {
                continue;
            }
            let (name, right) = piece.split_once('=').unwrap_or_else(|| panic!("no `=` in {piece}"));
            let mut reader = Reader { tokens: symbols(right), at: 0 };
            let expr = reader.choice();
            assert_eq!(reader.at, reader.tokens.len(), "rest behind {piece}");
            productions.push(Production { name: name.trim().to_owned(), expr, text: format!("{piece} ;") });
        }
        Grammar { productions }
    }

    pub(crate) fn index(&self, name: &str) -> usize {
        self.productions.iter().position(|each| each.name == name).unwrap_or_else(|| panic!("no production {name}"))
    }

    /// Everything wrong with it.
    pub(crate) fn lint(&self) -> Vec<String> {
        let mut found = Vec::new();
        let names: BTreeSet<&str> = self.productions.iter().map(|each| each.name.as_str()).collect();
        if names.len() != self.productions.len() {
            found.push("a name is defined twice".to_owned());
        }
        let mut uses: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for each in &self.productions {
            let mut used = BTreeSet::new();
            used_names(&each.expr, &mut used);
            found.extend(used.iter().filter(|name| !names.contains(**name)).map(|name| format!("{name} is undefined")));
            uses.insert(&each.name, used);
        }
        let mut reached = BTreeSet::from(["script"]);
        while let Some(more) = reached
            .iter()
            .flat_map(|name| uses.get(name).into_iter().flatten().copied())
            .find(|name| !reached.contains(name))
        {
            reached.insert(more);
        }
        found.extend(names.difference(&reached).map(|name| format!("{name} is not reachable")));
        let productive = self.fixed_point(productive);
        found.extend(names.iter().filter(|name| !productive.contains(**name)).map(|name| format!("{name} is endless")));
        let nullable = self.fixed_point(nullable);
        for each in &self.productions {
            if repeats_nothing(&each.expr, &nullable) {
                found.push(format!("{} repeats what may be empty", each.name));
            }
            if self.leftmost(&each.name, &nullable).contains(&each.name) {
                found.push(format!("{} is left-recursive", each.name));
            }
        }
        found
    }

    fn fixed_point(&self, holds: impl Fn(&Expr, &BTreeSet<String>) -> bool) -> BTreeSet<String> {
        let mut known = BTreeSet::new();
        loop {
            let before = known.len();
            for each in &self.productions {
                if holds(&each.expr, &known) {
                    known.insert(each.name.clone());
                }
            }
            if known.len() == before {
                return known;
            }
        }
    }

    /// Names that a derivation of `name` may begin with.
    fn leftmost(&self, name: &str, nullable: &BTreeSet<String>) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut open = vec![name.to_owned()];
        while let Some(name) = open.pop() {
            let Some(production) = self.productions.iter().find(|each| each.name == name) else { continue };
            let mut first = BTreeSet::new();
            first_names(&production.expr, nullable, &mut first);
            open.extend(first.into_iter().filter(|name| found.insert(name.clone())));
        }
        found
    }
}

fn used_names<'a>(expr: &'a Expr, found: &mut BTreeSet<&'a str>) {
    match expr {
        Expr::Terminal(_) => {}
        Expr::Name(name) => {
            found.insert(name);
        }
        Expr::Sequence(all) | Expr::Choice(all) => all.iter().for_each(|each| used_names(each, found)),
        Expr::Optional(inner) | Expr::Repeat(inner) => used_names(inner, found),
    }
}

pub(crate) fn terminals(expr: &Expr, found: &mut BTreeSet<TokenKind>) {
    match expr {
        Expr::Terminal(kind) => {
            found.insert(*kind);
        }
        Expr::Name(_) => {}
        Expr::Sequence(all) | Expr::Choice(all) => all.iter().for_each(|each| terminals(each, found)),
        Expr::Optional(inner) | Expr::Repeat(inner) => terminals(inner, found),
    }
}

fn productive(expr: &Expr, known: &BTreeSet<String>) -> bool {
    match expr {
        Expr::Terminal(_) | Expr::Optional(_) | Expr::Repeat(_) => true,
        Expr::Name(name) => known.contains(name),
        Expr::Sequence(all) => all.iter().all(|each| productive(each, known)),
        Expr::Choice(all) => all.iter().any(|each| productive(each, known)),
    }
}

fn nullable(expr: &Expr, known: &BTreeSet<String>) -> bool {
    match expr {
        Expr::Terminal(_) => false,
        Expr::Optional(_) | Expr::Repeat(_) => true,
        Expr::Name(name) => known.contains(name),
        Expr::Sequence(all) => all.iter().all(|each| nullable(each, known)),
        Expr::Choice(all) => all.iter().any(|each| nullable(each, known)),
    }
}

fn repeats_nothing(expr: &Expr, known: &BTreeSet<String>) -> bool {
    match expr {
        Expr::Terminal(_) | Expr::Name(_) => false,
        Expr::Sequence(all) | Expr::Choice(all) => all.iter().any(|each| repeats_nothing(each, known)),
        Expr::Optional(inner) | Expr::Repeat(inner) => nullable(inner, known) || repeats_nothing(inner, known),
    }
}

fn first_names(expr: &Expr, known: &BTreeSet<String>, found: &mut BTreeSet<String>) {
    match expr {
        Expr::Terminal(_) => {}
        Expr::Name(name) => {
            found.insert(name.clone());
        }
        Expr::Sequence(all) => {
            for each in all {
                first_names(each, known, found);
                if !nullable(each, known) {
                    break;
                }
            }
        }
        Expr::Choice(all) => all.iter().for_each(|each| first_names(each, known, found)),
        Expr::Optional(inner) | Expr::Repeat(inner) => first_names(inner, known, found),
    }
}

fn without_comments(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("(*") {
        out.push_str(before);
        rest = after.split_once("*)").map_or_else(|| panic!("open comment"), |(_, behind)| behind);
    }
    out + rest
}

fn split_outside_quotes(text: &str, sign: char) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut quoted = false;
    for character in text.chars() {
        quoted ^= character == '"';
        if character == sign && !quoted {
            pieces.push(String::new());
        } else if let Some(last) = pieces.last_mut() {
            last.push(character);
        }
    }
    pieces
}

fn symbols(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => rest[1..].find('"').unwrap_or_else(|| panic!("open quote in {text}")) + 2,
            '(' | ')' | '[' | ']' | '{' | '}' | ',' | '|' => 1,
            _ => rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len()),
        };
        assert!(length > 0, "cannot read {rest}");
        found.push(rest[..length].to_owned());
        rest = rest[length..].trim_start();
    }
    found
}

struct Reader {
    tokens: Vec<String>,
    at: usize,
}

impl Reader {
    fn peek(&self) -> &str {
        self.tokens.get(self.at).map_or("", String::as_str)
    }

    fn eat(&mut self, sign: &str) -> bool {
        let there = self.peek() == sign;
        self.at += usize::from(there);
        there
    }

    fn choice(&mut self) -> Expr {
        let mut all = vec![self.sequence()];
        while self.eat("|") {
            all.push(self.sequence());
        }
        if all.len() == 1 { all.remove(0) } else { Expr::Choice(all) }
    }

    fn sequence(&mut self) -> Expr {
        let mut all = vec![self.member()];
        while self.eat(",") {
            all.push(self.member());
        }
        if all.len() == 1 { all.remove(0) } else { Expr::Sequence(all) }
    }

    fn member(&mut self) -> Expr {
        for (open, close) in [("(", ")"), ("[", "]"), ("{", "}")] {
            if self.eat(open) {
                let inner = self.choice();
                assert!(self.eat(close), "no {close} before {:?}", self.tokens.get(self.at));
                return match open {
                    "[" => Expr::Optional(Box::new(inner)),
                    "{" => Expr::Repeat(Box::new(inner)),
                    _ => inner,
                };
            }
        }
        let symbol = self.peek().to_owned();
        self.at += 1;
        if let Some(kind) = TokenKind::terminals().find(|kind| kind.grammar() == symbol) {
            return Expr::Terminal(kind);
        }
        assert!(symbol.chars().all(|c| c.is_ascii_lowercase()), "{symbol} is no terminal of the table");
        Expr::Name(symbol)
    }
}
