//! Orders that look at the base: short for the statements of the language.
//!
//! A name comes in, what the base knows of it goes out.

use super::super::shell::Shell;
use super::{Done, Next, Order, Takes};

const fn short(
    name: &'static str,
    arguments: &'static str,
    help: &'static str,
    run: fn(&mut Shell, &str) -> Done,
) -> Order {
    let takes = if arguments.is_empty() { Takes::Nothing } else { Takes::Names };
    Order { name, aliases: &[], arguments, help, takes, run }
}

pub(super) const ORDERS: &[Order] = &[
    short(".describe", "NAME", "what the base knows of a name", |shell, name| {
        if name.is_empty() {
            return Err("`.describe` needs a name, as in `.describe CXCR4`".into());
        }
        ask(shell, &format!("describe {name}"))
    }),
    short(".kinds", "[NAME]", "the nouns; or what is narrower than a name", |shell, name| {
        if name.is_empty() { ask(shell, "nouns") } else { ask(shell, &format!("kinds of {name}")) }
    }),
    short(".verbs", "", "the verbs, and what they mean", |shell, _| ask(shell, "verbs")),
    short(".slots", "", "the places for context in a finding", |shell, _| ask(shell, "slots")),
    short(".sources", "", "the documents that were read", |shell, _| ask(shell, "sources")),
];

fn ask(shell: &mut Shell, question: &str) -> Done {
    shell.ask(question)?;
    Ok(Next::Stay)
}
