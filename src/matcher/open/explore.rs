//! Exploration of a plan with some inputs unknown: a reduced diagram of their outcomes, for any strategy.

#![expect(
    clippy::indexing_slicing,
    reason = "nodes, levels and leaves are numbered by this module"
)]

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

use foldhash::fast::FixedState;

use super::alike::{Alike, Meaning};
use crate::compile::{Interner, OverBudget, Rows, Verdicts};
use crate::plan::{Bitmap, Diagram, Forest, Position, Vertex};
use crate::table::Answer;

/// Limit of memory that exploring an incomplete case may read or write, in bytes.
const BUDGET: usize = 256 << 20;

/// Marks a reference to a leaf among references to nodes.
const LEAF: u32 = 1 << 31;

/// A compiled table that can be read with some inputs unknown.
pub(crate) trait Explorable {
    /// The position after reading some inputs.
    type State: Clone + Eq + Hash;
    fn root(&self) -> Self::State;
    /// Whether the input matters in the state. Inputs come in the plan's order.
    fn asks(&self, state: &Self::State, input: usize) -> bool;
    fn child(&self, state: &Self::State, input: usize, class: u32) -> Self::State;
    fn answer(&self, state: &Self::State) -> Answer;
    /// The size of a state in bytes.
    fn bytes(&self, state: &Self::State) -> usize;
}

impl Explorable for Diagram {
    type State = u32;

    fn root(&self) -> u32 {
        self.root()
    }

    fn asks(&self, &at: &u32, input: usize) -> bool {
        self.asked(at) == Some(input)
    }

    fn child(&self, &at: &u32, _: usize, class: u32) -> u32 {
        self.child(at, class)
    }

    fn answer(&self, &at: &u32) -> Answer {
        match self.vertex(at) {
            Vertex::Leaf(answer) => self.answer(answer).to_answer(),
            Vertex::Node { .. } => Answer::None,
        }
    }

    fn bytes(&self, _: &u32) -> usize {
        size_of::<u32>()
    }
}

impl Explorable for (&Forest, &Verdicts) {
    type State = Position;

    fn root(&self) -> Position {
        self.0.start()
    }

    fn asks(&self, &position: &Position, input: usize) -> bool {
        self.0.asks(position, input)
    }

    fn child(&self, &position: &Position, input: usize, class: u32) -> Position {
        self.0.child(position, input, class)
    }

    fn answer(&self, &position: &Position) -> Answer {
        self.0.answer_at(position, self.1).to_answer()
    }

    fn bytes(&self, _: &Position) -> usize {
        size_of::<Position>()
    }
}

impl Explorable for (&Rows, &Verdicts) {
    type State = Vec<u32>;

    fn root(&self) -> Vec<u32> {
        (0..self.0.len() as u32).collect()
    }

    fn asks(&self, rows: &Vec<u32>, input: usize) -> bool {
        rows.iter().any(|&row| self.0.tested[row as usize] >> input & 1 == 1)
    }

    fn child(&self, rows: &Vec<u32>, input: usize, class: u32) -> Vec<u32> {
        self.0.restrict(rows, input, class)
    }

    fn answer(&self, rows: &Vec<u32>) -> Answer {
        let mut rules: Vec<u32> = rows.iter().map(|&row| self.0.rules[row as usize]).collect();
        rules.dedup();
        self.1.answer(rules).to_answer()
    }

    fn bytes(&self, rows: &Vec<u32>) -> usize {
        size_of_val(rows.as_slice())
    }
}

impl Explorable for (&Bitmap, &Verdicts) {
    type State = Vec<u64>;

    fn root(&self) -> Vec<u64> {
        self.0.all()
    }

    fn asks(&self, rows: &Vec<u64>, input: usize) -> bool {
        self.0.asks(rows, input)
    }

    fn child(&self, rows: &Vec<u64>, input: usize, class: u32) -> Vec<u64> {
        self.0.restrict(rows, input, class)
    }

    fn answer(&self, rows: &Vec<u64>) -> Answer {
        self.1.answer(self.0.rules_of(rows)).to_answer()
    }

    fn bytes(&self, rows: &Vec<u64>) -> usize {
        size_of_val(rows.as_slice())
    }
}

/// An input, with the classes that it can still take.
#[derive(Clone, Debug)]
pub(crate) struct OpenInput {
    pub(crate) input: usize,
    pub(crate) choices: Vec<u32>,
}

/// A reduced diagram over the unknown inputs. A node is a child for each choice of its level, then the level itself; a
/// child has a smaller number than its parents.
#[derive(Debug)]
pub(crate) struct OpenGraph<L> {
    pub(crate) levels: Vec<OpenInput>,
    nodes: Interner<u32>,
    pub(crate) leaves: Vec<L>,
    root: u32,
}

impl OpenGraph<Answer> {
    pub(crate) fn explore<S: Explorable>(
        source: &S,
        levels: Vec<OpenInput>,
    ) -> Result<Self, OverBudget> {
        let mut explorer = Explorer {
            source,
            levels: &levels,
            memo: HashMap::default(),
            nodes: Interner::new(),
            numbers: HashMap::default(),
            leaves: Vec::new(),
            work: Work::default(),
        };
        let root = explorer.state(0, source.root())?;
        let Explorer { nodes, leaves, .. } = explorer;
        Ok(Self { levels, nodes, leaves, root })
    }

    /// The diagram reduced again, with answers of the same meaning merged.
    pub(crate) fn by_meaning(&self, verdicts: &Verdicts, alike: Alike<'_>) -> OpenGraph<Meaning> {
        let mut leaves: Vec<Meaning> = Vec::new();
        let mut numbers = BTreeMap::new();
        let mut leaf = Vec::with_capacity(self.leaves.len());
        for answer in &self.leaves {
            let meaning = Meaning::of(answer, verdicts, alike);
            leaf.push(*numbers.entry(meaning).or_insert_with_key(|meaning| {
                leaves.push(meaning.clone());
                LEAF | (leaves.len() as u32 - 1)
            }));
        }
        let mut nodes = Interner::new();
        let mut folded: Vec<u32> = Vec::with_capacity(self.nodes.len());
        for node in 0..self.nodes.len() as u32 {
            let target = |&child: &u32| place(child, &folded, &leaf);
            let mut children: Vec<u32> = self.children(node).iter().map(target).collect();
            let reference = reduced(&mut nodes, &mut children, self.level(node));
            folded.push(reference);
        }
        let root = place(self.root, &folded, &leaf);
        OpenGraph { levels: self.levels.clone(), nodes, leaves, root }
    }
}

/// The new reference of a node or a leaf.
fn place(reference: u32, nodes: &[u32], leaves: &[u32]) -> u32 {
    match reference & LEAF {
        0 => nodes[reference as usize],
        _ => leaves[(reference & !LEAF) as usize],
    }
}

/// The node with these children, or the only child if all are equal.
fn reduced(nodes: &mut Interner<u32>, children: &mut Vec<u32>, level: usize) -> u32 {
    let first = children[0];
    if children.iter().all(|&child| child == first) {
        return first;
    }
    children.push(level as u32);
    nodes.intern(children).0
}

/// An edge: the parent and the position of the choice.
pub(crate) type OpenEdge = Option<(u32, usize)>;

impl<L> OpenGraph<L> {
    fn children(&self, node: u32) -> &[u32] {
        self.nodes.get(node).split_last().map_or(&[], |(_, children)| children)
    }

    pub(crate) fn level(&self, node: u32) -> usize {
        self.nodes.get(node).last().map_or(0, |&level| level as usize)
    }

    /// For each node and leaf, the first edge found on a path from the root.
    pub(crate) fn paths(&self) -> (Vec<OpenEdge>, Vec<OpenEdge>) {
        let mut to_node = vec![None; self.nodes.len()];
        let mut to_leaf = vec![None; self.leaves.len()];
        for node in (0..self.nodes.len() as u32).rev() {
            for (choice, &child) in self.children(node).iter().enumerate() {
                let edge = match child & LEAF {
                    0 => &mut to_node[child as usize],
                    _ => &mut to_leaf[(child & !LEAF) as usize],
                };
                edge.get_or_insert((node, choice));
            }
        }
        (to_node, to_leaf)
    }

    /// The levels that are tested and the leaves that can be reached, with the choice at one level fixed.
    pub(crate) fn reach(
        &self,
        fixed: Option<(usize, usize)>,
        work: &mut Work,
    ) -> Result<(u64, Vec<usize>), OverBudget> {
        let mut nodes = vec![false; self.nodes.len()];
        let mut leaves = vec![false; self.leaves.len()];
        let mut levels = 0;
        let mut mark = |reference: u32, nodes: &mut [bool]| match reference & LEAF {
            0 => nodes[reference as usize] = true,
            _ => leaves[(reference & !LEAF) as usize] = true,
        };
        mark(self.root, &mut nodes);
        for node in (0..self.nodes.len() as u32).rev() {
            if !nodes[node as usize] {
                continue;
            }
            let level = self.level(node);
            levels |= 1 << level;
            let children = match fixed {
                Some((fixed, choice)) if fixed == level => &self.children(node)[choice..=choice],
                _ => self.children(node),
            };
            work.add(size_of_val(children))?;
            children.iter().for_each(|&child| mark(child, &mut nodes));
        }
        work.add(nodes.len() + leaves.len())?;
        Ok((levels, (0..leaves.len()).filter(|&leaf| leaves[leaf]).collect()))
    }
}

/// Bytes read or written so far.
#[derive(Default)]
pub(crate) struct Work(usize);

impl Work {
    fn add(&mut self, bytes: usize) -> Result<(), OverBudget> {
        self.0 += bytes;
        if self.0 > BUDGET { Err(OverBudget { bytes: self.0 }) } else { Ok(()) }
    }
}

/// Builds the diagram of a source, each state once.
struct Explorer<'a, S: Explorable> {
    source: &'a S,
    levels: &'a [OpenInput],
    /// The node or leaf of each level and state.
    memo: HashMap<(usize, S::State), u32, FixedState>,
    nodes: Interner<u32>,
    numbers: HashMap<Answer, u32, FixedState>,
    leaves: Vec<Answer>,
    work: Work,
}

impl<S: Explorable> Explorer<'_, S> {
    fn state(&mut self, mut at: usize, state: S::State) -> Result<u32, OverBudget> {
        self.work.add(self.source.bytes(&state) + size_of::<u32>())?;
        let levels = self.levels;
        while levels.get(at).is_some_and(|level| !self.source.asks(&state, level.input)) {
            at += 1;
        }
        let Some(level) = levels.get(at) else {
            return Ok(self.leaf(&state));
        };
        let key = (at, state);
        if let Some(&known) = self.memo.get(&key) {
            return Ok(known);
        }
        let mut children = Vec::with_capacity(level.choices.len() + 1);
        for &class in &level.choices {
            let child = self.source.child(&key.1, level.input, class);
            children.push(self.state(at + 1, child)?);
        }
        let reference = reduced(&mut self.nodes, &mut children, at);
        self.memo.insert(key, reference);
        Ok(reference)
    }

    fn leaf(&mut self, state: &S::State) -> u32 {
        let leaves = &mut self.leaves;
        let number = *self.numbers.entry(self.source.answer(state)).or_insert_with_key(|answer| {
            leaves.push(answer.clone());
            leaves.len() as u32 - 1
        });
        LEAF | number
    }
}
