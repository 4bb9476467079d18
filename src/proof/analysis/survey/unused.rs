//! Findings about parts that nothing uses: checks, methods, steps, messages and events that no request meets.

use super::super::invariants::{Met, Part, PartProof, unmet};
use super::finding::{Detail, PartCounts, Survey, SurveyFinding, at};
use handover_core::diagnostic::{Code, Diagnostic, Place};
use handover_core::engine::Engine;
use handover_core::language::{Text, text};
use handover_core::ruleset::inputs::CHECKS;
use handover_core::ruleset::{Loaded, RuleSet};
use handover_core::wire::report::{PartKind, Topic};

/// Adds a finding for each part that no request meets, and for each of which it is not known.
pub(super) fn survey(engine: &Engine, loaded: &Loaded, survey: &mut Survey) {
    let rule_set = engine.rule_set();
    let procedures = &rule_set.procedures;
    let proofs = unmet(engine, &loaded.invariants);
    survey.parts = Some(PartCounts {
        checks: rule_set.checks.all.len(),
        methods: rule_set.methods.all.len(),
        steps: procedures.steps.len(),
        templates: procedures.templates.len(),
        transitions: procedures.lifecycles.iter().map(|one| one.transitions.len()).sum(),
    });
    for PartProof { part, met } in proofs {
        let Some(named) = NamedPart::of(rule_set, loaded, part) else { continue };
        match met {
            Met::Met => {}
            Met::Never(inputs) => survey.findings.push(named.never(&inputs)),
            Met::Unknown(steps) => survey.findings.push(named.unknown(steps)),
        }
    }
}

/// A part with its names and place.
struct NamedPart {
    kind: PartKind,
    id: String,
    /// What it is called with its id.
    name: Text,
    /// What no request makes of it.
    never: Text,
    place: Option<Place>,
}

impl NamedPart {
    fn of(rule_set: &RuleSet, loaded: &Loaded, part: Part) -> Option<Self> {
        let (procedures, places) = (&rule_set.procedures, &loaded.places);
        let (kind, id, what, never, place) = match part {
            Part::Check(index) => (
                PartKind::Check,
                rule_set.checks.all.get(index)?.id.clone(),
                ("kontrollen", "the check"),
                ("ger aldrig besked", "never gives a finding"),
                places.checks.get(index),
            ),
            Part::Method(index) => (
                PartKind::Method,
                rule_set.methods.all.get(index)?.id.clone(),
                ("sättet", "the method"),
                ("är aldrig tillåtet", "is never allowed"),
                places.methods.get(index),
            ),
            Part::Procedure(index) => (
                PartKind::Procedure,
                procedures.procedures.get(index)?.id.clone(),
                ("stegen i", "the steps of"),
                ("visas aldrig", "are never shown"),
                places.procedures.get(index),
            ),
            Part::Template(index) => (
                PartKind::Template,
                procedures.templates.get(index)?.id.clone(),
                ("meddelandet", "the message"),
                ("erbjuds aldrig", "is never offered"),
                places.templates.get(index),
            ),
            Part::Transition(index, at) => {
                let lifecycle = procedures.lifecycles.get(index)?;
                let transition = lifecycle.transitions.get(at)?;
                let (from, _) = lifecycle.states.get(transition.from)?;
                (
                    PartKind::Transition,
                    format!("{}/{from}/{}", lifecycle.id, transition.event),
                    ("händelsen", "the event"),
                    ("kan aldrig komma härnäst", "can never come next"),
                    places.transitions.get(index).and_then(|of| of.get(at)),
                )
            }
        };
        Some(Self {
            name: Text { sv: format!("{} `{id}`", what.0), en: format!("{} `{id}`", what.1) },
            never: text(never.0, never.1),
            kind,
            id,
            place: place.cloned(),
        })
    }

    fn never(self, inputs: &[usize]) -> SurveyFinding {
        let Self { kind, id, name, never, place } = self;
        let message = Text {
            sv: format!("{} {}", name.sv, never.sv),
            en: format!("{} {}", name.en, never.en),
        };
        let inputs: Vec<String> = inputs
            .iter()
            .filter_map(|&input| CHECKS.get(input))
            .map(|spec| spec.name.to_owned())
            .collect();
        let quoted: Vec<String> = inputs.iter().map(|name| format!("`{name}`")).collect();
        let why = match quoted.as_slice() {
            [] => text(
                "ingen fråga, hel eller ofullständig, uppfyller dess villkor",
                "no request, complete or not, meets its conditions",
            ),
            [only] => Text {
                sv: format!("ingen fråga har ett sådant värde på {only}"),
                en: format!("no request has such a value of {only}"),
            },
            [first @ .., last] => Text {
                sv: format!(
                    "villkoren på {} och {last} utesluter varandra i varje fråga",
                    first.join(", ")
                ),
                en: format!(
                    "the conditions on {} and {last} exclude each other in every request",
                    first.join(", ")
                ),
            },
        };
        let help =
            text("rätta villkoren, eller ta bort den", "correct the conditions, or remove it");
        let diagnostic = Diagnostic::new(Code::UnusedPart, message).why(why).help(help);
        SurveyFinding {
            topic: Topic::Rules,
            diagnostic: at(diagnostic, place),
            detail: Detail::Unmet { part: kind, id, inputs },
        }
    }

    fn unknown(self, steps: usize) -> SurveyFinding {
        let Self { kind, id, name, place, .. } = self;
        let message = Text {
            sv: format!(
                "det är inte känt om {} behövs: sökningen gavs upp efter {steps} steg",
                name.sv
            ),
            en: format!(
                "it is not known whether {} is needed: the search was given up after {steps} steps",
                name.en
            ),
        };
        let help = text(
            "skriv villkoren enklare, eller visa med ett test att den behövs",
            "write the conditions more simply, or show by a test that it is needed",
        );
        let diagnostic = Diagnostic::new(Code::NotProved, message).help(help);
        SurveyFinding {
            topic: Topic::Rules,
            diagnostic: at(diagnostic, place),
            detail: Detail::Unknown { part: kind, id, steps },
        }
    }
}
