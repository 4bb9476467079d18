//! Sorted sets of numbers in one array: classes that cells accept, or rules at leaves.

#![expect(clippy::indexing_slicing, reason = "sets are numbered by this module")]

/// Sorted sets by number, all in one array.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sets {
    ends: Vec<usize>,
    classes: Vec<u32>,
}

impl Sets {
    /// Adds a set, given in any order, and empties the argument.
    pub(crate) fn push(&mut self, set: &mut Vec<u32>) {
        set.sort_unstable();
        set.dedup();
        self.classes.append(set);
        self.ends.push(self.classes.len());
    }

    pub(crate) fn get(&self, number: u32) -> &[u32] {
        let number = number as usize;
        let start = if number == 0 { 0 } else { self.ends[number - 1] };
        &self.classes[start..self.ends[number]]
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u32]> {
        (0..self.len() as u32).map(|number| self.get(number))
    }

    /// Memory in use.
    pub(crate) fn bytes(&self) -> usize {
        size_of_val(&*self.ends) + size_of_val(&*self.classes)
    }
}
