//! The sizes that are measured. `BENCH_SIZES=SEED,100000` asks for others than a plain run has.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::expect_used,
    clippy::allow_attributes,
    reason = "each benchmark uses a part, and stops where something is wrong"
)]

use std::env;
use std::fmt;

/// The sizes of a plain run, which take seconds to build together.
pub const USUAL: [Size; 4] =
    [Size::Seed, Size::Rules(100), Size::Rules(1_000), Size::Rules(10_000)];
/// From this many rules on, one build takes as long as many samples of smaller ones.
const LARGE: usize = 100_000;

/// How many rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// The rules that come with the benchmark, as it says.
    Seed,
    /// The given number of generated rules, at least one.
    Rules(usize),
}

impl Size {
    /// Whether few samples have to do.
    pub fn is_large(self) -> bool {
        matches!(self, Self::Rules(rules) if rules >= LARGE)
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Seed => f.write_str("SEED"),
            Self::Rules(rules) => rules.fmt(f),
        }
    }
}

/// The sizes asked for in the environment, or the usual ones.
///
/// # Panics
/// If the environment contains anything except `SEED` and numbers between commas.
pub fn sizes() -> Vec<Size> {
    let Ok(asked) = env::var("BENCH_SIZES") else {
        return USUAL.to_vec();
    };
    let size = |size: &str| match size.trim() {
        "SEED" => Size::Seed,
        rules => {
            Size::Rules(rules.parse().expect("`BENCH_SIZES` holds `SEED` and numbers of rules"))
        }
    };
    asked.split(',').map(size).collect()
}
