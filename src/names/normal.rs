//! The one normal form of names.
//!
//! A spelling comes in; the form in which spellings are compared goes out. It is a function of the text alone: it knows no vocabulary, no
//! locale and no unit.

use std::borrow::Cow;
use std::str;
use unicode_normalization::UnicodeNormalization;

/// The form in which names are compared: compatibility characters replaced, case folded, dashes, blanks and underscores out (a dash
/// between two digits stays), Greek letters spelled out, British spellings made American.
///
/// The normal form of a normal form is itself.
///
/// ```
/// use whereof::names::normal;
/// assert_eq!(normal("CXCR‐4"), normal("cxcr4"));
/// assert_eq!(normal("TGF-β 1"), "tgfbeta1");
/// assert_eq!(normal("TGF-ß1"), normal("TGF-β1"));
/// assert_eq!(normal("liver ischaemia"), "liverischemia");
/// assert_eq!(normal("miR-574-3p"), "mir574-3p");
/// ```
#[must_use]
pub fn normal(text: &str) -> String {
    if text.is_ascii() {
        let mut out = String::with_capacity(text.len());
        squeeze_ascii(text, &mut out);
        respell(&mut out, 0);
        return out;
    }
    let mut now = pass(text);
    // Leaving out a dash can bring a letter and a combining mark together, which then compose: a few passes settle every text.
    for _ in 0..8 {
        if now.is_ascii() {
            break;
        }
        let next = pass(&now);
        if next == now {
            break;
        }
        now = next;
    }
    now
}

/// Adds the normal form of a text to another text.
pub(super) fn normal_into(text: &str, out: &mut String) {
    if text.is_ascii() {
        let start = out.len();
        squeeze_ascii(text, out);
        respell(out, start);
    } else {
        out.push_str(&normal(text));
    }
}

/// Whether a character only parts words in a name, so that the normal form leaves it out.
#[must_use]
pub fn is_separator(c: char) -> bool {
    c == '_' || c.is_whitespace() || is_dash(c) || is_invisible(c)
}

/// One pass over a text with characters beyond ASCII.
fn pass(text: &str) -> String {
    let mut folded = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    for c in text.nfkc() {
        match c {
            // Behind a small letter it is German; elsewhere, as in TGF-ß1 and IL-1ß, a keyboard had no beta.
            'ß' if !before.is_lowercase() => folded.push_str("beta"),
            'ß' | 'ẞ' => folded.push_str("ss"),
            _ => match greek(c) {
                Some(name) => folded.push_str(name),
                None => folded.extend(c.to_lowercase()),
            },
        }
        before = c;
    }
    // Folding can leave decomposed letters behind (`İ`), and long s and ligatures were unfolded by the first NFKC.
    let composed: Cow<'_, str> =
        if folded.is_ascii() { folded.into() } else { folded.nfkc().collect::<String>().into() };
    let mut out = squeeze(composed.chars(), composed.len());
    respell(&mut out, 0);
    out
}

/// Leaves separators out; a run of them with a dash in it, between two digits, becomes one hyphen.
fn squeeze(chars: impl Iterator<Item = char>, capacity: usize) -> String {
    let mut out = String::with_capacity(capacity);
    let mut last_is_digit = false;
    let mut dash = false;
    for c in chars {
        if is_separator(c) {
            dash |= is_dash(c);
            continue;
        }
        let digit = c.is_numeric();
        if dash && digit && last_is_digit {
            out.push('-');
        }
        dash = false;
        last_is_digit = digit;
        out.push(c);
    }
    out
}

/// What a byte of ASCII becomes: a small letter for a capital, one of the two signs below for what only parts words.
const FOLDED: [u8; 128] = {
    let mut folded = [0u8; 128];
    let mut byte = 0;
    while byte < 128 {
        folded[byte as usize] = match byte {
            b'-' => DASH,
            b'_' | b' ' | b'\t'..=b'\r' => BLANK,
            _ => byte.to_ascii_lowercase(),
        };
        byte += 1;
    }
    folded
};
const DASH: u8 = 0xff;
const BLANK: u8 = 0xfe;

/// The same for ASCII, where it is mostly a copy: added to a text.
fn squeeze_ascii(text: &str, out: &mut String) {
    // names are short: a piece at a time, and each is known to be ASCII as a whole
    let mut piece = [0u8; 64];
    let (mut filled, mut last) = (0, 0u8);
    let mut dash = false;
    for byte in text.bytes() {
        let letter = match FOLDED.get(usize::from(byte)) {
            Some(&DASH) => {
                dash = true;
                continue;
            }
            Some(&BLANK) | None => continue,
            Some(letter) => *letter,
        };
        if filled + 2 > piece.len() {
            out.push_str(str::from_utf8(piece.get(..filled).unwrap_or_default()).unwrap_or_default());
            filled = 0;
        }
        if dash && letter.is_ascii_digit() && last.is_ascii_digit() {
            if let Some(place) = piece.get_mut(filled) {
                *place = b'-';
            }
            filled += 1;
        }
        dash = false;
        last = letter;
        if let Some(place) = piece.get_mut(filled) {
            *place = letter;
        }
        filled += 1;
    }
    out.push_str(str::from_utf8(piece.get(..filled).unwrap_or_default()).unwrap_or_default());
}

fn is_dash(c: char) -> bool {
    c == '-'
        || matches!(
            c,
            '\u{2010}'
                ..='\u{2015}'
                    | '\u{2043}'
                    | '\u{2212}'
                    | '\u{58a}'
                    | '\u{5be}'
                    | '\u{2e3a}'
                    | '\u{2e3b}'
                    | '\u{fe58}'
                    | '\u{fe63}'
                    | '\u{ff0d}'
        )
}

/// Characters without a shape, soft hyphen included: nobody sees them, so they name nothing.
fn is_invisible(c: char) -> bool {
    !c.is_ascii()
        && matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// The 24 Greek letters by name, small and capital.
const GREEK: [(char, char, &str); 24] = [
    ('α', 'Α', "alpha"),
    ('β', 'Β', "beta"),
    ('γ', 'Γ', "gamma"),
    ('δ', 'Δ', "delta"),
    ('ε', 'Ε', "epsilon"),
    ('ζ', 'Ζ', "zeta"),
    ('η', 'Η', "eta"),
    ('θ', 'Θ', "theta"),
    ('ι', 'Ι', "iota"),
    ('κ', 'Κ', "kappa"),
    ('λ', 'Λ', "lambda"),
    ('μ', 'Μ', "mu"),
    ('ν', 'Ν', "nu"),
    ('ξ', 'Ξ', "xi"),
    ('ο', 'Ο', "omicron"),
    ('π', 'Π', "pi"),
    ('ρ', 'Ρ', "rho"),
    ('σ', 'Σ', "sigma"),
    ('τ', 'Τ', "tau"),
    ('υ', 'Υ', "upsilon"),
    ('φ', 'Φ', "phi"),
    ('χ', 'Χ', "chi"),
    ('ψ', 'Ψ', "psi"),
    ('ω', 'Ω', "omega"),
];

fn greek(c: char) -> Option<&'static str> {
    if !('\u{370}'..='\u{3ff}').contains(&c) {
        return None;
    }
    if c == 'ς' {
        return Some("sigma");
    }
    GREEK.iter().find(|(small, capital, _)| *small == c || *capital == c).map(|(_, _, name)| *name)
}

/// British pieces of words and what stands for them in the normal form. Sorted by first letter; no replacement makes a piece anew.
const SPELLINGS: [(&str, &str); 62] = [
    ("ageing", "aging"),
    ("aemia", "emia"),
    ("aemic", "emic"),
    ("aluminium", "aluminum"),
    ("anaes", "anes"),
    ("analogue", "analog"),
    ("analyse", "analyze"),
    ("behaviour", "behavior"),
    ("caeca", "ceca"),
    ("caecum", "cecum"),
    ("caesium", "cesium"),
    ("catalogue", "catalog"),
    ("catalyse", "catalyze"),
    ("centre", "center"),
    ("characterise", "characterize"),
    ("coeliac", "celiac"),
    ("colour", "color"),
    ("defence", "defense"),
    ("diarrhoea", "diarrhea"),
    ("faeca", "feca"),
    ("faece", "fece"),
    ("favour", "favor"),
    ("fibre", "fiber"),
    ("foetal", "fetal"),
    ("foetus", "fetus"),
    ("glycaem", "glycem"),
    ("grey", "gray"),
    ("gynaec", "gynec"),
    ("haema", "hema"),
    ("haemo", "hemo"),
    ("homoeo", "homeo"),
    ("hydrolyse", "hydrolyze"),
    ("immunise", "immunize"),
    ("internalise", "internalize"),
    ("isation", "ization"),
    ("labelled", "labeled"),
    ("labelling", "labeling"),
    ("leucocyt", "leukocyt"),
    ("leukaem", "leukem"),
    ("localise", "localize"),
    ("lyophilise", "lyophilize"),
    ("metabolise", "metabolize"),
    ("metre", "meter"),
    ("mobilise", "mobilize"),
    ("modelling", "modeling"),
    ("mould", "mold"),
    ("neutralise", "neutralize"),
    ("odour", "odor"),
    ("oedema", "edema"),
    ("oesoph", "esoph"),
    ("oestr", "estr"),
    ("organise", "organize"),
    ("paediatr", "pediatr"),
    ("polarise", "polarize"),
    ("programme", "program"),
    ("sensitise", "sensitize"),
    ("signalling", "signaling"),
    ("stabilise", "stabilize"),
    ("sulph", "sulf"),
    ("titre", "titer"),
    ("tumour", "tumor"),
    ("xanthaem", "xanthem"),
];

/// For each first letter of [`SPELLINGS`] its second, third and fourth letters, one bit each, so that most positions of most names cost
/// one test or two.
const LETTERS: [[u32; 3]; 26] = {
    let mut masks = [[0u32; 3]; 26];
    let mut index = 0;
    while index < SPELLINGS.len() {
        let piece = SPELLINGS[index].0.as_bytes();
        let mut at = 0;
        while at < 3 {
            masks[(piece[0] - b'a') as usize][at] |= 1 << (piece[at + 1] - b'a');
            at += 1;
        }
        index += 1;
    }
    masks
};

/// The first four letters of each of [`SPELLINGS`]: comparing four bytes is one step, comparing texts is a call.
const FRONTS: [[u8; 4]; SPELLINGS.len()] = {
    let mut fronts = [[0u8; 4]; SPELLINGS.len()];
    let mut index = 0;
    while index < SPELLINGS.len() {
        let piece = SPELLINGS[index].0.as_bytes();
        fronts[index] = [piece[0], piece[1], piece[2], piece[3]];
        index += 1;
    }
    fronts
};

/// Replaces British pieces in what begins at a place.
fn respell(text: &mut String, start: usize) {
    let mut from = start;
    while let Some((at, british, american)) = find_spelling(text, from) {
        text.replace_range(at..at + british.len(), american);
        // A replacement can complete another piece that begins before it; no piece is longer than 16 bytes.
        from = at.saturating_sub(16).max(start);
    }
}

fn find_spelling(text: &str, from: usize) -> Option<(usize, &'static str, &'static str)> {
    let bytes = text.as_bytes();
    for (four, at) in bytes.get(from..).unwrap_or_default().windows(4).zip(from..) {
        let [first, second, third, fourth] = *four else { continue };
        let Some(masks) = LETTERS.get(usize::from(first.wrapping_sub(b'a'))) else { continue };
        let has = |mask: u32, letter: u8| letter.is_ascii_lowercase() && mask & (1 << (letter - b'a')) != 0;
        let [seconds, thirds, fourths] = *masks;
        let possible = has(seconds, second) && has(thirds, third) && has(fourths, fourth);
        if !possible || !FRONTS.iter().any(|front| front == four) {
            continue;
        }
        let rest = bytes.get(at..).unwrap_or_default();
        if let Some((british, american)) = SPELLINGS.iter().find(|(british, _)| rest.starts_with(british.as_bytes())) {
            return Some((at, british, american));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_name_however_it_is_written() {
        for (left, right) in [
            ("CXCR-4", "cxcr4"),
            ("CXCR\u{2010}4", "CXCR 4"),
            ("SDF-1α", "sdf1 ALPHA"),
            ("TNF-Α", "tnf_alpha"),
            ("IFN‐γ", "IFNgamma"),
            ("ΣΑΣ σας", "sigma alpha sigma sigmaalphasigma"),
            ("ﬁbrosis", "Fibrosis"),
            ("Straße", "STRASSE"),
            ("µg", "μg"),
            ("hypo\u{ad}xia", "hypoxia"),
            ("Ischaemia-Reperfusion", "ischemia reperfusion"),
            ("tumour necrosis factor", "tumor-necrosis factor"),
            ("n\u{303}", "ñ"),
            ("CD4+CD25+", "cd4+cd25+"),
        ] {
            assert_eq!(normal(left), normal(right), "{left} and {right}");
        }
    }

    #[test]
    fn different_names_stay_different() {
        for (left, right) in
            [("miR-574-3p", "miR-5743p"), ("1-2", "12"), ("CD4+", "CD4"), ("Bcl-2", "Bcl-3"), ("A/B", "AB")]
        {
            assert_ne!(normal(left), normal(right), "{left} and {right}");
        }
        assert_eq!(normal("2 – 3"), "2-3");
        assert_eq!(normal("2--3"), "2-3");
        // typed on a German keyboard, and German
        for beta in ["TGF-ß1", "TGFß1", "tgf ß 1"] {
            assert_eq!(normal(beta), "tgfbeta1");
        }
        assert_eq!(normal("IL-1ß"), "il1beta");
        assert_eq!(normal("Gefäß"), "gefäss");
        assert_eq!(normal("organism"), "organism");
    }

    #[test]
    fn the_tables_are_sound() {
        for (british, american) in SPELLINGS {
            assert!(british.len() <= 16 && british.bytes().all(|byte| byte.is_ascii_lowercase()));
            assert_eq!(normal(american), american, "{british}");
            assert_eq!(normal(british), american, "{british}");
        }
        assert!(SPELLINGS.windows(2).all(|pair| pair[0].0.as_bytes()[0] <= pair[1].0.as_bytes()[0]));
        for (small, capital, name) in GREEK {
            assert_eq!(normal(&small.to_string()), name);
            assert_eq!(normal(&capital.to_string()), name);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn twice_is_once(text in "\\PC{0,24}") {
            let once = normal(&text);
            prop_assert_eq!(normal(&once), once);
        }

        #[test]
        fn twice_is_once_near_the_tables(pieces in prop::collection::vec(prop::sample::select(vec![
            "haem", "aemia", "oe", "dema", "fib", "re", "isat", "ion", "tumo", "ur", "α", "Σ", "ς", "-", "\u{2010}", " ", "1", "2", "\u{301}", "ά", "ß", "İ", "K", "µ",
        ]), 0..12)) {
            let once = normal(&pieces.concat());
            prop_assert_eq!(normal(&once), once);
        }

        #[test]
        fn case_and_separators_do_not_matter(words in prop::collection::vec("[A-Za-z]{1,6}[0-9]?[a-z]{1,3}", 1..4)) {
            let plain = words.concat();
            prop_assert_eq!(normal(&words.join("-")), normal(&plain));
            prop_assert_eq!(normal(&words.join(" \u{2013} ")), normal(&plain));
            prop_assert_eq!(normal(&plain.to_uppercase()), normal(&plain));
        }

        #[test]
        fn the_fast_path_agrees(text in "[ -~\t\n\u{0}-\u{3}]{0,24}([ -~]{70})?([-0-9 ]{0,140})?") {
            prop_assert_eq!(pass(&text), normal(&text));
        }

        #[test]
        fn a_form_is_added_to_another_text(before in "\\PC{0,8}|haem|tu|f", text in "\\PC{0,24}|aemia|mour|ibre") {
            let mut both = before.clone();
            normal_into(&text, &mut both);
            prop_assert_eq!(both, before + &normal(&text));
        }
    }
}
