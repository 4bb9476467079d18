//! Gaps of the routing rules, each told once, with the rules that close it.
//!
//! A unit's own rules split a gap into parts: they answer some of its cases on some days. The gap is therefore taken from
//! the region's rules alone, which local rules go before wherever they hold, so that a rule for the whole gap meets none.

use std::collections::BTreeSet;

use super::inputs::{ROUTING, ROUTING_WRITTEN, position};
use super::routing::{Routing, RuleInfo};
use crate::language::day;
use handover_matcher::{
    Analysis, Block, Condition, Domain, FIRST_DAY, Gaps, HitPolicy, Input, LAST_DAY, Proof, Rule,
    Table, Values,
};

/// The most alternatives of the rule that holds outside a hole.
const MAX_OUTSIDE: usize = 4_096;

/// Cases that belong together and that no rule answers.
#[derive(Debug, Clone)]
pub struct Hole {
    /// The cases without an answer by the region's rules. Several blocks differ in their days.
    pub blocks: Vec<Block>,
    /// A block of the cases that no rule at all answers.
    pub open: Block,
    /// The number of cases that no rule at all answers; none where it takes more than 128 bits.
    pub cases: Option<u128>,
    /// Whether local rules answer some of the cases.
    pub partly_local: bool,
    /// Rules to paste under `rules`, which close it.
    pub rules: Vec<NewRule>,
}

/// A rule that closes a hole on some days.
#[derive(Debug, Clone)]
pub struct NewRule {
    /// Its id, which no other rule has.
    pub id: String,
    /// Its source: that of the nearest rule.
    pub source: String,
    /// Its conditions, as a rule has them; empty where it holds always.
    pub when: String,
    /// `valid_from` and `valid_until` with their days, where it has them.
    pub days: Vec<(&'static str, String)>,
}

impl NewRule {
    /// The rule as text. A person decides, which is true of any case without a rule; authors who know better change that.
    #[must_use]
    pub fn yaml(&self) -> String {
        let Self { id, source, when, days } = self;
        let mut text = format!("    - id: {id}\n      source: {source}\n");
        for (key, day) in days {
            text.push_str(&format!("      {key}: {day}\n"));
        }
        if !when.is_empty() {
            text.push_str(&format!("      when: {{{when}}}\n"));
        }
        text.push_str("      then: {unit: concerned, role: not_given, specialty: concerned}\n");
        text
    }
}

/// The holes of a table that has gaps, at most `limit` of them, each search within a number of steps.
#[must_use]
pub fn holes(routing: &Routing, gaps: &Gaps, limit: usize, steps: u64) -> Vec<Hole> {
    if let Some(blocks) = regional(routing, limit, steps)
        && let Some(holes) = holes_of(routing, together(blocks), steps)
        && !holes.is_empty()
    {
        return holes;
    }
    // Not proved: the parts are told one by one, each with its own rule.
    let parts = gaps.blocks.iter().map(|block| (vec![block.clone()], block.clone(), block.cases));
    named(routing, parts.collect())
}

/// The holes among some groups of blocks. `None` where it is not proved which cases no rule at all answers.
fn holes_of(routing: &Routing, groups: Vec<Vec<Block>>, steps: u64) -> Option<Vec<Hole>> {
    let mut open = Vec::new();
    for blocks in groups {
        let gaps = still_open(routing, &blocks, steps)?;
        if let Some(first) = gaps.blocks.into_iter().next() {
            open.push((blocks, first, gaps.cases));
        }
    }
    Some(named(routing, open))
}

/// Holes with the rules that close them, from their blocks, an open block, and the number of cases.
fn named(routing: &Routing, open: Vec<(Vec<Block>, Block, Option<u128>)>) -> Vec<Hole> {
    let mut taken: BTreeSet<String> =
        routing.table.rules().iter().map(|rule| rule.id.clone()).collect();
    let mut holes = Vec::new();
    for (blocks, open, cases) in open {
        let rules = blocks.iter().flat_map(|block| {
            let days = days_of(block);
            days.into_iter().map(move |days| (block, days))
        });
        let rules = rules.map(|(block, days)| new_rule(routing, block, days, &mut taken)).collect();
        let partly_local = blocks.iter().any(|block| {
            local_rules(routing).any(|rule| {
                rule.alternatives.iter().any(|conditions| {
                    conditions.iter().all(|known| {
                        let own = block.values.get(known.input).and_then(Option::as_ref);
                        own.is_none_or(|own| !own.intersect(&known.accepts).is_empty())
                    })
                })
            })
        });
        holes.push(Hole { blocks, open, cases, partly_local, rules });
    }
    holes
}

fn local_rules(routing: &Routing) -> impl Iterator<Item = &Rule> {
    let rules = routing.table.rules().iter().zip(&routing.rules);
    rules.filter(|(_, info)| info.local.is_some()).map(|(rule, _)| rule)
}

/// The gaps of the region's rules. `None` where that is not proved.
fn regional(routing: &Routing, limit: usize, steps: u64) -> Option<Vec<Block>> {
    let rules = routing.table.rules().iter().zip(&routing.rules);
    let region = rules.filter(|(_, info)| info.local.is_none());
    let region = region.map(|(rule, _)| Rule { overrides: Vec::new(), ..rule.clone() });
    let inputs = routing.table.inputs().to_vec();
    let table = Table::new("region", inputs, region.collect(), HitPolicy::Collect).ok()?;
    match Analysis::new(&table).with_limit(steps).gaps(limit) {
        Proof::Exact(gaps) => Some(gaps.blocks),
        Proof::NotProved { .. } => None,
    }
}

/// Blocks that have cases in common when days are not looked at, together.
fn together(blocks: Vec<Block>) -> Vec<Vec<Block>> {
    let at = position(ROUTING, "at");
    let meet = |one: &Block, other: &Block| {
        one.values.iter().zip(&other.values).enumerate().all(|(input, pair)| match pair {
            (Some(one), Some(other)) => Some(input) == at || !one.intersect(other).is_empty(),
            _ => true,
        })
    };
    let mut groups: Vec<Vec<Block>> = Vec::new();
    for block in blocks {
        let (mut joined, apart): (Vec<_>, Vec<_>) = groups
            .into_iter()
            .partition(|group: &Vec<Block>| group.iter().any(|known| meet(known, &block)));
        groups = apart;
        let mut group: Vec<Block> = joined.drain(..).flatten().collect();
        group.push(block);
        groups.push(group);
    }
    groups
}

/// The cases of a hole that no rule at all answers, with one block of them. `None` where they are not proved.
fn still_open(routing: &Routing, blocks: &[Block], steps: u64) -> Option<Gaps> {
    let inputs = routing.table.inputs();
    let elsewhere = outside(blocks, inputs)?;
    let mut rules: Vec<Rule> = routing.table.rules().to_vec();
    if !elsewhere.is_empty() {
        rules.push(Rule {
            id: String::new(),
            alternatives: elsewhere,
            outcome: 0,
            overrides: Vec::new(),
        });
    }
    let table = Table::new("hole", inputs.to_vec(), rules, HitPolicy::Collect).ok()?;
    match Analysis::new(&table).with_limit(steps).gaps(1) {
        Proof::Exact(gaps) => Some(gaps),
        Proof::NotProved { .. } => None,
    }
}

/// Conditions that hold exactly outside some blocks. `None` where there are too many.
fn outside(blocks: &[Block], inputs: &[Input]) -> Option<Vec<Vec<Condition>>> {
    let mut all: Vec<Vec<Condition>> = vec![Vec::new()];
    for block in blocks {
        let told = block.values.iter().zip(inputs).enumerate();
        let others: Vec<Condition> = told
            .filter_map(|(input, (values, spec))| {
                let accepts = values.as_ref()?.complement(&spec.domain);
                (!accepts.is_empty()).then_some(Condition { input, accepts })
            })
            .collect();
        all = all
            .iter()
            .flat_map(|known| others.iter().filter_map(|other| narrowed(known, other)))
            .collect();
        if all.len() > MAX_OUTSIDE {
            return None;
        }
    }
    Some(all)
}

/// Conditions with one more; `None` where they exclude each other.
fn narrowed(known: &[Condition], more: &Condition) -> Option<Vec<Condition>> {
    let mut all = known.to_vec();
    match all.iter_mut().find(|condition| condition.input == more.input) {
        Some(condition) => {
            condition.accepts = condition.accepts.intersect(&more.accepts);
            if condition.accepts.is_empty() {
                return None;
            }
        }
        None => all.push(more.clone()),
    }
    Some(all)
}

/// The runs of days of a block; a single one, of all days, where it does not restrict them.
fn days_of(block: &Block) -> Vec<(i64, i64)> {
    let at = position(ROUTING, "at").and_then(|at| block.values.get(at)?.as_ref());
    match at {
        Some(Values::Ranges(ranges)) => ranges.clone(),
        _ => vec![(FIRST_DAY, LAST_DAY)],
    }
}

fn new_rule(
    routing: &Routing,
    block: &Block,
    (first, last): (i64, i64),
    taken: &mut BTreeSet<String>,
) -> NewRule {
    let (mut cells, mut name) = (Vec::new(), Vec::new());
    let told = ROUTING_WRITTEN.iter().zip(routing.table.inputs()).zip(&block.values);
    for ((spec, input), values) in told {
        let Some(values) = values else { continue };
        cells.push(format!("{}: {}", spec.name, values.display(input)));
        if let (Values::Words { listed, unlisted }, Domain::Words { words, .. }) =
            (values, &input.domain)
        {
            match (listed.as_slice(), unlisted) {
                (&[word], false) => name.extend(words.get(word as usize).cloned()),
                ([], true) => name.push(format!("other-{}", spec.name)),
                _ => {}
            }
        }
    }
    let ends = [("valid_from", first), ("valid_until", last)];
    let days = ends.into_iter().filter(|&(_, number)| number != FIRST_DAY && number != LAST_DAY);
    let days = days.filter_map(|(key, number)| Some((key, day::from_number(number)?.to_string())));
    NewRule {
        id: unused_id(&name.join("-").replace('_', "-"), taken),
        source: nearest_source(routing, block),
        when: cells.join(", "),
        days: days.collect(),
    }
}

/// An id that no rule has, and none that is offered beside it.
fn unused_id(wanted: &str, taken: &mut BTreeSet<String>) -> String {
    let wanted = if wanted.is_empty() { "other-cases" } else { wanted };
    let numbered = (2..).map(|n| format!("{wanted}-{n}"));
    let mut ids = std::iter::once(wanted.to_owned()).chain(numbered);
    let id = ids.find(|id| !taken.contains(id)).unwrap_or_default();
    taken.insert(id.clone());
    id
}

/// The source of the region's rule that is nearest to a block: one of the same case type, then of the same care level, then
/// the one that shares most cells. A missing row stands beside similar ones.
fn nearest_source(routing: &Routing, block: &Block) -> String {
    let inputs = routing.table.inputs();
    let shared = |conditions: &[Condition], input: usize, stated: bool| {
        let own = block.values.get(input).and_then(Option::as_ref);
        let known = conditions.iter().find(|condition| condition.input == input);
        match (own, known) {
            (Some(own), Some(known)) => !own.intersect(&known.accepts).is_empty(),
            (Some(_), None) => !stated,
            (None, _) => true,
        }
    };
    // A cell weighs more, the fewer values it accepts.
    let weight = |condition: &Condition| {
        let own = block.values.get(condition.input)?.as_ref()?;
        let all = Values::all(&inputs.get(condition.input)?.domain).count();
        let shares = !own.intersect(&condition.accepts).is_empty();
        shares.then(|| all / condition.accepts.count().max(1))
    };
    let near = |rule: &Rule| {
        let each = rule.alternatives.iter().map(|conditions| {
            let sum: u128 = conditions.iter().filter_map(weight).sum();
            let level = shared(conditions, 1, false);
            (shared(conditions, 0, true), level, sum)
        });
        each.max()
    };
    let rules = routing.table.rules().iter().zip(&routing.rules);
    let region = rules.filter(|(_, info)| info.local.is_none()).collect::<Vec<_>>();
    // The first of the best.
    let best = region.into_iter().rev().max_by_key(|(rule, _)| near(rule));
    best.map_or_else(String::new, |(_, RuleInfo { source, .. })| {
        format!("{}/{}", source.section, source.place)
    })
}
