//! Where a case can go: the routing table asked, with what the case leaves open explored.

use std::borrow::Cow;
use std::slice;

use super::Engine;
use super::case::Named;
use super::intern::InternedCase;
use super::questions::{Opening, Openings, Question};
use super::recommend::Target;
use crate::ruleset::fields::RequestField;
use crate::ruleset::inputs::{ROUTING, position};
use crate::ruleset::model::OtherRole;
use crate::ruleset::routing::{self, RoleTarget, SpecialtyTarget, UnitTarget};
use handover_matcher::{ABSENT, Alike, AnswerRef, Value};

/// A place that is still possible, with the rules that lead there.
#[derive(Debug, Clone)]
pub(super) struct Route<'a> {
    pub(super) place: Place<'a>,
    /// The role as the rules name it.
    pub(super) role: RoleTarget,
    /// The deciding rules, by index.
    pub(super) rules: Cow<'a, [u32]>,
}

/// Where a case goes and what it leaves open there: equal where the same receiver is meant, the same is left open, and
/// the same is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place<'a> {
    pub(super) target: Target<'a>,
    /// The rules name no role: a person decides.
    pub(super) not_given: bool,
    pub(super) other_role: OtherRole,
    /// What the case would have to tell to fill an empty part.
    pub(super) unfilled: Unfilled,
}

/// What a case tells that fills parts of a target.
#[derive(Debug, Clone, Copy)]
pub(super) struct Filling<'a> {
    pub(super) unit: Named<'a>,
    pub(super) original_role: Option<u32>,
    pub(super) specialty: Named<'a>,
}

/// The fields of a case that fill parts of a target, true where they are not told and would.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Unfilled {
    unit: bool,
    original_role: bool,
    specialty: bool,
}

impl Unfilled {
    pub(super) fn fields(self) -> impl Iterator<Item = RequestField> {
        let all = [
            (self.unit, RequestField::Unit),
            (self.original_role, RequestField::OriginalRole),
            (self.specialty, RequestField::Specialty),
        ];
        all.into_iter().filter(|(unfilled, _)| *unfilled).map(|(_, field)| field)
    }
}

/// What the routing rules say of a case.
#[derive(Debug, Clone)]
pub(super) enum Routes<'a> {
    /// One target, whatever the case leaves open.
    One(Route<'a>),
    /// What is still possible, and what to ask, the most useful question first.
    Open { possible: Vec<Route<'a>>, questions: Vec<Question> },
}

impl<'a> Routes<'a> {
    pub(super) fn possible(&self) -> &[Route<'a>] {
        match self {
            Self::One(route) => slice::from_ref(route),
            Self::Open { possible, .. } => possible,
        }
    }
}

impl Engine {
    /// Where the case can go.
    pub(super) fn routes<'a>(&'a self, case: &InternedCase<'a>) -> Routes<'a> {
        let settled = case.case.care_level.is_some()
            || !case.case.specialty.is_absent()
            || !self.prepared.level_tells_specialty;
        if settled {
            return match self.decided(case) {
                Some(answer) => Routes::One(self.route(case, answer)),
                None => self.open_routes(&Openings::of_case(self.explore(case))),
            };
        }
        // A care level left open leaves the default specialty open too: one level at a time.
        let levels = u32::try_from(self.rule_set().vocabulary.care_levels.all().len());
        let by_level = (0..levels.unwrap_or(0)).map(|level| {
            let case = self.at_level(case, level);
            // Once it tells a specialty, the case does not fall back on the level's.
            let told = (!case.specialty.is_absent()).then(|| self.explore(&case.sans_specialty()));
            (self.explore(&case), told)
        });
        self.open_routes(&Openings::by_level(by_level))
    }

    fn open_routes<'a>(&self, openings: &Openings<'a>) -> Routes<'a> {
        Routes::Open {
            possible: distinct(openings.routes()),
            questions: openings.questions(self.rule_set()),
        }
    }

    /// The answer of the routing table, if nothing that the case leaves open can change it.
    fn decided(&self, case: &InternedCase<'_>) -> Option<AnswerRef<'_>> {
        let plan = &self.rule_set().routing.plan;
        if !case.classes.contains(&ABSENT) {
            return Some(plan.decide_classes(&case.classes));
        }
        // What is absent and not asked for on the way to the answer cannot change it.
        let mut open = false;
        let answer = plan.walk_with(&case.routing, &mut |step| open |= step.value == Value::Absent);
        (!open).then_some(answer)
    }

    /// Where a case can go that leaves open what decides, and what tells the ways apart.
    fn explore<'a>(&'a self, case: &InternedCase<'a>) -> Opening<'a> {
        let values = &case.routing;
        let routing = &self.rule_set().routing;
        let unknown = values.map(|value| value == Value::Absent);
        let filling = case.filling();
        // Outcomes that lead this case to the same place are one: a field that only tells them apart is not asked for.
        let places = self.places(&filling);
        match routing.plan.possible(values, &unknown, Alike::Class(&places)) {
            Ok(possible) => {
                let routes = possible.answers.into_iter().map(|possible| {
                    let answer = AnswerRef::from(possible.answer);
                    let says = answer.outcome().and_then(|outcome| routing.target(outcome));
                    (says, self.route(case, answer))
                });
                Opening { filling, routes: routes.collect(), deciding: Ok(possible.deciding) }
            }
            // Past the budget every absent field may matter; nothing is claimed.
            Err(_) => {
                let open = (0..values.len()).filter(|&input| unknown.get(input) == Some(&true));
                Opening { filling, routes: Vec::new(), deciding: Err(open.collect()) }
            }
        }
    }

    /// For each outcome of the routing table, the first one that leads the case to the same place.
    fn places(&self, filling: &Filling<'_>) -> Vec<u32> {
        let targets = &self.rule_set().routing.targets;
        let places: Vec<Place<'_>> = targets.iter().map(|target| filling.fill(target)).collect();
        let first = |place| places.iter().position(|known| known == place);
        places.iter().filter_map(|place| u32::try_from(first(place)?).ok()).collect()
    }

    /// An answer of the routing table, with the parts that the case fills.
    fn route<'a>(&'a self, case: &InternedCase<'a>, answer: AnswerRef<'a>) -> Route<'a> {
        let (says, rules) = match answer {
            AnswerRef::One { outcome, rules } => (self.rule_set().routing.target(outcome), rules),
            _ => (None, Cow::Borrowed(&[][..])),
        };
        let role = says.map_or(RoleTarget::NotGiven, |says| says.role);
        Route { place: case.filling().place(says), role, rules }
    }
}

impl<'a> InternedCase<'a> {
    fn filling(&self) -> Filling<'a> {
        Filling {
            unit: self.case.unit,
            original_role: self.case.original_role,
            specialty: self.specialty,
        }
    }

    /// The case without the specialty that its care level gives it.
    fn sans_specialty(&self) -> Self {
        let mut open = *self;
        open.specialty = Named::Absent;
        if let Some(value) = position(ROUTING, "specialty").and_then(|at| open.routing.get_mut(at))
        {
            *value = Value::Absent;
        }
        open
    }
}

impl<'a> Filling<'a> {
    /// Where an answer leads: what it says, with the parts that the case fills.
    pub(super) fn place(&self, says: Option<&routing::Target>) -> Place<'a> {
        match says {
            Some(says) => self.fill(says),
            // A loaded rule set has an answer for every case, unless the proof ran out of budget.
            None => Place {
                target: Target {
                    unit: self.unit,
                    role: None,
                    capability: None,
                    specialty: self.specialty.listed(),
                },
                not_given: true,
                other_role: OtherRole::NotAllowed,
                unfilled: Unfilled::default(),
            },
        }
    }

    fn fill(&self, says: &routing::Target) -> Place<'a> {
        let mut unfilled = Unfilled::default();
        let unit = match says.unit {
            UnitTarget::Fixed(unit) => Named::Listed(unit),
            UnitTarget::Concerned => {
                unfilled.unit = self.unit.is_absent();
                self.unit
            }
        };
        let role = match says.role {
            RoleTarget::Role(role) => Some(role),
            RoleTarget::NotGiven => None,
            RoleTarget::Original => {
                unfilled.original_role = self.original_role.is_none();
                self.original_role
            }
        };
        let specialty = match says.specialty {
            SpecialtyTarget::Fixed(specialty) => Some(specialty),
            SpecialtyTarget::Concerned => {
                unfilled.specialty = self.specialty.is_absent();
                self.specialty.listed()
            }
        };
        Place {
            target: Target { unit, role, capability: says.capability, specialty },
            not_given: says.role == RoleTarget::NotGiven,
            other_role: says.other_role,
            unfilled,
        }
    }
}

/// Each place once, with the rules of all that lead to it.
fn distinct<'a>(routes: impl Iterator<Item = Route<'a>>) -> Vec<Route<'a>> {
    let mut kept: Vec<Route<'a>> = Vec::new();
    for route in routes {
        match kept.iter_mut().find(|known| known.place == route.place) {
            Some(known) => {
                let rules = known.rules.to_mut();
                rules.extend(&*route.rules);
                rules.sort_unstable();
                rules.dedup();
            }
            None => kept.push(route),
        }
    }
    kept
}
