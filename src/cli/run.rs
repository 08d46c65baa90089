//! Runs questions from arguments, files and pipes.
//!
//! Arguments come in; answers, messages and an exit code go out, statement by statement. It does not know the prompt.

use super::args::{Bases, Run};
use super::input;
use crate::repl::{self, Opened, Setup};
use crate::terminal::{Exit, Interrupts, Look, NewFile, Sink, Stop, files, on_interrupt, say, shown, told, took};
use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::Instant;
use whereof::answer::{Graph, Reply};
use whereof::render::{Format, Style, Told, header, not_held, render, sanitise};
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
    bind(&mut session, &run.params);
    session.read_files(".");
    Ok(Ok(session))
}

/// Binds parameters; one given several times is a list.
pub(super) fn bind(session: &mut Session, given: &[(String, String)]) {
    let mut params: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, value) in given {
        params.entry(name).or_default().push(value);
    }
    for (name, values) in params {
        match values.as_slice() {
            [one] => session.bind(name, *one),
            _ => session.bind(name, values),
        }
    }
}

/// Runs all questions in the order given.
///
/// # Errors
/// What ends the program before its time.
pub(crate) fn run(run: &Run, look: Look) -> Result<Exit, Stop> {
    // before anything is read: nobody types a long question for a file that cannot be written
    let format = format(run)?;
    let mut limits = Limits::script();
    let mut sources = given(run, limits.text)?;
    if sources.is_empty() {
        sources.push((input::stdin(limits.text)?, PathBuf::from(".")));
    }
    let mut sinks = open_sinks(run.output.as_deref(), format)?;
    let report = run.report.as_deref().map(NewFile::begin).transpose()?;
    // after standard input was read: until then Ctrl-C simply ends the program
    limits.cancel = on_interrupt();
    let diagnostics = limits.diagnostics;
    let mut session = match session(run, limits, &look)? {
        Ok(session) => session,
        Err(exit) => return Ok(exit),
    };
    let style = if run.output.is_some() { look.file(run.raw) } else { look.stdout(run.raw) };
    session.set_telling(style.telling(format));
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
    let mut shown = Shown {
        run,
        look,
        format,
        style,
        diagnostics,
        report,
        sinks: &mut sinks,
        kept: Vec::new(),
        replies: 0,
        exit: Exit::Answered,
        stop: None,
        begun: Instant::now(),
    };
    for (source, folder) in &sources {
        session.read_files(folder);
        session.eval_with_base(source, &mut |result, base| shown.take(result, base));
        if shown.stop.is_some() || (shown.exit != Exit::Answered && shown.exit != Exit::Empty && !run.keep_going) {
            break;
        }
    }
    // a file is only replaced by what was asked for: whole, or as far as it goes where that was asked
    let is_whole = matches!(shown.exit, Exit::Answered | Exit::Empty)
        || (run.keep_going && matches!(shown.exit, Exit::Wrong | Exit::Broken));
    if is_whole && shown.stop.is_none() {
        shown.write_document()?;
    }
    let (exit, report) = (shown.exit, shown.report.take());
    if let Some(stop) = shown.stop.take() {
        return Err(stop);
    }
    if let Some(report) = report {
        report.commit()?;
    }
    if is_whole || run.output.is_none() {
        sinks.into_iter().try_for_each(Sink::finish)?;
    }
    Ok(exit)
}

/// Opens what a format is written to: one place for each of its files.
///
/// # Errors
/// The format is none for this place, or a folder cannot be written.
fn open_sinks(output: Option<&Path>, format: Format) -> Result<Vec<Sink>, Stop> {
    let usage = |why: String| Err(Stop::Failed(Exit::Usage, why));
    match output {
        Some(path) => files::paths(format, path).iter().map(|path| Sink::open(Some(path))).collect(),
        None if format.parts().len() > 1 => {
            let names = format.file_names("answer").join(" and ");
            usage(format!("{format} is several files; `-o answer` writes {names}"))
        }
        None if format.is_binary() && std::io::stdout().is_terminal() => usage(format!(
            "{format} is no text that a terminal could show; write a file: -o answer.{}",
            format.ending()
        )),
        None => Ok(vec![Sink::open(None)?]),
    }
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
/// The ending is that of no format, or of one that this build cannot write.
fn format(run: &Run) -> Result<Format, Stop> {
    if let Some(format) = run.format {
        return Ok(format);
    }
    let Some(path) = run.output.as_deref() else {
        return Ok(if std::io::stdout().is_terminal() { Format::Table } else { Format::Tsv });
    };
    let told = |why: String| {
        let is_known = Format::of_file_name(&shown(path)).is_some();
        Stop::Failed(Exit::Usage, if is_known { why } else { format!("{why}; --format says which") })
    };
    Ok(files::format_of(path).map_err(told)?.unwrap_or(Format::Tsv))
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
    /// Where it goes: one place for each file of the format.
    sinks: &'r mut [Sink],
    /// Replies of which one document is made at the end, each with what it rests on.
    kept: Vec<(Reply, Graph)>,
    replies: usize,
    exit: Exit,
    stop: Option<Stop>,
    /// When the statement that runs began.
    begun: Instant,
}

impl Shown<'_> {
    /// Shows one result; says whether to go on.
    fn take(&mut self, result: Result<Reply, Error>, base: &Base) -> bool {
        let time = self.begun.elapsed();
        let goes_on = self.taken(result, base);
        if self.run.verbose {
            say(&format!("time: {}\n", took(time)));
        }
        self.begun = Instant::now();
        goes_on
    }

    fn taken(&mut self, result: Result<Reply, Error>, base: &Base) -> bool {
        match result.map(|reply| self.show(reply, base)) {
            Ok(Ok(())) => !matches!(self.exit, Exit::Cut | Exit::Interrupted) || self.run.keep_going,
            Ok(Err(stop)) => {
                self.stop = Some(stop);
                false
            }
            Err(error) => self.fail(&error),
        }
    }

    fn fail(&mut self, error: &Error) -> bool {
        if let Err(stop) = self.flush() {
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

    fn show(&mut self, reply: Reply, base: &Base) -> Result<(), Stop> {
        let cut = matches!(&reply, Reply::Answers(answers) if !answers.complete());
        let is_shown = !cut || self.format.tells_all();
        if is_shown && let Ok(text) = render(&reply, self.format, &self.style) {
            let is_apart = matches!(self.format, Format::Table | Format::Tsv | Format::Csv | Format::Markdown);
            if self.replies > 0 && !text.is_empty() && is_apart {
                self.write(b"\n")?;
            }
            self.write(text.as_bytes())?;
            self.flush()?;
            self.replies += usize::from(!text.is_empty());
        }
        if self.report.is_some() || !self.format.tells_all() {
            self.say_beside(&|style| header(&reply, style))?;
        }
        if cut && matches!(self.exit, Exit::Answered | Exit::Empty) {
            self.exit = Exit::Cut;
        }
        if self.run.fail_empty && self.exit == Exit::Answered && is_empty(&reply) {
            self.exit = Exit::Empty;
        }
        if is_shown && self.format.is_document() {
            let graph = base.graph(&reply);
            self.kept.push((reply, graph));
        }
        Ok(())
    }

    /// Writes the one document that all replies make, where the format is such a one.
    fn write_document(&mut self) -> Result<(), Stop> {
        if !self.format.is_document() {
            return Ok(());
        }
        let told: Vec<Told<'_>> = self.kept.iter().map(|(reply, graph)| Told { reply, graph }).collect();
        let written = files::made(&told, self.format, &self.style)?;
        for (sink, bytes) in self.sinks.iter_mut().zip(&written.files) {
            sink.write_bytes(bytes)?;
        }
        self.flush()?;
        let format = self.format;
        self.say_beside(&|style| not_held(&written, format, style))
    }

    /// Says what belongs beside the answer: in the report where one was asked for, on standard error otherwise.
    fn say_beside(&mut self, text: &dyn Fn(&Style) -> String) -> Result<(), Stop> {
        match &mut self.report {
            Some(report) => report.write(text(&self.look.file(false)).as_bytes()),
            None => {
                if !self.run.quiet {
                    say(&text(&self.look.stderr()));
                }
                Ok(())
            }
        }
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        self.sinks.first_mut().map_or(Ok(()), |sink| sink.write_bytes(bytes))
    }

    fn flush(&mut self) -> Result<(), Stop> {
        self.sinks.iter_mut().try_for_each(Sink::flush)
    }
}

/// Whether a reply is an answer without a row.
fn is_empty(reply: &Reply) -> bool {
    match reply {
        Reply::Answers(answers) => answers.counts.as_ref().map_or(answers.is_empty(), |counts| counts.total == 0),
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
