//! Answers and rules for people. Answers show what [`handover_core::wire`] answers, so text and JSON say the same; pages are
//! put together as a [`document`] first, so Markdown and HTML say the same.

pub mod analysis;
pub mod diff;
pub mod document;
pub mod dot;
pub mod html;
pub mod junit;
pub mod markdown;
pub mod rules;
pub mod sources;
pub mod svg;
pub mod text;
mod words;
