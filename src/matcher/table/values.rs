//! Sets of values, as conditions accept them, with the algebra of sets.

use super::input::{Domain, Value};

/// A set of values of one domain, in normal form: equal sets are equal values.
///
/// Both operands of an operation belong to the same domain; sets of different kinds have no common values.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Values {
    /// Words by number, sorted, and whether values outside the words belong.
    Words {
        /// Numbers of the words, sorted, each once.
        listed: Vec<u32>,
        /// Whether values outside the words belong.
        unlisted: bool,
    },
    /// Which of the two truth values belong.
    Booleans {
        /// Whether true belongs.
        yes: bool,
        /// Whether false belongs.
        no: bool,
    },
    /// Inclusive ranges of numbers or days, sorted, disjoint and not adjacent.
    Ranges(Vec<(i64, i64)>),
}

impl Values {
    /// Every value of the domain.
    #[must_use]
    pub fn all(domain: &Domain) -> Self {
        match domain {
            Domain::Words { words, open } => {
                Self::Words { listed: (0..).take(words.len()).collect(), unlisted: *open }
            }
            Domain::Boolean => Self::Booleans { yes: true, no: true },
            Domain::Integer { .. } | Domain::Date => {
                Self::Ranges(domain.bounds().into_iter().collect())
            }
        }
    }

    /// No value of the domain.
    #[must_use]
    pub fn none(domain: &Domain) -> Self {
        match domain {
            Domain::Words { .. } => Self::Words { listed: Vec::new(), unlisted: false },
            Domain::Boolean => Self::Booleans { yes: false, no: false },
            Domain::Integer { .. } | Domain::Date => Self::Ranges(Vec::new()),
        }
    }

    /// The set of one value, in whatever domain; empty for an absent value.
    #[must_use]
    pub fn only(value: Value) -> Self {
        match value {
            Value::Absent => Self::Words { listed: Vec::new(), unlisted: false },
            Value::Word(word) => Self::Words { listed: vec![word], unlisted: false },
            Value::Unlisted => Self::Words { listed: Vec::new(), unlisted: true },
            Value::Bool(yes) => Self::Booleans { yes, no: !yes },
            Value::Int(number) => Self::Ranges(vec![(number, number)]),
        }
    }

    /// The set of any inclusive ranges, in normal form.
    pub(crate) fn from_ranges(mut ranges: Vec<(i64, i64)>) -> Self {
        ranges.retain(|(from, to)| from <= to);
        ranges.sort_unstable();
        let mut merged: Vec<(i64, i64)> = Vec::with_capacity(ranges.len());
        for (from, to) in ranges {
            match merged.last_mut() {
                Some(last) if from <= last.1.saturating_add(1) => last.1 = last.1.max(to),
                _ => merged.push((from, to)),
            }
        }
        Self::Ranges(merged)
    }

    /// Whether a value belongs. An absent value never does.
    #[must_use]
    pub fn contains(&self, value: Value) -> bool {
        match (self, value) {
            (Self::Words { listed, .. }, Value::Word(word)) => listed.binary_search(&word).is_ok(),
            (Self::Words { unlisted, .. }, Value::Unlisted) => *unlisted,
            (Self::Booleans { yes, no }, Value::Bool(value)) => {
                if value {
                    *yes
                } else {
                    *no
                }
            }
            (Self::Ranges(ranges), Value::Int(number)) => {
                let at = ranges.partition_point(|&(_, to)| to < number);
                ranges.get(at).is_some_and(|&(from, _)| from <= number)
            }
            _ => false,
        }
    }

    /// The values of the domain outside this set.
    #[must_use]
    pub fn complement(&self, domain: &Domain) -> Self {
        match (self, domain) {
            (Self::Words { listed, unlisted }, Domain::Words { words, open }) => {
                let mut listed = listed.iter().copied().peekable();
                Self::Words {
                    listed: (0..)
                        .take(words.len())
                        .filter(|word| listed.next_if_eq(word).is_none())
                        .collect(),
                    unlisted: *open && !unlisted,
                }
            }
            (Self::Booleans { yes, no }, Domain::Boolean) => Self::Booleans { yes: !yes, no: !no },
            (Self::Ranges(ranges), Domain::Integer { .. } | Domain::Date) => {
                let mut left = Vec::with_capacity(ranges.len() + 1);
                let mut rest = domain.bounds();
                for &(from, to) in ranges {
                    let Some((start, end)) = rest else { break };
                    if start < from {
                        left.push((start, from - 1));
                    }
                    rest = to.checked_add(1).filter(|&next| next <= end).map(|next| (next, end));
                }
                left.extend(rest);
                Self::Ranges(left)
            }
            _ => Self::all(domain),
        }
    }

    /// The values in both sets.
    #[must_use]
    pub fn intersect(&self, other: &Self) -> Self {
        match (self, other) {
            (
                Self::Words { listed, unlisted },
                Self::Words { listed: others, unlisted: other_unlisted },
            ) => Self::Words {
                listed: listed
                    .iter()
                    .copied()
                    .filter(|word| others.binary_search(word).is_ok())
                    .collect(),
                unlisted: *unlisted && *other_unlisted,
            },
            (Self::Booleans { yes, no }, Self::Booleans { yes: other_yes, no: other_no }) => {
                Self::Booleans { yes: *yes && *other_yes, no: *no && *other_no }
            }
            (Self::Ranges(ranges), Self::Ranges(others)) => {
                let mut common = Vec::new();
                let (mut left, mut right) = (ranges.iter().peekable(), others.iter().peekable());
                while let (Some(&&(from, to)), Some(&&(other_from, other_to))) =
                    (left.peek(), right.peek())
                {
                    let (low, high) = (from.max(other_from), to.min(other_to));
                    if low <= high {
                        common.push((low, high));
                    }
                    if to < other_to {
                        left.next();
                    } else {
                        right.next();
                    }
                }
                Self::Ranges(common)
            }
            (Self::Words { .. }, _) => Self::Words { listed: Vec::new(), unlisted: false },
            (Self::Booleans { .. }, _) => Self::Booleans { yes: false, no: false },
            (Self::Ranges(_), _) => Self::Ranges(Vec::new()),
        }
    }

    /// The values in either set.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        self.clone().with(std::iter::once(other))
    }

    /// The values in this set or in any of the others.
    pub(crate) fn with<'a>(mut self, others: impl Iterator<Item = &'a Self>) -> Self {
        for other in others {
            match (&mut self, other) {
                (
                    Self::Words { listed, unlisted },
                    Self::Words { listed: others, unlisted: other_unlisted },
                ) => {
                    listed.extend(others);
                    *unlisted |= other_unlisted;
                }
                (Self::Booleans { yes, no }, Self::Booleans { yes: other_yes, no: other_no }) => {
                    *yes |= other_yes;
                    *no |= other_no;
                }
                (Self::Ranges(ranges), Self::Ranges(others)) => ranges.extend(others),
                _ => {}
            }
        }
        match self {
            Self::Words { mut listed, unlisted } => {
                listed.sort_unstable();
                listed.dedup();
                Self::Words { listed, unlisted }
            }
            Self::Booleans { .. } => self,
            Self::Ranges(ranges) => Self::from_ranges(ranges),
        }
    }

    /// Whether the set is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sample().is_none()
    }

    /// Whether the set holds every value of the domain.
    #[must_use]
    pub fn is_all(&self, domain: &Domain) -> bool {
        self.complement(domain).is_empty()
    }

    /// The first value, listed words before unlisted ones.
    #[must_use]
    pub fn sample(&self) -> Option<Value> {
        match self {
            Self::Words { listed, unlisted } => match listed.first() {
                Some(&word) => Some(Value::Word(word)),
                None => unlisted.then_some(Value::Unlisted),
            },
            Self::Booleans { yes, no } => match (no, yes) {
                (true, _) => Some(Value::Bool(false)),
                (false, true) => Some(Value::Bool(true)),
                (false, false) => None,
            },
            Self::Ranges(ranges) => ranges.first().map(|&(from, _)| Value::Int(from)),
        }
    }

    /// The number of values; all unlisted ones count as one.
    #[must_use]
    pub fn count(&self) -> u128 {
        match self {
            Self::Words { listed, unlisted } => listed.len() as u128 + u128::from(*unlisted),
            Self::Booleans { yes, no } => u128::from(*yes) + u128::from(*no),
            Self::Ranges(ranges) => {
                ranges.iter().map(|&(from, to)| u128::from(to.abs_diff(from)) + 1).sum()
            }
        }
    }

    /// Whether the set belongs to the domain and is in normal form.
    pub(crate) fn fits(&self, domain: &Domain) -> bool {
        match (self, domain) {
            (Self::Words { listed, unlisted }, Domain::Words { words, open }) => {
                listed.is_sorted_by(|a, b| a < b)
                    && listed.last().is_none_or(|&last| (last as usize) < words.len())
                    && (*open || !unlisted)
            }
            (Self::Booleans { .. }, Domain::Boolean) => true,
            (Self::Ranges(ranges), Domain::Integer { .. } | Domain::Date) => {
                let (min, max) = domain.bounds().unwrap_or((0, -1));
                ranges.iter().all(|(from, to)| min <= *from && from <= to && *to <= max)
                    && ranges.is_sorted_by(|a, b| a.1 < b.0.saturating_sub(1))
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(open: bool) -> Domain {
        Domain::Words { words: ["a", "b", "c", "d"].map(str::to_owned).to_vec(), open }
    }

    #[test]
    fn complement_of_words_includes_unlisted_where_open() {
        let set = Values::Words { listed: vec![1], unlisted: false };
        let open = set.complement(&words(true));
        assert_eq!(open, Values::Words { listed: vec![0, 2, 3], unlisted: true });
        let closed = set.complement(&words(false));
        assert_eq!(closed, Values::Words { listed: vec![0, 2, 3], unlisted: false });
    }

    #[test]
    fn ranges_stay_in_normal_form() {
        let domain = Domain::Integer { min: i64::MIN, max: i64::MAX };
        let set = Values::from_ranges(vec![(5, 9), (1, 2), (3, 4), (20, i64::MAX)]);
        assert_eq!(set, Values::Ranges(vec![(1, 9), (20, i64::MAX)]));
        let rest = set.complement(&domain);
        assert_eq!(rest, Values::Ranges(vec![(i64::MIN, 0), (10, 19)]));
        assert!(set.union(&rest).is_all(&domain));
        assert!(set.intersect(&rest).is_empty());
        assert!(set.fits(&domain) && rest.fits(&domain));
        assert_eq!(Values::all(&domain).count(), 1 << 64);
    }
}
