//! Handover beside four engines of the field, on the same rules and questions.
//!
//! `benches/peers/run` does all and writes `benches/RESULTS.md` and `benches/results.svg`. The exit status is 1 where an
//! engine gave a wrong answer, and 2 where the command line cannot be understood.

mod args;
mod cedar;
mod cel;
mod chart;
mod engine;
mod floor;
#[path = "../../common/generator.rs"]
mod generator;
mod handover;
mod machine;
mod measure;
mod names;
mod regorus;
mod report;
mod run;
mod targets;
mod zen;

use std::fs;
use std::process::ExitCode;

use handover_matcher::{HitPolicy, Strategy};

use args::{Args, USAGE};
use engine::{Engine, Task};
use generator::Work;
use machine::Machine;
use report::Report;
use run::{Row, run, run_as};

#[global_allocator]
static ALLOCATOR: measure::Counting = measure::Counting;

/// How many rules the oracle may read while the expected answers are held to it.
const ORACLE: usize = 200_000_000;

fn main() -> ExitCode {
    let args = match Args::read(std::env::args().skip(1)) {
        Ok(args) => args,
        Err(fault) => {
            eprintln!("{fault}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let rows: Vec<Row> = args.sizes.iter().flat_map(|size| measure_size(&args, size)).collect();
    let machine = Machine::here(args.date.clone());
    let report = Report { rows: &rows, machine: &machine, method: method(&args) };
    let written = match &args.out {
        None => {
            println!("{}", report.page());
            Ok(())
        }
        Some(folder) => fs::write(folder.join("RESULTS.md"), report.page())
            .and_then(|()| fs::write(folder.join("results.svg"), chart::svg(&report))),
    };
    if let Err(error) = written {
        eprintln!("the report cannot be written: {error}");
        return ExitCode::FAILURE;
    }
    ExitCode::from(u8::from(report.wrong() > 0))
}

/// Every engine that is asked for, on one size.
fn measure_size(args: &Args, size: &str) -> Vec<Row> {
    let work = size.parse().map_or_else(|_| Work::seed(), Work::of);
    let table = work.table(HitPolicy::First);
    work.check(&table, ORACLE);
    let task = Task { work: &work, table: &table };
    let mut rows = Vec::new();
    add::<floor::Floor>(args, &task, &mut rows);
    add::<handover::Handover>(args, &task, &mut rows);
    if wanted(args, handover::Handover::NAME) {
        for strategy in Strategy::ALL {
            let name = format!("{}, {strategy}", handover::Handover::NAME);
            let build =
                |source: &handover::Source<'_>| handover::Handover::build_as(strategy, source);
            rows.push(run_as(name, &task, args.times, build));
        }
    }
    add::<zen::Zen>(args, &task, &mut rows);
    add::<cel::Cel>(args, &task, &mut rows);
    add::<regorus::Regorus>(args, &task, &mut rows);
    add::<cedar::Cedar>(args, &task, &mut rows);
    rows
}

fn add<E: Engine>(args: &Args, task: &Task<'_>, rows: &mut Vec<Row>) {
    if wanted(args, E::NAME) && task.work.rules.len() <= E::LARGEST {
        rows.push(run::<E>(task, args.times));
    }
}

fn wanted(args: &Args, engine: &str) -> bool {
    args.engines.as_ref().is_none_or(|engines| engines.iter().any(|name| name == engine))
}

fn method(args: &Args) -> String {
    let kind = if args.quick { "A quick run. " } else { "" };
    format!(
        "{kind}10,000 questions over five inputs, 50 case types, 2 care levels, 300 specialties, 2,000 units and 12 \
         priorities; SEED is the instruction's own table of 15 rules over three inputs. The first rule that matches \
         answers. Half of the questions are drawn evenly, half from what a rule accepts, and two in a hundred hold a \
         name that no rule knows.\n\n\
         Every engine runs in one thread of one process, one after the other, with the rules in the form that suits it \
         best (the head of its file in `peers/src` tells which and why). Answers are compared with the oracle's for at \
         most {check} s, all 10,000 where they fit; what is too slow is compared on as many as fit, evenly spread. Then \
         passes over the questions run for {warm:.1} s that do not count and {passes:.1} s that do; a pass that would take \
         more than 0.25 s takes fewer questions, evenly spread. Where one decision takes more than 100 ms nothing is \
         measured. Times of decisions are processor time, those of building are by the clock. \
         Memory is what a counting allocator holds live; it does not count while time is measured.",
        check = args.times.check.as_secs(),
        warm = args.times.warm_up.as_secs_f64(),
        passes = args.times.passes.as_secs_f64(),
    )
}
