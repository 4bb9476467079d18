//! From a value to its class: one array load, or binary search where the numbers of an input are too many.

#![expect(clippy::indexing_slicing, reason = "segments and classes are numbered together")]

use super::classes::ABSENT;
use super::input::Value;

/// Numbers in a span up to this look up their class in an array.
const DENSE_SPAN: u64 = 4096;

/// The classes of one input, by value.
#[derive(Clone, Debug)]
pub(super) enum Lookup {
    /// By word.
    Words { classes: Vec<u32>, unlisted: u32 },
    /// Of false and of true.
    Booleans([u32; 2]),
    /// By number, from `min` on.
    Dense { min: i64, classes: Vec<u32> },
    /// Segments by their first number, the last one ending at `max`.
    Sorted { starts: Vec<i64>, max: i64, classes: Vec<u32> },
}

impl Lookup {
    /// The lookup of numbers cut into segments, which start at `starts`, of which there is one at least.
    pub(super) fn numbers(starts: Vec<i64>, max: i64, classes: Vec<u32>) -> Self {
        let min = starts[0];
        if max.abs_diff(min) >= DENSE_SPAN {
            return Self::Sorted { starts, max, classes };
        }
        let segment = |number: i64| starts.partition_point(|&start| start <= number) - 1;
        Self::Dense { min, classes: (min..=max).map(|number| classes[segment(number)]).collect() }
    }

    /// The class of a value; that of absence where the value is outside the domain.
    pub(super) fn class_of(&self, value: Value) -> u32 {
        let class = match (self, value) {
            (Self::Words { classes, .. }, Value::Word(word)) => classes.get(word as usize).copied(),
            (Self::Words { unlisted, .. }, Value::Unlisted) => Some(*unlisted),
            (Self::Booleans(classes), Value::Bool(value)) => Some(classes[usize::from(value)]),
            (Self::Dense { min, classes }, Value::Int(number)) => {
                // A number below `min` wraps to one that no array holds.
                classes.get(number.wrapping_sub(*min) as usize).copied()
            }
            (Self::Sorted { starts, max, classes }, Value::Int(number)) if number <= *max => {
                let after = starts.partition_point(|&start| start <= number);
                after.checked_sub(1).map(|at| classes[at])
            }
            _ => None,
        };
        class.unwrap_or(ABSENT)
    }
}
