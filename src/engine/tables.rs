//! Tables and comparisons: one statement through all stages.
//!
//! A tree and a base come in, a reply or an error goes out. Each stage is called once, in order; nothing is decided here.

use super::ask::exceeded_error;
use super::run::Asked;
use super::{Error, fixes};
use crate::answer::Reply;
use crate::eval::survey;
use crate::goal::survey as meaning;
use crate::limits::{Budget, Exceeded};
use crate::syntax::ast;
use crate::tell;
use crate::text::Span;

/// A budget whose clock was looked at: a table may take fewer steps than lie between two looks.
fn budget(asked: &Asked<'_>, span: Span) -> Result<Budget, Error> {
    let budget = Budget::new(asked.limits);
    budget.look().map_err(|exceeded| exceeded_error(asked, exceeded, 0, span))?;
    Ok(budget)
}

fn within<T>(asked: &Asked<'_>, span: Span, found: Result<T, Exceeded>) -> Result<T, Error> {
    found.map_err(|exceeded| exceeded_error(asked, exceeded, 0, span))
}

pub(super) fn matrix(asked: &Asked<'_>, matrix: &ast::Matrix) -> Result<Reply, Error> {
    let table = meaning::resolve_table(&matrix.rows, &matrix.columns, matrix.of.as_ref(), asked.scope())
        .map_err(|wrong| fixes::error(asked, wrong))?;
    let mut budget = budget(asked, matrix.span)?;
    let found = within(asked, matrix.span, survey::table(&table, asked.facts, &mut budget))?;
    let told = tell::tables::matrix(&table, &found, asked.facts, matrix.to_string(), &|| budget.look());
    Ok(Reply::Matrix(Box::new(within(asked, matrix.span, told)?)))
}

pub(super) fn gaps(asked: &Asked<'_>, gaps: &ast::Gaps) -> Result<Reply, Error> {
    let mut budget = budget(asked, gaps.span)?;
    let Some((rows, columns)) = &gaps.axes else {
        let found = within(asked, gaps.span, survey::declared(asked.facts, &mut budget))?;
        return Ok(Reply::Gaps(Box::new(tell::tables::declared_gaps(&found, asked.facts, gaps.to_string()))));
    };
    let table = meaning::resolve_table(rows, columns, gaps.of.as_ref(), asked.scope())
        .map_err(|wrong| fixes::error(asked, wrong))?;
    let filled = within(asked, gaps.span, survey::table(&table, asked.facts, &mut budget))?;
    let found = within(asked, gaps.span, survey::gaps(&filled, tell::tables::SILENT, &mut budget))?;
    Ok(Reply::Gaps(Box::new(tell::tables::gaps(&table, &filled, &found, asked.facts, gaps.to_string()))))
}

pub(super) fn compare(asked: &Asked<'_>, compare: &ast::Compare) -> Result<Reply, Error> {
    let names =
        meaning::resolve_comparing(compare, asked.facts.vocabulary()).map_err(|wrong| fixes::error(asked, wrong))?;
    let mut budget = budget(asked, compare.span)?;
    let found = within(asked, compare.span, survey::compare(&names, asked.facts, &mut budget))?;
    Ok(Reply::Compared(Box::new(tell::tables::comparison(&names, &found, asked.facts, compare.to_string()))))
}

pub(super) fn contested(asked: &Asked<'_>, contested: &ast::Contested) -> Result<Reply, Error> {
    let kinds =
        meaning::resolve_disputed(contested, asked.facts.vocabulary()).map_err(|wrong| fixes::error(asked, wrong))?;
    let mut budget = budget(asked, contested.span)?;
    let found = within(asked, contested.span, survey::disputed(&kinds, asked.facts, &mut budget))?;
    Ok(Reply::Contested(Box::new(tell::tables::contested(&kinds, &found, asked.facts, contested.to_string()))))
}

pub(super) fn similar(asked: &Asked<'_>, similar: &ast::Similar) -> Result<Reply, Error> {
    let name = meaning::resolve_alike(similar, asked.facts.vocabulary()).map_err(|wrong| fixes::error(asked, wrong))?;
    let mut budget = budget(asked, similar.span)?;
    let found = within(asked, similar.span, survey::alike(&name, asked.facts, tell::tables::SIMILAR, &mut budget))?;
    Ok(Reply::Similar(Box::new(tell::tables::similar(name.to, &found, asked.facts, similar.to_string()))))
}
