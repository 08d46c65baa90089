//! Ctrl-C at any moment: of typing, reading, evaluating, sorting, printing.

use super::{PATIENCE, Setup, Shell, put, rounds};
use crate::grammar::Chance;
use crate::reliability::large;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Questions that take their time, each at something else; how often a piece of it is said.
const SLOW: &[(&str, &str, usize)] = &[
    ("evaluation", "contested on e", 20),
    ("sorting", "raises e order by verdict", 1),
    ("printing", "finding where disease = illness", 1),
    ("reading", "raises G1", 1_000),
];

/// A question of a kind.
fn question(kind: usize) -> String {
    match SLOW[kind] {
        ("printing", text, _) => text.to_owned(),
        (_, text, times) => format!("treatment where {}", vec![text; times].join(" or ")),
    }
}

/// Starts a prompt on a base of some thousand findings.
fn open(name: &str) -> Shell {
    let setup = Setup::new(name);
    let base: PathBuf = put(&setup.state, "base.jsonl", whereof::engine::export(&large(4_000)));
    Shell::open(&Setup { arguments: &["--no-builtin", "--base", base.to_str().unwrap()], ..setup })
}

#[test]
fn an_interrupt_at_any_moment_costs_no_more_than_the_question() {
    let range = rounds(50);
    let mut chance = Chance::new(range.start + 1);
    println!("WHEREOF_SEED={} WHEREOF_PTY={}", range.start, range.end - range.start);
    let mut shell = open("interrupts");
    assert!(shell.ask("define mine = treatment where raises G1").contains("mine"));
    let (mut ended, mut latest) = (0, Duration::ZERO);
    for round in range {
        let prompts = shell.prompts();
        let kind = chance.below(SLOW.len() + 1);
        let longest = 2 << chance.below(9);
        let pause = Duration::from_millis(chance.below(longest) as u64);
        match kind {
            // before Enter
            4 => shell.type_in("treatment where rais"),
            // as a paste, so that it is one line whatever it holds
            kind => {
                shell.type_in(format!("\x1b[200~{}\x1b[201~", question(kind)));
                shell.settle(Duration::from_millis(30));
                shell.type_in("\r");
            }
        }
        let pressed = Instant::now() + pause;
        while Instant::now() < pressed {
            shell.settle(Duration::from_millis(1));
        }
        let from = shell.seen.len();
        shell.type_in("\x03");
        let at = Instant::now();
        // where the key came before the Enter was acted upon, the question runs to its end: no more than a few seconds
        let (mut enters, is_there) = (1, |shell: &Shell| shell.prompts() > prompts && shell.is_reading());
        while !is_there(&shell) {
            assert!(at.elapsed() < PATIENCE, "no prompt in round {round}\n{}", shell.screen());
            shell.settle(Duration::from_millis(1));
            if at.elapsed() > PATIENCE / 6 * enters {
                // with the key, the terminal throws away what is on its way to the screen, be it a prompt
                shell.type_in("\r");
                enters += 1;
            }
        }
        let late = at.elapsed();
        shell.settle(Duration::from_millis(10));
        if String::from_utf8_lossy(&shell.seen[from..]).contains("interrupted") {
            ended += 1;
            latest = latest.max(late);
        }
        assert_eq!(shell.panics(), 0, "round {round}");
    }
    println!("{ended} questions ended, the last prompt after {latest:?}");
    assert!(ended >= 5, "only {ended} questions were ended");
    shell.is_alive_with("mine where raises e limit 1", "row");
    shell.leave();
}

#[test]
fn two_interrupts_behind_that_of_a_question_leave_with_130() {
    for (kind, (name, ..)) in SLOW.iter().enumerate() {
        let mut shell = open(&format!("leave-{name}"));
        shell.type_in(format!("\x1b[200~{}\x1b[201~\r", question(kind)));
        shell.settle(Duration::from_millis(100));
        // the first ends the question and is not counted: who is impatient shall not lose the answers before it
        for _ in 0..3 {
            shell.type_in("\x03");
            shell.settle(Duration::from_millis(300));
        }
        assert_eq!(shell.code(), 130, "{name}");
    }
}
