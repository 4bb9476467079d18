//! The compiled form of a plan: one of the four strategies.

use super::bitmap::Bitmap;
use super::diagram::Diagram;
use super::forest::Forest;
use super::reason::Strategy;
use super::tuples::Tuples;

/// A table compiled by one strategy.
#[derive(Clone, Debug)]
pub(crate) enum Compiled {
    Diagram(Diagram),
    Forest(Forest),
    Tuples(Tuples),
    Bitmap(Bitmap),
}

impl Compiled {
    pub(crate) fn strategy(&self) -> Strategy {
        match self {
            Self::Diagram(_) => Strategy::Diagram,
            Self::Forest(_) => Strategy::Forest,
            Self::Tuples(_) => Strategy::Tuples,
            Self::Bitmap(_) => Strategy::Bitmap,
        }
    }

    pub(crate) fn bytes(&self) -> usize {
        match self {
            Self::Diagram(diagram) => diagram.bytes(),
            Self::Forest(forest) => forest.bytes(),
            Self::Tuples(tuples) => tuples.bytes(),
            Self::Bitmap(bitmap) => bitmap.bytes(),
        }
    }
}
