//! The documents on a day: which hold, which have expired or soon will, and what rests on them.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::{CarrierRef, carrier_ref};
use handover_core::language::Lang;
use handover_core::ruleset::RuleSet;
use handover_core::ruleset::statements::Statements;

/// Whether a document holds on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Validity {
    /// It holds, and goes on holding.
    Valid,
    /// It holds, but not for long.
    Expires,
    /// Its last day is past.
    Expired,
    /// Its first day is yet to come.
    NotYet,
}

/// A document, whether it holds, and what rests on it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "DocumentAccount")]
pub struct Document {
    /// Its id.
    pub document: String,
    /// What it is called.
    pub title: String,
    /// Its revision.
    pub revision: u32,
    /// The day that it was decided.
    #[schemars(with = "Option<String>")]
    pub decided: Option<Date>,
    /// The first day that it holds.
    #[schemars(with = "Option<String>")]
    pub valid_from: Option<Date>,
    /// The last day that it holds, included.
    #[schemars(with = "Option<String>")]
    pub valid_until: Option<Date>,
    /// The role that owns it.
    pub owner: Option<String>,
    /// Whether it holds on the day.
    pub validity: Validity,
    /// Days left after the day; negative where the last one is past.
    pub days_left: Option<i32>,
    /// How many statements are listed of it.
    pub statements: usize,
    /// What names one of its places as its source.
    pub carriers: Vec<CarrierRef>,
}

pub(super) fn documents(
    rule_set: &RuleSet,
    statements: &Statements,
    at: Date,
    within_days: u32,
    lang: Lang,
) -> Vec<Document> {
    let documents = rule_set.sources.documents.iter().enumerate();
    let told = documents.map(|(index, document)| {
        let days_left = document.valid_until.map(|last| (last - at).get_days());
        let validity = match days_left {
            _ if document.valid_from.is_some_and(|first| first > at) => Validity::NotYet,
            Some(days) if days < 0 => Validity::Expired,
            Some(days) if i64::from(days) <= i64::from(within_days) => Validity::Expires,
            _ => Validity::Valid,
        };
        let own = statements.carriers.iter().filter(|carrier| {
            carrier.source.as_ref().is_some_and(|source| source.document == index)
        });
        Document {
            document: document.id.clone(),
            title: document.title.get(lang).to_owned(),
            revision: document.revision,
            decided: document.decided,
            valid_from: document.valid_from,
            valid_until: document.valid_until,
            owner: document.owner.clone(),
            validity,
            days_left,
            statements: statements.all.iter().filter(|it| it.source.document == index).count(),
            carriers: own.map(|carrier| carrier_ref(carrier, lang)).collect(),
        }
    });
    told.collect()
}
