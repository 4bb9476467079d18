//! Faults over time: rules that begin and end, units that close, documents that expire.

use jiff::ToSpan;
use jiff::civil::Date;

use super::finding::{Detail, PeriodFacts, Survey, SurveyFinding, Window, at};
use super::subject::{Subject, both};
use handover_core::diagnostic::{Code, Diagnostic};
use handover_core::language::day;
use handover_core::language::{Text, text};
use handover_core::ruleset::inputs::{ROUTING, position};
use handover_core::ruleset::routing::{RuleInfo, UnitTarget};
use handover_core::ruleset::{Places, RuleSet};
use handover_core::wire::report::Topic;
use handover_matcher::{Analysis, Proof, Values};

/// Blocks of cases are among the findings of the table; periods need only their number.
const NO_BLOCKS: usize = 0;

/// Surveys the routing rules from day to day, the units that they send to, and the documents that rules rest on.
pub(super) fn survey(
    subject: &Subject<'_>,
    analysis: &Analysis<'_>,
    places: &Places,
    survey: &mut Survey,
) {
    let (rule_set, window) = (subject.rule_set, survey.window);
    let missing = missing_targets(subject, window);
    let expired = expired(rule_set, window);
    for target in &missing {
        survey.findings.push(target.finding(subject, places));
    }
    // A document that expires within the window is a fault of its periods; a finding is one that has expired already.
    for document in expired.iter().filter(|document| document.valid_until < window.first) {
        survey.findings.push(document.finding(rule_set, places));
    }
    for (source, place) in &places.unused_sources {
        let message = Text {
            sv: format!("ingenting vilar på platsen `{source}`"),
            en: format!("nothing rests on the place `{source}`"),
        };
        let help = text(
            "ta bort den ur `places`, eller skriv den regel som saknas",
            "remove it from `places`, or write the rule that is missing",
        );
        let diagnostic = Diagnostic::new(Code::UnusedPlace, message).at(place.clone()).help(help);
        let detail = Detail::Unused { source: source.clone() };
        survey.findings.push(SurveyFinding { topic: Topic::Sources, diagnostic, detail });
    }
    let Some(input) = position(ROUTING, "at") else { return };
    let (first, last) = (day::number(window.first), day::number(window.last));
    if let Proof::Exact(periods) = analysis.periods(input, first, last, NO_BLOCKS) {
        let facts = periods.into_iter().flat_map(|period| {
            let (from, to) = (dated(period.first, window), dated(period.last, window));
            let facts = PeriodFacts {
                first: from,
                last: to,
                unanswered: period.gaps.cases,
                contradictions: period.overlaps.count,
                expired: Vec::new(),
                targetless: Vec::new(),
            };
            split(facts, &missing, &expired)
        });
        survey.periods = Some(facts.collect());
    }
}

fn dated(number: i64, window: Window) -> Date {
    day::from_number(number).unwrap_or(window.last).clamp(window.first, window.last)
}

/// A period cut where documents expire and where targets come and go.
fn split(facts: PeriodFacts, missing: &[MissingTarget], expired: &[Expired]) -> Vec<PeriodFacts> {
    let tomorrow = |day: Date| day.checked_add(1.day()).unwrap_or(Date::MAX);
    let mut starts = vec![facts.first];
    starts.extend(expired.iter().map(|document| tomorrow(document.valid_until)));
    starts.extend(missing.iter().flat_map(|target| [target.first, tomorrow(target.last)]));
    starts.retain(|day| (facts.first..=facts.last).contains(day));
    starts.sort_unstable();
    starts.dedup();
    let ends = starts.iter().skip(1).map(|next| next.checked_sub(1.day()).unwrap_or(*next));
    let ends: Vec<Date> = ends.chain([facts.last]).collect();
    starts
        .into_iter()
        .zip(ends)
        .map(|(first, last)| PeriodFacts {
            first,
            last,
            expired: expired
                .iter()
                .filter(|document| document.is_missed(first))
                .map(|document| document.id.clone())
                .collect(),
            targetless: missing
                .iter()
                .filter(|target| (target.first..=target.last).contains(&first))
                .map(|target| target.rule_id.clone())
                .collect(),
            ..facts.clone()
        })
        .collect()
}

/// A rule that sends to a unit on days on which the directory does not have it.
struct MissingTarget {
    rule: u32,
    rule_id: String,
    unit: u32,
    first: Date,
    last: Date,
}

/// The days of the window on which a rule may hold.
fn days(subject: &Subject<'_>, rule: u32, window: Window) -> Vec<(i64, i64)> {
    let whole = (day::number(window.first), day::number(window.last));
    let input = position(ROUTING, "at");
    let alternatives = subject.rule(rule).map(|rule| rule.alternatives.as_slice());
    let mut days: Vec<(i64, i64)> = Vec::new();
    for conditions in alternatives.unwrap_or_default() {
        let dated = conditions.iter().find(|condition| Some(condition.input) == input);
        match dated.map(|condition| &condition.accepts) {
            Some(Values::Ranges(ranges)) => days.extend(ranges),
            _ => days.push(whole),
        }
    }
    days.into_iter()
        .map(|(first, last)| (first.max(whole.0), last.min(whole.1)))
        .filter(|(first, last)| first <= last)
        .collect()
}

fn missing_targets(subject: &Subject<'_>, window: Window) -> Vec<MissingTarget> {
    let rule_set = subject.rule_set;
    let mut missing = Vec::new();
    for (index, rule) in (0..).zip(subject.table.rules()) {
        let target = rule_set.routing.target(rule.outcome).map(|target| target.unit);
        let Some(UnitTarget::Fixed(unit)) = target else { continue };
        let Some(details) = rule_set.directory.unit(unit) else { continue };
        let opens = details.period.0.map_or(i64::MIN, day::number);
        let closes = details.period.1.map_or(i64::MAX, day::number);
        for (first, last) in days(subject, index, window) {
            // Before the unit's first day, and after its last.
            for (first, last) in [
                (first, last.min(opens.saturating_sub(1))),
                (first.max(closes.saturating_add(1)), last),
            ] {
                if first <= last {
                    let (first, last) = (dated(first, window), dated(last, window));
                    let rule_id = rule.id.clone();
                    missing.push(MissingTarget { rule: index, rule_id, unit, first, last });
                }
            }
        }
    }
    missing
}

impl MissingTarget {
    fn finding(&self, subject: &Subject<'_>, places: &Places) -> SurveyFinding {
        let word = subject.rule_set.directory.units.get(self.unit);
        let name = both(subject.rule_set, |lexicon| {
            word.map_or("", |word| word.label(lexicon.lang)).to_owned()
        });
        let (rule, first, last) = (&self.rule_id, self.first, self.last);
        let message = Text {
            sv: format!(
                "`{rule}` skickar till {}, som inte finns {first}–{last} enligt katalogen",
                name.sv
            ),
            en: format!(
                "`{rule}` sends to {}, which does not exist on {first}–{last} by the directory",
                name.en
            ),
        };
        let help = text(
            "skriv en annan enhet från den dagen (med `valid_from` och `valid_until` i var sin regel), eller rätta enhetens dagar i katalogen",
            "write another unit from that day on (with `valid_from` and `valid_until` in a rule each), or correct the unit's days in the directory",
        );
        let diagnostic = Diagnostic::new(Code::TargetMissing, message).help(help);
        SurveyFinding {
            topic: Topic::Targets,
            diagnostic: at(diagnostic, places.target_units.get(self.rule as usize).cloned()),
            detail: Detail::Target {
                rule: rule.clone(),
                unit: word.map(|word| word.id.clone()).unwrap_or_default(),
                days: (first, last),
            },
        }
    }
}

/// A document that rules rest on after its last day, within the window.
struct Expired {
    document: usize,
    id: String,
    valid_until: Date,
    /// The periods in which something rests on it.
    rested_on: Vec<(Date, Date)>,
}

impl Expired {
    fn is_missed(&self, day: Date) -> bool {
        day > self.valid_until
            && self.rested_on.iter().any(|&(first, last)| first <= day && day <= last)
    }

    fn finding(&self, rule_set: &RuleSet, places: &Places) -> SurveyFinding {
        let document = rule_set.sources.documents.get(self.document);
        let title = document.map_or_else(|| text("", ""), |document| document.title.clone());
        let (id, last) = (&self.id, self.valid_until);
        let message = Text {
            sv: format!(
                "{title} ({id}) gällde till och med {last}, men regler vilar på det",
                title = title.sv
            ),
            en: format!(
                "{title} ({id}) was valid through {last}, but rules rest on it",
                title = title.en
            ),
        };
        let help = text(
            "ta reda på om dokumentet är förlängt eller ersatt, och skriv den nya dagen under `valid_until`",
            "find out whether the document has been extended or replaced, and write the new day under `valid_until`",
        );
        let diagnostic = Diagnostic::new(Code::SourceExpired, message).help(help);
        SurveyFinding {
            topic: Topic::Sources,
            diagnostic: at(diagnostic, places.documents.get(self.document).cloned()),
            detail: Detail::Expired { document: id.clone(), valid_until: last },
        }
    }
}

/// The documents that expire before the end of the window while rules rest on them. Undated rules rest on their document
/// every day, and something always rests on the governing document.
fn expired(rule_set: &RuleSet, window: Window) -> Vec<Expired> {
    let (sources, routing) = (&rule_set.sources, &rule_set.routing);
    let input = position(ROUTING, "at");
    let mut found = Vec::new();
    for (index, document) in sources.documents.iter().enumerate() {
        let Some(valid_until) = document.valid_until.filter(|&last| last < window.last) else {
            continue;
        };
        let mut rested_on = Vec::new();
        // Where a later revision goes on, nothing rests on this one.
        let day_after = valid_until.tomorrow().unwrap_or(Date::MAX);
        let is_missed =
            |revisions: &[usize]| sources.revision_on(revisions, day_after) == Some(index);
        if is_missed(&sources.governing_revisions()) {
            rested_on.push((window.first, window.last));
        }
        let rules = routing.rules.iter().zip(routing.table.rules());
        let rests = |info: &RuleInfo| is_missed(&sources.revisions_with(&info.source));
        for (_, rule) in rules.filter(|(info, _)| rests(info)) {
            for conditions in &rule.alternatives {
                let dated = conditions.iter().find(|condition| Some(condition.input) == input);
                match dated.map(|condition| &condition.accepts) {
                    Some(Values::Ranges(ranges)) => {
                        rested_on.extend(ranges.iter().map(|&(first, last)| {
                            let bound = |number, or| day::from_number(number).unwrap_or(or);
                            (bound(first, Date::MIN), bound(last, Date::MAX))
                        }));
                    }
                    _ => rested_on.push((window.first, window.last)),
                }
            }
        }
        let expired = Expired { document: index, id: document.id.clone(), valid_until, rested_on };
        let first = valid_until.checked_add(1.day()).unwrap_or(Date::MAX).max(window.first);
        let missed =
            expired.rested_on.iter().any(|&(from, to)| from.max(first) <= to.min(window.last));
        if missed {
            found.push(expired);
        }
    }
    found
}
