//! Classes: each input's domain split into sets of values that no condition of a table distinguishes.
//!
//! Class 0 is absence. The others are numbered by their first value: words in their order, unlisted values last. Words,
//! truth values and narrow integers find their class by one array load, other numbers by binary search.

#![expect(clippy::indexing_slicing, reason = "points and classes are numbered by this module")]

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::lookup::{ABSENT, Lookup, Lookups};
use super::parallel;
use super::sets::Sets;
use crate::table::{Domain, Input, Value, Values};

/// The classes of all inputs of a table.
#[derive(Clone, Debug)]
pub struct Classes {
    /// Separate from the rest, so that the look-ups of a table are close together.
    lookups: Lookups,
    /// Shared with the table, since words can be many.
    inputs: Arc<[Input]>,
    /// By input and class; empty for the absent class.
    values: Vec<Vec<Values>>,
}

/// The split of a domain: the class of each point, numbered from 1 by first points. Points are the words followed by
/// the unlisted values, false and true, or segments of numbers that begin at `starts`.
#[derive(Clone, Debug)]
pub(crate) struct Partition {
    pub(crate) starts: Vec<i64>,
    pub(crate) classes: Vec<u32>,
}

impl Classes {
    /// Splits each domain by the distinct sets of values in `tested`, by input. Also returns, by input, the classes
    /// that each set accepts.
    pub(crate) fn new(inputs: &Arc<[Input]>, tested: &[Vec<Cow<'_, Values>>]) -> (Self, Vec<Sets>) {
        let split = parallel::map(inputs.len(), |input| {
            let (partition, sets) = Partition::new(&inputs[input].domain, &tested[input]);
            (partition.look_up(&inputs[input].domain), sets)
        });
        let (classes, accepted): (Vec<_>, Vec<_>) = split.into_iter().unzip();
        (Self::put_together(inputs, classes), accepted)
    }

    /// The classes of inputs with given partitions.
    pub(crate) fn of(inputs: &Arc<[Input]>, split: Vec<Partition>) -> Self {
        let classes = inputs.iter().zip(split).map(|(input, split)| split.look_up(&input.domain));
        Self::put_together(inputs, classes)
    }

    fn put_together(
        inputs: &Arc<[Input]>,
        split: impl IntoIterator<Item = (Vec<Values>, Lookup)>,
    ) -> Self {
        let mut classes =
            Self { lookups: Lookups::default(), inputs: Arc::clone(inputs), values: Vec::new() };
        for (values, lookup) in split {
            classes.values.push(values);
            classes.lookups.push(lookup);
        }
        classes
    }

    /// The starts of the segments of an input's numbers, ascending. Each segment is of one class.
    pub(crate) fn segments(&self, input: usize) -> Vec<i64> {
        let values = self.values.get(input).into_iter().flatten();
        let mut starts: Vec<i64> = values.flat_map(ranges_of).map(|&(from, _)| from).collect();
        starts.sort_unstable();
        starts
    }

    /// The inputs, in the table's order.
    pub fn inputs(&self) -> impl ExactSizeIterator<Item = &Input> {
        self.inputs.iter()
    }

    /// The class of a value. Values outside the domain have the class of absence.
    #[inline]
    #[must_use]
    pub fn class_of(&self, input: usize, value: Value) -> u32 {
        self.lookups.class_of(input, value)
    }

    /// The number of classes of an input, absence included.
    #[must_use]
    pub fn count(&self, input: usize) -> usize {
        self.values.get(input).map_or(0, Vec::len)
    }

    /// The values of a class; nothing for absence and for a number that is no class.
    #[must_use]
    pub fn values(&self, input: usize, class: u32) -> Option<&Values> {
        self.values
            .get(input)
            .and_then(|values| values.get(class as usize))
            .filter(|_| class != ABSENT)
    }

    /// The values of some classes of an input of the table.
    pub(crate) fn union(&self, input: usize, classes: &[u32]) -> Option<Values> {
        let none = Values::none(&self.inputs.get(input)?.domain);
        Some(none.with(classes.iter().filter_map(|&class| self.values(input, class))))
    }

    /// The first value of a class.
    #[must_use]
    pub fn sample(&self, input: usize, class: u32) -> Value {
        self.values(input, class).and_then(Values::sample).unwrap_or(Value::Absent)
    }

    /// The number of values in a class, all unlisted ones counted as one. Dates are not counted.
    #[must_use]
    pub fn size(&self, input: usize, class: u32) -> Option<u128> {
        let is_date = matches!(self.inputs.get(input)?.domain, Domain::Date);
        self.values(input, class).filter(|_| !is_date).map(Values::count)
    }

    /// Memory used for look-ups.
    pub(crate) fn bytes(&self) -> usize {
        self.lookups.bytes()
    }
}

impl Partition {
    /// The coarsest partition in which no set of `tested` distinguishes points of a class, and the classes that each
    /// set accepts.
    fn new(domain: &Domain, tested: &[Cow<'_, Values>]) -> (Self, Sets) {
        let mut starts = Vec::new();
        let (classes, accepted) = match domain {
            Domain::Words { words, open } => {
                let points = words.len() + usize::from(*open);
                refine(points, tested, |set, take| {
                    if let Values::Words { listed, unlisted } = set {
                        listed.iter().for_each(|&word| take(word as usize));
                        if *unlisted {
                            take(words.len());
                        }
                    }
                })
            }
            Domain::Boolean => refine(2, tested, |set, take| {
                for value in [false, true] {
                    if set.contains(Value::Bool(value)) {
                        take(usize::from(value));
                    }
                }
            }),
            Domain::Integer { .. } | Domain::Date => {
                starts = cuts(domain.bounds().unwrap_or((0, 0)), tested);
                refine(starts.len(), tested, |set, take| {
                    for &(from, to) in ranges_of(set) {
                        let first = starts.partition_point(|&start| start < from);
                        let end = starts.partition_point(|&start| start <= to);
                        (first..end).for_each(&mut *take);
                    }
                })
            }
        };
        (Self { starts, classes }, accepted)
    }
}

/// The starts of segments: the least number, and each number where a tested range starts or has just ended.
fn cuts((min, max): (i64, i64), tested: &[Cow<'_, Values>]) -> Vec<i64> {
    let mut starts = vec![min];
    for &(from, to) in tested.iter().flat_map(|set| ranges_of(set)) {
        starts.push(from);
        starts.extend(to.checked_add(1).filter(|&next| next <= max));
    }
    starts.sort_unstable();
    starts.dedup();
    starts
}

impl Partition {
    /// The values of each class, and the look-up from a value to its class.
    fn look_up(self, domain: &Domain) -> (Vec<Values>, Lookup) {
        let Self { starts, classes } = self;
        let mut values = vec![Values::none(domain); 1 + count(&classes)];
        let lookup = match domain {
            Domain::Words { words, .. } => {
                for (point, &class) in (0..).zip(&classes) {
                    if let Values::Words { listed, unlisted } = &mut values[class as usize] {
                        if point as usize == words.len() {
                            *unlisted = true;
                        } else {
                            listed.push(point);
                        }
                    }
                }
                let mut lookup = classes;
                lookup.resize(words.len() + 1, ABSENT);
                Lookup::Words(lookup)
            }
            Domain::Boolean => {
                for (value, &class) in [false, true].into_iter().zip(&classes) {
                    let only = Values::only(Value::Bool(value));
                    values[class as usize] = values[class as usize].union(&only);
                }
                Lookup::Booleans([classes[0], classes[1]])
            }
            Domain::Integer { .. } | Domain::Date => {
                let (_, max) = domain.bounds().unwrap_or((0, 0));
                let ends = starts.iter().skip(1).map(|next| next - 1).chain([max]);
                let mut members = vec![Vec::new(); values.len()];
                for ((&start, end), &class) in starts.iter().zip(ends).zip(&classes) {
                    members[class as usize].push((start, end));
                }
                values = members.into_iter().map(Values::from_ranges).collect();
                Lookup::Numbers { starts, max, classes }
            }
        };
        (values, lookup)
    }
}

fn ranges_of(set: &Values) -> &[(i64, i64)] {
    match set {
        Values::Ranges(ranges) => ranges,
        Values::Words { .. } | Values::Booleans { .. } => &[],
    }
}

/// Partition refinement: the class of each point, numbered from 1 by first points, and the sorted classes of each set.
///
/// Two points share a class if and only if every set holds both or neither. Linear in the sum of the sets' sizes.
fn refine<'a>(
    points: usize,
    sets: &'a [Cow<'_, Values>],
    members: impl Fn(&'a Values, &mut dyn FnMut(usize)),
) -> (Vec<u32>, Sets) {
    let mut block = vec![0_usize; points];
    let (mut size, mut taken, mut target) = (vec![points], vec![0], vec![0]);
    let mut inside = Vec::new();
    for set in sets {
        inside.clear();
        members(set, &mut |point| inside.push(point));
        inside.iter().for_each(|&point| taken[block[point]] += 1);
        for old in inside.iter().map(|&point| block[point]) {
            // A block taken whole stays; of a block taken in part, the taken points move to a new block.
            let count = std::mem::take(&mut taken[old]);
            if count == size[old] {
                target[old] = old;
            } else if count > 0 {
                target[old] = size.len();
                size[old] -= count;
                size.push(count);
                taken.push(0);
                target.push(0);
            }
        }
        inside.iter().for_each(|&point| block[point] = target[block[point]]);
    }
    let mut number = vec![ABSENT; size.len()];
    let mut next = ABSENT;
    for old in &block {
        if number[*old] == ABSENT {
            next += 1;
            number[*old] = next;
        }
    }
    let classes: Vec<u32> = block.iter().map(|&old| number[old]).collect();
    let mut accepted = Sets::default();
    let mut inside = Vec::new();
    for set in sets {
        members(set, &mut |point| inside.push(classes[point]));
        accepted.push(&mut inside);
    }
    (classes, accepted)
}

fn count(classes: &[u32]) -> usize {
    classes.iter().max().map_or(0, |&last| last as usize)
}

impl fmt::Display for Classes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (input, values) in self.inputs.iter().zip(&self.values) {
            writeln!(f, "{}", input.name)?;
            writeln!(f, "  0 absent")?;
            for (class, values) in values.iter().enumerate().skip(1) {
                writeln!(f, "  {class} {}", values.display(input))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(domain: Domain, tested: &[Values]) -> (Classes, Vec<Sets>) {
        let tested = tested.iter().map(Cow::Borrowed).collect();
        Classes::new(&Arc::from([Input { name: "x".to_owned(), domain }]), &[tested])
    }

    #[test]
    fn untested_words_share_a_class_with_unlisted_ones() {
        let words = ["a", "b", "c", "d"].map(str::to_owned).to_vec();
        let tested = [
            Values::Words { listed: vec![1], unlisted: false },
            Values::Words { listed: vec![1, 2], unlisted: false },
        ];
        let (classes, accepted) = split(Domain::Words { words, open: true }, &tested);
        assert_eq!(classes.to_string(), "x\n  0 absent\n  1 {not: [b, c]}\n  2 b\n  3 c\n");
        assert_eq!(classes.class_of(0, Value::Unlisted), 1);
        assert_eq!(classes.class_of(0, Value::Word(9)), ABSENT);
        assert_eq!(classes.class_of(0, Value::Bool(true)), ABSENT);
        assert_eq!(classes.class_of(1, Value::Word(0)), ABSENT);
        assert_eq!(classes.size(0, 1), Some(3));
        assert_eq!(accepted[0].get(1), [2, 3]);
    }

    #[test]
    fn separate_ranges_that_no_test_tells_apart_share_a_class() {
        for (min, max) in [(0, 99), (i64::MIN, i64::MAX)] {
            let tested = [Values::Ranges(vec![(10, 19), (50, 50)]), Values::Ranges(vec![(15, 60)])];
            let (classes, _) = split(Domain::Integer { min, max }, &tested);
            let class = |number| classes.class_of(0, Value::Int(number));
            assert_eq!((class(10), class(15), class(20), class(50)), (2, 3, 4, 3));
            assert_eq!((class(min), class(9), class(61), class(max)), (1, 1, 1, 1));
            assert_eq!(classes.count(0), 5);
        }
        let (narrow, _) = split(Domain::Integer { min: 3, max: 5 }, &[]);
        assert_eq!(narrow.class_of(0, Value::Int(2)), ABSENT);
        assert_eq!(narrow.class_of(0, Value::Int(6)), ABSENT);
        assert_eq!(narrow.class_of(0, Value::Int(5)), 1);
    }

    #[test]
    fn dates_are_not_counted() {
        let (classes, _) = split(Domain::Date, &[Values::Ranges(vec![(0, 9)])]);
        assert_eq!(classes.size(0, 1), None);
        assert_eq!(
            classes.to_string(),
            "x\n  0 absent\n  1 [..1969-12-31, 1970-01-11..]\n  2 1970-01-01..1970-01-10\n"
        );
    }
}
