//! From names to numbers, for the engines that decide over numbers.

use foldhash::HashMap;

use crate::generator::{Query, WORDS};

type Map = HashMap<Box<str>, u32>;

/// One map an input.
pub struct Names(Vec<Map>);

impl Names {
    /// Of the inputs that are asked for; the others have no names.
    pub fn new(names: &[Vec<String>; WORDS], tested: usize) -> Self {
        Self::numbered(names, tested, |_, word| word)
    }

    /// The same with other numbers than those of the lists, by input and word.
    pub fn numbered(
        names: &[Vec<String>; WORDS],
        tested: usize,
        number: impl Fn(usize, u32) -> u32,
    ) -> Self {
        let map = |(input, names): (usize, &Vec<String>)| {
            let words = names.iter().zip(0..);
            words.map(|(name, word)| (name.as_str().into(), number(input, word))).collect()
        };
        Self(names.iter().enumerate().take(tested).map(map).collect())
    }

    /// By input the number of the name, nothing where it is unknown or the input is not asked for.
    #[inline]
    pub fn words(&self, query: &Query) -> [Option<u32>; WORDS] {
        let mut words = [None; WORDS];
        for ((word, name), map) in words.iter_mut().zip(&query.names).zip(&self.0) {
            *word = map.get(name.as_str()).copied();
        }
        words
    }

    /// The memory in use, in bytes: an entry and a byte of tag for each place of a map, and the names.
    pub fn bytes(&self) -> usize {
        let entry = size_of::<(Box<str>, u32)>() + 1;
        let names = |map: &Map| map.keys().map(|name| name.len()).sum::<usize>();
        self.0.iter().map(|map| map.capacity() * 8 / 7 * entry + names(map)).sum()
    }
}
