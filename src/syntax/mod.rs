//! Text to tokens to tree, and back.
//!
//! The only room that uses nom. It knows no vocabulary: words are not classified before resolution.

pub mod ast;
mod error;
pub mod foreign;
pub mod format;
pub mod lexer;
pub mod parser;
mod phrases;
pub mod print;
pub mod token;
mod tokens;

pub(crate) use error::{FORM, HALF_A_RATIO};
pub use parser::{Parsed, TextLimits, expected_behind, is_incomplete, parse};
