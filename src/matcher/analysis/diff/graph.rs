//! The cases that two tables answer differently, as a reduced diagram. A node lists only classes that lead to such
//! cases.

#![expect(clippy::indexing_slicing, reason = "nodes, levels and leaves are numbered by the graph")]

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::FixedState;

use super::super::blocks::{ClassBlock, join_all, merge};
use crate::compile::{ABSENT, Classes, Interner};
use crate::table::Domain;

/// The reference to all cases with the same answer.
pub(super) const SAME: u32 = u32::MAX;

/// Marks a reference to a leaf among references to nodes.
const LEAF: u32 = 1 << 31;

/// Disjoint blocks by group.
pub(super) type Blocks = BTreeMap<u32, Vec<ClassBlock>>;

/// Limit of blocks kept at a time. Beyond it, each group keeps [`FEW_BLOCKS`].
const MANY_BLOCKS: usize = 4_096;
const FEW_BLOCKS: usize = 64;

/// A reduced diagram of cases. A child has a smaller number than its parents.
pub(super) struct Graph {
    /// The inputs in the order of the walk, dates last.
    order: Vec<usize>,
    /// Each node: its level, then pairs of a class that leads to a difference and its child.
    nodes: Interner<u32>,
    pub(super) root: u32,
}

/// The number of cases of each group, ascending. A case in several groups on different days counts for each.
type Counts = Vec<(u32, u128)>;

impl Graph {
    pub(super) fn new(order: Vec<usize>) -> Self {
        Self { order, nodes: Interner::new(), root: SAME }
    }

    /// The reference to a leaf.
    pub(super) fn leaf(number: u32) -> u32 {
        LEAF | number
    }

    /// The node with these children, ascending, of an input with `width` classes. Its only child if all present classes
    /// lead there.
    pub(super) fn node(&mut self, level: usize, width: u32, children: &[(u32, u32)]) -> u32 {
        let Some(&(_, first)) = children.first() else {
            return SAME;
        };
        let alike = children.iter().all(|&(_, child)| child == first);
        if alike && children.len() + 1 == width as usize {
            return first;
        }
        let mut node = vec![level as u32];
        node.extend(children.iter().flat_map(|&(class, child)| [class, child]));
        self.nodes.intern(&node).0
    }

    /// Memory in use.
    pub(super) fn bytes(&self) -> usize {
        self.nodes.bytes()
    }

    fn level(&self, node: u32) -> usize {
        self.nodes.get(node)[0] as usize
    }

    /// The children of a node, each with its classes, in the order of their first class.
    fn branches(&self, node: u32) -> Vec<(u32, Vec<u32>)> {
        let mut branches: Vec<(u32, Vec<u32>)> = Vec::new();
        let mut places: HashMap<u32, usize, FixedState> = HashMap::default();
        for entry in self.nodes.get(node)[1..].chunks_exact(2) {
            let at = *places.entry(entry[1]).or_insert_with(|| {
                branches.push((entry[1], Vec::new()));
                branches.len() - 1
            });
            branches[at].1.push(entry[0]);
        }
        branches
    }

    /// Removes the cases in a block from the leaves of one group, since their answers turn out to be alike.
    pub(super) fn except(
        &mut self,
        classes: &Classes,
        block: &[(usize, Vec<u32>)],
        is_meant: impl Fn(u32) -> bool,
    ) {
        let mut chain: Vec<(usize, &[u32])> = Vec::new();
        for (input, accepted) in block {
            if let Some(level) = self.order.iter().position(|other| other == input) {
                chain.push((level, accepted));
            }
        }
        chain.sort_unstable();
        let mut memo = HashMap::default();
        self.root = self.without(self.root, 0, &chain, classes, &is_meant, &mut memo);
    }

    fn without(
        &mut self,
        at: u32,
        tests: usize,
        chain: &[(usize, &[u32])],
        classes: &Classes,
        is_meant: &impl Fn(u32) -> bool,
        memo: &mut HashMap<(u32, usize), u32, FixedState>,
    ) -> u32 {
        if at == SAME || (at & LEAF != 0 && !is_meant(at & !LEAF)) {
            return at;
        }
        if at & LEAF != 0 && tests == chain.len() {
            return SAME;
        }
        if let Some(&known) = memo.get(&(at, tests)) {
            return known;
        }
        let own = if at & LEAF == 0 { self.level(at) } else { usize::MAX };
        let tested = chain.get(tests).map_or(usize::MAX, |test| test.0);
        let level = own.min(tested);
        let width = classes.count(self.order[level]) as u32;
        let children: Vec<(u32, u32)> = match own == level {
            true => {
                let node = self.nodes.get(at)[1..].chunks_exact(2);
                node.map(|entry| (entry[0], entry[1])).collect()
            }
            false => (ABSENT + 1..width).map(|class| (class, at)).collect(),
        };
        let mut left = Vec::with_capacity(children.len());
        for (class, child) in children {
            let child = match tested == level {
                true if chain[tests].1.binary_search(&class).is_err() => child,
                true => self.without(child, tests + 1, chain, classes, is_meant, memo),
                false => self.without(child, tests, chain, classes, is_meant, memo),
            };
            if child != SAME {
                left.push((class, child));
            }
        }
        let built = self.node(level, width, &left);
        memo.insert((at, tests), built);
        built
    }

    /// The number of cases by group and of all groups: combinations, dates aside, whose answers differ on some day.
    ///
    /// All numbers are below the number of all combinations, which is known to fit.
    pub(super) fn count(&self, classes: &Classes, groups: &[u32]) -> (Counts, u128) {
        let counted = |input: usize| match is_date(classes, input) {
            true => 1,
            false => (1..classes.count(input) as u32).filter_map(|c| classes.size(input, c)).sum(),
        };
        let sizes: Vec<u128> = self.order.iter().map(|&input| counted(input)).collect();
        let mut memo: HashMap<u32, (Counts, u128), FixedState> = HashMap::default();
        let (counts, all) = self.counts(self.root, classes, groups, &sizes, &mut memo);
        // Inputs that no rule tests, and those above the root.
        let open = (0..classes.inputs().len()).filter(|input| !self.order.contains(input));
        let factor: u128 = open.map(counted).product::<u128>() * self.skipped(&sizes, 0, self.root);
        (counts.into_iter().map(|(group, count)| (group, count * factor)).collect(), all * factor)
    }

    /// The number of combinations of the levels from `level` on that a reference skips.
    fn skipped(&self, sizes: &[u128], level: usize, at: u32) -> u128 {
        let end = match at & LEAF {
            0 => self.level(at),
            _ => sizes.len(),
        };
        sizes[level.min(end)..end].iter().product()
    }

    fn counts(
        &self,
        at: u32,
        classes: &Classes,
        groups: &[u32],
        sizes: &[u128],
        memo: &mut HashMap<u32, (Counts, u128), FixedState>,
    ) -> (Counts, u128) {
        if at == SAME {
            return (Vec::new(), 0);
        }
        if at & LEAF != 0 {
            return (vec![(groups[(at & !LEAF) as usize], 1)], 1);
        }
        if let Some(known) = memo.get(&at) {
            return known.clone();
        }
        let level = self.level(at);
        let input = self.order[level];
        let is_date = is_date(classes, input);
        let (mut counts, mut all) = (BTreeMap::new(), 0);
        for (child, accepted) in self.branches(at) {
            let below = self.skipped(sizes, level + 1, child);
            let (own, own_all) = self.counts(child, classes, groups, sizes, memo);
            let size: u128 = match is_date {
                true => 1,
                false => accepted.iter().filter_map(|&class| classes.size(input, class)).sum(),
            };
            let put = |sum: &mut u128, count: u128| match is_date {
                // Dates come last: a combination differs if it does on any day.
                true => *sum = (*sum).max(count * below),
                false => *sum += count * below * size,
            };
            own.into_iter().for_each(|(group, count)| put(counts.entry(group).or_default(), count));
            put(&mut all, own_all);
        }
        let found = (counts.into_iter().collect::<Counts>(), all);
        memo.insert(at, found.clone());
        found
    }

    /// The cases as disjoint blocks by group, as few as joining finds, and whether these are all.
    pub(super) fn blocks(&self, classes: &Classes, groups: &[u32]) -> (Blocks, bool) {
        let widths = (0..classes.inputs().len()).map(|input| classes.count(input) - 1).collect();
        let mut maker =
            BlockMaker { graph: self, groups, widths, memo: HashMap::default(), all: true };
        let mut blocks = maker.blocks(self.root);
        for own in blocks.values_mut() {
            *own = merge(std::mem::take(own), &maker.widths);
        }
        (blocks, maker.all)
    }

    /// The leaves that cases of a block reach, ascending.
    pub(super) fn leaves_in(&self, block: &ClassBlock) -> Vec<u32> {
        let (mut seen, mut leaves) = (Vec::new(), Vec::new());
        let mut open = vec![self.root];
        while let Some(at) = open.pop() {
            if at == SAME || seen.contains(&at) {
                continue;
            }
            seen.push(at);
            if at & LEAF != 0 {
                leaves.push(at & !LEAF);
                continue;
            }
            let accepted = block.0[self.order[self.level(at)]].as_deref();
            let holds = |class: u32| accepted.is_none_or(|all| all.binary_search(&class).is_ok());
            let entries = self.nodes.get(at)[1..].chunks_exact(2);
            open.extend(entries.filter(|entry| holds(entry[0])).map(|entry| entry[1]));
        }
        leaves.sort_unstable();
        leaves
    }
}

/// Makes blocks of a graph, from the leaves up.
struct BlockMaker<'a> {
    graph: &'a Graph,
    groups: &'a [u32],
    /// The number of classes of each input, without absence.
    widths: Vec<usize>,
    memo: HashMap<u32, Blocks, FixedState>,
    /// Whether no block was dropped.
    all: bool,
}

impl BlockMaker<'_> {
    fn blocks(&mut self, at: u32) -> Blocks {
        if at == SAME {
            return Blocks::new();
        }
        if at & LEAF != 0 {
            let any = ClassBlock::any(self.widths.len());
            return Blocks::from([(self.groups[(at & !LEAF) as usize], vec![any])]);
        }
        if let Some(known) = self.memo.get(&at) {
            return known.clone();
        }
        let input = self.graph.order[self.graph.level(at)];
        let mut blocks = Blocks::new();
        for (child, accepted) in self.graph.branches(at) {
            let all = accepted.len() == self.widths[input];
            for (group, mut below) in self.blocks(child) {
                for block in &mut below {
                    block.0[input] = (!all).then(|| accepted.clone());
                }
                blocks.entry(group).or_default().append(&mut below);
            }
        }
        let mut count = 0;
        for own in blocks.values_mut() {
            *own = join_all(std::mem::take(own), &self.widths);
            count += own.len();
        }
        for own in blocks.values_mut().filter(|own| count > MANY_BLOCKS && own.len() > FEW_BLOCKS) {
            own.truncate(FEW_BLOCKS);
            self.all = false;
        }
        self.memo.insert(at, blocks.clone());
        blocks
    }
}

fn is_date(classes: &Classes, input: usize) -> bool {
    classes.inputs().nth(input).is_some_and(|input| matches!(input.domain, Domain::Date))
}
