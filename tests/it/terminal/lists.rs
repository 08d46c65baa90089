//! Lists of candidates below lines of one row and of several: every candidate can be read, and the line after it.

use super::{PATIENCE, Setup, Shell};
use std::time::{Duration, Instant};

/// The rows of the screen below the banner, without those that are empty.
fn rows(shell: &Shell) -> Vec<String> {
    shell.screen().lines().skip(3).map(|row| row.trim_end().to_owned()).filter(|row| !row.is_empty()).collect()
}

/// The rows of a list as they were written, whatever became of them on the screen.
fn written(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let plain = |line: &str| {
        let parts = line.split("\x1b[").enumerate();
        parts
            .map(|(at, part)| if at == 0 { part } else { part.split_once('m').map_or("", |two| two.1) })
            .collect::<String>()
    };
    let lines = text.lines().filter(|line| !line.contains("\x1b[K")).map(|line| plain(line).trim().to_owned());
    lines.filter(|line| line.contains("  gene") || line.contains("  cell") || line.contains("  pathway")).collect()
}

/// Types a line and presses Tab until there is a list; looks whether all of it is on the screen, and the line below it.
fn is_whole(columns: u16, color: (&str, &str), keys: &str, last: &str) {
    let name = format!("list-{columns}-{}", color.0);
    let mut shell = Shell::open(&Setup { rows: 80, columns, variables: &[color], ..Setup::new(&name) });
    for key in keys.split_inclusive('\r') {
        shell.type_in(key);
        shell.settle(Duration::from_millis(50));
    }
    let until = Instant::now() + PATIENCE;
    let list = loop {
        assert!(Instant::now() < until, "a list never came\n{}", shell.screen());
        let from = shell.seen.len();
        // candidates are looked for in a few milliseconds, which a machine that does much else may not have
        shell.type_in("\t");
        shell.settle(Duration::from_millis(500));
        let list = written(&shell.seen[from..]);
        if list.len() > 1 {
            break list;
        }
    };
    let rows = rows(&shell);
    for row in &list {
        assert!(rows.iter().any(|on_screen| on_screen.trim() == row), "{keys:?}: lost: {row}\n{list:#?}\n{rows:#?}");
    }
    assert!(rows.last().is_some_and(|row| row.contains(last)), "{keys:?}\n{rows:#?}");
    shell.leave_somehow();
}

#[test]
fn the_list_is_whole_whatever_the_line_is_like() {
    for color in [("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")] {
        for columns in [60, 100] {
            let wide = format!("treatment where{}upregulates C", " ".repeat(columns.into()));
            for (line, last) in [
                ("treatment where upregulates C", "upregulates C"),
                // the same words on the second and the third row of a line
                ("treatment where\x1b\rupregulates C", "upregulates C"),
                ("treatment\x1b\rwhere\x1b\rupregulates C", "upregulates C"),
                // wrapped by the terminal
                (&wide, "upregulates C"),
                // and with a row below the cursor
                ("treatment where upregulates C\x1b\ror upregulates HGF\x1b[A\x05", "or upregulates HGF"),
            ] {
                is_whole(columns, color, line, last);
            }
        }
    }
}
