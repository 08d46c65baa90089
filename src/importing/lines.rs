//! Lines of a file, one after the other, none longer than memory should hold.
//!
//! Bytes come in, lines with their numbers go out. What stands in them is not known here.

use std::io::{self, BufRead, Read};

/// Bytes of one line, and of one record that a reader may gather.
pub(super) const LONGEST: usize = 16 << 20;

/// Why a file cannot be read any further.
#[derive(Debug)]
pub(super) struct Failure {
    /// The line, from 1; 0 where it is none of them.
    pub(super) line: u64,
    pub(super) message: String,
    /// The way out.
    pub(super) note: String,
    /// What stands on the line, where that is known.
    pub(super) text: String,
}

impl Failure {
    pub(super) fn new(line: u64, message: impl Into<String>, note: impl Into<String>) -> Failure {
        Failure { line, message: message.into(), note: note.into(), text: String::new() }
    }

    /// The same with what stands on the line.
    pub(super) fn showing(self, text: &str) -> Failure {
        Failure { text: text.to_owned(), ..self }
    }

    pub(super) fn reading(line: u64, error: &io::Error) -> Failure {
        if error.kind() == io::ErrorKind::FileTooLarge {
            return Failure::new(line, error.to_string(), "a quote that does not close takes in all that follows");
        }
        Failure::new(line, format!("the file cannot be read any further: {error}"), "")
    }
}

/// A file read line by line.
pub(super) struct Lines<'a> {
    input: &'a mut dyn BufRead,
    /// The number of the last line.
    pub(super) number: u64,
    /// Bytes read so far.
    pub(super) bytes: u64,
    buffer: Vec<u8>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(input: &'a mut dyn BufRead) -> Lines<'a> {
        Lines { input, number: 0, bytes: 0, buffer: Vec::new() }
    }

    /// The next line without its end, or why it is no text; nothing at the end of the file.
    pub(super) fn next(&mut self) -> Result<Option<Result<&str, String>>, Failure> {
        self.buffer.clear();
        let read = (&mut *self.input).take(LONGEST as u64 + 1).read_until(b'\n', &mut self.buffer);
        self.number += 1;
        let read = read.map_err(|error| Failure::reading(self.number, &error))?;
        self.bytes += read as u64;
        if read == 0 {
            return Ok(None);
        }
        if read > LONGEST {
            let message = format!("a line longer than {} MiB", LONGEST >> 20);
            return Err(Failure::new(self.number, message, "no format that is read here has such lines"));
        }
        let mut bytes = self.buffer.as_slice();
        for end in [b"\n".as_slice(), b"\r"] {
            bytes = bytes.strip_suffix(end).unwrap_or(bytes);
        }
        if self.number == 1 {
            // a byte order mark is no part of the text
            bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        }
        Ok(Some(
            std::str::from_utf8(bytes)
                .map_err(|error| format!("byte {} of the line is not UTF-8", error.valid_up_to() + 1)),
        ))
    }
}

/// A reader that counts, and ends where one record would take in too much.
pub(super) struct Guard<R> {
    input: R,
    /// Bytes since the last record.
    since: usize,
}

impl<R> Guard<R> {
    pub(super) fn new(input: R) -> Guard<R> {
        Guard { input, since: 0 }
    }

    /// A record ends here.
    pub(super) fn reset(&mut self) {
        self.since = 0;
    }
}

impl<R: Read> Read for Guard<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.since > LONGEST {
            let message = format!("a row longer than {} MiB", LONGEST >> 20);
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
        }
        let read = self.input.read(buffer)?;
        self.since += read;
        Ok(read)
    }
}
