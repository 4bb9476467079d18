//! The difference as plain text.

use std::fmt::Write;

use super::{
    DiffOrigins, SHOWN, asking, cases, combinations, command, firing_heading, firing_line,
    impact_parts, level, line_numbers, lines, misread, one_line, other_unknown, place_texts,
    plain_heading, range, rules, summary, title, verdict,
};
use handover_core::language::Lang;
use handover_core::language::number::grouped;
use handover_core::wire::report::{ChangeKind, DiffReport, Proof, RecordedImpact};

/// Writes to a string, which cannot fail.
macro_rules! line {
    ($out:expr) => { $out.push('\n') };
    ($out:expr, $($arg:tt)*) => {{ let _ = writeln!($out, $($arg)*); }};
}

/// The difference as plain text.
#[must_use]
pub fn text(report: &DiffReport, sides: DiffOrigins<'_>, lang: Lang) -> String {
    let mut out = String::new();
    line!(out, "{}", title(report, lang));
    let summary = summary(report, lang);
    if !summary.is_empty() {
        line!(out);
        line!(out, "{summary}");
    }
    line!(out);
    if let Some(impact) = &report.recorded {
        recorded(&mut out, impact, lang);
        line!(out);
    }
    line!(out, "{}: {}", lang.say("Mottagare", "Receivers"), verdict(&report.routing, lang));
    routing(&mut out, report, sides, lang);
    firing(&mut out, report, lang);
    if !report.priority.is_empty() {
        line!(out);
        line!(out, "{}", lang.say("Prioritet och sms", "Priority and SMS"));
        for changed in &report.priority {
            let (before, after) = (level(changed.before, lang), level(changed.after, lang));
            line!(out, "  {}: {before} → {after}", range(changed.first, changed.last));
        }
    }
    if !report.written.is_empty() {
        line!(out);
        line!(out, "{}", lang.say("Ord, texter och annat", "Words, texts and the rest"));
        for plain in &report.written {
            line!(out, "  {}", plain_heading(plain, lang));
            for part in &plain.parts {
                line!(out, "    {}: {}", part.label, change(&part.before, &part.after));
            }
        }
    }
    other(&mut out, report, lang);
    out
}

/// What differs in the files and is told nowhere else.
fn other(out: &mut String, report: &DiffReport, lang: Lang) {
    let Some(places) = &report.other else {
        line!(out);
        line!(out, "{}", other_unknown(lang));
        return;
    };
    if places.is_empty() {
        return;
    }
    line!(out);
    line!(out, "{}", lang.say("I övrigt ändrat, som det är skrivet", "Also changed, as written"));
    for place in places.iter().take(SHOWN) {
        let [before, after] = place_texts(place);
        line!(out, "  {}: {}", place.place, change(&before, &after));
    }
    more(out, places.len(), "  ", lang);
}

fn recorded(out: &mut String, impact: &RecordedImpact, lang: Lang) {
    let heading = lang.say("Sparade ärenden", "Recorded cases");
    line!(out, "{heading}: {}", super::impact(impact, lang));
    let (rows, read) = (cases(impact.cases + impact.misread, lang), lines(impact.lines, lang));
    match lang {
        Lang::Sv => line!(out, "  {rows} på {read} i filen"),
        Lang::En => line!(out, "  {rows} on {read} of the file"),
    }
    let parts = impact_parts(impact, lang);
    if !parts.is_empty() {
        line!(out, "  {}: {parts}", lang.say("det som ändras", "what changes"));
    }
    let groups = [
        (lang.say("Ärendetyper", "Kinds of case"), &impact.case_types),
        (lang.say("Mottagningar", "Units"), &impact.units),
    ];
    for (heading, groups) in groups.into_iter().filter(|(_, groups)| !groups.is_empty()) {
        line!(out, "  {heading}");
        for group in groups.iter().take(SHOWN) {
            line!(out, "    {}: {}", group.label, of(group.changed, group.cases, lang));
        }
        more(out, groups.len(), "    ", lang);
    }
    if !impact.blocks.is_empty() {
        line!(out, "  {}", lang.say("Ändringar", "Changes"));
        for block in impact.blocks.iter().take(SHOWN) {
            let (changed, at) = (cases(block.changed, lang), line_numbers(&block.lines, lang));
            line!(out, "    {}: {}", block.text, block.change);
            line!(out, "      {changed}, {at}");
        }
        more(out, impact.blocks.len(), "    ", lang);
    }
    if impact.misread > 0 {
        let said = lang.say("gick inte att förstå", "could not be understood");
        line!(out, "  {} {said}", lines(impact.misread, lang));
        for error in &impact.errors {
            let what = misread(&error.code, error.field.as_deref(), lang);
            line!(out, "    {} {} {what}", lang.say("rad", "line"), error.line);
        }
    }
}

fn of(changed: u64, cases: u64, lang: Lang) -> String {
    let (changed, cases) = (grouped(u128::from(changed), lang), grouped(u128::from(cases), lang));
    format!("{changed} {} {cases}", lang.say("av", "of"))
}

fn routing(out: &mut String, report: &DiffReport, sides: DiffOrigins<'_>, lang: Lang) {
    let changes = &report.routing.changes;
    let mut tried = false;
    for change in changes.iter().take(SHOWN) {
        line!(out);
        line!(out, "  {}", change.text);
        for block in change.blocks.iter().take(SHOWN) {
            line!(out, "    {}", block.cases.text);
            let rules = rules(&block.before, &block.after, lang);
            line!(out, "      {}, {rules}", combinations(block.cases.combinations, lang));
            if let Some(request) = &block.cases.request {
                let command = command(request, sides.new, lang);
                line!(out, "      {}: {command}", lang.say("prova", "try"));
                tried = true;
            }
        }
        more(out, change.blocks.len(), "    ", lang);
    }
    more(out, changes.len(), "  ", lang);
    if tried {
        line!(out);
        asking(&sides, lang).iter().for_each(|note| line!(out, "  {note}"));
    }
    if !report.routing.complete && !changes.is_empty() {
        line!(out);
        let left_out = lang.say(
            "Alla ändrade ärenden får inte plats i listan; antalen gäller dem alla.",
            "Not all changed cases fit in the list; the numbers are about all of them.",
        );
        line!(out, "  {left_out}");
    }
}

fn firing(out: &mut String, report: &DiffReport, lang: Lang) {
    if report.firing.is_empty() {
        return;
    }
    line!(out);
    line!(out, "{}", lang.say("Kontroller, metoder och steg", "Checks, methods and steps"));
    for entry in &report.firing {
        line!(out, "  {}", firing_heading(entry, lang));
        if entry.proof == Proof::NotProved {
            line!(out, "    {}", lang.say("gick inte att bevisa", "could not be proved"));
        }
        for change in entry.changes.iter().filter(|_| entry.change != ChangeKind::Removed) {
            line!(out, "    {}", firing_line(entry.table, change, lang));
            for block in change.blocks.iter().take(SHOWN) {
                line!(out, "      {}", block.cases.text);
            }
            more(out, change.blocks.len(), "      ", lang);
        }
    }
}

fn more(out: &mut String, count: usize, indent: &str, lang: Lang) {
    if let Some(left @ 1..) = count.checked_sub(SHOWN) {
        line!(out, "{indent}… {left} {}", lang.say("till", "more"));
    }
}

fn change(before: &str, after: &str) -> String {
    let shown = |text: &str| if text.is_empty() { "–".to_owned() } else { one_line(text) };
    format!("{} → {}", shown(before), shown(after))
}
