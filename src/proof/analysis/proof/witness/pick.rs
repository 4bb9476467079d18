//! The point that a request has of each variable, and the names and days that points stand for.

#![expect(clippy::indexing_slicing, reason = "points and classes are numbered by `Space`")]

use jiff::civil::Date;

use super::super::node::Node;
use super::super::space::{
    BLANK, FALSE, NO_CHANGE, NOT_CHOSEN, RECOMMENDED, SAME, Space, TRUE, UnitPoint, Var, truth,
};
use handover_core::language::day;
use handover_core::ruleset::inputs::CheckInput;
use handover_core::ruleset::names::Words;
use handover_matcher::{Value, Values};

/// A choice of one request among those of a node.
#[derive(Clone, Copy)]
pub(super) struct Pick<'p, 'a> {
    pub(super) space: &'p Space<'a>,
    pub(super) node: &'p Node,
}

impl Pick<'_, '_> {
    /// The point of a variable: the usual one where several remain.
    pub(super) fn point(&self, var: Var) -> usize {
        let remaining = self.node.get(var);
        let first = remaining.first().unwrap_or(0);
        let prefer = |points: &[usize]| {
            points.iter().copied().find(|&point| remaining.contains(point)).unwrap_or(first)
        };
        match var {
            Var::CaseType | Var::CareLevel | Var::Specialty | Var::Unit | Var::Method => {
                remaining.iter().find(|&point| point != 0).unwrap_or(0)
            }
            // Rather another unit than the one concerned.
            Var::From => {
                let unit = self.point(Var::Unit);
                remaining.iter().find(|&point| point != 0 && point != unit).unwrap_or(first)
            }
            Var::At => {
                let usual = day::number(self.usual_day());
                let distance = |class: usize| {
                    self.day(class).map_or(i64::MAX, |day| (day::number(day) - usual).abs())
                };
                remaining.iter().min_by_key(|&class| distance(class)).unwrap_or(first)
            }
            Var::Provider => prefer(&[TRUE, FALSE]),
            Var::Reason => prefer(&[BLANK]),
            Var::Change => prefer(&[NO_CHANGE, SAME]),
            Var::ChosenRole => prefer(&[NOT_CHOSEN, RECOMMENDED]),
            Var::Priority => {
                let usual = |&class: &usize| {
                    let [listed, _] = self.space.priority_classes[class];
                    !self.space.alerting.contains(class) && listed == truth(true)
                };
                remaining.iter().find(usual).unwrap_or(first)
            }
            _ => first,
        }
    }

    /// A day on which the governing document is valid.
    pub(super) fn usual_day(&self) -> Date {
        let governing = self.space.engine.rule_set().sources.governing();
        governing
            .and_then(|document| document.valid_from.or(document.decided))
            .unwrap_or(Date::constant(2025, 1, 1))
    }

    /// The day of a class that is nearest to the usual one.
    pub(super) fn day(&self, class: usize) -> Option<Date> {
        let usual = day::number(self.usual_day());
        let class = u32::try_from(class).ok()?;
        let Values::Ranges(ranges) = self.space.classes.values(self.space.routing.at, class)?
        else {
            return None;
        };
        let days = ranges.iter().map(|&(first, last)| usual.clamp(first, last));
        day::from_number(days.min_by_key(|day| (day - usual).abs())?)
    }

    /// The id of the word that a variable's point stands for, or a name outside the list.
    pub(super) fn word(
        &self,
        var: Var,
        input: CheckInput,
        words: &Words,
        outside: &str,
    ) -> Option<String> {
        let class = u32::try_from(self.point(var)).ok()?;
        match self.space.classes.sample(input as usize, class) {
            Value::Word(index) => words.get(index).map(|word| word.id.clone()),
            Value::Unlisted => Some(outside_of(words, outside)),
            _ => None,
        }
    }

    /// The id of the unit that a variable's point stands for, or a name outside the directory.
    pub(super) fn unit(&self, var: Var) -> Option<String> {
        let units = &self.space.engine.rule_set().directory.units;
        match self.unit_point(var)? {
            UnitPoint::Absent => None,
            UnitPoint::Listed(unit) => units.get(unit).map(|word| word.id.clone()),
            UnitPoint::Unlisted(nth) => {
                Some(outside_of(units, &format!("Mottagning utanför katalogen {}", nth + 1)))
            }
        }
    }

    /// The unit that a variable's point stands for.
    pub(super) fn unit_point(&self, var: Var) -> Option<UnitPoint> {
        self.space.units.get(self.point(var)).copied()
    }
}

/// A name that a list does not have.
pub(super) fn outside_of(words: &Words, name: &str) -> String {
    let free = |name: &String| words.find(name).is_none();
    let plain = Some(name.to_owned()).filter(free);
    plain.or_else(|| (2..).map(|n| format!("{name} {n}")).find(free)).unwrap_or_default()
}
