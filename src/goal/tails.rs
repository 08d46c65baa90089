//! What stands behind the conditions: order, limits, what is shown and assumed.
//!
//! A tail of a query's tree comes in and is put into the goal. What the rows are is not known here.

use super::lookup::Lookup;
use super::{Goal, Order, SlotRef};
use crate::diagnostic::{Diagnostic, Fix};
use crate::syntax::ast;

#[inline(never)]
pub(super) fn resolve_tail(lookup: &mut Lookup<'_>, tail: &ast::Tail, goal: &mut Goal) {
    match tail {
        ast::Tail::MinStudies(n, _) => goal.min_studies = (*n).max(1),
        ast::Tail::Limit(n, _) => goal.limit = Some(u64::from(*n)),
        ast::Tail::OrderBy(run, _) => match run.text().as_str() {
            "name" => goal.order = Some(Order::Name),
            "studies" | "study" => goal.order = Some(Order::Studies),
            "findings" | "finding" => goal.order = Some(Order::Findings),
            "verdict" => goal.order = Some(Order::Verdict),
            "evidence" => goal.order = Some(Order::Evidence),
            other => {
                let mut found = Diagnostic::error(
                    "W0212",
                    format!("rows cannot be ordered by `{other}`"),
                    run.span,
                    "not an order",
                );
                found.expected = ["name", "studies", "findings", "verdict", "evidence"].map(str::to_owned).to_vec();
                found.fixes =
                    found.expected.iter().map(|word| Fix::replace(word.clone(), run.span, word.clone())).collect();
                lookup.wrong(found);
            }
        },
        ast::Tail::Show(runs, _) => {
            for run in runs {
                // a slot shown twice is shown once
                goal.show.extend(lookup.slot(run).filter(|slot| !goal.show.contains(slot)));
            }
        }
        ast::Tail::LeastValues(least, run, _) => {
            let slot = lookup.slot_of_values(run);
            goal.least_values.extend(slot.map(|slot| ((*least).max(1), slot)));
        }
        ast::Tail::LeastRows(least, run, span) => {
            if goal.count.is_none() {
                lookup.wrong(groups_only(*least, run, *span));
            }
            goal.least_rows = u64::from(*least);
        }
        ast::Tail::CountFindings(_) => goal.count_findings = true,
        ast::Tail::Assuming(run, _) => match lookup.slot(run) {
            Some(slot) if goal.assuming.contains(&slot) => {}
            Some(slot @ (SlotRef::Declared(_) | SlotRef::Evidence)) => goal.assuming.push(slot),
            Some(_) => {
                let words = format!("`{}` is not stated in so many words, so there is nothing to assume", run.text());
                lookup.wrong(
                    Diagnostic::error("W0213", words, run.span, "every finding has it or has not")
                        .with_note("`assuming` takes a slot that the base declares, as `disease`"),
                );
            }
            None => {}
        },
    }
}

/// `with at least n ...` of a question that makes no groups.
fn groups_only(least: u32, run: &ast::Run, span: crate::text::Span) -> Diagnostic {
    let text = run.text();
    Diagnostic::error("W0239", format!("`with at least {least}` counts studies, or groups of a count"), span, "not here")
        .with_fix(Fix::replace(format!("so many studies: `with at least {least} studies`"), span, format!("with at least {least} studies")))
        .with_fix(Fix::replace(format!("so many values of a slot: `in at least {least} {text}`"), span, format!("in at least {least} {text}")))
        .with_note("of a count, groups of fewer are left out: `count treatment by disease where improves homing with at least 2 treatments`")
}
