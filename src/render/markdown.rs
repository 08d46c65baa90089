//! Pages as Markdown: an evidence table for a manuscript or a note.
//!
//! Blocks come in, Markdown goes out, with everything escaped that would be taken for markup. It does not know what the blocks tell.

use super::document::Block;
use super::marks;
use super::sanitise::sanitise;
use super::style::Style;
use super::words;

/// Prints blocks.
pub(super) fn print(blocks: &[Block], style: &Style) -> String {
    let mut out = String::new();
    let mut in_list = false;
    for block in blocks {
        let list = matches!(
            block,
            Block::Fact(..) | Block::Link(..) | Block::Item(..) | Block::Query(..) | Block::Finding(..)
        );
        if !out.is_empty() && (!list || !in_list) {
            out.push('\n');
        }
        in_list = list;
        match block {
            Block::Lead(text) => out.push_str(&format!("**{}**\n", escaped(text))),
            Block::Title(_, text) => out.push_str(&format!("**{}**\n", escaped(text))),
            Block::Fact(label, text) => out.push_str(&format!("- {}: {}\n", escaped(label), escaped(text))),
            Block::Link(label, text, url) => {
                // what is in the address cannot end it: brackets are the one exception
                let url = url.replace('(', "%28").replace(')', "%29");
                out.push_str(&format!("- {}: [{}]({url})\n", escaped(label), escaped(text)));
            }
            Block::Item(level, text) => out.push_str(&format!("{}- {}\n", indent(*level), escaped(text))),
            Block::Query(level, text) => out.push_str(&format!("{}- {}\n", indent(*level), code(text))),
            Block::Finding(level, sign, statement, under, _) => {
                let plain = Style { color: false, ..*style };
                let mut line = format!("{} {}", escaped(&plain.sign(*sign)), escaped(statement));
                for more in under {
                    line.push_str("; ");
                    line.push_str(&escaped(more));
                }
                out.push_str(&format!("{}- {line}\n", indent(*level)));
            }
            Block::Grid(columns, rows) => {
                out.push_str(&row(columns));
                out.push_str(&format!("|{}\n", " --- |".repeat(columns.len())));
                for cells in rows {
                    out.push_str(&row(cells));
                }
            }
            Block::Rows(columns, rows, _) => {
                out.push_str(&row(columns));
                out.push_str(&format!("|{}\n", " --- |".repeat(columns.len())));
                for cells in rows {
                    out.push_str(&row(&cells.iter().map(|cell| cell.text(style)).collect::<Vec<_>>()));
                }
            }
            Block::Marks(corner, columns, rows) => {
                let plain = Style { color: false, ..*style };
                let names: Vec<String> = std::iter::once(corner).chain(columns).cloned().collect();
                out.push_str(&row(&names));
                out.push_str(&format!("|{}\n", " --- |".repeat(names.len())));
                for (name, cells) in rows {
                    let cells = cells.iter().map(|mark| marks::text(mark, &plain));
                    out.push_str(&row(&std::iter::once(name.clone()).chain(cells).collect::<Vec<_>>()));
                }
                out.push('\n');
                for line in marks::legend(rows, &plain) {
                    out.push_str(&format!("- {}\n", escaped(&line)));
                }
            }
            Block::Untold(count) => {
                out.push_str(&format!("- {}\n", words::untold(*count, &Style { numbered: false, ..*style })))
            }
            Block::Close(text) => out.push_str(&format!("_{}_\n", escaped(text))),
        }
    }
    out
}

fn indent(level: usize) -> String {
    "  ".repeat(level.saturating_sub(1))
}

fn row(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| escaped(cell)).collect();
    format!("| {} |\n", cells.join(" | "))
}

/// Escapes what Markdown would take for markup.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in sanitise(text).chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '|' | '<' | '>' | '~' | '&') {
            out.push('\\');
        }
        out.push(c);
    }
    // a line that begins like a list or a heading
    if out.starts_with(['#', '+', '-']) {
        out.insert(0, '\\');
    }
    out
}

/// A question as code, fenced by more backticks than it holds.
fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if longest > 0 { " " } else { "" };
    format!("{fence}{pad}{}{pad}{fence}", sanitise(text))
}
