//! Parts that nothing uses, texts that contradict the rules, and what the directory says of units that rules send to.

use std::collections::BTreeMap;

use handover_core::diagnostic::render::Options;
use handover_core::document::Files;
use handover_core::engine::Engine;
use handover_core::language::Lang;
use handover_core::ruleset::{Scope, embedded_files, load};
use handover_core::wire::report::{AnalyseReport, FindingDetail, PartKind};
use handover_proof::analysis::{Met, Surveyed, Window, report, unmet, unmet_within};
use handover_proof::render::analysis;
use jiff::civil::date;

/// The shipped files with texts in them replaced: file, old, new.
fn with(edits: &[(&str, &str, &str)]) -> BTreeMap<String, Vec<u8>> {
    let Files::Memory(mut files) = embedded_files() else { panic!("the shipped rule set") };
    for (file, old, new) in edits {
        let text = String::from_utf8(files[*file].clone()).unwrap();
        assert!(text.contains(old), "{old}");
        files.insert((*file).to_owned(), text.replacen(old, new, 1).into_bytes());
    }
    files
}

fn analysed(edits: &[(&str, &str, &str)]) -> (AnalyseReport, String) {
    let mut loaded = load(&Files::Memory(with(edits)), Scope::Rules);
    let window = Window::of(date(2025, 10, 1), 120);
    let surveyed = Surveyed::new(&mut loaded, window).unwrap();
    let options = Options { lang: Lang::En, ..Options::default() };
    (report(&surveyed, Lang::En), analysis::text(&surveyed, &|_| None, options))
}

/// The parts that no request meets, each with the inputs that exclude each other.
fn never(report: &AnalyseReport) -> Vec<(PartKind, String, String)> {
    let details = report.findings.iter().map(|finding| &finding.detail);
    details
        .filter_map(|detail| match detail {
            FindingDetail::Unmet { part, id, inputs } => {
                Some((*part, id.clone(), inputs.join(", ")))
            }
            _ => None,
        })
        .collect()
}

#[test]
fn every_shipped_part_is_used() {
    let (report, text) = analysed(&[]);
    assert_eq!(report.findings, []);
    let line = "✓ Every rule is needed, and all else is used: 32 checks, 3 methods, 46 steps, 7 messages, 32 events";
    let found = text.lines().find(|found| found.contains("Every rule")).unwrap();
    assert_eq!(found, line);
}

#[test]
fn a_part_that_no_request_meets_is_told_with_what_excludes_what() {
    let (method, check) = (PartKind::Method, PartKind::Check);
    let (procedure, template) = (PartKind::Procedure, PartKind::Template);
    for (file, old, new, told) in [
        (
            "handover.yaml",
            "when: {action: hand_over, priority_listed: false}",
            "when: {action: hand_over, priority_listed: false, priority: 2..5}",
            (check, "priority_unlisted", "priority, priority_listed"),
        ),
        (
            "handover.yaml",
            "when: {action: hand_over, method: move, accepted: true}",
            "when: {action: hand_over, method: move, accepted: true, state: answered}",
            (check, "move_after_acceptance", "method, state"),
        ),
        (
            "handover.yaml",
            "      accepted: false\n      state: [new, pending]",
            "      accepted: false\n      state: answered",
            (method, "move", "method, state"),
        ),
        (
            "procedures.yaml",
            "when: {method: move, action: receive}",
            "when: {method: move, action: receive, state: answered}",
            (procedure, "move-receive", "method, state"),
        ),
        (
            "procedures.yaml",
            "when: {method: move, action: cancel}",
            "when: {method: move, action: cancel, state: closed}",
            (procedure, "move-cancel", ""),
        ),
        (
            "procedures.yaml",
            "when: {method: consultation, action: receive}\n    to: sender",
            "when: {method: consultation, action: receive, state: accepted_by_receiver}\n    to: sender",
            (template, "consultation-reply", "method, state"),
        ),
    ] {
        let (report, text) = analysed(&[(file, old, new)]);
        let (part, id, inputs) = told;
        let found = never(&report);
        assert!(found.contains(&(part, id.to_owned(), inputs.to_owned())), "{found:?}");
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(text.contains("1 part is never used"), "{text}");
    }
}

#[test]
fn a_search_that_is_given_up_is_told() {
    let mut loaded = load(&Files::Memory(with(&[])), Scope::Rules);
    let engine = Engine::new(loaded.rule_set.take().unwrap());
    let all = unmet(&engine, &loaded.invariants);
    assert!(all.iter().all(|proof| proof.met == Met::Met), "{all:?}");
    let given_up = unmet_within(&engine, &loaded.invariants, 1);
    assert!(given_up.iter().any(|proof| matches!(proof.met, Met::Unknown(_))));
    assert!(!given_up.iter().any(|proof| matches!(proof.met, Met::Never(_))));
}

#[test]
fn a_text_that_states_other_priorities_than_the_rules_is_told() {
    let digits = ("procedures.yaml", "Vid {sms_priorities} får", "Vid 2–5 får");
    assert_eq!(analysed(&[digits]).0.findings, [], "the same priorities");
    let wider = ("handover.yaml", "when: {priority: 2..5}", "when: {priority: 1..5}");
    let narrower = ("handover.yaml", "priority: [1, 6..7,", "priority: [6..7,");
    let texts = |edits: &[(&str, &str, &str)]| -> Vec<[String; 3]> {
        let details = analysed(edits).0.findings.into_iter().map(|finding| finding.detail);
        let text = |detail| match detail {
            FindingDetail::Text { part: PartKind::Step, id, stated, alerting } => {
                Some([id, stated, alerting])
            }
            _ => None,
        };
        details.filter_map(text).collect()
    };
    assert_eq!(texts(&[wider, narrower]), [[""; 3]; 0], "the text is filled in");
    assert_eq!(texts(&[digits, wider, narrower]), [["2.1/4", "2–5", "1–5"]]);
    assert!(analysed(&[digits, wider, narrower]).1.contains("1 text says other than the rules"));
}

#[test]
fn resources_that_the_directory_does_not_list_are_told_and_are_no_fault() {
    let (report, text) = analysed(&[]);
    let heart = report.unstaffed.iter().find(|one| one.unit == "hjartmottagning-sandviken");
    let heart = heart.unwrap();
    assert_eq!(heart.recommended, "Administrator Administrative general");
    assert_eq!(heart.listed, ["Administrator Cardiology General"]);
    assert_eq!(heart.rules, ["medicine-specialised"]);
    assert!(text.contains("Recommended resources that the directory does not list at the unit"));
    let listed = (
        "directory.yaml",
        "resources: [[administrator, cardiology, general]]",
        "resources: [[administrator, cardiology]]",
    );
    let (report, _) = analysed(&[listed]);
    assert!(report.unstaffed.iter().all(|one| one.unit != "hjartmottagning-sandviken"));
}

#[test]
fn a_unit_that_closes_is_told_with_its_first_day() {
    let closes = (
        "directory.yaml",
        "{name: Hudmottagning Gävle, provider: region-gavleborg}",
        "{name: Hudmottagning Gävle, provider: region-gavleborg, valid_until: 2025-12-31}",
    );
    let (report, text) = analysed(&[closes]);
    let [closing] = &report.closing[..] else { panic!("{:?}", report.closing) };
    assert_eq!(closing.unit, "hudmottagning-gavle");
    assert_eq!(closing.first, date(2026, 1, 1));
    assert!(text.contains("  Hudmottagning Gävle: 2026-01-01–2026-01-28"), "{text}");
    assert!(analysed(&[]).0.closing.is_empty());
}
