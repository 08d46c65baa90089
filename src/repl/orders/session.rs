//! Orders about the session itself.
//!
//! A word or a file comes in, the session goes on or ends.

use super::super::shell::Shell;
use super::{Done, Next, Order, Takes};
use crate::terminal::shown;
use std::path::Path;

pub(super) const ORDERS: &[Order] = &[
    Order {
        name: ".read",
        aliases: &[],
        arguments: "FILE",
        help: "runs the statements and orders of a file",
        takes: Takes::File,
        run: read,
    },
    Order {
        name: ".quit",
        aliases: &[".exit", ".q"],
        arguments: "",
        help: "leaves, as Ctrl-D does",
        takes: Takes::Nothing,
        run: |_, _| Ok(Next::Leave),
    },
];

fn read(shell: &mut Shell, file: &str) -> Done {
    if file.is_empty() {
        return Err("`.read` needs a file, as in `.read more.whereof`".into());
    }
    let path = Path::new(file);
    let text = std::fs::read_to_string(path).map_err(|error| format!("cannot read `{}`: {error}", shown(path)))?;
    for input in inputs(&text) {
        if shell.obey(input)? == Next::Leave {
            return Ok(Next::Leave);
        }
    }
    Ok(Next::Stay)
}

/// The inputs of a text: each line that begins with a dot, and what stands between such lines.
fn inputs(text: &str) -> Vec<&str> {
    let mut inputs = Vec::new();
    let (mut start, mut at) = (0, 0);
    for line in text.split_inclusive('\n') {
        if line.starts_with('.') {
            inputs.extend([text.get(start..at), Some(line)].into_iter().flatten());
            start = at + line.len();
        }
        at += line.len();
    }
    inputs.extend(text.get(start..));
    inputs.retain(|input| !input.trim().is_empty());
    inputs
}

#[cfg(test)]
mod tests {
    use super::inputs;

    #[test]
    fn a_text_is_statements_and_orders() {
        let text = ".mode csv\nlet $g = CXCR4;\ntreatment where\nupregulates $g\n.why 1\n\n.quit";
        assert_eq!(
            inputs(text),
            [".mode csv\n", "let $g = CXCR4;\ntreatment where\nupregulates $g\n", ".why 1\n", ".quit"]
        );
        assert!(inputs(" \n").is_empty());
    }
}
