//! Where a case can go: the routing table asked, with what the case leaves open explored.

use std::borrow::Cow;
use std::slice;

use super::Engine;
use super::case::Named;
use super::intern::InternedCase;
use super::recommend::Target;
use crate::matcher::{ABSENT, Alike, AnswerRef, Deciding, Value, Values};
use crate::ruleset::inputs::{ROUTING, RequestField};
use crate::ruleset::model::OtherRole;
use crate::ruleset::routing::{self, RoleTarget, SpecialtyTarget, UnitTarget};

/// A target that is still possible, with what its rule says.
#[derive(Debug, Clone)]
pub(super) struct Route<'a> {
    pub(super) target: Target<'a>,
    /// The deciding rules, by index.
    pub(super) rules: Cow<'a, [u32]>,
    /// The role as the rules name it.
    pub(super) role: RoleTarget,
    pub(super) other_role: OtherRole,
    /// What the case would have to tell to fill an empty part.
    pub(super) unfilled: Unfilled,
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

impl Route<'_> {
    /// Whether two routes lead to the same receiver, leave the same open, and allow the same.
    fn same_place(&self, other: &Route<'_>) -> bool {
        (self.target, self.not_given(), self.other_role, self.unfilled)
            == (other.target, other.not_given(), other.other_role, other.unfilled)
    }

    /// Whether the rules name no role: a person decides.
    pub(super) fn not_given(&self) -> bool {
        self.role == RoleTarget::NotGiven
    }
}

/// A field whose value can still change which rules decide.
#[derive(Debug, Clone)]
pub(super) struct Question {
    pub(super) field: RequestField,
    /// The words that matter, as indices into the field's vocabulary.
    pub(super) words: Vec<u32>,
    /// The answers left on average over its values.
    pub(super) left: f64,
}

/// What the routing rules say of a case.
#[derive(Debug, Clone)]
pub(super) enum Routes<'a> {
    /// One target, whatever the case leaves open.
    One(Route<'a>),
    /// What is still possible, and what decides.
    Open { possible: Vec<Route<'a>>, questions: Vec<Question> },
}

impl<'a> Routes<'a> {
    pub(super) fn possible(&self) -> &[Route<'a>] {
        match self {
            Self::One(route) => slice::from_ref(route),
            Self::Open { possible, .. } => possible,
        }
    }

    pub(super) fn questions(&self) -> &[Question] {
        match self {
            Self::One(_) => &[],
            Self::Open { questions, .. } => questions,
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
                None => self.open_routes(case),
            };
        }
        // A care level left open leaves the default specialty open too: one level at a time.
        let levels = u32::try_from(self.rule_set().vocabulary.care_levels.all().len());
        let by_level: Vec<(u32, Routes<'a>)> = (0..levels.unwrap_or(0))
            .map(|level| (level, self.routes(&self.at_level(case, level))))
            .collect();
        merge_levels(&by_level)
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

    /// Where a case can go that leaves open what decides.
    fn open_routes<'a>(&'a self, case: &InternedCase<'a>) -> Routes<'a> {
        let values = &case.routing;
        let routing = &self.rule_set().routing;
        let unknown = values.map(|value| value == Value::Absent);
        // Outcomes that lead this case to the same place are one: a field that only tells them apart is not asked for.
        let classes = self.places(case);
        let field = |input: usize| ROUTING.get(input).and_then(|spec| RequestField::at(spec.field));
        match routing.plan.possible(values, &unknown, Alike::Class(&classes)) {
            Ok(possible) => {
                let routes = possible
                    .answers
                    .into_iter()
                    .map(|possible| self.route(case, possible.answer.into()));
                let questions = possible.deciding.iter().filter_map(|deciding| {
                    Some(Question {
                        field: field(deciding.input)?,
                        words: words_that_matter(deciding),
                        left: deciding.average,
                    })
                });
                Routes::Open { possible: distinct(routes), questions: questions.collect() }
            }
            // Past the budget every absent field may matter; nothing is claimed.
            Err(_) => {
                let open = (0..values.len()).filter(|&input| unknown.get(input) == Some(&true));
                let questions = open.filter_map(field).map(|field| Question {
                    field,
                    words: Vec::new(),
                    left: f64::MAX,
                });
                Routes::Open { possible: Vec::new(), questions: questions.collect() }
            }
        }
    }

    /// For each outcome of the routing table, the first one that leads the case to the same place.
    fn places(&self, case: &InternedCase<'_>) -> Vec<u32> {
        let targets = &self.rule_set().routing.targets;
        let routes: Vec<Route<'_>> =
            targets.iter().map(|target| fill(case, target, Cow::Borrowed(&[]))).collect();
        let first = |route: &Route<'_>| routes.iter().position(|known| known.same_place(route));
        routes.iter().filter_map(|route| u32::try_from(first(route)?).ok()).collect()
    }

    /// An answer of the routing table, with the parts that the case fills.
    fn route<'a>(&'a self, case: &InternedCase<'a>, answer: AnswerRef<'a>) -> Route<'a> {
        let (outcome, rules) = match answer {
            AnswerRef::One { outcome, rules } => (self.rule_set().routing.target(outcome), rules),
            _ => (None, Cow::Borrowed(&[][..])),
        };
        match outcome {
            Some(target) => fill(case, target, rules),
            // A loaded rule set has an answer for every case, unless the proof ran out of budget.
            None => Route {
                target: Target {
                    unit: case.case.unit,
                    role: None,
                    capability: None,
                    specialty: case.specialty.listed(),
                },
                rules: Cow::Borrowed(&[]),
                role: RoleTarget::NotGiven,
                other_role: OtherRole::NotAllowed,
                unfilled: Unfilled::default(),
            },
        }
    }
}

/// What a rule says, with the parts that the case fills.
fn fill<'a>(
    interned: &InternedCase<'a>,
    says: &routing::Target,
    rules: Cow<'a, [u32]>,
) -> Route<'a> {
    let case = &interned.case;
    let mut unfilled = Unfilled::default();
    let unit = match says.unit {
        UnitTarget::Fixed(unit) => Named::Listed(unit),
        UnitTarget::Concerned => {
            unfilled.unit = case.unit.is_absent();
            case.unit
        }
    };
    let role = match says.role {
        RoleTarget::Role(role) => Some(role),
        RoleTarget::NotGiven => None,
        RoleTarget::Original => {
            unfilled.original_role = case.original_role.is_none();
            case.original_role
        }
    };
    let specialty = match says.specialty {
        SpecialtyTarget::Fixed(specialty) => Some(specialty),
        SpecialtyTarget::Concerned => {
            unfilled.specialty = interned.specialty.is_absent();
            interned.specialty.listed()
        }
    };
    Route {
        target: Target { unit, role, capability: says.capability, specialty },
        rules,
        role: says.role,
        other_role: says.other_role,
        unfilled,
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

/// What is possible over all care levels. The level is a question where levels differ.
fn merge_levels<'a>(by_level: &[(u32, Routes<'a>)]) -> Routes<'a> {
    let differ = by_level.windows(2).any(|pair| match pair {
        [(_, a), (_, b)] => {
            let same = |(a, b): (&Route<'_>, &Route<'_>)| a.same_place(b);
            let (a, b) = (a.possible(), b.possible());
            a.len() != b.len() || !a.iter().zip(b).all(same)
        }
        _ => false,
    });
    let mut questions: Vec<Question> = Vec::new();
    if differ {
        let left: usize = by_level.iter().map(|(_, routes)| routes.possible().len()).sum();
        #[expect(
            clippy::cast_precision_loss,
            reason = "a handful of answers over a handful of levels"
        )]
        let left = left as f64 / by_level.len().max(1) as f64;
        let words = by_level.iter().map(|&(level, _)| level).collect();
        questions.push(Question { field: RequestField::CareLevel, words, left });
    }
    for (_, routes) in by_level {
        for question in routes.questions() {
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
    let possible = by_level.iter().flat_map(|(_, routes)| routes.possible()).cloned();
    Routes::Open { possible: distinct(possible), questions }
}
