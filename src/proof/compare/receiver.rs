//! Receivers of routing rules, part by part.

use handover_core::language::Lang;
use handover_core::ruleset::RuleSet;
use handover_core::ruleset::kinds::Kind;
use handover_core::ruleset::lexicon::{TargetPart, no_target};
use handover_core::ruleset::model::OtherRole;
use handover_core::ruleset::routing::{RoleTarget, SpecialtyTarget, Target, UnitTarget};
use handover_core::wire::report::{ReceiverPart, ReceiverPartName};

/// The parts in the order of [`Lexicon::target_parts`](handover_core::ruleset::lexicon::Lexicon::target_parts).
const PARTS: [ReceiverPartName; 5] = [
    ReceiverPartName::Unit,
    ReceiverPartName::Role,
    ReceiverPartName::Capability,
    ReceiverPartName::Specialty,
    ReceiverPartName::OtherRole,
];

/// The parts of a target, in the form of rules and in words.
pub(super) fn receiver(rule_set: &RuleSet, target: &Target, lang: Lang) -> Vec<ReceiverPart> {
    let parts = rule_set.lexicon(lang).target_parts(target);
    let all = PARTS.into_iter().zip(written(rule_set, target)).zip(parts);
    let part = |((part, value), words): ((ReceiverPartName, Option<String>), TargetPart)| {
        ReceiverPart { part, label: words.name.to_owned(), value, value_label: words.value }
    };
    all.map(part).collect()
}

/// The parts of a target, in the form of rules.
fn written(rule_set: &RuleSet, target: &Target) -> [Option<String>; 5] {
    let id = |kind: Kind, index: u32| Some(rule_set.list(kind)?.get(index)?.id.clone());
    let fixed = |word: &str| Some(word.to_owned());
    let Target { unit, role, capability, specialty, other_role } = *target;
    [
        match unit {
            UnitTarget::Concerned => fixed("concerned"),
            UnitTarget::Fixed(unit) => id(Kind::Unit, unit),
        },
        match role {
            RoleTarget::Role(role) => id(Kind::Role, role),
            RoleTarget::Original => fixed("original"),
            RoleTarget::NotGiven => fixed("not_given"),
        },
        capability.and_then(|capability| id(Kind::Capability, capability)),
        match specialty {
            SpecialtyTarget::Concerned => fixed("concerned"),
            SpecialtyTarget::Fixed(specialty) => id(Kind::Specialty, specialty),
        },
        match other_role {
            OtherRole::NotAllowed => fixed("not_allowed"),
            OtherRole::WithReason => fixed("with_reason"),
        },
    ]
}

/// The part shown without a target: no rule answers, or several contradict each other.
pub(super) fn no_receiver(several: bool, lang: Lang) -> ReceiverPart {
    let value = if several { "contradiction" } else { "no_rule" };
    ReceiverPart {
        part: ReceiverPartName::Answer,
        label: lang.say("svar", "answer").to_owned(),
        value: Some(value.to_owned()),
        value_label: no_target(several).get(lang).to_owned(),
    }
}
