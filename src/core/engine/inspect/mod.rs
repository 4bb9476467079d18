//! Questions about an answer rather than for one: why it is so, what would change it, and which inputs it rests on.
//! Each runs the stages that answer, so it cannot disagree with the answer.

mod explain;
mod facts;
mod why_not;

pub use self::explain::{ConditionRead, Explanation, RuleRead};
pub use self::facts::Facts;
pub use self::why_not::{ChangedInput, WhyNot};

pub(super) use self::explain::explain;
pub(super) use self::facts::{check_values, facts};
pub(super) use self::why_not::why_not;
