//! The layout of compiled files, pinned by hashes over fixed data, so that no change goes unnoticed.
//!
//! Two things are hashed: a small rule set that uses the whole rule language (`tests/format`), and tables made here,
//! compiled by every strategy. Editing the shipped rules changes neither.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use super::super::RuleSet;
use super::contents::{self, Stored, stored};
use super::header::{self, FORMAT, FileHeader};
use handover_matcher::store::SectionWriter;
use handover_matcher::{
    Condition, DEFAULT_BUDGET, Domain, HitPolicy, Input, Plan, Reason, Rule, Strategy, Table,
    Values, Weight,
};

/// The format of the hashes below.
const RECORDED_FORMAT: u64 = 4;
/// The fingerprint of the rule set in `tests/format`.
const RULES: &str = "4df1e1e6047f893bd7d094af03739164d2a64662522e0e9b6656a1ff86f4ecd4";
/// SHA-256 over the sections of that rule set.
const RULE_SET_BYTES: &str = "26a80e733cae0314d5c79f4b94dba533e5592efd92c7067c83d41a50053cb5d8";
/// SHA-256 over the sections of the tables made here, with their plans.
const TABLE_BYTES: &str = "ff2203ab838ae3573f92dfed961a438188752e1b523685f364894ffab7304573";

fn fixed() -> RuleSet {
    RuleSet::load(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/format")).unwrap()
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Compares hashes, and fails with instructions if they differ.
fn compare(name: &str, recorded: &str, bytes: &[u8]) {
    let found = sha256(bytes);
    assert!(
        found == recorded || FORMAT == RECORDED_FORMAT,
        "The format is now {FORMAT}: record it as RECORDED_FORMAT, and {name} as\n{found}"
    );
    assert!(
        found == recorded,
        "The bytes of compiled files changed, for the same rules.\n\
         If the layout or its meaning changed, raise FORMAT in src/ruleset/compiled/header.rs: files of the old layout are \
         then refused.\n\
         If it did not, as when another plan is chosen for the same table, FORMAT stays.\n\
         In both cases record {name} as\n{found}"
    );
}

#[test]
fn the_recorded_hashes_are_those_of_the_format() {
    assert_eq!(RECORDED_FORMAT, FORMAT, "record the hashes of the new format, and its number");
}

#[test]
fn the_header_is_laid_out_as_documented() {
    let (fingerprint, sections) = ("0".repeat(64), [7; 16]);
    let header = FileHeader::new(&fingerprint, &sections).unwrap();
    let bytes = header.to_bytes();
    let word = |at: usize| u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap());
    assert_eq!(bytes[..8], *b"\x89HOVER\r\n");
    assert_eq!((word(8), word(16)), (FORMAT, (header::BYTES + sections.len()) as u64));
    assert!(bytes[24..56].starts_with(env!("CARGO_PKG_VERSION").as_bytes()));
    assert_eq!(bytes[56..120], *fingerprint.as_bytes());
    assert_eq!((bytes[120..].to_vec(), bytes.len()), (header.checksum.to_vec(), header::BYTES));
}

#[test]
fn the_layout_of_rule_sets_is_that_of_the_format() {
    let rule_set = fixed();
    let bytes = contents::store(&rule_set).unwrap();
    assert!(
        rule_set.fingerprint == RULES,
        "tests/format was edited, so its bytes say nothing of the layout. If the layout changes too, undo one of the two \
         and change them one after the other. Record RULES as\n{}\nand RULE_SET_BYTES as\n{}",
        rule_set.fingerprint,
        sha256(&bytes)
    );
    compare("RULE_SET_BYTES", RULE_SET_BYTES, &bytes);
}

/// A change in a part that the fixed rule set lacks would not change its bytes.
#[test]
fn the_fixed_rule_set_uses_every_field_that_is_stored() {
    /// Collects the paths of fields, and whether any of their values is not empty.
    fn walk(path: &str, value: &Json, seen: &mut BTreeMap<String, bool>) {
        let filled = match value {
            Json::Null => false,
            Json::Array(items) => {
                items.iter().for_each(|item| walk(&format!("{path}[]"), item, seen));
                !items.is_empty()
            }
            Json::Object(fields) => {
                fields.iter().for_each(|(key, field)| walk(&format!("{path}.{key}"), field, seen));
                !fields.is_empty()
            }
            Json::Bool(_) | Json::Number(_) | Json::String(_) => true,
        };
        *seen.entry(path.to_owned()).or_default() |= filled;
    }
    let rule_set = fixed();
    let Stored { contents, .. } = stored(&rule_set);
    let mut seen = BTreeMap::new();
    walk("", &serde_json::to_value(contents).unwrap(), &mut seen);
    let empty: Vec<&String> =
        seen.iter().filter(|(_, filled)| !**filled).map(|(path, _)| path).collect();
    assert!(empty.is_empty(), "tests/format has nothing for {empty:?}");
}

/// A table over every kind of domain, with every kind of values, several alternatives and overrides.
fn table(policy: HitPolicy) -> Table {
    let words = |count: usize| (0..count).map(|word| format!("w{word}")).collect();
    let domains = [
        Domain::Words { words: words(40), open: true },
        Domain::Words { words: words(3), open: false },
        Domain::Boolean,
        Domain::Integer { min: -3, max: 12 },
        Domain::Date,
    ];
    let inputs = (0..).zip(domains);
    let inputs: Vec<Input> =
        inputs.map(|(at, domain): (u32, _)| Input { name: format!("i{at}"), domain }).collect();
    let accepts = |input: usize, at: u32| match input {
        0 => Values::Words { listed: vec![at, at + 1], unlisted: at.is_multiple_of(4) },
        1 => Values::Words { listed: vec![at % 3], unlisted: false },
        2 => Values::Booleans { yes: at.is_multiple_of(2), no: !at.is_multiple_of(2) },
        3 => Values::Ranges(vec![(-3, i64::from(at % 5)), (8, 9)]),
        _ => Values::Ranges(vec![(i64::from(at), 400)]),
    };
    let rule = |at: u32| Rule {
        id: format!("rule-{at}"),
        alternatives: [1, 2]
            .iter()
            .map(|step| {
                let tested = (0..5).filter(|input| !(at as usize + input * step).is_multiple_of(3));
                tested.map(|input| Condition { input, accepts: accepts(input, at) }).collect()
            })
            .collect(),
        outcome: at % 4,
        overrides: (at > 0 && at.is_multiple_of(3)).then(|| at as usize - 1).into_iter().collect(),
    };
    Table::new("t", inputs, (0..30).map(rule).collect(), policy).unwrap()
}

#[test]
fn the_layout_of_tables_and_plans_is_that_of_the_format() {
    let mut out = SectionWriter::new();
    let weight = Weight { bytes: 1, picoseconds: 2 };
    let reasons = [
        Reason::Asked,
        Reason::Collects,
        Reason::Fastest { weight, next: None },
        Reason::Fastest { weight, next: Some((Strategy::Bitmap, weight)) },
        Reason::Smallest { bytes: 3, budget: 4 },
    ];
    for policy in [HitPolicy::Unique, HitPolicy::First, HitPolicy::Collect] {
        let table = table(policy);
        table.store(&mut out);
        for strategy in Strategy::ALL {
            let mut plan = Plan::compile_as(&table, strategy, DEFAULT_BUDGET).unwrap();
            plan.store(&mut out);
            for reason in reasons {
                plan.reason = reason;
                plan.store(&mut out);
            }
        }
    }
    compare("TABLE_BYTES", TABLE_BYTES, &out.into_bytes());
}
