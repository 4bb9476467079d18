//! Handlers: each turns a call into an answer. What an answer says is decided in `wire` and below.

pub(super) mod docs;
pub(super) mod health;
pub(super) mod in_force;
pub(super) mod questions;
pub(super) mod rule_sets;
