//! Diagnostics as text for people, and as SARIF and GitHub annotations for programs. Pure functions.

mod github;
mod human;
mod notes;
mod path;
mod sarif;

pub use github::github;
pub use human::{Options, excerpted, human, summary};
pub use sarif::sarif;
