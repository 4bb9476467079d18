//! Where the parts of a rule set are written, for those that find something to say of them once it is loaded.

use super::RuleSet;
use super::spot::Spot;
use crate::diagnostic::Place;

/// Where rules, checks and methods stand: each list has the order of the rule set's.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// The routing rules.
    pub rules: Vec<Place>,
    /// The checks.
    pub checks: Vec<Place>,
    /// The methods.
    pub methods: Vec<Place>,
}

impl Places {
    /// The places of a rule set whose sections these are; routing rules stand at `rules`, in the order of their table.
    pub(super) fn of(
        rule_set: &RuleSet,
        rules: Vec<Place>,
        checks: &[Spot<'_>],
        methods: &[Spot<'_>],
    ) -> Self {
        let place = |spot: &Spot<'_>| spot.at("id").place();
        // Checks stand in the order of their severity.
        let written: Vec<(&str, &Spot<'_>)> = checks
            .iter()
            .filter_map(|spot| Some((spot.get("id")?.value().as_str()?, spot)))
            .collect();
        let check = |id: &str| written.iter().find(|(known, _)| *known == id);
        Self {
            rules,
            checks: rule_set
                .checks
                .all
                .iter()
                .filter_map(|known| check(&known.id).map(|(_, spot)| place(spot)))
                .collect(),
            methods: methods.iter().map(place).collect(),
        }
    }
}
