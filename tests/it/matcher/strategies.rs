//! The strategies on tables of their intended sizes: all give the oracle's answers, none exceeds its budget, and the
//! choice between them has its reason.

use handover_matcher::{
    Alike, Analysis, Answer, Condition, DEFAULT_BUDGET, Domain, HitPolicy, Input, OverBudget, Plan,
    Reason, Rule, Strategy, Table, Unbuilt, Value, Values, default_budget,
};

/// Unoptimised code reads fewer cases.
const QUERIES: usize = if cfg!(debug_assertions) { 300 } else { 10_000 };
const SIZES: &[usize] =
    if cfg!(debug_assertions) { &[15, 100, 500] } else { &[15, 100, 1_000, 10_000] };

/// Numbers that look random: splitmix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ mixed >> 31
    }

    fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.next()) * end as u128) >> 64) as usize
    }

    fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

fn words(name: &str, count: usize) -> Input {
    let words = (0..count).map(|word| format!("{name}-{word}")).collect();
    Input { name: name.to_owned(), domain: Domain::Words { words, open: true } }
}

fn one_of(random: &mut Random, input: usize, count: usize, most: usize) -> Condition {
    let mut listed: Vec<u32> =
        (0..=random.below(most)).map(|_| random.below(count) as u32).collect();
    listed.sort_unstable();
    listed.dedup();
    Condition { input, accepts: Values::Words { listed, unlisted: false } }
}

fn between(random: &mut Random, input: usize, min: i64, max: i64) -> Condition {
    let from = min + random.below((max - min) as usize) as i64;
    let to = from + random.below((max - from) as usize + 1) as i64;
    Condition { input, accepts: Values::Ranges(vec![(from, to)]) }
}

fn rule(at: usize, outcome: usize, conditions: Vec<Condition>) -> Rule {
    Rule {
        id: format!("r{at}"),
        alternatives: vec![conditions],
        outcome: outcome as u32,
        overrides: vec![],
    }
}

/// Rules as a regional directory has them: most name a unit, a specialty or a kind of case; the last one always holds.
fn routing(size: usize, policy: HitPolicy, outcomes: usize) -> Table {
    let inputs = vec![
        words("kind", 50),
        words("level", 2),
        words("specialty", 300),
        words("unit", 2000),
        Input { name: "priority".to_owned(), domain: Domain::Integer { min: 1, max: 12 } },
        Input { name: "from".to_owned(), domain: Domain::Date },
    ];
    let random = &mut Random(size as u64);
    let rules = (0..size).map(|at| {
        let mut conditions = Vec::new();
        if at + 1 < size {
            let any_unit = random.percent(30);
            let any_kind = !any_unit && random.percent(20);
            let any_specialty = !any_unit && !any_kind && random.percent(25);
            if !any_unit {
                conditions.push(one_of(random, 3, 2000, 1));
            }
            if !any_kind {
                conditions.push(one_of(random, 0, 50, 3));
            }
            if !any_specialty {
                conditions.push(one_of(random, 2, 300, 4));
            }
            if random.percent(50) {
                conditions.push(one_of(random, 1, 2, 1));
            }
            if random.percent(50) {
                conditions.push(between(random, 4, 1, 12));
            }
            if random.percent(10) {
                let from = 20_000 + 30 * random.below(12) as i64;
                let accepts = Values::Ranges(vec![(from, from + 365)]);
                conditions.push(Condition { input: 5, accepts });
            }
        }
        rule(at, at % outcomes, conditions)
    });
    Table::new("routing", inputs, rules.collect(), policy).unwrap()
}

/// Five inputs of 1,000 values, each left open by half of the rules: one diagram grows with the cube of their number.
fn blow_up(size: usize) -> Table {
    let inputs = (0..5).map(|input| words(&format!("i{input}"), 1000)).collect();
    let random = &mut Random(7);
    let mut rules = Vec::new();
    while rules.len() < size {
        let mut conditions = Vec::new();
        for input in 0..5 {
            if random.percent(50) {
                conditions.push(one_of(random, input, 1000, 1));
            }
        }
        if conditions.len() > 1 {
            rules.push(rule(rules.len(), rules.len(), conditions));
        }
    }
    rules.push(rule(size, size, vec![]));
    Table::new("blow-up", inputs, rules, HitPolicy::First).unwrap()
}

/// Cases, every other one such that a certain rule holds.
fn queries(table: &Table, count: usize) -> Vec<Vec<Value>> {
    let random = &mut Random(1);
    let any = |domain: &Domain, random: &mut Random| match domain {
        Domain::Words { words, .. } => match random.below(words.len() + 2) {
            word if word < words.len() => Value::Word(word as u32),
            word if word == words.len() => Value::Unlisted,
            _ => Value::Absent,
        },
        Domain::Boolean => Value::Bool(random.percent(50)),
        Domain::Integer { min, max } => {
            Value::Int(min + random.below((max - min) as usize + 1) as i64)
        }
        Domain::Date => Value::Int(19_900 + random.below(1000) as i64),
    };
    (0..count)
        .map(|at| {
            let mut case: Vec<Value> =
                table.inputs().iter().map(|input| any(&input.domain, random)).collect();
            if at % 2 == 0 {
                let rule = &table.rules()[random.below(table.rules().len())];
                for condition in rule.alternatives.iter().flatten() {
                    case[condition.input] = match &condition.accepts {
                        Values::Words { listed, .. } => {
                            Value::Word(listed[random.below(listed.len())])
                        }
                        other => other.sample().unwrap(),
                    };
                }
            }
            case
        })
        .collect()
}

fn assert_answers(table: &Table, plans: &[Plan], count: usize) {
    for case in queries(table, count) {
        let expected = table.scan(&case);
        for plan in plans {
            assert_eq!(plan.decide(&case), expected, "{} at {case:?}", plan.strategy());
        }
    }
}

#[test]
fn every_strategy_answers_alike_at_every_size() {
    for &size in SIZES {
        let table = routing(size, HitPolicy::First, size);
        let mut plans: Vec<Plan> = Strategy::ALL
            .map(|strategy| Plan::compile_as(&table, strategy, 1 << 30).unwrap())
            .into_iter()
            .collect();
        plans.push(Plan::compile(&table, default_budget(size)));
        assert_answers(&table, &plans, QUERIES);
        assert!(plans.iter().all(|plan| plan.bytes() < DEFAULT_BUDGET));
    }
}

#[test]
fn rules_that_contradict_or_add_up_are_put_together() {
    for policy in [HitPolicy::Unique, HitPolicy::Collect] {
        let table = routing(200, policy, 3);
        let plans: Vec<Plan> = Strategy::ALL
            .iter()
            .filter_map(|&strategy| Plan::compile_as(&table, strategy, DEFAULT_BUDGET).ok())
            .collect();
        assert!(plans.len() >= 3);
        assert_answers(&table, &plans, QUERIES);
    }
}

#[test]
fn a_table_that_blows_up_stays_within_its_budget() {
    let size = if cfg!(debug_assertions) { 400 } else { 4000 };
    let table = blow_up(size);
    let budget = 4 << 20;
    let Err(OverBudget { bytes }) = Plan::compile_as(&table, Strategy::Diagram, budget) else {
        panic!("the diagram should not fit");
    };
    assert!(bytes > budget && bytes < 2 * budget);
    let plan = Plan::compile(&table, budget);
    assert_ne!(plan.strategy(), Strategy::Diagram);
    assert!(plan.bytes() <= budget);
    assert!(plan.candidates().iter().any(|candidate| candidate.weight.is_err()));
    assert_answers(&table, &[plan], QUERIES);
}

#[test]
fn the_choice_is_told_with_its_figures() {
    let small = Plan::compile(&routing(15, HitPolicy::First, 15), DEFAULT_BUDGET);
    assert!(matches!(small.reason, Reason::Fastest { next: Some(_), .. }), "{small}");
    assert_eq!(small.candidates().len(), Strategy::ALL.len());

    let collects = Plan::compile(&routing(100, HitPolicy::Collect, 100), DEFAULT_BUDGET);
    assert_eq!(collects.strategy(), Strategy::Bitmap);
    assert_eq!(collects.to_string(), "bitmap, because the table collects answers\n");

    let large = Plan::compile(&routing(1000, HitPolicy::First, 1000), DEFAULT_BUDGET);
    assert_eq!(large.strategy(), Strategy::Forest, "{large}");
    assert!(large.forest().is_some_and(|forest| forest.split() == Some(3)));
    let Reason::Fastest { weight, next: Some((_, other)) } = large.reason else {
        panic!("{large}");
    };
    assert!(weight.picoseconds <= other.picoseconds);

    // Nothing fits, so the strategy that needs the least is chosen.
    let tight = Plan::compile(&routing(100, HitPolicy::First, 100), 0);
    assert!(matches!(tight.reason, Reason::Smallest { budget: 0, .. }));
    assert!(matches!(tight.strategy(), Strategy::Tuples | Strategy::Bitmap));
    for candidate in tight.candidates() {
        assert!(matches!(candidate.weight, Err(Unbuilt::OverBudget(_))), "{candidate}");
    }

    let asked = Plan::compile_as(&blow_up(40), Strategy::Tuples, DEFAULT_BUDGET).unwrap();
    assert_eq!(asked.reason, Reason::Asked);
    // Each signature has one of two states for each of five inputs.
    assert!(asked.tuples().is_some_and(|tuples| tuples.signatures() <= 32));
}

#[test]
fn a_plan_repeats_byte_for_byte() {
    let size = if cfg!(debug_assertions) { 300 } else { 3000 };
    for table in [routing(size, HitPolicy::First, size), routing(100, HitPolicy::Unique, 4)] {
        let plan = Plan::compile(&table, DEFAULT_BUDGET);
        let again = Plan::compile(&table, DEFAULT_BUDGET);
        assert_eq!(format!("{plan:?}"), format!("{again:?}"));
        assert_eq!(plan.bytes(), again.bytes());
    }
}

#[test]
fn rules_that_earlier_ones_hide_are_dropped() {
    let inputs = vec![words("kind", 9), words("unit", 9)];
    let when = |tests: &[(usize, u32)]| {
        tests
            .iter()
            .map(|&(input, word)| Condition {
                input,
                accepts: Values::Words { listed: vec![word], unlisted: false },
            })
            .collect::<Vec<_>>()
    };
    let rules = [
        when(&[(0, 1)]),
        when(&[(0, 1), (1, 5)]),
        when(&[(0, 2), (1, 5)]),
        when(&[(0, 2), (1, 5)]),
        when(&[(1, 5)]),
        when(&[]),
        when(&[(0, 7)]),
    ];
    let rules: Vec<Rule> =
        rules.into_iter().enumerate().map(|(at, when)| rule(at, at, when)).collect();
    for policy in [HitPolicy::First, HitPolicy::Unique, HitPolicy::Collect] {
        let table = Table::new("t", inputs.clone(), rules.clone(), policy).unwrap();
        let plan = Plan::compile(&table, DEFAULT_BUDGET);
        let shadowed: &[u32] = if policy == HitPolicy::First { &[1, 3, 6] } else { &[] };
        assert_eq!(plan.shadowed(), shadowed);
        if policy == HitPolicy::First {
            let dead = Analysis::new(&table).dead().exact().unwrap();
            assert_eq!(dead.iter().map(|dead| dead.rule).collect::<Vec<_>>(), shadowed);
        }
    }
}

#[test]
fn incomplete_cases_do_not_depend_on_the_strategy() {
    let table = routing(60, HitPolicy::First, 60);
    let plans =
        Strategy::ALL.map(|strategy| Plan::compile_as(&table, strategy, DEFAULT_BUDGET).unwrap());
    let [first, others @ ..] = &plans;
    let case = &queries(&table, 1)[0];
    let unknown = [false, true, false, true, true, false];
    for plan in others {
        let answers = |plan: &Plan| -> Vec<Answer> {
            let possible = plan.possible(case, &unknown, Alike::Rules).unwrap();
            possible.answers.into_iter().map(|possible| possible.answer).collect()
        };
        assert_eq!(answers(plan), answers(first));
        let deciding = |plan: &Plan| plan.possible(case, &unknown, Alike::Rules).unwrap().deciding;
        assert_eq!(deciding(plan), deciding(first));
    }
}
