//! Concrete cases: a witness of the routing table as a request of the contract, confirmed by the engine.

use std::borrow::Cow;

use jiff::civil::Date;

use super::subject::Subject;
use handover_core::engine::Engine;
use handover_core::language::Lang;
use handover_core::language::day;
use handover_core::wire::v1::{self, Case, CasePrefix, Context, FieldValue, OUTSIDE};
use handover_matcher::{AnswerRef, Block, Domain, Value, Values};

/// The witness of a block as a case, on a day as near to `at` as the block allows; `None` where the engine's answer is not the
/// `expected` one.
pub(super) fn request(
    engine: &Engine,
    subject: &Subject<'_>,
    block: &Block,
    at: Date,
    expected: impl Fn(&AnswerRef<'_>) -> bool,
) -> Option<Case<'static>> {
    let mut case = Case::default();
    let inputs = subject.specs.iter().zip(subject.table.inputs()).zip(&block.witness);
    for (index, ((spec, input), &value)) in inputs.enumerate() {
        let text = |text: String| FieldValue::Text(Cow::Owned(text));
        let stated = match (value, &input.domain) {
            (Value::Word(word), Domain::Words { words, .. }) => {
                text(words.get(word as usize)?.clone())
            }
            (Value::Unlisted, _) => text(OUTSIDE.to_owned()),
            (Value::Bool(value), _) => FieldValue::Boolean(value),
            (Value::Int(number), Domain::Date) => {
                let values = block.values.get(index).and_then(Option::as_ref);
                text(day::from_number(nearest(values, day::number(at), number))?.to_string())
            }
            _ => continue,
        };
        case.set(spec.field?, stated);
    }
    confirmed(engine, &case, at, expected).then_some(case)
}

/// The day among some values that is nearest to `at`, the later of two; `witness` where the values are no days.
fn nearest(values: Option<&Values>, at: i64, witness: i64) -> i64 {
    match values {
        None => at,
        Some(Values::Ranges(ranges)) => {
            let near = ranges.iter().map(|&(from, to)| at.clamp(from, to));
            near.min_by_key(|day| (at.abs_diff(*day), *day < at)).unwrap_or(witness)
        }
        Some(_) => witness,
    }
}

/// Whether the engine reads the case so that the routing table gives the expected answer.
fn confirmed(
    engine: &Engine,
    case: &Case<'_>,
    today: Date,
    expected: impl Fn(&AnswerRef<'_>) -> bool,
) -> bool {
    let context = Context { engine, lang: Lang::Sv, today };
    let Ok(case) = v1::read_case(&context, case, CasePrefix::Case) else {
        return false;
    };
    let values = engine.explain(&case).values;
    expected(&engine.rule_set().routing.plan.decide(&values))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_day_is_taken() {
        let values = Values::Ranges(vec![(0, 9), (20, 29)]);
        for (at, day) in [(5, 5), (12, 9), (18, 20), (40, 29), (-3, 0)] {
            assert_eq!(nearest(Some(&values), at, 7), day, "{at}");
        }
        assert_eq!(nearest(None, 40, 7), 40);
    }
}
