//! Alt-. : the last word of the input before, as shells have it; pressed again, that of the one before that.
//!
//! Inputs and the line come in, what is put at the cursor goes out. It is not the editor's own: `rustyline` has no such key.

use rustyline::{Cmd, ConditionalEventHandler, Event, EventContext, Movement, RepeatCount};
use std::sync::{Arc, Mutex, PoisonError};

/// The last words of inputs, oldest first; shared with whoever adds to them.
#[derive(Clone, Debug, Default)]
pub(super) struct LastWords(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    words: Vec<String>,
    /// What was put last: how many inputs back, which word, and the line and place that it made.
    put: Option<(usize, String, String, usize)>,
}

impl LastWords {
    /// Adds the last word of an input.
    pub(super) fn add(&self, input: &str) {
        if let Some(word) = last_word(input) {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).words.push(word.to_owned());
        }
    }

    /// What the key does on a line with the cursor at a byte.
    fn press(&self, line: &str, at: usize) -> Option<Cmd> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = state.put.take().filter(|(_, _, made, place)| made == line && *place == at);
        let back = before.as_ref().map_or(0, |(back, ..)| back + 1);
        let Some(word) = state.words.iter().rev().nth(back).cloned() else {
            // the oldest stays
            state.put = before;
            return Some(Cmd::Noop);
        };
        let start = at - before.as_ref().map_or(0, |(_, old, ..)| old.len()).min(at);
        let (head, tail) = (line.get(..start)?, line.get(at..)?);
        state.put = Some((back, word.clone(), format!("{head}{word}{tail}"), start + word.len()));
        Some(match before {
            None => Cmd::Insert(1, word),
            // not so many characters back: a key's own repeat count would take the place of ours
            Some(_) => Cmd::Replace(Movement::BeginningOfBuffer, Some(format!("{head}{word}"))),
        })
    }
}

impl ConditionalEventHandler for LastWords {
    fn handle(&self, _: &Event, _: RepeatCount, _: bool, context: &EventContext<'_>) -> Option<Cmd> {
        self.press(context.line(), context.pos())
    }
}

/// The last word of a text, or what stands between the last quotes.
fn last_word(text: &str) -> Option<&str> {
    let text = text.trim_end_matches([';', ' ', '\n', ')']);
    if let Some(inside) = text.strip_suffix('"')
        && let Some(start) = inside.rfind('"')
    {
        return text.get(start..);
    }
    text.split_whitespace().last()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_word_is_what_stands_alone_or_in_quotes() {
        assert_eq!(last_word("gene where upregulated by rapamycin;"), Some("rapamycin"));
        assert_eq!(last_word("treatment where upregulates (gene where is \"TGF-beta 1\")"), Some("\"TGF-beta 1\""));
        assert_eq!(last_word(" ; "), None);
    }

    #[test]
    fn pressed_again_it_goes_further_back() {
        let keys = LastWords::default();
        for input in ["describe CXCR4", "describe hypoxia"] {
            keys.add(input);
        }
        assert!(matches!(keys.press("why ", 4).unwrap(), Cmd::Insert(1, word) if word == "hypoxia"));
        let again = keys.press("why hypoxia", 11).unwrap();
        assert!(matches!(again, Cmd::Replace(Movement::BeginningOfBuffer, Some(text)) if text == "why CXCR4"));
        assert!(matches!(keys.press("why CXCR4", 9).unwrap(), Cmd::Noop));
        // something else was typed in between
        assert!(matches!(keys.press("why CXCR4 ", 10).unwrap(), Cmd::Insert(1, word) if word == "hypoxia"));
    }
}
