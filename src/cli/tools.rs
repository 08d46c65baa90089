//! The other commands: explain, check, fmt, export, import, new-base, base, help, schema, completions, man.
//!
//! A chosen command comes in, its text and an exit code go out. It does not know questions.

use super::args::Tool;
use super::run::{Failure, open};
use super::{bases, explain, import, input, settings, shells, watch};
use crate::terminal::{ErrorFormat, Exit, Look, NewFile, Sink, Stop, say, told};
use std::path::{Path, PathBuf};
use whereof::diagnostic::Severity;
use whereof::engine::{self, BaseFile, Looked, look_up, term, term_list};
use whereof::render::{RESULT_SCHEMA, codes, prose, report, sanitise};
use whereof::{Base, Error, Limits, Session};

/// Bytes of a base or a script that is checked or formatted.
const FILE: usize = 256 << 20;

/// Runs one command.
///
/// # Errors
/// What ends the program before its time.
pub(crate) fn run(tool: Tool, look: &Look) -> Result<Exit, Stop> {
    match tool {
        Tool::Explain(explains) => explain::run(&explains, look),
        Tool::Check { files, watch: false, .. } => check(&files, look),
        Tool::Check { files, watch: true, .. } => watch::watch(&files, &mut || check(&files, look)),
        Tool::Fmt { file, output, .. } => {
            let source = input::read(file.as_deref().unwrap_or(Path::new("-")), FILE)?;
            match engine::fmt(&source) {
                Ok(text) => print(output.as_deref(), &text),
                Err(error) => Ok(fail(&error, look)),
            }
        }
        Tool::Export { bases, output, .. } => match open(&bases) {
            Ok(base) => match output {
                Some(path) if is_columns(&path) => columns(&base, &path, look),
                output => print(output.as_deref(), &engine::export(&base)),
            },
            Err(Failure::Base(error)) => Ok(fail(&error, look)),
            Err(Failure::Stop(stop)) => Err(stop),
        },
        Tool::Import(imports) => import::run(&imports, look),
        Tool::NewBase { file } => bases::begin(file.as_deref()),
        Tool::Base { what } => bases::run(&what, look),
        Tool::Config { what } => settings::tell(&what),
        Tool::Help { word } => help(&word.join(" "), look),
        Tool::Schema => print(None, RESULT_SCHEMA),
        Tool::Completions { shell } => shells::completions(shell),
        Tool::Man { command } => shells::man(&command),
    }
}

/// Whether a base in columns is to be written there.
pub(super) fn is_columns(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("whereof-base"))
}

fn columns(base: &Base, path: &Path, look: &Look) -> Result<Exit, Stop> {
    match BaseFile::of_base(base) {
        Ok(file) => {
            let mut new = NewFile::begin(path)?;
            new.write_with(|out| file.write(out))?;
            new.commit().map(|()| Exit::Answered)
        }
        Err(error) => Ok(fail(&error, look)),
    }
}

pub(super) fn print(path: Option<&Path>, text: &str) -> Result<Exit, Stop> {
    let mut sink = Sink::open(path)?;
    sink.write(text)?;
    sink.finish()?;
    Ok(Exit::Answered)
}

pub(super) fn fail(error: &Error, look: &Look) -> Exit {
    say(&told(error, look, Limits::script().diagnostics));
    Exit::of(error.kind())
}

/// Tells what is wrong with files: on standard output, since that is what was asked for.
fn check(files: &[PathBuf], look: &Look) -> Result<Exit, Stop> {
    let mut sink = Sink::open(None)?;
    let style = look.stdout(false);
    let limit = Limits::script().diagnostics;
    let (mut errors, mut warnings) = (0usize, 0usize);
    let sources = files.iter().map(|file| input::read(file, FILE)).collect::<Result<Vec<_>, _>>()?;
    let all = engine::check(&sources);
    for (place, source) in sources.iter().enumerate() {
        let found: Vec<_> = all.iter().filter(|(file, _)| *file == place).map(|(_, one)| one.clone()).collect();
        errors += found.iter().filter(|one| one.severity == Severity::Error).count();
        warnings += found.iter().filter(|one| one.severity == Severity::Warning).count();
        let text = match look.errors {
            ErrorFormat::Human => report::human(source, &found, limit, &style),
            ErrorFormat::Short => report::short(source, &found, found.len()),
            ErrorFormat::Json => report::json(source, &found, found.len()),
        };
        sink.write(&text)?;
    }
    sink.finish()?;
    let plural = |number: usize, one: &str| if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") };
    say(&format!("{}, {} in {}\n", plural(errors, "error"), plural(warnings, "warning"), plural(files.len(), "file")));
    Ok(if errors > 0 { Exit::Wrong } else { Exit::Answered })
}

/// The text for `whereof help WORD`, and the lists of all words and codes.
fn help(typed: &str, look: &Look) -> Result<Exit, Stop> {
    let style = look.stdout(false);
    if typed.is_empty() {
        let mut text = String::from(
            "whereof --help tells the options; whereof help WORD explains a word of the screen, or the code of a message:\n\n",
        );
        text = prose(&text, 0, &style) + "\n" + &term_list(&style) + "\ncodes\n";
        for one in codes() {
            text.push_str(&format!("  {}  {}\n", one.code, one.meaning));
        }
        return print(None, &text);
    }
    if let Some(one) = whereof::render::explain(typed) {
        return print(None, &one.page());
    }
    match (typed, term(typed)) {
        ("topics", _) => print(None, &term_list(&style)),
        (_, Some(term)) => print(None, &term.page(&style)),
        _ => Err(Stop::Failed(Exit::Usage, unknown(typed))),
    }
}

/// What is said of a word that `whereof help` does not explain.
fn unknown(typed: &str) -> String {
    let session = Session::new(Base::builtin(), Limits::script());
    match look_up(&session, typed) {
        Looked::Name => {
            let typed = sanitise(typed);
            format!("`{typed}` is a name of the built-in base: whereof -c 'describe {typed}'")
        }
        Looked::Unknown(words) => {
            sanitise(&words.replace("`.help topics` lists", "`whereof help topics` lists")).into_owned()
        }
    }
}
