//! The proof that grammar, lexer, parser and printer agree.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod bounds;
mod corpus;
mod documents;
mod ebnf;
mod equivalence;
mod generate;
mod lexing;
mod neutral;
mod recogniser;
mod replay;

pub(crate) use generate::Chance;
