//! The ways to hand over, and the requirements of each.

use serde::{Deserialize, Serialize};

use super::cells::Domains;
use super::inputs::METHODS;
use super::model;
use super::sources::{SourceRef, Sources, duplicate};
use super::spot::{Faults, Spot};
use super::vocabulary::require_languages;
use crate::language::{Lang, Text};
use handover_matcher::{HitPolicy, Rule, Table};

/// A way to hand over.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Method {
    /// Its id.
    pub id: String,
    /// Its label.
    pub label: Text,
    /// Its source.
    pub source: Option<SourceRef>,
}

/// The methods. Each is a rule of the table, with the method's requirements as conditions.
#[derive(Debug)]
pub struct Methods {
    /// The methods in the order of the file.
    pub all: Vec<Method>,
    /// The table over the inputs of [`METHODS`].
    pub table: Table,
}

impl Methods {
    /// The ids, which other sections refer to.
    pub(super) fn ids(section: &Spot<'_>) -> Vec<String> {
        let items = section.items();
        items
            .iter()
            .filter_map(|spot| spot.get("id")?.value().as_str().map(str::to_owned))
            .collect()
    }

    /// Reads the `methods` section.
    pub(super) fn read(
        section: &Spot<'_>,
        domains: &Domains<'_>,
        sources: &Sources,
        languages: &[Lang],
        faults: &mut Faults,
    ) -> Option<Self> {
        let conditions = domains.conditions(METHODS);
        let mut all: Vec<Method> = Vec::new();
        let mut rules = Vec::new();
        for spot in section.items() {
            let Some(written) = faults.read::<model::Method>(&spot) else {
                continue;
            };
            if all.iter().any(|method| method.id == written.id) {
                faults.add(duplicate(&spot.at("id"), &written.id));
            }
            require_languages(&spot.at("label"), &written.label, languages, faults);
            let source = sources.resolve(&spot.at("source"), &written.source, faults);
            let alternatives = conditions.alternatives(spot.get("requires").as_ref(), faults);
            rules.push(Rule {
                id: written.id.clone(),
                alternatives: alternatives.unwrap_or_default(),
                outcome: u32::try_from(all.len()).unwrap_or(u32::MAX),
                overrides: Vec::new(),
            });
            all.push(Method { label: written.label.complete(&written.id), id: written.id, source });
        }
        let table = Table::new("methods", conditions.inputs, rules, HitPolicy::Collect).ok()?;
        Some(Self { all, table })
    }
}
