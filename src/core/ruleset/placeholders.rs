//! Placeholders in braces, which answers fill in.

use super::model;
use super::spot::{Faults, Spot};
use crate::diagnostic::{Code, Diagnostic};
use crate::language::near::nearest;
use crate::language::{Text, text};

/// A placeholder: its name in braces, and what stands for it where nothing fills it in.
#[derive(Debug, Clone, Copy)]
pub struct Placeholder {
    /// Its name.
    pub name: &'static str,
    /// What it is called, in Swedish and in English.
    pub called: (&'static str, &'static str),
    /// Whether it concerns a finding, which steps and messages to start from have none of.
    of_finding: bool,
}

const fn of_finding(name: &'static str, sv: &'static str, en: &'static str) -> Placeholder {
    Placeholder { name, called: (sv, en), of_finding: true }
}

const fn of_answer(name: &'static str, sv: &'static str, en: &'static str) -> Placeholder {
    Placeholder { name, called: (sv, en), of_finding: false }
}

/// Placeholders that the message of a check may contain.
pub const PLACEHOLDERS: &[Placeholder] = &[
    of_finding("field", "uppgiften", "the field"),
    of_finding("suggestions", "förslag", "suggestions"),
    of_answer("priority", "prioriteten", "the priority"),
    of_answer("at", "dagen", "the day"),
    of_answer("valid_from", "första dagen", "the first day"),
    of_answer("valid_until", "sista dagen", "the last day"),
    of_answer("reason", "kontaktorsaken i listan", "the contact reason of the list"),
    of_finding("unit", "mottagningen", "the unit"),
    of_finding("unit_days", "de dagar den finns", "the days on which it exists"),
    of_answer("recommended_unit", "rekommenderad mottagning", "the recommended unit"),
    of_answer("recommended_role", "rekommenderad roll", "the recommended role"),
    of_answer("recommended_capability", "kapabilitet", "capability"),
    of_answer("recommended_specialty", "rekommenderad specialitet", "the recommended specialty"),
    of_answer("sms_priorities", "prioriteterna som ger sms", "the priorities with an SMS"),
];

/// The placeholder of the priorities that alert. It is filled in when the rules are read, since no request changes it.
const SMS_PRIORITIES: &str = "{sms_priorities}";

/// A text with the priorities that alert filled in, as texts name them: `2–5`.
pub(super) fn with_priorities(text: Text, alerting: Option<&Text>) -> Text {
    let Some(alerting) = alerting.filter(|_| has_placeholders(&text)) else { return text };
    Text {
        sv: text.sv.replace(SMS_PRIORITIES, &alerting.sv),
        en: text.en.replace(SMS_PRIORITIES, &alerting.en),
    }
}

/// The names of the placeholders of messages of checks.
pub(super) fn of_checks() -> Vec<&'static str> {
    PLACEHOLDERS.iter().map(|placeholder| placeholder.name).collect()
}

/// The names of the placeholders of steps and of messages to start from.
pub(super) fn outside_findings() -> Vec<&'static str> {
    PLACEHOLDERS.iter().filter(|it| !it.of_finding).map(|placeholder| placeholder.name).collect()
}

/// Whether a text has placeholders to fill in.
#[must_use]
pub fn has_placeholders(text: &Text) -> bool {
    text.sv.contains('{') || text.en.contains('{')
}

/// Tells of placeholders other than the allowed ones, and of braces that have no partner.
pub(super) fn check(spot: &Spot<'_>, texts: &model::Texts, allowed: &[&str], faults: &mut Faults) {
    for (key, written) in [("sv", &texts.sv), ("en", &texts.en)] {
        let place = || spot.at(key).place();
        for part in parts(written.as_deref().unwrap_or_default()) {
            match part {
                BracePart::Name(name) if allowed.contains(&name) => {}
                BracePart::Name(name) => {
                    let message = Text {
                        sv: format!("`{{{name}}}` går inte att fylla i"),
                        en: format!("`{{{name}}}` cannot be filled in"),
                    };
                    let near = nearest(name, allowed.iter().copied());
                    let fault = Diagnostic::new(Code::BadPlaceholder, message).at(place());
                    faults.add(fault.allowed(allowed.iter().copied()).nearest(near));
                }
                BracePart::Open(rest) => {
                    let message = text("`{` saknar sitt `}`", "`{` lacks its `}`");
                    let word = rest.split(|c: char| !c.is_alphanumeric() && c != '_').next();
                    let near = nearest(word.unwrap_or_default(), allowed.iter().copied());
                    let fault = Diagnostic::new(Code::BadPlaceholder, message).at(place());
                    let meant = near.unwrap_or("priority");
                    faults.add(fault.help(text(
                        format!("skriv `}}` efter namnet, som `{{{meant}}}`; en text kan inte ha klammer i sig"),
                        format!("write `}}` after the name, such as `{{{meant}}}`; a text cannot have braces in it"),
                    )));
                }
                BracePart::Close => {
                    let message = text("`}` saknar sitt `{`", "`}` lacks its `{`");
                    let fault = Diagnostic::new(Code::BadPlaceholder, message).at(place());
                    faults.add(fault.help(text(
                        "skriv `{` före namnet, eller ta bort klammern",
                        "write `{` before the name, or remove the brace",
                    )));
                }
            }
        }
    }
}

/// A part of a text that has a brace.
#[derive(Debug, PartialEq)]
enum BracePart<'t> {
    /// A name in braces.
    Name(&'t str),
    /// An opening brace without its partner, with the text after it.
    Open(&'t str),
    /// A closing brace without its partner.
    Close,
}

fn parts(text: &str) -> Vec<BracePart<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let after = rest.get(at + 1..).unwrap_or_default();
        if rest.get(at..).is_some_and(|rest| rest.starts_with('}')) {
            found.push(BracePart::Close);
            rest = after;
            continue;
        }
        match after.find(['{', '}']).map(|end| after.split_at(end)) {
            Some((name, end)) if end.starts_with('}') => {
                found.push(BracePart::Name(name));
                rest = end.get(1..).unwrap_or_default();
            }
            _ => {
                found.push(BracePart::Open(after));
                rest = after;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_are_paired() {
        use BracePart::{Close, Name, Open};
        assert_eq!(parts("a {b} c {d}"), [Name("b"), Name("d")]);
        assert_eq!(parts("a {b c {d}"), [Open("b c {d}"), Name("d")]);
        assert_eq!(parts("a b} {c"), [Close, Open("c")]);
        assert_eq!(parts("none"), []);
    }
}
