//! Inputs, values and targets in the words that administrators read: labels instead of ids.

use super::RuleSet;
use super::inputs::{InputSpec, Kind};
use super::names::Words;
use super::routing::{RoleTarget, SpecialtyTarget, Target, UnitTarget};
use crate::language::list::{Join, sentence};
use crate::language::{Lang, day};
use handover_matcher::{Domain, FIRST_DAY, Input, LAST_DAY, Value, Values};

/// The words of a rule set in one language.
#[derive(Debug, Clone, Copy)]
pub struct Wording<'a> {
    rule_set: &'a RuleSet,
    /// The language.
    pub lang: Lang,
}

impl<'a> Wording<'a> {
    /// The words of a rule set.
    #[must_use]
    pub fn new(rule_set: &'a RuleSet, lang: Lang) -> Self {
        Self { rule_set, lang }
    }

    /// What an input is called.
    #[must_use]
    pub fn input(&self, spec: &InputSpec) -> &'a str {
        match spec.field {
            "" => spec.name,
            field => {
                let found = self.rule_set.field_labels.iter().find(|(known, _)| known == field);
                found.map_or(spec.name, |(_, label)| label.get(self.lang))
            }
        }
    }

    /// The label of a word that an input of this kind may hold.
    fn label(&self, kind: Kind, domain: &Domain, word: u32) -> String {
        let rule_set = self.rule_set;
        let label = match kind {
            Kind::Method => {
                rule_set.methods.all.get(word as usize).map(|method| method.label.get(self.lang))
            }
            _ => rule_set
                .words_of(kind)
                .and_then(|words| words.get(word))
                .map(|word| word.label(self.lang)),
        };
        let written = match domain {
            Domain::Words { words, .. } => words.get(word as usize).map(String::as_str),
            _ => None,
        };
        label.or(written).unwrap_or_default().to_owned()
    }

    /// A value of an input.
    #[must_use]
    pub fn value(&self, spec: &InputSpec, input: &Input, value: Value) -> String {
        match value {
            Value::Absent => self.lang.say("saknas", "absent").to_owned(),
            Value::Word(word) => self.label(spec.kind, &input.domain, word),
            Value::Unlisted => self.lang.say("utanför listan", "not in the list").to_owned(),
            Value::Bool(yes) => self.yes(yes).to_owned(),
            Value::Int(number) => self.number(&input.domain, number),
        }
    }

    /// A set of values of an input, as a phrase.
    #[must_use]
    pub fn values(&self, spec: &InputSpec, input: &Input, values: &Values) -> String {
        let domain = &input.domain;
        if values.is_all(domain) {
            return self.lang.say("vad som helst", "anything").to_owned();
        }
        let outside = self.lang.say("utanför listan", "not in the list");
        match values {
            Values::Words { listed, unlisted } => {
                let named = |listed: &[u32], unlisted: bool| -> Vec<String> {
                    let words = listed.iter().map(|&word| self.label(spec.kind, domain, word));
                    words.chain(unlisted.then(|| outside.to_owned())).collect()
                };
                let told = named(listed, *unlisted);
                match values.complement(domain) {
                    Values::Words { listed, unlisted } if listed.len() + 1 < told.len() => {
                        let others = sentence(&named(&listed, unlisted), Join::And, self.lang);
                        format!("{} {others}", self.lang.say("allt utom", "all but"))
                    }
                    _ => sentence(&told, Join::Or, self.lang),
                }
            }
            Values::Booleans { yes, .. } => self.yes(*yes).to_owned(),
            Values::Ranges(ranges) => {
                let told: Vec<String> =
                    ranges.iter().map(|&(from, to)| self.range(domain, from, to)).collect();
                sentence(&told, Join::Or, self.lang)
            }
        }
    }

    fn yes(&self, yes: bool) -> &'static str {
        match (yes, self.lang) {
            (true, Lang::Sv) => "ja",
            (false, Lang::Sv) => "nej",
            (true, Lang::En) => "yes",
            (false, Lang::En) => "no",
        }
    }

    fn number(&self, domain: &Domain, number: i64) -> String {
        match domain {
            Domain::Date => {
                day::from_number(number).map_or_else(|| number.to_string(), |day| day.to_string())
            }
            _ => number.to_string(),
        }
    }

    fn range(&self, domain: &Domain, from: i64, to: i64) -> String {
        let (min, max) = match domain {
            Domain::Integer { min, max } => (*min, *max),
            _ => (FIRST_DAY, LAST_DAY),
        };
        let number = |number| self.number(domain, number);
        match (from > min, to < max) {
            _ if from == to => number(from),
            (true, true) => format!("{}–{}", number(from), number(to)),
            (true, false) => {
                format!("{} {}", self.lang.say("från och med", "from"), number(from))
            }
            _ => format!("{} {}", self.lang.say("till och med", "through"), number(to)),
        }
    }

    /// What a routing rule answers.
    #[must_use]
    pub fn target(&self, target: &Target) -> String {
        let rule_set = self.rule_set;
        let label = |words: &Words, index| {
            words.get(index).map(|word| word.label(self.lang).to_owned()).unwrap_or_default()
        };
        let mut parts = Vec::new();
        if let UnitTarget::Fixed(unit) = target.unit {
            parts.push(label(&rule_set.directory.units, unit));
        }
        parts.push(match target.role {
            RoleTarget::Role(role) => label(&rule_set.vocabulary.roles, role),
            RoleTarget::Original => {
                self.lang.say("samma roll som först", "the role it first came in to").to_owned()
            }
            RoleTarget::NotGiven => self.lang.say("ingen roll given", "no role given").to_owned(),
        });
        if let SpecialtyTarget::Fixed(specialty) = target.specialty {
            parts.push(label(&rule_set.vocabulary.specialties, specialty));
        }
        if let Some(capability) = target.capability {
            parts.push(label(&rule_set.vocabulary.capabilities, capability));
        }
        parts.join(", ")
    }
}

impl RuleSet {
    /// The words of the vocabulary that an input of this kind may hold.
    #[must_use]
    pub fn words_of(&self, kind: Kind) -> Option<&Words> {
        match kind {
            Kind::CaseType => Some(&self.vocabulary.case_types),
            Kind::CareLevel => Some(&self.vocabulary.care_levels),
            Kind::Specialty => Some(&self.vocabulary.specialties),
            Kind::Role => Some(&self.vocabulary.roles),
            Kind::Capability => Some(&self.vocabulary.capabilities),
            Kind::Unit => Some(&self.directory.units),
            Kind::Method | Kind::Priority | Kind::Date | Kind::Boolean | Kind::Words(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::inputs::{PRIORITIES, ROUTING};
    use super::*;

    #[test]
    fn sets_read_as_phrases_in_both_languages() {
        let rule_set = RuleSet::embedded().unwrap();
        let inputs = rule_set.routing.table.inputs();
        let told = |input: usize, values: &Values| {
            [Lang::Sv, Lang::En].map(|lang| {
                Wording::new(&rule_set, lang).values(&ROUTING[input], &inputs[input], values)
            })
        };
        let words = |listed: &[u32], unlisted| Values::Words { listed: listed.to_vec(), unlisted };
        assert_eq!(told(1, &words(&[0], false)), ["Primärvård", "Primary care"]);
        let two = words(&[1, 2], false);
        assert_eq!(told(2, &two), ["Kardiologi eller Ortopedi", "Cardiology or Orthopaedics"]);
        let others = two.complement(&inputs[2].domain);
        assert_eq!(
            told(2, &others),
            ["allt utom Kardiologi och Ortopedi", "all but Cardiology and Orthopaedics"]
        );
        assert_eq!(told(0, &words(&[0], true))[0], "Triageärenden eller utanför listan");
        assert_eq!(told(1, &words(&[0, 1], false)), ["vad som helst", "anything"]);
        let many = words(&(0..12).collect::<Vec<u32>>(), false);
        assert!(told(2, &many)[1].ends_with("Gynaecology or 6 more"), "{:?}", told(2, &many));
        let year = Values::Ranges(vec![(20179, 20543)]);
        assert_eq!(told(5, &year)[0], "2025-04-01–2026-03-31");
        let since = Values::Ranges(vec![(20179, LAST_DAY)]);
        assert_eq!(told(5, &since), ["från och med 2025-04-01", "from 2025-04-01"]);
    }

    #[test]
    fn every_value_has_words() {
        let rule_set = RuleSet::embedded().unwrap();
        let wording = Wording::new(&rule_set, Lang::Sv);
        let priority = &rule_set.priority.table.inputs()[0];
        assert_eq!(wording.value(&PRIORITIES[0], priority, Value::Int(3)), "3");
        let case_type = &rule_set.routing.table.inputs()[0];
        assert_eq!(wording.value(&ROUTING[0], case_type, Value::Unlisted), "utanför listan");
        assert_eq!(wording.value(&ROUTING[0], case_type, Value::Absent), "saknas");
        assert_eq!(wording.input(&ROUTING[4]), "Avsändande mottagning");
        let target = rule_set.routing.target(0).unwrap();
        assert_eq!(wording.target(target), "samma roll som först");
    }
}
