//! The prompt.
//!
//! Lines come in through the editor, pages go out; a wrong line, a bad byte or Ctrl-C never end it. It is a thin shell over a session and
//! knows nothing of the language.

mod again;
mod asking;
mod editor;
mod folders;
mod history;
mod layout;
mod line;
mod log;
mod orders;
mod programs;
mod screen;
mod settings;
mod shell;
#[cfg(test)]
mod tests;
mod whole;

pub(crate) use settings::{ConfigFile, Settings};
pub(crate) use shell::Opened;

use crate::terminal::{ErrorFormat, Exit, Interrupts, Stop, flowing, say};
use editor::{Keys, ReadFailure};
use history::History;
use layout::beside;
use orders::{Next, Trouble};
use screen::Streams;
use shell::Shell;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::rc::Rc;
use whereof::Session;
use whereof::render::{prose, sanitise};
use whereof::text::Source;

/// What stands before an input. Short, since `rustyline` has no prompt for further lines.
const PROMPT: &str = "whereof> ";
/// What is said after a Ctrl-C.
const AGAIN: &str = "Ctrl-C again leaves, and so does Ctrl-D\n";
/// Errors of the terminal in a row after which it is given up.
const PATIENCE: u32 = 16;

/// What a prompt starts with.
pub(crate) struct Setup {
    /// Whom it asks.
    pub(crate) session: Session,
    /// The bases that the session asks.
    pub(crate) bases: Opened,
    /// What Ctrl-C raises.
    pub(crate) interrupts: Interrupts,
    /// How it looks and behaves.
    pub(crate) settings: Settings,
    /// How errors are told.
    pub(crate) errors: ErrorFormat,
    /// Whether rows are shown as they are.
    pub(crate) raw: bool,
    /// Whether nothing is said but answers and errors.
    pub(crate) quiet: bool,
    /// Whether the startup file is left out.
    pub(crate) no_init: bool,
    /// What is asked before the first prompt, each with the folder that files named in it are looked for in.
    pub(crate) first: Vec<(Source, PathBuf)>,
}

/// The startup file, be it there or not: statements and orders that are carried out before the first prompt.
pub(crate) fn startup_file() -> Option<PathBuf> {
    folders::config().map(|folder| folder.join("init.whereof"))
}

/// Opens the prompt and stays until the user leaves.
///
/// # Errors
/// The terminal is gone.
pub(crate) fn start(setup: Setup) -> Result<Exit, Stop> {
    let screen = Box::new(Streams::open()?);
    let mut shell = Shell::new(setup.session, setup.settings, setup.interrupts, screen);
    (shell.bases, shell.errors, shell.raw, shell.quiet) = (setup.bases, setup.errors, setup.raw, setup.quiet);
    // what the startup file opens is open, and what it sets is set
    let goes_on = setup.no_init || begin(&mut shell)? != Next::Leave;
    if !shell.quiet && shell.settings.banner {
        let banner = banner(&shell);
        shell.print(&banner)?;
    }
    if !goes_on {
        return Ok(Exit::Answered);
    }
    for (source, folder) in &setup.first {
        shell.ask_before(source, folder)?;
    }
    let (history, trouble) = History::open(usize::try_from(shell.settings.history).unwrap_or(usize::MAX));
    shell.history = history;
    if let Some(trouble) = trouble {
        say(&flowing(&format!("whereof: {trouble}"), &shell.look()));
    }
    let (session, interrupts) = (Rc::clone(&shell.session), shell.interrupts.clone());
    let keys = Keys::open(session, shell.history.entries(), &shell.style(), interrupts);
    stay(&mut shell, keys.map_err(|error| Stop::Failed(Exit::File, format!("no prompt here: {error}")))?)
}

/// Carries out the startup file, where there is one; what it answers is not shown, what is wrong with it is.
fn begin(shell: &mut Shell) -> Result<Next, Stop> {
    let Some(path) = startup_file().filter(|path| path.exists()) else { return Ok(Next::Stay) };
    let done = orders::read(shell, &path, false);
    shell.interrupts.over();
    shell.forget();
    match done {
        Ok(next) => Ok(next),
        Err(Trouble::Stop(stop)) => Err(stop),
        Err(Trouble::Said(why)) => {
            say(&flowing(&format!("whereof: {why}; --no-init starts without it"), &shell.look()));
            Ok(Next::Stay)
        }
    }
}

/// Three lines: what this is, what is open, what to try.
fn banner(shell: &Shell) -> String {
    let session = shell.session.borrow();
    let info = session.base().info();
    let doi = match session.base().facts().sources() {
        [one] => one.doi.as_ref().map(|doi| format!(" (doi {doi})")).unwrap_or_default(),
        _ => String::new(),
    };
    let first = session.first_question().unwrap_or_else(|| "nouns".to_owned());
    let style = shell.style();
    let what = format!(
        "whereof {}: ask cited findings in plain words (.tour teaches, .help lists)",
        env!("CARGO_PKG_VERSION")
    );
    let open = format!("{}{doi}, {}", info.name, orders::held(&info));
    prose(&what, 0, &style) + &beside("open:", 6, &[&open], &style) + &beside("try:", 6, &[&first], &style)
}

fn stay(shell: &mut Shell, mut keys: Keys) -> Result<Exit, Stop> {
    let mut errors = 0;
    let mut typed = String::new();
    loop {
        match keys.read(&std::mem::take(&mut typed), shell.settings.edit, shell.style().color) {
            Ok(text) => {
                errors = 0;
                if text.trim().is_empty() && !shell.tour.is_here {
                    continue;
                }
                let kept = if text.trim().is_empty() { Ok(None) } else { shell.history.keep(&text) };
                match kept {
                    Ok(Some(text)) => keys.remember(text),
                    Ok(None) => {}
                    Err(why) => say(&format!("whereof: no history is kept from here on: {}\n", sanitise(&why))),
                }
                match shell.obey(&text)? {
                    Next::Stay => {}
                    // where nobody types, a text on the line would be seen by nobody
                    Next::Type(text) if !std::io::stdin().is_terminal() => {
                        shell.print(&format!("{}\n", sanitise(&text)))?;
                    }
                    Next::Type(text) => typed = text,
                    Next::Leave => return Ok(Exit::Answered),
                }
            }
            Err(ReadFailure::Cleared) => say(AGAIN),
            Err(ReadFailure::Interrupted) => return Ok(Exit::Interrupted),
            Err(ReadFailure::Untypable(words)) => say(&format!("whereof: {words}\n")),
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
