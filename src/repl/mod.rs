//! The prompt.
//!
//! Lines come in through the editor, pages go out; a wrong line, a bad byte or Ctrl-C never end it. It is a thin shell over a session and
//! knows nothing of the language.

mod editor;
mod history;
mod orders;
mod shell;

use crate::terminal::{Exit, Look, Sink, Stop, say};
use editor::{Keys, ReadFailure};
use history::History;
use orders::Next;
use shell::{Shell, Streams};
use std::cell::RefCell;
use std::rc::Rc;
use whereof::Session;
use whereof::limits::Cancel;
use whereof::render::{Format, sanitise};

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
    let mut shell = Shell {
        session: Rc::new(RefCell::new(setup.session)),
        cancel: setup.cancel,
        format: setup.format.unwrap_or(Format::Table),
        look: setup.look,
        raw: setup.raw,
        quiet: setup.quiet,
        last: None,
        card: (0, 0),
        wrong: None,
        screen: Box::new(Streams(Sink::open(None)?)),
    };
    if !shell.quiet {
        let banner = banner(&shell);
        shell.print(&banner)?;
    }
    let (history, trouble) = History::open();
    if let Some(trouble) = trouble {
        say(&format!("whereof: {}\n", sanitise(&trouble)));
    }
    let keys = Keys::open(Rc::clone(&shell.session), history, shell.style().color);
    stay(&mut shell, keys.map_err(|error| Stop::Failed(Exit::File, format!("no prompt here: {error}")))?)
}

/// Three lines: what this is, what is open, what to try.
fn banner(shell: &Shell) -> String {
    let info = shell.session.borrow().base().info();
    format!(
        "whereof {}: ask cited findings; each answer shows what it rests on\nopen: {}, {} findings of {} studies (.help for help, Ctrl-D to leave)\ntry:  {FIRST}\n",
        env!("CARGO_PKG_VERSION"),
        sanitise(&info.name),
        info.findings,
        info.studies,
    )
}

fn stay(shell: &mut Shell, mut keys: Keys) -> Result<Exit, Stop> {
    let mut errors = 0;
    let mut typed = String::new();
    loop {
        // a signal that came between two questions is no order to end the next one
        shell.cancel.reset();
        match keys.read(&std::mem::take(&mut typed)) {
            Ok(text) => {
                errors = 0;
                if text.trim().is_empty() {
                    continue;
                }
                keys.remember(&text);
                match shell.obey(&text)? {
                    Next::Stay => {}
                    Next::Type(text) => typed = text,
                    Next::Leave => return Ok(Exit::Answered),
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
