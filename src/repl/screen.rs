//! What the prompt shows things on.
//!
//! Pages and remarks come in, a terminal or whatever stands for one shows them. It does not know what they say.

use super::programs;
use crate::terminal::{Sink, Stop, say};
use std::env;
use std::io::{self, IsTerminal};
use std::path::Path;
use unicode_width::UnicodeWidthStr;
use whereof::engine::file_trouble;

/// What a text is shown on.
pub(super) trait Screen {
    /// Shows text.
    ///
    /// # Errors
    /// The reader is gone.
    fn print(&mut self, text: &str) -> Result<(), Stop>;

    /// Says what is no answer: errors and remarks.
    fn say(&mut self, text: &str);

    /// Shows a text in a pager where it does not fit; says whether it did. `pager` is the setting of that name.
    fn paged(&mut self, _text: &str, _pager: &str) -> bool {
        false
    }

    /// Lets the user change a text in an editor; none where nothing is to come of it.
    ///
    /// # Errors
    /// There is no editor, or it cannot be started.
    fn edited(&mut self, _text: &str) -> Result<Option<String>, String> {
        Err("there is no editor here".to_owned())
    }
}

/// The pager that most systems have: it ends where a page fits, keeps colours, and leaves the page on the screen.
const USUAL: &str = "less -FRX";

/// The streams of the program.
pub(super) struct Streams {
    out: Sink,
    /// Whether it was said that the pager cannot be started.
    told: bool,
}

impl Streams {
    /// Standard output and standard error.
    ///
    /// # Errors
    /// There is no such thing.
    pub(super) fn open() -> Result<Streams, Stop> {
        Ok(Streams { out: Sink::open(None)?, told: false })
    }
}

impl Screen for Streams {
    fn print(&mut self, text: &str) -> Result<(), Stop> {
        self.out.write(text)?;
        self.out.flush()
    }

    fn say(&mut self, text: &str) {
        say(text);
    }

    fn paged(&mut self, text: &str, pager: &str) -> bool {
        if !std::io::stdout().is_terminal() || !std::io::stdin().is_terminal() {
            return false;
        }
        let Some((columns, rows)) = terminal_size::terminal_size() else { return false };
        // the prompt needs a line too
        if !is_taller(text, usize::from(columns.0), usize::from(rows.0).saturating_sub(1)) {
            return false;
        }
        let Some(command) = command(pager, |name| env::var(name).ok()) else { return false };
        match programs::page(&command, text) {
            Ok(()) => true,
            // a program that nobody named is not missed
            Err(_) if command == USUAL => false,
            Err(error) => {
                if !self.told {
                    say(&format!("no pager: `{command}` cannot be started: {}\n", unstarted(&error)));
                    self.told = true;
                }
                false
            }
        }
    }

    fn edited(&mut self, text: &str) -> Result<Option<String>, String> {
        let set = |name: &str| env::var(name).ok().filter(|command| !command.trim().is_empty());
        let command = set("VISUAL").or_else(|| set("EDITOR"));
        let command = command.as_deref().unwrap_or("vi");
        programs::edit(command, text).map_err(|error| {
            format!(
                "the editor `{command}` cannot be used: {}; `EDITOR` in the environment says which",
                unstarted(&error)
            )
        })
    }
}

/// Why a program cannot be started.
fn unstarted(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such program".to_owned(),
        _ => file_trouble(Path::new("-"), error),
    }
}

/// The program that shows long answers: the one that is set, else that of the environment, else one that most systems have. None where none
/// is wanted, or where the terminal cannot be turned over.
fn command(setting: &str, variable: impl Fn(&str) -> Option<String>) -> Option<String> {
    let wanted = match setting {
        "never" => return None,
        "auto" if variable("TERM").is_some_and(|term| term == "dumb") => return None,
        "auto" => variable("PAGER").map(|pager| pager.trim().to_owned()),
        set => Some(set.to_owned()),
    };
    match wanted.as_deref() {
        Some("" | "cat") => None,
        // as it is usually set, without what keeps colours
        Some("less") | None => Some(USUAL.to_owned()),
        Some(other) => Some(other.to_owned()),
    }
}

/// Whether a text takes more than so many rows of a terminal, lines that are too wide taking several.
fn is_taller(text: &str, columns: usize, rows: usize) -> bool {
    let mut taken = 0;
    for line in text.lines() {
        // codes for colours take no room
        let shown: String = line
            .split('\u{1b}')
            .enumerate()
            .map(|(at, part)| match at {
                0 => part,
                _ => part.split_once('m').map_or("", |(_, rest)| rest),
            })
            .collect();
        taken += shown.width().div_ceil(columns.max(1)).max(1);
        if taken > rows {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pager_is_the_one_that_is_wanted() {
        let none = |_: &str| None;
        let set = |pager: &'static str| move |name: &str| (name == "PAGER").then(|| pager.to_owned());
        assert_eq!(command("auto", none).as_deref(), Some("less -FRX"));
        assert_eq!(command("auto", set("less")).as_deref(), Some("less -FRX"));
        assert_eq!(command("auto", set("more -s")).as_deref(), Some("more -s"));
        assert_eq!(command("auto", set("cat")), None);
        assert_eq!(command("auto", set(" ")), None);
        assert_eq!(command("never", set("more")), None);
        assert_eq!(command("most", set("more")).as_deref(), Some("most"));
        assert_eq!(command("auto", |name: &str| (name == "TERM").then(|| "dumb".to_owned())), None);
    }

    #[test]
    fn height_is_that_of_the_terminal() {
        assert!(!is_taller("a\nb\n", 80, 2));
        assert!(is_taller("a\nb\nc\n", 80, 2));
        assert!(is_taller(&"x".repeat(161), 80, 2));
        assert!(!is_taller(&format!("\u{1b}[1m{}\u{1b}[0m", "x".repeat(80)), 80, 1));
        assert!(!is_taller("", 0, 0));
    }
}
