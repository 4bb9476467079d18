//! Labels of inputs, values, fields and words.

use std::borrow::Cow;

use crate::language::{Lang, Text, day};
use crate::ruleset::directory::Directory;
use crate::ruleset::fields::RequestField;
use crate::ruleset::inputs::{ANSWERS, CHECKS, InputSpec, ROUTING_WRITTEN};
use crate::ruleset::kinds::{Kind, STATES, words_of};
use crate::ruleset::methods::Method;
use crate::ruleset::names::Words;
use crate::ruleset::procedures::Procedures;
use crate::ruleset::vocabulary::Vocabulary;
use handover_matcher::{Condition, Domain, Input, Value, Values};

/// Prefix of the keys in `fields` by which a rule set names an input.
pub const INPUT_PREFIX: &str = "when.";

/// The valid keys of `fields`: the fields of a request, then the inputs of conditions.
pub(in crate::ruleset) fn keys() -> Vec<String> {
    let mut keys: Vec<String> = RequestField::paths().map(str::to_owned).collect();
    for spec in [ROUTING_WRITTEN, CHECKS, ANSWERS].concat() {
        let key = format!("{INPUT_PREFIX}{}", spec.name);
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

/// The labels of everything in one language.
#[derive(Debug, Clone, Copy)]
pub struct Lexicon<'a> {
    /// The language.
    pub lang: Lang,
    vocabulary: &'a Vocabulary,
    directory: &'a Directory,
    methods: &'a [Method],
    procedures: Option<&'a Procedures>,
    /// The methods whose names of states are used, one bit each.
    methods_meant: u64,
    fields: &'a [(String, Text)],
    /// Whether sets of values are listed in full, however many values they have.
    pub(super) in_full: bool,
}

impl<'a> Lexicon<'a> {
    /// The labels of a vocabulary and a directory, for a rule set that is still being read.
    pub(in crate::ruleset) fn of_words(
        vocabulary: &'a Vocabulary,
        directory: &'a Directory,
        lang: Lang,
    ) -> Self {
        Self {
            lang,
            vocabulary,
            directory,
            methods: &[],
            procedures: None,
            methods_meant: u64::MAX,
            fields: &[],
            in_full: false,
        }
    }

    /// Adds the labels of methods, states and fields.
    pub(in crate::ruleset) fn with(
        self,
        methods: &'a [Method],
        procedures: &'a Procedures,
        fields: &'a [(String, Text)],
    ) -> Self {
        Self { methods, procedures: Some(procedures), fields, ..self }
    }

    /// Lists sets of values in full, for pages that have to show everything.
    #[must_use]
    pub fn in_full(self) -> Self {
        Self { in_full: true, ..self }
    }

    /// Restricts names of states to those that these methods use.
    #[must_use]
    pub fn of_methods(self, methods: &Values) -> Self {
        let bit = |method: &u32| methods.contains(Value::Word(*method));
        let meant = (0..u64::BITS).filter(bit).fold(0, |meant, method| meant | 1 << method);
        Self { methods_meant: meant, ..self }
    }

    /// Restricts names of states to the methods that these conditions accept.
    #[must_use]
    pub fn within(self, specs: &[InputSpec], conditions: &[Condition]) -> Self {
        let of_methods = |condition: &&Condition| {
            specs.get(condition.input).is_some_and(|spec| spec.kind == Kind::Method)
        };
        let methods = conditions.iter().find(of_methods);
        methods.map_or(self, |condition| self.of_methods(&condition.accepts))
    }

    /// The text in the language.
    pub(crate) fn say(&self, sv: &'static str, en: &'static str) -> &'static str {
        self.lang.say(sv, en)
    }

    fn named(&self, key: &str) -> Option<&'a str> {
        let found = self.fields.iter().find(|(known, _)| known == key);
        found.map(|(_, label)| label.get(self.lang))
    }

    /// A field of a request.
    #[must_use]
    pub fn field(&self, field: RequestField) -> &'a str {
        let (sv, en) = field.spec().called;
        self.named(field.path()).unwrap_or(self.lang.say(sv, en))
    }

    /// An input of a table.
    #[must_use]
    pub fn input(&self, spec: &InputSpec) -> &'a str {
        let own = self.fields.iter().find(|(known, _)| {
            known.strip_prefix(INPUT_PREFIX).is_some_and(|name| name == spec.name)
        });
        match (own, spec.called, spec.field) {
            (Some((_, label)), ..) => label.get(self.lang),
            (None, Some((sv, en)), _) => self.lang.say(sv, en),
            (None, None, Some(field)) => self.field(field),
            (None, None, None) => spec.name,
        }
    }

    /// The list of words of a kind.
    #[must_use]
    pub fn list(&self, kind: Kind) -> Option<&'a Words> {
        words_of(self.vocabulary, self.directory, kind)
    }

    /// A word of a kind, by its index; `None` where there is no such word.
    #[must_use]
    pub fn word(&self, kind: Kind, index: u32) -> Option<Cow<'a, str>> {
        let at = index as usize;
        match kind {
            Kind::Method => self.methods.get(at).map(|method| method.label.get(self.lang).into()),
            Kind::Words(words) if *words == STATES => {
                let id = words.id(at)?;
                self.state(id).or_else(|| words.label(index, self.lang).map(Cow::Borrowed))
            }
            Kind::Words(words) => words.label(index, self.lang).map(Cow::Borrowed),
            _ => self.list(kind)?.get(index).map(|word| word.label(self.lang).into()),
        }
    }

    /// The names of a state in the lifecycles that follow it, without repetition.
    fn state(&self, id: &str) -> Option<Cow<'a, str>> {
        let mut names: Vec<&'a str> = Vec::new();
        for (index, lifecycle) in self.procedures?.lifecycles.iter().enumerate() {
            if !lifecycle.follows_state || !self.is_meant(index) {
                continue;
            }
            let label = lifecycle.states.iter().find(|(known, _)| known == id);
            if let Some(label) = label.map(|(_, label)| label.get(self.lang))
                && !names.contains(&label)
            {
                names.push(label);
            }
        }
        match names.as_slice() {
            [] => None,
            [only] => Some(Cow::Borrowed(only)),
            several => Some(Cow::Owned(several.join(" / "))),
        }
    }

    /// Whether a lifecycle belongs to one of the selected methods.
    fn is_meant(&self, lifecycle: usize) -> bool {
        let rules = self.procedures.map(|procedures| procedures.lifecycle_choice.table.rules());
        let Some(rule) = rules.and_then(|rules| rules.get(lifecycle)) else { return true };
        let meant = (0..u64::BITS).filter(|method| self.methods_meant & 1 << method != 0);
        rule.alternatives.iter().any(|conditions| {
            let mut meant = meant.clone();
            meant.any(|method| conditions.iter().all(|it| it.accepts.contains(Value::Word(method))))
        })
    }

    /// The label of an input's word, or its id if it has none.
    pub(super) fn word_of(&self, spec: &InputSpec, domain: &Domain, index: u32) -> Cow<'a, str> {
        let written = || match domain {
            Domain::Words { words, .. } => words.get(index as usize).cloned().unwrap_or_default(),
            _ => String::new(),
        };
        self.word(spec.kind, index).unwrap_or_else(|| match written().as_str() {
            "original" => Cow::Borrowed(self.say(ORIGINAL.0, ORIGINAL.1)),
            "not_given" => Cow::Borrowed(self.say("ingen given", "none given")),
            id => Cow::Owned(id.to_owned()),
        })
    }

    /// An input with labels for its name and its words, for cells that read as rules write them.
    #[must_use]
    pub fn labelled(&self, spec: &InputSpec, input: &Input) -> Input {
        let domain = match &input.domain {
            Domain::Words { words, open } => {
                let label = |index| self.word_of(spec, &input.domain, index).into_owned();
                Domain::Words { words: (0..).take(words.len()).map(label).collect(), open: *open }
            }
            other => other.clone(),
        };
        Input { name: self.input(spec).to_owned(), domain }
    }

    /// A value of an input.
    #[must_use]
    pub fn value(&self, spec: &InputSpec, domain: &Domain, value: Value) -> String {
        match value {
            Value::Absent => self.say("saknas", "absent").to_owned(),
            Value::Word(word) => self.word_of(spec, domain, word).into_owned(),
            Value::Unlisted => self.say(UNLISTED.0, UNLISTED.1).to_owned(),
            Value::Bool(yes) => self.truth(yes).to_owned(),
            Value::Int(value) => number(domain, value),
        }
    }

    /// `yes` or `no`.
    #[must_use]
    pub fn truth(&self, yes: bool) -> &'static str {
        if yes { self.say("ja", "yes") } else { self.say("nej", "no") }
    }
}

/// The role that the case first came in to, as the target of a rule.
pub(super) const ORIGINAL: (&str, &str) = ("samma roll som först", "the role it first came in to");
/// A name outside a list.
pub(super) const UNLISTED: (&str, &str) = ("utanför listan", "not in the list");

/// A number, or the day with that number.
pub(super) fn number(domain: &Domain, number: i64) -> String {
    match domain {
        Domain::Date => {
            day::from_number(number).map_or_else(|| number.to_string(), |day| day.to_string())
        }
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ruleset::RuleSet;
    use crate::ruleset::inputs::{PRIORITIES, ROUTING};

    #[test]
    fn every_input_is_called_something_in_both_languages() {
        let rule_set = RuleSet::embedded().unwrap();
        for spec in CHECKS.iter().chain(ROUTING).chain(ANSWERS) {
            let [sv, en] = Lang::ALL.map(|lang| rule_set.lexicon(lang).input(spec));
            assert!(sv != en && en != spec.name, "{}: {sv}, {en}", spec.name);
        }
    }

    #[test]
    fn the_rule_set_names_what_it_wants_to_name() {
        let mut rule_set = RuleSet::embedded().unwrap();
        let expired = CHECKS.iter().find(|spec| spec.name == "source_expired").unwrap();
        rule_set.field_labels.retain(|(key, _)| key != "when.source_expired");
        let standard = "Det styrande dokumentet har gått ut";
        assert_eq!(rule_set.lexicon(Lang::Sv).input(expired), standard);
        let own = crate::language::text("Riktlinjen har gått ut", "The guideline has expired");
        rule_set.field_labels.push(("when.source_expired".to_owned(), own));
        assert_eq!(rule_set.lexicon(Lang::En).input(expired), "The guideline has expired");
        assert_eq!(rule_set.lexicon(Lang::Sv).input(&ROUTING[4]), "Avsändande mottagning");
        rule_set.field_labels.clear();
        assert_eq!(rule_set.lexicon(Lang::Sv).field(RequestField::CaseType), "Ärendetyp");
    }

    #[test]
    fn states_are_called_as_the_lifecycles_call_them() {
        let rule_set = RuleSet::embedded().unwrap();
        let lexicon = rule_set.lexicon(Lang::Sv);
        let called = |id: &str| {
            let index = STATES.ids.iter().position(|known| *known == id).unwrap();
            lexicon.word(Kind::Words(&STATES), index as u32).unwrap()
        };
        assert_eq!(called("accepted_by_receiver"), "Hos mottagaren, inte påbörjat");
        assert_eq!(called("started"), "Påbörjat / Pågår");
        let moving = lexicon.of_methods(&Values::Words { listed: vec![0], unlisted: false });
        assert_eq!(moving.word(Kind::Words(&STATES), 3).unwrap(), "Påbörjat");
        let without = Lexicon { procedures: None, ..lexicon };
        assert_eq!(without.word(Kind::Words(&STATES), 0).unwrap(), "inte skickad");
    }

    #[test]
    fn every_value_is_called_something() {
        let rule_set = RuleSet::embedded().unwrap();
        let lexicon = rule_set.lexicon(Lang::Sv);
        let priority = &rule_set.priority.table.inputs()[0].domain;
        assert_eq!(lexicon.value(&PRIORITIES[0], priority, Value::Int(3)), "3");
        let case_type = &rule_set.routing.table.inputs()[0].domain;
        assert_eq!(lexicon.value(&ROUTING[0], case_type, Value::Unlisted), "utanför listan");
        assert_eq!(lexicon.value(&ROUTING[0], case_type, Value::Absent), "saknas");
    }
}
