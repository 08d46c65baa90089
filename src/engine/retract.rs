//! Studies that a session leaves out.
//!
//! Numbers of studies come in, and the session asks its base without them from then on; findings that others report as well stay. The base
//! itself is not changed, and why a study is retracted is not known here.

use super::ask::exceeded_error;
use super::{Base, Error, ErrorKind, Session};
use crate::answer::{Noted, Reply};
use crate::base::{Facts, Scan, Without};
use crate::diagnostic::{Diagnostic, Fix};
use crate::limits::{Budget, Exceeded};
use crate::model::{SourceId, Study, StudyId};
use crate::syntax::ast::Retract;
use crate::syntax::print;
use crate::text::{Source, Span};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Nearest numbers offered for one that no study has.
const OFFERED: usize = 3;
/// Retracted studies named under an answer.
const NAMED: usize = 20;

impl Session {
    /// `retract study 59`
    pub(super) fn retract(&mut self, source: &Source, retract: &Retract) -> Result<Reply, Error> {
        let facts = self.whole.shared();
        let wrong = |wrong: Box<Diagnostic>| Error::new(ErrorKind::Question, source.clone(), vec![*wrong]);
        let mut budget = Budget::new(&self.limits);
        let asked = self.asked(source);
        let within =
            |spent: Result<(), Exceeded>| spent.map_err(|exceeded| exceeded_error(&asked, exceeded, 0, retract.span));
        within(budget.steps(facts.study_count() as u64))?;
        let known = Known::of(facts.as_ref());
        let of = match &retract.source {
            Some(part) => Some(source_named(facts.as_ref(), &part.text, part.span).map_err(wrong)?),
            None => None,
        };
        let mut did = Vec::new();
        let mut retracted = self.retracted.clone();
        for &(number, span) in &retract.studies {
            let id = known.study(facts.as_ref(), number, of, span).map_err(wrong)?;
            let name = named(facts.as_ref(), id);
            if retracted.contains(&id) {
                did.push(format!("study {name} is left out already"));
                continue;
            }
            retracted.push(id);
            let works = known.works(facts.as_ref(), &[id]);
            let scan = Scan { studies: Some(works.clone()), ..Scan::default() };
            within(budget.steps(facts.estimate(&scan) as u64))?;
            did.push(format!("study {name} is left out: {}", lost(&Without::new(Arc::clone(&facts), &works))));
        }
        self.retracted = retracted;
        self.lay(self.whole.clone());
        Ok(Reply::Noted(Noted { statement: retract.to_string(), did }))
    }

    /// Asks a base from now on, without what is retracted.
    pub(super) fn lay(&mut self, whole: Base) {
        self.base = if self.retracted.is_empty() {
            whole.clone()
        } else {
            let facts = whole.shared();
            let out = Known::of(facts.as_ref()).works(facts.as_ref(), &self.retracted);
            Base::with_facts(Arc::new(Without::new(facts, &out)))
        };
        self.whole = whole;
    }

    /// What every answer must say where studies are retracted.
    pub(super) fn retraction(&self) -> Option<String> {
        let facts = self.whole.facts();
        let names: Vec<String> = self.retracted.iter().take(NAMED).map(|id| named(facts, *id)).collect();
        let more = self.retracted.len() - names.len();
        match names.as_slice() {
            [] => None,
            [one] => Some(format!("without study {one}, retracted in this session")),
            many if more > 0 => {
                Some(format!("without studies {} and {more} more, retracted in this session", many.join(", ")))
            }
            many => Some(format!("without studies {}, retracted in this session", many.join(", "))),
        }
    }
}

/// How much a study takes with it.
fn lost(without: &Without) -> String {
    let findings = |number: usize| if number == 1 { "1 finding".to_owned() } else { format!("{number} findings") };
    match (without.gone(), without.kept()) {
        (0, 0) => "no finding cites it".to_owned(),
        (gone, 0) => format!("{} gone", findings(gone)),
        (0, kept) => format!("none gone, {} still reported by other studies", findings(kept)),
        (gone, kept) => format!("{} gone, {} still reported by other studies", findings(gone), findings(kept)),
    }
}

/// `59`, or `Hu 2020:59` while several sources are open.
fn named(facts: &dyn Facts, id: StudyId) -> String {
    let Some(study) = facts.study(id) else { return "?".to_owned() };
    match facts.sources() {
        [_] | [] => study.number.to_string(),
        several => {
            let source = several.get(study.source.index()).map_or("?", |source| source.name.as_str());
            format!("{source}:{}", study.number)
        }
    }
}

/// The studies of a store, by number and by the work that they are.
#[derive(Default)]
struct Known {
    numbers: BTreeMap<u32, Vec<StudyId>>,
    works: FxHashMap<String, Vec<StudyId>>,
}

/// What says that two studies are one work.
fn keys(study: &Study) -> impl Iterator<Item = String> {
    let doi = study.doi.as_ref().map(|doi| format!("doi:{}", doi.trim().to_lowercase()));
    let pmid = study.pmid.as_ref().map(|pmid| format!("pmid:{}", pmid.trim()));
    doi.into_iter().chain(pmid)
}

impl Known {
    fn of(facts: &dyn Facts) -> Known {
        let mut known = Known::default();
        for id in (0..facts.study_count() as u32).map(StudyId) {
            let Some(study) = facts.study(id) else { continue };
            known.numbers.entry(study.number).or_default().push(id);
            keys(&study).for_each(|key| known.works.entry(key).or_default().push(id));
        }
        known
    }

    /// All studies that are the same work as one of these: findings cite the first of them, whichever is named. One work may lead to another:
    /// by doi to a second entry, by that one's PMID to a third.
    fn works(&self, facts: &dyn Facts, ids: &[StudyId]) -> Vec<StudyId> {
        let mut out: BTreeSet<StudyId> = BTreeSet::new();
        let mut next = ids.to_vec();
        while let Some(id) = next.pop() {
            if !out.insert(id) {
                continue;
            }
            let Some(study) = facts.study(id) else { continue };
            for same in keys(&study).filter_map(|key| self.works.get(&key)) {
                next.extend(same.iter().filter(|other| !out.contains(other)));
            }
        }
        out.into_iter().collect()
    }

    fn study(
        &self,
        facts: &dyn Facts,
        number: u32,
        of: Option<SourceId>,
        span: Span,
    ) -> Result<StudyId, Box<Diagnostic>> {
        let is_asked = |id: &&StudyId| of.is_none_or(|of| facts.study(**id).is_some_and(|study| study.source == of));
        let found: Vec<StudyId> = self.numbers.get(&number).into_iter().flatten().filter(is_asked).copied().collect();
        match found.as_slice() {
            [id] => Ok(*id),
            [] => {
                let mut near: Vec<u32> = self.numbers.keys().copied().collect();
                near.sort_by_key(|other| (other.abs_diff(number), *other));
                let message = format!("no study {number} is cited by what is open");
                let mut wrong = Diagnostic::error("W0609", message, span, "not known")
                    .with_note("`study where ...` lists studies with their numbers");
                let near = near.into_iter().filter(|other| *other != number).take(OFFERED);
                wrong.fixes.extend(near.map(|other| Fix::replace(other.to_string(), span, other.to_string())));
                Err(Box::new(wrong))
            }
            several => {
                let message = format!("study {number} is cited by {} sources, each its own", several.len());
                let mut wrong = Diagnostic::error("W0609", message, span, "say which source");
                wrong.fixes.extend(several.iter().take(5).filter_map(|id| {
                    let name = &facts.sources().get(facts.study(*id)?.source.index())?.name;
                    let mended = format!("{number} {}", print::quoted(name));
                    Some(Fix::replace(mended.clone(), span, mended))
                }));
                Err(Box::new(wrong))
            }
        }
    }
}

fn source_named(facts: &dyn Facts, typed: &str, span: Span) -> Result<SourceId, Box<Diagnostic>> {
    let mut named = (0u32..).zip(facts.sources()).filter(|(_, source)| source.name.eq_ignore_ascii_case(typed));
    match named.next() {
        Some((at, _)) => Ok(SourceId(at)),
        None => {
            let mut wrong = Diagnostic::error("W0609", format!("no source `{typed}` is open"), span, "not known");
            let names = facts.sources().iter().take(5);
            wrong.fixes.extend(names.map(|source| {
                let quoted = print::quoted(&source.name);
                Fix::replace(quoted.clone(), span, quoted)
            }));
            Err(Box::new(wrong))
        }
    }
}
