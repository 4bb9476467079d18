//! The oracle: reads a table from the top, tests each cell and applies the hit policy.
//!
//! Slow and obvious. It defines the meaning of a table; every compiled strategy must give the same answers.

use super::answer::Answer;
use super::input::Value;
use super::rule::{Condition, HitPolicy, Rule};
use super::table::Table;

impl Table {
    /// The answer to a case, which gives one value per input; missing values are absent. Linear in the table.
    #[must_use]
    pub fn scan(&self, case: &[Value]) -> Answer {
        let matching: Vec<(u32, &Rule)> =
            (0..).zip(self.rules()).filter(|(_, rule)| matches(rule, case)).collect();
        match self.policy() {
            HitPolicy::First => match matching.first() {
                Some(&(index, rule)) => Answer::One { outcome: rule.outcome, rules: vec![index] },
                None => Answer::None,
            },
            HitPolicy::Collect if matching.is_empty() => Answer::None,
            HitPolicy::Collect => Answer::All { rules: indices(&matching) },
            HitPolicy::Unique => {
                let overridden = |index: u32| {
                    matching.iter().any(|(_, rule)| rule.overrides.contains(&(index as usize)))
                };
                let left: Vec<(u32, &Rule)> =
                    matching.iter().copied().filter(|&(index, _)| !overridden(index)).collect();
                let rules = indices(&left);
                match left.first() {
                    None => Answer::None,
                    Some((_, first))
                        if left.iter().all(|(_, rule)| rule.outcome == first.outcome) =>
                    {
                        Answer::One { outcome: first.outcome, rules }
                    }
                    Some(_) => Answer::Conflict { rules },
                }
            }
        }
    }
}

fn matches(rule: &Rule, case: &[Value]) -> bool {
    rule.alternatives
        .iter()
        .any(|conditions| conditions.iter().all(|condition| holds(condition, case)))
}

fn holds(condition: &Condition, case: &[Value]) -> bool {
    case.get(condition.input).is_some_and(|&value| condition.accepts.contains(value))
}

fn indices(rules: &[(u32, &Rule)]) -> Vec<u32> {
    rules.iter().map(|&(index, _)| index).collect()
}

#[cfg(test)]
mod tests {
    use super::super::input::{Domain, Input};
    use super::super::values::Values;
    use super::*;

    fn table(policy: HitPolicy, rules: &[(i64, i64, u32, &[usize])]) -> Table {
        let input = Input { name: "n".to_owned(), domain: Domain::Integer { min: 0, max: 9 } };
        let rules = rules
            .iter()
            .map(|&(from, to, outcome, overrides)| Rule {
                id: format!("{from}..{to}"),
                alternatives: vec![vec![Condition {
                    input: 0,
                    accepts: Values::Ranges(vec![(from, to)]),
                }]],
                outcome,
                overrides: overrides.to_vec(),
            })
            .collect();
        Table::new("t", vec![input], rules, policy).unwrap()
    }

    #[test]
    fn hit_policies() {
        let rules: &[(i64, i64, u32, &[usize])] =
            &[(0, 5, 1, &[]), (4, 6, 1, &[]), (5, 7, 2, &[0]), (8, 8, 3, &[])];
        let unique = table(HitPolicy::Unique, rules);
        assert_eq!(unique.scan(&[Value::Int(4)]), Answer::One { outcome: 1, rules: vec![0, 1] });
        assert_eq!(unique.scan(&[Value::Int(5)]), Answer::Conflict { rules: vec![1, 2] });
        assert_eq!(unique.scan(&[Value::Int(7)]), Answer::One { outcome: 2, rules: vec![2] });
        assert_eq!(unique.scan(&[Value::Int(9)]), Answer::None);
        assert_eq!(unique.scan(&[Value::Absent]), Answer::None);
        assert_eq!(unique.scan(&[]), Answer::None);
        let first = table(HitPolicy::First, rules);
        assert_eq!(first.scan(&[Value::Int(5)]), Answer::One { outcome: 1, rules: vec![0] });
        let collect = table(HitPolicy::Collect, rules);
        assert_eq!(collect.scan(&[Value::Int(5)]), Answer::All { rules: vec![0, 1, 2] });
        assert_eq!(collect.scan(&[Value::Int(9)]), Answer::None);
    }

    #[test]
    fn override_removes_without_passing_on() {
        // The second rule is silenced by the first and still silences the third.
        let rules: &[(i64, i64, u32, &[usize])] =
            &[(0, 5, 1, &[1]), (0, 5, 2, &[2]), (0, 5, 3, &[])];
        let unique = table(HitPolicy::Unique, rules);
        assert_eq!(unique.scan(&[Value::Int(0)]), Answer::One { outcome: 1, rules: vec![0] });
    }
}
