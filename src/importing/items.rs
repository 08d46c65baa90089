//! Objects of a JSON document, one after the other, without the whole of it in memory.
//!
//! Bytes come in: a list of objects, or objects behind one another; each object goes out with the line on which it begins.

use super::lines::{Failure, LONGEST};
use crate::base::jsonl::json_words;
use serde_json::{Map, Value};
use std::io::BufRead;

/// What is made of an object, or of what is none.
pub(super) type Visit<'v> = dyn FnMut(u64, Result<Map<String, Value>, String>) -> Result<(), Failure> + 'v;

/// Hands out the objects of a document.
///
/// # Errors
/// The document is no list of objects, or cannot be read to its end.
pub(super) fn objects(input: &mut dyn BufRead, visit: &mut Visit<'_>) -> Result<(), Failure> {
    let mut line = 1u64;
    let mut start = 0u64;
    let mut item: Vec<u8> = Vec::new();
    let (mut depth, mut inside, mut escaped) = (0u32, false, false);
    loop {
        let piece = input.fill_buf().map_err(|error| Failure::reading(line, &error))?;
        if piece.is_empty() {
            break;
        }
        let length = piece.len();
        for byte in piece {
            if *byte == b'\n' {
                line += 1;
            }
            if depth == 0 {
                match byte {
                    b'{' => {
                        (depth, start) = (1, line);
                        item.clear();
                        item.push(b'{');
                    }
                    b'[' | b']' | b',' | 0xef | 0xbb | 0xbf => {}
                    byte if byte.is_ascii_whitespace() => {}
                    _ => return Err(no_list(line)),
                }
                continue;
            }
            item.push(*byte);
            if item.len() > LONGEST {
                return Err(Failure::new(start, format!("an object longer than {} MiB", LONGEST >> 20), ""));
            }
            match byte {
                _ if escaped => escaped = false,
                b'\\' if inside => escaped = true,
                b'"' => inside = !inside,
                b'{' if !inside => depth += 1,
                b'}' if !inside => {
                    depth -= 1;
                    if depth == 0 {
                        let read = serde_json::from_slice::<Map<String, Value>>(&item);
                        visit(start, read.map_err(|error| format!("no object of JSON: {}", json_words(&error))))?;
                    }
                }
                _ => {}
            }
        }
        input.consume(length);
    }
    if depth > 0 {
        return visit(start, Err("an object does not close".to_owned()));
    }
    Ok(())
}

fn no_list(line: u64) -> Failure {
    Failure::new(line, "no list of objects in JSON", "statements stand in `[...]`, or an object behind the other")
}
