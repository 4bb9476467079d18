//! Procedures step by step, lifecycles with their transitions, and message templates.

use serde::{Deserialize, Serialize};

use super::cells::{ConditionReader, Domains};
use super::inputs::{InputSpec, LIFECYCLES, PROCEDURES};
use super::kinds::STATES;
use super::known::Known;
use super::model::{self, Actor, Follows, StepEntry};
use super::placeholders;
use super::sources::{SourceRef, Sources, duplicate, twice};
use super::spot::{Faults, Spot};
use super::unread::NameList;
use super::vocabulary::require_languages;
use crate::diagnostic::{Code, Diagnostic};
use crate::language::{Lang, Text, text};
use handover_matcher::{DEFAULT_BUDGET, HitPolicy, Plan, Rule, Table, Value};

/// A step.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Step {
    /// Its id, `section/step`.
    pub id: String,
    /// The actor who takes it.
    pub actor: Actor,
    /// The instruction.
    pub text: Text,
    /// Its source.
    pub source: Option<SourceRef>,
}

/// A list of steps.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Procedure {
    /// Its id.
    pub id: String,
    /// The actor who takes the steps.
    pub actor: Actor,
    /// Indices into [`Procedures::steps`].
    pub steps: Vec<usize>,
}

/// A transition of a lifecycle; states are indices into its list.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Transition {
    /// The state before.
    pub from: usize,
    /// The event.
    pub event: String,
    /// The event's label.
    pub label: Text,
    /// The actor.
    pub by: Actor,
    /// The state after.
    pub to: usize,
    /// Its source.
    pub source: Option<SourceRef>,
}

/// States of something, and the transitions between them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Lifecycle {
    /// Its id.
    pub id: String,
    /// Whether it is the request's own state.
    pub follows_state: bool,
    /// Ids and labels of the states.
    pub states: Vec<(String, Text)>,
    /// The transitions.
    pub transitions: Vec<Transition>,
}

/// A message template.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Template {
    /// Its id.
    pub id: String,
    /// The reader.
    pub to: Actor,
    /// The message.
    pub text: Text,
    /// Its source.
    pub source: Option<SourceRef>,
}

/// Procedures, lifecycles and templates with the tables that choose among them.
#[derive(Debug)]
pub struct Procedures {
    /// All steps, each once.
    pub steps: Vec<Step>,
    /// The lists of steps; rule `n` of [`Self::procedure_choice`] is procedure `n`.
    pub procedures: Vec<Procedure>,
    /// The choice of procedures, over the inputs of [`PROCEDURES`].
    pub procedure_choice: Choice,
    /// The lifecycles.
    pub lifecycles: Vec<Lifecycle>,
    /// The choice of lifecycles by method.
    pub lifecycle_choice: Choice,
    /// The messages.
    pub templates: Vec<Template>,
    /// The choice of messages, over the inputs of [`PROCEDURES`].
    pub template_choice: Choice,
}

/// A table that chooses the entries of a list whose rule matches. Rule `n` is entry `n`.
#[derive(Debug)]
pub struct Choice {
    /// The table, for printing and analysis.
    pub table: Table,
    pub(super) plan: Plan,
}

impl Choice {
    fn new(table: Table) -> Self {
        let plan = Plan::compile(&table, DEFAULT_BUDGET);
        Self { table, plan }
    }

    /// The entries whose rule matches, in order.
    #[must_use]
    pub fn holding(&self, case: &[Value]) -> Vec<usize> {
        self.plan.decide(case).rules().iter().map(|&rule| rule as usize).collect()
    }
}

/// Reads the three sections that describe procedures.
pub(super) struct ProcedureReader<'a> {
    pub(super) domains: &'a Domains<'a>,
    pub(super) sources: &'a Sources,
    pub(super) languages: &'a [Lang],
    /// The priorities that alert, as texts name them.
    pub(super) alerting: Option<&'a Text>,
}

impl ProcedureReader<'_> {
    /// Reads the sections. Each is optional.
    pub(super) fn read(
        &self,
        procedures: Option<&Spot<'_>>,
        lifecycles: Option<&Spot<'_>>,
        templates: Option<&Spot<'_>>,
        faults: &mut Faults,
    ) -> Option<Procedures> {
        let (steps, procedures, procedure_rules) = self.procedures(procedures, faults);
        let (lifecycles, lifecycle_rules) = self.lifecycles(lifecycles, faults);
        let (templates, template_rules) = self.templates(templates, faults);
        Some(Procedures {
            steps,
            procedures,
            procedure_choice: self.choice("procedures", PROCEDURES, procedure_rules)?,
            lifecycles,
            lifecycle_choice: self.choice("lifecycles", LIFECYCLES, lifecycle_rules)?,
            templates,
            template_choice: self.choice("templates", PROCEDURES, template_rules)?,
        })
    }

    fn choice(&self, name: &str, specs: &[InputSpec], rules: Vec<Rule>) -> Option<Choice> {
        Table::new(name, self.domains.inputs(specs), rules, HitPolicy::Collect)
            .ok()
            .map(Choice::new)
    }

    /// The rule that selects entry `index`.
    fn rule(
        spot: &Spot<'_>,
        id: &str,
        index: usize,
        conditions: &ConditionReader<'_>,
        faults: &mut Faults,
    ) -> Rule {
        let when = conditions.alternatives(spot.get("when").as_ref(), faults);
        Rule {
            id: id.to_owned(),
            alternatives: when.unwrap_or_default(),
            outcome: u32::try_from(index).unwrap_or(u32::MAX),
            overrides: Vec::new(),
        }
    }

    fn text(
        &self,
        spot: &Spot<'_>,
        sv: Option<String>,
        en: Option<String>,
        id: &str,
        faults: &mut Faults,
    ) -> Text {
        let texts = model::Texts { sv, en };
        require_languages(spot, &texts, self.languages, faults);
        placeholders::check(spot, &texts, &placeholders::outside_findings(), faults);
        placeholders::with_priorities(texts.complete(id), self.alerting)
    }

    fn procedures(
        &self,
        section: Option<&Spot<'_>>,
        faults: &mut Faults,
    ) -> (Vec<Step>, Vec<Procedure>, Vec<Rule>) {
        let (mut steps, mut procedures, mut rules) =
            (Vec::<Step>::new(), Vec::<Procedure>::new(), Vec::new());
        let mut repeated = Vec::new();
        let conditions = self.domains.conditions(PROCEDURES);
        for spot in section.map(Spot::items).unwrap_or_default() {
            let Some(written) = faults.read::<model::Procedure>(&spot) else {
                continue;
            };
            if procedures.iter().any(|known| known.id == written.id) {
                faults.add(duplicate(&spot.at("id"), &written.id));
            }
            let mut list = Vec::new();
            for (entry, at) in written.steps.into_iter().zip(spot.at("steps").items()) {
                match entry {
                    StepEntry::Repeated(id) => {
                        repeated.push((procedures.len(), list.len(), id, at));
                        list.push(usize::MAX);
                    }
                    StepEntry::Written(step) => {
                        if steps.iter().any(|known| known.id == step.id) {
                            faults.add(duplicate(&at.at("id"), &step.id));
                        }
                        let (key, source) = match &step.source {
                            Some(source) => ("source", source.clone()),
                            None => ("id", step.id.clone()),
                        };
                        let source = self.sources.resolve(&at.at(key), &source, faults);
                        let text = self.text(&at, step.sv, step.en, &step.id, faults);
                        list.push(steps.len());
                        steps.push(Step { id: step.id, actor: written.actor, text, source });
                    }
                }
            }
            rules.push(Self::rule(&spot, &written.id, procedures.len(), &conditions, faults));
            procedures.push(Procedure { id: written.id, actor: written.actor, steps: list });
        }
        for (procedure, at_index, id, at) in repeated {
            let found = steps.iter().position(|step| step.id == id);
            if found.is_none() {
                let known: Vec<String> = steps.iter().map(|step| step.id.clone()).collect();
                faults.unknown(&at, text("steg", "step"), &id, Known::ids(NameList::Steps, &known));
            }
            let entry = procedures
                .get_mut(procedure)
                .and_then(|procedure| procedure.steps.get_mut(at_index));
            if let (Some(entry), Some(found)) = (entry, found) {
                *entry = found;
            }
        }
        (steps, procedures, rules)
    }

    fn lifecycles(
        &self,
        section: Option<&Spot<'_>>,
        faults: &mut Faults,
    ) -> (Vec<Lifecycle>, Vec<Rule>) {
        let (mut lifecycles, mut rules) = (Vec::<Lifecycle>::new(), Vec::new());
        let conditions = self.domains.conditions(LIFECYCLES);
        for spot in section.map(Spot::items).unwrap_or_default() {
            let Some(written) = faults.read::<model::Lifecycle>(&spot) else {
                continue;
            };
            if lifecycles.iter().any(|known| known.id == written.id) {
                faults.add(duplicate(&spot.at("id"), &written.id));
            }
            let follows_state = written.follows == Some(Follows::State);
            let states: Vec<(String, Text)> = written
                .states
                .iter()
                .zip(spot.entries_of("states"))
                .map(|((id, label), (_, at))| {
                    require_languages(&at, label, self.languages, faults);
                    (id.clone(), label.complete(id))
                })
                .collect();
            if follows_state {
                refuse_foreign_states(&spot, &states, faults);
            }
            let transitions = self.transitions(&spot, &written.transitions, &states, faults);
            warn_of_unreachable_states(&spot, &states, &transitions, faults);
            rules.push(Self::rule(&spot, &written.id, lifecycles.len(), &conditions, faults));
            lifecycles.push(Lifecycle { id: written.id, follows_state, states, transitions });
        }
        (lifecycles, rules)
    }

    fn transitions(
        &self,
        spot: &Spot<'_>,
        written: &[model::Transition],
        states: &[(String, Text)],
        faults: &mut Faults,
    ) -> Vec<Transition> {
        let ids: Vec<String> = states.iter().map(|(id, _)| id.clone()).collect();
        let whole = spot
            .get("states")
            .is_some_and(|states| !faults.unread.told_at(states.file(), states.route()));
        let mut transitions = Vec::new();
        for (transition, at) in written.iter().zip(spot.at("transitions").items()) {
            let mut state = |key: &str, id: &String| {
                let found = ids.iter().position(|known| known == id);
                if found.is_none() {
                    let at = at.at(key);
                    if whole {
                        faults.unknown(&at, text("tillstånd", "state"), id, Known::fixed(&ids));
                    } else {
                        faults.hold_back();
                    }
                }
                found
            };
            let (from, to) = (state("from", &transition.from), state("to", &transition.to));
            let source = self.sources.resolve(&at.at("source"), &transition.source, faults);
            let label = transition.label.clone().unwrap_or_default();
            if transition.label.is_some() {
                require_languages(&at.at("label"), &label, self.languages, faults);
            }
            if let (Some(from), Some(to)) = (from, to) {
                let is_same = |other: &Transition| {
                    (other.from, other.to, other.by) == (from, to, transition.by)
                        && other.event == transition.event
                };
                if transitions.iter().any(is_same) {
                    faults.add(twice(&at, &transition.event));
                }
                transitions.push(Transition {
                    from,
                    event: transition.event.clone(),
                    label: label.complete(&transition.event),
                    by: transition.by,
                    to,
                    source,
                });
            }
        }
        transitions
    }

    fn templates(
        &self,
        section: Option<&Spot<'_>>,
        faults: &mut Faults,
    ) -> (Vec<Template>, Vec<Rule>) {
        let (mut templates, mut rules) = (Vec::<Template>::new(), Vec::new());
        let conditions = self.domains.conditions(PROCEDURES);
        for spot in section.map(Spot::items).unwrap_or_default() {
            let Some(written) = faults.read::<model::Template>(&spot) else {
                continue;
            };
            if templates.iter().any(|known| known.id == written.id) {
                faults.add(duplicate(&spot.at("id"), &written.id));
            }
            let source = self.sources.resolve(&spot.at("source"), &written.source, faults);
            let text = self.text(&spot, written.sv, written.en, &written.id, faults);
            rules.push(Self::rule(&spot, &written.id, templates.len(), &conditions, faults));
            templates.push(Template { id: written.id, to: written.to, text, source });
        }
        (templates, rules)
    }
}

/// Refuses states that a request cannot name, in a lifecycle that follows `state`.
fn refuse_foreign_states(spot: &Spot<'_>, states: &[(String, Text)], faults: &mut Faults) {
    let known: Vec<String> = STATES.ids.iter().map(|&state| state.to_owned()).collect();
    for (id, _) in states {
        if !known.contains(id) {
            faults.unknown(
                &spot.at("states").at(id),
                text("tillstånd för en förfrågan", "state of a request"),
                id,
                Known::fixed(&known),
            );
        }
    }
}

/// Warns of every state, except the first, that no transition reaches.
fn warn_of_unreachable_states(
    spot: &Spot<'_>,
    states: &[(String, Text)],
    transitions: &[Transition],
    faults: &mut Faults,
) {
    let mut reached = vec![0];
    let mut next = 0;
    while let Some(&state) = reached.get(next) {
        for transition in transitions.iter().filter(|t| t.from == state) {
            if !reached.contains(&transition.to) {
                reached.push(transition.to);
            }
        }
        next += 1;
    }
    for (index, (id, _)) in states.iter().enumerate() {
        if !reached.contains(&index) && !faults.told_within(&spot.at("transitions")) {
            let message = Text {
                sv: format!("tillståndet `{id}` går aldrig att nå"),
                en: format!("the state `{id}` can never be reached"),
            };
            let help = text(
                "lägg till en övergång dit, eller ta bort tillståndet",
                "add a transition to it, or remove the state",
            );
            faults.add(
                Diagnostic::new(Code::BadLifecycle, message)
                    .at(spot.at("states").at(id).key_place())
                    .help(help),
            );
        }
    }
}
