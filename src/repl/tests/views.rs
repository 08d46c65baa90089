//! The last answer as a value, and what can be asked instead.

use super::{Driven, HEADLINE};
use crate::repl::orders::Next;

#[test]
fn the_last_answer_is_shown_again_in_any_form_without_asking_again() {
    let mut shell = Driven::new();
    assert!(shell.typed(".last").1.contains("there is no answer yet"));
    let (table, _) = shell.typed(HEADLINE);
    assert_eq!(shell.typed(".last").0, table);
    let (csv, said) = shell.typed(".mode csv");
    assert!(csv.starts_with("mode csv\ntreatment,verdict,") && csv.contains("resveratrol"), "{csv}");
    assert!(said.contains("complete: 1 row, 1 study"), "{said}");
    assert!(shell.typed(".mode markdown").0.contains("| treatment |"));
    // another reply is the last one now, but `.why` still speaks of the rows
    shell.typed("nouns");
    assert!(shell.typed(".mode table").0.contains("noun"));
    assert!(shell.typed(".why 1").0.contains("resveratrol"));
    // what only changes the session is no answer
    shell.typed("let $gene = CXCR4");
    assert!(shell.typed(".last").0.contains("why resveratrol") || shell.typed(".last").0.contains("resveratrol"));
}

#[test]
fn what_a_page_leaves_out_is_there_when_it_is_asked_for() {
    let mut shell = Driven::new();
    shell.typed("treatment where improves homing");
    let whole = shell.typed(".mode csv").0;
    shell.typed(".mode table");
    shell.typed(".limit 3");
    let (page, _) = shell.typed("treatment where improves homing");
    assert!(page.contains("the first 3 of"), "{page}");
    assert_eq!(shell.typed(".last").0, page);
    assert!(shell.typed(".show 5").0.contains(", row 5 of "));
    assert_eq!(shell.typed(".mode csv").0, whole);
    shell.typed(".mode table");
    shell.typed("treatment where improves homing");
    assert!(shell.typed(".why 4").0.lines().count() > 3);
    shell.typed("treatment where improves homing");
    shell.typed(".limit all");
    assert!(!shell.typed(".last").0.contains("the first 3 of"));
}

#[test]
fn the_last_answer_is_cited_and_drawn() {
    let mut shell = Driven::new();
    shell.typed(HEADLINE);
    assert!(shell.typed(".cite").0.contains("10.1111/jcmm.14788"));
    assert!(shell.typed(".graph").0.starts_with("flowchart LR"));
    assert!(shell.typed(".graph dot").0.contains("digraph"));
    assert!(shell.typed(".graph svg").1.contains("`.graph` knows mermaid, dot, graphml, cx2, not `svg`"));
}

#[test]
fn what_can_be_drawn_on_a_terminal_is() {
    let mut shell = Driven::new();
    assert!(shell.typed(".chart").1.contains("there is no answer yet"));
    shell.typed("matrix treatment by disease of improves homing");
    assert!(shell.typed(".chart").0.contains("supported, studies: "));
    shell.typed(HEADLINE);
    assert!(shell.typed(".chart").1.contains("no chart of an answer with findings"));
    // as a mode it draws what it can, and shows the rest as tables
    shell.typed(".mode chart");
    let (page, said) = shell.typed(HEADLINE);
    assert!(page.contains("resveratrol") && page.contains("verdict"), "{page}");
    assert!(said.contains("no chart of an answer with findings"), "{said}");
    assert!(shell.typed("count finding by disease where in vivo").0.contains("208 findings in all"));
    // a picture is a file
    shell.typed(".mode svg");
    assert!(shell.typed("nouns").0.contains("treatment"), "what has no picture ends nothing");
}

#[test]
fn long_tables_are_shortened_and_say_so() {
    let mut shell = Driven::new();
    let (all, said) = shell.typed("treatment where upregulates CXCR4");
    assert!(!all.contains("not shown") && said.starts_with("`.show 1` shows row 1"), "{said}");
    assert_eq!(shell.typed(".limit 2").0, "limit 2\n");
    let (page, said) = shell.typed("treatment where upregulates CXCR4");
    assert!(page.contains("the first 2 of 3 rows; 1 more is not shown"), "{page}");
    assert!(page.contains("complete: 3 rows, 3 studies"), "{page}");
    assert!(said.contains("`.limit all` shows all rows"), "{said}");
    // forms for programs are always whole
    assert_eq!(shell.typed(".mode jsonl").0.lines().filter(|line| line.starts_with('{')).count(), 3);
    shell.typed(".mode table");
    assert_eq!(shell.typed(".limit all").0, "limit all\n");
    assert_eq!(shell.typed("treatment where upregulates CXCR4").0, all);
    assert!(shell.typed(".limit many").1.contains("`limit` stays as it was"));
}

#[test]
fn expansions_are_told_as_far_as_is_wanted() {
    let mut shell = Driven::new();
    let told =
        |page: &str| page.lines().filter(|line| line.contains("includes")).map(str::to_owned).collect::<Vec<_>>();
    let some = shell.typed(HEADLINE).0;
    assert_eq!(shell.typed(".expand off").0, "expand none\n");
    let none = shell.typed(".last").0;
    assert_ne!(told(&some), told(&none));
    assert!(!none.contains("stage of fibrosis; Hu 2020"), "{none}");
    assert_eq!(shell.typed(".expand on").0, "expand some\n");
    assert_eq!(shell.typed(".last").0, some);
    assert_eq!(shell.typed(".expand all").0, "expand all\n");
    assert!(shell.typed(".last").0.contains("stage of fibrosis; Hu 2020"));
    assert!(shell.typed(".expand perhaps").1.contains("`expand` stays as it was"));
}

#[test]
fn the_width_and_the_time() {
    let mut shell = Driven::new();
    assert_eq!(shell.typed(".width").0, "width 80\n");
    shell.typed(".width 40");
    assert!(shell.typed(HEADLINE).0.lines().all(|line| line.chars().count() <= 40));
    assert_eq!(shell.typed(".width auto").0, "width auto\n");
    assert!(shell.typed(".width 7").1.contains("from 20 columns on"));
    shell.typed(".timer on");
    assert!(shell.typed("nouns").0.contains("\ntime: "));
    assert_eq!(shell.typed(".timeout").0, "timeout 60s\n");
    shell.typed(".timeout 1500ms");
    shell.typed("nouns");
    assert_eq!(shell.shell.session.borrow().limits().time, Some(std::time::Duration::from_millis(1500)));
}

#[test]
fn a_plan_is_told_in_steps() {
    let mut shell = Driven::new();
    assert!(shell.typed(".explain").1.contains("there is no answer yet"));
    shell.typed(HEADLINE);
    let (page, _) = shell.typed(".explain");
    let first =
        "1    look up the findings on CXCR4, about 3: upregulates CXCR4; keep those with\n     disease = fibrosis\n";
    assert_eq!(page, format!("{first}     rows: what step 1 gives\n"));
    assert_eq!(shell.typed(&format!(".explain {HEADLINE}")).0, page);
    assert!(shell.typed(".explain nouns").1.contains("only questions for rows"));
    assert!(shell.typed(".explain treatment where upregulates CXCR44").1.contains("W0201"));
    // and that can be mended as any other
    assert_eq!(shell.next(".fix"), Next::Type("treatment where upregulates CXCR4".to_owned()));
}

#[test]
fn what_is_wrong_is_mended_on_the_line() {
    let mut shell = Driven::new();
    assert!(shell.typed(".fix").1.contains("nothing is to be mended"));
    let (_, said) = shell.typed("treatment where upregulates CXCR44");
    assert!(said.ends_with("`.fix` puts the mended question on the line\n"), "{said}");
    assert_eq!(shell.next(".fix"), Next::Type("treatment where upregulates CXCR4".to_owned()));
    assert!(shell.typed(".fix 2").1.contains("there is one way out, none is number 2"));
    // a question with two readings has two ways out
    let typed = "treatment where upregulates CXCR4 or improves homing and disease = fibrosis";
    shell.typed(typed);
    let (page, _) = shell.typed(".fix");
    assert!(page.starts_with(" 1  first what `or` joins: 3 rows ("), "{page}");
    assert!(page.contains("\n 2  first what `and` joins: 5 rows"), "{page}");
    let second = "treatment where upregulates CXCR4 or (improves homing and disease = fibrosis)";
    assert_eq!(shell.next(".fix 2"), Next::Type(second.to_owned()));
    // once something is answered there is nothing to mend
    shell.typed(second);
    assert!(shell.typed(".fix").1.contains("nothing is to be mended"));
    // where no row is, the weaker questions are offered in the same way
    let (_, said) = shell.typed("treatment where upregulates CXCR4 and disease = fibrosis and species = mouse");
    assert_eq!(said, "`.fix` lists the weaker questions, `.fix 1` puts the first on the line\n");
    let (page, _) = shell.typed(".fix");
    assert!(page.contains(" 1  ") && page.contains("row"), "{page}");
    let Next::Type(weaker) = shell.next(".fix 1") else { panic!("nothing on the line") };
    assert!(shell.typed(&weaker).0.contains("complete: "), "{weaker}");
}

#[test]
fn mistakes_told_together_are_mended_together() {
    let mut shell = Driven::new();
    shell.typed("treatment where upregulates CXCR44 and disease = fibrosys");
    let (page, _) = shell.typed(".fix");
    assert!(page.starts_with(" 1  CXCR4 (gene), fibrosis (disease): 1 row (resveratrol [59])\n"), "{page}");
    assert_eq!(shell.next(".fix 1"), Next::Type(HEADLINE.to_owned()));
}
