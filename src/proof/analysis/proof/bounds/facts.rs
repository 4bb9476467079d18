//! Bounds on what the engine derives from the targets that a case may go to.

use super::super::node::{Node, Split};
use super::super::set::Set;
use super::super::space::{FALSE, GIVEN, NOT_GIVEN, OPEN, Space, TRUE, Var, word};
use super::relations::{FilledTarget, Maybe, Relations, Same};
use handover_core::ruleset::inputs::CheckInput;
use handover_core::ruleset::invariants::Invariants;
use handover_core::ruleset::kinds::{GIVEN as ROLES, OTHER_ROLE};
use handover_core::ruleset::model::OtherRole;
use handover_core::ruleset::routing::{RoleTarget, Target, UnitTarget};
use handover_matcher::Value;

/// Bounds on what follows from routing: each holds every class that some request of the node has.
#[derive(Debug)]
pub(in crate::analysis) struct RouteFacts {
    /// The role that the deciding rules name.
    pub(super) role: Set,
    /// The capability that they name.
    pub(super) capability: Set,
    /// Whether another role may be chosen.
    pub(super) other_role: Set,
    /// Whether a role is recommended.
    pub(super) recommended_role: Set,
    /// Whether a field is missing that decides between targets or fills one.
    pub(super) missing: Set,
    /// The recommended unit, as points.
    pub(super) unit: Set,
    /// Whether the recommendation has a role.
    pub(super) role_named: Maybe,
    /// Whether it has a capability.
    pub(super) capability_named: Maybe,
    /// Whether it has a specialty.
    pub(super) specialty_named: Maybe,
    /// The documents that may judge the answer, by index.
    pub(super) judges: Set,
    /// A split that makes the bounds tighter.
    pub(super) split: Option<Split>,
}

/// How the candidate targets of a node relate to the targets of each of its requests.
#[derive(Clone, Copy, Default)]
pub(super) struct Candidates {
    /// Every request has all candidates as its targets. Else each has at least one of them, and no others.
    pub(super) exact: bool,
    /// Every request has several targets.
    pub(super) several: bool,
    /// Every request has targets with different roles.
    pub(super) roles_differ: bool,
    /// Every request has targets with different capabilities.
    pub(super) capabilities_differ: bool,
}

impl Candidates {
    /// Every request has all candidates as its targets.
    pub(super) const EXACT: Self =
        Self { exact: true, several: false, roles_differ: false, capabilities_differ: false };
}

impl RouteFacts {
    /// Bounds that rule nothing out.
    pub(super) fn open(space: &Space<'_>, judges: &Set) -> Self {
        let all = |input: usize| Set::all(space.classes.count(input));
        let answer = |name: &str| all(Invariants::position(name).unwrap_or(0));
        Self {
            role: answer("role"),
            capability: answer("capability"),
            other_role: all(CheckInput::OtherRole as usize),
            recommended_role: all(CheckInput::RecommendedRole as usize),
            missing: Set::of(TRUE + 1, [FALSE, TRUE]),
            unit: Set::all(space.units.len()),
            role_named: Maybe::OPEN,
            capability_named: Maybe::OPEN,
            specialty_named: Maybe::OPEN,
            judges: judges.clone(),
            split: None,
        }
    }

    /// The bounds that follow from the candidate targets of a node.
    pub(super) fn new(
        space: &Space<'_>,
        node: &Node,
        targets: &[FilledTarget<'_>],
        candidates: Candidates,
        judges: &Set,
        split: Option<Split>,
    ) -> Self {
        let relations = Relations::new(space, node);
        let distinct = if candidates.exact { relations.distinct(targets) } else { None };
        let merged = distinct.is_some();
        let targets = distinct.as_deref().unwrap_or(targets);
        let Some((first, others)) = targets.split_first() else {
            return Self { split, ..Self::open(space, judges) };
        };
        let mut bound = Bound {
            space,
            node,
            relations: &relations,
            targets,
            first,
            others,
            candidates,
            merged,
            same: Same::Perhaps,
        };
        let same = bound.all_same(|other| relations.targets(first, other));
        // Candidates that differ need not both be targets of one request, unless all are.
        if candidates.exact || same == Same::Yes {
            bound.same = same;
        }
        let facts = Self {
            role: bound.role(),
            capability: bound.capability(),
            other_role: bound.other_role(),
            recommended_role: bound.recommended_role(),
            missing: bound.missing(),
            unit: bound.unit(),
            role_named: bound.role_named(),
            capability_named: bound.capability_named(),
            specialty_named: bound.specialty_named(),
            judges: bound.judges(judges),
            split,
        };
        match facts.split {
            Some(_) => facts,
            None => Self { split: relations.into_split(), ..facts },
        }
    }
}

/// The candidate targets of a node, compared.
struct Bound<'b, 'a> {
    space: &'b Space<'a>,
    node: &'b Node,
    relations: &'b Relations<'b, 'a>,
    targets: &'b [FilledTarget<'b>],
    first: &'b FilledTarget<'b>,
    others: &'b [FilledTarget<'b>],
    candidates: Candidates,
    /// Whether targets that are one have been merged, so that all that are there differ.
    merged: bool,
    /// Whether all targets of a request are one.
    same: Same,
}

impl Bound<'_, '_> {
    /// Whether all targets are the same as the first in some respect.
    fn all_same(&self, same: impl Fn(&FilledTarget<'_>) -> Same) -> Same {
        self.others.iter().fold(Same::Yes, |all, other| all.and(same(other)))
    }

    fn may_be_one(&self) -> bool {
        self.same != Same::No && !self.candidates.several
    }

    fn may_be_several(&self) -> bool {
        self.same != Same::Yes
    }

    /// The classes of an answer that the targets name, and absence where two of one request may name different ones.
    fn named(&self, input: &str, value: impl Fn(&Target) -> Value) -> Set {
        let Some(input) = Invariants::position(input) else { return Set::none(0) };
        let classes =
            self.targets.iter().map(|target| self.space.class_of(input, value(target.says)));
        let mut set = Set::of(self.space.classes.count(input), classes);
        let first = value(self.first.says);
        if self.may_be_several() && self.others.iter().any(|other| value(other.says) != first) {
            set.insert(0);
        }
        set
    }

    /// Absence alone, for an answer on which the targets of each request differ.
    fn unnamed(&self, input: &str) -> Set {
        let input = Invariants::position(input).unwrap_or(0);
        Set::one(self.space.classes.count(input), 0)
    }

    fn role(&self) -> Set {
        let roles = self.space.engine.rule_set().vocabulary.roles.all().len() as u32;
        let first = self.first.says.role;
        let other_word = |other: &FilledTarget<'_>| other.says.role != first;
        let other_role =
            |other: &FilledTarget<'_>| self.relations.roles(first, other.says.role) == Same::No;
        if self.candidates.roles_differ
            || self.merged && self.others.iter().any(other_word)
            || self.candidates.exact && self.others.iter().any(other_role)
        {
            return self.unnamed("role");
        }
        self.named("role", |says| {
            Value::Word(match says.role {
                RoleTarget::Role(role) => role,
                RoleTarget::Original => roles,
                RoleTarget::NotGiven => roles + 1,
            })
        })
    }

    fn capability(&self) -> Set {
        let capabilities = self.space.engine.rule_set().vocabulary.capabilities.all().len() as u32;
        let differ = |other: &FilledTarget<'_>| other.says.capability != self.first.says.capability;
        if self.candidates.capabilities_differ
            || self.candidates.exact && self.others.iter().any(differ)
        {
            return self.unnamed("capability");
        }
        self.named("capability", |says| Value::Word(says.capability.unwrap_or(capabilities)))
    }

    fn other_role(&self) -> Set {
        let mut set = Set::none(OTHER_ROLE.len() + 1);
        let first = self.first.says.other_role;
        let differ = self.others.iter().any(|other| other.says.other_role != first);
        if !(differ && self.candidates.exact) {
            for target in self.targets {
                set.insert(word(usize::from(target.says.other_role == OtherRole::NotAllowed)));
            }
        }
        if differ && self.may_be_several() {
            set.insert(0);
        }
        set
    }

    fn recommended_role(&self) -> Set {
        let mut set = Set::none(ROLES.len() + 1);
        for target in self.targets.iter().filter(|_| self.may_be_one()) {
            match target.says.role {
                RoleTarget::NotGiven => set.insert(NOT_GIVEN),
                RoleTarget::Role(_) => set.insert(GIVEN),
                RoleTarget::Original => {
                    let Maybe { some, none } = Maybe::present(self.node.get(Var::OriginalRole));
                    if some {
                        set.insert(GIVEN);
                    }
                    if none {
                        set.insert(OPEN);
                    }
                }
            }
        }
        if self.may_be_several() {
            set.insert(OPEN);
        }
        set
    }

    /// Several targets miss what decides between them; a single one what would fill it.
    fn missing(&self) -> Set {
        let unfilled: Vec<Maybe> =
            self.targets.iter().map(|target| self.relations.unfilled(target)).collect();
        let mut set = Set::none(TRUE + 1);
        if self.may_be_several() || unfilled.iter().any(|target| target.some) {
            set.insert(TRUE);
        }
        let filled = match self.candidates.exact {
            true => unfilled.iter().all(|target| target.none),
            false => unfilled.iter().any(|target| target.none),
        };
        if self.may_be_one() && filled {
            set.insert(FALSE);
        }
        set
    }

    fn unit(&self) -> Set {
        let count = self.space.units.len();
        let first = self.first.says.unit;
        let same = self.all_same(|other| self.relations.units(first, other.says.unit));
        if self.candidates.exact && same == Same::No {
            return Set::one(count, 0);
        }
        let mut set = Set::none(count);
        for target in self.targets {
            match target.says.unit {
                UnitTarget::Concerned => set.add_all(self.node.get(Var::Unit)),
                UnitTarget::Fixed(unit) => set.insert(self.space.point_of_unit(unit)),
            }
        }
        if same != Same::Yes {
            set.insert(0);
        }
        set
    }

    /// Whether the targets of a request agree on a part that has a value.
    fn agreed(
        &self,
        part: impl Fn(&FilledTarget<'_>) -> Maybe,
        same: impl Fn(&FilledTarget<'_>) -> Same,
    ) -> Maybe {
        let same = self.all_same(same);
        let some = self.targets.iter().any(|target| part(target).some);
        let none = self.targets.iter().any(|target| part(target).none);
        Maybe {
            some: some && !(self.candidates.exact && same == Same::No),
            none: none || same != Same::Yes,
        }
    }

    /// Without a single target, the governing document judges.
    fn judges(&self, of_rules: &Set) -> Set {
        let mut judges = of_rules.clone();
        if !self.may_be_one() {
            judges = of_rules.minus(of_rules);
        }
        if self.may_be_several() {
            judges.insert(0);
        }
        judges
    }

    fn role_named(&self) -> Maybe {
        let first = self.first.says.role;
        self.agreed(
            |target| match target.says.role {
                RoleTarget::Role(_) => Maybe::certain(true),
                RoleTarget::NotGiven => Maybe::certain(false),
                RoleTarget::Original => Maybe::present(self.node.get(Var::OriginalRole)),
            },
            |other| self.relations.roles(first, other.says.role),
        )
    }

    fn capability_named(&self) -> Maybe {
        let first = self.first.says.capability;
        self.agreed(
            |target| Maybe::certain(target.says.capability.is_some()),
            |other| (other.says.capability == first).into(),
        )
    }

    fn specialty_named(&self) -> Maybe {
        self.agreed(
            |target| self.relations.specialty_named(target),
            |other| self.relations.specialties(self.first, other),
        )
    }
}
