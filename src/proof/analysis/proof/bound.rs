//! What may be said of a request where some places are possible.

use super::node::Node;
use super::relations::{Place, Relations, Same};
use super::routes::{Differ, Maybe, RouteFacts, Routes};
use super::set::Set;
use super::space::{FALSE, TRUE, Var, word};
use handover_core::ruleset::inputs::CheckInput;
use handover_core::ruleset::invariants::Invariants;
use handover_core::ruleset::kinds::{GIVEN, OTHER_ROLE};
use handover_core::ruleset::model::OtherRole;
use handover_core::ruleset::routing::{RoleTarget, Target, UnitTarget};
use handover_matcher::Value;

impl Routes<'_> {
    /// Everything, where nothing can be told.
    pub(super) fn nothing_known(&self) -> RouteFacts {
        let all = |input: usize| Set::all(self.space.classes.count(input));
        let answer = |name: &str| all(Invariants::position(name).unwrap_or(0));
        let any = Maybe { some: true, none: true };
        RouteFacts {
            role: answer("role"),
            capability: answer("capability"),
            other_role: all(CheckInput::OtherRole as usize),
            recommended_role: all(CheckInput::RecommendedRole as usize),
            missing: Set::of(TRUE + 1, [FALSE, TRUE]),
            unit: Set::all(self.space.units.len()),
            role_named: any,
            capability_named: any,
            specialty_named: any,
            split: None,
        }
    }

    /// What may be said where all of some places are possible, or, not exact, any of them.
    pub(super) fn bound(
        &self,
        node: &Node,
        places: &[Place<'_>],
        differ: &Differ,
        split: Option<(Var, Vec<Set>)>,
    ) -> RouteFacts {
        let exact = differ.exact;
        let relations = Relations::new(node, self);
        let distinct = if exact { relations.distinct(places) } else { None };
        let Some((first, others)) = distinct.as_deref().unwrap_or(places).split_first() else {
            return self.nothing_known();
        };
        let places = distinct.as_deref().unwrap_or(places);
        let mut facts = self.nothing_known();
        facts.split = split;
        let same =
            others.iter().fold(Same::Yes, |same, other| same.and(relations.places(first, other)));
        let same = if exact || same == Same::Yes { same } else { Same::Perhaps };
        let (may_be_one, may_be_several) = (same != Same::No && !differ.places, same != Same::Yes);

        let answers = |input: &str, class: &dyn Fn(&Target) -> Value| {
            let Some(input) = Invariants::position(input) else { return Set::none(0) };
            let said = places.iter().map(|place| self.space.class_of(input, class(place.says)));
            let mut set = Set::of(self.space.classes.count(input), said);
            if may_be_several && !places.iter().all(|place| class(place.says) == class(first.says))
            {
                set.insert(0);
            }
            set
        };
        let vocabulary = &self.space.engine.rule_set().vocabulary;
        let (roles, capabilities) =
            (vocabulary.roles.all().len() as u32, vocabulary.capabilities.all().len() as u32);
        facts.role = answers("role", &|says| {
            Value::Word(match says.role {
                RoleTarget::Role(role) => role,
                RoleTarget::Original => roles,
                RoleTarget::NotGiven => roles + 1,
            })
        });
        facts.capability =
            answers("capability", &|says| Value::Word(says.capability.unwrap_or(capabilities)));
        let original = node.get(Var::OriginalRole);
        let nothing = |input: &str| {
            Set::one(self.space.classes.count(Invariants::position(input).unwrap_or(0)), 0)
        };
        let roles = |other: &Place<'_>| relations.roles(first.says.role, other.says.role);
        if differ.roles
            || distinct.is_some() && others.iter().any(|o| o.says.role != first.says.role)
            || exact && others.iter().any(|other| roles(other) == Same::No)
        {
            facts.role = nothing("role");
        }
        if differ.capabilities
            || exact && others.iter().any(|o| o.says.capability != first.says.capability)
        {
            facts.capability = nothing("capability");
        }
        let other_roles = OTHER_ROLE.len() + 1;
        facts.other_role = Set::none(other_roles);
        facts.recommended_role = Set::none(GIVEN.len() + 1);
        for place in places.iter().filter(|_| may_be_one) {
            facts
                .other_role
                .insert(word(usize::from(place.says.other_role == OtherRole::NotAllowed)));
            match place.says.role {
                RoleTarget::NotGiven => facts.recommended_role.insert(word(1)),
                RoleTarget::Role(_) => facts.recommended_role.insert(word(0)),
                RoleTarget::Original => {
                    if original.contains(0) {
                        facts.recommended_role.insert(word(2));
                    }
                    if original.any_present() {
                        facts.recommended_role.insert(word(0));
                    }
                }
            }
        }
        if may_be_several {
            facts.other_role.insert(0);
            facts.recommended_role.insert(word(2));
        }

        let unfilled = |place: &Place<'_>| relations.unfilled(place);
        let (mut any_may, mut all_may_be_filled, mut some_may_be_filled) = (false, true, false);
        for place in places {
            let Maybe { some, none } = unfilled(place);
            any_may |= some;
            all_may_be_filled &= none;
            some_may_be_filled |= none;
        }
        facts.missing = Set::none(TRUE + 1);
        if may_be_several || any_may {
            facts.missing.insert(TRUE);
        }
        if may_be_one && if exact { all_may_be_filled } else { some_may_be_filled } {
            facts.missing.insert(FALSE);
        }

        facts.unit = Set::none(self.space.units.len());
        for place in places {
            match place.says.unit {
                UnitTarget::Concerned => facts.unit.add_all(node.get(Var::Unit)),
                UnitTarget::Fixed(unit) => facts.unit.insert(self.space.point_of_unit(unit)),
            }
        }
        let units = others.iter().fold(Same::Yes, |same, other| {
            same.and(relations.units(first.says.unit, other.says.unit))
        });
        if exact && units == Same::No {
            facts.unit = Set::one(self.space.units.len(), 0);
        } else if units != Same::Yes {
            facts.unit.insert(0);
        }

        let agreed = |part: &dyn Fn(&Place<'_>) -> Maybe, same: &dyn Fn(&Place<'_>) -> Same| {
            let same = others.iter().fold(Same::Yes, |all, other| all.and(same(other)));
            let some = places.iter().any(|place| part(place).some);
            let none = places.iter().any(|place| part(place).none);
            Maybe { some: some && !(exact && same == Same::No), none: none || same != Same::Yes }
        };
        let sure = |some: bool| Maybe { some, none: !some };
        facts.role_named = agreed(
            &|place| match place.says.role {
                RoleTarget::Role(_) => sure(true),
                RoleTarget::NotGiven => sure(false),
                RoleTarget::Original => {
                    Maybe { some: original.any_present(), none: original.contains(0) }
                }
            },
            &|other| relations.roles(first.says.role, other.says.role),
        );
        facts.capability_named = agreed(&|place| sure(place.says.capability.is_some()), &|other| {
            (other.says.capability == first.says.capability).into()
        });
        facts.specialty_named = agreed(&|place| relations.specialty_named(place), &|other| {
            relations.specialties(first, other)
        });
        if facts.split.is_none() {
            facts.split = relations.split.take();
        }
        facts
    }
}
