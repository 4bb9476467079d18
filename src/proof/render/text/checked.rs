//! The result of checking a rule set, as plain text.

use std::fmt::Write;

use handover_core::language::Lang;
use handover_core::wire::report::{CheckReport, Contents};

/// A line on a sound rule set; empty for one with errors, which diagnostics show.
#[must_use]
pub fn checked(report: &CheckReport, lang: Lang) -> String {
    let (Some(rules), Some(contents)) = (&report.ruleset, report.contents) else {
        return String::new();
    };
    let Contents { routing_rules, checks, steps, units, invariants } = contents;
    let proved = match (invariants, lang) {
        (0, _) => String::new(),
        (1, Lang::Sv) => "; 1 invariant bevisad".to_owned(),
        (1, Lang::En) => "; 1 invariant proved".to_owned(),
        (many, Lang::Sv) => format!("; {many} invarianter bevisade"),
        (many, Lang::En) => format!("; {many} invariants proved"),
    };
    let held = match lang {
        Lang::Sv => format!(
            "{routing_rules} routingregler, {checks} kontroller, {steps} steg, {units} enheter; varje fall har exakt ett svar"
        ),
        Lang::En => format!(
            "{routing_rules} routing rules, {checks} checks, {steps} steps, {units} units; every case has exactly one answer"
        ),
    };
    let mut out = String::new();
    line!(out, "{} ({}, {}): {held}{proved}", rules.title, rules.id, rules.short_fingerprint());
    out
}
