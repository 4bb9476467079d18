//! SourceDays of the documents that answers rest on, computed for every period between their first and last days, so that
//! an answer costs one load.

use crate::ruleset::RuleSet;
use crate::ruleset::judges::Judges;
use crate::ruleset::sources::{Document, Sources};
use jiff::civil::Date;

/// Number of a period in which no document begins or ends to be valid.
pub(in crate::engine) type SourcePeriod = usize;

/// What holds of a document on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) struct DocumentState {
    /// Whether the day is past its last one.
    pub(in crate::engine) expired: bool,
    /// Whether the day is before its first one.
    pub(in crate::engine) not_yet_valid: bool,
}

impl DocumentState {
    /// Also what holds where there is no document, or one without days.
    const IN_FORCE: Self = Self { expired: false, not_yet_valid: false };
}

/// By period, what holds of the documents by which the validity of answers is judged.
#[derive(Debug)]
pub(in crate::engine) struct SourceDays {
    /// The documents that judge.
    judges: Judges,
    /// The first days of the periods after the first one, in order.
    starts: Vec<Date>,
    /// By period, what holds of each document in turn.
    states: Vec<DocumentState>,
    /// By period, what holds of all documents, if it is the same.
    common: Vec<Option<DocumentState>>,
}

impl SourceDays {
    pub(super) fn new(rule_set: &RuleSet) -> Self {
        let sources = &rule_set.sources;
        let judges = rule_set.judges();
        let starts = starts(sources);
        // The first day of a period stands for all of it.
        let days = std::iter::once(Date::MIN).chain(starts.iter().copied());
        let states_on = |day| judges.all.iter().map(move |judge| state(sources, judge, day));
        let states: Vec<DocumentState> = days.flat_map(states_on).collect();
        let common = states.chunks(judges.all.len()).map(|states| {
            let (first, others) = states.split_first()?;
            others.iter().all(|state| state == first).then_some(*first)
        });
        Self { common: common.collect(), judges, starts, states }
    }

    /// The period of a day. Logarithmic in the days on which documents begin or end.
    pub(in crate::engine) fn period(&self, day: Date) -> SourcePeriod {
        self.starts.partition_point(|start| *start <= day)
    }

    /// What holds of every answer in a period, whichever rules decide; `None` where that depends on the rules.
    pub(in crate::engine) fn common(&self, period: SourcePeriod) -> Option<DocumentState> {
        self.common.get(period).copied().flatten()
    }

    /// What holds of an answer that these rules decide.
    pub(in crate::engine) fn state(&self, rules: &[u32], period: SourcePeriod) -> DocumentState {
        let states = self.states_in(period);
        states.get(self.judge(rules, period)).copied().unwrap_or(DocumentState::IN_FORCE)
    }

    /// The revisions of the document by which an answer that these rules decide is judged.
    pub(in crate::engine) fn revisions(&self, rules: &[u32], period: SourcePeriod) -> &[usize] {
        self.judges.all.get(self.judge(rules, period)).map_or(&[], Vec::as_slice)
    }

    /// The place of the document that the deciding rules rest on, else of the governing one. Where rules rest on several,
    /// one that is valid.
    fn judge(&self, rules: &[u32], period: SourcePeriod) -> usize {
        let states = self.states_in(period);
        let in_force = |judge: &usize| states.get(*judge) == Some(&DocumentState::IN_FORCE);
        let own =
            || rules.iter().filter_map(|&rule| self.judges.by_rule.get(rule as usize).copied());
        own().find(in_force).or_else(|| own().next()).unwrap_or(0)
    }

    fn states_in(&self, period: SourcePeriod) -> &[DocumentState] {
        self.states.chunks(self.judges.all.len()).nth(period).unwrap_or_default()
    }
}

/// The days on which some document begins or ends to be valid, in order.
fn starts(sources: &Sources) -> Vec<Date> {
    let days = |document: &Document| {
        let after_last = document.valid_until.and_then(|last| last.tomorrow().ok());
        [document.valid_from, after_last]
    };
    let mut starts: Vec<Date> = sources.documents.iter().flat_map(days).flatten().collect();
    starts.sort_unstable();
    starts.dedup();
    starts
}

fn state(sources: &Sources, judge: &[usize], day: Date) -> DocumentState {
    let revision = sources.revision_on(judge, day).and_then(|at| sources.documents.get(at));
    revision.map_or(DocumentState::IN_FORCE, |revision| DocumentState {
        expired: revision.has_expired(day),
        not_yet_valid: revision.is_not_yet_valid(day),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_hold_what_the_documents_say_of_each_day() {
        let rule_set = RuleSet::embedded().unwrap();
        let validity = SourceDays::new(&rule_set);
        let sources = &rule_set.sources;
        let days = starts(sources).into_iter().chain([Date::MIN, Date::MAX]);
        let days = days.flat_map(|day| [day.yesterday().ok(), Some(day), day.tomorrow().ok()]);
        for day in days.flatten() {
            let period = validity.period(day);
            for (index, rule) in (0..).zip(&rule_set.routing.rules) {
                let revisions = sources.revisions_with(&rule.source);
                let expected = state(sources, &revisions, day);
                assert_eq!(validity.state(&[index], period), expected, "{day}");
                assert_eq!(validity.revisions(&[index], period), revisions, "{day}");
                assert!(validity.common(period).is_none_or(|common| common == expected), "{day}");
            }
            assert_eq!(
                validity.state(&[], period),
                state(sources, &sources.governing_revisions(), day),
                "{day}"
            );
        }
    }
}
