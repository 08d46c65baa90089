//! The prompt on a terminal of its own.

use super::{HEADLINE, scratch};
use rexpect::session::{Options, PtySession, spawn_with_options};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

const PROMPT: &str = "whereof> ";

fn open(state: &Path) -> PtySession {
    // without the standard streams of the other tests: they are the terminal here
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_whereof"));
    command.env_clear().env("XDG_STATE_HOME", state).env("TERM", "xterm").env("NO_COLOR", "1");
    let options = Options::new().timeout_ms(Some(20_000)).strip_ansi_escape_codes(true);
    let mut session = spawn_with_options(command, options).unwrap();
    session.exp_string("open: Hu 2020").unwrap();
    session.exp_string(PROMPT).unwrap();
    session
}

/// Types a line, and waits for words of the reply and for the next prompt: what is typed sooner is lost.
fn typed(session: &mut PtySession, line: &str, reply: &str) {
    session.send_line(line).unwrap();
    session.exp_string(reply).unwrap();
    session.exp_string(PROMPT).unwrap();
}

fn ends_well(mut session: PtySession) {
    session.send_control('d').unwrap();
    session.exp_eof().unwrap();
    let status = session.process().wait().unwrap();
    let words = format!("{status:?}");
    assert!(words.starts_with("Exited(") && words.ends_with(", 0)"), "{words}");
}

#[test]
fn it_answers_advises_and_remembers() {
    let state = scratch("prompt");
    let mut session = open(&state);
    typed(&mut session, HEADLINE, "complete: 1 row, 1 study");
    typed(&mut session, ".mdoe", "did you mean `.mode`?");
    typed(&mut session, "treatment where upregulates CXCR44", "CXCR4 (gene): 3 rows");
    typed(&mut session, ".mode jsonl", "mode jsonl\r\n");
    typed(&mut session, "nouns", "\"gene\"");
    ends_well(session);
    let history = state.join("whereof/history");
    assert_eq!(std::fs::metadata(&history).unwrap().permissions().mode() & 0o777, 0o600);
    let kept = std::fs::read_to_string(history).unwrap();
    assert!(kept.contains(HEADLINE) && kept.contains("nouns"), "{kept}");
}

#[test]
fn an_unfinished_line_goes_on_and_an_empty_one_forces_it() {
    let mut session = open(&scratch("unfinished"));
    session.send_line("treatment where upregulates CXCR4 and").unwrap();
    typed(&mut session, "disease = fibrosis", "complete: 1 row");
    session.send_line("treatment where").unwrap();
    typed(&mut session, "", "W0111");
    ends_well(session);
}

#[test]
fn an_interrupt_clears_the_line_and_nothing_else() {
    let mut session = open(&scratch("interrupt"));
    session.send("treatment where upregulates").unwrap();
    session.flush().unwrap();
    session.exp_string("where").unwrap();
    session.send_control('c').unwrap();
    session.exp_string("\n").unwrap();
    session.exp_string(PROMPT).unwrap();
    typed(&mut session, "nouns", "entries");
    ends_well(session);
}
