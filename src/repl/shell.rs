//! The shell behind the prompt: an input in, pages out, and what comes next.
//!
//! It holds the session, the last answer and how things look. It does not know where inputs come from, so it is driven without a terminal too.

use super::orders::{self, Next, Trouble};
use crate::terminal::{Look, Sink, Stop, say, told};
use std::cell::RefCell;
use std::rc::Rc;
use whereof::answer::{Answers, Reply};
use whereof::limits::Cancel;
use whereof::render::{Format, Style, header, render, sanitise};
use whereof::text::Source;
use whereof::{Error, Session};

/// Where pages and messages of the shell go.
pub(super) trait Screen {
    /// Shows text.
    ///
    /// # Errors
    /// The reader is gone.
    fn print(&mut self, text: &str) -> Result<(), Stop>;

    /// Says what is no answer: errors and remarks.
    fn say(&mut self, text: &str);
}

/// The streams of the program.
pub(super) struct Streams(pub(super) Sink);

impl Screen for Streams {
    fn print(&mut self, text: &str) -> Result<(), Stop> {
        self.0.write(text)?;
        self.0.flush()
    }

    fn say(&mut self, text: &str) {
        say(text);
    }
}

/// What an input is carried out on.
pub(super) struct Shell {
    /// Whom questions are asked of; shared with the editor, which looks words up while it reads.
    pub(super) session: Rc<RefCell<Session>>,
    /// What Ctrl-C raises.
    pub(super) cancel: Cancel,
    /// How answers are shown.
    pub(super) format: Format,
    /// How things look.
    pub(super) look: Look,
    /// Whether rows are shown as they are.
    pub(super) raw: bool,
    /// Whether nothing is said but answers and errors.
    pub(super) quiet: bool,
    /// The last reply, kept as a value.
    pub(super) last: Option<Reply>,
    /// Row and finding of the card that was shown last; zeros where none was.
    pub(super) card: (usize, usize),
    /// What was wrong last, until something is answered.
    pub(super) wrong: Option<Error>,
    /// Where it is shown.
    pub(super) screen: Box<dyn Screen>,
}

impl Shell {
    /// Does what one input says.
    ///
    /// # Errors
    /// What ends the program.
    pub(super) fn obey(&mut self, text: &str) -> Result<Next, Stop> {
        // Words that people type at any prompt.
        let text = match text.trim().trim_end_matches(';') {
            "help" | "?" => ".help",
            "quit" | "exit" | "bye" => ".quit",
            _ => text,
        };
        let done = if text.trim_start().starts_with('.') {
            orders::obey(self, text)
        } else {
            self.ask(text).map(|()| Next::Stay)
        };
        match done {
            Ok(next) => Ok(next),
            Err(Trouble::Stop(stop)) => Err(stop),
            Err(Trouble::Said(words)) => {
                self.screen.say(&format!("{}\n", sanitise(&words)));
                Ok(Next::Stay)
            }
        }
    }

    /// The style of what is shown.
    pub(super) fn style(&self) -> Style {
        Style { numbered: true, ..self.look.stdout(self.raw) }
    }

    /// Shows a page.
    ///
    /// # Errors
    /// The reader is gone.
    pub(super) fn print(&mut self, text: &str) -> Result<(), Stop> {
        self.screen.print(text)
    }

    /// Runs statements and shows their replies.
    ///
    /// # Errors
    /// What ends the program.
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
        let source = Source::new("query", text.trim_end());
        let session = Rc::clone(&self.session);
        let mut stop = None;
        // the editor is not reading now, so nobody else holds the session
        let Ok(mut session) = session.try_borrow_mut() else { return Ok(()) };
        let diagnostics = session.limits().diagnostics;
        session.eval_each(&source, &mut |result| {
            let shown = match result {
                Ok(mut reply) => {
                    change(&mut reply);
                    self.show(reply)
                }
                Err(error) => {
                    self.screen.say(&told(&error, &self.look, diagnostics));
                    self.wrong = Some(error);
                    Ok(())
                }
            };
            match shown {
                Ok(()) => !self.cancel.is_cancelled(),
                Err(failed) => {
                    stop = Some(failed);
                    false
                }
            }
        });
        stop.map_or(Ok(()), |stop| Err(stop.into()))
    }

    /// Shows a reply; an answer to a question for rows is kept as the last one.
    fn show(&mut self, reply: Reply) -> Result<(), Stop> {
        let text = render(&reply, self.format, &self.style());
        self.print(&format!("{text}\n"))?;
        if self.format.is_rows_only() && !self.quiet {
            self.screen.say(&header(&reply, &self.look.stderr()));
        }
        self.wrong = None;
        if matches!(reply, Reply::Answers(_)) {
            self.last = Some(reply);
            self.card = (0, 0);
        }
        Ok(())
    }

    /// Shows a reply that is no answer of its own: the last one stays.
    ///
    /// # Errors
    /// The reader is gone.
    pub(super) fn show_beside(&mut self, reply: &Reply) -> Result<(), Stop> {
        let text = render(reply, self.format, &self.style());
        self.print(&format!("{text}\n"))
    }

    /// The last answer.
    ///
    /// # Errors
    /// There is none yet.
    pub(super) fn last_answers(&self) -> Result<&Answers, Trouble> {
        match &self.last {
            Some(Reply::Answers(answers)) => Ok(answers),
            _ => Err("there is no answer yet; ask something first".into()),
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::terminal::{ErrorFormat, When};
    use whereof::{Base, Limits};

    pub(in crate::repl) const HEADLINE: &str = "treatment where upregulates CXCR4 and disease = fibrosis";

    /// A screen that keeps what it is shown.
    #[derive(Clone, Default)]
    pub(in crate::repl) struct Kept {
        pages: Rc<RefCell<String>>,
        said: Rc<RefCell<String>>,
    }

    impl Screen for Kept {
        fn print(&mut self, text: &str) -> Result<(), Stop> {
            self.pages.borrow_mut().push_str(text);
            Ok(())
        }

        fn say(&mut self, text: &str) {
            self.said.borrow_mut().push_str(text);
        }
    }

    /// A shell without a terminal.
    pub(in crate::repl) struct Driven {
        pub(in crate::repl) shell: Shell,
        kept: Kept,
    }

    impl Driven {
        pub(in crate::repl) fn new() -> Driven {
            let kept = Kept::default();
            let shell = Shell {
                session: Rc::new(RefCell::new(Session::new(Base::builtin(), Limits::script()))),
                cancel: Cancel::default(),
                format: Format::Table,
                look: Look { color: When::Never, ascii: false, width: Some(80), errors: ErrorFormat::Human },
                raw: false,
                quiet: false,
                last: None,
                card: (0, 0),
                wrong: None,
                screen: Box::new(kept.clone()),
            };
            Driven { shell, kept }
        }

        /// What an input shows: pages, then what is said.
        pub(in crate::repl) fn typed(&mut self, line: &str) -> (String, String) {
            assert_eq!(self.next(line), Next::Stay, "{line}");
            self.shown()
        }

        /// What comes after an input.
        pub(in crate::repl) fn next(&mut self, line: &str) -> Next {
            self.shown();
            self.shell.obey(line).unwrap()
        }

        /// What was shown since it was last asked.
        pub(in crate::repl) fn shown(&mut self) -> (String, String) {
            (self.kept.pages.take(), self.kept.said.take())
        }
    }

    #[test]
    fn inputs_are_questions_or_orders() {
        let mut shell = Driven::new();
        assert!(shell.typed(HEADLINE).0.contains("complete: 1 row, 1 study"));
        assert!(shell.typed(".why 1").0.contains("resveratrol"));
        assert!(shell.typed(".why 7").1.contains("1 rows, none is number 7"));
        assert!(shell.typed(".why treatment").1.contains("takes the number of a row"));
        assert!(shell.typed(".mdoe").1.contains("did you mean `.mode`?"));
        assert!(shell.typed(".mode xml").1.contains("no format `xml`"));
        assert!(shell.typed(".mode csv").0.contains("mode csv"));
        assert!(shell.typed("treatment where upregulates CXCR44").1.contains("W0201"));
        assert_eq!(shell.next("exit;"), Next::Leave);
        assert_eq!(shell.next(".q"), Next::Leave);
    }

    #[test]
    fn help_knows_topics_orders_codes_parts_and_names() {
        let mut shell = Driven::new();
        let (page, _) = shell.typed("?");
        assert!(page.lines().all(|line| line.chars().count() <= 84), "{page}");
        for (_, order) in orders::all() {
            assert!(page.contains(order.name), "{}", order.name);
        }
        assert!(shell.typed(".help looks").0.starts_with("looks\n  .mode"));
        assert!(shell.typed(".help mode").0.starts_with("  .mode [FORMAT]"));
        assert!(shell.typed(".help narrower").0.starts_with("  .kinds [NAME]"));
        assert!(shell.typed(".help W0201").0.contains("W0201"));
        assert!(shell.typed(".help codes").0.contains("W0101"));
        assert!(shell.typed(".help CXCR4").0.contains("CXCR4 (gene)"));
    }

    #[test]
    fn short_words_for_statements() {
        let mut shell = Driven::new();
        assert_eq!(shell.typed(".verbs"), shell.typed("verbs"));
        assert_eq!(shell.typed(".kinds fibrosis;"), shell.typed("kinds of fibrosis"));
        assert_eq!(shell.typed(".describe hypoxia"), shell.typed("describe hypoxia"));
        assert!(shell.typed(".describe").1.contains("needs a name"));
    }
}
