//! Rule sets to ask: the shipped one, and ones made from the rules of [`generator`](super::generator).
//!
//! A made rule set has the checks, methods and procedures of the shipped one, and words, units and routing rules of its
//! own. Routing rules have no order, so what the generator says by order is said by `overrides`; they do not read the
//! priority. The first hundred may hold for every unit, the rest for one, so that few rules meet. Where there are more than
//! one file holds, the rest are units' own rules, which decide what stays within the unit.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::indexing_slicing,
    clippy::expect_used,
    clippy::panic,
    clippy::allow_attributes,
    reason = "each benchmark uses a part, and stops where something is wrong"
)]

use std::collections::BTreeMap;
use std::fmt::Write;

use handover_core::document::Files;
use handover_core::engine::{self, Engine};
use handover_core::language::Lang;
use handover_core::ruleset::names::Words;
use handover_core::ruleset::{RuleSet, embedded_files};
use handover_core::wire::v1::{self, CasePrefix, Context};
use jiff::civil::{Date, date};
use serde_json::{Value, json};

use super::generator::{Query, Rule, Work};
use super::sizes::Size;

/// A day on which the shipped rules hold.
pub const TODAY: Date = date(2025, 10, 1);
/// The rules that may leave the unit open.
const OPEN_RULES: usize = 100;
/// The rules that one file holds: it may have half a million values.
const REGIONAL_RULES: usize = 10_000;
/// The units where there are own rules: a file each.
const UNITS_WITH_OWN: usize = 450;
const ROLES: [&str; 3] = ["nurse", "physician", "administrator"];
const METHODS: [&str; 3] = ["move", "consultation", "consultation_other_provider"];
const QUESTIONS: usize = 10_000;
const MESSAGE: &str = "Patienten behöver få sitt recept förnyat före den 14 oktober. Hör till er, vänligen ta över och svara.";

/// The identifier of a word or a unit, by its number.
type Id = fn(&Work, u32) -> String;

/// An engine with its rule set, and requests to it.
pub struct Subject {
    /// The size.
    pub size: Size,
    /// The engine.
    pub engine: Engine,
    /// Cases in JSON.
    pub cases: Vec<Vec<u8>>,
    /// Handovers in JSON, of the same cases.
    pub handovers: Vec<Vec<u8>>,
}

impl Subject {
    /// The shipped rule set for SEED, or a made one.
    pub fn of(size: Size) -> Self {
        let (engine, cases) = match size {
            Size::Seed => {
                let engine = Engine::new(RuleSet::embedded().expect("the shipped rules are sound"));
                let cases = shipped_cases(engine.rule_set());
                (engine, cases)
            }
            Size::Rules(rules) => {
                let work = Work::of(rules);
                let rule_set = match RuleSet::from_files(&files(&work)) {
                    Ok(rule_set) => rule_set,
                    Err(error) => panic!("the rules made are not sound: {error}"),
                };
                let queries = work.queries.iter().enumerate();
                let cases = queries.map(|(at, query)| made_case(&work, at, query)).collect();
                (Engine::new(rule_set), cases)
            }
        };
        let bytes = |value: Value| value.to_string().into_bytes();
        let handovers =
            cases.iter().enumerate().map(|(at, case)| bytes(handover(at, case))).collect();
        Self { size, engine, cases: cases.into_iter().map(bytes).collect(), handovers }
    }

    /// The context of the answers.
    pub fn context(&self) -> Context<'_> {
        Context { engine: &self.engine, lang: Lang::Sv, today: TODAY }
    }

    /// The cases with their names as text.
    pub fn parsed_cases(&self) -> Vec<v1::Case<'_>> {
        self.cases.iter().map(|json| v1::parse_case(json).expect("a case")).collect()
    }

    /// The handovers with their names as text.
    pub fn parsed_handovers(&self) -> Vec<v1::Handover<'_>> {
        self.handovers.iter().map(|json| v1::parse_handover(json).expect("a handover")).collect()
    }

    /// A case with its names looked up.
    pub fn read_case<'a>(&self, request: &'a v1::Case<'_>) -> engine::Case<'a> {
        v1::read_case(&self.context(), request, CasePrefix::Case).expect("names that are known")
    }

    /// A handover with its names looked up.
    pub fn read_handover<'a>(&self, request: &'a v1::Handover<'_>) -> engine::Handover<'a> {
        v1::read_handover(&self.context(), request, None).expect("names that are known")
    }
}

/// The files of a rule set made from these rules.
pub fn files(work: &Work) -> Files {
    let Files::Memory(shipped) = embedded_files() else {
        panic!("the shipped rule set is carried");
    };
    let mut files = BTreeMap::new();
    for name in ["handover.yaml", "procedures.yaml"] {
        files.insert(name.to_owned(), shipped[name].clone());
    }
    let routed = Routed::all(work);
    let (regional, own) = routed.split_at(routed.len().min(REGIONAL_RULES));
    let mut add = |name: String, text: String| drop(files.insert(name, text.into_bytes()));
    add("vocabulary.yaml".to_owned(), vocabulary(work));
    add("directory.yaml".to_owned(), directory(work));
    let mut routing =
        "routing:\n  rules:\n    - {id: others, source: 3/1, then: {unit: concerned, role: \
                       administrator, specialty: concerned}}\n"
            .to_owned();
    for rule in regional {
        rule.write(work, &mut routing);
    }
    add("routing.yaml".to_owned(), routing);

    let mut names: Vec<String> = Vec::new();
    for unit in 0..if own.is_empty() { 0 } else { UNITS_WITH_OWN as u32 } {
        let name = format!("local/{}.yaml", unit_id(work, unit));
        let mut text = format!("local:\n  unit: {}\n  rules:\n", unit_id(work, unit));
        for rule in own.iter().filter(|rule| rule.rule.words[3] == [unit]) {
            rule.write(work, &mut text);
        }
        names.push(name.clone());
        add(name, text);
    }
    let header = String::from_utf8(shipped["ruleset.yaml"].clone()).expect("text");
    let listed = names.iter().fold(String::new(), |list, name| list + "    - " + name + "\n");
    let header = ["invariants", "statements"]
        .iter()
        .fold(header, |header, left_out| header.replace(&format!("    - {left_out}.yaml\n"), ""));
    add("ruleset.yaml".to_owned(), header.replace("    - local/valbo.yaml\n", &listed));
    Files::Memory(files)
}

/// A routing rule.
struct Routed {
    number: usize,
    rule: Rule,
    /// Whether it is a unit's own.
    own: bool,
    /// Rules that it overrides, though they match some of the same cases.
    before: Vec<usize>,
}

impl Routed {
    fn all(work: &Work) -> Vec<Self> {
        let units = units(work);
        let routed = |(number, rule): (usize, &Rule)| {
            let mut rule = rule.clone();
            let unit = match rule.words[3].first() {
                Some(unit) => Some(*unit as usize),
                None => (number >= OPEN_RULES).then_some(number),
            };
            rule.words[3] = unit.map(|unit| (unit % units) as u32).into_iter().collect();
            Self { number, rule, own: number >= REGIONAL_RULES, before: Vec::new() }
        };
        // The last rule takes every case, as does `others`.
        let rules = &work.rules[..work.rules.len() - 1];
        let mut all: Vec<Self> = rules.iter().enumerate().map(routed).collect();

        // A rule meets only those of its unit and those that leave it open.
        let (mut open, mut of_unit) = (Vec::new(), vec![Vec::new(); units]);
        for later in 0..all.len() {
            let unit = all[later].rule.words[3].first().map(|unit| *unit as usize);
            let near: Vec<usize> = match unit {
                Some(unit) => open.iter().chain(&of_unit[unit]).copied().collect(),
                None => (0..later).collect(),
            };
            for earlier in near {
                if all[earlier].own == all[later].own && all[earlier].meets(&all[later]) {
                    all[earlier].before.push(later);
                }
            }
            match unit {
                Some(unit) => of_unit[unit].push(later),
                None => open.push(later),
            }
        }
        all
    }

    fn meets(&self, other: &Self) -> bool {
        self.rule
            .words
            .iter()
            .zip(&other.rule.words)
            .all(|(a, b)| a.is_empty() || b.is_empty() || a.iter().any(|word| b.contains(word)))
    }

    fn write(&self, work: &Work, out: &mut String) {
        let ids = |input: usize, id: Id| {
            let ids: Vec<_> = self.rule.words[input].iter().map(|word| id(work, *word)).collect();
            ids.join(", ")
        };
        let mut when = Vec::new();
        let cells = [
            ("case_type", ids(0, case_type_id)),
            ("care_level", ids(1, care_level_id)),
            ("specialty", ids(2, specialty_id)),
            ("unit", if self.own { String::new() } else { ids(3, unit_id) }),
        ];
        for (input, words) in cells.iter().filter(|(_, words)| !words.is_empty()) {
            when.push(format!("{input}: [{words}]"));
        }
        let before = self.before.iter().map(|rule| format!("r{rule}"));
        let others = (!self.own).then(|| "others".to_owned());
        let before: Vec<_> = before.chain(others).collect();
        writeln!(
            out,
            "    - {{id: r{}, source: 3/1, when: {{{}}}, then: {{unit: concerned, role: {}, specialty: concerned}}, \
             overrides: [{}]}}",
            self.number,
            when.join(", "),
            ROLES[self.number % ROLES.len()],
            before.join(", "),
        )
        .expect("a text takes all");
    }
}

/// How many units the rules and cases name.
fn units(work: &Work) -> usize {
    if work.rules.len() > REGIONAL_RULES { UNITS_WITH_OWN } else { work.names[3].len() }
}

fn case_type_id(work: &Work, word: u32) -> String {
    work.names[0][word as usize].clone()
}

fn care_level_id(work: &Work, word: u32) -> String {
    work.names[1][word as usize].clone()
}

fn specialty_id(work: &Work, word: u32) -> String {
    work.names[2][word as usize].replace('-', "_")
}

fn unit_id(work: &Work, word: u32) -> String {
    work.names[3][word as usize].clone()
}

fn vocabulary(work: &Work) -> String {
    let mut text = "vocabulary:\n  role:\n".to_owned();
    for role in ROLES {
        writeln!(text, "    {role}: {{sv: {role}, en: {role}}}").expect("a text takes all");
    }
    let lists: [(&str, &str, usize, Id); 3] = [
        ("case_type", "Ärendetyp", 0, case_type_id),
        ("care_level", "Nivå", 1, care_level_id),
        ("specialty", "Specialitet", 2, specialty_id),
    ];
    for (list, label, input, id) in lists {
        writeln!(text, "  {list}:").expect("a text takes all");
        for word in 0..work.names[input].len() as u32 {
            let id = id(work, word);
            writeln!(text, "    {id}: {{sv: {label} {word}, en: {id}}}").expect("a text takes all");
        }
    }
    text
}

fn directory(work: &Work) -> String {
    let mut text =
        "directory:\n  providers: {region: Region, company: Bolag}\n  units:\n".to_owned();
    for unit in 0..units(work) as u32 {
        let (id, provider) =
            (unit_id(work, unit), if unit % 5 == 0 { "company" } else { "region" });
        writeln!(text, "    {id}: {{name: Enhet {unit}, provider: {provider}}}")
            .expect("a text takes all");
    }
    text
}

/// A question of the generator as a case. Every other one names things by id, the rest by label; half of them stay within
/// the unit. A care level has to be known.
fn made_case(work: &Work, at: usize, query: &Query) -> Value {
    let label = at % 4 < 2;
    let name = |input: usize, word: u32, id: Id, label_of: &str| {
        let word = if input == 3 { word % units(work) as u32 } else { word };
        if label { format!("{label_of} {word}") } else { id(work, word) }
    };
    let [case_type, care_level, specialty, unit] = query.words;
    let unlisted = |input: usize| query.names[input].clone();
    let unit = unit.map_or_else(|| unlisted(3), |word| name(3, word, unit_id, "Enhet"));
    let from = if at % 8 < 4 { unit.clone() } else { name(3, at as u32, unit_id, "Enhet") };
    json!({
        "case_type": case_type.map_or_else(|| unlisted(0), |word| name(0, word, case_type_id, "Ärendetyp")),
        "care_level": name(1, care_level.unwrap_or(0), care_level_id, "Nivå"),
        "specialty": specialty.map_or_else(|| unlisted(2), |word| name(2, word, specialty_id, "Specialitet")),
        "unit": unit,
        "priority": query.priority,
        "from": {"unit": from},
        "at": TODAY.to_string(),
    })
}

/// Complete cases over the words of the shipped rule set; one in fifty names a unit that is in no list.
fn shipped_cases(rule_set: &RuleSet) -> Vec<Value> {
    let name = |words: &Words, at: usize, label: bool| {
        let word = &words.all()[at % words.all().len()];
        if label { word.label(Lang::Sv).to_owned() } else { word.id.clone() }
    };
    let words = &rule_set.vocabulary;
    let units = &rule_set.directory.units;
    // Steps of primes go through all combinations.
    let case = |at: usize| {
        let label = at % 4 < 2;
        let unit = name(units, at * 5 + at / 7, label);
        json!({
            "case_type": name(&words.case_types, at + at / 11, label),
            "care_level": name(&words.care_levels, at / 3, label),
            "specialty": name(&words.specialties, at * 7 + at / 13, label),
            "unit": if at % 50 == 49 { format!("unknown-{at}") } else { unit },
            "original_role": name(&words.roles, at / 2, label),
            "priority": 1 + at % 12,
            "from": {"unit": name(units, at * 3 + at / 17, label)},
            "at": TODAY.to_string(),
        })
    };
    (0..QUESTIONS).map(case).collect()
}

fn handover(at: usize, case: &Value) -> Value {
    json!({
        "case": case,
        "method": METHODS[at / 3 % METHODS.len()],
        "to": {"unit": case["unit"], "role": ROLES[at / 5 % ROLES.len()], "specialty": case["specialty"]},
        "priority": 1 + at / 2 % 12,
        "message": MESSAGE,
        "patient_informed": at.is_multiple_of(2),
    })
}
