//! The prompt.
//!
//! Lines come in through the editor, pages go out; a wrong line, a bad byte or Ctrl-C never end it. It is a thin shell over a session and
//! knows nothing of the language.

mod editor;
mod history;
mod orders;

use crate::terminal::{Exit, Look, Sink, Stop, say, told};
use editor::{Keys, ReadFailure};
use history::History;
use orders::Order;
use std::cell::RefCell;
use std::rc::Rc;
use whereof::Session;
use whereof::answer::Reply;
use whereof::limits::Cancel;
use whereof::render::{Format, Style, codes, explain, header, render, sanitise};
use whereof::text::Source;

/// A question that shows what the language is for.
const FIRST: &str = "treatment where upregulates CXCR4 and disease = fibrosis";
/// Errors of the terminal in a row after which it is given up.
const PATIENCE: u32 = 16;

/// What a prompt starts with.
pub(crate) struct Setup {
    /// Whom it asks.
    pub(crate) session: Session,
    /// What Ctrl-C raises.
    pub(crate) cancel: Cancel,
    /// How answers are shown; as tables where nothing is said.
    pub(crate) format: Option<Format>,
    /// How things look.
    pub(crate) look: Look,
    /// Whether rows are shown as they are.
    pub(crate) raw: bool,
    /// Whether nothing is said but answers and errors.
    pub(crate) quiet: bool,
}

/// Opens the prompt and stays until the user leaves.
///
/// # Errors
/// The terminal is gone.
pub(crate) fn start(setup: Setup) -> Result<Exit, Stop> {
    let info = setup.session.base().info();
    let diagnostics = setup.session.limits().diagnostics;
    let session = Rc::new(RefCell::new(setup.session));
    let mut prompt = Prompt {
        session: Rc::clone(&session),
        cancel: setup.cancel,
        format: setup.format.unwrap_or(Format::Table),
        look: setup.look,
        raw: setup.raw,
        quiet: setup.quiet,
        diagnostics,
        last: None,
        out: Sink::open(None)?,
    };
    if !prompt.quiet {
        prompt.banner(&info)?;
    }
    let (history, trouble) = History::open();
    if let Some(trouble) = trouble {
        say(&format!("whereof: {}\n", sanitise(&trouble)));
    }
    let keys = Keys::open(session, history, prompt.style().color);
    prompt.stay(keys.map_err(|error| Stop::Failed(Exit::File, format!("no prompt here: {error}")))?)
}

struct Prompt {
    session: Rc<RefCell<Session>>,
    cancel: Cancel,
    format: Format,
    look: Look,
    raw: bool,
    quiet: bool,
    diagnostics: usize,
    /// The last answer's question and the names of its rows, for `.why`.
    last: Option<(String, Vec<String>)>,
    out: Sink,
}

impl Prompt {
    fn style(&self) -> Style {
        self.look.stdout(self.raw)
    }

    fn print(&mut self, text: &str) -> Result<(), Stop> {
        self.out.write(text)?;
        self.out.flush()
    }

    /// Three lines: what this is, what is open, what to try.
    fn banner(&mut self, info: &whereof::answer::BaseInfo) -> Result<(), Stop> {
        let text = format!(
            "whereof {}: ask cited findings; each answer shows what it rests on\nopen: {}, {} findings of {} studies (.help for help, Ctrl-D to leave)\ntry:  {FIRST}\n",
            env!("CARGO_PKG_VERSION"),
            sanitise(&info.name),
            info.findings,
            info.studies,
        );
        self.print(&text)
    }

    fn stay(&mut self, mut keys: Keys) -> Result<Exit, Stop> {
        let mut errors = 0;
        loop {
            // a signal that came between two questions is no order to end the next one
            self.cancel.reset();
            match keys.read() {
                Ok(text) => {
                    errors = 0;
                    if text.trim().is_empty() {
                        continue;
                    }
                    keys.remember(&text);
                    if !self.obey(&text)? {
                        return Ok(Exit::Answered);
                    }
                }
                Err(ReadFailure::Cleared) => {}
                Err(ReadFailure::Left) => return Ok(Exit::Answered),
                Err(ReadFailure::Unreadable(words)) => {
                    errors += 1;
                    say(&format!("whereof: cannot read this line: {}\n", sanitise(&words)));
                    if errors >= PATIENCE {
                        return Err(Stop::Failed(Exit::File, "the terminal cannot be read".to_owned()));
                    }
                }
            }
        }
    }

    /// Does what one input says; false to leave.
    fn obey(&mut self, text: &str) -> Result<bool, Stop> {
        // Words that people type at any prompt.
        let text = match text.trim().trim_end_matches(';') {
            "help" | "?" => ".help",
            "quit" | "exit" | "bye" => ".quit",
            _ => text,
        };
        if !text.trim_start().starts_with('.') {
            self.ask(text, None)?;
            return Ok(true);
        }
        match orders::order(text.trim()) {
            Ok(Order::Quit) => return Ok(false),
            Ok(Order::Help(topic)) => self.help(topic)?,
            Ok(Order::Mode(None)) => {
                let words: Vec<&str> = Format::ALL.iter().map(|format| format.word()).collect();
                self.print(&format!("mode {}; there are {}\n", self.format, words.join(", ")))?;
            }
            Ok(Order::Mode(Some(format))) => {
                self.format = format;
                self.print(&format!("mode {format}\n"))?;
            }
            Ok(Order::Why(row)) => self.why(row)?,
            Err(words) => say(&format!("{}\n", sanitise(&words))),
        }
        Ok(true)
    }

    /// Asks, and shows the replies; of a `why`, only one row where that is asked.
    fn ask(&mut self, text: &str, row: Option<&str>) -> Result<(), Stop> {
        let source = Source::new("query", text.trim_end());
        let session = Rc::clone(&self.session);
        let mut stop = None;
        // the editor is not reading now, so nobody else holds the session
        let Ok(mut session) = session.try_borrow_mut() else { return Ok(()) };
        session.eval_each(&source, &mut |result| {
            let shown = match result {
                Ok(mut reply) => {
                    if let (Reply::Why(why), Some(row)) = (&mut reply, row) {
                        why.rows.retain(|one| one.name == row);
                    }
                    self.show(&reply)
                }
                Err(error) => {
                    say(&told(&error, &self.look, self.diagnostics));
                    Ok(())
                }
            };
            match shown {
                Ok(()) => !self.cancel.is_cancelled(),
                Err(failed) => {
                    stop = Some(failed);
                    false
                }
            }
        });
        stop.map_or(Ok(()), Err)
    }

    fn show(&mut self, reply: &Reply) -> Result<(), Stop> {
        if let Reply::Answers(answers) = reply {
            let names = answers.rows.iter().filter_map(|row| row.cells.first().cloned());
            self.last = Some((answers.query.clone(), names.collect()));
        }
        let text = render(reply, self.format, &self.style());
        self.print(&format!("{text}\n"))?;
        if self.format.is_rows_only() && !self.quiet {
            say(&header(reply, &self.look.stderr()));
        }
        Ok(())
    }

    fn why(&mut self, row: Option<usize>) -> Result<(), Stop> {
        let Some((query, names)) = self.last.clone() else {
            say("there is no answer yet; ask something first\n");
            return Ok(());
        };
        match row {
            None => self.ask(&format!("why {query}"), None),
            Some(number) => match number.checked_sub(1).and_then(|at| names.get(at)) {
                Some(name) => self.ask(&format!("why {query}"), Some(name)),
                None => {
                    say(&format!("the last answer has {} rows, none is number {number}\n", names.len()));
                    Ok(())
                }
            },
        }
    }

    fn help(&mut self, topic: Option<&str>) -> Result<(), Stop> {
        match topic {
            None => self.print(orders::HELP),
            Some("codes") => {
                let text: String = codes().map(|one| format!("{}  {}\n", one.code, one.meaning)).collect();
                self.print(&text)
            }
            Some(code) if explain(code).is_some() => {
                self.print(&explain(code).map(|one| one.page()).unwrap_or_default())
            }
            // any other topic is a name of the base
            Some(name) => self.ask(&format!("describe {name}"), None),
        }
    }
}
