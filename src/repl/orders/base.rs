//! Orders that look at the base: short for the statements of the language.
//!
//! A name comes in, what the base knows of it goes out.

use super::super::folders;
use super::super::shell::{Opened, Shell};
use super::{Done, Next, Order, Takes};
use crate::terminal::shown;
use whereof::Base;
use whereof::render::sanitise;

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
    Order {
        name: ".open",
        aliases: &[],
        arguments: "[[only] FILE]",
        help: "asks the built-in base with a file, or a file alone",
        takes: Takes::File,
        run: open,
    },
];

/// `587 findings of 76 studies`
pub(in crate::repl) fn held(info: &whereof::answer::BaseInfo) -> String {
    let many = |number: u64, one: &str, more: &str| format!("{number} {}", if number == 1 { one } else { more });
    format!("{} of {}", many(info.findings, "finding", "findings"), many(info.studies, "study", "studies"))
}

/// Asks another base from now on; what was defined goes with the old one.
fn open(shell: &mut Shell, argument: &str) -> Done {
    if argument.is_empty() {
        let info = shell.session.borrow().base().info();
        let files: String = shell.bases.files.iter().map(|file| format!(" + {}", shown(file))).collect();
        let builtin = if shell.bases.no_builtin { "" } else { " (built in)" };
        shell.print(&format!("open: {}{builtin}{}\n", sanitise(&info.name), sanitise(&files)))?;
        return Ok(Next::Stay);
    }
    let (no_builtin, file) = match argument.strip_prefix("only ") {
        Some(file) => (true, file.trim()),
        None => (shell.bases.no_builtin, argument),
    };
    let path = folders::typed(file.trim_matches('"'));
    // a device or a pipe may never end
    if std::fs::metadata(&path).is_ok_and(|meta| !meta.is_file()) {
        return Err(format!("cannot read `{}`: it is no file", shown(&path)).into());
    }
    let opened = if no_builtin { Base::open(&path) } else { Base::builtin().with_file(&path) };
    let base = match opened {
        Ok(base) => base,
        Err(error) => {
            let diagnostics = shell.session.borrow().limits().diagnostics;
            shell.tell(error, diagnostics);
            return Ok(Next::Stay);
        }
    };
    if shell.log.is_some() {
        shell.end_log();
        shell.screen.say("the log ends here: another base is open\n");
    }
    let session = shell.session.borrow().on(base);
    let info = session.base().info();
    shell.session.replace(session);
    shell.bases = Opened { files: vec![path], no_builtin };
    shell.forget();
    let text = format!("open: {}, {}\n", sanitise(&info.name), held(&info));
    shell.print(&text)?;
    Ok(Next::Stay)
}

fn ask(shell: &mut Shell, question: &str) -> Done {
    shell.ask(question)?;
    Ok(Next::Stay)
}
