//! Conditions in words: what inputs and their values are called.

use super::document::{Line, plain};
use handover_core::language::Lang;
use handover_core::ruleset::inputs::{InputSpec, Kind};
use handover_core::ruleset::names::Words;
use handover_core::ruleset::sources::SourceRef;
use handover_core::ruleset::{RuleSet, model::Actor, model::FindingSeverity};
use handover_matcher::{Condition, Domain, Input, Values};

/// A rule set as it is read aloud in a language.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) rule_set: &'a RuleSet,
    pub(super) lang: Lang,
}

impl<'a> Reader<'a> {
    /// The label of a word.
    pub(super) fn label(self, words: &'a Words, index: u32) -> &'a str {
        words.get(index).map_or("?", |word| word.label(self.lang))
    }

    /// `avsnitt 3 rad 2`, with the document where it is not the governing one.
    pub(super) fn place(self, source: &SourceRef) -> String {
        let SourceRef { document, section, place, row } = source;
        let of = self.rule_set.sources.documents.get(*document);
        if *document > 0 {
            return match of {
                Some(of) => format!("{}: {place}", of.title.get(self.lang)),
                None => place.clone(),
            };
        }
        let numbered = |text: &str| text.starts_with(|char: char| char.is_ascii_digit());
        let word = self.lang.say("avsnitt", "section");
        match row {
            Some(row) => format!("{word} {section} {} {row}", self.lang.say("rad", "row")),
            None if numbered(place) => {
                format!("{word} {section} {} {place}", self.lang.say("steg", "step"))
            }
            None if numbered(section) => format!("{word} {section}"),
            None => of.map_or(section.clone(), |of| of.id.clone()),
        }
    }

    pub(super) fn actor(self, actor: Actor) -> &'a str {
        match actor {
            Actor::Sender => self.lang.say("avsändaren", "the sender"),
            Actor::Receiver => self.lang.say("mottagaren", "the receiver"),
            Actor::Patient => self.lang.say("patienten", "the patient"),
        }
    }

    pub(super) fn severity(self, severity: FindingSeverity) -> &'a str {
        match severity {
            FindingSeverity::Refuse => self.lang.say("Hinder", "Refusals"),
            FindingSeverity::Manual => self.lang.say("En person avgör", "A person decides"),
            FindingSeverity::Warning => self.lang.say("Varningar", "Warnings"),
            FindingSeverity::Info => self.lang.say("Upplysningar", "Notes"),
        }
    }

    /// Conditions of a rule, one to a line; those that any value meets are left out.
    pub(super) fn conditions(
        self,
        specs: &[InputSpec],
        inputs: &[Input],
        conditions: &[Condition],
    ) -> Vec<Line> {
        let told = conditions.iter().filter_map(|Condition { input, accepts }| {
            let (spec, input) = (specs.get(*input)?, inputs.get(*input)?);
            if accepts.is_all(&input.domain) {
                return None;
            }
            let values = self.values(spec, input, accepts);
            Some(vec![plain(format!("{}: {values}", self.input(spec)))])
        });
        told.collect()
    }

    /// What an input is called.
    pub(super) fn input(self, spec: &InputSpec) -> &'a str {
        match spec.name {
            "case_type" => self.lang.say("Ärendetyp", "Case type"),
            "care_level" => self.lang.say("Vårdnivå", "Care level"),
            "specialty" => self.lang.say("Specialitet", "Specialty"),
            "unit" => self.lang.say("Mottagning", "Unit"),
            "from_unit" => self.lang.say("Avsändande mottagning", "Sending unit"),
            "at" => self.lang.say("Dag", "Day"),
            "priority" => self.lang.say("Prioritet", "Priority"),
            "same_provider" => self.lang.say("Samma vårdgivare", "Same care provider"),
            "accepted" => self.lang.say("Mottaget av avsändaren", "Accepted by the sender"),
            "method" => self.lang.say("Metod", "Method"),
            "action" => self.lang.say("Vad som görs", "What is done"),
            "state" => self.lang.say("Var förfrågan står", "Where the request stands"),
            "related_visit" => {
                self.lang.say("Relaterat besök följer med", "Related visit goes along")
            }
            "case_text_included" => {
                self.lang.say("Text ur ärendet är med", "Text of the case is included")
            }
            "patient_informed" => {
                self.lang.say("Patienten är informerad", "The patient has been told")
            }
            "patient_has_read" => self.lang.say("Patienten har läst", "The patient has read"),
            "message" => self.lang.say("Meddelande", "Message"),
            "role_reason" => self.lang.say("Skäl till annan roll", "Reason for another role"),
            "recommended_role" => self.lang.say("Roll enligt reglerna", "Role by the rules"),
            "other_role" => {
                self.lang.say("Regeln tillåter annan roll", "The rule allows another role")
            }
            "chosen_unit" => self.lang.say("Vald mottagning", "Chosen unit"),
            "chosen_role" => self.lang.say("Vald roll", "Chosen role"),
            "chosen_specialty" => self.lang.say("Vald specialitet", "Chosen specialty"),
            "own_unit" => self.lang.say("Inom den egna enheten", "Within one's own unit"),
            "priority_change" => {
                self.lang.say("Prioriteten mot den inkomna", "Priority against the incoming")
            }
            "priority_listed" => self
                .lang
                .say("Instruktionen nämner prioriteten", "The instruction mentions the priority"),
            "sms_band" => self
                .lang
                .say("Prioriteten mot dem som ger sms", "Priority against those that alert"),
            "source_expired" => {
                self.lang.say("Instruktionen har gått ut", "The instruction has expired")
            }
            _ => spec.meaning,
        }
    }

    /// A set of values of an input.
    pub(super) fn values(self, spec: &InputSpec, input: &Input, accepts: &Values) -> String {
        match (accepts, &input.domain) {
            (Values::Booleans { yes: true, .. }, _) => self.lang.say("ja", "yes").to_owned(),
            (Values::Booleans { .. }, _) => self.lang.say("nej", "no").to_owned(),
            (Values::Ranges(ranges), Domain::Date) => self.days(ranges),
            (Values::Ranges(ranges), domain) => {
                let bounds = match domain {
                    Domain::Integer { min, max } => (*min, *max),
                    _ => (i64::MIN, i64::MAX),
                };
                ranges
                    .iter()
                    .map(|&range| self.numbers(range, bounds))
                    .collect::<Vec<_>>()
                    .join(", ")
            }
            (Values::Words { listed, .. }, Domain::Words { words, .. }) => {
                // What is left out is told where that is shorter.
                let rest = accepts.complement(&input.domain);
                let words_of = |values: &Values| self.words(spec, words, values);
                match &rest {
                    _ if matches!(spec.kind, Kind::Words(_)) => words_of(accepts),
                    Values::Words { listed: left, unlisted: true } if left.is_empty() => {
                        self.lang.say("något i listan", "something listed").to_owned()
                    }
                    Values::Words { listed: left, .. } if left.len() < listed.len() => {
                        format!("{} {}", self.lang.say("alla utom", "all but"), words_of(&rest))
                    }
                    _ => words_of(accepts),
                }
            }
            _ => String::new(),
        }
    }

    fn words(self, spec: &InputSpec, ids: &[String], values: &Values) -> String {
        let Values::Words { listed, unlisted } = values else {
            return String::new();
        };
        let label = |&index: &u32| {
            let id = ids.get(index as usize).map_or("?", String::as_str);
            self.word(spec, index, id)
        };
        let mut words: Vec<String> = listed.iter().map(label).collect();
        if *unlisted {
            words.push(self.lang.say("något utanför listan", "something not listed").to_owned());
        }
        words.join(", ")
    }

    /// What a word is called: by the vocabulary, or one of the program's own.
    fn word(self, spec: &InputSpec, index: u32, id: &str) -> String {
        let v = &self.rule_set.vocabulary;
        let words = match spec.kind {
            Kind::CaseType => &v.case_types,
            Kind::CareLevel => &v.care_levels,
            Kind::Specialty => &v.specialties,
            Kind::Unit => &self.rule_set.directory.units,
            Kind::Role => &v.roles,
            Kind::Capability => &v.capabilities,
            Kind::Method => {
                let method = self.rule_set.methods.all.get(index as usize);
                return method.map_or(id, |method| method.label.get(self.lang)).to_owned();
            }
            _ => return self.own_word(id).to_owned(),
        };
        self.label(words, index).to_owned()
    }

    /// The words that the contract fixes.
    fn own_word(self, id: &str) -> &'static str {
        let known = match id {
            "hand_over" => ("lämna över", "hand over"),
            "receive" => ("ta emot", "receive"),
            "cancel" => ("avbryta", "cancel"),
            "close" => ("avsluta", "close"),
            "new" => ("inte skickad", "not sent"),
            "pending" => ("väntar på mottagaren", "waits for the receiver"),
            "accepted_by_receiver" => ("accepterad av mottagaren", "accepted by the receiver"),
            "started" => ("påbörjad", "started"),
            "answered" => ("besvarad", "answered"),
            "closed" => ("avslutad", "closed"),
            "written" => ("skrivet", "written"),
            "blank" => ("tomt", "blank"),
            "given" => ("anges", "given"),
            "not_given" => ("anges inte", "not given"),
            "with_reason" => ("ja, med skäl", "yes, with a reason"),
            "not_allowed" => ("nej", "no"),
            "recommended" => ("som rekommenderat", "as recommended"),
            "another" => ("en annan", "another"),
            "unjudged" => ("går inte att bedöma", "cannot be judged"),
            "same" => ("oförändrad", "the same"),
            "raised" => ("högre", "higher"),
            "lowered" => ("lägre", "lower"),
            "inside" => ("bland dem", "among them"),
            "more_urgent" => ("mer brådskande", "more urgent"),
            "less_urgent" => ("mindre brådskande", "less urgent"),
            "absent" => ("okänt", "not known"),
            _ => return "?",
        };
        self.lang.say(known.0, known.1)
    }

    /// `2–5`, `13 och uppåt`.
    pub(super) fn numbers(self, (from, to): (i64, i64), (min, max): (i64, i64)) -> String {
        match (from, to) {
            _ if from == to => from.to_string(),
            _ if to == max && from > min => {
                format!("{from} {}", self.lang.say("och uppåt", "and up"))
            }
            _ => format!("{from}–{to}"),
        }
    }

    /// Periods with both days included.
    pub(super) fn days(self, ranges: &[(i64, i64)]) -> String {
        use handover_matcher::{FIRST_DAY, LAST_DAY};
        let period = |&(first, last): &(i64, i64)| {
            let from = (first > FIRST_DAY).then(|| day(first));
            let until = (last < LAST_DAY).then(|| day(last));
            match (from, until) {
                (Some(from), Some(until)) => {
                    format!("{from} {} {until}", self.lang.say("t.o.m.", "through"))
                }
                (Some(from), None) => format!("{} {from}", self.lang.say("fr.o.m.", "from")),
                (None, Some(until)) => format!("{} {until}", self.lang.say("t.o.m.", "through")),
                (None, None) => self.lang.say("alltid", "always").to_owned(),
            }
        };
        ranges.iter().map(period).collect::<Vec<_>>().join(", ")
    }
}

/// A day as it is written, of its number.
fn day(number: i64) -> String {
    let input = Input { name: String::new(), domain: Domain::Date };
    Values::Ranges(vec![(number, number)]).display(&input).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use handover_core::ruleset::inputs::{CHECKS, ROUTING};

    #[test]
    fn every_input_and_every_fixed_word_has_a_name_in_both_languages() {
        let rule_set = RuleSet::embedded().unwrap();
        for spec in CHECKS.iter().chain(ROUTING) {
            let named =
                [Lang::Sv, Lang::En].map(|lang| Reader { rule_set: &rule_set, lang }.input(spec));
            assert_ne!(named[0], named[1], "{}", spec.name);
            assert_ne!(named[1], spec.meaning, "{}", spec.name);
            if let Kind::Words(words) = spec.kind {
                for word in words {
                    assert_ne!(
                        Reader { rule_set: &rule_set, lang: Lang::Sv }.own_word(word),
                        "?",
                        "{word}"
                    );
                }
            }
        }
    }

    #[test]
    fn numbers_and_days_are_told_as_people_write_them() {
        let rule_set = RuleSet::embedded().unwrap();
        let reader = Reader { rule_set: &rule_set, lang: Lang::Sv };
        let told = [(5, 5), (2, 5), (13, 99), (1, 99)].map(|range| reader.numbers(range, (1, 99)));
        assert_eq!(told, ["5", "2–5", "13 och uppåt", "1–99"]);
        assert_eq!(reader.days(&[(0, 1)]), "1970-01-01 t.o.m. 1970-01-02");
        assert_eq!(reader.days(&[(handover_matcher::FIRST_DAY, 0)]), "t.o.m. 1970-01-01");
    }
}
