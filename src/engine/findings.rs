//! Findings that a program has in its own hands.
//!
//! Findings in names come in, the same in the notation of `docs/bases.md` go out, every name in quotes: what a base checks of a text it
//! checks of them too. Nothing of a name is ever read as a part of the notation.

use super::Error;
use super::parameters::Parameter;
use crate::diagnostic::{Diagnostic, Fix};
use crate::model::{KindId, SlotType, Stance};
use crate::names::Vocabulary;
use crate::syntax::print::quoted;
use std::collections::BTreeMap;

/// A finding in names, for a base that a program makes: subject, verb and object, and what else is stated.
///
/// ```
/// use whereof::{Base, NewFinding, Parameter};
/// let declared = "source Notebook; noun treatment; noun gene; noun disease; slot disease with takes = disease, place;
///     slot duration is quantity with dimension = duration; unit h is duration with factor = 3600;
///     verb upregulates with direction = increase, subject = treatment, object = gene;";
/// let base = Base::from_findings(declared, [
///     NewFinding::new("quercetin", "upregulates", "CXCR4").with("disease", "fibrosis").study(1).at("plate 7", 2),
///     NewFinding::new("green tea", "upregulates", "CXCR4").with("duration", Parameter::Amount(24.0, "h".to_owned())),
/// ])?;
/// let answers = base.query("treatment where upregulates CXCR4 and disease = fibrosis")?;
/// assert_eq!(answers.iter().map(|row| row["treatment"].to_owned()).collect::<Vec<_>>(), ["quercetin"]);
/// # Ok::<(), whereof::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct NewFinding {
    subject: String,
    verb: String,
    object: String,
    slots: Vec<(String, Parameter)>,
    studies: Vec<u32>,
    places: Vec<(String, u32)>,
    stance: Stance,
}

impl NewFinding {
    /// A reported finding of which nothing else is stated: the source says it itself, citing nobody.
    ///
    /// ```
    /// use whereof::{Base, NewFinding};
    /// let found = NewFinding::new("quercetin", "upregulates", "CXCR4");
    /// let base = Base::builtin().with_findings("source Notes; entity quercetin is treatment;", [found])?;
    /// assert_eq!(base.query("treatment where upregulates CXCR4")?.len(), 4);
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn new(subject: impl Into<String>, verb: impl Into<String>, object: impl Into<String>) -> NewFinding {
        NewFinding {
            subject: subject.into(),
            verb: verb.into(),
            object: object.into(),
            slots: Vec::new(),
            studies: Vec::new(),
            places: Vec::new(),
            stance: Stance::Reported,
        }
    }

    /// States a value of a slot, beside those that were stated before; of a list, each of its values.
    ///
    /// ```
    /// use whereof::{Base, NewFinding};
    /// let found = NewFinding::new("quercetin", "upregulates", "CXCR4").with("setting", "in vitro").with("species", vec!["rat", "mouse"]);
    /// let base = Base::builtin().with_findings("source Notes; entity quercetin is treatment;", [found])?;
    /// assert_eq!(base.query("treatment where upregulates CXCR4 and species = rat and is quercetin")?.len(), 1);
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn with(mut self, slot: impl Into<String>, value: impl Into<Parameter>) -> NewFinding {
        self.slots.push((slot.into(), value.into()));
        self
    }

    /// Cites a study by its number in the source; a PMID will do where a source has no numbers of its own.
    ///
    /// ```
    /// use whereof::{Base, NewFinding};
    /// let found = NewFinding::new("quercetin", "upregulates", "CXCR4").study(31691463);
    /// let base = Base::builtin().with_findings("source Notes; entity quercetin is treatment;", [found])?;
    /// let answers = base.query("treatment where upregulates CXCR4 and is quercetin")?;
    /// assert_eq!(answers.get(0).unwrap().citations()[0].to_string(), "Notes [31691463]");
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn study(mut self, number: u32) -> NewFinding {
        self.studies.push(number);
        self
    }

    /// Says where the source says so: section, and sentence from 1.
    ///
    /// ```
    /// use whereof::{Base, NewFinding};
    /// let found = NewFinding::new("quercetin", "upregulates", "CXCR4").at("Results", 12);
    /// let base = Base::builtin().with_findings("source Notes; entity quercetin is treatment;", [found])?;
    /// let answers = base.query("treatment where upregulates CXCR4 and is quercetin")?;
    /// assert_eq!(answers.get(0).unwrap().evidence()[0].locators, ["Notes, section Results, sentence 12"]);
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn at(mut self, section: impl Into<String>, sentence: u32) -> NewFinding {
        self.places.push((section.into(), sentence));
        self
    }

    /// Says that the source only supposes it.
    ///
    /// ```
    /// use whereof::{Base, NewFinding};
    /// let supposed = NewFinding::new("quercetin", "upregulates", "CXCR4").supposed();
    /// let base = Base::builtin().with_findings("source Notes; entity quercetin is treatment;", [supposed])?;
    /// assert!(base.query("treatment where upregulates CXCR4 and is quercetin")?.is_empty());
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn supposed(mut self) -> NewFinding {
        self.stance = Stance::Hypothesised;
        self
    }

    /// Says that the source declares it a gap: nobody has looked.
    ///
    /// ```
    /// use whereof::{Base, NewFinding};
    /// let found = NewFinding::new("quercetin", "upregulates", "CXCR4").untested();
    /// let base = Base::builtin().with_findings("source Notes; entity quercetin is treatment;", [found])?;
    /// assert!(base.query("treatment where upregulates CXCR4 and is quercetin")?.is_empty());
    /// assert_eq!(base.query("finding where stance = gap and subject = quercetin")?.len(), 1);
    /// # Ok::<(), whereof::Error>(())
    /// ```
    #[must_use]
    pub fn untested(mut self) -> NewFinding {
        self.stance = Stance::Gap;
        self
    }

    /// In the notation, on one line.
    fn notation(&self) -> String {
        let numbers: Vec<String> = self.studies.iter().map(u32::to_string).collect();
        let head = if numbers.is_empty() { "given".to_owned() } else { format!("study {}", numbers.join(", ")) };
        let places: Vec<String> =
            self.places.iter().map(|(section, sentence)| format!("{} {sentence}", quoted(section))).collect();
        let at = if places.is_empty() { String::new() } else { format!("at {}: ", places.join(", ")) };
        let mut slots = Vec::new();
        for (slot, value) in &self.slots {
            value.each(&mut |value| slots.push(format!("{} = {}", quoted(slot), quoted(value))));
        }
        match self.stance {
            Stance::Reported => {}
            Stance::Hypothesised => slots.push("stance = hypothesised".to_owned()),
            Stance::Gap => slots.push("stance = gap".to_owned()),
        }
        let with = if slots.is_empty() { String::new() } else { format!(" with {}", slots.join(", ")) };
        let statement = [&self.subject, &self.verb, &self.object].map(|name| quoted(name)).join(" ");
        format!("{head} {{ {at}{statement}{with}; }}")
    }
}

/// What the text of a program's findings is called.
pub(super) const FINDINGS: &str = "findings";
/// Mistakes in findings that are told.
const TOLD: usize = 20;
/// Names offered in the place of one.
const NEAR: usize = 3;

/// What is wrong with findings, each with its place in the list and the verb that nothing has.
pub(super) fn told_of(error: Error, findings: &[NewFinding], vocabulary: &Vocabulary) -> Error {
    let source = error.source_text().clone();
    if source.name() != FINDINGS {
        return error;
    }
    let mut told: Vec<Diagnostic> = error.diagnostics().to_vec();
    let more = told.len().saturating_sub(TOLD);
    told.truncate(TOLD);
    for wrong in &mut told {
        // a line each, and no line end is left in a name: it is written in quotes
        let place = source.line_column(wrong.span().start).0.saturating_sub(1);
        if let (Some(finding), "W0309") = (findings.get(place), wrong.code) {
            unknown_verb(wrong, &finding.verb, vocabulary);
        }
        wrong.notes.push(format!("in the list of findings this is number {place}, counted from 0"));
    }
    if let (Some(last), true) = (told.last_mut(), more > 0) {
        last.notes.push(format!("{more} more mistakes are not told"));
    }
    Error::new(error.kind(), source, told)
}

fn unknown_verb(wrong: &mut Diagnostic, verb: &str, vocabulary: &Vocabulary) {
    if !vocabulary.verbs_named(verb).is_empty() {
        return;
    }
    wrong.message = format!("no verb `{verb}` is declared");
    let at = wrong.span();
    let near = vocabulary.nearest_verbs(verb, NEAR).into_iter();
    wrong.fixes = near.map(|(name, _)| Fix::replace(format!("`{name}`"), at, name)).collect();
    if wrong.fixes.is_empty() {
        let some = vocabulary.schema().relations.iter().take(NEAR).map(|relation| format!("`{}`", relation.name));
        let some: Vec<String> = some.collect();
        if !some.is_empty() {
            wrong.notes.push(format!("verbs that are declared: {}", some.join(", ")));
        }
    }
}

/// Findings in the notation, a line each.
pub(super) fn written(findings: &[NewFinding]) -> String {
    findings.iter().fold(String::new(), |text, finding| text + &finding.notation() + "\n")
}

/// Declarations of the names in findings that a vocabulary does not have, where verb or slot take names of one noun only.
pub(super) fn undeclared(findings: &[NewFinding], vocabulary: &Vocabulary) -> String {
    let mut new: BTreeMap<(String, KindId), ()> = BTreeMap::new();
    let mut add = |name: &str, kinds: &[KindId]| {
        if let [kind] = kinds
            && vocabulary.entities_named(name).is_empty()
        {
            new.insert((name.to_owned(), *kind), ());
        }
    };
    for finding in findings {
        if let [(relation, passive)] = vocabulary.verbs_named(&finding.verb).as_slice()
            && let Some(relation) = vocabulary.relation(*relation)
        {
            let (subjects, objects) = (&relation.subjects, &relation.objects);
            let (first, second) = if *passive { (objects, subjects) } else { (subjects, objects) };
            add(&finding.subject, first);
            add(&finding.object, second);
        }
        for (slot, value) in &finding.slots {
            if let [slot] = vocabulary.slots_named(slot).as_slice()
                && let Some(slot) = vocabulary.schema().slots.get(slot.index())
                && let SlotType::Entities(kinds) = &slot.holds
            {
                value.each(&mut |value| add(value, kinds));
            }
        }
    }
    let declared = |(name, kind): &(String, KindId)| {
        format!("entity {} is {};\n", quoted(name), quoted(vocabulary.kind_name(*kind)))
    };
    new.keys().map(declared).collect()
}
