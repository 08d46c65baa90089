//! Files read and written.

use super::{HEADLINE, fed, run, scratch};
use std::fs;

#[test]
fn what_cannot_be_read_is_3() {
    let folder = scratch("unreadable");
    for path in [folder.join("none.whereof"), folder.clone()] {
        let path = path.to_str().unwrap();
        for args in [&[path][..], &["--base", path, "-c", "nouns"], &["check", path], &["fmt", path]] {
            let ran = run(args);
            assert_eq!((ran.code, ran.out.as_str()), (3, ""), "{args:?}: {ran:?}");
            assert!(ran.err.contains("cli-unreadable"), "{ran:?}");
        }
    }
    let ran = run(&["treatment where upregulates CXCR4"]);
    assert!(ran.code == 3 && ran.err.contains("-c '"), "{ran:?}");
}

#[test]
fn an_output_file_has_the_format_of_its_name() {
    let folder = scratch("formats");
    for (name, begins) in [
        ("a.csv", "treatment,verdict"),
        ("a.jsonl", "{\"treatment\""),
        ("a.json", "{\n"),
        ("a.md", "**"),
        ("a.tsv", "treatment\t"),
    ] {
        let path = folder.join(name);
        let ran = run(&["-q", "-o", path.to_str().unwrap(), "-c", HEADLINE]);
        assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""), "{name}");
        assert!(fs::read_to_string(&path).unwrap().starts_with(begins), "{name}");
    }
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 5, "a temporary file was left behind");
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let folder = scratch("atomic");
    let path = folder.join("a.tsv");
    fs::write(&path, "old").unwrap();
    let script = b"treatment where upregulates CXCR4; treatment where upregulates CXCR44";
    let ran = fed(&["-q", "-o", path.to_str().unwrap()], script);
    assert_eq!(ran.code, 1);
    assert_eq!(fs::read_to_string(&path).unwrap(), "old");
    let ran = fed(&["-q", "--keep-going", "-o", path.to_str().unwrap()], script);
    assert_eq!(ran.code, 1);
    assert!(fs::read_to_string(&path).unwrap().contains("rapamycin"));
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "a temporary file was left behind");
    let ran = run(&["-o", folder.join("no/such/a.tsv").to_str().unwrap(), "-c", "nouns"]);
    assert_eq!(ran.code, 3, "{ran:?}");
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_rights_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = scratch("link");
    let (real, link) = (folder.join("real.tsv"), folder.join("link.tsv"));
    fs::write(&real, "old").unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    symlink(&real, &link).unwrap();
    assert_eq!(run(&["-q", "-o", link.to_str().unwrap(), "-c", "nouns"]).code, 0);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(fs::read_to_string(&real).unwrap().starts_with("noun"));
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn the_report_takes_what_surrounds_the_rows() {
    let path = scratch("report").join("report.txt");
    let ran = run(&["--report", path.to_str().unwrap(), "-c", HEADLINE]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let report = fs::read_to_string(path).unwrap();
    assert!(
        report.contains("rapamycin [56]") && report.contains("complete: 1 row") && !report.contains("supported"),
        "{report}"
    );
}

const SMALL: &str = "source \"Mine\"; noun gene; noun treatment;
verb lifts with direction = increase, subject = treatment, object = gene;
entity tea is treatment; entity GENE1 is gene;
study 7 { at \"1\" 2: tea lifts GENE1; }
";

#[test]
fn a_base_is_opened_checked_exported_and_read_again() {
    let folder = scratch("base");
    let text = folder.join("mine.whereof");
    fs::write(&text, SMALL).unwrap();
    let text = text.to_str().unwrap();
    let asked = ["-q", "--no-builtin", "--format", "tsv", "-c", "treatment where lifts GENE1"];
    let ran = run(&[&["--base", text], &asked[..]].concat());
    assert!(ran.code == 0 && ran.out.contains("tea\tsupported\t7"), "{ran:?}");
    let checked = run(&["check", text]);
    assert!(checked.code == 0 && checked.err.starts_with("0 errors"), "{checked:?}");
    let lines = folder.join("mine.jsonl");
    let lines = lines.to_str().unwrap();
    assert_eq!(run(&["export", "--no-builtin", "--base", text, "-o", lines]).code, 0);
    let again = run(&[&["--base", lines], &asked[..]].concat());
    assert_eq!(again.out, ran.out, "{again:?}");
}

#[test]
fn mistakes_in_a_base_are_1_and_located() {
    let path = scratch("wrong").join("mine.whereof");
    fs::write(&path, SMALL.replace("tea lifts GENE1;", "tea lifts GENE2;")).unwrap();
    let path = path.to_str().unwrap();
    let ran = run(&["check", path]);
    assert!(ran.code == 1 && ran.out.contains("mine.whereof:4:") && ran.err.starts_with("1 error"), "{ran:?}");
    let ran = run(&["--base", path, "-c", "nouns"]);
    assert!(ran.code == 1 && ran.out.is_empty() && ran.err.contains("mine.whereof:4:"), "{ran:?}");
}

#[test]
fn fmt_prints_the_canonical_form_and_keeps_remarks() {
    let ran = fed(&["fmt"], "# first\nverbs;treatment  where\n upregulates CXCR4".as_bytes());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}");
    assert!(ran.out.contains("# first") && ran.out.contains("treatment where upregulates CXCR4;"), "{ran:?}");
    assert_eq!(fed(&["fmt"], ran.out.as_bytes()).out, ran.out);
    let ran = fed(&["fmt"], b"treatment where");
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
}
