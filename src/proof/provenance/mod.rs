//! Provenance: what each statement of the documents is carried by, and which documents have expired or soon will.
//!
//! [`report`] puts what [`handover_core::ruleset::statements`] found into words, as data that is printed as text, Markdown or
//! JSON.

mod documents;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use handover_core::diagnostic::Place;
use handover_core::language::Lang;
use handover_core::ruleset::statements::{Carrier, Statement, Statements, Status};
use handover_core::ruleset::{RuleSet, sources};

pub use documents::{Document, Validity};

/// A document that expires within so many days is told where nothing else is asked for.
pub const DEFAULT_WITHIN: u32 = 90;

/// What `sources` answers.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Account")]
pub struct Report {
    /// The rule set's id.
    pub rule_set: String,
    /// Its fingerprint.
    pub fingerprint: String,
    /// The day that validity is told for.
    #[schemars(with = "String", extend("format" = "date"))]
    pub at: Date,
    /// A document that expires within so many days is told.
    pub within_days: u32,
    /// How many statements there are, and what becomes of them.
    pub summary: Summary,
    /// The documents, with what rests on them.
    pub documents: Vec<Document>,
    /// The statements in the order of the file.
    pub statements: Vec<Stated>,
    /// Places that have no statement, though their document lists statements.
    pub places_without_statement: Vec<PlaceRef>,
    /// Places and carriers that statements name, and that do not exist.
    pub names_nothing: Vec<Name>,
    /// Rules and the like whose place has statements, none of which is theirs.
    pub carries_no_statement: Vec<CarrierRef>,
}

/// How many statements there are, and what becomes of them.
#[derive(Debug, Clone, Copy, Default, Serialize, JsonSchema)]
#[schemars(rename = "AccountSummary")]
pub struct Summary {
    /// All statements.
    pub statements: usize,
    /// Those that something carries.
    pub carried: usize,
    /// Those that are declined with a reason.
    pub declined: usize,
    /// Those that are neither, or both; places without a statement; names of nothing; and rules that carry none.
    pub unaccounted: usize,
}

/// A place in a document.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PlaceRef {
    /// The place as rules write it.
    pub place: String,
    /// The document.
    pub document: String,
    /// The file that lists it.
    pub file: String,
    /// The line there.
    pub line: Option<u32>,
}

/// A name that a statement uses.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "WrittenName")]
pub struct Name {
    /// The name as it is written.
    pub name: String,
    /// The file that it is written in.
    pub file: String,
    /// The line there.
    pub line: Option<u32>,
}

/// A statement, and what becomes of it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Stated {
    /// Its place, with a number where the place has several.
    pub id: String,
    /// The document.
    pub document: String,
    /// The section.
    pub section: String,
    /// What is stated.
    pub statement: String,
    /// `carried`, `declined`, `uncarried` or `disagrees`.
    pub status: &'static str,
    /// What carries it.
    pub carried_by: Vec<CarrierRef>,
    /// Why nothing carries it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub declined: Option<String>,
    /// The file that it is written in.
    pub file: String,
    /// The line there.
    pub line: Option<u32>,
}

/// Something that carries a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CarrierRef {
    /// What it is, as `carried_by` writes it.
    pub kind: &'static str,
    /// What that is called.
    pub kind_label: String,
    /// Its id among those of its kind.
    pub id: String,
    /// The file that it is written in.
    pub file: String,
    /// The line there.
    pub line: Option<u32>,
}

/// What the documents state and who carries it, on a day.
#[must_use]
pub fn report(
    rule_set: &RuleSet,
    statements: &Statements,
    at: Date,
    within_days: u32,
    lang: Lang,
) -> Report {
    let with = |status: Status| statements.all.iter().filter(|it| it.status == status).count();
    let summary = Summary {
        statements: statements.all.len(),
        carried: with(Status::Carried),
        declined: with(Status::Declined),
        unaccounted: with(Status::Uncarried)
            + with(Status::Disagrees)
            + statements.missing.len()
            + statements.astray.len()
            + statements.unstated.len(),
    };
    let carrier = |index: &usize| Some(carrier_ref(statements.carriers.get(*index)?, lang));
    let stated = |statement: &Statement| {
        let mut carried_by: Vec<CarrierRef> = Vec::new();
        for found in statement.carriers.iter().filter_map(carrier) {
            // An event may lead from several states.
            if !carried_by.iter().any(|known| known.kind == found.kind && known.id == found.id) {
                carried_by.push(found);
            }
        }
        Stated {
            id: statement.id.clone(),
            document: document_id(rule_set, &statement.source),
            section: statement.source.section.clone(),
            statement: statement.text.get(lang).to_owned(),
            status: match statement.status {
                Status::Carried => "carried",
                Status::Declined => "declined",
                Status::Uncarried => "uncarried",
                Status::Disagrees => "disagrees",
            },
            carried_by,
            declined: statement.declined.as_ref().map(|why| why.get(lang).to_owned()),
            file: statement.place.file.clone(),
            line: line(&statement.place),
        }
    };
    let missing = statements.missing.iter().map(|missing| PlaceRef {
        place: missing.source.written(),
        document: document_id(rule_set, &missing.source),
        file: missing.place.file.clone(),
        line: line(&missing.place),
    });
    let astray = statements.astray.iter().map(|(name, place)| Name {
        name: name.clone(),
        file: place.file.clone(),
        line: line(place),
    });
    Report {
        rule_set: rule_set.id.clone(),
        fingerprint: rule_set.fingerprint.clone(),
        at,
        within_days,
        summary,
        documents: documents::documents(rule_set, statements, at, within_days, lang),
        statements: statements.all.iter().map(stated).collect(),
        places_without_statement: missing.collect(),
        names_nothing: astray.collect(),
        carries_no_statement: statements.unstated.iter().filter_map(carrier).collect(),
    }
}

fn document_id(rule_set: &RuleSet, source: &sources::SourceRef) -> String {
    rule_set.sources.document(source).map_or(String::new(), |document| document.id.clone())
}

fn carrier_ref(carrier: &Carrier, lang: Lang) -> CarrierRef {
    CarrierRef {
        kind: carrier.kind.word(),
        kind_label: carrier.kind.label().get(lang).to_owned(),
        id: carrier.id.clone(),
        file: carrier.place.file.clone(),
        line: line(&carrier.place),
    }
}

fn line(place: &Place) -> Option<u32> {
    place.span.map(|span| span.line)
}
