//! The program itself, run as a user runs it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bases;
mod codes;
mod explain;
mod files;
pub(crate) mod formats;
mod logs;
#[cfg(unix)]
mod prompt;
mod runs;
mod scripts;
mod settings;
mod shells;
#[cfg(unix)]
mod surroundings;

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

pub(crate) const HEADLINE: &str = "treatment where upregulates CXCR4 and disease = fibrosis";

/// The program without the surroundings of whoever runs the tests.
pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_whereof"));
    command.env_clear().stdin(Stdio::null()).current_dir(env!("CARGO_TARGET_TMPDIR"));
    command
}

/// What one run gave.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Ran {
        Ran {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// Runs the program with these arguments.
pub(crate) fn run(args: &[&str]) -> Ran {
    program().args(args).output().unwrap().into()
}

/// Runs the program with these arguments and bytes on standard input.
pub(crate) fn fed(args: &[&str], input: &[u8]) -> Ran {
    let mut command = program();
    command.args(args);
    fed_to(command, input)
}

/// Runs a command with bytes on standard input.
pub(crate) fn fed_to(mut command: Command, input: &[u8]) -> Ran {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // a program that does not want it all may close early
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap().into()
}

/// An empty folder for one test.
pub(crate) fn scratch(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("cli-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}
