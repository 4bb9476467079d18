//! Tests that need a process of their own: one uses up its file descriptors, the other counts allocations.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::allow_attributes,
    reason = "a failing test should stop where it fails"
)]

mod allocations;
#[path = "../it/common/mod.rs"]
#[allow(dead_code, reason = "the other tests use the rest")]
mod common;
#[cfg(all(target_os = "linux", feature = "cli", feature = "service"))]
mod service_abuse;
