//! Sets of cases and targets in words, for two rule sets at once.

use handover_core::language::Lang;
use handover_core::ruleset::RuleSet;
use handover_core::ruleset::inputs::InputSpec;
use handover_core::ruleset::kinds::Kind;
use handover_core::ruleset::lexicon::{Lexicon, WordSet};
use handover_matcher::{Block, Domain, Input, Joint, Pair, Value, Values};

/// The lexicons of both sides of a comparison.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wording<'a> {
    before: Lexicon<'a>,
    /// Readers know the labels after.
    after: Lexicon<'a>,
}

impl<'a> Wording<'a> {
    pub(super) fn new(before: &'a RuleSet, after: &'a RuleSet, lang: Lang) -> Self {
        Self { before: before.lexicon(lang), after: after.lexicon(lang) }
    }

    /// Restricts names of states to those used by the methods that a block accepts.
    fn within(self, specs: &[InputSpec], joint: &Joint, block: &Block) -> Self {
        let Some(at) = specs.iter().position(|spec| spec.kind == Kind::Method) else {
            return self;
        };
        let Some(Some(Values::Words { listed, .. })) = block.values.get(at) else {
            return self;
        };
        let on = |side: fn(&Pair) -> Option<u32>| {
            let pairs = listed.iter().filter_map(|&word| joint.pairs(at).get(word as usize));
            let mut listed: Vec<u32> = pairs.filter_map(side).collect();
            listed.sort_unstable();
            Values::Words { listed, unlisted: false }
        };
        Self {
            before: self.before.of_methods(&on(|pair| pair.before)),
            after: self.after.of_methods(&on(|pair| pair.after)),
        }
    }

    /// The conditions of a block, one for each restricted input.
    pub(super) fn cells(
        &self,
        specs: &[InputSpec],
        joint: &Joint,
        block: &Block,
    ) -> Vec<ConditionText> {
        let own = self.within(specs, joint, block);
        let inputs = specs.iter().zip(joint.inputs()).zip(&block.values).enumerate();
        let cells = inputs.filter_map(|(at, ((spec, input), values))| {
            Some(own.cell(spec, input, joint.pairs(at), values.as_ref()?))
        });
        cells.collect()
    }

    fn cell(
        &self,
        spec: &InputSpec,
        input: &Input,
        pairs: &[Pair],
        values: &Values,
    ) -> ConditionText {
        let lexicon = self.after;
        let label = lexicon.input(spec).to_owned();
        let said = match values {
            Values::Words { listed, unlisted } => {
                let (within, without): (Vec<u32>, Vec<u32>) =
                    (0..).take(pairs.len()).partition(|word| listed.binary_search(word).is_ok());
                let open = matches!(input.domain, Domain::Words { open: true, .. });
                lexicon.words(&WordSet {
                    within: self.labels(spec, input, pairs, &within),
                    without: match spec.kind {
                        Kind::Words(_) => Vec::new(),
                        _ => self.labels(spec, input, pairs, &without),
                    },
                    unlisted: open.then_some(*unlisted),
                })
            }
            Values::Booleans { .. } | Values::Ranges(_) => {
                lexicon.values(spec, &input.domain, values)
            }
        };
        // A single word of a main list is clear without the input's label.
        let main = matches!(spec.kind, Kind::CaseType | Kind::CareLevel | Kind::Specialty);
        let one = matches!(values, Values::Words { listed, unlisted: false } if listed.len() == 1);
        let text = if main && one { said.clone() } else { format!("{label}: {said}") };
        ConditionText {
            input: spec.name,
            label,
            values: values.display(input).to_string(),
            said,
            text,
        }
    }

    /// The labels of joint words. Merged words are listed once if all of them are present.
    fn labels(
        &self,
        spec: &InputSpec,
        input: &Input,
        pairs: &[Pair],
        words: &[u32],
    ) -> Vec<String> {
        let mut labels: Vec<String> = Vec::new();
        for &word in words {
            let Some(pair) = pairs.get(word as usize) else { continue };
            let before = pair.before.map(|word| label(self.before, spec, input, word));
            let after = pair.after.map(|word| label(self.after, spec, input, word));
            let merged = (0..).zip(pairs).filter(|(_, other)| other.after == pair.after);
            let mut merged = merged.map(|(at, _)| at).skip_while(|_| pair.after.is_none());
            let whole = merged.all(|other: u32| words.contains(&other));
            let said = match (before, after) {
                (Some(before), Some(after)) if !whole => {
                    format!("{after} ({} {before})", self.after.lang.say("förut", "before"))
                }
                (_, Some(after)) if pair.before.is_none() => {
                    format!("{after} ({})", self.after.lang.say("nytt", "new"))
                }
                (_, Some(after)) => after,
                (Some(before), None) => {
                    format!("{before} ({})", self.after.lang.say("tas bort", "removed"))
                }
                (None, None) => continue,
            };
            if !labels.contains(&said) {
                labels.push(said);
            }
        }
        labels
    }
}

fn label(lexicon: Lexicon<'_>, spec: &InputSpec, input: &Input, word: u32) -> String {
    lexicon.value(spec, &input.domain, Value::Word(word))
}

/// A condition in words.
#[derive(Debug, Clone)]
pub(super) struct ConditionText {
    /// The input, by its name in rules.
    pub(super) input: &'static str,
    /// Its label.
    pub(super) label: String,
    /// The values, in the form of rules.
    pub(super) values: String,
    /// The values in words.
    pub(super) said: String,
    /// The whole condition, as short as possible.
    pub(super) text: String,
}

/// Conditions as one text.
pub(super) fn sentence(cells: &[ConditionText], lang: Lang) -> String {
    if cells.is_empty() {
        return lang.say("alla ärenden", "all cases").to_owned();
    }
    let separator = if cells.iter().any(|cell| cell.text.contains(", ")) { "; " } else { ", " };
    cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(separator)
}
