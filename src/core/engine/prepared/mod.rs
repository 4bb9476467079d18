//! A rule set with the answers of its small tables, computed for every combination of their inputs when an engine is
//! made. An answer then costs one load and is borrowed rather than built.

mod following;
mod listing;
mod methods;
mod validity;

use self::following::{Following, lifecycles};
use self::listing::ListChecks;
use self::methods::advice;
pub(super) use self::validity::{DocumentState, SourceDays, SourcePeriod};
use super::answer::{AdviceList, MethodAdvice};
use super::case::Action;
use crate::ruleset::RuleSet;
use crate::ruleset::checks::Check;
use crate::ruleset::fields::RequestField;
use crate::ruleset::inputs::CHECKS;
use crate::ruleset::kinds::STATES;

/// A rule set with the answers of its tables of methods and procedures.
#[derive(Debug)]
pub(super) struct Prepared {
    /// The rule set.
    pub(super) rule_set: RuleSet,
    /// Advice on methods, one list for each [`method_index`].
    methods: Vec<Vec<MethodAdvice>>,
    /// Consequences of a handover, one for each [`procedure_index`].
    procedures: Vec<Following>,
    /// By method, the lifecycles that follow the request's state.
    lifecycles: Vec<Vec<usize>>,
    /// The inputs that some check needs, with the fields that state them.
    pub(super) needs: Vec<(usize, RequestField)>,
    /// The checks that go through a list of fields.
    pub(super) listing: ListChecks,
    /// SourceDays of the documents that answers rest on.
    pub(super) validity: SourceDays,
    /// Whether some care level gives a case its specialty.
    pub(super) level_gives_specialty: bool,
}

const SAME_PROVIDER: [Option<bool>; 3] = [None, Some(false), Some(true)];

fn method_index(same_provider: Option<bool>, accepted: bool, state: u32) -> usize {
    let provider = same_provider.map_or(0, |same| 1 + usize::from(same));
    (provider * 2 + usize::from(accepted)) * STATES.len() + state as usize
}

/// Methods count from one; no method is 0.
fn procedure_index(method: Option<usize>, action: Action, state: u32) -> usize {
    let method = method.map_or(0, |method| method + 1);
    (method * Action::ALL.len() + action as usize) * STATES.len() + state as usize
}

impl Prepared {
    pub(super) fn new(rule_set: RuleSet) -> Self {
        let states = || 0..STATES.len() as u32;
        let methods = SAME_PROVIDER.into_iter().flat_map(|same| {
            [false, true]
                .into_iter()
                .flat_map(move |accepted| states().map(move |state| (same, accepted, state)))
        });
        let procedures = &rule_set.procedures;
        let count = rule_set.methods.all.len();
        let lifecycles: Vec<Vec<usize>> =
            (0..count).map(|method| lifecycles(procedures, method)).collect();
        let handovers = std::iter::once(None).chain((0..count).map(Some)).flat_map(|method| {
            Action::ALL
                .into_iter()
                .flat_map(move |action| states().map(move |state| (method, action, state)))
        });
        let following = |(method, action, state): (Option<usize>, Action, u32)| {
            let followed = method.and_then(|method| lifecycles.get(method));
            Following::new(
                procedures,
                method,
                action,
                state,
                followed.map_or(&[], |list| list.as_slice()),
            )
        };
        Self {
            validity: SourceDays::new(&rule_set),
            methods: methods
                .map(|(same, accepted, state)| {
                    advice(&rule_set.methods.table, same, accepted, state)
                })
                .collect(),
            procedures: handovers.map(following).collect(),
            lifecycles,
            needs: needs(&rule_set.checks.all),
            listing: ListChecks::new(&rule_set.checks),
            level_gives_specialty: rule_set
                .vocabulary
                .default_specialty
                .iter()
                .any(Option::is_some),
            rule_set,
        }
    }

    /// Advice on each method, in the order of the rule set.
    pub(super) fn methods(
        &self,
        same_provider: Option<bool>,
        accepted: bool,
        state: u32,
    ) -> AdviceList<'_> {
        let list = method_index(same_provider, accepted, state);
        AdviceList { list, advice: self.methods.get(list).map_or(&[], Vec::as_slice) }
    }

    /// How many lists of advice there are.
    pub(super) fn method_lists(&self) -> usize {
        self.methods.len()
    }

    /// The consequences of a handover.
    pub(super) fn following(
        &self,
        method: Option<usize>,
        action: Action,
        state: u32,
    ) -> Option<&Following> {
        self.procedures.get(procedure_index(method, action, state))
    }

    /// The lifecycles of a method that follow the request's state, by index.
    pub(super) fn lifecycles_of(&self, method: Option<usize>) -> &[usize] {
        let followed = method.and_then(|method| self.lifecycles.get(method));
        followed.map_or(&[], |lifecycles| lifecycles.as_slice())
    }

    /// Whether a priority alerts the receiver by SMS.
    pub(super) fn alerts(&self, priority: i64) -> bool {
        self.rule_set.priority.level(priority).is_some_and(|level| level.notification.sms)
    }
}

/// The inputs that some check needs, with the fields that state them.
fn needs(checks: &[Check]) -> Vec<(usize, RequestField)> {
    let mut needs = Vec::new();
    for input in checks.iter().filter_map(|check| check.needs) {
        let field = CHECKS.get(input).and_then(|spec| spec.field);
        if let Some(field) = field
            && !needs.contains(&(input, field))
        {
            needs.push((input, field));
        }
    }
    needs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_case_has_its_place() {
        let prepared = Prepared::new(RuleSet::embedded().unwrap());
        let methods = &prepared.rule_set.methods;
        let mut places: Vec<usize> = Vec::new();
        for same in SAME_PROVIDER {
            for accepted in [false, true] {
                for state in 0..STATES.len() as u32 {
                    let place = method_index(same, accepted, state);
                    let advice = advice(&methods.table, same, accepted, state);
                    assert_eq!(
                        prepared.methods(same, accepted, state),
                        AdviceList { list: place, advice: &advice }
                    );
                    places.push(place);
                }
            }
        }
        assert_eq!(places, (0..prepared.methods.len()).collect::<Vec<_>>());
        let last = (Some(methods.all.len() - 1), Action::Close, STATES.len() as u32 - 1);
        assert_eq!(procedure_index(last.0, last.1, last.2), prepared.procedures.len() - 1);
        assert_eq!(procedure_index(None, Action::HandOver, 0), 0);
    }
}
