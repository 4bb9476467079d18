//! Resolution of overrides between rules, without cycles.

use std::collections::hash_map::Entry;

use foldhash::HashMap;

use super::known::Known;
use super::spot::{Faults, Spot};
use super::unread::NameList;
use crate::diagnostic::{Code, Diagnostic};
use crate::language::{Text, text};
use handover_matcher::Rule;

/// An id under `overrides`, with the rule that names it and the location.
pub(super) struct Override<'a> {
    pub(super) rule: usize,
    pub(super) overridden: String,
    pub(super) spot: Spot<'a>,
}

/// Adds to each rule those that it overrides. An override that would close a cycle is reported and dropped.
pub(super) fn resolve(
    rules: &mut [Rule],
    by_id: &HashMap<String, usize>,
    written: &[Override<'_>],
    faults: &mut Faults,
) {
    for Override { rule, overridden: id, spot } in written {
        let Some(&overridden) = by_id.get(id) else {
            let mut known: Vec<String> = by_id.keys().cloned().collect();
            known.sort();
            faults.unknown(spot, text("regel", "rule"), id, Known::ids(NameList::Rules, &known));
            continue;
        };
        if let Some(path) = path(rules, overridden, *rule) {
            faults.add(ring(id, &path, spot));
            continue;
        }
        if let (Some(own), Some(other)) = (rules.get(*rule), rules.get(overridden)) {
            if own.overrides.contains(&overridden) {
                faults.add(idle(
                    spot,
                    text(
                        format!("`{id}` står två gånger i listan"),
                        format!("`{id}` stands twice in the list"),
                    ),
                    text("ta bort det ena", "remove one of them"),
                ));
                continue;
            }
            if !meet(own, other) {
                faults.add(idle(
                    spot,
                    text(
                        format!("regeln möter aldrig `{id}`, så raden ändrar inget"),
                        format!("the rule never meets `{id}`, so that the line changes nothing"),
                    ),
                    text(
                        "ta bort den ur `overrides`, eller rätta villkoren",
                        "remove it from `overrides`, or correct the conditions",
                    ),
                ));
            }
        }
        if let Some(rule) = rules.get_mut(*rule) {
            rule.overrides.push(overridden);
        }
    }
}

/// Whether some case meets both rules.
fn meet(one: &Rule, other: &Rule) -> bool {
    one.alternatives.iter().any(|own| {
        other.alternatives.iter().any(|others| {
            own.iter().all(|condition| {
                let same = others.iter().filter(|other| other.input == condition.input);
                same.into_iter()
                    .all(|other| !condition.accepts.intersect(&other.accepts).is_empty())
            })
        })
    })
}

/// The warning of an override that changes nothing.
fn idle(spot: &Spot<'_>, message: Text, help: Text) -> Diagnostic {
    Diagnostic::new(Code::IdleOverride, message).at(spot.place()).help(help)
}

/// The ids on a path of overrides from one rule to another, if there is one. Linear.
fn path(rules: &[Rule], from: usize, to: usize) -> Option<Vec<&str>> {
    let mut came_from = HashMap::from_iter([(from, None)]);
    let mut open = vec![from];
    while let Some(at) = open.pop() {
        if at == to {
            let back = std::iter::successors(Some(to), |at| came_from.get(at).copied().flatten());
            let mut ids: Vec<&str> =
                back.filter_map(|rule| rules.get(rule).map(|rule| rule.id.as_str())).collect();
            ids.reverse();
            return Some(ids);
        }
        for &next in rules.get(at).iter().flat_map(|rule| &rule.overrides) {
            if let Entry::Vacant(unseen) = came_from.entry(next) {
                unseen.insert(Some(at));
                open.push(next);
            }
        }
    }
    None
}

/// The fault of a rule that overrides itself through others. `path` leads from the overridden rule to it.
fn ring(overridden: &str, path: &[&str], spot: &Spot<'_>) -> Diagnostic {
    let steps: Vec<String> =
        (path.last().into_iter().chain(path)).map(|id| format!("`{id}`")).collect();
    let message = Text {
        sv: format!("reglerna går före varandra i ring: {}", steps.join(" före ")),
        en: format!("the rules override each other in a ring: {}", steps.join(" before ")),
    };
    let help = Text {
        sv: format!("ta bort `{overridden}` ur `overrides` här, eller någon av de andra i ringen"),
        en: format!("remove `{overridden}` from `overrides` here, or another one of the ring"),
    };
    Diagnostic::new(Code::OverrideCycle, message).at(spot.place()).help(help)
}
