//! Diagnostics as text for people, and as JSON, SARIF and GitHub annotations for programs. Pure functions.

mod github;
mod human;
mod json;
mod notes;
mod path;
mod sarif;

pub use github::github;
pub use human::{Options, excerpted, human, summary};
pub use json::{Told, ToldPlace, told};
pub use sarif::sarif;
