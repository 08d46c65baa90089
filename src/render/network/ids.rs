//! Identifiers of things, findings and words outside of the base.
//!
//! A graph comes in, one identifier a thing goes out: its first cross-reference, or one that is made of its kind and name.

use crate::answer::Graph;
use crate::answer::graph::{Edge, Node};
use crate::model::EntityId;
use std::collections::{BTreeMap, BTreeSet};

/// Identifiers of all nodes.
pub(super) struct Ids<'g> {
    ids: BTreeMap<EntityId, String>,
    /// Nodes that have no cross-reference of their own.
    pub(super) made: Vec<&'g Node>,
    base: String,
}

impl<'g> Ids<'g> {
    pub(super) fn new(graph: &'g Graph) -> Ids<'g> {
        let mut taken: BTreeSet<String> = BTreeSet::new();
        let (mut ids, mut made) = (BTreeMap::new(), Vec::new());
        for node in &graph.nodes {
            let free = |curie: &&String| is_curie(curie) && !taken.contains(&curie.to_ascii_lowercase());
            let id = node.xrefs.iter().find(free).cloned().unwrap_or_else(|| {
                made.push(node);
                let mut plain = own(&[&node.kind, &node.name]);
                // bases laid over each other may hold two things of one name and kind
                while taken.contains(&plain.to_ascii_lowercase()) {
                    plain.push_str(&format!("~{}", node.id.0));
                }
                plain
            });
            taken.insert(id.to_ascii_lowercase());
            ids.insert(node.id, id);
        }
        let base = graph.bases.last().map(|base| base.hash.chars().take(12).collect()).unwrap_or_default();
        Ids { ids, made, base }
    }

    /// The identifier of a node.
    pub(super) fn of(&self, id: EntityId) -> &str {
        self.ids.get(&id).map_or("", String::as_str)
    }

    /// The identifier of a finding: by its number in the base, and the base's hash.
    pub(super) fn finding(&self, edge: &Edge) -> String {
        own(&["finding", &self.base, &edge.finding.0.to_string()])
    }
}

/// An identifier of whereof's own: `whereof:gene.CXCR4`. Readers of KGX take no `/` in one; a full stop parts, and stands for itself in the
/// last part only.
pub(super) fn own(parts: &[&str]) -> String {
    let (last, before) = parts.split_last().unwrap_or((&"", &[]));
    let before: String = before.iter().map(|part| encoded(part).replace('.', "%2E") + ".").collect();
    format!("whereof:{before}{}", encoded(last))
}

/// Everything but letters, digits and `-._~` of ASCII as addresses write it: `%CE%B2`.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Whether a text has the shape of a cross-reference that readers of KGX take for one: `HGNC:2561`.
fn is_curie(text: &str) -> bool {
    text.split_once(':').is_some_and(|(prefix, local)| {
        let word = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        !prefix.is_empty()
            && prefix.chars().all(word)
            && !local.is_empty()
            && local.chars().all(|c| c.is_ascii_graphic() && !"|/:".contains(c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_is_a_cross_reference() {
        assert_eq!(own(&["gene", "TGF-β 1"]), "whereof:gene.TGF-%CE%B2%201");
        assert_ne!(own(&["a.b", "c"]), own(&["a", "b.c"]));
        assert_eq!(own(&["a", "b.c"]), "whereof:a.b.c");
        assert!(is_curie(&own(&["a|b", "\t:x"])));
        assert!(is_curie("HGNC:2561") && is_curie("MONDO:0005155"));
        for wrong in ["HGNC", ":1", "a b:1", "x:", "x:a|b", "x:a b", "x:a/b", "x:a:b", "Ω:1"] {
            assert!(!is_curie(wrong), "{wrong}");
        }
    }
}
