//! Analyses of small tables that can be checked by hand, and the steps for known families of tables.

use super::*;
use crate::table::{Condition, Domain, HitPolicy, Input, Rule, Table, Value, Values};

fn words(name: &str, words: &[&str]) -> Input {
    let words = words.iter().map(|&word| word.to_owned()).collect();
    Input { name: name.to_owned(), domain: Domain::Words { words, open: false } }
}

fn number(name: &str, max: i64) -> Input {
    Input { name: name.to_owned(), domain: Domain::Integer { min: 0, max } }
}

fn date(name: &str) -> Input {
    Input { name: name.to_owned(), domain: Domain::Date }
}

fn is(input: usize, word: u32) -> Condition {
    Condition { input, accepts: Values::Words { listed: vec![word], unlisted: false } }
}

fn from_to(input: usize, from: i64, to: i64) -> Condition {
    Condition { input, accepts: Values::Ranges(vec![(from, to)]) }
}

fn rule(outcome: u32, conditions: Vec<Condition>, overrides: &[usize]) -> Rule {
    let id = format!("r{outcome}");
    Rule { id, alternatives: vec![conditions], outcome, overrides: overrides.to_vec() }
}

fn unique(inputs: Vec<Input>, rules: Vec<Rule>) -> Table {
    Table::new("t", inputs, rules, HitPolicy::Unique).unwrap()
}

fn first(inputs: Vec<Input>, rules: Vec<Rule>) -> Table {
    Table::new("t", inputs, rules, HitPolicy::First).unwrap()
}

/// Case type, care level, specialty, unit and day, at the positions in `at`.
fn routing(at: [usize; 5]) -> Table {
    let mut inputs = [
        words("case_type", &["medicine", "contraception"]),
        words("care_level", &["primary", "specialised"]),
        words("specialty", &["gynaecology", "obstetrics", "skin", "eyes"]),
        words("unit", &["a", "b", "c"]),
        date("at"),
    ]
    .map(Some);
    let mut in_order = vec![None, None, None, None, None];
    for (input, &place) in inputs.iter_mut().zip(&at) {
        in_order[place] = input.take();
    }
    let rules = vec![
        rule(0, vec![is(at[0], 0)], &[]),
        rule(1, vec![is(at[0], 1), is(at[1], 0)], &[]),
        rule(2, vec![is(at[0], 1), is(at[1], 1), is(at[2], 0)], &[]),
        rule(2, vec![is(at[0], 1), is(at[1], 1), is(at[2], 1)], &[]),
        rule(3, vec![is(at[0], 0), is(at[3], 0)], &[0]),
        rule(4, vec![is(at[0], 0), is(at[1], 1), is(at[3], 1), from_to(at[4], 0, 99)], &[0]),
    ];
    unique(in_order.into_iter().flatten().collect(), rules)
}

#[test]
fn a_gap_is_one_block_whatever_the_order_of_inputs() {
    for at in [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [2, 4, 0, 3, 1], [1, 0, 4, 2, 3]] {
        let table = routing(at);
        let gaps = Analysis::new(&table).gaps(10).exact().unwrap();
        assert_eq!((gaps.cases, gaps.blocks.len(), gaps.complete), (Some(2 * 3), 1, true));
        let values = &gaps.blocks[0].values;
        let listed =
            |listed: &[u32]| Some(Values::Words { listed: listed.to_vec(), unlisted: false });
        assert_eq!(values[at[0]], listed(&[1]));
        assert_eq!(values[at[1]], listed(&[1]));
        assert_eq!(values[at[2]], listed(&[2, 3]));
        assert_eq!((&values[at[3]], &values[at[4]]), (&None, &None));
    }
}

#[test]
fn overlaps_are_counted_without_what_a_third_rule_overrides() {
    let inputs = vec![number("n", 9), number("m", 9)];
    let rules = vec![
        rule(1, vec![from_to(0, 0, 4)], &[]),
        rule(2, vec![from_to(0, 3, 9)], &[]),
        rule(3, vec![from_to(0, 4, 4), from_to(1, 0, 4)], &[0]),
        rule(3, vec![from_to(1, 9, 9)], &[0, 1]),
    ];
    let table = unique(inputs, rules);
    let found = Analysis::new(&table).overlaps(10, 10).exact().unwrap();
    let pairs: Vec<_> = found.pairs.iter().map(|pair| (pair.rules, pair.cases)).collect();
    // (3, 0..8) and (4, 5..8) for the first pair; r3 and r1 contradict each other where n is 4 and m at most 4.
    assert_eq!(pairs, [((0, 1), Some(9 + 4)), ((1, 2), Some(5))]);
    assert_eq!(Analysis::new(&table).overlaps(1, 1).exact().map(|found| found.count), Some(2));
}

#[test]
fn dates_are_not_counted() {
    let inputs = vec![number("n", 9), date("at")];
    let table = unique(inputs, vec![rule(1, vec![from_to(0, 0, 4), from_to(1, 100, 200)], &[])]);
    let analysis = Analysis::new(&table);
    let gaps = analysis.gaps(10).exact().unwrap();
    assert_eq!((gaps.cases, analysis.combinations()), (Some(10), Some(10)));
    assert_eq!(analysis.wins(0).exact().unwrap()[0].cases, Some(5));
}

#[test]
fn the_fewest_rules_that_hide_one_are_told() {
    let inputs = || vec![number("n", 9)];
    let within = |from, to| vec![from_to(0, from, to)];
    let rules = [
        rule(1, within(0, 2), &[]),
        rule(2, within(2, 5), &[]),
        rule(3, within(0, 4), &[]),
        rule(4, within(5, 9), &[]),
        rule(5, within(1, 8), &[]),
        rule(6, vec![from_to(0, 0, 3), from_to(0, 5, 9)], &[]),
    ];
    let table = first(inputs(), rules[..5].to_vec());
    let dead = Analysis::new(&table).dead().exact().unwrap();
    let hidden = |rule, rules: &[u32]| Dead {
        rule,
        cover: Cover::Hidden { rules: rules.to_vec(), smallest: true },
        removable: true,
    };
    assert_eq!(dead, [hidden(2, &[0, 1]), hidden(4, &[2, 3])]);
    let impossible = Table::new("t", inputs(), vec![rules[5].clone()], HitPolicy::Collect).ok();
    let dead = impossible.and_then(|table| Analysis::new(&table).dead().exact()).unwrap();
    assert_eq!(dead, [Dead { rule: 0, cover: Cover::Impossible, removable: true }]);
}

#[test]
fn a_dead_rule_may_be_needed_since_it_silences_others() {
    let rules = vec![
        rule(1, vec![], &[]),
        rule(2, vec![from_to(0, 3, 5)], &[0]),
        rule(3, vec![from_to(0, 3, 5)], &[1]),
    ];
    let table = unique(vec![number("n", 9)], rules);
    let dead = Analysis::new(&table).dead().exact().unwrap();
    let cover = Cover::Hidden { rules: vec![2], smallest: true };
    assert_eq!(dead, [Dead { rule: 1, cover, removable: false }]);
}

#[test]
fn a_rule_that_another_repeats_is_redundant() {
    let rules = vec![
        rule(1, vec![from_to(0, 3, 5)], &[]),
        rule(2, vec![from_to(0, 6, 7)], &[]),
        rule(1, vec![], &[]),
    ];
    let table = first(vec![number("n", 9)], rules);
    assert_eq!(Analysis::new(&table).redundant(), Proof::Exact(vec![0]));
}

#[test]
fn rules_that_seldom_win_are_told_with_what_they_win() {
    let table = routing([0, 1, 2, 3, 4]);
    let wins = Analysis::new(&table).wins(4).exact().unwrap();
    let counts: Vec<_> = wins.iter().map(|wins| wins.cases).collect();
    // The first rule wins what the units' own rules leave: 8 combinations of b on other days too, 8 of c.
    assert_eq!(counts, [Some(16), Some(12), Some(3), Some(3), Some(8), Some(4)]);
    let told: Vec<_> = wins.iter().filter(|wins| !wins.blocks.is_empty()).collect();
    assert_eq!(told.iter().map(|wins| wins.rule).collect::<Vec<_>>(), [2, 3, 5]);
}

#[test]
fn periods_tell_the_first_day_on_which_something_breaks() {
    let inputs = vec![number("n", 1), date("at")];
    let rules = vec![
        rule(1, vec![from_to(1, -700_000, 99)], &[]),
        rule(2, vec![from_to(0, 0, 0), from_to(1, 99, 200)], &[]),
        rule(3, vec![from_to(0, 1, 1), from_to(1, 100, 300)], &[]),
    ];
    let table = unique(inputs, rules);
    let periods = Analysis::new(&table).periods(1, 90, 250, 5).exact().unwrap();
    let days: Vec<_> = periods
        .iter()
        .map(|period| (period.first, period.last, period.gaps.cases, period.overlaps.count))
        .collect();
    assert_eq!(
        days,
        [
            (90, 98, Some(0), 0),
            (99, 99, Some(0), 1),
            (100, 200, Some(0), 0),
            (201, 250, Some(1), 0)
        ]
    );
    assert_eq!(periods[3].gaps.blocks[0].witness, [Value::Int(0), Value::Int(201)]);
}

#[test]
fn why_not_tells_the_fewest_changes() {
    let table = routing([0, 1, 2, 3, 4]);
    let analysis = Analysis::new(&table);
    let case = [Value::Word(0), Value::Word(1), Value::Word(2), Value::Word(0), Value::Int(7)];
    let all = [true; 5];
    assert_eq!(analysis.why_not(&case, 4, &all, 9), Proof::Exact(WhyNot::Decides));
    let changes = |rule, changeable: &[bool]| match analysis.why_not(&case, rule, changeable, 9) {
        Proof::Exact(WhyNot::Changes { changes, complete: true }) => changes
            .into_iter()
            .map(|change| (change.inputs, change.blocks[0].witness.clone()))
            .collect(),
        Proof::Exact(WhyNot::Never) => Vec::new(),
        other => panic!("{other:?}"),
    };
    // Another unit: b has a rule of its own on that day, so c is left.
    let with_unit = |unit| vec![case[0], case[1], case[2], Value::Word(unit), case[4]];
    assert_eq!(changes(0, &all), [(vec![3], with_unit(2))]);
    assert_eq!(changes(5, &all), [(vec![3], with_unit(1))]);
    let gynaecology = vec![Value::Word(1), Value::Word(1), Value::Word(0), case[3], case[4]];
    assert_eq!(changes(2, &all), [(vec![0, 2], gynaecology)]);
    assert_eq!(changes(2, &[true, true, false, true, true]), []);
}

/// The fewest steps that suffice for a proof.
fn fewest<T>(table: &Table, prove: impl Fn(Analysis<'_>) -> Proof<T>) -> u64 {
    let is_enough = |limit| prove(Analysis::new(table).with_limit(limit)).exact().is_some();
    let (mut low, mut high) = (0, DEFAULT_STEPS);
    while low < high {
        let middle = low + (high - low) / 2;
        if is_enough(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

/// One rule for each pair of neighbouring inputs that are both at most 4.
fn chain(inputs: usize) -> Table {
    let rules = (1..inputs).map(|at| rule(1, vec![from_to(at - 1, 0, 4), from_to(at, 0, 4)], &[]));
    unique((0..inputs).map(|_| number("n", 9)).collect(), rules.collect())
}

/// A grid of `size` times `size` rules, each of which covers one field and half of its neighbours.
fn grid(size: i64) -> Table {
    let field = |at: i64| (2 * (at % size), 2 * (at / size));
    let cells = |(x, y): (i64, i64)| vec![from_to(0, x, x + 2), from_to(1, y, y + 2)];
    let rules = (0..size * size).map(|at| rule(at as u32, cells(field(at)), &[]));
    first(vec![number("x", 2 * size), number("y", 2 * size)], rules.collect())
}

#[test]
fn steps_of_known_families_do_not_change() {
    let steps = |table: &Table| {
        [
            fewest(table, |analysis| analysis.gaps(5)),
            fewest(table, |analysis| analysis.overlaps(5, 5)),
            fewest(table, |analysis| analysis.wins(5)),
            fewest(table, |analysis| analysis.dead()),
            fewest(table, |analysis| analysis.redundant()),
        ]
    };
    // Gaps, overlaps, wins, dead and redundant rules.
    assert_eq!(steps(&chain(4)), [226, 6, 3, 3, 29]);
    assert_eq!(steps(&chain(8)), [1239, 14, 7, 7, 195]);
    assert_eq!(steps(&chain(16)), [4198, 30, 15, 15, 1191]);
    assert_eq!(steps(&chain(32)), [15478, 62, 31, 31, 7631]);
    assert_eq!(steps(&grid(4)), [353, 0, 831, 213, 213]);
    assert_eq!(steps(&grid(8)), [1625, 0, 4703, 997, 997]);
    assert_eq!(steps(&grid(16)), [6953, 0, 26367, 8709, 8709]);
}

#[test]
fn without_steps_nothing_is_proved() {
    let table = grid(8);
    let analysis = Analysis::new(&table).with_limit(50);
    assert!(matches!(analysis.gaps(5), Proof::NotProved { steps: 51.. }));
    assert!(matches!(analysis.dead(), Proof::NotProved { steps: 51.. }));
    assert_eq!(analysis.gaps(5).exact(), None);
}
