//! Replays what the fuzzer started from and what it found: each file is one text.

use super::generate::survive;
use std::path::Path;
use whereof::text::Source;

#[test]
fn every_seed_is_survived() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut replayed = 0;
    for folder in ["fuzz/seeds/text_to_tree", "grammar/corpus/ok", "grammar/corpus/err"] {
        for file in std::fs::read_dir(root.join(folder)).unwrap() {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            let text = String::from_utf8_lossy(&bytes).into_owned();
            // Every beginning of a text is a text that was typed so far.
            for end in (0..=text.len()).filter(|end| text.is_char_boundary(*end)).step_by(3) {
                survive(&Source::new("seed", &text[..end]));
            }
            survive(&Source::new("seed", text));
            replayed += 1;
        }
    }
    assert!(replayed > 40, "only {replayed} files");
}
