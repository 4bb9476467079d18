//! What to look for: the requests for which checks fire, and those that break an invariant.

use super::proof::{Cube, Extra, FALSE, Features, Goal, Set, TRUE, word};
use handover_core::engine::{Engine, VerdictDecision};
use handover_core::ruleset::FindingSeverity;
use handover_core::ruleset::checks::Check;
use handover_core::ruleset::inputs::{CheckInput, FIELD_LISTS};
use handover_core::ruleset::invariants::{Invariant, Invariants};
use handover_core::ruleset::kinds::{ACTIONS, DECISIONS};
use handover_matcher::{Condition, Value};

/// When a check fires.
pub(super) struct Firing {
    /// It fires where one of these holds …
    pub(super) cubes: Vec<Cube>,
    /// … and only there; else some of them may hold where it does not.
    exact: bool,
}

/// The cubes of all checks, by index, and what goals are made of.
pub(super) struct Goals<'f, 'a> {
    features: &'f Features<'a>,
    checks: &'f [Check],
    pub(super) firing: Vec<Firing>,
    decision: usize,
    sms: usize,
}

impl<'f, 'a> Goals<'f, 'a> {
    pub(super) fn new(features: &'f Features<'a>) -> Option<Self> {
        let rule_set = features.engine().rule_set();
        let rules = rule_set.checks.table.rules();
        let checks = &rule_set.checks.all;
        let mut this = Self {
            features,
            checks,
            firing: Vec::new(),
            decision: Invariants::position("decision")?,
            sms: Invariants::position("sms")?,
        };
        let (needed, exact) = this.needed();
        for (check, rule) in checks.iter().zip(rules) {
            let listed: Vec<Cube> = match check.about.list().and_then(|list| FIELD_LISTS.get(list))
            {
                None => vec![Cube::new()],
                Some(("missing_fields", _)) => {
                    let routes = vec![this.extra(Extra::RouteMissing)];
                    std::iter::once(routes).chain(needed.iter().cloned()).collect()
                }
                Some(("unknown_specialties", _)) => vec![vec![this.extra(Extra::UnknownSpecialty)]],
                Some(("unlisted_units", _)) => vec![vec![this.extra(Extra::UnlistedUnit)]],
                Some(_) => vec![vec![this.extra(Extra::Identity)]],
            };
            let cubes = rule.alternatives.iter().flat_map(|conditions| {
                let cube = this.cube(conditions);
                listed.iter().filter_map(move |list| joined(&cube, list))
            });
            let cubes = cubes.collect();
            this.firing.push(Firing { cubes, exact: exact || listed.len() <= 1 });
        }
        Some(this)
    }

    pub(super) fn engine(&self) -> &'a Engine {
        self.features.engine()
    }

    fn extra(&self, extra: Extra) -> (usize, Set) {
        (self.features.extra(extra), Set::one(TRUE + 1, TRUE))
    }

    /// Conditions as a cube.
    pub(super) fn cube(&self, conditions: &[Condition]) -> Cube {
        let one = |condition: &Condition| {
            (condition.input, self.features.accepted(condition.input, &condition.accepts))
        };
        conditions.iter().map(one).collect()
    }

    /// One class of an input.
    pub(super) fn only(&self, input: usize, value: Value) -> (usize, Set) {
        let class = self.features.class_of(input, value);
        (input, Set::one(self.features.count(input), class))
    }

    /// The cubes in which a field is lacked that a check needs: all its conditions hold but that on the field, which is
    /// absent. Whether it is lacked nowhere else: a check that holds by another alternative needs nothing.
    fn needed(&self) -> (Vec<Cube>, bool) {
        let rules = self.features.engine().rule_set().checks.table.rules();
        let (mut cubes, mut exact) = (Vec::new(), true);
        for (check, rule) in self.checks.iter().zip(rules) {
            let Some(input) = check.needs else { continue };
            let asks = |conditions: &Vec<Condition>| conditions.iter().any(|c| c.input == input);
            exact &= rule.alternatives.iter().all(asks);
            for conditions in rule.alternatives.iter().filter(|all| asks(all)) {
                let others: Vec<Condition> =
                    conditions.iter().filter(|c| c.input != input).cloned().collect();
                let absent = (input, Set::one(self.features.count(input), 0));
                cubes.extend(joined(&self.cube(&others), &vec![absent]));
            }
        }
        (cubes, exact)
    }

    /// The goals of which one is met by each request that an invariant speaks of and that breaks it.
    pub(super) fn breaking(&self, invariant: &Invariant) -> Vec<Goal> {
        let when = self.cube(&invariant.when);
        let broken = self.cube(&invariant.then).into_iter().filter_map(|(input, accepted)| {
            let others = Set::all(self.features.count(input)).minus(&accepted);
            joined(&when, &vec![(input, others)])
        });
        broken.flat_map(|cube| self.deciding(cube)).collect()
    }

    /// The goals of which one is met by each request that an invariant speaks of.
    pub(super) fn speaking(&self, invariant: &Invariant) -> Vec<Goal> {
        joined(&self.cube(&invariant.when), &Cube::new())
            .map_or_else(Vec::new, |cube| self.deciding(cube))
    }

    /// A goal for each decision and SMS that a cube allows; a single one where it asks for neither.
    fn deciding(&self, cube: Cube) -> Vec<Goal> {
        let asked = |input: usize| {
            cube.iter().find(|(at, _)| *at == input).map(|(_, classes)| classes.clone())
        };
        let (decisions, sms) = (asked(self.decision), asked(self.sms));
        if decisions.is_none() && sms.is_none() {
            return vec![Goal { all: cube, ..Goal::default() }];
        }
        let rest: Cube =
            cube.into_iter().filter(|(at, _)| *at != self.decision && *at != self.sms).collect();
        let decisions = decisions.unwrap_or_else(|| Set::all(DECISIONS.len() + 1));
        let mut goals = Vec::new();
        let all = [
            VerdictDecision::Allow,
            VerdictDecision::Warn,
            VerdictDecision::Manual,
            VerdictDecision::Refuse,
        ];
        for decision in
            all.into_iter().filter(|&decision| decisions.contains(word(decision as usize)))
        {
            let refused = decision == VerdictDecision::Refuse;
            let ways =
                sms.as_ref().map_or_else(|| vec![Cube::new()], |sms| self.alerting(sms, refused));
            for way in ways {
                if let Some(all) = joined(&rest, &way) {
                    goals.push(Goal { all, ..self.decided(decision) });
                }
            }
        }
        goals
    }

    /// The cubes in which the SMS is as asked, of requests that are refused or not.
    fn alerting(&self, sms: &Set, refused: bool) -> Vec<Cube> {
        let (sent, unsent) = (sms.contains(TRUE), sms.contains(FALSE));
        if unsent && (sent || refused) {
            return vec![Cube::new()];
        }
        let (action, priority) = (CheckInput::Action as usize, CheckInput::Priority as usize);
        let hand_over = Set::one(ACTIONS.len() + 1, word(0));
        let alerts = self.features.alerting();
        let others =
            |input: usize, set: &Set| (input, Set::all(self.features.count(input)).minus(set));
        match (sent, unsent) {
            (true, _) if !refused => vec![vec![(action, hand_over), (priority, alerts.clone())]],
            (false, true) => vec![vec![others(action, &hand_over)], vec![others(priority, alerts)]],
            _ => Vec::new(),
        }
    }

    /// The checks that make a decision: one fires, and none that is more serious.
    fn decided(&self, decision: VerdictDecision) -> Goal {
        let severity = match decision {
            VerdictDecision::Allow => FindingSeverity::Info,
            VerdictDecision::Warn => FindingSeverity::Warning,
            VerdictDecision::Manual => FindingSeverity::Manual,
            VerdictDecision::Refuse => FindingSeverity::Refuse,
        };
        let checks = || self.checks.iter().zip(&self.firing);
        let none = checks().filter(|(check, _)| check.severity > severity);
        let of_severity = checks().filter(|(check, _)| check.severity == severity);
        let cubes = of_severity.flat_map(|(_, firing)| firing.cubes.iter().cloned());
        Goal {
            none: none.flat_map(|(_, firing)| firing.surely().iter().cloned()).collect(),
            one_of: (decision != VerdictDecision::Allow).then(|| cubes.collect()),
            all: Cube::new(),
        }
    }
}

impl Firing {
    /// Cubes in which the check surely fires.
    pub(super) fn surely(&self) -> &[Cube] {
        if self.exact { &self.cubes } else { &[] }
    }
}

/// The conditions of both; `None` where they exclude each other.
pub(super) fn joined(a: &Cube, b: &Cube) -> Option<Cube> {
    let mut both = a.clone();
    for (feature, classes) in b {
        match both.iter_mut().find(|(known, _)| known == feature) {
            Some((_, known)) => drop(known.keep(classes)),
            None => both.push((*feature, classes.clone())),
        }
    }
    (!both.iter().any(|(_, classes)| classes.is_empty())).then_some(both)
}
