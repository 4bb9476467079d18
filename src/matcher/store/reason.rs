//! Storage of a plan's reason and candidates.

use super::section::{Column, Damaged, SectionReader, SectionWriter};
use crate::compile::{OverBudget, Unbuilt};
use crate::plan::{Candidate, Reason, Strategy, Weight};

const ASKED: u64 = 0;
const COLLECTS: u64 = 1;
const FASTEST: u64 = 2;
const FASTEST_OF_TWO: u64 = 3;
const SMALLEST: u64 = 4;

const WEIGHED: u64 = 0;
const OVER_BUDGET: u64 = 1;
const TOO_LONG: u64 = 2;
const SLOWER: u64 = 3;

const UNFIT: Damaged = Damaged { what: "the reason of a plan" };

pub(super) fn store_strategy(strategy: Strategy) -> u64 {
    Strategy::ALL.iter().position(|&known| known == strategy).unwrap_or_default() as u64
}

pub(super) fn restore_strategy(number: u64) -> Result<Strategy, Damaged> {
    let index = usize::try_from(number).map_err(|_| UNFIT)?;
    Strategy::ALL.get(index).copied().ok_or(UNFIT)
}

fn size(word: u64) -> Result<usize, Damaged> {
    usize::try_from(word).map_err(|_| UNFIT)
}

/// A weight, or why there is none, as three numbers.
fn store_weight(weight: &Result<Weight, Unbuilt>) -> [u64; 3] {
    match *weight {
        Ok(Weight { bytes, picoseconds }) => [WEIGHED, bytes as u64, picoseconds],
        Err(Unbuilt::OverBudget(OverBudget { bytes })) => [OVER_BUDGET, bytes as u64, 0],
        Err(Unbuilt::TooLong { rows }) => [TOO_LONG, rows as u64, 0],
        Err(Unbuilt::Slower) => [SLOWER, 0, 0],
    }
}

fn restore_weight(from: &mut Column<'_, u64>) -> Result<Result<Weight, Unbuilt>, Damaged> {
    let (kind, first, picoseconds) = (from.next()?, from.next()?, from.next()?);
    Ok(match kind {
        WEIGHED => Ok(Weight { bytes: size(first)?, picoseconds }),
        OVER_BUDGET => Err(Unbuilt::OverBudget(OverBudget { bytes: size(first)? })),
        TOO_LONG => Err(Unbuilt::TooLong { rows: size(first)? }),
        SLOWER => Err(Unbuilt::Slower),
        _ => return Err(UNFIT),
    })
}

pub(super) fn store(reason: Reason, candidates: &[Candidate], out: &mut SectionWriter) {
    let mut words = Vec::new();
    match reason {
        Reason::Asked => words.push(ASKED),
        Reason::Collects => words.push(COLLECTS),
        Reason::Fastest { weight, next: None } => {
            words.push(FASTEST);
            words.extend(store_weight(&Ok(weight)));
        }
        Reason::Fastest { weight, next: Some((strategy, other)) } => {
            words.push(FASTEST_OF_TWO);
            words.extend(store_weight(&Ok(weight)));
            words.push(store_strategy(strategy));
            words.extend(store_weight(&Ok(other)));
        }
        Reason::Smallest { bytes, budget } => {
            words.extend([SMALLEST, bytes as u64, budget as u64]);
        }
    }
    out.u64s(words);
    out.u64s(candidates.iter().flat_map(|Candidate { strategy, weight }| {
        [store_strategy(*strategy)].into_iter().chain(store_weight(weight))
    }));
}

pub(super) fn restore(from: &mut SectionReader<'_>) -> Result<(Reason, Vec<Candidate>), Damaged> {
    let mut words = Column(from.u64s()?);
    let reason = match words.next()? {
        ASKED => Reason::Asked,
        COLLECTS => Reason::Collects,
        FASTEST => {
            let weight = restore_weight(&mut words)?.map_err(|_| UNFIT)?;
            Reason::Fastest { weight, next: None }
        }
        FASTEST_OF_TWO => {
            let weight = restore_weight(&mut words)?.map_err(|_| UNFIT)?;
            let strategy = restore_strategy(words.next()?)?;
            let other = restore_weight(&mut words)?.map_err(|_| UNFIT)?;
            Reason::Fastest { weight, next: Some((strategy, other)) }
        }
        SMALLEST => Reason::Smallest { bytes: size(words.next()?)?, budget: size(words.next()?)? },
        _ => return Err(UNFIT),
    };
    let mut words = Column(from.u64s()?);
    let mut candidates = Vec::new();
    while !words.0.is_empty() {
        let strategy = restore_strategy(words.next()?)?;
        candidates.push(Candidate { strategy, weight: restore_weight(&mut words)? });
    }
    Ok((reason, candidates))
}
