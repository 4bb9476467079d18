//! Recorded cases answered by two rule sets: counts of changed answers, by kind, unit and change.
//!
//! Each case is interned once for each rule set and compared by the numbers of words; no answer is written. If both
//! rule sets read names identically, a case is read once. Memory does not grow with the number of cases, and the output
//! has no text of a case: only counts, line numbers, and words of the vocabularies.

mod columns;
mod in_parallel;
mod plain;
mod read;
mod records;
mod rows;
mod tally;
mod unread;
mod whole;

use jiff::civil::Date;

use self::whole::Counterparts;
use super::Comparison;
use super::tables::TableResult;
use super::words::Correspondence;
use handover_core::engine::{self, Engine, Findings, InternedCase, Named, Recommendation, Target};
use handover_core::language::Lang;
use handover_core::ruleset::RuleSet;
use handover_core::ruleset::inputs::ROUTING;
use handover_core::ruleset::kinds::Kind;
use handover_core::wire::v1::{self, CasePrefix, Context, RequestError};
use handover_matcher::{Pair, Value};

pub use read::{RecordForm, run};
pub use tally::Tally;
pub use unread::Unread;

/// Two rule sets with their engines, for recorded cases.
#[derive(Debug)]
pub struct Recorded<'a> {
    before: Context<'a>,
    after: Context<'a>,
    comparison: &'a Comparison<'a>,
    /// Whether both rule sets read every name identically.
    alike: bool,
    /// What says the same beside the receiver.
    same: Counterparts,
}

/// The result of one case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Judged {
    /// The kind of case, numbered as in [`Recorded::group`].
    pub(super) case_type: usize,
    /// The unit concerned.
    pub(super) unit: usize,
    pub(super) handover: bool,
    pub(super) changed: Option<AnswerChange>,
}

/// The parts of a case's answer that change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct AnswerChange {
    /// The receiver changes.
    pub(super) target: bool,
    /// The decision of the recommendation changes.
    pub(super) decision: bool,
    /// The decision of the verdict changes.
    pub(super) verdict: bool,
    /// Whether the receiver is alerted changes.
    pub(super) sms: bool,
    /// The findings change.
    pub(super) findings: bool,
    /// The methods that are open change, or the reasons why others are not.
    pub(super) methods: bool,
    /// Steps, messages to start from or next events change.
    pub(super) steps: bool,
    /// The block of the difference that contains the case: the change and the block, by index.
    pub(super) block: Option<(usize, usize)>,
}

impl<'a> Recorded<'a> {
    /// A comparison by these engines, which must be made from the compared rule sets.
    ///
    /// `today` is the day of cases that name none.
    #[must_use]
    pub fn new(
        before: &'a Engine,
        after: &'a Engine,
        comparison: &'a Comparison<'a>,
        today: Date,
    ) -> Self {
        let context = |engine: &'a Engine| Context { engine, lang: Lang::Sv, today };
        Self {
            alike: before.rule_set().reads_alike(after.rule_set()),
            same: Counterparts::of(before, after),
            before: context(before),
            after: context(after),
            comparison,
        }
    }

    /// The rule sets, before and after.
    fn rule_sets(&self) -> [&'a RuleSet; 2] {
        [self.before.engine.rule_set(), self.after.engine.rule_set()]
    }

    fn words(&self) -> &Correspondence {
        &self.comparison.words
    }

    /// Compares the answers to a case.
    ///
    /// # Errors
    /// If either rule set cannot read it.
    pub(super) fn case(&self, request: &v1::Case<'_>) -> Result<Judged, RequestError> {
        let after = v1::read_case(&self.after, request, CasePrefix::Case)?;
        let before = match self.alike {
            true => after,
            false => v1::read_case(&self.before, request, CasePrefix::Case)?,
        };
        let interned = [self.before.engine.intern(&before), self.after.engine.intern(&after)];
        let answers = [
            self.before.engine.recommend_interned(&interned[0]),
            self.after.engine.recommend_interned(&interned[1]),
        ];
        let changed = self.recommendations(&answers[0], &answers[1], [&before, &after]);
        let changed = self.placed(changed, [interned[0].routing(), interned[1].routing()]);
        Ok(self.judged(&before, &after, false, changed))
    }

    /// Compares the answers to a handover.
    ///
    /// # Errors
    /// If either rule set cannot read it.
    pub(super) fn handover(&self, request: &v1::Handover<'_>) -> Result<Judged, RequestError> {
        let resources =
            [&self.before, &self.after].map(|context| v1::read_resource(context, request));
        let after = v1::read_handover(&self.after, request, resources[1].as_ref())?;
        let before = match self.alike {
            true => after,
            false => v1::read_handover(&self.before, request, resources[0].as_ref())?,
        };
        let interned = [
            self.before.engine.intern_handover(&before),
            self.after.engine.intern_handover(&after),
        ];
        let answers = [
            self.before.engine.validate_interned(&interned[0]),
            self.after.engine.validate_interned(&interned[1]),
        ];
        let [one, other] = &answers;
        let cases = [&before.case, &after.case];
        let recommended = self.recommendations(&one.recommendation, &other.recommendation, cases);
        let changed = AnswerChange {
            verdict: one.decision != other.decision,
            sms: one.sms != other.sms,
            findings: recommended.findings || !self.same_findings(&one.findings, &other.findings),
            steps: !self.same.same_steps(one, other),
            ..recommended
        };
        let routing = [interned[0].case(), interned[1].case()].map(InternedCase::routing);
        let changed = self.placed(changed, routing);
        Ok(self.judged(&before.case, &after.case, true, changed))
    }

    /// A change with its block, if it is one.
    fn placed(&self, changed: AnswerChange, routing: [&[Value]; 2]) -> Option<AnswerChange> {
        let block = match changed.target || changed.decision {
            true => self.block(routing),
            false => None,
        };
        (changed != AnswerChange::default()).then_some(AnswerChange { block, ..changed })
    }

    fn judged(
        &self,
        before: &engine::Case<'_>,
        after: &engine::Case<'_>,
        handover: bool,
        changed: Option<AnswerChange>,
    ) -> Judged {
        let (old, new) = (self.before.engine.rule_set(), self.after.engine.rule_set());
        let case_types =
            (old.vocabulary.case_types.all().len(), new.vocabulary.case_types.all().len());
        let units = (old.directory.units.all().len(), new.directory.units.all().len());
        Judged {
            case_type: group(before.case_type, after.case_type, case_types.1),
            unit: group(before.unit, after.unit, units.1),
            handover,
            changed,
        }
    }

    fn recommendations(
        &self,
        before: &Recommendation<'_>,
        after: &Recommendation<'_>,
        cases: [&engine::Case<'_>; 2],
    ) -> AnswerChange {
        let same = &self.same;
        AnswerChange {
            target: !self.same_target(&before.target, &after.target, cases),
            decision: before.decision != after.decision,
            methods: !same.same_methods(before.methods.advice, after.methods.advice),
            findings: !self.same_findings(&before.findings, &after.findings),
            ..AnswerChange::default()
        }
    }

    fn same_findings(&self, before: &Findings<'_>, after: &Findings<'_>) -> bool {
        self.same.same_findings(before.iter(), || after.iter())
    }

    fn same_target(
        &self,
        before: &Target<'_>,
        after: &Target<'_>,
        [old, new]: [&engine::Case<'_>; 2],
    ) -> bool {
        let words = self.words();
        let same_unit = match (before.unit, after.unit) {
            (Named::Listed(before), Named::Listed(after)) => {
                words.list(Kind::Unit).alike(before, after)
            }
            // The unit named by the case is the same, whether or not a directory lists it.
            (one, other) => one == other || (one == old.unit && other == new.unit),
        };
        same_unit
            && words.list(Kind::Role).both_alike(before.role, after.role)
            && words.list(Kind::Capability).both_alike(before.capability, after.capability)
            && words.list(Kind::Specialty).both_alike(before.specialty, after.specialty)
    }

    /// The block of the difference that contains a case; `None` if a deciding input is absent, or no block contains it.
    fn block(&self, [before, after]: [&[Value]; 2]) -> Option<(usize, usize)> {
        let compared = &self.comparison.routing;
        let TableResult::Exact(diff) = &compared.found else { return None };
        let mut values = [Value::Absent; ROUTING.len()];
        for (input, value) in values.iter_mut().enumerate() {
            let (one, other) = (*before.get(input)?, *after.get(input)?);
            let word = |value: Value| match value {
                Value::Word(word) => Some(word),
                _ => None,
            };
            let pair = Pair { before: word(one), after: word(other) };
            *value = match (pair.before, pair.after) {
                (None, None) => other,
                _ => {
                    let at = compared.joint.pairs(input).iter().position(|known| *known == pair)?;
                    Value::Word(u32::try_from(at).ok()?)
                }
            };
        }
        // An input that a block does not restrict may be absent from a case.
        let holds = |block: &handover_matcher::ChangedBlock| {
            let mut cells = block.block.values.iter().zip(values);
            cells.all(|(accepted, value)| accepted.as_ref().is_none_or(|all| all.contains(value)))
        };
        let changes = diff.changes.iter().enumerate();
        let mut found = changes.filter_map(|(at, change)| {
            change.blocks.iter().position(holds).map(|block| (at, block))
        });
        found.next()
    }
}

/// The number of a word among groups: words after, then those outside both lists, absent ones, and words before.
fn group(before: Named<'_>, after: Named<'_>, count: usize) -> usize {
    match (before, after) {
        (_, Named::Listed(word)) => word as usize,
        (Named::Listed(word), _) => count + 2 + word as usize,
        (_, Named::Unlisted(_)) => count,
        (_, Named::Absent) => count + 1,
    }
}
