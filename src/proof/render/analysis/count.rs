//! Findings of a topic, and numbers with their noun.

use handover_core::wire::report::{AnalyseReport, AnalysisFinding, Topic};

/// The findings on a topic.
pub(super) fn on(report: &AnalyseReport, topic: Topic) -> impl Iterator<Item = &AnalysisFinding> {
    report.findings.iter().filter(move |finding| finding.topic == topic)
}

/// A number with its noun in singular or plural.
pub(super) fn counted(number: usize, [one, many]: [&str; 2]) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
