//! Requests and values in the words of the rule set.

use handover_core::language::Text;
use handover_core::ruleset::fields::{FieldKind, RequestField};
use handover_core::ruleset::invariants::specs;
use handover_core::ruleset::kinds::Kind;
use handover_core::ruleset::lexicon::Lexicon;
use handover_core::ruleset::{RuleSet, shown};
use handover_core::wire::v1::{FieldValue, Handover};
use handover_matcher::{Input, Value};

/// A request in words: each field that it has, by its label.
pub(super) fn request(rule_set: &RuleSet, request: &Handover<'_>) -> Text {
    Text::each(|lang| {
        let lexicon = rule_set.lexicon(lang);
        let fields = RequestField::ALL.iter().filter_map(|&field| {
            let value = stated(rule_set, lexicon, field, request.get(field)?);
            Some(format!("{}: {value}", lexicon.field(field)))
        });
        fields.collect::<Vec<_>>().join("; ")
    })
}

/// The value of a field in words; a name that is in no list stands as it is.
fn stated(
    rule_set: &RuleSet,
    lexicon: Lexicon<'_>,
    field: RequestField,
    value: FieldValue<'_>,
) -> String {
    let name = match value {
        FieldValue::Whole(number) => return number.to_string(),
        FieldValue::Boolean(truth) => return lexicon.truth(truth).to_owned(),
        FieldValue::Text(name) => name,
    };
    let (kind, index) = match field.spec().kind {
        FieldKind::Name { list, .. } => {
            (list, rule_set.list(list).and_then(|words| words.find(&name)))
        }
        FieldKind::Word(kind) => {
            let index = match kind {
                Kind::Words(words) => words.ids.iter().position(|id| *id == name),
                _ => rule_set.methods.all.iter().position(|method| method.id == name),
            };
            (kind, index.and_then(|index| u32::try_from(index).ok()))
        }
        _ => return name.into_owned(),
    };
    index.and_then(|index| lexicon.word(kind, index)).unwrap_or(name).into_owned()
}

/// The value of an input of invariants as a rule writes it, with the label of a word behind it.
pub(super) fn value(rule_set: &RuleSet, at: usize, input: &Input, value: Value) -> Text {
    let name = &input.name;
    if value == Value::Absent {
        return Text { sv: format!("`{name}` saknas"), en: format!("`{name}` is absent") };
    }
    let written = format!("`{name}: {}`", shown(input, value));
    Text::each(|lang| {
        let word = match (specs().get(at), value) {
            (Some(spec), Value::Word(index)) => rule_set.lexicon(lang).word(spec.kind, index),
            _ => None,
        };
        match word {
            Some(label) => format!("{written} ({label})"),
            None => written.clone(),
        }
    })
}
