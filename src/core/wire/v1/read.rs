//! From requests to inputs of the engine: looks names up, checks days and states.

use std::borrow::Cow;

use jiff::civil::Date;

use super::Context;
use super::error::RequestError;
use super::request::{Case, Handover, To};
use crate::engine::{self, Action, Chosen, Named};
use crate::language::identity;
use crate::language::name::{self, normalise};
use crate::language::near::nearest;
use crate::language::{Lang, day, list::listing};
use crate::ruleset::fields::Booleans;
use crate::ruleset::inputs::STATED_BOOLEANS;
use crate::ruleset::kinds::{ACTIONS, STATES};
use crate::ruleset::names::{Word, Words};
use crate::ruleset::resource::Resource;

/// Prefix of the fields of a case in errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CasePrefix {
    /// The request is the case.
    Case,
    /// The request is a handover, with the case in `case`.
    Handover,
}

impl CasePrefix {
    fn of(self, field: &str) -> String {
        match self {
            Self::Case => field.to_owned(),
            Self::Handover => format!("case.{field}"),
        }
    }
}

/// The trimmed text, if it is present and not blank.
fn given<'a>(text: &'a Option<Cow<'_, str>>) -> Option<&'a str> {
    let text = text.as_deref()?;
    let plain = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    let bytes = text.as_bytes();
    // Two bytes show that a name has no space around it, as most do.
    let trimmed = if plain(bytes.first()) && plain(bytes.last()) { text } else { text.trim() };
    (!trimmed.is_empty()).then_some(trimmed)
}

/// Looks up the names of a case.
///
/// # Errors
/// An unknown care level or role, an impossible day or priority.
pub fn read_case<'a>(
    context: &Context<'_>,
    case: &'a Case<'_>,
    names: CasePrefix,
) -> Result<engine::Case<'a>, RequestError> {
    let engine = context.engine;
    let vocabulary = &engine.rule_set().vocabulary;
    let (case_type, continued_reason) = match (given(&case.case_type), given(&case.contact_reason))
    {
        (Some(name), _) => (engine.case_type(name), None),
        (None, Some(reason)) => engine.contact_reason(reason),
        (None, None) => (Named::Absent, None),
    };
    Ok(engine::Case {
        case_type,
        contact_reason: case.contact_reason.as_deref(),
        continued_reason,
        care_level: closed(
            &vocabulary.care_levels,
            &case.care_level,
            names,
            "care_level",
            context,
        )?,
        specialty: given(&case.specialty).map_or(Named::Absent, |name| engine.specialty(name)),
        unit: given(&case.unit).map_or(Named::Absent, |name| engine.unit(name)),
        original_role: closed(
            &vocabulary.roles,
            &case.original_role,
            names,
            "original_role",
            context,
        )?,
        priority: case
            .priority
            .map(|priority| on_scale(context, priority, names, "priority"))
            .transpose()?,
        accepted: case.accepted.unwrap_or(false),
        from: case
            .from
            .as_ref()
            .and_then(|from| given(&from.unit))
            .map_or(Named::Absent, |name| engine.unit(name)),
        same_provider: case.same_provider,
        at: given(&case.at).map_or(Ok(context.today), |at| day(at, names))?,
    })
}

/// Looks up a routing rule by its id.
///
/// # Errors
/// If there is none with that id.
pub fn read_rule(context: &Context<'_>, id: &str) -> Result<u32, RequestError> {
    let rules = context.engine.rule_set().routing.table.rules();
    let found = (0..).zip(rules).find(|(_, rule)| rule.id == id.trim());
    let ids = || rules.iter().map(|rule| rule.id.as_str());
    found.map(|(index, _)| index).ok_or_else(|| unknown(id, "rule", ids(), ids()))
}

/// The resource that a handover's resource string names, if it has one.
#[must_use]
pub fn read_resource(context: &Context<'_>, request: &Handover<'_>) -> Option<Resource> {
    let written = request.to.as_ref()?.resource.as_deref()?;
    Some(Resource::read(context.engine.rule_set(), written))
}

/// Looks up the names of a handover. `resource` is the result of [`read_resource`].
///
/// # Errors
/// As [`read_case`]; an unknown action, method or state; a state that the method does not have.
pub fn read_handover<'a>(
    context: &Context<'_>,
    request: &'a Handover<'_>,
    resource: Option<&'a Resource>,
) -> Result<engine::Handover<'a>, RequestError> {
    let case = read_case(context, &request.case, CasePrefix::Handover)?;
    let rule_set = context.engine.rule_set();
    let action = match given(&request.action) {
        None => Action::default(),
        Some(name) => {
            let index = one_of(ACTIONS.ids.iter().copied(), name, "action")?;
            Action::ALL.get(index).copied().unwrap_or_default()
        }
    };
    let method = match given(&request.method) {
        Some(name) => Some(method(context, name)?),
        None if matches!(action, Action::HandOver | Action::Receive) => {
            let ids = rule_set
                .methods
                .all
                .iter()
                .map(|method| format!("`{}`", method.id))
                .collect::<Vec<_>>()
                .join(", ");
            let error = RequestError::new(
                "missing_field",
                "method",
                "fältet `method` saknas",
                "the field `method` is missing",
            );
            return Err(
                error.with_hint(format!("metoderna är {ids}"), format!("the methods are {ids}"))
            );
        }
        None => None,
    };
    let state = given(&request.state).map_or(Ok(0), |name| state(context, method, name))?;
    refuse_foreign_state(context, method, state)?;
    Ok(engine::Handover {
        case,
        action,
        method,
        to: chosen(context, request, resource)?,
        priority: on_scale(context, request.priority, CasePrefix::Case, "priority")?,
        role_reason: request.role_reason.as_deref(),
        message: request.message.as_deref(),
        booleans: STATED_BOOLEANS.iter().fold(Booleans::NONE, |booleans, &(_, field)| {
            booleans.with(field, request.boolean(field))
        }),
        state: u32::try_from(state).unwrap_or(0),
    })
}

/// The chosen resource: from its parts, or from its string.
fn chosen<'a>(
    context: &Context<'_>,
    request: &'a Handover<'_>,
    resource: Option<&'a Resource>,
) -> Result<Chosen<'a>, RequestError> {
    let Some(to) = &request.to else {
        return Ok(Chosen::default());
    };
    let Some(resource) = resource else {
        return Ok(chosen_parts(context, to));
    };
    if [&to.unit, &to.role, &to.capability, &to.specialty].iter().any(|part| part.is_some()) {
        let error = RequestError::new(
            "conflicting_fields",
            "to",
            "`to` har både `resource` och egna delar",
            "`to` has both `resource` and parts of its own",
        );
        return Err(error.with_hint("skriv det ena eller det andra", "write one or the other"));
    }
    Ok(chosen_resource(context, to, resource))
}

fn chosen_parts<'a>(context: &Context<'_>, to: &'a To<'_>) -> Chosen<'a> {
    let vocabulary = &context.engine.rule_set().vocabulary;
    let find = |words: &Words, name: &'a Option<Cow<'_, str>>| {
        given(name).map_or(Named::Absent, |name| {
            words.find(name).map_or(Named::Unlisted(name), Named::Listed)
        })
    };
    let mut role = find(&vocabulary.roles, &to.role);
    let mut capability = given(&to.capability).map(|name| (name, vocabulary.capability(name)));
    // The instruction writes role and capability as one: `Administratör Allmän`.
    if let (Some(name), None) = (role.unlisted(), capability)
        && let Some((one, other, of)) = vocabulary.role_and_capability(name)
    {
        role = Named::Listed(one);
        capability = Some((name, Some((other, of))));
    }
    // A capability's catalogue name can include the specialty.
    let named_specialty = find(&vocabulary.specialties, &to.specialty);
    let specialty = match (named_specialty, capability) {
        (Named::Absent, Some((_, Some((_, Some(of)))))) => Named::Listed(of),
        // A capability of another specialty does not count.
        (Named::Listed(named), Some((name, Some((_, Some(of)))))) if named != of => {
            capability = Some((name, None));
            named_specialty
        }
        (named, _) => named,
    };
    Chosen {
        unit: given(&to.unit).map_or(Named::Absent, |name| context.engine.unit(name)),
        role,
        capability: capability.map_or(Named::Absent, |(name, found)| {
            found.map_or(Named::Unlisted(name), |(capability, _)| Named::Listed(capability))
        }),
        specialty,
        resource: None,
    }
}

fn chosen_resource<'a>(
    context: &Context<'_>,
    to: &'a To<'_>,
    resource: &'a Resource,
) -> Chosen<'a> {
    let word = |index: Option<u32>| index.map_or(Named::Absent, Named::Listed);
    let unlisted = resource.unlisted_unit.as_deref();
    let mut chosen = Chosen {
        unit: unlisted.map_or_else(|| word(resource.unit), Named::Unlisted),
        role: word(resource.role),
        capability: word(resource.capability),
        specialty: word(resource.specialty),
        resource: to.resource.as_deref(),
    };
    // A part with an identity number is none of these; the number has a finding of its own.
    for part in resource.unread.iter().filter(|part| !identity::contains(part)) {
        // A part similar to a specialty is a misspelt one; any other is a capability or role that nothing recommends.
        let specialties = &context.engine.rule_set().vocabulary.specialties;
        let misspelt =
            chosen.specialty.is_absent() && !specialties.near(part, context.lang, 1).is_empty();
        let slots = if misspelt {
            [&mut chosen.specialty, &mut chosen.capability, &mut chosen.role]
        } else {
            [&mut chosen.capability, &mut chosen.role, &mut chosen.specialty]
        };
        if let Some(slot) = slots.into_iter().find(|slot| slot.is_absent()) {
            *slot = Named::Unlisted(part);
        } else {
            // A resource does not have this many parts, so the role cannot be the recommended one.
            chosen.role = Named::Unlisted(part);
        }
    }
    chosen
}

fn method(context: &Context<'_>, name: &str) -> Result<usize, RequestError> {
    let methods = &context.engine.rule_set().methods.all;
    let names = methods
        .iter()
        .map(|method| [method.id.as_str(), method.label.sv.as_str(), method.label.en.as_str()]);
    match name::position(name, names) {
        Some(index) => Ok(index),
        None => one_of(methods.iter().map(|method| method.id.as_str()), name, "method"),
    }
}

/// The position of a name in a closed list.
fn one_of<'a>(
    known: impl Iterator<Item = &'a str> + Clone,
    name: &str,
    field: &str,
) -> Result<usize, RequestError> {
    let wanted = normalise(name);
    known
        .clone()
        .position(|own| own == wanted)
        .ok_or_else(|| unknown(name, field, known.clone(), known))
}

/// A required word of a vocabulary.
fn closed(
    words: &Words,
    name: &Option<Cow<'_, str>>,
    names: CasePrefix,
    field: &str,
    context: &Context<'_>,
) -> Result<Option<u32>, RequestError> {
    let Some(name) = given(name) else {
        return Ok(None);
    };
    match words.find(name) {
        Some(index) => Ok(Some(index)),
        None => {
            let labels = words.all().iter().map(|word| word.label(context.lang));
            let known = words.all().iter().flat_map(Word::names);
            Err(unknown(name, &names.of(field), labels, known))
        }
    }
}

fn unknown<'a>(
    name: &str,
    field: &str,
    known: impl Iterator<Item = &'a str>,
    names: impl Iterator<Item = &'a str>,
) -> RequestError {
    let error = RequestError::new(
        "unknown_name",
        field,
        format!("`{name}` är inget känt värde för `{field}`"),
        format!("`{name}` is no known value of `{field}`"),
    );
    let known: Vec<&str> = known.collect();
    let all = |lang| listing(&known, lang);
    match nearest(name, names) {
        Some(near) => {
            error.with_hint(format!("menar du `{near}`?"), format!("did you mean `{near}`?"))
        }
        None => error.with_hint(
            format!("värdena är {}", all(Lang::Sv)),
            format!("the values are {}", all(Lang::En)),
        ),
    }
}

fn day(written: &str, names: CasePrefix) -> Result<Date, RequestError> {
    day::parse(written.trim()).ok_or_else(|| RequestError::bad_date(written, &names.of("at")))
}

/// A priority within the scale. One that is a little less urgent than the scale is no error.
fn on_scale(
    context: &Context<'_>,
    priority: i64,
    names: CasePrefix,
    field: &str,
) -> Result<i64, RequestError> {
    let scale = &context.engine.rule_set().priority;
    if scale.is_near(priority) && scale.on_scale(priority).is_some() {
        return Ok(priority);
    }
    let (min, max) = (scale.min, scale.max);
    // A number that is far off is no slip of a finger, and may be that of a person.
    let (sv, en) = if scale.is_near(priority) {
        (format!("prioriteten {priority}"), format!("priority {priority}"))
    } else {
        ("prioriteten".to_owned(), "the priority".to_owned())
    };
    let sv = format!("{sv} ligger utanför skalan {min}–{max}");
    let en = format!("{en} is outside the scale {min}–{max}");
    Err(RequestError::new("bad_priority", names.of(field), sv, en))
}

/// A state by its id, or by its label in the method's lifecycle.
fn state(context: &Context<'_>, method: Option<usize>, name: &str) -> Result<usize, RequestError> {
    let procedures = &context.engine.rule_set().procedures;
    let lifecycles = context.engine.lifecycles_of(method);
    let states = lifecycles
        .iter()
        .filter_map(|&index| procedures.lifecycles.get(index))
        .flat_map(|lifecycle| &lifecycle.states);
    let names = states.clone().map(|(_, label)| [label.sv.as_str(), label.en.as_str()]);
    let labelled = name::position(name, names).and_then(|at| states.clone().nth(at));
    let id = labelled.map_or(name, |(id, _)| id.as_str());
    one_of(STATES.ids.iter().copied(), id, "state")
}

/// Refuses a state that the method's lifecycle does not have.
fn refuse_foreign_state(
    context: &Context<'_>,
    method: Option<usize>,
    state: usize,
) -> Result<(), RequestError> {
    let procedures = &context.engine.rule_set().procedures;
    let lifecycles = context.engine.lifecycles_of(method);
    let states: Vec<&str> = lifecycles
        .iter()
        .filter_map(|&index| procedures.lifecycles.get(index))
        .flat_map(|lifecycle| lifecycle.states.iter().map(|(id, _)| id.as_str()))
        .collect();
    let Some(name) = STATES.id(state) else {
        return Ok(());
    };
    if states.is_empty() || states.contains(&name) {
        return Ok(());
    }
    let all = states.iter().map(|state| format!("`{state}`")).collect::<Vec<_>>().join(", ");
    let error = RequestError::new(
        "unknown_name",
        "state",
        format!("`{name}` är inget tillstånd för den valda metoden"),
        format!("`{name}` is no state of the chosen method"),
    );
    Err(error.with_hint(format!("tillstånden är {all}"), format!("the states are {all}")))
}
