//! What the terminals can show.
//!
//! Flags and the surroundings come in, a style a stream goes out. This is the one place that looks at the environment for looks.

use std::env;
use std::io::IsTerminal;
use std::str::FromStr;
use whereof::render::Style;

/// Columns where none can be asked.
const WIDTH: usize = 80;

/// How things are wanted to look.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look {
    /// When colour is used.
    pub(crate) color: When,
    /// Whether lines are drawn with ASCII characters only.
    pub(crate) ascii: bool,
    /// Columns, where they are not those of the terminal.
    pub(crate) width: Option<u16>,
    /// Rows of a table that are shown, 0 for all and every list to its end; none for all and the beginning of lists.
    pub(crate) rows: Option<usize>,
    /// How errors are told.
    pub(crate) errors: ErrorFormat,
}

/// When something is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum When {
    Auto,
    Always,
    Never,
}

impl When {
    pub(crate) const WORDS: [&str; 3] = ["auto", "always", "never"];

    /// As typed.
    pub(crate) fn word(self) -> &'static str {
        match self {
            When::Auto => "auto",
            When::Always => "always",
            When::Never => "never",
        }
    }
}

impl FromStr for When {
    type Err = String;

    fn from_str(word: &str) -> Result<When, String> {
        match word {
            "auto" => Ok(When::Auto),
            "always" => Ok(When::Always),
            "never" => Ok(When::Never),
            other => Err(format!("`{other}` is none of {}", When::WORDS.join(", "))),
        }
    }
}

/// How errors are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ErrorFormat {
    Human,
    Json,
    Short,
}

impl ErrorFormat {
    pub(crate) const WORDS: [&str; 3] = ["human", "json", "short"];
}

impl FromStr for ErrorFormat {
    type Err = String;

    fn from_str(word: &str) -> Result<ErrorFormat, String> {
        match word {
            "human" => Ok(ErrorFormat::Human),
            "json" => Ok(ErrorFormat::Json),
            "short" => Ok(ErrorFormat::Short),
            other => Err(format!("`{other}` is none of {}", ErrorFormat::WORDS.join(", "))),
        }
    }
}

impl Look {
    /// The style for standard output.
    pub(crate) fn stdout(&self, raw: bool) -> Style {
        let links = supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout) && !is_dumb();
        Style { raw, links, ..self.style(std::io::stdout().is_terminal()) }
    }

    /// The style for standard error.
    pub(crate) fn stderr(&self) -> Style {
        self.style(std::io::stderr().is_terminal())
    }

    /// The style for a file: never coloured.
    pub(crate) fn file(&self, raw: bool) -> Style {
        Style { color: false, raw, ..self.style(false) }
    }

    fn style(&self, is_terminal: bool) -> Style {
        let width = match self.width {
            Some(width) => usize::from(width),
            None if is_terminal => terminal_size::terminal_size().map_or(WIDTH, |(width, _)| usize::from(width.0)),
            None => WIDTH,
        };
        let color = color(self.color, is_terminal);
        Style {
            width: width.max(20),
            color,
            unicode: !self.ascii && speaks_unicode(),
            rows: self.rows.unwrap_or(0),
            whole: self.rows == Some(0),
            ..Style::default()
        }
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
fn is_dumb() -> bool {
    env::var_os("TERM").is_some_and(|term| term == "dumb")
}

/// Whether the terminal says of itself that a line cannot be edited on it.
pub(crate) fn reads_lines() -> bool {
    env::var("TERM").is_ok_and(|term| ["dumb", "cons25", "emacs"].iter().any(|word| term.eq_ignore_ascii_case(word)))
}

/// A locale that is set and is not UTF-8 speaks against; one that is not set says nothing, and most terminals of today can.
fn speaks_unicode() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().filter_map(env::var_os).find(|value| !value.is_empty());
    locale.is_none_or(|locale| {
        let locale = locale.to_string_lossy().to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}
