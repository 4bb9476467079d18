//! The tests of the workspace from outside: one program, so that it is linked once, with a folder for each crate.
//!
//! A test beside the code it tests sees more and builds sooner; one here sees what users of the crates see.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::allow_attributes,
    reason = "a failing test should stop where it fails"
)]

mod architecture;
mod common;

mod matcher {
    mod analysis_properties;
    mod properties;
    mod store_properties;
    mod strategies;
}

mod core {
    mod codes;
    mod compiled;
    mod contract;
    mod diagnostics;
    mod document_properties;
    #[cfg(feature = "cli")]
    mod edits;
    mod engine_properties;
    mod follow_on;
    mod identity_properties;
    mod revisions;
    mod schemas;
    mod unread;
    mod why_not;
    mod wire_properties;
}

mod proof {
    #[cfg(feature = "cli")]
    mod diff;
    mod diff_mutants;
    mod diff_properties;
    #[cfg(feature = "cli")]
    mod expect;
    mod expect_properties;
    mod gaps;
    #[cfg(feature = "cli")]
    mod invariants;
    mod reading;
    mod recorded;
    mod unused;
}

#[cfg(feature = "service")]
mod service {
    mod description;
    #[cfg(feature = "cli")]
    mod socket;
}

#[cfg(feature = "cli")]
mod cli {
    mod arguments;
    mod commands;
    mod compiled;
    mod privacy;
    mod reading;
    mod readme;
    mod reports;
    mod schemas;
    #[cfg(all(unix, feature = "service"))]
    mod serve;
    mod terminal;
}
