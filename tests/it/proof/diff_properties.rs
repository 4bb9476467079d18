//! Properties of the difference of two tables: it equals that of brute force over all cases, as disjoint blocks.

use std::collections::{BTreeMap, BTreeSet};

use handover_matcher::{
    Answer, Condition, DIFF_STEPS, Diff, Domain, HitPolicy, Input, Joint, Likeness, Outcomes, Pair,
    Proof, Rule, Side, Table, Value, Values, diff,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, subsequence};

use crate::common::runs;

/// The kinds of an input, with the words of both sides.
#[derive(Clone, Debug)]
enum Kind {
    Words { before: usize, after: usize, open: bool, pairs: Option<Vec<Pair>> },
    Boolean,
    Integer { before: (i64, i64), after: (i64, i64) },
    Date,
}

impl Kind {
    fn domain(&self, side: Side) -> Domain {
        match self {
            Self::Words { before, after, open, .. } => {
                let count = if side == Side::Before { *before } else { *after };
                let words = ["a", "b", "c"][..count].iter().map(|&word| word.to_owned()).collect();
                Domain::Words { words, open: *open }
            }
            Self::Boolean => Domain::Boolean,
            Self::Integer { before, after } => {
                let (min, max) = if side == Side::Before { *before } else { *after };
                Domain::Integer { min, max }
            }
            Self::Date => Domain::Date,
        }
    }
}

fn kind() -> impl Strategy<Value = Kind> {
    let pairs = |(before, after): (usize, usize)| {
        let all: Vec<Pair> = (0..before as u32)
            .flat_map(|b| (0..after as u32).map(move |a| Pair { before: Some(b), after: Some(a) }))
            .collect();
        let some = subsequence(all, 0..=(before * after).min(4));
        (Just(before), Just(after), any::<bool>(), proptest::option::of(some))
    };
    prop_oneof![
        4 => (1..4_usize, 1..4_usize).prop_flat_map(pairs).prop_map(
            |(before, after, open, pairs)| Kind::Words { before, after, open, pairs }
        ),
        1 => Just(Kind::Boolean),
        1 => (0..3_i64, 2..5_i64, 0..3_i64, 2..5_i64)
            .prop_map(|(a, b, c, d)| Kind::Integer { before: (a, b), after: (c, d) }),
        1 => Just(Kind::Date),
    ]
}

fn accepts(domain: &Domain) -> BoxedStrategy<Values> {
    let whole = domain.clone();
    match domain.clone() {
        Domain::Words { words, open } => {
            let listed: Vec<u32> = (0..).take(words.len()).collect();
            let len = listed.len();
            (subsequence(listed, 0..=len), any::<bool>())
                .prop_map(move |(listed, more)| Values::Words { listed, unlisted: more && open })
                .boxed()
        }
        Domain::Boolean => (any::<bool>(), any::<bool>())
            .prop_map(|(yes, no)| Values::Booleans { yes, no })
            .boxed(),
        Domain::Integer { .. } | Domain::Date => (0..4_i64, 0..3_i64, any::<bool>())
            .prop_map(move |(from, span, negated)| {
                let range = Values::Ranges(vec![(from, from + span)]);
                let inside = range.intersect(&Values::all(&whole));
                if negated { inside.complement(&whole) } else { inside }
            })
            .boxed(),
    }
}

type Alternatives = Vec<Vec<Condition>>;

fn alternatives(kinds: &[Kind], side: Side) -> BoxedStrategy<Alternatives> {
    let each: Vec<BoxedStrategy<Condition>> = kinds
        .iter()
        .enumerate()
        .map(|(input, kind)| {
            accepts(&kind.domain(side))
                .prop_map(move |accepts| Condition { input, accepts })
                .boxed()
        })
        .collect();
    vec(vec(proptest::strategy::Union::new(each), 0..4), 0..3).boxed()
}

#[derive(Clone, Debug)]
struct Drawn {
    alternatives: Alternatives,
    outcome: u32,
    overrides: Vec<Index>,
}

fn drawn(kinds: &[Kind], side: Side) -> impl Strategy<Value = Drawn> + use<> {
    (alternatives(kinds, side), 0..3_u32, vec(any::<Index>(), 0..2))
        .prop_map(|(alternatives, outcome, overrides)| Drawn { alternatives, outcome, overrides })
}

fn table(kinds: &[Kind], side: Side, policy: HitPolicy, rules: &[Drawn]) -> Table {
    let inputs = kinds.iter().enumerate();
    let inputs = inputs
        .map(|(at, kind)| Input { name: format!("i{at}"), domain: kind.domain(side) })
        .collect();
    let rules = rules.iter().enumerate().map(|(at, rule)| Rule {
        id: format!("r{at}"),
        alternatives: rule.alternatives.clone(),
        outcome: rule.outcome,
        // Only earlier rules, so that there is no circle.
        overrides: rule.overrides.iter().filter(|_| at > 0).map(|index| index.index(at)).collect(),
    });
    Table::new("t", inputs, rules.collect(), policy).unwrap()
}

/// Two tables over inputs that correspond.
#[derive(Clone, Debug)]
struct Two {
    joint: Joint,
    before: Table,
    after: Table,
}

fn joint(kinds: &[Kind]) -> Joint {
    let inputs = |side: Side| -> Vec<Input> {
        let inputs = kinds.iter().enumerate();
        inputs
            .map(|(at, kind)| Input { name: format!("i{at}"), domain: kind.domain(side) })
            .collect()
    };
    let pairs: Vec<Option<Vec<Pair>>> = kinds
        .iter()
        .map(|kind| match kind {
            Kind::Words { pairs, .. } => pairs.clone(),
            _ => None,
        })
        .collect();
    Joint::new(&inputs(Side::Before), &inputs(Side::After), &pairs).unwrap()
}

fn policy() -> impl Strategy<Value = HitPolicy> {
    prop_oneof![Just(HitPolicy::Unique), Just(HitPolicy::First), Just(HitPolicy::Collect)]
}

/// Any two tables.
fn two() -> impl Strategy<Value = Two> {
    (vec(kind(), 1..4), policy()).prop_flat_map(|(kinds, policy)| {
        let before = vec(drawn(&kinds, Side::Before), 0..5);
        let after = vec(drawn(&kinds, Side::After), 0..5);
        (before, after).prop_map(move |(before, after)| Two {
            joint: joint(&kinds),
            before: table(&kinds, Side::Before, policy, &before),
            after: table(&kinds, Side::After, policy, &after),
        })
    })
}

/// A table, and the same with a rule taken out, put in, changed or moved.
fn edited() -> impl Strategy<Value = Two> {
    let kinds = vec(kind(), 1..4).prop_map(|mut kinds| {
        for kind in &mut kinds {
            match kind {
                Kind::Words { before, after, pairs, .. } => {
                    *after = *before;
                    *pairs = None;
                }
                Kind::Integer { before, after } => *after = *before,
                Kind::Boolean | Kind::Date => {}
            }
        }
        kinds
    });
    (kinds, policy(), any::<[Index; 2]>(), 0..4_u32).prop_flat_map(|(kinds, policy, at, edit)| {
        (vec(drawn(&kinds, Side::Before), 1..6), drawn(&kinds, Side::After)).prop_map(
            move |(rules, new)| {
                let mut changed = rules.clone();
                let [one, other] = at.map(|at| at.index(rules.len()));
                match edit {
                    0 => drop(changed.remove(one)),
                    1 => changed.insert(one, new),
                    2 => changed[one] = new,
                    _ => changed.swap(one, other),
                }
                Two {
                    joint: joint(&kinds),
                    before: table(&kinds, Side::Before, policy, &rules),
                    after: table(&kinds, Side::After, policy, &changed),
                }
            },
        )
    })
}

fn points(domain: &Domain) -> Vec<Value> {
    match domain {
        Domain::Words { words, open } => {
            let words = (0..).take(words.len()).map(Value::Word);
            words.chain(open.then_some(Value::Unlisted)).collect()
        }
        Domain::Boolean => vec![Value::Bool(false), Value::Bool(true)],
        Domain::Integer { min, max } => (*min..=*max).map(Value::Int).collect(),
        Domain::Date => (-1..8).map(Value::Int).collect(),
    }
}

fn cases(joint: &Joint) -> Vec<Vec<Value>> {
    joint.inputs().iter().fold(vec![Vec::new()], |cases, input| {
        let points = points(&input.domain);
        let with = |case: &Vec<Value>, &point: &Value| [case.as_slice(), &[point]].concat();
        cases.iter().flat_map(|case| points.iter().map(move |point| with(case, point))).collect()
    })
}

impl Two {
    /// The value of a joint case in the table of one side.
    fn own(&self, input: usize, value: Value, side: Side) -> Value {
        match value {
            Value::Word(word) => {
                let own = self.joint.pairs(input)[word as usize].on(side);
                own.map_or(Value::Unlisted, Value::Word)
            }
            other => other,
        }
    }

    fn on(&self, side: Side, case: &[Value]) -> (Outcomes, Vec<u32>) {
        let table = if side == Side::Before { &self.before } else { &self.after };
        let own: Vec<Value> =
            (0..).zip(case).map(|(input, &value)| self.own(input, value, side)).collect();
        let answer = table.scan(&own);
        let told = match &answer {
            Answer::None => Outcomes::None,
            Answer::One { outcome, .. } => Outcomes::One(*outcome),
            Answer::Conflict { rules } | Answer::All { rules } => {
                let outcome = |&rule: &u32| table.rules()[rule as usize].outcome;
                let outcomes: BTreeSet<u32> = rules.iter().map(outcome).collect();
                Outcomes::Several(outcomes.into_iter().collect())
            }
        };
        (told, answer.rules().to_vec())
    }

    fn diff(&self, conditions: &[Condition], likeness: impl Fn(u32, u32) -> Likeness) -> Diff {
        let tables = (&self.before, &self.after);
        match diff(&self.joint, tables, conditions, likeness, DIFF_STEPS) {
            Proof::Exact(diff) => diff,
            Proof::NotProved { steps } => panic!("not proved within {steps} steps"),
        }
    }

    fn is_date(&self, input: usize) -> bool {
        self.joint.inputs()[input].domain == Domain::Date
    }

    /// The case without its days.
    fn counted(&self, case: &[Value]) -> Vec<Value> {
        (0..).zip(case).filter(|&(input, _)| !self.is_date(input)).map(|(_, &v)| v).collect()
    }

    /// Compares the difference with brute force.
    fn check(&self, found: &Diff, alike: impl Fn(&Outcomes, &Outcomes, &[Value]) -> bool) {
        let mut counted = BTreeSet::new();
        let mut by_group: BTreeMap<(Outcomes, Outcomes), BTreeSet<Vec<Value>>> = BTreeMap::new();
        let mut all = BTreeSet::new();
        for case in cases(&self.joint) {
            all.insert(self.counted(&case));
            let (before, before_rules) = self.on(Side::Before, &case);
            let (after, after_rules) = self.on(Side::After, &case);
            let mut within = found.changes.iter().flat_map(|change| {
                let blocks = change.blocks.iter().filter(|block| {
                    let values = block.block.values.iter().zip(&case);
                    values.into_iter().all(|(values, &value)| {
                        values.as_ref().is_none_or(|values| values.contains(value))
                    })
                });
                blocks.map(move |block| (change, block))
            });
            if alike(&before, &after, &case) {
                assert!(within.next().is_none(), "{case:?} is answered alike");
                continue;
            }
            let (change, block) = within.next().unwrap_or_else(|| panic!("{case:?} is missing"));
            assert!(within.next().is_none(), "{case:?} is in two blocks");
            assert_eq!((&change.before, &change.after), (&before, &after), "{case:?}");
            assert!(before_rules.iter().all(|rule| block.before.contains(rule)));
            assert!(after_rules.iter().all(|rule| block.after.contains(rule)));
            counted.insert(self.counted(&case));
            by_group.entry((before, after)).or_default().insert(self.counted(&case));
        }
        assert!(found.complete);
        assert_eq!(found.cases, Some(all.len() as u128));
        assert_eq!(found.changed, Some(counted.len() as u128));
        assert_eq!(found.changes.len(), by_group.len());
        for change in &found.changes {
            let cases = &by_group[&(change.before.clone(), change.after.clone())];
            assert_eq!(change.cases, Some(cases.len() as u128));
            for block in &change.blocks {
                let witness = &block.block.witness;
                let told = [Side::Before, Side::After].map(|side| self.on(side, witness).0);
                assert_eq!(told, [change.before.clone(), change.after.clone()]);
            }
        }
    }
}

fn equal(before: u32, after: u32) -> Likeness {
    if before == after { Likeness::Same } else { Likeness::Different }
}

/// A likeness by pair of outcomes.
fn matrix() -> impl Strategy<Value = [[u8; 3]; 3]> {
    proptest::array::uniform3(proptest::array::uniform3(0..3_u8))
}

proptest! {
    #![proptest_config(runs(600))]

    #[test]
    fn the_difference_is_what_brute_force_finds(two in prop_oneof![two(), edited()]) {
        two.check(&two.diff(&[], equal), |before, after, _| before == after);
    }

    #[test]
    fn outcomes_may_be_alike_in_some_cases_only(
        two in prop_oneof![two(), edited()],
        matrix in matrix(),
        points in vec(any::<Index>(), 2),
    ) {
        // A condition on the first input, and one on the last.
        let inputs = [0, two.joint.inputs().len() - 1];
        let conditions: Vec<Condition> = inputs
            .into_iter()
            .zip(&points)
            .map(|(input, point)| {
                let all = self::points(&two.joint.inputs()[input].domain);
                let accepts = match all[point.index(all.len())] {
                    Value::Word(word) => Values::Words { listed: vec![word], unlisted: false },
                    Value::Int(number) => Values::Ranges(vec![(number, number)]),
                    Value::Bool(yes) => Values::Booleans { yes, no: !yes },
                    Value::Unlisted | Value::Absent => {
                        Values::Words { listed: Vec::new(), unlisted: true }
                    }
                };
                Condition { input, accepts }
            })
            .filter({
                let mut seen = BTreeSet::new();
                move |condition| seen.insert(condition.input)
            })
            .collect();
        let likeness = |before: u32, after: u32| match matrix[before as usize][after as usize] {
            0 => Likeness::Same,
            1 => Likeness::Different,
            _ => Likeness::Where(conditions.clone()),
        };
        let same = |before: u32, after: u32| likeness(before, after) == Likeness::Same;
        let alike = |before: &Outcomes, after: &Outcomes, case: &[Value]| match (before, after) {
            (Outcomes::None, Outcomes::None) => true,
            (Outcomes::One(before), Outcomes::One(after)) => match likeness(*before, *after) {
                Likeness::Same => true,
                Likeness::Different => false,
                Likeness::Where(all) => all.iter().all(|c| c.accepts.contains(case[c.input])),
            },
            (Outcomes::Several(before), Outcomes::Several(after)) => {
                before.iter().all(|&one| after.iter().any(|&other| same(one, other)))
                    && after.iter().all(|&other| before.iter().any(|&one| same(one, other)))
            }
            _ => false,
        };
        two.check(&two.diff(&conditions, likeness), alike);
    }

    #[test]
    fn nothing_differs_from_itself(two in two()) {
        let joint = Joint::new(two.before.inputs(), two.before.inputs(), &[]).unwrap();
        let same = Two { joint, before: two.before.clone(), after: two.before };
        let found = same.diff(&[], equal);
        prop_assert_eq!(found.changed, Some(0));
        prop_assert!(found.changes.is_empty());
    }

    #[test]
    fn too_few_steps_prove_nothing(two in edited()) {
        let full = two.diff(&[], equal);
        let tables = (&two.before, &two.after);
        match diff(&two.joint, tables, &[], equal, full.steps.saturating_sub(1)) {
            Proof::Exact(found) => prop_assert_eq!(found, full),
            Proof::NotProved { .. } => {}
        }
    }
}
