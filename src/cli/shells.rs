//! What shells and pagers want to know of the command line: completions and pages of the manual.
//!
//! The name of a shell or of a command comes in, text for standard output goes out. It runs nothing.

use super::args::Command;
use super::tools::print;
use crate::terminal::{Exit, Stop};
use clap::CommandFactory;
use clap_complete::Shell;
use std::path::Path;
use whereof::engine::file_trouble;
use whereof::render::sanitise;

/// Prints what a shell reads to complete commands and options.
///
/// # Errors
/// It cannot be written.
pub(crate) fn completions(shell: Shell) -> Result<Exit, Stop> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Command::command(), "whereof", &mut text);
    print(None, &String::from_utf8_lossy(&text))
}

/// Prints the page of the program, or of one of its commands, as `man` reads it.
///
/// # Errors
/// There is no such command, or the page cannot be written.
pub(crate) fn man(command: &[String]) -> Result<Exit, Stop> {
    let mut all = Command::command();
    all.build();
    let mut page = all;
    for name in command {
        let Some(found) = page.find_subcommand(name.as_str()).cloned() else {
            let why = format!("no command `{}`; whereof --help lists them", sanitise(&command.join(" ")));
            return Err(Stop::Failed(Exit::Usage, why));
        };
        page = found;
    }
    let mut text = Vec::new();
    let man = clap_mangen::Man::new(page).manual("whereof").source(concat!("whereof ", env!("CARGO_PKG_VERSION")));
    let failed = |error: std::io::Error| {
        let why = file_trouble(Path::new("-"), &error);
        Stop::Failed(Exit::File, format!("cannot write the page: {why}"))
    };
    man.render(&mut text).map_err(failed)?;
    print(None, &String::from_utf8_lossy(&text))
}
