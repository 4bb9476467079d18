//! Work on all cores where the feature `parallel` is on, on one otherwise. The result is the same either way.

#[cfg(feature = "parallel")]
use rayon::prelude::*;

/// What `make` gives for each number below `count`, in their order.
#[cfg(feature = "parallel")]
pub(crate) fn map<T: Send>(count: usize, make: impl Fn(usize) -> T + Sync + Send) -> Vec<T> {
    (0..count).into_par_iter().map(make).collect()
}

/// What `make` gives for each number below `count`, in their order.
#[cfg(not(feature = "parallel"))]
pub(crate) fn map<T>(count: usize, make: impl Fn(usize) -> T) -> Vec<T> {
    (0..count).map(make).collect()
}

/// Sorts values whose order leaves nothing open: those that compare as equal are equal.
pub(crate) fn sort<T: Ord + Send>(values: &mut [T]) {
    #[cfg(feature = "parallel")]
    values.par_sort_unstable();
    #[cfg(not(feature = "parallel"))]
    values.sort_unstable();
}
