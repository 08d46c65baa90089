//! The headline in every format of text, kept under `examples/answers` for whoever wants to see a format before it is used.
//!
//! `INSTA_UPDATE=always cargo test --test it formats::kept` writes them anew.

use super::{asked, written};
use std::collections::BTreeSet;
use std::path::Path;
use whereof::Base;
use whereof::render::Format;

const HEADLINE: &str = "treatment where upregulates CXCR4 and disease = fibrosis";

/// Kept as pages and pictures elsewhere, or no text.
fn is_kept(format: Format) -> bool {
    !format.is_binary() && !matches!(format, Format::Html | Format::Svg | Format::Chart)
}

#[test]
fn answers_kept_as_files_are_those_of_today() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/answers");
    let renew = std::env::var("INSTA_UPDATE").is_ok_and(|how| how == "always");
    let told = asked(Base::builtin(), HEADLINE);
    let mut names = BTreeSet::new();
    for format in Format::ALL.into_iter().filter(|format| is_kept(*format)) {
        let written = written(&told, format);
        for (name, bytes) in format.file_names(&format!("headline.{}", format.ending())).into_iter().zip(written.files)
        {
            let path = folder.join(&name);
            if renew {
                std::fs::create_dir_all(&folder).unwrap();
                std::fs::write(&path, &bytes).unwrap();
            }
            let kept = std::fs::read(&path).unwrap_or_default();
            let (kept, made) = (String::from_utf8(kept).unwrap(), String::from_utf8(bytes).unwrap());
            assert_eq!(kept, made, "examples/answers/{name} is not what {format} is today");
            names.insert(name);
        }
    }
    assert_eq!(names.len(), 17, "{names:?}");
    let there = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let there: BTreeSet<String> = there.filter(|name| name.starts_with("headline")).collect();
    assert_eq!(there, names, "a file that no format makes");
}
