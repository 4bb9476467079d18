//! Counts of the recorded cases and their changes.

use std::collections::BTreeMap;

use super::{Judged, Recorded};
use handover_core::language::Lang;
use handover_core::ruleset::RuleSet;
use handover_core::ruleset::fields::RequestField;
use handover_core::ruleset::names::Words;
use handover_core::wire::report::{
    DiffReport, IgnoredColumn, RecordedBlock, RecordedGroup, RecordedImpact, UnreadLine,
};
use handover_core::wire::v1::RequestError;

/// Maximum number of lines given as examples.
const EXAMPLES: usize = 10;

/// Counts of the cases read so far.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// The lines read so far, including empty ones.
    pub(super) lines: u64,
    cases: u64,
    handovers: u64,
    changed: u64,
    targets: u64,
    decisions: u64,
    verdicts: u64,
    sms: u64,
    findings: u64,
    methods: u64,
    steps: u64,
    case_types: Vec<GroupTally>,
    units: Vec<GroupTally>,
    blocks: BTreeMap<(usize, usize), Examples>,
    /// Changed cases outside all blocks.
    elsewhere: Examples,
    misread: u64,
    /// The columns of CSV with a heading that is no field.
    pub(super) ignored: Vec<IgnoredColumn>,
    errors: Vec<UnreadLine>,
}

#[derive(Debug, Clone, Copy, Default)]
struct GroupTally {
    cases: u64,
    changed: u64,
}

#[derive(Debug, Clone, Default)]
struct Examples {
    cases: u64,
    lines: Vec<u64>,
}

impl Examples {
    fn add(&mut self, line: u64) {
        self.cases += 1;
        if self.lines.len() < EXAMPLES {
            self.lines.push(line);
        }
    }

    fn merge(&mut self, other: Self, start: u64) {
        self.cases += other.cases;
        let room = EXAMPLES.saturating_sub(self.lines.len());
        self.lines.extend(other.lines.into_iter().take(room).map(|line| start + line));
    }
}

impl Tally {
    /// The number of cases that were read.
    #[must_use]
    pub fn cases(&self) -> u64 {
        self.cases
    }

    /// The columns of CSV with a heading that is no field.
    #[must_use]
    pub fn ignored(&self) -> &[IgnoredColumn] {
        &self.ignored
    }

    fn judge(&mut self, line: u64, judged: Judged) {
        self.cases += 1;
        self.handovers += u64::from(judged.handover);
        let lists = [(&mut self.case_types, judged.case_type), (&mut self.units, judged.unit)];
        for (list, at) in lists {
            if list.len() <= at {
                list.resize(at + 1, GroupTally::default());
            }
            if let Some(seen) = list.get_mut(at) {
                seen.cases += 1;
                seen.changed += u64::from(judged.changed.is_some());
            }
        }
        let Some(changed) = judged.changed else { return };
        self.changed += 1;
        self.targets += u64::from(changed.target);
        self.decisions += u64::from(changed.decision);
        self.verdicts += u64::from(changed.verdict);
        self.sms += u64::from(changed.sms);
        self.findings += u64::from(changed.findings);
        self.methods += u64::from(changed.methods);
        self.steps += u64::from(changed.steps);
        match changed.block {
            Some(block) => self.blocks.entry(block).or_default().add(line),
            None => self.elsewhere.add(line),
        }
    }

    /// Counts a line with its result.
    pub(super) fn put(&mut self, line: u64, judged: Result<Judged, RequestError>) {
        match judged {
            Ok(judged) => self.judge(line, judged),
            Err(error) => {
                // A line may contain anything; only field names of the contract are repeated.
                let known = RequestField::ALL.iter().flat_map(|f| [f.path(), f.path_in_case()]);
                let field = known.into_iter().find(|known| *known == error.field()).unwrap_or("");
                self.misread(line, error.code(), field);
            }
        }
    }

    pub(super) fn misread(&mut self, line: u64, code: &str, field: &str) {
        self.misread += 1;
        if self.errors.len() < EXAMPLES {
            let field = (!field.is_empty()).then(|| field.to_owned());
            self.errors.push(UnreadLine { line, code: code.to_owned(), field });
        }
    }

    /// Adds the counts of the lines that follow, which are numbered from their own start.
    pub(super) fn merge(&mut self, other: Self) {
        let start = self.lines;
        self.lines += other.lines;
        let sums = [
            (&mut self.cases, other.cases),
            (&mut self.handovers, other.handovers),
            (&mut self.changed, other.changed),
            (&mut self.targets, other.targets),
            (&mut self.decisions, other.decisions),
            (&mut self.verdicts, other.verdicts),
            (&mut self.sms, other.sms),
            (&mut self.findings, other.findings),
            (&mut self.methods, other.methods),
            (&mut self.steps, other.steps),
            (&mut self.misread, other.misread),
        ];
        sums.into_iter().for_each(|(sum, more)| *sum += more);
        let lists = [(&mut self.case_types, other.case_types), (&mut self.units, other.units)];
        for (own, other) in lists {
            own.resize(own.len().max(other.len()), GroupTally::default());
            for (own, other) in own.iter_mut().zip(other) {
                own.cases += other.cases;
                own.changed += other.changed;
            }
        }
        for (block, examples) in other.blocks {
            self.blocks.entry(block).or_default().merge(examples, start);
        }
        self.elsewhere.merge(other.elsewhere, start);
        let room = EXAMPLES.saturating_sub(self.errors.len());
        let errors = other.errors.into_iter().take(room);
        self.errors.extend(errors.map(|error| UnreadLine { line: start + error.line, ..error }));
    }

    /// The counts in words. Blocks are phrased as in the report of the same comparison.
    #[must_use]
    pub fn impact(
        &self,
        recorded: &Recorded<'_>,
        report: &DiffReport,
        lang: Lang,
    ) -> RecordedImpact {
        let (before, after) = (recorded.before.engine.rule_set(), recorded.after.engine.rule_set());
        let case_types: fn(&RuleSet) -> &Words = |rules| &rules.vocabulary.case_types;
        let units: fn(&RuleSet) -> &Words = |rules| &rules.directory.units;
        let changed = |&(change, block): &(usize, usize), examples: &Examples| {
            let change = report.routing.changes.get(change);
            let block = change.and_then(|change| change.blocks.get(block));
            RecordedBlock {
                text: block.map_or_else(String::new, |block| block.cases.text.clone()),
                change: change.map_or_else(String::new, |change| change.text.clone()),
                changed: examples.cases,
                lines: examples.lines.clone(),
            }
        };
        let mut blocks: Vec<RecordedBlock> =
            self.blocks.iter().map(|(block, examples)| changed(block, examples)).collect();
        if self.elsewhere.cases > 0 {
            blocks.push(RecordedBlock {
                text: lang.say("övriga", "others").to_owned(),
                change: lang
                    .say(
                        "ofullständiga ärenden, eller annat än mottagaren",
                        "incomplete cases, or something else than the receiver",
                    )
                    .to_owned(),
                changed: self.elsewhere.cases,
                lines: self.elsewhere.lines.clone(),
            });
        }
        blocks.sort_by_key(|block| std::cmp::Reverse(block.changed));
        RecordedImpact {
            cases: self.cases,
            handovers: self.handovers,
            misread: self.misread,
            changed: self.changed,
            target: self.targets,
            decision: self.decisions,
            verdict: self.verdicts,
            sms: self.sms,
            findings: self.findings,
            methods: self.methods,
            steps: self.steps,
            lines: self.lines,
            ignored: self.ignored.clone(),
            case_types: groups(&self.case_types, case_types(before), case_types(after), lang),
            units: groups(&self.units, units(before), units(after), lang),
            blocks,
            errors: self.errors.clone(),
        }
    }
}

/// The groups with changes, most changes first.
fn groups(seen: &[GroupTally], before: &Words, after: &Words, lang: Lang) -> Vec<RecordedGroup> {
    let count = after.all().len();
    let name = |at: usize| {
        let word = match at.checked_sub(count + 2) {
            Some(old) => before.all().get(old),
            None => after.all().get(at),
        };
        match word {
            Some(word) => (Some(word.id.clone()), word.label(lang).to_owned()),
            None if at == count => {
                let unlisted = Some("unlisted".to_owned());
                (unlisted, lang.say("utanför listan", "not in the list").to_owned())
            }
            None => (None, lang.say("inte angiven", "not told").to_owned()),
        }
    };
    let changed = seen.iter().enumerate().filter(|(_, seen)| seen.changed > 0);
    let mut groups: Vec<RecordedGroup> = changed
        .map(|(at, seen)| {
            let (id, label) = name(at);
            RecordedGroup { id, label, cases: seen.cases, changed: seen.changed }
        })
        .collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.changed));
    groups
}
