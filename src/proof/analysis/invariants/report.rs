//! Diagnostics of invariants that are not proved, and of methods that disagree with checks.

use super::super::proof::{MAX_STEPS, Witness};
use super::methods::{Conflict, Disagreement};
use super::prove::{ProofResult, Proofs, hold, prove};
use super::words;
use handover_core::diagnostic::{Code, Diagnostic, Place, sort_and_dedup};
use handover_core::engine::Engine;
use handover_core::language::{Text, text};
use handover_core::ruleset::invariants::{Invariant, Invariants};
use handover_core::ruleset::{Loaded, Places, RuleSet};

/// The most rules, and the most checks, that a diagnostic points out.
const MAX_PLACES: usize = 4;

/// Proves a rule set that has been loaded, and adds a diagnostic for whatever is not proved. `None` where it has errors.
pub fn prove_loaded(loaded: &mut Loaded) -> Option<Proofs> {
    let engine = Engine::new(loaded.rule_set.take()?);
    let proofs = prove(&engine, &loaded.invariants);
    let found = proofs.diagnostics(engine.rule_set(), &loaded.invariants, &loaded.places);
    loaded.diagnostics.extend(found);
    sort_and_dedup(&mut loaded.diagnostics);
    loaded.rule_set = Some(engine.into_rule_set());
    Some(proofs)
}

impl Proofs {
    /// A diagnostic for each invariant that is not proved, and each method that disagrees with the checks.
    #[must_use]
    pub fn diagnostics(
        &self,
        rule_set: &RuleSet,
        invariants: &Invariants,
        places: &Places,
    ) -> Vec<Diagnostic> {
        let report = ProofReporter { rule_set, places };
        let of_invariants = self.invariants.iter().filter_map(|proof| {
            let invariant = invariants.all.get(proof.invariant)?;
            match &proof.outcome {
                ProofResult::Proved => None,
                ProofResult::Refuted(witness) => {
                    Some(report.refuted(invariants, invariant, witness))
                }
                ProofResult::Idle => Some(idle(invariant)),
                ProofResult::NotProved => Some(not_proved(invariant)),
            }
        });
        let of_methods = self.methods.iter().map(|found| report.disagreement(found));
        let given_up = (!self.methods_done).then(|| report.methods_not_proved());
        of_invariants.chain(of_methods).chain(given_up).collect()
    }
}

/// A rule set with the places that diagnostics point at.
struct ProofReporter<'a> {
    rule_set: &'a RuleSet,
    places: &'a Places,
}

impl ProofReporter<'_> {
    fn refuted(
        &self,
        invariants: &Invariants,
        invariant: &Invariant,
        witness: &Witness,
    ) -> Diagnostic {
        let case = words::request(self.rule_set, &witness.request);
        let message = Text {
            sv: format!("invarianten `{}` gäller inte för: {}", invariant.id, case.sv),
            en: format!("the invariant `{}` does not hold for: {}", invariant.id, case.en),
        };
        let mut fault = Diagnostic::new(Code::InvariantRefuted, message);
        let broken = hold(&invariant.then, &witness.values);
        let condition = broken.and_then(|at| invariant.then.get(at));
        fault = fault.at(broken
            .and_then(|at| invariant.then_places.get(at))
            .unwrap_or(&invariant.place)
            .clone());
        if let Some(condition) = condition
            && let Some(input) = invariants.inputs.get(condition.input)
        {
            let value = witness.values.get(condition.input).copied().unwrap_or_default();
            let answered = words::value(self.rule_set, condition.input, input, value);
            let wanted = format!("`{}: {}`", input.name, condition.accepts.display(input));
            fault = fault.why(Text {
                sv: format!("svaret blir {}, och ska vara {wanted}", answered.sv),
                en: format!("the answer is {}, and has to be {wanted}", answered.en),
            });
        }
        let fault = self.deciding(fault, witness);
        let mend = text(
            "rätta regeln eller kontrollen; ändra invarianten bara om instruktionen har ändrats",
            "mend the rule or the check; change the invariant only where the instruction has changed",
        );
        fault.help(with_request(mend, witness))
    }

    /// Points out the rules that decide and the checks that fire.
    fn deciding(&self, mut fault: Diagnostic, witness: &Witness) -> Diagnostic {
        let rules = witness.rules.iter().filter_map(|&rule| self.places.rules.get(rule as usize));
        for place in rules.take(MAX_PLACES) {
            fault = fault.also(place.clone(), text("den här regeln avgör", "this rule decides"));
        }
        let checks = witness.checks.iter().filter_map(|&check| self.places.checks.get(check));
        for place in checks.take(MAX_PLACES) {
            fault =
                fault.also(place.clone(), text("den här kontrollen slår till", "this check fires"));
        }
        fault
    }

    fn disagreement(&self, found: &Disagreement) -> Diagnostic {
        let id = self.rule_set.methods.all.get(found.method).map_or("", |method| &method.id);
        let case = words::request(self.rule_set, &found.witness.request);
        let (message, mend) = match found.conflict {
            Conflict::Refused(check) => {
                let check = self.rule_set.checks.all.get(check).map_or("", |check| &check.id);
                (
                    Text {
                        sv: format!(
                            "metoden `{id}` får användas, men kontrollen `{check}` vägrar den för: {}",
                            case.sv
                        ),
                        en: format!(
                            "the method `{id}` may be used, but the check `{check}` refuses it for: {}",
                            case.en
                        ),
                    },
                    text(
                        "skriv i `requires` vad metoden kräver, eller gör kontrollen smalare",
                        "write in `requires` what the method requires, or narrow the check",
                    ),
                )
            }
            Conflict::Unspoken => (
                Text {
                    sv: format!(
                        "metoden `{id}` får inte användas, men ingen kontroll av `method` säger det för: {}",
                        case.sv
                    ),
                    en: format!(
                        "the method `{id}` may not be used, but no check of `method` says so for: {}",
                        case.en
                    ),
                },
                text(
                    "lägg till en kontroll med `field: method`, eller ändra vad metoden kräver i `requires`",
                    "add a check with `field: method`, or change what the method requires in `requires`",
                ),
            ),
        };
        let mut fault =
            Diagnostic::new(Code::MethodDisagrees, message).at(self.method(found.method));
        if let Conflict::Refused(check) = found.conflict
            && let Some(place) = self.places.checks.get(check)
        {
            fault =
                fault.also(place.clone(), text("den här kontrollen vägrar", "this check refuses"));
        }
        fault.help(with_request(mend, &found.witness))
    }

    fn method(&self, method: usize) -> Place {
        self.places.methods.get(method).cloned().unwrap_or_else(|| Place::file(""))
    }

    fn methods_not_proved(&self) -> Diagnostic {
        let message = Text {
            sv: format!(
                "det gick inte inom {MAX_STEPS} steg att bevisa att metoderna och kontrollerna är överens"
            ),
            en: format!(
                "it could not be proved within {MAX_STEPS} steps that methods and checks agree"
            ),
        };
        Diagnostic::new(Code::NotProved, message).at(self.method(0)).help(fewer())
    }
}

fn idle(invariant: &Invariant) -> Diagnostic {
    let message = Text {
        sv: format!(
            "invarianten `{}` säger ingenting: ingen fråga uppfyller allt i `when`",
            invariant.id
        ),
        en: format!(
            "the invariant `{}` says nothing: no request satisfies all of `when`",
            invariant.id
        ),
    };
    let help =
        text("rätta `when`, eller ta bort invarianten", "mend `when`, or remove the invariant");
    Diagnostic::new(Code::InvariantIdle, message).at(invariant.place.clone()).help(help)
}

fn not_proved(invariant: &Invariant) -> Diagnostic {
    let message = Text {
        sv: format!("invarianten `{}` kunde inte bevisas inom {MAX_STEPS} steg", invariant.id),
        en: format!(
            "the invariant `{}` could not be proved within {MAX_STEPS} steps",
            invariant.id
        ),
    };
    let why = text(
        "inget fall som bryter den har hittats, men alla har inte prövats",
        "no case that breaks it was found, but not all have been tried",
    );
    Diagnostic::new(Code::InvariantNotProved, message)
        .at(invariant.place.clone())
        .why(why)
        .help(fewer())
}

fn fewer() -> Text {
    text(
        "lägg till villkor i `when`, så att färre frågor ska prövas, eller slå ihop regler som svarar lika",
        "add conditions to `when`, so that fewer requests are tried, or join rules that answer alike",
    )
}

/// The advice, with the request to try it with.
fn with_request(advice: Text, witness: &Witness) -> Text {
    let json = serde_json::to_string(&witness.request).unwrap_or_default();
    Text {
        sv: format!("{}. Prova själv, klistra in i `handover validate -`: {json}", advice.sv),
        en: format!("{}. Try it, paste into `handover validate -`: {json}", advice.en),
    }
}
