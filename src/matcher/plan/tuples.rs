//! Tuples: a hash table of the classes that rows test, grouped by the set of tested inputs.
//!
//! Up to six inputs are hashed, those that narrow the rows down most. The hashed inputs that a row tests are its
//! signature, so there are at most 64 signatures. A row that accepts several classes is entered once per combination. A
//! case probes the table once per signature, in the order of their first rows, until no later one can win. The key is
//! exact. Inputs with few classes are tested by one bit in each entry, and the remaining ones by reading the row.

#![expect(clippy::indexing_slicing, reason = "buckets and rows are numbered by this module")]

use std::cmp::Reverse;
use std::sync::Arc;

use crate::build::Narrow;
use crate::compile::{ANY, Classes, OverBudget, Rows, Unbuilt, parallel};
use crate::table::HitPolicy;

/// Limit of hashed inputs.
const MAX_HASHED: usize = 6;
/// Limit of bits for the classes of a key; the signature is in the bits above.
const KEY_BITS: u32 = 57;
/// Limit of entries that one row makes.
const MAX_ENTRIES: usize = 16;

/// Marks a free bucket: keys have their highest bit clear.
const FREE: u64 = u64::MAX;
/// Marks the last entry of a key.
const LAST: u32 = u32::MAX;
/// Marks a row that tests inputs other than the hashed and the narrow ones.
const CHECKED: u32 = 1 << 31;

/// The rows of a table by the classes that they test.
#[derive(Clone, Debug)]
pub struct Tuples {
    rows: Arc<Rows>,
    hashed: Vec<Hashed>,
    narrow: Narrow,
    /// The inputs of each row that are neither hashed nor narrow.
    checked: Vec<u64>,
    signatures: Vec<Signature>,
    /// Open addressing with linear probing: the first entry of each key.
    buckets: Vec<Bucket>,
    /// The further entries of keys with several, in the order of rows.
    more: Vec<TupleEntry>,
}

/// A hashed input, with the position of its class in a key.
#[derive(Clone, Copy, Debug)]
struct Hashed {
    input: usize,
    shift: u32,
    count: u32,
}

impl Hashed {
    /// The bits of its class.
    fn mask(&self) -> u64 {
        (u64::from(self.count).next_power_of_two() - 1) << self.shift
    }
}

/// Rows that test the same hashed inputs.
#[derive(Clone, Copy, Debug)]
struct Signature {
    /// The bits of a key for those inputs.
    mask: u64,
    /// The bits that identify the signature.
    tag: u64,
    /// The first row.
    first: u32,
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    key: u64,
    entry: TupleEntry,
}

#[derive(Clone, Copy, Debug)]
struct TupleEntry {
    /// The combinations of narrow inputs that the row accepts, as low and high half, so that a bucket has no padding.
    accepted: [u32; 2],
    /// The row, with `CHECKED` if it tests more.
    row: u32,
    /// The position of the key's next entry, or `LAST`.
    next: u32,
}

impl TupleEntry {
    fn accepts(&self, combination: u32) -> bool {
        self.accepted[combination as usize / 32] >> (combination % 32) & 1 == 1
    }
}

impl Tuples {
    /// Builds the hash table of the rows.
    ///
    /// # Errors
    /// If the table takes more than `budget` bytes.
    pub(crate) fn build(
        rows: &Arc<Rows>,
        classes: &Classes,
        policy: HitPolicy,
        budget: usize,
    ) -> Result<Self, Unbuilt> {
        let mut by_width: Vec<usize> = rows.inputs().collect();
        by_width.sort_by_key(|&input| (classes.count(input), input));
        let narrow = Narrow::new(by_width.iter().copied(), classes);
        let hashed = hashed(rows, classes, &narrow);
        let accepted = narrow.accepted(rows);
        let mut keyer = Keyer { rows, hashed: &hashed, keys: Vec::new(), checked: Vec::new() };
        for row in 0..rows.len() {
            keyer.enter(row, narrow.bits);
            within(budget, size_of_val(&*keyer.keys))?;
        }
        let Keyer { mut keys, checked, .. } = keyer;
        parallel::sort(&mut keys);
        let signatures = signatures(&keys, &hashed);
        let distinct = keys.chunk_by(|a, b| a.0 == b.0).count();
        // At most two in five buckets are taken, so that looking for a missing key ends soon.
        let buckets = distinct * 5 / 2 + 1;
        within(budget, size_of_val(&*keys) + buckets * size_of::<Bucket>())?;
        let free = TupleEntry { accepted: [0; 2], row: 0, next: LAST };
        let buckets = vec![Bucket { key: FREE, entry: free }; buckets];
        let rows = Arc::clone(rows);
        let mut tuples =
            Self { rows, hashed, narrow, checked, signatures, buckets, more: Vec::new() };
        for group in keys.chunk_by(|a, b| a.0 == b.0) {
            tuples.fill(group, &accepted, policy);
        }
        within(budget, tuples.bytes())?;
        Ok(tuples)
    }

    /// Puts the rows of one key into its bucket and the list after it. In a first-match table, hidden rows are left out.
    fn fill(&mut self, group: &[(u64, u32)], accepted: &[u64], policy: HitPolicy) {
        let key = group[0].0;
        let mut at = self.place(key);
        while self.buckets[at].key != FREE {
            at = self.next(at);
        }
        let mut open = self.narrow.all();
        let mut last: Option<usize> = None;
        for &(_, row) in group {
            let bits = accepted[row as usize];
            if policy == HitPolicy::First && bits & open == 0 {
                continue;
            }
            let checked = self.checked[row as usize] != 0;
            if !checked {
                open &= !bits;
            }
            let entry = TupleEntry {
                accepted: [bits as u32, (bits >> 32) as u32],
                row: if checked { row | CHECKED } else { row },
                next: LAST,
            };
            let place = self.more.len();
            match last {
                None if self.buckets[at].key == FREE => {
                    self.buckets[at] = Bucket { key, entry };
                    continue;
                }
                None => self.buckets[at].entry.next = place as u32,
                Some(last) => self.more[last].next = place as u32,
            }
            self.more.push(entry);
            last = Some(place);
        }
    }

    /// Passes each row that holds, below a limit, to `held`, which returns the next limit.
    #[inline]
    fn search(&self, class_of: impl Fn(usize) -> u32, mut held: impl FnMut(u32) -> u32) {
        let mut limit = u32::MAX;
        let combination = self.narrow.combination(&class_of);
        let full = self.hashed.iter().fold(0, |key, &Hashed { input, shift, count }| {
            let class = class_of(input);
            key | if class < count { u64::from(class) << shift } else { 0 }
        });
        for signature in &self.signatures {
            if signature.first >= limit {
                break;
            }
            let key = full & signature.mask | signature.tag;
            let Some(mut entry) = self.first(key) else {
                continue;
            };
            loop {
                let row = entry.row & !CHECKED;
                if row >= limit {
                    break;
                }
                let more = || entry.row & CHECKED == 0 || self.check(row, &class_of);
                if entry.accepts(combination) && more() {
                    limit = held(row);
                }
                match self.more.get(entry.next as usize) {
                    Some(next) => entry = next,
                    None => break,
                }
            }
        }
    }

    #[inline]
    fn first(&self, key: u64) -> Option<&TupleEntry> {
        let mut at = self.place(key);
        loop {
            let bucket = &self.buckets[at];
            if bucket.key == key {
                return Some(&bucket.entry);
            }
            if bucket.key == FREE {
                return None;
            }
            at = self.next(at);
        }
    }

    fn check(&self, row: u32, class_of: impl Fn(usize) -> u32) -> bool {
        let mut inputs = self.checked[row as usize];
        while inputs != 0 {
            let input = inputs.trailing_zeros() as usize;
            if !self.rows.accepts(input, row as usize, class_of(input)) {
                return false;
            }
            inputs &= inputs - 1;
        }
        true
    }

    /// The bucket of a key, if it is free.
    #[inline]
    fn place(&self, key: u64) -> usize {
        let mixed = u128::from(key ^ 0x9E37_79B9_7F4A_7C15) * 0xFF51_AFD7_ED55_8CCD;
        let hash = (mixed as u64) ^ (mixed >> 64) as u64;
        ((u128::from(hash) * self.buckets.len() as u128) >> 64) as usize
    }

    #[inline]
    fn next(&self, at: usize) -> usize {
        if at + 1 == self.buckets.len() { 0 } else { at + 1 }
    }

    /// The first row that holds.
    #[inline]
    pub(crate) fn first_row(&self, class_of: impl Fn(usize) -> u32) -> Option<u32> {
        let mut first = None;
        self.search(class_of, |row| {
            first = Some(row);
            row
        });
        first
    }

    /// The rules that match, ascending and distinct.
    pub(crate) fn matching(&self, class_of: impl Fn(usize) -> u32) -> Vec<u32> {
        let mut rules = Vec::new();
        self.search(class_of, |row| {
            rules.push(self.rows.rules[row as usize]);
            u32::MAX
        });
        rules.sort_unstable();
        rules.dedup();
        rules
    }

    /// The number of buckets and entries that a case reads.
    pub(crate) fn touched(&self, class_of: impl Fn(usize) -> u32) -> u64 {
        let mut held = 0;
        let first = self.first_row(&class_of).unwrap_or(u32::MAX);
        self.search(class_of, |_| {
            held += 1;
            u32::MAX
        });
        let asked = |signature: &&Signature| signature.first <= first;
        held + self.signatures.iter().filter(asked).count() as u64
    }

    pub(crate) fn rows(&self) -> &Arc<Rows> {
        &self.rows
    }

    /// The number of signatures, which is the number of probes at most.
    #[must_use]
    pub fn signatures(&self) -> usize {
        self.signatures.len()
    }

    /// Memory in use.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let rows = match self.checked.iter().any(|&checked| checked != 0) {
            true => self.rows.bytes(),
            false => size_of_val(&*self.rows.rules),
        };
        rows + size_of_val(&*self.checked)
            + size_of_val(&*self.buckets)
            + size_of_val(&*self.more)
            + size_of_val(&*self.signatures)
    }
}

fn within(budget: usize, bytes: usize) -> Result<(), OverBudget> {
    if bytes > budget { Err(OverBudget { bytes }) } else { Ok(()) }
}

/// The inputs to hash: those that leave the fewest rows, as far as a key has room.
fn hashed(rows: &Rows, classes: &Classes, narrow: &Narrow) -> Vec<Hashed> {
    let bits = |input: usize| classes.count(input).next_power_of_two().trailing_zeros();
    let tests = |input: usize| rows.cells[input].iter().filter(|&&cell| cell != ANY).count();
    let mut inputs: Vec<usize> =
        rows.inputs().filter(|input| narrow.bits >> input & 1 == 0).collect();
    inputs.sort_by_cached_key(|&input| Reverse(tests(input) * bits(input) as usize));
    let mut hashed = Vec::new();
    let mut shift = 0;
    for input in inputs {
        if hashed.len() < MAX_HASHED && shift + bits(input) <= KEY_BITS {
            hashed.push(Hashed { input, shift, count: classes.count(input) as u32 });
            shift += bits(input);
        }
    }
    hashed
}

/// Makes the keys of rows.
struct Keyer<'a> {
    rows: &'a Rows,
    hashed: &'a [Hashed],
    /// Keys with their rows.
    keys: Vec<(u64, u32)>,
    /// The inputs of each row that its keys leave out.
    checked: Vec<u64>,
}

impl Keyer<'_> {
    fn enter(&mut self, row: usize, narrow: u64) {
        let mut tests: Vec<(usize, &[u32])> = (0..self.hashed.len())
            .filter_map(|at| Some((at, self.rows.accepted(self.hashed[at].input, row)?)))
            .collect();
        // If there are too many combinations, the input with the most classes is tested in the row instead.
        while tests.iter().map(|(_, accepted)| accepted.len()).product::<usize>() > MAX_ENTRIES {
            let widest = (0..tests.len()).max_by_key(|&test| tests[test].1.len()).unwrap_or(0);
            tests.remove(widest);
        }
        let signature = tests.iter().fold(0, |bits, (at, _)| bits | 1_u64 << at);
        let inputs = tests.iter().fold(0, |bits, &(at, _)| bits | 1 << self.hashed[at].input);
        self.checked.push(self.rows.tested[row] & !narrow & !inputs);
        let start = self.keys.len();
        self.keys.push((signature << KEY_BITS, row as u32));
        for (at, accepted) in tests {
            let shift = self.hashed[at].shift;
            let end = self.keys.len();
            for known in start..end {
                let (key, row) = self.keys[known];
                let keys = accepted.iter().map(|&class| (key | u64::from(class) << shift, row));
                let mut keys = keys.collect::<Vec<_>>().into_iter();
                if let Some(first) = keys.next() {
                    self.keys[known] = first;
                }
                self.keys.extend(keys);
            }
        }
    }
}

/// The signatures of the keys, in the order of their first rows.
fn signatures(keys: &[(u64, u32)], hashed: &[Hashed]) -> Vec<Signature> {
    let mut signatures: Vec<Signature> = keys
        .chunk_by(|a, b| a.0 >> KEY_BITS == b.0 >> KEY_BITS)
        .map(|group| {
            let signature = group[0].0 >> KEY_BITS;
            let tested = hashed.iter().enumerate().filter(|(at, _)| signature >> at & 1 == 1);
            let mask = tested.fold(0, |mask, (_, hashed)| mask | hashed.mask());
            let first = group.iter().map(|&(_, row)| row).min().unwrap_or(0);
            Signature { mask, tag: signature << KEY_BITS, first }
        })
        .collect();
    signatures.sort_unstable_by_key(|signature| signature.first);
    signatures
}
