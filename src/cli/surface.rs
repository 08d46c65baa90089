//! What the terminals can show.
//!
//! Flags and the surroundings come in, a style a stream goes out. This is the one place that looks at the environment for looks.

use super::args::{Look, When};
use std::env;
use std::io::IsTerminal;
use whereof::render::Style;

/// Columns where none can be asked.
const WIDTH: usize = 80;

/// The style for standard output.
pub(crate) fn stdout(look: &Look, raw: bool) -> Style {
    Style { raw, ..style(look, std::io::stdout().is_terminal()) }
}

/// The style for standard error.
pub(crate) fn stderr(look: &Look) -> Style {
    style(look, std::io::stderr().is_terminal())
}

/// The style for a file: never coloured.
pub(crate) fn file(look: &Look, raw: bool) -> Style {
    Style { color: false, raw, ..style(look, false) }
}

fn style(look: &Look, is_terminal: bool) -> Style {
    let width = match look.width {
        Some(width) => usize::from(width),
        None if is_terminal => terminal_size::terminal_size().map_or(WIDTH, |(width, _)| usize::from(width.0)),
        None => WIDTH,
    };
    Style {
        width: width.max(20),
        color: color(look.color, is_terminal),
        unicode: !look.ascii && speaks_unicode(),
        raw: false,
    }
}

fn color(when: When, is_terminal: bool) -> bool {
    let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto if set("NO_COLOR") => false,
        When::Auto if set("CLICOLOR_FORCE") && env::var_os("CLICOLOR_FORCE").is_none_or(|value| value != "0") => true,
        When::Auto => is_terminal && !is_dumb(),
    }
}

/// Whether the terminal says that it can do nothing but print.
pub(crate) fn is_dumb() -> bool {
    env::var_os("TERM").is_some_and(|term| term == "dumb")
}

/// A locale that is set and is not UTF-8 speaks against; one that is not set says nothing, and most terminals of today can.
fn speaks_unicode() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().filter_map(env::var_os).find(|value| !value.is_empty());
    locale.is_none_or(|locale| {
        let locale = locale.to_string_lossy().to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}
