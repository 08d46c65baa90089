//! Lines that begin with a dot: orders to the prompt itself.
//!
//! A line comes in; the order of that name in the table is carried out on the shell, or an advice comes back. This room does not read keys.
//!
//! A new order is one entry in the list of the file of its topic; a new topic is one file and one line in [`TOPICS`].

mod answers;
mod base;
mod cards;
mod guide;
mod learning;
mod looks;
mod session;

pub(super) use base::held;
pub(super) use guide::Tour;
pub(super) use session::{inputs, read};

use super::shell::Shell;
use crate::terminal::Stop;
use whereof::render::sanitise;

/// Orders that belong together, under a word that `.help` knows.
pub(super) struct Topic {
    /// As typed after `.help`, and as the heading there.
    pub(super) name: &'static str,
    /// The orders, in the order of the help.
    pub(super) orders: &'static [Order],
}

/// All orders.
pub(super) const TOPICS: &[Topic] = &[
    Topic { name: "learning", orders: learning::ORDERS },
    Topic { name: "base", orders: base::ORDERS },
    Topic { name: "answers", orders: answers::ORDERS },
    Topic { name: "looks", orders: looks::ORDERS },
    Topic { name: "session", orders: session::ORDERS },
];

/// An order to the prompt.
pub(super) struct Order {
    /// With its dot.
    pub(super) name: &'static str,
    /// Other words for it, with their dots; not listed.
    pub(super) aliases: &'static [&'static str],
    /// What may stand behind it, as the help shows it.
    pub(super) arguments: &'static str,
    /// What it does, in one line.
    pub(super) help: &'static str,
    /// What Tab offers behind it.
    pub(super) takes: Takes,
    /// Carries it out; its argument comes without blanks around it and is empty where none was given.
    pub(super) run: fn(&mut Shell, &str) -> Done,
}

/// What stands behind an order.
#[derive(Clone, Copy)]
pub(super) enum Takes {
    /// Nothing that could be completed.
    Nothing,
    /// One of some words.
    Words(fn() -> Vec<&'static str>),
    /// A name of the base.
    Names,
    /// A question.
    Question,
    /// A file.
    File,
}

/// What an order gives.
pub(super) type Done = Result<Next, Trouble>;

/// What the prompt does next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Waits for the next input.
    Stay,
    /// Waits for the next input, with a text on the line already.
    Type(String),
    /// Ends.
    Leave,
}

/// Why an order was not carried out.
#[derive(Debug)]
pub(super) enum Trouble {
    /// What is wrong, for the user, who goes on.
    Said(String),
    /// The program ends.
    Stop(Stop),
}

impl From<Stop> for Trouble {
    fn from(stop: Stop) -> Trouble {
        Trouble::Stop(stop)
    }
}

impl From<String> for Trouble {
    fn from(words: String) -> Trouble {
        Trouble::Said(words)
    }
}

impl From<&str> for Trouble {
    fn from(words: &str) -> Trouble {
        Trouble::Said(words.to_owned())
    }
}

/// Every order, with its topic.
pub(super) fn all() -> impl Iterator<Item = (&'static Topic, &'static Order)> {
    TOPICS.iter().flat_map(|topic| topic.orders.iter().map(move |order| (topic, order)))
}

/// The order of a name, with or without its dot.
pub(super) fn named(word: &str) -> Option<&'static Order> {
    let word = word.strip_prefix('.').unwrap_or(word);
    let is = |name: &str| name.strip_prefix('.') == Some(word);
    all().map(|(_, order)| order).find(|order| is(order.name) || order.aliases.iter().any(|alias| is(alias)))
}

/// The order that is meant by words that people type at any prompt.
pub(super) fn plain(text: &str) -> Option<String> {
    let words = text.trim().trim_end_matches(';').trim_end();
    let order = match words.to_ascii_lowercase().as_str() {
        "help" | "help me" | "?" | "\\?" | "\\h" => ".help",
        "quit" | "exit" | "bye" | "quit()" | "exit()" | ":q" | "\\q" => ".quit",
        _ => {
            // `help CXCR4` asks for help, whatever a base calls its nouns
            let topic = words.strip_prefix("help ").filter(|topic| !topic.contains(" where "))?;
            return Some(format!(".help {topic}"));
        }
    };
    Some(order.to_owned())
}

/// Carries out a line that begins with a dot.
pub(super) fn obey(shell: &mut Shell, line: &str) -> Done {
    let (word, argument) = apart(line);
    match named(word) {
        Some(order) => (order.run)(shell, argument),
        None => Err(Trouble::Said(unknown(word))),
    }
}

/// The order's word and what stands behind it; a `;` at the end is no part of either.
pub(super) fn apart(line: &str) -> (&str, &str) {
    let line = line.trim().trim_end_matches(';').trim_end();
    let (word, argument) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    (word, argument.trim())
}

/// A text that is safe to be shown, its further lines so many columns from the margin.
fn under(text: &str, columns: usize) -> String {
    let lines: Vec<_> = text.lines().map(sanitise).collect();
    lines.join(&format!("\n{}", " ".repeat(columns)))
}

/// What is said of an order that there is not.
fn unknown(word: &str) -> String {
    let typed: String = word.chars().take(20).collect();
    let words = all().flat_map(|(_, order)| order.aliases.iter().chain([&order.name]));
    let near = words.map(|known| (strsim::damerau_levenshtein(known, &typed), known)).min();
    match near {
        Some((far, known)) if far <= 2 => format!("no order `{word}`; did you mean `{known}`?"),
        _ => format!("no order `{word}`; .help lists them"),
    }
}

/// Orders that begin so, for completion.
pub(super) fn beginning_with(start: &str) -> Vec<&'static Order> {
    all().map(|(_, order)| order).filter(|order| order.name.starts_with(start)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_name_is_one_order() {
        let mut names = BTreeSet::new();
        for (_, order) in all() {
            for name in order.aliases.iter().chain([&order.name]) {
                assert!(names.insert(name), "{name} twice");
                assert!(name.starts_with('.') && !name.contains(' '), "{name}");
                assert_eq!(named(name).map(|order| order.name), Some(order.name));
            }
            let line = format!("{} {}", order.name, order.arguments);
            assert!(line.trim_end().chars().count() <= 24 && order.help.chars().count() <= 52, "{line}: too long");
        }
        assert!(named("help").is_some() && named("nothing").is_none());
    }

    #[test]
    fn a_line_is_taken_apart() {
        assert_eq!(apart(".help"), (".help", ""));
        assert_eq!(apart("  .why  2 ; "), (".why", "2"));
        assert_eq!(apart(".describe hypoxia preconditioning;;"), (".describe", "hypoxia preconditioning"));
    }

    #[test]
    fn a_slip_gets_advice() {
        assert_eq!(unknown(".mdoe"), "no order `.mdoe`; did you mean `.mode`?");
        assert_eq!(unknown(".frobnicate"), "no order `.frobnicate`; .help lists them");
    }
}
