//! The difference as Markdown, to paste into a decision paper.

use std::fmt::Write;

use super::{
    SHOWN, combinations, firing_heading, firing_line, impact_parts, level, one_line, other_unknown,
    place_texts, plain_heading, range, rules, summary, title, verdict,
};
use handover_core::language::Lang;
use handover_core::language::capital;
use handover_core::language::escape;
use handover_core::language::number::grouped;
use handover_core::wire::report::{ChangeKind, Count, DiffReport, Proof, RecordedImpact};

/// Writes to a string, which cannot fail.
macro_rules! line {
    ($out:expr) => { $out.push('\n') };
    ($out:expr, $($arg:tt)*) => {{ let _ = writeln!($out, $($arg)*); }};
}

/// The difference as Markdown.
#[must_use]
pub fn markdown(report: &DiffReport, lang: Lang) -> String {
    let mut out = String::new();
    line!(out, "# {}", lang.say("Ändringar i reglerna", "Changes to the rules"));
    line!(out);
    line!(out, "{}.", escape::markdown(&title(report, lang)));
    let summary = summary(report, lang);
    if !summary.is_empty() {
        line!(out);
        line!(out, "**{summary}**");
    }
    if let Some(impact) = &report.recorded {
        recorded(&mut out, impact, lang);
    }
    line!(out);
    line!(out, "## {}", lang.say("Mottagare", "Receivers"));
    line!(out);
    line!(out, "{}.", capital(&verdict(&report.routing, lang)));
    routing(&mut out, report, lang);
    firing(&mut out, report, lang);
    if !report.priority.is_empty() {
        let heads = [
            lang.say("Prioritet", "Priority"),
            lang.say("Före", "Before"),
            lang.say("Efter", "After"),
        ];
        line!(out);
        line!(out, "## {}", lang.say("Prioritet och sms", "Priority and SMS"));
        line!(out);
        row(&mut out, &heads);
        line!(out, "| --- | --- | --- |");
        for changed in &report.priority {
            let (before, after) = (level(changed.before, lang), level(changed.after, lang));
            row(&mut out, &[&range(changed.first, changed.last), &before, &after]);
        }
    }
    if !report.written.is_empty() {
        line!(out);
        line!(out, "## {}", lang.say("Ord, texter och annat", "Words, texts and the rest"));
        line!(out);
        for plain in &report.written {
            line!(out, "- {}", escape::markdown(&plain_heading(plain, lang)));
            for part in &plain.parts {
                let shown = |text: &str| match text {
                    "" => "–".to_owned(),
                    text => escape::markdown(&one_line(text)),
                };
                line!(out, "  - {}: {} → {}", part.label, shown(&part.before), shown(&part.after));
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
    line!(
        out,
        "## {}",
        lang.say("I övrigt ändrat, som det är skrivet", "Also changed, as written")
    );
    line!(out);
    for place in places.iter().take(SHOWN) {
        let [before, after] = place_texts(place).map(|text| match text.as_str() {
            "" => "–".to_owned(),
            text => escape::markdown(text),
        });
        line!(out, "- `{}`: {before} → {after}", place.place);
    }
    if let Some(more) = places.len().checked_sub(SHOWN).filter(|&more| more > 0) {
        let more = grouped(more as u128, lang);
        line!(out, "- {}", lang.say("… och {} till", "… and {} more").replace("{}", &more));
    }
}

fn recorded(out: &mut String, impact: &RecordedImpact, lang: Lang) {
    line!(out);
    line!(out, "## {}", lang.say("Sparade ärenden", "Recorded cases"));
    line!(out);
    let parts = impact_parts(impact, lang);
    let parts = if parts.is_empty() { parts } else { format!(" ({parts})") };
    line!(out, "{}{parts}.", capital(&super::impact(impact, lang)));
    let groups = [
        (lang.say("Ärendetyp", "Kind of case"), &impact.case_types),
        (lang.say("Mottagning", "Unit"), &impact.units),
    ];
    for (heading, groups) in groups.into_iter().filter(|(_, groups)| !groups.is_empty()) {
        let heads = [heading, lang.say("Ändras", "Change"), lang.say("Ärenden", "Cases")];
        line!(out);
        row(out, &heads);
        line!(out, "| --- | ---: | ---: |");
        for group in groups.iter().take(SHOWN) {
            let [changed, cases] =
                [group.changed, group.cases].map(|cases| grouped(u128::from(cases), lang));
            row(out, &[&group.label, &changed, &cases]);
        }
    }
    if impact.misread > 0 {
        let lines = grouped(u128::from(impact.misread), lang);
        let said = lang.say("rader gick inte att förstå", "lines could not be understood");
        line!(out);
        line!(out, "{lines} {said}.");
    }
}

fn routing(out: &mut String, report: &DiffReport, lang: Lang) {
    let changes = &report.routing.changes;
    if changes.is_empty() {
        return;
    }
    let heads = [
        lang.say("Ärenden", "Cases"),
        lang.say("Ändring", "Change"),
        lang.say("Kombinationer", "Combinations"),
        lang.say("Regler", "Rules"),
    ];
    line!(out);
    row(out, &heads);
    line!(out, "| --- | --- | ---: | --- |");
    for change in changes.iter().take(SHOWN) {
        for block in change.blocks.iter().take(SHOWN) {
            let cases = match block.cases.combinations {
                Count(Some(count)) => grouped(count, lang),
                unknown => combinations(unknown, lang),
            };
            row(
                out,
                &[
                    &block.cases.text,
                    &change.text,
                    &cases,
                    &rules(&block.before, &block.after, lang),
                ],
            );
        }
        more(out, change.blocks.len(), lang);
    }
    more(out, changes.len(), lang);
}

fn firing(out: &mut String, report: &DiffReport, lang: Lang) {
    if report.firing.is_empty() {
        return;
    }
    line!(out);
    line!(out, "## {}", lang.say("Kontroller, metoder och steg", "Checks, methods and steps"));
    line!(out);
    for entry in &report.firing {
        line!(out, "- {}", escape::markdown(&firing_heading(entry, lang)));
        if entry.proof == Proof::NotProved {
            line!(out, "  - {}", lang.say("gick inte att bevisa", "could not be proved"));
        }
        for change in entry.changes.iter().filter(|_| entry.change != ChangeKind::Removed) {
            line!(out, "  - {}", firing_line(entry.table, change, lang));
            for block in change.blocks.iter().take(SHOWN) {
                line!(out, "    - {}", escape::markdown(&block.cases.text));
            }
        }
    }
}

fn more(out: &mut String, count: usize, lang: Lang) {
    if let Some(left @ 1..) = count.checked_sub(SHOWN) {
        row(out, &[&format!("… {left} {}", lang.say("till", "more")), "", "", ""]);
    }
}

fn row(out: &mut String, cells: &[&str]) {
    let cells: Vec<String> = cells.iter().map(|cell| escape::markdown(cell)).collect();
    line!(out, "| {} |", cells.join(" | "));
}
