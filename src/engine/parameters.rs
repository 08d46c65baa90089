//! Parameters: values from outside and from `let`, put where `$name` stands.
//!
//! A tree and the bound values come in; the same tree with values in the places of parameters goes out, or why a value does not fit its
//! place. A value stays one name, amount or list whatever characters it holds; whether a name exists is not known here.

use super::walk::{self, Visit, Wanted};
use crate::diagnostic::{Diagnostic, Fix};
use crate::names::{Vocabulary, quantity};
use crate::syntax::ast::{Choice, Effect, Item, Part, PartKind, Quantifier, Run, RunOrChoice, Target};
use crate::text::Span;
use rustc_hash::FxHashSet;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A value for a parameter, as a program has it.
///
/// ```
/// use whereof::Parameter;
/// use whereof::Source;
/// use whereof::{Base, Limits, Session};
/// let mut session = Session::new(Base::builtin(), Limits::script());
/// session.bind("genes", vec!["CXCR4", "c-Met"]);
/// session.bind("dose", Parameter::Amount(1.0, "%".to_owned()));
/// let replies = session.eval(&Source::new("query", "treatment where upregulates $genes; finding where dose >= $dose"));
/// assert!(replies.iter().all(Result::is_ok), "{replies:?}");
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Parameter {
    /// One name, whatever characters it holds; where an amount is wanted, its words are read as one.
    Text(String),
    /// A bare number.
    Number(f64),
    /// A number and a unit.
    Amount(f64, String),
    /// Several values: `any of` them where one name could stand, each of them inside a list.
    List(Vec<Parameter>),
}

impl Parameter {
    /// Hands out the words of each value.
    pub(super) fn each(&self, out: &mut dyn FnMut(&str)) {
        let mut stack = vec![self];
        while let Some(next) = stack.pop() {
            match next {
                Parameter::Text(text) => out(text),
                Parameter::Number(number) => out(&number.to_string()),
                Parameter::Amount(number, unit) => out(&format!("{number} {unit}")),
                Parameter::List(values) => stack.extend(values.iter().rev()),
            }
        }
    }
}

impl From<&str> for Parameter {
    fn from(text: &str) -> Parameter {
        Parameter::Text(text.to_owned())
    }
}

impl From<String> for Parameter {
    fn from(text: String) -> Parameter {
        Parameter::Text(text)
    }
}

impl From<&String> for Parameter {
    fn from(text: &String) -> Parameter {
        Parameter::Text(text.clone())
    }
}

impl From<Cow<'_, str>> for Parameter {
    fn from(text: Cow<'_, str>) -> Parameter {
        Parameter::Text(text.into_owned())
    }
}

impl From<f64> for Parameter {
    fn from(number: f64) -> Parameter {
        Parameter::Number(number)
    }
}

impl From<i32> for Parameter {
    fn from(number: i32) -> Parameter {
        Parameter::Number(f64::from(number))
    }
}

impl From<u32> for Parameter {
    fn from(number: u32) -> Parameter {
        Parameter::Number(f64::from(number))
    }
}

/// A number of more than 53 bits becomes the nearest that has no more.
impl From<i64> for Parameter {
    fn from(number: i64) -> Parameter {
        Parameter::Number(number as f64)
    }
}

/// A number of more than 53 bits becomes the nearest that has no more.
impl From<usize> for Parameter {
    fn from(number: usize) -> Parameter {
        Parameter::Number(number as f64)
    }
}

impl<T: Into<Parameter> + Clone> From<&[T]> for Parameter {
    fn from(values: &[T]) -> Parameter {
        Parameter::List(values.iter().cloned().map(Into::into).collect())
    }
}

impl<T: Into<Parameter>, const N: usize> From<[T; N]> for Parameter {
    fn from(values: [T; N]) -> Parameter {
        Parameter::List(values.into_iter().map(Into::into).collect())
    }
}

impl<T: Into<Parameter>> From<Vec<T>> for Parameter {
    fn from(values: Vec<T>) -> Parameter {
        Parameter::List(values.into_iter().map(Into::into).collect())
    }
}

/// What a parameter is bound to.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Bound {
    One(Value),
    Several(Quantifier, Vec<Value>),
}

/// One value as the words of a tree.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Value {
    sort: Sort,
    parts: Vec<(PartKind, String)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Sort {
    Name,
    Number,
    Amount,
}

impl Sort {
    fn words(self) -> &'static str {
        match self {
            Sort::Name => "a name",
            Sort::Number => "a number",
            Sort::Amount => "an amount",
        }
    }
}

impl Value {
    fn text(&self) -> String {
        self.parts.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(" ")
    }

    fn one(sort: Sort, kind: PartKind, text: String) -> Value {
        Value { sort, parts: vec![(kind, text)] }
    }

    /// The value of a `let`: an amount where the words are one in this base, else one name, or several joined by `+`.
    fn of_run(run: &Run, vocabulary: &Vocabulary) -> Value {
        let text = run.text();
        if let [only] = run.parts.as_slice()
            && only.kind == PartKind::Number
        {
            return Value::one(Sort::Number, PartKind::Number, text);
        }
        let typed = run.parts.first().is_some_and(|part| part.kind != PartKind::Quoted);
        if typed && vocabulary.entities_named(&text).is_empty() && quantity::read(vocabulary, &text).is_ok() {
            return Value::one(Sort::Amount, PartKind::Quoted, text);
        }
        let mut parts: Vec<(PartKind, String)> = Vec::new();
        for (at, piece) in run.parts.split(|part| part.kind == PartKind::Plus).enumerate() {
            if at > 0 {
                parts.push((PartKind::Plus, "+".to_owned()));
            }
            let words: Vec<&str> = piece.iter().map(|part| part.text.as_str()).collect();
            parts.push((PartKind::Quoted, words.join(" ")));
        }
        Value { sort: Sort::Name, parts }
    }
}

impl Bound {
    pub(super) fn of_parameter(parameter: Parameter) -> Bound {
        fn flat(parameter: Parameter, into: &mut Vec<Value>) {
            match parameter {
                Parameter::Text(text) => into.push(Value::one(Sort::Name, PartKind::Quoted, text)),
                Parameter::Number(number) => {
                    into.push(Value::one(Sort::Number, PartKind::Number, number.to_string()));
                }
                Parameter::Amount(number, unit) => {
                    into.push(Value::one(Sort::Amount, PartKind::Quoted, format!("{number} {unit}")));
                }
                // Lists from outside may be nested as deep as their maker likes: they are laid flat without going down.
                Parameter::List(values) => {
                    let mut stack: Vec<Parameter> = values.into_iter().rev().collect();
                    while let Some(next) = stack.pop() {
                        match next {
                            Parameter::List(inner) => stack.extend(inner.into_iter().rev()),
                            one => flat(one, into),
                        }
                    }
                }
            }
        }
        let is_list = matches!(parameter, Parameter::List(_));
        let mut values = Vec::new();
        flat(parameter, &mut values);
        match values.pop() {
            Some(only) if !is_list => Bound::One(only),
            last => {
                values.extend(last);
                // a list is one of any of its values, so it says no more by saying one twice
                let mut known: FxHashSet<Value> = FxHashSet::default();
                values.retain(|value| known.insert(value.clone()));
                Bound::Several(Quantifier::Any, values)
            }
        }
    }

    pub(super) fn of_let(value: &RunOrChoice, vocabulary: &Vocabulary) -> Bound {
        match value {
            RunOrChoice::Run(run) => Bound::One(Value::of_run(run, vocabulary)),
            RunOrChoice::Choice(choice) => {
                let values = choice.runs.iter().map(|run| Value::of_run(run, vocabulary)).collect();
                Bound::Several(choice.quantifier, values)
            }
        }
    }

    /// Bytes of its values as they would stand in a text, each with one that parts it from the next.
    fn bytes(&self) -> usize {
        let of = |value: &Value| value.parts.iter().map(|(_, text)| text.len() + 1).sum::<usize>();
        match self {
            Bound::One(value) => of(value),
            Bound::Several(_, values) => values.iter().map(of).sum(),
        }
    }

    /// What it is, for messages: `the name CXCR4`.
    pub(super) fn words(&self) -> String {
        match self {
            Bound::One(value) => format!("{} `{}`", value.sort.words(), value.text()),
            Bound::Several(quantifier, values) => {
                let texts: Vec<String> = values.iter().map(Value::text).collect();
                format!("the list `{quantifier} ({})`", texts.join(", "))
            }
        }
    }
}

/// Where a parameter stood and what it stood for.
pub(super) struct Use {
    span: Span,
    name: String,
    words: String,
}

/// The parameters of a tree, each once, in the order of the text.
pub(super) fn names(item: &mut Item) -> Vec<String> {
    #[derive(Default)]
    struct Names(Vec<(u32, String)>);
    impl Visit for Names {
        fn run(&mut self, run: &mut Run, _: Wanted) {
            let found = run.parts.iter().filter(|part| part.kind == PartKind::Parameter);
            self.0.extend(found.map(|part| (part.span.start, part.text.clone())));
        }
        fn names(&mut self, _: &mut Vec<Run>) {}
        fn one_or_several(&mut self, _: &mut RunOrChoice) {}
        fn effect(&mut self, _: &mut Effect) {}
    }
    let mut found = Names::default();
    walk::runs_of(item, &mut found);
    found.0.sort();
    let mut names: Vec<String> = Vec::new();
    for (_, name) in found.0 {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// What is wrong with a value for which a question has no place.
pub(super) fn nowhere(name: &str, there: &[String], span: Span) -> Diagnostic {
    let message = format!("`${name}` is no parameter of this question");
    let wrong = Diagnostic::error("W0613", message, span, "has no place for it");
    match there {
        [] => wrong.with_note("it has no parameters"),
        there => {
            let told: Vec<String> = there.iter().map(|name| format!("`${name}`")).collect();
            wrong.with_note(format!("its parameters: {}", told.join(", ")))
        }
    }
}

/// Why values and text together are longer than a question may be; none where they are not.
pub(super) fn too_long(
    text: usize,
    bound: &BTreeMap<String, Bound>,
    names: &[String],
    most: usize,
    span: Span,
) -> Option<Diagnostic> {
    let values: usize = names.iter().filter_map(|name| bound.get(name)).map(Bound::bytes).sum();
    let all = text.saturating_add(values);
    (values > 0 && all > most).then(|| {
        let message = format!("the text and the values of its parameters are {all} bytes long, the limit is {most}");
        Diagnostic::error("W0109", message, span, "its parameters have long values")
            .with_note("bind fewer or shorter values, or raise the limit on text")
    })
}

/// Puts bound values where parameters stand.
///
/// # Errors
/// Each parameter that has no value, and each whose value does not fit its place.
pub(super) fn put(item: &mut Item, bound: &BTreeMap<String, Bound>) -> Result<Vec<Use>, Vec<Diagnostic>> {
    let mut putting = Putting { bound, uses: Vec::new(), wrong: Vec::new() };
    walk::runs_of(item, &mut putting);
    if putting.wrong.is_empty() { Ok(putting.uses) } else { Err(putting.wrong) }
}

/// Says of each mistake at a parameter what the parameter stood for.
pub(super) fn explain(uses: &[Use], diagnostics: &mut [Diagnostic]) {
    for diagnostic in diagnostics {
        let at = diagnostic.span();
        for one in uses.iter().filter(|one| at.start < one.span.end && one.span.start < at.end) {
            let note = format!("`${}` stands for {}", one.name, one.words);
            if !diagnostic.notes.contains(&note) {
                diagnostic.notes.push(note);
            }
        }
    }
}

/// Most mistakes that are kept.
const KEPT: usize = 100;

struct Putting<'b> {
    bound: &'b BTreeMap<String, Bound>,
    uses: Vec<Use>,
    wrong: Vec<Diagnostic>,
}

impl Putting<'_> {
    /// The value of a parameter that stands alone in a run, if it is a list.
    fn several(&self, run: &Run) -> Option<(Quantifier, Vec<Run>)> {
        match run.parts.as_slice() {
            [only] => self.several_of(only),
            _ => None,
        }
    }

    fn several_of(&self, part: &Part) -> Option<(Quantifier, Vec<Run>)> {
        if part.kind != PartKind::Parameter {
            return None;
        }
        let Some(Bound::Several(quantifier, values)) = self.bound.get(&part.text) else { return None };
        Some((
            *quantifier,
            values.iter().map(|value| Run { parts: parts(value, part.span), span: part.span }).collect(),
        ))
    }

    fn used(&mut self, part: &Part) {
        if let Some(bound) = self.bound.get(&part.text) {
            self.uses.push(Use { span: part.span, name: part.text.clone(), words: bound.words() });
        }
    }

    fn choice(&mut self, part: &Part) -> Option<Choice> {
        let (quantifier, runs) = self.several_of(part)?;
        self.used(part);
        if runs.is_empty() {
            self.misfit(part, "it holds nothing", "a list with a name in it");
        }
        Some(Choice { quantifier, runs, span: part.span })
    }

    fn misfit(&mut self, part: &Part, is: &str, wanted: &str) {
        if self.wrong.len() < KEPT {
            let message = format!("`${}` does not fit here: {is}", part.text);
            self.wrong.push(Diagnostic::error("W0608", message, part.span, format!("{wanted} is wanted here")));
        }
    }

    fn unbound(&mut self, part: &Part) {
        let name = &part.text;
        let mut wrong = Diagnostic::error("W0602", format!("`${name}` has no value"), part.span, "not bound")
            .with_note(format!("give it one: `let ${name} = ...`, `--param {name}=VALUE`, or `bind` in the library"));
        let near = self.bound.keys().filter(|known| strsim::damerau_levenshtein(known, name) <= 2).take(3);
        wrong.fixes.extend(near.map(|known| Fix::replace(format!("`${known}`"), part.span, format!("${known}"))));
        if self.wrong.len() < KEPT {
            self.wrong.push(wrong);
        }
    }
}

fn parts(value: &Value, span: Span) -> Vec<Part> {
    value.parts.iter().map(|(kind, text)| Part { kind: *kind, text: text.clone(), span }).collect()
}

impl Visit for Putting<'_> {
    fn run(&mut self, run: &mut Run, wanted: Wanted) {
        if run.parts.iter().all(|part| part.kind != PartKind::Parameter) {
            return;
        }
        let mut made = Vec::with_capacity(run.parts.len());
        for part in std::mem::take(&mut run.parts) {
            if part.kind != PartKind::Parameter {
                made.push(part);
                continue;
            }
            let bound = self.bound.get(&part.text);
            match bound {
                None => self.unbound(&part),
                Some(Bound::Several(..)) => {
                    let is = bound.map(Bound::words).unwrap_or_default();
                    self.misfit(&part, &format!("it is {is}"), "one name");
                }
                Some(Bound::One(value)) if wanted == Wanted::Name && value.sort != Sort::Name => {
                    let is = format!("it is {} `{}`", value.sort.words(), value.text());
                    self.misfit(&part, &is, "a name");
                }
                Some(Bound::One(value)) => {
                    let mut new = parts(value, part.span);
                    self.used(&part);
                    made.append(&mut new);
                    continue;
                }
            }
            made.push(part);
        }
        run.parts = made;
    }

    fn names(&mut self, runs: &mut Vec<Run>) {
        if runs.iter().all(|run| self.several(run).is_none()) {
            return;
        }
        let mut all = Vec::with_capacity(runs.len());
        for run in std::mem::take(runs) {
            match (self.several(&run), run.parts.first()) {
                (Some((Quantifier::Any, names)), Some(part)) => {
                    self.used(part);
                    all.extend(names);
                }
                (Some((quantifier, _)), Some(part)) => {
                    self.misfit(part, &format!("it is a list of `{quantifier}`"), "a name, or a list of `any of`,");
                    all.push(run);
                }
                _ => all.push(run),
            }
        }
        *runs = all;
    }

    fn one_or_several(&mut self, what: &mut RunOrChoice) {
        if let RunOrChoice::Run(run) = what
            && let [only] = run.parts.as_slice()
            && let Some(choice) = self.choice(&only.clone())
        {
            *what = RunOrChoice::Choice(choice);
        }
    }

    fn effect(&mut self, effect: &mut Effect) {
        if effect.target.is_some() || effect.run.parts.len() < 2 {
            return;
        }
        let Some(last) = effect.run.parts.last().cloned() else { return };
        if let Some(choice) = self.choice(&last) {
            effect.run.parts.pop();
            if let Some(end) = effect.run.parts.last() {
                effect.run.span.end = end.span.end;
            }
            effect.target = Some(Target::Choice(choice));
        }
    }
}

/// What a `let` did: `$gene stands for a name`.
pub(super) fn told(name: &str, bound: &Bound) -> String {
    format!("`${name}` stands for {}", bound.words())
}
