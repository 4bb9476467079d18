//! Storage of tables: inputs and rules by columns.

use super::section::{Column, Damaged, SectionReader, SectionWriter};
use super::values;
use crate::table::{Condition, Domain, HitPolicy, Input, Rule, Table};

const CLOSED_WORDS: u32 = 0;
const OPEN_WORDS: u32 = 1;
const BOOLEAN: u32 = 2;
const INTEGER: u32 = 3;
const DATE: u32 = 4;

const POLICIES: [HitPolicy; 3] = [HitPolicy::Unique, HitPolicy::First, HitPolicy::Collect];

impl Table {
    /// Writes the table.
    pub fn store(&self, out: &mut SectionWriter) {
        let policy = POLICIES.iter().position(|&policy| policy == self.policy());
        out.numbers([policy.unwrap_or(POLICIES.len())]);
        out.texts([self.name()]);
        store_inputs(self.inputs(), out);
        store_rules(self.rules(), out);
    }

    /// Reads a table, checked as by [`Table::new`].
    ///
    /// # Errors
    /// If no table was stored.
    pub fn restore(from: &mut SectionReader<'_>) -> Result<Self, Damaged> {
        let [policy] = from.numbers()?;
        let policy = POLICIES.get(policy).ok_or(Damaged::new("the hit policy"))?;
        let name = from.texts()?.concat();
        let inputs = restore_inputs(from)?;
        let rules = restore_rules(from)?;
        Self::new(name, inputs, rules, *policy).map_err(|_| Damaged::new("the parts of a table"))
    }
}

fn store_inputs(inputs: &[Input], out: &mut SectionWriter) {
    let words = |input: &Input| match &input.domain {
        Domain::Words { words, .. } => words.len(),
        _ => 0,
    };
    out.texts(inputs.iter().map(|input| input.name.as_str()));
    out.u32s(inputs.iter().map(|input| match input.domain {
        Domain::Words { open: false, .. } => CLOSED_WORDS,
        Domain::Words { open: true, .. } => OPEN_WORDS,
        Domain::Boolean => BOOLEAN,
        Domain::Integer { .. } => INTEGER,
        Domain::Date => DATE,
    }));
    out.u64s(inputs.iter().flat_map(|input| {
        let (first, second) = match input.domain {
            Domain::Integer { min, max } => (min.cast_unsigned(), max.cast_unsigned()),
            _ => (words(input) as u64, 0),
        };
        [first, second]
    }));
    out.texts(inputs.iter().flat_map(|input| match &input.domain {
        Domain::Words { words, .. } => words.iter().map(String::as_str),
        _ => [].iter().map(String::as_str),
    }));
}

fn restore_inputs(from: &mut SectionReader<'_>) -> Result<Vec<Input>, Damaged> {
    let names = from.texts()?;
    let mut kinds = Column(from.u32s()?);
    let mut sizes = Column(from.u64s()?);
    let words = from.texts()?;
    let mut words = Column(&words);
    let input = |name: &str| {
        let (kind, first, second) = (kinds.next()?, sizes.next()?, sizes.next()?);
        let domain = match kind {
            CLOSED_WORDS | OPEN_WORDS => {
                let count = usize::try_from(first).map_err(|_| Damaged::new("the words"))?;
                let words = words.take(count)?.iter().map(|&word| word.to_owned());
                Domain::Words { words: words.collect(), open: kind == OPEN_WORDS }
            }
            BOOLEAN => Domain::Boolean,
            INTEGER => Domain::Integer { min: first.cast_signed(), max: second.cast_signed() },
            DATE => Domain::Date,
            _ => return Err(Damaged::new("the kind of an input")),
        };
        Ok(Input { name: name.to_owned(), domain })
    };
    names.into_iter().map(input).collect()
}

fn store_rules(rules: &[Rule], out: &mut SectionWriter) {
    let alternatives = || rules.iter().flat_map(|rule| &rule.alternatives);
    let conditions = || alternatives().flatten();
    out.texts(rules.iter().map(|rule| rule.id.as_str()));
    out.u32s(rules.iter().map(|rule| rule.outcome));
    out.u32s(rules.iter().map(|rule| rule.alternatives.len() as u32));
    out.u32s(rules.iter().map(|rule| rule.overrides.len() as u32));
    out.u32s(rules.iter().flat_map(|rule| &rule.overrides).map(|&rule| rule as u32));
    out.u32s(alternatives().map(|conditions| conditions.len() as u32));
    out.u32s(conditions().map(|condition| condition.input as u32));
    values::store(conditions().map(|condition| &condition.accepts), out);
}

fn restore_rules(from: &mut SectionReader<'_>) -> Result<Vec<Rule>, Damaged> {
    let ids = from.texts()?;
    let mut outcomes = Column(from.u32s()?);
    let mut alternative_counts = Column(from.u32s()?);
    let mut override_counts = Column(from.u32s()?);
    let mut overrides = Column(from.u32s()?);
    let mut condition_counts = Column(from.u32s()?);
    let mut inputs = Column(from.u32s()?);
    let mut accepts = values::restore(from)?;
    let mut condition = |&input: &u32| -> Result<Condition, Damaged> {
        Ok(Condition { input: input as usize, accepts: accepts()? })
    };
    let mut alternative = |&conditions: &u32| -> Result<Vec<Condition>, Damaged> {
        inputs.take(conditions as usize)?.iter().map(&mut condition).collect()
    };
    let rule = |id: &str| {
        let alternatives = condition_counts.take(alternative_counts.next()? as usize)?;
        let overrides = overrides.take(override_counts.next()? as usize)?;
        Ok(Rule {
            id: id.to_owned(),
            alternatives: alternatives.iter().map(&mut alternative).collect::<Result<_, _>>()?,
            outcome: outcomes.next()?,
            overrides: overrides.iter().map(|&rule| rule as usize).collect(),
        })
    };
    ids.into_iter().map(rule).collect()
}
