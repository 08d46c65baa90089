//! Text to tokens to tree, and back.
//!
//! The only room that uses nom. It knows no vocabulary: words are not classified before resolution.

pub mod ast;
