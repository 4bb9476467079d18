//! Decision tables with typed inputs, compiled into a form that decides in nanoseconds, and proofs about them.
//!
//! Data goes one way:
//!
//! ```text
//! text of a cell ── Cell::parse ──> Cell ── resolve ──> Values          the values that a condition accepts
//! Inputs, Rules, HitPolicy ── Table::new ──> Table ── scan ──> Answer   the oracle
//! Table ── Plan::compile ──> Plan ── decide, walk_with ──> Answer       the same answer, fast
//!                            Plan ── possible ──> Possible              of an incomplete case
//! Table ── Analysis::new ──> Analysis ── gaps, overlaps, dead, … ──> Proof
//! Table, Table ── diff over Joint inputs ──> Proof<Diff>                the cases with different answers
//! ```
//!
//! The folders stand on each other in this order; each has a page of its own.
//!
//! | folder | holds | uses |
//! | --- | --- | --- |
//! | `table` | inputs, cells, rules, tables, and the oracle | |
//! | `compile` | a table in classes and rows, its hit policy as verdicts | `table` |
//! | `build` | the construction of decision diagrams | `table`, `compile` |
//! | `plan` | the four strategies, and the choice between them | `table`, `compile`, `build` |
//! | `open` | incomplete cases | `table`, `compile`, `plan` |
//! | `analysis` | proofs about one table and about two | `table`, `compile`; `build` for the diff |
//! | [`store`] | tables and plans as words, and back | `table`, `compile`, `build`, `plan` |
//!
//! # A table
//!
//! An [`Input`] has a name and a [`Domain`]. A [`Rule`] matches if all conditions of one of its alternatives hold. An absent
//! value satisfies no condition, not even a negated one, and a rule is indifferent to inputs that it does not test. The
//! [`HitPolicy`] gives the meaning of several matching rules, and [`Table::scan`] defines the answer: it reads the table
//! from the top and tests every cell.
//!
//! ```
//! use handover_matcher::*;
//!
//! let level = Input {
//!     name: "level".to_owned(),
//!     domain: Domain::Words { words: vec!["primary".to_owned(), "specialised".to_owned()], open: true },
//! };
//! let score = Input { name: "score".to_owned(), domain: Domain::Integer { min: 1, max: 20 } };
//! let inputs = vec![level, score];
//!
//! // A condition, as people write it in a cell.
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
//! // A plan gives the same answers. Here it is a diagram, whose answers are borrowed, without allocation.
//! let plan = Plan::compile(&table, DEFAULT_BUDGET);
//! assert_eq!(plan.strategy(), Strategy::Diagram);
//! assert_eq!(plan.decide(&case), table.scan(&case));
//!
//! // The trace comes from the same walk.
//! let mut asked = Vec::new();
//! plan.walk_with(&case, &mut |step| asked.push(step.input));
//! assert_eq!(asked, [0, 1]);
//!
//! // No rule answers a score from 13 to 20 at an unlisted level, nor one from 13 to 17 at the specialised level.
//! let analysis = Analysis::new(&table);
//! let gaps = analysis.gaps(10).exact().unwrap();
//! assert_eq!((gaps.cases, gaps.blocks.len()), (Some(8 + 5), 2));
//! assert_eq!(table.scan(&gaps.blocks[0].witness), Answer::None);
//! assert_eq!(analysis.overlaps(10, 1).exact().unwrap().count, 0);
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
//! ```text
//! table      compile                              build, plan
//!
//! Table ── classes, rows ──> Rows ── shadow ──> Rows ── choose ──┬─ order, builder, draft, nodes ──> Diagram, Forest
//!                                                 cost (Sample) ─┼─ tuples ────────────────────────> Tuples
//!                                                                └─ bitmap ────────────────────────> Bitmap
//! ```
//!
//! 1. `compile::classes` splits each domain into classes that no condition distinguishes; absence is class 0. From here on a
//!    value is a small number, found by one array load. [`Plan::classes`] has the classes, [`Plan::classify`] finds those of
//!    a case.
//! 2. `compile::rows` makes one row of each alternative and replaces each cell by a set of classes. `compile::shadow` drops
//!    the rows of a first-match table that an earlier one hides; [`Plan::shadowed`] has the rules without any row left.
//! 3. `plan::choose` builds the candidates under a budget of bytes and work, weighs each by `plan::cost` on cases drawn from
//!    the rows and keeps the fastest. [`Plan::reason`] and [`Plan::candidates`] say which and why:
//!    - [`Diagram`]: one node per set of rows still possible, one load per input, whatever the number of rules; a small one
//!      is laid out as one array and takes one load in all. It can blow up, hence the budget.
//!    - [`Forest`]: a diagram for each class of the widest input, and one for the rows that leave it open. The parts leave
//!      out what the rest hides (`build::trail`). Large tables end here.
//!    - [`Tuples`]: a hash table of the classes that rows test, probed once for each signature. Linear in the rows.
//!    - [`Bitmap`]: an AND of one set of rows per input. For tables that collect, and where all else fails.
//! 4. `compile::verdicts` applies the hit policy: to each leaf when a diagram is built, to the rules found otherwise. A plan
//!    answers with an [`AnswerRef`], borrowed from the plan wherever a single rule or leaf has the answer.
//!
//! A decision on a case in classes is the fastest, and [`Plan::find`] its leanest form:
//!
//! ```
//! # use handover_matcher::*;
//! # let inputs = vec![Input { name: "score".to_owned(), domain: Domain::Integer { min: 1, max: 20 } }];
//! # let accepts = Values::Ranges(vec![(1, 12)]);
//! # let alternatives = vec![vec![Condition { input: 0, accepts }]];
//! # let rules = vec![Rule { id: "low".to_owned(), alternatives, outcome: 7, overrides: vec![] }];
//! # let table = Table::new("t", inputs, rules, HitPolicy::First).unwrap();
//! let plan = Plan::compile(&table, DEFAULT_BUDGET);
//! let mut classes = [0; 1];
//! plan.classify(&[Value::Int(9)], &mut classes);
//! let id = plan.find(&classes).unwrap();
//! assert_eq!(plan.answer(id).outcome(), Some(7));
//! assert_eq!(plan.decide_classes(&classes), plan.answer(id));
//!
//! // Every strategy gives the same answers.
//! for strategy in Strategy::ALL {
//!     let other = Plan::compile_as(&table, strategy, DEFAULT_BUDGET).unwrap();
//!     assert_eq!(other.decide(&[Value::Int(9)]), table.scan(&[Value::Int(9)]));
//! }
//! ```
//!
//! Everything is deterministic: the same table gives the same plan, byte for byte, also if the feature `parallel` spreads
//! the work over cores.

mod analysis;
mod build;
mod compile;
mod open;
mod plan;
pub mod store;
mod table;

pub use analysis::{
    Analysis, Block, Change, Changed, ChangedBlock, Cover, DEFAULT_STEPS, DIFF_STEPS, Dead, Diff,
    Gaps, Joint, Likeness, Outcomes, Overlap, Overlaps, Pair, Period, Proof, Side, WhyNot, Wins,
    diff,
};
pub use compile::{ABSENT, AnswerId, Classes, OverBudget, RuleBits, Unbuilt};
pub use open::{Alike, Deciding, DecidingClass, Possible, PossibleAnswer};
pub use plan::{
    Bitmap, Candidate, DEFAULT_BUDGET, Diagram, Forest, Held, Outline, OutlineEdge, OutlineNode,
    Plan, Reason, Strategy, Test, Tuples, Weight, default_budget,
};
pub use table::{
    Answer, AnswerRef, Cell, CellError, Condition, Domain, FIRST_DAY, HitPolicy, Input, Item,
    LAST_DAY, MAX_INPUTS, MAX_ROWS, MAX_RULES, MAX_WORDS, ResolveError, ResolveErrorKind, Rule,
    Table, TableError, UNLISTED, Value, Values, day_number,
};
