//! Orders that read and write files.

use super::{Driven, HEADLINE};
use crate::repl::orders::Next;
use std::fs;
use std::path::PathBuf;

fn scratch(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("whereof-orders-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn the_last_answer_is_saved_whole_and_over_nothing() {
    let folder = scratch("save");
    let at = |name: &str| folder.join(name).display().to_string();
    let mut shell = Driven::new();
    assert!(shell.typed(&format!(".save {}", at("rows.csv"))).1.replace('\n', " ").contains("there is no answer yet"));
    shell.typed(".limit 1");
    shell.typed("treatment where upregulates CXCR4");
    assert!(shell.typed(&format!(".save {}", at("rows.csv"))).0.starts_with("written as csv: "));
    let text = fs::read_to_string(at("rows.csv")).unwrap();
    assert!(text.starts_with("treatment,verdict,") && text.lines().count() == 4, "{text}");
    // without an ending the form is that of the screen, but all of it
    shell.typed(&format!(".save {}", at("page")));
    let page = fs::read_to_string(at("page")).unwrap();
    assert!(page.contains("complete: 3 rows") && !page.contains("not shown"), "{page}");
    assert!(shell.typed(&format!(".save {}", at("rows.csv"))).1.replace('\n', " ").contains("is there already"));
    assert_eq!(fs::read_to_string(at("rows.csv")).unwrap(), text);
    shell.typed(HEADLINE);
    assert!(shell.typed(&format!(".save over {}", at("rows.csv"))).0.starts_with("written as csv: "));
    assert_eq!(fs::read_to_string(at("rows.csv")).unwrap().lines().count(), 2);
    assert!(shell.typed(".save").1.replace('\n', " ").contains("needs a file"));
    assert!(
        shell
            .typed(&format!(".save {}", at("rows.docx")))
            .1
            .replace('\n', " ")
            .contains("no format goes by the ending .docx")
    );
    assert!(shell.typed(&format!(".save {}", at("no/such/rows.csv"))).1.replace('\n', " ").contains("cannot write"));
    assert!(shell.typed(&format!(".save over {}", folder.display())).1.replace('\n', " ").contains("cannot write"));
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_file_is_carried_out_up_to_what_fails() {
    let folder = scratch("read");
    let at = |name: &str| folder.join(name).display().to_string();
    fs::write(at("base.whereof"), "source notes; study 900 { rapamycin upregulates VEGF; }").unwrap();
    fs::write(at("inner"), ".mode csv\nuse \"base.whereof\"\n").unwrap();
    fs::write(at("outer"), "# first\n.read inner\n\ntreatment where\n  upregulates VEGF\n.timer on\n").unwrap();
    let mut shell = Driven::new();
    // the inner file is named from the working folder, as everything that is typed
    fs::write(at("outer"), fs::read_to_string(at("outer")).unwrap().replace("inner", &at("inner"))).unwrap();
    let (page, said) = shell.typed(&format!(".read {}", at("outer")));
    assert!(page.contains("mode csv") && page.contains("rapamycin") && page.contains("timer on"), "{page}{said}");

    fs::write(at("wrong"), "nouns;\n\nverbs\n\ntreatment where upregulates CXCR44;\n.quit\n").unwrap();
    let (page, said) = shell.typed(&format!(".read {}", at("wrong")));
    assert!(page.contains("noun") && said.contains("wrong:5:29"), "{said}");
    assert!(said.contains("was not read to its end"), "{said}");
    fs::write(at("order"), "nouns\n.mdoe\n.quit\n").unwrap();
    let (_, said) = shell.typed(&format!(".read {}", at("order")));
    assert!(said.replace('\n', " ").contains("order`, line 2: no order `.mdoe`; did you mean `.mode`?"), "{said}");
    fs::write(at("leave"), "nouns\n.quit\n").unwrap();
    assert_eq!(shell.next(&format!(".read {}", at("leave"))), Next::Leave);
    fs::write(at("round"), format!(".read {}\n", at("round"))).unwrap();
    assert!(
        shell
            .typed(&format!(".read {}", at("round")))
            .1
            .replace('\n', " ")
            .contains("more than 16 files read one another")
    );
    fs::write(at("latin"), b"nouns\ncaf\xe9\n").unwrap();
    assert!(
        shell
            .typed(&format!(".read {}", at("latin")))
            .1
            .replace('\n', " ")
            .contains("line 2, column 4: it is no text in UTF-8")
    );
    for wrong in [".read", &format!(".read {}", at("none")), &format!(".read {}", folder.display())] {
        assert!(!shell.typed(wrong).1.is_empty(), "{wrong}");
    }
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn another_base_is_opened_and_a_wrong_one_changes_nothing() {
    let folder = scratch("open");
    let at = |name: &str| folder.join(name).display().to_string();
    fs::write(at("more.whereof"), "source notes; study 900 { rapamycin upregulates VEGF; }").unwrap();
    fs::write(
        at("alone.whereof"),
        "source notes; noun gene; noun drug; verb raises with direction = increase, subject = drug, object = gene;
         entity A is drug; entity B is gene; study 1 { A raises B; }",
    )
    .unwrap();
    fs::write(at("wrong.whereof"), "source notes; study 900 { rapamycin upregulates VEGG; }").unwrap();
    let mut shell = Driven::new();
    assert_eq!(shell.typed(".open").0, "open: Hu 2020 (built in)\n");
    shell.typed("let $gene = VEGF");
    shell.typed("define mine = treatment where upregulates VEGF");
    assert!(shell.typed(&format!(".open {}", at("wrong.whereof"))).1.replace('\n', " ").contains("VEGG"));
    assert!(shell.typed("mine where upregulates VEGF").0.contains("hypoxia"));
    assert!(shell.typed(&format!(".open {}", at("more.whereof"))).0.starts_with("open: Hu 2020 + notes, 588 findings"));
    assert!(shell.typed("treatment where upregulates $gene").0.contains("rapamycin"));
    assert!(shell.typed("mine where upregulates VEGF").1.replace('\n', " ").contains("mine"));
    assert!(shell.typed(&format!(".open only {}", at("alone.whereof"))).0.starts_with("open: notes, 1 finding of "));
    assert!(shell.typed("drug where raises B").0.contains("complete: 1 row"));
    assert!(shell.typed(&format!(".open {}", at("none"))).1.replace('\n', " ").contains("W0605"));
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn what_was_typed_is_listed() {
    let mut shell = Driven::new();
    assert!(shell.typed(".history").1.replace('\n', " ").contains("nothing was typed yet"));
    for input in ["nouns", "treatment where\n  upregulates CXCR4", "verbs"] {
        shell.shell.history.keep(input).unwrap();
    }
    let two = "    2  treatment where\n         upregulates CXCR4\n";
    assert_eq!(shell.typed(".history").0, format!("    1  nouns\n{two}    3  verbs\n"));
    assert_eq!(shell.typed(".history 1").0, "    3  verbs\n");
    assert_eq!(shell.typed(".history CXCR4").0, two);
    assert_eq!(shell.typed(".history cxcr4").0, two);
    assert!(shell.typed(".history HGF").1.replace('\n', " ").contains("nothing that was typed has `HGF` in it"));
}
