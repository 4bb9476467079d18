//! Work on all cores with the feature `parallel`, else on one. The results are equal.

#[cfg(feature = "parallel")]
use rayon::prelude::*;

/// The results of `make` for the numbers below `count`, in order.
#[cfg(feature = "parallel")]
pub(crate) fn map<T: Send>(count: usize, make: impl Fn(usize) -> T + Sync + Send) -> Vec<T> {
    (0..count).into_par_iter().map(make).collect()
}

/// The results of `make` for the numbers below `count`, in order.
#[cfg(not(feature = "parallel"))]
pub(crate) fn map<T>(count: usize, make: impl Fn(usize) -> T) -> Vec<T> {
    (0..count).map(make).collect()
}

/// Sorts values of a type whose equal values cannot be distinguished, so that the order is unique.
pub(crate) fn sort<T: Ord + Send>(values: &mut [T]) {
    #[cfg(feature = "parallel")]
    values.par_sort_unstable();
    #[cfg(not(feature = "parallel"))]
    values.sort_unstable();
}
