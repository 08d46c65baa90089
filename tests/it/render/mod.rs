//! How answers and diagnostics look: snapshots without colour, and what must hold of any text.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod fixtures;
mod formats;
mod pages;
mod reports;
