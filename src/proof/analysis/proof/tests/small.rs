//! Random small rule sets, with the request fields that matter to each.

use std::collections::BTreeSet;
use std::fmt::Write;

use handover_core::document::Files;
use handover_core::ruleset::{Loaded, RuleSet, Scope, load};

use super::routing::{Dice, Routing, Row, then};

/// The inputs that conditions may name, with their words.
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
    ("source_not_yet_valid", &["true", "false"]),
];
/// The answers that invariants may name beside them.
const ANSWERS: &[(&str, &[&str])] = &[
    ("decision", &["allow", "warn", "manual", "refuse"]),
    ("sms", &["true", "false"]),
    ("role", &["nurse", "physician", "original", "not_given"]),
    ("capability", &["general", "not_given"]),
    ("unit", &["u", "v", "unlisted"]),
];

/// Request fields, by the names of [`super::requests::FIELDS`].
pub(super) type Fields = BTreeSet<&'static str>;

/// A rule set as text, in parts.
pub(super) struct Parts {
    /// The default specialties of the care levels `p` and `s`; empty for none.
    pub(super) defaults: [&'static str; 2],
    /// Units beside `u` and `v`, as lines of the directory.
    pub(super) units: &'static str,
    /// The provider of the unit `v`.
    pub(super) provider: &'static str,
    /// A second document, as a line of the sources, whose section is `2`; empty for none.
    pub(super) second: &'static str,
    pub(super) most_urgent: &'static str,
    /// Whether priorities 1 and 3 are listed.
    pub(super) listed: &'static str,
    /// What the methods `move` and `consult` require, as `, requires: {…}`; empty for nothing.
    pub(super) requires: [String; 2],
    /// The lifecycles, with their section; empty for none.
    pub(super) lifecycles: &'static str,
    /// The routing rules and, behind them, local ones; checks; invariants.
    pub(super) routing: String,
    pub(super) checks: String,
    pub(super) invariants: String,
}

impl Parts {
    pub(super) fn yaml(&self) -> String {
        let Self { defaults, units, provider, second, most_urgent, listed, .. } = self;
        let Self { requires: [move_requires, consult_requires], lifecycles, routing, .. } = self;
        let Self { checks, invariants, .. } = self;
        let default = |specialty: &str| match specialty {
            "" => String::new(),
            specialty => format!(", default_specialty: {specialty}"),
        };
        let [p, s] = defaults.map(default);
        format!(
            "ruleset: {{id: small, title: {{sv: Liten, en: Small}}, languages: [sv, en], files: []}}
sources:
  - {{document: guide, title: {{sv: V, en: G}}, revision: 1, decided: 2025-01-01, valid_from: 2025-01-01, valid_until: 2025-06-30, places: {{\"1\": [all]}}}}
{second}vocabulary:
  case_type: {{a: {{sv: A, en: A}}, b: {{sv: B, en: B}}}}
  care_level: {{p: {{sv: P, en: P{p}}}, s: {{sv: S, en: S{s}}}}}
  role: {{nurse: {{sv: N, en: N}}, physician: {{sv: L, en: L}}, clerk: {{sv: C, en: C}}}}
  capability: {{general: {{sv: G, en: G}}}}
  specialty: {{x: {{sv: X, en: X}}, y: {{sv: Y, en: Y}}}}
contact_reasons: {{Fråga: a, Fråga om tid: b}}
directory:
  providers: {{one: One, two: Two}}
  units:
    u: {{name: U, provider: one}}
    v: {{name: V, provider: {provider}, valid_from: 2025-06-01}}
{units}priority:
  scale: 1..3
  most_urgent: {most_urgent}
  rules:
    - {{id: sms, source: 1/all, when: {{priority: 2}}, then: {{sms: true, listed: true}}}}
    - {{id: other, source: 1/all, when: {{priority: [1, 3]}}, then: {{sms: false, listed: {listed}}}}}
methods:
  - {{id: move, label: {{sv: M, en: M}}, source: 1/all{move_requires}}}
  - {{id: consult, label: {{sv: K, en: K}}, source: 1/all{consult_requires}}}
{lifecycles}routing:
  rules:
{routing}checks:
{checks}invariants:
{invariants}"
        )
    }
}

/// A rule set that was drawn.
pub(super) struct Drawn {
    pub(super) yaml: String,
    /// The request fields that matter to it.
    pub(super) fields: Fields,
    pub(super) loaded: Loaded,
    pub(super) rule_set: RuleSet,
    /// Whether every case has one answer.
    pub(super) sound: bool,
}

impl Drawn {
    /// `None` where the rule set does not load, since a cell never holds, such as `{not: written}` of two values with both.
    pub(super) fn new(parts: &Parts, fields: Fields) -> Option<Self> {
        let yaml = parts.yaml();
        let mut loaded = loaded(&yaml);
        let sound = loaded.rule_set.is_some();
        let rule_set = loaded.rule_set.take().or_else(|| loaded.flawed.take())?;
        Some(Self { yaml, fields, loaded, rule_set, sound })
    }
}

/// Draws a rule set that answers every case once and depends on few enough fields.
pub(super) fn drawn(dice: &mut Dice, few: impl Fn(&Fields) -> bool) -> Drawn {
    loop {
        let (parts, fields) = small(dice);
        if !few(&fields) {
            continue;
        }
        if let Some(drawn) = Drawn::new(&parts, fields).filter(|drawn| drawn.sound) {
            return drawn;
        }
    }
}

/// Equivalent units, more than one request names.
pub(super) const ALIKE: &str = "    w1: {name: W1, provider: two}
    w2: {name: W2, provider: two}
    w3: {name: W3, provider: two}
    w4: {name: W4, provider: two}
    w5: {name: W5, provider: two}
";

/// Draws a rule set with more units, and now and then a gap or an overlap among its routing rules.
pub(super) fn drawn_wider(dice: &mut Dice) -> Drawn {
    loop {
        let (mut parts, fields) = small(dice);
        parts.units = ALIKE;
        match dice.below(8) {
            0 => {
                let rules: Vec<&str> = parts.routing.lines().collect();
                let without = format!("{}\n", dice.one(&rules));
                parts.routing = parts.routing.replacen(&without, "", 1);
            }
            1 => {
                let then = then(dice, &["concerned"]);
                let again = format!(
                    "    - {{id: again, source: 1/all, when: {{case_type: a}}, then: {then}}}\n"
                );
                parts.routing.insert_str(0, &again);
            }
            _ => {}
        }
        if let Some(drawn) = Drawn::new(&parts, fields) {
            return drawn;
        }
    }
}

fn loaded(yaml: &str) -> Loaded {
    let files = [("ruleset.yaml".to_owned(), yaml.as_bytes().to_vec())].into_iter().collect();
    load(&Files::Memory(files), Scope::Rules)
}

fn small(dice: &mut Dice) -> (Parts, Fields) {
    let mut fields = Fields::new();
    let mut routing = Routing::default();
    for case_type in ["a", "b", "unlisted"] {
        let depth = dice.one(&[0, 1, 1, 1, 2]);
        routing.split(dice, Row::of(case_type), depth);
    }
    if dice.below(4) == 0 {
        routing.local(dice);
    }
    let mut draw = Draw { dice, routes: &routing.fields, fields: &mut fields };
    // Few inputs, so that few fields matter.
    let pool: Vec<(&'static str, &[&str])> = (0..3).map(|_| draw.dice.one(INPUTS)).collect();
    let checks = draw.checks(&pool);
    let named: Vec<(&'static str, &[&str])> = pool.iter().chain(ANSWERS).copied().collect();
    let mut invariants = String::new();
    for index in 0..3 {
        let (when, then) = (draw.cells(&named, 2), draw.cells(&named, 2));
        writeln!(
            invariants,
            "  - {{id: invariant-{index}, source: 1/all, when: {when}, then: {then}}}"
        )
        .unwrap();
    }
    let second = dice.one(&["", "", SECOND, REVISED]);
    if !second.is_empty() {
        let resting = routing.rest_on(dice, "2/all");
        routing.text = resting;
        if ["source_expired", "source_not_yet_valid"]
            .iter()
            .any(|input| invariants.contains(input) || checks.contains(input))
        {
            fields.extend(&routing.fields);
        }
    }
    let parts = Parts {
        defaults: [dice.one(&["", "x"]), dice.one(&["", "", "x", "y"])],
        units: "",
        provider: dice.one(&["one", "two"]),
        second,
        most_urgent: dice.one(&["1", "3"]),
        listed: dice.one(&["true", "false"]),
        requires: [requires(dice), requires(dice)],
        lifecycles: dice.one(&["", "", LIFECYCLE]),
        routing: routing.text,
        checks,
        invariants,
    };
    (parts, fields)
}

/// A document with days of its own.
const SECOND: &str = "  - {document: second, title: {sv: A, en: S}, revision: 1, decided: 2025-01-01, valid_from: 2025-06-01, places: {\"2\": [all]}}
";

/// A new revision of the first document, with one section more.
const REVISED: &str = "  - {document: guide, title: {sv: V, en: G}, revision: 2, decided: 2025-01-01, valid_from: 2025-07-01, valid_until: 2025-09-30, places: {\"1\": [all], \"2\": [all]}}
";

/// A lifecycle whose method has fewer states than there are.
const LIFECYCLE: &str = "lifecycles:
  - id: moving
    when: {method: move}
    follows: state
    states: {new: {sv: N, en: N}, started: {sv: P, en: S}}
    transitions:
      - {from: new, event: start, label: {sv: S, en: S}, by: receiver, to: started, source: 1/all}
";

fn requires(dice: &mut Dice) -> String {
    let all = [
        dice.one(&["", "", "same_provider: true", "same_provider: false"]),
        dice.one(&["", "", "accepted: true", "accepted: false"]),
        dice.one(&["", "state: [new, pending]", "state: [new, pending]"]),
    ];
    let all: Vec<&str> = all.into_iter().filter(|one| !one.is_empty()).collect();
    match all.as_slice() {
        [] => String::new(),
        all => format!(", requires: {{{}}}", all.join(", ")),
    }
}

/// Draws conditions, and notes the fields that they depend on.
struct Draw<'d> {
    dice: &'d mut Dice,
    routes: &'d Fields,
    fields: &'d mut Fields,
}

impl Draw<'_> {
    fn cell(&mut self, words: &[&str]) -> String {
        let word = self.dice.one(words);
        match self.dice.below(3) {
            0 => format!("{{not: {word}}}"),
            1 if words.len() > 2 => format!("[{word}, {}]", self.dice.one(words)),
            _ => word.to_owned(),
        }
    }

    fn cells(&mut self, pool: &[(&'static str, &[&str])], most: usize) -> String {
        let mut written = Vec::new();
        let mut named = BTreeSet::new();
        for _ in 0..=self.dice.below(most) {
            let (name, words) = self.dice.one(pool);
            if named.insert(name) {
                written.push(format!("{name}: {}", self.cell(words)));
                self.touch(name);
            }
        }
        format!("{{{}}}", written.join(", "))
    }

    fn checks(&mut self, pool: &[(&'static str, &[&str])]) -> String {
        let mut text = String::new();
        for index in 0..2 + self.dice.below(3) {
            let severity = self.dice.one(&["info", "warning", "manual", "refuse"]);
            let lists = [
                "",
                "",
                "",
                "missing_fields",
                "unknown_specialties",
                "unlisted_units",
                "closed_receivers",
                "closed_senders",
                "continued_reasons",
            ];
            let about = self.dice.one(&lists);
            let (about, when) = if about.is_empty() {
                let field = self.dice.one(&["state", "method"]);
                (format!("field: {field}"), format!(", when: {}", self.cells(pool, 3)))
            } else {
                self.touch(about);
                (format!("for_each: {about}"), String::new())
            };
            let needs = if when.contains("same_provider") && self.dice.below(2) == 0 {
                ", needs: same_provider"
            } else {
                ""
            };
            writeln!(text, "  - {{id: check_{index}, severity: {severity}, source: 1/all, {about}{when}{needs}, sv: S, en: E}}").unwrap();
        }
        text
    }

    /// Notes the fields that an input or a list depends on.
    fn touch(&mut self, input: &'static str) {
        let own = super::requests::FIELDS.iter().find(|(name, _)| *name == input);
        self.fields.extend(own.map(|(name, _)| *name));
        let (more, routed): (&[&'static str], bool) = match input {
            // Which actions need a method, and which states a method has, is fixed.
            "method" => (&["action"], false),
            "state" => (&["method", "action"], false),
            "specialty" => (&["care_level"], false),
            "recommended_role" | "other_role" | "role" | "capability" | "unit"
            | "missing_fields" => (&[], true),
            "chosen_unit" => (&["to_unit"], true),
            "chosen_role" => (&["to_role", "to_capability"], true),
            "chosen_specialty" => (&["to_specialty"], true),
            "own_unit" => (&["from", "to_unit"], true),
            "same_provider" => (&["same", "from", "to_unit", "at"], true),
            "priority_change" => (&["incoming", "priority"], false),
            "priority_listed" | "sms_band" => (&["priority"], false),
            "sms" => (&["priority", "action"], false),
            "source_expired" | "source_not_yet_valid" => (&["at"], false),
            "unlisted_units" => (&["unit", "from", "to_unit", "action"], false),
            "closed_receivers" => (&["to_unit", "at", "action"], true),
            "closed_senders" => (&["from", "at"], false),
            "continued_reasons" => (&["case_type", "continued"], false),
            "unknown_specialties" => (&["specialty", "to_specialty", "action"], false),
            _ => (&[], false),
        };
        self.fields.extend(more);
        if routed {
            self.fields.extend(self.routes);
        }
    }
}
