//! Differences of the parts compared as written: words, units, texts, steps, sources and the like, item by item.

use std::collections::BTreeMap;

use super::comparison::Compared;
use super::items::{ItemName, ListedItem, Listing};
use super::tables;
use super::words::Correspondence;
use handover_core::language::{Text, text};
use handover_matcher::Side;

/// An item that is missing on one side, or differs.
#[derive(Debug)]
pub(super) struct Difference {
    pub(super) section: ItemName,
    pub(super) id: String,
    pub(super) label: Option<Text>,
    pub(super) kind: DifferenceKind,
}

#[derive(Debug)]
pub(super) enum DifferenceKind {
    Added,
    Removed,
    /// The parts that differ: name, before, after; empty if a part is absent.
    Changed(Vec<(ItemName, Text, Text)>),
}

/// The differences, section by section in the order of the lists after. Removed items come last in their section.
pub(super) fn differences(
    before: Compared<'_>,
    after: Compared<'_>,
    words: &Correspondence,
    routing: &tables::TableComparison,
) -> Vec<Difference> {
    let one = Listing { own: before, other: after, words, routing, side: Side::Before }.items();
    let other = Listing { own: after, other: before, words, routing, side: Side::After }.items();
    let key = |item: &ListedItem| (item.section.0, item.id.clone());
    let known: BTreeMap<_, &ListedItem> = one.iter().map(|item| (key(item), item)).collect();
    let left: BTreeMap<_, &ListedItem> = other.iter().map(|item| (key(item), item)).collect();
    let difference = |item: &ListedItem, kind| Difference {
        section: item.section,
        id: item.id.clone(),
        label: item.label.clone(),
        kind,
    };
    let mut found = Vec::new();
    for item in &other {
        match known.get(&key(item)) {
            None => found.push(difference(item, DifferenceKind::Added)),
            Some(old) => {
                let parts = changed_parts(old, item);
                if !parts.is_empty() {
                    found.push(difference(item, DifferenceKind::Changed(parts)));
                }
            }
        }
    }
    let gone = one.iter().filter(|item| !left.contains_key(&key(item)));
    found.extend(gone.map(|item| difference(item, DifferenceKind::Removed)));
    let order = |name: &str| other.iter().chain(&one).position(|item| item.section.0 == name);
    found.sort_by_key(|difference| order(difference.section.0));
    found
}

fn changed_parts(old: &ListedItem, new: &ListedItem) -> Vec<(ItemName, Text, Text)> {
    let find = |item: &ListedItem, key: &str| {
        let part = item.parts.iter().find(|part| part.0.0 == key);
        part.map_or_else(|| text("", ""), |part| part.1.clone())
    };
    let mut names: Vec<ItemName> = new.parts.iter().map(|part| part.0).collect();
    for part in &old.parts {
        if names.iter().all(|name| name.0 != part.0.0) {
            names.push(part.0);
        }
    }
    let parts = names.into_iter().map(|name| (name, find(old, name.0), find(new, name.0)));
    parts.filter(|(_, old, new)| old != new).collect()
}
