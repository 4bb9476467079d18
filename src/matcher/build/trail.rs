//! Trails: what the diagram of some rows knows of the cases on the way to each of its states, kept to drop rows of other
//! diagrams that these rows hide.
//!
//! Where the first row answers and a forest takes the smaller of two, a row does not matter where a smaller one of the
//! rest certainly holds. What a part answers there is of no account, so rows are dropped only where they are hidden in all
//! cases left: a part may be simpler than what it stands for, never less exact where it is looked at.

#![expect(clippy::indexing_slicing, reason = "states and places are numbered by the builder")]

/// The place where no row is left.
pub(crate) const NOWHERE: u32 = u32::MAX;
/// Marks the place where a row, told by its number, holds, among the numbers of states.
pub(crate) const HELD: u32 = 1 << 31;

/// A row that holds but for narrow inputs, with their combinations that it accepts.
pub(crate) type Cover = (u32, u64);

/// The states of a diagram, by number.
#[derive(Debug, Default)]
pub(crate) struct Trail {
    states: Vec<State>,
    /// The covers of all states, one state after the other.
    covers: Vec<Cover>,
    /// For all states, the classes that lead elsewhere than the default, with the place.
    others: Vec<(u32, u32)>,
}

#[derive(Clone, Copy, Debug)]
struct State {
    level: u32,
    first: u32,
    default: u32,
    /// Where its parts of `covers` and `others` start, and how long they are.
    covers: (u32, u32),
    others: (u32, u32),
}

impl Trail {
    /// Adds the next state: its level, its first row, and its rows that hold but for narrow inputs.
    pub(crate) fn add(&mut self, level: usize, first: u32, covers: impl Iterator<Item = Cover>) {
        let start = self.covers.len() as u32;
        self.covers.extend(covers);
        let covers = (start, self.covers.len() as u32 - start);
        let level = level as u32;
        self.states.push(State { level, first, default: NOWHERE, covers, others: (0, 0) });
    }

    /// The place of all rows: the first state. A trail without states has nothing to tell.
    pub(crate) fn root(&self) -> u32 {
        if self.states.is_empty() { NOWHERE } else { 0 }
    }

    /// Tells where the classes of a state lead.
    pub(crate) fn lead(&mut self, state: u32, default: u32, others: &[(u32, u32)]) {
        let start = self.others.len() as u32;
        self.others.extend(others.iter().filter(|&&(_, place)| place != default));
        let state = &mut self.states[state as usize];
        state.default = default;
        state.others = (start, self.others.len() as u32 - start);
    }

    /// The place without what cannot matter for rows up to `last`, and without the levels before `level`, whose classes are
    /// not known: there, only rows that leave them open stay.
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

    /// The place that a class of a level's input leads to.
    pub(crate) fn child(&self, place: u32, level: usize, class: u32) -> u32 {
        if place & HELD != 0 || self.states[place as usize].level as usize != level {
            return place;
        }
        let State { default, others: (start, len), .. } = self.states[place as usize];
        let others = &self.others[start as usize..][..len as usize];
        match others.binary_search_by_key(&class, |&(class, _)| class) {
            Ok(at) => others[at].1,
            Err(_) => default,
        }
    }

    /// The rows that hold at a place but for narrow inputs, ascending.
    pub(crate) fn covers(&self, place: u32) -> impl Iterator<Item = Cover> {
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
