//! Things that were read: which are the same, and what each is called.
//!
//! Names of files come in, ids of entities go out. An equal name alone makes two things one only where nothing tells them apart.

use super::names::{cleaned, key, prefix};
use super::record::Name;
use crate::base::pool::Texts;
use crate::model::{Entity, EntityId, KindId, Xref};
use crate::names::normal;
use rustc_hash::FxHashMap;

/// Other spellings of one thing, and its cross-references; what has more is no thing.
const MOST: usize = 5_000;

/// Things of one other spelling that are kept apart.
const SHARED: usize = 100;

/// All things so far.
#[derive(Debug, Default)]
pub(super) struct Things {
    pub(super) entities: Vec<Entity>,
    /// The vocabulary that the name of each is from; none where nobody said.
    namespaces: Vec<Option<String>>,
    /// Whether each is known by more than its name.
    identified: Vec<bool>,
    /// What identifies things, and by its number the thing.
    keys: Texts,
    by_key: Vec<Option<EntityId>>,
    /// Normal forms of names.
    forms: Texts,
    by_name: FxHashMap<(KindId, u32), EntityId>,
    by_alias: FxHashMap<(KindId, u32), Few>,
    /// Raised where a name may stand for something else than before.
    pub(super) version: u64,
    /// Cross-references left out since another thing has them.
    pub(super) shared: u64,
    /// Other spellings left out since they are the very name of another thing, which could not be named any more.
    pub(super) taken: u64,
    /// Other spellings and cross-references left out since one thing has too many.
    pub(super) crowded: u64,
}

/// A thing that a row speaks of, before the row is known to be kept.
#[derive(Clone, Debug)]
pub(super) enum Planned {
    Known(EntityId),
    New(Box<New>, KindId),
}

/// A thing that nothing is known of but what a row says.
#[derive(Clone, Debug)]
pub(super) struct New {
    name: Name,
    /// What it is called, made fit for a base, and the normal form of that.
    words: String,
    form: String,
}

/// A few things, mostly one.
#[derive(Debug)]
enum Few {
    One(EntityId),
    More(Vec<EntityId>),
}

impl Few {
    fn all(&self) -> &[EntityId] {
        match self {
            Few::One(id) => std::slice::from_ref(id),
            Few::More(ids) => ids,
        }
    }

    fn push(&mut self, id: EntityId) {
        match self {
            Few::One(one) => *self = Few::More(vec![*one, id]),
            Few::More(ids) => ids.push(id),
        }
    }
}

impl Things {
    /// Takes over the things of a base.
    pub(super) fn of(entities: Vec<Entity>) -> Things {
        let mut things = Things::default();
        for entity in entities {
            let id = EntityId(things.entities.len() as u32);
            for xref in &entity.xrefs {
                things.lead(&xref.curie, id);
            }
            let form = things.forms.put(&normal(&entity.name));
            things.by_name.entry((entity.kind, form)).or_insert(id);
            for alias in &entity.aliases {
                let form = things.forms.put(&normal(alias));
                things.also(entity.kind, form, id);
            }
            things.namespaces.push(entity.xrefs.first().and_then(|xref| prefix(&xref.curie)).map(str::to_owned));
            things.identified.push(!entity.xrefs.is_empty());
            things.entities.push(entity);
        }
        things
    }

    pub(super) fn get(&self, id: EntityId) -> Option<&Entity> {
        self.entities.get(id.index())
    }

    pub(super) fn get_mut(&mut self, id: EntityId) -> Option<&mut Entity> {
        self.entities.get_mut(id.index())
    }

    pub(super) fn keyed(&self, text: &str) -> Option<EntityId> {
        self.by_key.get(self.keys.find(&key(text))? as usize).copied().flatten()
    }

    /// Lets what identifies something lead to a thing, unless it leads somewhere already; gives where.
    fn lead(&mut self, text: &str, id: EntityId) -> EntityId {
        let number = self.keys.put(&key(text)) as usize;
        if number >= self.by_key.len() {
            self.by_key.resize(number + 1, None);
        }
        self.by_key.get_mut(number).map_or(id, |known| *known.get_or_insert(id))
    }

    /// Adds one more thing of another spelling.
    fn also(&mut self, kind: KindId, form: u32, id: EntityId) {
        self.by_alias.entry((kind, form)).and_modify(|few| few.push(id)).or_insert(Few::One(id));
    }

    /// The thing of a kind whose very name has a normal form.
    fn of_form(&self, kind: KindId, form: &str) -> Option<EntityId> {
        self.by_name.get(&(kind, self.forms.find(form)?)).copied()
    }

    /// The thing that a name of one kind names, its aliases too.
    ///
    /// # Errors
    /// It may be several.
    pub(super) fn named(&self, kind: KindId, name: &str) -> Result<Option<EntityId>, String> {
        let Some(form) = self.forms.find(&normal(name)) else { return Ok(None) };
        if let Some(id) = self.by_name.get(&(kind, form)) {
            return Ok(Some(*id));
        }
        match self.by_alias.get(&(kind, form)).map(Few::all) {
            None | Some([]) => Ok(None),
            Some([one]) => Ok(Some(*one)),
            Some(several) => {
                let names = several.iter().filter_map(|id| self.get(*id)).map(|entity| entity.name.as_str());
                let shown: Vec<&str> = names.take(3).collect();
                let more = if several.len() > 3 { " or others" } else { "" };
                Err(format!("`{name}` may be {}{more}", shown.join(" or ")))
            }
        }
    }

    /// The thing that is the same as a name with cross-references or a vocabulary of its own.
    fn same(&self, kind: KindId, name: &Name) -> Option<EntityId> {
        if let Some(id) = name.key.as_deref().and_then(|key| self.keyed(key)) {
            return Some(id);
        }
        // what has another identifier of the same vocabulary is another thing, whatever else they share
        let own_prefix = name.xrefs.first().and_then(|xref| prefix(xref));
        let other = |entity: &Entity| {
            own_prefix.is_some_and(|own| {
                let first = name.xrefs.first().map(|xref| key(xref));
                let same_prefix = |curie: &&str| prefix(curie).is_some_and(|prefix| prefix.eq_ignore_ascii_case(own));
                let all = entity.xrefs.iter().map(|xref| xref.curie.as_str());
                let theirs: Vec<&str> = all.filter(same_prefix).collect();
                !theirs.is_empty() && !theirs.into_iter().any(|curie| Some(key(curie)) == first)
            })
        };
        let of_kind = |id: &EntityId| self.get(*id).is_some_and(|entity| entity.kind == kind && !other(entity));
        if let Some(id) = name.xrefs.iter().find_map(|xref| self.keyed(xref).filter(of_kind)) {
            return Some(id);
        }
        let text = name.name.as_deref()?;
        let id = self.of_form(kind, &normal(text))?;
        let entity = self.get(id)?;
        let own = namespace(name);
        let theirs = self.namespaces.get(id.index())?.as_deref();
        let fits = match (own.as_deref(), theirs) {
            // two terms of one vocabulary with one name, such as a gene and its protein, where both are of one noun
            (Some(own), Some(theirs)) => {
                own.eq_ignore_ascii_case(theirs)
                    && (name.key.is_none() || bare(&entity.name, theirs).eq_ignore_ascii_case(text.trim()))
            }
            // what is known by its name alone may be it; of two that are identified, each is what its identifier says
            _ => {
                !self.identified.get(id.index()).copied().unwrap_or(false)
                    || (name.key.is_none() && name.xrefs.is_empty())
            }
        };
        (fits && !other(entity)).then_some(id)
    }

    /// What a name of one kind stands for: something known, or something new.
    ///
    /// # Errors
    /// It has no name, or may be several.
    pub(super) fn plan(&self, name: &Name, kind: KindId) -> Result<Planned, String> {
        let is_plain = name.key.is_none() && name.xrefs.is_empty() && name.namespace.is_none();
        let known =
            if is_plain { self.named(kind, name.name.as_deref().unwrap_or_default())? } else { self.same(kind, name) };
        if let Some(id) = known {
            return Ok(Planned::Known(id));
        }
        let (words, form) = cleaned(name.name.as_deref().or(name.key.as_deref()).unwrap_or_default())?;
        Ok(Planned::New(Box::new(New { name: name.clone(), words, form }), kind))
    }

    /// Makes what was planned.
    pub(super) fn take(&mut self, planned: Planned) -> EntityId {
        let (new, kind) = match planned {
            Planned::Known(id) => return id,
            Planned::New(new, kind) => (new, kind),
        };
        // the other end of the same row may have made it meanwhile
        if let Ok(Planned::Known(id)) = self.plan(&new.name, kind) {
            return id;
        }
        self.make(*new, kind)
    }

    /// A thing with its names, joined to the one that it is the same as.
    ///
    /// # Errors
    /// It has no name.
    pub(super) fn put(&mut self, name: &Name, kind: KindId, aliases: &[String]) -> Result<EntityId, String> {
        let id = match self.plan(name, kind)? {
            Planned::Known(id) => {
                if let Some(key_text) = &name.key {
                    self.version += 1;
                    self.lead(key_text, id);
                    if let Some(is) = self.identified.get_mut(id.index()) {
                        *is = true;
                    }
                }
                self.refer(id, &name.xrefs);
                if let Some(text) = &name.name {
                    self.alias(id, std::slice::from_ref(text));
                }
                id
            }
            Planned::New(new, kind) => self.make(*new, kind),
        };
        self.alias(id, aliases);
        Ok(id)
    }

    fn make(&mut self, new: New, kind: KindId) -> EntityId {
        let New { name, words, form } = new;
        self.version += 1;
        let id = EntityId(self.entities.len() as u32);
        let own = namespace(&name);
        let is_free = self.of_form(kind, &form).is_none();
        let told_apart = (!is_free).then(|| self.free_name(kind, &words, own.as_deref(), name.key.as_deref()));
        let form = told_apart.as_ref().map_or(form, |shown| normal(shown));
        let form = self.forms.put(&form);
        let shown = told_apart.as_ref().unwrap_or(&words);
        self.free(kind, shown, form);
        self.by_name.insert((kind, form), id);
        self.entities.push(Entity::new(shown.clone(), kind));
        self.namespaces.push(own);
        self.identified.push(name.key.is_some() || !name.xrefs.is_empty());
        if told_apart.is_some() {
            self.alias(id, &[words]);
        }
        if let Some(text) = &name.key {
            self.lead(text, id);
        }
        self.refer(id, &name.xrefs);
        id
    }

    /// Takes a spelling from those that have it beside their name: it is the name of another thing now.
    fn free(&mut self, kind: KindId, name: &str, form: u32) {
        let Some(few) = self.by_alias.remove(&(kind, form)) else { return };
        let mut taken = 0;
        let keeps = |id: &&EntityId| {
            let Some(entity) = self.entities.get_mut(id.index()) else { return false };
            let before = entity.aliases.len();
            entity.aliases.retain(|alias| alias != name);
            taken += (before - entity.aliases.len()) as u64;
            let form = normal(name);
            entity.aliases.iter().any(|alias| normal(alias) == form)
        };
        let left: Vec<EntityId> = few.all().iter().filter(keeps).copied().collect();
        left.into_iter().for_each(|id| self.also(kind, form, id));
        self.taken += taken;
    }

    /// A name that no other thing of the kind has, where one has the text itself.
    fn free_name(&self, kind: KindId, text: &str, namespace: Option<&str>, key: Option<&str>) -> String {
        let is_free = |name: &str| self.of_form(kind, &normal(name)).is_none();
        let told_apart = [namespace, key].into_iter().flatten().map(|by| format!("{text} ({by})"));
        let numbered = (2u32..).map(|number| format!("{text} ({number})"));
        told_apart.chain(numbered).find(|name| is_free(name)).unwrap_or_else(|| text.to_owned())
    }

    /// Adds other spellings.
    pub(super) fn alias(&mut self, id: EntityId, aliases: &[String]) {
        for alias in aliases {
            let (Ok((alias, form)), Some(entity)) = (cleaned(alias), self.entities.get(id.index())) else { continue };
            if entity.name == alias || entity.aliases.contains(&alias) {
                continue;
            }
            if entity.aliases.len() >= MOST {
                self.crowded += 1;
                continue;
            }
            let form = self.forms.put(&form);
            let other = self.by_name.get(&(entity.kind, form)).filter(|other| **other != id);
            if other.and_then(|other| self.entities.get(other.index())).is_some_and(|other| other.name == alias) {
                self.taken += 1;
                continue;
            }
            let Some(entity) = self.entities.get_mut(id.index()) else { return };
            self.version += 1;
            let kind = entity.kind;
            entity.aliases.push(alias);
            let known = self.by_alias.get(&(kind, form)).map_or(&[][..], Few::all);
            // what so many things are called tells none of them
            if known.len() < SHARED && !known.contains(&id) {
                self.also(kind, form, id);
            }
        }
    }

    /// Adds cross-references.
    pub(super) fn refer(&mut self, id: EntityId, xrefs: &[String]) {
        for curie in xrefs {
            self.version += 1;
            if self.lead(curie, id) != id {
                // two things of one identifier would be taken for one when bases are joined
                self.shared += 1;
                continue;
            }
            let Some(entity) = self.entities.get_mut(id.index()) else { return };
            if entity.xrefs.len() >= MOST {
                self.crowded += 1;
                continue;
            }
            if !entity.xrefs.iter().any(|known| known.curie.eq_ignore_ascii_case(curie)) {
                entity.xrefs.push(Xref { curie: curie.clone(), verified_in: None });
            }
        }
    }
}

fn namespace(name: &Name) -> Option<String> {
    name.namespace.clone().or_else(|| name.xrefs.first().and_then(|xref| prefix(xref)).map(str::to_owned))
}

/// A name without the vocabulary that tells it apart.
fn bare<'a>(name: &'a str, namespace: &str) -> &'a str {
    let end = name.len().checked_sub(namespace.len() + 3);
    match end.and_then(|end| Some((name.get(..end)?, name.get(end..)?))) {
        Some((bare, behind)) if behind == format!(" ({namespace})") => bare,
        _ => name,
    }
}
