//! Terminals of all sizes, and such as change theirs.

use super::{Setup, Shell, rounds};
use crate::cli::HEADLINE;
use crate::grammar::Chance;
use std::time::Duration;

const SIZES: [(u16, u16); 9] = [(0, 0), (1, 1), (2, 2), (300, 100), (100, 300), (24, 80), (50, 120), (5, 10), (1, 80)];

#[test]
fn a_terminal_that_changes_its_size_while_one_types_and_reads() {
    for seed in rounds(6) {
        println!("WHEREOF_SEED={seed} WHEREOF_PTY=1");
        let mut chance = Chance::new(seed + 1);
        let color = [("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")][chance.below(2)];
        let mut shell = Shell::open(&Setup { variables: &[color], ..Setup::new(&format!("sizes-{seed}")) });
        for _ in 0..6 {
            for word in HEADLINE.split_inclusive(' ') {
                let (rows, columns) = SIZES[chance.below(SIZES.len())];
                shell.resize(rows, columns);
                shell.type_in(["", "\t", "\x01\x05", "治療\x7f\x7f", "αβγ\x7f\x7f\x7f"][chance.below(5)]);
                shell.settle(Duration::from_millis(5));
                // what a key of completion put there is of no matter, and neither is whether it asks for more
                shell.type_in("q\x07");
                shell.type_in(word);
            }
            shell.type_in("\x03");
            shell.settle(Duration::from_millis(50));
            shell.press("finding where disease = fibrosis\r");
            for _ in 0..5 {
                let (rows, columns) = SIZES[chance.below(SIZES.len())];
                shell.resize(rows, columns);
                shell.settle(Duration::from_millis(3));
            }
            shell.settle(Duration::from_millis(200));
        }
        shell.resize(50, 100);
        shell.is_alive();
        assert!(shell.ask(HEADLINE).contains("complete: 1 row, 1 study"));
        shell.leave();
    }
}

#[test]
fn every_size_can_be_typed_on() {
    for (rows, columns) in SIZES {
        let setup = Setup { rows, columns, ..Setup::new(&format!("size-{rows}-{columns}")) };
        let mut shell = Shell::open(&setup);
        shell.type_in("gene where upregulated by rapam\t\t\t");
        shell.settle(Duration::from_millis(100));
        shell.type_in("q\x07\x03");
        shell.settle(Duration::from_millis(100));
        shell.resize(200, 100);
        shell.is_alive();
        shell.leave();
    }
}
