//! Answers for people. They show what [`crate::wire`] answers, so text and JSON say the same.

pub mod diff;
pub mod text;
