//! What to ask of an incomplete case, the most useful question first.
//!
//! A question is as useful as its answers leave few places: the mean, over the values that the field may take (each word
//! of its list, and one outside it where there may be such), of how many places the case can still go to. The mean is exact,
//! also where care levels are explored one at a time and where a field fills a part of the target.

use super::case::Named;
use super::routes::{Filling, Place, Route};
use crate::ruleset::RuleSet;
use crate::ruleset::fields::RequestField;
use crate::ruleset::inputs::ROUTING;
use crate::ruleset::routing::{RoleTarget, SpecialtyTarget, Target, UnitTarget};
use handover_matcher::{Deciding, Values};

/// A field that the case should tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Question {
    pub(super) field: RequestField,
    /// The words that matter, as indices into the field's vocabulary; none where any value does.
    pub(super) words: Vec<u32>,
}

/// What a case leaves open.
pub(super) struct Opening<'a> {
    pub(super) filling: Filling<'a>,
    /// The answers still possible: what each says, and where it leads. Those that lead to one place are one.
    pub(super) routes: Vec<(Option<&'a Target>, Route<'a>)>,
    /// What decides between them; where that would take too long to tell, the inputs that may.
    pub(super) deciding: Result<Vec<Deciding>, Vec<usize>>,
}

/// What a case leaves open, level by level where its care level decides how it is read.
pub(super) struct Openings<'a> {
    levels: Vec<Opening<'a>>,
    /// By level, what is open once a specialty is told; `None` where that is known already.
    told_specialty: Vec<Option<Opening<'a>>>,
    one_by_one: bool,
}

/// The fields that fill parts of a target, in the order in which they are asked for.
const FILLING: [RequestField; 3] =
    [RequestField::Unit, RequestField::OriginalRole, RequestField::Specialty];

impl<'a> Openings<'a> {
    pub(super) fn of_case(opening: Opening<'a>) -> Self {
        Self { levels: vec![opening], told_specialty: vec![None], one_by_one: false }
    }

    /// Of a case that may have any level, each as the case is, and as it is once it tells a specialty.
    pub(super) fn by_level(
        levels: impl Iterator<Item = (Opening<'a>, Option<Opening<'a>>)>,
    ) -> Self {
        let (levels, told_specialty) = levels.unzip();
        Self { levels, told_specialty, one_by_one: true }
    }

    /// Where the case can go.
    pub(super) fn routes(&self) -> impl Iterator<Item = Route<'a>> {
        self.levels.iter().flat_map(|level| &level.routes).map(|(_, route)| route.clone())
    }

    /// The fields that could still change the place or fill a part of it. Of those equally useful, one that decides comes
    /// before one that only fills.
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
            let fills = |route: &Route<'_>| route.place.unfilled.fields().any(|open| open == field);
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

    /// The words of a field that can still change the place; `None` where none can.
    fn words_that_matter(&self, input: usize, field: RequestField) -> Option<Vec<u32>> {
        if self.one_by_one && field == RequestField::CareLevel {
            return self.levels_differ().then(|| (0..).take(self.levels.len()).collect());
        }
        let mut words: Option<Vec<u32>> = None;
        for level in &self.levels {
            let told = match &level.deciding {
                Ok(deciding) => {
                    deciding.iter().find(|known| known.input == input).map(words_told_apart)
                }
                Err(open) => open.contains(&input).then(Vec::new),
            };
            if let Some(told) = told {
                words.get_or_insert_default().extend(told);
            }
        }
        let mut words = words?;
        words.sort_unstable();
        words.dedup();
        Some(words)
    }

    fn levels_differ(&self) -> bool {
        let places = |level: &Opening<'a>| -> Vec<Place<'a>> {
            level.routes.iter().map(|(_, route)| route.place).collect()
        };
        let mut levels = self.levels.iter().map(places);
        let first = levels.next().unwrap_or_default();
        levels.any(|other| other != first)
    }

    /// The mean number of places left over the values of a field, of which there are so many words, and one more where the
    /// list is open.
    fn places_left(&self, field: RequestField, (words, open): (u32, bool)) -> f64 {
        if self.levels.iter().any(|level| level.deciding.is_err()) {
            return f64::MAX;
        }
        if self.one_by_one && field == RequestField::CareLevel {
            let left = self.levels.iter().map(|level| places(&[level], None, |filling| filling));
            return mean(left.map(|left| (left, 1)));
        }
        let levels: Vec<&Opening<'a>> = (self.levels.iter().zip(&self.told_specialty))
            .map(|(level, told)| match told {
                Some(told) if field == RequestField::Specialty => told,
                _ => level,
            })
            .collect();
        let input = ROUTING.iter().position(|spec| spec.field == Some(field));
        let deciding = levels.iter().find_map(|level| level.deciding(input?));
        let named = named_values(&levels, field);
        // By class where the classes lead to different places; else all values alike.
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
                let left = places(&levels, class, |filling| filling.with(field, value));
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

    /// What the answers that a class leaves say: all of them where the input does not decide.
    fn says(&self, class: Option<(usize, u32)>) -> impl Iterator<Item = Option<&Target>> {
        let left = class.and_then(|(input, class)| {
            let classes = &self.deciding(input)?.classes;
            classes.iter().find(|known| known.class == class).map(|known| known.left.as_slice())
        });
        let says = self.routes.iter().map(|(says, _)| *says).enumerate();
        says.filter(move |(at, _)| left.is_none_or(|left| left.binary_search(at).is_ok()))
            .map(|(_, says)| says)
    }
}

impl<'a> Filling<'a> {
    /// What is filled in once a field is told: a word, or some value that no rule names.
    fn with(self, field: RequestField, word: Option<u32>) -> Self {
        let named = word.map_or(Named::Unlisted(""), Named::Listed);
        match field {
            RequestField::Unit => Self { unit: named, ..self },
            RequestField::OriginalRole => {
                Self { original_role: Some(word.unwrap_or(u32::MAX)), ..self }
            }
            RequestField::Specialty => Self { specialty: named, ..self },
            _ => self,
        }
    }
}

/// How many places are left where an input is in a class and a field is filled in.
fn places<'a>(
    levels: &[&Opening<'a>],
    class: Option<(usize, u32)>,
    filled: impl Fn(Filling<'a>) -> Filling<'a>,
) -> usize {
    let mut left: Vec<Place<'a>> = Vec::new();
    for level in levels {
        let filling = filled(level.filling);
        for says in level.says(class) {
            let place = filling.place(says);
            if !left.contains(&place) {
                left.push(place);
            }
        }
    }
    left.len()
}

/// The words that some rule names as its target in the part that a field fills.
fn named_values(levels: &[&Opening<'_>], field: RequestField) -> Vec<u32> {
    let all = levels.iter().flat_map(|level| level.says(None)).flatten();
    let named = all.filter_map(|says| match (field, says.unit, says.role, says.specialty) {
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

/// The words to choose from for a field that fills a part of the target; none for the unit, which may be any.
pub(super) fn filling_words(rule_set: &RuleSet, field: RequestField) -> Vec<u32> {
    match field {
        RequestField::Unit => Vec::new(),
        _ => (0..words_of(rule_set, field).0).collect(),
    }
}

/// How many words a field has, and whether it may hold others.
fn words_of(rule_set: &RuleSet, field: RequestField) -> (u32, bool) {
    let words =
        field.list().and_then(|list| rule_set.list(list)).map_or(0, |words| words.all().len());
    (u32::try_from(words).unwrap_or(u32::MAX), field.is_open())
}

#[expect(clippy::cast_precision_loss, reason = "far fewer places and words than 2^52")]
fn mean(weighed: impl Iterator<Item = (usize, u128)>) -> f64 {
    let (sum, all) = weighed
        .fold((0, 0), |(sum, all), (left, weight)| (sum + left as u128 * weight, all + weight));
    sum as f64 / all.max(1) as f64
}

/// The words of the classes that are told apart; the largest class stands for "any other" and is left
/// out where there are several.
fn words_told_apart(deciding: &Deciding) -> Vec<u32> {
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
