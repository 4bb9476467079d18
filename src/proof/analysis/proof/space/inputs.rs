//! The inputs of a space, and the classes of values that nothing in the rule set or its invariants distinguishes.

use indexmap::IndexSet;
use jiff::civil::Date;

use handover_core::language::day;
use handover_core::ruleset::RuleSet;
use handover_core::ruleset::inputs::{CHECKS, ROUTING};
use handover_core::ruleset::invariants::{Invariants, specs};
use handover_core::ruleset::kinds::Kind;
use handover_core::ruleset::routing::SpecialtyTarget;
use handover_matcher::{
    Classes, Condition, DEFAULT_BUDGET, Domain, FIRST_DAY, HitPolicy, Input, Plan, Rule, Strategy,
    Table, Values,
};

/// The inputs of the routing table that are none of the checks, by their numbers behind those of invariants.
pub(in crate::analysis) struct RoutingInputs {
    /// The unit concerned.
    pub(in crate::analysis) unit: usize,
    /// The sending unit.
    pub(in crate::analysis) from: usize,
    /// The day.
    pub(in crate::analysis) at: usize,
}

impl RoutingInputs {
    /// Their names in the routing table, in order.
    const NAMES: [&str; 3] = ["unit", "from_unit", "at"];

    /// Their numbers.
    pub(super) fn new() -> Self {
        let behind = specs().len();
        Self { unit: behind, from: behind + 1, at: behind + 2 }
    }

    /// The input of the space that an input of the routing table is.
    pub(in crate::analysis) fn of_table(&self, input: usize) -> Option<usize> {
        let name = ROUTING.get(input)?.name;
        match Self::NAMES.iter().position(|own| *own == name) {
            Some(at) => Some(self.unit + at),
            None => CHECKS.iter().position(|spec| spec.name == name),
        }
    }
}

/// The classes of each input. `None` where there are more than the budget of a plan allows.
///
/// Two values are in one class where every test accepts both or neither. The classes are those of a table whose rules are
/// the tests, one each.
pub(super) fn classes(
    rule_set: &RuleSet,
    invariants: &Invariants,
    routing: &RoutingInputs,
) -> Option<Classes> {
    let mut tests = Tests::default();
    tests.conditions(invariants, rule_set, routing)?;
    tests.words(rule_set);
    tests.targets(rule_set)?;
    tests.priorities(rule_set)?;
    tests.days(rule_set, routing);
    let rules = (0..).zip(tests.0).map(|(outcome, (input, accepts))| Rule {
        id: outcome.to_string(),
        alternatives: vec![vec![Condition { input, accepts }]],
        outcome,
        overrides: Vec::new(),
    });
    let table =
        Table::new("classes", inputs(rule_set, invariants)?, rules.collect(), HitPolicy::Collect);
    let plan = Plan::compile_as(&table.ok()?, Strategy::Bitmap, DEFAULT_BUDGET).ok()?;
    Some(plan.classes().clone())
}

/// The inputs of invariants, then those of routing alone.
fn inputs(rule_set: &RuleSet, invariants: &Invariants) -> Option<Vec<Input>> {
    let known = rule_set.routing.table.inputs();
    let mut inputs = invariants.inputs.clone();
    for name in RoutingInputs::NAMES {
        inputs.push(known.iter().find(|input| input.name == name)?.clone());
    }
    // No condition tests a list without words, and a table wants one.
    for input in &mut inputs {
        if let Domain::Words { words, open: false } = &mut input.domain
            && words.is_empty()
        {
            words.push(String::new());
        }
    }
    Some(inputs)
}

/// Each test of an input once.
#[derive(Default)]
struct Tests(IndexSet<(usize, Values)>);

impl Tests {
    fn add(&mut self, input: usize, accepts: Values) {
        self.0.insert((input, accepts));
    }

    /// The conditions of invariants, checks and routing rules.
    fn conditions(
        &mut self,
        invariants: &Invariants,
        rule_set: &RuleSet,
        routing: &RoutingInputs,
    ) -> Option<()> {
        let of_invariants = invariants
            .all
            .iter()
            .flat_map(|invariant| invariant.when.iter().chain(&invariant.then));
        let of_table = |table: &'_ Table| -> Vec<Condition> {
            let alternatives = table.rules().iter().flat_map(|rule| &rule.alternatives);
            alternatives.flatten().cloned().collect()
        };
        for Condition { input, accepts } in
            of_invariants.cloned().chain(of_table(&rule_set.checks.table))
        {
            self.add(input, accepts);
        }
        for Condition { input, accepts } in of_table(&rule_set.routing.table) {
            self.add(routing.of_table(input)?, accepts);
        }
        Some(())
    }

    /// Each word of a closed list, each method, each truth value, and all words outside an open list.
    fn words(&mut self, rule_set: &RuleSet) {
        for (input, spec) in specs().iter().enumerate() {
            let words = match spec.kind {
                Kind::Words(list) => list.len(),
                Kind::Method => rule_set.methods.all.len(),
                _ => 0,
            };
            (0..words as u32).for_each(|word| self.add(input, only(word)));
            match spec.kind {
                Kind::Boolean => self.add(input, Values::Booleans { yes: true, no: false }),
                Kind::CaseType | Kind::Specialty => {
                    self.add(input, Values::Words { listed: Vec::new(), unlisted: true });
                }
                _ => {}
            }
        }
    }

    /// Each specialty that a rule names as target or a care level has as default, and each care level.
    fn targets(&mut self, rule_set: &RuleSet) -> Option<()> {
        let specialty = CHECKS.iter().position(|spec| spec.kind == Kind::Specialty)?;
        let level = CHECKS.iter().position(|spec| spec.kind == Kind::CareLevel)?;
        for target in &rule_set.routing.targets {
            if let SpecialtyTarget::Fixed(word) = target.specialty {
                self.add(specialty, only(word));
            }
        }
        for (at, default) in (0_u32..).zip(&rule_set.vocabulary.default_specialty) {
            if let Some(default) = default {
                self.add(specialty, only(*default));
            }
            self.add(level, only(at));
        }
        Some(())
    }

    /// Each run of priorities with the same level, and both ends of the scale.
    fn priorities(&mut self, rule_set: &RuleSet) -> Option<()> {
        let scale = &rule_set.priority;
        let input = CHECKS.iter().position(|spec| spec.kind == Kind::Priority)?;
        let levels: Vec<_> =
            (scale.min..=scale.max).map(|value| (value, scale.level(value))).collect();
        for run in levels.chunk_by(|a, b| a.1 == b.1) {
            if let ([(first, _), ..], [.., (last, _)]) = (run, run) {
                self.add(input, Values::Ranges(vec![(*first, *last)]));
            }
        }
        for end in [scale.min, scale.max] {
            self.add(input, Values::Ranges(vec![(end, end)]));
        }
        Some(())
    }

    /// The days on which documents, and units of the directory with their providers, begin and end.
    fn days(&mut self, rule_set: &RuleSet, routing: &RoutingInputs) {
        let mut until = |last: Option<Date>| {
            if let Some(last) = last {
                self.add(routing.at, Values::Ranges(vec![(FIRST_DAY, day::number(last))]));
            }
        };
        let documents = rule_set.sources.documents.iter();
        let units = (0_u32..).map_while(|unit| rule_set.directory.unit(unit));
        let periods = units
            .flat_map(|unit| unit.providers.iter().map(|(_, days)| *days).chain([unit.period]));
        let documents = documents.map(|document| (document.valid_from, document.valid_until));
        for (first, last) in documents.chain(periods) {
            until(first.and_then(|first| first.yesterday().ok()));
            until(last);
        }
    }
}

fn only(word: u32) -> Values {
    Values::Words { listed: vec![word], unlisted: false }
}
