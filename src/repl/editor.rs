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
use rustyline::hint::{Hint, Hinter};
use rustyline::history::MemHistory;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{
    Cmd, ColorMode, CompletionType, Config, Context, EditMode, Editor, Event, EventHandler, Helper, KeyCode, KeyEvent,
    Modifiers,
};
use std::borrow::Cow;
use std::cell::{RefCell, RefMut};
use std::io::ErrorKind;
use std::rc::Rc;
use unicode_width::UnicodeWidthStr;
use whereof::Session;
use whereof::engine::{Completion, Completions, Fit, WordClass};
use whereof::render::{Style, sanitise};

/// Candidates shown; `rustyline` cannot hold more than 65,535 and nobody reads so many.
const CANDIDATES: usize = 40;
/// Findings from which on names are counted before a line is typed.
const MANY: usize = 20_000;
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
        style: &Style,
        interrupts: Interrupts,
    ) -> rustyline::Result<Keys> {
        let (color, unicode) = (style.color, style.unicode);
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
        editor.set_helper(Some(Words { session, color, unicode, line: Rc::clone(&line), seen: RefCell::default() }));
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
        if let Some(words) = self.editor.helper() {
            // what was asked meanwhile may have changed what the same line gives
            words.seen.take();
            // before the first key rather than under it
            if let Ok(session) = words.session.try_borrow()
                && session.base().facts().finding_count() > MANY
            {
                session.count_names();
            }
        }
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
    unicode: bool,
    seen: RefCell<Seen>,
}

impl Helper for Words {}

/// What stands behind the line; nothing of it can be taken over.
struct Ghost(String);

impl Hint for Ghost {
    fn display(&self) -> &str {
        &self.0
    }

    fn completion(&self) -> Option<&str> {
        None
    }
}

impl Hinter for Words {
    type Hint = Ghost;

    fn hint(&self, line: &str, at: usize, _: &Context<'_>) -> Option<Ghost> {
        self.line.shows(line, at);
        if line.len() > LOOKED_UP || line.starts_with('.') {
            return None;
        }
        self.line.hinted(|| self.ghost(line, at))
    }
}

impl Words {
    /// What is hinted at behind a line, cut where there is no room for all of it.
    fn ghost(&self, line: &str, at: usize) -> Option<Ghost> {
        let mut seen = self.seen(line);
        if seen.hint.as_ref().is_none_or(|(place, _)| *place != at) {
            let session = self.session.try_borrow().ok()?;
            seen.hint = Some((at, session.hint(line, at).map(|hint| hint.to_string())));
        }
        let words = sanitise(seen.hint.as_ref()?.1.as_ref()?);
        let words = if self.unicode { words.into_owned() } else { words.replace(" · ", ", ") };
        // a hint that does not fit behind the line would push it up
        let row = PROMPT.width() + line.rsplit('\n').next().unwrap_or("").width();
        let width = terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0));
        let room = width.saturating_sub(row % width.max(1) + 3);
        let fits = words.width() <= room;
        let cut =
            || words.split_inclusive(['·', ',']).next().map(|first| first.trim_end_matches(['·', ',', ' ']).to_owned());
        let words = if fits { Some(words.clone()) } else { cut().filter(|first| first.width() <= room) }?;
        Some(Ghost(format!("  {words}")))
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
        Ok(pairs(line, at, session.complete(line, at)))
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
                let (start, pairs) = pairs(rest, rest.len(), session.complete(rest, rest.len()));
                Ok((start + at - rest.len(), pairs))
            }
            Some(Takes::Names) => {
                let Ok(session) = self.session.try_borrow() else { return Ok((at, Vec::new())) };
                // as in the statement that it is short for
                let line = format!("describe {rest}");
                let (start, pairs) = pairs(&line, line.len(), session.complete(&line, line.len()));
                Ok(((start + at).saturating_sub(line.len()), pairs))
            }
        }
    }
}

/// Candidates for the words before a place of a line, as the editor wants them: in columns, one row each.
fn pairs(line: &str, at: usize, found: Completions) -> (usize, Vec<Pair>) {
    let start = found.start;
    let Some(typed) = line.get(start..at) else { return (at, Vec::new()) };
    let more = found.more.then(|| Pair { display: MORE.to_owned(), replacement: typed.to_owned() });
    let offers = likely(found.offers);
    let rows: Vec<[String; 4]> = offers.iter().map(columns).collect();
    let widest = |column: usize, of: &dyn Fn(&Completion) -> bool| {
        let cells = rows.iter().zip(&offers).filter(|(_, offer)| of(offer)).filter_map(|(row, _)| row.get(column));
        cells.map(|cell| cell.width()).max().unwrap_or(0)
    };
    // what a word of the language does is long, and nothing stands behind it
    let named = |offer: &Completion| offer.xref.is_some() || offer.through.is_some();
    let (name, findings, kind) = (widest(0, &|_| true).min(NAME), widest(1, &|_| true), widest(2, &named));
    let pairs = rows.iter().zip(offers).map(|([first, number, third, last], offer)| {
        let pad = |cell: &str, width: usize| " ".repeat(width.saturating_sub(cell.width()));
        let number = if findings == 0 { String::new() } else { format!("{}{number}  ", pad(number, findings)) };
        let row = format!("{first}{}  {number}{third}{}  {last}", pad(first, name), pad(third, kind));
        Pair { display: row.trim_end().to_owned(), replacement: offer.replacement }
    });
    let mut pairs: Vec<Pair> = pairs.collect();
    // the only one that was found in time must not be taken for the only one there is
    pairs.extend(more.filter(|_| !pairs.is_empty()));
    (start, pairs)
}

/// Stands at the end of a list that is not all.
const MORE: &str = "and more: type on";

/// Widest column of names; longer names push theirs to the right.
const NAME: usize = 36;

/// A candidate in columns: name, findings, what it is, and by which other names it goes.
fn columns(offer: &Completion) -> [String; 4] {
    let clean = |text: &str| sanitise(text).into_owned();
    let also = offer.through.as_ref().map(|other| format!("= {}", clean(other)));
    let names: Vec<String> = also.into_iter().chain(offer.xref.as_deref().map(clean)).collect();
    let findings = offer.findings.map_or_else(String::new, |findings| findings.to_string());
    [clean(&offer.display), findings, clean(&offer.kind), names.join("  ")]
}

/// The candidates that begin as typed, where there are such: then what they share can be put in at once.
fn likely(mut found: Vec<Completion>) -> Vec<Completion> {
    if found.iter().any(|one| one.fit <= Fit::Begins) {
        found.retain(|one| one.fit <= Fit::Begins);
    }
    found.truncate(CANDIDATES);
    found
}

/// What was last worked out for a line, so that repainting it costs nothing.
#[derive(Default)]
struct Seen {
    line: String,
    painted: Option<String>,
    hint: Option<(usize, Option<String>)>,
}

impl Words {
    /// What is kept of this line; of another one nothing is.
    fn seen(&self, line: &str) -> RefMut<'_, Seen> {
        let mut seen = self.seen.borrow_mut();
        if seen.line != line {
            *seen = Seen { line: line.to_owned(), ..Seen::default() };
        }
        seen
    }

    /// The words of a line, each as its class looks.
    fn paint(&self, line: &str) -> Option<String> {
        let session = self.session.try_borrow().ok()?;
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
        Some(out)
    }
}

impl Highlighter for Words {
    fn highlight<'l>(&self, line: &'l str, _: usize) -> Cow<'l, str> {
        if !self.color || line.len() > LOOKED_UP || line.starts_with('.') {
            return Cow::Borrowed(line);
        }
        let mut seen = self.seen(line);
        if seen.painted.is_none() {
            seen.painted = self.paint(line);
        }
        seen.painted.clone().map_or(Cow::Borrowed(line), Cow::Owned)
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        if self.color { Cow::Owned(format!("\u{1b}[2m{hint}\u{1b}[0m")) } else { Cow::Borrowed(hint) }
    }

    fn highlight_char(&self, line: &str, _: usize, _: CmdKind) -> bool {
        // where nothing is coloured, a key need not draw the whole line again
        self.color && line.len() <= LOOKED_UP
    }

    fn highlight_prompt<'b, 's: 'b, 'p: 'b>(&'s self, prompt: &'p str, _: bool) -> Cow<'b, str> {
        if self.color { Cow::Owned(format!("\u{1b}[1m{prompt}\u{1b}[0m")) } else { Cow::Borrowed(prompt) }
    }
}

/// How a class of words looks. Colour alone carries nothing: what is not known is underlined, what may mean several things is turned dark on light, and what cannot
/// stand here is struck through.
fn ink(class: WordClass) -> Option<&'static str> {
    match class {
        WordClass::Keyword => Some("1"),
        WordClass::Verb => Some("36"),
        WordClass::Name => Some("32"),
        WordClass::Noun | WordClass::Slot | WordClass::Letter => Some("34"),
        WordClass::Defined => Some("1;32"),
        WordClass::Unknown => Some("4;33"),
        WordClass::Ambiguous => Some("7;33"),
        WordClass::Misplaced => Some("9;33"),
        WordClass::Text | WordClass::Number | WordClass::Parameter => Some("35"),
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
    use rustyline::completion::longest_common_prefix;

    #[test]
    fn what_was_found_in_time_is_not_taken_for_all() {
        let line = "gene where upregulated by rapamy";
        let session = Session::new(whereof::Base::builtin(), whereof::Limits::script());
        let found = session.complete(line, line.len());
        let found = |more| Completions { offers: found.offers.iter().take(1).cloned().collect(), more, ..found };
        let (start, all) = pairs(line, line.len(), found(false));
        assert_eq!((start, all.len(), all[0].replacement.as_str()), (26, 1, "rapamycin"));
        let (_, some) = pairs(line, line.len(), found(true));
        assert_eq!((some.len(), some[1].display.as_str()), (2, MORE));
        // nothing is put in
        assert_eq!(longest_common_prefix(&some), Some("rapamy"));
        assert!(pairs(line, line.len(), Completions { offers: Vec::new(), ..found(true) }).1.is_empty());
    }

    #[test]
    fn candidates_stand_in_columns() {
        let session = session();
        let shown = |line: &str| pairs(line, line.len(), session.complete(line, line.len())).1;
        let rows = shown("treatment where upregulates ck");
        let rows: Vec<&str> = rows.iter().map(|pair| pair.display.as_str()).collect();
        assert_eq!(
            rows,
            [
                "KRT18  8  gene  = CK-18  NCBIGene:3875",
                "KRT19  4  gene  = CK-19  NCBIGene:3880",
                "KRT8   3  gene  = CK-8  NCBIGene:3856"
            ]
        );
        // what begins as typed comes alone, so that what it shares can be put in at once
        assert!(shown("treatment where upregulates cxc").iter().all(|pair| pair.replacement.starts_with("CXC")));
    }

    /// What the page about the prompt shows is what is shown.
    #[test]
    fn the_page_tells_the_truth() {
        let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/prompt.md")).unwrap_or_default();
        let fences: Vec<&str> = page.split("```text\n").filter_map(|part| part.split("```").next()).collect();
        let session = session();
        let line = "treatment where upregulates CXCR4 and disease = ";
        let shown: Vec<String> =
            pairs(line, line.len(), session.complete(line, line.len())).1.into_iter().map(|one| one.display).collect();
        let rows = fences.iter().find(|fence| fence.starts_with("fibrosis  ")).map_or("", |fence| fence);
        assert!(
            rows.lines().count() > 4 && rows.lines().all(|row| shown.iter().any(|one| one == row)),
            "{rows}\n{shown:#?}"
        );
        let hints = fences.iter().find(|fence| fence.contains("is not known")).map_or("", |fence| fence);
        for hint in hints.lines() {
            let (typed, words) = hint.trim_start_matches(PROMPT).split_once("  ").unwrap_or_default();
            let typed = if words.starts_with("next") { format!("{typed} ") } else { typed.to_owned() };
            assert_eq!(session.hint(&typed, typed.len()).map(|hint| hint.to_string()).as_deref(), Some(words));
        }
        assert_eq!(hints.lines().count(), 3);
    }

    fn session() -> Session {
        Session::new(whereof::Base::builtin(), whereof::Limits { time: None, ..whereof::Limits::script() })
    }
}
