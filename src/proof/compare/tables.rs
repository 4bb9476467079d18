//! Comparison of two rule sets' tables: routing as one, tables that collect entry by entry.

use super::words::Correspondence;
use handover_core::ruleset::RuleSet;
use handover_core::ruleset::inputs::{
    CHECKS, InputSpec, LIFECYCLES, METHODS, PROCEDURES, ROUTING, position,
};
use handover_core::ruleset::kinds::Kind;
use handover_core::ruleset::routing::{RoleTarget, SpecialtyTarget, Target, UnitTarget};
use handover_matcher::Value;
use handover_matcher::{
    Condition, Diff, HitPolicy, Input, Joint, Likeness, Pair, Proof, Rule, Side, Table, Values,
    diff,
};

/// Two tables compared over joint inputs.
#[derive(Debug)]
pub(super) struct TableComparison {
    /// The specifications of the inputs.
    pub(super) specs: Vec<InputSpec>,
    pub(super) joint: Joint,
    pub(super) found: TableResult,
}

impl TableComparison {
    fn unknown() -> Self {
        Self { specs: Vec::new(), joint: Joint::default(), found: TableResult::NotProved }
    }
}

/// The result of comparing two tables.
#[derive(Debug)]
pub(super) enum TableResult {
    /// The exact difference.
    Exact(Diff),
    /// The budget ended first.
    NotProved,
}

impl From<Proof<Diff>> for TableResult {
    fn from(proof: Proof<Diff>) -> Self {
        match proof {
            Proof::Exact(diff) => Self::Exact(diff),
            Proof::NotProved { .. } => Self::NotProved,
        }
    }
}

/// A list whose entries are chosen by a table that collects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RuleList {
    Methods,
    Checks,
    Procedures,
    Templates,
    Lifecycles,
}

/// The cases that one entry of a list matches, before and after.
#[derive(Debug)]
pub(super) struct EntryComparison {
    pub(super) list: RuleList,
    pub(super) id: String,
    /// Whether the entry exists before, and after.
    pub(super) there: [bool; 2],
    /// Over the inputs that either side tests.
    pub(super) compared: TableComparison,
}

/// The joint inputs of two tables of the same specifications; `None` if they have too many words together.
fn joint(
    specs: &[InputSpec],
    before: &[Input],
    after: &[Input],
    words: &Correspondence,
) -> Option<Joint> {
    let pairs: Vec<Option<Vec<Pair>>> = specs
        .iter()
        .map(|spec| words.of(spec.kind).map(|matching| matching.pairs().to_vec()))
        .collect();
    Joint::new(before, after, &pairs)
}

/// Compares the targets of cases.
pub(super) fn routing(
    before: &RuleSet,
    after: &RuleSet,
    words: &Correspondence,
    steps: usize,
) -> TableComparison {
    let tables = (&before.routing.table, &after.routing.table);
    let Some(joint) = joint(ROUTING, tables.0.inputs(), tables.1.inputs(), words) else {
        return TableComparison::unknown();
    };
    let targets = Targets { joint: &joint, words };
    let all = before.routing.targets.iter().zip([Side::Before].into_iter().cycle());
    let all = all.chain(after.routing.targets.iter().zip([Side::After].into_iter().cycle()));
    let mut conditions: Vec<Condition> = Vec::new();
    for (target, side) in all {
        for condition in [targets.unit_is(target, side), targets.specialty_is(target, side)] {
            conditions.extend(condition.filter(|condition| !conditions.contains(condition)));
        }
    }
    let likeness =
        |one: u32, other: u32| match (before.routing.target(one), after.routing.target(other)) {
            (Some(before), Some(after)) => targets.likeness(before, after),
            _ => Likeness::Different,
        };
    let found = diff(&joint, tables, &conditions, likeness, steps).into();
    TableComparison { specs: ROUTING.to_vec(), joint, found }
}

/// Targets compared by their meaning for a case.
struct Targets<'a> {
    joint: &'a Joint,
    words: &'a Correspondence,
}

impl Targets<'_> {
    fn likeness(&self, before: &Target, after: &Target) -> Likeness {
        let words = self.words;
        let role = match (before.role, after.role) {
            (RoleTarget::Role(before), RoleTarget::Role(after)) => {
                words.list(Kind::Role).alike(before, after)
            }
            (before, after) => before == after,
        };
        if !role
            || before.other_role != after.other_role
            || !words.list(Kind::Capability).both_alike(before.capability, after.capability)
        {
            return Likeness::Different;
        }
        let mut conditions = Vec::new();
        // `concerned` and a word are equivalent for a case that names that word.
        match (before.unit, after.unit) {
            (UnitTarget::Concerned, UnitTarget::Concerned) => {}
            (UnitTarget::Fixed(before), UnitTarget::Fixed(after)) => {
                if !words.list(Kind::Unit).alike(before, after) {
                    return Likeness::Different;
                }
            }
            (UnitTarget::Fixed(_), _) => conditions.extend(self.unit_is(before, Side::Before)),
            (_, UnitTarget::Fixed(_)) => conditions.extend(self.unit_is(after, Side::After)),
        }
        match (before.specialty, after.specialty) {
            (SpecialtyTarget::Concerned, SpecialtyTarget::Concerned) => {}
            (SpecialtyTarget::Fixed(before), SpecialtyTarget::Fixed(after)) => {
                if !words.list(Kind::Specialty).alike(before, after) {
                    return Likeness::Different;
                }
            }
            (SpecialtyTarget::Fixed(_), _) => {
                conditions.extend(self.specialty_is(before, Side::Before));
            }
            (_, SpecialtyTarget::Fixed(_)) => {
                conditions.extend(self.specialty_is(after, Side::After));
            }
        }
        if conditions.is_empty() { Likeness::Same } else { Likeness::Where(conditions) }
    }

    /// The condition that the case names the unit of a target.
    fn unit_is(&self, target: &Target, side: Side) -> Option<Condition> {
        match target.unit {
            UnitTarget::Concerned => None,
            UnitTarget::Fixed(unit) => self.is("unit", unit, side),
        }
    }

    /// The condition that the case names the specialty of a target.
    fn specialty_is(&self, target: &Target, side: Side) -> Option<Condition> {
        match target.specialty {
            SpecialtyTarget::Concerned => None,
            SpecialtyTarget::Fixed(specialty) => self.is("specialty", specialty, side),
        }
    }

    fn is(&self, input: &str, word: u32, side: Side) -> Option<Condition> {
        let input = position(ROUTING, input)?;
        let only = Values::only(Value::Word(word));
        Some(Condition { input, accepts: self.joint.values(input, &only, side) })
    }
}

/// Compares tables that collect, entry by entry.
///
/// Only entries that differ are returned: those that exist after, then the removed ones.
pub(super) fn firing(
    before: &RuleSet,
    after: &RuleSet,
    words: &Correspondence,
    steps: usize,
) -> Vec<EntryComparison> {
    type TableOf = fn(&RuleSet) -> &Table;
    let lists: [(RuleList, &[InputSpec], TableOf); 5] = [
        (RuleList::Methods, METHODS, |rules| &rules.methods.table),
        (RuleList::Checks, CHECKS, |rules| &rules.checks.table),
        (RuleList::Procedures, PROCEDURES, |rules| &rules.procedures.procedure_choice.table),
        (RuleList::Templates, PROCEDURES, |rules| &rules.procedures.template_choice.table),
        (RuleList::Lifecycles, LIFECYCLES, |rules| &rules.procedures.lifecycle_choice.table),
    ];
    let mut firing = Vec::new();
    for (list, specs, table) in lists {
        let tables = [table(before), table(after)];
        let [one, other] = tables.map(Table::rules);
        let gone = one.iter().filter(|rule| other.iter().all(|after| after.id != rule.id));
        for rule in other.iter().chain(gone) {
            let find = |rules: &'_ [Rule]| rules.iter().position(|other| other.id == rule.id);
            let sides =
                [find(one).and_then(|at| one.get(at)), find(other).and_then(|at| other.get(at))];
            let compared = entry(specs, tables, sides, words, steps);
            let there = sides.map(|side| side.is_some());
            let same =
                matches!(&compared.found, TableResult::Exact(diff) if diff.changes.is_empty());
            if !same || there != [true, true] {
                firing.push(EntryComparison { list, id: rule.id.clone(), there, compared });
            }
        }
    }
    firing
}

/// Compares one entry: a table of that rule alone on either side, over the inputs that it tests.
fn entry(
    specs: &[InputSpec],
    tables: [&Table; 2],
    rules: [Option<&Rule>; 2],
    words: &Correspondence,
    steps: usize,
) -> TableComparison {
    let conditions = rules.iter().flatten().flat_map(|rule| rule.alternatives.iter().flatten());
    let mut tested: Vec<usize> = conditions.map(|condition| condition.input).collect();
    tested.sort_unstable();
    tested.dedup();
    let specs: Vec<InputSpec> = tested.iter().filter_map(|&at| specs.get(at)).copied().collect();
    let inputs = tables.map(|table| -> Vec<Input> {
        tested.iter().filter_map(|&at| table.inputs().get(at)).cloned().collect()
    });
    let [before, after] = &inputs;
    let Some(joint) = joint(&specs, before, after, words) else {
        return TableComparison::unknown();
    };
    let only = |side: Option<&Rule>, inputs: &[Input]| {
        let rule = side.map(|rule| {
            let mut rule = Rule { outcome: 0, overrides: Vec::new(), ..rule.clone() };
            for condition in rule.alternatives.iter_mut().flatten() {
                condition.input = tested.binary_search(&condition.input).unwrap_or_default();
            }
            rule
        });
        Table::new("entry", inputs.to_vec(), rule.into_iter().collect(), HitPolicy::First)
    };
    let [one, other] = rules;
    let found = match (only(one, before), only(other, after)) {
        (Ok(before), Ok(after)) => {
            diff(&joint, (&before, &after), &[], |_, _| Likeness::Same, steps).into()
        }
        _ => TableResult::NotProved,
    };
    TableComparison { specs, joint, found }
}
