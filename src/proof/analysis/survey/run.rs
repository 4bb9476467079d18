//! The survey of a rule set: tables, days and invariants, one after the other.

use super::super::invariants::{ProofResult, prove};
use super::super::proof::Witness;
use super::finding::{Detail, Survey, SurveyFinding, Window};
use super::subject::{Subject, SurveyedTable};
use super::{tables, texts, time, units, unused};
use handover_core::diagnostic::{Code, Diagnostic};
use handover_core::engine::Engine;
use handover_core::ruleset::Loaded;
use handover_core::wire::report::Topic;
use handover_matcher::{Analysis, DEFAULT_STEPS};

/// Whether loading found it by a proof that a survey makes again, in more detail.
#[must_use]
pub(super) fn is_proof(diagnostic: &Diagnostic) -> bool {
    matches!(diagnostic.code, Code::Gap | Code::Overlap | Code::UnreachableRule | Code::NotProved)
}

/// Surveys the rule set of an engine over some days. `loaded` is the result of loading it, with diagnostics of its own.
/// An analysis that spends its budget of steps gives a finding that says so.
#[must_use]
pub fn survey(engine: &Engine, loaded: &Loaded, window: Window) -> Survey {
    survey_within(engine, loaded, window, DEFAULT_STEPS)
}

/// [`survey`] within another number of steps for each analysis of a table.
#[must_use]
pub fn survey_within(engine: &Engine, loaded: &Loaded, window: Window, steps: u64) -> Survey {
    let rule_set = engine.rule_set();
    let places = &loaded.places;
    let mut survey = Survey {
        window,
        tables: Vec::new(),
        findings: Vec::new(),
        seldom: Vec::new(),
        parts: None,
        unstaffed: Vec::new(),
        closing: Vec::new(),
        periods: None,
        invariants: None,
    };
    for subject in Subject::all(rule_set, places) {
        let analysis = Analysis::new(subject.table).with_limit(steps);
        tables::survey(engine, &subject, &analysis, steps, &mut survey);
        if subject.name == SurveyedTable::Routing {
            time::survey(&subject, &analysis, places, &mut survey);
        }
    }
    texts::survey(rule_set, places, &mut survey);
    survey.unstaffed = units::unstaffed(rule_set, window);
    survey.closing = units::closing(rule_set, window);
    add_undated(&mut survey);
    let answers = |finding: &SurveyFinding| matches!(finding.topic, Topic::Gaps | Topic::Overlaps);
    if !survey.findings.iter().any(answers) {
        prove_invariants(engine, loaded, &mut survey);
        unused::survey(engine, loaded, &mut survey);
    }
    survey.findings.sort_by_key(|finding| (finding.diagnostic.severity, finding.topic));
    survey
}

/// Adds the faults of tables without dates to every period.
fn add_undated(survey: &mut Survey) {
    let undated = survey.tables.iter().filter(|table| table.table != SurveyedTable::Routing);
    let (unanswered, contradictions) =
        undated.fold((Some(0_u128), 0), |(unanswered, contradictions), table| {
            let sum =
                unanswered.zip(table.unanswered).and_then(|(sum, more)| sum.checked_add(more));
            (sum, contradictions + table.contradictions.unwrap_or(0))
        });
    for period in survey.periods.iter_mut().flatten() {
        let sum = period.unanswered.zip(unanswered);
        period.unanswered = sum.and_then(|(sum, more)| sum.checked_add(more));
        period.contradictions += contradictions;
    }
}

/// Proves the invariants, and compares methods with checks.
fn prove_invariants(engine: &Engine, loaded: &Loaded, survey: &mut Survey) {
    let (rule_set, all) = (engine.rule_set(), &loaded.invariants);
    let proofs = prove(engine, all);
    survey.invariants = Some((proofs.proved(), proofs.invariants.len()));
    let request = |witness: &Witness| serde_json::to_value(&witness.request).ok();
    // In the order of the diagnostics.
    let of_invariants = proofs.invariants.iter().filter_map(|proof| {
        let invariant = all.all.get(proof.invariant)?.id.clone();
        let request = match &proof.outcome {
            ProofResult::Proved => return None,
            ProofResult::Refuted(witness) => request(witness),
            ProofResult::Idle | ProofResult::NotProved => None,
        };
        Some(Detail::Invariant { invariant, request })
    });
    let of_methods = proofs.methods.iter().map(|found| Detail::Method {
        method: rule_set.methods.all.get(found.method).map(|method| method.id.clone()),
        request: request(&found.witness),
    });
    let given_up = Detail::Method { method: None, request: None };
    let details = of_invariants.chain(of_methods).chain((!proofs.methods_done).then_some(given_up));
    let diagnostics = proofs.diagnostics(rule_set, all, &loaded.places);
    let topic = Topic::Invariants;
    survey.findings.extend(
        diagnostics.into_iter().zip(details).map(|(diagnostic, detail)| SurveyFinding {
            topic,
            diagnostic,
            detail,
        }),
    );
}
