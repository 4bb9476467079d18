//! Where a case can go: the routing table asked, with what the case leaves open explored.

use super::Engine;
use super::case::{Case, Named};
use super::recommend::Target;
use crate::matcher::{Alike, Answer, Deciding, Value, Values};
use crate::ruleset::inputs::ROUTING;
use crate::ruleset::model::OtherRole;
use crate::ruleset::routing::{self, RoleTarget, SpecialtyTarget, UnitTarget, day_number};

/// A target that is still possible, with what its rule says.
#[derive(Debug, Clone)]
pub(super) struct Route<'a> {
    pub(super) target: Target<'a>,
    /// The deciding rules, by index.
    pub(super) rules: Vec<u32>,
    /// The rules name no role: a person decides.
    pub(super) not_given: bool,
    pub(super) other_role: OtherRole,
    /// Fields of the case that would fill an empty part.
    pub(super) unfilled: Vec<&'static str>,
}

impl Route<'_> {
    /// Whether two routes lead to the same receiver, leave the same open, and allow the same.
    fn same_place(&self, other: &Route<'_>) -> bool {
        (self.target, self.not_given, self.other_role, &self.unfilled)
            == (other.target, other.not_given, other.other_role, &other.unfilled)
    }
}

/// A field whose value can still change which rules decide.
#[derive(Debug, Clone)]
pub(super) struct Question {
    /// The field, as a dotted path from the case.
    pub(super) field: &'static str,
    /// The words that matter, as indices into the field's vocabulary.
    pub(super) words: Vec<u32>,
    /// The answers left on average over its values.
    pub(super) left: f64,
}

/// What the routing rules say of a case.
#[derive(Debug, Clone, Default)]
pub(super) struct Routes<'a> {
    pub(super) possible: Vec<Route<'a>>,
    pub(super) questions: Vec<Question>,
}

/// The field of a request, as a dotted path from the case, of an input of the routing table.
fn field_of(input: usize) -> &'static str {
    ROUTING.get(input).map_or("", |spec| spec.field.strip_prefix("case.").unwrap_or(spec.field))
}

pub(super) fn value_of(named: Named<'_>) -> Value {
    match named {
        Named::Absent => Value::Absent,
        Named::Listed(index) => Value::Word(index),
        Named::Unlisted(_) => Value::Unlisted,
    }
}

impl Engine {
    /// The specialty concerned: as told, else the care level's default.
    pub(super) fn effective_specialty<'a>(&self, case: &Case<'a>) -> Named<'a> {
        let default = || {
            let level = case.care_level? as usize;
            self.rule_set.vocabulary.default_specialty.get(level).copied().flatten()
        };
        match case.specialty {
            Named::Absent => default().map_or(Named::Absent, Named::Listed),
            told => told,
        }
    }

    /// The values of the routing table's inputs, in the order of [`ROUTING`].
    pub(super) fn routing_values(&self, case: &Case<'_>) -> [Value; 6] {
        [
            value_of(case.case_type),
            case.care_level.map_or(Value::Absent, Value::Word),
            value_of(self.effective_specialty(case)),
            value_of(case.unit),
            value_of(case.from),
            Value::Int(day_number(case.at)),
        ]
    }

    /// Where the case can go.
    pub(super) fn routes<'a>(&self, case: &Case<'a>) -> Routes<'a> {
        let has_default = self.rule_set.vocabulary.default_specialty.iter().any(Option::is_some);
        if case.care_level.is_some() || !case.specialty.is_absent() || !has_default {
            return self.routes_of_level(case);
        }
        // A care level left open leaves the default specialty open too: one level at a time.
        let levels =
            0..u32::try_from(self.rule_set.vocabulary.care_levels.all().len()).unwrap_or(0);
        let by_level: Vec<(u32, Routes<'a>)> = levels
            .map(|level| (level, self.routes_of_level(&Case { care_level: Some(level), ..*case })))
            .collect();
        merge_levels(by_level)
    }

    fn routes_of_level<'a>(&self, case: &Case<'a>) -> Routes<'a> {
        let values = self.routing_values(case);
        let routing = &self.rule_set.routing;
        if !values.contains(&Value::Absent) {
            let answer = routing.plan.decide(&values);
            return Routes { possible: vec![self.route(case, &answer)], questions: Vec::new() };
        }
        let unknown = values.map(|value| value == Value::Absent);
        // Outcomes that lead this case to the same place are one: a field that only tells them apart is not asked for.
        let classes = self.places(case);
        match routing.plan.possible(&values, &unknown, Alike::Class(&classes)) {
            Ok(possible) => {
                let routes =
                    possible.answers.iter().map(|possible| self.route(case, &possible.answer));
                let questions = possible.deciding.iter().map(|deciding| Question {
                    field: field_of(deciding.input),
                    words: words_that_matter(deciding),
                    left: deciding.average,
                });
                Routes { possible: distinct(routes), questions: questions.collect() }
            }
            // Past the budget every absent field may matter; nothing is claimed.
            Err(_) => {
                let open = (0..values.len()).filter(|&input| unknown.get(input) == Some(&true));
                let questions = open.map(|input| Question {
                    field: field_of(input),
                    words: Vec::new(),
                    left: f64::MAX,
                });
                Routes { possible: Vec::new(), questions: questions.collect() }
            }
        }
    }

    /// For each outcome of the routing table, the first one that leads the case to the same place.
    fn places(&self, case: &Case<'_>) -> Vec<u32> {
        let targets = &self.rule_set.routing.targets;
        let routes: Vec<Route<'_>> =
            targets.iter().map(|target| self.fill(case, target, Vec::new())).collect();
        let first = |route: &Route<'_>| routes.iter().position(|known| known.same_place(route));
        routes.iter().filter_map(|route| u32::try_from(first(route)?).ok()).collect()
    }

    /// An answer of the routing table, with the parts that the case fills.
    fn route<'a>(&self, case: &Case<'a>, answer: &Answer) -> Route<'a> {
        let outcome = match answer {
            Answer::One { outcome, .. } => self.rule_set.routing.target(*outcome),
            _ => None,
        };
        match outcome {
            Some(target) => self.fill(case, target, answer.rules().to_vec()),
            // A loaded rule set has an answer for every case, unless the proof ran out of budget.
            None => Route {
                target: Target {
                    unit: case.unit,
                    role: None,
                    capability: None,
                    specialty: self.effective_specialty(case).listed(),
                },
                rules: Vec::new(),
                not_given: true,
                other_role: OtherRole::NotAllowed,
                unfilled: Vec::new(),
            },
        }
    }

    /// What a rule says, with the parts that the case fills.
    fn fill<'a>(&self, case: &Case<'a>, says: &routing::Target, rules: Vec<u32>) -> Route<'a> {
        let mut unfilled = Vec::new();
        let mut concerned = |told: bool, field: &'static str| {
            if !told {
                unfilled.push(field);
            }
        };
        let unit = match says.unit {
            UnitTarget::Fixed(unit) => Named::Listed(unit),
            UnitTarget::Concerned => {
                concerned(!case.unit.is_absent(), "unit");
                case.unit
            }
        };
        let role = match says.role {
            RoleTarget::Role(role) => Some(role),
            RoleTarget::NotGiven => None,
            RoleTarget::Original => {
                concerned(case.original_role.is_some(), "original_role");
                case.original_role
            }
        };
        let specialty = match says.specialty {
            SpecialtyTarget::Fixed(specialty) => Some(specialty),
            SpecialtyTarget::Concerned => {
                let told = self.effective_specialty(case);
                concerned(!told.is_absent(), "specialty");
                told.listed()
            }
        };
        Route {
            target: Target { unit, role, capability: says.capability, specialty },
            rules,
            not_given: says.role == RoleTarget::NotGiven,
            other_role: says.other_role,
            unfilled,
        }
    }
}

/// The words of the classes that are told apart; the largest class stands for "any other" and is left
/// out where there are several.
fn words_that_matter(deciding: &Deciding) -> Vec<u32> {
    let words = |values: &Values| match values {
        Values::Words { listed, .. } => listed.clone(),
        Values::Booleans { .. } | Values::Ranges(_) => Vec::new(),
    };
    let mut classes: Vec<Vec<u32>> =
        deciding.classes.iter().map(|class| words(&class.values)).collect();
    if classes.len() > 1 {
        let largest = (0..classes.len()).max_by_key(|&i| classes.get(i).map_or(0, Vec::len));
        if let Some(largest) = largest
            && classes.get(largest).is_some_and(|class| class.len() > 1)
        {
            classes.remove(largest);
        }
    }
    let mut words: Vec<u32> = classes.into_iter().flatten().collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// Each target once, with the rules of all that lead to it.
fn distinct<'a>(routes: impl Iterator<Item = Route<'a>>) -> Vec<Route<'a>> {
    let mut kept: Vec<Route<'a>> = Vec::new();
    for route in routes {
        match kept.iter_mut().find(|known| known.same_place(&route)) {
            Some(known) => {
                known.rules.extend(&route.rules);
                known.rules.sort_unstable();
                known.rules.dedup();
            }
            None => kept.push(route),
        }
    }
    kept
}

/// What is possible over all care levels. The level is a question where levels differ.
fn merge_levels(by_level: Vec<(u32, Routes<'_>)>) -> Routes<'_> {
    let differ = by_level.windows(2).any(|pair| match pair {
        [(_, a), (_, b)] => {
            let same = |(a, b): (&Route<'_>, &Route<'_>)| a.same_place(b);
            a.possible.len() != b.possible.len() || !a.possible.iter().zip(&b.possible).all(same)
        }
        _ => false,
    });
    let mut questions: Vec<Question> = Vec::new();
    if differ {
        let left: usize = by_level.iter().map(|(_, routes)| routes.possible.len()).sum();
        #[expect(
            clippy::cast_precision_loss,
            reason = "a handful of answers over a handful of levels"
        )]
        let left = left as f64 / by_level.len().max(1) as f64;
        let words = by_level.iter().map(|&(level, _)| level).collect();
        questions.push(Question { field: "care_level", words, left });
    }
    for (_, routes) in &by_level {
        for question in &routes.questions {
            match questions.iter_mut().find(|known| known.field == question.field) {
                Some(known) => {
                    known.words.extend(&question.words);
                    known.words.sort_unstable();
                    known.words.dedup();
                    known.left = known.left.max(question.left);
                }
                None => questions.push(question.clone()),
            }
        }
    }
    let possible = distinct(by_level.into_iter().flat_map(|(_, routes)| routes.possible));
    Routes { possible, questions }
}
