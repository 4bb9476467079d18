//! The shipped invariants are proved; changes that break one are refuted by a request that the program itself answers so.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};

use handover_core::diagnostic::{Code, Severity};
use handover_core::document::Files;
use handover_core::engine::Engine;
use handover_core::ruleset::{Loaded, Scope, embedded_files, load};
use handover_proof::analysis::{Conflict, ProofResult, Proofs, Witness, prove, prove_within};

fn shipped() -> BTreeMap<String, Vec<u8>> {
    match embedded_files() {
        Files::Memory(files) => files,
        Files::Folder(_) => panic!("the shipped rule set is in the program"),
    }
}

/// The shipped files with a text in one of them replaced.
fn with(file: &str, old: &str, new: &str) -> BTreeMap<String, Vec<u8>> {
    let mut files = shipped();
    let text = String::from_utf8(files[file].clone()).unwrap();
    assert!(text.contains(old), "{old}");
    files.insert(file.to_owned(), text.replacen(old, new, 1).into_bytes());
    files
}

fn proved(files: BTreeMap<String, Vec<u8>>) -> (Loaded, Engine, Proofs) {
    let mut loaded = load(&Files::Memory(files), Scope::Rules);
    let rule_set = loaded.rule_set.take();
    let engine = Engine::new(rule_set.unwrap_or_else(|| panic!("{:#?}", loaded.diagnostics)));
    let proofs = prove(&engine, &loaded.invariants);
    (loaded, engine, proofs)
}

fn witness<'p>(loaded: &Loaded, proofs: &'p Proofs, id: &str) -> &'p Witness {
    let at = loaded.invariants.all.iter().position(|invariant| invariant.id == id).unwrap();
    match &proofs.invariants[at].outcome {
        ProofResult::Refuted(witness) => witness,
        other => panic!("{id}: {other:?}"),
    }
}

#[test]
fn every_shipped_invariant_is_proved_in_these_steps() {
    let (loaded, engine, proofs) = proved(shipped());
    let told = proofs.diagnostics(engine.rule_set(), &loaded.invariants, &loaded.places);
    assert_eq!(told, []);
    assert_eq!(proofs.proved(), 23);
    let steps: Vec<String> = proofs
        .invariants
        .iter()
        .map(|proof| format!("{} {}", loaded.invariants.all[proof.invariant].id, proof.steps))
        .chain([format!("methods {}", proofs.method_steps)])
        .collect();
    insta::assert_snapshot!("invariant_steps", steps.join("\n"));
}

#[test]
fn a_budget_that_ends_is_told() {
    let (loaded, engine, _) = proved(shipped());
    let proofs = prove_within(&engine, &loaded.invariants, 3);
    let given_up =
        proofs.invariants.iter().filter(|proof| proof.outcome == ProofResult::NotProved).count();
    assert!(given_up > 5, "{given_up}");
    let told = proofs.diagnostics(engine.rule_set(), &loaded.invariants, &loaded.places);
    assert!(told.iter().all(|fault| fault.severity == Severity::Warning));
    assert!(told.iter().any(|fault| fault.code == Code::InvariantNotProved));
    assert!(told.iter().any(|fault| fault.code == Code::NotProved));
}

/// A change to the shipped rule set, and an invariant that it breaks.
const CHANGES: &[(&str, &str, &str, &str)] = &[
    (
        "handover.yaml",
        "then: {sms: false, listed: true}",
        "then: {sms: true, listed: true}",
        "sms-within-the-band",
    ),
    (
        "handover.yaml",
        "action: hand_over, message: blank}",
        "action: close, message: blank}",
        "nothing-is-sent-blank",
    ),
    (
        "handover.yaml",
        "- id: move_to_other_provider\n    severity: refuse",
        "- id: move_to_other_provider\n    severity: warning",
        "no-move-to-other-provider",
    ),
    (
        "handover.yaml",
        "- id: related_visit_to_other_provider\n    severity: refuse",
        "- id: related_visit_to_other_provider\n    severity: info",
        "no-related-visit-to-other-provider",
    ),
    (
        "handover.yaml",
        "when: {recommended_role: not_given, case_type: {not: unlisted}}",
        "when: {recommended_role: not_given, case_type: {not: [unlisted, contraception]}}",
        "silence-goes-to-a-person",
    ),
    (
        "routing.yaml",
        "unit: concerned\n        role: not_given\n        specialty: concerned\n      note:\n        sv: Instruktionen anger",
        "unit: concerned\n        role: midwife\n        specialty: concerned\n      note:\n        sv: Instruktionen anger",
        "midwives-get-contraceptives-only",
    ),
    (
        "routing.yaml",
        "unit: drop-in\n        role: original",
        "unit: concerned\n        role: original",
        "specialised-triage-goes-to-drop-in",
    ),
];

/// Each change in turn is refuted, and the program's own `validate` gives the witness the answer that the proof claims.
#[test]
fn a_change_that_breaks_an_invariant_is_refuted_by_a_request() {
    for &(file, old, new, id) in CHANGES {
        let files = with(file, old, new);
        let (loaded, engine, proofs) = proved(files.clone());
        let witness = witness(&loaded, &proofs, id);
        let told = proofs.diagnostics(engine.rule_set(), &loaded.invariants, &loaded.places);
        let fault = told.iter().find(|fault| fault.message.en.contains(id)).unwrap();
        assert_eq!(
            (fault.code, fault.places[0].file.as_str()),
            (Code::InvariantRefuted, "invariants.yaml")
        );

        let folder =
            std::env::temp_dir().join(format!("handover-invariants-{}", std::process::id()));
        for (name, bytes) in &files {
            let path = folder.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        let mut child = Command::new(env!("CARGO_BIN_EXE_handover"))
            .args(["validate", "-", "--format", "json", "--rules"])
            .arg(&folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(&serde_json::to_vec(&witness.request).unwrap())
            .unwrap();
        let output = child.wait_with_output().unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let checks: Vec<&str> = witness
            .checks
            .iter()
            .map(|&check| engine.rule_set().checks.all[check].id.as_str())
            .collect();
        let mut found: Vec<&str> = answer["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|f| f["code"].as_str().unwrap())
            .collect();
        found.dedup();
        assert_eq!(found, checks, "{id}: {answer:#}");
    }
}

#[test]
fn methods_and_checks_are_held_to_each_other() {
    let files = with("handover.yaml", "      accepted: false\n", "");
    let (_, engine, proofs) = proved(files);
    let [found] = &proofs.methods[..] else { panic!("{:#?}", proofs.methods) };
    let Conflict::Refused(check) = found.conflict else { panic!("{found:?}") };
    assert_eq!(engine.rule_set().checks.all[check].id, "move_after_acceptance");

    let silent = with(
        "handover.yaml",
        "field: method\n    when: {action: hand_over, method: consultation_other_provider",
        "field: case.accepted\n    when: {action: hand_over, method: consultation_other_provider",
    );
    let (_, _, proofs) = proved(silent);
    assert!(
        matches!(&proofs.methods[..], [found] if found.conflict == Conflict::Unspoken && found.method == 2)
    );
}

#[test]
fn a_refutation_tells_the_case_the_answer_and_the_request() {
    let files = with("handover.yaml", "when: {priority: 2..5}", "when: {priority: 2..6}");
    let files = files.into_iter().map(|(name, bytes)| {
        let text = String::from_utf8(bytes).unwrap();
        (name, text.replace("[1, 6..7, 9..11, 13..]", "[1, 7, 9..11, 13..]").into_bytes())
    });
    let (loaded, engine, proofs) = proved(files.collect());
    let told = proofs.diagnostics(engine.rule_set(), &loaded.invariants, &loaded.places);
    for (lang, name) in [(handover::Lang::Sv, "refuted_sv"), (handover::Lang::En, "refuted_en")] {
        let options = handover_core::diagnostic::render::Options { color: false, lang };
        let shown =
            handover_core::diagnostic::render::human(&told, &|file| loaded.text(file), options);
        insta::assert_snapshot!(name, shown);
    }
}
