//! Orders about the last answer, which is kept as a value.
//!
//! The shell's last reply comes in, another view of it goes out. Nothing is asked again but by `.why`.

use super::super::folders;
use super::super::shell::Shell;
use super::{Done, Next, Order, Takes, Trouble, under};
use crate::terminal::{Keyboard, Stop, files, shown};
use unicode_width::UnicodeWidthStr;
use whereof::engine::{Mended, Step};
use whereof::render::{Format, Told, not_held, sanitise};
use whereof::text::Source;

pub(super) const ORDERS: &[Order] = &[
    Order {
        name: ".last",
        aliases: &[],
        arguments: "",
        help: "the last answer again",
        takes: Takes::Nothing,
        run: last,
    },
    Order {
        name: ".why",
        aliases: &[],
        arguments: "[N]",
        help: "why the rows of the last answer are there, or row N",
        takes: Takes::Nothing,
        run: why,
    },
    super::cards::SHOW,
    Order {
        name: ".explain",
        aliases: &[],
        arguments: "[QUESTION]",
        help: "the steps in which the last question is answered",
        takes: Takes::Question,
        run: explain,
    },
    Order {
        name: ".fix",
        aliases: &[],
        arguments: "[N]",
        help: "puts the mended or a weaker question on the line",
        takes: Takes::Nothing,
        run: fix,
    },
    Order {
        name: ".edit",
        aliases: &[],
        arguments: "",
        help: "opens the last question in your editor",
        takes: Takes::Nothing,
        run: edit,
    },
    Order {
        name: ".save",
        aliases: &[],
        arguments: "[over] FILE",
        help: "writes the last answer, in the format of its ending",
        takes: Takes::File,
        run: save,
    },
    Order {
        name: ".cite",
        aliases: &[],
        arguments: "[FORMAT]",
        help: "references of the last answer, as bibtex, ris ...",
        takes: Takes::Words(|| Format::CITATIONS.iter().map(|format| format.word()).collect()),
        run: cite,
    },
    Order {
        name: ".graph",
        aliases: &[],
        arguments: "[FORMAT]",
        help: "the last answer as a network: mermaid, dot ...",
        takes: Takes::Words(|| NETWORKS.iter().map(|format| format.word()).collect()),
        run: graph,
    },
    Order {
        name: ".chart",
        aliases: &[],
        arguments: "",
        help: "the last matrix as a heat map, a count as bars",
        takes: Takes::Nothing,
        run: chart,
    },
];

/// Forms of a network that are text; `.save` writes them too.
const NETWORKS: [Format; 4] = [Format::Mermaid, Format::Dot, Format::Graphml, Format::Cx2];

fn last(shell: &mut Shell, _: &str) -> Done {
    shell.view_again()?;
    Ok(Next::Stay)
}

fn why(shell: &mut Shell, row: &str) -> Done {
    let answers = shell.last_answers()?;
    let question = format!("why {}", answers.query);
    if row.is_empty() {
        shell.ask(&question)?;
        return Ok(Next::Stay);
    }
    let Ok(number) = row.parse::<usize>() else {
        return Err(format!(".why takes the number of a row; for a question write: why {row}").into());
    };
    let first = answers.untold.as_ref().map_or(answers.rows.len() as u64, |untold| untold.first);
    if number as u64 > first {
        shell.tell_whole()?;
    }
    let answers = shell.last_answers()?;
    let Some(name) = number.checked_sub(1).and_then(|at| answers.rows.get(at)).map(|row| answers.name(row)) else {
        let rows = answers.len();
        let have = if rows == 1 { "1 row".to_owned() } else { format!("{rows} rows") };
        return Err(format!("the last answer has {have}, none is number {number}").into());
    };
    shell.ask_of_row(&question, &name)?;
    Ok(Next::Stay)
}

/// The steps of the plan; of what was widened, all of it.
fn explain(shell: &mut Shell, question: &str) -> Done {
    let question = match question {
        "" => shell.last_answers()?.query.clone(),
        question => question.to_owned(),
    };
    let steps = shell.session.borrow().explain(Source::new("query", question));
    match steps {
        Ok(Some(steps)) => {
            let width = shell.style().width;
            let text: String = steps.iter().map(|one| step(one, width)).collect();
            shell.page(&text)?;
            Ok(Next::Stay)
        }
        Ok(None) => Err("only questions for rows are answered in steps".into()),
        Err(error) => {
            let diagnostics = shell.session.borrow().limits().diagnostics;
            shell.tell(error, diagnostics);
            Ok(Next::Stay)
        }
    }
}

/// A step, its words under one another behind its number.
fn step(step: &Step, width: usize) -> String {
    let mut lines = vec![format!("{:<5}", step.number)];
    for word in sanitise(&step.words).split(' ') {
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= width => {
                let gap = if line.width() > 5 { " " } else { "" };
                line.push_str(&format!("{gap}{word}"));
            }
            _ => lines.push(format!("     {word}")),
        }
    }
    lines.iter().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// What can be asked instead: of an error its ways out, of an answer the weaker questions.
fn fix(shell: &mut Shell, number: &str) -> Done {
    let offers = match &shell.wrong {
        Some(error) => shell.session.borrow().fix(error),
        None => shell.offers.clone(),
    };
    let chosen = match number {
        "" => match offers.as_slice() {
            [] if shell.wrong.is_some() => {
                return Err("no way out is known; `.edit` or the arrow keys bring it back".into());
            }
            [] => return Err("nothing is to be mended".into()),
            [only] => only,
            several => {
                let text: String = several.iter().enumerate().map(|(at, one)| offered(at + 1, one)).collect();
                shell.print(&format!("{text}`.fix 1` puts the first on the line\n"))?;
                return Ok(Next::Stay);
            }
        },
        typed => {
            let at = typed.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
            let Some(chosen) = at.and_then(|at| offers.get(at)) else {
                return Err(match offers.len() {
                    0 => "nothing is to be mended".to_owned(),
                    1 => format!("there is one way out, none is number {typed}"),
                    many => format!("there are {many} ways out, none is number {typed}"),
                }
                .into());
            };
            chosen
        }
    };
    Ok(Next::Type(chosen.text.trim_end().to_owned()))
}

fn offered(number: usize, one: &Mended) -> String {
    let rows = match one.rows {
        None => String::new(),
        Some(1) => ": 1 row".to_owned(),
        Some(rows) => format!(": {rows} rows"),
    };
    let examples = if one.examples.is_empty() { String::new() } else { format!(" ({})", one.examples.join(", ")) };
    let text = under(one.text.trim_end(), 5);
    format!("{number:>2}  {}{rows}{}\n     {text}\n", sanitise(&one.change), sanitise(&examples))
}

/// The last input in the user's editor; what comes back stands on the line, to be asked or not.
fn edit(shell: &mut Shell, _: &str) -> Done {
    let text = shell.asked.clone();
    let before = shell.interrupts.keyboard(Keyboard::Program);
    let edited = shell.screen.edited(&text);
    shell.interrupts.keyboard(before);
    match edited? {
        Some(text) if !text.trim().is_empty() => Ok(Next::Type(text.trim_end().to_owned())),
        _ => Ok(Next::Stay),
    }
}

/// The last answer as a file, whole or not at all; one that is there is only written over where that is said.
fn save(shell: &mut Shell, argument: &str) -> Done {
    let (over, file) = match argument.strip_prefix("over ") {
        Some(file) => (true, file.trim()),
        None => (false, argument),
    };
    let file = file.trim_matches('"');
    if file.is_empty() {
        return Err("`.save` needs a file, as in `.save rows.csv`".into());
    }
    shell.tell_whole()?;
    let (reply, graph) = shell.last()?;
    let path = folders::typed(file);
    let format = files::format_of(&path)?.unwrap_or(shell.settings.mode);
    let names: Vec<String> =
        files::paths(format, &path).iter().map(|path| sanitise(&shown(path)).into_owned()).collect();
    for (path, name) in files::paths(format, &path).iter().zip(&names) {
        if !over && std::fs::symlink_metadata(path).is_ok() {
            return Err(format!("`{name}` is there already; `.save over {file}` replaces it").into());
        }
    }
    let told = [Told { reply, graph: &graph }];
    let written = files::save(&told, format, &path, &shell.look().file(shell.raw)).map_err(|stop| match stop {
        Stop::Closed => Trouble::Said(format!("cannot write `{}`", names.join("`, `"))),
        Stop::Failed(_, why) => Trouble::Said(why),
    })?;
    let left = not_held(&written, format, &shell.style());
    shell.print(&format!("written as {format}: {}\n{left}", names.join(" and ")))?;
    Ok(Next::Stay)
}

/// The references of the last answer, to be copied; `.save references.bib` writes them.
fn cite(shell: &mut Shell, word: &str) -> Done {
    let word = if word == "csl" { Format::CslJson.word() } else { word };
    view_in(shell, ".cite", &Format::CITATIONS, word)
}

fn graph(shell: &mut Shell, word: &str) -> Done {
    view_in(shell, ".graph", &NETWORKS, word)
}

fn chart(shell: &mut Shell, _: &str) -> Done {
    shell.view_as(Format::Chart)?;
    Ok(Next::Stay)
}

/// Shows the last answer in one of some formats, the first where none is named.
fn view_in(shell: &mut Shell, order: &str, formats: &[Format], word: &str) -> Done {
    let found = formats.iter().find(|format| word.is_empty() || format.word() == word);
    let Some(format) = found else {
        let words: Vec<&str> = formats.iter().map(|format| format.word()).collect();
        return Err(format!("`{order}` knows {}, not `{word}`", words.join(", ")).into());
    };
    shell.view_as(*format)?;
    Ok(Next::Stay)
}
