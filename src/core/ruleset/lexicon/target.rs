//! Targets of routing rules, whole and by part.

use super::labels::{Lexicon, ORIGINAL};
use crate::language::{Text, text};
use crate::ruleset::kinds::Kind;
use crate::ruleset::model::OtherRole;
use crate::ruleset::routing::{RoleTarget, SpecialtyTarget, Target, UnitTarget};

/// A part of a target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetPart {
    /// The label of the part.
    pub name: &'static str,
    /// The rule's value for it, shown beside the label.
    pub value: String,
    /// The value without the label; empty if the rule does not fix the part.
    pub alone: String,
}

/// An answer without a target: no rule, or several that differ.
#[must_use]
pub fn no_target(several: bool) -> Text {
    match several {
        false => text("ingen regel", "no rule"),
        true => text("regler som säger emot varandra", "rules that contradict each other"),
    }
}

impl Lexicon<'_> {
    fn label(&self, kind: Kind, index: u32) -> String {
        self.word(kind, index).unwrap_or_default().into_owned()
    }

    /// A target on one line: the parts that a rule fixes.
    #[must_use]
    pub fn target(&self, target: &Target) -> String {
        let [unit, role, capability, specialty, _] = self.target_parts(target);
        let fixed = [
            (unit, matches!(target.unit, UnitTarget::Fixed(_))),
            (role, true),
            (specialty, matches!(target.specialty, SpecialtyTarget::Fixed(_))),
            (capability, target.capability.is_some()),
        ];
        let fixed = fixed.into_iter().filter(|(_, fixed)| *fixed).map(|(part, _)| part.alone);
        fixed.collect::<Vec<_>>().join(", ")
    }

    /// Every part of a target, with its label.
    #[must_use]
    pub fn target_parts(&self, target: &Target) -> [TargetPart; 5] {
        self.target_parts_by(target, |kind, word| self.label(kind, word))
    }

    /// Every part of a target, with words labelled by `label`.
    pub fn target_parts_by(
        &self,
        target: &Target,
        label: impl Fn(Kind, u32) -> String,
    ) -> [TargetPart; 5] {
        let Target { unit, role, capability, specialty, other_role } = *target;
        let part = |(sv, en), value: String, alone: Option<(&'static str, &'static str)>| {
            let alone = alone.map_or_else(|| value.clone(), |(sv, en)| self.say(sv, en).to_owned());
            TargetPart { name: self.say(sv, en), value, alone }
        };
        let said = |(sv, en)| self.say(sv, en).to_owned();
        const CONCERNED: (&str, &str) = ("den som ärendet gäller", "the one concerned");
        let unit = match unit {
            UnitTarget::Concerned => {
                (said(CONCERNED), Some(("berörd mottagning", "the unit concerned")))
            }
            UnitTarget::Fixed(unit) => (label(Kind::Unit, unit), None),
        };
        let role = match role {
            RoleTarget::Role(role) => (label(Kind::Role, role), None),
            RoleTarget::Original => (said(ORIGINAL), None),
            RoleTarget::NotGiven => {
                (said(("ingen given", "none given")), Some(("ingen roll given", "no role given")))
            }
        };
        let capability = match capability {
            Some(capability) => (label(Kind::Capability, capability), None),
            None => (said(("ingen", "none")), Some(("", ""))),
        };
        let specialty = match specialty {
            SpecialtyTarget::Concerned => {
                (said(CONCERNED), Some(("berörd specialitet", "the specialty concerned")))
            }
            SpecialtyTarget::Fixed(specialty) => (label(Kind::Specialty, specialty), None),
        };
        let other_role = match other_role {
            OtherRole::NotAllowed => {
                (said(("får inte väljas", "may not be chosen")), Some(("", "")))
            }
            OtherRole::WithReason => (
                said(("får väljas med skäl", "may be chosen with a reason")),
                Some((
                    "annan roll får väljas med skäl",
                    "another role may be chosen with a reason",
                )),
            ),
        };
        [
            part(("mottagning", "unit"), unit.0, unit.1),
            part(("roll", "role"), role.0, role.1),
            part(("kapabilitet", "capability"), capability.0, capability.1),
            part(("specialitet", "specialty"), specialty.0, specialty.1),
            part(("annan roll", "another role"), other_role.0, other_role.1),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::RuleSet;
    use crate::language::Lang;

    #[test]
    fn targets_are_called_by_their_labels() {
        let rule_set = RuleSet::embedded().unwrap();
        let target = rule_set.routing.target(0).unwrap();
        assert_eq!(rule_set.lexicon(Lang::Sv).target(target), "samma roll som först");
        let parts = rule_set.lexicon(Lang::En).target_parts(target);
        assert_eq!((parts[0].name, parts[0].value.as_str()), ("unit", "the one concerned"));
    }
}
