//! The fingerprint of a base.
//!
//! A store comes in, a hash of all that it says goes out: the hash of the sorted hashes of its interchange lines. So it is the same for
//! text, JSON Lines and image, and does not know in which order things were said.

use super::{Facts, jsonl};
use twox_hash::XxHash3_128;

/// A hash of all that a base says; its own name does not count.
#[must_use]
pub fn fingerprint(base: &dyn Facts) -> u128 {
    let mut hashes: Vec<u128> = jsonl::lines(base).map(|line| XxHash3_128::oneshot(line.as_bytes())).collect();
    hashes.sort_unstable();
    let bytes: Vec<u8> = hashes.iter().flat_map(|hash| hash.to_le_bytes()).collect();
    XxHash3_128::oneshot(&bytes)
}
