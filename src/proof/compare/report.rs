//! The report on a comparison, in a language.

use jiff::civil::Date;

use super::comparison::Comparison;
use super::items::{self, ItemName};
use super::left::left;
use super::plain::{DifferenceKind, differences};
use super::receiver::{no_receiver, receiver};
use super::request::Asking;
use super::tables;
use super::tables::{RuleList, TableResult};
use super::wording::{ConditionText, Wording, sentence};
use super::words;
use handover_core::language::{Lang, Text};
use handover_core::ruleset::RuleSet;
use handover_core::ruleset::kinds::LISTS;
use handover_core::ruleset::names::{Word, Words};
use handover_core::ruleset::priority;
use handover_core::ruleset::routing::Target;
use handover_core::wire::report::{
    Cases, ChangeKind, ChangedBlock, ChangedPart, Condition, Count, DiffReport, DiffSummary,
    EntryChange, EntryDiff, PriorityBand, PriorityChange, PriorityLevel, Proof, ReceiverPart,
    ReportName, ReportedRules, RoutingChange, RoutingDiff, TableName, WordChange, WrittenChange,
};
use handover_matcher::{self, Outcomes, Side};

impl Comparison<'_> {
    /// The result in a language. Example requests are for the day `at`, unless the rules need another.
    #[must_use]
    pub fn report(&self, lang: Lang, at: Date) -> DiffReport {
        report(self, lang, at)
    }
}

fn report(comparison: &Comparison<'_>, lang: Lang, at: Date) -> DiffReport {
    let reporter = DiffReporter { comparison, lang, at };
    let (routing, firing) = (reporter.routing(), reporter.firing());
    let (priority, written) = (reporter.priority(), reporter.written());
    let proved =
        routing.proof == Proof::Proved && firing.iter().all(|entry| entry.proof == Proof::Proved);
    let changed = !proved
        || !routing.changes.is_empty()
        || !firing.is_empty()
        || !priority.is_empty()
        || !written.is_empty();
    let mut report = DiffReport {
        report: ReportName::Diff,
        before: ReportedRules::new(comparison.before.rule_set, lang),
        after: ReportedRules::new(comparison.after.rule_set, lang),
        summary: DiffSummary { changed, proved },
        routing,
        firing,
        priority,
        written,
        other: None,
        recorded: None,
    };
    report.other = left(comparison, &report);
    report.summary.changed |= report.other.as_ref().is_none_or(|other| !other.is_empty());
    report
}

struct DiffReporter<'a> {
    comparison: &'a Comparison<'a>,
    lang: Lang,
    at: Date,
}

impl DiffReporter<'_> {
    fn before(&self) -> &RuleSet {
        self.comparison.before.rule_set
    }

    fn after(&self) -> &RuleSet {
        self.comparison.after.rule_set
    }

    fn wording(&self) -> Wording<'_> {
        Wording::new(self.before(), self.after(), self.lang)
    }

    fn routing(&self) -> RoutingDiff {
        let compared = &self.comparison.routing;
        let TableResult::Exact(diff) = &compared.found else {
            return RoutingDiff {
                proof: Proof::NotProved,
                combinations: Count(None),
                changed: Count(None),
                complete: false,
                changes: Vec::new(),
            };
        };
        RoutingDiff {
            proof: Proof::Proved,
            combinations: Count(diff.cases),
            changed: Count(diff.changed),
            complete: diff.complete,
            changes: diff.changes.iter().map(|change| self.change(compared, change)).collect(),
        }
    }

    fn change(
        &self,
        compared: &tables::TableComparison,
        change: &handover_matcher::Changed,
    ) -> RoutingChange {
        let goal = |outcomes: &Outcomes, rule_set: &'_ RuleSet| match outcomes {
            Outcomes::One(outcome) => rule_set.routing.target(*outcome).copied(),
            Outcomes::None | Outcomes::Several(_) => None,
        };
        let targets = [goal(&change.before, self.before()), goal(&change.after, self.after())];
        let parts = |rule_set: &RuleSet, target: Option<&Target>, outcomes: &Outcomes| match target
        {
            Some(target) => receiver(rule_set, target, self.lang),
            None => vec![no_receiver(matches!(outcomes, Outcomes::Several(_)), self.lang)],
        };
        let before = parts(self.before(), targets[0].as_ref(), &change.before);
        let after = parts(self.after(), targets[1].as_ref(), &change.after);
        let asking = Asking {
            before: self.before(),
            after: self.after(),
            joint: &compared.joint,
            at: self.at,
        };
        let blocks = change.blocks.iter().map(|changed| {
            let targets = targets.each_ref().map(Option::as_ref);
            let ask = |side: Side| asking.request(&changed.block, targets, side);
            let (request, old) = (ask(Side::After), ask(Side::Before));
            let request_before = (old != request).then(|| Box::new(old));
            let block = self.block(compared, &changed.block);
            ChangedBlock {
                cases: Cases { request: Some(Box::new(request)), ..block.cases },
                before: rules(self.before(), &changed.before),
                after: rules(self.after(), &changed.after),
                request_before,
            }
        });
        RoutingChange {
            blocks: blocks.collect(),
            text: what_changes(&before, &after),
            before,
            after,
            combinations: Count(change.cases),
        }
    }

    fn block(
        &self,
        compared: &tables::TableComparison,
        block: &handover_matcher::Block,
    ) -> ChangedBlock {
        let cells = self.wording().cells(&compared.specs, &compared.joint, block);
        let condition = |cell: &ConditionText| Condition {
            input: cell.input.to_owned(),
            label: cell.label.clone(),
            accepts: cell.values.clone(),
            accepts_label: cell.said.clone(),
        };
        let cases = Cases {
            text: sentence(&cells, self.lang),
            when: cells.iter().map(condition).collect(),
            combinations: Count(block.cases),
            request: None,
        };
        ChangedBlock { cases, before: Vec::new(), after: Vec::new(), request_before: None }
    }

    fn firing(&self) -> Vec<EntryDiff> {
        let firing = |firing: &tables::EntryComparison| {
            let (proof, changes) = match &firing.compared.found {
                TableResult::NotProved => (Proof::NotProved, Vec::new()),
                TableResult::Exact(diff) => {
                    let change = |change: &handover_matcher::Changed| EntryChange {
                        holds: change.before == Outcomes::None,
                        blocks: (change.blocks.iter())
                            .map(|changed| self.block(&firing.compared, &changed.block))
                            .collect(),
                    };
                    (Proof::Proved, diff.changes.iter().map(change).collect())
                }
            };
            let table = match firing.list {
                RuleList::Methods => TableName::Methods,
                RuleList::Checks => TableName::Checks,
                RuleList::Procedures => TableName::Procedures,
                RuleList::Templates => TableName::Templates,
                RuleList::Lifecycles => TableName::Lifecycles,
            };
            let methods = [self.after(), self.before()];
            let mut methods = methods.into_iter().flat_map(|rule_set| &rule_set.methods.all);
            let method = methods.find(|method| method.id == firing.id);
            let label = method.filter(|_| firing.list == RuleList::Methods);
            EntryDiff {
                table,
                rule: firing.id.clone(),
                label: label.map(|method| method.label.get(self.lang).to_owned()),
                change: match firing.there {
                    [false, _] => ChangeKind::Added,
                    [_, false] => ChangeKind::Removed,
                    [true, true] => ChangeKind::Changed,
                },
                proof,
                changes,
            }
        };
        self.comparison.firing.iter().map(firing).collect()
    }

    fn priority(&self) -> Vec<PriorityChange> {
        let (before, after) = (&self.before().priority, &self.after().priority);
        let level = |scale: &priority::Priority, priority: i64| {
            let inside = (scale.min..=scale.max).contains(&priority);
            scale.level(priority).filter(|_| inside).map(|level| PriorityLevel {
                sms: level.notification.sms,
                listed: level.notification.listed,
                band: match level.band {
                    priority::Band::Inside => PriorityBand::Inside,
                    priority::Band::MoreUrgent => PriorityBand::MoreUrgent,
                    priority::Band::LessUrgent => PriorityBand::LessUrgent,
                },
            })
        };
        let mut ranges: Vec<PriorityChange> = Vec::new();
        for priority in before.min.min(after.min)..=before.max.max(after.max) {
            let (before, after) = (level(before, priority), level(after, priority));
            if before == after {
                continue;
            }
            match ranges.last_mut() {
                Some(range)
                    if range.last + 1 == priority
                        && (range.before, range.after) == (before, after) =>
                {
                    range.last = priority;
                }
                _ => {
                    let (first, last) = (priority, priority);
                    ranges.push(PriorityChange { first, last, before, after });
                }
            }
        }
        ranges
    }

    fn written(&self) -> Vec<WrittenChange> {
        let Comparison { before, after, words, routing, .. } = self.comparison;
        let mut written = self.words();
        // Other sections report the added and removed words and entries of tables.
        let lists = ["methods", "checks", "procedures", "templates", "lifecycles"];
        let reported_elsewhere = |section: &str| {
            lists.contains(&section) || LISTS.iter().any(|list| list.name == section)
        };
        for difference in differences(*before, *after, words, routing) {
            let (change, parts) = match difference.kind {
                DifferenceKind::Added => (ChangeKind::Added, Vec::new()),
                DifferenceKind::Removed => (ChangeKind::Removed, Vec::new()),
                DifferenceKind::Changed(parts) => (ChangeKind::Changed, parts),
            };
            if change != ChangeKind::Changed && reported_elsewhere(difference.section.0) {
                continue;
            }
            let part = |(name, before, after): &(ItemName, Text, Text)| ChangedPart {
                part: name.0,
                label: self.lang.say(name.1, name.2).to_owned(),
                before: before.get(self.lang).to_owned(),
                after: after.get(self.lang).to_owned(),
            };
            let parts = parts.iter().map(part).collect();
            written.push(WrittenChange {
                section: difference.section.0,
                section_label: self.lang.say(difference.section.1, difference.section.2).to_owned(),
                id: difference.id,
                label: difference.label.map(|label| label.get(self.lang).to_owned()),
                change,
                words: None,
                parts,
            });
        }
        written
    }

    /// Words that were added, removed, renamed, merged or split.
    fn words(&self) -> Vec<WrittenChange> {
        let mut written = Vec::new();
        for list in &LISTS {
            let (list_kind, section) = (list.kind, items::section(list));
            let lists = (self.before().list(list_kind), self.after().list(list_kind));
            let (Some(before), Some(after), Some(matching)) =
                (lists.0, lists.1, self.comparison.words.of(list_kind))
            else {
                continue;
            };
            for change in matching.changes(before, after) {
                let id =
                    |word: Option<&Word>| word.map_or_else(String::new, |word| word.id.clone());
                let ids = |list: &Words, words: &[u32]| -> Vec<String> {
                    words.iter().map(|&word| id(list.get(word))).collect()
                };
                let both = |old: &[u32], new: &[u32]| {
                    Some(WordChange { before: ids(before, old), after: ids(after, new) })
                };
                let (kind, word, both) = match &change {
                    words::WordChange::Added(word) => (ChangeKind::Added, after.get(*word), None),
                    words::WordChange::Removed(word) => {
                        (ChangeKind::Removed, before.get(*word), None)
                    }
                    words::WordChange::Renamed { before: old, after: new } => {
                        (ChangeKind::Renamed, after.get(*new), both(&[*old], &[*new]))
                    }
                    words::WordChange::Merged { before: old, after: new } => {
                        (ChangeKind::Merged, after.get(*new), both(old, &[*new]))
                    }
                    words::WordChange::Split { before: old, after: new } => {
                        (ChangeKind::Split, before.get(*old), both(&[*old], new))
                    }
                };
                written.push(WrittenChange {
                    section: section.0,
                    section_label: self.lang.say(section.1, section.2).to_owned(),
                    id: id(word),
                    label: word.map(|word| word.label(self.lang).to_owned()),
                    change: kind,
                    words: both,
                    parts: Vec::new(),
                });
            }
        }
        written
    }
}

/// The ids of rules.
fn rules(rule_set: &RuleSet, rules: &[u32]) -> Vec<String> {
    let table = rule_set.routing.table.rules();
    rules.iter().filter_map(|&rule| table.get(rule as usize)).map(|rule| rule.id.clone()).collect()
}

/// The parts that differ, each as `name: before → after`.
fn what_changes(before: &[ReceiverPart], after: &[ReceiverPart]) -> String {
    if before.len() != after.len() || before.len() == 1 {
        let said = |parts: &[ReceiverPart]| {
            let values: Vec<&str> = parts.iter().map(|part| part.value_label.as_str()).collect();
            values.join(", ")
        };
        return format!("{} → {}", said(before), said(after));
    }
    let differ =
        before.iter().zip(after).filter(|(before, after)| before.value_label != after.value_label);
    let parts: Vec<String> = differ
        .map(|(before, after)| {
            format!("{} {} → {}", before.label, before.value_label, after.value_label)
        })
        .collect();
    parts.join("; ")
}
