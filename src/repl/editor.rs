//! The line editor: the only user of `rustyline`.
//!
//! Keys come in, whole inputs go out, with completion, colours and history on the way. It asks the session what words are and runs nothing.

use super::PROMPT;
use super::again::LastWords;
use super::layout::spaced;
use super::line::{self, Line, caught};
use super::orders::{self, Takes};
use super::settings;
use crate::terminal::{Interrupts, Keyboard, reads_lines, say};
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
use std::io::ErrorKind;
use std::rc::Rc;
use whereof::Session;
use whereof::engine::{Completion, WordClass};
use whereof::render::sanitise;

/// Candidates shown; `rustyline` cannot hold more than 65,535 and nobody reads so many.
const CANDIDATES: usize = 40;
/// Longest line of which words are looked up at every key, in bytes.
const LOOKED_UP: usize = 4096;
/// Longest text of which it is asked whether it is whole, in bytes; a longer one was pasted, and runs at Enter.
const LOOKED_THROUGH: usize = 64 << 10;

/// What is said where the editor tripped over a line.
const OVERTAXED: &str = "it is more than a line can take; put it into a file and `use` that";

/// Why no input came.
#[derive(Debug)]
pub(super) enum ReadFailure {
    /// Ctrl-C: the line is thrown away.
    Cleared,
    /// Ctrl-C for the second time.
    Interrupted,
    /// Ctrl-D or the end of the input.
    Left,
    /// What came is no text.
    Untypable(&'static str),
    /// The terminal fails, or the editor does.
    Unreadable(String),
}

/// The keyboard.
pub(super) struct Keys {
    editor: Editor<Words, MemHistory>,
    last_words: LastWords,
    line: Rc<Line>,
    interrupts: Interrupts,
}

impl Keys {
    /// Takes the terminal, with what was typed before.
    ///
    /// # Errors
    /// There is none.
    pub(super) fn open(
        session: Rc<RefCell<Session>>,
        typed: &[String],
        color: bool,
        interrupts: Interrupts,
    ) -> rustyline::Result<Keys> {
        let config = Config::builder()
            .max_history_size(typed.len() + 100_000)?
            .history_ignore_dups(true)?
            .history_ignore_space(true)
            .completion_type(CompletionType::List)
            // never asked: there are few, and empty rows behind them
            .completion_prompt_limit(usize::from(u16::MAX))
            .completion_show_all_if_ambiguous(true)
            .bell_style(BellStyle::None)
            .color_mode(if color { ColorMode::Enabled } else { ColorMode::Disabled })
            .bracketed_paste(true)
            .build();
        let mut editor = Editor::with_history(config.clone(), MemHistory::with_config(&config))?;
        let line = Rc::new(Line::new(interrupts.clone()));
        editor.set_helper(Some(Words { session, color, line: Rc::clone(&line) }));
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
        let mut keys = Keys { editor, last_words, line, interrupts };
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
        let mut initial = (typed.to_owned(), String::new());
        let mut told = false;
        loop {
            self.line.begin();
            if reads_lines() {
                return self.read_plainly(typed);
            }
            self.interrupts.keyboard(Keyboard::Editor);
            let read = caught(|| self.editor.readline_with_initial(PROMPT, (&initial.0, &initial.1)));
            self.interrupts.keyboard(Keyboard::Nobody);
            match read {
                Some(Ok(text)) => {
                    self.interrupts.typed();
                    return Ok(text);
                }
                Some(Err(ReadlineError::Interrupted | ReadlineError::Signal(_))) => {
                    if self.interrupts.take_resumed() {
                        initial = self.line.halves();
                    } else if self.line.was_waited_for() || !self.interrupts.press() {
                        return Err(ReadFailure::Cleared);
                    } else {
                        return Err(ReadFailure::Interrupted);
                    }
                }
                Some(Err(ReadlineError::Eof)) => return Err(ReadFailure::Left),
                Some(Err(ReadlineError::Io(error))) if error.kind() == ErrorKind::InvalidData => {
                    if !std::mem::replace(&mut told, true) {
                        say("whereof: a byte came that is no text; it is left out, the line is kept\n");
                    }
                    initial = self.line.halves();
                }
                Some(Err(other)) => return Err(ReadFailure::Unreadable(other.to_string())),
                None => return Err(ReadFailure::Unreadable(OVERTAXED.to_owned())),
            }
        }
    }

    /// Reads on a terminal that edits lines itself; a text that should stand on the line is shown.
    fn read_plainly(&self, typed: &str) -> Result<String, ReadFailure> {
        if !typed.is_empty() {
            say(&format!("{}\n", sanitise(typed)));
        }
        let is_whole = |text: &str| self.editor.helper().is_none_or(|words| words.is_whole(text));
        match line::plain(PROMPT, &self.interrupts, is_whole) {
            Ok(Some(text)) => {
                self.interrupts.typed();
                Ok(text)
            }
            Ok(None) => Err(ReadFailure::Left),
            Err(error) if error.kind() == ErrorKind::InvalidData => {
                Err(ReadFailure::Untypable("that line is no UTF-8 text"))
            }
            Err(error) => Err(ReadFailure::Unreadable(error.to_string())),
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
    line: Rc<Line>,
}

impl Helper for Words {}

impl Hinter for Words {
    type Hint = String;

    fn hint(&self, line: &str, at: usize, _: &Context<'_>) -> Option<String> {
        self.line.shows(line, at);
        None
    }
}

impl Completer for Words {
    type Candidate = Pair;

    fn complete(&self, line: &str, at: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        let (start, pairs) = self.candidates(line, at)?;
        Ok((start, spaced(pairs, line, start, at, PROMPT.len())))
    }
}

impl Words {
    /// What may stand at a place of a line.
    fn candidates(&self, line: &str, at: usize) -> rustyline::Result<(usize, Vec<Pair>)> {
        let before = line.get(..at).unwrap_or("");
        if before.starts_with('.') {
            return self.complete_order(before);
        }
        let Ok(session) = self.session.try_borrow() else { return Ok((at, Vec::new())) };
        let (start, found) = session.complete(line, at);
        Ok(pairs(line, at, start, found))
    }

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
        if !self.color || line.len() > LOOKED_UP {
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

    fn highlight_char(&self, line: &str, _: usize, _: CmdKind) -> bool {
        // where nothing is coloured, a key need not draw the whole line again
        self.color && line.len() <= LOOKED_UP
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
        let is_whole = self.is_whole(context.input());
        Ok(if is_whole { ValidationResult::Valid(None) } else { ValidationResult::Incomplete })
    }
}

impl Words {
    /// Whether a text is asked at Enter, or goes on.
    fn is_whole(&self, text: &str) -> bool {
        let is_forced = text.trim_end().ends_with(';')
            || text.ends_with('\n')
            || text.starts_with('.')
            || text.trim().is_empty()
            || text.len() > LOOKED_THROUGH;
        is_forced || self.session.try_borrow().is_ok_and(|session| !session.is_incomplete(text))
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
