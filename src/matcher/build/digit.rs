//! Digits: the parts of inputs in the number of a combination of classes.

use crate::compile::ABSENT;

/// The part of an input in the number of a combination.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Digit {
    pub(crate) input: usize,
    /// The weight of its class.
    pub(crate) weight: u32,
    /// The number of its classes.
    pub(crate) count: u32,
}

impl Digit {
    /// Adds a class to the number. A number that is no class counts as absence.
    #[inline]
    pub(crate) fn add(self, class: u32, sum: u32) -> u32 {
        // No sum overflows, since combinations are few.
        let class = if class < self.count { class } else { ABSENT };
        self.weight.wrapping_mul(class).wrapping_add(sum)
    }
}
