//! Properties of the matcher over random tables: every strategy gives the oracle's answers, and the possible answers to
//! an incomplete case agree with brute force.

use std::collections::{BTreeMap, BTreeSet};

use handover_matcher::{
    Alike, Answer, Cell, Condition, DEFAULT_BUDGET, Domain, HitPolicy, Input, Item, Plan, Rule,
    RuleBits, Strategy as By, Table, Value, Values,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, subsequence};
use proptest::strategy::Union;

use crate::common::runs;

/// The table compiled by every strategy, and by the one that is chosen.
fn plans(table: &Table) -> Vec<Plan> {
    let each = By::ALL.map(|by| Plan::compile_as(table, by, usize::MAX).unwrap());
    let chosen = Plan::compile(table, DEFAULT_BUDGET);
    each.into_iter().chain([chosen]).collect()
}

fn domain() -> impl Strategy<Value = Domain> {
    prop_oneof![
        3 => (1..4_usize, any::<bool>()).prop_map(|(words, open)| Domain::Words {
            words: ["a", "b", "c, d"][..words].iter().map(|&word| word.to_owned()).collect(),
            open,
        }),
        1 => Just(Domain::Boolean),
        2 => (-2..3_i64, 0..5_i64).prop_map(|(min, span)| Domain::Integer { min, max: min + span }),
        1 => Just(Domain::Integer { min: i64::MIN, max: i64::MAX }),
        1 => Just(Domain::Date),
    ]
}

fn number_range() -> impl Strategy<Value = (i64, i64)> {
    (-3..6_i64, 0..3_i64).prop_map(|(from, span)| (from, from + span))
}

/// A random cell, written as people do, and resolved.
fn accepts(domain: &Domain) -> BoxedStrategy<Values> {
    let whole = domain.clone();
    match domain.clone() {
        Domain::Words { words, open } => {
            let listed: Vec<u32> = (0..).take(words.len()).collect();
            let len = listed.len();
            (subsequence(listed, 0..=len), any::<bool>())
                .prop_map(move |(listed, unlisted)| Values::Words {
                    listed,
                    unlisted: unlisted && open,
                })
                .boxed()
        }
        Domain::Boolean => (any::<bool>(), any::<bool>())
            .prop_map(|(yes, no)| Values::Booleans { yes, no })
            .boxed(),
        Domain::Integer { .. } | Domain::Date => (vec(number_range(), 0..3), any::<bool>())
            .prop_map(move |(ranges, negated)| {
                let each = ranges.into_iter().map(|range| Values::Ranges(vec![range]));
                let union = each.fold(Values::none(&whole), |all, range| all.union(&range));
                let inside = union.intersect(&Values::all(&whole));
                if negated { inside.complement(&whole) } else { inside }
            })
            .boxed(),
    }
}

/// The values worth trying of a domain: all of a small one, those around every end of a range of a wide one.
fn points(domain: &Domain) -> Vec<Value> {
    match domain {
        Domain::Words { words, open } => {
            let words = (0..).take(words.len()).map(Value::Word);
            words.chain(open.then_some(Value::Unlisted)).collect()
        }
        Domain::Boolean => vec![Value::Bool(false), Value::Bool(true)],
        Domain::Integer { min, max } => (-5..10)
            .map(Value::Int)
            .filter(|&value| Values::Ranges(vec![(*min, *max)]).contains(value))
            .collect(),
        Domain::Date => (-5..10).map(Value::Int).collect(),
    }
}

fn table_with(policy: impl Strategy<Value = HitPolicy>) -> impl Strategy<Value = Table> {
    (vec(domain(), 1..4), policy).prop_flat_map(|(domains, policy)| {
        let inputs: Vec<Input> = (0..)
            .zip(&domains)
            .map(|(at, domain): (usize, _)| Input {
                name: format!("i{at}"),
                domain: domain.clone(),
            })
            .collect();
        let conditions: Vec<_> = domains
            .iter()
            .enumerate()
            .map(|(input, domain)| {
                accepts(domain).prop_map(move |accepts| Condition { input, accepts })
            })
            .collect();
        let condition = Union::new(conditions.into_iter().map(Strategy::boxed));
        let rule = (vec(vec(condition, 0..4), 0..3), 0..3_u32, vec(any::<Index>(), 0..2));
        vec(rule, 0..6).prop_map(move |rules| {
            let rules = rules
                .into_iter()
                .enumerate()
                .map(|(at, (alternatives, outcome, overrides))| Rule {
                    id: format!("r{at}"),
                    alternatives,
                    outcome,
                    // Only earlier rules, so that there is no circle.
                    overrides: overrides
                        .iter()
                        .filter(|_| at > 0)
                        .map(|index| index.index(at))
                        .collect(),
                })
                .collect();
            Table::new("t", inputs.clone(), rules, policy).unwrap()
        })
    })
}

fn any_policy() -> impl Strategy<Value = HitPolicy> {
    prop_oneof![Just(HitPolicy::Unique), Just(HitPolicy::First), Just(HitPolicy::Collect)]
}

/// The hit policies in which no rule hides another.
fn all_answer() -> impl Strategy<Value = HitPolicy> {
    prop_oneof![Just(HitPolicy::Unique), Just(HitPolicy::Collect)]
}

/// Every combination of the points, with `extra` values for each input.
fn cases(table: &Table, extra: &[Value]) -> Vec<Vec<Value>> {
    table.inputs().iter().fold(vec![Vec::new()], |cases, input| {
        let points: Vec<Value> =
            points(&input.domain).into_iter().chain(extra.iter().copied()).collect();
        cases
            .iter()
            .flat_map(|case| points.iter().map(|&point| [case.as_slice(), &[point]].concat()))
            .collect()
    })
}

/// An answer reduced to its outcomes.
fn meaning(table: &Table, answer: &Answer) -> (u8, BTreeSet<u32>) {
    let kind = match answer {
        Answer::None => 0,
        Answer::One { .. } => 1,
        Answer::Conflict { .. } => 2,
        Answer::All { .. } => 3,
    };
    (kind, answer.rules().iter().map(|&rule| table.rules()[rule as usize].outcome).collect())
}

fn matches(table: &Table, rule: usize, case: &[Value]) -> bool {
    let holds = |condition: &Condition| {
        case.get(condition.input).is_some_and(|&value| condition.accepts.contains(value))
    };
    table.rules()[rule].alternatives.iter().any(|conditions| conditions.iter().all(holds))
}

proptest! {
    #![proptest_config(runs(512))]

    #[test]
    fn every_strategy_answers_as_the_oracle(table in table_with(any_policy())) {
        let plans = plans(&table);
        for (plan, by) in plans.iter().zip(By::ALL) {
            prop_assert_eq!(plan.strategy(), by);
        }
        // A word that does not exist and a value of another kind count as absent.
        let cases = cases(&table, &[Value::Absent, Value::Word(99)]);
        let expected: Vec<Answer> = cases.iter().map(|case| table.scan(case)).collect();
        for plan in &plans {
            let mut classified = Vec::new();
            for (case, expected) in cases.iter().zip(&expected) {
                prop_assert_eq!(&plan.decide(case), expected);
                let mut steps = Vec::new();
                prop_assert_eq!(&plan.walk_with(case, &mut |step| steps.push(step)), expected);
                let mut asked = BTreeSet::new();
                for step in steps {
                    prop_assert!(asked.insert(step.input), "an input is asked for once");
                    prop_assert_eq!(step.value, case[step.input]);
                    prop_assert_eq!(step.class, plan.classes().class_of(step.input, step.value));
                }
                let mut classes = vec![0; case.len()];
                plan.classify(case, &mut classes);
                prop_assert_eq!(&plan.decide_classes(&classes), expected);
                prop_assert_eq!(&plan.decide_classes(&classes).to_answer(), expected);
                if let Some(id) = plan.find(&classes) {
                    prop_assert_eq!(&plan.answer(id), expected);
                }
                classified.extend(classes);
            }
            let mut all = Vec::new();
            plan.decide_all(&classified, &mut all);
            prop_assert_eq!(&all, &expected);
        }
    }

    #[test]
    fn what_is_no_class_counts_as_absence(table in table_with(any_policy())) {
        let absent = vec![Value::Absent; table.inputs().len()];
        let expected = table.scan(&absent);
        for plan in plans(&table) {
            for class in [0, 9999, u32::MAX] {
                prop_assert_eq!(&plan.decide_classes(&vec![class; absent.len()]), &expected);
            }
            prop_assert_eq!(&plan.decide_classes(&[]), &expected);
            prop_assert_eq!(&plan.decide(&[]), &expected);
        }
    }

    #[test]
    fn the_same_table_gives_the_same_plan(table in table_with(any_policy())) {
        for (plan, again) in plans(&table).iter().zip(plans(&table)) {
            prop_assert_eq!(format!("{plan:?}"), format!("{again:?}"));
            prop_assert_eq!(plan.bytes(), again.bytes());
        }
    }

    #[test]
    fn shadowed_rules_never_answer(table in table_with(any_policy())) {
        let plan = Plan::compile(&table, DEFAULT_BUDGET);
        prop_assert!(plan.shadowed().is_empty() || table.policy() == HitPolicy::First);
        for case in cases(&table, &[Value::Absent]) {
            let answer = table.scan(&case);
            prop_assert!(answer.rules().iter().all(|rule| !plan.shadowed().contains(rule)));
        }
    }

    #[test]
    fn bitmaps_tell_what_fires_and_what_waits(table in table_with(all_answer())) {
        let plan = Plan::compile_as(&table, By::Bitmap, usize::MAX).unwrap();
        let bitmap = plan.bitmap().unwrap();
        let rules = 0..table.rules().len();
        let mut found = RuleBits::new();
        for case in cases(&table, &[Value::Absent]) {
            let mut classes = vec![0; case.len()];
            plan.classify(&case, &mut classes);
            bitmap.fired_classes(&classes, &mut found);
            let fired: BTreeSet<usize> = rules.clone().filter(|&rule| matches(&table, rule, &case)).collect();
            prop_assert_eq!(found.iter().map(|rule| rule as usize).collect::<BTreeSet<_>>(), fired.clone());
            for (input, declared) in table.inputs().iter().enumerate() {
                bitmap.waiting_for_classes(&classes, input, &mut found);
                let waiting: BTreeSet<usize> = if case[input] == Value::Absent {
                    let completions = points(&declared.domain).into_iter().map(|value| {
                        let mut completed = case.clone();
                        completed[input] = value;
                        completed
                    });
                    completions
                        .flat_map(|case| rules.clone().filter(|&rule| matches(&table, rule, &case)).collect::<Vec<_>>())
                        .filter(|rule| !fired.contains(rule))
                        .collect()
                } else {
                    BTreeSet::new()
                };
                prop_assert_eq!(found.iter().map(|rule| rule as usize).collect::<BTreeSet<_>>(), waiting);
            }
        }
    }

    #[test]
    fn order_of_rules_carries_no_meaning(table in table_with(Just(HitPolicy::Unique)), seed in any::<Index>()) {
        let count = table.rules().len();
        // A rotation and a reversal reach every pair of rules in both orders.
        let shift = if count == 0 { 0 } else { seed.index(count) };
        let old: Vec<usize> = (0..count).rev().map(|at| (at + shift) % count.max(1)).collect();
        let new = |rule: usize| old.iter().position(|&at| at == rule).unwrap();
        let rules = old
            .iter()
            .map(|&at| {
                let rule = table.rules()[at].clone();
                Rule { overrides: rule.overrides.iter().map(|&at| new(at)).collect(), ..rule }
            })
            .collect();
        let shuffled = Table::new("t", table.inputs().to_vec(), rules, HitPolicy::Unique).unwrap();
        let (before, after) =
            (Plan::compile(&table, DEFAULT_BUDGET), Plan::compile(&shuffled, DEFAULT_BUDGET));
        let named = |table: &Table, answer: &Answer| {
            let ids: BTreeSet<String> =
                answer.rules().iter().map(|&rule| table.rules()[rule as usize].id.clone()).collect();
            (meaning(table, answer), ids)
        };
        for case in cases(&table, &[Value::Absent]) {
            prop_assert_eq!(named(&table, &before.decide(&case).to_answer()), named(&shuffled, &after.decide(&case).to_answer()));
        }
    }

    #[test]
    fn what_is_possible_agrees_with_brute_force(
        table in table_with(any_policy()),
        unknown in vec(any::<bool>(), 3),
        pick in any::<Index>(),
    ) {
        let all = cases(&table, &[Value::Absent]);
        let case = &all[pick.index(all.len())];
        let mut completions: Vec<Vec<Value>> = vec![Vec::new()];
        for (input, declared) in table.inputs().iter().enumerate() {
            let values = if unknown[input] { points(&declared.domain) } else { vec![case[input]] };
            completions = completions
                .iter()
                .flat_map(|case| values.iter().map(|&value| [case.as_slice(), &[value]].concat()))
                .collect();
        }
        let mut answers: BTreeMap<Answer, ()> = BTreeMap::new();
        let mut meanings = BTreeSet::new();
        for completed in &completions {
            let answer = table.scan(completed);
            meanings.insert(meaning(&table, &answer));
            answers.insert(answer, ());
        }
        let mut inputs = Vec::new();
        for input in (0..table.inputs().len()).filter(|&input| unknown[input]) {
            // The input decides if two completions that differ in it alone differ in meaning.
            let mut by_rest: BTreeMap<Vec<Value>, BTreeSet<_>> = BTreeMap::new();
            for completed in &completions {
                let mut rest = completed.clone();
                rest[input] = Value::Absent;
                by_rest.entry(rest).or_default().insert(meaning(&table, &table.scan(completed)));
            }
            if by_rest.values().any(|meanings| meanings.len() > 1) {
                inputs.push(input);
            }
        }
        for plan in plans(&table) {
            let possible = plan.possible(case, &unknown, Alike::Rules).unwrap();
            let found: Vec<&Answer> = possible.answers.iter().map(|possible| &possible.answer).collect();
            prop_assert_eq!(found, answers.keys().collect::<Vec<_>>());
            for possible in &possible.answers {
                prop_assert_eq!(&table.scan(&possible.witness), &possible.answer);
                for input in (0..table.inputs().len()).filter(|&input| !unknown[input]) {
                    prop_assert_eq!(possible.witness[input], case[input]);
                }
            }
            let by_outcome = plan.possible(case, &unknown, Alike::Outcome).unwrap();
            let found: Vec<_> =
                by_outcome.answers.iter().map(|possible| meaning(&table, &possible.answer)).collect();
            prop_assert_eq!(found.len(), meanings.len());
            prop_assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), meanings.clone());
            let all = &possible.answers;
            prop_assert!(possible.deciding.is_sorted_by(|a, b| (a.average, a.input) < (b.average, b.input)));
            let mut deciding: Vec<usize> = possible.deciding.iter().map(|deciding| deciding.input).collect();
            deciding.sort_unstable();
            prop_assert_eq!(deciding, inputs.clone());
            for deciding in &possible.deciding {
                for class in &deciding.classes {
                    let left: BTreeSet<_> = completions
                        .iter()
                        .filter(|completed| class.values.contains(completed[deciding.input]))
                        .map(|completed| meaning(&table, &table.scan(completed)))
                        .collect();
                    let told = class.left.iter().map(|&at| meaning(&table, &all[at].answer));
                    prop_assert_eq!(told.collect::<Vec<_>>().len(), left.len());
                    let told = class.left.iter().map(|&at| meaning(&table, &all[at].answer));
                    prop_assert_eq!(told.collect::<BTreeSet<_>>(), left);
                }
            }
        }
    }

    #[test]
    fn a_set_displays_as_the_cell_that_accepts_it(
        (domain, values) in domain().prop_flat_map(|domain| (Just(domain.clone()), accepts(&domain))),
    ) {
        let input = Input { name: "x".to_owned(), domain };
        let shown = values.display(&input).to_string();
        if values.is_empty() {
            prop_assert_eq!(shown, "none");
        } else if values.is_all(&input.domain) {
            prop_assert_eq!(shown, "any");
        } else {
            let cell = Cell::parse(&shown, &input.domain).unwrap();
            prop_assert_eq!(cell.resolve(&input).unwrap(), values);
        }
    }

    #[test]
    fn a_cell_reads_back_as_written((domain, cell) in written()) {
        prop_assert_eq!(Cell::parse(&cell.to_string(), &domain), Ok(cell));
    }

    #[test]
    fn parsers_take_any_text(bytes in vec(any::<u8>(), 0..40), domain in domain()) {
        parse_all(&String::from_utf8_lossy(&bytes), &domain)?;
    }

    #[test]
    fn parsers_take_almost_cells(text in "[\\[\\]{}nota:, \".0-9u\\\\é-]{0,24}", domain in domain()) {
        parse_all(&text, &domain)?;
    }
}

fn parse_all(text: &str, domain: &Domain) -> Result<(), TestCaseError> {
    for error in
        [Cell::parse(text, domain).err(), Item::parse(text, domain).err()].into_iter().flatten()
    {
        prop_assert!(text.is_char_boundary(error.offset));
        prop_assert!(!error.message.is_empty() && !error.expected.is_empty());
    }
    if let Ok(cell) = Cell::parse(text, domain) {
        prop_assert_eq!(Cell::parse(&cell.to_string(), domain), Ok(cell));
    }
    Ok(())
}

/// A domain and a cell that could be written for it.
fn written() -> impl Strategy<Value = (Domain, Cell)> {
    let ends = |low: i64, high: i64| {
        (low..=high, low..=high, 0..3).prop_map(|(a, b, open)| match open {
            0 => (None, Some(a)),
            1 => (Some(a), None),
            _ => (Some(a.min(b)), Some(a.max(b))),
        })
    };
    let days = -719_162..=2_932_896_i64;
    domain().prop_flat_map(move |domain| {
        let item = match &domain {
            Domain::Words { .. } => any::<String>().prop_map(Item::Word).boxed(),
            Domain::Boolean => any::<bool>().prop_map(Item::Bool).boxed(),
            Domain::Integer { .. } => prop_oneof![
                any::<i64>().prop_map(Item::Int),
                ends(i64::MIN, i64::MAX).prop_map(|(from, to)| Item::Range { from, to }),
            ]
            .boxed(),
            Domain::Date => prop_oneof![
                days.clone().prop_map(Item::Date),
                ends(*days.start(), *days.end())
                    .prop_map(|(from, to)| Item::DateRange { from, to }),
            ]
            .boxed(),
        };
        let cell =
            (any::<bool>(), vec(item, 1..4)).prop_map(|(negated, items)| Cell { negated, items });
        (Just(domain), cell)
    })
}
