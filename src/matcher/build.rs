//! Building a diagram: top down, one node per set of rows that are still possible.
//!
//! A state is a sorted list of rows and the next input that any of them tests. Equal states are built once, so the work
//! follows the number of different states, not of cases; equal nodes are stored once, so the result is reduced. Before a
//! state is looked up, rows that can no longer matter are dropped from it: those behind a row that certainly holds
//! (first), other rows of a rule that certainly holds, and rules that it overrides (unique).
//!
//! Inputs are ordered by the share of rows that leave them open, in tenths, then by their number of classes: inputs that
//! nearly every rule tests come first, few values before many, since each level multiplies the states only by what its
//! open rows add.

#![expect(
    clippy::indexing_slicing,
    reason = "rows, inputs, classes and nodes are numbered by the compiler"
)]

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::classes::Classes;
use super::diagram::{Diagram, Level};
use super::interner::Interner;
use super::plan::OverBudget;
use super::rows::{ANY, Rows};
use super::table::{Answer, HitPolicy};
use super::verdicts::Verdicts;

/// Marks a reference to an answer among references to nodes.
const LEAF: u32 = 1 << 31;

/// So much memory holds fewer nodes and children than a reference can tell apart.
const MAX_BUDGET: usize = 1 << 31;

/// Builds the diagram of the rows.
///
/// # Errors
/// When building takes more than `budget` bytes.
pub(super) fn build(
    rows: &Rows,
    classes: &Arc<Classes>,
    verdicts: &Verdicts,
    budget: usize,
) -> Result<Diagram, OverBudget> {
    let order = order(rows, classes);
    let mut builder = Builder {
        rows,
        classes,
        verdicts,
        tested: tested_by_level(rows, &order),
        order,
        states: Interner::new(),
        built: Vec::new(),
        nodes: Interner::new(),
        numbers: HashMap::default(),
        answers: Vec::new(),
        answer_bytes: 0,
        budget: budget.min(MAX_BUDGET),
    };
    let all = (0..rows.len() as u32).collect();
    let root = builder.state(0, all)?;
    Ok(builder.finish(root))
}

/// The order in which the diagram asks for the inputs that any row tests.
fn order(rows: &Rows, classes: &Classes) -> Vec<usize> {
    let open_tenths = |input: usize| {
        let open = rows.cells[input].iter().filter(|&&cell| cell == ANY).count();
        open * 10 / rows.len().max(1)
    };
    let mut order: Vec<usize> = (0..rows.cells.len())
        .filter(|&input| rows.cells[input].iter().any(|&cell| cell != ANY))
        .collect();
    order.sort_by_cached_key(|&input| (open_tenths(input), classes.count(input), input));
    order
}

/// By row, one bit for each level of the order that it tests.
fn tested_by_level(rows: &Rows, order: &[usize]) -> Vec<u64> {
    let by_level = |tested: &u64| {
        let levels = order.iter().enumerate();
        levels.fold(0, |bits, (level, &input)| bits | (tested >> input & 1) << level)
    };
    rows.tested.iter().map(by_level).collect()
}

struct Builder<'a> {
    rows: &'a Rows,
    classes: &'a Arc<Classes>,
    verdicts: &'a Verdicts,
    order: Vec<usize>,
    tested: Vec<u64>,
    /// The states met: their level, then their rows.
    states: Interner<u32>,
    /// By state, the node or leaf that it became.
    built: Vec<u32>,
    /// The nodes: their level, then a reference for each class.
    nodes: Interner<u32>,
    numbers: HashMap<Answer, u32, FixedState>,
    answers: Vec<Answer>,
    answer_bytes: usize,
    budget: usize,
}

impl Builder<'_> {
    /// The node or leaf for the rows that are possible once all levels before `level` are known.
    fn state(&mut self, level: usize, mut rows: Vec<u32>) -> Result<u32, OverBudget> {
        self.simplify(level, &mut rows);
        let tested = rows.iter().fold(0, |bits, &row| bits | self.remaining(level, row));
        if tested == 0 {
            return self.leaf(&rows);
        }
        let level = level + tested.trailing_zeros() as usize;
        rows.push(level as u32);
        let (state, fresh) = self.states.intern(&rows);
        rows.pop();
        if fresh {
            self.built.push(0);
            self.check_budget()?;
            self.built[state as usize] = self.node(level, &rows)?;
        }
        Ok(self.built[state as usize])
    }

    /// The levels from `level` on that the row tests; none means that the row holds.
    fn remaining(&self, level: usize, row: u32) -> u64 {
        self.tested[row as usize].checked_shr(level as u32).unwrap_or(0)
    }

    fn simplify(&self, level: usize, rows: &mut Vec<u32>) {
        let holds = |&row: &u32| self.remaining(level, row) == 0;
        if self.verdicts.policy == HitPolicy::First {
            if let Some(first) = rows.iter().position(holds) {
                rows.truncate(first + 1);
            }
            return;
        }
        let rule = |row: u32| self.rows.rules[row as usize];
        let mut certain: Vec<u32> = rows.iter().copied().filter(holds).collect();
        certain.dedup_by_key(|row| rule(*row));
        if certain.is_empty() {
            return;
        }
        let mut silenced = Vec::new();
        if self.verdicts.policy == HitPolicy::Unique {
            // A rule that overrides others matters even where it is silenced.
            let overridden = certain.iter().flat_map(|&row| self.verdicts.overrides(rule(row)));
            silenced.extend(overridden.filter(|&&rule| self.verdicts.overrides(rule).is_empty()));
            silenced.sort_unstable();
        }
        rows.retain(|&row| {
            silenced.binary_search(&rule(row)).is_err()
                && match certain.binary_search_by_key(&rule(row), |&row| rule(row)) {
                    Ok(at) => certain[at] == row,
                    Err(_) => true,
                }
        });
    }

    fn leaf(&mut self, rows: &[u32]) -> Result<u32, OverBudget> {
        // Each rule has one row left, see `simplify`.
        let matching = rows.iter().map(|&row| self.rows.rules[row as usize]).collect();
        let answer = self.verdicts.answer(matching);
        if let Some(&number) = self.numbers.get(&answer) {
            return Ok(LEAF | number);
        }
        let number = self.answers.len() as u32;
        self.answer_bytes += 2 * (size_of::<Answer>() + size_of_val(answer.rules()));
        self.check_budget()?;
        self.answers.push(answer.clone());
        self.numbers.insert(answer, number);
        Ok(LEAF | number)
    }

    fn node(&mut self, level: usize, rows: &[u32]) -> Result<u32, OverBudget> {
        let input = self.order[level];
        let mut open = Vec::new();
        let mut accepted = Vec::new();
        for &row in rows {
            match self.rows.accepted(input, row as usize) {
                None => open.push(row),
                Some(classes) => accepted.extend(classes.iter().map(|&class| (class, row))),
            }
        }
        accepted.sort_unstable();
        // Classes that no row accepts, absence always among them, keep the open rows only.
        let mut groups = accepted.chunk_by(|a, b| a.0 == b.0);
        let default = self.state(level + 1, open.clone())?;
        let mut node = vec![default; self.classes.count(input)];
        for group in &mut groups {
            let class = group[0].0;
            let child = self.state(level + 1, merge(&open, group))?;
            node[class as usize] = child;
        }
        if node.iter().all(|&child| child == default) {
            return Ok(default);
        }
        node.push(level as u32);
        let (number, fresh) = self.nodes.intern(&node);
        if fresh {
            self.check_budget()?;
        }
        Ok(number)
    }

    fn check_budget(&self) -> Result<(), OverBudget> {
        let bytes = self.states.bytes()
            + size_of_val(&*self.built)
            + self.nodes.bytes()
            + self.answer_bytes;
        if bytes > self.budget { Err(OverBudget { bytes }) } else { Ok(()) }
    }

    /// Lays the nodes out level by level and turns their references into positions; answers come behind them.
    fn finish(self, root: u32) -> Diagram {
        let mut by_level: Vec<Vec<u32>> = vec![Vec::new(); self.order.len()];
        for node in 0..self.nodes.len() as u32 {
            if let Some(&level) = self.nodes.get(node).last() {
                by_level[level as usize].push(node);
            }
        }
        let mut position = vec![0_u32; self.nodes.len()];
        let mut levels = Vec::new();
        let mut end = 0;
        for (&input, nodes) in self.order.iter().zip(&by_level) {
            for &node in nodes {
                position[node as usize] = end;
                end += self.classes.count(input) as u32;
            }
            if !nodes.is_empty() {
                levels.push(Level { input, end, width: self.classes.count(input) as u32 });
            }
        }
        let placed = |reference: u32| match reference & LEAF {
            0 => position[reference as usize],
            _ => end + (reference & !LEAF),
        };
        let mut children = Vec::with_capacity(end as usize);
        for &node in by_level.iter().flatten() {
            if let [node @ .., _] = self.nodes.get(node) {
                children.extend(node.iter().map(|&child| placed(child)));
            }
        }
        Diagram::new(Arc::clone(self.classes), levels, children, self.answers, placed(root))
    }
}

/// The open rows and those of one class, both sorted, in one sorted list.
fn merge(open: &[u32], group: &[(u32, u32)]) -> Vec<u32> {
    let mut merged = Vec::with_capacity(open.len() + group.len() + 1);
    let mut open = open.iter().copied().peekable();
    for &(_, row) in group {
        while let Some(before) = open.next_if(|&other| other < row) {
            merged.push(before);
        }
        merged.push(row);
    }
    merged.extend(open);
    merged
}

#[cfg(test)]
mod tests {
    use super::super::input::{Domain, Input, Value};
    use super::super::plan::{DEFAULT_BUDGET, Plan, Reason};
    use super::super::table::{Condition, Rule, Table};
    use super::super::values::Values;
    use super::*;

    fn words(name: &str, count: usize) -> Input {
        let words = (0..count).map(|word| format!("{name}{word}")).collect();
        Input { name: name.to_owned(), domain: Domain::Words { words, open: true } }
    }

    fn rule(at: usize, tests: &[(usize, usize)]) -> Rule {
        let condition = |&(input, word): &(usize, usize)| Condition {
            input,
            accepts: Values::Words { listed: vec![word as u32], unlisted: false },
        };
        Rule {
            id: at.to_string(),
            alternatives: vec![tests.iter().map(condition).collect()],
            outcome: at as u32,
            overrides: Vec::new(),
        }
    }

    #[test]
    fn many_rules_stay_linear() {
        let inputs = vec![words("kind", 50), words("level", 2), words("unit", 200)];
        let tests = |at: usize| vec![(0, at % 50), (1, at / 50 % 2), (2, at / 100)];
        let rules =
            (0..10_000).map(|at| rule(at, &tests(at)[..2 + usize::from(at % 3 > 0)])).collect();
        let table = Table::new("t", inputs, rules, HitPolicy::First).unwrap();
        let plan = Plan::compile(&table, DEFAULT_BUDGET);
        assert!(plan.diagram().unwrap().nodes() <= 1 + 2 + 2 * 50);
        let case = [Value::Word(7), Value::Word(1), Value::Word(3)];
        assert_eq!(*plan.decide(&case), table.scan(&case));
    }

    #[test]
    fn rows_behind_an_unconditional_one_are_dropped() {
        let inputs = vec![words("kind", 9)];
        let mut rules: Vec<Rule> = (0..9).map(|at| rule(at, &[(0, at)])).collect();
        rules.insert(1, rule(9, &[]));
        let table = Table::new("t", inputs, rules, HitPolicy::First).unwrap();
        assert_eq!(Plan::compile(&table, DEFAULT_BUDGET).diagram().unwrap().answers().len(), 2);
    }

    #[test]
    fn a_diagram_over_the_budget_gives_way() {
        // Each input is left open by all rules but those that test it, so states are as many as cases.
        let inputs = (0..8).map(|input| words(&format!("i{input}"), 9)).collect();
        let rules = (0..72).map(|at| rule(at, &[(at % 8, at / 8)])).collect();
        let table = Table::new("t", inputs, rules, HitPolicy::Unique).unwrap();
        let plan = Plan::compile(&table, 1 << 20);
        assert!(matches!(plan.reason, Reason::OverBudget(over) if over.bytes > 1 << 20));
        let case = [Value::Word(3); 8];
        assert_eq!(*plan.decide(&case), table.scan(&case));
    }

    #[test]
    fn inputs_that_every_rule_tests_come_first() {
        let inputs = vec![words("seldom", 2), words("wide", 30), words("narrow", 3)];
        let mut rules: Vec<Rule> = (0..30).map(|at| rule(at, &[(1, at), (2, at % 3)])).collect();
        rules.push(rule(30, &[(0, 1)]));
        let table = Table::new("t", inputs, rules, HitPolicy::First).unwrap();
        let plan = Plan::compile(&table, DEFAULT_BUDGET);
        assert_eq!(plan.diagram().unwrap().order().collect::<Vec<_>>(), [2, 1, 0]);
    }

    #[test]
    fn diagrams_display_each_node_once() {
        let inputs = vec![words("kind", 3), words("level", 2)];
        let rules = vec![rule(0, &[(0, 0), (1, 0)]), rule(1, &[(0, 1)])];
        let table = Table::new("t", inputs, rules, HitPolicy::First).unwrap();
        let plan = Plan::compile(&table, DEFAULT_BUDGET);
        let text = "root 0\n\
            0 kind\n  absent, [kind2, unlisted] -> 7\n  kind0 -> 4\n  kind1 -> 9\n\
            4 level\n  absent, [level1, unlisted] -> 7\n  level0 -> 8\n\
            7 = none\n8 = 0 by 0\n9 = 1 by 1\n";
        assert_eq!(plan.diagram().unwrap().to_string(), text);
    }
}
