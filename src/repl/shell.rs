//! The shell behind the prompt: an input in, pages out, and what comes next.
//!
//! It holds the session, the last answer and how things look. It does not know where inputs come from, so it is driven without a terminal too.

use super::asking::{self, Ended};
use super::history::History;
use super::log::Log;
use super::orders::{self, Next, Tour, Trouble};
use super::screen::Screen;
use super::settings::Settings;
use crate::terminal::{ErrorFormat, Interrupts, Keyboard, Look, Stop, Timeout, files, flowing, told, took};
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Instant;
use whereof::answer::{Answers, Graph, Reply, Telling};
use whereof::engine::Mended;
use whereof::render::{Format, Style, Told, header, not_held, render};
use whereof::text::Source;
use whereof::{Base, Error, Limits, Session};

/// Bytes that are shown between two looks at Ctrl-C.
const PIECE: usize = 16 << 10;

/// What an input is carried out on.
pub(super) struct Shell {
    /// Whom questions are asked of; shared with the editor, which looks words up while it reads.
    pub(super) session: Rc<RefCell<Session>>,
    /// The bases that are open.
    pub(super) bases: Opened,
    /// What Ctrl-C raises.
    pub(super) interrupts: Interrupts,
    /// How it looks and behaves.
    pub(super) settings: Settings,
    /// How errors are told.
    pub(super) errors: ErrorFormat,
    /// Whether rows are shown as they are.
    pub(super) raw: bool,
    /// Whether nothing is said but answers and errors.
    pub(super) quiet: bool,
    /// What was typed.
    pub(super) history: History,
    /// What is written along.
    pub(super) log: Option<Log>,
    /// The last question that was typed.
    pub(super) asked: String,
    /// The last reply that is an answer, kept as a value.
    pub(super) last: Option<Reply>,
    /// The base that gave the last reply: what it rests on is looked up there.
    base: Option<Base>,
    /// The last answer of rows, where the last reply is another.
    pub(super) rows: Option<Reply>,
    /// Row and finding of the card that was shown last; zeros where none was.
    pub(super) card: (usize, usize),
    /// Whether a card was looked at.
    pub(super) has_looked: bool,
    /// How far the tour has come.
    pub(super) tour: Tour,
    /// What was wrong last, until something is answered.
    pub(super) wrong: Option<Error>,
    /// What the last reply offers to ask instead.
    pub(super) offers: Vec<Mended>,
    /// Where it is shown.
    pub(super) screen: Box<dyn Screen>,
    /// The text that inputs come from, where nobody types them.
    pub(super) reading: Option<Reading>,
}

/// Which bases a session asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Opened {
    /// The files, in order.
    pub(crate) files: Vec<PathBuf>,
    /// Whether the built-in base is left out.
    pub(crate) no_builtin: bool,
}

/// A file whose inputs are carried out.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    /// Its name, for messages.
    pub(super) name: String,
    /// Where it lies.
    pub(super) folder: PathBuf,
    /// Lines before the input.
    pub(super) lines: usize,
    /// How many files read one another.
    pub(super) depth: usize,
    /// Whether answers are shown.
    pub(super) is_shown: bool,
}

impl Shell {
    /// A shell in which nothing was asked yet.
    pub(super) fn new(session: Session, settings: Settings, interrupts: Interrupts, screen: Box<dyn Screen>) -> Shell {
        Shell {
            session: Rc::new(RefCell::new(session)),
            bases: Opened::default(),
            interrupts,
            settings,
            errors: ErrorFormat::Human,
            raw: false,
            quiet: false,
            history: History::default(),
            log: None,
            asked: String::new(),
            last: None,
            base: None,
            rows: None,
            card: (0, 0),
            has_looked: false,
            tour: Tour::default(),
            wrong: None,
            offers: Vec::new(),
            screen,
            reading: None,
        }
    }

    /// Does what one input says. Ctrl-C counts while it does.
    ///
    /// # Errors
    /// What ends the program.
    pub(super) fn obey(&mut self, text: &str) -> Result<Next, Stop> {
        let done = self.carry_out(text);
        self.interrupts.over();
        match done {
            Ok(next) => Ok(next),
            Err(Trouble::Stop(stop)) => Err(stop),
            Err(Trouble::Said(words)) => {
                self.screen.say(&flowing(&words, &self.look()));
                Ok(Next::Stay)
            }
        }
    }

    /// Asks what stands on the command line; what is wrong with it is told, and the prompt opens all the same.
    ///
    /// # Errors
    /// What ends the program.
    pub(super) fn ask_before(&mut self, source: &Source, folder: &Path) -> Result<(), Stop> {
        let (name, folder) = (source.name().to_owned(), folder.to_path_buf());
        self.session.borrow_mut().read_files(&folder);
        self.reading = Some(Reading { name, folder, lines: 0, depth: 0, is_shown: true });
        let done = self.ask(source.text());
        self.interrupts.over();
        self.reading = None;
        self.session.borrow_mut().read_files(".");
        match done {
            Ok(()) => Ok(()),
            Err(Trouble::Stop(stop)) => Err(stop),
            Err(Trouble::Said(why)) => {
                self.screen.say(&flowing(&why, &self.look()));
                Ok(())
            }
        }
    }

    /// Does what one input says.
    ///
    /// # Errors
    /// It could not be done, or what ends the program.
    pub(super) fn carry_out(&mut self, text: &str) -> Result<Next, Trouble> {
        // an empty input goes on with the tour where it follows a step of it
        let is_on = std::mem::take(&mut self.tour.is_here);
        let order = match orders::plain(text) {
            Some(order) => order,
            None if is_on && text.trim().is_empty() => ".tour".to_owned(),
            None => text.trim_start().to_owned(),
        };
        // what is pasted may be both, as a file is
        let inputs = orders::inputs(&order);
        if let [_, _, ..] = inputs.as_slice() {
            for (_, input) in inputs {
                match self.carry_out(input)? {
                    Next::Stay if !self.interrupts.cancel().is_cancelled() => {}
                    next => return Ok(next),
                }
            }
            return Ok(Next::Stay);
        }
        if order.starts_with('.') {
            return orders::obey(self, &order);
        }
        if self.reading.is_none() {
            text.trim_end().clone_into(&mut self.asked);
        }
        self.ask(text)?;
        Ok(Next::Stay)
    }

    /// How things look.
    pub(super) fn look(&self) -> Look {
        let width = (self.settings.width > 0).then_some(self.settings.width);
        Look { color: self.settings.color, ascii: self.settings.ascii, width, rows: None, errors: self.errors }
    }

    /// The style of what is shown.
    pub(super) fn style(&self) -> Style {
        let rows = usize::try_from(self.settings.limit).unwrap_or(usize::MAX);
        Style {
            rows,
            whole: rows == 0,
            numbered: true,
            expansions: self.settings.expand,
            ..self.look().stdout(self.raw)
        }
    }

    /// Shows a remark or a short page.
    ///
    /// # Errors
    /// The reader is gone.
    pub(super) fn print(&mut self, text: &str) -> Result<(), Stop> {
        if self.reading.as_ref().is_some_and(|reading| !reading.is_shown) {
            return Ok(());
        }
        self.screen.print(text)
    }

    /// Shows a page that may be long: in the pager where it does not fit, and no further than until Ctrl-C.
    ///
    /// # Errors
    /// The reader is gone.
    pub(super) fn page(&mut self, text: &str) -> Result<(), Stop> {
        if self.reading.as_ref().is_some_and(|reading| !reading.is_shown) {
            return Ok(());
        }
        if self.reading.is_none() {
            // Ctrl-C is the pager's while it is open
            let before = self.interrupts.keyboard(Keyboard::Program);
            let is_paged = self.screen.paged(text, &self.settings.pager);
            self.interrupts.keyboard(before);
            if is_paged {
                return Ok(());
            }
        }
        let mut rest = text;
        while !rest.is_empty() {
            let from = rest.floor_char_boundary(PIECE);
            let end = rest.get(from..).and_then(|behind| behind.find('\n')).map_or(rest.len(), |at| from + at + 1);
            let (piece, behind) = rest.split_at(end);
            self.screen.print(piece)?;
            if self.interrupts.cancel().is_cancelled() && !behind.is_empty() {
                self.screen.say("interrupted: the rest is not shown\n");
                break;
            }
            rest = behind;
        }
        Ok(())
    }

    /// Runs statements and shows their replies.
    ///
    /// # Errors
    /// What ends the program; of a file that is read, also that a statement of it failed.
    pub(super) fn ask(&mut self, text: &str) -> Result<(), Trouble> {
        self.run(text, &mut |_| {})
    }

    /// Asks why, and shows what is said of one row.
    ///
    /// # Errors
    /// What ends the program.
    pub(super) fn ask_of_row(&mut self, text: &str, name: &str) -> Result<(), Trouble> {
        self.run(text, &mut |reply| {
            if let Reply::Why(why) = reply {
                why.rows.retain(|one| one.name == name);
            }
        })
    }

    fn run(&mut self, text: &str, change: &mut dyn FnMut(&mut Reply)) -> Result<(), Trouble> {
        let source = match &self.reading {
            None => Source::new("query", text.trim_end()),
            // empty lines before it, so that messages name the lines of the file
            Some(reading) => Source::new(reading.name.as_str(), format!("{}{text}", "\n".repeat(reading.lines))),
        };
        let shared = Rc::clone(&self.session);
        let mut stop = None;
        let mut failed = false;
        let mut begun = Instant::now();
        // the editor is not reading now, so nobody else holds the session
        let Ok(mut session) = shared.try_borrow_mut() else { return Ok(()) };
        let limits = self.limits(session.limits());
        session.set_limits(limits);
        session.set_telling(self.style().telling(self.settings.mode));
        let diagnostics = session.limits().diagnostics;
        let ended = asking::ask(&mut session, &source, &mut |result, base| {
            let time = begun.elapsed();
            let shown = match result {
                Ok(mut reply) => {
                    change(&mut reply);
                    self.show(reply, base).and_then(|()| match self.settings.timer {
                        true => self.print(&format!("time: {}\n\n", took(time))),
                        false => Ok(()),
                    })
                }
                Err(error) => {
                    self.tell(error, diagnostics);
                    failed = true;
                    Ok(())
                }
            };
            begun = Instant::now();
            match shown {
                Ok(()) => {
                    let is_over = failed && self.reading.is_some();
                    !is_over && !self.interrupts.cancel().is_cancelled()
                }
                Err(reason) => {
                    stop = Some(reason);
                    false
                }
            }
        });
        let recorded = session.recorded();
        drop(session);
        if ended == Ended::Left {
            self.screen.say("interrupted: what was running ends by itself, and nothing of it is shown\n");
        }
        if let Some(stop) = stop {
            return Err(stop.into());
        }
        self.write_along(&recorded)?;
        match &self.reading {
            Some(reading) if failed => Err(format!("`{}` was not read to its end", reading.name).into()),
            _ => Ok(()),
        }
    }

    /// Limits with the time that is set.
    fn limits(&self, now: &Limits) -> Limits {
        let Timeout(time) = self.settings.timeout;
        Limits { time, ..now.clone() }
    }

    /// Adds to the log, where there is one; one that cannot be written ends.
    fn write_along(&mut self, text: &str) -> Result<(), Trouble> {
        let Some(log) = &mut self.log else { return Ok(()) };
        if let Err(why) = log.add(text) {
            self.end_log();
            return Err(format!("the log ends here: {why}").into());
        }
        Ok(())
    }

    /// Ends the log.
    pub(super) fn end_log(&mut self) {
        self.log = None;
        self.session.borrow_mut().record(None);
    }

    /// Shows a reply; one that is an answer is kept as the last one.
    fn show(&mut self, reply: Reply, base: &Base) -> Result<(), Stop> {
        self.offers = Mended::of(&reply);
        self.wrong = None;
        self.view(&reply, base, self.settings.mode)?;
        match self.offers.len() {
            // said until it was done: who sees a row may not know that there is more to see of it
            0 if !self.has_looked && matches!(&reply, Reply::Answers(answers) if !answers.is_empty()) => {
                self.hint("`.show 1` shows row 1 with its source, `.why 1` says why it is there");
            }
            0 => {}
            1 => self.hint("`.fix` puts the weaker question on the line"),
            _ => self.hint("`.fix` lists the weaker questions, `.fix 1` puts the first on the line"),
        }
        if !matches!(reply, Reply::Noted(_) | Reply::Defined(_) | Reply::Expected(_)) {
            if matches!(reply, Reply::Answers(_)) {
                self.card = (0, 0);
            }
            let before = self.last.replace(reply);
            self.base = Some(base.clone());
            if !matches!(self.last, Some(Reply::Answers(_))) && matches!(before, Some(Reply::Answers(_))) {
                asking::let_go(std::mem::replace(&mut self.rows, before));
            } else {
                asking::let_go(before);
            }
        }
        Ok(())
    }

    /// Shows a reply that is no answer of its own: the last one stays.
    ///
    /// # Errors
    /// The reader is gone.
    pub(super) fn show_beside(&mut self, reply: &Reply) -> Result<(), Stop> {
        let base = self.session.borrow().base().clone();
        self.view(reply, &base, self.settings.mode)
    }

    /// Shows a reply in a format; as a table where the format does not take it, and says why.
    fn view(&mut self, reply: &Reply, base: &Base, format: Format) -> Result<(), Stop> {
        if let Some(why) = self.viewed(reply, base, format)? {
            self.screen.say(&flowing(&why, &self.look()));
            self.viewed(reply, base, Format::Table)?;
        }
        Ok(())
    }

    /// Shows a reply in a format; says why where the format does not take it.
    fn viewed(&mut self, reply: &Reply, base: &Base, format: Format) -> Result<Option<String>, Stop> {
        let style = self.style();
        let mut beside = String::new();
        if format.is_document() {
            let graph = base.graph(reply);
            let written = match files::made(&[Told { reply, graph: &graph }], format, &style) {
                Ok(written) => written,
                Err(Stop::Failed(_, why)) => return Ok(Some(why)),
                Err(stop) => return Err(stop),
            };
            let texts = written.files.iter().map(|file| String::from_utf8_lossy(file));
            self.page(&format!("{}\n", texts.collect::<String>()))?;
            beside = not_held(&written, format, &self.look().stderr());
        } else if let Ok(text) = render(reply, format, &style) {
            self.page(&format!("{text}\n"))?;
        }
        if !format.tells_all() && !self.quiet && self.reading.as_ref().is_none_or(|reading| reading.is_shown) {
            self.screen.say(&format!("{}{beside}", header(reply, &self.look().stderr())));
        }
        let rows = if let Reply::Answers(answers) = reply { answers.len() } else { 0 };
        if format == Format::Table && style.rows > 0 && rows > style.rows {
            self.hint("`.limit all` shows all rows from now on, `.save FILE` writes them to a file");
        }
        Ok(None)
    }

    /// Tells what is wrong, and keeps it for `.fix`.
    pub(super) fn tell(&mut self, error: Error, diagnostics: usize) {
        self.screen.say(&told(&error, &self.look(), diagnostics));
        let fixes = error.diagnostics().iter().flat_map(|one| &one.fixes).filter(|fix| !fix.edits.is_empty()).count();
        match fixes {
            0 => {}
            1 => self.hint("`.fix` puts the mended question on the line"),
            _ => self.hint("`.fix` lists the ways out, `.fix 1` puts the first on the line"),
        }
        self.offers.clear();
        self.wrong = Some(error);
    }

    /// Says what can be done next, to whoever sits there.
    fn hint(&mut self, words: &str) {
        if !self.quiet && self.reading.is_none() && self.errors == ErrorFormat::Human {
            self.screen.say(&flowing(words, &self.look()));
        }
    }

    /// Lets go of answers of a base that is no longer open.
    pub(super) fn forget(&mut self) {
        asking::let_go((self.last.take(), self.rows.take()));
        (self.base, self.wrong, self.card) = (None, None, (0, 0));
        self.offers.clear();
    }

    /// Shows the last reply again, as things look now.
    ///
    /// # Errors
    /// There is none yet, or the reader is gone.
    pub(super) fn view_again(&mut self) -> Result<(), Trouble> {
        self.view_as(self.settings.mode)
    }

    /// Shows the last reply in a format.
    ///
    /// # Errors
    /// There is none yet, the format does not take it, or the reader is gone.
    pub(super) fn view_as(&mut self, format: Format) -> Result<(), Trouble> {
        self.tell_for(format)?;
        let (Some(reply), Some(base)) = (self.last.take(), self.base.clone()) else { return Err(NOTHING.into()) };
        let shown = self.viewed(&reply, &base, format);
        self.last = Some(reply);
        shown?.map_or(Ok(()), |why| Err(why.into()))
    }

    /// The last reply that is an answer, with what it rests on.
    ///
    /// # Errors
    /// There is none yet.
    pub(super) fn last(&self) -> Result<(&Reply, Graph), Trouble> {
        let (Some(reply), Some(base)) = (&self.last, &self.base) else { return Err(NOTHING.into()) };
        Ok((reply, base.graph(reply)))
    }

    /// Where the last reply says why, the rows that it speaks of become the last answer of rows.
    pub(super) fn rows_of_why(&mut self) {
        let Some(Reply::Why(why)) = &self.last else { return };
        if matches!(&self.rows, Some(Reply::Answers(answers)) if answers.query == why.query) {
            return;
        }
        // beside the session: nothing was asked that belongs in its log
        let Ok(session) = self.session.try_borrow() else { return };
        let mut aside = session.clone();
        drop(session);
        aside.record(None);
        aside.set_telling(Telling::Whole);
        if let Some(Ok(reply @ Reply::Answers(_))) = aside.eval(Source::new("query", why.query.as_str())).pop() {
            self.rows = Some(reply);
            self.card = (0, 0);
        }
    }

    /// The last answer of rows.
    ///
    /// # Errors
    /// There is none yet.
    pub(super) fn last_answers(&self) -> Result<&Answers, Trouble> {
        match self.last_rows()? {
            Reply::Answers(answers) => Ok(answers),
            _ => Err(NOTHING.into()),
        }
    }

    /// The reply that is the last answer of rows.
    ///
    /// # Errors
    /// There is none yet.
    pub(super) fn last_rows(&self) -> Result<&Reply, Trouble> {
        match (&self.last, &self.rows) {
            (Some(reply @ Reply::Answers(_)), _) | (_, Some(reply)) => Ok(reply),
            _ => Err(NOTHING.into()),
        }
    }
}

const NOTHING: &str = "there is no answer yet; ask something first";
