//! First stage: a request becomes classes and bits, once. Only this stage scans free text.

mod held;
mod interned;
mod lists;
mod reads;
mod stated;

pub use self::interned::{InternedCase, InternedHandover};

pub(super) use self::held::{HeldChecks, waits};
pub(super) use self::interned::value_of;
pub(super) use self::lists::is_closed;
pub(super) use self::reads::{CheckCase, Read, Reading, Reads, truth};
pub(super) use self::stated::{add_case, add_handover, add_validity};

use jiff::civil::Date;

use self::interned::RoutingValues;
use self::reads::{KNOWN_OF_CASE, KNOWN_OF_HANDOVER, known};
use super::case::{Case, Handover, Named};
use super::field_lists::FieldLists;
use super::prepared::Prepared;
use crate::language::day;
use handover_matcher::{ABSENT, Value};

/// Interns a case. Linear in its free text, constant in all else.
pub(super) fn case<'a>(prepared: &Prepared, case: &Case<'a>) -> InternedCase<'a> {
    with_lists(prepared, case, lists::of_case(prepared, case))
}

/// Interns a handover. Linear in its free text, constant in all else.
pub(super) fn handover<'a>(prepared: &Prepared, handover: &Handover<'a>) -> InternedHandover<'a> {
    let case = case(prepared, &handover.case);
    let fields = lists::add_handover(prepared, handover, case.fields);
    let reads = add_handover(prepared, handover, case.checks.case);
    let checks = HeldChecks::new(prepared, reads, known(prepared, KNOWN_OF_HANDOVER, case.period));
    let may_need = checks.may_need(prepared);
    InternedHandover { handover: *handover, case, checks, may_need, fields }
}

/// A case with its absent care level set. The lists stay: none of them depends on the level.
pub(super) fn at_level<'a>(
    prepared: &Prepared,
    interned: &InternedCase<'a>,
    level: u32,
) -> InternedCase<'a> {
    let case = Case { care_level: Some(level), ..interned.case };
    with_lists(prepared, &case, interned.fields)
}

/// The care provider of a unit on a day, where the directory has it.
pub(super) fn provider(prepared: &Prepared, unit: Named<'_>, at: Date) -> Option<usize> {
    prepared.rule_set.directory.provider(unit.listed()?, at)
}

fn with_lists<'a>(prepared: &Prepared, case: &Case<'a>, fields: FieldLists) -> InternedCase<'a> {
    let specialty = effective_specialty(prepared, case);
    let routing: RoutingValues = [
        value_of(case.case_type),
        case.care_level.map_or(Value::Absent, Value::Word),
        value_of(specialty),
        value_of(case.unit),
        value_of(case.from),
        Value::Int(day::number(case.at)),
    ];
    let mut classes = [ABSENT; _];
    prepared.rule_set.routing.plan.classify(&routing, &mut classes);
    let reads = add_case(prepared, case, specialty, [ABSENT; _]);
    let period = prepared.validity.period(case.at);
    InternedCase {
        case: *case,
        specialty,
        routing,
        classes,
        checks: HeldChecks::new(prepared, reads, known(prepared, KNOWN_OF_CASE, period)),
        from_provider: provider(prepared, case.from, case.at),
        unit_provider: provider(prepared, case.unit, case.at),
        period,
        fields,
    }
}

/// The specialty of the case, else the default of its care level.
fn effective_specialty<'a>(prepared: &Prepared, case: &Case<'a>) -> Named<'a> {
    let default = || {
        let level = case.care_level? as usize;
        prepared.rule_set.vocabulary.default_specialty.get(level).copied().flatten()
    };
    match case.specialty {
        Named::Absent => default().map_or(Named::Absent, Named::Listed),
        given => given,
    }
}
