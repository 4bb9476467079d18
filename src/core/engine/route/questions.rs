//! Questions for an incomplete case, most useful first.
//!
//! A question ranks by the mean number of destinations that its answers leave, over the values that the field may take: each
//! word of its list, and one outside it where the list is open. The mean is exact, also where care levels are explored
//! one at a time and where a field fills a part of the target.

use super::destination::{Destination, Filling, Route, filling_words, words_of};
use crate::ruleset::RuleSet;
use crate::ruleset::fields::RequestField;
use crate::ruleset::inputs::ROUTING;
use crate::ruleset::routing::{RoleTarget, SpecialtyTarget, Target, UnitTarget};
use handover_matcher::{Deciding, Values};

/// A field to ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::engine) struct Question {
    pub(in crate::engine) field: RequestField,
    /// The words that matter, as indices into the field's vocabulary; none where any value will do.
    pub(in crate::engine) words: Vec<u32>,
}

/// Possible answers to an incomplete case.
pub(super) struct Opening<'a> {
    pub(super) filling: Filling<'a>,
    /// The outcomes still possible, each with its route. Outcomes of one destination count as one.
    pub(super) routes: Vec<(Option<&'a Target>, Route<'a>)>,
    /// The inputs that decide between the routes; past the budget, the inputs that may.
    pub(super) deciding: Result<Vec<Deciding>, Vec<usize>>,
}

/// Possible answers to an incomplete case, by care level where the level gives the specialty.
pub(super) struct Openings<'a> {
    levels: Vec<Opening<'a>>,
    /// By level, the answers once a specialty is stated; `None` where the level has no default, which makes no difference.
    stated_specialty: Vec<Option<Opening<'a>>>,
    one_by_one: bool,
}

/// The fields that fill parts of a target, in the order of their questions.
const FILLING: [RequestField; 3] =
    [RequestField::Unit, RequestField::OriginalRole, RequestField::Specialty];

impl<'a> Openings<'a> {
    pub(super) fn of_case(opening: Opening<'a>) -> Self {
        Self { levels: vec![opening], stated_specialty: vec![None], one_by_one: false }
    }

    /// Answers by level: with the case as it is, and once it states a specialty.
    pub(super) fn by_level(
        levels: impl Iterator<Item = (Opening<'a>, Option<Opening<'a>>)>,
    ) -> Self {
        let (levels, stated_specialty) = levels.unzip();
        Self { levels, stated_specialty, one_by_one: true }
    }

    /// Every possible route.
    pub(super) fn routes(&self) -> impl Iterator<Item = Route<'a>> {
        self.levels.iter().flat_map(|level| &level.routes).map(|(_, route)| route.clone())
    }

    /// The fields that could still change the destination or fill a part of it. Among equally useful ones, those that decide
    /// come before those that only fill.
    pub(super) fn questions(&self, rule_set: &RuleSet) -> Vec<Question> {
        let mut questions: Vec<Question> = Vec::new();
        for (input, spec) in ROUTING.iter().enumerate() {
            if let Some(field) = spec.field
                && let Some(words) = self.words_that_matter(input, field)
            {
                questions.push(Question { field, words });
            }
        }
        for field in FILLING {
            let fills =
                |route: &Route<'_>| route.destination.unfilled.fields().any(|open| open == field);
            if self.routes().any(|route| fills(&route))
                && questions.iter().all(|known| known.field != field)
            {
                questions.push(Question { field, words: filling_words(rule_set, field) });
            }
        }
        let left = |question: Question| {
            let field = question.field;
            (self.places_left(field, words_of(rule_set, field)), question)
        };
        let mut questions: Vec<(f64, Question)> = questions.into_iter().map(left).collect();
        questions.sort_by(|a, b| a.0.total_cmp(&b.0));
        questions.into_iter().map(|(_, question)| question).collect()
    }

    /// The words of a field that can still change the destination; `None` where none can.
    fn words_that_matter(&self, input: usize, field: RequestField) -> Option<Vec<u32>> {
        if self.one_by_one && field == RequestField::CareLevel {
            return self.levels_differ().then(|| (0..).take(self.levels.len()).collect());
        }
        let mut words: Option<Vec<u32>> = None;
        for level in &self.levels {
            let separated = match &level.deciding {
                Ok(deciding) => {
                    deciding.iter().find(|known| known.input == input).map(separated_words)
                }
                Err(open) => open.contains(&input).then(Vec::new),
            };
            if let Some(separated) = separated {
                words.get_or_insert_default().extend(separated);
            }
        }
        let mut words = words?;
        words.sort_unstable();
        words.dedup();
        Some(words)
    }

    fn levels_differ(&self) -> bool {
        let destinations = |level: &Opening<'a>| -> Vec<Destination<'a>> {
            level.routes.iter().map(|(_, route)| route.destination).collect()
        };
        let mut levels = self.levels.iter().map(destinations);
        let first = levels.next().unwrap_or_default();
        levels.any(|other| other != first)
    }

    /// The mean number of destinations left over the values of a field: its words, and one more where its list is open.
    fn places_left(&self, field: RequestField, (words, open): (u32, bool)) -> f64 {
        if self.levels.iter().any(|level| level.deciding.is_err()) {
            return f64::MAX;
        }
        if self.one_by_one && field == RequestField::CareLevel {
            let left =
                self.levels.iter().map(|level| destinations(&[level], None, |filling| filling));
            return mean(left.map(|left| (left, 1)));
        }
        let levels: Vec<&Opening<'a>> = (self.levels.iter().zip(&self.stated_specialty))
            .map(|(level, stated)| match stated {
                Some(stated) if field == RequestField::Specialty => stated,
                _ => level,
            })
            .collect();
        let input = ROUTING.iter().position(|spec| spec.field == Some(field));
        let deciding = levels.iter().find_map(|level| level.deciding(input?));
        let named = named_values(&levels, field);
        // By class where the input decides; else all values together.
        let all = Values::Words { listed: (0..words).collect(), unlisted: open };
        let classes = match deciding {
            Some(deciding) => {
                deciding.classes.iter().map(|class| (Some(class.class), &class.values)).collect()
            }
            None => vec![(None, &all)],
        };
        let mut weighed = Vec::new();
        for (class, values) in classes {
            let class = input.zip(class);
            // Values that a rule names as its target lead elsewhere than the others of their class.
            let special: Vec<u32> =
                named.iter().copied().filter(|&word| holds(values, word)).collect();
            let others = values.count().saturating_sub(special.len() as u128);
            let each = special.into_iter().map(|word| (Some(word), 1));
            for (value, weight) in each.chain([(None, others)]).filter(|&(_, weight)| weight > 0) {
                let left = destinations(&levels, class, |filling| filling.with(field, value));
                weighed.push((left, weight));
            }
        }
        mean(weighed.into_iter())
    }
}

impl Opening<'_> {
    fn deciding(&self, input: usize) -> Option<&Deciding> {
        self.deciding.as_ref().ok()?.iter().find(|known| known.input == input)
    }

    /// The outcomes left by a class of an input: all of them where the input does not decide.
    fn outcomes(&self, class: Option<(usize, u32)>) -> impl Iterator<Item = Option<&Target>> {
        let left = class.and_then(|(input, class)| {
            let classes = &self.deciding(input)?.classes;
            classes.iter().find(|known| known.class == class).map(|known| known.left.as_slice())
        });
        let outcomes = self.routes.iter().map(|(outcome, _)| *outcome).enumerate();
        outcomes
            .filter(move |(at, _)| left.is_none_or(|left| left.binary_search(at).is_ok()))
            .map(|(_, outcome)| outcome)
    }
}

/// Number of destinations left where an input is in a class and a field is filled in.
fn destinations<'a>(
    levels: &[&Opening<'a>],
    class: Option<(usize, u32)>,
    filled: impl Fn(Filling<'a>) -> Filling<'a>,
) -> usize {
    let mut left: Vec<Destination<'a>> = Vec::new();
    for level in levels {
        let filling = filled(level.filling);
        for outcome in level.outcomes(class) {
            let destination = filling.destination(outcome);
            if !left.contains(&destination) {
                left.push(destination);
            }
        }
    }
    left.len()
}

/// The words that possible outcomes name in the part of the target that a field fills.
fn named_values(levels: &[&Opening<'_>], field: RequestField) -> Vec<u32> {
    let outcomes = levels.iter().flat_map(|level| level.outcomes(None)).flatten();
    let named = outcomes.filter_map(|it| match (field, it.unit, it.role, it.specialty) {
        (RequestField::Unit, UnitTarget::Fixed(unit), ..) => Some(unit),
        (RequestField::OriginalRole, _, RoleTarget::Role(role), _) => Some(role),
        (RequestField::Specialty, .., SpecialtyTarget::Fixed(specialty)) => Some(specialty),
        _ => None,
    });
    let mut named: Vec<u32> = named.collect();
    named.sort_unstable();
    named.dedup();
    named
}

fn holds(values: &Values, word: u32) -> bool {
    matches!(values, Values::Words { listed, .. } if listed.contains(&word))
}

#[expect(clippy::cast_precision_loss, reason = "far fewer destinations and words than 2^52")]
fn mean(weighed: impl Iterator<Item = (usize, u128)>) -> f64 {
    let (sum, all) = weighed
        .fold((0, 0), |(sum, all), (left, weight)| (sum + left as u128 * weight, all + weight));
    sum as f64 / all.max(1) as f64
}

/// The words of the classes that an input separates. The largest of several classes stands for "any other" and is left
/// out.
fn separated_words(deciding: &Deciding) -> Vec<u32> {
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
    classes.into_iter().flatten().collect()
}
