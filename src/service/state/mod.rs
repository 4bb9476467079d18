//! What requests share: the rules in force, keys, limits, counts.

pub(crate) mod app;
pub(crate) mod keys;
pub(crate) mod latency;
pub(crate) mod limit;
pub(crate) mod metrics;
pub(crate) mod permission;
pub(crate) mod rate;
pub(crate) mod reload;
pub(crate) mod rules;
