//! Requests of the contract made of points, and replayed through the engine.

#![expect(clippy::indexing_slicing, reason = "points and classes are numbered by `Space`")]

use std::borrow::Cow;
use std::iter;

use jiff::civil::Date;

use super::features::Features;
use super::node::Node;
use super::space::{
    FALSE, Space, TO_ANOTHER, TO_RECOMMENDED, TO_UNLISTED, TRUE, UnitPoint, Var, date, word,
};
use handover_core::engine::{self, Action, Engine, Facts, VerdictDecision};
use handover_core::language::Lang;
use handover_core::language::day;
use handover_core::ruleset::fields::RequestField;
use handover_core::ruleset::inputs::CheckInput;
use handover_core::ruleset::kinds::FixedWords;
use handover_core::ruleset::kinds::{ACTIONS, STATES};
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

/// A number that is no one's, by the rules of the tax agency.
const NUMBER: &str = "19121212-1212";

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
    let optional = RequestField::ALL.iter().rev().filter(|field| !SHOWN.contains(field));
    for field in iter::once(None).chain(optional.map(Some)) {
        let mut less = found.request.clone();
        match field {
            Some(&field) => less.clear(field),
            None => less.to = None,
        }
        if less != found.request
            && let Some(simpler) = answered(&less)
        {
            found = simpler;
        }
    }
    Ok(found)
}

/// Fields that readers want to see whether they matter or not: what is asked about, and what is about to be done.
const SHOWN: &[RequestField] = &[
    RequestField::CaseType,
    RequestField::CareLevel,
    RequestField::Specialty,
    RequestField::Unit,
    RequestField::OriginalRole,
    RequestField::FromUnit,
    RequestField::SameProvider,
    RequestField::At,
    RequestField::Action,
    RequestField::Method,
    RequestField::Message,
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
        methods: verdict.recommendation.methods.advice,
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
        let named = |words: &FixedWords, class: usize| {
            class.checked_sub(1).and_then(|index| words.id(index)).map(Cow::Borrowed)
        };
        let method =
            point(Var::Method).checked_sub(1).and_then(|index| rule_set.methods.all.get(index));
        let state = point(Var::State);
        let mut request = Handover {
            action: named(&ACTIONS, point(Var::Action)),
            method: method.map(|method| Cow::Owned(method.id.clone())),
            to: self.to(&case)?,
            priority,
            role_reason: (point(Var::Reason) == word(0)).then_some(Cow::Borrowed("Passar bättre")),
            message: (point(Var::Message) == word(0)).then_some(Cow::Borrowed("Var god ta över")),
            related_visit: Some(point(Var::RelatedVisit) == TRUE),
            case_text_included: told(Var::CaseText),
            patient_informed: told(Var::Informed),
            patient_has_read: told(Var::HasRead),
            state: if state == word(0) { None } else { named(&STATES, state) },
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

    /// Writes an identity number into a text that may hold one.
    fn add_number(&self, request: &mut Handover<'static>) {
        let case = &mut request.case;
        if case.case_type.is_some() && request.message.is_none() && request.role_reason.is_none() {
            case.contact_reason = Some(Cow::Borrowed(NUMBER));
            return;
        }
        let texts = [&mut request.message, &mut request.role_reason];
        if let Some(text) = texts.into_iter().flatten().next() {
            *text = Cow::Owned(format!("{text} {NUMBER}"));
            return;
        }
        let unlisted =
            |var: Var| matches!(self.space.units.get(self.pick(var)), Some(UnitPoint::Unlisted(_)));
        let numbered = |name: &mut Option<Cow<'static, str>>| {
            if let Some(name) = name {
                *name = Cow::Owned(format!("{name} {NUMBER}"));
            }
        };
        if unlisted(Var::Unit) {
            return numbered(&mut case.unit);
        }
        if let (true, Some(from)) = (unlisted(Var::From), &mut case.from) {
            return numbered(&mut from.unit);
        }
        if self.pick(Var::Given) == self.space.unlisted_specialty {
            return numbered(&mut case.specialty);
        }
        let Some(to) = &mut request.to else { return };
        if unlisted(Var::ToUnit) {
            numbered(&mut to.unit);
        } else if self.pick(Var::ToSpecialty) == TO_UNLISTED {
            numbered(&mut to.specialty);
        } else if self.pick(Var::ChosenRole) != word(0) && self.pick(Var::ChosenRole) != word(3) {
            if to.role.is_some() { numbered(&mut to.role) } else { numbered(&mut to.capability) }
        } else {
            // Parts of a resource string that are nobody's name.
            let parts = [to.unit.take(), to.role.take(), to.specialty.take(), to.capability.take()];
            let parts: Vec<Cow<'static, str>> =
                parts.into_iter().flatten().chain([Cow::Borrowed(NUMBER)]).collect();
            to.resource = Some(Cow::Owned(parts.join(", ")));
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
