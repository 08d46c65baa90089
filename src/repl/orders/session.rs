//! Orders about the session itself.
//!
//! A word or a file comes in, the session goes on or ends.

use super::super::folders;
use super::super::log::Log;
use super::super::shell::{Reading, Shell};
use super::{Done, Next, Order, Takes, Trouble, under};
use crate::terminal::shown;
use std::io::Read;
use std::path::{Path, PathBuf};
use whereof::engine::{file_trouble, near_file, text_of};
use whereof::render::sanitise;

/// Files that may read one another, one inside the other.
const DEEP: usize = 16;
/// Inputs that `.history` shows.
const SHOWN: usize = 20;

pub(super) const ORDERS: &[Order] = &[
    Order {
        name: ".read",
        aliases: &[],
        arguments: "FILE",
        help: "carries out the statements and orders of a file",
        takes: Takes::File,
        run: |shell, file| {
            if file.is_empty() {
                return Err("`.read` needs a file, as in `.read more.whereof`".into());
            }
            read(shell, &folders::typed(file), true)
        },
    },
    Order {
        name: ".log",
        aliases: &[],
        arguments: "[FILE|off]",
        help: "writes the session as a script that runs again",
        takes: Takes::File,
        run: log,
    },
    Order {
        name: ".history",
        aliases: &[],
        arguments: "[N|WORDS]",
        help: "the last N inputs, or those that have WORDS in them",
        takes: Takes::Nothing,
        run: history,
    },
    Order {
        name: ".quit",
        aliases: &[".exit", ".q"],
        arguments: "",
        help: "leaves, as Ctrl-D does",
        takes: Takes::Nothing,
        run: |_, _| Ok(Next::Leave),
    },
];

/// Carries out the inputs of a file, up to the first that fails.
///
/// # Errors
/// It cannot be read, or an input of it failed.
pub(in crate::repl) fn read(shell: &mut Shell, path: &Path, is_shown: bool) -> Done {
    let name = shown(path);
    let depth = shell.reading.as_ref().map_or(0, |reading| reading.depth) + 1;
    if depth > DEEP {
        return Err(format!("`{name}` is not read: more than {DEEP} files read one another").into());
    }
    let most = shell.session.borrow().limits().text;
    let text = text(path, most).map_err(|why| format!("cannot read `{name}`: {why}"))?;
    // files that are named in it are looked for beside it
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    shell.session.borrow_mut().read_files(folder);
    let before = shell.reading.take();
    let mut done = Ok(Next::Stay);
    for (lines, input) in inputs(&text) {
        let is_shown = is_shown && before.as_ref().is_none_or(|outer| outer.is_shown);
        shell.reading = Some(Reading { name: name.clone(), folder: folder.to_path_buf(), lines, depth, is_shown });
        done = shell.carry_out(input).map_err(|trouble| match trouble {
            // whatever is wrong with an order is found where it stands
            Trouble::Said(why) if input.starts_with('.') => {
                Trouble::Said(format!("`{name}`, line {}: {why}", lines + 1))
            }
            other => other,
        });
        if !matches!(done, Ok(Next::Stay)) || shell.interrupts.cancel().is_cancelled() {
            break;
        }
    }
    let folder = before.as_ref().map_or_else(|| PathBuf::from("."), |outer| outer.folder.clone());
    shell.session.borrow_mut().read_files(folder);
    shell.reading = before;
    done
}

fn text(path: &Path, most: usize) -> Result<String, String> {
    let failed = |error: std::io::Error| {
        let why = file_trouble(path, &error);
        near_file(path).map_or(why.clone(), |near| format!("{why}; `{near}` is there"))
    };
    let file = std::fs::File::open(path).map_err(failed)?;
    if !file.metadata().is_ok_and(|meta| meta.is_file()) {
        return Err("it is no file".to_owned());
    }
    let mut bytes = Vec::new();
    file.take(most as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() > most {
        return Err(format!("it is longer than {most} bytes"));
    }
    text_of(bytes).map_err(|wrong| {
        let place = wrong.place.map(|(line, column)| format!("line {line}, column {column}: ")).unwrap_or_default();
        format!("{place}{}; {}", wrong.why, wrong.advice)
    })
}

/// The inputs of a text: each line that begins with a dot, and what stands between such lines; with the number of lines before it.
pub(in crate::repl) fn inputs(text: &str) -> Vec<(usize, &str)> {
    let mut inputs = Vec::new();
    let (mut start, mut first, mut at) = (0, 0, 0);
    for (number, line) in text.split_inclusive('\n').enumerate() {
        if line.starts_with('.') {
            inputs.extend(text.get(start..at).map(|before| (first, before)));
            inputs.push((number, line));
            (start, first) = (at + line.len(), number + 1);
        }
        at += line.len();
    }
    inputs.extend(text.get(start..).map(|rest| (first, rest)));
    inputs.retain(|(_, input)| !input.trim().is_empty());
    inputs
}

/// Begins, ends or tells the log.
fn log(shell: &mut Shell, file: &str) -> Done {
    let words = match (file, &shell.log) {
        ("", None) => "nothing is written along; `.log FILE` begins".to_owned(),
        ("", Some(log)) => format!("written along in {}", shown(&log.path)),
        ("off", None) => return Err("nothing is written along".into()),
        ("off", Some(log)) => {
            let words = format!("the log ends: {} runs again with `whereof {0}`", shown(&log.path));
            shell.end_log();
            words
        }
        (_, Some(log)) => return Err(format!("written along in `{}`; `.log off` ends that", shown(&log.path)).into()),
        (file, None) => {
            let mut session = shell.session.borrow_mut();
            session.record(Some(Log::folder(file)));
            let begun = Log::begin(file, &about(&session.base().info(), &shell.bases), &session.changes());
            match begun {
                Ok(log) => {
                    drop(session);
                    let words = format!("written along in {}", shown(&log.path));
                    shell.log = Some(log);
                    words
                }
                Err(why) => {
                    session.record(None);
                    return Err(why.into());
                }
            }
        }
    };
    shell.print(&format!("{}\n", sanitise(&words)))?;
    Ok(Next::Stay)
}

/// What a reader of a log must know to run it again.
fn about(info: &whereof::answer::BaseInfo, bases: &super::super::shell::Opened) -> Vec<String> {
    let mut call = "whereof".to_owned();
    if bases.no_builtin {
        call.push_str(" --no-builtin");
    }
    for file in &bases.files {
        call.push_str(&format!(" --base {}", shown(file)));
    }
    vec![
        format!("whereof {}", env!("CARGO_PKG_VERSION")),
        format!("base {}: {} findings, {} studies, fingerprint {}", info.name, info.findings, info.studies, info.hash),
        format!("to see whether the answers are still the same: {call} --keep-going THIS-FILE"),
    ]
}

fn history(shell: &mut Shell, argument: &str) -> Done {
    let entries = shell.history.entries();
    let numbered = entries.iter().enumerate();
    let chosen: Vec<(usize, &String)> = match argument.parse::<usize>() {
        Ok(last) => numbered.skip(entries.len().saturating_sub(last)).collect(),
        Err(_) if argument.is_empty() => numbered.skip(entries.len().saturating_sub(SHOWN)).collect(),
        Err(_) => {
            let words = argument.to_lowercase();
            numbered.filter(|(_, entry)| entry.to_lowercase().contains(&words)).collect()
        }
    };
    if chosen.is_empty() {
        return Err(match argument {
            "" => "nothing was typed yet".to_owned(),
            words => format!("nothing that was typed has `{words}` in it"),
        }
        .into());
    }
    let text: String = chosen.into_iter().map(|(at, entry)| format!("{:>5}  {}\n", at + 1, under(entry, 7))).collect();
    shell.page(&text)?;
    Ok(Next::Stay)
}

#[cfg(test)]
mod tests {
    use super::inputs;

    #[test]
    fn a_text_is_statements_and_orders() {
        let text = ".mode csv\nlet $g = CXCR4;\ntreatment where\nupregulates $g\n.why 1\n\n.quit";
        assert_eq!(
            inputs(text),
            [
                (0, ".mode csv\n"),
                (1, "let $g = CXCR4;\ntreatment where\nupregulates $g\n"),
                (4, ".why 1\n"),
                (6, ".quit")
            ]
        );
        assert!(inputs(" \n").is_empty());
    }
}
