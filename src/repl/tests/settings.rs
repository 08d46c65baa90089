//! Orders about settings that need no file.

use super::Driven;

#[test]
fn settings_are_told_as_they_stand_in_the_file() {
    let mut shell = Driven::new();
    shell.typed(".mode csv");
    let (page, _) = shell.typed(".settings");
    assert!(page.contains("\nmode = \"csv\"") && page.contains("# rows of a table that are shown"), "{page}");
    assert_eq!(shell.typed(".show-settings").0, page);
    assert!(page.parse::<toml_edit::DocumentMut>().is_ok(), "{page}");
}

#[test]
fn a_wrong_setting_is_told_and_changes_nothing() {
    let mut shell = Driven::new();
    assert!(shell.typed(".set").1.contains("needs a name and a value"));
    assert!(shell.typed(".set mdoe csv").1.contains("did you mean `mode`?"));
    assert!(shell.typed(".set mode").1.contains("needs a value: how answers look"));
    assert!(shell.typed(".set mode xml").1.contains("`mode` stays as it was: no format `xml`"));
    assert!(shell.typed(".mode").0.starts_with("mode table;"));
}
