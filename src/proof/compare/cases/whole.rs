//! What of two answers is the same beside the receiver: methods, findings, steps, messages and events.

use handover_core::engine::{Engine, Finding, MethodAdvice, Verdict};
use handover_core::ruleset::RuleSet;
use handover_core::ruleset::procedures::Transition;

/// By index before, the entries after that say the same.
#[derive(Debug)]
pub(super) struct Counterparts {
    checks: Vec<Option<usize>>,
    methods: Vec<Option<usize>>,
    steps: Vec<Option<usize>>,
    templates: Vec<Option<usize>>,
    events: Vec<Vec<Vec<(usize, usize)>>>,
}

impl Counterparts {
    /// The counterparts of two engines.
    pub(super) fn of(before: &Engine, after: &Engine) -> Self {
        let (before, after) = (before.rule_set(), after.rule_set());
        let (old, new) = (&before.procedures, &after.procedures);
        Self {
            checks: pairs(&before.checks.all, &after.checks.all, |one, other| {
                one.id == other.id && one.severity == other.severity && one.message == other.message
            }),
            methods: pairs(&before.methods.all, &after.methods.all, |one, other| {
                one.id == other.id
            }),
            steps: pairs(&old.steps, &new.steps, |one, other| {
                one.id == other.id && one.actor == other.actor && one.text == other.text
            }),
            templates: pairs(&old.templates, &new.templates, |one, other| {
                one.id == other.id && one.to == other.to && one.text == other.text
            }),
            events: events(before, after),
        }
    }

    /// Whether the same methods are open, for the same reasons.
    pub(super) fn same_methods(&self, before: &[MethodAdvice], after: &[MethodAdvice]) -> bool {
        let same = |one: &MethodAdvice| {
            let other = self.methods.get(one.method).copied().flatten();
            let other = after.iter().find(|advice| Some(advice.method) == other);
            other.is_some_and(|other| one.allowed == other.allowed && one.because == other.because)
        };
        before.len() == after.len() && before.iter().all(same)
    }

    /// Whether the same findings are told of the same fields.
    pub(super) fn same_findings<A: Iterator<Item = Finding>>(
        &self,
        before: impl Iterator<Item = Finding>,
        after: impl Fn() -> A,
    ) -> bool {
        let mut count = 0;
        for finding in before {
            count += 1;
            let check = self.checks.get(finding.check).copied().flatten();
            let same = |other: Finding| Some(other.check) == check && other.field == finding.field;
            if !after().any(same) {
                return false;
            }
        }
        after().count() == count
    }

    /// Whether the same is to be done: steps, messages to start from, and what may happen next.
    pub(super) fn same_steps(&self, before: &Verdict<'_>, after: &Verdict<'_>) -> bool {
        let next = |&(lifecycle, transition): &(usize, usize)| {
            self.events.get(lifecycle).and_then(|events| events.get(transition))
        };
        let same_next = before.next.len() == after.next.len()
            && (before.next.iter().zip(after.next))
                .all(|(one, other)| next(one).is_some_and(|same| same.contains(other)));
        same_list(&self.steps, before.steps, after.steps)
            && same_list(&self.templates, before.templates, after.templates)
            && same_next
    }
}

fn same_list(counterparts: &[Option<usize>], before: &[usize], after: &[usize]) -> bool {
    let counterpart = |entry: &usize| counterparts.get(*entry).copied().flatten();
    before.len() == after.len()
        && before.iter().zip(after).all(|(one, other)| counterpart(one) == Some(*other))
}

/// By index before, the index of the entry after that is the same.
fn pairs<T>(before: &[T], after: &[T], same: impl Fn(&T, &T) -> bool) -> Vec<Option<usize>> {
    before.iter().map(|one| after.iter().position(|other| same(one, other))).collect()
}

/// By lifecycle and transition before, those after with the same event, actor and states.
fn events(before: &RuleSet, after: &RuleSet) -> Vec<Vec<Vec<(usize, usize)>>> {
    let all = |rules: &RuleSet| -> Vec<Vec<_>> {
        let lifecycles = rules.procedures.lifecycles.iter();
        lifecycles
            .map(|lifecycle| {
                let state = |at: usize| lifecycle.states.get(at).cloned();
                let transitions = lifecycle.transitions.iter();
                transitions
                    .map(|transition| {
                        let Transition { from, event, label, by, to, .. } = transition;
                        (
                            lifecycle.id.clone(),
                            state(*from),
                            event.clone(),
                            label.clone(),
                            *by,
                            state(*to),
                        )
                    })
                    .collect()
            })
            .collect()
    };
    let after = all(after);
    let same = |one: &_| {
        let lifecycles = after.iter().enumerate();
        lifecycles
            .flat_map(|(at, transitions)| {
                let found = transitions.iter().enumerate().filter(|(_, other)| *other == one);
                found.map(move |(transition, _)| (at, transition))
            })
            .collect()
    };
    all(before).iter().map(|lifecycle| lifecycle.iter().map(same).collect()).collect()
}
