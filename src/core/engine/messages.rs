//! Messages of findings: the check's text in a language, with its placeholders filled in.

use std::borrow::Cow;

use super::answer::{Finding, Target};
use super::case::{Case, Chosen, Named};
use super::prepared::Prepared;
use crate::language::Lang;
use crate::language::identity;
use crate::ruleset::fields::RequestField;
use crate::ruleset::names::Words;
use crate::ruleset::sources::Document;
use jiff::civil::Date;

/// Maximum number of near names suggested.
const SUGGESTIONS: usize = 3;

/// The request and answer that a message may name.
#[derive(Debug, Clone, Copy)]
pub struct MessageSubject<'a> {
    /// The case.
    pub case: &'a Case<'a>,
    /// The chosen receiver, if any.
    pub chosen: Option<&'a Chosen<'a>>,
    /// The recommended receiver.
    pub recommended: &'a Target<'a>,
    /// The chosen priority, else the incoming one.
    pub priority: Option<i64>,
    /// The rules that decided.
    pub rules: &'a [u32],
}

impl Prepared {
    /// The text of a finding.
    pub(super) fn message(
        &self,
        finding: Finding,
        about: &MessageSubject<'_>,
        lang: Lang,
    ) -> String {
        let Some(check) = self.rule_set.checks.all.get(finding.check) else {
            return String::new();
        };
        self.fill(check.message.get(lang), Some(finding), about, lang)
    }

    /// A text with its placeholders filled in; those that concern a finding are left out where there is none.
    pub(super) fn fill(
        &self,
        template: &str,
        finding: Option<Finding>,
        about: &MessageSubject<'_>,
        lang: Lang,
    ) -> String {
        let Some((start, rest)) = template.split_once('{') else {
            return template.to_owned();
        };
        let mut text = start.to_owned();
        let mut rest = rest;
        while let Some((name, after)) = rest.split_once('}') {
            text.push_str(&self.placeholder(name, finding, about, lang));
            match after.split_once('{') {
                Some((plain, next)) => {
                    text.push_str(plain);
                    rest = next;
                }
                None => {
                    text.push_str(after);
                    break;
                }
            }
        }
        text.split('\n').map(tidy).collect::<Vec<_>>().join("\n")
    }

    fn placeholder(
        &self,
        name: &str,
        finding: Option<Finding>,
        about: &MessageSubject<'_>,
        lang: Lang,
    ) -> Cow<'_, str> {
        let vocabulary = &self.rule_set.vocabulary;
        let label = |words: &Words, index: Option<u32>| {
            Cow::Owned(
                index
                    .and_then(|index| words.get(index))
                    .map_or(String::new(), |word| word.label(lang).to_owned()),
            )
        };
        let document = || self.document(about.rules, about.case.at);
        let day = |day: Option<Date>| Cow::Owned(day.map_or(String::new(), |day| day.to_string()));
        match name {
            "field" => finding.map_or(Cow::Borrowed(""), |finding| {
                Cow::Borrowed(self.rule_set.lexicon(lang).field(finding.field))
            }),
            "priority" => {
                Cow::Owned(about.priority.map_or(String::new(), |priority| priority.to_string()))
            }
            "at" => Cow::Owned(about.case.at.to_string()),
            "valid_from" => day(document().and_then(|document| document.valid_from)),
            "valid_until" => day(document().and_then(|document| document.valid_until)),
            "reason" => {
                let reason = about.case.continued_reason;
                let known = reason.and_then(|at| vocabulary.reasons.all().get(at as usize));
                Cow::Borrowed(known.map_or("", |known| known.name.as_str()))
            }
            "unit" => finding
                .map_or(Cow::Borrowed(""), |finding| self.unit_name(unit_of(finding, about), lang)),
            "unit_days" => Cow::Owned(
                finding
                    .map(|finding| self.unit_days(unit_of(finding, about), lang))
                    .unwrap_or_default(),
            ),
            "suggestions" => Cow::Owned(
                finding.map(|finding| self.suggestions(finding, about, lang)).unwrap_or_default(),
            ),
            "recommended_unit" => self.unit_name(about.recommended.unit, lang),
            "recommended_role" => label(&vocabulary.roles, about.recommended.role),
            "recommended_capability" => {
                label(&vocabulary.capabilities, about.recommended.capability)
            }
            "recommended_specialty" => label(&vocabulary.specialties, about.recommended.specialty),
            _ => Cow::Borrowed(""),
        }
    }

    /// The document by which an answer that these rules decide is judged, in the revision of the day.
    fn document(&self, rules: &[u32], day: Date) -> Option<&Document> {
        let sources = &self.rule_set.sources;
        let revisions = self.validity.revisions(rules, self.validity.period(day));
        sources.documents.get(sources.revision_on(revisions, day)?)
    }

    /// A unit's name; outside the directory, the name as given but without identity numbers.
    pub(super) fn unit_name(&self, unit: Named<'_>, lang: Lang) -> Cow<'_, str> {
        match unit {
            Named::Absent => Cow::Borrowed(""),
            Named::Listed(index) => Cow::Borrowed(
                self.rule_set.directory.units.get(index).map_or("", |u| u.label(lang)),
            ),
            Named::Unlisted(name) => Cow::Owned(repeatable(name)),
        }
    }

    /// The days on which a unit of the directory exists, in words; empty where it always does.
    fn unit_days(&self, unit: Named<'_>, lang: Lang) -> String {
        let known = unit.listed().and_then(|unit| self.rule_set.directory.unit(unit));
        match (known.map(|unit| unit.period), lang) {
            (Some((None, Some(last))), Lang::Sv) => format!("till och med {last}"),
            (Some((None, Some(last))), Lang::En) => format!("through {last}"),
            (Some((Some(first), None)), Lang::Sv) => format!("från och med {first}"),
            (Some((Some(first), None)), Lang::En) => format!("from {first} on"),
            (Some((Some(first), Some(last))), Lang::Sv) => {
                format!("från och med {first} till och med {last}")
            }
            (Some((Some(first), Some(last))), Lang::En) => format!("from {first} through {last}"),
            _ => String::new(),
        }
    }

    /// Names of the rule set that resemble the given one.
    fn near(&self, finding: Finding, about: &MessageSubject<'_>, lang: Lang) -> Vec<&str> {
        let (case, vocabulary) = (about.case, &self.rule_set.vocabulary);
        let (given, words) = match finding.field {
            RequestField::CaseType => (case.case_type, &vocabulary.case_types),
            RequestField::Specialty => (case.specialty, &vocabulary.specialties),
            RequestField::ToSpecialty => (
                about.chosen.map_or(Named::Absent, |chosen| chosen.specialty),
                &vocabulary.specialties,
            ),
            RequestField::Unit | RequestField::FromUnit | RequestField::ToUnit => {
                (unit_of(finding, about), &self.rule_set.directory.units)
            }
            _ => return Vec::new(),
        };
        let Some(name) = given.unlisted() else {
            return Vec::new();
        };
        let mut near = words.near(name, lang, SUGGESTIONS);
        if finding.field == RequestField::CaseType && case.contact_reason.is_some() {
            near.splice(0..0, vocabulary.reasons.near(name, SUGGESTIONS));
            near.truncate(SUGGESTIONS);
        }
        near
    }

    /// The names that may be meant by the given one, as a question.
    fn suggestions(&self, finding: Finding, about: &MessageSubject<'_>, lang: Lang) -> String {
        let near = self.near(finding, about, lang);
        let listed = match near.as_slice() {
            [] => return String::new(),
            [only] => (*only).to_owned(),
            [others @ .., last] => {
                let or = if lang == Lang::Sv { "eller" } else { "or" };
                format!("{} {or} {last}", others.join(", "))
            }
        };
        match lang {
            Lang::Sv => format!("Menar du {listed}?"),
            Lang::En => format!("Do you mean {listed}?"),
        }
    }
}

/// The unit that a finding is about: that of its field, or the recommended one in place of the unit concerned.
fn unit_of<'a>(finding: Finding, about: &MessageSubject<'a>) -> Named<'a> {
    match finding.field {
        RequestField::FromUnit => about.case.from,
        RequestField::ToUnit => about.chosen.map_or(Named::Absent, |chosen| chosen.unit),
        _ if about.recommended.unit.listed().is_some() => about.recommended.unit,
        _ => about.case.unit,
    }
}

/// A name in the form that answers may repeat: on one line, without identity numbers and control characters.
pub(super) fn repeatable(name: &str) -> String {
    let redacted = identity::redact(name);
    redacted.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Removes the space left by an empty placeholder.
fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !tidied.is_empty() && !word.starts_with(['.', ',']) {
            tidied.push(' ');
        }
        tidied.push_str(word);
    }
    tidied
}

#[cfg(test)]
mod tests {
    use super::tidy;

    #[test]
    fn an_empty_placeholder_leaves_no_space() {
        assert_eq!(tidy("bör gå till Barnmorska ."), "bör gå till Barnmorska.");
        assert_eq!(tidy("inte i listan. "), "inte i listan.");
        assert_eq!(tidy(" till  , eller\n. ."), "till, eller..");
    }
}
