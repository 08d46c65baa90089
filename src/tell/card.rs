//! One finding of one row in full: what it says, where, who stands behind it, and what stands beside and against it.
//!
//! A reply with rows and the base that it came from come in, a [`Card`] goes out. Nothing is searched that the reply does not hold, but the studies,
//! the sources and, of a proof, the other findings on the same two things.

use super::evidence::Teller;
use super::nearby::{each, studies_of};
use crate::answer::card::{Card, CitedSource, CitedStudy, Link, NoCard, Side};
use crate::answer::reply::{Reply, WhyRow};
use crate::answer::{Answer, Answers, EffectAnswer, Evidence, Verdict};
use crate::base::{Facts, Scan};
use crate::model::citation::{Imprint, doi_name, doi_url, pmcid_url, pmid_url};
use crate::model::{Finding, FindingId, SourceId, StudyId};
use crate::names::evidence::tier;
use rustc_hash::FxHashSet;

/// The card of one finding of one row; both are counted from 1.
///
/// # Errors
/// Why there is none.
pub fn card(facts: &dyn Facts, reply: &Reply, row: usize, number: usize) -> Result<Card, NoCard> {
    let teller = Teller::new(facts);
    match reply {
        Reply::Answers(answers) if answers.counts.is_none() => of_answer(&teller, answers, row, number),
        Reply::Why(why) => {
            let rows = why.rows.len();
            let found = nth(&why.rows, row).ok_or(NoCard::NoRow { asked: row, rows })?;
            of_proof(&teller, &why.query, found, row, rows, number)
        }
        _ => Err(NoCard::NoRows),
    }
}

fn nth<T>(all: &[T], number: usize) -> Option<&T> {
    number.checked_sub(1).and_then(|at| all.get(at))
}

/// One finding in its place in a row.
struct Place<'a> {
    effect: &'a EffectAnswer,
    side: Side,
    evidence: &'a Evidence,
}

fn of_answer(teller: &Teller<'_>, answers: &Answers, row: usize, number: usize) -> Result<Card, NoCard> {
    let rows = answers.len();
    let whole;
    let answers = match row.checked_sub(1) {
        Some(at) if at < rows && !answers.tells(at) => {
            whole = answers.whole().map_err(|why| NoCard::Untold { why })?;
            &whole
        }
        _ => answers,
    };
    let found = nth(&answers.rows, row).ok_or(NoCard::NoRow { asked: row, rows })?;
    let name = answers.name(found);
    let places = places(found);
    if places.is_empty() {
        return Err(NoCard::Silent { row: name });
    }
    let place = nth(&places, number).ok_or_else(|| NoCard::NoFinding {
        asked: number,
        row: name.clone(),
        findings: places.len(),
    })?;
    let others = |sides: &[Side]| -> Vec<Evidence> {
        let beside = places.iter().filter(|other| std::ptr::eq(other.effect, place.effect));
        beside.filter(|other| sides.contains(&other.side)).map(|other| other.evidence.clone()).collect()
    };
    const AGAINST: [Side; 2] = [Side::Against, Side::AgainstElsewhere];
    let (same, contrary) = match place.side {
        Side::For => (others(&[Side::For]), others(&AGAINST)),
        Side::Against | Side::AgainstElsewhere => (others(&AGAINST), others(&[Side::For])),
        Side::Instead | Side::Step | Side::Direct | Side::Proof => (Vec::new(), Vec::new()),
    };
    let card = Card {
        side: place.side,
        about: place.effect.effect.clone(),
        verdict: Some(place.effect.verdict),
        separators: place.effect.separators.clone(),
        ..card_of(teller, place.evidence, same, contrary)?
    };
    Ok(card.numbered(name, (row, rows), (number, places.len())))
}

/// The findings of a row, each once: those for it, those that it was derived from, those against it.
fn places(row: &Answer) -> Vec<Place<'_>> {
    let mut all: Vec<Place<'_>> = Vec::new();
    for effect in &row.effects {
        let denied = matches!(effect.verdict, Verdict::Opposed | Verdict::Null | Verdict::Silent);
        let against = |side| if denied { Side::Instead } else { side };
        let steps = effect.derivations.iter().flat_map(|one| &one.steps).flat_map(|step| &step.findings);
        // what is derived has its steps for witnesses, and they are no statement of the row
        let witnesses = if effect.derivations.is_empty() { effect.witnesses.as_slice() } else { &[] };
        all.extend(witnesses.iter().map(|evidence| Place { effect, side: Side::For, evidence }));
        all.extend(steps.map(|evidence| Place { effect, side: Side::Step, evidence }));
        all.extend(effect.direct.iter().map(|evidence| Place { effect, side: Side::Direct, evidence }));
        let inside = effect.against_inside.iter();
        all.extend(inside.map(|evidence| Place { effect, side: against(Side::Against), evidence }));
        let elsewhere = effect.against_elsewhere.iter();
        all.extend(elsewhere.map(|evidence| Place { effect, side: against(Side::AgainstElsewhere), evidence }));
    }
    // a stable sort: first all that speaks for the row
    all.sort_by_key(|place| matches!(place.side, Side::Against | Side::AgainstElsewhere));
    let mut seen = FxHashSet::default();
    all.retain(|place| seen.insert(place.evidence.finding));
    all
}

fn of_proof(
    teller: &Teller<'_>,
    query: &str,
    row: &WhyRow,
    at: usize,
    rows: usize,
    number: usize,
) -> Result<Card, NoCard> {
    let mut seen = FxHashSet::default();
    let evidence = row.proofs.iter().flat_map(|proof| &proof.evidence);
    let all: Vec<&Evidence> = evidence.filter(|one| seen.insert(one.finding)).collect();
    if all.is_empty() {
        return Err(NoCard::Silent { row: row.name.clone() });
    }
    let evidence = nth(&all, number).ok_or_else(|| NoCard::NoFinding {
        asked: number,
        row: row.name.clone(),
        findings: all.len(),
    })?;
    let card = Card { about: query.to_owned(), ..card_of(teller, evidence, Vec::new(), Vec::new())? };
    Ok(card.numbered(row.name.clone(), (at, rows), (number, all.len())))
}

impl Card {
    fn numbered(self, row: String, row_of: (usize, usize), number_of: (usize, usize)) -> Card {
        Card {
            row,
            row_number: row_of.0 as u64,
            rows: row_of.1 as u64,
            number: number_of.0 as u64,
            of: number_of.1 as u64,
            ..self
        }
    }
}

/// What a card says of the finding itself. To what the row has on either side comes what the base says of the same two things.
fn card_of(
    teller: &Teller<'_>,
    evidence: &Evidence,
    mut same: Vec<Evidence>,
    mut contrary: Vec<Evidence>,
) -> Result<Card, NoCard> {
    let id = evidence.finding;
    // an id means something in its own base only: what is open now must hold the very finding that the answer told
    let finding = teller.facts.finding(id).ok_or(NoCard::Changed)?;
    if teller.evidence(id).as_ref() != Some(evidence) {
        return Err(NoCard::Changed);
    }
    let mut seen: FxHashSet<FindingId> = same.iter().chain(&contrary).map(|one| one.finding).collect();
    seen.insert(id);
    same.retain(|one| one.finding != id);
    of_same_things(teller, &finding, evidence.sign, &mut seen, &mut same, &mut contrary);
    Ok(Card {
        row: String::new(),
        row_number: 0,
        rows: 0,
        number: 0,
        of: 0,
        side: Side::Proof,
        about: String::new(),
        verdict: None,
        subject: teller.name(finding.subject),
        verb: teller.relation(finding.relation),
        object: teller.name(finding.object),
        evidence: evidence.clone(),
        tier: tier(teller.vocabulary(), &finding).map(|tier| tier.word().to_owned()),
        studies: finding.studies.iter().filter_map(|&id| study(teller, id)).collect(),
        sources: sources(teller, &finding),
        same_studies: studies(teller, &same),
        same,
        contrary_studies: studies(teller, &contrary),
        contrary,
        separators: Vec::new(),
    })
}

fn studies(teller: &Teller<'_>, evidence: &[Evidence]) -> u64 {
    let ids: Vec<FindingId> = evidence.iter().map(|one| one.finding).collect();
    studies_of(teller, &ids).len() as u64
}

/// Adds further findings with the same subject and object: those of the same sign to one list, those of another to the other.
fn of_same_things(
    teller: &Teller<'_>,
    finding: &Finding,
    sign: char,
    seen: &mut FxHashSet<FindingId>,
    same: &mut Vec<Evidence>,
    contrary: &mut Vec<Evidence>,
) {
    let (subjects, objects) = (Some(vec![finding.subject]), Some(vec![finding.object]));
    each(teller, &Scan { subjects, objects, ..Scan::default() }, &mut |id, other| {
        if !other.stance.witnesses() || !seen.insert(id) {
            return;
        }
        match teller.sign(other) {
            theirs if theirs == sign => same.extend(teller.evidence(id)),
            // a change without a direction contradicts nothing
            '?' => {}
            _ if sign == '?' => {}
            _ => contrary.extend(teller.evidence(id)),
        }
    });
}

fn study(teller: &Teller<'_>, id: StudyId) -> Option<CitedStudy> {
    let study = teller.facts.study(id)?;
    let mut findings = 0;
    each(teller, &Scan { studies: Some(vec![id]), ..Scan::default() }, &mut |_, _| findings += 1);
    Some(CitedStudy {
        reference: teller.refs(&[id]).pop()?,
        label: study.label.clone(),
        title: study.title.clone(),
        printed: printed(&study.imprint, study.year),
        links: links(study.doi.as_deref(), study.pmid.as_deref(), None),
        findings,
    })
}

/// The sources in which a finding stands, in the order of its locators.
fn sources(teller: &Teller<'_>, finding: &Finding) -> Vec<CitedSource> {
    let mut ids: Vec<SourceId> = finding.locators.iter().map(|locator| locator.source).collect();
    let mut seen = FxHashSet::default();
    ids.retain(|id| seen.insert(*id));
    let sources = ids.iter().filter_map(|id| teller.facts.sources().get(id.index()));
    sources
        .map(|source| CitedSource {
            name: source.name.clone(),
            title: source.title.clone(),
            printed: printed(&source.imprint, source.year),
            links: links(source.doi.as_deref(), source.pmid.as_deref(), source.pmcid.as_deref()),
            curator: source.curator.clone(),
            curated: source.curated.clone(),
        })
        .collect()
}

/// `Hu, C; Wu, Z; Li, L. J Cell Mol Med 24(1), 40-49, 2020`
fn printed(imprint: &Imprint, year: Option<u32>) -> Option<String> {
    let volume = match (&imprint.volume, &imprint.issue) {
        (Some(volume), Some(issue)) => Some(format!("{volume}({issue})")),
        (Some(only), None) | (None, Some(only)) => Some(only.clone()),
        (None, None) => None,
    };
    let journal: Vec<String> = imprint.journal.iter().cloned().chain(volume).collect();
    let place = (!journal.is_empty()).then(|| journal.join(" "));
    let place: Vec<String> =
        place.into_iter().chain(imprint.pages.clone()).chain(year.map(|year| year.to_string())).collect();
    let authors = (!imprint.authors.is_empty()).then(|| imprint.authors.join("; "));
    let place = (!place.is_empty()).then(|| place.join(", "));
    let all: Vec<String> = authors.into_iter().chain(place).collect();
    (!all.is_empty()).then(|| all.join(". "))
}

fn links(doi: Option<&str>, pmid: Option<&str>, pmcid: Option<&str>) -> Vec<Link> {
    let doi = doi.and_then(|doi| Some(Link { text: format!("doi {}", doi_name(doi)?), url: doi_url(doi)? }));
    let pmid = pmid.and_then(|pmid| Some(Link { text: format!("PMID {}", pmid.trim()), url: pmid_url(pmid)? }));
    let pmcid = pmcid.and_then(|pmcid| Some(Link { text: pmcid.trim().to_owned(), url: pmcid_url(pmcid)? }));
    doi.into_iter().chain(pmid).chain(pmcid).collect()
}
