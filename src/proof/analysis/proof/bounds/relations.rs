//! Targets compared: whether parts of them are the same for the requests of a node.

use std::cell::OnceCell;

use super::super::node::{Node, Split};
use super::super::set::Set;
use super::super::space::{Space, Var};
use super::concerned::{Concerned, by_level, concerned};
use handover_core::ruleset::inputs::CheckInput;
use handover_core::ruleset::routing::{RoleTarget, SpecialtyTarget, Target, UnitTarget};
use handover_matcher::Value;

/// A target with the specialty that fills it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct FilledTarget<'a> {
    /// The target, as a rule names it.
    pub(super) says: &'a Target,
    /// The specialty concerned there.
    pub(super) specialty: Concerned,
}

/// Whether two things are the same for the requests of a node.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Same {
    /// For every request.
    Yes,
    /// For none.
    No,
    /// For some, perhaps.
    Perhaps,
}

impl Same {
    /// Whether both pairs are the same.
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

/// Which of two cases some request of a node may be: with a value, or without. Neither is ruled out by mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::analysis) struct Maybe {
    /// Some request may have a value.
    pub(in crate::analysis) some: bool,
    /// Some request may have none.
    pub(in crate::analysis) none: bool,
}

impl Maybe {
    /// Nothing is ruled out.
    pub(super) const OPEN: Self = Self { some: true, none: true };

    /// Every request has a value, or none has.
    pub(super) fn certain(some: bool) -> Self {
        Self { some, none: !some }
    }

    /// Whether the points of a variable are present or absent.
    pub(super) fn present(points: &Set) -> Self {
        Self { some: points.any_present(), none: points.contains(0) }
    }
}

/// Comparisons of targets for the requests of one node.
pub(super) struct Relations<'n, 'a> {
    node: &'n Node,
    space: &'n Space<'a>,
    split: OnceCell<Split>,
}

impl<'n, 'a> Relations<'n, 'a> {
    pub(super) fn new(space: &'n Space<'a>, node: &'n Node) -> Self {
        Self { node, space, split: OnceCell::new() }
    }

    /// A split of the first variable that a comparison depended on.
    pub(super) fn into_split(self) -> Option<Split> {
        self.split.into_inner()
    }

    /// Whether two targets are one, as the engine compares them: the same receiver, with the same allowed and asked for.
    pub(super) fn targets(&self, a: &FilledTarget<'_>, b: &FilledTarget<'_>) -> Same {
        if a == b {
            return Same::Yes;
        }
        let (says, other) = (a.says, b.says);
        Same::from((says.capability, says.other_role) == (other.capability, other.other_role))
            .and(self.roles(says.role, other.role))
            .and(self.units(says.unit, other.unit))
            .and(self.specialties(a, b))
    }

    /// One of each group of targets that are one, the first; `None` where the node does not decide that.
    pub(super) fn distinct<'p>(
        &self,
        targets: &[FilledTarget<'p>],
    ) -> Option<Vec<FilledTarget<'p>>> {
        let mut kept: Vec<FilledTarget<'p>> = Vec::new();
        for target in targets {
            let mut known = false;
            for other in &kept {
                match self.targets(other, target) {
                    Same::Yes => known = true,
                    Same::No => {}
                    Same::Perhaps => return None,
                }
            }
            if !known {
                kept.push(*target);
            }
        }
        Some(kept)
    }

    /// Whether a variable has this point.
    fn is(&self, var: Var, point: Option<usize>) -> Same {
        let remaining = self.node.get(var);
        match point {
            Some(point) if remaining.is_only(point) => Same::Yes,
            Some(point) if remaining.contains(point) => {
                let only = self.space.points(var, [point]);
                self.split.get_or_init(|| (var, vec![remaining.minus(&only), only]));
                Same::Perhaps
            }
            _ => Same::No,
        }
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

    pub(super) fn specialties(&self, a: &FilledTarget<'_>, b: &FilledTarget<'_>) -> Same {
        use SpecialtyTarget::{Concerned as Case, Fixed};
        let by_level = by_level(self.space, self.node);
        match ((a.says.specialty, a.specialty), (b.says.specialty, b.specialty)) {
            ((Fixed(a), _), (Fixed(b), _)) => (a == b).into(),
            ((Case, Concerned::Default(a)), (Case, Concerned::Default(b))) => (a == b).into(),
            ((Case, Concerned::Default(default)), (Fixed(word), _))
            | ((Fixed(word), _), (Case, Concerned::Default(default))) => {
                (default == Some(word)).into()
            }
            // A request that states neither level nor specialty has no single one.
            _ if by_level => Same::Perhaps,
            ((Case, Concerned::Stated), (Case, Concerned::Stated)) => Same::Yes,
            ((Case, _), (Case, _)) => Same::Perhaps,
            ((Case, Concerned::Stated), (Fixed(word), _))
            | ((Fixed(word), _), (Case, Concerned::Stated)) => self.concerns(word),
        }
    }

    /// Whether requests that state their specialty, or a level that has it as default, concern this one.
    fn concerns(&self, word: u32) -> Same {
        let class = self.space.class_of(CheckInput::Specialty as usize, Value::Word(word));
        let classes = concerned(self.space, self.node);
        if !classes.contains(class) {
            return Same::No;
        }
        if classes.len() == 1 {
            return Same::Yes;
        }
        self.is(Var::Specialty, Some(class));
        Same::Perhaps
    }

    /// Whether the specialty of a target is one of the vocabulary.
    pub(super) fn specialty_named(&self, target: &FilledTarget<'_>) -> Maybe {
        match (target.says.specialty, target.specialty) {
            (SpecialtyTarget::Fixed(_), _) => Maybe::certain(true),
            (SpecialtyTarget::Concerned, Concerned::Default(default)) => {
                Maybe::certain(default.is_some())
            }
            (SpecialtyTarget::Concerned, Concerned::Stated) => {
                let classes = concerned(self.space, self.node);
                let nameless = |class: usize| class == 0 || class == self.space.unlisted_specialty;
                Maybe {
                    some: classes.iter().any(|class| !nameless(class)),
                    none: classes.iter().any(nameless),
                }
            }
        }
    }

    /// Whether a part of a target is to be filled by the request, and the request lacks it.
    pub(super) fn unfilled(&self, target: &FilledTarget<'_>) -> Maybe {
        let lacking = |var: Var| {
            let Maybe { some, none } = Maybe::present(self.node.get(var));
            Maybe { some: none, none: some }
        };
        let unit = match target.says.unit {
            UnitTarget::Fixed(_) => Maybe::certain(false),
            UnitTarget::Concerned => lacking(Var::Unit),
        };
        let role = match target.says.role {
            RoleTarget::Original => lacking(Var::OriginalRole),
            RoleTarget::Role(_) | RoleTarget::NotGiven => Maybe::certain(false),
        };
        let specialty = match (target.says.specialty, target.specialty) {
            (SpecialtyTarget::Fixed(_), _) => Maybe::certain(false),
            (SpecialtyTarget::Concerned, Concerned::Default(default)) => {
                Maybe::certain(default.is_none())
            }
            (SpecialtyTarget::Concerned, Concerned::Stated) => {
                let Maybe { some, none } = Maybe::present(&concerned(self.space, self.node));
                Maybe { some: none, none: some }
            }
        };
        Maybe {
            some: unit.some || role.some || specialty.some,
            none: unit.none && role.none && specialty.none,
        }
    }
}
