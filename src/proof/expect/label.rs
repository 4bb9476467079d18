//! What inputs and their values are called, for people: labels of the vocabulary, and words for what the tables read of a
//! request.

use handover_core::language::{Lang, Text, text};
use handover_core::ruleset::RuleSet;
use handover_core::ruleset::inputs::{InputSpec, Kind};
use handover_core::ruleset::names::Words;
use handover_core::wire::v1::Context;
use handover_matcher::{Domain, Input};

/// The input with labels for its name and its words.
pub(super) fn labelled(context: &Context<'_>, spec: &InputSpec, input: &Input) -> Input {
    let (rule_set, lang) = (context.engine.rule_set(), context.lang);
    let domain = match &input.domain {
        Domain::Words { words, open } => {
            let label = |word: &String| called(rule_set, spec.kind, word, lang);
            Domain::Words { words: words.iter().map(label).collect(), open: *open }
        }
        other => other.clone(),
    };
    let name = feature(spec.name).map_or_else(
        || rule_set.field_label(spec.field, lang).to_owned(),
        |name| name.get(lang).to_owned(),
    );
    Input { name, domain }
}

/// What a word is called.
fn called(rule_set: &RuleSet, kind: Kind, word: &str, lang: Lang) -> String {
    let vocabulary = &rule_set.vocabulary;
    let listed = |words: &Words| {
        let found = words.by_id(word).and_then(|index| words.get(index));
        found.map(|word| word.label(lang).to_owned())
    };
    let label = match kind {
        Kind::CaseType => listed(&vocabulary.case_types),
        Kind::CareLevel => listed(&vocabulary.care_levels),
        Kind::Specialty => listed(&vocabulary.specialties),
        Kind::Unit => listed(&rule_set.directory.units),
        Kind::Role => listed(&vocabulary.roles),
        Kind::Capability => listed(&vocabulary.capabilities),
        Kind::Method => {
            let method = rule_set.methods.all.iter().find(|method| method.id == word);
            method.map(|method| method.label.get(lang).to_owned())
        }
        _ => fixed(word).map(|word| word.get(lang).to_owned()),
    };
    label.unwrap_or_else(|| word.to_owned())
}

/// What is computed of a request, and is no field of it.
fn feature(name: &str) -> Option<Text> {
    Some(match name {
        "recommended_role" => text("Rekommenderad roll", "Recommended role"),
        "other_role" => text("Annan roll", "Another role"),
        "own_unit" => text("Inom samma enhet", "Within the same unit"),
        "priority_change" => text("Prioritet mot ärendets", "Priority against the case's"),
        "priority_listed" => text("Prioriteten nämns", "The priority is mentioned"),
        "sms_band" => text("Prioritet mot dem som ger sms", "Priority against those that alert"),
        "source_expired" => text("Instruktionen har gått ut", "The instruction has expired"),
        "action" => text("Åtgärd", "Action"),
        _ => return None,
    })
}

/// The words that the contract and the inputs fix.
fn fixed(word: &str) -> Option<Text> {
    Some(match word {
        "hand_over" => text("lämna över", "hand over"),
        "receive" => text("ta emot", "receive"),
        "cancel" => text("avbryta", "cancel"),
        "close" => text("avsluta", "close"),
        "new" => text("ny", "new"),
        "pending" => text("väntar på mottagaren", "waits for the receiver"),
        "accepted_by_receiver" => text("accepterad", "accepted by the receiver"),
        "started" => text("påbörjad", "started"),
        "answered" => text("besvarad", "answered"),
        "closed" => text("avslutad", "closed"),
        "written" => text("ifyllt", "written"),
        "blank" => text("tomt", "blank"),
        "given" => text("angiven", "given"),
        "not_given" => text("inte angiven", "not given"),
        "with_reason" => text("tillåten med skäl", "allowed with a reason"),
        "not_allowed" => text("inte tillåten", "not allowed"),
        "recommended" => text("den rekommenderade", "the recommended one"),
        "another" => text("någon annan", "another"),
        "unjudged" => text("går inte att bedöma", "cannot be judged"),
        "absent" => text("ingen", "none"),
        "same" => text("oförändrad", "the same"),
        "raised" => text("högre", "raised"),
        "lowered" => text("lägre", "lowered"),
        "inside" => text("en av dem", "one of them"),
        "more_urgent" => text("mer brådskande", "more urgent"),
        "less_urgent" => text("mindre brådskande", "less urgent"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use handover_core::ruleset::inputs::{
        ACTIONS, BAND, CHANGE, CHECKS, CHOSEN, GIVEN, OTHER_ROLE, STATES, WRITTEN,
    };

    #[test]
    fn every_fixed_word_and_every_feature_has_a_label() {
        for word in [ACTIONS, BAND, CHANGE, CHOSEN, GIVEN, OTHER_ROLE, STATES, WRITTEN].concat() {
            assert!(fixed(word).is_some(), "{word}");
        }
        for spec in CHECKS.iter().filter(|spec| spec.field.is_empty()) {
            assert!(feature(spec.name).is_some(), "{}", spec.name);
        }
    }
}
