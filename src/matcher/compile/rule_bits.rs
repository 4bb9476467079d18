//! Sets of rules, one bit per rule.

use smallvec::SmallVec;

/// A set of rules by index. Clearing keeps its memory; rules below 256 need no heap.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleBits {
    words: SmallVec<[u64; 4]>,
}

impl RuleBits {
    /// An empty set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a rule.
    pub fn insert(&mut self, rule: u32) {
        let word = rule as usize / 64;
        if word >= self.words.len() {
            self.words.resize(word + 1, 0);
        }
        if let Some(word) = self.words.get_mut(word) {
            *word |= 1 << (rule % 64);
        }
    }

    /// Removes a rule.
    pub fn remove(&mut self, rule: u32) {
        if let Some(word) = self.words.get_mut(rule as usize / 64) {
            *word &= !(1 << (rule % 64));
        }
    }

    /// Whether the set has the rule.
    #[must_use]
    pub fn contains(&self, rule: u32) -> bool {
        self.words.get(rule as usize / 64).is_some_and(|word| word >> (rule % 64) & 1 == 1)
    }

    /// Whether the set is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|&word| word == 0)
    }

    /// The number of rules.
    #[must_use]
    pub fn len(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Removes all rules.
    pub fn clear(&mut self) {
        self.words.fill(0);
    }

    /// The rules, ascending.
    pub fn iter(&self) -> impl Iterator<Item = u32> {
        ones(&self.words)
    }

    /// Removes all rules and makes room for rules below `rules`.
    pub(crate) fn reset(&mut self, rules: usize) {
        self.words.clear();
        self.words.resize(rules.div_ceil(64), 0);
    }
}

/// The positions of set bits, ascending.
pub(crate) fn ones(words: &[u64]) -> impl Iterator<Item = u32> {
    (0..).zip(words).flat_map(|(word, &bits)| {
        let mut bits = bits;
        std::iter::from_fn(move || {
            let bit = (bits != 0).then(|| bits.trailing_zeros());
            bits &= bits.wrapping_sub(1);
            bit.map(|bit| word * 64 + bit)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rule_sets() {
        let mut set = RuleBits::new();
        for rule in [200, 3, 64, 63, 3] {
            set.insert(rule);
        }
        assert_eq!(set.iter().collect::<Vec<_>>(), [3, 63, 64, 200]);
        assert_eq!(set.len(), 4);
        set.remove(64);
        assert!(!set.contains(64) && set.contains(63) && !set.contains(9999));
        set.clear();
        assert!(set.is_empty());
    }
}
