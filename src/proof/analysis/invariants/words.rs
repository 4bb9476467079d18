//! Requests and values in the words of the vocabulary.

use handover_core::language::{Lang, Text};
use handover_core::ruleset::inputs::{Kind, RequestField};
use handover_core::ruleset::invariants::specs;
use handover_core::ruleset::names::Words;
use handover_core::ruleset::{RuleSet, shown};
use handover_core::wire::v1::Handover;
use handover_matcher::{Input, Value};

/// A request as people would tell it: each field that it has, by its label.
pub(super) fn told(rule_set: &RuleSet, request: &Handover<'_>) -> Text {
    Text { sv: told_in(rule_set, request, Lang::Sv), en: told_in(rule_set, request, Lang::En) }
}

fn told_in(rule_set: &RuleSet, request: &Handover<'_>, lang: Lang) -> String {
    use RequestField as Field;
    let vocabulary = &rule_set.vocabulary;
    let units = &rule_set.directory.units;
    let word = |words: &Words, name: &Option<std::borrow::Cow<'_, str>>| {
        let name = name.as_deref()?;
        let found = words.find(name).and_then(|index| words.get(index));
        Some(found.map_or(name, |word| word.label(lang)).to_owned())
    };
    let plain = |name: &Option<std::borrow::Cow<'_, str>>| name.as_deref().map(str::to_owned);
    let truth = |told: Option<bool>| told.map(|told| yes_no(told, lang).to_owned());
    let number = |number: Option<i64>| number.map(|number| number.to_string());
    let method = |id: &str| {
        let method = rule_set.methods.all.iter().find(|method| method.id == id);
        method.map_or(id, |method| method.label.get(lang)).to_owned()
    };
    let case = &request.case;
    let from = case.from.as_ref().and_then(|from| word(units, &from.unit));
    let to = request.to.clone().unwrap_or_default();
    let fields = [
        (Field::CaseType, word(&vocabulary.case_types, &case.case_type)),
        (Field::CareLevel, word(&vocabulary.care_levels, &case.care_level)),
        (Field::Specialty, word(&vocabulary.specialties, &case.specialty)),
        (Field::Unit, word(units, &case.unit)),
        (Field::OriginalRole, word(&vocabulary.roles, &case.original_role)),
        (Field::FromUnit, from),
        (Field::SameProvider, truth(case.same_provider)),
        (Field::Accepted, truth(case.accepted)),
        (Field::At, plain(&case.at)),
        (Field::Action, request.action.as_deref().and_then(|action| said(action, lang))),
        (Field::Method, request.method.as_deref().map(method)),
        (Field::State, plain(&request.state)),
        (Field::ToUnit, word(units, &to.unit)),
        (Field::ToRole, word(&vocabulary.roles, &to.role)),
        (Field::ToCapability, word(&vocabulary.capabilities, &to.capability)),
        (Field::ToSpecialty, word(&vocabulary.specialties, &to.specialty)),
        (Field::ToResource, plain(&to.resource)),
        (Field::IncomingPriority, number(case.priority)),
        (Field::Priority, Some(request.priority.to_string())),
        (Field::Message, plain(&request.message)),
        (Field::RoleReason, plain(&request.role_reason)),
        (Field::RelatedVisit, truth(request.related_visit)),
        (Field::CaseTextIncluded, truth(request.case_text_included)),
        (Field::PatientInformed, truth(request.patient_informed)),
        (Field::PatientHasRead, truth(request.patient_has_read)),
    ];
    let told = fields.into_iter().filter_map(|(field, value)| {
        Some(format!("{}: {}", rule_set.field_label(field.path(), lang), value?))
    });
    told.collect::<Vec<_>>().join("; ")
}

/// The value of an input of invariants as a rule writes it, with the label of a word behind it.
pub(super) fn value(rule_set: &RuleSet, at: usize, input: &Input, value: Value) -> Text {
    let name = &input.name;
    if value == Value::Absent {
        return Text { sv: format!("`{name}` saknas"), en: format!("`{name}` is absent") };
    }
    let written = format!("`{name}: {}`", shown(input, value));
    let in_lang = |lang: Lang| match label(rule_set, at, value, lang) {
        Some(label) => format!("{written} ({label})"),
        None => written.clone(),
    };
    Text { sv: in_lang(Lang::Sv), en: in_lang(Lang::En) }
}

fn label(rule_set: &RuleSet, at: usize, value: Value, lang: Lang) -> Option<&str> {
    let Value::Word(index) = value else { return None };
    let vocabulary = &rule_set.vocabulary;
    let words = match specs().get(at)?.kind {
        Kind::CaseType => &vocabulary.case_types,
        Kind::CareLevel => &vocabulary.care_levels,
        Kind::Specialty => &vocabulary.specialties,
        Kind::Unit => &rule_set.directory.units,
        Kind::Role => &vocabulary.roles,
        Kind::Capability => &vocabulary.capabilities,
        Kind::Method => {
            return rule_set.methods.all.get(index as usize).map(|method| method.label.get(lang));
        }
        _ => return None,
    };
    words.get(index).map(|word| word.label(lang))
}

/// An action other than the usual one.
fn said(action: &str, lang: Lang) -> Option<String> {
    let (sv, en) = match action {
        "receive" => ("ta emot", "receive"),
        "cancel" => ("avbryt", "cancel"),
        "close" => ("avsluta", "close"),
        _ => return None,
    };
    Some(if lang == Lang::Sv { sv } else { en }.to_owned())
}

fn yes_no(told: bool, lang: Lang) -> &'static str {
    match (told, lang) {
        (true, Lang::Sv) => "ja",
        (false, Lang::Sv) => "nej",
        (true, Lang::En) => "yes",
        (false, Lang::En) => "no",
    }
}
