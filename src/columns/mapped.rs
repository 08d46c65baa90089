//! Files as bytes, mapped or read.
//!
//! An open file comes in and its bytes go out. This is the only place with unsafe code: the system hands out pages of a file as memory, and
//! promises nothing where somebody changes the file in place meanwhile. `docs/reliability.md` says what that means; whereof itself never
//! writes into a file that is there, but puts a new one in its place.

use super::Bytes;
use memmap2::Mmap;
use std::fs::File;
use std::io::{self, Read};
use std::sync::Arc;

impl Bytes {
    /// The bytes of a file, each read when it is looked at. Where files cannot be mapped, they are read.
    ///
    /// # Errors
    /// What the system says.
    pub fn mapped(file: &File) -> io::Result<Bytes> {
        if file.metadata()?.len() == 0 {
            return Ok(Bytes::default());
        }
        // SAFETY: the map is read only and is let go of with the last of its users. Were the file cut short in place by another program, reading
        // beyond its end would end this one (documented); every other change gives other bytes, and all of them are checked as they are used.
        #[allow(unsafe_code)]
        let map = unsafe { Mmap::map(file) };
        match map {
            Ok(map) => Ok(Bytes::shared(Arc::new(map))),
            Err(_) => Bytes::read(file),
        }
    }

    /// A copy of the bytes of a file, which nobody can change.
    ///
    /// # Errors
    /// What the system says.
    pub fn read(mut file: &File) -> io::Result<Bytes> {
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(Bytes::owned(&bytes))
    }
}
