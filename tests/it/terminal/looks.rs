//! What the prompt looks like: the captures under `docs/looks`, compared with what the program shows.
//!
//! Each situation is typed at two widths; the screen is kept as text and as pictures in a light and a dark palette.
//! `docs/looks/make` makes them anew.

use super::{PATIENCE, Setup, Shell, svg};
use crate::cli::HEADLINE;
use std::path::Path;
use std::time::{Duration, Instant};

/// What is done with the keys of a situation.
enum Keys {
    /// Nothing is typed: the banner.
    Banner,
    /// Lines are entered; what the last one shows is kept.
    Lines(&'static [&'static str]),
    /// Keys that are not entered, and a word that shows that they were heeded.
    Pressed(&'static str, &'static str),
}

/// A name, what is to be seen, widths, and how it comes about.
struct Situation {
    name: &'static str,
    columns: &'static [u16],
    keys: Keys,
}

const WIDE: &[u16] = &[80, 120];

const SITUATIONS: &[Situation] = &[
    Situation { name: "banner", columns: WIDE, keys: Keys::Banner },
    Situation { name: "answer", columns: WIDE, keys: Keys::Lines(&[HEADLINE]) },
    Situation { name: "candidates", columns: WIDE, keys: Keys::Pressed("treatment where upregulates C\t", "CXCR4") },
    Situation { name: "hint", columns: WIDE, keys: Keys::Pressed("treatment where upregulates CXCR4", "treatments") },
    Situation {
        name: "unknown-name",
        columns: WIDE,
        keys: Keys::Lines(&["treatment where upregulates CXRC4 and disease = fibrosis"]),
    },
    Situation {
        name: "empty",
        columns: WIDE,
        keys: Keys::Lines(&["treatment where upregulates CXCR4 and disease = fibrosis and species = human"]),
    },
    Situation { name: "card", columns: WIDE, keys: Keys::Lines(&[HEADLINE, ".show 1"]) },
    Situation { name: "tour", columns: WIDE, keys: Keys::Lines(&[".tour"]) },
    Situation { name: "contested", columns: WIDE, keys: Keys::Lines(&["treatment where decreases tumour growth"]) },
    Situation { name: "matrix", columns: WIDE, keys: Keys::Lines(&["matrix treatment by disease of improves homing"]) },
    Situation {
        name: "records",
        columns: &[44],
        keys: Keys::Lines(&["treatment where improves homing show disease, species, dose limit 2"]),
    },
];

/// The rows of a screen down to the last that is not empty.
pub(super) fn text(screen: &vt100::Screen) -> String {
    let columns = screen.size().1.get();
    let rows: Vec<String> = screen.rows(0, columns).map(|row| row.trim_end().to_owned()).collect();
    let end = rows.iter().rposition(|row| !row.is_empty()).map_or(0, |at| at + 1);
    rows[..end].iter().map(|row| format!("{row}\n")).collect()
}

/// Compares a capture with the one that is kept, or keeps it.
pub(super) fn compare(name: &str, now: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/looks").join(name);
    if std::env::var("WHEREOF_BLESS").is_ok() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, now).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == now, "docs/looks/{name} is not what the prompt shows; docs/looks/make makes it anew\n{now}");
}

/// The screen of a situation.
fn seen(situation: &Situation, columns: u16) -> vt100::Parser {
    let variables = [("TERM", "xterm-256color"), ("LANG", "en_GB.UTF-8"), ("CLICOLOR_FORCE", "1")];
    let setup =
        Setup { rows: 200, columns, variables: &variables, ..Setup::new(&format!("{}-{columns}", situation.name)) };
    let until = Instant::now() + PATIENCE;
    loop {
        let mut shell = Shell::open(&setup);
        let mut from = 0;
        let mut is_shown = true;
        match &situation.keys {
            Keys::Banner => shell.settle(Duration::from_millis(100)),
            Keys::Lines(lines) => {
                for line in *lines {
                    from = shell.seen.len();
                    shell.ask(line);
                }
            }
            Keys::Pressed(keys, word) => {
                shell.settle(Duration::from_millis(100));
                // as somebody types: what stands behind the line is looked for at each key
                for key in keys.chars() {
                    shell.type_in(key.to_string());
                    shell.settle(Duration::from_millis(20));
                }
                shell.settle(Duration::from_millis(300));
                // a machine that does much else leaves no time for a hint, nor for all candidates
                let screen = shell.screen();
                is_shown =
                    screen.lines().skip(3).any(|row| row.contains(word)) && !screen.contains("and more: type on");
                from = shell.began;
            }
        }
        if is_shown {
            let parser = shell.replayed(from);
            shell.leave_somehow();
            return parser;
        }
        assert!(Instant::now() < until, "{} never showed what it should\n{}", situation.name, shell.screen());
    }
}

#[test]
fn captures_are_what_the_prompt_shows() {
    let mut wrong = Vec::new();
    for situation in SITUATIONS {
        for columns in situation.columns {
            let parser = seen(situation, *columns);
            let name = format!("{}-{columns}", situation.name);
            let shown = text(parser.screen());
            let mut files = vec![(format!("{name}.txt"), shown)];
            for palette in svg::PALETTES {
                files.push((format!("{name}-{}.svg", palette.name), svg::picture(parser.screen(), palette)));
            }
            for (file, now) in files {
                if std::panic::catch_unwind(|| compare(&file, &now)).is_err() {
                    wrong.push(file);
                }
            }
        }
    }
    assert!(wrong.is_empty(), "not what the prompt shows; docs/looks/make makes them anew: {wrong:?}");
}
