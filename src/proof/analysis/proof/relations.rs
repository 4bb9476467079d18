//! Which parts of places are the same, as far as a node tells.

#![expect(clippy::indexing_slicing, reason = "variables are numbered")]

use std::cell::Cell;

use super::node::Node;
use super::routes::{Maybe, Routes};
use super::set::Set;
use super::space::{Space, Var};
use handover_core::ruleset::inputs::CheckInput;
use handover_core::ruleset::routing::{RoleTarget, SpecialtyTarget, Target, UnitTarget};
use handover_matcher::Value;

/// A target that is possible, with the specialty that the case concerns there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Place<'a> {
    pub(super) says: &'a Target,
    pub(super) specialty: Concerned,
}

/// The specialty that a case concerns: as it tells, or the default of the care level that is tried.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Concerned {
    AsTold,
    Default(Option<u32>),
}

/// Whether two things are the same.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Same {
    Yes,
    No,
    Perhaps,
}

/// Which parts of places are the same, as far as a node tells.
pub(super) struct Relations<'r, 'a> {
    node: &'r Node,
    space: &'r Space<'a>,
    routes: &'r Routes<'a>,
    /// The first variable that leaves it open.
    pub(super) split: Cell<Option<(Var, Vec<Set>)>>,
}

impl<'r, 'a> Relations<'r, 'a> {
    pub(super) fn new(node: &'r Node, routes: &'r Routes<'a>) -> Self {
        Self { node, space: routes.space, routes, split: Cell::new(None) }
    }

    pub(super) fn places(&self, a: &Place<'_>, b: &Place<'_>) -> Same {
        if a == b {
            return Same::Yes;
        }
        let (says, other) = (a.says, b.says);
        Same::from((says.capability, says.other_role) == (other.capability, other.other_role))
            .and(self.roles(says.role, other.role))
            .and(self.units(says.unit, other.unit))
            .and(self.specialties(a, b))
    }

    /// The places that differ, each as the first of those alike; `None` where the node leaves it open.
    pub(super) fn distinct<'p>(&self, places: &[Place<'p>]) -> Option<Vec<Place<'p>>> {
        let mut kept: Vec<Place<'p>> = Vec::new();
        for place in places {
            let mut known = false;
            for other in &kept {
                match self.places(other, place) {
                    Same::Yes => known = true,
                    Same::No => {}
                    Same::Perhaps => return None,
                }
            }
            if !known {
                kept.push(*place);
            }
        }
        Some(kept)
    }

    /// Whether a variable has this one point.
    fn is(&self, var: Var, point: Option<usize>) -> Same {
        let left = self.node.get(var);
        match point {
            Some(point) if left.is_only(point) => Same::Yes,
            Some(point) if left.contains(point) => {
                if self.open() {
                    let only = Set::one(self.space.bounds[var as usize], point);
                    self.split.set(Some((var, vec![left.minus(&only), only])));
                }
                Same::Perhaps
            }
            _ => Same::No,
        }
    }

    fn open(&self) -> bool {
        let split = self.split.take();
        let open = split.is_none();
        self.split.set(split);
        open
    }

    pub(super) fn units(&self, a: UnitTarget, b: UnitTarget) -> Same {
        match (a, b) {
            (UnitTarget::Fixed(a), UnitTarget::Fixed(b)) => (a == b).into(),
            (UnitTarget::Concerned, UnitTarget::Concerned) => Same::Yes,
            (UnitTarget::Concerned, UnitTarget::Fixed(unit))
            | (UnitTarget::Fixed(unit), UnitTarget::Concerned) => {
                self.is(Var::Unit, Some(self.space.point_of_unit(unit)))
            }
        }
    }

    pub(super) fn roles(&self, a: RoleTarget, b: RoleTarget) -> Same {
        match (a, b) {
            (RoleTarget::Original, RoleTarget::Role(role))
            | (RoleTarget::Role(role), RoleTarget::Original) => self.is(
                Var::OriginalRole,
                self.space.roles.iter().position(|&known| known == Some(role)),
            ),
            (a, b) => (a == b).into(),
        }
    }

    pub(super) fn specialties(&self, a: &Place<'_>, b: &Place<'_>) -> Same {
        use SpecialtyTarget::{Concerned as Case, Fixed};
        let class =
            |word: u32| self.space.class_of(CheckInput::Specialty as usize, Value::Word(word));
        match ((a.says.specialty, a.specialty), (b.says.specialty, b.specialty)) {
            ((Fixed(a), _), (Fixed(b), _)) => (a == b).into(),
            ((Case, a), (Case, b)) if a == b => {
                if a == Concerned::AsTold && self.routes.by_level(self.node) {
                    Same::Perhaps
                } else {
                    Same::Yes
                }
            }
            ((Case, Concerned::Default(a)), (Case, Concerned::Default(b))) => (a == b).into(),
            ((Case, _), (Case, _)) => Same::Perhaps,
            ((Case, Concerned::Default(told)), (Fixed(word), _))
            | ((Fixed(word), _), (Case, Concerned::Default(told))) => (told == Some(word)).into(),
            // Of a request without care level and specialty, each level's default is tried.
            ((Case, Concerned::AsTold), (Fixed(_), _))
            | ((Fixed(_), _), (Case, Concerned::AsTold))
                if self.routes.by_level(self.node) =>
            {
                Same::Perhaps
            }
            ((Case, Concerned::AsTold), (Fixed(word), _))
            | ((Fixed(word), _), (Case, Concerned::AsTold)) => {
                let left = self.routes.concerned(self.node);
                match left.contains(class(word)) {
                    true if left.len() == 1 => Same::Yes,
                    true => {
                        self.is(Var::Given, Some(class(word)));
                        Same::Perhaps
                    }
                    false => Same::No,
                }
            }
        }
    }

    /// Whether the specialty of a place is one of the vocabulary.
    pub(super) fn specialty_named(&self, place: &Place<'_>) -> Maybe {
        let sure = |some: bool| Maybe { some, none: !some };
        match (place.says.specialty, place.specialty) {
            (SpecialtyTarget::Fixed(_), _) => sure(true),
            (SpecialtyTarget::Concerned, Concerned::Default(default)) => sure(default.is_some()),
            (SpecialtyTarget::Concerned, Concerned::AsTold) => {
                let left = self.routes.concerned(self.node);
                let nameless = |class: usize| class == 0 || class == self.space.unlisted_specialty;
                let open = self.routes.by_level(self.node);
                Maybe {
                    some: open || left.iter().any(|class| !nameless(class)),
                    none: left.iter().any(nameless),
                }
            }
        }
    }

    /// Whether a part of a place is left open by the request; `none` where it may be filled.
    pub(super) fn unfilled(&self, place: &Place<'_>) -> Maybe {
        let unit = match place.says.unit {
            UnitTarget::Fixed(_) => Maybe { some: false, none: true },
            UnitTarget::Concerned => absent(self.node.get(Var::Unit)),
        };
        let role = match place.says.role {
            RoleTarget::Original => absent(self.node.get(Var::OriginalRole)),
            RoleTarget::Role(_) | RoleTarget::NotGiven => Maybe { some: false, none: true },
        };
        let specialty = match (place.says.specialty, place.specialty) {
            (SpecialtyTarget::Fixed(_), _) => Maybe { some: false, none: true },
            (SpecialtyTarget::Concerned, Concerned::Default(default)) => {
                Maybe { some: default.is_none(), none: default.is_some() }
            }
            (SpecialtyTarget::Concerned, Concerned::AsTold) => {
                let left = absent(&self.routes.concerned(self.node));
                Maybe { some: left.some, none: left.none || self.routes.by_level(self.node) }
            }
        };
        Maybe {
            some: unit.some || role.some || specialty.some,
            none: unit.none && role.none && specialty.none,
        }
    }
}

fn absent(left: &Set) -> Maybe {
    Maybe { some: left.contains(0), none: left.any_present() }
}

impl Same {
    pub(super) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Yes, Self::Yes) => Self::Yes,
            _ => Self::Perhaps,
        }
    }
}

impl From<bool> for Same {
    fn from(same: bool) -> Self {
        if same { Self::Yes } else { Self::No }
    }
}
