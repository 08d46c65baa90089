//! What is asked of names: whether one does something to another, what is known of it, how two compare.
//!
//! Pieces of a text come in, statements other than queries for rows go out: `why`, `describe`, `compare`, `paths from`, `kinds of`. Whether the
//! answer is yes is not known here.

use super::clauses::EFFECTS;
use super::pieces::{Form, Piece, Verb};
use super::rows::{JOINERS, RELATIVE};
use super::words::Word;
use super::{FILLERS, HELPERS, Reader};
use crate::model::{Direction, EntityId};
use crate::syntax::print;

/// What asks whether, or why.
const ASKS: &[&[&str]] = &[
    &["is", "it", "true", "that"],
    &["is", "it", "known", "that"],
    &["is", "there", "evidence", "that"],
    &["is", "there", "any", "evidence", "that"],
    &["what", "is", "the", "evidence", "that"],
    &["evidence", "that"],
    &["evidence", "for"],
    &["who", "says", "that"],
    &["which", "studies", "show", "that"],
    &["what", "speaks", "against"],
    &["what", "speaks", "for"],
    &["what", "contradicts"],
    &["who", "contradicts"],
    &["is", "there", "evidence", "against"],
    &["what", "is", "the", "evidence", "against"],
    &["evidence", "against"],
    &["how", "come"],
    &["what", "is"],
    &["what", "are"],
    &["is", "there"],
    &["are", "there"],
    &["show", "me"],
    &["show"],
    &["does"],
    &["do"],
    &["did"],
    &["can"],
    &["could"],
    &["will"],
    &["is"],
    &["are"],
    &["was"],
    &["were"],
    &["has"],
    &["have"],
    &["why"],
    &["how"],
    &["which"],
    &["what"],
    &["that"],
];

impl Reader<'_> {
    /// `what is CXCR4`, `compare A and B`, `how does A lead to B`, `list all treatments`
    pub(super) fn about_names(&mut self) -> Vec<String> {
        let ways: [fn(&mut Self) -> Option<String>; 8] = [
            Self::compared,
            Self::paths,
            Self::alike,
            Self::kinds,
            Self::all_of,
            Self::done,
            Self::cited,
            Self::described,
        ];
        ways.iter().find_map(|way| way(&mut self.clone())).into_iter().collect()
    }

    fn last_name(&mut self) -> Option<String> {
        let name = self.name()?.0;
        self.ended().then_some(name)
    }

    /// `what does hypoxia do`
    fn done(&mut self) -> Option<String> {
        self.eat_any(&[&["what", "does"], &["what", "do"], &["what", "can"], &["how", "does"]]).then_some(())?;
        let name = self.name()?.0;
        self.eat_any(&[&["do"], &["work"], &["act"]]).then_some(())?;
        self.ended().then(|| format!("finding where subject = {name}"))
    }

    /// `study 59`, `[59]`, `what does reference 59 say`
    fn cited(&mut self) -> Option<String> {
        self.opener();
        self.skip(&["does", "do", "is", "in"]);
        self.eat_any(&[&["describe"], &["explain"], &["what", "about"], &["about"]]);
        self.skip(&["cite", "reference", "ref", "paper", "citation", "number"]);
        if self.piece(0).and_then(|piece| piece.noun.as_ref()).is_some_and(|noun| noun.text == "study") {
            self.at += 1;
        }
        let number = self.piece(0)?.low.parse::<u32>().ok()?;
        self.at += 1;
        self.skip(&["say", "show", "find", "report", "about"]);
        self.ended().then(|| format!("finding where study = {number}"))
    }

    fn described(&mut self) -> Option<String> {
        self.eat_any(&[
            &["what", "is", "known", "about"],
            &["what", "is", "known", "of"],
            &["what", "do", "we", "know", "about"],
            &["what", "speaks", "against"],
            &["what", "speaks", "for"],
            &["what", "contradicts"],
            &["evidence", "against"],
            &["evidence", "for"],
            &["what", "about"],
            &["what", "is"],
            &["what", "are"],
            &["who", "is"],
            &["why"],
            &["tell", "me", "more", "about"],
            &["tell", "me", "about"],
            &["tell", "me", "everything", "about"],
            &["information", "about"],
            &["information", "on"],
            &["info", "about"],
            &["info", "on"],
            &["everything", "about"],
            &["all", "about"],
            &["findings", "about"],
            &["findings", "on"],
            &["explain"],
            &["define"],
            &["describe"],
            &["about"],
        ]);
        let name = self.last_name()?;
        Some(format!("describe {name}"))
    }

    fn compared(&mut self) -> Option<String> {
        let asked = self.eat_any(&[
            &["what", "is", "the", "difference", "between"],
            &["what", "are", "the", "differences", "between"],
            &["difference", "between"],
            &["differences", "between"],
            &["how", "do"],
            &["how", "does"],
            &["comparison", "of"],
            &["comparison", "between"],
            &["compare"],
        ]);
        let left = self.name()?.0;
        let vs = self.eat_any(&[
            &["vs"],
            &["versus"],
            &["compared", "to"],
            &["compared", "with"],
            &["compare", "to"],
            &["compare", "with"],
        ]);
        let joined = vs || asked && self.eat_any(&[&["and"], &["to"], &["with"], &["against"], &["differ", "from"]]);
        if !joined {
            return None;
        }
        let right = self.last_name()?;
        Some(format!("compare {left} with {right}"))
    }

    fn paths(&mut self) -> Option<String> {
        self.eat_any(&[
            &["is", "there", "a"],
            &["is", "there"],
            &["show", "me"],
            &["show"],
            &["find"],
            &["what", "is", "the"],
            &["the"],
            &["a"],
        ]);
        let named = self.eat_any(&[
            &["path", "from"],
            &["path", "between"],
            &["paths", "between"],
            &["paths"],
            &["chain", "from"],
            &["chain", "between"],
            &["link", "between"],
            &["links", "between"],
            &["connection", "between"],
            &["connections", "between"],
            &["mechanism", "from"],
            &["shortest", "path", "from"],
            &["shortest", "path", "between"],
        ]);
        let how = !named && self.eat_any(&[&["how", "does"], &["how", "do"], &["how", "is"], &["how", "are"]]);
        if !named && !how {
            return None;
        }
        let from = self.name()?.0;
        let joined = self.eat_any(&[
            &["to"],
            &["and"],
            &["lead", "to"],
            &["leads", "to"],
            &["linked", "to"],
            &["connected", "to"],
            &["related", "to"],
        ]);
        // A verb of the base may be all of it: `lead to`.
        let leads = how
            && !joined
            && self.piece(0).is_some_and(|piece| piece.is(&["lead to", "leads to", "linked to", "result in"]));
        if leads {
            self.at += 1;
        }
        if !joined && !leads {
            return None;
        }
        let to = self.name()?.0;
        self.skip(&["linked", "connected", "related"]);
        self.ended().then(|| format!("paths from {from} to {to} within 3"))
    }

    fn alike(&mut self) -> Option<String> {
        self.opener();
        if self.piece(0).is_some_and(|piece| piece.noun.is_some()) {
            self.at += 1;
        }
        self.skip(RELATIVE);
        self.skip(HELPERS);
        self.eat_any(&[&["similar", "to"], &["like"], &["related", "to"], &["comparable", "to"], &["similar"]])
            .then(|| self.last_name())?
            .map(|name| format!("similar to {name}"))
    }

    fn kinds(&mut self) -> Option<String> {
        self.opener();
        self.eat_any(&[
            &["kinds", "of"],
            &["types", "of"],
            &["subtypes", "of"],
            &["sorts", "of"],
            &["forms", "of"],
            &["stages", "of"],
            &["examples", "of"],
            &["members", "of"],
        ])
        .then(|| self.last_name())?
        .map(|name| format!("kinds of {name}"))
    }

    /// `list all treatments`, `what genes are there`
    fn all_of(&mut self) -> Option<String> {
        if self.foreign {
            return None;
        }
        self.opener();
        let noun = self.piece(0)?.noun.clone().filter(|noun| noun.kind.is_some())?;
        self.at += 1;
        self.skip(&["are", "is", "there", "do", "you", "have", "known", "in", "this", "the", "base", "database"]);
        self.ended().then(|| format!("kinds of {}", print::name(&noun.text)))
    }

    /// `does rapamycin upregulate CXCR4`, `is CXCR4 upregulated by rapamycin`, `effect of hypoxia on homing`
    pub(super) fn claims(&mut self) -> Vec<String> {
        if self.foreign {
            return Vec::new();
        }
        while self.eat_any(ASKS) {}
        self.skip(FILLERS);
        // `treatment where no effect of hypoxia on homing`
        if self.piece(0).is_some_and(|piece| piece.noun.is_some()) && self.is(1, &["where", "with"]) {
            self.at += 2;
        }
        let start = self.at;
        for way in [Self::claim, Self::effect_of] {
            self.at = start;
            let found = way(self);
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// `rapamycin upregulates CXCR4 in rats`
    fn claim(&mut self) -> Vec<String> {
        let Some((subject, ids)) = self.name() else { return Vec::new() };
        let mut not = false;
        while self.is(0, HELPERS) && self.piece(0).is_some_and(Piece::is_unknown) || self.is(0, &["not"]) {
            not |= self.is(0, &["not"]);
            self.at += 1;
        }
        if let Some(found) = self.has_effect(&subject) {
            return found;
        }
        // `rapamycin where upregulates CXCR4`
        self.skip(RELATIVE);
        let Some(verb) = self.piece(0).and_then(|piece| piece.verb.clone()).filter(|verb| verb.form != Form::Noun)
        else {
            return Vec::new();
        };
        self.at += 1;
        let verb = self.of_what(&verb).unwrap_or(verb);
        let Some((object, targets)) = self.name() else { return Vec::new() };
        let verb = self.what_of_it(&verb).unwrap_or(verb);
        let place = self.behind_a_claim();
        if !self.ended() {
            return Vec::new();
        }
        let nothing =
            verb.relation.and_then(|id| self.scope.vocabulary.relation(id)).map(|relation| relation.direction);
        if nothing == Some(Direction::None) && place.is_empty() {
            return self.either(&subject, &object, true);
        }
        if verb.passive {
            let Some(active) = self.turned(&verb) else { return Vec::new() };
            return self.asked((&object, &targets), &self.fitting(&active, &ids), (&subject, &place), not);
        }
        self.asked((&subject, &ids), &self.fitting(&verb, &targets), (&object, &place), not)
    }

    /// A claim that is asked for its findings; a denial asks what keeps it from being told.
    fn asked(
        &self,
        (subject, ids): (&str, &[EntityId]),
        verb: &Verb,
        (object, place): (&str, &str),
        not: bool,
    ) -> Vec<String> {
        let claim = format!("{} {object}{place}", verb.phrase);
        if !not {
            return vec![format!("why {subject} {claim}")];
        }
        let kinds = self.kinds_before(verb);
        let operations = ids.iter().flat_map(|&id| self.scope.vocabulary.operations_on(id).iter());
        let mut all = ids.iter().copied().chain(operations).filter_map(|id| self.kind_of(id));
        let kind = all.find(|kind| kinds.is_empty() || kinds.contains(kind));
        kind.map(|kind| print::name(self.scope.vocabulary.kind_name(kind)))
            .map(|head| format!("why not {subject}: {head} where {claim}"))
            .into_iter()
            .collect()
    }

    /// `in rats`, `in vivo`
    fn behind_a_claim(&mut self) -> String {
        let start = self.at;
        let prepared = self.is(0, &["in", "for", "with", "under", "during"]);
        if prepared {
            self.at += 1;
        }
        let place = self.name().filter(|(_, ids)| {
            ids.iter()
                .any(|&id| self.kind_of(id).is_some_and(|kind| self.scope.vocabulary.schema().place_of(kind).is_some()))
        });
        match place {
            Some((name, _)) if name.trim_matches('"').starts_with("in ") => format!(" {}", name.trim_matches('"')),
            Some((name, _)) => format!(" in {name}"),
            None => {
                self.at = start;
                String::new()
            }
        }
    }

    /// `rapamycin has no effect on homing`
    fn has_effect(&mut self, subject: &str) -> Option<Vec<String>> {
        let start = self.at;
        let mut none = false;
        while self.is(0, &["no", "any", "an", "have", "has", "had", "without"]) {
            none |= self.is(0, &["no", "without"]);
            self.at += 1;
        }
        let affects = self.is(0, EFFECTS) || self.is(0, &["act", "acts", "affect", "affects"]);
        if !affects {
            self.at = start;
            return None;
        }
        self.at += 1;
        self.skip(&["on", "upon", "in"]);
        let object = self.last_name();
        if object.is_none() {
            self.at = start;
        }
        Some(self.either(subject, &object?, none))
    }

    /// `effect of hypoxia on homing`, `no effect of hypoxia on homing`, `upregulation of CXCR4 by rapamycin`
    fn effect_of(&mut self) -> Vec<String> {
        let none = self.eat(&["no"]);
        let noun = self.piece(0).and_then(|piece| piece.verb.clone()).filter(|verb| verb.form == Form::Noun);
        if let Some(verb) = noun.filter(|_| !none) {
            self.at += 1;
            self.skip(&["of"]);
            let object = self.name();
            let by = self.is(0, &["by", "through", "via"]);
            self.at += usize::from(by);
            let subject = self.name().filter(|_| self.ended());
            let (Some((object, targets)), Some((subject, ids)), true) = (object, subject, by) else {
                return Vec::new();
            };
            return self.asked((&subject, &ids), &self.fitting(&verb, &targets), (&object, ""), false);
        }
        if !self.is(0, EFFECTS) {
            return Vec::new();
        }
        self.at += 1;
        self.skip(&["of", "does"]);
        let Some((subject, _)) = self.name() else { return Vec::new() };
        self.skip(&["on", "upon", "in", "for", "have", "has"]);
        match self.last_name() {
            Some(object) => self.either(&subject, &object, none),
            None if self.ended() => vec![format!("finding where subject = {subject}")],
            None => Vec::new(),
        }
    }

    /// Findings of one thing on another; first those that it does nothing, where that is asked.
    fn either(&self, subject: &str, object: &str, none: bool) -> Vec<String> {
        let mut found = Vec::new();
        if none && let Some(nothing) = self.null_verb() {
            found.push(format!("why {subject} {} {object}", nothing.phrase));
        }
        found.push(format!("finding where subject = {subject} and object = {object}"));
        found
    }

    /// `CXCR4 AND fibrosis`, as one would type it into a search of papers
    pub(super) fn keywords(&mut self) -> Vec<String> {
        let mut contexts: Vec<String> = Vec::new();
        let mut ends: Vec<String> = Vec::new();
        let mut head = "finding".to_owned();
        while let Some(piece) = self.piece(0) {
            let joiner = piece.sign == Some(Word::Comma)
                || piece.is_unknown()
                    && !piece.is(&["or", "nor"])
                    && [JOINERS, FILLERS, RELATIVE].iter().any(|words| piece.is(words));
            if joiner {
                self.at += 1;
                continue;
            }
            let noun = piece.noun.clone();
            match self.name() {
                Some((name, ids)) => {
                    let schema = self.scope.vocabulary.schema();
                    let place = ids.iter().filter_map(|&id| self.kind_of(id)).find_map(|kind| schema.place_of(kind));
                    match place.and_then(|slot| schema.slots.get(slot.index())) {
                        Some(slot) => contexts.push(format!("{} = {name}", print::name(&slot.name))),
                        None => ends.push(name),
                    }
                }
                None => match noun {
                    Some(noun) if head == "finding" => {
                        head = print::name(&noun.text);
                        self.at += 1;
                    }
                    _ => return Vec::new(),
                },
            }
        }
        let mut conditions: Vec<String> = match ends.as_slice() {
            [] => Vec::new(),
            [one] if head != "finding" => vec![format!("object = {one}")],
            [one] => vec![format!("(subject = {one} or object = {one})")],
            [one, two] => vec![format!("(subject = {one} and object = {two} or subject = {two} and object = {one})")],
            _ => return Vec::new(),
        };
        if let [one, two] = ends.as_slice() {
            conditions =
                vec![format!("((subject = {one} and object = {two}) or (subject = {two} and object = {one}))")];
        }
        conditions.extend(contexts);
        if conditions.is_empty() {
            return Vec::new();
        }
        vec![format!("{head} where {}", conditions.join(" and "))]
    }
}
