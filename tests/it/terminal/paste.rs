//! Pastes: a megabyte at once costs a megabyte, whatever is in it.

use super::{Setup, Shell};
use crate::cli::HEADLINE;

/// A paste as terminals mark it.
fn paste(text: &str) -> String {
    format!("\x1b[200~{text}\x1b[201~")
}

#[test]
fn a_megabyte_is_written_once_and_typing_goes_on() {
    let mut shell = Shell::open(&Setup { variables: &[("CLICOLOR_FORCE", "1")], ..Setup::new("paste") });
    for piece in ["treatment where upregulates CXCR4 or ", "治療 where 間葉系 TGF-β ", "lines\nof lines\n"] {
        let text = piece.repeat((1 << 20) / piece.len());
        let before = shell.seen.len();
        shell.type_in(paste(&text));
        shell.type_in("XYZ");
        shell.wait("the last word", |shell| {
            let seen = String::from_utf8_lossy(&shell.seen[before..]).into_owned();
            // more than 65,535 rows, which the editor counts in sixteen bits: a build that looks for overflow stops there
            seen.contains("XYZ") || seen.contains("more than a line can take")
        });
        let written = shell.seen.len() - before;
        // line ends come with a return; the last three keys may each draw the whole once where a row is full
        assert!(written < 6 * text.len(), "{written} bytes for {}", text.len());
        let before = shell.seen.len();
        for key in 0..50 {
            shell.type_in([b'a' + key % 26]);
        }
        shell.settle(std::time::Duration::from_millis(100));
        let written = shell.seen.len() - before;
        assert!(written < 2 * text.len() + 4_096, "50 keys wrote {written} bytes after {}", text.len());
        // none of this is asked: it is too long, or no question
        let reply = shell.ask("");
        assert!(reply.contains("[W01"), "{}", &reply[reply.len().saturating_sub(2_000)..]);
        let reply = shell.ask(HEADLINE);
        assert!(reply.contains("complete: 1 row, 1 study"), "{reply}");
    }
    assert_eq!(shell.panics(), 0);
    shell.leave();
}

#[test]
fn a_long_line_is_not_kept_in_the_history() {
    let setup = Setup::new("paste-history");
    let mut shell = Shell::open(&setup);
    shell.type_in(paste(&"treatment where ".repeat(10_000)));
    shell.ask("");
    shell.ask("nouns");
    shell.leave();
    let kept = std::fs::read(setup.state.join("whereof/history")).unwrap();
    assert!(kept.len() < 1_000, "{}", kept.len());
}

#[test]
fn what_is_typed_ahead_is_not_lost() {
    let mut shell = Shell::open(&Setup::new("ahead"));
    let before = shell.prompts();
    shell.type_in("nouns\rverbs\rslots\r");
    shell.wait("three replies", |shell| shell.prompts() == before + 3 && shell.is_reading());
    let screen = String::from_utf8_lossy(&shell.seen).into_owned();
    for word in ["treatment", "upregulates", "disease"] {
        assert!(screen.contains(word), "{word}\n{screen}");
    }
    shell.leave();
}

#[test]
fn a_bad_byte_leaves_the_line() {
    let mut shell = Shell::open(&Setup::new("bad-byte"));
    for bytes in [&b"\xff"[..], b"\xc3\x28", b"\xed\xa0\x80", b"\xf8\x88\x80\x80\x80"] {
        shell.type_in("treatment where upregulates CXCR4 and ");
        shell.wait_for("CXCR4 and");
        let prompts = shell.prompts();
        shell.type_in(bytes);
        shell.wait("the line again", |shell| shell.prompts() > prompts && shell.is_reading());
        shell.settle(std::time::Duration::from_millis(100));
        let reply = shell.ask("disease = fibrosis");
        assert!(reply.contains("complete: 1 row, 1 study"), "{bytes:?}\n{reply}");
    }
    // however many come
    for _ in 0..40 {
        shell.type_in(b"\xff");
        shell.settle(std::time::Duration::from_millis(5));
    }
    shell.is_alive();
    shell.leave();
}
