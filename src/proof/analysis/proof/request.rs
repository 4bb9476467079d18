//! Requests of the contract made of points, and replayed through the engine.

#![expect(clippy::indexing_slicing, reason = "points and classes are numbered by `Space`")]

use std::borrow::Cow;

use jiff::civil::Date;

use super::features::{ANOTHER, Features, UNJUDGED};
use super::node::Node;
use super::space::{
    FALSE, Space, TO_ANOTHER, TO_RECOMMENDED, TO_UNLISTED, TRUE, UnitPoint, Var, date, word,
};
use handover_core::engine::{self, Action, Engine, Facts, VerdictDecision};
use handover_core::language::Lang;
use handover_core::language::day;
use handover_core::ruleset::inputs::{ACTIONS, CheckInput, STATES};
use handover_core::ruleset::names::Words;
use handover_core::ruleset::routing::RoleTarget;
use handover_core::wire::v1::{self, Case, Handover, Sender, To};
use handover_matcher::Value;

/// A request that shows what it was looked for, as it can be sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Witness {
    /// The request, to be given to `handover validate -`.
    pub request: Handover<'static>,
    /// The values of the inputs of invariants, in their order, that the engine gives it.
    pub values: Vec<Value>,
    /// The routing rules that decide, by index.
    pub rules: Vec<u32>,
    /// The checks that fire, by index.
    pub checks: Vec<usize>,
}

/// What the engine answered.
#[derive(Debug)]
pub(in crate::analysis) struct Replayed<'r> {
    pub(in crate::analysis) handover: &'r engine::Handover<'r>,
    pub(in crate::analysis) values: &'r [Value],
    pub(in crate::analysis) checks: &'r [usize],
    pub(in crate::analysis) methods: &'r [engine::MethodAdvice],
}

/// Why a node gives no witness.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failed {
    /// No request has the points that were picked of [`SHAPING`].
    Impossible,
    /// The engine answers otherwise.
    Unconfirmed,
}

/// The variables that tell whether a request has its points together: what is chosen is told against what is recommended.
pub(super) const SHAPING: [Var; 11] = [
    Var::CaseType,
    Var::CareLevel,
    Var::Given,
    Var::Unit,
    Var::From,
    Var::At,
    Var::OriginalRole,
    Var::ChosenRole,
    Var::ToSpecialty,
    Var::Priority,
    Var::Change,
];

/// An identity number that is nobody's, by the rules of the tax agency. Composed, since no source file may hold one.
pub(super) fn nobodys_number() -> String {
    let twelve = "12";
    format!("19{}-{}", twelve.repeat(3), twelve.repeat(2))
}

/// Makes a request of a node and has the engine answer it; the witness, if `confirm` accepts the answer.
pub(super) fn concrete(
    features: &Features<'_>,
    node: &Node,
    confirm: &dyn Fn(&Replayed<'_>) -> bool,
) -> Result<Witness, Failed> {
    let builder = Builder { space: features.space, node };
    let answered = |request: &Handover<'static>| {
        replay(features.space.engine, request, builder.usual_day(), confirm)
    };
    let request = builder.request().ok_or(Failed::Impossible)?;
    let mut found = answered(&request).ok_or(Failed::Unconfirmed)?;
    // What shows the same without it is left out, so that people see what matters.
    for leave_out in OPTIONAL {
        let mut less = found.request.clone();
        leave_out(&mut less);
        if less != found.request
            && let Some(simpler) = answered(&less)
        {
            found = simpler;
        }
    }
    Ok(found)
}

/// What a request may do without.
const OPTIONAL: [fn(&mut Handover<'static>); 11] = [
    |request| request.to = None,
    |request| request.to.iter_mut().for_each(|to| to.specialty = None),
    |request| request.to.iter_mut().for_each(|to| to.unit = None),
    |request| request.role_reason = None,
    |request| request.state = None,
    |request| request.case_text_included = None,
    |request| request.patient_informed = None,
    |request| request.patient_has_read = None,
    |request| request.related_visit = None,
    |request| request.case.priority = None,
    |request| request.case.accepted = None,
];

/// Has the engine answer a request.
fn replay(
    engine: &Engine,
    request: &Handover<'static>,
    today: Date,
    confirm: &dyn Fn(&Replayed<'_>) -> bool,
) -> Option<Witness> {
    let context = v1::Context { engine, lang: Lang::Sv, today };
    let resource = v1::read_resource(&context, request);
    let handover = v1::read_handover(&context, request, resource.as_ref()).ok()?;
    let verdict = engine.validate(&handover);
    let values = values(engine, &engine.facts(&handover), verdict.decision, verdict.sms);
    let mut checks: Vec<usize> = verdict.findings.iter().map(|finding| finding.check).collect();
    checks.dedup();
    let replayed = Replayed {
        handover: &handover,
        values: &values,
        checks: &checks,
        methods: verdict.recommendation.methods,
    };
    confirm(&replayed).then(|| Witness {
        request: request.clone(),
        rules: verdict.recommendation.rules.to_vec(),
        checks: checks.clone(),
        values: values.clone(),
    })
}

/// The values of the inputs of invariants, in their order: those of the checks, then the answers.
pub(super) fn values(
    engine: &Engine,
    facts: &Facts,
    decision: VerdictDecision,
    sms: bool,
) -> Vec<Value> {
    let vocabulary = &engine.rule_set().vocabulary;
    let behind = |words: &Words, more: usize| {
        Value::Word(u32::try_from(words.all().len() + more).unwrap_or(u32::MAX))
    };
    let role = facts.role.map_or(Value::Absent, |role| match role {
        RoleTarget::Role(role) => Value::Word(role),
        RoleTarget::Original => behind(&vocabulary.roles, 0),
        RoleTarget::NotGiven => behind(&vocabulary.roles, 1),
    });
    let capability = facts.capability.map_or(Value::Absent, |capability| {
        capability.map_or_else(|| behind(&vocabulary.capabilities, 0), Value::Word)
    });
    let answers = [Value::Word(decision as u32), Value::Bool(sms), role, capability, facts.unit];
    facts.inputs.iter().copied().chain(answers).collect()
}

/// A request that a node holds; `None` where no request has the points that were picked.
pub(super) fn picked(space: &Space<'_>, node: &Node) -> Option<Handover<'static>> {
    Builder { space, node }.request()
}

struct Builder<'b, 'a> {
    space: &'b Space<'a>,
    node: &'b Node,
}

impl Builder<'_, '_> {
    /// The point that a request has where several are left: what is usual.
    fn pick(&self, var: Var) -> usize {
        let left = self.node.get(var);
        let first = left.first().unwrap_or(0);
        let prefer = |points: &[usize]| {
            points.iter().copied().find(|&point| left.contains(point)).unwrap_or(first)
        };
        match var {
            Var::CaseType | Var::CareLevel | Var::Given | Var::Unit | Var::Method => {
                left.iter().find(|&point| point != 0).unwrap_or(0)
            }
            // Someone else than who is to have it.
            Var::From => {
                let unit = self.pick(Var::Unit);
                left.iter().find(|&point| point != 0 && point != unit).unwrap_or(first)
            }
            Var::At => {
                let usual = day::number(self.usual_day());
                let near = |class: usize| {
                    self.day(class).map_or(i64::MAX, |day| (day::number(day) - usual).abs())
                };
                left.iter().min_by_key(|&class| near(class)).unwrap_or(first)
            }
            Var::Provider => prefer(&[TRUE, FALSE]),
            Var::Reason => prefer(&[word(1)]),
            Var::Change => prefer(&[word(3), word(0)]),
            Var::ChosenRole => prefer(&[word(3), word(0)]),
            Var::Priority => {
                let [quiet, listed] = [0, FALSE + 1];
                let usual = |&class: &usize| {
                    !self.space.alerting.contains(class)
                        && self.space.priority_classes[class][quiet] == listed
                };
                left.iter().find(usual).unwrap_or(first)
            }
            _ => first,
        }
    }

    /// A day on which the governing document holds.
    fn usual_day(&self) -> Date {
        let governing = self.space.engine.rule_set().sources.governing();
        governing
            .and_then(|document| document.valid_from.or(document.decided))
            .unwrap_or(Date::constant(2025, 1, 1))
    }

    /// The day of a class that is nearest to the usual one.
    fn day(&self, class: usize) -> Option<Date> {
        let usual = day::number(self.usual_day());
        let handover_matcher::Values::Ranges(ranges) =
            self.space.classes.values(self.space.routing.at, u32::try_from(class).ok()?)?
        else {
            return None;
        };
        let days = ranges.iter().map(|&(first, last)| usual.clamp(first, last));
        date(Value::Int(days.min_by_key(|day| (day - usual).abs())?))
    }

    /// The id of a word that a class of an input stands for, or a name outside the list.
    fn word(
        &self,
        input: CheckInput,
        class: usize,
        words: &Words,
        outside: &str,
    ) -> Option<String> {
        match self.space.classes.sample(input as usize, u32::try_from(class).ok()?) {
            Value::Word(index) => words.get(index).map(|word| word.id.clone()),
            Value::Unlisted => Some(outside_of(words, outside)),
            _ => None,
        }
    }

    fn unit(&self, point: usize) -> Option<String> {
        let units = &self.space.engine.rule_set().directory.units;
        match *self.space.units.get(point)? {
            UnitPoint::Absent => None,
            UnitPoint::Listed(unit) => units.get(unit).map(|word| word.id.clone()),
            UnitPoint::Unlisted(nth) => {
                Some(outside_of(units, &format!("Mottagning utanför katalogen {}", nth + 1)))
            }
        }
    }

    fn request(&self) -> Option<Handover<'static>> {
        let space = self.space;
        let rule_set = space.engine.rule_set();
        let point = |var: Var| self.pick(var);
        let owned = |text: Option<String>| text.map(Cow::Owned);
        let told = |var: Var| match point(var) {
            0 => None,
            class => Some(class == TRUE),
        };
        let (priority, incoming) = self.priority()?;
        let vocabulary = &rule_set.vocabulary;
        let from = owned(self.unit(point(Var::From)));
        let role = space.roles.get(point(Var::OriginalRole)).copied().flatten();
        let case = Case {
            case_type: owned(self.word(
                CheckInput::CaseType,
                point(Var::CaseType),
                &vocabulary.case_types,
                "Annat ärende",
            )),
            care_level: owned(self.word(
                CheckInput::CareLevel,
                point(Var::CareLevel),
                &vocabulary.care_levels,
                "",
            )),
            specialty: owned(self.word(
                CheckInput::Specialty,
                point(Var::Given),
                &vocabulary.specialties,
                "Annan specialitet",
            )),
            unit: owned(self.unit(point(Var::Unit))),
            original_role: owned(
                role.and_then(|role| vocabulary.roles.get(role)).map(|word| word.id.clone()),
            ),
            priority: incoming,
            accepted: (point(Var::Accepted) == TRUE).then_some(true),
            from: from.map(|unit| Sender { unit: Some(unit) }),
            same_provider: told(Var::Provider),
            at: Some(Cow::Owned(self.day(point(Var::At))?.to_string())),
            contact_reason: None,
        };
        let named = |list: &'static [&'static str], class: usize| {
            class.checked_sub(1).and_then(|index| list.get(index)).map(|&name| Cow::Borrowed(name))
        };
        let method =
            point(Var::Method).checked_sub(1).and_then(|index| rule_set.methods.all.get(index));
        let state = point(Var::State);
        let mut request = Handover {
            action: named(ACTIONS, point(Var::Action)),
            method: method.map(|method| Cow::Owned(method.id.clone())),
            to: self.to(&case)?,
            priority,
            role_reason: (point(Var::Reason) == word(0)).then_some(Cow::Borrowed("Passar bättre")),
            message: (point(Var::Message) == word(0)).then_some(Cow::Borrowed("Var god ta över")),
            related_visit: Some(point(Var::RelatedVisit) == TRUE),
            case_text_included: told(Var::CaseText),
            patient_informed: told(Var::Informed),
            patient_has_read: told(Var::HasRead),
            state: if state == word(0) { None } else { named(STATES, state) },
            case,
        };
        if point(Var::Identity) == TRUE {
            self.add_number(&mut request);
        }
        Some(request)
    }

    /// The chosen priority and the incoming one.
    fn priority(&self) -> Option<(i64, Option<i64>)> {
        let scale = &self.space.engine.rule_set().priority;
        let class = u32::try_from(self.pick(Var::Priority)).ok()?;
        let Value::Int(chosen) = self.space.classes.sample(CheckInput::Priority as usize, class)
        else {
            return None;
        };
        let less_urgent =
            |value: i64, steps: i64| if scale.lowest_first { value + steps } else { value - steps };
        Some(match self.pick(Var::Change).checked_sub(1)? {
            0 => (chosen, Some(chosen)),
            1 => (chosen, Some(less_urgent(chosen, 1))),
            // Beyond a scale of one value there is still what is less urgent.
            2 if scale.min == scale.max => (less_urgent(chosen, 1), Some(chosen)),
            2 => (chosen, Some(less_urgent(chosen, -1))),
            _ => (chosen, None),
        })
    }

    /// What is chosen, against what is recommended for the case.
    fn to(&self, case: &Case<'static>) -> Option<Option<To<'static>>> {
        let engine = self.space.engine;
        let (role, specialty) = (self.pick(Var::ChosenRole), self.pick(Var::ToSpecialty));
        let mut to =
            To { unit: self.unit(self.pick(Var::ToUnit)).map(Cow::Owned), ..To::default() };
        if role != word(3) || specialty != 0 {
            let context = v1::Context { engine, lang: Lang::Sv, today: self.usual_day() };
            let case = v1::read_case(&context, case, v1::Names::Handover).ok()?;
            let target = engine.recommend(&case).target;
            let vocabulary = &engine.rule_set().vocabulary;
            let id = |words: &Words, index: u32| {
                words.get(index).map(|word| Cow::Owned(word.id.clone()))
            };
            let other = |words: &Words, than: Option<u32>| {
                let listed = (0_u32..).take(words.all().len()).find(|&index| Some(index) != than);
                listed.and_then(|index| id(words, index))
            };
            let outside = |words: &Words, name: &str| Some(Cow::Owned(outside_of(words, name)));
            match (role, target.role, target.capability) {
                (1, Some(role), _) => to.role = id(&vocabulary.roles, role),
                (1, None, Some(capability)) => {
                    to.capability = id(&vocabulary.capabilities, capability);
                }
                (2, Some(role), _) => {
                    to.role = other(&vocabulary.roles, Some(role))
                        .or_else(|| outside(&vocabulary.roles, "Annan roll"));
                }
                (2, None, Some(_)) => {
                    to.capability = outside(&vocabulary.capabilities, "Annan kapabilitet");
                }
                (3, None, _) => {
                    to.role = other(&vocabulary.roles, None)
                        .or_else(|| outside(&vocabulary.roles, "Annan roll"));
                }
                (3, Some(_), None) => {
                    to.capability = outside(&vocabulary.capabilities, "Annan kapabilitet");
                }
                (4, ..) => {}
                _ => return None,
            }
            to.specialty = match (specialty, target.specialty) {
                (0, _) => None,
                (TO_RECOMMENDED, Some(known)) => id(&vocabulary.specialties, known),
                (TO_ANOTHER, Some(known)) => Some(other(&vocabulary.specialties, Some(known))?),
                (TO_UNLISTED, _) => outside(&vocabulary.specialties, "Annan specialitet"),
                (_, None) => Some(other(&vocabulary.specialties, None)?),
                _ => return None,
            };
        }
        Some((to != To::default()).then_some(to))
    }

    /// Writes an identity number into a text that may hold one, so that the request keeps its points.
    fn add_number(&self, request: &mut Handover<'static>) {
        let number = nobodys_number();
        let numbered = |name: &mut Option<Cow<'static, str>>| {
            if let Some(name) = name {
                *name = Cow::Owned(format!("{name} {number}"));
            }
        };
        if request.message.is_some() {
            return numbered(&mut request.message);
        }
        if request.role_reason.is_some() {
            return numbered(&mut request.role_reason);
        }
        let case = &mut request.case;
        if case.case_type.is_some() {
            case.contact_reason = Some(Cow::Owned(number));
            return;
        }
        let units = [Var::Unit, Var::From, Var::ToUnit].map(|var| self.pick(var));
        let unlisted =
            |point: &&usize| matches!(self.space.units.get(**point), Some(UnitPoint::Unlisted(_)));
        if let Some(unit) = units.iter().find(unlisted) {
            // One unit, however often it is named.
            let names = [
                Some(&mut case.unit),
                case.from.as_mut().map(|from| &mut from.unit),
                request.to.as_mut().map(|to| &mut to.unit),
            ];
            let named = names.into_iter().zip(units).filter(|(_, point)| point == unit);
            return named.filter_map(|(name, _)| name).for_each(numbered);
        }
        if self.pick(Var::Given) == self.space.unlisted_specialty {
            return numbered(&mut case.specialty);
        }
        let Some(to) = &mut request.to else { return };
        let chosen = self.pick(Var::ChosenRole);
        if self.pick(Var::ToSpecialty) == TO_UNLISTED {
            numbered(&mut to.specialty);
        } else if chosen == ANOTHER || chosen == UNJUDGED {
            if to.role.is_some() { numbered(&mut to.role) } else { numbered(&mut to.capability) }
        } else if to.unit.is_some() {
            // Behind the unit in a resource string, where it is nobody's name.
            let parts = [to.unit.take(), to.role.take(), to.specialty.take(), to.capability.take()];
            let parts: Vec<Cow<'static, str>> =
                parts.into_iter().flatten().chain([Cow::Owned(number)]).collect();
            to.resource = Some(Cow::Owned(parts.join(", ")));
        } else {
            // The part that is not recommended, which cannot deviate.
            let part = if to.role.is_some() { &mut to.capability } else { &mut to.role };
            part.get_or_insert(Cow::Owned(number));
        }
    }
}

/// A name that a list does not have.
fn outside_of(words: &Words, name: &str) -> String {
    let free = |name: &String| words.find(name).is_none();
    let plain = Some(name.to_owned()).filter(free);
    plain.or_else(|| (2..).map(|n| format!("{name} {n}")).find(free)).unwrap_or_default()
}

/// Whether the action is that of the engine's enumeration.
pub(in crate::analysis) fn is_hand_over(replayed: &Replayed<'_>) -> bool {
    replayed.handover.action == Action::HandOver
}
