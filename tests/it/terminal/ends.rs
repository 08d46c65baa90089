//! The ways in which a session ends or goes on, and what is left on the terminal.

use super::{Setup, Shell};
use crate::cli::HEADLINE;
use rexpect::process::{Signal, WaitStatus};
use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
use std::time::Duration;

#[test]
fn every_way_out_has_its_code_and_leaves_the_terminal_as_it_was() {
    for (keys, code) in [("\x04", 0), (".quit\r", 0), ("exit\r", 0), ("nouns\r\x04", 0), ("\x03\x03", 130)] {
        for term in ["xterm", "dumb"] {
            if (keys, term) == ("\x03\x03", "dumb") {
                continue;
            }
            let mut shell = Shell::open(&Setup { variables: &[("TERM", term)], ..Setup::new("ways") });
            for key in keys.split_inclusive(['\r', '\x03']) {
                shell.settle(Duration::from_millis(50));
                shell.type_in(key);
            }
            assert_eq!(shell.code(), code, "{keys:?} {term}");
        }
    }
}

#[test]
fn the_second_interrupt_leaves_only_where_nothing_was_typed_between_and_soon() {
    let mut shell = Shell::open(&Setup::new("second"));
    for _ in 0..5 {
        shell.type_in("treatment wh");
        shell.settle(Duration::from_millis(30));
        shell.type_in("\x03");
        shell.settle(Duration::from_millis(30));
    }
    assert!(shell.screen().contains("Ctrl-C again leaves"), "{}", shell.screen());
    std::thread::sleep(Duration::from_millis(2_100));
    shell.type_in("\x03");
    shell.settle(Duration::from_millis(100));
    assert!(shell.ask("nouns").contains("treatment"));
    shell.type_in("\x03");
    shell.settle(Duration::from_millis(100));
    shell.type_in("\x03");
    assert_eq!(shell.code(), 130);
}

#[test]
fn at_a_dumb_terminal_an_interrupt_clears_and_a_second_leaves() {
    let mut shell = Shell::open(&Setup { variables: &[("TERM", "dumb")], ..Setup::new("dumb") });
    shell.type_in("treatment where upregulates CXCR4 and\r");
    shell.settle(Duration::from_millis(100));
    shell.type_in("\x03");
    shell.settle(Duration::from_millis(100));
    assert!(shell.ask(HEADLINE).contains("complete: 1 row"), "{}", shell.screen());
    shell.type_in("\x03");
    shell.settle(Duration::from_millis(100));
    shell.type_in("\x03");
    assert_eq!(shell.code(), 130);
}

#[test]
fn signals_end_it_as_they_end_any_program() {
    for (signal, term) in
        [(Signal::SIGTERM, "xterm"), (Signal::SIGHUP, "xterm"), (Signal::SIGTERM, "dumb"), (Signal::SIGHUP, "dumb")]
    {
        let mut shell = Shell::open(&Setup { variables: &[("TERM", term)], ..Setup::new("signals") });
        shell.type_in("treatment where");
        shell.settle(Duration::from_millis(50));
        shell.signal(signal);
        match shell.ended() {
            WaitStatus::Signaled(_, by, _) => assert_eq!(by, signal),
            other => panic!("{signal} {term}: {other:?}"),
        }
    }
}

#[test]
fn a_program_that_was_stopped_goes_on_with_the_line() {
    let mut shell = Shell::open(&Setup::new("stopped"));
    shell.type_in("treatment where upregulates CXCR4 and ");
    shell.wait_for("CXCR4 and");
    for _ in 0..2 {
        shell.signal(Signal::SIGSTOP);
        std::thread::sleep(Duration::from_millis(50));
        // as a shell does that takes the terminal back
        let mut modes = tcgetattr(&shell.device).unwrap();
        modes.local_modes |= LocalModes::ICANON | LocalModes::ISIG | LocalModes::ECHO;
        tcsetattr(&shell.device, OptionalActions::Now, &modes).unwrap();
        shell.signal(Signal::SIGCONT);
        let is_raw = |shell: &Shell| !tcgetattr(&shell.device).unwrap().local_modes.contains(LocalModes::ICANON);
        shell.wait("the editor", is_raw);
        shell.settle(Duration::from_millis(100));
    }
    let reply = shell.ask("disease = fibrosis");
    assert!(reply.contains("complete: 1 row, 1 study"), "{reply}");
    // it was stopped with echo on, and found it so; that is not what this test is about
    let mut modes = tcgetattr(&shell.device).unwrap();
    modes.local_modes.remove(LocalModes::ECHO);
    tcsetattr(&shell.device, OptionalActions::Now, &modes).unwrap();
    shell.type_in("\x04");
    shell.code_whatever_is_left();
}

#[test]
fn ctrl_z_is_no_end() {
    let mut shell = Shell::open(&Setup::new("ctrl-z"));
    shell.type_in("treatment where upregulates CXCR4 and ");
    // nobody waits for it to stop, so the system lets it go on
    shell.type_in("\x1a");
    shell.settle(Duration::from_millis(200));
    let reply = shell.ask("disease = fibrosis");
    assert!(reply.contains("complete: 1 row, 1 study"), "{reply}");
    shell.leave();
}
