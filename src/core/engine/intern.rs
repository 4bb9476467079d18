//! Interned cases: what an answer reads of a case, computed once. Free text is looked through here, and nowhere later.

use super::Engine;
use super::case::{Action, Case, Handover, Named};
use super::features::{KNOWN_OF_CASE, KNOWN_OF_HANDOVER};
use super::fields::{
    FieldList, FieldLists, UNKNOWN_SPECIALTIES, UNLISTED_UNITS, WITH_IDENTITY, push,
};
use super::findings::HeldChecks;
use crate::language::day;
use crate::language::identity;
use crate::ruleset::fields::RequestField;
use crate::ruleset::inputs::ROUTING;
use handover_matcher::{ABSENT, Value};

/// The values of the routing table's inputs, in the order of [`ROUTING`].
pub(super) type RoutingValues = [Value; ROUTING.len()];

/// A case that answers are given to without allocating. Belongs to the engine that made it.
#[derive(Debug, Clone, Copy)]
pub struct InternedCase<'a> {
    pub(super) case: Case<'a>,
    /// The specialty concerned: as told, else the care level's default.
    pub(super) specialty: Named<'a>,
    pub(super) routing: RoutingValues,
    /// The classes of the values, as the routing plan numbers them.
    pub(super) classes: [u32; ROUTING.len()],
    /// What checks read of the case alone.
    pub(super) checks: HeldChecks,
    /// The care provider of the sender, where the directory tells.
    pub(super) from_provider: Option<usize>,
    /// The care provider of the unit concerned, where the directory tells.
    pub(super) unit_provider: Option<usize>,
    pub(super) fields: FieldLists,
}

impl<'a> InternedCase<'a> {
    /// The case.
    #[must_use]
    pub fn case(&self) -> &Case<'a> {
        &self.case
    }

    /// The values of the routing table's inputs, the default specialty put in.
    #[must_use]
    pub fn routing(&self) -> &[Value] {
        &self.routing
    }
}

/// A handover that verdicts are given to without allocating. Belongs to the engine that made it.
#[derive(Debug, Clone, Copy)]
pub struct InternedHandover<'a> {
    pub(super) handover: Handover<'a>,
    pub(super) case: InternedCase<'a>,
    /// What checks read of the case and the handover alone.
    pub(super) checks: HeldChecks,
    /// Which of the fields that checks need may come to be lacked: a bit for each.
    pub(super) may_need: u64,
    /// The case's lists with the handover's own fields.
    pub(super) fields: FieldLists,
}

impl<'a> InternedHandover<'a> {
    /// The handover.
    #[must_use]
    pub fn handover(&self) -> &Handover<'a> {
        &self.handover
    }

    /// The case of the handover.
    #[must_use]
    pub fn case(&self) -> &InternedCase<'a> {
        &self.case
    }
}

pub(super) fn value_of(named: Named<'_>) -> Value {
    match named {
        Named::Absent => Value::Absent,
        Named::Listed(index) => Value::Word(index),
        Named::Unlisted(_) => Value::Unlisted,
    }
}

impl Engine {
    /// Prepares a case for [`Engine::recommend_interned`]. Linear in its free text, constant in all else.
    #[must_use]
    pub fn intern<'a>(&self, case: &Case<'a>) -> InternedCase<'a> {
        self.interned(case, self.case_fields(case))
    }

    fn interned<'a>(&self, case: &Case<'a>, fields: FieldLists) -> InternedCase<'a> {
        let specialty = self.effective_specialty(case);
        let routing = [
            value_of(case.case_type),
            case.care_level.map_or(Value::Absent, Value::Word),
            value_of(specialty),
            value_of(case.unit),
            value_of(case.from),
            Value::Int(day::number(case.at)),
        ];
        let mut classes = [ABSENT; _];
        self.rule_set().routing.plan.classify(&routing, &mut classes);
        InternedCase {
            case: *case,
            specialty,
            routing,
            classes,
            checks: self.hold_checks(self.case_checks(case, specialty, [ABSENT; _]), KNOWN_OF_CASE),
            from_provider: self.provider(case.from, case.at),
            unit_provider: self.provider(case.unit, case.at),
            fields,
        }
    }

    /// Prepares a handover for [`Engine::validate_interned`]. Linear in its free text, constant in all else.
    #[must_use]
    pub fn intern_handover<'a>(&self, handover: &Handover<'a>) -> InternedHandover<'a> {
        let case = self.intern(&handover.case);
        let mut fields = case.fields;
        self.add_handover_fields(handover, &mut fields);
        let checks = self.handover_checks(handover, case.checks.case);
        let checks = self.hold_checks(checks, KNOWN_OF_HANDOVER);
        let may_need = self.may_need_fields(&checks);
        InternedHandover { handover: *handover, case, checks, may_need, fields }
    }

    /// A case whose care level is left open, at one level.
    pub(super) fn at_level<'a>(&self, interned: &InternedCase<'a>, level: u32) -> InternedCase<'a> {
        self.interned(&Case { care_level: Some(level), ..interned.case }, interned.fields)
    }

    fn effective_specialty<'a>(&self, case: &Case<'a>) -> Named<'a> {
        let default = || {
            let level = case.care_level? as usize;
            self.rule_set().vocabulary.default_specialty.get(level).copied().flatten()
        };
        match case.specialty {
            Named::Absent => default().map_or(Named::Absent, Named::Listed),
            told => told,
        }
    }

    /// The lists of fields that a case gives.
    fn case_fields(&self, case: &Case<'_>) -> FieldLists {
        let mut lists = [FieldList::EMPTY; _];
        if case.specialty.unlisted().is_some() {
            push(&mut lists, UNKNOWN_SPECIALTIES, RequestField::Specialty);
        }
        for (unit, field) in [(case.unit, RequestField::Unit), (case.from, RequestField::FromUnit)]
        {
            if self.not_in_directory(unit, case) {
                push(&mut lists, UNLISTED_UNITS, field);
            }
        }
        let texts = [
            (case.contact_reason, RequestField::ContactReason),
            (case.case_type.unlisted(), RequestField::CaseType),
            (case.specialty.unlisted(), RequestField::Specialty),
            (case.unit.unlisted(), RequestField::Unit),
            (case.from.unlisted(), RequestField::FromUnit),
        ];
        add_identities(&texts, &mut lists);
        lists
    }

    /// Adds the fields that a handover gives. What is chosen counts only when something is handed over.
    fn add_handover_fields(&self, handover: &Handover<'_>, lists: &mut FieldLists) {
        let to = &handover.to;
        if handover.action == Action::HandOver {
            if to.specialty.unlisted().is_some() {
                push(lists, UNKNOWN_SPECIALTIES, RequestField::ToSpecialty);
            }
            if self.not_in_directory(to.unit, &handover.case) {
                push(lists, UNLISTED_UNITS, RequestField::ToUnit);
            }
        }
        let texts = [
            (handover.message, RequestField::Message),
            (handover.role_reason, RequestField::RoleReason),
            (to.resource, RequestField::ToResource),
            (to.unit.unlisted(), RequestField::ToUnit),
            (to.role.unlisted(), RequestField::ToRole),
            (to.capability.unlisted(), RequestField::ToCapability),
            (to.specialty.unlisted(), RequestField::ToSpecialty),
        ];
        add_identities(&texts, lists);
    }

    fn not_in_directory(&self, unit: Named<'_>, case: &Case<'_>) -> bool {
        match unit {
            Named::Absent => false,
            Named::Unlisted(_) => true,
            Named::Listed(index) => !self.rule_set().directory.exists(index, case.at),
        }
    }
}

fn add_identities(texts: &[(Option<&str>, RequestField)], lists: &mut FieldLists) {
    for &(text, field) in texts {
        if text.is_some_and(identity::contains) {
            push(lists, WITH_IDENTITY, field);
        }
    }
}
