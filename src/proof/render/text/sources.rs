//! The report on statements as plain text: place by place, then gaps and expired documents.

use std::fmt::Write;

use crate::render::sources::{by_kind, distinct, expiry, gaps, summary};
use handover_core::language::Lang;
use handover_core::wire::report::{SourcesReport, Statement, StatementStatus};

/// Width of a line of text.
const WIDTH: usize = 100;
/// Width of the column of places.
const PLACE: usize = 20;

/// The report as text.
#[must_use]
pub fn sources(report: &SourcesReport, lang: Lang) -> String {
    let mut out = String::new();
    for document in distinct(report) {
        let mut own = report.statements.iter().filter(|it| it.document == document.id).peekable();
        if own.peek().is_none() {
            continue;
        }
        line!(out, "{}, {}", document.id, document.title);
        let mut section = "";
        for stated in own {
            if stated.section != section {
                section = &stated.section;
                line!(out);
            }
            statement(&mut out, stated, lang);
        }
        line!(out);
    }
    let gaps = gaps(report, lang);
    if !gaps.is_empty() {
        line!(out, "{}", lang.say("Inte redovisat", "Not accounted for"));
        for gap in gaps {
            line!(out, "  ✗ {gap}");
        }
        line!(out);
    }
    for document in &report.documents {
        let Some(note) = expiry(report, document, lang) else {
            continue;
        };
        line!(out, "{note}{}", lang.say(". Det här vilar på dokumentet:", ". This rests on it:"));
        for (kind, ids) in by_kind(&document.carriers) {
            wrapped(&mut out, &format!("  {kind}: "), 4, &ids.join(", "));
        }
        line!(out);
    }
    line!(out, "{}", summary(report, lang));
    out
}

/// A statement beside its place, with its carriers below.
fn statement(out: &mut String, stated: &Statement, lang: Lang) {
    let mark = match stated.status {
        _ if !stated.not_gone_through.is_empty() => '✗',
        StatementStatus::Carried => '✓',
        StatementStatus::Declined => '–',
        StatementStatus::Uncarried | StatementStatus::Disagrees => '✗',
    };
    let id = &stated.id;
    wrapped(out, &format!("{mark} {id:<width$} ", width = PLACE - 3), PLACE, &stated.text);
    let indent = " ".repeat(PLACE);
    for (kind, ids) in by_kind(&stated.carried_by) {
        wrapped(out, &format!("{indent}← {kind} "), PLACE + 2, &ids.join(", "));
    }
    if let Some(why) = &stated.declined {
        let declined = lang.say("avböjd", "declined");
        wrapped(out, &format!("{indent}{declined}: "), PLACE + 2, why);
    }
    if stated.status == StatementStatus::Uncarried {
        line!(out, "{indent}{}", lang.say("ingenting bär den", "nothing carries it"));
    }
}

/// Text after a prefix, broken at spaces; further lines are indented.
fn wrapped(out: &mut String, begin: &str, indent: usize, text: &str) {
    let mut written = begin.to_owned();
    let mut used = begin.chars().count();
    let mut first = true;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if !first && used + 1 + length > WIDTH {
            line!(out, "{}", written.trim_end());
            written = " ".repeat(indent);
            used = indent;
            first = true;
        }
        if !first {
            written.push(' ');
            used += 1;
        }
        written.push_str(word);
        used += length;
        first = false;
    }
    line!(out, "{}", written.trim_end());
}
