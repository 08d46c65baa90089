//! Orders that teach: help, and what else a newcomer needs.
//!
//! A topic comes in, a page goes out.

use super::super::shell::Shell;
use super::{Done, Next, Order, TOPICS, Takes, Topic, all, named};
use whereof::render::{codes, explain};

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

/// What `.help` says before the orders.
const ASKING: &str = "\
ask     treatment where upregulates CXCR4 and disease = fibrosis
        gene where upregulated by rapamycin
        count treatment by disease where upregulates CXCR4
        why not rapamycin: treatment where upregulates VEGF
script  let $gene = CXCR4; use \"more.whereof\"; retract study 59
        expect some: gene where upregulated by rapamycin
look    describe CXCR4; kinds of fibrosis; nouns; verbs; slots; sources
keys    Tab completes; Enter asks, or goes on where something is missing;
        an empty line or `;` asks at once; Ctrl-R searches what was typed;
        Ctrl-C clears the line or ends a question; Ctrl-D leaves
";

fn topics() -> Vec<&'static str> {
    let orders = all().map(|(_, order)| order.name.trim_start_matches('.'));
    TOPICS.iter().map(|topic| topic.name).chain(["codes"]).chain(orders).collect()
}

/// `.help [TOPIC]`: the way in, or what is known of a topic, an order, a code, a part of these, or a name of the base.
fn help(shell: &mut Shell, asked: &str) -> Done {
    if asked.is_empty() {
        let orders: String = TOPICS.iter().map(listed).collect();
        shell.page(&format!("{ASKING}{orders}"))?;
        return Ok(Next::Stay);
    }
    if let Some(code) = explain(asked) {
        shell.print(&code.page())?;
    } else if asked == "codes" {
        let text: String = codes().map(|one| format!("{}  {}\n", one.code, one.meaning)).collect();
        shell.page(&text)?;
    } else if let Some(topic) = TOPICS.iter().find(|topic| topic.name == asked) {
        shell.print(&listed(topic))?;
    } else if let Some(order) = named(asked) {
        shell.print(&line(order))?;
    } else {
        let found = matching(asked);
        if found.is_empty() {
            // any other topic is a name of the base
            shell.ask(&format!("describe {asked}"))?;
        } else {
            let text: String = found.into_iter().map(line).collect();
            shell.print(&text)?;
        }
    }
    Ok(Next::Stay)
}

/// Orders whose name or help has these letters.
fn matching(asked: &str) -> Vec<&'static Order> {
    let asked = asked.to_lowercase();
    let has = |order: &Order| order.name.contains(&asked) || order.help.contains(&asked);
    all().map(|(_, order)| order).filter(|order| has(order)).collect()
}

fn listed(topic: &Topic) -> String {
    let lines: String = topic.orders.iter().map(line).collect();
    format!("{}\n{lines}", topic.name)
}

fn line(order: &Order) -> String {
    let typed = format!("{} {}", order.name, order.arguments);
    format!("  {typed:<25} {}\n", order.help)
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
