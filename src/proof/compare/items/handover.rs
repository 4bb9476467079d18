//! Methods, checks, steps, lifecycles, messages and invariants as items.

use super::super::Compared;
use super::{
    CHECK, INVARIANT, LIFECYCLE, ListedItem, Listing, METHOD, NAME, PROCEDURE, STEP, TEMPLATE,
    TEXT, joined, nothing, part, plain,
};
use handover_core::language::{Text, text};
use handover_core::ruleset::checks::{About, Check};
use handover_core::ruleset::inputs::{CHECKS, FIELD_LISTS, InputSpec};
use handover_core::ruleset::invariants::{Invariant, special, specs};
use handover_core::ruleset::methods::Method;
use handover_core::ruleset::model::Actor;
use handover_core::ruleset::procedures::{Lifecycle, Procedure, Step, Template, Transition};
use handover_core::ruleset::{FindingSeverity, RuleSet};
use handover_matcher::{Condition, Joint, Pair, Side};

impl Listing<'_> {
    pub(super) fn methods(&self) -> Vec<ListedItem> {
        let methods = self.own.rule_set.methods.all.iter();
        let item = |method: &Method| ListedItem {
            section: METHOD,
            id: method.id.clone(),
            label: Some(method.label.clone()),
            parts: vec![
                part("label", NAME, method.label.clone()),
                self.source(method.source.as_ref()),
            ],
        };
        methods.map(item).collect()
    }

    pub(super) fn checks(&self) -> Vec<ListedItem> {
        let about = |check: &Check| {
            let list = |list: usize| FIELD_LISTS.get(list).map_or("", |list| list.0);
            match check.about {
                About::Field(field) => field.path().to_owned(),
                About::FirstOf(index) => format!("first_of {}", list(index)),
                About::ForEach(index) => format!("for_each {}", list(index)),
            }
        };
        let severity = |severity: FindingSeverity| match severity {
            FindingSeverity::Info => text("upplysning", "info"),
            FindingSeverity::Warning => text("varning", "warning"),
            FindingSeverity::Manual => text("en person avgör", "manual"),
            FindingSeverity::Refuse => text("hinder", "refuse"),
        };
        let needs = |check: &Check| {
            check.needs.and_then(|input| CHECKS.get(input)).map_or("", |spec| spec.name)
        };
        let item = |check: &Check| ListedItem {
            section: CHECK,
            id: check.id.clone(),
            label: None,
            parts: vec![
                part("severity", ("allvarsgrad", "severity"), severity(check.severity)),
                part("field", ("fält", "field"), plain(about(check))),
                part("needs", ("frågar efter", "asks for"), plain(needs(check))),
                part("text", TEXT, check.message.clone()),
                self.source(check.source.as_ref()),
            ],
        };
        self.own.rule_set.checks.all.iter().map(item).collect()
    }

    /// Steps, then the procedures that list them.
    pub(super) fn procedures(&self) -> Vec<ListedItem> {
        let procedures = &self.own.rule_set.procedures;
        let step = |step: &Step| ListedItem {
            section: STEP,
            id: step.id.clone(),
            label: None,
            parts: vec![
                part("actor", ACTOR, actor(step.actor)),
                part("text", TEXT, step.text.clone()),
                self.source(step.source.as_ref()),
            ],
        };
        let procedure = |procedure: &Procedure| {
            let steps = procedure.steps.iter().filter_map(|&step| procedures.steps.get(step));
            let ids: Vec<&str> = steps.map(|step| step.id.as_str()).collect();
            ListedItem {
                section: PROCEDURE,
                id: procedure.id.clone(),
                label: None,
                parts: vec![
                    part("actor", ACTOR, actor(procedure.actor)),
                    part("steps", ("steg", "steps"), plain(ids.join(", "))),
                ],
            }
        };
        let mut items: Vec<ListedItem> = procedures.steps.iter().map(step).collect();
        items.extend(procedures.procedures.iter().map(procedure));
        items
    }

    pub(super) fn templates(&self) -> Vec<ListedItem> {
        let template = |template: &Template| ListedItem {
            section: TEMPLATE,
            id: template.id.clone(),
            label: None,
            parts: vec![
                part("to", ("till", "to"), actor(template.to)),
                part("text", TEXT, template.text.clone()),
                self.source(template.source.as_ref()),
            ],
        };
        self.own.rule_set.procedures.templates.iter().map(template).collect()
    }

    pub(super) fn lifecycles(&self) -> Vec<ListedItem> {
        let lifecycles = self.own.rule_set.procedures.lifecycles.iter();
        lifecycles.map(|lifecycle| self.lifecycle(lifecycle)).collect()
    }

    fn lifecycle(&self, lifecycle: &Lifecycle) -> ListedItem {
        let state =
            |at: usize| lifecycle.states.get(at).map_or_else(nothing, |(_, label)| label.clone());
        let states: Vec<Text> = lifecycle.states.iter().map(|(_, label)| label.clone()).collect();
        let transition = |transition: &Transition| {
            let arrow = plain("→");
            joined(
                &[
                    state(transition.from),
                    arrow,
                    state(transition.to),
                    transition.label.clone(),
                    plain(format!("({})", transition.event)),
                    actor(transition.by),
                    self.source(transition.source.as_ref()).1,
                ],
                " ",
            )
        };
        let transitions: Vec<Text> = lifecycle.transitions.iter().map(transition).collect();
        let follows = if lifecycle.follows_state { "state" } else { "" };
        ListedItem {
            section: LIFECYCLE,
            id: lifecycle.id.clone(),
            label: None,
            parts: vec![
                part("follows", ("följer", "follows"), plain(follows)),
                part("states", ("tillstånd", "states"), joined(&states, ", ")),
                part("transitions", ("övergångar", "transitions"), joined(&transitions, "; ")),
            ],
        }
    }

    pub(super) fn invariants(&self) -> Vec<ListedItem> {
        let specs = specs();
        let inputs = |side: Compared<'_>| side.invariants.inputs.clone();
        let (before, after) = match self.side {
            Side::Before => (inputs(self.own), inputs(self.other)),
            Side::After => (inputs(self.other), inputs(self.own)),
        };
        let pairs: Vec<Option<Vec<Pair>>> = specs.iter().map(|spec| self.pairs(spec)).collect();
        let joint = Joint::new(&before, &after, &pairs).unwrap_or_default();
        let conditions = |conditions: &Vec<Condition>| {
            self.conditions(&specs, &joint, std::slice::from_ref(conditions))
        };
        let item = |invariant: &Invariant| ListedItem {
            section: INVARIANT,
            id: invariant.id.clone(),
            label: None,
            parts: vec![
                part("when", ("när", "when"), conditions(&invariant.when)),
                part("then", ("gäller", "then"), conditions(&invariant.then)),
                self.source(invariant.source.as_ref()),
            ],
        };
        self.own.invariants.all.iter().map(item).collect()
    }

    /// Special words of an answer follow those of the vocabulary, so pairs by number would be wrong for them.
    fn pairs(&self, spec: &InputSpec) -> Option<Vec<Pair>> {
        let matching = self.words.of(spec.kind)?;
        let mut pairs = matching.pairs().to_vec();
        let (before, after) = match self.side {
            Side::Before => (self.own.rule_set, self.other.rule_set),
            Side::After => (self.other.rule_set, self.own.rule_set),
        };
        let count = |rule_set: &RuleSet| {
            rule_set.list(spec.kind).map_or(0, |words| words.all().len()) as u32
        };
        let special = (0..).zip(special(spec.name));
        pairs.extend(special.map(|(at, _)| Pair {
            before: Some(count(before) + at),
            after: Some(count(after) + at),
        }));
        Some(pairs)
    }
}

const ACTOR: (&str, &str) = ("vem", "who");

fn actor(actor: Actor) -> Text {
    match actor {
        Actor::Sender => text("avsändaren", "the sender"),
        Actor::Receiver => text("mottagaren", "the receiver"),
        Actor::Patient => text("patienten", "the patient"),
    }
}
