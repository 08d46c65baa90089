//! Orders about the last answer, which is kept as a value.
//!
//! The shell's last reply comes in, another view of it goes out.

use super::super::shell::Shell;
use super::{Done, Next, Order, Takes};

pub(super) const ORDERS: &[Order] = &[
    Order {
        name: ".why",
        aliases: &[],
        arguments: "[N]",
        help: "why the rows of the last answer are there, or its row N",
        takes: Takes::Nothing,
        run: why,
    },
    super::cards::SHOW,
    Order {
        name: ".fix",
        aliases: &[],
        arguments: "",
        help: "puts the mended question on the line",
        takes: Takes::Nothing,
        run: fix,
    },
];

fn why(shell: &mut Shell, row: &str) -> Done {
    let answers = shell.last_answers()?;
    let question = format!("why {}", answers.query);
    if row.is_empty() {
        shell.ask(&question)?;
        return Ok(Next::Stay);
    }
    let Ok(number) = row.parse::<usize>() else {
        return Err(format!(".why takes the number of a row; for a question write: why {row}").into());
    };
    let Some(name) = number.checked_sub(1).and_then(|at| answers.rows.get(at)).map(|row| answers.name(row)) else {
        return Err(format!("the last answer has {} rows, none is number {number}", answers.rows.len()).into());
    };
    shell.ask_of_row(&question, &name)?;
    Ok(Next::Stay)
}

fn fix(shell: &mut Shell, _: &str) -> Done {
    let Some(error) = &shell.wrong else { return Err("nothing is to be mended".into()) };
    let text = error.source_text().text();
    let mut mended = error.diagnostics().iter().flat_map(|one| &one.fixes).filter_map(|fix| fix.apply(text));
    mended.next().map(Next::Type).ok_or_else(|| "no way out is known".into())
}
