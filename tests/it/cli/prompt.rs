//! The prompt on a terminal of its own.

use super::{HEADLINE, scratch};
use rexpect::session::{Options, PtySession, spawn_with_options};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

const PROMPT: &str = "whereof> ";

/// Opens the prompt with its files in a folder, on a terminal of so many rows and columns; `more` is given to the program.
fn open_with(state: &Path, size: Option<(u16, u16)>, more: &[&str], variables: &[(&str, &str)]) -> PtySession {
    // the size is set from inside: a terminal that is made for a test has none
    let stty = size.map_or(String::new(), |(rows, columns)| format!("stty rows {rows} cols {columns}; "));
    let mut command = std::process::Command::new("/bin/sh");
    command.args(["-c", &format!("{stty}exec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_whereof")]).args(more);
    command.env_clear().env("XDG_STATE_HOME", state).env("XDG_CONFIG_HOME", state).env("TERM", "xterm");
    command.env("PATH", "/usr/local/bin:/usr/bin:/bin").env("NO_COLOR", "1").envs(variables.iter().copied());
    let options = Options::new().timeout_ms(Some(20_000)).strip_ansi_escape_codes(true);
    let mut session = spawn_with_options(command, options).unwrap();
    session.exp_string(PROMPT).unwrap();
    session
}

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

/// A question with hundreds of millions of rows.
const ENDLESS: &str = "treatment A, treatment B, treatment C, gene G, gene H, gene I \
                       where A upregulates G and B upregulates H and C upregulates I";

#[test]
fn an_interrupt_ends_a_question_and_not_the_prompt() {
    let mut session = open(&scratch("cancel"));
    for _ in 0..3 {
        session.send_line(ENDLESS).unwrap();
        // a line is drawn in pieces where it comes slowly
        session.exp_string("upregulates I").unwrap();
        // it is on its way once the line is taken over
        std::thread::sleep(std::time::Duration::from_millis(300));
        session.send_control('c').unwrap();
        session.exp_string("interrupted").unwrap();
        session.exp_string(PROMPT).unwrap();
    }
    typed(&mut session, HEADLINE, "complete: 1 row");
    ends_well(session);
}

#[test]
fn what_is_mended_stands_on_the_line() {
    let mut session = open(&scratch("fix"));
    typed(&mut session, "treatment where upregulates CXCR44 and disease = fibrosys", "W0201");
    typed(&mut session, ".fix", " 1  CXCR4 (gene), fibrosis (disease): 1 row");
    session.send_line(".fix 1").unwrap();
    session.exp_string("disease = fibrosis").unwrap();
    typed(&mut session, "", "complete: 1 row");
    ends_well(session);
}

#[test]
fn the_last_word_comes_back_and_then_the_one_before() {
    let mut session = open(&scratch("word"));
    typed(&mut session, "describe CXCR4", "CXCR4");
    typed(&mut session, "describe hypoxia", "hypoxia");
    session.send("resolve \u{1b}.\u{1b}.").unwrap();
    session.flush().unwrap();
    session.exp_string("resolve CXCR4").unwrap();
    typed(&mut session, "", "NCBIGene");
    ends_well(session);
}

#[test]
fn a_paste_waits_for_enter_and_comes_back_whole() {
    let state = scratch("paste");
    let mut session = open(&state);
    session.send("\u{1b}[200~treatment where\r\n  upregulates CXCR4\r\n  and disease = fibrosis\u{1b}[201~").unwrap();
    session.flush().unwrap();
    session.exp_string("= fibrosis").unwrap();
    typed(&mut session, "", "complete: 1 row");
    // the whole of it is one entry: up, and Enter
    session.send("\u{1b}[A").unwrap();
    session.flush().unwrap();
    session.exp_string("= fibrosis").unwrap();
    typed(&mut session, "", "complete: 1 row");
    ends_well(session);
    let kept = std::fs::read_to_string(state.join("whereof/history")).unwrap();
    assert_eq!(kept, "#V2\ntreatment where\\n  upregulates CXCR4\\n  and disease = fibrosis\n");
}

#[test]
fn the_keys_are_those_of_vi_where_that_is_set() {
    let state = scratch("vi");
    let mut session = open_with(&state, None, &["-q"], &[]);
    typed(&mut session, ".set edit vi", "edit = vi, kept in");
    // back to the line's beginning, and a letter less
    session.send("vnouns").unwrap();
    session.send("\u{1b}").unwrap();
    session.flush().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(700));
    session.send("0x").unwrap();
    typed(&mut session, "", "16 entries");
    ends_well(session);
    assert_eq!(std::fs::read_to_string(state.join("whereof/config.toml")).unwrap(), "edit = \"vi\"\n");
}

#[test]
fn what_is_taller_than_the_terminal_goes_to_the_pager() {
    let state = scratch("pager");
    // a pager that shows that it was there, and reads no more than a line
    let pager = state.join("pager");
    std::fs::write(&pager, "#!/bin/sh\nhead -n 1\necho 'the pager was here'\n").unwrap();
    std::fs::set_permissions(&pager, std::fs::Permissions::from_mode(0o755)).unwrap();
    let pager = [("PAGER", pager.to_str().unwrap())];
    let mut session = open_with(&state, Some((10, 100)), &["-q"], &pager);
    typed(&mut session, HEADLINE, "the pager was here");
    typed(&mut session, "resolve VEGF", "VEGF");
    session.send_line("verbs").unwrap();
    session.exp_string("the pager was here").unwrap();
    ends_well(session);
    let mut session = open_with(&state, Some((10, 100)), &["-q", "--no-pager"], &pager);
    typed(&mut session, HEADLINE, "complete: 1 row");
    ends_well(session);
    let mut session = open_with(&state, Some((10, 100)), &["-q"], &[("WHEREOF_PAGER", "no-such-pager-here")]);
    session.send_line(HEADLINE).unwrap();
    session.exp_string("cannot be started").unwrap();
    session.exp_string("complete: 1 row").unwrap();
    ends_well(session);
}

#[test]
fn the_editor_gives_the_question_back() {
    let state = scratch("editor");
    let mut session = open_with(&state, None, &["-q"], &[("EDITOR", "sed -i s/CXCR44/CXCR4/")]);
    typed(&mut session, "treatment where upregulates CXCR44", "W0201");
    session.send_line(".edit").unwrap();
    session.exp_string("treatment where upregulates CXCR4").unwrap();
    typed(&mut session, "", "complete: 3 rows");
    ends_well(session);
    let mut session = open_with(&state, None, &["-q"], &[("VISUAL", "no-such-editor-here")]);
    typed(&mut session, "nouns", "16 entries");
    typed(&mut session, ".edit", "the editor `no-such-editor-here` cannot be used");
    ends_well(session);
}

#[test]
fn a_terminal_that_can_do_nothing_is_enough() {
    let mut session = open_with(&scratch("dumb"), Some((10, 80)), &["-q"], &[("TERM", "dumb")]);
    typed(&mut session, HEADLINE, "complete: 1 row");
    ends_well(session);
}

#[test]
fn the_startup_file_comes_first_and_can_be_left_out() {
    let state = scratch("init");
    std::fs::create_dir_all(state.join("whereof")).unwrap();
    let init = state.join("whereof/init.whereof");
    std::fs::write(&init, "let $gene = CXCR4;\ndefine mine = treatment where upregulates $gene;\n.mode tsv\n").unwrap();
    let mut session = open_with(&state, None, &["-q"], &[]);
    typed(&mut session, "mine where upregulates $gene", "resveratrol\tsupported");
    ends_well(session);
    let mut session = open_with(&state, None, &["-q", "--no-init"], &[]);
    typed(&mut session, "treatment where upregulates $gene", "W0602");
    ends_well(session);
    // a wrong one is told, up to where it went wrong it holds
    std::fs::write(&init, ".mode tsv\n.mdoe csv\nlet $gene = CXCR4\n").unwrap();
    let mut command = super::program();
    command.env("XDG_CONFIG_HOME", &state).args(["-i", "-q"]);
    let done: super::Ran = command.output().unwrap().into();
    assert!(done.err.contains("init.whereof`, line 2: no order `.mdoe`; did you mean `.mode`?"), "{}", done.err);
    assert!(done.err.contains("--no-init starts without it"), "{}", done.err);
    assert_eq!(done.code, 0);
}
