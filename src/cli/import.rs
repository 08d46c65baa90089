//! Reading the files of others into a base.
//!
//! Paths come in; a base appears whole or not at all, with an account on standard error. It does not know what stands in the files.

use super::args::Imports;
use super::run::{Failure, open};
use super::tools::{fail, print};
use super::unpack::unpack;
use super::{args::Bases, input};
use crate::terminal::{Exit, Look, NewFile, Sink, Stop, on_interrupt, say, shown};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use whereof::engine::{self, BaseFile, Event, Import, Imported, Options, Rejection, file_trouble, near_file};
use whereof::render::sanitise;
use whereof::{Base, Cancel, Error};

/// Bytes of a mapping.
const MAPPING: usize = 4 << 20;
/// Bytes that are read at once.
const PIECE: usize = 1 << 16;
/// How often it is told how far the reading is.
const PACE: Duration = Duration::from_millis(100);
/// Reasons that are told with their numbers.
const REASONS: usize = 5;

/// Runs `import`.
///
/// # Errors
/// What ends the program before its time.
pub(super) fn run(imports: &Imports, look: &Look) -> Result<Exit, Stop> {
    if let Some(form) = imports.show_map {
        return print(None, form.mapping());
    }
    let Some(to) = &imports.to else { return Ok(Exit::Usage) };
    let ending = ending(to)?;
    for path in std::iter::once(to).chain(&imports.rejected) {
        if !imports.force && path.as_os_str() != "-" && std::fs::symlink_metadata(path).is_ok_and(|meta| meta.is_file())
        {
            let message = format!("`{}` is there already and is left as it was; --force writes over it", shown(path));
            return Err(Stop::Failed(Exit::File, message));
        }
    }
    let mut account = Account::begin(imports)?;
    let imported = match read(imports, &mut account).and_then(|import| made(import, to, ending)) {
        Ok(imported) => imported,
        Err(Failure::Base(error)) => {
            account.clear();
            return Ok(fail(&error, look));
        }
        Err(Failure::Stop(stop)) => {
            account.clear();
            return Err(stop);
        }
    };
    account.clear();
    for rejection in &imported.rejected {
        account.reject(rejection)?;
    }
    let counts = imported.counts;
    if counts.kept == 0 {
        if !imports.quiet {
            account.tell(&imported);
        }
        let message = if counts.read == 0 { "nothing was read" } else { "nothing of what was read can be used" };
        account.finish()?;
        return Err(Stop::Failed(Exit::Wrong, format!("{message}; no base is written")));
    }
    let not_held = write(&imported.base, to, ending)?;
    if !imports.quiet {
        account.tell(&imported);
        for what in not_held {
            say(&format!("not in {}: {}\n", shown(to), sanitise(&what)));
        }
        let (findings, studies, entities) = imported.base.counts();
        say(&format!(
            "{}: {}, {}, {}\n",
            sanitise(&shown(to)),
            counted(findings, "finding"),
            counted(studies, "study"),
            counted(entities, "entity"),
        ));
    }
    account.finish()?;
    Ok(Exit::Answered)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    Text,
    Lines,
    Columns,
}

/// A base on its way to a file.
enum Made {
    Base(Base),
    File(BaseFile),
}

impl Made {
    fn counts(&self) -> (u64, u64, u64) {
        match self {
            Made::Base(base) => {
                let info = base.info();
                (info.findings, info.studies, base.vocabulary().entities().len() as u64)
            }
            Made::File(file) => {
                let (findings, studies, entities) = file.counts();
                (findings as u64, studies as u64, entities as u64)
            }
        }
    }
}

fn ending(path: &Path) -> Result<Ending, Stop> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    match ending.as_deref() {
        Some("whereof") => Ok(Ending::Text),
        Some("jsonl") => Ok(Ending::Lines),
        Some("whereof-base") => Ok(Ending::Columns),
        _ if path.as_os_str() == "-" => Ok(Ending::Lines),
        _ => {
            let message = format!(
                "a base is written to a file that ends in .whereof, .jsonl or .whereof-base, not to `{}`",
                shown(path)
            );
            Err(Stop::Failed(Exit::Usage, message))
        }
    }
}

fn read(imports: &Imports, account: &mut Account) -> Result<Import, Failure> {
    let mapping = imports.map.as_deref().map(|path| input::read(path, MAPPING)).transpose().map_err(Failure::Stop)?;
    let bases = Bases { files: imports.onto.clone(), no_builtin: true };
    let onto: Option<Base> = if imports.onto.is_empty() { None } else { Some(open(&bases)?) };
    let source = imports.source.clone().or_else(|| imports.files.first().and_then(|path| stem(path)));
    let options = Options { source, strict: imports.strict };
    let mut import = Import::new(onto.as_ref(), mapping.as_ref(), options).map_err(wrong)?;
    for path in &imports.files {
        account.file(path);
        let (name, mut bytes) = bytes(path, &account.bytes).map_err(Failure::Stop)?;
        let mut failed = None;
        let done = import.listen(&name, imports.form, bytes.as_mut(), &mut |event| match account.event(event) {
            Ok(flow) => flow,
            Err(stop) => {
                failed = Some(stop);
                ControlFlow::Break(())
            }
        });
        if let Some(stop) = failed {
            return Err(Failure::Stop(stop));
        }
        done.map_err(|error| ended(error, account))?;
    }
    Ok(import)
}

/// What was read, in the form in which it is written.
fn made(import: Import, to: &Path, ending: Ending) -> Result<Imported<Made>, Failure> {
    if ending == Ending::Columns {
        let imported = import.finish_file(&stem(to).unwrap_or_default()).map_err(wrong)?;
        return Ok(with(imported, Made::File));
    }
    Ok(with(import.finish().map_err(wrong)?, Made::Base))
}

fn with<B>(imported: Imported<B>, make: impl FnOnce(B) -> Made) -> Imported<Made> {
    let Imported { base, counts, rejected, left_out } = imported;
    Imported { base: make(base), counts, rejected, left_out }
}

/// An error, unless somebody pressed Ctrl-C.
fn ended(error: Error, account: &Account) -> Failure {
    if account.interrupted.is_cancelled() {
        return Failure::Stop(Stop::Failed(Exit::Interrupted, "interrupted; no base is written".to_owned()));
    }
    wrong(error)
}

fn wrong(error: Error) -> Failure {
    Failure::Base(Box::new(error))
}

/// What the source is called where nobody says: the first file, without its endings.
fn stem(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_string_lossy().into_owned();
    let name = name.split('.').next().unwrap_or_default().trim().to_owned();
    (!name.is_empty() && name != "-").then_some(name)
}

/// The bytes of a file or of standard input, unpacked where they are packed.
fn bytes(path: &Path, count: &Arc<AtomicU64>) -> Result<(String, Box<dyn BufRead>), Stop> {
    let failed = |error: io::Error| {
        let near = near_file(path).map(|near| format!("; `{near}` is there")).unwrap_or_default();
        Stop::Failed(Exit::File, format!("cannot read `{}`: {}{near}", shown(path), file_trouble(path, &error)))
    };
    let (name, input): (String, Box<dyn Read + Send>) = if path.as_os_str() == "-" {
        ("stdin".to_owned(), Box::new(io::stdin()))
    } else {
        let file = File::open(path).map_err(failed)?;
        if file.metadata().is_ok_and(|meta| meta.is_dir()) {
            return Err(failed(io::Error::from(io::ErrorKind::IsADirectory)));
        }
        (shown(path), Box::new(file))
    };
    let mut input = BufReader::with_capacity(PIECE, Counting { input, count: Arc::clone(count) });
    if input.fill_buf().map_err(failed)?.starts_with(b"\x1f\x8b") {
        return Ok((name, Box::new(unpack(input).map_err(failed)?)));
    }
    Ok((name, Box::new(input)))
}

/// Counts what is read, as it lies on the disk.
struct Counting {
    input: Box<dyn Read + Send>,
    count: Arc<AtomicU64>,
}

impl Read for Counting {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        self.count.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Writes a base; gives what the file cannot hold.
fn write(made: &Made, to: &Path, ending: Ending) -> Result<Vec<String>, Stop> {
    let base = match made {
        Made::Base(base) => base,
        Made::File(file) => {
            let mut new = NewFile::begin(to)?;
            new.write_with(|out| file.write(out))?;
            return new.commit().map(|()| Vec::new());
        }
    };
    let mut sink = Sink::open(Some(to).filter(|to| to.as_os_str() != "-"))?;
    if ending == Ending::Text {
        let written = engine::written(base);
        sink.write(&written.text)?;
        return sink.finish().map(|()| written.not_held);
    }
    for line in engine::lines(base) {
        sink.write(&line)?;
        sink.write("\n")?;
    }
    sink.finish().map(|()| Vec::new())
}

/// How far the reading is, and what was rejected.
struct Account {
    rejected: Option<(NewFile, bool)>,
    reasons: BTreeMap<String, u64>,
    bytes: Arc<AtomicU64>,
    /// What is being read, and its size.
    file: (String, Option<u64>),
    before: u64,
    /// Whether somebody sits there to be told how far it is.
    shows: bool,
    shown: bool,
    last: Instant,
    interrupted: Cancel,
}

impl Account {
    fn begin(imports: &Imports) -> Result<Account, Stop> {
        let rejected = match &imports.rejected {
            None => None,
            Some(path) => {
                let as_json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("jsonl"));
                let mut file = NewFile::begin(path)?;
                if !as_json {
                    file.write(b"file\tline\treason\n")?;
                }
                Some((file, as_json))
            }
        };
        Ok(Account {
            rejected,
            reasons: BTreeMap::new(),
            bytes: Arc::default(),
            file: (String::new(), None),
            before: 0,
            shows: !imports.quiet && io::stderr().is_terminal(),
            shown: false,
            last: Instant::now(),
            interrupted: on_interrupt(),
        })
    }

    fn file(&mut self, path: &Path) {
        let size = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file).map(|meta| meta.len());
        self.file = (shown(&path.file_name().map_or_else(|| path.to_owned(), PathBuf::from)), size);
        self.before = self.bytes.load(Ordering::Relaxed);
    }

    fn event(&mut self, event: Event<'_>) -> Result<ControlFlow<()>, Stop> {
        if self.interrupted.is_cancelled() {
            return Ok(ControlFlow::Break(()));
        }
        match event {
            Event::Rejected(rejection) => self.reject(rejection)?,
            Event::Progress(counts) => self.progress(counts),
        }
        Ok(ControlFlow::Continue(()))
    }

    fn reject(&mut self, rejection: &Rejection) -> Result<(), Stop> {
        // a file in which every line is wrong in its own way is told by its first reasons
        if self.reasons.len() < 10_000 || self.reasons.contains_key(&rejection.reason) {
            *self.reasons.entry(rejection.reason.clone()).or_default() += 1;
        }
        let Some((file, as_json)) = &mut self.rejected else { return Ok(()) };
        let Rejection { file: name, line, reason } = rejection;
        let told = if *as_json {
            serde_json::json!({ "file": name, "line": line, "reason": reason }).to_string()
        } else {
            let cell = |text: &str| sanitise(text).replace(['\t', '\n'], " ");
            format!("{}\t{line}\t{}", cell(name), cell(reason))
        };
        file.write(told.as_bytes())?;
        file.write(b"\n")
    }

    fn progress(&mut self, counts: engine::Counts) {
        if !self.shows || self.last.elapsed() < PACE {
            return;
        }
        self.last = Instant::now();
        self.shown = true;
        let (name, size) = &self.file;
        let read = self.bytes.load(Ordering::Relaxed).saturating_sub(self.before);
        let part = size.filter(|size| *size > 0).map(|size| format!(", {} %", read.min(size) * 100 / size));
        let told = format!(
            "{}: {} read, {} rejected{}",
            sanitise(name),
            thousands(counts.read),
            thousands(counts.rejected),
            part.unwrap_or_default()
        );
        say(&format!("\r{told}\u{1b}[K"));
    }

    fn clear(&mut self) {
        if std::mem::take(&mut self.shown) {
            say("\r\u{1b}[K");
        }
    }

    /// What was kept, what was not, and why.
    fn tell(&self, imported: &Imported<Made>) {
        let counts = imported.counts;
        say(&format!(
            "read {}: kept {}, rejected {}\n",
            thousands(counts.read),
            thousands(counts.kept),
            thousands(counts.rejected)
        ));
        let mut reasons: Vec<(&String, &u64)> = self.reasons.iter().collect();
        reasons.sort_by(|(one, first), (other, second)| second.cmp(first).then(one.cmp(other)));
        for (reason, count) in reasons.iter().take(REASONS) {
            say(&format!("{:>9}  {}\n", thousands(**count), sanitise(reason)));
        }
        if reasons.len() > REASONS {
            let rest: u64 = reasons.iter().skip(REASONS).map(|(_, count)| **count).sum();
            let behind = if self.rejected.is_some() { "" } else { "; --rejected FILE lists all" };
            say(&format!(
                "{:>9}  for {} other reasons{behind}\n",
                thousands(rest),
                thousands((reasons.len() - REASONS) as u64)
            ));
        }
        for what in &imported.left_out {
            say(&format!("left out: {}\n", sanitise(what)));
        }
    }

    fn finish(self) -> Result<(), Stop> {
        match self.rejected {
            Some((file, _)) => file.commit(),
            None => Ok(()),
        }
    }
}

fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn counted(number: u64, one: &str) -> String {
    let many = one.strip_suffix('y').map_or_else(|| format!("{one}s"), |stem| format!("{stem}ies"));
    format!("{} {}", thousands(number), if number == 1 { one } else { &many })
}
