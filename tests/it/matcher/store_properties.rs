//! Tables and plans that are stored and restored: nothing changes, and forged words are refused or harmless.

use handover_matcher::store::{Damaged, SectionReader, SectionWriter};
use handover_matcher::{
    Alike, Analysis, Condition, DEFAULT_BUDGET, Domain, HitPolicy, Input, Plan, Rule, Strategy,
    Table, Value, Values,
};
use proptest::prelude::{Just, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest};
use proptest::sample::Index;
use proptest::strategy::{BoxedStrategy, Strategy as _};

use crate::common::runs;

fn inputs() -> Vec<Input> {
    let words = |count: usize| (0..count).map(|word| format!("w{word}")).collect();
    let domains = [
        Domain::Words { words: words(60), open: true },
        Domain::Words { words: words(3), open: false },
        Domain::Boolean,
        Domain::Integer { min: -3, max: 12 },
        Domain::Integer { min: i64::MIN, max: i64::MAX },
        Domain::Date,
    ];
    let input = |(at, domain)| Input { name: format!("i{at}"), domain };
    domains.into_iter().enumerate().map(input).collect()
}

fn values(domain: &Domain) -> BoxedStrategy<Values> {
    match domain.clone() {
        Domain::Words { words, open } => {
            (prop::collection::btree_set(0..words.len() as u32, 1..3), any::<bool>())
                .prop_map(move |(listed, unlisted)| Values::Words {
                    listed: listed.into_iter().collect(),
                    unlisted: open && unlisted,
                })
                .boxed()
        }
        Domain::Boolean => any::<bool>().prop_map(|yes| Values::Booleans { yes, no: !yes }).boxed(),
        Domain::Integer { .. } | Domain::Date => (-3..8_i64, 0..5_i64, any::<bool>())
            .prop_map(|(from, length, two)| {
                let first = (from, from + length.min(1));
                let second = (from + 3, from + 4);
                Values::Ranges(if two { vec![first, second] } else { vec![first] })
            })
            .boxed(),
    }
}

fn alternative() -> impl proptest::strategy::Strategy<Value = Vec<Condition>> {
    let conditions: Vec<_> = inputs()
        .iter()
        .enumerate()
        .map(|(input, Input { domain, .. })| {
            let accepts = values(domain);
            prop::option::of(accepts.prop_map(move |accepts| Condition { input, accepts }))
        })
        .collect();
    conditions.prop_map(|conditions| conditions.into_iter().flatten().collect())
}

fn table() -> impl proptest::strategy::Strategy<Value = Table> {
    let rule =
        (prop::collection::vec(alternative(), 0..3), 0..4_u32, prop::option::of(any::<Index>()));
    let policy =
        prop::sample::select(vec![HitPolicy::Unique, HitPolicy::First, HitPolicy::Collect]);
    (prop::collection::vec(rule, 0..40), policy).prop_map(|(rules, policy)| {
        let rules =
            rules.into_iter().enumerate().map(|(at, (alternatives, outcome, below))| Rule {
                id: format!("rule-{at}"),
                alternatives,
                outcome,
                // Only earlier rules are overridden, so there is no circle.
                overrides: below
                    .filter(|_| at > 0)
                    .map(|below| below.index(at))
                    .into_iter()
                    .collect(),
            });
        Table::new("t", inputs(), rules.collect(), policy).unwrap()
    })
}

fn case() -> impl proptest::strategy::Strategy<Value = Vec<Value>> {
    let number = prop_oneof![-4..14_i64, Just(i64::MIN), Just(i64::MAX)];
    let value = prop_oneof![
        Just(Value::Absent),
        (0..62_u32).prop_map(Value::Word),
        Just(Value::Unlisted),
        any::<bool>().prop_map(Value::Bool),
        number.prop_map(Value::Int),
    ];
    prop::collection::vec(value, 0..8)
}

/// A plan of a strategy, or of the one that compiling chooses.
fn compiled(table: &Table, strategy: Option<Strategy>) -> Plan {
    match strategy {
        Some(strategy) => Plan::compile_as(table, strategy, DEFAULT_BUDGET).unwrap(),
        None => Plan::compile(table, DEFAULT_BUDGET),
    }
}

fn strategy() -> impl proptest::strategy::Strategy<Value = Option<Strategy>> {
    prop::option::of(prop::sample::select(Strategy::ALL.to_vec()))
}

fn stored(table: &Table, plan: &Plan) -> Vec<u64> {
    let mut out = SectionWriter::new();
    table.store(&mut out);
    plan.store(&mut out);
    let bytes = out.into_bytes();
    let (words, rest) = bytes.as_chunks();
    assert!(rest.is_empty());
    words.iter().map(|&word| u64::from_le_bytes(word)).collect()
}

fn restored(words: &[u64]) -> Result<(Table, Plan), Damaged> {
    let mut from = SectionReader::new(words);
    let table = Table::restore(&mut from)?;
    let plan = Plan::restore(&mut from, &table)?;
    from.end().map(|()| (table, plan))
}

proptest! {
    #![proptest_config(runs(300))]

    #[test]
    fn what_is_restored_answers_as_what_was_stored(
        table in table(),
        strategy in strategy(),
        cases in prop::collection::vec(case(), 20),
    ) {
        let plan = compiled(&table, strategy);
        let words = stored(&table, &plan);
        let (table_again, plan_again) = restored(&words).unwrap();
        prop_assert_eq!(&table_again, &table);
        prop_assert_eq!(plan_again.to_string_of_all(), plan.to_string_of_all());
        prop_assert_eq!(stored(&table_again, &plan_again), words);
        for case in cases {
            prop_assert_eq!(plan_again.decide(&case), plan.decide(&case));
            prop_assert_eq!(plan_again.decide(&case), table.scan(&case));
            let unknown = [true, false, true];
            prop_assert_eq!(
                plan_again.possible(&case, &unknown, Alike::Rules).unwrap(),
                plan.possible(&case, &unknown, Alike::Rules).unwrap()
            );
        }
    }

    #[test]
    fn forged_words_are_refused_or_harmless(
        table in table(),
        strategy in strategy(),
        changes in prop::collection::vec((any::<Index>(), forged()), 1..3),
        cases in prop::collection::vec(case(), 5),
    ) {
        let mut words = stored(&table, &compiled(&table, strategy));
        for (at, forge) in changes {
            let word = at.get(&words);
            let new = forge.of(*word);
            let at = at.index(words.len());
            words[at] = new;
        }
        if let Ok((table, plan)) = restored(&words) {
            for case in cases {
                let _ = (table.scan(&case), plan.decide(&case).to_answer());
                let _ = plan.possible(&case, &[true; 6], Alike::Outcome);
                plan.walk_with(&case, &mut |_| {});
                let mut classes = [0; 6 * 17];
                plan.classify(&case, &mut classes[..6]);
                let _ = plan.decide_classes(&[7, 90, u32::MAX, 3, 2, 1]).to_answer();
                let found = plan.find(&classes[..6]).map(|id| plan.answer(id).to_answer());
                assert!(found.is_none_or(|found| found.rules().len() <= table.rules().len()));
                let mut answers = Vec::new();
                plan.decide_all(&classes, &mut answers);
                assert_eq!(answers.len(), 17);
            }
            let analysis = Analysis::new(&table).with_limit(100_000);
            let _ = (analysis.gaps(3), analysis.overlaps(3, 3), analysis.dead());
            let _ = (table.to_string(), plan.to_string_of_all());
        }
    }

    #[test]
    fn words_that_are_cut_off_are_refused(table in table(), strategy in strategy(), at in any::<Index>()) {
        let words = stored(&table, &compiled(&table, strategy));
        prop_assert!(restored(&words[..at.index(words.len())]).is_err());
    }
}

/// All observable parts of a plan.
trait Shown {
    fn to_string_of_all(&self) -> String;
}

impl Shown for Plan {
    fn to_string_of_all(&self) -> String {
        let compiled = match (self.diagram(), self.bitmap()) {
            (Some(diagram), _) => diagram.to_string(),
            (None, Some(bitmap)) => {
                format!("{:?} {}", bitmap.inputs().collect::<Vec<_>>(), bitmap.bytes())
            }
            (None, None) => String::new(),
        };
        let (strategy, reason, candidates) = (self.strategy(), self.reason, self.candidates());
        let shadowed = self.shadowed();
        format!("{strategy} {reason} {candidates:?} {shadowed:?}\n{}{compiled}", self.classes())
    }
}

/// A change of a word of 64 bits.
#[derive(Clone, Copy, Debug)]
enum Forge {
    Bit(u32),
    Low(u32),
    High(u32),
    Added(i64),
}

impl Forge {
    fn of(self, word: u64) -> u64 {
        match self {
            Self::Bit(bit) => word ^ 1 << (bit % 64),
            Self::Low(low) => word >> 32 << 32 | u64::from(low),
            Self::High(high) => word << 32 >> 32 | u64::from(high) << 32,
            Self::Added(more) => word.wrapping_add_signed(more),
        }
    }
}

fn forged() -> impl proptest::strategy::Strategy<Value = Forge> {
    let small = || prop_oneof![0..40_u32, Just(u32::MAX)];
    prop_oneof![
        any::<u32>().prop_map(Forge::Bit),
        small().prop_map(Forge::Low),
        small().prop_map(Forge::High),
        prop_oneof![-9..9_i64, Just(1 << 32), Just(-1 << 32)].prop_map(Forge::Added),
    ]
}
