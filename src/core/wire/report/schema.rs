//! JSON Schemas (2020-12) of the reports.

use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::{AnalyseReport, CheckReport, DiffReport, SourcesReport, TestReport};

/// The names of the schemas.
pub const REPORTS: &[&str] =
    &["check-report", "analyse-report", "test-report", "diff-report", "sources-report"];

/// The schema of a report; `None` if there is none with that name.
#[must_use]
pub fn of(name: &str) -> Option<Value> {
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let schema = match name {
        "check-report" => generator.into_root_schema_for::<CheckReport>(),
        "analyse-report" => generator.into_root_schema_for::<AnalyseReport>(),
        "test-report" => generator.into_root_schema_for::<TestReport>(),
        "diff-report" => generator.into_root_schema_for::<DiffReport>(),
        "sources-report" => generator.into_root_schema_for::<SourcesReport>(),
        _ => return None,
    };
    Some(schema.to_value())
}
