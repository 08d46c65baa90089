//! Makes text safe for eyes: what would move a cursor, hide or turn round is spelled out.
//!
//! Text of questions and bases comes in, text without control, bidirectional and other invisible characters goes out. It does not know
//! where the text will be shown: every human surface of this room passes through here.

use std::borrow::Cow;

/// Shows every character that a reader could not see, or that a terminal would obey, as `\u{..}`.
///
/// Line ends and tabs are spelled out too: where a text may have several lines, the caller cuts it into lines first.
///
/// ```
/// use whereof::render::sanitise;
/// assert_eq!(sanitise("TGF-β"), "TGF-β");
/// assert_eq!(sanitise("a\u{1b}[31m\u{202e}b"), "a\\u{1b}[31m\\u{202e}b");
/// ```
#[must_use]
pub fn sanitise(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_banned) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        push_safe(&mut out, c);
    }
    Cow::Owned(out)
}

/// Appends one character, spelled out where it is banned.
pub(super) fn push_safe(out: &mut String, c: char) {
    if is_banned(c) {
        // `escape_unicode` gives `\u{1b}`, the form that is documented
        out.extend(c.escape_unicode());
    } else {
        out.push(c);
    }
}

/// Whether a character may not reach a human surface as it is.
///
/// These are the control characters (C0, DEL, C1), the line and paragraph separators, all format characters (category Cf, which holds
/// the bidirectional controls, the zero-width characters and the tags), and characters that show nothing though they are letters or marks.
#[must_use]
pub fn is_banned(c: char) -> bool {
    if c < ' ' {
        return true;
    }
    if c < '\u{7f}' {
        return false;
    }
    matches!(c,
        '\u{7f}'..='\u{9f}'
        | '\u{ad}'
        | '\u{34f}'
        | '\u{600}'..='\u{605}'
        | '\u{61c}'
        | '\u{6dd}'
        | '\u{70f}'
        | '\u{890}'..='\u{891}'
        | '\u{8e2}'
        | '\u{115f}'..='\u{1160}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{3164}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{110bd}'
        | '\u{110cd}'
        | '\u{13430}'..='\u{1343f}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e007f}')
}

/// The first so many characters, sanitised, with an ellipsis where there were more.
#[must_use]
pub(super) fn capped(text: &str, characters: usize, ellipsis: &str) -> String {
    match text.char_indices().nth(characters) {
        None => sanitise(text).into_owned(),
        Some((byte, _)) => {
            let mut out = sanitise(text.get(..byte).unwrap_or("")).into_owned();
            out.push_str(ellipsis);
            out
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_not_copied() {
        assert!(matches!(sanitise("TGF‐β, 线粒体, é"), Cow::Borrowed(_)));
    }

    #[test]
    fn what_a_terminal_obeys_is_spelled_out() {
        for c in [
            '\u{0}',
            '\t',
            '\n',
            '\r',
            '\u{1b}',
            '\u{7f}',
            '\u{9b}',
            '\u{200f}',
            '\u{202e}',
            '\u{2066}',
            '\u{2028}',
            '\u{feff}',
            '\u{e0041}',
        ] {
            let shown = sanitise(&format!("a{c}b")).into_owned();
            assert_eq!(shown, format!("a\\u{{{:x}}}b", c as u32));
        }
    }

    #[test]
    fn a_cut_says_so() {
        assert_eq!(capped("αβγδ", 2, "…"), "αβ…");
        assert_eq!(capped("αβ", 2, "…"), "αβ");
    }
}
