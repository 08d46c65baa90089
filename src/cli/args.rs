//! What can be typed behind `whereof`.
//!
//! Arguments come in, a checked value goes out. It does not know what is done with them.

use crate::repl::Settings;
use crate::terminal::{ErrorFormat, Look, Timeout, When};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;
use whereof::engine::Form;
use whereof::render::Format;

const AFTER: &str = "\
Without a question, `whereof` opens a prompt on a terminal and runs what it is given on standard input otherwise.
A file that is called like a command is named by its path: `whereof ./check`.

Exit codes: 0 answered (no row too), 1 question or base wrong or compared bases differ, 2 usage, 3 a file cannot be read or written,
4 no row and --fail-empty, 5 an expectation failed, 6 cut short by a limit, 130 interrupted.";

/// A query language for cited findings: every answer shows whereof it speaks.
#[derive(Parser, Debug)]
#[command(name = "whereof", version, after_help = AFTER, args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
pub(crate) struct Command {
    #[command(subcommand)]
    pub(crate) tool: Option<Tool>,
    #[command(flatten)]
    pub(crate) run: Run,
}

/// Asking.
#[derive(Args, Debug)]
pub(crate) struct Run {
    /// Asks this; may be given several times, and comes before FILE
    #[arg(short = 'c', long = "command", visible_short_alias = 'e', value_name = "QUERY")]
    pub(crate) commands: Vec<String>,
    /// Runs the statements of a file; `-` for standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    /// The same with a name before it
    #[arg(short = 'f', long = "file", value_name = "FILE", conflicts_with = "file")]
    named_file: Option<PathBuf>,
    /// Opens the prompt after what `-c` and FILE ask, and wherever its input comes from
    #[arg(short, long, conflicts_with_all = ["output", "report", "fail_empty", "keep_going"])]
    pub(crate) interactive: bool,
    #[command(flatten)]
    pub(crate) bases: Bases,
    /// Binds $NAME in questions to a value, as data; given several times, to a list
    #[arg(long = "param", value_name = "NAME=VALUE", value_parser = parameter)]
    pub(crate) params: Vec<(String, String)>,
    /// table, tsv, csv, json, jsonl, markdown, html, xlsx, bibtex, ris, csl-json, kgx, kgx-jsonl, graphml, cx2, dot, mermaid, svg or chart [default: by -o, else table on a terminal and tsv elsewhere]
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<Format>,
    /// Writes the answers to a file, all or nothing
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Writes the reading, near misses and completeness to a file; with row formats they go to standard error otherwise
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
    /// Ends a question after so long: 10, 500ms, 2m; 0 for never
    #[arg(long, value_name = "TIME")]
    pub(crate) timeout: Option<Timeout>,
    /// Exits with 4 where a question has no row
    #[arg(long)]
    pub(crate) fail_empty: bool,
    /// Goes on after a statement that failed; the exit code still tells
    #[arg(long)]
    pub(crate) keep_going: bool,
    /// Leaves out of tsv and csv what keeps spreadsheets and terminals from obeying a cell
    #[arg(long)]
    pub(crate) raw: bool,
    /// Says nothing on standard error but errors
    #[arg(short, long)]
    pub(crate) quiet: bool,
    /// Says on standard error which base is open and how long each answer took
    #[arg(short, long, conflicts_with = "quiet")]
    pub(crate) verbose: bool,
    /// Opens the prompt without its startup file
    #[arg(long)]
    pub(crate) no_init: bool,
    /// Opens the prompt without its settings and its startup file
    #[arg(long)]
    pub(crate) no_config: bool,
    /// Never shows answers of the prompt in a pager
    #[arg(long)]
    pub(crate) no_pager: bool,
    #[command(flatten)]
    pub(crate) looks: Looks,
}

/// Which bases are asked.
#[derive(Args, Debug, Default)]
pub(crate) struct Bases {
    /// Opens a base, a .whereof text or a .jsonl file; may be given several times, and joins the built-in one
    #[arg(long = "base", value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Leaves the built-in base out
    #[arg(long)]
    pub(crate) no_builtin: bool,
}

/// How things look.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct Looks {
    /// When to use colour [default: auto]
    #[arg(long, value_name = "WHEN", value_parser = PossibleValuesParser::new(When::WORDS).try_map(|word| word.parse::<When>()))]
    color: Option<When>,
    /// Draws with ASCII characters only
    #[arg(long)]
    ascii: bool,
    /// Columns of a table [default: those of the terminal, else 80]
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(20..))]
    width: Option<u16>,
    /// Shows so many rows of a table; `all` shows every list to its end too: findings, near misses, empty cells
    #[arg(long, value_name = "N|all", value_parser = rows)]
    rows: Option<usize>,
    /// How errors are told
    #[arg(long, value_name = "FORM", default_value = "human", value_parser = PossibleValuesParser::new(ErrorFormat::WORDS).try_map(|word| word.parse::<ErrorFormat>()))]
    error_format: ErrorFormat,
}

impl Looks {
    /// The same as plain values.
    pub(crate) fn look(&self) -> Look {
        let color = self.color.unwrap_or(When::Auto);
        Look { color, ascii: self.ascii, width: self.width, rows: self.rows, errors: self.error_format }
    }

    /// Puts what was said into settings.
    pub(crate) fn put(&self, settings: &mut Settings) {
        settings.color = self.color.unwrap_or(settings.color);
        settings.ascii |= self.ascii;
        settings.width = self.width.unwrap_or(settings.width);
        settings.limit = self.rows.map_or(settings.limit, |rows| rows as u64);
    }
}

/// Other things to do.
#[derive(Subcommand, Debug)]
pub(crate) enum Tool {
    /// Tells the steps in which a question is answered, with the findings that each was thought to look at and did look at
    Explain(Explains),
    /// Looks for mistakes in bases and scripts without running them
    Check {
        /// The files; `-` for standard input
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Checks again whenever a file changes, until Ctrl-C
        #[arg(long)]
        watch: bool,
        #[command(flatten)]
        looks: Looks,
    },
    /// Prints a script or a base in its canonical form
    Fmt {
        /// The file; standard input where it is left out
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
        /// Writes to a file, all or nothing
        #[arg(short = 'o', long = "output", value_name = "FILE")]
        output: Option<PathBuf>,
        #[command(flatten)]
        looks: Looks,
    },
    /// Prints a base as JSON Lines
    Export {
        #[command(flatten)]
        bases: Bases,
        /// Writes to a file, all or nothing: columns where it ends in .whereof-base, else JSON Lines
        #[arg(short = 'o', long = "output", value_name = "FILE")]
        output: Option<PathBuf>,
        #[command(flatten)]
        looks: Looks,
    },
    /// Reads files of others into a base: tables of findings, KGX, OBO, HGNC, SSSOM, SIGNOR, INDRA, BEL
    Import(Imports),
    /// Begins a base: writes a short one, explained line by line, with invented findings to replace
    #[command(name = "new-base")]
    NewBase {
        /// The file to begin, which must not exist yet; standard output where it is left out
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
    },
    /// Tells what a base holds, or how two differ
    Base {
        #[command(subcommand)]
        what: AboutBase,
    },
    /// Tells where the settings of the prompt lie, or what they are
    Config {
        #[command(subcommand)]
        what: AboutConfig,
    },
    /// Explains a word of the screen, such as contested or excel, or a code such as W0201; lists all without one
    Help {
        /// The word or the code
        #[arg(value_name = "WORD")]
        word: Vec<String>,
    },
    /// Prints the JSON Schema of what --format json and --error-format json print
    Schema,
    /// Prints what a shell reads to complete commands and options
    Completions {
        /// Which shell
        #[arg(value_name = "SHELL")]
        shell: clap_complete::Shell,
    },
    /// Prints the manual page of the program, or of one of its commands: whereof man check | man -l -
    Man {
        /// The command, such as check or base diff
        #[arg(value_name = "COMMAND")]
        command: Vec<String>,
    },
}

/// What is explained, and how.
#[derive(Args, Debug)]
pub(crate) struct Explains {
    /// The question; it is asked, for what it looks at to be counted
    #[arg(value_name = "QUESTION")]
    pub(crate) question: String,
    #[command(flatten)]
    pub(crate) bases: Bases,
    /// Binds $NAME in the question to a value, as data; given several times, to a list
    #[arg(long = "param", value_name = "NAME=VALUE", value_parser = parameter)]
    pub(crate) params: Vec<(String, String)>,
    /// Ends the question after so long: 10, 500ms, 2m; 0 for never
    #[arg(long, value_name = "TIME")]
    pub(crate) timeout: Option<Timeout>,
    /// table, tsv, csv, json, jsonl, markdown or html [default: table on a terminal, tsv elsewhere]
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<Format>,
    #[command(flatten)]
    pub(crate) looks: Looks,
}

/// What is imported, and how.
#[derive(Args, Debug)]
pub(crate) struct Imports {
    /// The files in the order in which they are read, packed by gzip or not; `-` for standard input
    #[arg(value_name = "FILE", required_unless_present = "show_map")]
    pub(crate) files: Vec<PathBuf>,
    /// The base to write, a .whereof-base file, a .whereof text or a .jsonl file; `-` for JSON Lines on standard output
    #[arg(long, value_name = "BASE", required_unless_present = "show_map")]
    pub(crate) to: Option<PathBuf>,
    /// findings, kgx, obo, hgnc, sssom, signor, indra or bel [default: by each file's name and first bytes]
    #[arg(long = "from", value_name = "FORMAT")]
    pub(crate) form: Option<Form>,
    /// Says in TOML what columns and words are in the base
    #[arg(long, value_name = "FILE")]
    pub(crate) map: Option<PathBuf>,
    /// Lays what is read upon a base, whose nouns, verbs and slots are used; may be given several times
    #[arg(long, value_name = "BASE")]
    pub(crate) onto: Vec<PathBuf>,
    /// What the source is called, where the mapping does not say [default: the name of the first file]
    #[arg(long, value_name = "NAME")]
    pub(crate) source: Option<String>,
    /// Writes file, line and reason of what was rejected to a table, or to JSON Lines where the name ends in .jsonl
    #[arg(long, value_name = "FILE")]
    pub(crate) rejected: Option<PathBuf>,
    /// Ends at the first record that cannot be used, and writes nothing
    #[arg(long)]
    pub(crate) strict: bool,
    /// Writes over files that are there
    #[arg(long)]
    pub(crate) force: bool,
    /// Prints the mapping with which a format is read, to be adapted and given with --map
    #[arg(long, value_name = "FORMAT", exclusive = true)]
    pub(crate) show_map: Option<Form>,
    /// Says nothing on standard error but errors
    #[arg(short, long)]
    pub(crate) quiet: bool,
    #[command(flatten)]
    pub(crate) looks: Looks,
}

/// What is asked about settings.
#[derive(Subcommand, Clone, Copy, Debug)]
pub(crate) enum AboutConfig {
    /// Prints where the file of settings lies, be it there or not
    Path,
    /// Prints the settings in force, as they stand in that file
    Show,
}

impl Run {
    /// The file to be run.
    pub(crate) fn file(&self) -> Option<&PathBuf> {
        self.file.as_ref().or(self.named_file.as_ref())
    }
}

/// What is asked about bases as a whole.
#[derive(Subcommand, Debug)]
pub(crate) enum AboutBase {
    /// Tells name, sources, fingerprint, and how many entities, findings and studies a base holds
    #[command(group(clap::ArgGroup::new("which").required(true).args(["file", "builtin"])))]
    Info {
        /// The base, a .whereof-base file, a .whereof text or a .jsonl file
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
        /// The base that ships with the program
        #[arg(long)]
        builtin: bool,
        /// table, tsv, csv, json, jsonl, markdown or html [default: table on a terminal, tsv elsewhere]
        #[arg(long, value_name = "FORMAT")]
        format: Option<Format>,
        #[command(flatten)]
        looks: Looks,
    },
    /// Looks at every byte of a base, and at whether all that it refers to is there; exits with 0 where it is whole and with 3 where it is not
    Verify {
        /// The base, a .whereof-base file, a .whereof text or a .jsonl file
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// table, tsv, csv, json, jsonl, markdown or html [default: table on a terminal, tsv elsewhere]
        #[arg(long, value_name = "FORMAT")]
        format: Option<Format>,
        #[command(flatten)]
        looks: Looks,
    },
    /// Tells what NEW adds to OLD, removes and changes; exits with 0 where both say the same and with 1 where they differ
    Diff {
        /// The older base, a .whereof-base file, a .whereof text or a .jsonl file
        #[arg(value_name = "OLD")]
        old: PathBuf,
        /// The newer base
        #[arg(value_name = "NEW")]
        new: PathBuf,
        /// table, tsv, csv, json, jsonl, markdown or html [default: table on a terminal, tsv elsewhere]
        #[arg(long, value_name = "FORMAT")]
        format: Option<Format>,
        #[command(flatten)]
        looks: Looks,
    },
}

impl AboutBase {
    /// How things look.
    pub(crate) fn looks(&self) -> Looks {
        match self {
            AboutBase::Info { looks, .. } | AboutBase::Verify { looks, .. } | AboutBase::Diff { looks, .. } => *looks,
        }
    }
}

/// A number of rows, or 0 for all of them.
fn rows(text: &str) -> Result<usize, String> {
    match text {
        "all" => Ok(0),
        text => text.parse().ok().filter(|rows| *rows > 0).ok_or_else(|| "from 1 row on, or `all`".to_owned()),
    }
}

fn parameter(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim_start_matches('$').is_empty() => {
            Ok((name.trim_start_matches('$').to_owned(), value.to_owned()))
        }
        _ => Err("a parameter is given as NAME=VALUE".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Command::command().debug_assert();
    }
}
