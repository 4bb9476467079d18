//! What can be told of a case before all of its inputs are known, kept for when they are.

use super::super::classes::ABSENT;
use super::super::rule_set::RuleSet;
use super::Bitmap;

/// The rows of a bitmap that hold as far as some inputs are concerned, see [`Bitmap::hold`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held(u64);

impl Bitmap {
    /// What is known of a case before all of its inputs are: `known` has a bit for each input whose class counts. Of a
    /// bitmap of more than 64 rows nothing is kept, and [`fired_among`](Self::fired_among) asks for all inputs again.
    #[must_use]
    pub fn hold(&self, classes: &[u32], known: u64) -> Held {
        self.small.first().map_or(Held(u64::MAX), |&all| self.narrow(Held(all), classes, known))
    }

    /// Those of some rows of a small bitmap that hold as far as the inputs are concerned.
    fn narrow(&self, Held(mut held): Held, classes: &[u32], inputs: u64) -> Held {
        let mut asked = inputs & self.tested;
        while asked != 0 {
            let input = asked.trailing_zeros() as usize;
            // The tested inputs stand in ascending order.
            let columns = &self.inputs[(self.tested & ((1 << input) - 1)).count_ones() as usize];
            let class = classes.get(input).copied().unwrap_or(ABSENT);
            held &= self.small[columns.of(class) as usize];
            asked &= asked - 1;
        }
        Held(held)
    }

    /// What [`fired_classes`](Self::fired_classes) tells of a case of which `held` was known before.
    pub fn fired_among(&self, held: Held, known: u64, classes: &[u32], out: &mut RuleSet) {
        if self.small.is_empty() {
            return self.fired_classes(classes, out);
        }
        let Held(rows) = self.narrow(held, classes, !known);
        out.reset(self.rule_count);
        self.rules_in(0, &[rows]).for_each(|rule| out.insert(rule));
    }

    /// Puts the rules into `out` that may come to wait for `input`, see [`waiting_for`](Self::waiting_for), whatever the
    /// inputs that are not `known`. Of a bitmap of more than 64 rows, those are all.
    pub fn may_wait_for(&self, known: u64, classes: &[u32], input: usize, out: &mut RuleSet) {
        out.reset(self.rule_count);
        let Some(&all) = self.small.first() else {
            return self.rules.iter().for_each(|&rule| out.insert(rule));
        };
        let Some(asked) = self.inputs.iter().find(|columns| columns.input == input) else {
            return;
        };
        let Held(rows) = self.narrow(Held(all), classes, known & !(1 << input));
        let indifferent = self.small[asked.absent as usize];
        self.rules_in(0, &[rows & !indifferent]).for_each(|rule| out.insert(rule));
    }
}
