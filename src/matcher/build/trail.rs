//! Trails: for each state of a diagram, the rows that certainly hold there, recorded to drop rows of other diagrams.
//!
//! In a first-match table, a forest answers by the smaller of two leaves, one of the rest and one of a part. A row of a
//! part does not matter where a smaller row of the rest certainly holds: the part's leaf is not used there. A row is
//! dropped only if it is hidden in all remaining cases, so a part may become simpler, but stays exact wherever its leaf
//! is used.

#![expect(clippy::indexing_slicing, reason = "states and places are numbered by the builder")]

/// The place where no row is left.
pub(crate) const NOWHERE: u32 = u32::MAX;
/// Marks a place as the number of a row that holds, among the numbers of states.
pub(crate) const HELD: u32 = 1 << 31;

/// A row that tests only narrow inputs any more, with the combinations of them that it accepts.
pub(crate) type NarrowRow = (u32, u64);

/// The states of a diagram, by number.
#[derive(Debug, Default)]
pub(crate) struct Trail {
    states: Vec<TrailState>,
    /// The covers of all states, one state after the other.
    covers: Vec<NarrowRow>,
    /// For all states, the classes whose place differs from the default, with that place.
    others: Vec<(u32, u32)>,
}

#[derive(Clone, Copy, Debug)]
struct TrailState {
    level: u32,
    first: u32,
    default: u32,
    /// The start and length of the state's part of `covers` and `others`.
    covers: (u32, u32),
    others: (u32, u32),
}

impl Trail {
    /// Adds the next state: its level, its first row, and its rows that test only narrow inputs any more.
    pub(crate) fn add(
        &mut self,
        level: usize,
        first: u32,
        covers: impl Iterator<Item = NarrowRow>,
    ) {
        let start = self.covers.len() as u32;
        self.covers.extend(covers);
        let covers = (start, self.covers.len() as u32 - start);
        let level = level as u32;
        self.states.push(TrailState { level, first, default: NOWHERE, covers, others: (0, 0) });
    }

    /// The place of all rows, the first state. A trail without states hides nothing.
    pub(crate) fn root(&self) -> u32 {
        if self.states.is_empty() { NOWHERE } else { 0 }
    }

    /// Sets the places that the classes of a state lead to.
    pub(crate) fn lead(&mut self, state: u32, default: u32, others: &[(u32, u32)]) {
        let start = self.others.len() as u32;
        self.others.extend(others.iter().filter(|&&(_, place)| place != default));
        let state = &mut self.states[state as usize];
        state.default = default;
        state.others = (start, self.others.len() as u32 - start);
    }

    /// The place reduced to what matters for rows up to `last`.
    ///
    /// Classes of the levels before `level` are not known; there, the place follows the rows that leave them open.
    pub(crate) fn trim(&self, mut place: u32, level: usize, last: u32) -> u32 {
        while place & HELD == 0 && (self.states[place as usize].level as usize) < level {
            place = self.states[place as usize].default;
        }
        let first = match place & HELD {
            0 => self.states[place as usize].first,
            _ => place & !HELD,
        };
        if first < last { place } else { NOWHERE }
    }

    /// The place for a class of a level's input.
    pub(crate) fn child(&self, place: u32, level: usize, class: u32) -> u32 {
        if place & HELD != 0 || self.states[place as usize].level as usize != level {
            return place;
        }
        let TrailState { default, others: (start, len), .. } = self.states[place as usize];
        let others = &self.others[start as usize..][..len as usize];
        match others.binary_search_by_key(&class, |&(class, _)| class) {
            Ok(at) => others[at].1,
            Err(_) => default,
        }
    }

    /// The covers at a place, ascending by row.
    pub(crate) fn covers(&self, place: u32) -> impl Iterator<Item = NarrowRow> {
        let held = (place & HELD != 0 && place != NOWHERE).then_some((place & !HELD, u64::MAX));
        let covers = match place & HELD {
            0 => {
                let (start, len) = self.states[place as usize].covers;
                &self.covers[start as usize..][..len as usize]
            }
            _ => &[],
        };
        held.into_iter().chain(covers.iter().copied())
    }

    /// Memory in use.
    pub(crate) fn bytes(&self) -> usize {
        size_of_val(&*self.states) + size_of_val(&*self.covers) + size_of_val(&*self.others)
    }
}
