//! Orders that say how answers look.
//!
//! A word comes in, the shell's looks change.

use super::super::shell::Shell;
use super::{Done, Next, Order, Takes};
use whereof::render::Format;

pub(super) const ORDERS: &[Order] = &[Order {
    name: ".mode",
    aliases: &[],
    arguments: "[FORMAT]",
    help: "how answers look: table, tsv, csv, json, jsonl, markdown",
    takes: Takes::Words(|| Format::ALL.iter().map(|format| format.word()).collect()),
    run: mode,
}];

fn mode(shell: &mut Shell, word: &str) -> Done {
    if word.is_empty() {
        let words: Vec<&str> = Format::ALL.iter().map(|format| format.word()).collect();
        shell.print(&format!("mode {}; there are {}\n", shell.format, words.join(", ")))?;
        return Ok(Next::Stay);
    }
    shell.format = word.parse()?;
    shell.print(&format!("mode {}\n", shell.format))?;
    Ok(Next::Stay)
}
