//! Small sets of numbers: points of a variable, or classes of a feature.

use smallvec::{SmallVec, smallvec};

/// Numbers below a bound that all sets of one variable or feature share. One word where the bound is at most 64.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::analysis) struct Set {
    /// A bit for each number.
    words: SmallVec<[u64; 1]>,
}

impl Set {
    /// The empty set of numbers below `bound`.
    pub(in crate::analysis) fn none(bound: usize) -> Self {
        Self { words: smallvec![0; bound.div_ceil(64).max(1)] }
    }

    /// Every number below `bound`.
    pub(in crate::analysis) fn all(bound: usize) -> Self {
        Self::of(bound, 0..bound)
    }

    /// A single number below `bound`.
    pub(in crate::analysis) fn one(bound: usize, number: usize) -> Self {
        Self::of(bound, [number])
    }

    /// Some numbers below `bound`.
    pub(in crate::analysis) fn of(bound: usize, numbers: impl IntoIterator<Item = usize>) -> Self {
        let mut set = Self::none(bound);
        numbers.into_iter().for_each(|number| set.insert(number));
        set
    }

    /// Adds a number.
    pub(in crate::analysis) fn insert(&mut self, number: usize) {
        if let Some(word) = self.words.get_mut(number / 64) {
            *word |= 1 << (number % 64);
        }
    }

    /// Drops a number.
    pub(in crate::analysis) fn remove(&mut self, number: usize) {
        if let Some(word) = self.words.get_mut(number / 64) {
            *word &= !(1 << (number % 64));
        }
    }

    /// Whether it has a number.
    pub(in crate::analysis) fn contains(&self, number: usize) -> bool {
        self.words.get(number / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    /// Whether it has none.
    pub(in crate::analysis) fn is_empty(&self) -> bool {
        self.words.iter().all(|&word| word == 0)
    }

    /// How many numbers it has.
    pub(in crate::analysis) fn len(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Whether it has this number and no other.
    pub(in crate::analysis) fn is_only(&self, number: usize) -> bool {
        self.contains(number) && self.len() == 1
    }

    /// Whether it has a number other than 0, which stands for absence.
    pub(in crate::analysis) fn any_present(&self) -> bool {
        self.words
            .iter()
            .enumerate()
            .any(|(at, &word)| if at == 0 { word & !1 != 0 } else { word != 0 })
    }

    /// Whether some number is in both.
    pub(in crate::analysis) fn meets(&self, other: &Self) -> bool {
        self.words.iter().zip(&other.words).any(|(a, b)| a & b != 0)
    }

    /// Whether `other` has all its numbers.
    pub(in crate::analysis) fn is_within(&self, other: &Self) -> bool {
        self.words.iter().zip(&other.words).all(|(a, b)| a & !b == 0)
    }

    /// Keeps the numbers of `other`; returns whether any was lost.
    pub(in crate::analysis) fn keep(&mut self, other: &Self) -> bool {
        let mut lost = false;
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            lost |= *word & !other != 0;
            *word &= other;
        }
        lost
    }

    /// Adds the numbers of `other`.
    pub(in crate::analysis) fn add_all(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
    }

    /// The numbers of both.
    pub(in crate::analysis) fn and(&self, other: &Self) -> Self {
        let mut both = self.clone();
        both.keep(other);
        both
    }

    /// The numbers that `other` does not have.
    pub(in crate::analysis) fn minus(&self, other: &Self) -> Self {
        let mut rest = self.clone();
        for (word, other) in rest.words.iter_mut().zip(&other.words) {
            *word &= !other;
        }
        rest
    }

    /// The least number.
    pub(in crate::analysis) fn first(&self) -> Option<usize> {
        self.iter().next()
    }

    /// Each number as a set of its own, ascending.
    pub(in crate::analysis) fn each(&self) -> Vec<Self> {
        let bound = self.words.len() * 64;
        self.iter().map(|number| Self::one(bound, number)).collect()
    }

    /// The numbers, ascending.
    pub(in crate::analysis) fn iter(&self) -> impl Iterator<Item = usize> {
        self.words.iter().enumerate().flat_map(|(at, &word)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                let bit = (rest != 0).then(|| rest.trailing_zeros() as usize);
                rest &= rest.wrapping_sub(1);
                bit.map(|bit| at * 64 + bit)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_of_more_than_a_word() {
        let (low, high) = (Set::of(130, [0, 3, 64]), Set::of(130, [64, 129]));
        assert!(low.meets(&high) && !low.is_within(&high));
        assert_eq!(low.and(&high), Set::one(130, 64));
        assert_eq!(low.minus(&high).iter().collect::<Vec<_>>(), [0, 3]);
        assert_eq!(Set::all(130).len(), 130);
        assert!(high.any_present() && !Set::one(130, 0).any_present());
        assert!(Set::one(130, 129).is_only(129));
    }
}
