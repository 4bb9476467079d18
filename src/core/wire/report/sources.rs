//! The report of `sources`: the statements of the documents, their carriers, and the validity of the documents.

use std::borrow::Cow;

use jiff::civil::Date;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use super::common::{ReportName, ReportedRules};
use crate::ruleset::statements::CarrierKind;
use crate::wire::words::closed;

/// The statements of the documents, and their carriers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SourcesReport {
    /// `sources`.
    #[schemars(extend("const" = "sources"))]
    pub report: ReportName,
    /// The rule set.
    pub ruleset: ReportedRules,
    /// The day on which validity is tested.
    #[schemars(with = "String", extend("format" = "date"))]
    pub at: Date,
    /// The number of days after it within which a document counts as expiring soon.
    pub within_days: u32,
    /// The number of statements.
    pub summary: SourcesSummary,
    /// The documents, with the rules based on them.
    pub documents: Vec<SourceDocument>,
    /// The statements, in the order of the file.
    pub statements: Vec<Statement>,
    /// Places without a statement, though their document lists statements.
    pub places_without_statement: Vec<UnstatedPlace>,
    /// Places and carriers that statements name and that do not exist.
    pub names_nothing: Vec<UnknownName>,
    /// Rules and the like whose place has statements, but that carry none of them.
    pub carries_no_statement: Vec<Carrier>,
}

/// The number of statements.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SourcesSummary {
    /// All statements.
    pub statements: usize,
    /// Those that something carries.
    pub carried: usize,
    /// Those that are declined with a reason.
    pub declined: usize,
    /// Those that have not been gone through against some revision of their document.
    pub not_gone_through: usize,
    /// Statements that are neither, or both; those not gone through; places without a statement; unknown names; and rules that carry no statement.
    pub unaccounted: usize,
}

/// A document, its validity, and the rules based on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "ReportedDocument")]
pub struct SourceDocument {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its revision.
    pub revision: u32,
    /// The day on which it was decided.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub decided: Option<Date>,
    /// The first day on which it is valid.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub valid_from: Option<Date>,
    /// The last day on which it is valid.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub valid_until: Option<Date>,
    /// The role that owns it.
    pub owner: Option<String>,
    /// Whether it is valid on the day.
    pub validity: Validity,
    /// The number of days left after the day; negative if the last one is past.
    pub days_left: Option<i32>,
    /// The number of its statements.
    pub statements: usize,
    /// The carriers that name one of its places as their source.
    pub carriers: Vec<Carrier>,
}

/// Validity of a document on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(transform = closed)]
pub enum Validity {
    /// It is valid, and does not expire soon.
    Valid,
    /// It is valid, but expires soon.
    Expires,
    /// Its last day is past.
    Expired,
    /// Its first day is in the future.
    NotYet,
}

/// A statement, with its status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Statement {
    /// Its place, with a number if the place has several statements.
    pub id: String,
    /// The document.
    pub document: String,
    /// The section.
    pub section: String,
    /// The text of the statement.
    pub text: String,
    /// Its status.
    pub status: StatementStatus,
    /// Its carriers.
    pub carried_by: Vec<Carrier>,
    /// The revisions of the document that state it.
    pub revisions: Vec<u32>,
    /// The revisions that have its place, but against which it has not been gone through.
    pub not_gone_through: Vec<u32>,
    /// The reason why nothing carries it; null if it is not declined.
    pub declined: Option<String>,
    /// The file that contains it.
    pub file: String,
    /// The line there.
    pub line: Option<u32>,
}

/// Status of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(transform = closed)]
pub enum StatementStatus {
    /// Something carries it.
    Carried,
    /// Nothing carries it, and it gives a reason.
    Declined,
    /// Nothing carries it, and it gives no reason.
    Uncarried,
    /// It is declined, but something carries it.
    Disagrees,
}

/// A place of a document without a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct UnstatedPlace {
    /// The place, in the form of a rule's source.
    pub source: String,
    /// The document.
    pub document: String,
    /// The file that lists it.
    pub file: String,
    /// The line there.
    pub line: Option<u32>,
}

/// A name that a statement uses and that does not exist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct UnknownName {
    /// The name as written.
    pub name: String,
    /// The file that contains it.
    pub file: String,
    /// The line there.
    pub line: Option<u32>,
}

/// Something that carries a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Carrier {
    /// Its kind, as written in `carried_by` of the rules.
    pub kind: CarrierKind,
    /// The kind, in words.
    pub kind_label: String,
    /// Its id, unique within its kind.
    pub id: String,
    /// The file that contains it.
    pub file: String,
    /// The line there.
    pub line: Option<u32>,
}

impl Serialize for CarrierKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

impl JsonSchema for CarrierKind {
    fn schema_name() -> Cow<'static, str> {
        "CarrierKind".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let words: Vec<&str> = CarrierKind::ALL.iter().map(|kind| kind.word()).collect();
        json_schema!({"description": "A kind of things that carry statements.", "type": "string", "enum": words})
    }
}
