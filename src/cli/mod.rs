//! Runs what was typed behind `whereof`.
//!
//! Arguments come in, an exit code goes out. It joins files, terminals and signals to sessions, and knows nothing of the language.

mod args;
mod bases;
mod explain;
mod import;
mod input;
mod run;
mod settings;
mod shells;
mod tools;
mod unpack;
mod watch;

use crate::terminal::{ErrorFormat, Exit, Look, Stop, When, flowing, say};
use args::{Command, Run, Tool};
use clap::Parser;
use std::io::IsTerminal;
use std::process::ExitCode;
use whereof::diagnostic::Diagnostic;
use whereof::render::{report, sanitise};
use whereof::text::{Source, Span};

/// Runs the program.
pub(crate) fn main() -> ExitCode {
    let command = match Command::try_parse() {
        Ok(command) => command,
        Err(error) => {
            // help and version come this way too; a closed pipe is no matter
            if !error.use_stderr() {
                let _ = error.print();
                return Exit::Answered.into();
            }
            let look = Look { color: When::Auto, ascii: false, width: None, rows: None, errors: ErrorFormat::Human };
            match asked_form(std::env::args()) {
                ErrorFormat::Human => {
                    let rendered = error.render();
                    let text = if look.stderr().color { rendered.ansi().to_string() } else { rendered.to_string() };
                    say(&text.replace("invalid value", "not accepted:"));
                }
                form => {
                    let text = error.render().to_string().replace("invalid value", "not accepted:");
                    complain(&Look { errors: form, ..look }, Exit::Usage, &plain(&text));
                }
            }
            return Exit::Usage.into();
        }
    };
    let look = match &command.tool {
        Some(Tool::Check { looks, .. } | Tool::Fmt { looks, .. } | Tool::Export { looks, .. }) => looks.look(),
        Some(Tool::Explain(explains)) => explains.looks.look(),
        Some(Tool::Import(imports)) => imports.looks.look(),
        Some(Tool::Base { what }) => what.looks().look(),
        Some(
            Tool::Help { .. }
            | Tool::Schema
            | Tool::NewBase { .. }
            | Tool::Config { .. }
            | Tool::Completions { .. }
            | Tool::Man { .. },
        ) => Look { color: When::Auto, ascii: false, width: None, rows: None, errors: ErrorFormat::Human },
        None => command.run.looks.look(),
    };
    let done = match command.tool {
        Some(tool) => tools::run(tool, &look),
        None => ask(&command.run, look),
    };
    match done {
        Ok(exit) => exit.into(),
        Err(Stop::Closed) => Exit::Answered.into(),
        Err(Stop::Failed(exit, message)) => {
            complain(&look, exit, &message);
            exit.into()
        }
    }
}

/// How errors are to be told, where the arguments could not be read.
fn asked_form(arguments: impl Iterator<Item = String>) -> ErrorFormat {
    let arguments: Vec<String> = arguments.collect();
    let behind = |at: usize| arguments.get(at + 1).map(String::as_str);
    let typed = arguments.iter().enumerate().find_map(|(at, argument)| match argument.strip_prefix("--error-format") {
        Some("") => behind(at),
        Some(rest) => rest.strip_prefix('='),
        None => None,
    });
    typed.and_then(|word| word.parse().ok()).unwrap_or(ErrorFormat::Human)
}

/// A message of several lines in one, without what says what it is.
fn plain(message: &str) -> String {
    let lines = message.lines().take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more"));
    let words = lines.map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("; ");
    words.strip_prefix("error: ").unwrap_or(&words).to_owned()
}

fn ask(run: &Run, look: Look) -> Result<Exit, Stop> {
    let is_prompt = run.commands.is_empty() && run.file().is_none() && run.output.is_none();
    let is_person = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    if run.interactive || (is_prompt && is_person) {
        return run::prompt(run, look);
    }
    run::run(run, look)
}

/// Says what keeps the program itself from going on.
fn complain(look: &Look, exit: Exit, message: &str) {
    let code = match exit {
        Exit::File => "W0701",
        Exit::Usage => "W0702",
        _ => "W0703",
    };
    say(&match look.errors {
        ErrorFormat::Human => flowing(&format!("whereof: {message}"), look),
        ErrorFormat::Short => format!("whereof: error {code}: {}\n", sanitise(message)),
        ErrorFormat::Json => {
            let mut found = Diagnostic::error(code, message, Span::default(), "");
            found.labels.clear();
            report::json(&Source::new("", ""), &[found], 1)
        }
    });
}
