//! Batches: many requests answered in order, on all cores with the feature `parallel`.

/// Minimum number of requests for each thread.
#[cfg(feature = "parallel")]
const SHARE: usize = 1_024;

/// Answers each request into `out`, replacing its contents but reusing its memory.
#[cfg(feature = "parallel")]
pub(super) fn answer_all<Q: Sync, A: Send>(
    requests: &[Q],
    answer: impl Fn(&Q) -> A + Sync + Send,
    out: &mut Vec<A>,
) {
    use rayon::prelude::*;
    if requests.len() < 2 * SHARE {
        out.clear();
        out.extend(requests.iter().map(answer));
        return;
    }
    requests.par_iter().with_min_len(SHARE).map(answer).collect_into_vec(out);
}

/// Answers each request into `out`, replacing its contents but reusing its memory.
#[cfg(not(feature = "parallel"))]
pub(super) fn answer_all<Q, A>(requests: &[Q], answer: impl Fn(&Q) -> A, out: &mut Vec<A>) {
    out.clear();
    out.extend(requests.iter().map(answer));
}

#[cfg(test)]
mod tests {
    use super::super::case::{Case, Named};
    use crate::engine::Engine;
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
