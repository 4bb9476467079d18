//! Work on all threads, in order.

use super::Tally;

/// Maps the parts on all threads; the results keep the order.
#[cfg(feature = "parallel")]
pub(super) fn in_parallel<'p, T: Sync + ?Sized>(
    parts: &[&'p T],
    judge: impl Fn(&'p T) -> Tally + Sync + Send,
) -> Vec<Tally> {
    use rayon::prelude::*;
    parts.par_iter().map(|part| judge(part)).collect()
}

#[cfg(not(feature = "parallel"))]
pub(super) fn in_parallel<'p, T: Sync + ?Sized>(
    parts: &[&'p T],
    judge: impl Fn(&'p T) -> Tally + Sync + Send,
) -> Vec<Tally> {
    parts.iter().map(|part| judge(part)).collect()
}

#[cfg(feature = "parallel")]
pub(super) fn threads() -> usize {
    rayon::current_num_threads()
}

#[cfg(not(feature = "parallel"))]
pub(super) fn threads() -> usize {
    1
}
