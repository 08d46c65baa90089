//! Running a goal over a base.

pub mod outcome;
