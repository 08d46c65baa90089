//! What is wrong with one line of JSON Lines, in the words of those who write them.
//!
//! A line that could not be read comes in, its mistake with the place and the way out goes out. Only lines that failed come here, so it may
//! take its time: the reader of a line says what it wanted in words of its own, and not where.

use super::{
    EntityLine, FindingLine, KindLine, Line, LineError, RelationLine, SlotLine, SourceLine, StudyLine, UnitLine,
};
use serde_json::{Map, Value};
use std::ops::Range;

/// The keys that each line of a type has, and those that it may have.
type Keys = (&'static [&'static str], &'static [&'static str]);

/// The types of lines, each with an article.
const TYPES: &[(&str, &str, Keys)] = &[
    ("source", "a source", SourceLine::KEYS),
    ("kind", "a kind", KindLine::KEYS),
    ("slot", "a slot", SlotLine::KEYS),
    ("unit", "a unit", UnitLine::KEYS),
    ("relation", "a relation", RelationLine::KEYS),
    ("entity", "an entity", EntityLine::KEYS),
    ("study", "a study", StudyLine::KEYS),
    ("finding", "a finding", FindingLine::KEYS),
];

const NEWER: &str = "a newer version of whereof may write what this one does not know";
const EXAMPLE: &str = "a line is one thing in braces: `{\"type\":\"kind\",\"name\":\"gene\"}`";

/// What is wrong with a line of which the reader said so much.
pub(super) fn explain(text: &str, said: &serde_json::Error) -> LineError {
    let value = match serde_json::from_str::<Value>(text) {
        Ok(value) => value,
        Err(error) => return no_json(text, &error),
    };
    let Value::Object(map) = value else {
        return LineError { note: Some(EXAMPLE.to_owned()), ..told("this is no object in braces", 0..text.len()) };
    };
    let words = || TYPES.iter().map(|(name, ..)| *name);
    let types = || words().map(quoted).collect::<Vec<_>>();
    let typed = match map.get("type") {
        Some(Value::String(typed)) => typed,
        Some(other) => {
            return LineError {
                expected: types(),
                ..told(format!("`type` cannot be {}", shown(other)), key(text, "type"))
            };
        }
        None => {
            let start = text.find('{').map_or(0, |at| at + 1);
            return LineError {
                expected: types(),
                ..told("the line does not say its `type`", start.saturating_sub(1)..start)
            };
        }
    };
    let Some((_, class, (needed, more))) = TYPES.iter().find(|(name, ..)| name == typed) else {
        let near = nearest(typed, words());
        let note = near.is_none().then(|| NEWER.to_owned());
        let near = near.map(|near| written(&near));
        let at = place_of(text, typed);
        return LineError { expected: types(), near, note, ..told(format!("no line has the type `{typed}`"), at) };
    };
    let keys = || needed.iter().chain(*more).copied();
    let mut unknown: Vec<(Range<usize>, &String)> = map
        .keys()
        .filter(|name| *name != "type" && keys().all(|known| known != name.as_str()))
        .map(|name| (key(text, name), name))
        .collect();
    unknown.sort_by_key(|(at, _)| at.start);
    if let Some((at, name)) = unknown.into_iter().next() {
        let near = nearest(name, keys());
        let note = near.is_none().then(|| NEWER.to_owned());
        let expected = keys().map(|known| format!("`{known}`")).collect();
        let near = near.map(|near| written(&near));
        return LineError { expected, near, note, ..told(format!("{class} has no `{name}`"), at) };
    }
    if let Some(missing) = needed.iter().find(|name| !map.contains_key(**name)) {
        let message = format!("`{missing}` is missing: each {typed} has one");
        return LineError { note: Some(has(needed)), ..told(message, place_of(text, typed)) };
    }
    let said = plain(said);
    let Some(name) = guilty(&map, &said) else { return within(text, class, None, &said) };
    within(text, class, Some(&name), &said)
}

/// `it has `kind` and `name` at least`
fn has(needed: &[&str]) -> String {
    let needed: Vec<String> = needed.iter().map(|name| format!("`{name}`")).collect();
    match needed.split_last() {
        Some((last, [])) => format!("it has {last} at least"),
        Some((last, rest)) => format!("it has {} and {last} at least", rest.join(", ")),
        None => String::new(),
    }
}

fn told(message: impl Into<String>, at: Range<usize>) -> LineError {
    LineError { message: message.into(), at, ..LineError::default() }
}

/// What is wrong with the value of a key, or with something inside it.
fn within(text: &str, class: &str, name: Option<&str>, said: &str) -> LineError {
    let at = name.map_or(0..text.len(), |name| key(text, name));
    let of = name.map_or_else(|| class.to_owned(), |name| format!("`{name}` of {class}"));
    if let Some(list) = said.strip_prefix("unknown variant ").or_else(|| said.strip_prefix("unknown field ")) {
        let mut words = list.split('`').skip(1).step_by(2).map(str::to_owned);
        let typed = words.next().unwrap_or_default();
        let known: Vec<String> = words.collect();
        let near = nearest(&typed, known.iter().map(String::as_str)).map(|near| written(&near));
        let message = match said.starts_with("unknown variant") {
            true => format!("{of} cannot be `{typed}`"),
            false => format!("what stands in {of} has no `{typed}`"),
        };
        let note = near.is_none().then(|| NEWER.to_owned());
        let expected = known.iter().map(|word| format!("`{word}`")).collect();
        return LineError { expected, near, note, ..told(message, place_of(text, &typed)) };
    }
    if let Some(missing) = said.strip_prefix("missing field ") {
        return told(format!("{missing} is missing in {of}"), at);
    }
    if let Some(twice) = said.strip_prefix("duplicate field ") {
        return told(format!("{twice} stands twice in {class}"), key(text, twice.trim_matches('`')));
    }
    let kind = said.strip_prefix("invalid type: ").or_else(|| said.strip_prefix("invalid value: "));
    let Some((found, wanted)) = kind.and_then(|rest| rest.rsplit_once(", expected ")) else {
        return told(format!("{of} cannot be read"), at);
    };
    let wish = wish(wanted);
    LineError { expected: vec![wish.to_owned()], ..told(format!("{of} is {wish}, not {}", sort(found)), at) }
}

/// What the reader wanted, in words.
fn wish(wanted: &str) -> &'static str {
    match wanted {
        "f64" | "f32" => "a number",
        "a string" | "string" => "a text in quotes",
        "a boolean" => "`true` or `false`",
        "a sequence" => "a list in square brackets",
        _ if wanted.starts_with(['u', 'i']) => "a whole number from 0 on",
        _ if wanted.contains("variant") || wanted.contains("enum") || wanted.contains("string or map") => {
            "a word in quotes"
        }
        _ if wanted.contains("struct") || wanted.contains("map") => "an object in braces",
        _ => "something else",
    }
}

/// What the reader found, in words.
fn sort(found: &str) -> String {
    let literal = found.split_once(['`', '"']).map(|(_, rest)| rest.trim_end_matches(['`', '"']));
    match (found.split_whitespace().next(), literal) {
        (Some("string"), Some(text)) => format!("the text `{text}`"),
        (Some("integer" | "floating" | "boolean" | "character"), Some(text)) => format!("`{text}`"),
        (Some("map"), _) => "an object".to_owned(),
        (Some("sequence"), _) => "a list".to_owned(),
        (Some("null" | "unit"), _) => "`null`".to_owned(),
        _ => "this".to_owned(),
    }
}

/// The key whose value the reader could not take: without it, the reader says something else.
fn guilty(map: &Map<String, Value>, said: &str) -> Option<String> {
    map.keys().filter(|name| *name != "type").find_map(|name| {
        let mut less = map.clone();
        less.remove(name);
        let again = serde_json::from_value::<Line>(Value::Object(less)).err();
        (again.map(|error| plain(&error)).as_deref() != Some(said)).then(|| name.clone())
    })
}

/// What a reader said, without the place that it knows of.
fn plain(error: &serde_json::Error) -> String {
    let said = error.to_string();
    said.split(" at line ").next().unwrap_or("").to_owned()
}

/// What keeps a text from being JSON, in plain words.
///
/// ```
/// use whereof::base::jsonl::json_words;
/// let error = serde_json::from_str::<serde_json::Value>("{\"name\": }").unwrap_err();
/// assert_eq!(json_words(&error), "this is no value");
/// ```
#[must_use]
pub fn json_words(error: &serde_json::Error) -> &'static str {
    match plain(error).as_str() {
        "EOF while parsing a list" => "the line ends inside a list: `]` is missing",
        "EOF while parsing an object" => "the line ends inside an object: `}` is missing",
        "EOF while parsing a string" => "the line ends inside a text: a quote is missing",
        "EOF while parsing a value" => "the line ends where a value is wanted",
        "expected `:`" => "`:` is missing behind a key",
        "expected `,` or `]`" => "`,` or `]` is missing",
        "expected `,` or `}`" => "`,` or `}` is missing",
        "expected value" | "expected ident" => "this is no value",
        "key must be a string" => "a key stands in quotes",
        "trailing comma" => "one comma too many",
        "trailing characters" => "a line holds one thing, and this is a second",
        "invalid escape" => "this stands for nothing behind a backslash",
        "invalid number" => "this is no number",
        "number out of range" => "the number is too large",
        "recursion limit exceeded" => "more levels of brackets than any base has",
        said if said.starts_with("control character") => "a text holds a raw tab or another sign that is not seen",
        _ => "this is no JSON",
    }
}

/// What keeps a line from being JSON at all.
fn no_json(text: &str, error: &serde_json::Error) -> LineError {
    let said = plain(error);
    if !text.trim_start().starts_with('{') {
        let note = "; a base in plain words stands in a file whose name ends in .whereof";
        return LineError {
            note: Some(format!("{EXAMPLE}{note}")),
            ..told("this is no object in braces", 0..text.len())
        };
    }
    let words = json_words(error);
    // the reader counts from 1, and stands behind what it could not take
    let end = text.floor_char_boundary(error.column());
    let start = text.floor_char_boundary(error.column().saturating_sub(1));
    let at = start..end.max(start);
    let insert = |at: usize, sign: &str| LineError { near: Some(sign.to_owned()), ..told(words, at..at) };
    match said.as_str() {
        "EOF while parsing an object" => insert(text.trim_end().len(), "}"),
        "expected `,` or `}`" if text.get(start..).is_some_and(|rest| rest.starts_with('"')) => insert(start, ","),
        "expected value" | "expected ident" => {
            let note = "a value is a text in quotes, a number, `true`, `false`, a list or an object";
            LineError { note: Some(note.to_owned()), ..told(words, at) }
        }
        _ => told(words, at),
    }
}

/// Where a key of a line stands, without its quotes; the whole line where it is not found.
fn key(text: &str, name: &str) -> Range<usize> {
    let wanted = written(name);
    let found = text.match_indices(wanted.as_str()).find(|(at, _)| {
        let behind = text.get(at + wanted.len()..).unwrap_or("");
        behind.trim_start().starts_with(':')
    });
    found.map_or(0..text.len(), |(at, _)| at..at + wanted.len())
}

/// Where a word of a line stands, with its quotes; the whole line where it is not found.
pub(super) fn place_of(text: &str, word: &str) -> Range<usize> {
    let wanted = written(word);
    text.rfind(wanted.as_str()).map_or(0..text.len(), |at| at..at + wanted.len())
}

/// A word as it stands in a line.
pub(super) fn written(word: &str) -> String {
    Value::from(word).to_string()
}

fn quoted(word: &str) -> String {
    format!("`{}`", written(word))
}

/// The known word that is nearest to one that is not, where it may have been mistaken for it.
pub(super) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let low = word.to_lowercase();
    let most = (low.chars().count() / 3).clamp(1, 3);
    if low.len() > 128 {
        return None;
    }
    let near = known.filter(|other| other.len().abs_diff(low.len()) <= most + 2).filter_map(|other| {
        let far = strsim::osa_distance(&low, &other.to_lowercase());
        (far <= most).then_some((far, other))
    });
    near.min().map(|(_, other)| other.to_owned())
}

/// A value, for a message.
fn shown(value: &Value) -> String {
    match value {
        Value::Object(_) => "an object".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        other => format!("`{other}`"),
    }
}
