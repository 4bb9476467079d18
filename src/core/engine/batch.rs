//! Many cases at once.

use super::Engine;
use super::intern::{InternedCase, InternedHandover};
use super::recommend::Recommendation;
use super::validate::Verdict;

/// The fewest cases that are worth a thread.
#[cfg(feature = "parallel")]
const SHARE: usize = 1_024;

impl Engine {
    /// Recommends a receiver for each of some cases, in their order. What `out` held is dropped, and its memory used again.
    /// On all cores with the feature `parallel`.
    pub fn recommend_all<'a>(
        &'a self,
        cases: &[InternedCase<'a>],
        out: &mut Vec<Recommendation<'a>>,
    ) {
        answer_all(cases, |case| self.recommend_interned(case), out);
    }

    /// Validates each of some handovers, in their order. What `out` held is dropped, and its memory used again. On all
    /// cores with the feature `parallel`.
    pub fn validate_all<'a>(
        &'a self,
        handovers: &[InternedHandover<'a>],
        out: &mut Vec<Verdict<'a>>,
    ) {
        answer_all(handovers, |handover| self.validate_interned(handover), out);
    }
}

#[cfg(feature = "parallel")]
fn answer_all<Q: Sync, A: Send>(
    questions: &[Q],
    answer: impl Fn(&Q) -> A + Sync + Send,
    out: &mut Vec<A>,
) {
    use rayon::prelude::*;
    if questions.len() < 2 * SHARE {
        out.clear();
        out.extend(questions.iter().map(answer));
        return;
    }
    questions.par_iter().with_min_len(SHARE).map(answer).collect_into_vec(out);
}

#[cfg(not(feature = "parallel"))]
fn answer_all<Q, A>(questions: &[Q], answer: impl Fn(&Q) -> A, out: &mut Vec<A>) {
    out.clear();
    out.extend(questions.iter().map(answer));
}

#[cfg(test)]
mod tests {
    use super::super::case::{Case, Named};
    use super::*;
    use crate::ruleset::RuleSet;
    use jiff::civil::date;

    #[test]
    fn many_cases_are_answered_as_each_alone() {
        let engine = Engine::new(RuleSet::embedded().unwrap());
        let case = |n: u32| Case {
            case_type: Named::Listed(n % 9),
            care_level: Some(n % 2),
            specialty: Named::Listed(n % 21),
            unit: if n.is_multiple_of(5) {
                Named::Unlisted("Utanför")
            } else {
                Named::Listed(n % 13)
            },
            from: Named::Listed(n % 7),
            priority: Some(i64::from(n % 12) + 1),
            ..Case::on(date(2025, 10, 1))
        };
        for count in [0, 10, 5_000] {
            let cases: Vec<_> = (0..count).map(|n| engine.intern(&case(n))).collect();
            let mut all = Vec::new();
            engine.recommend_all(&cases, &mut all);
            assert_eq!(all.len(), cases.len());
            for (case, answer) in cases.iter().zip(&all) {
                let alone = engine.recommend_interned(case);
                assert_eq!(format!("{answer:?}"), format!("{alone:?}"));
            }
        }
    }
}
