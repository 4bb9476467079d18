//! Compiled rule sets: they answer like the YAML, and any contents of a file are refused or harmless.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use handover::{Engine, Lang, RuleSet};
use handover_core::ruleset::{CompiledError, embedded_files, fingerprint_of};
use handover_core::wire::v1::{self, Context};
use handover_matcher::{Alike, Value};
use jiff::civil::date;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::common::identity::identity_number;
use crate::common::runs;

/// The end of the header, and the positions of format, length and checksum in it.
const HEADER: usize = 152;
const FORMAT: usize = 8;
const LENGTH: usize = 16;
const CHECKSUM: usize = 120;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn compiled(rule_set: &RuleSet) -> Vec<u8> {
    let mut bytes = Vec::new();
    rule_set.write_compiled(&mut bytes).unwrap();
    bytes
}

fn read(bytes: &[u8]) -> Result<RuleSet, CompiledError> {
    RuleSet::read_compiled(bytes)
}

/// Gives the file the length and the checksum of its contents.
fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    let length = (bytes.len() as u64).to_le_bytes();
    bytes[LENGTH..LENGTH + 8].copy_from_slice(&length);
    let mut hasher = Sha256::new();
    hasher.update(&bytes[..CHECKSUM]);
    hasher.update(&bytes[HEADER..]);
    bytes[CHECKSUM..HEADER].copy_from_slice(&hasher.finalize());
    bytes
}

/// Requests, validated where they are handovers.
fn requests() -> Vec<(String, bool)> {
    let text = fs::read_to_string(root().join("tests/contract/scenarios.json")).unwrap();
    let text = text.replace("{{identity_number}}", &identity_number("19900101"));
    let text = text.replace("{{coordination_number}}", &identity_number("19900161"));
    let scenarios: serde_json::Value = serde_json::from_str(&text).unwrap();
    let request = |scenario: &serde_json::Value| match scenario.get("handover") {
        Some(handover) => (handover.to_string(), true),
        None => (scenario["case"].to_string(), false),
    };
    scenarios.as_array().unwrap().iter().map(request).collect()
}

/// All answers of an engine to a request, in both languages.
fn answers(engine: &Engine, (request, is_handover): &(String, bool)) -> String {
    let mut all = String::new();
    for lang in [Lang::Sv, Lang::En] {
        let context = Context { engine, lang, today: date(2025, 10, 1) };
        let error = |error: v1::RequestError| json!(error.answer(lang));
        if *is_handover {
            let verdict = v1::validate(&context, request.as_bytes());
            writeln!(all, "{}", verdict.map_or_else(error, |verdict| json!(verdict))).unwrap();
        } else {
            let advice = v1::recommend(&context, request.as_bytes());
            writeln!(all, "{}", advice.map_or_else(error, |advice| json!(advice))).unwrap();
            let why = v1::explain(&context, request.as_bytes());
            writeln!(all, "{}", why.map_or_else(error, |why| json!(why))).unwrap();
        }
    }
    all
}

#[test]
fn a_compiled_rule_set_answers_as_the_yaml_does() {
    let written = Engine::new(RuleSet::embedded().unwrap());
    let restored = Engine::new(read(&compiled(written.rule_set())).unwrap());
    let requests = requests();
    assert!(requests.len() > 100);
    for request in &requests {
        assert_eq!(answers(&restored, request), answers(&written, request), "{}", request.0);
    }
}

#[test]
fn nothing_is_lost_and_the_bytes_are_the_same_each_time() {
    for rule_set in [RuleSet::embedded(), RuleSet::load(root().join("tests/base"))] {
        let rule_set = rule_set.unwrap();
        let bytes = compiled(&rule_set);
        let restored = read(&bytes).unwrap();
        assert!(compiled(&restored) == bytes);
        assert_eq!(restored.fingerprint, rule_set.fingerprint);
        assert_eq!(restored.name_parts, rule_set.name_parts);
        assert_eq!(restored.routing.table, rule_set.routing.table);
        assert_eq!(format!("{:?}", restored.routing), format!("{:?}", rule_set.routing));
        assert_eq!(format!("{:?}", restored.checks), format!("{:?}", rule_set.checks));
        assert_eq!(format!("{:?}", restored.methods), format!("{:?}", rule_set.methods));
        assert_eq!(format!("{:?}", restored.priority), format!("{:?}", rule_set.priority));
        assert_eq!(format!("{:?}", restored.procedures), format!("{:?}", rule_set.procedures));
        assert_eq!(
            format!("{:?}", restored.directory.unit(0)),
            format!("{:?}", rule_set.directory.unit(0))
        );
    }
    let again = compiled(&RuleSet::embedded().unwrap());
    assert!(again == compiled(&RuleSet::embedded().unwrap()));
}

#[test]
fn the_fingerprint_of_files_is_that_of_the_loaded_rule_set() {
    let fingerprint = fingerprint_of(&embedded_files()).unwrap();
    assert_eq!(fingerprint, RuleSet::embedded().unwrap().fingerprint);
}

#[test]
fn a_file_of_other_rules_is_stale() {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("stale.compiled");
    let rule_set = RuleSet::embedded().unwrap();
    fs::write(&path, compiled(&rule_set)).unwrap();
    assert!(Engine::from_compiled(&path, None).is_ok());
    assert!(Engine::from_compiled(&path, Some(&rule_set.fingerprint)).is_ok());
    let other = Engine::from_compiled(&path, Some(&"0".repeat(64)));
    assert!(matches!(other, Err(CompiledError::Stale { .. })));
}

#[test]
fn a_file_that_is_not_whole_is_refused() {
    let bytes = compiled(&RuleSet::load(root().join("tests/base")).unwrap());
    let sample = |step: usize| (0..HEADER).chain((HEADER..bytes.len()).step_by(step));
    for at in sample(199) {
        for bit in [0, 7] {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << bit;
            assert!(read(&flipped).is_err(), "bit {bit} of byte {at}");
        }
    }
    for length in sample(199) {
        let expected = if length < 8 { "is no compiled rule set" } else { "ends too early" };
        let error = read(&bytes[..length]).unwrap_err();
        assert_eq!(error.message().en, expected, "{length} bytes");
    }
    assert!(matches!(read(&[&bytes[..], b"\0"].concat()), Err(CompiledError::Damaged)));
    assert!(matches!(read(&sealed([&bytes[..], &[0; 8]].concat())), Err(CompiledError::Unfit(_))));
}

#[test]
fn a_file_of_another_format_is_refused_with_the_remedy() {
    let mut bytes = compiled(&RuleSet::load(root().join("tests/base")).unwrap());
    let format = u64::from_le_bytes(bytes[FORMAT..FORMAT + 8].try_into().unwrap());
    for other in [1, format + 1, u64::MAX] {
        bytes[FORMAT..FORMAT + 8].copy_from_slice(&other.to_le_bytes());
        let error = read(&sealed(bytes.clone())).unwrap_err();
        assert_eq!(error.message().en, "was made by another build of handover");
        assert!(error.is_mended_by_compiling());
    }
}

#[test]
fn a_length_that_is_a_lie_takes_no_memory() {
    let mut bytes = compiled(&RuleSet::load(root().join("tests/base")).unwrap());
    bytes[LENGTH..LENGTH + 8].copy_from_slice(&(u64::MAX - 7).to_le_bytes());
    assert!(matches!(read(&bytes), Err(CompiledError::CutOff)));
}

/// Asks a rule set everything; the only expectation is that it does not panic.
fn ask_everything(rule_set: RuleSet) {
    let engine = Engine::new(rule_set);
    let rule_set = engine.rule_set();
    let case = r#"{"case_type": "certificate", "care_level": "primary", "unit": "valbo", "priority": 4,
        "from": {"unit": "bollnas"}, "at": "2025-10-01"}"#;
    let handover = format!(
        r#"{{"case": {case}, "action": "hand_over", "method": "move", "priority": 4, "state": "new",
        "message": "x", "to": {{"resource": "Valbo hälsocentral, Läkare, Allmänmedicin"}}}}"#
    );
    for request in [(case.to_owned(), false), ("{}".to_owned(), false), (handover, true)] {
        answers(&engine, &request);
    }
    let choices = &rule_set.procedures;
    for table in [
        &rule_set.routing.table,
        &rule_set.priority.table,
        &rule_set.methods.table,
        &rule_set.checks.table,
        &choices.procedure_choice.table,
        &choices.lifecycle_choice.table,
        &choices.template_choice.table,
    ] {
        assert!(!table.to_string().is_empty());
    }
    for plan in [&rule_set.routing.plan, &rule_set.checks.plan] {
        assert!(plan.diagram().is_none_or(|diagram| !diagram.to_string().is_empty()));
        assert!(!plan.classes().to_string().is_empty());
        for number in [i64::MIN, -1, 0, 1, 20_000, i64::MAX] {
            let case = [Value::Word(0), Value::Bool(true), Value::Int(number), Value::Unlisted];
            let case: Vec<Value> = case.into_iter().cycle().take(25).collect();
            assert!(
                plan.decide(&case).rules().len()
                    <= rule_set.routing.rules.len().max(rule_set.checks.all.len())
            );
        }
        let _ = plan.possible(&[], &[true, true], Alike::Rules);
    }
}

proptest! {
    #![proptest_config(runs(400))]

    /// With the checksum recomputed, only the checks of the contents remain.
    #[test]
    fn forged_contents_are_refused_or_harmless(
        changes in prop::collection::vec((any::<Index>(), any::<Forgery>()), 1..4),
    ) {
        let mut bytes = BASE.with(Clone::clone);
        for (at, forgery) in changes {
            let at = HEADER + at.index(bytes.len() - HEADER);
            forgery.apply(&mut bytes, at);
        }
        if let Ok(rule_set) = read(&sealed(bytes)) {
            ask_everything(rule_set);
        }
    }
}

thread_local! {
    static BASE: Vec<u8> = compiled(&RuleSet::load(root().join("tests/base")).unwrap());
}

/// A change of stored data.
#[derive(Clone, Copy, Debug)]
enum Forgery {
    Bit(u8),
    Byte(u8),
    /// Of 32 bits, aligned.
    Word(u32),
    Added(i8),
}

impl Forgery {
    fn apply(self, bytes: &mut [u8], at: usize) {
        let aligned = at / 4 * 4;
        let word = bytes.get_mut(aligned..aligned + 4).unwrap();
        let old = u32::from_le_bytes((&*word).try_into().unwrap());
        match self {
            Self::Word(new) => word.copy_from_slice(&new.to_le_bytes()),
            Self::Added(more) => {
                word.copy_from_slice(&old.wrapping_add_signed(more.into()).to_le_bytes());
            }
            Self::Bit(bit) => bytes[at] ^= 1 << (bit % 8),
            Self::Byte(byte) => bytes[at] = byte,
        }
    }
}

impl Arbitrary for Forgery {
    type Parameters = ();
    type Strategy = BoxedStrategy<Self>;

    fn arbitrary_with((): ()) -> Self::Strategy {
        prop_oneof![
            any::<u8>().prop_map(Self::Bit),
            any::<u8>().prop_map(Self::Byte),
            prop_oneof![Just(0), Just(1), Just(u32::MAX), 0..200_u32].prop_map(Self::Word),
            any::<i8>().prop_map(Self::Added),
        ]
        .boxed()
    }
}
