//! Look-ups from a value to its class: one load from an array shared by all inputs, or a binary search.
//!
//! The search is for inputs whose numbers are too many for an array.

#![expect(clippy::indexing_slicing, reason = "segments and classes are numbered together")]

use crate::table::Value;

/// The class of an absent value.
pub const ABSENT: u32 = 0;

/// Spans of numbers up to this look up their class in an array.
const DENSE_SPAN: u64 = 4096;

/// The look-up of one input.
#[derive(Clone, Debug)]
pub(crate) enum Lookup {
    /// The classes of words, then that of unlisted values.
    Words(Vec<u32>),
    /// The classes of false and of true.
    Booleans([u32; 2]),
    /// The classes of segments, at least one. Segments begin at `starts`, and the last one ends at `max`.
    Numbers { starts: Vec<i64>, max: i64, classes: Vec<u32> },
}

/// The lookups of all inputs of a table.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lookups {
    heads: Vec<LookupHead>,
    classes: Vec<u32>,
    starts: Vec<i64>,
}

/// The position of one input's classes.
#[derive(Clone, Copy, Debug)]
struct LookupHead {
    kind: LookupKind,
    base: usize,
    len: usize,
}

#[derive(Clone, Copy, Debug)]
enum LookupKind {
    Words,
    Booleans,
    /// By number, from `min` on.
    Dense {
        min: i64,
    },
    /// By segment; the starts begin at `starts`.
    Sorted {
        starts: usize,
        max: i64,
    },
}

impl Lookups {
    /// Adds the next input.
    pub(crate) fn push(&mut self, lookup: Lookup) {
        let base = self.classes.len();
        let (kind, len) = match lookup {
            Lookup::Words(classes) => {
                self.classes.extend_from_slice(&classes);
                (LookupKind::Words, classes.len() - 1)
            }
            Lookup::Booleans(classes) => {
                self.classes.extend(classes);
                (LookupKind::Booleans, 2)
            }
            Lookup::Numbers { starts, max, classes } if max.abs_diff(starts[0]) < DENSE_SPAN => {
                let min = starts[0];
                let ends = starts.iter().skip(1).copied().chain([max + 1]);
                for ((&start, end), &class) in starts.iter().zip(ends).zip(&classes) {
                    self.classes.extend((start..end).map(|_| class));
                }
                (LookupKind::Dense { min }, self.classes.len() - base)
            }
            Lookup::Numbers { starts, max, classes } => {
                let kind = LookupKind::Sorted { starts: self.starts.len(), max };
                self.classes.extend_from_slice(&classes);
                self.starts.extend(starts);
                (kind, classes.len())
            }
        };
        self.heads.push(LookupHead { kind, base, len });
    }

    /// The class of a value. Values outside the domain have the class of absence.
    #[inline]
    pub(crate) fn class_of(&self, input: usize, value: Value) -> u32 {
        let Some(&LookupHead { kind, base, len }) = self.heads.get(input) else {
            return ABSENT;
        };
        let at = match (kind, value) {
            (LookupKind::Words, Value::Word(word)) if (word as usize) < len => word as usize,
            (LookupKind::Words, Value::Unlisted) => len,
            (LookupKind::Booleans, Value::Bool(value)) => usize::from(value),
            (LookupKind::Dense { min }, Value::Int(number)) => {
                // A number below `min` wraps to a position after the array.
                let at = number.wrapping_sub(min) as u64;
                if at >= len as u64 {
                    return ABSENT;
                }
                at as usize
            }
            (LookupKind::Sorted { starts, max }, Value::Int(number)) if number <= max => {
                match self.starts[starts..starts + len].partition_point(|&start| start <= number) {
                    0 => return ABSENT,
                    after => after - 1,
                }
            }
            _ => return ABSENT,
        };
        self.classes[base + at]
    }

    /// Memory in use.
    pub(crate) fn bytes(&self) -> usize {
        size_of_val(&*self.heads) + size_of_val(&*self.classes) + size_of_val(&*self.starts)
    }
}

/// The class of each input in a case given by its classes; absent if the case leaves it out.
#[inline]
pub(crate) fn class_from(classes: &[u32]) -> impl Fn(usize) -> u32 {
    |input| classes.get(input).copied().unwrap_or(ABSENT)
}
