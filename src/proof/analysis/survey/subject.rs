//! A table of a rule set with the words and places of its inputs and rules.

use handover_core::diagnostic::Place;
use handover_core::language::number::grouped;
use handover_core::language::{Lang, Text};
use handover_core::ruleset::inputs::{InputSpec, PRIORITIES, ROUTING, ROUTING_WRITTEN};
use handover_core::ruleset::lexicon::Lexicon;
use handover_core::ruleset::{Places, RuleSet};
use handover_matcher::{Block, Input, Rule, Table, Values};

/// Which table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SurveyedTable {
    /// The routing rules.
    Routing,
    /// The priority scale.
    Priority,
}

/// A table that has to answer every case once.
#[derive(Clone, Copy)]
pub(super) struct Subject<'a> {
    pub(super) name: SurveyedTable,
    pub(super) table: &'a Table,
    pub(super) specs: &'static [InputSpec],
    pub(super) rule_set: &'a RuleSet,
    places: &'a Places,
}

impl<'a> Subject<'a> {
    /// The tables of a rule set that have to answer every case once.
    pub(super) fn all(rule_set: &'a RuleSet, places: &'a Places) -> [Self; 2] {
        let subject = |name, table, specs| Self { name, table, specs, rule_set, places };
        [
            subject(SurveyedTable::Routing, &rule_set.routing.table, ROUTING),
            subject(SurveyedTable::Priority, &rule_set.priority.table, PRIORITIES),
        ]
    }

    pub(super) fn rule(&self, rule: u32) -> Option<&'a Rule> {
        self.table.rules().get(rule as usize)
    }

    pub(super) fn id(&self, rule: u32) -> &'a str {
        self.rule(rule).map_or("", |rule| rule.id.as_str())
    }

    /// Where the table's section stands.
    pub(super) fn place(&self) -> Option<Place> {
        match self.name {
            SurveyedTable::Routing => self.places.routing.clone(),
            SurveyedTable::Priority => self.places.priority.clone(),
        }
    }

    /// Where a rule stands.
    pub(super) fn rule_place(&self, rule: u32) -> Option<Place> {
        let places = match self.name {
            SurveyedTable::Routing => &self.places.rules,
            SurveyedTable::Priority => &self.places.priorities,
        };
        places.get(rule as usize).cloned()
    }

    /// Where a rule's conditions stand.
    pub(super) fn conditions_place(&self, rule: u32) -> Option<Place> {
        let places = match self.name {
            SurveyedTable::Routing => &self.places.conditions,
            SurveyedTable::Priority => &self.places.priority_conditions,
        };
        places.get(rule as usize).cloned()
    }

    /// The source of a rule, as it is written.
    pub(super) fn source(&self, rule: usize) -> String {
        match self.name {
            SurveyedTable::Routing => {
                let info = self.rule_set.routing.rules.get(rule);
                info.map_or_else(String::new, |info| {
                    format!("{}/{}", info.source.section, info.source.place)
                })
            }
            SurveyedTable::Priority => {
                self.places.priority_sources.get(rule).cloned().unwrap_or_default()
            }
        }
    }

    /// Whether rules may name the input.
    pub(super) fn is_written(&self, input: usize) -> bool {
        let list = match self.name {
            SurveyedTable::Routing => ROUTING_WRITTEN,
            SurveyedTable::Priority => PRIORITIES,
        };
        self.specs.get(input).is_some_and(|spec| list.iter().any(|known| known.name == spec.name))
    }

    /// What a rule answers.
    pub(super) fn answer(&self, rule: u32) -> Text {
        let outcome = self.rule(rule).map_or(0, |rule| rule.outcome);
        both(self.rule_set, |lexicon| match self.name {
            SurveyedTable::Routing => {
                let target = self.rule_set.routing.target(outcome);
                target.map_or_else(String::new, |target| lexicon.target(target))
            }
            SurveyedTable::Priority => {
                let sms = if outcome & 1 == 1 {
                    lexicon.lang.say("sms", "SMS")
                } else {
                    lexicon.lang.say("inget sms", "no SMS")
                };
                sms.to_owned()
            }
        })
    }

    /// The inputs that a block restricts, with the values that it allows.
    pub(super) fn told<'b>(
        &self,
        block: &'b Block,
    ) -> impl Iterator<Item = (usize, &'static InputSpec, &'a Input, &'b Values)> {
        let inputs = self.specs.iter().zip(self.table.inputs());
        inputs.zip(&block.values).enumerate().filter_map(|(index, ((spec, input), values))| {
            Some((index, spec, input, values.as_ref()?))
        })
    }

    /// A block in words: `Typ av ärende: Intyg; Vårdnivå: Primärvård`.
    pub(super) fn words(&self, block: &Block) -> Text {
        both(self.rule_set, |lexicon| {
            let told = self
                .told(block)
                .map(|(_, spec, input, values)| lexicon.condition(spec, &input.domain, values));
            let told: Vec<String> = told.collect();
            if told.is_empty() {
                return lexicon.lang.say("alla fall", "all cases").to_owned();
            }
            told.join("; ")
        })
    }

    /// The number of combinations, in words.
    pub(super) fn count(cases: Option<u128>) -> Text {
        let number = |lang| cases.map_or_else(|| "> 10^38".to_owned(), |n| grouped(n, lang));
        let one = cases == Some(1);
        Text {
            sv: format!(
                "{} {}",
                number(Lang::Sv),
                if one { "kombination" } else { "kombinationer" }
            ),
            en: format!(
                "{} {}",
                number(Lang::En),
                if one { "combination" } else { "combinations" }
            ),
        }
    }
}

/// The same said in both languages.
pub(super) fn both(rule_set: &RuleSet, say: impl Fn(Lexicon<'_>) -> String) -> Text {
    Text::each(|lang| say(rule_set.lexicon(lang)))
}
