//! Checks of cases and handovers.

use serde::{Deserialize, Serialize};

use super::cells::Domains;
use super::fields::RequestField;
use super::inputs::{CHECKS, CheckInput, FIELD_LISTS, position};
use super::known::Known;
use super::model::{self, FindingSeverity};
use super::placeholders;
use super::sources::{SourceRef, Sources, duplicate};
use super::spot::{Faults, Spot};
use super::vocabulary::require_languages;
use crate::diagnostic::{Code, Diagnostic};
use crate::language::{Lang, Text, text};
use handover_matcher::{Condition, DEFAULT_BUDGET, HitPolicy, Plan, Rule, Table};

/// The fields that a check is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum About {
    /// The field that the check names.
    Field(RequestField),
    /// The first field of a list, by its index in [`FIELD_LISTS`].
    FirstOf(usize),
    /// Each field of a list.
    ForEach(usize),
}

impl About {
    /// The list that the check iterates over, by its index in [`FIELD_LISTS`].
    #[must_use]
    pub fn list(self) -> Option<usize> {
        match self {
            Self::Field(_) => None,
            Self::FirstOf(list) | Self::ForEach(list) => Some(list),
        }
    }
}

/// The result of a check that fires.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Check {
    /// Code of the finding.
    pub id: String,
    /// Severity of the finding.
    pub severity: FindingSeverity,
    /// Its source.
    pub source: Option<SourceRef>,
    /// The fields that it is about.
    pub about: About,
    /// The input to ask for if it is the only unknown one.
    pub needs: Option<usize>,
    /// The message, with placeholders.
    pub message: Text,
}

/// The checks, as a table in which every matching rule gives its finding.
#[derive(Debug)]
pub struct Checks {
    /// The checks by descending severity, else in the order of the file. Rule `n` of the table is check `n`.
    pub all: Vec<Check>,
    /// The table over the inputs of [`CHECKS`].
    pub table: Table,
    /// The compiled table: one bitmap per class, an AND per input.
    pub plan: Plan,
}

impl Checks {
    /// Reads the `checks` section.
    pub(super) fn read(
        section: &Spot<'_>,
        domains: &Domains<'_>,
        sources: &Sources,
        languages: &[Lang],
        alerting: Option<&Text>,
        faults: &mut Faults,
    ) -> Option<Self> {
        let conditions = domains.conditions(CHECKS);
        let mut all: Vec<Check> = Vec::new();
        let mut rules = Vec::new();
        for spot in section.items() {
            let Some(written) = faults.read::<model::Check>(&spot) else {
                continue;
            };
            if all.iter().any(|check| check.id == written.id) {
                faults.add(duplicate(&spot.at("id"), &written.id));
            }
            let texts = model::Texts { sv: written.sv.clone(), en: written.en.clone() };
            require_languages(&spot, &texts, languages, faults);
            placeholders::check(&spot, &texts, &placeholders::of_checks(), faults);
            let source = sources.resolve(&spot.at("source"), &written.source, faults);
            let alternatives = conditions.alternatives(spot.get("when").as_ref(), faults);
            let about = about(&spot, &written, faults);
            let needs = needs(&spot, written.needs.as_deref(), alternatives.as_deref(), faults);
            agree_with_expiry(&spot, &written, alternatives.as_deref(), sources, faults);
            rules.push(Rule {
                id: written.id.clone(),
                alternatives: alternatives.unwrap_or_default(),
                outcome: u32::try_from(all.len()).unwrap_or(u32::MAX),
                overrides: Vec::new(),
            });
            all.push(Check {
                message: placeholders::with_priorities(texts.complete(&written.id), alerting),
                id: written.id,
                severity: written.severity,
                source,
                // A fault has been reported, so no rule set results.
                about: about.unwrap_or(About::FirstOf(0)),
                needs,
            });
        }
        most_serious_first(&mut all, &mut rules);
        let expired = CheckInput::SourceExpired as usize;
        let tested = rules.iter().any(|rule: &Rule| tests(&rule.alternatives, expired));
        if !tested
            && !faults.told_within(section)
            && sources.governing().is_some_and(|document| document.after_expiry.is_some())
        {
            faults.add(expiry_unheeded(section));
        }
        if faults.any_misread() {
            return None;
        }
        let table = Table::new("checks", conditions.inputs, rules, HitPolicy::Collect).ok()?;
        let plan = Plan::compile(&table, DEFAULT_BUDGET);
        Some(Self { all, table, plan })
    }
}

/// Sorts the checks in the order of their findings, so that a set of checks needs no sorting.
fn most_serious_first(all: &mut Vec<Check>, rules: &mut Vec<Rule>) {
    let mut both: Vec<(Check, Rule)> = all.drain(..).zip(rules.drain(..)).collect();
    both.sort_by_key(|(check, _)| std::cmp::Reverse(check.severity));
    for (index, (check, rule)) in (0..).zip(both) {
        all.push(check);
        rules.push(Rule { outcome: index, ..rule });
    }
}

fn about(spot: &Spot<'_>, written: &model::Check, faults: &mut Faults) -> Option<About> {
    let named = written.field.as_deref().and_then(RequestField::at);
    if let (Some(field), None) = (written.field.as_deref(), named) {
        let known: Vec<String> = RequestField::paths().map(str::to_owned).collect();
        faults.unknown(
            &spot.at("field"),
            text("fält i en fråga", "field of a request"),
            field,
            Known::fixed(&known),
        );
    }
    let mut list = |key: &str, name: &Option<String>| {
        let name = name.as_deref()?;
        let found = FIELD_LISTS.iter().position(|(known, _)| *known == name);
        if found.is_none() {
            let known: Vec<String> = FIELD_LISTS.iter().map(|&(name, _)| name.to_owned()).collect();
            faults.unknown(
                &spot.at(key),
                text("lista av fält", "list of fields"),
                name,
                Known::fixed(&known),
            );
        }
        found
    };
    let (first_of, for_each) =
        (list("first_of", &written.first_of), list("for_each", &written.for_each));
    let names_none =
        written.field.is_none() && written.first_of.is_none() && written.for_each.is_none();
    if names_none && !faults.told_within(spot) {
        let message = text(
            "kontrollen säger inte vilket fält den gäller",
            "the check does not say which field it is about",
        );
        let help = text(
            "lägg till `field:`, `first_of:` eller `for_each:`",
            "add `field:`, `first_of:` or `for_each:`",
        );
        faults.add(Diagnostic::new(Code::MissingKey, message).at(spot.at("id").place()).help(help));
    }
    match (first_of, for_each) {
        (Some(list), _) => Some(About::FirstOf(list)),
        (None, Some(list)) => Some(About::ForEach(list)),
        (None, None) => named.map(About::Field),
    }
}

/// The input of `needs`, which conditions must test and a request must be able to state.
fn needs(
    spot: &Spot<'_>,
    name: Option<&str>,
    alternatives: Option<&[Vec<Condition>]>,
    faults: &mut Faults,
) -> Option<usize> {
    let name = name?;
    let testable: Vec<usize> = alternatives?
        .iter()
        .flatten()
        .map(|c| c.input)
        .filter(|&i| CHECKS.get(i).is_some_and(|s| s.field.is_some()))
        .collect();
    let found = position(CHECKS, name).filter(|index| testable.contains(index));
    if found.is_none() {
        let mut known: Vec<String> = testable
            .iter()
            .filter_map(|&i| CHECKS.get(i))
            .map(|spec| spec.name.to_owned())
            .collect();
        known.dedup();
        faults.unknown(
            &spot.at("needs"),
            text("fält i kontrollens villkor", "field in the check's conditions"),
            name,
            Known::fixed(&known),
        );
    }
    found
}

/// Whether a condition tests an input.
fn tests(alternatives: &[Vec<Condition>], input: usize) -> bool {
    alternatives.iter().flatten().any(|condition| condition.input == input)
}

/// The fault of an `after_expiry` that no check implements.
fn expiry_unheeded(section: &Spot<'_>) -> Diagnostic {
    let message = text(
        "ingen kontroll prövar `source_expired`, fast dokumentet har `after_expiry`",
        "no check tests `source_expired`, though the document has `after_expiry`",
    );
    let help = text(
        "lägg till en kontroll med `when: {source_expired: true}`, eller ta bort `after_expiry`",
        "add a check with `when: {source_expired: true}`, or remove `after_expiry`",
    );
    Diagnostic::new(Code::SeverityDisagrees, message).at(section.key_place()).help(help)
}

/// Compares the `after_expiry` of a document with the severity of the check that implements it.
fn agree_with_expiry(
    spot: &Spot<'_>,
    written: &model::Check,
    alternatives: Option<&[Vec<Condition>]>,
    sources: &Sources,
    faults: &mut Faults,
) {
    let expired = CheckInput::SourceExpired as usize;
    let tests_expiry = alternatives.is_some_and(|alternatives| tests(alternatives, expired));
    let Some(wanted) = sources.governing().and_then(|document| document.after_expiry) else {
        return;
    };
    let agrees = match wanted {
        model::AfterExpiry::Warn => written.severity == FindingSeverity::Warning,
        model::AfterExpiry::Refuse => written.severity == FindingSeverity::Refuse,
    };
    if tests_expiry && !agrees {
        let (says, severity) = match wanted {
            model::AfterExpiry::Warn => ("warn", "warning"),
            model::AfterExpiry::Refuse => ("refuse", "refuse"),
        };
        let message = Text {
            sv: format!("dokumentet har `after_expiry: {says}`, men kontrollen säger något annat"),
            en: format!(
                "the document has `after_expiry: {says}`, but the check says something else"
            ),
        };
        let help = Text {
            sv: format!("skriv `severity: {severity}`, eller ändra `after_expiry` i `sources`"),
            en: format!("write `severity: {severity}`, or change `after_expiry` in `sources`"),
        };
        faults.add(
            Diagnostic::new(Code::SeverityDisagrees, message)
                .at(spot.at("severity").place())
                .help(help),
        );
    }
}
