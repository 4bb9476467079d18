//! Example requests for the cases of a block.

use std::borrow::Cow;

use jiff::civil::Date;

use handover_core::language::day;
use handover_core::ruleset::RuleSet;
use handover_core::ruleset::inputs::ROUTING;
use handover_core::ruleset::kinds::Kind;
use handover_core::ruleset::routing::{RoleTarget, Target};
use handover_core::wire::v1::{Case, FieldValue};
use handover_matcher::{Block, Domain, Joint, Side, Value, Values};

/// Both rule sets; a request may be put to either.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asking<'a> {
    pub(super) before: &'a RuleSet,
    pub(super) after: &'a RuleSet,
    pub(super) joint: &'a Joint,
    pub(super) at: Date,
}

impl Asking<'_> {
    /// The witness of a block in the words of one side, for which these targets differ.
    pub(super) fn request(
        &self,
        block: &Block,
        targets: [Option<&Target>; 2],
        side: Side,
    ) -> Case<'static> {
        let mut request = Case::default();
        let mut day = self.at;
        let inputs = ROUTING.iter().zip(self.joint.inputs()).zip(&block.witness).enumerate();
        for (index, ((spec, input), &value)) in inputs {
            let values = block.values.get(index).and_then(Option::as_ref);
            if input.domain == Domain::Date {
                day = self.day(values, value);
                continue;
            }
            let word = match value {
                Value::Word(word) => self.joint.pairs(index).get(word as usize),
                Value::Bool(value) => {
                    if let Some(field) = spec.field {
                        request.set(field, FieldValue::Boolean(value));
                    }
                    continue;
                }
                _ => None,
            };
            // A word that this side does not know is requested by its name on the other side.
            let of = |side: Side| {
                let rule_set = if side == Side::Before { self.before } else { self.after };
                Some(rule_set.list(spec.kind)?.get(word?.on(side)?)?.id.clone())
            };
            let other = if side == Side::Before { Side::After } else { Side::Before };
            let name = of(side).or_else(|| of(other)).unwrap_or_else(|| self.outside(spec.kind));
            if let Some(field) = spec.field {
                request.set(field, FieldValue::Text(Cow::Owned(name)));
            }
        }
        request.at = Some(Cow::Owned(day.to_string()));
        request.original_role = self.original_role(targets, side).map(Cow::Owned);
        request
    }

    /// A day among the values: the requested one, if possible.
    fn day(&self, values: Option<&Values>, witness: Value) -> Date {
        let asked = day::number(self.at);
        match (values, witness) {
            (Some(values), _) if values.contains(Value::Int(asked)) => self.at,
            (Some(Values::Ranges(ranges)), _) => {
                let near = ranges.iter().flat_map(|&(from, to)| [from, to]);
                let nearest = near.min_by_key(|day| day.abs_diff(asked));
                nearest.and_then(day::from_number).unwrap_or(self.at)
            }
            _ => self.at,
        }
    }

    /// A name in neither rule set's list.
    fn outside(&self, kind: Kind) -> String {
        let known = |name: &str| {
            [self.before, self.after]
                .into_iter()
                .filter_map(|rule_set| rule_set.list(kind))
                .any(|words| words.find(name).is_some())
        };
        let mut name = "Utanför listan".to_owned();
        while known(&name) {
            name.push('+');
        }
        name
    }

    /// The original role of a case that goes back to it, other than one that the other side names.
    fn original_role(&self, targets: [Option<&Target>; 2], side: Side) -> Option<String> {
        let original =
            |target: Option<&Target>| target.is_some_and(|t| t.role == RoleTarget::Original);
        let [before, after] = targets;
        if !original(before) && !original(after) {
            return None;
        }
        let named = |target: Option<&Target>, rule_set: &RuleSet| match target?.role {
            RoleTarget::Role(role) => Some(rule_set.vocabulary.roles.get(role)?.id.clone()),
            _ => None,
        };
        let taken = [named(before, self.before), named(after, self.after)];
        let rule_set = if side == Side::Before { self.before } else { self.after };
        // A role with the same id on both sides is the same role.
        let both = |id: &String| {
            self.before.vocabulary.roles.by_id(id).is_some()
                && self.after.vocabulary.roles.by_id(id).is_some()
        };
        let ids = rule_set.vocabulary.roles.ids();
        ids.into_iter().filter(|id| !taken.contains(&Some(id.clone()))).find(both)
    }
}
