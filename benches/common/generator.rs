//! Routing rules and questions from a fixed seed: the same on every machine and in every benchmark.
//!
//! SEED is the table of the instruction: 15 rules over seven case types, two care levels and 60 specialties. The
//! other sizes are made up: five inputs (50 case types, 2 care levels, 300 specialties, 2,000 units, priorities 1–12),
//! cells of one to four words, the unit left open by three rules in ten, care level and priority by half of them, and
//! a last rule that takes every case. The first rule that matches answers.
//!
//! Half of the questions are drawn evenly, half from a case that some rule accepts, and two in a hundred hold a name
//! that is in no list.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::indexing_slicing,
    clippy::expect_used,
    clippy::allow_attributes,
    reason = "each benchmark uses a part, and stops where something is wrong"
)]

use handover_matcher::{
    Condition, Domain, HitPolicy, Input, Rule as TableRule, Table, Value, Values,
};

/// The inputs in the order of a case; all but the last are words.
pub const INPUTS: [&str; 5] = ["case_type", "care_level", "specialty", "unit", "priority"];
/// How many of the inputs are words.
pub const WORDS: usize = 4;
/// The greatest priority; the least is 1.
pub const MAX_PRIORITY: i64 = 12;
/// How many questions there are of each size.
pub const QUERIES: usize = 10_000;
/// Every so often a question holds an unknown name.
const UNKNOWN_EVERY: usize = 50;
const UNITS: usize = 2_000;

const SEED_CASE_TYPES: [&str; 7] = [
    "triage",
    "prescription_medicine",
    "prescription_aid",
    "prescription_nutrition",
    "contraception",
    "certificate",
    "rebooking",
];

/// A rule: what it accepts of each input.
#[derive(Clone, Debug, Default)]
pub struct Rule {
    /// By input the accepted words, sorted; an empty list accepts every value.
    pub words: [Vec<u32>; WORDS],
    /// The least and the greatest accepted priority, or any.
    pub priority: Option<(i64, i64)>,
}

/// A question.
#[derive(Clone, Debug)]
pub struct Query {
    /// By input the name that the question gives.
    pub names: [String; WORDS],
    /// By input the number of that name; nothing where it is in no list.
    pub words: [Option<u32>; WORDS],
    /// The priority.
    pub priority: i64,
}

/// Rules of one size, questions, and the right answers.
pub struct Work {
    /// `SEED` or the number of rules.
    pub name: String,
    /// By input the names, by their number.
    pub names: [Vec<String>; WORDS],
    /// The rules, the first that matches answers.
    pub rules: Vec<Rule>,
    /// The questions.
    pub queries: Vec<Query>,
    /// By question the rule that answers, if any.
    pub expected: Vec<Option<u32>>,
    /// How many of [`INPUTS`], from the first, the rules test: SEED tests three.
    pub tested: usize,
}

impl Rule {
    /// Whether the rule matches the question.
    pub fn accepts(&self, query: &Query) -> bool {
        let word = |(accepted, word): (&Vec<u32>, &Option<u32>)| {
            accepted.is_empty() || word.is_some_and(|word| accepted.contains(&word))
        };
        self.priority.is_none_or(|(from, to)| (from..=to).contains(&query.priority))
            && self.words.iter().zip(&query.words).all(word)
    }
}

impl Work {
    /// The table of the instruction.
    pub fn seed() -> Self {
        let names = [
            SEED_CASE_TYPES.map(str::to_owned).to_vec(),
            care_levels(),
            numbered("s", 60),
            numbered("unit-", UNITS),
        ];
        let mut rules = Vec::new();
        for (case_type, name) in (0..).zip(SEED_CASE_TYPES) {
            for care_level in [0, 1] {
                let rule = Rule {
                    words: [vec![case_type], vec![care_level], vec![], vec![]],
                    priority: None,
                };
                if name == "contraception" && care_level == 1 {
                    let mut narrow = rule.clone();
                    narrow.words[2] = vec![10, 20];
                    rules.push(narrow);
                }
                rules.push(rule);
            }
        }
        let random = Random::new(rules.len());
        Self::new("SEED".to_owned(), names, rules, 3, random)
    }

    /// The given number of rules, at least one.
    pub fn of(rules: usize) -> Self {
        let names = [
            numbered("case_type_", 50),
            care_levels(),
            numbered("specialty-", 300),
            numbered("unit-", UNITS),
        ];
        let mut random = Random::new(rules);
        let mut made: Vec<Rule> = (1..rules).map(|_| random.rule(&names)).collect();
        made.push(Rule::default());
        Self::new(rules.to_string(), names, made, INPUTS.len(), random)
    }

    fn new(
        name: String,
        names: [Vec<String>; WORDS],
        rules: Vec<Rule>,
        tested: usize,
        mut random: Random,
    ) -> Self {
        let queries: Vec<Query> =
            (0..QUERIES).map(|at| random.query(at, &names, &rules, tested)).collect();
        let expected = answers(&rules, &queries);
        Self { name, names, rules, queries, expected, tested }
    }

    /// The rules as a table; the outcome of a rule is its number.
    pub fn table(&self, policy: HitPolicy) -> Table {
        let words = |words: &Vec<String>| Domain::Words { words: words.clone(), open: true };
        let domains = self.names.iter().map(words);
        let domains = domains.chain([Domain::Integer { min: 1, max: MAX_PRIORITY }]);
        let input = |(name, domain): (&str, Domain)| Input { name: name.to_owned(), domain };
        let inputs = INPUTS.into_iter().zip(domains).map(input).collect();
        let rules = (0..).zip(&self.rules).map(|(number, rule)| table_rule(number, rule)).collect();
        Table::new("route", inputs, rules, policy).expect("the rules fit the inputs")
    }

    /// The question as an interned case.
    pub fn case(&self, query: &Query) -> [Value; INPUTS.len()] {
        let [case_type, care_level, specialty, unit] =
            query.words.map(|word| word.map_or(Value::Unlisted, Value::Word));
        [case_type, care_level, specialty, unit, Value::Int(query.priority)]
    }

    /// Compares the expected answers with the oracle, on as many questions as fit in about `tests` tests of a rule.
    ///
    /// # Panics
    /// If an expected answer is not that of [`Table::scan`].
    pub fn check(&self, table: &Table, tests: usize) {
        let queries = (tests / self.rules.len()).clamp(1, self.queries.len());
        for at in spread(self.queries.len(), queries) {
            let answer = table.scan(&self.case(&self.queries[at]));
            let rule = answer.rules().first().copied();
            assert_eq!(rule, self.expected[at], "question {at} of size {}", self.name);
        }
    }
}

/// `count` of the numbers below `all`, evenly spread, both questions drawn evenly and from rules among them.
pub fn spread(all: usize, count: usize) -> impl Iterator<Item = usize> {
    let step = (all / count.max(1)).max(1);
    let step = if step.is_multiple_of(2) { step + 1 } else { step };
    (0..all).step_by(step).take(count)
}

fn care_levels() -> Vec<String> {
    ["primary", "specialised"].map(str::to_owned).to_vec()
}

fn numbered(prefix: &str, count: usize) -> Vec<String> {
    (0..count).map(|number| format!("{prefix}{number:02}")).collect()
}

fn table_rule(number: u32, rule: &Rule) -> TableRule {
    let words = rule.words.iter().enumerate().filter(|(_, words)| !words.is_empty());
    let words = words.map(|(input, words)| Condition {
        input,
        accepts: Values::Words { listed: words.clone(), unlisted: false },
    });
    let priority =
        rule.priority.map(|range| Condition { input: WORDS, accepts: Values::Ranges(vec![range]) });
    TableRule {
        id: format!("R{:06}", number + 1),
        alternatives: vec![words.chain(priority).collect()],
        outcome: number,
        overrides: Vec::new(),
    }
}

/// A rule with each list of words in a fixed place, so that a million rules are read in order.
struct Packed {
    words: [[u32; 4]; WORDS],
    priority: (i64, i64),
}

/// What [`Table::scan`] answers, by reading rules as it does, but packed and only until the first that matches.
fn answers(rules: &[Rule], queries: &[Query]) -> Vec<Option<u32>> {
    const NO_WORD: u32 = u32::MAX;
    let pack = |rule: &Rule| Packed {
        words: std::array::from_fn(|input| {
            let words = &rule.words[input];
            std::array::from_fn(|at| words.get(at).copied().unwrap_or(NO_WORD))
        }),
        priority: rule.priority.unwrap_or((i64::MIN, i64::MAX)),
    };
    let packed: Vec<Packed> = rules.iter().map(pack).collect();
    // The unit first: most rules fail on it.
    let matches = |rule: &Packed, query: &Query| {
        [3, 0, 2, 1].into_iter().all(|input| {
            let accepted = &rule.words[input];
            accepted[0] == NO_WORD
                || query.words[input].is_some_and(|word| accepted.contains(&word))
        }) && (rule.priority.0..=rule.priority.1).contains(&query.priority)
    };
    let answer = |query| packed.iter().position(|rule| matches(rule, query)).map(|at| at as u32);
    queries.iter().map(answer).collect()
}

/// splitmix64.
struct Random(u64);

impl Random {
    fn new(rules: usize) -> Self {
        Self(0x00C0_FFEE ^ rules as u64)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (((self.next() >> 32) * end as u64) >> 32) as usize
    }

    fn chance(&mut self, tenths: f64) -> bool {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64 * 10.0 <= tenths
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// The given number of distinct numbers below `end`, sorted.
    fn some(&mut self, count: usize, end: usize) -> Vec<u32> {
        let mut some = Vec::with_capacity(count);
        while some.len() < count {
            let word = self.below(end) as u32;
            if !some.contains(&word) {
                some.push(word);
            }
        }
        some.sort_unstable();
        some
    }

    /// At most one of case type, specialty and unit is left open, else one rule would soon hide the rest.
    fn rule(&mut self, names: &[Vec<String>; WORDS]) -> Rule {
        let any_unit = self.chance(3.0);
        let any_case_type = !any_unit && self.chance(2.0);
        let any_specialty = !any_unit && !any_case_type && self.chance(2.5);
        let (case_types, specialties) = (1 + self.below(3), 1 + self.below(4));
        let cell = |random: &mut Self, any: bool, input: usize, count: usize| {
            if any { Vec::new() } else { random.some(count, names[input].len()) }
        };
        let case_types = cell(self, any_case_type, 0, case_types);
        let any_level = self.chance(5.0);
        let care_level = cell(self, any_level, 1, 1);
        let specialties = cell(self, any_specialty, 2, specialties);
        let unit = cell(self, any_unit, 3, 1);
        let priority = (!self.chance(5.0)).then(|| {
            let from = 1 + self.below(MAX_PRIORITY as usize) as i64;
            (from, from + self.below((MAX_PRIORITY + 1 - from) as usize) as i64)
        });
        Rule { words: [case_types, care_level, specialties, unit], priority }
    }

    fn query(
        &mut self,
        at: usize,
        names: &[Vec<String>; WORDS],
        rules: &[Rule],
        tested: usize,
    ) -> Query {
        let mut words = [0, 1, 2, 3].map(|input| Some(self.below(names[input].len()) as u32));
        let mut priority = 1 + self.below(MAX_PRIORITY as usize) as i64;
        if at.is_multiple_of(2) {
            let rule = self.pick(rules);
            for (word, accepted) in words.iter_mut().zip(&rule.words) {
                if !accepted.is_empty() {
                    *word = Some(*self.pick(accepted));
                }
            }
            if let Some((from, to)) = rule.priority {
                priority = from + self.below((to - from + 1) as usize) as i64;
            }
        }
        if at % UNKNOWN_EVERY == UNKNOWN_EVERY - 1 {
            words[at / UNKNOWN_EVERY % WORDS.min(tested)] = None;
        }
        let name = |input: usize| match words[input] {
            Some(word) => names[input][word as usize].clone(),
            None => format!("unknown-{at}"),
        };
        Query { names: std::array::from_fn(name), words, priority }
    }
}
