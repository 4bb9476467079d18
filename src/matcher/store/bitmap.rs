//! Bitmaps: the rule of each row, the inputs that rows test, and the bits.

use std::sync::Arc;

use super::super::bitmap::{Bitmap, Block};
use super::super::classes::Classes;
use super::{Damaged, Reader, Writer};

impl Bitmap {
    pub(super) fn store(&self, out: &mut Writer) {
        out.u32s(self.rules.iter().copied());
        out.u32s(self.inputs().map(|input| input as u32));
        out.u64s(self.bits.as_flattened().iter().copied());
    }

    /// A bitmap whose every bit stands for a row of a rule of the table.
    pub(super) fn restore(
        from: &mut Reader<'_>,
        classes: &Arc<Classes>,
        rule_count: usize,
    ) -> Result<Self, Damaged> {
        let rules = from.u32s()?.to_vec();
        let known = rules.last().is_none_or(|&last| (last as usize) < rule_count);
        Damaged::unless(known && rules.is_sorted(), "the rules of rows")?;
        let stride = Self::stride(rules.len());
        let mut columns: Vec<(usize, usize)> = Vec::new();
        let mut base = stride;
        for &input in from.u32s()? {
            let input = input as usize;
            let behind = columns.last().is_none_or(|&(last, _)| last < input);
            Damaged::unless(behind && classes.count(input) > 0, "the inputs of a bitmap")?;
            columns.push((input, base));
            base += classes.count(input) * stride;
        }
        let (bits, rest) = from.u64s()?.as_chunks::<{ size_of::<Block>() / 8 }>();
        Damaged::unless(bits.len() == base && rest.is_empty(), "the columns of a bitmap")?;
        // The first column holds all rows and no more; every other is combined with it.
        let all = bits.iter().take(stride).flatten();
        let rows = |word: usize| match rules.len().saturating_sub(word * 64) {
            0 => 0,
            left => u64::MAX >> 64_usize.saturating_sub(left),
        };
        let fits = (0..).zip(all).all(|(word, &bits)| bits == rows(word));
        Damaged::unless(fits, "the rows of a bitmap")?;
        Ok(Self {
            classes: Arc::clone(classes),
            rules,
            rule_count,
            columns,
            bits: bits.to_vec(),
            stride,
        })
    }
}
