//! Incomplete cases: the answers that are still possible, and the inputs that decide between them.
//!
//! ```text
//! Plan ── explore ──> OpenGraph over the unknown inputs ── possible ──> Possible
//!                     alike: which answers count as the same
//! ```

mod alike;
mod explore;
mod possible;

pub use alike::Alike;
pub use possible::{Deciding, DecidingClass, Possible, PossibleAnswer};
