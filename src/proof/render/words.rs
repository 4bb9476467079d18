//! Places, people and conditions of a rule set in words.

use super::page::{Line, plain};
use handover_core::language::Lang;
use handover_core::ruleset::inputs::InputSpec;
use handover_core::ruleset::lexicon::Lexicon;
use handover_core::ruleset::names::Words;
use handover_core::ruleset::sources::SourceRef;
use handover_core::ruleset::{RuleSet, model::Actor, model::FindingSeverity};
use handover_matcher::{Condition, Input};

/// A rule set with its labels in a language.
#[derive(Clone, Copy)]
pub(super) struct RuleSetWords<'a> {
    pub(super) rule_set: &'a RuleSet,
    pub(super) lexicon: Lexicon<'a>,
    pub(super) lang: Lang,
}

impl<'a> RuleSetWords<'a> {
    /// The words for pages, which list sets of values in full.
    pub(super) fn new(rule_set: &'a RuleSet, lang: Lang) -> Self {
        Self { rule_set, lexicon: rule_set.lexicon(lang).in_full(), lang }
    }

    /// The label of a word.
    pub(super) fn label(self, words: &'a Words, index: u32) -> &'a str {
        words.get(index).map_or("?", |word| word.label(self.lang))
    }

    /// `avsnitt 3 rad 2`, with the document if it is not the governing one.
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

    /// Conditions of a rule, one per line; those that accept any value are omitted.
    pub(super) fn conditions(
        self,
        specs: &[InputSpec],
        inputs: &[Input],
        conditions: &[Condition],
    ) -> Vec<Line> {
        let lexicon = self.lexicon.within(specs, conditions);
        let lines = conditions.iter().filter_map(|Condition { input, accepts }| {
            let (spec, input) = (specs.get(*input)?, inputs.get(*input)?);
            if accepts.is_all(&input.domain) {
                return None;
            }
            Some(vec![plain(lexicon.condition(spec, &input.domain, accepts))])
        });
        lines.collect()
    }
}
