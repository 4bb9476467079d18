//! Tests beside the rules: read, and checked for names and types. They are run by `handover test`.

use super::cells::Domains;
use super::inputs::{ACTIONS, STATES};
use super::model;
use super::sources::date;
use super::spot::{Faults, Spot};
use super::vocabulary::Vocabulary;
use crate::diagnostic::{Text, text};

/// Decisions that a test may expect: of verdicts and of recommendations.
const DECISIONS: &[&str] = &["allow", "warn", "manual", "refuse", "route", "incomplete"];

/// The ids that tests may name.
pub(super) struct Ids {
    pub(super) rules: Vec<String>,
    pub(super) checks: Vec<String>,
    pub(super) steps: Vec<String>,
}

/// Everything that tests may name.
pub(super) struct Names<'a> {
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) domains: &'a Domains,
    pub(super) sections: &'a Ids,
}

/// Reads a file of tests.
pub(super) fn check(root: &Spot<'_>, names: &Names<'_>, faults: &mut Faults) {
    if let Some(common) = root.get("common") {
        faults.read::<model::Common>(&common);
        names.request(&common, faults);
    }
    for spot in root.at("tests").items() {
        faults.read::<model::Expectation>(&spot);
        names.request(&spot, faults);
        names.expected(&spot.at("expect"), faults);
        for row in spot.get("rows").map(|rows| rows.items()).unwrap_or_default() {
            names.request(&row, faults);
            names.expected(&row.at("expect"), faults);
        }
    }
}

impl Names<'_> {
    /// Names that a request must have right; others (a case type, a unit, a specialty) may be unlisted.
    fn request(&self, spot: &Spot<'_>, faults: &mut Faults) {
        let case = spot.at("case");
        for (key, words, what) in [
            ("care_level", &self.vocabulary.care_levels, text("vårdnivå", "care level")),
            ("original_role", &self.vocabulary.roles, text("roll", "role")),
        ] {
            if let Some(at) = case.get(key)
                && let Some(name) = at.value().as_str()
                && words.find(name).is_none()
                && !words.all().is_empty()
            {
                faults.unknown(&at, what, name, &words.ids());
            }
        }
        date(case.get("at").as_ref(), case.get("at").and_then(|at| at.value().as_str()), faults);
        let handover = spot.at("handover");
        one_of(handover.get("action"), &owned(ACTIONS), text("åtgärd", "action"), faults);
        one_of(handover.get("state"), &owned(STATES), text("tillstånd", "state"), faults);
        one_of(handover.get("method"), &self.domains.methods, text("metod", "method"), faults);
    }

    fn expected(&self, spot: &Spot<'_>, faults: &mut Faults) {
        let v = self.vocabulary;
        one_of(spot.get("decision"), &owned(DECISIONS), text("utfall", "decision"), faults);
        one_of(spot.get("role"), &v.roles.ids(), text("roll", "role"), faults);
        one_of(
            spot.get("capability"),
            &v.capabilities.ids(),
            text("kapabilitet", "capability"),
            faults,
        );
        one_of(
            spot.get("specialty"),
            &v.specialties.ids(),
            text("specialitet", "specialty"),
            faults,
        );
        one_of(spot.get("rule"), &self.sections.rules, text("regel", "rule"), faults);
        for (key, known, what) in [
            ("findings", &self.sections.checks, text("kontroll", "check")),
            ("steps", &self.sections.steps, text("steg", "step")),
            ("methods", &self.domains.methods, text("metod", "method")),
        ] {
            for item in spot.get(key).map(|list| list.items()).unwrap_or_default() {
                one_of(Some(item), known, what.clone(), faults);
            }
        }
    }
}

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|&word| word.to_owned()).collect()
}

/// A name is among those known; a list that could not be read judges nothing.
fn one_of(spot: Option<Spot<'_>>, known: &[String], what: Text, faults: &mut Faults) {
    if let Some(spot) = spot
        && let Some(name) = spot.value().as_str()
        && !known.is_empty()
        && !known.iter().any(|own| own == name)
    {
        faults.unknown(&spot, what, name, known);
    }
}
