//! Regions: the cases of some cubes that are in none of others. Every analysis of one table asks about regions.

mod count;
mod grow;
mod region;

pub(super) use region::Region;
