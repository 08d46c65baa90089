//! What stands behind `with`.
//!
//! The properties of one declaration come in; their values go out by name, and a diagnostic for each that nobody asked for.

use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::names::normal;
use crate::syntax::ast::{Operator, Part, PartKind, Property, PropertyValue, Run, RunOrChoice};
use crate::text::Span;

/// The properties of one declaration.
pub(super) struct Properties<'a> {
    list: &'a [Property],
    used: Vec<bool>,
    asked: Vec<&'static str>,
    pub(super) problems: Vec<Diagnostic>,
}

impl<'a> Properties<'a> {
    pub(super) fn new(list: &'a [Property]) -> Properties<'a> {
        Properties { list, used: vec![false; list.len()], asked: Vec::new(), problems: Vec::new() }
    }

    /// All values of a property, stated once or several times, in order.
    pub(super) fn runs(&mut self, name: &'static str) -> Vec<&'a Run> {
        let mut runs = Vec::new();
        for (property, value) in self.take(name) {
            match value {
                Some((Operator::Equal, PropertyValue::List(list, _))) => runs.extend(list),
                Some((Operator::Equal, PropertyValue::Value(value))) => match &value.what {
                    RunOrChoice::Run(run) if !value.exactly && value.except.is_none() => runs.push(run),
                    _ => self.problem(value.span, name, "a name, or names in brackets"),
                },
                Some(_) => self.problem(property.span, name, "`=`"),
                None => self.problem(property.span, name, "`=` and a value"),
            }
        }
        runs
    }

    /// The value of a property that is stated at most once.
    pub(super) fn run(&mut self, name: &'static str) -> Option<&'a Run> {
        let runs = self.runs(name);
        if let [_, second, ..] = runs.as_slice() {
            self.problems.push(Diagnostic::error(
                "W0313",
                format!("`{name}` has more than one value"),
                second.span,
                "one too many",
            ));
        }
        runs.first().copied()
    }

    /// All values as text.
    pub(super) fn texts(&mut self, name: &'static str) -> Vec<String> {
        self.runs(name).into_iter().map(Run::text).collect()
    }

    /// The value as text.
    pub(super) fn text(&mut self, name: &'static str) -> Option<String> {
        self.run(name).map(Run::text)
    }

    /// The value as a number.
    pub(super) fn number<T: std::str::FromStr>(&mut self, name: &'static str) -> Option<T> {
        let run = self.run(name)?;
        let number = match run.parts.as_slice() {
            [Part { kind: PartKind::Number | PartKind::Quoted | PartKind::Word, text, .. }] => text.parse().ok(),
            _ => None,
        };
        if number.is_none() {
            self.problem(run.span, name, "a number");
        }
        number
    }

    /// Whether a property that has no value is there.
    pub(super) fn flag(&mut self, name: &'static str) -> bool {
        let stated = self.take(name);
        for (property, value) in &stated {
            if value.is_some() {
                self.problem(property.span, name, "nothing behind it");
            }
        }
        !stated.is_empty()
    }

    /// A value out of a list of words.
    pub(super) fn word<T: Copy>(&mut self, name: &'static str, words: &[(&'static str, T)]) -> Option<T> {
        let run = self.run(name)?;
        self.one_of(name, run, words)
    }

    /// Values out of a list of words.
    pub(super) fn words<T: Copy>(&mut self, name: &'static str, words: &[(&'static str, T)]) -> Vec<T> {
        self.runs(name).into_iter().filter_map(|run| self.one_of(name, run, words)).collect()
    }

    fn one_of<T: Copy>(&mut self, name: &'static str, run: &Run, words: &[(&'static str, T)]) -> Option<T> {
        let form = normal(&run.text());
        let value = words.iter().find(|(word, _)| normal(word) == form).map(|(_, value)| *value);
        if value.is_none() {
            let near = words.iter().map(|(word, _)| *word).find(|word| {
                form.starts_with(normal(word).as_str()) || strsim::osa_distance(word, &form) <= word.len() / 4
            });
            let words: Vec<String> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
            self.problem(run.span, name, &super::state::listed(&words, "or"));
            if let (Some(near), Some(wrong)) = (near, self.problems.last_mut()) {
                wrong.fixes.push(Fix::replace(format!("`{near}`"), run.span, near));
            }
        }
        value
    }

    /// Diagnostics, those for properties that nobody asked for included.
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        for (at, (property, used)) in self.list.iter().zip(&self.used).enumerate() {
            if *used {
                continue;
            }
            let text = property.name.text();
            let mut unknown = Diagnostic::error(
                "W0312",
                format!("no property `{text}` is known here"),
                property.name.span,
                "not known",
            );
            unknown.expected = self.asked.iter().map(|name| (*name).to_owned()).collect();
            let near = self.asked.iter().find(|name| strsim::osa_distance(name, &text.to_lowercase()) <= 2);
            if let Some(near) = near {
                unknown = unknown.with_fix(Fix::replace(format!("`{near}`"), property.name.span, *near));
            } else if let (None, Some(before)) = (&property.value, at.checked_sub(1).and_then(|at| self.list.get(at)))
                && let Some((_, PropertyValue::Value(value))) = &before.value
            {
                // `alias = A, B`
                let insert =
                    |at: u32, sign: &str| Edit { span: Span { start: at, end: at }, replacement: sign.to_owned() };
                let edits = vec![insert(value.span.start, "("), insert(property.span.end, ")")];
                let message = format!("`{} = (..., {text})`: several values stand in brackets", before.name.text());
                unknown.fixes.push(Fix { message, edits, rows: None, examples: Vec::new() });
            }
            self.problems.push(unknown);
        }
        self.problems
    }

    fn take(&mut self, name: &'static str) -> Vec<(&'a Property, Option<&'a (Operator, PropertyValue)>)> {
        self.asked.push(name);
        let form = normal(name);
        let mut taken = Vec::new();
        for (property, used) in self.list.iter().zip(&mut self.used) {
            if normal(&property.name.text()) == form {
                *used = true;
                taken.push((property, property.value.as_ref()));
            }
        }
        taken
    }

    fn problem(&mut self, span: Span, name: &str, accepted: &str) {
        let message = format!("`{name}` cannot have this value");
        self.problems.push(Diagnostic::error("W0313", message, span, format!("{accepted} is wanted here")));
    }
}
