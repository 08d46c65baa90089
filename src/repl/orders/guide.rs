//! Orders that show the way: a tour in steps, and examples to start from.
//!
//! A step or a topic comes in, a page and an answer go out, or a question for the line. What is taught is the library's affair.

use super::super::PROMPT;
use super::super::shell::Shell;
use super::{Done, Next, Order, Takes, Trouble};
use whereof::engine::{Topic, tour as lessons};
use whereof::render::{Format, prose, sanitise};

pub(super) const TOUR: Order = Order {
    name: ".tour",
    aliases: &[],
    arguments: "[STEP|off]",
    help: "teaches in seven steps; alone, the next one",
    takes: Takes::Words(|| vec!["next", "back", "off"]),
    run: tour,
};

pub(super) const EXAMPLES: Order = Order {
    name: ".examples",
    aliases: &[".example"],
    arguments: "[TOPIC|N]",
    help: "questions by topic; a number puts one on the line",
    takes: Takes::Words(topics),
    run: examples,
};

/// Takes one step of the tour; after the last it is over.
fn tour(shell: &mut Shell, argument: &str) -> Done {
    if argument == "off" {
        shell.tour = Tour::default();
        return Ok(Next::Stay);
    }
    if !shell.session.borrow().asks_builtin() {
        return Err(
            "the tour asks the built-in base, which is not open here; `.examples` makes questions for what is, \
                    and `whereof` without --no-builtin has the tour"
                .into(),
        );
    }
    let lessons = lessons();
    let step = match argument {
        "" | "next" => shell.tour.step % lessons.len() + 1,
        "back" => shell.tour.step.saturating_sub(1).max(1),
        number => number.parse().unwrap_or(0),
    };
    let Some(lesson) = step.checked_sub(1).and_then(|at| lessons.get(at)) else {
        return Err(format!("the tour has {} steps; `{argument}` is none of them", lessons.len()).into());
    };
    let style = shell.style();
    let title = format!("step {step} of {}: {}", lessons.len(), lesson.title);
    let says = prose(&lesson.says, 2, &style);
    shell.print(&format!("{}{says}\n{PROMPT}{}\n", prose(&title, 0, &style), sanitise(&lesson.question)))?;
    // as a table, whatever is set: the text speaks of what is seen there
    let (mode, pager) = (shell.settings.mode, std::mem::take(&mut shell.settings.pager));
    // whoever has just come may not know how to leave a pager
    (shell.settings.mode, shell.settings.pager) = (Format::Table, "never".to_owned());
    let asked = shell.ask(&lesson.question);
    (shell.settings.mode, shell.settings.pager) = (mode, pager);
    asked?;
    shell.asked.clone_from(&lesson.question);
    let is_last = step == lessons.len();
    let on = match is_last {
        true => "That was the tour. `.tour 1` begins again.".to_owned(),
        false => format!("Enter goes on to step {}; ask what you like before, `.tour` comes back.", step + 1),
    };
    shell.print(&format!("{}\n{}", prose(&format!("look: {}", lesson.look), 2, &style), prose(&on, 0, &style)))?;
    shell.tour = Tour { step: if is_last { 0 } else { step }, is_here: !is_last };
    Ok(Next::Stay)
}

/// How far the tour has come.
#[derive(Clone, Copy, Debug, Default)]
pub(in super::super) struct Tour {
    /// Steps taken.
    step: usize,
    /// Whether the last input was a step, so that an empty one means to go on.
    pub(in super::super) is_here: bool,
}

/// What Tab offers: the topics of the built-in base.
fn topics() -> Vec<&'static str> {
    whereof::engine::TOPIC_NAMES.to_vec()
}

fn examples(shell: &mut Shell, asked: &str) -> Done {
    let topics = shell.session.borrow().examples();
    if topics.is_empty() {
        return Err("no question could be made from what is open; `nouns` and `verbs` list its words".into());
    }
    if let Ok(number) = asked.parse::<usize>() {
        let mut all = topics.iter().flat_map(|topic| &topic.examples);
        let count = topics.iter().map(|topic| topic.examples.len()).sum::<usize>();
        let found = number.checked_sub(1).and_then(|at| all.nth(at));
        let wrong = || Trouble::Said(format!("there are {count} examples, none is number {number}"));
        return found.map(|example| Next::Type(example.line())).ok_or_else(wrong);
    }
    let page = if asked.is_empty() { contents(shell, &topics) } else { found(shell, &topics, asked)? };
    shell.page(&page)?;
    Ok(Next::Stay)
}

/// The topics, each with the numbers of its questions.
fn contents(shell: &Shell, topics: &[Topic]) -> String {
    let style = shell.style();
    let mut page = String::new();
    if !shell.session.borrow().asks_builtin() {
        page.push_str(&prose("the built-in base is not open here; these questions were made from what is:", 0, &style));
        return page + &every(shell, topics, &|_| true);
    }
    let widest = topics.iter().map(|topic| topic.name.len()).max().unwrap_or(0);
    let mut from = 1;
    for topic in topics {
        let to = from + topic.examples.len();
        let numbers = if to - from == 1 { from.to_string() } else { format!("{from}-{}", to - 1) };
        let line = prose(&topic.about, widest + 11, &style);
        page.push_str(&format!("  {:<widest$}  {numbers:<7}{}", topic.name, line.trim_start()));
        from = to;
    }
    page + &prose(
        "`.examples logic` shows a topic, `.examples CXCR4` what has a word; `.examples 3` puts one on the line",
        0,
        &style,
    )
}

/// The examples of a topic, or those that have a word.
fn found(shell: &Shell, topics: &[Topic], asked: &str) -> Result<String, Trouble> {
    let word = asked.to_lowercase();
    let of_topic = topics.iter().any(|topic| topic.name == word);
    let page = match of_topic {
        true => every(shell, topics, &|(topic, ..)| topic == word),
        false => every(shell, topics, &|(_, shows, line)| {
            shows.to_lowercase().contains(&word) || line.to_lowercase().contains(&word)
        }),
    };
    match page.is_empty() {
        false => Ok(page),
        true => {
            let names: Vec<&str> = topics.iter().map(|topic| topic.name.as_str()).collect();
            let names = names.join(", ");
            Err(format!("no example has `{asked}`; there are these topics: {names}").into())
        }
    }
}

/// All examples that are wanted, numbered through all topics. A topic's name, what is shown, and the line decide.
fn every(shell: &Shell, topics: &[Topic], wanted: &dyn Fn((&str, &str, &str)) -> bool) -> String {
    let style = shell.style();
    let mut page = String::new();
    let mut number = 0usize;
    for topic in topics {
        let mut is_told = false;
        for example in &topic.examples {
            number += 1;
            if !wanted((&topic.name, &example.shows, &example.line())) {
                continue;
            }
            if !is_told {
                page.push_str(&prose(&format!("{}: {}", topic.name, topic.about), 0, &style));
                is_told = true;
            }
            let shows = prose(&example.shows, 6, &style);
            page.push_str(&format!("{number:>4}  {}", shows.trim_start()));
            for statement in &example.statements {
                page.push_str(&prose(statement, 8, &style));
            }
        }
    }
    page
}
