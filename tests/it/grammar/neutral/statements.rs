//! The neutral form of the statements beside queries.

use super::{body, effect, head, items, list, part, put, put_open, query, run, run_or_choice};
use whereof::syntax::ast::*;

pub(super) fn axis(o: &mut String, each: &Axis) {
    match each {
        Axis::Run(each) => {
            put_open(o, "axis", each.span);
            run(o, each);
        }
        Axis::Kinds(each, span) => {
            put_open(o, "axis", *span);
            run(o, each);
        }
        Axis::Query(each, span) => {
            put_open(o, "axis", *span);
            query(o, each);
        }
    }
    o.push(']');
}

pub(super) fn matrix(o: &mut String, each: &Matrix) {
    put_open(o, "matrix", each.span);
    axis(o, &each.rows);
    put(o, "by");
    axis(o, &each.columns);
    each.of.iter().for_each(|each| effect(o, each));
    o.push(']');
}

pub(super) fn gaps(o: &mut String, each: &Gaps) {
    put_open(o, "gaps", each.span);
    if let Some((rows, columns)) = &each.axes {
        axis(o, rows);
        put(o, "by");
        axis(o, columns);
    }
    each.of.iter().for_each(|each| effect(o, each));
    o.push(']');
}

pub(super) fn compare(o: &mut String, each: &Compare) {
    put_open(o, "compare", each.span);
    run(o, &each.left);
    run(o, &each.right);
    each.items.iter().for_each(|each| items(o, each));
    o.push(']');
}

pub(super) fn contested(o: &mut String, each: &Contested) {
    put_open(o, "contested", each.span);
    each.kinds.iter().for_each(|each| run(o, each));
    each.items.iter().for_each(|each| items(o, each));
    o.push(']');
}

pub(super) fn similar(o: &mut String, each: &Similar) {
    put_open(o, "similar", each.span);
    run(o, &each.to);
    each.items.iter().for_each(|each| items(o, each));
    o.push(']');
}

pub(super) fn paths(o: &mut String, each: &Paths) {
    put_open(o, "paths", each.span);
    run(o, &each.from);
    run(o, &each.to);
    if let Some((steps, _)) = each.within {
        put(o, &format!("within {steps}"));
    }
    if each.in_one_context.is_some() {
        put(o, "in one context");
    }
    each.items.iter().for_each(|each| items(o, each));
    o.push(']');
}

pub(super) fn shortest(o: &mut String, each: &Shortest) {
    put_open(o, "shortest", each.span);
    run(o, &each.from);
    run(o, &each.to);
    if !each.by.is_empty() {
        put(o, "by");
        each.by.iter().for_each(|by| run(o, by));
    }
    if each.either_way.is_some() {
        put(o, "either way");
    }
    o.push(']');
}

pub(super) fn definition(o: &mut String, each: &Define) {
    put_open(o, "definition", each.span);
    run(o, &each.what);
    if !each.head.is_empty() {
        head(o, &each.head);
    }
    body(o, &each.body);
    o.push(']');
}

pub(super) fn binding(o: &mut String, each: &Let) {
    put_open(o, "binding", each.span);
    part(o, &each.name);
    run_or_choice(o, &each.value);
    o.push(']');
}

pub(super) fn using(o: &mut String, each: &Use) {
    put_open(o, "using", each.span);
    part(o, &each.file);
    o.push(']');
}

pub(super) fn retract(o: &mut String, each: &Retract) {
    put_open(o, "retract", each.span);
    each.studies.iter().for_each(|(number, _)| put(o, &number.to_string()));
    each.source.iter().for_each(|each| part(o, each));
    o.push(']');
}

pub(super) fn expect(o: &mut String, each: &Expect) {
    put_open(o, "expect", each.span);
    match &each.expected {
        Expected::None => put(o, "none"),
        Expected::Some => put(o, "some"),
        Expected::Rows(number) => put(o, &format!("{number} rows")),
        Expected::Exactly(names, span) => {
            put(o, "exactly");
            list(o, names, *span);
        }
    }
    query(o, &each.query);
    o.push(']');
}

pub(super) fn diff(o: &mut String, each: &Diff) {
    put_open(o, "diff", each.span);
    part(o, &each.left);
    part(o, &each.right);
    query(o, &each.query);
    o.push(']');
}
