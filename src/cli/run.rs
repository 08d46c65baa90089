//! Runs questions from arguments, files and pipes.
//!
//! Arguments come in; answers, messages and an exit code go out, statement by statement. It does not know the prompt.

use super::args::{Bases, Run};
use super::input;
use crate::repl::{self, Opened, Setup};
use crate::terminal::{Exit, Interrupts, Look, NewFile, Sink, Stop, on_interrupt, say, told, took};
use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::Instant;
use whereof::answer::Reply;
use whereof::render::{Format, Style, header, render, sanitise};
use whereof::text::Source;
use whereof::{Base, Error, Limits, Session};

/// Opens the prompt.
///
/// # Errors
/// What ends the program before its time.
pub(crate) fn prompt(run: &Run, look: Look) -> Result<Exit, Stop> {
    let settings = super::settings::of(run);
    let interrupts = Interrupts::catch();
    let limits = Limits { cancel: interrupts.cancel().clone(), ..Limits::interactive() };
    let first = given(run, limits.text)?;
    let session = match session(run, limits, &look)? {
        Ok(session) => session,
        Err(exit) => return Ok(exit),
    };
    repl::start(Setup {
        session,
        bases: Opened { files: run.bases.files.clone(), no_builtin: run.bases.no_builtin },
        interrupts,
        settings,
        errors: look.errors,
        raw: run.raw,
        quiet: run.quiet,
        no_init: run.no_init || run.no_config,
        first,
    })
}

/// Opens the bases and binds the parameters; an exit where a base is wrong, which is told here.
fn session(run: &Run, mut limits: Limits, look: &Look) -> Result<Result<Session, Exit>, Stop> {
    if let Some(timeout) = run.timeout {
        limits.time = timeout.0;
    }
    let base = match open(&run.bases) {
        Ok(base) => base,
        Err(Failure::Stop(stop)) => return Err(stop),
        Err(Failure::Base(error)) => {
            say(&told(&error, look, limits.diagnostics));
            return Ok(Err(Exit::of(error.kind())));
        }
    };
    let mut session = Session::new(base, limits);
    // a parameter given several times is a list
    let mut params: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, value) in &run.params {
        params.entry(name).or_default().push(value);
    }
    for (name, values) in params {
        match values.as_slice() {
            [one] => session.bind(name, *one),
            _ => session.bind(name, values),
        }
    }
    session.read_files(".");
    Ok(Ok(session))
}

/// Runs all questions in the order given.
///
/// # Errors
/// What ends the program before its time.
pub(crate) fn run(run: &Run, look: Look) -> Result<Exit, Stop> {
    let mut limits = Limits::script();
    let mut sources = given(run, limits.text)?;
    if sources.is_empty() {
        sources.push((input::stdin(limits.text)?, PathBuf::from(".")));
    }
    let format = format(run)?;
    let mut sink = Sink::open(run.output.as_deref())?;
    let report = run.report.as_deref().map(NewFile::begin).transpose()?;
    // after standard input was read: until then Ctrl-C simply ends the program
    limits.cancel = on_interrupt();
    let diagnostics = limits.diagnostics;
    let mut session = match session(run, limits, &look)? {
        Ok(session) => session,
        Err(exit) => return Ok(exit),
    };
    if run.verbose {
        let info = session.base().info();
        say(&format!(
            "base {}: {} findings, {} studies, fingerprint {}\n",
            sanitise(&info.name),
            info.findings,
            info.studies,
            info.hash
        ));
    }
    let style = if run.output.is_some() { look.file(run.raw) } else { look.stdout(run.raw) };
    let mut shown = Shown {
        run,
        look,
        format,
        style,
        diagnostics,
        report,
        sink: &mut sink,
        replies: 0,
        exit: Exit::Answered,
        stop: None,
        begun: Instant::now(),
    };
    for (source, folder) in &sources {
        session.read_files(folder);
        session.eval_each(source, &mut |result| shown.take(result));
        if shown.stop.is_some() || (shown.exit != Exit::Answered && shown.exit != Exit::Empty && !run.keep_going) {
            break;
        }
    }
    let (exit, report) = (shown.exit, shown.report.take());
    if let Some(stop) = shown.stop.take() {
        return Err(stop);
    }
    if let Some(report) = report {
        report.commit()?;
    }
    // a file is only replaced by what was asked for: whole, or as far as it goes where that was asked
    let is_whole =
        matches!(exit, Exit::Answered | Exit::Empty) || (run.keep_going && matches!(exit, Exit::Wrong | Exit::Broken));
    if is_whole || run.output.is_none() {
        sink.finish()?;
    }
    Ok(exit)
}

/// What was asked: by `-c`, then by a file. Each with the folder that files named in it are looked for in.
fn given(run: &Run, limit: usize) -> Result<Vec<(Source, PathBuf)>, Stop> {
    let many = run.commands.len() > 1;
    let name = |at: usize| if many { format!("query {}", at + 1) } else { "query".to_owned() };
    let here = || PathBuf::from(".");
    let mut sources: Vec<(Source, PathBuf)> =
        run.commands.iter().enumerate().map(|(at, text)| (Source::new(name(at), text.as_str()), here())).collect();
    if let Some(file) = run.file() {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.map_or_else(here, Path::to_path_buf);
        sources.push((input::read(file, limit)?, folder));
    }
    Ok(sources)
}

/// The format asked for, by option or by the ending of the output file.
///
/// # Errors
/// The ending is that of no format.
fn format(run: &Run) -> Result<Format, Stop> {
    if let Some(format) = run.format {
        return Ok(format);
    }
    let Some(path) = run.output.as_deref() else {
        return Ok(if std::io::stdout().is_terminal() { Format::Table } else { Format::Tsv });
    };
    match (Format::of_file_name(&path.to_string_lossy()), path.extension()) {
        (Some(format), _) => Ok(format),
        (None, None) => Ok(Format::Tsv),
        (None, Some(ending)) => {
            let words: Vec<&str> = Format::ALL.iter().map(|format| format.word()).collect();
            let ending = ending.to_string_lossy();
            let why = format!("no format goes by the ending .{ending}; say which with --format: {}", words.join(", "));
            Err(Stop::Failed(Exit::Usage, why))
        }
    }
}

/// Why no base could be opened.
pub(crate) enum Failure {
    /// The base itself is wrong.
    Base(Box<Error>),
    /// Anything else.
    Stop(Stop),
}

/// Opens the bases asked for, as one.
///
/// # Errors
/// A file is no base, or none is left.
pub(crate) fn open(bases: &Bases) -> Result<Base, Failure> {
    let mut open = (!bases.no_builtin).then(Base::builtin);
    for file in &bases.files {
        let next = match &open {
            Some(base) => base.with_file(file),
            None => Base::open(file),
        };
        open = Some(next.map_err(|error| Failure::Base(Box::new(error)))?);
    }
    open.ok_or_else(|| {
        let why = "--no-builtin leaves no base open; give one with --base FILE".to_owned();
        Failure::Stop(Stop::Failed(Exit::Usage, why))
    })
}

/// Shows results as they come.
struct Shown<'r> {
    run: &'r Run,
    look: Look,
    format: Format,
    style: Style,
    diagnostics: usize,
    report: Option<NewFile>,
    sink: &'r mut Sink,
    replies: usize,
    exit: Exit,
    stop: Option<Stop>,
    /// When the statement that runs began.
    begun: Instant,
}

impl Shown<'_> {
    /// Shows one result; says whether to go on.
    fn take(&mut self, result: Result<Reply, Error>) -> bool {
        let time = self.begun.elapsed();
        let goes_on = self.taken(result);
        if self.run.verbose {
            say(&format!("time: {}\n", took(time)));
        }
        self.begun = Instant::now();
        goes_on
    }

    fn taken(&mut self, result: Result<Reply, Error>) -> bool {
        match result.map(|reply| self.show(&reply)) {
            Ok(Ok(())) => !matches!(self.exit, Exit::Cut | Exit::Interrupted) || self.run.keep_going,
            Ok(Err(stop)) => {
                self.stop = Some(stop);
                false
            }
            Err(error) => self.fail(&error),
        }
    }

    fn fail(&mut self, error: &Error) -> bool {
        if let Err(stop) = self.sink.flush() {
            self.stop = Some(stop);
            return false;
        }
        say(&told(error, &self.look, self.diagnostics));
        // the first failure gives the code: a later one may only follow from it
        if matches!(self.exit, Exit::Answered | Exit::Empty) {
            self.exit = Exit::of(error.kind());
        }
        let interrupted = Exit::of(error.kind()) == Exit::Interrupted;
        self.run.keep_going && !interrupted
    }

    fn show(&mut self, reply: &Reply) -> Result<(), Stop> {
        let cut = matches!(reply, Reply::Answers(answers) if !answers.complete());
        if !(cut && self.format.is_rows_only()) {
            let text = render(reply, self.format, &self.style);
            if self.replies > 0
                && !text.is_empty()
                && matches!(self.format, Format::Table | Format::Tsv | Format::Csv | Format::Markdown)
            {
                self.sink.write("\n")?;
            }
            self.sink.write(&text)?;
            self.sink.flush()?;
            self.replies += usize::from(!text.is_empty());
        }
        if let Some(report) = &mut self.report {
            report.write(header(reply, &self.look.file(false)).as_bytes())?;
        } else if self.format.is_rows_only() && !self.run.quiet {
            say(&header(reply, &self.look.stderr()));
        }
        if cut && matches!(self.exit, Exit::Answered | Exit::Empty) {
            self.exit = Exit::Cut;
        }
        if self.run.fail_empty && self.exit == Exit::Answered && is_empty(reply) {
            self.exit = Exit::Empty;
        }
        Ok(())
    }
}

/// Whether a reply is an answer without a row.
fn is_empty(reply: &Reply) -> bool {
    match reply {
        Reply::Answers(answers) => answers.counts.as_ref().map_or(answers.rows.is_empty(), |counts| counts.total == 0),
        Reply::Why(why) => why.rows.is_empty(),
        Reply::Matrix(matrix) => matrix.cells.is_empty(),
        Reply::Gaps(gaps) => gaps.open.is_empty() && gaps.answered.is_empty() && gaps.silent_total == 0,
        Reply::Compared(compared) => compared.targets.is_empty(),
        Reply::Contested(contested) => contested.pairs.is_empty(),
        Reply::Similar(similar) => similar.rows.is_empty(),
        Reply::Paths(paths) => paths.total == 0,
        _ => false,
    }
}
