//! Storage of bitmaps: the bits. Everything else follows from the rows.

use super::section::{Damaged, SectionReader, SectionWriter};
use crate::compile::{Classes, Rows};
use crate::plan::{Bitmap, WordBlock};

impl Bitmap {
    pub(super) fn store(&self, out: &mut SectionWriter) {
        out.u64s(self.bits().as_flattened().iter().copied());
    }

    /// Reads a bitmap in which every bit stands for a row.
    pub(super) fn restore(
        from: &mut SectionReader<'_>,
        rows: &Rows,
        classes: &Classes,
        rule_count: usize,
    ) -> Result<Self, Damaged> {
        let mut bitmap = Self::empty(rows, classes, rule_count);
        let (stride, blocks) = bitmap.shape();
        let (bits, rest) = from.u64s()?.as_chunks::<{ size_of::<WordBlock>() / 8 }>();
        Damaged::unless(bits.len() == blocks && rest.is_empty(), "the columns of a bitmap")?;
        // The first column holds exactly all rows; every other column is combined with it.
        let all = bits.iter().take(stride).flatten();
        let expected = |word: usize| match rows.len().saturating_sub(word * 64) {
            0 => 0,
            left => u64::MAX >> 64_usize.saturating_sub(left),
        };
        let fits = (0..).zip(all).all(|(word, &bits)| bits == expected(word));
        Damaged::unless(fits, "the rows of a bitmap")?;
        bitmap.put(bits.to_vec());
        Ok(bitmap)
    }
}
