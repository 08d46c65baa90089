//! What findings disagree on, asked of a whole base or of one name.
//!
//! Pieces of a text come in, tables of what is contested go out. Which of them has something is for the caller to see.

use super::{FILLERS, HELPERS, Reader};
use crate::model::KindId;
use crate::syntax::print;

/// What is said of findings that disagree.
const CONTESTED: &[&str] =
    &["contested", "disputed", "controversial", "debated", "contradictory", "inconsistent", "conflicting"];

impl Reader<'_> {
    /// `what is contested`, `which findings are contradictory`, `what is contested about melatonin`
    pub(super) fn disputes(&mut self) -> Vec<String> {
        self.disputed().unwrap_or_default()
    }

    fn disputed(&mut self) -> Option<Vec<String>> {
        self.opener();
        let mut subject = self.piece(0).and_then(|piece| piece.noun.clone());
        if subject.is_some() {
            self.at += 1;
        }
        self.skip(HELPERS);
        self.is(0, CONTESTED).then(|| self.at += 1)?;
        if subject.is_none() {
            // `contradictory findings`
            subject = self.piece(0).and_then(|piece| piece.noun.clone());
            self.at += usize::from(subject.is_some());
        }
        self.here();
        if self.ended() {
            let schema = self.scope.vocabulary.schema();
            let acts = |kind: &KindId| schema.relations.iter().any(|relation| relation.subjects.contains(kind));
            let all = (0..schema.kinds.len() as u32).map(KindId);
            let kind = subject.and_then(|noun| noun.kind).or_else(|| all.clone().find(acts))?;
            let name = |kind| print::name(self.scope.vocabulary.kind_name(kind));
            return Some(all.map(|other| format!("contested {}, {}", name(kind), name(other))).collect());
        }
        self.skip(&["about", "on", "in", "of", "for", "with", "regarding"]);
        let (name, _) = self.name()?;
        self.here();
        self.ended().then(|| vec![format!("contested {name}")])
    }

    /// `in this review`, `here`
    fn here(&mut self) {
        let start = self.at;
        self.skip(&["in", "within", "among", "between"]);
        self.skip(FILLERS);
        self.skip(&["this"]);
        let study = self.piece(0).and_then(|piece| piece.noun.as_ref()).is_some_and(|noun| noun.kind.is_none());
        if study || self.is(0, &["review", "base", "database", "field", "text", "source", "here", "data"]) {
            self.at += 1;
        } else {
            self.at = start;
        }
    }
}
