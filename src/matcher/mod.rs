//! Decision tables with typed inputs, compiled into a form that decides in nanoseconds and about which things can be
//! proved.
//!
//! Data goes one way:
//!
//! ```text
//! text of a cell ── Cell::parse ──> Cell ── resolve ──> Values          what a condition accepts
//! Inputs, Rules, HitPolicy ── Table::new ──> Table ── scan ──> Answer   the oracle
//! Table ── Plan::compile ──> Plan ── decide, walk_with ──> Answer       the same answer, fast
//!                            Plan ── possible ──> Possible              of an incomplete case
//!                            Plan ── gaps, overlaps, unreachable ──> Proof
//! Table, Plan ── store ──> sections ── restore ──> Table, Plan          in a file
//! ```
//!
//! # A table
//!
//! An [`Input`] has a name and a [`Domain`]. A [`Rule`] matches where all conditions of one of its alternatives hold; an
//! absent value satisfies no condition, not even a negated one, and a rule is indifferent to inputs that it does not test.
//! The [`HitPolicy`] says what several matching rules mean, and [`Table::scan`] defines the answer: it reads the table from
//! the top and tests every cell.
//!
//! ```
//! use handover::matcher::*;
//!
//! let level = Input {
//!     name: "level".to_owned(),
//!     domain: Domain::Words { words: vec!["primary".to_owned(), "specialised".to_owned()], open: true },
//! };
//! let score = Input { name: "score".to_owned(), domain: Domain::Integer { min: 1, max: 20 } };
//! let inputs = vec![level, score];
//!
//! // What people write in a cell, for the input of that name.
//! let when = |input: usize, text: &str| Condition {
//!     input,
//!     accepts: Cell::parse(text, &inputs[input].domain).unwrap().resolve(&inputs[input]).unwrap(),
//! };
//! let rule = |id: &str, conditions: Vec<Condition>, outcome: u32, overrides: Vec<usize>| Rule {
//!     id: id.to_owned(),
//!     alternatives: vec![conditions],
//!     outcome,
//!     overrides,
//! };
//! let rules = vec![
//!     rule("primary", vec![when(0, "primary")], 10, vec![]),
//!     rule("other-low", vec![when(0, "{not: primary}"), when(1, "..12")], 20, vec![]),
//!     rule("urgent", vec![when(0, "[primary, specialised]"), when(1, "18..")], 30, vec![0]),
//! ];
//! let table = Table::new("routing", inputs, rules, HitPolicy::Unique).unwrap();
//!
//! let case = [Value::Word(0), Value::Int(19)];
//! assert_eq!(table.scan(&case), Answer::One { outcome: 30, rules: vec![2] });
//!
//! // A plan gives the same answers. Here it is a diagram, which lends its answer and allocates nothing.
//! let plan = Plan::compile(&table, DEFAULT_BUDGET);
//! assert_eq!(plan.strategy(), "diagram");
//! assert_eq!(*plan.decide(&case), table.scan(&case));
//!
//! // The trace comes from the same walk.
//! let mut asked = Vec::new();
//! plan.walk_with(&case, &mut |step| asked.push(step.input));
//! assert_eq!(asked, [0, 1]);
//!
//! // No rule answers a score from 13 to 20 at an unlisted level, nor one from 13 to 17 at the specialised level.
//! let Proof::Exact(gaps) = gaps(&plan, 10) else { panic!() };
//! assert_eq!(gaps.len(), 2);
//! assert_eq!(table.scan(&gaps[0].witness), Answer::None);
//! assert_eq!(overlaps(&plan, 10), Proof::Exact(vec![]));
//!
//! // With the level alone, three outcomes are left, and the score decides.
//! let possible = plan.possible(&[Value::Word(1)], &[false, true], Alike::Outcome).unwrap();
//! let answers: Vec<String> = possible.answers.iter().map(|possible| possible.answer.to_string()).collect();
//! assert_eq!(answers, ["none", "20 by 1", "30 by 2"]);
//! assert_eq!(possible.deciding[0].input, 1);
//! ```
//!
//! # From table to plan
//!
//! 1. `classes` splits each domain into classes that no condition tells apart; absence is class 0. From here on a value is
//!    a small number, found by one array load. [`Plan::classes`] shows them.
//! 2. `rows` makes one row of each alternative and replaces each cell by a set of classes.
//! 3. `build` turns the rows into a [`Diagram`], one node per set of rows still possible, under a budget of bytes. A table
//!    that collects, or whose diagram is over the budget, becomes a [`Bitmap`] instead. [`Plan::reason`] says which and why.
//! 4. `verdicts` applies the hit policy, to each leaf when a diagram is built, to the rules that fire when a bitmap is read.
//!
//! A table and its plan can be stored as sections of words, and restored without compiling: see [`store`].
//!
//! Everything here is deterministic: the same table gives the same plan, byte for byte.

mod analysis;
mod bitmap;
mod build;
mod cell;
mod check;
mod classes;
mod day;
mod diagram;
mod explore;
mod grammar;
mod input;
mod interner;
mod lookup;
mod plan;
mod possible;
mod rows;
mod scan;
mod show;
pub mod store;
mod table;
mod values;
mod verdicts;

pub use analysis::{Block, Overlap, Proof, gaps, overlaps, unreachable};
pub use bitmap::{Bitmap, RuleSet};
pub use cell::{Cell, CellError, Item, ResolveError, ResolveErrorKind};
pub use check::TableError;
pub use classes::{ABSENT, Classes};
pub use day::{FIRST_DAY, LAST_DAY, day_number};
pub use diagram::Diagram;
pub use input::{Domain, Input, UNLISTED, Value};
pub use plan::{DEFAULT_BUDGET, OverBudget, Plan, Reason, Step};
pub use possible::{Alike, Deciding, DecidingClass, Possible, PossibleAnswer};
pub use table::{
    Answer, Condition, HitPolicy, MAX_INPUTS, MAX_ROWS, MAX_RULES, MAX_WORDS, Rule, Table,
};
pub use values::Values;
