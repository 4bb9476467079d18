//! Storage of classes: the partition of each domain.

use std::sync::Arc;

use super::section::{Damaged, SectionReader, SectionWriter};
use crate::compile::{Classes, Partition};
use crate::table::{Domain, Input, Value};

impl Classes {
    /// Writes the partition of each input.
    pub(super) fn store(&self, out: &mut SectionWriter) {
        for (index, input) in self.inputs().enumerate() {
            let of = |value| self.class_of(index, value);
            let (mut starts, mut classes) = (Vec::new(), Vec::new());
            match &input.domain {
                Domain::Words { words, open } => {
                    classes.extend((0..).take(words.len()).map(|word| of(Value::Word(word))));
                    classes.extend(open.then(|| of(Value::Unlisted)));
                }
                Domain::Boolean => classes.extend([false, true].map(|yes| of(Value::Bool(yes)))),
                Domain::Integer { .. } | Domain::Date => {
                    starts = self.segments(index);
                    classes.extend(starts.iter().map(|&start| of(Value::Int(start))));
                }
            }
            out.u64s(starts.into_iter().map(i64::cast_unsigned));
            out.u32s(classes);
        }
    }

    /// Reads the partitions of the inputs.
    pub(super) fn restore(
        from: &mut SectionReader<'_>,
        inputs: &Arc<[Input]>,
    ) -> Result<Self, Damaged> {
        let partitions: Result<Vec<Partition>, Damaged> = inputs
            .iter()
            .map(|input| {
                let starts = from.u64s()?.iter().map(|&start| start.cast_signed()).collect();
                let partition = Partition { starts, classes: from.u32s()?.to_vec() };
                Damaged::unless(fits(&partition, &input.domain), "the classes of an input")?;
                Ok(partition)
            })
            .collect();
        Ok(Self::of(inputs, partitions?))
    }
}

/// Whether the partition splits the domain into classes numbered by first points.
fn fits(Partition { starts, classes }: &Partition, domain: &Domain) -> bool {
    let points = match domain {
        Domain::Words { words, open } => words.len() + usize::from(*open),
        Domain::Boolean => 2,
        Domain::Integer { .. } | Domain::Date => {
            let (min, max) = domain.bounds().unwrap_or((0, -1));
            if starts.first() != Some(&min)
                || !starts.is_sorted_by(|a, b| a < b)
                || starts.last().is_none_or(|&last| last > max)
            {
                return false;
            }
            starts.len()
        }
    };
    let mut known = 0;
    classes.len() == points
        && classes.iter().all(|&class| {
            known += u32::from(class == known + 1);
            (1..=known).contains(&class)
        })
}
