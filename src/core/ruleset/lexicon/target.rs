//! Targets of routing rules, as a whole and part by part.

use super::{Lexicon, ORIGINAL};
use crate::language::{Text, text};
use crate::ruleset::kinds::Kind;
use crate::ruleset::model::OtherRole;
use crate::ruleset::routing::{RoleTarget, SpecialtyTarget, Target, UnitTarget};

/// A part of a target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetPart {
    /// What the part is called.
    pub name: &'static str,
    /// What the rule says of it.
    pub value: String,
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

    /// A target in one line: the parts that a rule fixes.
    #[must_use]
    pub fn target(&self, target: &Target) -> String {
        let Target { unit, role, capability, specialty, other_role: _ } = *target;
        let mut parts = Vec::new();
        if let UnitTarget::Fixed(unit) = unit {
            parts.push(self.label(Kind::Unit, unit));
        }
        parts.push(match role {
            RoleTarget::Role(role) => self.label(Kind::Role, role),
            RoleTarget::Original => self.say(ORIGINAL.0, ORIGINAL.1).to_owned(),
            RoleTarget::NotGiven => self.say("ingen roll given", "no role given").to_owned(),
        });
        if let SpecialtyTarget::Fixed(specialty) = specialty {
            parts.push(self.label(Kind::Specialty, specialty));
        }
        if let Some(capability) = capability {
            parts.push(self.label(Kind::Capability, capability));
        }
        parts.join(", ")
    }

    /// Every part of a target, with what it is called.
    #[must_use]
    pub fn target_parts(&self, target: &Target) -> [TargetPart; 5] {
        self.target_parts_by(target, |kind, word| self.label(kind, word))
    }

    /// Every part of a target, with words called as `label` says.
    pub fn target_parts_by(
        &self,
        target: &Target,
        label: impl Fn(Kind, u32) -> String,
    ) -> [TargetPart; 5] {
        let Target { unit, role, capability, specialty, other_role } = *target;
        let concerned = || self.say("den som ärendet gäller", "the one concerned").to_owned();
        let part = |(sv, en), value| TargetPart { name: self.say(sv, en), value };
        [
            part(
                ("mottagning", "unit"),
                match unit {
                    UnitTarget::Concerned => concerned(),
                    UnitTarget::Fixed(unit) => label(Kind::Unit, unit),
                },
            ),
            part(
                ("roll", "role"),
                match role {
                    RoleTarget::Role(role) => label(Kind::Role, role),
                    RoleTarget::Original => self.say(ORIGINAL.0, ORIGINAL.1).to_owned(),
                    RoleTarget::NotGiven => self.say("ingen given", "none given").to_owned(),
                },
            ),
            part(
                ("kapabilitet", "capability"),
                match capability {
                    Some(capability) => label(Kind::Capability, capability),
                    None => self.say("ingen", "none").to_owned(),
                },
            ),
            part(
                ("specialitet", "specialty"),
                match specialty {
                    SpecialtyTarget::Concerned => concerned(),
                    SpecialtyTarget::Fixed(specialty) => label(Kind::Specialty, specialty),
                },
            ),
            part(
                ("annan roll", "another role"),
                match other_role {
                    OtherRole::NotAllowed => self.say("får inte väljas", "may not be chosen"),
                    OtherRole::WithReason => {
                        self.say("får väljas med skäl", "may be chosen with a reason")
                    }
                }
                .to_owned(),
            ),
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
