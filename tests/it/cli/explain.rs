//! Explaining how a question is answered.

use super::{run, scratch};
use std::fs;

const HEADLINE: &str = "treatment where upregulates CXCR4 and disease = fibrosis";

#[test]
fn steps_are_told_with_what_they_look_at() {
    let ran = run(&["explain", HEADLINE]);
    let wanted = "step\twhat is done\tfindings expected\tfindings looked at\n\
        1\tlook up the findings on CXCR4: upregulates CXCR4; keep those with disease = fibrosis\t3\t3\n\
        \trows: what step 1 gives\t\t\n\
        \tgiven: 1 row\t\t3\n";
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, wanted, ""));
    let nested =
        run(&["explain", "treatment where upregulates (gene where upregulated by rapamycin) and improves homing"]);
    assert!(nested.code == 0 && nested.out.contains("\n2.1\t"), "{nested:?}");
}

#[test]
fn programs_get_the_steps_as_a_listing() {
    let ran = run(&["explain", HEADLINE, "--format", "json"]);
    let listing: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.code, &listing["reply"], &listing["title"]), (0, &"listing".into(), &"steps".into()));
    let rows: Vec<Vec<String>> = serde_json::from_value(listing["rows"].clone()).unwrap();
    let total: u64 = rows.last().unwrap()[3].parse().unwrap();
    let steps = &rows[..rows.len() - 1];
    assert_eq!(steps.iter().filter_map(|row| row[3].parse::<u64>().ok()).sum::<u64>(), total);
    let table = run(&["explain", HEADLINE, "--format", "table"]);
    assert!(table.code == 0 && table.out.contains("look up the findings on CXCR4"), "{table:?}");
}

#[test]
fn bases_values_and_limits_are_those_of_other_commands() {
    let path = scratch("explain").join("mine.whereof");
    let path = path.to_str().unwrap();
    assert_eq!(run(&["new-base", path]).code, 0);
    let ran = run(&["explain", "--no-builtin", "--base", path, "treatment where raises height in greenhouse"]);
    assert!(ran.code == 0 && ran.out.contains("height"), "{ran:?}");
    let bound = run(&["explain", "--param", "gene=CXCR4", "treatment where upregulates $gene"]);
    assert!(bound.code == 0 && bound.out.contains("CXCR4"), "{bound:?}");
    let wrong = run(&["explain", "treatment where upregulates CXCR44"]);
    assert!(wrong.code == 1 && wrong.out.is_empty() && wrong.err.contains("W0201"), "{wrong:?}");
    let none = run(&["explain", "nouns"]);
    assert!(none.code == 1 && none.err.contains("only questions for rows and counts"), "{none:?}");
    assert_eq!(run(&["explain"]).code, 2);
    assert_eq!(run(&["explain", "--base", "no-such-base.whereof", HEADLINE]).code, 3);
    assert_eq!(run(&["explain", "--timeout", "1ns", HEADLINE]).code, 2);
    fs::write(path, "nouns where").unwrap();
    assert_eq!(run(&["explain", "--base", path, HEADLINE]).code, 1);
}
