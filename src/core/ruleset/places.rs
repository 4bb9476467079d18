//! Locations of a rule set's parts, for findings after loading.

use std::collections::{BTreeMap, BTreeSet};

use super::rule_set::RuleSet;
use super::spot::Spot;
use crate::diagnostic::Place;

/// Locations of a rule set's parts. Each list has the order of the rule set's.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// The routing rules.
    pub rules: Vec<Place>,
    /// Their conditions; the rule if it has none.
    pub conditions: Vec<Place>,
    /// Their target units.
    pub target_units: Vec<Place>,
    /// The section of the routing rules.
    pub routing: Option<Place>,
    /// The rules of the priority scale.
    pub priorities: Vec<Place>,
    /// Their conditions.
    pub priority_conditions: Vec<Place>,
    /// Their sources, as written.
    pub priority_sources: Vec<String>,
    /// Their section.
    pub priority: Option<Place>,
    /// The checks.
    pub checks: Vec<Place>,
    /// The methods.
    pub methods: Vec<Place>,
    /// The lists of steps.
    pub procedures: Vec<Place>,
    /// The steps, where they are written.
    pub steps: Vec<Place>,
    /// The messages to start from.
    pub templates: Vec<Place>,
    /// By lifecycle, its transitions.
    pub transitions: Vec<Vec<Place>>,
    /// The documents' last days; the document if it has none.
    pub documents: Vec<Place>,
    /// The places of documents that nothing names, as written in sources.
    pub unused_sources: Vec<(String, Place)>,
}

/// Locations of routing rules.
pub(super) struct RulePlaces {
    pub(super) ids: Vec<Place>,
    pub(super) conditions: Vec<Place>,
    pub(super) units: Vec<Place>,
}

/// Sections as written.
pub(super) struct WrittenSections<'a> {
    pub(super) routing: Option<&'a Spot<'a>>,
    pub(super) priority: Option<&'a Spot<'a>>,
    pub(super) checks: Option<&'a Spot<'a>>,
    pub(super) methods: Option<&'a Spot<'a>>,
    pub(super) procedures: Option<&'a Spot<'a>>,
    pub(super) templates: Option<&'a Spot<'a>>,
    pub(super) lifecycles: Option<&'a Spot<'a>>,
    pub(super) documents: Vec<Spot<'a>>,
    /// By section, the named places of sources.
    pub(super) named: &'a BTreeMap<String, BTreeSet<String>>,
}

impl Places {
    /// The locations of the parts of a rule set, found in its sections.
    pub(super) fn of(rule_set: &RuleSet, rules: RulePlaces, written: &WrittenSections<'_>) -> Self {
        let items = |section: Option<&Spot<'_>>| -> Vec<Place> {
            let items = section.map(Spot::items).unwrap_or_default();
            items.iter().map(|spot| spot.at("id").place()).collect()
        };
        // Checks are sorted by severity.
        let checks = written.checks.map(Spot::items).unwrap_or_default();
        let ids: Vec<(&str, Place)> = checks
            .iter()
            .filter_map(|spot| Some((spot.get("id")?.value().as_str()?, spot.at("id").place())))
            .collect();
        let check = |id: &str| ids.iter().find(|(known, _)| *known == id);
        let procedures = written.procedures.map(Spot::items).unwrap_or_default();
        let steps = procedures.iter().flat_map(|spot| spot.at("steps").items());
        let lifecycles = written.lifecycles.map(Spot::items).unwrap_or_default();
        let priority_rules = written.priority.map(|section| section.at("rules"));
        Self {
            rules: rules.ids,
            conditions: rules.conditions,
            target_units: rules.units,
            routing: written.routing.map(Spot::key_place),
            priorities: items(priority_rules.as_ref()),
            priority_conditions: (priority_rules.iter().flat_map(Spot::items))
                .map(|spot| spot.at("when").place())
                .collect(),
            priority_sources: (priority_rules.iter().flat_map(Spot::items))
                .map(|spot| spot.at("source").value().as_str().unwrap_or_default().to_owned())
                .collect(),
            priority: written.priority.map(Spot::key_place),
            checks: (rule_set.checks.all.iter())
                .filter_map(|known| check(&known.id).map(|(_, place)| place.clone()))
                .collect(),
            methods: items(written.methods),
            procedures: items(written.procedures),
            steps: steps
                .filter(|spot| spot.get("id").is_some())
                .map(|spot| spot.at("id").place())
                .collect(),
            templates: items(written.templates),
            transitions: lifecycles
                .iter()
                .map(|spot| spot.at("transitions").items().iter().map(Spot::place).collect())
                .collect(),
            documents: written
                .documents
                .iter()
                .map(|spot| spot.at("valid_until").place())
                .collect(),
            unused_sources: unused(&written.documents, written.named),
        }
    }
}

/// The places of documents that nothing names.
fn unused(
    documents: &[Spot<'_>],
    named: &BTreeMap<String, BTreeSet<String>>,
) -> Vec<(String, Place)> {
    let mut unused = Vec::new();
    for (section, places) in documents.iter().flat_map(|document| document.entries_of("places")) {
        let named = named.get(section);
        for place in places.items() {
            let written = match place.value() {
                serde_json::Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            if named.is_none_or(|named| !named.contains(&written)) {
                unused.push((format!("{section}/{written}"), place.place()));
            }
        }
    }
    unused
}
