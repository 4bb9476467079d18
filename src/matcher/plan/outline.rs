//! A diagram as a graph to draw: nodes that test inputs, edges with values, and answers.

use std::fmt;

use super::diagram::{Diagram, Vertex};
use crate::compile::ABSENT;
use crate::table::{AnswerRef, Values};

/// The graph of a diagram.
#[derive(Clone, Debug)]
pub struct Outline<'a> {
    /// The position of the root.
    pub root: u32,
    /// The nodes. Children come after their parents.
    pub nodes: Vec<OutlineNode>,
    /// The answers with their positions.
    pub answers: Vec<(u32, AnswerRef<'a>)>,
}

/// A node that tests an input.
#[derive(Clone, Debug)]
pub struct OutlineNode {
    /// Its position.
    pub at: u32,
    /// The index of the input that it tests.
    pub input: usize,
    /// The edges, in the order of their first value.
    pub edges: Vec<OutlineEdge>,
}

/// All values of a node that lead to the same child.
#[derive(Clone, Debug)]
pub struct OutlineEdge {
    /// The position of the child.
    pub to: u32,
    /// Whether absence leads to the child.
    pub absent: bool,
    /// The values that lead to the child; empty if only absence does.
    pub values: Values,
}

impl Diagram {
    /// The diagram as a graph. Linear in its nodes and classes.
    #[must_use]
    pub fn outline(&self) -> Outline<'_> {
        let nodes = self.node_positions().filter_map(|at| {
            let Vertex::Node { input, children } = self.vertex(at) else {
                return None;
            };
            let edge = |(to, classes): (u32, Vec<u32>)| {
                let values = self.classes.union(input, &classes)?;
                Some(OutlineEdge { to, absent: classes.contains(&ABSENT), values })
            };
            let edges = branches((0..).zip(children)).into_iter().filter_map(edge).collect();
            Some(OutlineNode { at, input, edges })
        });
        let end = self.nodes.end();
        Outline {
            root: self.root(),
            nodes: nodes.collect(),
            answers: (end..).zip(self.answers()).collect(),
        }
    }
}

/// The children of a node, each with its classes, in the order of their first class.
fn branches(children: impl Iterator<Item = (u32, u32)>) -> Vec<(u32, Vec<u32>)> {
    let mut by_child: Vec<(u32, u32)> = children.map(|(class, child)| (child, class)).collect();
    by_child.sort_unstable();
    let mut branches: Vec<(u32, Vec<u32>)> = by_child
        .chunk_by(|a, b| a.0 == b.0)
        .filter_map(|branch| {
            let &(child, _) = branch.first()?;
            Some((child, branch.iter().map(|&(_, class)| class).collect()))
        })
        .collect();
    branches.sort_unstable_by(|a, b| a.1.cmp(&b.1));
    branches
}

impl fmt::Display for Diagram {
    /// Each node once, as its position and input, followed by the values of each child.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let outline = self.outline();
        writeln!(f, "root {}", outline.root)?;
        for node in &outline.nodes {
            let Some(input) = self.classes.inputs().nth(node.input) else {
                continue;
            };
            writeln!(f, "{} {}", node.at, input.name)?;
            for edge in &node.edges {
                f.write_str("  ")?;
                match (edge.absent, edge.values.is_empty()) {
                    (true, true) => f.write_str("absent")?,
                    (true, false) => write!(f, "absent, {}", edge.values.display(input))?,
                    (false, _) => write!(f, "{}", edge.values.display(input))?,
                }
                writeln!(f, " -> {}", edge.to)?;
            }
        }
        outline.answers.iter().try_for_each(|(at, answer)| writeln!(f, "{at} = {answer}"))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{DEFAULT_BUDGET, Plan, Strategy};
    use crate::table::{Condition, Domain, HitPolicy, Input, Rule, Table, Value, Values};

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

    fn diagram(table: &Table) -> Plan {
        Plan::compile_as(table, Strategy::Diagram, DEFAULT_BUDGET).unwrap()
    }

    #[test]
    fn many_rules_stay_linear() {
        let inputs = vec![words("kind", 50), words("level", 2), words("unit", 200)];
        let tests = |at: usize| vec![(0, at % 50), (1, at / 50 % 2), (2, at / 100)];
        let rules =
            (0..10_000).map(|at| rule(at, &tests(at)[..2 + usize::from(at % 3 > 0)])).collect();
        let table = Table::new("t", inputs, rules, HitPolicy::First).unwrap();
        let plan = diagram(&table);
        assert!(plan.diagram().unwrap().nodes() <= 1 + 2 + 2 * 50);
        let case = [Value::Word(7), Value::Word(1), Value::Word(3)];
        assert_eq!(plan.decide(&case), table.scan(&case));
    }

    #[test]
    fn inputs_that_every_rule_tests_come_first() {
        let inputs = vec![words("seldom", 2), words("wide", 30), words("narrow", 3)];
        let mut rules: Vec<Rule> = (0..30).map(|at| rule(at, &[(1, at), (2, at % 3)])).collect();
        rules.push(rule(30, &[(0, 1)]));
        let table = Table::new("t", inputs, rules, HitPolicy::First).unwrap();
        let plan = diagram(&table);
        assert_eq!(plan.diagram().unwrap().order().collect::<Vec<_>>(), [2, 1, 0]);
    }

    #[test]
    fn diagrams_display_each_node_once() {
        let inputs = vec![words("kind", 3), words("level", 2)];
        let rules = vec![rule(0, &[(0, 0), (1, 0)]), rule(1, &[(0, 1)])];
        let table = Table::new("t", inputs, rules, HitPolicy::First).unwrap();
        let plan = diagram(&table);
        let text = "root 0\n\
            0 kind\n  absent, [kind2, unlisted] -> 9\n  kind0 -> 4\n  kind1 -> 8\n\
            4 level\n  absent, [level1, unlisted] -> 9\n  level0 -> 7\n\
            7 = 0 by 0\n8 = 1 by 1\n9 = none\n";
        assert_eq!(plan.diagram().unwrap().to_string(), text);
    }
}
