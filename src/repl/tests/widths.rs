//! Narrow terminals and wide ones, and lists that are told to their end.

use super::{Driven, HEADLINE};
use std::collections::BTreeSet;
use unicode_width::UnicodeWidthStr;

const WIDTHS: [u16; 5] = [40, 60, 80, 100, 120];

fn fits(page: &str, width: u16, what: &str) {
    for line in page.lines() {
        assert!(line.width() <= usize::from(width), "{what} at {width}: {line}");
    }
}

#[test]
fn the_banner_and_help_fit_and_break_between_words() {
    let words = |page: &str| page.split_whitespace().map(str::to_owned).collect::<BTreeSet<_>>();
    let pages = |shell: &mut Driven| {
        let mut all = vec![super::super::banner(&shell.shell)];
        let asked =
            [".help", ".help topics", ".help codes", ".help W0201", ".help contested", ".help excel", ".help looks"];
        all.extend(asked.iter().map(|order| shell.typed(order).0));
        all
    };
    let mut shell = Driven::new();
    shell.shell.settings.width = 240;
    let wide = pages(&mut shell);
    for width in WIDTHS {
        shell.shell.settings.width = width;
        for (page, whole) in pages(&mut shell).iter().zip(&wide) {
            fits(page, width, "a page");
            assert_eq!(words(page), words(whole), "{width}: {page}");
        }
    }
}

#[test]
fn errors_and_answers_fit() {
    let asked = [
        "treatment where upregulates CXCR44",
        "treatment where upregulates CXCR4 and",
        "treatment where upregulates CXCR4 and disease = fibrosi and species = elephant",
        "treatment where upregulates CXCR4 in one studies and also improves survival in rat and decreases apoptosiss",
        "treatment where upregulates (gene where upregulated by rapamycinn) and is not rapamycin and disease = fibrosis",
        "select * from x",
        HEADLINE,
        "treatment where increases GSH and disease = fibrosis",
        "treatment where contested on \"hepatocellular carcinoma\"",
        "gaps treatment by disease",
        "matrix treatment by disease",
        "verbs",
    ];
    let mut shell = Driven::new();
    for width in WIDTHS {
        shell.shell.settings.width = width;
        for question in asked {
            let (page, said) = shell.typed(question);
            fits(&page, width, question);
            fits(&said, width, question);
        }
    }
}

#[test]
fn a_list_says_how_to_see_its_end_and_shows_it() {
    let mut shell = Driven::new();
    for question in ["gaps treatment by disease", "treatment where not upregulates CXCR4 and disease = fibrosis"] {
        let (first, _) = shell.typed(question);
        assert!(first.contains("`.limit all` shows all"), "{first}");
        assert!(!first.contains("and 1 more"), "{first}");
        assert_eq!(shell.typed(".limit all").0, "limit all\n");
        let (whole, _) = shell.typed(question);
        assert!(whole.lines().count() > first.lines().count() && !whole.contains(".limit all"), "{whole}");
        assert_eq!(shell.typed(".limit auto").0, "limit 1000\n");
        assert_eq!(shell.typed(question).0, first);
    }
    assert!(shell.typed(".limit many").1.contains("no whole number"));
    assert!(!shell.typed("gaps treatment by disease").0.contains("never tested"));
}

#[test]
fn both_sides_of_a_disagreement_have_a_column() {
    let mut shell = Driven::new();
    shell.shell.settings.width = 120;
    let (page, _) = shell.typed("treatment where contested on \"hepatocellular carcinoma\"");
    let head = page.lines().find(|line| line.contains("treatment ") && line.contains("verdict ")).unwrap();
    assert!(head.contains("rises") && head.contains("falls") && !head.contains("against"), "{page}");
    let row = page.lines().find(|line| line.contains("  contested  ")).unwrap();
    let at = |word: &str| head.find(word).unwrap();
    let (rises, falls) = (row.find("[38, 39]").unwrap(), row.find("[11, 36, 37]").unwrap());
    assert!(rises == at("rises") && falls == at("falls"), "{page}");
    // another effect keeps its own columns
    let (page, _) = shell.typed("treatment where contested on \"hepatocellular carcinoma\" and increases homing");
    assert!(page.contains("no row") || page.contains("against"), "{page}");
}
