//! The closed words of the contract.

use schemars::JsonSchema;
use serde::Serialize;

use crate::engine;
use crate::ruleset::model;
use crate::wire::words::closed;

/// The answer to a case as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(transform = closed)]
pub enum Decision {
    /// The receiver is known.
    Route,
    /// The rules leave the choice to a person; a part of the receiver is null.
    Manual,
    /// A field that is missing could still change the receiver, or fill an empty part of it.
    Incomplete,
}

/// The answer to a handover as a whole: the worst of its findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(transform = closed)]
pub enum VerdictDecision {
    /// It may be carried out.
    Allow,
    /// It may be carried out, with findings to consider.
    Warn,
    /// A person has to decide.
    Manual,
    /// It may not be carried out.
    Refuse,
}

/// An action about to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(transform = closed)]
pub enum Action {
    /// Hand over a case.
    HandOver,
    /// Receive one.
    Receive,
    /// Cancel a handover.
    Cancel,
    /// Close a case.
    Close,
}

/// Severity of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(transform = closed)]
pub enum Severity {
    /// It may not be done.
    Refuse,
    /// A person has to decide.
    Manual,
    /// It may be done, but something speaks against it.
    Warning,
    /// A note.
    Info,
}

/// An actor in a handover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(transform = closed)]
pub enum Actor {
    /// The unit that hands over.
    Sender,
    /// The unit that receives.
    Receiver,
    /// The patient.
    Patient,
}

/// Whether changes would make a rule decide a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(transform = closed)]
pub enum WhyNotAnswer {
    /// It already decides.
    Decides,
    /// Any of the sets of changes does.
    Changes,
    /// No change does: other rules decide.
    Never,
    /// The search ended before an answer was found.
    NotProved,
}

impl From<engine::Decision> for Decision {
    fn from(decision: engine::Decision) -> Self {
        match decision {
            engine::Decision::Route => Self::Route,
            engine::Decision::Manual => Self::Manual,
            engine::Decision::Incomplete => Self::Incomplete,
        }
    }
}

impl From<engine::VerdictDecision> for VerdictDecision {
    fn from(decision: engine::VerdictDecision) -> Self {
        match decision {
            engine::VerdictDecision::Allow => Self::Allow,
            engine::VerdictDecision::Warn => Self::Warn,
            engine::VerdictDecision::Manual => Self::Manual,
            engine::VerdictDecision::Refuse => Self::Refuse,
        }
    }
}

impl From<engine::Action> for Action {
    fn from(action: engine::Action) -> Self {
        match action {
            engine::Action::HandOver => Self::HandOver,
            engine::Action::Receive => Self::Receive,
            engine::Action::Cancel => Self::Cancel,
            engine::Action::Close => Self::Close,
        }
    }
}

impl From<model::FindingSeverity> for Severity {
    fn from(severity: model::FindingSeverity) -> Self {
        match severity {
            model::FindingSeverity::Refuse => Self::Refuse,
            model::FindingSeverity::Manual => Self::Manual,
            model::FindingSeverity::Warning => Self::Warning,
            model::FindingSeverity::Info => Self::Info,
        }
    }
}

impl From<model::Actor> for Actor {
    fn from(actor: model::Actor) -> Self {
        match actor {
            model::Actor::Sender => Self::Sender,
            model::Actor::Receiver => Self::Receiver,
            model::Actor::Patient => Self::Patient,
        }
    }
}
