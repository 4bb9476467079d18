//! Remedies: a rule that fills a gap, a cell that narrows a rule, or an override.

use super::subject::{Subject, SurveyedTable};
use handover_core::language::Text;
use handover_matcher::{Block, Condition, Domain, Rule, Values};

/// A rule that answers a block of cases of the priority scale, to be pasted under `rules`.
pub(super) fn new_priority_rule(subject: &Subject<'_>, block: &Block) -> String {
    let cells: Vec<String> = subject
        .told(block)
        .map(|(_, spec, input, values)| format!("{}: {}", spec.name, values.display(input)))
        .collect();
    let when = match cells.as_slice() {
        [] => String::new(),
        cells => format!("      when: {{{}}}\n", cells.join(", ")),
    };
    let taken = |id: &str| subject.table.rules().iter().any(|rule| rule.id == id);
    let numbered = (2..).map(|n| format!("other-cases-{n}"));
    let mut ids = std::iter::once("other-cases".to_owned()).chain(numbered);
    let id = ids.find(|id| !taken(id)).unwrap_or_default();
    let source = subject.source(0);
    format!(
        "    - id: {id}\n      source: {source}\n{when}      then: {{sms: false, listed: false}}\n"
    )
}

/// The values of both sets.
fn common(one: &Values, other: &Values, domain: &Domain) -> Values {
    minus(one, &other.complement(domain), domain)
}

/// The values of one set that are not in another.
fn minus(one: &Values, other: &Values, domain: &Domain) -> Values {
    one.complement(domain).union(other).complement(domain)
}

/// By input, the values that a rule accepts; `None` where it has several alternatives.
fn cells(subject: &Subject<'_>, rule: &Rule) -> Option<Vec<Values>> {
    let [conditions] = rule.alternatives.as_slice() else {
        return None;
    };
    let mut cells: Vec<Values> =
        subject.table.inputs().iter().map(|input| Values::all(&input.domain)).collect();
    for Condition { input, accepts } in conditions {
        let cell = cells.get_mut(*input)?;
        *cell = common(cell, accepts, &subject.table.inputs().get(*input)?.domain);
    }
    Some(cells)
}

/// Remedies for an overlap of two rules, the smallest change first.
pub(super) fn of_overlap(subject: &Subject<'_>, (a, b): (u32, u32)) -> Vec<Text> {
    let mut ways = Vec::new();
    let (Some(one), Some(other)) = (subject.rule(a), subject.rule(b)) else {
        return ways;
    };
    let domains: Vec<&Domain> = subject.table.inputs().iter().map(|input| &input.domain).collect();
    let both = cells(subject, one).zip(cells(subject, other));
    // The narrower rule is the exception; where neither is narrower, the later one may be.
    let mut exceptions = vec![(other, one), (one, other)];
    if let Some((of_one, of_other)) = &both {
        let within = |inner: &[Values], outer: &[Values]| {
            let mut each = inner.iter().zip(outer).zip(&domains);
            each.all(|((inner, outer), domain)| minus(inner, outer, domain).is_empty())
        };
        match (within(of_one, of_other), within(of_other, of_one)) {
            (true, false) => exceptions = vec![(one, other)],
            (false, true) => exceptions = vec![(other, one)],
            _ => {}
        }
        for (rule, own, theirs) in [(one, of_one, of_other), (other, of_other, of_one)] {
            ways.extend(narrowings(subject, rule, own, theirs));
        }
    }
    if subject.name == SurveyedTable::Routing {
        ways.extend(exceptions.into_iter().map(|(exception, rule)| Text {
            sv: format!(
                "är `{}` ett undantag, skriv `overrides: [{}]` i den",
                exception.id, rule.id
            ),
            en: format!(
                "if `{}` is an exception, write `overrides: [{}]` in it",
                exception.id, rule.id
            ),
        }));
    }
    ways
}

/// Cells that exclude from a rule the cases that another answers too, and no others.
fn narrowings(subject: &Subject<'_>, rule: &Rule, own: &[Values], theirs: &[Values]) -> Vec<Text> {
    let each = || own.iter().zip(theirs).zip(subject.table.inputs()).enumerate();
    let outside = |at: usize| {
        each()
            .filter(move |(other, _)| *other != at)
            .any(|(_, ((own, theirs), input))| !minus(own, theirs, &input.domain).is_empty())
    };
    each()
        .filter(|(at, _)| subject.is_written(*at) && !outside(*at))
        .filter_map(|(_, ((own, theirs), input))| {
            let rest = minus(own, theirs, &input.domain);
            if rest.is_empty() || rest == *own {
                return None;
            }
            let cell = format!("{}: {}", input.name, rest.display(input));
            Some(Text {
                sv: format!("skriv `{cell}` i `{}`", rule.id),
                en: format!("write `{cell}` in `{}`", rule.id),
            })
        })
        .collect()
}

/// Several remedies in one text.
pub(super) fn joined(ways: &[Text]) -> Text {
    let join = |words: Vec<&str>, or: &str| words.join(or);
    Text {
        sv: join(ways.iter().map(|way| way.sv.as_str()).collect(), "; eller "),
        en: join(ways.iter().map(|way| way.en.as_str()).collect(), "; or "),
    }
}

/// The other rules with the same answer that hold for some case of a rule.
pub(super) fn answering_alike(subject: &Subject<'_>, rule: u32) -> Vec<u32> {
    let Some(own) = subject.rule(rule) else {
        return Vec::new();
    };
    let meet = |one: &[Condition], other: &[Condition]| {
        one.iter().all(|condition| {
            let domain = subject.table.inputs().get(condition.input).map(|input| &input.domain);
            other.iter().filter(|known| known.input == condition.input).all(|known| {
                domain.is_some_and(|domain| {
                    !common(&condition.accepts, &known.accepts, domain).is_empty()
                })
            })
        })
    };
    (0..)
        .zip(subject.table.rules())
        .filter(|&(other, known)| other != rule && known.outcome == own.outcome)
        .filter(|(_, known)| {
            let pairs = own.alternatives.iter();
            pairs.into_iter().any(|one| known.alternatives.iter().any(|other| meet(one, other)))
        })
        .map(|(other, _)| other)
        .collect()
}
