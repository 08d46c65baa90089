//! One question over two bases.
//!
//! A question and two names of bases come in; the rows that the two do not agree on go out, with the findings that differ. Which of the two
//! is right is not known here.

use super::ask::{self, Found};
use super::files::base_named;
use super::run::Asked;
use super::{Base, Error, Session};
use crate::answer::Reply;
use crate::syntax::ast::{Diff, Part};
use crate::tell;
use crate::text::Source;

impl Session {
    /// `diff old.whereof new.whereof: treatment where ...`
    pub(super) fn diff(&self, source: &Source, diff: &Diff) -> Result<Reply, Error> {
        let left = base_named(self, source, &diff.left)?;
        let right = base_named(self, source, &diff.right)?;
        let old = self.answers(source, diff, &left, &diff.left)?;
        let new = self.answers(source, diff, &right, &diff.right)?;
        Ok(Reply::Changes(Box::new(tell::changes(&old.answers, &new.answers))))
    }

    #[inline(never)]
    fn answers(&self, source: &Source, diff: &Diff, base: &Base, named: &Part) -> Result<Box<Found>, Error> {
        // A definition that the other base has no names for is not known there.
        let definitions = self.definitions.again(base.facts().vocabulary()).unwrap_or_default();
        let asked = Asked { facts: base.facts(), definitions: &definitions, ..self.asked(source) };
        let found = ask::rows(&asked, &diff.query);
        found.map_err(|error| error.with_note(&format!("asked of `{}`", named.text)))
    }
}
