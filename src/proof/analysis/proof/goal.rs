//! Goals: the requests that a search looks for, in terms of features.

use super::set::Set;

/// Conditions that hold together: features, each with the classes that it may have.
pub(in crate::analysis) type Cube = Vec<(usize, Set)>;

/// The requests that a search looks for.
#[derive(Debug, Clone, Default)]
pub(in crate::analysis) struct Goal {
    /// All of these hold.
    pub(in crate::analysis) all: Cube,
    /// None of these holds.
    pub(in crate::analysis) none: Vec<Cube>,
    /// At least one of these holds, if there are any.
    pub(in crate::analysis) one_of: Option<Vec<Cube>>,
}
