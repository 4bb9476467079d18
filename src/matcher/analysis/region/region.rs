//! The region itself: whether it is empty, and one of its cases.

#![expect(
    clippy::indexing_slicing,
    reason = "cubes, inputs and classes are numbered by this module"
)]

use std::cmp::Reverse;
use std::ops::Range;

use super::super::blocks::ClassBlock;
use super::super::space::{Base, CaseSpace, bits};
use super::super::steps::{Exhausted, Steps};
use crate::compile::Interner;

/// Below this many cubes, searching again is faster than looking up.
const MIN_REMEMBERED: usize = 4;

/// Limit of memory beyond which no further results are stored.
const MAX_REMEMBERED: usize = 128 << 20;

/// The cases of a base in some inner cube, if there are any inner cubes, and in no outer cube.
pub(crate) struct Region<'a> {
    pub(super) space: &'a CaseSpace,
    pub(super) base: Base,
    /// The number of inner cubes, which come first.
    pub(super) inner: u32,
    /// The inputs that each cube tests within the base, one bit each.
    pub(super) tested: Vec<u64>,
    /// By cube and input, the position of its classes in `classes`.
    cells: Vec<(u32, u32)>,
    classes: Vec<u32>,
    /// The cubes of the parts under search, innermost last.
    pub(super) stack: Vec<u32>,
    /// Classes with cubes that accept them, innermost last.
    pub(super) entries: Vec<(u32, u32)>,
    /// Stored parts, as tested inputs and cubes, and the number of cases of each.
    parts: Interner<u32>,
    pub(super) counts: Vec<u128>,
    /// The class of each input in the case that was found.
    found: Vec<Option<u32>>,
}

/// A subspace: inputs with unknown classes, and whether the case is in an inner cube whatever they are.
#[derive(Clone, Copy)]
pub(super) struct Subspace {
    pub(super) open: u64,
    pub(super) inside: bool,
}

/// Whether the cases of a subspace are in the region, as far as its cubes decide.
pub(super) enum Containment {
    /// No case is in the region.
    Outside,
    /// All cases are.
    Inside,
    /// Some are, depending on these inputs, which cubes test.
    Split(u64),
}

impl<'a> Region<'a> {
    /// The cases in some inner cubes and in no outer one.
    pub(crate) fn of<'c>(
        space: &'a CaseSpace,
        mut base: Base,
        inner: &[ClassBlock],
        outer: impl IntoIterator<Item = &'c ClassBlock>,
    ) -> Self {
        let mut is_empty = inner.is_empty();
        if let [only] = inner {
            match base.block.intersect(only) {
                Some(block) => base.block = block,
                None => is_empty = true,
            }
        }
        let mut region = Self::all(space, base);
        if inner.len() > 1 {
            inner.iter().for_each(|cube| region.push(cube));
            region.inner = region.tested.len() as u32;
            is_empty = region.inner == 0;
        }
        match is_empty {
            true => region.push(&ClassBlock::any(space.widths.len())),
            false => outer.into_iter().for_each(|cube| region.push(cube)),
        }
        region
    }

    /// All cases of a base.
    fn all(space: &'a CaseSpace, base: Base) -> Self {
        Self {
            space,
            base,
            inner: 0,
            tested: Vec::new(),
            cells: Vec::new(),
            classes: Vec::new(),
            stack: Vec::new(),
            entries: Vec::new(),
            parts: Interner::new(),
            counts: Vec::new(),
            found: Vec::new(),
        }
    }

    /// Adds a cube, restricted to the base.
    pub(super) fn push(&mut self, cube: &ClassBlock) {
        let (cells, classes) = (self.cells.len(), self.classes.len());
        let mut tested = 0;
        for (input, cell) in cube.0.iter().enumerate() {
            let start = self.classes.len();
            if let Some(cell) = cell {
                match &self.base.block.0[input] {
                    Some(base) => {
                        let common = cell.iter().filter(|class| base.binary_search(class).is_ok());
                        self.classes.extend(common);
                    }
                    None => self.classes.extend(cell),
                }
                let accepted = self.classes.len() - start;
                if accepted == 0 {
                    self.cells.truncate(cells);
                    self.classes.truncate(classes);
                    return;
                }
                if accepted < self.base.width(self.space, input) {
                    tested |= 1 << input;
                }
            }
            self.cells.push((start as u32, self.classes.len() as u32));
        }
        self.tested.push(tested);
    }

    pub(super) fn cell(&self, cube: u32, input: usize) -> &[u32] {
        let (start, end) = self.cells[cube as usize * self.space.widths.len() + input];
        &self.classes[start as usize..end as usize]
    }

    /// A case as classes, if there is one.
    pub(crate) fn find(&mut self, steps: &mut Steps) -> Result<Option<Vec<u32>>, Exhausted> {
        let whole = self.whole();
        self.found.clear();
        self.found.resize(self.space.widths.len(), None);
        if !self.find_part(whole, 0, steps)? {
            return Ok(None);
        }
        let class = |(input, found): (usize, &Option<u32>)| {
            found.or_else(|| self.base.classes(self.space, input).first().copied())
        };
        Ok(self.found.iter().enumerate().map(class).collect())
    }

    /// Whether there are no cases.
    pub(crate) fn is_empty(&mut self, steps: &mut Steps) -> Result<bool, Exhausted> {
        Ok(self.find(steps)?.is_none())
    }

    pub(super) fn whole(&mut self) -> Subspace {
        self.stack.clear();
        self.entries.clear();
        self.stack.extend(0..self.tested.len() as u32);
        Subspace { open: self.space.inputs(), inside: self.inner == 0 }
    }

    /// Whether a subspace is in the region, by the cubes from `start` on. Removes inner cubes that no longer matter.
    pub(super) fn containment(&mut self, part: &mut Subspace, start: usize) -> Containment {
        let (mut tested, mut inner) = (0, 0);
        for &cube in &self.stack[start..] {
            let tests = self.tested[cube as usize] & part.open;
            inner += usize::from(cube < self.inner);
            match (tests, cube < self.inner) {
                (0, false) => return Containment::Outside,
                (0, true) => part.inside = true,
                _ => tested |= tests,
            }
        }
        if !part.inside && inner == 0 {
            return Containment::Outside;
        }
        if part.inside && inner > 0 {
            self.stack.drain(start..start + inner);
            let tests = |&cube: &u32| self.tested[cube as usize] & part.open;
            tested = self.stack[start..].iter().map(tests).fold(0, |all, tests| all | tests);
        }
        if tested == 0 { Containment::Inside } else { Containment::Split(tested) }
    }

    fn find_part(
        &mut self,
        mut part: Subspace,
        start: usize,
        steps: &mut Steps,
    ) -> Result<bool, Exhausted> {
        steps.take(1 + self.stack.len() - start)?;
        let tested = match self.containment(&mut part, start) {
            Containment::Outside => return Ok(false),
            Containment::Inside => return Ok(true),
            Containment::Split(tested) => tested,
        };
        if let Some(alone) = self.independent(part, tested, start) {
            for open in [alone, tested & !alone] {
                let child = self.stack.len();
                self.push_testing(open, start..child);
                let found = self.find_part(Subspace { open, ..part }, child, steps)?;
                self.stack.truncate(child);
                if !found {
                    return Ok(false);
                }
            }
            return Ok(true);
        }
        let number = self.remember(tested, start);
        if number.and_then(|number| self.counts.get(number as usize)) == Some(&0) {
            return Ok(false);
        }
        let input = self.choose(tested, start);
        let left = Subspace { open: tested & !(1 << input), ..part };
        let (open, first) = self.split(input, start, steps)?;
        // Classes that no cube tests come first, since the fewest cubes are left there.
        let rest = self.untested(input, first);
        let mut at = first;
        let mut found = false;
        if let Some(class) = rest {
            let child = self.stack.len();
            self.stack.extend_from_within(open.clone());
            found = self.find_part(left, child, steps)?;
            self.stack.truncate(child);
            self.found[input] = Some(class);
        }
        while let Some(&(class, _)) = self.entries.get(at).filter(|_| !found) {
            let child = self.stack.len();
            at = self.merge(open.clone(), at);
            found = self.find_part(left, child, steps)?;
            self.stack.truncate(child);
            self.found[input] = Some(class);
        }
        self.stack.truncate(open.start);
        self.entries.truncate(first);
        if !found {
            self.found[input] = None;
            if let Some(number) = number {
                self.learn(number, 0);
            }
        }
        Ok(found)
    }

    /// The first class of an input without an entry from `first` on.
    fn untested(&self, input: usize, first: usize) -> Option<u32> {
        let mut entries = self.entries[first..].iter().map(|&(class, _)| class).peekable();
        let mut is_tested = |class: u32| {
            while entries.next_if(|&other| other < class).is_some() {}
            entries.peek() == Some(&class)
        };
        match &self.base.block.0[input] {
            Some(classes) => classes.iter().copied().find(|&class| !is_tested(class)),
            None => {
                let (first, last) = (u32::from(!self.base.absence), self.space.widths[input]);
                (first..=last as u32).find(|&class| !is_tested(class))
            }
        }
    }

    /// Some of the tested inputs that no outer cube tests together with the others, if any.
    ///
    /// A case is outside the cubes if it is outside those of both kinds.
    pub(super) fn independent(&self, part: Subspace, tested: u64, start: usize) -> Option<u64> {
        if !part.inside || tested.is_power_of_two() {
            return None;
        }
        let mut alone = tested & tested.wrapping_neg();
        loop {
            let before = alone;
            for &cube in &self.stack[start..] {
                let tests = self.tested[cube as usize] & tested;
                if tests & alone != 0 {
                    alone |= tests;
                }
            }
            if alone == tested {
                return None;
            }
            if alone == before {
                return Some(alone);
            }
        }
    }

    /// Appends the cubes of a range that test some of the inputs.
    pub(super) fn push_testing(&mut self, inputs: u64, range: Range<usize>) {
        for at in range {
            let cube = self.stack[at];
            if self.tested[cube as usize] & inputs != 0 {
                self.stack.push(cube);
            }
        }
    }

    /// The number of a part, if it is worth storing.
    pub(super) fn remember(&mut self, tested: u64, start: usize) -> Option<u32> {
        if self.stack.len() - start < MIN_REMEMBERED {
            return None;
        }
        self.stack.extend([tested as u32, (tested >> 32) as u32]);
        let number = match self.parts.bytes() > MAX_REMEMBERED {
            true => self.parts.find(&self.stack[start..]),
            false => Some(self.parts.intern(&self.stack[start..]).0),
        };
        self.stack.truncate(self.stack.len() - 2);
        number
    }

    pub(super) fn learn(&mut self, number: u32, count: u128) {
        if self.counts.len() <= number as usize {
            self.counts.resize(number as usize + 1, UNKNOWN);
        }
        self.counts[number as usize] = count;
    }

    /// The input that most cubes test; dates last.
    pub(super) fn choose(&self, tested: u64, start: usize) -> usize {
        let days = tested & self.space.dates;
        let candidates = if days == tested { tested } else { tested & !days };
        if candidates.is_power_of_two() {
            return candidates.trailing_zeros() as usize;
        }
        let mut tests = [0_u32; u64::BITS as usize];
        for &cube in &self.stack[start..] {
            bits(self.tested[cube as usize] & candidates).for_each(|input| tests[input] += 1);
        }
        bits(candidates).max_by_key(|&input| (tests[input], Reverse(input))).unwrap_or(0)
    }

    /// Splits the cubes from `start` on by an input: appends those that do not test it, and entries for those that do.
    /// Returns the position of both.
    pub(super) fn split(
        &mut self,
        input: usize,
        start: usize,
        steps: &mut Steps,
    ) -> Result<(Range<usize>, usize), Exhausted> {
        let (open, first) = (self.stack.len(), self.entries.len());
        for at in start..open {
            let cube = self.stack[at];
            if self.tested[cube as usize] >> input & 1 == 0 {
                self.stack.push(cube);
                continue;
            }
            let (from, to) = self.cells[cube as usize * self.space.widths.len() + input];
            let accepted = &self.classes[from as usize..to as usize];
            self.entries.extend(accepted.iter().map(|&class| (class, cube)));
        }
        self.entries[first..].sort_unstable();
        steps.take(self.entries.len() - first)?;
        Ok((open..self.stack.len(), first))
    }

    /// Appends the open cubes and those that accept the class of the entry at `at`, merged by number. Returns the start
    /// of the next class's entries.
    pub(super) fn merge(&mut self, open: Range<usize>, mut at: usize) -> usize {
        let (class, _) = self.entries[at];
        let Range { start: mut next, end } = open;
        while let Some(&(_, cube)) = self.entries.get(at).filter(|entry| entry.0 == class) {
            while next < end && self.stack[next] < cube {
                self.stack.push(self.stack[next]);
                next += 1;
            }
            self.stack.push(cube);
            at += 1;
        }
        self.stack.extend_from_within(next..end);
        at
    }
}

/// The count of a part that has a number but is not counted yet.
pub(super) const UNKNOWN: u128 = u128::MAX;
