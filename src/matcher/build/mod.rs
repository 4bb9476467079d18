//! Building decision diagrams from rows: the part that the strategies `diagram` and `forest` and the diff share.
//!
//! ```text
//! Rows ── order ──> inputs in order ── setting ──> Setting ── builder ──> Draft ── finish ──> Nodes
//!                                      narrow       Trail <──────┘ └────> hides rows of other diagrams
//! ```
//!
//! | file | holds |
//! | --- | --- |
//! | `digit` | the part of an input in the number of a combination |
//! | `narrow` | the last few inputs, whose combinations are bits of one word |
//! | `trail` | a record of a diagram's states, to drop rows of other diagrams that its rows hide |
//! | `setting` | the rows in the order of levels, and the rule by which rows are dropped |
//! | `draft` | nodes and leaves while they are built, each stored once |
//! | `nodes` | nodes as they are walked, in one array |
//! | `builder` | the construction, one node per set of rows that are still possible |
//! | `order` | the order of inputs, found by trial builds |

mod builder;
mod digit;
mod draft;
mod narrow;
mod nodes;
pub(crate) mod order;
mod setting;
mod trail;

pub(crate) use builder::Builder;
pub(crate) use digit::Digit;
pub(crate) use draft::Draft;
pub(crate) use narrow::Narrow;
pub(crate) use nodes::{LISTED, NodeLevel, Nodes};
pub(crate) use setting::Setting;
pub(crate) use trail::Trail;
