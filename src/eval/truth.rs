//! Kleene's three values.
//!
//! Tests of findings and conditions of rows come in as values and are combined by his tables. Nothing here knows what is true.

/// False, unknown or true, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// It does not hold.
    False,
    /// It may hold: something is not stated.
    Unknown,
    /// It holds.
    True,
}

impl Truth {
    /// Kleene's not.
    #[must_use]
    pub fn negated(self) -> Truth {
        match self {
            Truth::False => Truth::True,
            Truth::Unknown => Truth::Unknown,
            Truth::True => Truth::False,
        }
    }

    /// Kleene's and.
    #[must_use]
    pub fn and(self, other: Truth) -> Truth {
        self.min(other)
    }

    /// Kleene's or.
    #[must_use]
    pub fn or(self, other: Truth) -> Truth {
        self.max(other)
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Truth {
        if value { Truth::True } else { Truth::False }
    }
}

/// Counts values until at least so many hold, or no longer can.
pub(crate) struct Tally {
    need: usize,
    holds: usize,
    may: usize,
}

impl Tally {
    pub(crate) fn new(need: u32) -> Tally {
        Tally { need: need as usize, holds: 0, may: 0 }
    }

    pub(crate) fn add(&mut self, value: Truth) {
        match value {
            Truth::True => self.holds += 1,
            Truth::Unknown => self.may += 1,
            Truth::False => {}
        }
    }

    pub(crate) fn truth(&self) -> Truth {
        if self.holds >= self.need {
            Truth::True
        } else if self.holds + self.may >= self.need {
            Truth::Unknown
        } else {
            Truth::False
        }
    }
}
