//! Proofs of invariants held to brute force: random small rule sets, and every request that can be sent to them.

use std::collections::BTreeSet;
use std::fmt::Write;

use handover_core::document::Files;
use handover_core::engine::{Action, Case, Chosen, Engine, Handover, Named};
use handover_core::ruleset::routing::RoleTarget;
use handover_core::ruleset::{Loaded, RuleSet, Scope, load};
use handover_matcher::{Condition, Value};
use handover_proof::analysis::{Outcome, prove};
use jiff::civil::date;
use proptest::prelude::*;

use crate::common::runs;

/// Numbers that follow from a seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// What conditions may name, with its words.
const INPUTS: &[(&str, &[&str])] = &[
    ("action", &["hand_over", "receive", "close"]),
    ("method", &["move", "consult"]),
    ("state", &["new", "started"]),
    ("case_type", &["a", "b", "unlisted"]),
    ("care_level", &["p", "s"]),
    ("specialty", &["x", "y", "unlisted"]),
    ("priority", &["1", "2", "3"]),
    ("same_provider", &["true", "false"]),
    ("accepted", &["true", "false"]),
    ("related_visit", &["true", "false"]),
    ("patient_has_read", &["true", "false"]),
    ("message", &["written", "blank"]),
    ("recommended_role", &["given", "not_given", "absent"]),
    ("other_role", &["with_reason", "not_allowed"]),
    ("chosen_unit", &["recommended", "another", "unjudged", "absent"]),
    ("chosen_role", &["recommended", "another", "unjudged", "absent"]),
    ("chosen_specialty", &["recommended", "another", "unjudged", "absent"]),
    ("own_unit", &["true", "false"]),
    ("priority_change", &["same", "raised", "lowered", "absent"]),
    ("priority_listed", &["true", "false"]),
    ("sms_band", &["inside", "more_urgent", "less_urgent"]),
    ("source_expired", &["true", "false"]),
];
const ANSWERS: &[(&str, &[&str])] = &[
    ("decision", &["allow", "warn", "manual", "refuse"]),
    ("sms", &["true", "false"]),
    ("role", &["nurse", "physician", "original", "not_given"]),
    ("capability", &["general", "not_given"]),
    ("unit", &["u", "v", "unlisted"]),
];

/// The parts of a request that may vary, with how many values each has. Actions and states are more than conditions
/// name, and days stand on each side of every date, so that `not` and what is left open have cases of their own.
const FIELDS: &[(&str, usize)] = &[
    ("action", 4),
    ("method", 3),
    ("state", 3),
    ("case_type", 4),
    ("care_level", 3),
    ("specialty", 4),
    ("unit", 4),
    ("from", 4),
    ("to_unit", 4),
    ("same", 3),
    ("accepted", 2),
    ("related_visit", 2),
    ("patient_has_read", 3),
    ("message", 2),
    ("original", 4),
    ("to_role", 5),
    ("to_capability", 3),
    ("to_specialty", 4),
    ("incoming", 5),
    ("priority", 4),
    ("at", 3),
];

const ROUTES: &[&str] = &["case_type", "care_level", "specialty", "unit", "original"];

/// The fields that an input or a list depends on.
fn touched(input: &str, fields: &mut BTreeSet<&'static str>) {
    let own = FIELDS.iter().find(|(name, _)| *name == input).map(|(name, _)| *name);
    fields.extend(own);
    let more: &[&'static str] = match input {
        "specialty" => &["care_level"],
        "recommended_role" | "other_role" | "role" | "capability" | "unit" | "missing_fields" => {
            ROUTES
        }
        "chosen_unit" => &["to_unit"],
        "chosen_role" => &["to_role", "to_capability"],
        "chosen_specialty" => &["to_specialty"],
        "own_unit" => &["from", "to_unit"],
        "same_provider" => &["same", "from", "to_unit", "at"],
        "priority_change" => &["incoming", "priority"],
        "priority_listed" | "sms_band" => &["priority"],
        "sms" => &["priority", "action"],
        "source_expired" => &["at"],
        "unlisted_units" => &["unit", "from", "to_unit", "at", "action"],
        "unknown_specialties" => &["specialty", "to_specialty", "action"],
        _ => &[],
    };
    fields.extend(more);
    if matches!(
        input,
        "chosen_unit" | "chosen_role" | "chosen_specialty" | "own_unit" | "same_provider"
    ) {
        fields.extend(ROUTES);
    }
}

/// A small rule set as text, and the fields that matter to it.
struct Small {
    yaml: String,
    fields: BTreeSet<&'static str>,
}

fn cell(dice: &mut Dice, words: &[&str]) -> String {
    let word = *dice.one(words);
    match dice.below(3) {
        0 => format!("{{not: {word}}}"),
        1 if words.len() > 2 => format!("[{word}, {}]", dice.one(words)),
        _ => word.to_owned(),
    }
}

fn cells(
    dice: &mut Dice,
    pool: &[(&'static str, &[&str])],
    most: usize,
    fields: &mut BTreeSet<&'static str>,
) -> String {
    let mut written = Vec::new();
    let mut named = BTreeSet::new();
    for _ in 0..=dice.below(most) {
        let (name, words) = *dice.one(pool);
        if named.insert(name) {
            written.push(format!("{name}: {}", cell(dice, words)));
            touched(name, fields);
        }
    }
    format!("{{{}}}", written.join(", "))
}

fn small(dice: &mut Dice) -> Small {
    let mut fields = BTreeSet::new();
    let default = if dice.below(2) == 0 { ", default_specialty: x" } else { "" };
    let mut yaml = format!(
        "ruleset: {{id: small, title: {{sv: Liten, en: Small}}, languages: [sv, en], files: []}}
sources:
  - {{document: guide, title: {{sv: V, en: G}}, revision: 1, decided: 2025-01-01, valid_from: 2025-01-01, valid_until: 2025-06-30, places: {{\"1\": [all]}}}}
vocabulary:
  case_type: {{a: {{sv: A, en: A}}, b: {{sv: B, en: B}}}}
  care_level: {{p: {{sv: P, en: P{default}}}, s: {{sv: S, en: S}}}}
  role: {{nurse: {{sv: N, en: N}}, physician: {{sv: L, en: L}}, clerk: {{sv: C, en: C}}}}
  capability: {{general: {{sv: G, en: G}}}}
  specialty: {{x: {{sv: X, en: X}}, y: {{sv: Y, en: Y}}}}
directory:
  providers: {{one: One, two: Two}}
  units:
    u: {{name: U, provider: one}}
    v: {{name: V, provider: {}, valid_from: 2025-06-01}}
priority:
  scale: 1..3
  most_urgent: {}
  rules:
    - {{id: sms, source: 1/all, when: {{priority: 2}}, then: {{sms: true, listed: true}}}}
    - {{id: other, source: 1/all, when: {{priority: [1, 3]}}, then: {{sms: false, listed: {}}}}}
methods:
  - {{id: move, label: {{sv: M, en: M}}, source: 1/all}}
  - {{id: consult, label: {{sv: K, en: K}}, source: 1/all}}
routing:
  rules:
",
        dice.one(&["one", "two"]),
        dice.one(&["1", "3"]),
        dice.one(&["true", "false"]),
    );
    let mut count = 0;
    for case_type in ["a", "b", "unlisted"] {
        let all: [&[&str]; 4] = [
            &[""],
            &[", care_level: p", ", care_level: s"],
            &[", specialty: x", ", specialty: {not: x}"],
            &[", unit: u", ", unit: {not: u}"],
        ];
        for split in *dice.one(&all) {
            count += 1;
            let capability = dice.one(&["", "", ", capability: general"]);
            let other = dice.one(&["", ", other_role: with_reason"]);
            let (unit, role, specialty) = (
                dice.one(&["concerned", "concerned", "u"]),
                dice.one(&["nurse", "physician", "original", "not_given"]),
                dice.one(&["concerned", "concerned", "x"]),
            );
            writeln!(yaml, "    - {{id: rule-{count}, source: 1/all, when: {{case_type: {case_type}{split}}}, then: {{unit: {unit}, role: {role}, specialty: {specialty}{capability}{other}}}}}").unwrap();
        }
    }
    // Few inputs, so that few fields matter.
    let pool: Vec<(&'static str, &[&str])> = (0..3).map(|_| *dice.one(INPUTS)).collect();
    yaml.push_str("checks:\n");
    for index in 0..2 + dice.below(3) {
        let severity = dice.one(&["info", "warning", "manual", "refuse"]);
        let about =
            *dice.one(&["", "", "", "missing_fields", "unknown_specialties", "unlisted_units"]);
        let (about, when) = if about.is_empty() {
            ("field: state".to_owned(), format!(", when: {}", cells(dice, &pool, 3, &mut fields)))
        } else {
            touched(about, &mut fields);
            (format!("for_each: {about}"), String::new())
        };
        let needs = if when.contains("same_provider") && dice.below(2) == 0 {
            ", needs: same_provider"
        } else {
            ""
        };
        writeln!(yaml, "  - {{id: check_{index}, severity: {severity}, source: 1/all, {about}{when}{needs}, sv: S, en: E}}").unwrap();
    }
    yaml.push_str("invariants:\n");
    let named: Vec<(&'static str, &[&str])> = pool.iter().chain(ANSWERS).copied().collect();
    for index in 0..3 {
        let (when, then) =
            (cells(dice, &named, 2, &mut fields), cells(dice, &named, 2, &mut fields));
        writeln!(yaml, "  - {{id: invariant-{index}, source: 1/all, when: {when}, then: {then}}}")
            .unwrap();
    }
    Small { yaml, fields }
}

fn loaded(yaml: &str) -> Loaded {
    let files = [("ruleset.yaml".to_owned(), yaml.as_bytes().to_vec())].into_iter().collect();
    load(&Files::Memory(files), Scope::Rules)
}

/// Every request of the small domain that can be sent, with the fields that matter varied.
fn requests(fields: &BTreeSet<&'static str>) -> impl Iterator<Item = Handover<'static>> {
    let bounds: Vec<usize> =
        FIELDS.iter().map(|(name, count)| if fields.contains(name) { *count } else { 1 }).collect();
    let total: usize = bounds.iter().product();
    (0..total).filter_map(move |number| {
        let mut rest = number;
        let points: Vec<usize> = bounds
            .iter()
            .map(|bound| {
                let point = rest % bound;
                rest /= bound;
                point
            })
            .collect();
        request(|name| points[FIELDS.iter().position(|(known, _)| *known == name).unwrap()])
    })
}

fn request(at: impl Fn(&str) -> usize) -> Option<Handover<'static>> {
    let named = |point: usize, words: u32, outside: &'static str| match point {
        0 => Named::Absent,
        n if n <= words as usize => Named::Listed(n as u32 - 1),
        _ => Named::Unlisted(outside),
    };
    let action = [Action::HandOver, Action::Receive, Action::Close, Action::Cancel][at("action")];
    // The method that is left out comes last, since it is refused where a case is handed over.
    let method = [Some(0), Some(1), None][at("method")];
    if method.is_none() && !matches!(action, Action::Close | Action::Cancel) {
        return None;
    }
    let truth = |point: usize| [None, Some(false), Some(true)][point];
    Some(Handover {
        case: Case {
            case_type: named(at("case_type"), 2, "C"),
            care_level: at("care_level").checked_sub(1).map(|level| level as u32),
            specialty: named(at("specialty"), 2, "S"),
            unit: named(at("unit"), 2, "W"),
            original_role: at("original").checked_sub(1).map(|role| role as u32),
            priority: [None, Some(1), Some(2), Some(3), None][at("incoming")],
            accepted: at("accepted") == 1,
            from: named(at("from"), 2, "W"),
            same_provider: truth(at("same")),
            ..Case::on([date(2025, 2, 1), date(2025, 12, 1), date(2025, 6, 15)][at("at")])
        },
        action,
        method,
        to: Chosen {
            unit: named(at("to_unit"), 2, "W"),
            role: named(at("to_role"), 3, "R"),
            capability: named(at("to_capability"), 1, "K"),
            specialty: named(at("to_specialty"), 2, "S"),
            resource: None,
        },
        priority: [1, 2, 3, 2][at("priority")],
        role_reason: None,
        message: [None, Some("text")][at("message")],
        related_visit: at("related_visit") == 1,
        case_text_included: None,
        patient_informed: None,
        patient_has_read: truth(at("patient_has_read")),
        state: [0, 3, 1][at("state")],
    })
}

/// The values of the inputs of invariants, by the engine.
fn values(engine: &Engine, handover: &Handover<'_>) -> Vec<Value> {
    let verdict = engine.validate(handover);
    let facts = engine.facts(handover);
    let role = facts.role.map_or(Value::Absent, |role| match role {
        RoleTarget::Role(role) => Value::Word(role),
        RoleTarget::Original => Value::Word(3),
        RoleTarget::NotGiven => Value::Word(4),
    });
    let capability =
        facts.capability.map_or(Value::Absent, |capability| Value::Word(capability.unwrap_or(1)));
    let answers = [
        Value::Word(verdict.decision as u32),
        Value::Bool(verdict.sms),
        role,
        capability,
        facts.unit,
    ];
    facts.inputs.into_iter().chain(answers).collect()
}

fn hold(conditions: &[Condition], values: &[Value]) -> bool {
    conditions.iter().all(|condition| condition.accepts.contains(values[condition.input]))
}

/// The most requests that brute force tries.
const MAX_REQUESTS: usize = 20_000;

/// A rule set that loads and is small enough for brute force. What does not load has a cell that never holds, such as
/// `{not: written}` of two values with both.
fn drawn(dice: &mut Dice) -> (Small, Loaded, RuleSet) {
    loop {
        let small = small(dice);
        let fields = FIELDS.iter().filter(|(name, _)| small.fields.contains(name));
        if fields.map(|(_, n)| n).product::<usize>() > MAX_REQUESTS {
            continue;
        }
        let mut loaded = loaded(&small.yaml);
        if let Some(rule_set) = loaded.rule_set.take() {
            return (small, loaded, rule_set);
        }
    }
}

/// Holds the proofs of one rule set to brute force; tells how many were compared, and how many given up.
fn proofs_agree_with_brute_force(seed: u64) -> (usize, usize) {
    let (small, loaded, rule_set) = drawn(&mut Dice(seed));
    let engine = Engine::new(rule_set);
    let proofs = prove(&engine, &loaded.invariants);
    let all: Vec<Vec<Value>> =
        requests(&small.fields).map(|handover| values(&engine, &handover)).collect();
    let (mut compared, mut given_up) = (0, 0);
    for proof in &proofs.invariants {
        let invariant = &loaded.invariants.all[proof.invariant];
        let speaks = all.iter().filter(|values| hold(&invariant.when, values));
        let (mut spoken, mut broken) = (false, None);
        for values in speaks {
            spoken = true;
            if !hold(&invariant.then, values) {
                broken = Some(values);
                break;
            }
        }
        // A search that is given up claims nothing.
        if proof.outcome == Outcome::NotProved {
            given_up += 1;
            continue;
        }
        compared += 1;
        let found = match &proof.outcome {
            Outcome::Proved => "proved",
            Outcome::Refuted(_) => "refuted",
            Outcome::Idle => "idle",
            Outcome::NotProved => "given up",
        };
        let expected = match (spoken, broken) {
            (_, Some(_)) => "refuted",
            (true, None) => "proved",
            (false, None) => "idle",
        };
        assert_eq!(
            found, expected,
            "seed {seed}: {} of\n{}\n{broken:?}\n{proof:?}",
            invariant.id, small.yaml
        );
    }
    (compared, given_up)
}

/// The property above compares, and does not give up but now and then.
#[test]
fn proofs_are_seldom_given_up() {
    let (compared, given_up) = (0..20_u64)
        .map(|seed| proofs_agree_with_brute_force(u64::wrapping_mul(seed, 0x9E37_79B9_7F4A_7C15)))
        .fold((0, 0), |sum, told| (sum.0 + told.0, sum.1 + told.1));
    assert!(compared >= 20, "{compared}");
    assert!(given_up * 20 <= compared, "{given_up} of {compared}");
}

proptest! {
    #![proptest_config(runs(40))]

    #[test]
    fn what_is_proved_is_so_and_what_is_not_is_not(seed in any::<u64>()) {
        proofs_agree_with_brute_force(seed);
    }
}
