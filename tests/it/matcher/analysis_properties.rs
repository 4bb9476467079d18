//! Proofs about random tables agree with the oracle on every case.

use std::collections::{BTreeMap, BTreeSet};

use handover_matcher::{
    Analysis, Answer, Block, Condition, Cover, Domain, HitPolicy, Input, Proof, Rule, Table, Value,
    Values, WhyNot,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, subsequence};

use crate::common::runs;

/// Days around all that rules name.
const DAYS: std::ops::Range<i64> = -2..10;

fn domain() -> impl Strategy<Value = Domain> {
    let words =
        |count: usize| ["a", "b", "c"][..count].iter().map(|&word| word.to_owned()).collect();
    prop_oneof![
        3 => (1..4_usize, any::<bool>()).prop_map(move |(count, open)| Domain::Words { words: words(count), open }),
        1 => Just(Domain::Boolean),
        2 => (-2..3_i64, 0..4_i64).prop_map(|(min, span)| Domain::Integer { min, max: min + span }),
        2 => Just(Domain::Date),
    ]
}

fn accepts(domain: &Domain) -> BoxedStrategy<Values> {
    let whole = Values::all(domain);
    match domain.clone() {
        Domain::Words { words, open } => {
            let listed: Vec<u32> = (0..).take(words.len()).collect();
            (subsequence(listed.clone(), 0..=listed.len()), any::<bool>())
                .prop_map(move |(listed, unlisted)| Values::Words {
                    listed,
                    unlisted: unlisted && open,
                })
                .boxed()
        }
        Domain::Boolean => (any::<bool>(), any::<bool>())
            .prop_map(|(yes, no)| Values::Booleans { yes, no })
            .boxed(),
        domain => vec((-1..6_i64, 0..4_i64), 1..3)
            .prop_map(move |ranges| {
                let range = |(from, span)| Values::Ranges(vec![(from, from + span)]);
                let all = ranges.into_iter().map(range);
                all.fold(Values::none(&domain), |all, range| all.union(&range)).intersect(&whole)
            })
            .boxed(),
    }
}

fn table() -> impl Strategy<Value = Table> {
    let policy = prop_oneof![3 => Just(HitPolicy::Unique), 2 => Just(HitPolicy::First), 1 => Just(HitPolicy::Collect)];
    (vec(domain(), 1..4), policy).prop_flat_map(|(domains, policy)| {
        let inputs: Vec<Input> = (0..)
            .zip(&domains)
            .map(|(at, domain): (usize, _)| Input {
                name: format!("i{at}"),
                domain: domain.clone(),
            })
            .collect();
        let cell = |(input, domain): (usize, &Domain)| {
            proptest::option::weighted(0.5, accepts(domain))
                .prop_map(move |accepts| accepts.map(|accepts| Condition { input, accepts }))
        };
        let alternative: Vec<_> = domains.iter().enumerate().map(cell).collect();
        let alternative = alternative.prop_map(|cells| cells.into_iter().flatten().collect());
        let alternatives = prop_oneof![
            4 => vec(alternative.clone(), 1),
            1 => vec(alternative, 0..4),
        ];
        let rule = (alternatives, 0..3_u32, vec(any::<Index>(), 0..3));
        vec(rule, 0..7).prop_map(move |rules| {
            let rule =
                |(at, (alternatives, outcome, overrides)): (usize, (_, u32, Vec<Index>))| Rule {
                    id: format!("r{at}"),
                    alternatives,
                    outcome,
                    // Only earlier rules, so that there is no circle.
                    overrides: overrides
                        .iter()
                        .filter(|_| at > 0)
                        .map(|index| index.index(at))
                        .collect(),
                };
            let rules = rules.into_iter().enumerate().map(rule).collect();
            Table::new("t", inputs.clone(), rules, policy).unwrap()
        })
    })
}

/// All values of a domain; of dates those that some rule may tell apart.
fn points(domain: &Domain) -> Vec<Value> {
    match domain {
        Domain::Words { words, open } => {
            let words = (0..).take(words.len()).map(Value::Word);
            words.chain(open.then_some(Value::Unlisted)).collect()
        }
        Domain::Boolean => vec![Value::Bool(false), Value::Bool(true)],
        Domain::Integer { min, max } => (*min..=*max).map(Value::Int).collect(),
        Domain::Date => DAYS.map(Value::Int).collect(),
    }
}

fn cases(table: &Table, absence: bool) -> Vec<Vec<Value>> {
    table.inputs().iter().fold(vec![Vec::new()], |cases, input| {
        let mut points = points(&input.domain);
        points.extend(absence.then_some(Value::Absent));
        cases
            .iter()
            .flat_map(|case| points.iter().map(|&point| [case.as_slice(), &[point]].concat()))
            .collect()
    })
}

/// How many combinations there are among cases, whatever the days.
fn combinations<'a>(
    table: &Table,
    cases: impl IntoIterator<Item = &'a Vec<Value>>,
) -> Option<u128> {
    let undated = |case: &Vec<Value>| -> Vec<Value> {
        let values = case.iter().zip(table.inputs());
        values.filter(|(_, input)| input.domain != Domain::Date).map(|(&value, _)| value).collect()
    };
    Some(cases.into_iter().map(undated).collect::<BTreeSet<_>>().len() as u128)
}

fn inside(block: &Block, case: &[Value]) -> bool {
    block
        .values
        .iter()
        .zip(case)
        .all(|(values, &value)| values.as_ref().is_none_or(|set| set.contains(value)))
}

/// Checks that blocks are disjoint, contain exactly these of all cases, and count them.
fn hold(
    table: &Table,
    blocks: &[Block],
    all: &[Vec<Value>],
    expected: &BTreeSet<&Vec<Value>>,
) -> Result<(), TestCaseError> {
    for case in all {
        let holding = blocks.iter().filter(|block| inside(block, case)).count();
        prop_assert_eq!(holding, usize::from(expected.contains(case)), "{:?}", case);
    }
    for block in blocks {
        prop_assert!(inside(block, &block.witness));
        prop_assert_eq!(
            block.cases,
            combinations(table, all.iter().filter(|case| inside(block, case)))
        );
    }
    Ok(())
}

fn matches(table: &Table, rule: u32, case: &[Value]) -> bool {
    let holds = |condition: &Condition| {
        case.get(condition.input).is_some_and(|&value| condition.accepts.contains(value))
    };
    table.rules()[rule as usize].alternatives.iter().any(|conditions| conditions.iter().all(holds))
}

fn decides(table: &Table, rule: u32, case: &[Value]) -> bool {
    table.scan(case).rules().contains(&rule)
}

fn contradict(table: &Table, case: &[Value]) -> Vec<(u32, u32)> {
    let outcome = |rule: u32| table.rules()[rule as usize].outcome;
    match table.scan(case) {
        Answer::Conflict { rules } => rules
            .iter()
            .flat_map(|&one| rules.iter().map(move |&other| (one, other)))
            .filter(|&(one, other)| one < other && outcome(one) != outcome(other))
            .collect(),
        _ => Vec::new(),
    }
}

fn meaning(table: &Table, case: &[Value]) -> (u8, BTreeSet<u32>) {
    let answer = table.scan(case);
    let kind = match answer {
        Answer::None => 0,
        Answer::One { .. } => 1,
        Answer::Conflict { .. } => 2,
        Answer::All { .. } => 3,
    };
    (kind, answer.rules().iter().map(|&rule| table.rules()[rule as usize].outcome).collect())
}

fn without(table: &Table, removed: usize) -> Table {
    let mut rules = table.rules().to_vec();
    rules.remove(removed);
    for rule in &mut rules {
        rule.overrides.retain(|&at| at != removed);
        rule.overrides.iter_mut().filter(|at| **at > removed).for_each(|at| *at -= 1);
    }
    Table::new("t", table.inputs().to_vec(), rules, table.policy()).unwrap()
}

fn before(table: &Table, rule: u32) -> Vec<u32> {
    let all = (0..).zip(table.rules());
    match table.policy() {
        HitPolicy::First => (0..rule).collect(),
        HitPolicy::Unique => all
            .filter(|(_, other)| other.overrides.contains(&(rule as usize)))
            .map(|(at, _)| at)
            .collect(),
        HitPolicy::Collect => Vec::new(),
    }
}

fn subsets(of: &[u32], size: usize) -> Vec<Vec<u32>> {
    (0..1_u32 << of.len())
        .filter(|bits| bits.count_ones() as usize == size)
        .map(|bits| {
            (0..).zip(of).filter(|(at, _)| bits >> at & 1 == 1).map(|(_, &member)| member).collect()
        })
        .collect()
}

fn exact<T>(proof: Proof<T>) -> T {
    proof.exact().expect("small tables are proved")
}

proptest! {
    #![proptest_config(runs(400))]

    #[test]
    fn gaps_are_what_no_rule_answers(table in table(), limit in 0..3_usize) {
        let all = cases(&table, false);
        let open: BTreeSet<&Vec<Value>> = all.iter().filter(|case| table.scan(case) == Answer::None).collect();
        let analysis = Analysis::new(&table);
        let gaps = exact(analysis.gaps(1000));
        prop_assert!(gaps.complete);
        prop_assert_eq!(analysis.combinations(), combinations(&table, &all));
        prop_assert_eq!(gaps.cases, combinations(&table, open.iter().copied()));
        prop_assert_eq!(gaps.cases == Some(0), open.is_empty());
        hold(&table, &gaps.blocks, &all, &open)?;
        let some = exact(analysis.gaps(limit));
        prop_assert!(some.cases == gaps.cases && some.blocks.len() <= limit);
        prop_assert!(!some.complete || some.blocks == gaps.blocks);
        prop_assert!(some.blocks.iter().all(|block| all.iter().all(|case| !inside(block, case) || open.contains(case))));
    }

    #[test]
    fn overlaps_are_what_rules_contradict(table in table(), limit in 0..3_usize) {
        let all = cases(&table, false);
        let mut expected: BTreeMap<(u32, u32), BTreeSet<&Vec<Value>>> = BTreeMap::new();
        for case in &all {
            for pair in contradict(&table, case) {
                expected.entry(pair).or_default().insert(case);
            }
        }
        let overlaps = exact(Analysis::new(&table).overlaps(1000, 1000));
        let pairs: Vec<(u32, u32)> = overlaps.pairs.iter().map(|overlap| overlap.rules).collect();
        prop_assert_eq!(&pairs, &expected.keys().copied().collect::<Vec<_>>());
        prop_assert_eq!(overlaps.count, pairs.len());
        for overlap in &overlaps.pairs {
            let expected = &expected[&overlap.rules];
            prop_assert!(overlap.complete);
            prop_assert_eq!(overlap.cases, combinations(&table, expected.iter().copied()));
            hold(&table, &overlap.blocks, &all, expected)?;
        }
        let some = exact(Analysis::new(&table).overlaps(limit, 1));
        prop_assert_eq!(some.count, pairs.len());
        prop_assert_eq!(some.pairs.len(), pairs.len().min(limit));
    }

    #[test]
    fn wins_are_what_a_rule_decides(table in table(), few in 0..40_u128) {
        let all = cases(&table, false);
        let wins = exact(Analysis::new(&table).wins(few));
        prop_assert_eq!(wins.len(), table.rules().len());
        for (rule, wins) in (0..).zip(&wins) {
            let won: BTreeSet<&Vec<Value>> = all.iter().filter(|case| decides(&table, rule, case)).collect();
            let expected = combinations(&table, won.iter().copied());
            prop_assert_eq!((wins.rule, wins.cases), (rule, expected));
            if expected <= Some(few) {
                hold(&table, &wins.blocks, &all, &won)?;
            } else {
                prop_assert!(wins.blocks.is_empty());
            }
        }
    }

    #[test]
    fn rules_that_can_go_change_no_answer(table in table()) {
        let all = cases(&table, true);
        let analysis = Analysis::new(&table);
        let (dead, redundant) = (exact(analysis.dead()), exact(analysis.redundant()));
        for rule in 0..table.rules().len() as u32 {
            let found = dead.iter().find(|dead| dead.rule == rule);
            prop_assert_eq!(found.is_some(), !all.iter().any(|case| decides(&table, rule, case)));
            let fewer = without(&table, rule as usize);
            let alike = all.iter().all(|case| meaning(&table, case) == meaning(&fewer, case));
            match found {
                Some(dead) => prop_assert_eq!(dead.removable, alike, "{}", rule),
                None if table.policy() == HitPolicy::Collect => prop_assert!(redundant.is_empty()),
                None => prop_assert_eq!(redundant.contains(&rule), alike, "{}", rule),
            }
            let Some(dead) = found else { continue };
            let own: Vec<&Vec<Value>> = all.iter().filter(|case| matches(&table, rule, case)).collect();
            let covers = |cover: &[u32]| own.iter().all(|case| cover.iter().any(|&other| matches(&table, other, case)));
            match &dead.cover {
                Cover::Impossible => prop_assert!(own.is_empty()),
                Cover::Hidden { rules, smallest } => {
                    let before = before(&table, rule);
                    prop_assert!(*smallest && !own.is_empty() && rules.is_sorted());
                    prop_assert!(rules.iter().all(|rule| before.contains(rule)) && covers(rules));
                    prop_assert!(subsets(&before, rules.len() - 1).iter().all(|fewer| !covers(fewer)));
                }
            }
        }
    }

    #[test]
    fn periods_are_what_each_day_shows(table in table(), first in DAYS, days in 0..8_i64) {
        let last = (first + days).min(DAYS.end - 1);
        let analysis = Analysis::new(&table);
        for (input, spec) in table.inputs().iter().enumerate() {
            let periods = exact(analysis.periods(input, first, last, 1000));
            if spec.domain != Domain::Date {
                prop_assert!(periods.is_empty());
                continue;
            }
            let covered: Vec<i64> = periods.iter().flat_map(|period| period.first..=period.last).collect();
            prop_assert_eq!(covered, (first..=last).collect::<Vec<_>>());
            let all = cases(&table, false);
            for period in &periods {
                for day in period.first..=period.last {
                    let on_day: Vec<Vec<Value>> = all.iter().filter(|case| case[input] == Value::Int(day)).cloned().collect();
                    let open: BTreeSet<&Vec<Value>> = on_day.iter().filter(|case| table.scan(case) == Answer::None).collect();
                    prop_assert_eq!(period.gaps.cases, combinations(&table, open.iter().copied()));
                    hold(&table, &day_blocks(&period.gaps.blocks, input, day), &on_day, &open)?;
                    let mut pairs: BTreeMap<(u32, u32), BTreeSet<&Vec<Value>>> = BTreeMap::new();
                    for case in &on_day {
                        for pair in contradict(&table, case) {
                            pairs.entry(pair).or_default().insert(case);
                        }
                    }
                    let told: Vec<(u32, u32)> = period.overlaps.pairs.iter().map(|overlap| overlap.rules).collect();
                    prop_assert_eq!(told, pairs.keys().copied().collect::<Vec<_>>());
                    for overlap in &period.overlaps.pairs {
                        let blocks = day_blocks(&overlap.blocks, input, day);
                        hold(&table, &blocks, &on_day, &pairs[&overlap.rules])?;
                    }
                }
                let witnesses = period.gaps.blocks.iter().map(|block| block.witness[input]);
                prop_assert!(witnesses.into_iter().all(|day| day == Value::Int(period.first)));
            }
        }
    }

    #[test]
    fn what_a_case_lacks_is_the_least(
        table in table(),
        pick in any::<Index>(),
        rule in any::<Index>(),
        changeable in vec(any::<bool>(), 3),
    ) {
        prop_assume!(!table.rules().is_empty());
        let rule = rule.index(table.rules().len()) as u32;
        let all = cases(&table, true);
        let case = pick.get(&all);
        let complete = cases(&table, false);
        let changeable: Vec<u32> = (0..table.inputs().len() as u32).filter(|&at| changeable[at as usize]).collect();
        let flags: Vec<bool> = (0..table.inputs().len() as u32).map(|at| changeable.contains(&at)).collect();
        // By inputs, the values that make the rule decide.
        let sufficient = |size: usize| -> BTreeMap<Vec<usize>, BTreeSet<Vec<Value>>> {
            let mut found: BTreeMap<Vec<usize>, BTreeSet<Vec<Value>>> = BTreeMap::new();
            for inputs in subsets(&changeable, size) {
                let inputs: Vec<usize> = inputs.into_iter().map(|at| at as usize).collect();
                for other in &complete {
                    let mut changed = case.clone();
                    inputs.iter().for_each(|&at| changed[at] = other[at]);
                    if decides(&table, rule, &changed) {
                        found.entry(inputs.clone()).or_default().insert(changed);
                    }
                }
            }
            found
        };
        let least = (0..=changeable.len()).map(|size| (size, sufficient(size))).find(|(_, found)| !found.is_empty());
        let told = exact(Analysis::new(&table).why_not(case, rule, &flags, 1000));
        match (told, least) {
            (WhyNot::Decides, Some((0, _))) | (WhyNot::Never, None) => {}
            (WhyNot::Changes { changes, complete: has_all }, Some((size, expected))) => {
                prop_assert!(has_all && size > 0);
                prop_assert_eq!(changes.iter().map(|change| &change.inputs).collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
                for change in &changes {
                    let expected = &expected[&change.inputs];
                    for other in &complete {
                        let mut changed = case.clone();
                        change.inputs.iter().for_each(|&at| changed[at] = other[at]);
                        let holding = change.blocks.iter().filter(|block| inside(block, &changed)).count();
                        prop_assert_eq!(holding, usize::from(expected.contains(&changed)));
                    }
                    for block in &change.blocks {
                        prop_assert!(decides(&table, rule, &block.witness));
                        let same = |at: &usize| change.inputs.contains(at) || block.witness[*at] == case[*at] && block.values[*at].is_none();
                        prop_assert!((0..case.len()).all(|at| same(&at)));
                        let counted = expected.iter().filter(|changed| inside(block, changed));
                        prop_assert_eq!(block.cases, combinations(&table, counted));
                    }
                }
            }
            (told, least) => prop_assert!(false, "{:?} against {:?}", told, least),
        }
    }

    #[test]
    fn too_few_steps_prove_nothing_and_say_so(table in table(), limit in 0..2_000_u64) {
        fn agree<T: PartialEq + std::fmt::Debug>(short: Proof<T>, full: Proof<T>, limit: u64) -> Result<(), TestCaseError> {
            match short {
                Proof::Exact(_) => prop_assert_eq!(short, full),
                Proof::NotProved { steps } => prop_assert!(steps > limit),
            }
            Ok(())
        }
        let (short, full) = (Analysis::new(&table).with_limit(limit), Analysis::new(&table));
        agree(short.gaps(5), full.gaps(5), limit)?;
        agree(short.overlaps(5, 5), full.overlaps(5, 5), limit)?;
        agree(short.wins(5), full.wins(5), limit)?;
        agree(short.redundant(), full.redundant(), limit)?;
        agree(short.periods(0, 0, 5, 5), full.periods(0, 0, 5, 5), limit)?;
    }
}

/// Blocks of a period as they are on one of its days.
fn day_blocks(blocks: &[Block], input: usize, day: i64) -> Vec<Block> {
    let on_day = |block: &Block| {
        let mut block = block.clone();
        block.values[input] = Some(Values::Ranges(vec![(day, day)]));
        block.witness[input] = Value::Int(day);
        block
    };
    blocks.iter().map(on_day).collect()
}
