//! The floor: answers known in advance, found by one look-up.
//!
//! No engine that looks at every input can be faster. SEED has a perfect index, an array by the numbers of its three
//! inputs. For the other sizes, whose array would have 720 million entries, the 10,000 questions themselves are the keys
//! of a hash table: one multiplication and, nearly always, one load. It cannot answer anything else.

use crate::engine::{Engine, Task};
use crate::generator::{MAX_PRIORITY, Query, WORDS, Work};
use crate::names::Names;

const FREE: u64 = u64::MAX;
const NO_RULE: u32 = u32::MAX;

pub struct Floor {
    /// By input, how many numbers it has, that of unknown names included; 1 where it is not asked for.
    sizes: [u64; WORDS + 1],
    names: Names,
    known: Known,
}

enum Known {
    /// By key.
    Index(Vec<u32>),
    /// Open addressing by key, a power of two.
    Hash(Vec<(u64, u32)>),
}

impl Engine for Floor {
    const NAME: &'static str = "floor";
    const LARGEST: usize = 1_000_000;
    type Source<'a> = &'a Work;
    type Input = [u32; WORDS + 1];

    fn source<'a>(task: &Task<'a>) -> &'a Work {
        task.work
    }

    fn build(work: &&Work) -> Result<Self, String> {
        let mut sizes = [1; WORDS + 1];
        for (size, names) in sizes.iter_mut().zip(&work.names).take(work.tested) {
            *size = names.len() as u64 + 1;
        }
        if work.tested > WORDS {
            sizes[WORDS] = MAX_PRIORITY as u64 + 1;
        }
        let mut floor = Self {
            sizes,
            names: Names::new(&work.names, work.tested),
            known: Known::Index(Vec::new()),
        };
        let keys = work.queries.iter().map(|query| floor.key(&floor.input(query)));
        let answers = work.expected.iter().map(|rule| rule.unwrap_or(NO_RULE));
        let answers: Vec<(u64, u32)> = keys.zip(answers).collect();
        floor.known = if work.tested < WORDS {
            let mut index = vec![NO_RULE; sizes.iter().product::<u64>() as usize];
            for (key, rule) in answers {
                index[key as usize] = rule;
            }
            Known::Index(index)
        } else {
            let mut slots = vec![(FREE, NO_RULE); (answers.len() * 2).next_power_of_two()];
            for (key, rule) in answers {
                let at = find(&slots, key);
                slots[at] = (key, rule);
            }
            Known::Hash(slots)
        };
        Ok(floor)
    }

    fn input(&self, query: &Query) -> Self::Input {
        let words = self.names.words(query);
        let number = |input: usize| {
            let unknown = self.sizes[input] as u32 - 1;
            match words.get(input) {
                Some(word) => word.unwrap_or(unknown),
                None => (query.priority as u32).min(unknown),
            }
        };
        std::array::from_fn(number)
    }

    fn decide(&mut self, input: &Self::Input) -> Option<u32> {
        let key = self.key(input);
        let rule = match &self.known {
            Known::Index(answers) => answers[key as usize],
            Known::Hash(slots) => slots[find(slots, key)].1,
        };
        (rule != NO_RULE).then_some(rule)
    }

    fn names_bytes(&self) -> usize {
        self.names.bytes()
    }
}

impl Floor {
    /// All numbers in one.
    fn key(&self, input: &[u32; WORDS + 1]) -> u64 {
        let numbers = input.iter().zip(&self.sizes);
        numbers.fold(0, |key, (&number, size)| key * size + u64::from(number))
    }
}

/// The slot of the key, or the free one where it would go.
fn find(slots: &[(u64, u32)], key: u64) -> usize {
    let mask = slots.len() - 1;
    let mut at = (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize & mask;
    while slots[at].0 != key && slots[at].0 != FREE {
        at = (at + 1) & mask;
    }
    at
}
