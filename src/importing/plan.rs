//! What the words of a statement would be in a base, before it is known that the statement is kept.
//!
//! Names and values come in; what they stand for goes out, known or to be made, or why they stand for nothing. Nothing is made here.

use super::build::Builder;
use super::names::tidy;
use super::record::{Name, SlotWords, ValueWords};
use super::things::Planned;
use super::words::Missing;
use crate::model::{KindId, SlotId, SlotType, Value};
use crate::names::quantity;

/// A value of a slot, before its row is known to be kept.
pub(super) enum PlannedValue {
    Thing(Planned),
    Plain(Value),
}

impl Builder {
    /// What a name stands for where things of some kinds may stand; of all, where none are named.
    pub(super) fn plan(&mut self, name: &Name, kinds: &[KindId]) -> Result<Planned, String> {
        // in tables of terms a name is often the term itself
        let key = name.key.as_deref().or(name.name.as_deref().filter(|_| name.kind.is_none()));
        if let Some(id) = key.and_then(|key| self.things.keyed(key)) {
            let kind = self.things.get(id).map(|entity| entity.kind);
            return match kind {
                Some(kind) if !kinds.is_empty() && !kinds.contains(&kind) => {
                    Err(self.wrong_kind(name.shown(), kind, kinds))
                }
                _ => Ok(Planned::Known(id)),
            };
        }
        if name.name.is_none() {
            let key = name.key.as_deref().unwrap_or_default();
            return Err(unread(key));
        }
        let stated = match &name.kind {
            Some(word) => Some(self.words.kind(word)?),
            None => match kinds {
                [one] => Some(*one),
                _ => None,
            },
        };
        if let Some(kind) = stated {
            if !kinds.is_empty() && !kinds.contains(&kind) {
                return Err(self.wrong_kind(name.shown(), kind, kinds));
            }
            return self.things.plan(name, kind);
        }
        let text = name.name.as_deref().unwrap_or_default();
        let all: Vec<KindId> = match kinds {
            [] => (0..self.words.schema.kinds.len()).map(|at| KindId(at as u32)).collect(),
            some => some.to_vec(),
        };
        let mut found = Vec::new();
        for kind in all {
            if let Some(id) = self.things.named(kind, text)? {
                found.push(id);
            }
        }
        match found.as_slice() {
            [one] => Ok(Planned::Known(*one)),
            [] => match self.words.mapping.nouns.get("*").cloned() {
                Some(noun) => {
                    let kind = self.words.kind(&noun)?;
                    self.things.plan(name, kind)
                }
                None => Err(format!("what `{text}` is is not known: give a table of terms, or a column of kinds")),
            },
            several => {
                let names = several.iter().filter_map(|id| self.things.get(*id));
                let names: Vec<String> = names.map(|one| format!("a {}", self.words.kind_name(one.kind))).collect();
                Err(format!("`{text}` may be {}", names.join(" or ")))
            }
        }
    }

    fn wrong_kind(&self, name: &str, kind: KindId, kinds: &[KindId]) -> String {
        let wanted: Vec<&str> = kinds.iter().map(|kind| self.words.kind_name(*kind)).collect();
        format!("`{name}` is a {}, and here stands a {}", self.words.kind_name(kind), wanted.join(" or "))
    }

    /// What a slot is given; nothing where it is left out.
    pub(super) fn value(&mut self, words: &SlotWords) -> Result<Option<(SlotId, PlannedValue)>, String> {
        // what a new slot would hold is seen at its first value
        let thing = match &words.value {
            ValueWords::Text(_) => None,
            ValueWords::Either(text) => self.things.keyed(text).map(|_| Name::key(text)),
        };
        let (planned, holds) = match &thing {
            None => (None, SlotType::Text),
            Some(name) => {
                let planned = self.plan(name, &[])?;
                let kind = match &planned {
                    Planned::Known(id) => self.things.get(*id).map(|entity| entity.kind),
                    Planned::New(_, kind) => Some(*kind),
                };
                (Some(planned), SlotType::Entities(kind.into_iter().collect()))
            }
        };
        let slot = match self.words.slot(&words.slot, holds) {
            Ok(slot) => slot,
            Err(Missing::Reject(why)) => return Err(why),
            Err(Missing::Drop) => {
                *self.left_out.entry(format!("values of `{}`", words.slot)).or_default() += 1;
                return Ok(None);
            }
        };
        let Some(declared) = self.words.schema.slots.get(slot.index()) else { return Ok(None) };
        let (holds, name) = (declared.holds.clone(), declared.name.clone());
        let (ValueWords::Text(text) | ValueWords::Either(text)) = &words.value;
        let value = match (holds, planned) {
            (SlotType::Entities(kinds), Some(planned)) => {
                let thing = thing.unwrap_or_default();
                self.plan(&thing, &kinds).map_err(|why| format!("slot `{name}`: {why}"))?;
                PlannedValue::Thing(planned)
            }
            (SlotType::Entities(kinds), None) => {
                let kind = self.words.slot_noun(&words.slot).map(str::to_owned);
                let name = Name { name: Some(text.to_owned()), kind, ..Name::default() };
                PlannedValue::Thing(self.plan(&name, &kinds).map_err(|why| format!("slot `{}`: {why}", words.slot))?)
            }
            (SlotType::Quantity(dimensions), _) => {
                let schema = &self.words.schema;
                let read = quantity::read_with(schema, text)
                    .map_err(|error| format!("slot `{name}`: `{text}` is no amount: {error}"))?;
                let unit = read.unit.and_then(|id| schema.units.get(id.index()));
                let fits = match unit {
                    Some(unit) => dimensions.contains(&unit.dimension),
                    None => dimensions.iter().any(|dimension| dimension == "number"),
                };
                if !fits {
                    return Err(format!("slot `{name}`: `{text}` is no amount of {}", dimensions.join(" or ")));
                }
                PlannedValue::Plain(Value::Quantity(read))
            }
            (SlotType::Text, _) => PlannedValue::Plain(Value::Text(tidy(text))),
        };
        Ok(Some((slot, value)))
    }
}

/// Something that is spoken of before it is known.
pub(super) fn unread(key: &str) -> String {
    format!("nothing read so far is called `{key}`: give the file that has it first")
}
