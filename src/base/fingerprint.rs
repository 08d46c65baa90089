//! The fingerprint of a base.
//!
//! A store comes in, a hash of all that it says goes out: the sum of the hashes of what it says, thing by thing. So it is the same for text,
//! JSON Lines and a base in columns, and does not know in which order things were said.

use super::finger::Finger;
use super::{Core, Facts, jsonl};
use crate::model::{FindingId, StudyId};
use twox_hash::XxHash3_128;

/// A hash of all that a base says; its own name does not count.
///
/// ```
/// use whereof::{Base, store::fingerprint};
/// let base = Base::builtin();
/// assert_eq!(format!("{:032x}", fingerprint(base.facts())), base.info().hash);
/// ```
#[must_use]
pub fn fingerprint(base: &dyn Facts) -> u128 {
    let keys = jsonl::keys(base.vocabulary());
    let finger = finger(base, &keys);
    let mut sum = 0u128;
    for id in (0..base.finding_count() as u32).map(FindingId) {
        let Some(finding) = base.finding(id) else { continue };
        let values = finger.values(finding.slots.iter().map(|value| (value.slot, finger.value(value))));
        let (studies, places) = (finger.studies(&finding.studies), finger.places(&finding.locators));
        sum = sum.wrapping_add(finger.finding(Core::of(&finding), values, studies, places));
    }
    sum.wrapping_add(declared(base, keys))
}

/// Of everything but findings; `keys` are those of the entities.
pub(super) fn declared(base: &dyn Facts, keys: Vec<String>) -> u128 {
    let hash = |line: String| XxHash3_128::oneshot(line.as_bytes());
    jsonl::declared_by(base, keys).map(hash).fold(0, u128::wrapping_add)
}

/// Hashes of what findings refer to; `keys` are those of the entities.
pub(super) fn finger(base: &dyn Facts, keys: &[String]) -> Finger {
    let studies = (0..base.study_count() as u32).map(StudyId);
    let studies = studies.map(|id| base.study(id).map(std::borrow::Cow::into_owned));
    let nobody = || crate::model::Study::new(crate::model::SourceId(u32::MAX), 0);
    let studies = studies.map(|study| study.unwrap_or_else(nobody));
    Finger::new(base.vocabulary().schema(), keys.iter().map(String::as_str), base.sources(), studies)
}
