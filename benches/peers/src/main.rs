//! Handover beside four engines of the field, on the same rules and questions.
//!
//! `cargo run --release --manifest-path benches/peers/Cargo.toml` does all and writes `benches/RESULTS.md` and
//! `benches/results.svg`; the exit status is 1 where an engine gave a wrong answer.

mod cedar;
mod cel;
#[path = "../../common/mod.rs"]
mod common;
mod engine;
mod floor;
mod handover;
mod measure;
mod names;
mod regorus;
mod run;
mod zen;

use std::time::Duration;

use common::generator::Work;
use engine::{Engine, Task};
use measure::Times;

#[global_allocator]
static ALLOCATOR: measure::Counting = measure::Counting;

fn main() {
    let quick = std::env::args().any(|arg| arg == "--quick");
    let times = if quick {
        Times {
            warm_up: Duration::from_millis(50),
            passes: Duration::from_millis(150),
            check: Duration::from_millis(1000),
        }
    } else {
        Times {
            warm_up: Duration::from_millis(300),
            passes: Duration::from_millis(1000),
            check: Duration::from_millis(30000),
        }
    };
    for size in ["SEED", "100", "1000", "10000"] {
        let work = if size == "SEED" { Work::seed() } else { Work::of(size.parse().unwrap()) };
        let table = work.table(::handover::matcher::HitPolicy::First);
        work.check(&table, 20_000_000);
        let task = Task { work: &work, table: &table };
        run::run::<floor::Floor>(&task, times);
        run::run::<handover::Handover>(&task, times);
        run::run::<zen::Zen>(&task, times);
        run::run::<cel::Cel>(&task, times);
        run::run::<regorus::Regorus>(&task, times);
        run::run::<cedar::Cedar>(&task, times);
    }
}
