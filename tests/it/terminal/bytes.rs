//! Bytes that nobody types.

use super::{Setup, Shell, rounds};
use crate::grammar::Chance;
use std::time::Duration;

/// Pieces of what people, terminals and enemies send.
const PIECES: &[&[u8]] = &[
    b"treatment where ",
    b"upregulates CXCR4",
    b" and disease = fibrosis",
    "TGF-β ↑ µg/mL αβγ".as_bytes(),
    "治療 間葉系幹細胞".as_bytes(),
    "e\u{301}\u{302}\u{303} 👩\u{200d}🔬".as_bytes(),
    "\u{202e}\u{2066}\u{feff}".as_bytes(),
    b"\xff",
    b"\xc3",
    b"\xe2\x82",
    b"\xf0\x9f\x92",
    b"\xed\xa0\x80",
    b"\xc0\x80",
    b"\x00",
    b"\t",
    b"\t\t",
    b"\x1b[A",
    b"\x1b[B",
    b"\x1b[C",
    b"\x1b[D",
    b"\x1b[H",
    b"\x1b[F",
    b"\x1b[3~",
    b"\x1b[200~pasted\nlines\n\x1b[201~",
    b"\x1b[200~",
    b"\x1b[201~",
    b"\x1b[<0;1;1M",
    b"\x1b[1;1R",
    b"\x1b[999999999999;1H",
    b"\x1b]52;c;aGk=\x07",
    b"\x1bP+q\x1b\\",
    b"\x1bO",
    b"\x1b",
    b"\x1b\x1b\x1b",
    b"\x1b\x7f",
    b"\x1bd",
    b"\x1bu",
    b"\x1bt",
    b"\x1b9",
    b"\x1b-",
    b"\x01",
    b"\x02",
    b"\x05",
    b"\x06",
    b"\x08",
    b"\x0b",
    b"\x0c",
    b"\x0e",
    b"\x10",
    b"\x12fib",
    b"\x13",
    b"\x14",
    b"\x15",
    b"\x16",
    b"\x17",
    b"\x18\x15",
    b"\x19",
    b"\x1f",
    b"\x7f",
    b"\"",
    b"(",
    b")",
    b"#",
    b";",
    b".",
    b".help\r",
    b"\r",
    b"\n",
    b"y",
    b"q",
    b" ",
];

fn keys(chance: &mut Chance) -> Vec<u8> {
    let mut keys = Vec::new();
    for _ in 0..60 {
        match chance.below(4) {
            // neither Ctrl-C nor what ends the input or stops a job
            0 => keys.extend(
                (0..chance.below(12)).map(|_| chance.below(256) as u8).filter(|byte| !matches!(byte, 3 | 4 | 26 | 28)),
            ),
            _ => keys.extend(PIECES[chance.below(PIECES.len())]),
        }
    }
    keys
}

#[test]
fn whatever_is_typed_the_prompt_lives() {
    for seed in rounds(12) {
        println!("WHEREOF_SEED={seed} WHEREOF_PTY=1");
        let mut chance = Chance::new(seed + 1);
        let term = ["xterm", "xterm", "xterm-kitty", "dumb"][chance.below(4)];
        let color = [("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")][chance.below(2)];
        let variables = [("TERM", term), color];
        let columns = [80, 120, 20, 3, 1, 0][chance.below(6)];
        let rows = [24, 50, 1, 0][chance.below(4)];
        let mut shell =
            Shell::start(&Setup { variables: &variables, columns, rows, ..Setup::new(&format!("bytes-{seed}")) });
        shell.wait("the prompt", |shell| String::from_utf8_lossy(&shell.seen).contains("whereof>"));
        for _ in 0..4 {
            shell.type_in(keys(&mut chance));
            shell.settle(Duration::from_millis(20));
        }
        assert_eq!(shell.panics(), 0, "{}", String::from_utf8_lossy(&shell.seen));
        shell.is_alive();
        shell.leave();
    }
}
