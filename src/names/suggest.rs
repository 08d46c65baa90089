//! Names that were probably meant.
//!
//! A spelling comes in that names nothing; declared spellings go out, the nearest first. Nothing is ever replaced here:
//! a suggestion is for a person to take.

use super::Vocabulary;
use super::index::Named;
use super::normal::normal;
use crate::model::{EntityId, KindId, RelationId, SlotId};
use rustc_hash::FxHashSet;

impl Vocabulary {
    /// Declared names near a text, the nearest first, at most `most`; `admits` filters by entity.
    #[must_use]
    pub fn nearest_entities(
        &self,
        text: &str,
        most: usize,
        admits: &dyn Fn(EntityId) -> bool,
    ) -> Vec<(String, EntityId)> {
        self.nearest(text, most, |named| match named {
            Named::Entity(id) if admits(id) => Some(id),
            _ => None,
        })
    }

    /// Verb phrases near a text, the nearest first.
    #[must_use]
    pub fn nearest_verbs(&self, text: &str, most: usize) -> Vec<(String, RelationId)> {
        self.nearest(text, most, |named| if let Named::Verb(id, _) = named { Some(id) } else { None })
    }

    /// Names of kinds near a text, the nearest first.
    #[must_use]
    pub fn nearest_kinds(&self, text: &str, most: usize) -> Vec<(String, KindId)> {
        self.nearest(text, most, |named| if let Named::Kind(id) = named { Some(id) } else { None })
    }

    /// Names of slots near a text, the nearest first.
    #[must_use]
    pub fn nearest_slots(&self, text: &str, most: usize) -> Vec<(String, SlotId)> {
        self.nearest(text, most, |named| if let Named::Slot(id) = named { Some(id) } else { None })
    }

    /// Units of these dimensions near one that no base has: in another case, unfinished, too long, or one letter off.
    #[must_use]
    pub fn nearest_units(&self, text: &str, dimensions: &[String], most: usize) -> Vec<String> {
        let plain = |text: &str| text.to_lowercase().replace(['.', ' '], "").replace(['\u{b5}', '\u{3bc}'], "u");
        let wanted = plain(text);
        let near = |spelling: &str| {
            let spelling = plain(spelling);
            let one = spelling.trim_end_matches('s') == wanted.trim_end_matches('s');
            let begins = wanted.len() > 1 && spelling.starts_with(&wanted)
                || spelling.len() > 2 && wanted.starts_with(&spelling);
            let alike = wanted.len() > 2 && spelling.len() > 2 && wanted.len() < 32;
            one || begins || alike && strsim::osa_distance(&spelling, &wanted) <= 1
        };
        let units = self.schema().units.iter().filter(|unit| dimensions.contains(&unit.dimension));
        let spelled = units.filter_map(|unit| std::iter::once(&unit.name).chain(&unit.aliases).find(|name| near(name)));
        spelled.take(most).cloned().collect()
    }

    fn nearest<T: Copy + Eq + std::hash::Hash>(
        &self,
        text: &str,
        most: usize,
        keep: impl Fn(Named) -> Option<T>,
    ) -> Vec<(String, T)> {
        let form = normal(text);
        if form.is_empty() || most == 0 {
            return Vec::new();
        }
        let mut found: Vec<(u32, &str, T)> = Vec::new();
        let form = Form::of(&form);
        for (name, entry) in self.index().iter() {
            let Some(id) = keep(entry.named) else { continue };
            let Some(score) = nearness(&form, name) else { continue };
            if let Some(spelling) = self.spelling(entry.named, entry.spelling) {
                found.push((score, spelling, id));
            }
        }
        found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.len().cmp(&b.1.len())).then_with(|| a.1.cmp(b.1)));
        let mut told = FxHashSet::default();
        found.retain(|(_, _, id)| told.insert(*id));
        found.truncate(most);
        found.into_iter().map(|(_, spelling, id)| (spelling.to_owned(), id)).collect()
    }
}

/// How near two normal forms are, up to 1000; `None` where they are too far apart to have been mistaken for each other.
///
/// Slips of the finger count as edits: one in a name of up to five characters, two up to ten, then one in four. A beginning or a piece of
/// at least three characters counts too, less the more is missing.
fn nearness(form: &Form<'_>, name: &str) -> Option<u32> {
    let (typed, typed_len) = (form.text, form.length);
    let (name_len, common) = form.common(name);
    let longest = typed_len.max(name_len);
    let allowed = match typed_len.min(name_len) {
        0..=1 => 0,
        2..=5 => 1,
        6..=10 => 2,
        length => length / 4,
    };
    // Texts of strangers may be long; edits are counted only where so few could do.
    if longest.saturating_sub(common) <= allowed && longest <= 256 {
        let edits = strsim::osa_distance(typed, name);
        if edits <= allowed {
            return Some(1000 - permille(edits, longest));
        }
    }
    let (short, long) = if typed_len < name_len { (typed, name) } else { (name, typed) };
    let is_piece = common >= typed_len.min(name_len);
    let missing = permille(longest - typed_len.min(name_len), longest) / 2;
    if is_piece && typed_len.min(name_len) >= 3 && long.starts_with(short) {
        return Some(800 - missing);
    }
    if is_piece && typed_len.min(name_len) >= 4 && long.contains(short) {
        return Some(600 - missing);
    }
    let may_be = longest <= 256 && form.may_be_alike(name, name_len, common);
    let alike = if may_be { strsim::jaro_winkler(typed, name) } else { 0.0 };
    (alike >= ALIKE).then(|| 500 + ((alike - ALIKE) * 1000.0) as u32)
}

/// From here on two texts are alike.
const ALIKE: f64 = 0.88;

/// A text that names are compared with, and what is counted of it once: most names are too far from it for a closer look.
struct Form<'t> {
    text: &'t str,
    /// In characters.
    length: usize,
    /// How often characters of each class stand in it.
    classes: [u8; CLASSES],
}

/// Classes of characters: every letter and digit of plain texts has one of its own.
const CLASSES: usize = 64;

fn class(c: char) -> usize {
    c as usize % CLASSES
}

impl<'t> Form<'t> {
    fn of(text: &'t str) -> Form<'t> {
        let mut form = Form { text, length: 0, classes: [0; CLASSES] };
        for c in text.chars() {
            form.length += 1;
            if let Some(count) = form.classes.get_mut(class(c)) {
                *count = count.saturating_add(1);
            }
        }
        form
    }

    /// How many characters a name has, and at most how many of them it shares with the text, wherever they stand.
    fn common(&self, name: &str) -> (usize, usize) {
        // of a very long text the counts are too low to say anything
        if self.length > usize::from(u8::MAX) {
            let length = name.chars().count();
            return (length, length.min(self.length));
        }
        let mut left = self.classes;
        let (mut length, mut common) = (0, 0);
        for c in name.chars() {
            length += 1;
            if let Some(count) = left.get_mut(class(c)).filter(|count| **count > 0) {
                *count -= 1;
                common += 1;
            }
        }
        (length, common)
    }

    /// Whether a name that shares so many characters could be alike by Jaro and Winkler: if all of them stood in the right places.
    fn may_be_alike(&self, name: &str, length: usize, common: usize) -> bool {
        let begins = self.text.chars().zip(name.chars()).take(4).take_while(|(one, other)| one == other).count() as f64;
        let part = |of: usize| common as f64 / of.max(1) as f64;
        let jaro = (part(self.length) + part(length) + 1.0) / 3.0;
        jaro + 0.1 * begins * (1.0 - jaro) >= ALIKE - 1e-9
    }
}

fn permille(part: usize, whole: usize) -> u32 {
    u32::try_from(part * 1000 / whole.max(1)).unwrap_or(1000)
}
