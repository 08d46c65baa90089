//! A goal in plain words: how a question was read.
//!
//! A goal and the vocabulary that it was resolved by come in, words go out. What the answer is, is not known here.

use super::lookup::slot_name;
use super::tally::tally_words;
use super::{
    Compare, Condition, ContextId, DefinitionId, EffectId, EntitySet, Goal, Head, Letter, Purpose, Quantifier,
    QuantityOperator, Role, StanceTest, Target, Test, Verb,
};
use crate::model::{Direction, EntityId, RelationId, Stance};
use crate::names::{Vocabulary, quantity};

/// The reading of a goal, a sentence each.
#[must_use]
pub fn reading(goal: &Goal, vocabulary: &Vocabulary) -> Vec<String> {
    let told = shared_contexts(goal);
    let printer = Printer { goal, vocabulary, told: &told };
    let (names, rest) = printer.split_names(&goal.condition);
    let mut first = match goal.others.is_empty() {
        true => head_plural(goal.head, vocabulary),
        false => columns(goal, vocabulary).join(", "),
    };
    for name in names {
        first = format!("{first} {}", printer.name(name));
    }
    if !rest.is_empty() {
        let words: Vec<String> =
            rest.iter().enumerate().map(|(at, condition)| printer.part(condition, at > 0)).collect();
        let link = if goal.head == Head::Finding { "" } else { " with" };
        first = format!("{first}{link} {}", words.join(", and "));
    }
    let mut sentences = vec![first];
    if !told.is_empty() {
        let words: Vec<String> = told.iter().map(|&id| context_words(goal, id, vocabulary)).collect();
        let asked = goal.effects.iter().filter(|effect| effect.purpose == Purpose::Asked).count();
        let chains = goal.effects.iter().any(|effect| matches!(effect.verb, Verb::Chain(_)));
        let which = if asked > 1 || chains { "each of these findings itself" } else { "that finding itself" };
        sentences.push(format!("{which} has {}", words.join(" and ")));
    }
    if goal.min_studies > 1 {
        let what = if goal.count_findings { "findings" } else { "studies" };
        let chains = goal.effects.iter().any(|effect| matches!(effect.verb, Verb::Chain(_)));
        let each = if chains { "each statement, and each step of a chain," } else { "each statement" };
        sentences.push(format!("{each} must rest on at least {} {what}", goal.min_studies));
    }
    for (least, slot) in &goal.least_values {
        let slot = slot_name(vocabulary, *slot);
        sentences.push(format!(
            "the findings of each statement must state at least {least} values of {slot}, none a kind of another"
        ));
    }
    if let Some(tally) = goal.tally.as_ref().filter(|tally| !goal.others.is_empty() || tally.by.len() > 1) {
        sentences.push(tally_words(goal, tally, vocabulary));
    }
    if goal.least_rows > 1 {
        sentences.push(format!("groups of fewer than {} are left out", goal.least_rows));
    }
    if goal.count_findings && goal.min_studies <= 1 {
        sentences.push("findings are counted, not studies".to_owned());
    }
    if !goal.assuming.is_empty() {
        let slots: Vec<String> = goal.assuming.iter().map(|slot| slot_name(vocabulary, *slot)).collect();
        sentences.push(format!("a finding that does not state {} is taken to have what is asked", slots.join(" or ")));
    }
    sentences
}

/// `exactly n of`: at least so many, and not one more.
fn is_exactly(conditions: &[Condition]) -> bool {
    match conditions {
        [Condition::AtLeast(n, one), Condition::Not(more)] => {
            matches!(&**more, Condition::AtLeast(m, other) if *m == n.saturating_add(1) && other == one)
        }
        _ => false,
    }
}

/// `not`: candidates, without the denied.
fn is_denial(conditions: &[Condition]) -> bool {
    match conditions {
        [Condition::Effect(_), Condition::Not(denied)] => !matches!(**denied, Condition::Is(..)),
        _ => false,
    }
}

/// What rows are called: `treatments`.
#[must_use]
pub fn head_plural(head: Head, vocabulary: &Vocabulary) -> String {
    match head {
        Head::Finding => "findings".to_owned(),
        Head::Study => "studies".to_owned(),
        Head::Noun(kind) => match vocabulary.schema().kinds.get(kind.index()) {
            Some(kind) => kind.plural.clone().unwrap_or_else(|| format!("{}s", kind.name)),
            None => "things".to_owned(),
        },
    }
}

/// What one row is called: `treatment`.
#[must_use]
pub fn head_word(head: Head, vocabulary: &Vocabulary) -> String {
    match head {
        Head::Finding => "finding".to_owned(),
        Head::Study => "study".to_owned(),
        Head::Noun(kind) => {
            vocabulary.schema().kinds.get(kind.index()).map_or_else(|| "thing".to_owned(), |kind| kind.name.clone())
        }
    }
}

/// The nouns of a head, each with its letter: `treatment A`, `gene G`.
#[must_use]
pub fn columns(goal: &Goal, vocabulary: &Vocabulary) -> Vec<String> {
    let first = head_word(goal.head, vocabulary);
    if goal.others.is_empty() {
        return vec![first];
    }
    let letter = |word: String, letter: Option<char>| match letter {
        Some(letter) => format!("{word} {letter}"),
        None => word,
    };
    let others = goal.others.iter().map(|column| letter(head_word(Head::Noun(column.kind), vocabulary), column.letter));
    std::iter::once(letter(first, goal.letter)).chain(others).collect()
}

/// Contexts that bind every effect, told once for all of them.
fn shared_contexts(goal: &Goal) -> Vec<ContextId> {
    // A `not` or a group of contexts alone has contexts of its own: all are then told where they bind.
    if goal.head == Head::Finding || goal.effects.iter().any(|effect| effect.purpose != Purpose::Asked) {
        return Vec::new();
    }
    let Some((first, others)) = goal.effects.split_first() else { return Vec::new() };
    first
        .contexts
        .iter()
        .copied()
        .filter(|id| others.iter().all(|effect| effect.contexts.binary_search(id).is_ok()))
        .collect()
}

/// Prints the conditions of one goal.
struct Printer<'a> {
    goal: &'a Goal,
    vocabulary: &'a Vocabulary,
    /// Contexts that are told apart, once for all effects.
    told: &'a [ContextId],
}

impl Printer<'_> {
    /// What is said of the row's name, and everything else.
    fn split_names<'c>(&self, condition: &'c Condition) -> (Vec<&'c Condition>, Vec<&'c Condition>) {
        let is_name = |condition: &&Condition| match condition {
            Condition::Is(..) => true,
            Condition::Not(inner) => match &**inner {
                Condition::Is(..) => true,
                Condition::Effect(id) => self.set(*id).is_some(),
                _ => false,
            },
            Condition::Effect(id) => self.includes(*id) || self.set(*id).is_some(),
            _ => false,
        };
        match condition {
            Condition::All(conditions) if !is_denial(conditions) && !is_exactly(conditions) => {
                conditions.iter().partition(is_name)
            }
            single => [single].into_iter().partition(is_name),
        }
    }

    /// The name of the set that the session defined, where an effect says that the row is in one.
    fn set(&self, id: EffectId) -> Option<String> {
        let effect = self.goal.effects.get(id.0 as usize).filter(|effect| effect.purpose == Purpose::Member)?;
        let Verb::Defined(definition) = effect.verb else { return None };
        let whose = match self.goal.others.is_empty() {
            true => "that are".to_owned(),
            false => format!("where {} is", letter_word(self.goal, effect.bearer)),
        };
        Some(format!("{whose} in the set `{}`", definition_name(self.goal, definition)))
    }

    fn includes(&self, id: EffectId) -> bool {
        self.goal.effects.get(id.0 as usize).is_some_and(|effect| effect.verb == Verb::Includes)
    }

    fn name(&self, condition: &Condition) -> String {
        match condition {
            Condition::Effect(id) => self.set(*id).unwrap_or_else(|| {
                effect_words(self.goal, *id, self.vocabulary).replacen("includes", "that include", 1)
            }),
            Condition::Is(letter, EntitySet { containing: Some(letters), .. }) => match self.goal.others.is_empty() {
                true => format!("whose name contains \"{letters}\""),
                false => format!("where the name of {} contains \"{letters}\"", letter_word(self.goal, *letter)),
            },
            Condition::Is(letter, set) if !self.goal.others.is_empty() => {
                format!("where {} is {}", letter_word(self.goal, *letter), set_words(set, self.vocabulary))
            }
            Condition::Is(_, set) => format!("that are {}", set_words(set, self.vocabulary)),
            Condition::Not(inner) => {
                let words = self.name(inner).replacen("that are", "that are not", 1).replacen(" is ", " is not ", 1);
                words.replacen(" contains ", " does not contain ", 1)
            }
            other => self.phrase(other),
        }
    }

    /// A part of what rows have; behind another part a denial need not say that there is a finding at all.
    fn part(&self, condition: &Condition, is_behind: bool) -> String {
        if let Condition::All(conditions) = condition
            && let [candidates, Condition::Not(denied)] = conditions.as_slice()
            && is_behind
            && is_denial(conditions)
            && self.phrase(candidates) == "a finding"
        {
            return format!("without {}", self.phrase(denied));
        }
        self.phrase(condition)
    }

    /// What rows have, as a noun: `a finding that says: upregulates CXCR4`.
    fn phrase(&self, condition: &Condition) -> String {
        match condition {
            Condition::All(conditions) => match conditions.as_slice() {
                [candidates, Condition::Not(denied)] if is_denial(conditions) => {
                    format!("{} but without {}", self.phrase(candidates), self.phrase(denied))
                }
                [Condition::AtLeast(n, one), Condition::Not(more)] if matches!(&**more, Condition::AtLeast(m, other) if *m == n + 1 && other == one) =>
                {
                    format!("exactly {n} of these: {}", self.joined(one, "; "))
                }
                _ => self.joined(conditions, " and "),
            },
            Condition::Any(conditions) if conditions.len() == 1 => self.joined(conditions, ""),
            Condition::Any(conditions) => format!("either {}", self.joined(conditions, " or ")),
            Condition::AtLeast(n, conditions) => format!("at least {n} of these: {}", self.joined(conditions, "; ")),
            Condition::Not(inner) => match &**inner {
                Condition::Is(letter, set) if !self.goal.others.is_empty() => {
                    format!("{} not {}", letter_word(self.goal, *letter), set_words(set, self.vocabulary))
                }
                Condition::Is(_, set) => format!("another name than {}", set_words(set, self.vocabulary)),
                inner => format!("nothing of this: {}", self.phrase(inner)),
            },
            Condition::Is(letter, EntitySet { containing: Some(letters), .. }) => match self.goal.others.is_empty() {
                true => format!("a name that contains \"{letters}\""),
                false => format!("a name of {} that contains \"{letters}\"", letter_word(self.goal, *letter)),
            },
            Condition::Is(letter, set) if !self.goal.others.is_empty() => {
                format!("{} being {}", letter_word(self.goal, *letter), set_words(set, self.vocabulary))
            }
            Condition::Is(_, set) => format!("the name {}", set_words(set, self.vocabulary)),
            Condition::InOneStudy(inner) => format!("{}, all of them in one study", self.phrase(inner)),
            Condition::Effect(id) => self.effect(*id),
        }
    }

    fn joined(&self, conditions: &[Condition], joiner: &str) -> String {
        let words: Vec<String> = conditions
            .iter()
            .map(|condition| match condition {
                Condition::Any(inner) if inner.len() > 1 => format!("({})", self.phrase(condition)),
                _ => self.phrase(condition),
            })
            .collect();
        words.join(joiner)
    }

    fn effect(&self, id: EffectId) -> String {
        let Some(effect) = self.goal.effects.get(id.0 as usize) else { return String::new() };
        if let Some(set) = self.set(id) {
            return set;
        }
        let own = effect.contexts.iter().filter(|id| self.told.binary_search(id).is_err());
        let contexts: Vec<String> = own.map(|&id| context_words(self.goal, id, self.vocabulary)).collect();
        let contexts = if contexts.is_empty() { String::new() } else { format!(" with {}", contexts.join(" and ")) };
        let anything = effect.verb == Verb::Any && effect.target == Target::Any;
        if self.goal.head == Head::Finding {
            return match anything {
                true if contexts.is_empty() => "of any kind".to_owned(),
                true => contexts.trim_start().to_owned(),
                false => format!("that say: {}{contexts}", effect_words(self.goal, id, self.vocabulary)),
            };
        }
        match anything {
            true => format!("a finding{contexts}"),
            false if effect.verb == Verb::Includes => {
                effect_words(self.goal, id, self.vocabulary).replacen("includes", "among their parts", 1)
            }
            false if effect.verb == Verb::Contested => {
                format!("findings that are {}{contexts}", effect_words(self.goal, id, self.vocabulary))
            }
            false if matches!(effect.verb, Verb::Chain(_)) => {
                format!("a chain of findings that comes to: {}{contexts}", effect_words(self.goal, id, self.vocabulary))
            }
            false => {
                let plain = effect_words_plain(self.goal, id, self.vocabulary);
                let more = match effect.quantifier {
                    Quantifier::Some => "",
                    Quantifier::Always => ", and no finding that says anything else of that",
                    Quantifier::Only => ", and none that says so of another of the same kind",
                };
                format!("a finding that says: {plain}{contexts}{more}")
            }
        }
    }
}

/// An effect without its contexts: `always upregulates CXCR4`.
#[must_use]
pub fn effect_words(goal: &Goal, id: EffectId, vocabulary: &Vocabulary) -> String {
    let words = effect_words_plain(goal, id, vocabulary);
    match goal.effects.get(id.0 as usize).map(|effect| effect.quantifier) {
        Some(Quantifier::Always) => format!("always {words}"),
        Some(Quantifier::Only) => format!("only {words}"),
        Some(Quantifier::Some) | None => words,
    }
}

/// The same without `always` and `only`.
#[must_use]
pub fn effect_words_plain(goal: &Goal, id: EffectId, vocabulary: &Vocabulary) -> String {
    let Some(effect) = goal.effects.get(id.0 as usize) else { return String::new() };
    let verb = match &effect.verb {
        Verb::Any if effect.target == Target::Any => return "any finding".to_owned(),
        Verb::Any => "anything about".to_owned(),
        Verb::Relations { asked, .. } | Verb::Benefit { asked, .. } => verb_phrase(*asked, effect.role, vocabulary),
        Verb::NoEffect => "no effect on".to_owned(),
        Verb::Contested => "contested on".to_owned(),
        Verb::Includes => "includes".to_owned(),
        Verb::Defined(definition) => match effect.role {
            Role::Object => format!("is the other side of `{}` by", definition_name(goal, *definition)),
            Role::Subject | Role::Either => definition_name(goal, *definition),
        },
        Verb::Chain(chain) => {
            let context = if chain.one_context { " in one context" } else { "" };
            let verb = verb_phrase(chain.asked, effect.role, vocabulary);
            format!("indirectly (within {} steps{context}) {verb}", chain.within)
        }
    };
    // Where rows have several nouns, each effect says whose it is.
    let verb = if goal.others.is_empty() { verb } else { format!("{} {verb}", letter_word(goal, effect.bearer)) };
    match &effect.target {
        Target::Any => verb,
        Target::Entities(set) => format!("{verb} {}", set_words(set, vocabulary)),
        Target::Goal(inner) => format!("{verb} one of the ({})", reading(inner, vocabulary).join("; ")),
        Target::Letter(letter) => format!("{verb} {}", letter_word(goal, *letter)),
    }
}

/// What a letter is called: itself, or the place of its noun.
#[must_use]
pub fn letter_word(goal: &Goal, letter: Letter) -> String {
    let typed = match letter.0.checked_sub(1) {
        None => goal.letter,
        Some(other) => goal.others.get(other as usize).and_then(|column| column.letter),
    };
    typed.map_or_else(|| "the row".to_owned(), String::from)
}

fn definition_name(goal: &Goal, id: DefinitionId) -> String {
    goal.definitions.get(id.0 as usize).map_or_else(|| "a definition".to_owned(), |found| found.name.clone())
}

fn verb_phrase(relation: RelationId, role: Role, vocabulary: &Vocabulary) -> String {
    let Some(relation) = vocabulary.schema().relations.get(relation.index()) else { return String::new() };
    match role {
        Role::Object => relation.passive.clone().unwrap_or_else(|| format!("object of {}", relation.name)),
        Role::Subject | Role::Either => relation.name.clone(),
    }
}

/// A context: `disease = liver fibrosis`.
#[must_use]
pub fn context_words(goal: &Goal, id: ContextId, vocabulary: &Vocabulary) -> String {
    goal.contexts.get(id.0 as usize).map_or_else(String::new, |context| test_words(&context.test, vocabulary))
}

fn test_words(test: &Test, vocabulary: &Vocabulary) -> String {
    let join = |tests: &[Test], joiner: &str| -> String {
        let words: Vec<String> = tests.iter().map(|test| test_words(test, vocabulary)).collect();
        if words.len() == 1 { words.concat() } else { format!("({})", words.join(joiner)) }
    };
    match test {
        Test::Slot { slot, compare } => {
            let (operator, value) = compare_words(compare, vocabulary);
            format!("{} {operator} {value}", slot_name(vocabulary, *slot))
        }
        Test::NotStated(slot) => format!("{} not stated", slot_name(vocabulary, *slot)),
        Test::All(tests) => match tests.split_first() {
            Some((_, rest)) if !rest.is_empty() => {
                let words: Vec<String> = tests.iter().map(|test| test_words(test, vocabulary)).collect();
                words.join(" and ")
            }
            _ => join(tests, " and "),
        },
        Test::Any(tests) => join(tests, " or "),
        Test::AtLeast(n, tests) => format!("at least {n} of {}", join(tests, ", ")),
        Test::Not(inner) => match &**inner {
            Test::Slot { slot, compare } => {
                let (operator, value) = compare_words(compare, vocabulary);
                let operator = if operator == "=" { "!=" } else { operator };
                format!("{} {operator} {value}", slot_name(vocabulary, *slot))
            }
            inner => format!("not {}", test_words(inner, vocabulary)),
        },
    }
}

fn compare_words(compare: &Compare, vocabulary: &Vocabulary) -> (&'static str, String) {
    match compare {
        Compare::Entities(set) => ("=", set_words(set, vocabulary)),
        Compare::Relations(relations) => {
            let words: Vec<String> = relations.iter().map(|&id| verb_phrase(id, Role::Subject, vocabulary)).collect();
            ("=", words.join(" or "))
        }
        Compare::Direction(direction) => ("=", direction_words(*direction).to_owned()),
        Compare::Stance(StanceTest::MeasuredNull) => ("=", "measured null".to_owned()),
        Compare::Stance(StanceTest::Is(stance)) => ("=", stance_words(*stance).to_owned()),
        Compare::Numbers(numbers) => ("=", numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(" or ")),
        Compare::Texts(texts) => ("=", texts.join(" or ")),
        Compare::Quantity(test) => (operator_words(test.operator), quantity::print(vocabulary, &test.quantity)),
        Compare::Tier(operator, tier) => (operator_words(*operator), tier.word().to_owned()),
    }
}

fn operator_words(operator: QuantityOperator) -> &'static str {
    match operator {
        QuantityOperator::Equal => "=",
        QuantityOperator::Less => "<",
        QuantityOperator::LessOrEqual => "<=",
        QuantityOperator::Greater => ">",
        QuantityOperator::GreaterOrEqual => ">=",
    }
}

/// A direction in one word.
#[must_use]
pub fn direction_words(direction: Direction) -> &'static str {
    match direction {
        Direction::Increase => "increase",
        Direction::Decrease => "decrease",
        Direction::None => "none",
        Direction::Unclear => "unclear",
        Direction::Better => "better",
        Direction::Worse => "worse",
    }
}

/// A stance in one word.
#[must_use]
pub fn stance_words(stance: Stance) -> &'static str {
    match stance {
        Stance::Reported => "reported",
        Stance::Hypothesised => "hypothesised",
        Stance::Gap => "gap",
    }
}

/// A set as typed: names, `exactly`, `except`.
#[must_use]
pub fn set_words(set: &EntitySet, vocabulary: &Vocabulary) -> String {
    let names = |ids: &[EntityId]| -> String {
        let names: Vec<String> = ids
            .iter()
            .map(|&id| vocabulary.entity(id).map_or_else(|| "?".to_owned(), |entity| entity.name.clone()))
            .collect();
        names.join(" or ")
    };
    if let Some(letters) = &set.containing {
        return format!("a name that contains \"{letters}\"");
    }
    let mut words = if set.asked.is_empty() { "nothing known".to_owned() } else { names(&set.asked) };
    if set.exactly {
        words = format!("exactly {words}");
    }
    if !set.except.is_empty() {
        words = format!("{words} except {}", names(&set.except));
    }
    words
}
