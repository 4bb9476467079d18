//! What findings say, in a language: the check's text with its placeholders filled in.

use std::borrow::Cow;

use super::Engine;
use super::case::{Case, Chosen, Named};
use super::findings::Finding;
use super::recommend::Target;
use crate::language::Lang;
use crate::language::identity;
use crate::ruleset::inputs::RequestField;
use crate::ruleset::names::Words;

/// How many near names are suggested.
const SUGGESTIONS: usize = 3;

/// What a message may speak of beside the finding.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// The case.
    pub case: &'a Case<'a>,
    /// The resource chosen, where one is.
    pub chosen: Option<&'a Chosen<'a>>,
    /// The recommended receiver.
    pub recommended: &'a Target<'a>,
    /// The chosen priority, else the incoming one.
    pub priority: Option<i64>,
}

impl Engine {
    /// The text of a finding.
    #[must_use]
    pub fn message(&self, finding: Finding, about: &About<'_>, lang: Lang) -> String {
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
        about: &About<'_>,
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
            "field" => Cow::Owned(self.rule_set.field_label(finding.field.path(), lang).to_owned()),
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

    /// A unit's name; one that is not in the directory as it was given, identity numbers left out.
    #[must_use]
    pub fn unit_name(&self, unit: Named<'_>, lang: Lang) -> Cow<'_, str> {
        match unit {
            Named::Absent => Cow::Borrowed(""),
            Named::Listed(index) => Cow::Borrowed(
                self.rule_set.directory.units.get(index).map_or("", |u| u.label(lang)),
            ),
            Named::Unlisted(name) => Cow::Owned(repeatable(name)),
        }
    }

    /// Names of the vocabulary that look like the one that was given.
    fn suggestions(&self, finding: Finding, about: &About<'_>, lang: Lang) -> String {
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

/// A name as it may be repeated: on one line, without identity numbers and what steers a terminal.
pub(super) fn repeatable(name: &str) -> String {
    let redacted = identity::redact(name);
    redacted.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Removes the space that an empty placeholder leaves.
fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace(" .", ".").replace(" ,", ",")
}

#[cfg(test)]
mod tests {
    use super::tidy;

    #[test]
    fn an_empty_placeholder_leaves_no_space() {
        assert_eq!(tidy("bör gå till Barnmorska ."), "bör gå till Barnmorska.");
        assert_eq!(tidy("inte i listan. "), "inte i listan.");
    }
}
