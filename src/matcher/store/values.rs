//! Storage of lists of sets of values: the kind of each, and its members in a column.

use super::section::{Column, Damaged, SectionReader, SectionWriter};
use crate::table::Values;

const WORDS: u32 = 0;
const WORDS_AND_UNLISTED: u32 = 1;
const RANGES: u32 = 2;
/// Sets of truth values: this number, plus 1 if false belongs, plus 2 if true belongs.
const BOOLEANS: u32 = 4;

pub(super) fn store<'v>(list: impl IntoIterator<Item = &'v Values>, out: &mut SectionWriter) {
    let (mut kinds, mut lengths) = (Vec::new(), Vec::new());
    let (mut words, mut bounds) = (Vec::new(), Vec::new());
    for values in list {
        let (kind, length) = match values {
            Values::Words { listed, unlisted } => {
                words.extend(listed);
                (if *unlisted { WORDS_AND_UNLISTED } else { WORDS }, listed.len())
            }
            Values::Booleans { yes, no } => (BOOLEANS | u32::from(*no) | u32::from(*yes) << 1, 0),
            Values::Ranges(ranges) => {
                let ends = ranges.iter().flat_map(|&(from, to)| [from, to]);
                bounds.extend(ends.map(i64::cast_unsigned));
                (RANGES, ranges.len())
            }
        };
        kinds.push(kind);
        lengths.push(length as u32);
    }
    out.u32s(kinds);
    out.u32s(lengths);
    out.u32s(words);
    out.u64s(bounds);
}

/// Reads the sets in their order. Whether they fit a domain is checked elsewhere.
pub(super) fn restore<'a>(
    from: &mut SectionReader<'a>,
) -> Result<impl FnMut() -> Result<Values, Damaged> + use<'a>, Damaged> {
    let (mut kinds, mut lengths) = (Column(from.u32s()?), Column(from.u32s()?));
    let (mut words, mut bounds) = (Column(from.u32s()?), Column(from.u64s()?));
    Ok(move || {
        let (kind, length) = (kinds.next()?, lengths.next()? as usize);
        match kind {
            WORDS | WORDS_AND_UNLISTED => Ok(Values::Words {
                listed: words.take(length)?.to_vec(),
                unlisted: kind == WORDS_AND_UNLISTED,
            }),
            RANGES => {
                let (ranges, _) = bounds.take(length.saturating_mul(2))?.as_chunks();
                let range = |&[from, to]: &[u64; 2]| (from.cast_signed(), to.cast_signed());
                Ok(Values::Ranges(ranges.iter().map(range).collect()))
            }
            BOOLEANS..=7 => Ok(Values::Booleans { yes: kind & 2 != 0, no: kind & 1 != 0 }),
            _ => Err(Damaged::new("the kind of a set of values")),
        }
    })
}
