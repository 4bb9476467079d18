//! Answers and rules for people.
//!
//! Answers are rendered from those of [`handover_core::wire`], so text and JSON agree; pages are composed as a
//! [`page`] first, so Markdown and HTML agree.

pub mod analysis;
pub mod diff;
pub mod dot;
pub mod html;
pub mod junit;
pub mod markdown;
mod origin;
pub mod page;
pub mod rules;
pub mod sources;
pub mod svg;
pub mod text;
mod words;

pub use origin::Origin;
