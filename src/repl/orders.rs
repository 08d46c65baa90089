//! Lines that begin with a dot: orders to the prompt itself.
//!
//! A line comes in, an order or an advice goes out. It does not know how an order is carried out.

use whereof::render::Format;

/// What `.help` says.
pub(super) const HELP: &str = "\
ask     treatment where upregulates CXCR4 and disease = fibrosis
        gene where upregulated by rapamycin
        count treatment by disease where upregulates CXCR4
        why not rapamycin: treatment where upregulates CXCR4 and disease = fibrosis
script  let $gene = CXCR4; use \"more.whereof\"; retract study 59
        expect some: gene where upregulated by rapamycin
look    describe CXCR4; kinds of fibrosis; nouns; verbs; slots; sources
keys    Tab completes; Enter asks, or goes on where something is missing;
        an empty line or `;` asks at once; Ctrl-R searches what was typed;
        Ctrl-C clears the line or ends a question; Ctrl-D leaves
.help [TOPIC]    this; or a code such as W0201; or `codes`; or any name
.mode [FORMAT]   how answers look: table, tsv, csv, json, jsonl, markdown
.why [N]         why the rows of the last answer are there, or its row N
.quit            leaves
";

/// An order to the prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order<'t> {
    /// `.help [TOPIC]`
    Help(Option<&'t str>),
    /// `.mode [FORMAT]`
    Mode(Option<Format>),
    /// `.why [N]`
    Why(Option<usize>),
    /// `.quit`
    Quit,
}

/// The words of all orders.
const WORDS: [&str; 5] = [".help", ".mode", ".why", ".quit", ".exit"];

/// Reads an order.
///
/// # Errors
/// What is wrong with it, and what was probably meant.
pub(super) fn order(line: &str) -> Result<Order<'_>, String> {
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let rest = Some(rest.trim().trim_end_matches(';')).filter(|rest| !rest.is_empty());
    match word.trim_end_matches(';') {
        ".help" | ".h" => Ok(Order::Help(rest)),
        ".quit" | ".exit" | ".q" => Ok(Order::Quit),
        ".mode" => Ok(Order::Mode(rest.map(str::parse).transpose()?)),
        ".why" => match rest.map(str::parse).transpose() {
            Ok(number) => Ok(Order::Why(number)),
            Err(_) => Err(format!(".why takes the number of a row; for a question write: why {}", rest.unwrap_or(""))),
        },
        other => {
            let near = WORDS.iter().map(|word| (distance(word, other), *word)).min();
            Err(match near {
                Some((far, word)) if far <= 2 => format!("no order `{other}`; did you mean `{word}`?"),
                _ => format!("no order `{other}`; .help lists them"),
            })
        }
    }
}

fn distance(one: &str, other: &str) -> usize {
    strsim::damerau_levenshtein(one, &other.chars().take(20).collect::<String>())
}

/// Orders that begin so, for completion.
pub(super) fn beginning_with(start: &str) -> Vec<&'static str> {
    WORDS.into_iter().filter(|word| word.starts_with(start)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_are_read() {
        assert_eq!(order(".help"), Ok(Order::Help(None)));
        assert_eq!(order(".help W0201"), Ok(Order::Help(Some("W0201"))));
        assert_eq!(order(".mode csv"), Ok(Order::Mode(Some(Format::Csv))));
        assert_eq!(order(".why 2;"), Ok(Order::Why(Some(2))));
        assert_eq!(order(".quit;"), Ok(Order::Quit));
    }

    #[test]
    fn help_fits_a_terminal() {
        assert!(HELP.lines().all(|line| line.chars().count() <= 84), "{HELP}");
    }

    #[test]
    fn a_slip_gets_advice() {
        assert_eq!(order(".mdoe"), Err("no order `.mdoe`; did you mean `.mode`?".to_owned()));
        assert_eq!(order(".frobnicate"), Err("no order `.frobnicate`; .help lists them".to_owned()));
        assert!(order(".mode xml").is_err());
        assert!(order(".why treatment").is_err());
    }
}
