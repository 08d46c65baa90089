//! The command line: `whereof`.
//!
//! Arguments, files and keys come in, answers and exit codes go out. It knows the library by its public names only.

mod cli;
mod repl;
mod terminal;

fn main() -> std::process::ExitCode {
    cli::main()
}
