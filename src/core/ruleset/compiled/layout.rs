//! The layout of stored data, by number.

/// The layout that this build reads and writes. A change of what is stored raises it.
pub(super) const LAYOUT: u64 = 2;
