//! Inputs carried out without a terminal.
#![allow(clippy::unwrap_used, clippy::panic)]

mod files;
mod guide;
mod settings;
mod views;
mod widths;

use super::orders::{self, Next};
use super::screen::Screen;
use super::settings::Settings;
use super::shell::Shell;
use crate::terminal::When;
use crate::terminal::{Interrupts, Stop};
use std::cell::RefCell;
use std::rc::Rc;
use whereof::Base;
use whereof::Limits;
use whereof::Session;
use whereof::engine::{term as term_of, terms};
use whereof::render::Format;

pub(super) const HEADLINE: &str = "treatment where upregulates CXCR4 and disease = fibrosis";

/// A screen that keeps what it is shown.
#[derive(Clone, Default)]
pub(super) struct Kept {
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
pub(super) struct Driven {
    pub(super) shell: Shell,
    kept: Kept,
}

impl Driven {
    pub(super) fn new() -> Driven {
        let kept = Kept::default();
        let mut session = Session::new(Base::builtin(), Limits::script());
        session.read_files(".");
        let settings = Settings { color: When::Never, width: 80, ..Settings::default() };
        let shell = Shell::new(session, settings, Interrupts::default(), Box::new(kept.clone()));
        Driven { shell, kept }
    }

    /// What an input shows: pages, then what is said.
    pub(super) fn typed(&mut self, line: &str) -> (String, String) {
        assert_eq!(self.next(line), Next::Stay, "{line}");
        self.shown()
    }

    /// What comes after an input.
    pub(super) fn next(&mut self, line: &str) -> Next {
        self.shown();
        self.shell.obey(line).unwrap()
    }

    /// What was shown since it was last asked.
    pub(super) fn shown(&mut self) -> (String, String) {
        (self.kept.pages.take(), self.kept.said.take())
    }
}

#[test]
fn inputs_are_questions_or_orders() {
    let mut shell = Driven::new();
    assert!(shell.typed(HEADLINE).0.contains("complete: 1 row, 1 study"));
    assert!(shell.typed(".why 1").0.contains("resveratrol"));
    assert!(shell.typed(".why 7").1.contains("1 row, none is number 7"));
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
    assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
    for (_, order) in orders::all() {
        assert!(page.contains(order.name), "{}", order.name);
    }
    assert!(shell.typed(".help looks").0.starts_with("looks\n  .mode"));
    assert!(shell.typed(".help mode").0.starts_with("  .mode [FORMAT]"));
    assert!(shell.typed(".help editor").0.starts_with("  .edit"));
    assert!(shell.typed(".help W0201").0.contains("W0201"));
    assert_eq!(shell.typed("help looks;"), shell.typed(".help looks"));
    assert!(shell.typed(".help codes").0.contains("W0101"));
    assert!(shell.typed(".help CXCR4").0.contains("CXCR4 (gene)"));
}

#[test]
fn help_explains_every_word_and_points_at_nothing_that_nobody_typed() {
    let mut shell = Driven::new();
    let list = shell.typed(".help topics").0.split_whitespace().collect::<Vec<_>>().join(" ");
    for term in terms() {
        assert!(list.contains(term.name), "{}: {list}", term.name);
        let (page, said) = shell.typed(&format!(".help {}", term.name));
        assert!(page.starts_with(&format!("{}: ", term.name)) && said.is_empty(), "{}: {page}{said}", term.name);
        // orders, topics and files that it speaks of are there
        for told in format!("{} {}", term.meaning, term.more).split('`').skip(1).step_by(2) {
            let (order, rest) = orders::apart(told);
            let rest = rest.strip_prefix("--format kgx ").unwrap_or(rest);
            match order {
                ".save" | "-o" if rest != "FILE" && !rest.is_empty() => {
                    let format = Format::of_file_name(rest);
                    assert!(format.is_some() || told.contains("kgx"), "{}: {told}", term.name);
                }
                ".help" if rest != "WORD" => {
                    assert!(rest == "topics" || term_of(rest).is_some(), "{}: {told}", term.name);
                }
                order if order.len() > 1 && order.starts_with('.') => {
                    assert!(orders::named(order).is_some(), "{}: {told}", term.name);
                }
                _ => {}
            }
        }
    }
    assert!(shell.typed(".help").0.contains("`.help topics`"));
    assert!(shell.typed(".help gaps").0.starts_with("gaps: what no finding speaks of"));
    let (page, said) = shell.typed(".help why");
    assert!(page.contains("why: ") && page.contains("  .why [N]") && said.is_empty(), "{page}");
    let (page, said) = shell.typed(".help contexed-split");
    assert!(page.is_empty() && said.starts_with("no topic `contexed-split`; near it: context-split"), "{said}");
    let (page, said) = shell.typed(".help CXCR44");
    assert!(page.is_empty() && said.contains("CXCR4 (gene)") && !said.contains("W0201"), "{said}");
    assert!(shell.typed(".help qwertzuiop").1.contains("`.help topics` lists all"));
}

#[test]
fn short_words_for_statements() {
    let mut shell = Driven::new();
    assert_eq!(shell.typed(".verbs"), shell.typed("verbs"));
    assert_eq!(shell.typed(".kinds fibrosis;"), shell.typed("kinds of fibrosis"));
    assert_eq!(shell.typed(".describe hypoxia"), shell.typed("describe hypoxia"));
    assert!(shell.typed(".describe").1.contains("needs a name"));
}

#[test]
fn what_is_pasted_is_questions_and_orders() {
    let mut shell = Driven::new();
    let (page, said) = shell.typed(".mode csv\ntreatment where\n  upregulates CXCR4\n.mode tsv");
    assert!(
        page.starts_with("mode csv\ntreatment,verdict,") && page.contains("mode tsv\ntreatment\tverdict"),
        "{page}"
    );
    assert!(said.contains("complete: 3 rows"), "{said}");
    // an order that fails ends it
    let (page, said) = shell.typed("nouns\n.mdoe\nverbs\n");
    assert!(page.contains("noun\t") && !page.contains("verb\t") && said.contains("did you mean"), "{page}{said}");
}

#[test]
fn the_page_has_every_order_and_every_setting() {
    let page = include_str!("../../../docs/prompt.md");
    let section = |name: &str| {
        let from = page.find(&format!("\n### {name}\n")).unwrap_or_else(|| panic!("no section {name}"));
        let rest = &page[from + 4..];
        &rest[..rest.find("\n## ").unwrap_or(rest.len()).min(rest.find("\n### ").unwrap_or(rest.len()))]
    };
    for (topic, order) in orders::all() {
        let part = section(topic.name);
        let told = [format!("`{}`", order.name), format!("`{} ", order.name)].iter().any(|form| part.contains(form));
        assert!(told, "docs/prompt.md does not tell {} under {}", order.name, topic.name);
    }
    for setting in crate::repl::settings::SETTINGS {
        let built_in = (setting.show)(&Settings::default());
        let shown =
            if let crate::repl::settings::Shown::Truth(is) = built_in { is.to_string() } else { built_in.to_string() };
        let line = page.lines().find(|line| line.starts_with(&format!("| `{}` |", setting.name)));
        let line = line.unwrap_or_else(|| panic!("docs/prompt.md does not tell {}", setting.name));
        assert!(line.ends_with(&format!("| `{shown}` |")), "{line}: {shown}");
    }
}
