//! What a run is asked for on the command line.

use std::path::PathBuf;

use crate::measure::Times;

/// How to ask.
pub const USAGE: &str = "\
usage: handover-peers [--quick] [--sizes SEED,1000] [--engines handover,cel] [--date 2026-01-31] [--out FOLDER]

  --quick      shorter passes, sizes up to 10,000; under five minutes
  --sizes      only these numbers of rules; SEED is the instruction's table
  --engines    only these engines
  --date       the day that the report tells instead of today's
  --out        where RESULTS.md and results.svg are written

A run of everything writes to the folder `benches`; any other prints its report where no folder is given.";

/// The sizes of a full run; peers take those up to 100,000.
const SIZES: [&str; 6] = ["SEED", "100", "1000", "10000", "100000", "1000000"];
/// The sizes of a quick run.
const QUICK_SIZES: usize = 4;

/// What is asked for.
pub struct Args {
    pub quick: bool,
    pub sizes: Vec<String>,
    /// All of them where nothing is said.
    pub engines: Option<Vec<String>>,
    pub date: Option<String>,
    /// Where the report goes, if it is not printed.
    pub out: Option<PathBuf>,
    pub times: Times,
}

impl Args {
    /// Reads the arguments after the program's name.
    ///
    /// # Errors
    /// What cannot be understood.
    pub fn read(mut args: impl Iterator<Item = String>) -> Result<Self, String> {
        let (mut quick, mut sizes, mut engines, mut date, mut out) =
            (false, None, None, None, None);
        while let Some(arg) = args.next() {
            let list = |text: String| text.split(',').map(str::to_owned).collect::<Vec<_>>();
            let mut value = || args.next().ok_or_else(|| format!("`{arg}` wants a value"));
            match arg.as_str() {
                "--quick" => quick = true,
                "--sizes" => sizes = Some(list(value()?)),
                "--engines" => engines = Some(list(value()?)),
                "--date" => date = Some(value()?),
                "--out" => out = Some(PathBuf::from(value()?)),
                _ => return Err(format!("`{arg}` is not known")),
            }
        }
        if !quick && sizes.is_none() && engines.is_none() && out.is_none() {
            out = Some(PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/..")));
        }
        let count = if quick { QUICK_SIZES } else { SIZES.len() };
        let sizes = sizes.unwrap_or_else(|| SIZES[..count].iter().map(|&s| s.to_owned()).collect());
        for size in &sizes {
            if size != "SEED" && !size.parse().is_ok_and(|rules| (1..=1_000_000).contains(&rules)) {
                return Err(format!(
                    "`{size}` is neither `SEED` nor a number of rules up to 1000000"
                ));
            }
        }
        let times = if quick { Times::QUICK } else { Times::FULL };
        Ok(Self { quick, sizes, engines, date, out, times })
    }
}
