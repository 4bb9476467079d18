//! Statements of documents, each with what carries it.

use super::carriers::Carrier;
use crate::diagnostic::Place;
use crate::language::Text;
use crate::ruleset::sources::SourceRef;

/// What becomes of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Something carries it.
    Carried,
    /// Nothing carries it, and it says why.
    Declined,
    /// Nothing carries it, and it does not say why.
    Uncarried,
    /// It is declined, and something carries it all the same.
    Disagrees,
}

/// Something that a document states.
#[derive(Debug, Clone)]
pub struct Statement {
    /// Its place as rules write it, with its number where the place has several: `2.1/4`, `2.1/1#2`.
    pub id: String,
    /// Its place.
    pub source: SourceRef,
    /// What is stated.
    pub text: Text,
    /// What becomes of it.
    pub status: Status,
    /// What carries it, as indices into [`Statements::carriers`].
    pub carriers: Vec<usize>,
    /// Why nothing carries it.
    pub declined: Option<Text>,
    /// Where it is written.
    pub place: Place,
    /// Whether it names what carries it.
    pub(super) named: bool,
}

/// A place in a document that has no statement, though the document lists statements.
#[derive(Debug, Clone)]
pub struct Unstated {
    /// The place.
    pub source: SourceRef,
    /// Where it is listed.
    pub place: Place,
}

/// All statements of a rule set with what carries them.
#[derive(Debug, Clone, Default)]
pub struct Statements {
    /// The statements in the order of the file.
    pub all: Vec<Statement>,
    /// What may carry a statement: everything with a source, then what statements name beside.
    pub carriers: Vec<Carrier>,
    /// Places without a statement.
    pub missing: Vec<Unstated>,
    /// Places and carriers that are named and do not exist, with where they are named.
    pub astray: Vec<(String, Place)>,
    /// Carriers whose place has statements, none of which is theirs, as indices into [`Self::carriers`].
    pub unstated: Vec<usize>,
}
