//! Messages of findings: the check's text in a language, with its placeholders filled in.

use std::borrow::Cow;

use super::answer::{Finding, Target};
use super::case::{Case, Chosen, Named};
use super::prepared::Prepared;
use crate::language::Lang;
use crate::language::identity;
use crate::ruleset::fields::RequestField;
use crate::ruleset::names::Words;

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
        let template = check.message.get(lang);
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
        tidy(&text)
    }

    fn placeholder(
        &self,
        name: &str,
        finding: Finding,
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
        match name {
            "field" => Cow::Borrowed(self.rule_set.lexicon(lang).field(finding.field)),
            "priority" => {
                Cow::Owned(about.priority.map_or(String::new(), |priority| priority.to_string()))
            }
            "valid_until" => {
                let last =
                    self.rule_set.sources.governing().and_then(|document| document.valid_until);
                Cow::Owned(last.map_or(String::new(), |last| last.to_string()))
            }
            "suggestions" => Cow::Owned(self.suggestions(finding, about, lang)),
            "recommended_unit" => self.unit_name(about.recommended.unit, lang),
            "recommended_role" => label(&vocabulary.roles, about.recommended.role),
            "recommended_capability" => {
                label(&vocabulary.capabilities, about.recommended.capability)
            }
            "recommended_specialty" => label(&vocabulary.specialties, about.recommended.specialty),
            _ => Cow::Borrowed(""),
        }
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

    /// Names of the vocabulary that resemble the given one.
    fn suggestions(&self, finding: Finding, about: &MessageSubject<'_>, lang: Lang) -> String {
        let given = match finding.field {
            RequestField::Specialty => about.case.specialty,
            RequestField::ToSpecialty => {
                about.chosen.map_or(Named::Absent, |chosen| chosen.specialty)
            }
            _ => Named::Absent,
        };
        let Some(name) = given.unlisted() else {
            return String::new();
        };
        let near = self.rule_set.vocabulary.specialties.near(name, lang, SUGGESTIONS);
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
