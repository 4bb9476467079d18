//! What was found, told in a language.

use jiff::civil::Date;

use super::items::{self, Name};
use super::plain::{DifferenceKind, differences};
use super::report::{
    Change, ChangedBlock, ChangedPart, Condition, Firing, FiringChange, Level, Part, Plain, Prove,
    Range, Report, Routing, Version,
};
use super::request::Asking;
use super::tables::{Found, List};
use super::wording::{Cell, Wording, sentence};
use super::words::WordChange;
use super::{Comparison, tables};
use handover_core::language::{Lang, Text};
use handover_core::ruleset::RuleSet;
use handover_core::ruleset::kinds::LISTS;
use handover_core::ruleset::lexicon::TargetPart;
use handover_core::ruleset::lexicon::no_target;
use handover_core::ruleset::names::{Word, Words};
use handover_core::ruleset::priority;
use handover_core::ruleset::routing::Target;
use handover_matcher::{self, Outcomes, Side};

/// What was found, in a language.
pub(super) fn report(comparison: &Comparison<'_>, lang: Lang, at: Date) -> Report {
    let telling = Telling { comparison, lang, at };
    let version = |rule_set: &RuleSet| Version {
        id: rule_set.id.clone(),
        title: rule_set.title.get(lang).to_owned(),
        fingerprint: rule_set.fingerprint.clone(),
    };
    let (routing, firing) = (telling.routing(), telling.firing());
    let (priority, written) = (telling.priority(), telling.written());
    let proved =
        routing.proof == Prove::Proved && firing.iter().all(|firing| firing.proof == Prove::Proved);
    let changed = !proved
        || !routing.changes.is_empty()
        || !firing.is_empty()
        || !priority.is_empty()
        || !written.is_empty();
    Report {
        before: version(comparison.before.rule_set),
        after: version(comparison.after.rule_set),
        changed,
        proved,
        routing,
        firing,
        priority,
        written,
        recorded: None,
    }
}

struct Telling<'a> {
    comparison: &'a Comparison<'a>,
    lang: Lang,
    at: Date,
}

impl Telling<'_> {
    fn before(&self) -> &RuleSet {
        self.comparison.before.rule_set
    }

    fn after(&self) -> &RuleSet {
        self.comparison.after.rule_set
    }

    fn wording(&self) -> Wording<'_> {
        Wording::new(self.before(), self.after(), self.lang)
    }

    fn routing(&self) -> Routing {
        let compared = &self.comparison.routing;
        let Found::Exact(diff) = &compared.found else {
            return Routing {
                proof: Prove::NotProved,
                cases: None,
                changed: None,
                complete: false,
                changes: Vec::new(),
            };
        };
        Routing {
            proof: Prove::Proved,
            cases: diff.cases,
            changed: diff.changed,
            complete: diff.complete,
            changes: diff.changes.iter().map(|change| self.change(compared, change)).collect(),
        }
    }

    fn change(&self, compared: &tables::Compared, change: &handover_matcher::Changed) -> Change {
        let goal = |told: &Outcomes, rule_set: &'_ RuleSet| match told {
            Outcomes::One(outcome) => rule_set.routing.target(*outcome).copied(),
            Outcomes::None | Outcomes::Several(_) => None,
        };
        let targets = [goal(&change.before, self.before()), goal(&change.after, self.after())];
        let parts = |rule_set: &RuleSet, target: Option<&Target>, told: &Outcomes| match target {
            Some(target) => {
                let parts = rule_set.lexicon(self.lang).target_parts(target).into_iter();
                let part =
                    |part: TargetPart| Part { name: part.name.to_owned(), value: part.value };
                parts.map(part).collect::<Vec<_>>()
            }
            None => {
                let several = matches!(told, Outcomes::Several(_));
                let name = self.lang.say("svar", "answer").to_owned();
                vec![Part { name, value: no_target(several).get(self.lang).to_owned() }]
            }
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
            let request_before = (old != request).then_some(old);
            let block = self.block(compared, &changed.block);
            ChangedBlock {
                before: rules(self.before(), &changed.before),
                after: rules(self.after(), &changed.after),
                request: Some(request),
                request_before,
                ..block
            }
        });
        let blocks = blocks.collect();
        Change { text: what_changes(&before, &after), before, after, cases: change.cases, blocks }
    }

    fn block(&self, compared: &tables::Compared, block: &handover_matcher::Block) -> ChangedBlock {
        let cells = self.wording().cells(&compared.specs, &compared.joint, block);
        let condition = |cell: &Cell| Condition {
            input: cell.input.to_owned(),
            label: cell.label.clone(),
            values: cell.values.clone(),
            values_label: cell.said.clone(),
        };
        ChangedBlock {
            text: sentence(&cells, self.lang),
            when: cells.iter().map(condition).collect(),
            cases: block.cases,
            before: Vec::new(),
            after: Vec::new(),
            request: None,
            request_before: None,
        }
    }

    fn firing(&self) -> Vec<Firing> {
        let firing = |firing: &tables::Firing| {
            let (proof, changes) = match &firing.compared.found {
                Found::NotProved => (Prove::NotProved, Vec::new()),
                Found::Exact(diff) => {
                    let change = |change: &handover_matcher::Changed| FiringChange {
                        holds: change.before == Outcomes::None,
                        blocks: (change.blocks.iter())
                            .map(|changed| self.block(&firing.compared, &changed.block))
                            .collect(),
                    };
                    (Prove::Proved, diff.changes.iter().map(change).collect())
                }
            };
            let list = match firing.list {
                List::Methods => "methods",
                List::Checks => "checks",
                List::Procedures => "procedures",
                List::Templates => "templates",
                List::Lifecycles => "lifecycles",
            };
            let methods = [self.after(), self.before()];
            let mut methods = methods.into_iter().flat_map(|rule_set| &rule_set.methods.all);
            let method = methods.find(|method| method.id == firing.id);
            let label = method.filter(|_| firing.list == List::Methods);
            Firing {
                list,
                id: firing.id.clone(),
                label: label.map(|method| method.label.get(self.lang).to_owned()),
                change: match firing.there {
                    [false, _] => "added",
                    [_, false] => "removed",
                    [true, true] => "changed",
                },
                proof,
                changes,
            }
        };
        self.comparison.firing.iter().map(firing).collect()
    }

    fn priority(&self) -> Vec<Range> {
        let (before, after) = (&self.before().priority, &self.after().priority);
        let level = |scale: &priority::Priority, priority: i64| {
            let inside = (scale.min..=scale.max).contains(&priority);
            scale.level(priority).filter(|_| inside).map(|level| Level {
                sms: level.notification.sms,
                listed: level.notification.listed,
                band: match level.band {
                    priority::Band::Inside => "inside",
                    priority::Band::MoreUrgent => "more_urgent",
                    priority::Band::LessUrgent => "less_urgent",
                },
            })
        };
        let mut ranges: Vec<Range> = Vec::new();
        for priority in before.min.min(after.min)..=before.max.max(after.max) {
            let (before, after) = (level(before, priority), level(after, priority));
            if before == after {
                continue;
            }
            match ranges.last_mut() {
                Some(last)
                    if last.to + 1 == priority && (last.before, last.after) == (before, after) =>
                {
                    last.to = priority;
                }
                _ => ranges.push(Range { from: priority, to: priority, before, after }),
            }
        }
        ranges
    }

    fn written(&self) -> Vec<Plain> {
        let Comparison { before, after, words, routing, .. } = self.comparison;
        let mut written = self.words();
        // Of words and of what holds at times it is told elsewhere which are added and removed.
        let lists = ["methods", "checks", "procedures", "templates", "lifecycles"];
        let told = |section: &str| {
            lists.contains(&section) || LISTS.iter().any(|list| list.name == section)
        };
        for difference in differences(*before, *after, words, routing) {
            let (change, parts) = match difference.kind {
                DifferenceKind::Added => ("added", Vec::new()),
                DifferenceKind::Removed => ("removed", Vec::new()),
                DifferenceKind::Changed(parts) => ("changed", parts),
            };
            if change != "changed" && told(difference.section.0) {
                continue;
            }
            let part = |(name, before, after): &(Name, Text, Text)| ChangedPart {
                part: name.0,
                name: self.lang.say(name.1, name.2).to_owned(),
                before: before.get(self.lang).to_owned(),
                after: after.get(self.lang).to_owned(),
            };
            let parts = parts.iter().map(part).collect();
            written.push(Plain {
                section: difference.section.0,
                kind: self.lang.say(difference.section.1, difference.section.2).to_owned(),
                id: difference.id,
                label: difference.label.map(|label| label.get(self.lang).to_owned()),
                change,
                words: None,
                parts,
            });
        }
        written
    }

    /// Words that are new, gone, renamed, merged or split.
    fn words(&self) -> Vec<Plain> {
        let mut told = Vec::new();
        for list in &LISTS {
            let (kind, section) = (list.kind, items::section(list));
            let lists = (self.before().list(kind), self.after().list(kind));
            let (Some(before), Some(after), Some(matching)) =
                (lists.0, lists.1, self.comparison.words.of(kind))
            else {
                continue;
            };
            for change in matching.changes(before, after) {
                let id =
                    |word: Option<&Word>| word.map_or_else(String::new, |word| word.id.clone());
                let ids = |list: &Words, words: &[u32]| -> Vec<String> {
                    words.iter().map(|&word| id(list.get(word))).collect()
                };
                let (name, word, both) = match &change {
                    WordChange::Added(word) => ("added", after.get(*word), None),
                    WordChange::Removed(word) => ("removed", before.get(*word), None),
                    WordChange::Renamed { before: old, after: new } => (
                        "renamed",
                        after.get(*new),
                        Some([ids(before, &[*old]), ids(after, &[*new])]),
                    ),
                    WordChange::Merged { before: old, after: new } => {
                        ("merged", after.get(*new), Some([ids(before, old), ids(after, &[*new])]))
                    }
                    WordChange::Split { before: old, after: new } => {
                        ("split", before.get(*old), Some([ids(before, &[*old]), ids(after, new)]))
                    }
                };
                told.push(Plain {
                    section: section.0,
                    kind: self.lang.say(section.1, section.2).to_owned(),
                    id: id(word),
                    label: word.map(|word| word.label(self.lang).to_owned()),
                    change: name,
                    words: both,
                    parts: Vec::new(),
                });
            }
        }
        told
    }
}

/// The ids of rules.
fn rules(rule_set: &RuleSet, rules: &[u32]) -> Vec<String> {
    let table = rule_set.routing.table.rules();
    rules.iter().filter_map(|&rule| table.get(rule as usize)).map(|rule| rule.id.clone()).collect()
}

/// The parts that differ, each as `name: before → after`.
fn what_changes(before: &[Part], after: &[Part]) -> String {
    if before.len() != after.len() || before.len() == 1 {
        let said = |parts: &[Part]| {
            let values: Vec<&str> = parts.iter().map(|part| part.value.as_str()).collect();
            values.join(", ")
        };
        return format!("{} → {}", said(before), said(after));
    }
    let differ = before.iter().zip(after).filter(|(before, after)| before.value != after.value);
    let told: Vec<String> = differ
        .map(|(before, after)| format!("{} {} → {}", before.name, before.value, after.value))
        .collect();
    told.join("; ")
}
