//! The choices of planning, by name.
//!
//! Nothing comes in; each way to get at an answer sooner goes out, with what it replaces, why the answer is the same, and a switch. It does
//! not know any goal: where a choice applies is decided by `build` and by evaluation.

/// One choice that may be made or left; none of them changes an answer. `docs/planning.md` lists them.
///
/// ```
/// use whereof::plan::Rewrite;
/// let limit = Rewrite::Late;
/// assert_eq!(limit.name(), "late");
/// assert!(limit.after().starts_with("the rows are put in order"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rewrite {
    /// What can be a row is what meets the cheapest part of the condition.
    Bound,
    /// Effects are scanned by how few findings they look at.
    Order,
    /// Later effects are looked up for the rows that are left.
    FromRows,
    /// Findings are looked up by the target.
    FromTarget,
    /// Only findings of the verbs that can meet an effect are looked at.
    Verbs,
    /// Of several contexts the cheap ones are tested first.
    Cheap,
    /// A nested question is asked only of what the rows left have to do with.
    Semi,
    /// Findings are looked up by what a context asks them to state.
    Stated,
    /// Of each row the first finding that says so.
    First,
    /// Evidence is put together for the rows that are given back.
    Late,
    /// The next letter is the one that the fewest names are left for.
    Shortest,
    /// A definition is worked out for the names that are asked for.
    Demand,
    /// Rows are found by sets, without looking at any finding.
    Sets,
}

impl Rewrite {
    /// All of them.
    pub const ALL: [Rewrite; 13] = [
        Rewrite::Bound,
        Rewrite::Order,
        Rewrite::FromRows,
        Rewrite::FromTarget,
        Rewrite::Verbs,
        Rewrite::Cheap,
        Rewrite::Semi,
        Rewrite::Stated,
        Rewrite::First,
        Rewrite::Late,
        Rewrite::Shortest,
        Rewrite::Demand,
        Rewrite::Sets,
    ];

    /// Its short name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.told().0
    }

    /// What is done without it.
    #[must_use]
    pub fn before(self) -> &'static str {
        self.told().1
    }

    /// What is done instead.
    #[must_use]
    pub fn after(self) -> &'static str {
        self.told().2
    }

    /// Why the answer is the same.
    #[must_use]
    pub fn why(self) -> &'static str {
        self.told().3
    }

    fn told(self) -> (&'static str, &'static str, &'static str, &'static str) {
        match self {
            Rewrite::Bound => (
                "bound",
                "every name that stands in a finding is tried as a row",
                "only what meets the part of an `and` with the fewest findings is tried, of an `or` what meets any part",
                "where that part is false the condition is false, so nothing outside is a row, a possible row or a near miss; a `not` bounds nothing",
            ),
            Rewrite::Order => (
                "order",
                "effects are scanned as they stand in the question",
                "those that say what can be a row are scanned first, and of the others those with the fewest findings",
                "each effect has its own hits, and the condition is looked at when all are there",
            ),
            Rewrite::FromRows => (
                "from-rows",
                "an effect is scanned by its own target",
                "it is scanned by the rows that are left, where they stand in fewer findings",
                "hits of what is no row any more are never looked at",
            ),
            Rewrite::FromTarget => (
                "from-target",
                "all findings of the verb are looked at, and the target is tested",
                "the findings on the target and its kinds are looked up",
                "a finding on anything else fails the test; an `only`, which what is said of others breaks, is left alone",
            ),
            Rewrite::Verbs => (
                "verbs",
                "findings of all verbs are looked at, and the verb is tested",
                "the findings of the verb and its narrower verbs are looked up",
                "a finding of another verb fails the test; an `always`, which what says otherwise breaks, is left alone",
            ),
            Rewrite::Cheap => (
                "cheap",
                "contexts are tested in the order of the question",
                "those that look at the fewest slots are tested first",
                "an `and` is the same in any order",
            ),
            Rewrite::Semi => (
                "semi",
                "a nested question is answered in full before the question around it",
                "the rows around it are found first, and the nested question is asked only of what their findings lead to, and of what is broader",
                "a name that no finding of a row leads to decides nothing of that row; a nested `limit`, which counts all, is left alone",
            ),
            Rewrite::Stated => (
                "stated",
                "all findings of an effect are looked at, and their contexts are tested",
                "the findings that state one of the names that a context asks for are looked up",
                "only they meet it for certain; done where nothing but certain rows is wanted, and not under a `not`",
            ),
            Rewrite::First => (
                "first",
                "all findings of a row that meet an effect are kept",
                "the first that meets it for certain is kept",
                "one is enough for the row to be counted; done where rows are only counted or looked up, and no threshold, `always`, `only` or `in one study` needs them all",
            ),
            Rewrite::Late => (
                "late",
                "findings and studies are put together for all rows, which are then put in order and cut to the limit",
                "the rows are put in order and cut first, and findings and studies are put together for those that are left",
                "the order by name, and of findings and studies, does not depend on evidence",
            ),
            Rewrite::Shortest => (
                "shortest",
                "letters are bound one after the other, as they stand in the question",
                "the next letter is the one with the shortest list of names, by what is bound already",
                "a combination is found when all its letters are bound, whichever came first",
            ),
            Rewrite::Demand => (
                "demand",
                "what a session defined is worked out for all names, and what is asked of it is picked",
                "it is worked out for the names on the bound side alone",
                "done where the definition asks of itself nothing but the same name on that side, so that nothing else is ever needed: `A drives B` by `A raises C and C drives B` is bound by B, by `A drives C and C raises B` by A",
            ),
            Rewrite::Sets => (
                "sets",
                "each finding of an effect is looked at, and what it says of a row is kept",
                "rows are united, intersected and taken away as sorted lists of names; what stands behind a row is looked up when somebody wants to know, from the lists of that row alone",
                "done where no context but that of the verb, no threshold, `always`, `only`, `in one study`, definition or chain is asked, and all findings of the verbs are reported: then a finding with the right ends is all that a row needs",
            ),
        }
    }
}

/// Which choices may be made: a switch for each.
///
/// ```
/// use whereof::plan::{Choices, Rewrite};
/// let choices = Choices::ALL.without(Rewrite::Late);
/// assert!(choices.has(Rewrite::Bound) && !choices.has(Rewrite::Late));
/// assert_eq!(Choices::NONE.with(Rewrite::Late).has(Rewrite::Late), true);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choices(u32);

impl Choices {
    /// All of them.
    pub const ALL: Choices = Choices(u32::MAX);
    /// None of them.
    pub const NONE: Choices = Choices(0);

    /// Whether a choice may be made.
    #[must_use]
    pub fn has(self, rewrite: Rewrite) -> bool {
        self.0 & Choices::bit(rewrite) != 0
    }

    /// The same with one more.
    #[must_use]
    pub fn with(self, rewrite: Rewrite) -> Choices {
        Choices(self.0 | Choices::bit(rewrite))
    }

    /// The same with one less.
    #[must_use]
    pub fn without(self, rewrite: Rewrite) -> Choices {
        Choices(self.0 & !Choices::bit(rewrite))
    }

    fn bit(rewrite: Rewrite) -> u32 {
        1 << rewrite as u32
    }
}

impl Default for Choices {
    fn default() -> Choices {
        Choices::ALL
    }
}
