//! JSON Schemas (2020-12) of rule set files, generated from the types in [`super::model`].
//!
//! They have two uses: the program checks files against them, and an editor completes and checks while a person types.
//! [`editor`] can include a rule set's vocabulary, with its labels as descriptions.

mod advice;
mod cells;
mod files;
mod requests;

pub use cells::ID;
pub use files::{File, TOPICS, editor, for_checking};

pub(super) use cells::{
    check_when, id, id_schema, invariant_cells, lifecycle_when, method_requires, priority_when,
    procedure_when, routing_when,
};
pub(super) use requests::{TestCase, TestHandover};
