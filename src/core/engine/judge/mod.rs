//! Third stage: a routed request is judged. The routes give the features that checks read, the checks give findings,
//! and the worst finding decides.

mod choice;
mod features;
mod findings;
mod recommend;
mod validate;

pub(super) use self::choice::add_choice;
pub(super) use self::recommend::recommend;
pub(super) use self::validate::{recommend_for, validate};
