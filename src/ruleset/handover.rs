//! Priority, methods and checks, lowered to tables.

use super::cells::{Domains, alternatives};
use super::inputs::{CHECKS, CheckInput, FIELD_LISTS, METHODS, PRIORITIES, position};
use super::model::{self, FindingSeverity, Notification};
use super::proofs;
use super::sources::{SourceRef, Sources, duplicate};
use super::spot::{Faults, Spot};
use super::vocabulary::require_languages;
use crate::diagnostic::{Code, Diagnostic, Lang, Text, text};
use crate::matcher::{DEFAULT_BUDGET, Domain, HitPolicy, Item, Plan, Rule, Table};

/// The longest priority scale that a rule set may declare.
pub const MAX_SCALE: i64 = 1_000;

/// What holds for one priority.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Level {
    /// Whether it alerts, and whether the governing document speaks of it.
    pub notification: Notification,
    /// Where it stands against the priorities that alert.
    pub band: Band,
}

/// A priority against those that alert. The order is that of [`super::inputs::BAND`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Band {
    /// It alerts.
    Inside,
    /// It is more urgent than all that alert.
    MoreUrgent,
    /// It is less urgent than some that alert.
    LessUrgent,
}

/// The priority scale, with what holds for each value.
#[derive(Debug)]
pub struct Priority {
    /// The first value of the scale.
    pub min: i64,
    /// The last value of the scale.
    pub max: i64,
    /// Whether the lowest number is the most urgent.
    pub lowest_first: bool,
    /// The table, for printing and analysis.
    pub table: Table,
    levels: Vec<Level>,
}

impl Priority {
    /// What holds for a priority; `None` outside the scale. One load.
    #[must_use]
    pub fn level(&self, priority: i64) -> Option<Level> {
        let index = usize::try_from(priority.checked_sub(self.min)?).ok()?;
        self.levels.get(index).copied()
    }

    /// Whether one priority is more urgent than another.
    #[must_use]
    pub fn more_urgent(&self, a: i64, b: i64) -> bool {
        if self.lowest_first { a < b } else { a > b }
    }

    /// Reads the scale of the `priority` section, which other sections refer to.
    pub(super) fn scale(section: &Spot<'_>, faults: &mut Faults) -> Option<(i64, i64)> {
        let spot = section.get("scale")?;
        let written = spot.value().as_str()?;
        let whole = Domain::Integer {
            min: i64::MIN,
            max: i64::MAX,
        };
        match Item::parse(written, &whole) {
            Ok(Item::Range {
                from: Some(min),
                to: Some(max),
            }) if min >= 1 && max - min < MAX_SCALE => Some((min, max)),
            _ => {
                let message = Text {
                    sv: format!("`{written}` är ingen prioritetsskala"),
                    en: format!("`{written}` is no priority scale"),
                };
                let help = Text {
                    sv: format!(
                        "skriv första och sista talet, som `1..99`; minst 1, högst {MAX_SCALE} steg"
                    ),
                    en: format!(
                        "write the first and the last number, as in `1..99`; at least 1, at most {MAX_SCALE} values"
                    ),
                };
                faults.add(
                    Diagnostic::new(Code::BadRange, message)
                        .at(spot.place())
                        .help(help),
                );
                None
            }
        }
    }

    /// Reads the `priority` section.
    pub(super) fn read(
        section: &Spot<'_>,
        domains: &Domains,
        sources: &Sources,
        faults: &mut Faults,
    ) -> Option<Self> {
        let inputs = domains.inputs(PRIORITIES);
        let (min, max) = domains.scale;
        let mut rules: Vec<Rule> = Vec::new();
        let mut spots = Vec::new();
        let mut complete = true;
        for spot in section.at("rules").items() {
            let Some(written) = faults.read::<model::PriorityRule>(&spot) else {
                complete = false;
                continue;
            };
            if rules.iter().any(|rule| rule.id == written.id) {
                faults.add(duplicate(&spot.at("id"), &written.id));
            }
            sources.resolve(&spot.at("source"), &written.source, faults);
            let Some(alternatives) =
                alternatives(spot.get("when").as_ref(), PRIORITIES, &inputs, faults)
            else {
                complete = false;
                continue;
            };
            let Notification { sms, listed } = written.then;
            let outcome = u32::from(sms) | u32::from(listed) << 1;
            rules.push(Rule {
                id: written.id,
                alternatives,
                outcome,
                overrides: Vec::new(),
            });
            spots.push(spot);
        }
        let urgent = section.at("most_urgent");
        let most_urgent = urgent.value().as_i64()?;
        if most_urgent != min && most_urgent != max {
            let message = Text {
                sv: format!("`most_urgent` är {most_urgent}, men skalan går från {min} till {max}"),
                en: format!(
                    "`most_urgent` is {most_urgent}, but the scale goes from {min} to {max}"
                ),
            };
            let help = text(
                "skriv skalans första eller sista tal",
                "write the first or the last number of the scale",
            );
            faults.add(
                Diagnostic::new(Code::BadRange, message)
                    .at(urgent.place())
                    .help(help),
            );
        }
        if !complete {
            return None;
        }
        let table = Table::new("priority", inputs, rules, HitPolicy::Unique).ok()?;
        let plan = Plan::compile(&table, DEFAULT_BUDGET);
        proofs::small_table(&table, &plan, section, &spots, faults);
        let lowest_first = most_urgent == min;
        Some(Self {
            min,
            max,
            lowest_first,
            levels: levels(&table, min, max, lowest_first),
            table,
        })
    }
}

/// What holds for each value of the scale, by the table's meaning.
fn levels(table: &Table, min: i64, max: i64, lowest_first: bool) -> Vec<Level> {
    use crate::matcher::{Answer, Value};
    let notifications: Vec<(i64, Notification)> = (min..=max)
        .map(|priority| {
            let outcome = match table.scan(&[Value::Int(priority)]) {
                Answer::One { outcome, .. } => outcome,
                _ => 0,
            };
            (
                priority,
                Notification {
                    sms: outcome & 1 != 0,
                    listed: outcome & 2 != 0,
                },
            )
        })
        .collect();
    let mut alerting = notifications
        .iter()
        .filter(|(_, n)| n.sms)
        .map(|&(priority, _)| priority);
    let edge = if lowest_first {
        alerting.next()
    } else {
        alerting.next_back()
    };
    let more_urgent = |priority| {
        edge.is_some_and(|edge| {
            if lowest_first {
                priority < edge
            } else {
                priority > edge
            }
        })
    };
    notifications
        .into_iter()
        .map(|(priority, notification)| {
            let band = match notification.sms {
                true => Band::Inside,
                false if more_urgent(priority) => Band::MoreUrgent,
                false => Band::LessUrgent,
            };
            Level { notification, band }
        })
        .collect()
}

/// A way to hand over.
#[derive(Debug, Clone)]
pub struct Method {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub label: Text,
    /// Where it comes from.
    pub source: Option<SourceRef>,
}

/// The methods; each is a rule of the table, whose conditions are what the method requires.
#[derive(Debug)]
pub struct Methods {
    /// The methods in the order of the file.
    pub all: Vec<Method>,
    /// The table over the inputs of [`METHODS`].
    pub table: Table,
}

impl Methods {
    /// The ids, which other sections refer to.
    pub(super) fn ids(section: &Spot<'_>) -> Vec<String> {
        let items = section.items();
        items
            .iter()
            .filter_map(|spot| spot.get("id")?.value().as_str().map(str::to_owned))
            .collect()
    }

    /// The method with this id.
    #[must_use]
    pub fn by_id(&self, id: &str) -> Option<usize> {
        self.all.iter().position(|method| method.id == id)
    }

    /// Reads the `methods` section.
    pub(super) fn read(
        section: &Spot<'_>,
        domains: &Domains,
        sources: &Sources,
        languages: &[Lang],
        faults: &mut Faults,
    ) -> Option<Self> {
        let inputs = domains.inputs(METHODS);
        let mut all: Vec<Method> = Vec::new();
        let mut rules = Vec::new();
        for spot in section.items() {
            let Some(written) = faults.read::<model::Method>(&spot) else {
                continue;
            };
            if all.iter().any(|method| method.id == written.id) {
                faults.add(duplicate(&spot.at("id"), &written.id));
            }
            require_languages(&spot.at("label"), &written.label, languages, faults);
            let source = sources.resolve(&spot.at("source"), &written.source, faults);
            let alternatives =
                alternatives(spot.get("requires").as_ref(), METHODS, &inputs, faults);
            rules.push(Rule {
                id: written.id.clone(),
                alternatives: alternatives.unwrap_or_default(),
                outcome: u32::try_from(all.len()).unwrap_or(u32::MAX),
                overrides: Vec::new(),
            });
            all.push(Method {
                label: written.label.complete(&written.id),
                id: written.id,
                source,
            });
        }
        let table = Table::new("methods", inputs, rules, HitPolicy::Collect).ok()?;
        Some(Self { all, table })
    }
}

/// Which fields a check is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// The field that the check names.
    Field,
    /// The first field of a list, by its index in [`FIELD_LISTS`].
    FirstOf(usize),
    /// Each field of a list.
    ForEach(usize),
}

/// What a check gives when it fires.
#[derive(Debug, Clone)]
pub struct Check {
    /// The finding's code.
    pub id: String,
    /// How serious it is.
    pub severity: FindingSeverity,
    /// Where it comes from.
    pub source: Option<SourceRef>,
    /// The field that it is about, as a dotted path from the handover.
    pub field: String,
    /// Which fields it goes through.
    pub about: About,
    /// The input that is asked for when only that is unknown.
    pub needs: Option<usize>,
    /// The message, with placeholders.
    pub message: Text,
}

/// The checks, as a table whose rules that hold all give their finding.
#[derive(Debug)]
pub struct Checks {
    /// The checks in the order of the file; rule `n` of the table is check `n`.
    pub all: Vec<Check>,
    /// The table over the inputs of [`CHECKS`].
    pub table: Table,
    /// The table, compiled: one bitmap per class, an AND per input.
    pub plan: Plan,
}

/// What a message may hold in braces.
pub const PLACEHOLDERS: &[&str] = &[
    "field",
    "suggestions",
    "priority",
    "valid_until",
    "recommended_unit",
    "recommended_role",
    "recommended_capability",
    "recommended_specialty",
];

impl Checks {
    /// Reads the `checks` section.
    pub(super) fn read(
        section: &Spot<'_>,
        domains: &Domains,
        sources: &Sources,
        languages: &[Lang],
        faults: &mut Faults,
    ) -> Option<Self> {
        let inputs = domains.inputs(CHECKS);
        let mut all: Vec<Check> = Vec::new();
        let mut rules = Vec::new();
        for spot in section.items() {
            let Some(written) = faults.read::<model::Check>(&spot) else {
                continue;
            };
            if all.iter().any(|check| check.id == written.id) {
                faults.add(duplicate(&spot.at("id"), &written.id));
            }
            let texts = model::Texts {
                sv: written.sv.clone(),
                en: written.en.clone(),
            };
            require_languages(&spot, &texts, languages, faults);
            refuse_unknown_placeholders(&spot, &texts, faults);
            let source = sources.resolve(&spot.at("source"), &written.source, faults);
            let alternatives = alternatives(spot.get("when").as_ref(), CHECKS, &inputs, faults);
            let about = about(&spot, &written, faults);
            let needs = needs(
                &spot,
                written.needs.as_deref(),
                alternatives.as_deref(),
                faults,
            );
            agree_with_expiry(&spot, &written, alternatives.as_deref(), sources, faults);
            rules.push(Rule {
                id: written.id.clone(),
                alternatives: alternatives.unwrap_or_default(),
                outcome: u32::try_from(all.len()).unwrap_or(u32::MAX),
                overrides: Vec::new(),
            });
            all.push(Check {
                message: texts.complete(&written.id),
                id: written.id,
                severity: written.severity,
                source,
                field: written.field.unwrap_or_default(),
                about,
                needs,
            });
        }
        if faults.any_error() {
            return None;
        }
        let table = Table::new("checks", inputs, rules, HitPolicy::Collect).ok()?;
        let plan = Plan::compile(&table, DEFAULT_BUDGET);
        Some(Self { all, table, plan })
    }
}

fn about(spot: &Spot<'_>, written: &model::Check, faults: &mut Faults) -> About {
    let mut list = |key: &str, name: &Option<String>| {
        let name = name.as_deref()?;
        let found = FIELD_LISTS.iter().position(|(known, _)| *known == name);
        if found.is_none() {
            let known: Vec<String> = FIELD_LISTS
                .iter()
                .map(|&(name, _)| name.to_owned())
                .collect();
            faults.unknown(
                &spot.at(key),
                text("lista av fält", "list of fields"),
                name,
                &known,
            );
        }
        found
    };
    let (first_of, for_each) = (
        list("first_of", &written.first_of),
        list("for_each", &written.for_each),
    );
    if written.field.is_none() && written.first_of.is_none() && written.for_each.is_none() {
        let message = text(
            "kontrollen säger inte vilket fält den gäller",
            "the check does not say which field it is about",
        );
        let help = text(
            "lägg till `field:`, `first_of:` eller `for_each:`",
            "add `field:`, `first_of:` or `for_each:`",
        );
        faults.add(
            Diagnostic::new(Code::MissingKey, message)
                .at(spot.at("id").place())
                .help(help),
        );
    }
    match (first_of, for_each) {
        (Some(list), _) => About::FirstOf(list),
        (None, Some(list)) => About::ForEach(list),
        (None, None) => About::Field,
    }
}

/// The input of `needs`, which has to be one that the conditions test and that a request can state.
fn needs(
    spot: &Spot<'_>,
    name: Option<&str>,
    alternatives: Option<&[Vec<crate::matcher::Condition>]>,
    faults: &mut Faults,
) -> Option<usize> {
    let name = name?;
    let testable: Vec<usize> = alternatives?
        .iter()
        .flatten()
        .map(|c| c.input)
        .filter(|&i| CHECKS.get(i).is_some_and(|s| !s.field.is_empty()))
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
            text(
                "fält i kontrollens villkor",
                "field in the check's conditions",
            ),
            name,
            &known,
        );
    }
    found
}

/// What a document's owner wants after expiry, and the check that carries it, say the same.
fn agree_with_expiry(
    spot: &Spot<'_>,
    written: &model::Check,
    alternatives: Option<&[Vec<crate::matcher::Condition>]>,
    sources: &Sources,
    faults: &mut Faults,
) {
    let expired = CheckInput::SourceExpired as usize;
    let tests_expiry = alternatives.is_some_and(|a| {
        a.iter()
            .flatten()
            .any(|condition| condition.input == expired)
    });
    let Some(wanted) = sources
        .governing()
        .and_then(|document| document.after_expiry)
    else {
        return;
    };
    let agrees = match wanted {
        model::AfterExpiry::Warn => written.severity == FindingSeverity::Warning,
        model::AfterExpiry::Refuse => written.severity == FindingSeverity::Refuse,
    };
    if tests_expiry && !agrees {
        let message = text(
            "kontrollens allvar stämmer inte med dokumentets `after_expiry`",
            "the check's severity disagrees with the document's `after_expiry`",
        );
        let help = text(
            "ändra det ena, så att båda varnar eller båda nekar",
            "change one of them, so that both warn or both refuse",
        );
        faults.add(
            Diagnostic::new(Code::SeverityDisagrees, message)
                .at(spot.at("severity").place())
                .help(help),
        );
    }
}

/// Only the documented placeholders may stand in braces.
fn refuse_unknown_placeholders(spot: &Spot<'_>, texts: &model::Texts, faults: &mut Faults) {
    for (key, written) in [("sv", &texts.sv), ("en", &texts.en)] {
        for name in placeholders(written.as_deref().unwrap_or_default()) {
            if !PLACEHOLDERS.contains(&name) {
                let message = Text {
                    sv: format!("`{{{name}}}` är ingen känd platshållare"),
                    en: format!("`{{{name}}}` is no known placeholder"),
                };
                let near = crate::diagnostic::suggest::nearest(name, PLACEHOLDERS.iter().copied());
                let fault = Diagnostic::new(Code::BadPlaceholder, message).at(spot.at(key).place());
                faults.add(fault.allowed(PLACEHOLDERS.iter().copied()).nearest(near));
            }
        }
    }
}

/// The names in braces in a text.
pub(super) fn placeholders(written: &str) -> impl Iterator<Item = &str> {
    written
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}
