//! The form of the file: a head, a table, and sections of bytes with their checksums.
//!
//! Named stretches of bytes come in and a file goes out, or the other way round. What a section means is not known here.
//!
//! | bytes | what |
//! |---|---|
//! | 0..8 | [`MAGIC`] |
//! | 8..12 | [`VERSION`] |
//! | 12..16 | the number `0x01020304`, as this machine stores it |
//! | 16..20 | features that a reader must know; none yet |
//! | 20..24 | how many sections |
//! | 24..32 | how many bytes the file has |
//! | 32..48 | fingerprint of the base |
//! | 48..64 | XXH3-128 of the head before it and of the table |
//! | 64.. | the table: for each section its number, a zero, where it begins, its length, its XXH3-128 |
//!
//! Sections follow, each from a multiple of 64.

use super::Damage;
use crate::columns::Bytes;
use std::io::{self, Write};
use twox_hash::XxHash3_128;

/// How a base begins: a byte that no text has, and a word.
pub const MAGIC: [u8; 8] = *b"\x8fwhereof";

/// Raised when the form changes.
pub const VERSION: u32 = 1;

const ORDER: u32 = 0x0102_0304;
const HEAD: usize = 64;
const SIGNED: usize = 48;
const ENTRY: usize = 40;
const ALIGN: usize = 64;
/// More than any file of this form has.
const MOST: usize = 1_000;

/// Sections on their way into a file.
#[derive(Debug, Default)]
pub(super) struct Sections {
    all: Vec<(u32, Vec<u8>)>,
}

impl Sections {
    pub(super) fn put(&mut self, number: u32, bytes: Vec<u8>) {
        self.all.push((number, bytes));
    }

    /// How many bytes the file will have.
    pub(super) fn length(&self) -> usize {
        let first = (HEAD + self.all.len() * ENTRY).next_multiple_of(ALIGN);
        self.all.iter().fold(first, |at, (_, bytes)| (at + bytes.len()).next_multiple_of(ALIGN))
    }

    /// Writes the file.
    pub(super) fn write(&self, fingerprint: u128, out: &mut dyn Write) -> io::Result<()> {
        let mut at = (HEAD + self.all.len() * ENTRY).next_multiple_of(ALIGN);
        let mut table = Vec::with_capacity(self.all.len() * ENTRY);
        for (number, bytes) in &self.all {
            table.extend(number.to_ne_bytes());
            table.extend(0u32.to_ne_bytes());
            table.extend((at as u64).to_ne_bytes());
            table.extend((bytes.len() as u64).to_ne_bytes());
            table.extend(XxHash3_128::oneshot(bytes).to_ne_bytes());
            at = (at + bytes.len()).next_multiple_of(ALIGN);
        }
        let mut head = Vec::with_capacity(HEAD + table.len());
        head.extend(MAGIC);
        head.extend(VERSION.to_ne_bytes());
        head.extend(ORDER.to_ne_bytes());
        head.extend(0u32.to_ne_bytes());
        head.extend((self.all.len() as u32).to_ne_bytes());
        head.extend((at as u64).to_ne_bytes());
        head.extend(fingerprint.to_ne_bytes());
        let signed = [head.as_slice(), &table].concat();
        head.extend(XxHash3_128::oneshot(&signed).to_ne_bytes());
        head.extend(table);
        let mut written = head.len();
        out.write_all(&head)?;
        let pad = |out: &mut dyn Write, written: usize| {
            let gap = written.next_multiple_of(ALIGN) - written;
            out.write_all([0; ALIGN].get(..gap).unwrap_or(&[])).map(|()| written + gap)
        };
        written = pad(out, written)?;
        for (_, bytes) in &self.all {
            out.write_all(bytes)?;
            written = pad(out, written + bytes.len())?;
        }
        Ok(())
    }
}

/// A file whose head and table are sound.
#[derive(Clone, Debug)]
pub(super) struct File {
    bytes: Bytes,
    pub(super) fingerprint: u128,
    table: Vec<Section>,
}

#[derive(Clone, Copy, Debug)]
struct Section {
    number: u32,
    start: usize,
    length: usize,
    checksum: u128,
}

fn number<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..)?.first_chunk::<N>().copied()
}

impl File {
    /// Reads head and table.
    pub(super) fn read(bytes: Bytes) -> Result<File, Damage> {
        let all = bytes.as_slice();
        if !all.starts_with(&MAGIC) {
            // what was cut inside the first word is still told as cut
            let begun = !all.is_empty() && MAGIC.starts_with(all.get(..all.len().min(MAGIC.len())).unwrap_or(all));
            return Err(if begun { Damage::Short(all.len() as u64, HEAD as u64) } else { Damage::Foreign });
        }
        let short = || Damage::Short(all.len() as u64, HEAD as u64);
        let word = |at: usize| number(all, at).map(u32::from_ne_bytes).ok_or_else(short);
        let (version, order, features, count) = (word(8)?, word(12)?, word(16)?, word(20)? as usize);
        match order {
            ORDER => {}
            turned if turned == ORDER.swap_bytes() => return Err(Damage::Turned),
            _ => return Err(Damage::Corrupt("its head")),
        }
        let length = number(all, 24).map(u64::from_ne_bytes).ok_or_else(short)?;
        let fingerprint = number(all, 32).map(u128::from_ne_bytes).ok_or_else(short)?;
        let checksum = number(all, SIGNED).map(u128::from_ne_bytes).ok_or_else(short)?;
        // A form that is not known may have another head: only its number can be told.
        if version > VERSION {
            return Err(Damage::Newer(version));
        }
        if version < VERSION {
            return Err(Damage::Older(version));
        }
        if count > MOST {
            return Err(Damage::Corrupt("its head"));
        }
        let end = HEAD + count * ENTRY;
        let table = all.get(HEAD..end).ok_or(Damage::Short(all.len() as u64, length.max(end as u64)))?;
        let signed = [all.get(..SIGNED).unwrap_or(&[]), table].concat();
        if XxHash3_128::oneshot(&signed) != checksum {
            return Err(Damage::Corrupt("its table"));
        }
        if features != 0 {
            return Err(Damage::Newer(version));
        }
        if all.len() as u64 != length {
            return Err(Damage::Short(all.len() as u64, length));
        }
        let mut sections = Vec::with_capacity(count);
        for entry in table.chunks_exact(ENTRY) {
            let part = |at: usize| number(entry, at).map(u64::from_ne_bytes).map(usize::try_from);
            let (Some(section), Some(Ok(start)), Some(Ok(length)), Some(checksum)) = (
                number(entry, 0).map(u32::from_ne_bytes),
                part(8),
                part(16),
                number(entry, 24).map(u128::from_ne_bytes),
            ) else {
                return Err(Damage::Corrupt("its table"));
            };
            let inside = start.checked_add(length).is_some_and(|end| end <= all.len()) && start % ALIGN == 0;
            if !inside {
                return Err(Damage::Corrupt("its table"));
            }
            sections.push(Section { number: section, start, length, checksum });
        }
        Ok(File { bytes, fingerprint, table: sections })
    }

    /// The bytes of a section; none where it is not there.
    pub(super) fn section(&self, number: u32) -> Bytes {
        let found = self.table.iter().find(|section| section.number == number);
        found.and_then(|section| self.bytes.part(section.start..section.start + section.length)).unwrap_or_default()
    }

    /// How many bytes the file has.
    pub(super) fn length(&self) -> usize {
        self.bytes.len()
    }

    /// Whether all bytes are what was written; the number of the first section that is not.
    pub(super) fn sound(&self) -> Result<(), Option<u32>> {
        let all = self.bytes.as_slice();
        let mut end = (HEAD + self.table.len() * ENTRY).next_multiple_of(ALIGN);
        let zero = |from: usize, to: usize| all.get(from..to).is_some_and(|gap| gap.iter().all(|byte| *byte == 0));
        if !zero(HEAD + self.table.len() * ENTRY, end) {
            return Err(None);
        }
        for section in &self.table {
            let bytes = all.get(section.start..section.start + section.length).unwrap_or(&[]);
            if section.start != end || XxHash3_128::oneshot(bytes) != section.checksum {
                return Err(Some(section.number));
            }
            end = (section.start + section.length).next_multiple_of(ALIGN);
            if !zero(section.start + section.length, end) {
                return Err(Some(section.number));
            }
        }
        if end == all.len() { Ok(()) } else { Err(None) }
    }
}
