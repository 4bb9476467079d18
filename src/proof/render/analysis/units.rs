//! Sections about units: resources that the directory does not list, and units that close. Neither is a fault.

use std::fmt::Write;

use handover_core::language::Lang;
use handover_core::language::list::listing;
use handover_core::wire::report::{ClosingUnit, UnstaffedResource};

/// The most units of a section.
const MAX_SHOWN: usize = 12;

/// Recommended resources that the directory does not list at their unit.
pub(super) fn unstaffed(out: &mut String, all: &[UnstaffedResource], lang: Lang) {
    if all.is_empty() {
        return;
    }
    let heading = lang.say(
        "Rekommenderade resurser som katalogen inte räknar upp hos enheten",
        "Recommended resources that the directory does not list at the unit",
    );
    line!(out);
    line!(out, "{heading}: {}", all.len());
    for one in all.iter().take(MAX_SHOWN) {
        let by = lang.say("enligt", "by");
        let listed = lang.say("uppräknade", "listed");
        line!(
            out,
            "  {}: {}, {by} {}; {listed}: {}",
            one.unit_label,
            one.recommended,
            listing(&one.rules, lang),
            one.listed.join(", ")
        );
    }
    rest(out, all.len(), lang);
}

/// Units that close or open, with cases that concern them.
pub(super) fn closing(out: &mut String, all: &[ClosingUnit], lang: Lang) {
    if all.is_empty() {
        return;
    }
    let heading = lang.say(
        "Enheter som är stängda vissa dagar, fast ärenden som gäller dem går dit",
        "Units that are closed on some days, though cases that concern them go there",
    );
    line!(out);
    line!(out, "{heading}: {}", all.len());
    for one in all.iter().take(MAX_SHOWN) {
        line!(out, "  {}: {}–{}", one.unit_label, one.first, one.last);
    }
    rest(out, all.len(), lang);
}

fn rest(out: &mut String, all: usize, lang: Lang) {
    if let Some(more) = all.checked_sub(MAX_SHOWN).filter(|&more| more > 0) {
        match lang {
            Lang::Sv => line!(out, "  och {more} till"),
            Lang::En => line!(out, "  and {more} more"),
        }
    }
}
