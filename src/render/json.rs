//! Whole replies as JSON, with a version.
//!
//! Replies come in, one JSON document goes out. It does not choose what is in it: the types of `answer` do.

use super::sanitise::is_banned;
use crate::answer::{Reply, SCHEMA};
use serde::Serialize;

/// The JSON Schema (2020-12) of what `--format json` and `--error-format json` print.
pub const RESULT_SCHEMA: &str = include_str!("result.schema.json");

#[derive(Serialize)]
struct Versioned<'r> {
    schema: u32,
    #[serde(flatten)]
    reply: &'r Reply,
}

/// One document with its line end.
pub(super) fn reply(reply: &Reply) -> String {
    let text = match reply {
        // answers carry the version themselves
        Reply::Answers(_) => serde_json::to_string_pretty(reply),
        _ => serde_json::to_string_pretty(&Versioned { schema: SCHEMA, reply }),
    };
    let mut text = escaped(&text.unwrap_or_default());
    text.push('\n');
    text
}

/// Writes the invisible characters of strings as `\uXXXX`: the same document, safe to look at.
///
/// Outside strings JSON is ASCII, and inside them serde has escaped what is below a blank, so all that is left stands in strings.
pub(super) fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c != '\n' && is_banned(c) {
            let mut units = [0u16; 2];
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn escaping_changes_the_look_and_not_the_value() {
        let text = "a\u{202e}b\u{e0041}\u{7f}\n\u{1b}β";
        let json = escaped(&serde_json::to_string(text).unwrap());
        assert!(!json.chars().any(is_banned), "{json}");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }
}
