//! What differs in the content of two rule sets and is told nowhere else, place by place.
//!
//! The net behind the comparison: the parts compared in words are listed by hand, and something that no list has would be
//! passed over. Equal fingerprints have equal content, so whatever makes them differ is here.

use std::collections::{BTreeMap, BTreeSet};

use super::comparison::Comparison;
use super::words::WordChange;
use handover_core::ruleset::content::{ContentPlace, ORDER};
use handover_core::ruleset::kinds::LISTS;
use handover_core::wire::report::{ChangeKind, DiffReport, PlaceChange};

/// The keys in files that a part in words is made of.
fn keys(part: &str) -> &[&str] {
    match part {
        "conditions" => &["when", "valid_from", "valid_until"],
        "target" => &["then"],
        "label" => &["sv", "en", "label", "name"],
        "text" => &["sv", "en"],
        "name" => &["name", ""],
        "period" => &["valid_from", "valid_until"],
        "field" => &["field", "first_of", "for_each"],
        "case_type" => &[""],
        _ => &[],
    }
}

/// What a report tells of an item: everything, or some of its keys.
#[derive(Default)]
struct Covered<'r> {
    whole: BTreeSet<&'r str>,
    keys: BTreeSet<(&'r str, &'r str)>,
    priority: bool,
}

impl<'r> Covered<'r> {
    fn new(report: &'r DiffReport) -> Self {
        let mut this = Self { priority: !report.priority.is_empty(), ..Self::default() };
        for change in &report.written {
            match change.change {
                ChangeKind::Added | ChangeKind::Removed => {
                    this.whole.insert(&change.id);
                }
                ChangeKind::Renamed | ChangeKind::Merged | ChangeKind::Split => {
                    this.keys.insert((&change.id, "was"));
                }
                ChangeKind::Changed => {}
            }
            for part in &change.parts {
                this.keys.insert((&change.id, part.part));
                this.keys.extend(keys(part.part).iter().map(|&key| (change.id.as_str(), key)));
            }
        }
        for entry in &report.firing {
            match entry.change {
                ChangeKind::Added | ChangeKind::Removed => {
                    this.whole.insert(&entry.rule);
                }
                _ => this.keys.extend(["when", "requires"].map(|key| (entry.rule.as_str(), key))),
            }
        }
        this
    }

    fn covers(&self, place: &ContentPlace) -> bool {
        let of_priority = ["when", "then", "scale", "most_urgent"];
        let in_priority = place.first().is_some_and(|section| section == "priority")
            && place.iter().any(|key| of_priority.contains(&key.as_str()));
        let pairs = place.iter().zip(place.iter().skip(1).map(String::as_str).chain([""]));
        self.priority && in_priority
            || place.iter().any(|key| self.whole.contains(key.as_str()))
            || pairs.into_iter().any(|(id, key)| self.keys.contains(&(id.as_str(), key)))
    }
}

/// The places whose content differs and that the report tells nothing of; `None` where the content of one side is unknown.
pub(super) fn left(comparison: &Comparison<'_>, report: &DiffReport) -> Option<Vec<PlaceChange>> {
    let (before, after) = (comparison.before, comparison.after);
    if before.rule_set.fingerprint == after.rule_set.fingerprint {
        return Some(Vec::new());
    }
    if before.content.is_unknown() || after.content.is_unknown() {
        return None;
    }
    let mut old = before.content.leaves(&renamed(comparison));
    let mut new = after.content.leaves(&BTreeMap::new());
    keep_common(&mut old, &mut new);
    let covered = Covered::new(report);
    let places: BTreeSet<&ContentPlace> = old.keys().chain(new.keys()).collect();
    let differing = places.into_iter().filter(|&place| old.get(place) != new.get(place));
    let left = differing.filter(|place| !covered.covers(place));
    Some(
        left.map(|place| PlaceChange {
            place: format!("/{}", place.join("/")),
            before: old.get(place).cloned(),
            after: new.get(place).cloned(),
        })
        .collect(),
    )
}

/// Leaves in the orders of lists only the items that both sides have: added and removed ones are told as such.
fn keep_common(old: &mut BTreeMap<ContentPlace, String>, new: &mut BTreeMap<ContentPlace, String>) {
    for (place, before) in
        old.iter_mut().filter(|(place, _)| place.last().is_some_and(|key| key == ORDER))
    {
        let Some(after) = new.get_mut(place) else { continue };
        let ids = |order: &str| -> Vec<String> { order.split(", ").map(str::to_owned).collect() };
        let (own, other) = (ids(before), ids(after));
        let common = |of: &[String], with: &[String]| {
            let with: BTreeSet<&String> = with.iter().collect();
            let common: Vec<&str> =
                of.iter().filter(|id| with.contains(id)).map(String::as_str).collect();
            common.join(", ")
        };
        (*before, *after) = (common(&own, &other), common(&other, &own));
    }
}

/// By id before, the id after of each word that was only renamed.
fn renamed(comparison: &Comparison<'_>) -> BTreeMap<String, String> {
    let mut renamed = BTreeMap::new();
    for list in &LISTS {
        let (before, after) =
            (comparison.before.rule_set.list(list.kind), comparison.after.rule_set.list(list.kind));
        let Some(((before, after), words)) = before.zip(after).zip(comparison.words.of(list.kind))
        else {
            continue;
        };
        for change in words.changes(before, after) {
            if let WordChange::Renamed { before: old, after: new } = change
                && let (Some(old), Some(new)) = (before.get(old), after.get(new))
            {
                renamed.insert(old.id.clone(), new.id.clone());
            }
        }
    }
    renamed
}
