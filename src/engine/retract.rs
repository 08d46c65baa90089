//! Studies that a session leaves out.
//!
//! Numbers of studies come in, and the session asks its base without them from then on; findings that others report as well stay. The base
//! itself is not changed, and why a study is retracted is not known here.

use super::{Base, Error, ErrorKind, Session};
use crate::answer::{Noted, Reply};
use crate::base::{Facts, Without};
use crate::diagnostic::{Diagnostic, Fix};
use crate::model::{SourceId, Study, StudyId};
use crate::syntax::ast::Retract;
use crate::syntax::print;
use crate::text::{Source, Span};
use std::sync::Arc;

/// Nearest numbers offered for one that no study has.
const OFFERED: usize = 3;

impl Session {
    /// `retract study 59`
    pub(super) fn retract(&mut self, source: &Source, retract: &Retract) -> Result<Reply, Error> {
        let facts = self.whole.shared();
        let wrong = |wrong| Error::new(ErrorKind::Question, source.clone(), vec![wrong]);
        let asked = match &retract.source {
            Some(part) => Some(source_named(facts.as_ref(), &part.text, part.span).map_err(wrong)?),
            None => None,
        };
        let mut did = Vec::new();
        let mut retracted = self.retracted.clone();
        for &(number, span) in &retract.studies {
            let id = study_of(facts.as_ref(), number, asked, span).map_err(wrong)?;
            let name = named(facts.as_ref(), id);
            if retracted.contains(&id) {
                did.push(format!("study {name} is left out already"));
                continue;
            }
            retracted.push(id);
            let alone = Without::new(Arc::clone(&facts), &works(facts.as_ref(), &[id]));
            did.push(format!("study {name} is left out: {}", lost(&alone)));
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
            let out = works(facts.as_ref(), &self.retracted);
            Base::with_facts(Arc::new(Without::new(facts, &out)))
        };
        self.whole = whole;
    }

    /// What every answer must say where studies are retracted.
    pub(super) fn retraction(&self) -> Option<String> {
        let facts = self.whole.facts();
        let names: Vec<String> = self.retracted.iter().map(|id| named(facts, *id)).collect();
        match names.as_slice() {
            [] => None,
            [one] => Some(format!("without study {one}, retracted in this session")),
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

fn studies(facts: &dyn Facts) -> impl Iterator<Item = (StudyId, Study)> {
    let ids = (0..facts.study_count() as u32).map(StudyId);
    ids.filter_map(|id| Some((id, facts.study(id)?.into_owned())))
}

/// All studies that are the same work as one of these: findings cite the first of them, whichever is named.
fn works(facts: &dyn Facts, ids: &[StudyId]) -> Vec<StudyId> {
    let keys = |study: &Study| {
        let doi = study.doi.as_ref().map(|doi| format!("doi:{}", doi.trim().to_lowercase()));
        let pmid = study.pmid.as_ref().map(|pmid| format!("pmid:{}", pmid.trim()));
        doi.into_iter().chain(pmid).collect::<Vec<_>>()
    };
    let mut known: Vec<String> = ids.iter().filter_map(|id| facts.study(*id)).flat_map(|study| keys(&study)).collect();
    let mut out = ids.to_vec();
    // One work may lead to another: by doi to a second entry, by that one's PMID to a third.
    loop {
        let before = out.len();
        for (id, study) in studies(facts) {
            let of_it = keys(&study);
            if !out.contains(&id) && of_it.iter().any(|key| known.contains(key)) {
                out.push(id);
                known.extend(of_it);
            }
        }
        if out.len() == before {
            return out;
        }
    }
}

fn source_named(facts: &dyn Facts, typed: &str, span: Span) -> Result<SourceId, Diagnostic> {
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
            Err(wrong)
        }
    }
}

fn study_of(facts: &dyn Facts, number: u32, asked: Option<SourceId>, span: Span) -> Result<StudyId, Diagnostic> {
    let of_source = |study: &Study| asked.is_none_or(|source| study.source == source);
    let found: Vec<(StudyId, Study)> =
        studies(facts).filter(|(_, study)| study.number == number && of_source(study)).collect();
    match found.as_slice() {
        [(id, _)] => Ok(*id),
        [] => {
            let mut near: Vec<u32> =
                studies(facts).filter(|(_, study)| of_source(study)).map(|(_, study)| study.number).collect();
            near.sort_by_key(|other| (other.abs_diff(number), *other));
            near.dedup();
            let message = format!("no study {number} is cited by what is open");
            let mut wrong = Diagnostic::error("W0609", message, span, "not known")
                .with_note("`study where ...` lists studies with their numbers");
            let near = near.into_iter().take(OFFERED).map(|other| other.to_string());
            wrong.fixes.extend(near.map(|other| Fix::replace(other.clone(), span, other)));
            Err(wrong)
        }
        several => {
            let message = format!("study {number} is cited by {} sources, each its own", several.len());
            let mut wrong = Diagnostic::error("W0609", message, span, "say which source");
            wrong.fixes.extend(several.iter().take(5).filter_map(|(_, study)| {
                let name = &facts.sources().get(study.source.index())?.name;
                let mended = format!("{number} {}", print::quoted(name));
                Some(Fix::replace(mended.clone(), span, mended))
            }));
            Err(wrong)
        }
    }
}
