//! The JSON contract: requests and answers, the same on the command line and over HTTP.

pub mod batch;
pub mod report;
pub mod v1;
pub mod words;
