//! Runs what was typed behind `whereof`.
//!
//! Arguments come in, an exit code goes out. It joins files, terminals and signals to sessions, and knows nothing of the language.

pub(crate) mod args;
pub(crate) mod exit;
mod input;
pub(crate) mod output;
pub(crate) mod run;
pub(crate) mod signals;
pub(crate) mod surface;
mod tools;

use args::{Command, Look, Run, Tool};
use clap::Parser;
use exit::Exit;
use output::Stop;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

/// Runs the program.
pub(crate) fn main() -> ExitCode {
    let command = match Command::try_parse() {
        Ok(command) => command,
        Err(error) => {
            // help and version come this way too; a closed pipe is no matter
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage.into() } else { Exit::Answered.into() };
        }
    };
    let form = match &command.tool {
        Some(Tool::Check { look, .. } | Tool::Fmt { look, .. } | Tool::Export { look, .. }) => look.error_format,
        Some(Tool::Help { .. } | Tool::Schema) => args::ErrorFormat::Human,
        None => command.run.look.error_format,
    };
    let done = match command.tool {
        Some(tool) => tools::run(tool),
        None => ask(&command.run),
    };
    match done {
        Ok(exit) => exit.into(),
        Err(Stop::Closed) => Exit::Answered.into(),
        Err(Stop::Failed(exit, message)) => {
            complain(form, exit, &message);
            exit.into()
        }
    }
}

fn ask(run: &Run) -> Result<Exit, Stop> {
    let is_prompt = run.commands.is_empty() && run.file.is_none() && run.output.is_none();
    if is_prompt && std::io::stdin().is_terminal() && std::io::stdout().is_terminal() {
        return crate::repl::start(run);
    }
    run::run(run)
}

/// Says what keeps the program itself from going on.
pub(crate) fn complain(form: args::ErrorFormat, exit: Exit, message: &str) {
    let code = match exit {
        Exit::File => "W0701",
        Exit::Usage => "W0702",
        _ => "W0703",
    };
    let text = match form {
        args::ErrorFormat::Human => format!("whereof: {}\n", whereof::render::sanitise(message)),
        args::ErrorFormat::Short => format!("whereof: error {code}: {}\n", whereof::render::sanitise(message)),
        args::ErrorFormat::Json => {
            let source = whereof::text::Source::new("", "");
            let mut found = whereof::diagnostic::Diagnostic::error(code, message, whereof::text::Span::default(), "");
            found.labels.clear();
            whereof::render::report::json(&source, &[found], 1)
        }
    };
    say(&text);
}

/// Writes to standard error; there is nowhere to tell that this failed.
pub(crate) fn say(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// The text of an error in the form asked for.
pub(crate) fn told(error: &whereof::Error, look: &Look, limit: usize) -> String {
    use whereof::render::report;
    let (source, found) = (error.source_text(), error.diagnostics());
    match look.error_format {
        args::ErrorFormat::Human => report::human(source, found, limit, &surface::stderr(look)),
        args::ErrorFormat::Short => report::short(source, found, limit),
        args::ErrorFormat::Json => report::json(source, found, limit),
    }
}
