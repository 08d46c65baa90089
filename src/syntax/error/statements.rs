//! Slips in the statements beside queries.
//!
//! The scene of a failure comes in, and where the statement was begun as people will begin it, a diagnostic with the words that were
//! meant goes out. Whether the names exist is not known here.

use super::{Diagnostic, Edit, Fix, PARTS, Scene, Span, TokenKind, shown};

/// Words that people put between two names where one fixed word stands.
const BETWEEN: [&str; 6] = ["to", "and", "vs", "versus", "against", "by"];

impl Scene<'_> {
    /// What was probably meant by a statement that begins as one of these does.
    pub(super) fn statement_slip(&self) -> Option<Diagnostic> {
        match self.kind_at(self.failure.start) {
            TokenKind::Matrix
            | TokenKind::Gaps
            | TokenKind::Compare
            | TokenKind::Contested
            | TokenKind::SimilarTo
            | TokenKind::PathsFrom
            | TokenKind::ShortestPath
            | TokenKind::Let
                if self.kind == TokenKind::Where && self.line_break().is_some() =>
            {
                self.unended()
            }
            TokenKind::Matrix | TokenKind::Gaps => self.table_slip(),
            TokenKind::Compare => self.compare_slip(),
            TokenKind::Expect => self.expect_slip(),
            TokenKind::Define => self.define_slip(),
            TokenKind::Let if self.failure.at == self.failure.start + 2 && PARTS.contains(self.kind) => {
                let at = self.before();
                let found = Diagnostic::error("W0101", "`=` is missing behind the parameter", at, "`=` is wanted here");
                Some(found.with_fix(Fix::replace("`=`", at, " =")))
            }
            TokenKind::RetractStudy if self.kind == TokenKind::Number && self.expects(TokenKind::Comma) => {
                let at = self.before();
                let found =
                    Diagnostic::error("W0101", "a comma parts the numbers of studies", at, "`,` is wanted here");
                Some(found.with_fix(Fix::replace("`,`", at, ",")))
            }
            TokenKind::Nouns | TokenKind::Verbs | TokenKind::Slots | TokenKind::Sources => self.listing_slip(),
            TokenKind::Diff => self.diff_slip(),
            TokenKind::Let if self.kind == TokenKind::Where => {
                let found = Diagnostic::error("W0101", "`let` names a value, not rows", self.span, "no `where` here");
                Some(found.with_note("rows are named by `define`: `define booster = treatment where improves homing`"))
            }
            TokenKind::Word => self.opening_slip(),
            _ => None,
        }
    }

    /// The first token behind the statement's own words that begins a line.
    fn line_break(&self) -> Option<usize> {
        (self.failure.start + 2..self.failure.at).find(|&at| {
            let between = Span { start: self.place(at - 1).end, end: self.place(at).start };
            self.source.slice(between).contains('\n')
        })
    }

    /// A statement that ends with its line, and the next one was read as its names.
    fn unended(&self) -> Option<Diagnostic> {
        let at = self.line_break()?;
        let end = self.place(at - 1).end;
        let before = Span { start: end, end };
        let message = format!("`;` is missing before `{}`", shown(self.source.slice(self.place(at))));
        let found = Diagnostic::error("W0101", message, before, "`;` or an empty line ends a statement");
        Some(found.with_fix(Fix::replace("end the statement with `;`", before, ";")))
    }

    /// A wrong word, and the one that is wanted instead.
    pub(super) fn wanted(&self, message: impl Into<String>, at: Span, wanted: &str) -> Diagnostic {
        let found = Diagnostic::error("W0101", message, at, format!("`{}` is wanted", wanted.trim()));
        found.with_fix(Fix::replace(format!("`{}`", wanted.trim()), at, wanted))
    }

    /// `matrix treatment, disease`
    fn table_slip(&self) -> Option<Diagnostic> {
        let joins = matches!(self.kind, TokenKind::Comma | TokenKind::And | TokenKind::With);
        if !joins || !self.expects(TokenKind::By) {
            return None;
        }
        let by = if self.kind == TokenKind::Comma { " by" } else { "by" };
        let typed = self.source.slice(self.span);
        Some(self.wanted(format!("`by` stands between rows and columns, not `{typed}`"), self.span, by))
    }

    /// `compare A and B`, `compare A to B`
    fn compare_slip(&self) -> Option<Diagnostic> {
        if !self.expects(TokenKind::With) {
            return None;
        }
        if matches!(self.kind, TokenKind::Comma | TokenKind::And) {
            let with = if self.kind == TokenKind::Comma { " with" } else { "with" };
            let typed = self.source.slice(self.span);
            return Some(self.wanted(format!("`with` stands between the two names, not `{typed}`"), self.span, with));
        }
        if self.failure.at == self.failure.start + 3 && self.ends_here() {
            let at =
                Span { start: self.place(self.failure.start + 1).end, end: self.place(self.failure.start + 1).end };
            let found = Diagnostic::error("W0101", "`with` stands between the two names", at, "`with` is wanted here");
            return Some(found.with_fix(Fix::replace("`with`", at, " with")));
        }
        let tokens = self.failure.start + 2..self.failure.at.saturating_sub(1);
        let mut between = tokens.filter(|at| BETWEEN.contains(&self.word(*at)));
        // A name may hold such a word: only one of them tells where the second name begins.
        let (at, None) = (between.next()?, between.next()) else { return None };
        let typed = self.word(at);
        Some(self.wanted(format!("`with` stands between the two names, not `{typed}`"), self.place(at), "with"))
    }

    /// `expect 3:`, `expect treatment where ...`
    fn expect_slip(&self) -> Option<Diagnostic> {
        let first = self.failure.start + 1;
        if self.expects(TokenKind::Colon) && self.failure.at > first && PARTS.contains(self.kind) {
            let at = self.before();
            let found = Diagnostic::error("W0101", "`:` is missing before the query", at, "`:` is wanted here");
            return Some(found.with_fix(Fix::replace("`:`", at, ":")));
        }
        if self.failure.at == first + 1 && self.kind_at(first) == TokenKind::Exactly {
            return self.exactly_slip(first);
        }
        if self.failure.at != first || !self.expects(TokenKind::Rows) {
            return None;
        }
        if self.kind == TokenKind::Number {
            // `3 treatments` counts rows too, but a name may follow: only a word before `:` is taken for them.
            let counted = self.kind_at(first + 1) == TokenKind::Word && self.kind_at(first + 2) == TokenKind::Colon;
            let last = if counted { self.place(first + 1) } else { self.span };
            let number = self.source.slice(self.span);
            let rows = format!("{number} {}", if number == "1" { "row" } else { "rows" });
            return Some(self.wanted("a number of rows is wanted", self.span.to(last), &rows));
        }
        if self.kind_at(first + 1) == TokenKind::Colon {
            let wanted = match self.word(first) {
                "nothing" | "no" | "empty" => "none",
                "any" | "something" | "rows" => "some",
                _ => return None,
            };
            let typed = shown(self.word(first));
            return Some(self.wanted(format!("`{typed}` is no expectation"), self.span, wanted));
        }
        let query = (first..self.statement_end()).any(|at| self.kind_at(at) == TokenKind::Where)
            && (first..self.statement_end()).all(|at| self.kind_at(at) != TokenKind::Colon);
        if query && PARTS.contains(self.kind) {
            let at = Span { start: self.span.start, end: self.span.start };
            let found = Diagnostic::error("W0101", "`expect` says first what is expected", at, "before the query");
            return Some(
                found
                    .with_fix(Fix::replace("at least one row", at, "some: "))
                    .with_fix(Fix::replace("no row", at, "none: ")),
            );
        }
        None
    }

    /// `expect exactly resveratrol:`, `expect exactly 3:`
    fn exactly_slip(&self, exactly: usize) -> Option<Diagnostic> {
        if !self.expects(TokenKind::Open) || !PARTS.contains(self.kind) {
            return None;
        }
        let colon = (self.failure.at..self.statement_end()).find(|at| self.kind_at(*at) == TokenKind::Colon)?;
        let words = self.span.to(self.place(colon - 1));
        if self.kind == TokenKind::Number && colon <= self.failure.at + 2 {
            let rows = format!("{} rows", self.source.slice(self.span));
            return Some(self.wanted("a number of rows stands alone", self.place(exactly).to(words), &rows));
        }
        let inner = self.source.slice(words);
        Some(self.wanted("the names of `exactly` stand in brackets", words, &format!("({inner})")))
    }

    /// `define x`, `define x: treatment where ...`
    fn define_slip(&self) -> Option<Diagnostic> {
        if !self.expects(TokenKind::Where) {
            return None;
        }
        if self.kind == TokenKind::Colon && self.expects(TokenKind::Equals) {
            return Some(self.wanted("`=` stands behind what is defined", self.span, " ="));
        }
        let ended = matches!(self.kind, TokenKind::End | TokenKind::Semicolon | TokenKind::Blank);
        ended.then(|| {
            let at = self.before();
            Diagnostic::error("W0111", "`where` is missing", at, "what must hold is wanted here")
                .with_note("a set: `define booster = treatment where improves homing`")
                .with_note("a verb: `define treatment A opposes treatment B = gene G where A upregulates G and B downregulates G`")
        })
    }

    /// `diff a, b: query`, `diff a with b: query`, `diff a: query`
    fn diff_slip(&self) -> Option<Diagnostic> {
        let second = self.failure.start + 2;
        let joins = matches!(self.kind, TokenKind::Comma | TokenKind::And | TokenKind::With);
        if joins && self.failure.at == second {
            let next = self.place(second + 1).start;
            let gap = Span { start: self.before().end, end: next };
            let found = Diagnostic::error("W0101", "a blank parts the two bases", self.span, "leave it out");
            return Some(found.with_fix(Fix::replace("leave it out", gap, " ")));
        }
        if self.kind == TokenKind::Colon && self.failure.at == second {
            let found = Diagnostic::error("W0101", "`diff` compares two bases", self.span, "a second base is wanted");
            return Some(
                found.with_note("for example `diff old.whereof new.whereof: treatment where improves homing`"),
            );
        }
        None
    }

    /// `verbs upregulates`, `nouns verbs`
    fn listing_slip(&self) -> Option<Diagnostic> {
        if self.failure.at != self.failure.start + 1 || self.begins_line() {
            return None;
        }
        let word = self.source.slice(self.place(self.failure.start));
        let found = Diagnostic::error("W0101", format!("`{word}` stands alone"), self.span, "nothing follows it");
        if self.kind == TokenKind::Word && self.ends_behind(self.failure.at + 1) {
            let listing = matches!(self.word(self.failure.at), "nouns" | "verbs" | "slots" | "sources");
            let before = self.before();
            let first = self.place(self.failure.start);
            return Some(if listing {
                found.with_fix(Fix::replace("`;` between two statements", before, ";"))
            } else {
                found.with_fix(Fix::replace("what is known of one of them", first, "describe"))
            });
        }
        Some(found.with_note("`describe NAME` tells of one of them"))
    }

    fn ends_behind(&self, at: usize) -> bool {
        matches!(self.kind_at(at), TokenKind::End | TokenKind::Semicolon | TokenKind::Blank)
    }

    /// A statement whose beginning lacks a word, so that it was read as the head of a query.
    fn opening_slip(&self) -> Option<Diagnostic> {
        let start = self.failure.start;
        if !self.expects(TokenKind::Where) && self.failure.at != start {
            return None;
        }
        let behind = Span { start: self.place(start).end, end: self.place(start).end };
        let insert = |message: &str, word: &str| {
            let found = Diagnostic::error("W0101", message, behind, format!("`{word}` is wanted here"));
            Some(found.with_fix(Fix::replace(format!("`{word}`"), behind, format!(" {word}"))))
        };
        let next = self.kind_at(start + 1);
        match self.word(start) {
            "let" if next == TokenKind::Word && self.kind_at(start + 2) == TokenKind::Operator => {
                let at = Span { start: self.place(start + 1).start, end: self.place(start + 1).start };
                let found =
                    Diagnostic::error("W0101", "`let` binds a parameter", self.place(start + 1), "a name with `$`");
                let mended = format!("${}", self.word(start + 1));
                Some(found.with_fix(Fix::replace(format!("`{mended}`"), at, "$")))
            }
            "use" if next == TokenKind::Word && self.failure.at == start + 2 && self.ends_here() => {
                let file = self.place(start + 1);
                let quoted = crate::syntax::print::quoted(self.source.slice(file));
                let found = Diagnostic::error("W0101", "the file of `use` stands in quotes", file, "quotes are wanted");
                Some(found.with_fix(Fix::replace(quoted.clone(), file, quoted)))
            }
            "retract" if next == TokenKind::Number => insert("`retract` takes back a study", "study"),
            "retract" if matches!(self.word(start + 1), "studies" | "study" | "reference") => self.retract_slip(),
            "paths" | "path" if self.holds_to() => self.paths_slip(),
            "similar" if self.ends_here() && PARTS.contains(next) => insert("`similar to` and a name", "to"),
            _ if !self.ends_here() => None,
            "similar" => self.form("similar to rapamycin"),
            "path" | "paths" => self.form("paths from hypoxia to homing within 2"),
            "use" => self.form("use \"more.whereof\""),
            "retract" => self.form("retract study 59"),
            "let" => self.form("let $gene = CXCR4"),
            "help" | "exit" | "quit" | "h" | "q" | "?" | "\\q" | "\\d" | "\\h" | "clear" | "tour"
                if self.one_word() =>
            {
                Some(self.order())
            }
            word if word.starts_with('.') => Some(self.order()),
            "insert" | "update" | "delete" | "drop" | "create" | "alter" | "import" | "load" | "add" => {
                let word = self.word(start);
                let found = Diagnostic::error(
                    "W0101",
                    format!("`{word}` is no statement: a question changes nothing"),
                    self.place(start),
                    "no statement begins so",
                );
                Some(found.with_note("findings stand in a base, a text file: `whereof new-base FILE` begins one, `use \"FILE\"` takes one in"))
            }
            _ => None,
        }
    }

    fn one_word(&self) -> bool {
        self.failure.at == self.failure.start + 1
    }

    /// An order of the prompt, where a statement is wanted.
    fn order(&self) -> Diagnostic {
        let word = shown(self.source.slice(self.place(self.failure.start)));
        let found = Diagnostic::error(
            "W0101",
            format!("`{word}` is no question"),
            self.place(self.failure.start),
            "no statement begins so",
        );
        found
            .with_note("orders are typed at the prompt and begin with a dot: `.help`, `.tour`, `.quit`")
            .with_note("a query names what is wanted, then `where`: `treatment where upregulates CXCR4`")
    }

    /// A statement of which only the beginning is there, and one that is whole.
    fn form(&self, example: &str) -> Option<Diagnostic> {
        let at = self.before();
        let found = Diagnostic::error("W0111", "the statement ends too early", at, "more is needed here");
        Some(found.with_note(format!("for example `{example}`")))
    }

    fn ends_here(&self) -> bool {
        matches!(self.kind, TokenKind::End | TokenKind::Semicolon | TokenKind::Blank)
    }

    fn holds_to(&self) -> bool {
        let start = self.failure.start;
        (start + 2..self.failure.at).any(|at| self.word(at) == "to") || self.word(start + 1) == "between"
    }

    /// `retract studies 59`
    fn retract_slip(&self) -> Option<Diagnostic> {
        let second = self.failure.start + 1;
        (self.kind_at(second + 1) == TokenKind::Number)
            .then(|| self.wanted("`retract study` and its number", self.place(second), "study"))
    }

    /// `paths hypoxia to homing`, `path from hypoxia to homing`, `paths between hypoxia and homing`
    fn paths_slip(&self) -> Option<Diagnostic> {
        let start = self.failure.start;
        let first = self.place(start);
        let mut edits = Vec::new();
        let begin = match self.word(start + 1) {
            "from" | "between" => first.to(self.place(start + 1)),
            _ => first,
        };
        edits.push(Edit { span: begin, replacement: "paths from".to_owned() });
        if self.word(start + 1) == "between" && self.kind == TokenKind::And {
            edits.push(Edit { span: self.span, replacement: "to".to_owned() });
        }
        let fix = Fix { message: "`paths from ... to ...`".to_owned(), edits, rows: None, examples: Vec::new() };
        let found = Diagnostic::error("W0101", "paths go from one name to another", begin, "`paths from` is wanted");
        Some(found.with_fix(fix))
    }
}
