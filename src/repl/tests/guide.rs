//! The tour and the examples at the prompt.

use super::{Driven, HEADLINE, Next};
use whereof::text::Source;
use whereof::{Base, Limits, Session};

#[test]
fn the_tour_goes_on_with_an_empty_input() {
    let mut shell = Driven::new();
    let (page, _) = shell.typed(".tour");
    assert!(page.contains("step 1 of 7: A question") && page.contains("complete: 3 rows"), "{page}");
    assert!(page.contains("Enter goes on to step 2"), "{page}");
    assert!(shell.typed("").0.contains("step 2 of 7"));
    // whoever asks something else comes back by the order
    shell.typed("nouns");
    assert_eq!(shell.typed(""), (String::new(), String::new()));
    assert!(shell.typed(".tour").0.contains("step 3 of 7"));
    assert!(shell.typed(".tour back").0.contains("step 2 of 7"));
    assert!(shell.typed(".tour 7").0.contains("That was the tour"));
    assert_eq!(shell.typed("").0, "");
    assert!(shell.typed(".tour").0.contains("step 1 of 7"));
    for wrong in ["0", "8", "x"] {
        assert!(shell.typed(&format!(".tour {wrong}")).1.contains("the tour has 7 steps"));
    }
    shell.typed(".tour off");
    assert_eq!(shell.typed("").0, "");
}

#[test]
fn the_orders_that_the_tour_speaks_of_work_on_its_answers() {
    let mut shell = Driven::new();
    shell.typed(".mode csv");
    assert!(shell.typed(".tour 5").0.contains("context-split"));
    shell.typed(".mode table");
    assert!(shell.typed(".show 1").0.contains("IFN-γ, row 1 of 2"));
    shell.typed(".tour 6");
    let Next::Type(line) = shell.next(".fix 1") else { panic!("nothing on the line") };
    assert!(line.starts_with("treatment where increases GSH"), "{line}");
}

fn first_number(page: &str) -> usize {
    page.lines().find_map(|line| line.split_whitespace().next()?.parse().ok()).unwrap()
}

#[test]
fn examples_are_listed_found_and_put_on_the_line() {
    let mut shell = Driven::new();
    let (contents, _) = shell.typed(".examples");
    assert!(contents.contains("contexts") && contents.contains("definitions"), "{contents}");
    assert!(contents.lines().all(|line| line.chars().count() <= 80), "{contents}");
    let (logic, _) = shell.typed(".examples logic");
    assert!(logic.starts_with("logic: and, or, not"), "{logic}");
    let number = first_number(&logic);
    let Next::Type(line) = shell.next(&format!(".examples {number}")) else { panic!("nothing on the line") };
    assert!(logic.split_whitespace().collect::<Vec<_>>().join(" ").contains(&line), "{line}: {logic}");
    assert!(shell.typed(".examples viability").0.contains("no effect on viability"));
    assert!(shell.typed(".examples xyzzy").1.contains("there are these topics: first, contexts"));
    assert!(shell.typed(".examples 0").1.contains("none is number 0"));
    // what needs a definition brings it along
    let (antagonists, _) = shell.typed(".examples antagonised");
    let number = first_number(&antagonists);
    let Next::Type(line) = shell.next(&format!(".examples {number}")) else { panic!("nothing on the line") };
    assert!(line.starts_with("define "), "{line}");
    let (page, said) = shell.typed(&line);
    assert!(!page.is_empty() && !said.contains("error"), "{said}");
    // who looked at a card is told of them no more
    shell.typed(HEADLINE);
    assert!(shell.typed(".show 1").1.is_empty());
    assert!(shell.typed(HEADLINE).1.is_empty());
}

#[test]
fn another_base_has_examples_and_no_tour() {
    let text = "source notes; noun compound; noun protein; verb binds with direction = increase;
        entity X is compound; entity K is protein; study 1 { at \"1\" 1: X binds K; }";
    let mut shell = Driven::new();
    let base = Base::from_text(Source::new("own", text)).unwrap();
    *shell.shell.session.borrow_mut() = Session::new(base, Limits::script());
    assert!(shell.typed(".tour").1.contains("the tour asks the built-in base"));
    let (page, _) = shell.typed(".examples");
    assert!(
        page.contains("these questions were made from what is") && page.contains("compound where binds K"),
        "{page}"
    );
    assert_eq!(shell.next(".examples 1"), Next::Type("compound where binds K".to_owned()));
    let banner = super::super::banner(&shell.shell);
    assert!(banner.ends_with("open: notes, 1 finding of 1 study\ntry:  compound where binds K\n"), "{banner}");
}

#[test]
fn the_banner_is_three_lines_that_fit() {
    let shell = Driven::new();
    let banner = super::super::banner(&shell.shell);
    assert_eq!(banner.lines().count(), 3);
    assert!(banner.lines().all(|line| line.chars().count() <= 80), "{banner}");
    assert!(banner.contains("open: Hu 2020 (doi 10.1111/jcmm.14788), 587 findings of 76 studies"), "{banner}");
}
