//! The inputs of two tables as one, with the correspondence of their words.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::table::{Domain, Input, MAX_WORDS, Rule, Values};

/// Corresponding words of an input before and after, or a word that only one side has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pair {
    /// The number of the word before.
    pub before: Option<u32>,
    /// The number of the word after.
    pub after: Option<u32>,
}

/// One of the two tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The table before.
    Before,
    /// The table after.
    After,
}

impl Pair {
    /// The word of a side.
    #[must_use]
    pub fn on(self, side: Side) -> Option<u32> {
        match side {
            Side::Before => self.before,
            Side::After => self.after,
        }
    }
}

/// The inputs of two tables as one.
///
/// A word of a joint input is a [`Pair`]. In a case with that word, each table sees its own word, or an unlisted value
/// if it has none.
#[derive(Clone, Debug, Default)]
pub struct Joint {
    inputs: Arc<[Input]>,
    /// The pairs of each input by joint word; empty if it has no words.
    pairs: Vec<Vec<Pair>>,
}

impl Joint {
    /// Joins the inputs of two tables by position.
    ///
    /// `pairs` gives the corresponding words of an input, each pair once; words without a pair are added as words of
    /// one side. Without pairs, words of the same name correspond. None if the inputs differ in number or kind, or have
    /// too many words.
    #[must_use]
    pub fn new(before: &[Input], after: &[Input], pairs: &[Option<Vec<Pair>>]) -> Option<Self> {
        if before.len() != after.len() {
            return None;
        }
        let mut joint = (Vec::with_capacity(after.len()), Vec::with_capacity(after.len()));
        for (at, (before, after)) in before.iter().zip(after).enumerate() {
            let given = pairs.get(at).and_then(Option::as_deref);
            let (domain, pairs) = together(&before.domain, &after.domain, given)?;
            joint.0.push(Input { name: after.name.clone(), domain });
            joint.1.push(pairs);
        }
        Some(Self { inputs: joint.0.into(), pairs: joint.1 })
    }

    /// The joint inputs.
    #[must_use]
    pub fn inputs(&self) -> &[Input] {
        &self.inputs
    }

    /// The pairs of an input, by joint word.
    #[must_use]
    pub fn pairs(&self, input: usize) -> &[Pair] {
        self.pairs.get(input).map_or(&[], Vec::as_slice)
    }

    /// The joint values that one side sees as `values`.
    #[must_use]
    pub fn values(&self, input: usize, values: &Values, side: Side) -> Values {
        match values {
            Values::Words { listed, unlisted } => {
                let accepted = |pair: &Pair| match pair.on(side) {
                    Some(word) => listed.binary_search(&word).is_ok(),
                    None => *unlisted,
                };
                let pairs = (0..).zip(self.pairs(input));
                Values::Words {
                    listed: pairs.filter(|(_, pair)| accepted(pair)).map(|(at, _)| at).collect(),
                    unlisted: *unlisted,
                }
            }
            other => other.clone(),
        }
    }

    /// A rule of one side over the joint inputs, without its overrides.
    pub(super) fn rule(&self, rule: &Rule, side: Side) -> Rule {
        let mut rule = Rule { overrides: Vec::new(), ..rule.clone() };
        for condition in rule.alternatives.iter_mut().flatten() {
            condition.accepts = self.values(condition.input, &condition.accepts, side);
        }
        rule
    }
}

/// The joint domain and its pairs.
fn together(
    before: &Domain,
    after: &Domain,
    given: Option<&[Pair]>,
) -> Option<(Domain, Vec<Pair>)> {
    match (before, after) {
        (Domain::Words { words, open }, Domain::Words { words: others, open: also_open }) => {
            let pairs = match given {
                Some(given) => given.to_vec(),
                None => by_name(words, others),
            };
            let pairs = complete(pairs, words.len(), others.len())?;
            let name = |pair: &Pair| {
                let before = pair.before.and_then(|word| words.get(word as usize));
                let after = pair.after.and_then(|word| others.get(word as usize));
                match (before, after) {
                    (Some(before), Some(after)) if before == after => after.clone(),
                    (Some(before), Some(after)) => format!("{before} -> {after}"),
                    (Some(before), None) => format!("{before} ->"),
                    (None, after) => format!("-> {}", after.map_or("", String::as_str)),
                }
            };
            let words = pairs.iter().map(name).collect();
            Some((Domain::Words { words, open: *open || *also_open }, pairs))
        }
        (Domain::Integer { min, max }, Domain::Integer { min: low, max: high }) => {
            Some((Domain::Integer { min: *min.min(low), max: *max.max(high) }, Vec::new()))
        }
        (Domain::Boolean, Domain::Boolean) | (Domain::Date, Domain::Date) => {
            Some((after.clone(), Vec::new()))
        }
        _ => None,
    }
}

/// Words of the same name, in the order of the table after.
fn by_name(before: &[String], after: &[String]) -> Vec<Pair> {
    let numbers: BTreeMap<&str, u32> = before.iter().map(String::as_str).zip(0..).collect();
    (0..)
        .zip(after)
        .map(|(at, word)| Pair { before: numbers.get(word.as_str()).copied(), after: Some(at) })
        .collect()
}

/// Adds the words without a pair. None if there are too many pairs, or if one has a word that does not exist.
fn complete(mut pairs: Vec<Pair>, before: usize, after: usize) -> Option<Vec<Pair>> {
    let (mut known, mut known_after) = (vec![false; before], vec![false; after]);
    for pair in &pairs {
        for (word, known) in [(pair.before, &mut known), (pair.after, &mut known_after)] {
            if let Some(word) = word {
                *known.get_mut(word as usize)? = true;
            }
        }
    }
    let rest = |known: Vec<bool>| (0..).zip(known).filter(|(_, known)| !known).map(|(at, _)| at);
    pairs.extend(rest(known_after).map(|word| Pair { before: None, after: Some(word) }));
    pairs.extend(rest(known).map(|word| Pair { before: Some(word), after: None }));
    pairs.retain(|pair| pair.before.is_some() || pair.after.is_some());
    (pairs.len() <= MAX_WORDS).then_some(pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(names: &[&str]) -> Vec<Input> {
        let words = names.iter().map(|&name| name.to_owned()).collect();
        vec![Input { name: "x".to_owned(), domain: Domain::Words { words, open: true } }]
    }

    #[test]
    fn words_correspond_by_name_unless_told() {
        let (before, after) = (words(&["a", "b"]), words(&["b", "c"]));
        let joint = Joint::new(&before, &after, &[]).unwrap();
        let pair = |before, after| Pair { before, after };
        assert_eq!(
            joint.pairs(0),
            [pair(Some(1), Some(0)), pair(None, Some(1)), pair(Some(0), None)]
        );
        assert_eq!(joint.pairs(0)[1].on(Side::Before), None);
        assert_eq!(joint.pairs(0)[2].on(Side::Before), Some(0));
        let swapped = vec![pair(Some(0), Some(1)), pair(Some(1), Some(0))];
        let joint = Joint::new(&before, &after, &[Some(swapped)]).unwrap();
        let Domain::Words { words, .. } = &joint.inputs()[0].domain else { panic!() };
        assert_eq!(words, &["a -> c", "b"]);
        // All but `a` is `b` and what neither side lists.
        let others = Values::Words { listed: vec![1], unlisted: true };
        assert_eq!(joint.values(0, &others, Side::Before), others);
    }

    #[test]
    fn inputs_of_different_kinds_do_not_correspond() {
        let boolean = vec![Input { name: "x".to_owned(), domain: Domain::Boolean }];
        assert!(Joint::new(&words(&["a"]), &boolean, &[]).is_none());
        assert!(Joint::new(&words(&["a"]), &[], &[]).is_none());
    }
}
