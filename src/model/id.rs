//! Numbers that stand for the things of one base.
//!
//! A loader hands them out densely from 0; every later stage passes them on instead of names. They mean nothing in another base.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $word:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl $name {
            /// The number as an index of a table.
            #[must_use]
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($word, "#{}"), self.0)
            }
        }
    };
}

id!(
    /// A kind of entity, declared as a `noun`.
    KindId, "kind"
);
id!(
    /// An entity.
    EntityId, "entity"
);
id!(
    /// A relation, declared as a `verb`.
    RelationId, "relation"
);
id!(
    /// A slot of findings.
    SlotId, "slot"
);
id!(
    /// A unit of measurement.
    UnitId, "unit"
);
id!(
    /// A source: the document that a base's author read.
    SourceId, "source"
);
id!(
    /// A study: a reference that a source cites.
    StudyId, "study"
);
id!(
    /// A finding.
    FindingId, "finding"
);
