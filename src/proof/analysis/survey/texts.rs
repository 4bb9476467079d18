//! Texts that state other priorities for the SMS than the rules send it at.

use super::finding::{Detail, Survey, SurveyFinding, at};
use handover_core::diagnostic::{Code, Diagnostic, Place};
use handover_core::language::{Lang, Text};
use handover_core::ruleset::priority::Priority;
use handover_core::ruleset::{Places, RuleSet};
use handover_core::wire::report::{PartKind, Topic};

/// Adds a finding for each text with a range of priorities that alert which is not the one of the rules.
pub(super) fn survey(rule_set: &RuleSet, places: &Places, survey: &mut Survey) {
    let procedures = &rule_set.procedures;
    let steps = procedures.steps.iter().zip(&places.steps);
    let steps = steps.map(|(step, place)| (PartKind::Step, &step.id, &step.text, place));
    let templates = procedures.templates.iter().zip(&places.templates);
    let templates = templates.map(|(one, place)| (PartKind::Template, &one.id, &one.text, place));
    let checks = rule_set.checks.all.iter().zip(&places.checks);
    let checks = checks.map(|(check, place)| (PartKind::Check, &check.id, &check.message, place));
    for (part, id, text, place) in steps.chain(templates).chain(checks) {
        let mut stated: Vec<String> = [Lang::Sv, Lang::En]
            .into_iter()
            .flat_map(|lang| stated(text.get(lang), &rule_set.priority))
            .collect();
        stated.dedup();
        for stated in stated.into_iter().take(1) {
            survey.findings.push(finding(part, id, stated, &rule_set.priority, place));
        }
    }
}

fn finding(
    part: PartKind,
    id: &str,
    stated: String,
    priority: &Priority,
    place: &Place,
) -> SurveyFinding {
    let message = Text {
        sv: format!(
            "texten i `{id}` säger {stated}, men reglerna skickar sms vid {}",
            priority.alerting_text(Lang::Sv)
        ),
        en: format!(
            "the text of `{id}` states {stated}, but the rules send the SMS at {}",
            priority.alerting_text(Lang::En)
        ),
    };
    let help = Text {
        sv: "skriv `{sms_priorities}`, som fylls i efter reglerna".to_owned(),
        en: "write `{sms_priorities}`, which is filled in from the rules".to_owned(),
    };
    let diagnostic = Diagnostic::new(Code::TextDisagrees, message).help(help);
    let alerting = priority.alerting_text(Lang::En);
    SurveyFinding {
        topic: Topic::Rules,
        diagnostic: at(diagnostic, Some(place.clone())),
        detail: Detail::Text { part, id: id.to_owned(), stated, alerting },
    }
}

/// Words by which a sentence says that no SMS is sent.
const NEGATIONS: [&str; 9] =
    ["ingen", "inget", "inte", "utan", "ej", "no", "not", "never", "without"];

/// The ranges of priorities that sentences about the SMS state, and that are none of those that alert.
fn stated(text: &str, priority: &Priority) -> Vec<String> {
    let alerting = priority.alerting();
    let sentences = text.split_inclusive(['\n', '!', '?', ';']).flat_map(|part| part.split(". "));
    let about = sentences.filter(|sentence| {
        let lower = sentence.to_lowercase();
        let mut words = lower.split(|c: char| !c.is_alphanumeric());
        let negated =
            lower.split(|c: char| !c.is_alphanumeric()).any(|word| NEGATIONS.contains(&word));
        words.any(|word| word == "sms") && !negated
    });
    let found = about.flat_map(ranges).filter(|&(first, last, _)| {
        let on_scale = priority.min <= first && first < last && last <= priority.max;
        on_scale && !alerting.contains(&(first, last))
    });
    found.map(|(_, _, written)| written).collect()
}

/// Signs and words between the ends of a range.
const BETWEEN: [&str; 6] = ["–", "—", "-", "..", " till ", " to "];

/// The ranges of numbers in a sentence, with the way they are written.
fn ranges(sentence: &str) -> Vec<(i64, i64, String)> {
    let mut found = Vec::new();
    let mut rest = sentence;
    let mut before = None;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let lead = rest.get(..start).and_then(|lead| lead.chars().next_back()).or(before);
        let number = rest.get(start..).unwrap_or_default();
        let (first, after) = digits(number);
        let joined = BETWEEN
            .iter()
            .find_map(|between| after.trim_start().strip_prefix(between.trim_start()));
        let (last, tail) = digits(joined.unwrap_or_default().trim_start());
        // A date or another number with parts is no range.
        let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || "-–/:".contains(c));
        let follows = tail.chars().next();
        if let (Ok(from), Ok(to)) = (first.parse(), last.parse())
            && !part(lead)
            && !part(follows)
        {
            let length = number.len() - tail.len();
            found.push((from, to, number.get(..length).unwrap_or_default().to_owned()));
            (rest, before) = (tail, last.chars().next_back());
        } else {
            (rest, before) = (after, first.chars().next_back());
        }
    }
    found
}

/// The digits at the start of a text, and the rest.
fn digits(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text.split_at(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(sentence: &str) -> Vec<String> {
        ranges(sentence).into_iter().map(|(_, _, written)| written).collect()
    }

    #[test]
    fn ranges_are_read_and_dates_are_not() {
        assert_eq!(written("Vid 2–5 får mottagaren ett sms"), ["2–5"]);
        assert_eq!(written("At 2 to 5 and 7-8"), ["2 to 5", "7-8"]);
        assert_eq!(written("från 2 till 5"), ["2 till 5"]);
        assert!(written("den 2026-01-31, avsnitt 2.1, klockan 8:00-9:00").is_empty());
    }

    #[test]
    fn a_sentence_about_the_sms_has_to_state_the_priorities_of_the_rules() {
        let priority = &RuleSet::embedded().unwrap().priority;
        assert_eq!(stated("Vid 1–5 får mottagaren ett sms.", priority), ["1–5"]);
        assert_eq!(stated("An SMS is sent at 2–4.", priority), ["2–4"]);
        for right in [
            "Vid 2–5 får mottagaren ett sms.",
            "Ring 8–16. Mottagaren får ett sms.",
            "Vid 6–7 skickas inget sms.",
            "At 6–7 no SMS is sent.",
        ] {
            assert!(stated(right, priority).is_empty(), "{right}");
        }
    }
}
