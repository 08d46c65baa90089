//! The line editor: the only user of `rustyline`.
//!
//! Keys come in, whole inputs go out, with completion, colours and history on the way. It asks the session what words are and runs nothing.

use super::PROMPT;
use super::again::LastWords;
use super::orders::{self, Takes};
use super::settings;
use rustyline::completion::{Completer, FilenameCompleter, Pair};
use rustyline::config::{BellStyle, Configurer};
use rustyline::error::ReadlineError;
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::Hinter;
use rustyline::history::MemHistory;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{
    Cmd, ColorMode, CompletionType, Config, Context, EditMode, Editor, Event, EventHandler, Helper, KeyCode, KeyEvent,
    Modifiers,
};
use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;
use whereof::Session;
use whereof::engine::{Completion, WordClass};
use whereof::render::sanitise;

/// Candidates shown; `rustyline` cannot hold more than 65,535 and nobody reads so many.
const CANDIDATES: usize = 40;
/// Longest line that is coloured at every key.
const COLORED: usize = 4096;

/// Why no input came.
#[derive(Debug)]
pub(super) enum ReadFailure {
    /// Ctrl-C: the line is thrown away.
    Cleared,
    /// Ctrl-D or the end of the input.
    Left,
    /// The terminal gave something else than text.
    Unreadable(String),
}

/// The keyboard.
pub(super) struct Keys {
    editor: Editor<Words, MemHistory>,
    last_words: LastWords,
}

impl Keys {
    /// Takes the terminal, with what was typed before.
    ///
    /// # Errors
    /// There is none.
    pub(super) fn open(session: Rc<RefCell<Session>>, typed: &[String], color: bool) -> rustyline::Result<Keys> {
        let config = Config::builder()
            .max_history_size(typed.len() + 100_000)?
            .history_ignore_dups(true)?
            .history_ignore_space(true)
            .completion_type(CompletionType::List)
            .completion_prompt_limit(CANDIDATES + 1)
            .completion_show_all_if_ambiguous(true)
            .bell_style(BellStyle::None)
            .color_mode(if color { ColorMode::Enabled } else { ColorMode::Disabled })
            .bracketed_paste(true)
            .build();
        let mut editor = Editor::with_history(config.clone(), MemHistory::with_config(&config))?;
        editor.set_helper(Some(Words { session, color }));
        // Alt-Enter begins a new line whatever was typed
        editor.bind_sequence(
            Event::KeySeq(vec![KeyEvent(KeyCode::Enter, Modifiers::ALT)]),
            EventHandler::Simple(Cmd::Newline),
        );
        let last_words = LastWords::default();
        editor.bind_sequence(
            Event::KeySeq(vec![KeyEvent(KeyCode::Char('.'), Modifiers::ALT)]),
            EventHandler::Conditional(Box::new(last_words.clone())),
        );
        let mut keys = Keys { editor, last_words };
        for one in typed {
            keys.remember(one);
        }
        Ok(keys)
    }

    /// Waits for one whole input; the line begins with a text that is there already.
    ///
    /// # Errors
    /// There is none, and why.
    pub(super) fn read(&mut self, typed: &str, keys: settings::Keys, color: bool) -> Result<String, ReadFailure> {
        self.editor.set_color_mode(if color { ColorMode::Enabled } else { ColorMode::Disabled });
        if let Some(words) = self.editor.helper_mut() {
            words.color = color;
        }
        self.editor.set_edit_mode(match keys {
            settings::Keys::Emacs => EditMode::Emacs,
            settings::Keys::Vi => EditMode::Vi,
        });
        let read = match typed {
            "" => self.editor.readline(PROMPT),
            typed => self.editor.readline_with_initial(PROMPT, (typed, "")),
        };
        match read {
            Ok(text) => Ok(text),
            Err(ReadlineError::Interrupted) => Err(ReadFailure::Cleared),
            Err(ReadlineError::Eof) => Err(ReadFailure::Left),
            Err(ReadlineError::Signal(_)) => Err(ReadFailure::Cleared),
            Err(other) => Err(ReadFailure::Unreadable(other.to_string())),
        }
    }

    /// Makes an input one that the arrow keys, Ctrl-R and Alt-. bring back.
    pub(super) fn remember(&mut self, text: &str) {
        // an entry that is not taken is only not brought back
        let _ = self.editor.add_history_entry(text);
        self.last_words.add(text);
    }
}

/// What the editor asks about a line.
struct Words {
    session: Rc<RefCell<Session>>,
    color: bool,
}

impl Helper for Words {}

impl Hinter for Words {
    type Hint = String;
}

impl Completer for Words {
    type Candidate = Pair;

    fn complete(&self, line: &str, at: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        let before = line.get(..at).unwrap_or("");
        if before.starts_with('.') {
            return self.complete_order(before);
        }
        let Ok(session) = self.session.try_borrow() else { return Ok((at, Vec::new())) };
        let (start, found) = session.complete(line, at);
        Ok(pairs(line, at, start, found))
    }
}

impl Words {
    /// What may stand in a line that begins with a dot: an order, or what it takes.
    fn complete_order(&self, before: &str) -> rustyline::Result<(usize, Vec<Pair>)> {
        let Some((word, rest)) = before.split_once(' ') else {
            let pairs = orders::beginning_with(before).into_iter().map(|order| Pair {
                display: format!("{:<12} {}", order.name, order.help),
                replacement: order.name.to_owned(),
            });
            return Ok((0, pairs.collect()));
        };
        let at = before.len();
        match orders::named(word).map(|order| order.takes) {
            None | Some(Takes::Nothing) => Ok((at, Vec::new())),
            Some(Takes::Words(words)) => {
                let fit = words().into_iter().filter(|word| word.starts_with(rest));
                let pairs = fit.map(|word| Pair { display: word.to_owned(), replacement: word.to_owned() });
                Ok((at - rest.len(), pairs.collect()))
            }
            Some(Takes::File) => FilenameCompleter::new().complete_path(before, at),
            Some(Takes::Question) => {
                let Ok(session) = self.session.try_borrow() else { return Ok((at, Vec::new())) };
                let (start, found) = session.complete(rest, rest.len());
                let (start, pairs) = pairs(rest, rest.len(), start, found);
                Ok((start + at - rest.len(), pairs))
            }
            Some(Takes::Names) => {
                let Ok(session) = self.session.try_borrow() else { return Ok((at, Vec::new())) };
                // as in the statement that it is short for
                let line = format!("describe {rest}");
                let (start, found) = session.complete(&line, line.len());
                let (start, pairs) = pairs(&line, line.len(), start, found);
                Ok(((start + at).saturating_sub(line.len()), pairs))
            }
        }
    }
}

/// Candidates for the words between two places of a line, as the editor wants them.
fn pairs(line: &str, at: usize, start: usize, found: Vec<Completion>) -> (usize, Vec<Pair>) {
    if start > at || !line.is_char_boundary(start) {
        return (at, Vec::new());
    }
    let found = likely(found, line.get(start..at).unwrap_or(""));
    let width = found.iter().map(|one| one.display.chars().count()).max().unwrap_or(0).min(30);
    let pairs = found.into_iter().map(|one| {
        let name = sanitise(&one.display).into_owned();
        let display = if one.note.is_empty() { name } else { format!("{name:width$}  {}", sanitise(&one.note)) };
        Pair { display, replacement: one.replacement }
    });
    (start, pairs.collect())
}

/// The candidates that begin as typed, where there are such: then what they share can be put in at once.
fn likely(mut found: Vec<Completion>, typed: &str) -> Vec<Completion> {
    let typed = typed.to_lowercase();
    let begins = |one: &Completion| one.replacement.trim_start_matches('"').to_lowercase().starts_with(&typed);
    if found.iter().any(begins) {
        found.retain(begins);
    }
    found.truncate(CANDIDATES);
    found
}

impl Highlighter for Words {
    fn highlight<'l>(&self, line: &'l str, _: usize) -> Cow<'l, str> {
        if !self.color || line.len() > COLORED {
            return Cow::Borrowed(line);
        }
        let Ok(session) = self.session.try_borrow() else { return Cow::Borrowed(line) };
        let mut out = String::with_capacity(line.len() * 2);
        let mut from = 0;
        for (span, class) in session.highlight(line) {
            let range = span.range();
            let (Some(between), Some(word)) = (line.get(from..range.start), line.get(range.clone())) else { continue };
            out.push_str(between);
            match ink(class) {
                Some(code) => out.push_str(&format!("\u{1b}[{code}m{word}\u{1b}[0m")),
                None => out.push_str(word),
            }
            from = range.end;
        }
        out.push_str(line.get(from..).unwrap_or(""));
        Cow::Owned(out)
    }

    fn highlight_char(&self, _: &str, _: usize, _: CmdKind) -> bool {
        self.color
    }

    fn highlight_prompt<'b, 's: 'b, 'p: 'b>(&'s self, prompt: &'p str, _: bool) -> Cow<'b, str> {
        if self.color { Cow::Owned(format!("\u{1b}[1m{prompt}\u{1b}[0m")) } else { Cow::Borrowed(prompt) }
    }
}

/// The colour of a class of words; unknown ones are underlined too, so that colour alone carries nothing.
fn ink(class: WordClass) -> Option<&'static str> {
    match class {
        WordClass::Keyword => Some("1"),
        WordClass::Verb => Some("36"),
        WordClass::Name => Some("32"),
        WordClass::Noun => Some("34"),
        WordClass::Unknown => Some("4;33"),
        WordClass::Text | WordClass::Number | WordClass::Parameter => Some("35"),
        #[allow(unreachable_patterns)]
        _ => None,
    }
}

impl Validator for Words {
    fn validate(&self, context: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        let text = context.input();
        let is_forced =
            text.trim_end().ends_with(';') || text.ends_with('\n') || text.starts_with('.') || text.trim().is_empty();
        if is_forced {
            return Ok(ValidationResult::Valid(None));
        }
        let Ok(session) = self.session.try_borrow() else { return Ok(ValidationResult::Valid(None)) };
        Ok(if session.is_incomplete(text) { ValidationResult::Incomplete } else { ValidationResult::Valid(None) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn candidates_that_begin_as_typed_come_alone() {
        let one =
            |word: &str| Completion { replacement: word.to_owned(), display: word.to_owned(), note: String::new() };
        let all = || vec![one("upregulates"), one("expression upregulated by"), one("uPA")];
        assert_eq!(likely(all(), "UPREG"), [one("upregulates")]);
        assert_eq!(likely(all(), "u"), [one("upregulates"), one("uPA")]);
        assert_eq!(likely(all(), "raises"), all());
        assert_eq!(likely(vec![one("a"); 1000], "").len(), CANDIDATES);
    }
}
