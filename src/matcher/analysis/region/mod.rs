//! Regions: the cases in some cubes and in none of others. Every analysis of one table asks about regions.
//!
//! It asks whether a region is empty, for the number of its cases, for one of them, and for all of them as blocks.
//!
//! A region is searched input by input, beginning with those that most cubes test. The remaining cubes of a part are
//! the same for all classes that the same cubes accept, and a result for the same cubes is reused; inputs that no cube
//! tests together are searched separately. Dates come last: a combination of the other values counts once, on however
//! many days it is in the region.

mod count;
mod grow;
mod region;

pub(super) use region::Region;
