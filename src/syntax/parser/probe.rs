//! One production at a time, for the proof that grammar and parser agree.
//!
//! Terminals come in without any text, and the verdict of the parser of one production goes out. Only tests use it.
