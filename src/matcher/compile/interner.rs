//! Hash-consing: equal slices are stored once, one after the other, and numbered.

#![expect(clippy::indexing_slicing, reason = "positions come from the interner itself")]

use std::hash::{BuildHasher, Hash};

use foldhash::fast::FixedState;

const FREE: u32 = u32::MAX;

/// Slices stored once each. They are numbered by first insertion, so numbers repeat from run to run.
#[derive(Clone, Debug)]
pub(crate) struct Interner<T> {
    data: Vec<T>,
    /// The end of each slice in `data`.
    ends: Vec<usize>,
    /// Open addressing with linear probing, sized by powers of two: part of the hash, and the slice's number or `FREE`.
    slots: Vec<(u32, u32)>,
}

impl<T: Copy + Eq + Hash> Interner<T> {
    pub(crate) fn new() -> Self {
        Self { data: Vec::new(), ends: Vec::new(), slots: vec![(0, FREE); 16] }
    }

    /// The number of the slice, and whether it is new.
    pub(crate) fn intern(&mut self, slice: &[T]) -> (u32, bool) {
        let (at, tag) = match self.seek(slice) {
            Ok(found) => return (found, false),
            Err(free) => free,
        };
        let number = self.ends.len() as u32;
        self.slots[at] = (tag, number);
        self.data.extend_from_slice(slice);
        self.ends.push(self.data.len());
        if self.ends.len() * 4 > self.slots.len() * 3 {
            self.grow();
        }
        (number, true)
    }

    /// The number of the slice, if it was interned.
    pub(crate) fn find(&self, slice: &[T]) -> Option<u32> {
        self.seek(slice).ok()
    }

    /// The number of the slice, or else the free slot and the tag that it would get.
    fn seek(&self, slice: &[T]) -> Result<u32, (usize, u32)> {
        let (mut at, tag) = self.place(slice);
        loop {
            let (found_tag, found) = self.slots[at];
            if found == FREE {
                return Err((at, tag));
            }
            if found_tag == tag && self.get(found) == slice {
                return Ok(found);
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    pub(crate) fn get(&self, number: u32) -> &[T] {
        let number = number as usize;
        let start = if number == 0 { 0 } else { self.ends[number - 1] };
        &self.data[start..self.ends[number]]
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Memory in use.
    pub(crate) fn bytes(&self) -> usize {
        size_of_val(&*self.data) + size_of_val(&*self.ends) + size_of_val(&*self.slots)
    }

    fn place(&self, slice: &[T]) -> (usize, u32) {
        let hash = FixedState::default().hash_one(slice);
        ((hash as usize) & (self.slots.len() - 1), (hash >> 32) as u32)
    }

    fn grow(&mut self) {
        self.slots = vec![(0, FREE); self.slots.len() * 2];
        for number in 0..self.ends.len() as u32 {
            let (mut at, tag) = self.place(self.get(number));
            while self.slots[at].1 != FREE {
                at = (at + 1) & (self.slots.len() - 1);
            }
            self.slots[at] = (tag, number);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_slices_share_a_number() {
        let mut interner = Interner::new();
        let slices: Vec<Vec<u32>> = (0..100).map(|n| (0..n % 37).collect()).collect();
        let numbers: Vec<u32> = slices.iter().map(|slice| interner.intern(slice).0).collect();
        assert_eq!(interner.len(), 37);
        for (slice, &number) in slices.iter().zip(&numbers) {
            assert_eq!(interner.get(number), slice.as_slice());
            assert_eq!(interner.intern(slice), (number, false));
        }
    }
}
