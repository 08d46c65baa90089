//! The order that goes through the findings of the last answer, one card at a time.
//!
//! Numbers of a row and of a finding come in, the card is shown. What is on a card is for the session to say.

use super::super::shell::Shell;
use super::{Done, Next, Order, Takes};
use whereof::answer::{NoCard, Reply};

pub(super) const SHOW: Order = Order {
    name: ".show",
    aliases: &[],
    arguments: "[N [M]]",
    help: "a card of row N, its finding M; alone, the next one",
    takes: Takes::Nothing,
    run: show,
};

fn show(shell: &mut Shell, argument: &str) -> Done {
    shell.rows_of_why();
    shell.last_answers()?;
    shell.has_looked = true;
    let mut numbers = Vec::new();
    for word in argument.split([' ', '.', ',']).filter(|word| !word.is_empty()) {
        match word.parse::<usize>() {
            Ok(number) => numbers.push(number),
            Err(_) => {
                return Err(format!(
                    ".show takes the number of a row, and of a finding: .show 3, .show 3 2; `{word}` is none"
                )
                .into());
            }
        }
    }
    let place = match numbers.as_slice() {
        [] => return next(shell),
        [row] => (*row, 1),
        [row, finding] => (*row, *finding),
        _ => return Err(".show takes the number of a row, and of a finding: .show 3, .show 3 2".into()),
    };
    put(shell, place)
}

/// The finding behind the one that was shown last, or the first of the next row that has one.
fn next(shell: &mut Shell) -> Done {
    let rows = shell.last_answers()?.len();
    let (row, finding) = shell.card;
    let mut place = if row == 0 { (1, 1) } else { (row, finding + 1) };
    while place.0 <= rows {
        match put(shell, place) {
            Err(super::Trouble::Said(_)) if place.0 < rows || place.1 > 1 => place = (place.0 + 1, 1),
            done => return done,
        }
    }
    Err("that was the last finding; .show 1 begins again".into())
}

fn put(shell: &mut Shell, (row, finding): (usize, usize)) -> Done {
    if shell.last_answers()?.untold.is_some()
        && row.checked_sub(1).is_some_and(|at| !shell.last_answers().is_ok_and(|answers| answers.tells(at)))
    {
        shell.tell_whole()?;
    }
    let made = shell.session.borrow().card(shell.last_rows()?, row, finding);
    let card = made.map_err(|none: NoCard| super::Trouble::Said(none.to_string()))?;
    let more = card.number < card.of || card.row_number < card.rows;
    let page = Reply::Card(Box::new(card));
    shell.show_beside(&page)?;
    shell.card = (row, finding);
    if more && !shell.quiet {
        shell.print("(.show for the next)\n")?;
    }
    Ok(Next::Stay)
}

#[cfg(test)]
mod tests {
    use crate::repl::tests::{Driven, HEADLINE};

    #[test]
    fn cards_are_gone_through() {
        let mut shell = Driven::new();
        assert!(shell.typed(".show 1").1.contains("there is no answer yet"));
        shell.typed("treatment where no effect on immunomodulation in vivo");
        assert!(shell.typed(".show").0.contains("IFN-γ, row 1 of 2: finding 1 of 4"));
        assert!(shell.typed(".show").0.contains("IFN-γ, row 1 of 2: finding 2 of 4"));
        assert!(shell.typed(".show 1 4;").0.contains("finding 4 of 4"));
        assert!(shell.typed(".show").0.contains("row 2 of 2: finding 1 of "));
        assert!(shell.typed(".show 1 5").1.contains("IFN-γ has 4 findings, none is number 5"));
        assert!(shell.typed(".show 3").1.contains("the last answer has 2 rows, none is number 3"));
        assert!(shell.typed(".show it").1.contains("takes the number of a row"));
        // what failed is not where the next one is looked for
        let mut last = String::new();
        for _ in 0..10 {
            let (page, said) = shell.typed(".show");
            last = if page.is_empty() { said } else { page };
        }
        assert!(last.contains("that was the last finding"), "{last}");
        shell.typed(HEADLINE);
        assert!(shell.typed(".show").0.contains("resveratrol, row 1 of 1: finding 1 of 1"));
    }

    #[test]
    fn a_reason_has_cards_as_its_rows_have() {
        let mut shell = Driven::new();
        shell.typed("define raiser = treatment where upregulates CXCR4");
        shell.typed("why treatment where is raiser and disease = fibrosis");
        assert!(shell.typed(".show 1").0.contains("resveratrol, row 1 of 1"));
        // the rows of another question are not those of a reason
        shell.typed("treatment where decreases fibrosis");
        shell.typed("why rapamycin upregulates CXCR4");
        assert!(shell.typed(".show 1").0.contains("rapamycin, row 1 of 1"));
        shell.typed("why rapamycin downregulates CXCR4");
        assert!(shell.typed(".show 1").1.contains("0 rows"));
    }
}
