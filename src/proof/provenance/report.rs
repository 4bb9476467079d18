//! The report on the statements of the documents, on a day.

use jiff::civil::Date;

use super::carrier::{line, reported};
use super::documents::documents;
use handover_core::language::Lang;
use handover_core::ruleset::statements::{self, Statements, Status};
use handover_core::ruleset::{RuleSet, sources};
use handover_core::wire::report::{
    Carrier, ReportName, ReportedRules, SourcesReport, SourcesSummary, Statement, StatementStatus,
    UnknownName, UnstatedPlace,
};

/// Default number of days before its expiry from which a document is reported as expiring.
pub const DEFAULT_WITHIN: u32 = 90;

/// The statements of the documents with their carriers, on a day.
#[must_use]
pub fn report(
    rule_set: &RuleSet,
    statements: &Statements,
    at: Date,
    within_days: u32,
    lang: Lang,
) -> SourcesReport {
    let with = |status: Status| statements.all.iter().filter(|it| it.status == status).count();
    let pending = statements.all.iter().filter(|it| !it.pending.is_empty()).count();
    let summary = SourcesSummary {
        not_gone_through: pending,
        statements: statements.all.len(),
        carried: with(Status::Carried),
        declined: with(Status::Declined),
        unaccounted: with(Status::Uncarried)
            + with(Status::Disagrees)
            + pending
            + statements.missing.len()
            + statements.astray.len()
            + statements.unstated.len(),
    };
    let carrier = |index: &usize| Some(reported(statements.carriers.get(*index)?, lang));
    let stated = |statement: &statements::Statement| {
        let mut carried_by: Vec<Carrier> = Vec::new();
        for found in statement.carriers.iter().filter_map(carrier) {
            // An event may lead from several states.
            if !carried_by.iter().any(|known| known.kind == found.kind && known.id == found.id) {
                carried_by.push(found);
            }
        }
        Statement {
            id: statement.id.clone(),
            document: document_id(rule_set, &statement.source),
            section: statement.source.section.clone(),
            text: statement.text.get(lang).to_owned(),
            status: match statement.status {
                Status::Carried => StatementStatus::Carried,
                Status::Declined => StatementStatus::Declined,
                Status::Uncarried => StatementStatus::Uncarried,
                Status::Disagrees => StatementStatus::Disagrees,
            },
            carried_by,
            revisions: statement.revisions.clone(),
            not_gone_through: statement.pending.clone(),
            declined: statement.declined.as_ref().map(|why| why.get(lang).to_owned()),
            file: statement.place.file.clone(),
            line: line(&statement.place),
        }
    };
    let missing = statements.missing.iter().map(|missing| UnstatedPlace {
        source: missing.source.written(),
        document: document_id(rule_set, &missing.source),
        file: missing.place.file.clone(),
        line: line(&missing.place),
    });
    let astray = statements.astray.iter().map(|(name, place)| UnknownName {
        name: name.clone(),
        file: place.file.clone(),
        line: line(place),
    });
    SourcesReport {
        report: ReportName::Sources,
        ruleset: ReportedRules::new(rule_set, lang),
        at,
        within_days,
        summary,
        documents: documents(rule_set, statements, at, within_days, lang),
        statements: statements.all.iter().map(stated).collect(),
        places_without_statement: missing.collect(),
        names_nothing: astray.collect(),
        carries_no_statement: statements.unstated.iter().filter_map(carrier).collect(),
    }
}

fn document_id(rule_set: &RuleSet, source: &sources::SourceRef) -> String {
    rule_set.sources.document(source).map_or(String::new(), |document| document.id.clone())
}
