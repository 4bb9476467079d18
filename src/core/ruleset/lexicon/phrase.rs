//! Sets of values as phrases: `Kardiologi eller Ortopedi`, `allt utom Kirurgi`, `2–5`, `från och med 2025-04-01`.

use super::labels::{Lexicon, UNLISTED, number};
use crate::language::list::{Join, MAX_IN_SENTENCE, sentence};
use crate::ruleset::inputs::InputSpec;
use crate::ruleset::kinds::Kind;
use handover_matcher::{Domain, FIRST_DAY, LAST_DAY, Values};

/// A set of words of a list, to be phrased.
#[derive(Debug, Clone, Default)]
pub struct WordSet {
    /// The words in the set.
    pub within: Vec<String>,
    /// The words of the list that are not in it.
    pub without: Vec<String>,
    /// Whether names outside the list are in it, if tables distinguish them.
    pub unlisted: Option<bool>,
}

impl Lexicon<'_> {
    /// An input with a set of its values: `Vårdnivå: Primärvård`.
    #[must_use]
    pub fn condition(&self, spec: &InputSpec, domain: &Domain, values: &Values) -> String {
        format!("{}: {}", self.input(spec), self.values(spec, domain, values))
    }

    /// A set of values of an input.
    #[must_use]
    pub fn values(&self, spec: &InputSpec, domain: &Domain, values: &Values) -> String {
        if values.is_all(domain) {
            return self.say("vad som helst", "anything").to_owned();
        }
        match values {
            Values::Words { listed, unlisted } => {
                let Domain::Words { words, open } = domain else { return String::new() };
                let label = |word: u32| self.word_of(spec, domain, word).into_owned();
                let (within, without): (Vec<u32>, Vec<u32>) =
                    (0..).take(words.len()).partition(|word| listed.binary_search(word).is_ok());
                // The few words of the contract are easier to read listed than excluded.
                let without =
                    if matches!(spec.kind, Kind::Words(_)) { Vec::new() } else { without };
                self.words(&WordSet {
                    within: within.into_iter().map(label).collect(),
                    without: without.into_iter().map(label).collect(),
                    unlisted: open.then_some(*unlisted),
                })
            }
            Values::Booleans { yes, .. } => self.truth(*yes).to_owned(),
            Values::Ranges(ranges) => {
                let ranges: Vec<String> =
                    ranges.iter().map(|&(from, to)| self.range(domain, from, to)).collect();
                self.listed(&ranges, Join::Or)
            }
        }
    }

    /// A set of words: its members, or all except the others if that is shorter.
    #[must_use]
    pub fn words(&self, set: &WordSet) -> String {
        let outside = |there: bool| there.then(|| self.say(UNLISTED.0, UNLISTED.1).to_owned());
        let list = |words: &[String], more: Option<String>, join| {
            let words: Vec<String> = words.iter().cloned().chain(more).collect();
            self.listed(&words, join)
        };
        let WordSet { within, without, unlisted } = set;
        let with_unlisted = *unlisted == Some(true);
        if without.is_empty() && *unlisted == Some(false) {
            return self.say("vad som helst i listan", "anything in the list").to_owned();
        }
        let shorter = without.len() + 1 < within.len() + usize::from(with_unlisted);
        if shorter && (!without.is_empty() || *unlisted == Some(false)) {
            let others = list(without, outside(*unlisted == Some(false)), Join::And);
            return format!("{} {others}", self.say("allt utom", "all but"));
        }
        list(within, outside(with_unlisted), Join::Or)
    }

    fn listed(&self, words: &[String], join: Join) -> String {
        if self.in_full && words.len() > MAX_IN_SENTENCE {
            let and = match join {
                Join::And => self.say("och", "and"),
                Join::Or => self.say("eller", "or"),
            };
            if let [first @ .., last] = words {
                return format!("{} {and} {last}", first.join(", "));
            }
        }
        sentence(words, join, self.lang)
    }

    /// A range of numbers or days, both ends included.
    fn range(&self, domain: &Domain, from: i64, to: i64) -> String {
        let (min, max) = match domain {
            Domain::Integer { min, max } => (*min, *max),
            _ => (FIRST_DAY, LAST_DAY),
        };
        let show = |value| number(domain, value);
        match (from > min, to < max) {
            _ if from == to => show(from),
            (true, true) => format!("{}–{}", show(from), show(to)),
            (true, false) => format!("{} {}", self.say("från och med", "from"), show(from)),
            _ => format!("{} {}", self.say("till och med", "through"), show(to)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::RuleSet;
    use super::super::super::inputs::ROUTING;
    use super::*;
    use crate::language::Lang;

    #[test]
    fn sets_read_as_phrases_in_both_languages() {
        let rule_set = RuleSet::embedded().unwrap();
        let inputs = rule_set.routing.table.inputs();
        let read = |input: usize, values: &Values| {
            Lang::ALL.map(|lang| {
                rule_set.lexicon(lang).values(&ROUTING[input], &inputs[input].domain, values)
            })
        };
        let words = |listed: &[u32], unlisted| Values::Words { listed: listed.to_vec(), unlisted };
        assert_eq!(read(1, &words(&[0], false)), ["Primärvård", "Primary care"]);
        let two = words(&[1, 2], false);
        assert_eq!(read(2, &two), ["Kardiologi eller Ortopedi", "Cardiology or Orthopaedics"]);
        let others = two.complement(&inputs[2].domain);
        assert_eq!(
            read(2, &others),
            ["allt utom Kardiologi och Ortopedi", "all but Cardiology and Orthopaedics"]
        );
        assert_eq!(read(0, &words(&[0], true))[0], "Triageärenden eller utanför listan");
        assert_eq!(read(1, &words(&[0, 1], false)), ["vad som helst", "anything"]);
        let many = words(&(0..12).collect::<Vec<u32>>(), false);
        assert!(read(2, &many)[1].ends_with("Gynaecology or 6 more"), "{:?}", read(2, &many));
        let full = rule_set.lexicon(Lang::En).in_full();
        let all = full.values(&ROUTING[2], &inputs[2].domain, &many);
        assert!(!all.contains("more") && all.contains(" or "), "{all}");
        let year = Values::Ranges(vec![(20179, 20543)]);
        assert_eq!(read(5, &year)[0], "2025-04-01–2026-03-31");
        let since = Values::Ranges(vec![(20179, LAST_DAY)]);
        assert_eq!(read(5, &since), ["från och med 2025-04-01", "from 2025-04-01"]);
    }
}
