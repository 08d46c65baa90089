//! The one integration binary: a folder or file a subject.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::needless_borrows_for_generic_args)] // a session takes a text with a name or without

mod answers;
mod base;
mod chains;
mod cli;
mod columns;
mod embedding;
mod english;
mod examples;
mod foreign;
mod formats;
mod golden;
mod grammar;
mod import;
mod layers;
mod manual;
mod meaning;
mod messages;
mod oracles;
mod quantities;
mod reference;
mod reliability;
mod render;
mod session;
mod surface;
mod tables;
#[cfg(unix)]
mod terminal;
