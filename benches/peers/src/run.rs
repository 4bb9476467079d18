//! One engine at one size: built, compared with the expected answers, measured.

use std::time::{Duration, Instant};

use crate::engine::{Engine, Task};
use crate::measure::{self, Checked, Stats, Times};

/// The result of an engine at a size.
pub struct Row {
    /// `SEED` or the number of rules.
    pub size: String,
    /// The name of the engine.
    pub engine: String,
    /// The measurements, or the reason why there are none.
    pub result: Result<Built, String>,
}

/// An engine that takes the rules.
pub struct Built {
    /// How many rules it has.
    pub rules: usize,
    /// The median of some builds.
    pub compile: Duration,
    /// The memory that is in use after building, in bytes.
    pub bytes: usize,
    /// The part of the memory used to look names up, if it can be separated.
    pub names_bytes: usize,
    /// The answers that were compared.
    pub checked: Checked,
    /// The times, or that of one decision where it was too long to go on.
    pub timed: Result<Timed, Duration>,
    /// A remark of the engine.
    pub remark: Option<String>,
}

/// Times of one decision.
pub struct Timed {
    /// The input is made from strings first.
    pub strings: Stats,
    /// The input is ready.
    pub evaluation: Stats,
    /// The input is ready, and which one it is depends on the last answer.
    pub latency: Stats,
}

/// Builds, checks and measures.
pub fn run<E: Engine>(task: &Task<'_>, times: Times) -> Row {
    run_as(E::NAME.to_owned(), task, times, E::build)
}

/// The same for an engine that is built in another way.
pub fn run_as<E: Engine>(
    engine: String,
    task: &Task<'_>,
    times: Times,
    build: impl Fn(&E::Source<'_>) -> Result<E, String>,
) -> Row {
    let result = built(task, times, build);
    let row = Row { size: task.work.name.clone(), engine, result };
    eprintln!("{}", line(&row));
    row
}

fn built<E: Engine>(
    task: &Task<'_>,
    times: Times,
    build: impl Fn(&E::Source<'_>) -> Result<E, String>,
) -> Result<Built, String> {
    let source = E::source(task);
    let (first, bytes) = measure::counted(|| {
        let start = Instant::now();
        (build(&source), start.elapsed())
    });
    let mut engine = first.0?;
    let mut compile = vec![first.1];
    while compile.iter().sum::<Duration>() < times.warm_up && compile.len() < 9 {
        let start = Instant::now();
        let again = build(&source)?;
        compile.push(start.elapsed());
        drop(again);
    }
    drop(source);
    compile.sort();
    let queries = &task.work.queries;
    let inputs: Vec<E::Input> = queries.iter().map(|query| engine.input(query)).collect();
    let first = measure::first(inputs.len(), |at| engine.decide(&inputs[at]));
    let checked = measure::check(times, &task.work.expected, |at| {
        let input = engine.input(&queries[at]);
        engine.decide(&input)
    });
    let timed = first.map(|one| {
        let count = inputs.len();
        let evaluation = measure::measure(times, count, one, |at| engine.decide(&inputs[at]));
        let strings = measure::measure(times, count, one, |at| {
            let input = engine.input(std::hint::black_box(&queries[at]));
            engine.decide(&input)
        });
        // The highest bit is set where there is no answer: the neighbour of the case is asked for then.
        let mut last = 0;
        let latency = measure::measure(times, count, one, |at| {
            last = engine.decide(&inputs[at ^ (last >> 31) as usize]).unwrap_or(u32::MAX);
            last
        });
        Timed { strings, evaluation, latency }
    });
    Ok(Built {
        rules: task.work.rules.len(),
        compile: compile[compile.len() / 2],
        bytes,
        names_bytes: engine.names_bytes(),
        checked,
        timed,
        remark: engine.remark(),
    })
}

/// A line to follow the run by.
fn line(row: &Row) -> String {
    let told = match &row.result {
        Err(reason) => reason.clone(),
        Ok(built) => {
            let times = match &built.timed {
                Err(one) => format!("one decision takes {one:.0?}, not measured"),
                Ok(timed) => format!(
                    "from strings {:.1} ns, evaluation {:.1} ns, latency {:.1} ns",
                    timed.strings.median, timed.evaluation.median, timed.latency.median
                ),
            };
            format!(
                "compiled in {:.1?}, {} bytes, {} of {} answers wrong, {times} {}",
                built.compile,
                built.bytes,
                built.checked.wrong,
                built.checked.questions,
                built.remark.as_deref().unwrap_or_default()
            )
        }
    };
    format!("{:>8} {:16} {told}", row.size, row.engine)
}
