//! Orders that teach: help, and what else a newcomer needs.
//!
//! A topic comes in, a page goes out.

use super::super::layout::{beside, fitting};
use super::super::shell::Shell;
use super::{Done, Next, Order, TOPICS, Takes, Topic, all, named};
use whereof::engine::{Looked, look_up, term, term_list, terms};
use whereof::render::{Style, codes, explain, prose};

pub(super) const ORDERS: &[Order] = &[
    Order {
        name: ".help",
        aliases: &[".h", ".?"],
        arguments: "[TOPIC]",
        help: "this; or a topic, an order, a code, or any name",
        takes: Takes::Words(topics),
        run: help,
    },
    super::guide::TOUR,
    super::guide::EXAMPLES,
    Order {
        name: ".version",
        aliases: &[],
        arguments: "",
        help: "which program this is, and which base is open",
        takes: Takes::Nothing,
        run: version,
    },
];

/// What `.help` says before the orders: a label, and lines of which each begins anew.
const ASKING: &[(&str, &[&str])] = &[
    (
        "ask",
        &[
            "treatment where upregulates CXCR4 and disease = fibrosis",
            "gene where upregulated by rapamycin",
            "count treatment by disease where upregulates CXCR4",
            "why not rapamycin: treatment where upregulates CXCR4",
        ],
    ),
    (
        "script",
        &[
            "let $gene = CXCR4; use \"more.whereof\"; retract study 59",
            "expect some: gene where upregulated by rapamycin",
        ],
    ),
    ("look", &["describe CXCR4; kinds of fibrosis; nouns; verbs; slots; sources"]),
    (
        "words",
        &[
            "`.help WORD` explains what a screen shows, such as `.help contested`, and where answers go, such as `.help excel`; \
           `.help topics` lists all such words",
        ],
    ),
    (
        "keys",
        &[
            "Tab completes; Enter asks, or goes on where something is missing; an empty line or `;` asks at once; Ctrl-R searches what \
           was typed; Ctrl-C clears the line or ends a question; Ctrl-D leaves",
        ],
    ),
];

fn topics() -> Vec<&'static str> {
    let orders = all().map(|(_, order)| order.name.trim_start_matches('.'));
    let mut words: Vec<&str> = TOPICS.iter().map(|topic| topic.name).chain(["codes", "topics"]).chain(orders).collect();
    words.extend(terms().map(|term| term.name));
    words.sort_unstable();
    words.dedup();
    words
}

/// `.help [TOPIC]`: the way in, or what is known of a word of the screen, orders, a code, a part of these, or a name of the base.
fn help(shell: &mut Shell, asked: &str) -> Done {
    let style = shell.style();
    if asked.is_empty() {
        let asking: String = ASKING.iter().map(|(label, lines)| beside(label, 8, lines, &style)).collect();
        let orders: String = TOPICS.iter().map(|topic| listed(topic, &style)).collect();
        shell.page(&format!("{asking}{orders}"))?;
        return Ok(Next::Stay);
    }
    if let Some(code) = explain(asked) {
        shell.print(&fitting(&code.page(), &style))?;
    } else if asked == "codes" {
        let text: String = codes().map(|one| beside(one.code, 7, &[one.meaning], &style)).collect();
        shell.page(&text)?;
    } else if asked == "topics" {
        let orders: Vec<&str> = TOPICS.iter().map(|topic| topic.name).chain(["codes"]).collect();
        shell.page(&format!("{}orders\n{}", term_list(&style), prose(&orders.join(", "), 2, &style)))?;
    } else if let Some(topic) = TOPICS.iter().find(|topic| topic.name == asked) {
        shell.print(&listed(topic, &style))?;
    } else {
        // a word may be explained and be an order too: `gaps`, `why`, `limit`
        let found = named(asked).filter(|order| asked.starts_with('.') || order.name.get(1..) == Some(asked));
        let term = if asked.starts_with('.') { None } else { term(asked) };
        let mut page = term.map(|term| term.page(&style)).unwrap_or_default();
        page.extend(found.map(|order| line(order, &style)));
        match page.is_empty() {
            false => shell.print(&page)?,
            true => other(shell, asked)?,
        }
    }
    Ok(Next::Stay)
}

/// What is neither explained nor an order: a name of the base, a part of an order's line, or nothing that is known.
fn other(shell: &mut Shell, asked: &str) -> Result<(), super::Trouble> {
    let looked = look_up(&shell.session.borrow(), asked);
    let orders = matching(asked);
    match looked {
        Looked::Name => shell.ask(&format!("describe {asked}")),
        Looked::Unknown(_) if !orders.is_empty() => {
            let style = shell.style();
            let text: String = orders.into_iter().map(|order| line(order, &style)).collect();
            Ok(shell.print(&text)?)
        }
        Looked::Unknown(words) => Err(words.into()),
    }
}

/// Orders whose name or help has these letters.
fn matching(asked: &str) -> Vec<&'static Order> {
    let asked = asked.to_lowercase();
    let has = |order: &Order| order.name.contains(&asked) || order.help.contains(&asked);
    all().map(|(_, order)| order).filter(|order| has(order)).collect()
}

fn listed(topic: &Topic, style: &Style) -> String {
    let lines: String = topic.orders.iter().map(|order| line(order, style)).collect();
    format!("{}\n{lines}", topic.name)
}

fn line(order: &Order, style: &Style) -> String {
    let typed = format!("  {} {}", order.name, order.arguments);
    beside(&typed, 28, &[order.help], style)
}

fn version(shell: &mut Shell, _: &str) -> Done {
    let info = shell.session.borrow().base().info();
    let text = format!(
        "whereof {}\nopen: {} ({} findings of {} studies), fingerprint {}\n",
        env!("CARGO_PKG_VERSION"),
        whereof::render::sanitise(&info.name),
        info.findings,
        info.studies,
        info.hash,
    );
    shell.print(&text)?;
    Ok(Next::Stay)
}
