//! The report of `sources`: the statements of the documents, what carries them, and what has expired.

use std::borrow::Cow;

use jiff::civil::Date;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use super::common::{ReportName, ReportedRules};
use crate::ruleset::statements::Kind;
use crate::wire::words::closed;

/// The statements of the documents, and what carries them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SourcesReport {
    /// `sources`.
    #[schemars(extend("const" = "sources"))]
    pub report: ReportName,
    /// The rule set.
    pub ruleset: ReportedRules,
    /// The day of the validities.
    #[schemars(with = "String", extend("format" = "date"))]
    pub at: Date,
    /// The days after it within which a document counts as one that soon expires.
    pub within_days: u32,
    /// How many statements there are.
    pub summary: SourcesSummary,
    /// The documents, with what rests on them.
    pub documents: Vec<SourceDocument>,
    /// The statements, in the order of the file.
    pub statements: Vec<Statement>,
    /// Places without a statement, though their document lists statements.
    pub places_without_statement: Vec<UnstatedPlace>,
    /// Places and carriers that statements name and that do not exist.
    pub names_nothing: Vec<UnknownName>,
    /// Rules and the like whose place has statements, none of which is theirs.
    pub carries_no_statement: Vec<Carrier>,
}

/// How many statements there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SourcesSummary {
    /// All statements.
    pub statements: usize,
    /// Those that something carries.
    pub carried: usize,
    /// Those that are declined with a reason.
    pub declined: usize,
    /// Statements that are neither, or both; places without a statement; unknown names; and rules that carry no statement.
    pub unaccounted: usize,
}

/// A document, whether it is valid, and what rests on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "ReportedDocument")]
pub struct SourceDocument {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its revision.
    pub revision: u32,
    /// The day that it was decided.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub decided: Option<Date>,
    /// The first day that it is valid.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub valid_from: Option<Date>,
    /// The last day that it is valid.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub valid_until: Option<Date>,
    /// The role that owns it.
    pub owner: Option<String>,
    /// Whether it is valid on the day.
    pub validity: Validity,
    /// Days left after the day; negative where the last one is past.
    pub days_left: Option<i32>,
    /// How many statements are listed of it.
    pub statements: usize,
    /// What names one of its places as its source.
    pub carriers: Vec<Carrier>,
}

/// Whether a document is valid on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(transform = closed)]
pub enum Validity {
    /// It is valid, and stays so.
    Valid,
    /// It is valid, but expires soon.
    Expires,
    /// Its last day is past.
    Expired,
    /// Its first day is yet to come.
    NotYet,
}

/// A statement, and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Statement {
    /// Its place, with a number where the place has several.
    pub id: String,
    /// The document.
    pub document: String,
    /// The section.
    pub section: String,
    /// What is stated.
    pub text: String,
    /// What becomes of it.
    pub status: StatementStatus,
    /// What carries it.
    pub carried_by: Vec<Carrier>,
    /// Why nothing carries it; null where it is not declined.
    pub declined: Option<String>,
    /// The file that it is written in.
    pub file: String,
    /// The line there.
    pub line: Option<u32>,
}

/// What becomes of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(transform = closed)]
pub enum StatementStatus {
    /// Something carries it.
    Carried,
    /// Nothing carries it, and it says why.
    Declined,
    /// Nothing carries it, and it does not say why.
    Uncarried,
    /// It is declined, but something carries it.
    Disagrees,
}

/// A place in a document that has no statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct UnstatedPlace {
    /// The place, as rules write a source.
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
    /// The name as it is written.
    pub name: String,
    /// The file that it is written in.
    pub file: String,
    /// The line there.
    pub line: Option<u32>,
}

/// Something that carries a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Carrier {
    /// Its kind, as `carried_by` of the rules writes it.
    pub kind: CarrierKind,
    /// The kind, in words.
    pub kind_label: String,
    /// Its id among those of its kind.
    pub id: String,
    /// The file that it is written in.
    pub file: String,
    /// The line there.
    pub line: Option<u32>,
}

/// A kind of things that carry statements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CarrierKind(pub Kind);

impl Serialize for CarrierKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.word())
    }
}

impl JsonSchema for CarrierKind {
    fn schema_name() -> Cow<'static, str> {
        "CarrierKind".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let words: Vec<&str> = Kind::ALL.iter().map(|kind| kind.word()).collect();
        json_schema!({"description": "A kind of things that carry statements.", "type": "string", "enum": words})
    }
}
