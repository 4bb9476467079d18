//! Statements of documents, each with its carriers.

use super::carriers::Carrier;
use crate::diagnostic::Place;
use crate::language::Text;
use crate::ruleset::sources::SourceRef;

/// Status of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Something carries it.
    Carried,
    /// Nothing carries it, and it gives a reason.
    Declined,
    /// Nothing carries it, and it gives no reason.
    Uncarried,
    /// It is declined, and something carries it nevertheless.
    Disagrees,
}

/// A statement of a document.
#[derive(Debug, Clone)]
pub struct Statement {
    /// Its place in the form of rules, with its number if the place has several: `2.1/4`, `2.1/1#2`.
    pub id: String,
    /// Its place.
    pub source: SourceRef,
    /// The text of the statement.
    pub text: Text,
    /// Its status.
    pub status: Status,
    /// Its carriers, as indices into [`Statements::carriers`].
    pub carriers: Vec<usize>,
    /// The reason why nothing carries it.
    pub declined: Option<Text>,
    /// The revisions of the document that state it.
    pub revisions: Vec<u32>,
    /// The revisions that have its place, but against which it has not been gone through.
    pub pending: Vec<u32>,
    /// Its location.
    pub place: Place,
    /// Whether it names its carriers.
    pub(super) named: bool,
    /// Whether it names its revisions.
    pub(super) of_revisions: bool,
}

/// A place without a statement, in a document that has statements.
#[derive(Debug, Clone)]
pub struct Unstated {
    /// The place.
    pub source: SourceRef,
    /// Its location in the list of places.
    pub place: Place,
}

/// All statements of a rule set with their carriers.
#[derive(Debug, Clone, Default)]
pub struct Statements {
    /// The statements in the order of the file.
    pub all: Vec<Statement>,
    /// Possible carriers: everything with a source, then those that statements name besides.
    pub carriers: Vec<Carrier>,
    /// Places without a statement.
    pub missing: Vec<Unstated>,
    /// Named places and carriers that do not exist, with the location of the name.
    pub astray: Vec<(String, Place)>,
    /// Carriers whose place has statements, but that carry none of them, as indices into [`Self::carriers`].
    pub unstated: Vec<usize>,
}
