//! The walk of a newcomer: from a banner to a finding with its source, through four mistakes, with nothing to go by but the screen.
//!
//! A newcomer knows what they want to know and makes the mistakes that people make. Whatever else they type must stand on the screen before
//! it: the test looks there. The walk is recorded in `docs/looks/walk.txt`, which this test compares.

use super::{Setup, Shell, looks};
use crate::cli::HEADLINE;

/// What the newcomer types next.
enum Step {
    /// Their own words, wrong in a way that this says.
    Mistake(&'static str, &'static str),
    /// Words that the screen says in quotes or as something to try.
    Told(&'static str),
    /// Enter, for a line that stands there already and begins so.
    Enter(&'static str),
}

use Step::{Enter, Mistake, Told};

const WALK: &[Step] = &[
    Mistake("the `and` is forgotten", "treatment where improves homing disease = fibrosis"),
    Told(".fix"),
    Enter("treatment where improves homing and disease = fibrosis"),
    Mistake("a disease where a gene is wanted", "treatment where upregulates fibrosis"),
    Told(".fix"),
    Enter("treatment where increases fibrosis"),
    Mistake(
        "`and` and `or` in one group",
        "treatment where upregulates CXCR4 or improves homing and disease = fibrosis",
    ),
    Told(".fix 1"),
    Enter("treatment where (upregulates CXCR4 or improves homing) and disease = fibrosis"),
    Mistake("the gene is misspelt", "treatment where upregulates CXRC4 and disease = fibrosis"),
    Told(".fix"),
    Enter(HEADLINE),
    Told(".show 1"),
];

#[test]
fn a_newcomer_comes_from_the_banner_to_the_finding() {
    let mut shell = Shell::open(&Setup { rows: 400, columns: 80, ..Setup::new("walk") });
    let mut shown = shell.screen();
    for step in WALK {
        shown = match step {
            Mistake(what, text) => {
                let reply = shell.ask(text);
                assert!(reply.contains("error: "), "{what}: it was no mistake\n{reply}");
                reply
            }
            Told(text) => {
                let quoted = format!("`{text}`");
                // a question to try stands alone, an order in quotes
                assert!(shown.contains(&quoted), "`{text}` does not stand on the screen\n{shown}");
                shell.ask(text)
            }
            Enter(text) => {
                // the line may be longer than the terminal is wide, and a count may stand behind it
                let line: String = shown.lines().skip_while(|line| !line.contains("whereof> ")).collect();
                assert!(line.contains(text), "the line should be `{text}`\n{shown}");
                let reply = shell.ask("");
                assert!(!reply.contains("error: "), "what was offered is wrong itself\n{reply}");
                reply
            }
        };
    }
    // what the newcomer came for: the finding, its study and its source
    for word in ["resveratrol upregulates CXCR4 [59]", "cirrhosis", "doi 10.1111/jcmm.14788", "sentence 8"] {
        assert!(shown.contains(word), "{word}\n{shown}");
    }
    looks::compare("walk.txt", &looks::text(shell.emulated()));
    shell.leave();
}
