//! Lists of candidates below lines of one row and of several: every candidate can be read, and the line after it.

use super::{PROMPT, Setup, Shell};
use std::time::Duration;

/// The rows of the screen below the last banner, without those that are empty.
fn rows(shell: &Shell) -> Vec<String> {
    shell.screen().lines().skip(3).map(|row| row.trim_end().to_owned()).filter(|row| !row.is_empty()).collect()
}

/// What is shown after a line is typed and Tab pressed: the rows.
fn listed(name: &str, columns: u16, variables: &[(&str, &str)], keys: &str) -> Vec<String> {
    let mut shell = Shell::open(&Setup { rows: 80, columns, variables, ..Setup::new(name) });
    for key in keys.split_inclusive('\r') {
        shell.type_in(key);
        shell.settle(Duration::from_millis(50));
    }
    let before = rows(&shell).len();
    shell.type_in("\t");
    shell.wait("a list", |shell| rows(shell).len() > before);
    shell.settle(Duration::from_millis(200));
    let rows = rows(&shell);
    shell.type_in("\x03");
    shell.settle(Duration::from_millis(50));
    shell.leave();
    rows
}

#[test]
fn the_list_is_whole_whatever_the_line_is_like() {
    for color in [("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")] {
        for columns in [60, 100] {
            let name = format!("list-{columns}-{}", color.0);
            let one = listed(&name, columns, &[color], "gene where upregulated by rap");
            // the same words on the second and the third row of a line
            let lines = [
                "gene where\rupregulated by rap",
                "gene\rwhere\rupregulated by rap",
                "gene where upregulated by hypoxia and upregulated by hypoxia and upregulated by hypoxia and upregulated by rap",
                // and with a row below the cursor
                "gene where upregulated by rap\x1b\rand upregulated by hypoxia\x1b[A\x01\x1b[C\x05",
            ];
            let candidates: Vec<&String> = one.iter().filter(|row| !row.starts_with(PROMPT.trim_end())).collect();
            assert!(candidates.len() > 1 || candidates.iter().any(|row| row.contains("  ")), "{one:#?}");
            for line in lines {
                let many = listed(&name, columns, &[color], line);
                for word in
                    candidates.iter().flat_map(|row| row.split("  ")).map(str::trim).filter(|word| !word.is_empty())
                {
                    assert!(
                        many.iter().any(|row| row.contains(word)),
                        "{line:?}: `{word}` is lost\n{one:#?}\n{many:#?}"
                    );
                }
                let last = line.rsplit('\r').next().unwrap().split('\x1b').next().unwrap();
                assert!(
                    many.iter().any(|row| row.contains(&last[last.len().saturating_sub(10)..])),
                    "{line:?}\n{many:#?}"
                );
            }
        }
    }
}
