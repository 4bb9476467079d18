//! Goals made of a rule set: when checks fire, when a decision is made, and what breaks an invariant.

use super::super::proof::{Cube, Extra, FALSE, FeatureSet, Goal, HAND_OVER, Set, TRUE, word};
use handover_core::engine::{Engine, VerdictDecision};
use handover_core::ruleset::FindingSeverity;
use handover_core::ruleset::checks::Check;
use handover_core::ruleset::inputs::{CheckInput, FIELD_LISTS};
use handover_core::ruleset::invariants::{Invariant, Invariants};
use handover_core::ruleset::kinds::{ACTIONS, DECISIONS};
use handover_matcher::{Condition, Value};

/// Every decision, the least serious first.
const DECIDED: [VerdictDecision; 4] = [
    VerdictDecision::Allow,
    VerdictDecision::Warn,
    VerdictDecision::Manual,
    VerdictDecision::Refuse,
];

/// When a check fires.
pub(in crate::analysis) struct Firing {
    /// Wherever it fires, one of these holds.
    pub(in crate::analysis) cubes: Vec<Cube>,
    /// It also fires wherever one of them holds.
    exact: bool,
}

impl Firing {
    /// Cubes in which the check certainly fires.
    pub(in crate::analysis) fn certain(&self) -> &[Cube] {
        if self.exact { &self.cubes } else { &[] }
    }
}

/// The cubes of all checks, and the goals that are made of them.
pub(in crate::analysis) struct Goals<'f, 'a> {
    features: &'f FeatureSet<'a>,
    checks: &'f [Check],
    /// By check, when it fires.
    pub(in crate::analysis) firing: Vec<Firing>,
    decision: usize,
    sms: usize,
}

impl<'f, 'a> Goals<'f, 'a> {
    /// `None` where invariants cannot name the decision or the SMS.
    pub(in crate::analysis) fn new(features: &'f FeatureSet<'a>) -> Option<Self> {
        let rule_set = features.engine().rule_set();
        let mut this = Self {
            features,
            checks: &rule_set.checks.all,
            firing: Vec::new(),
            decision: Invariants::position("decision")?,
            sms: Invariants::position("sms")?,
        };
        let (needed, exact) = this.needed();
        for (check, rule) in this.checks.iter().zip(rule_set.checks.table.rules()) {
            let extra = |extra| vec![vec![this.extra(extra)]];
            let listed: Vec<Cube> = match check.about.list().and_then(|list| FIELD_LISTS.get(list))
            {
                None => vec![Cube::new()],
                Some(("missing_fields", _)) => {
                    extra(Extra::RouteMissing).into_iter().chain(needed.iter().cloned()).collect()
                }
                Some(("unknown_specialties", _)) => extra(Extra::UnknownSpecialty),
                Some(("unlisted_units", _)) => extra(Extra::UnlistedUnit),
                Some(("closed_receivers", _)) => extra(Extra::ClosedReceiver),
                Some(("closed_senders", _)) => extra(Extra::ClosedSender),
                Some(("continued_reasons", _)) => extra(Extra::ContinuedReason),
                Some(_) => extra(Extra::Identity),
            };
            let cubes = rule.alternatives.iter().flat_map(|conditions| {
                let cube = this.cube(conditions);
                listed.iter().filter_map(move |list| joined(&cube, list))
            });
            let firing = Firing { cubes: cubes.collect(), exact: exact || listed.len() <= 1 };
            this.firing.push(firing);
        }
        Some(this)
    }

    /// The engine of the space.
    pub(super) fn engine(&self) -> &'a Engine {
        self.features.engine()
    }

    fn extra(&self, extra: Extra) -> (usize, Set) {
        (self.features.extra(extra), Set::one(TRUE + 1, TRUE))
    }

    /// Conditions as a cube.
    fn cube(&self, conditions: &[Condition]) -> Cube {
        let one = |condition: &Condition| {
            (condition.input, self.features.accepted(condition.input, &condition.accepts))
        };
        conditions.iter().map(one).collect()
    }

    /// The class of one value of an input.
    pub(super) fn only(&self, input: usize, value: Value) -> (usize, Set) {
        let class = self.features.class_of(input, value);
        (input, Set::one(self.features.count(input), class))
    }

    /// All classes of an input but some.
    fn others(&self, input: usize, classes: &Set) -> (usize, Set) {
        (input, Set::all(self.features.count(input)).minus(classes))
    }

    /// The cubes in which a check lacks the field that it needs: its other conditions hold, and the field is absent.
    ///
    /// Also returns whether a field is lacked nowhere else and everywhere there: a check that can hold by an alternative
    /// without the field lacks nothing.
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

    /// Goals that together cover every request that breaks an invariant.
    pub(in crate::analysis) fn breaking(&self, invariant: &Invariant) -> Vec<Goal> {
        let when = self.cube(&invariant.when);
        let broken = self
            .cube(&invariant.then)
            .into_iter()
            .filter_map(|(input, accepted)| joined(&when, &vec![self.others(input, &accepted)]));
        broken.flat_map(|cube| self.deciding(cube)).collect()
    }

    /// Goals that together cover every request that an invariant speaks of.
    pub(in crate::analysis) fn speaking(&self, invariant: &Invariant) -> Vec<Goal> {
        joined(&self.cube(&invariant.when), &Cube::new())
            .map_or_else(Vec::new, |cube| self.deciding(cube))
    }

    /// A goal for each decision and SMS that a cube allows; a single one where it names neither.
    fn deciding(&self, cube: Cube) -> Vec<Goal> {
        let named = |input: usize| {
            cube.iter().find(|(at, _)| *at == input).map(|(_, classes)| classes.clone())
        };
        let (decisions, sms) = (named(self.decision), named(self.sms));
        if decisions.is_none() && sms.is_none() {
            return vec![Goal { all: cube, ..Goal::default() }];
        }
        let rest: Cube =
            cube.into_iter().filter(|(at, _)| *at != self.decision && *at != self.sms).collect();
        let decisions = decisions.unwrap_or_else(|| Set::all(DECISIONS.len() + 1));
        let mut goals = Vec::new();
        for decision in
            DECIDED.into_iter().filter(|&decision| decisions.contains(word(decision as usize)))
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

    /// Cubes in which the SMS is as wanted, of requests that are refused or not.
    fn alerting(&self, sms: &Set, refused: bool) -> Vec<Cube> {
        let (sent, unsent) = (sms.contains(TRUE), sms.contains(FALSE));
        if unsent && (sent || refused) {
            return vec![Cube::new()];
        }
        let (action, priority) = (CheckInput::Action as usize, CheckInput::Priority as usize);
        let hand_over = Set::one(ACTIONS.len() + 1, HAND_OVER);
        let alerts = self.features.alerting();
        match (sent, unsent) {
            (true, _) if !refused => vec![vec![(action, hand_over), (priority, alerts.clone())]],
            (false, true) => {
                vec![vec![self.others(action, &hand_over)], vec![self.others(priority, alerts)]]
            }
            _ => Vec::new(),
        }
    }

    /// The goal of a decision: a check of its severity fires, and none that is more serious.
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
            none: none.flat_map(|(_, firing)| firing.certain().iter().cloned()).collect(),
            one_of: (decision != VerdictDecision::Allow).then(|| cubes.collect()),
            all: Cube::new(),
        }
    }
}

/// The conditions of both cubes; `None` where they exclude each other.
fn joined(a: &Cube, b: &Cube) -> Option<Cube> {
    let mut both = a.clone();
    for (feature, classes) in b {
        match both.iter_mut().find(|(known, _)| known == feature) {
            Some((_, known)) => drop(known.keep(classes)),
            None => both.push((*feature, classes.clone())),
        }
    }
    (!both.iter().any(|(_, classes)| classes.is_empty())).then_some(both)
}
