//! The table: inputs and rules whose parts are checked to fit together.

use std::fmt;
use std::sync::Arc;

use super::check::{TableError, check};
use super::input::Input;
use super::rule::{Condition, HitPolicy, Rule};

/// A decision table whose parts fit together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    name: String,
    inputs: Arc<[Input]>,
    rules: Vec<Rule>,
    policy: HitPolicy,
}

impl Table {
    /// Makes a table of inputs and rules.
    ///
    /// # Errors
    /// The first part that does not fit; see [`TableError`].
    pub fn new(
        name: impl Into<String>,
        inputs: Vec<Input>,
        rules: Vec<Rule>,
        policy: HitPolicy,
    ) -> Result<Self, TableError> {
        check(&inputs, &rules)?;
        Ok(Self { name: name.into(), inputs: inputs.into(), rules, policy })
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The inputs, in the order of a case's values.
    #[must_use]
    pub fn inputs(&self) -> &[Input] {
        &self.inputs
    }

    pub(crate) fn shared_inputs(&self) -> &Arc<[Input]> {
        &self.inputs
    }

    /// The rules.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The hit policy.
    #[must_use]
    pub fn policy(&self) -> HitPolicy {
        self.policy
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "table `{}` ({})", self.name, self.policy)?;
        for (at, rule) in self.rules.iter().enumerate() {
            write!(f, "  {at} `{}` -> {}", rule.id, rule.outcome)?;
            for (at, &overridden) in rule.overrides.iter().enumerate() {
                let lead = if at == 0 { ", overrides " } else { ", " };
                let id = self.rules.get(overridden).map_or("", |rule| &rule.id);
                write!(f, "{lead}`{id}`")?;
            }
            writeln!(f)?;
            for conditions in &rule.alternatives {
                f.write_str("    ")?;
                if conditions.is_empty() {
                    f.write_str("always")?;
                }
                for (at, Condition { input, accepts }) in conditions.iter().enumerate() {
                    let separator = if at == 0 { "" } else { ", " };
                    if let Some(input) = self.inputs.get(*input) {
                        write!(f, "{separator}{}: {}", input.name, accepts.display(input))?;
                    }
                }
                writeln!(f)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{level, primary, rule};
    use super::*;

    #[test]
    fn displays_rules_with_their_cells() {
        let rules =
            vec![rule("a", vec![vec![primary(0)]], vec![1]), rule("b", vec![vec![]], vec![])];
        let table = Table::new("routing", vec![level()], rules, HitPolicy::Unique).unwrap();
        let text = "table `routing` (unique)\n  0 `a` -> 7, overrides `b`\n    level: primary\n  1 `b` -> 7\n    always\n";
        assert_eq!(table.to_string(), text);
    }
}
