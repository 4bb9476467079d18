//! What is proved of a rule set, as JSON.

use serde_json::{Map, Value, json};

use crate::analysis::{Cases, Detail, Finding, PeriodFacts, Survey, TableFacts};
use crate::diagnostic::{Diagnostic, Lang, render};
use crate::ruleset::RuleSet;

/// A survey, with what else is told of the rule set, as data. What it holds is told in `docs/analysis.md`.
#[must_use]
pub fn json(survey: &Survey, others: &[Diagnostic], rule_set: &RuleSet, lang: Lang) -> Value {
    let findings: Vec<Value> =
        survey.findings.iter().map(|finding| finding_json(finding, lang)).collect();
    json!({
        "ruleset": {"id": rule_set.id, "fingerprint": rule_set.fingerprint},
        "first": survey.window.first.to_string(),
        "last": survey.window.last.to_string(),
        "tables": survey.tables.iter().map(table_json).collect::<Value>(),
        "findings": findings,
        "other_findings": render::json(others, lang),
        "seldom": survey.seldom.iter().map(|rule| json!({
            "rule": rule.rule,
            "combinations": number(Some(rule.count)),
            "cases": rule.cases.iter().map(|cases| cases_json(cases, lang)).collect::<Value>(),
        })).collect::<Value>(),
        "invariants": survey.invariants.map(|(proved, all)| json!({"proved": proved, "all": all})),
        "periods": survey.periods.as_ref().map(|periods| {
            periods.iter().map(period_json).collect::<Value>()
        }),
        "first_break": survey.first_break().map(|period| period.first.to_string()),
    })
}

/// A count; null where it takes more than 64 bits, or is not known.
fn number(count: Option<u128>) -> Value {
    count.and_then(|count| u64::try_from(count).ok()).map_or(Value::Null, Value::from)
}

fn table_json(table: &TableFacts) -> Value {
    json!({
        "table": table.table.as_str(),
        "rules": table.rules,
        "combinations": number(table.combinations),
        "unanswered": number(table.unanswered),
        "contradictions": table.contradictions,
        "wins": table.wins.as_ref().map(|wins| wins.iter().map(|(rule, count)| {
            json!({"rule": rule, "combinations": number(*count)})
        }).collect::<Value>()),
    })
}

fn period_json(period: &PeriodFacts) -> Value {
    json!({
        "first": period.first.to_string(),
        "last": period.last.to_string(),
        "unanswered": number(period.unanswered),
        "contradictions": period.contradictions,
        "expired": period.expired,
        "target_missing": period.targetless,
    })
}

fn cases_json(cases: &Cases, lang: Lang) -> Value {
    json!({
        "words": cases.words.get(lang),
        "combinations": number(cases.block.cases),
        "request": cases.request,
    })
}

/// The keys of the diagnostic, then `topic` and the detail's own.
fn finding_json(finding: &Finding, lang: Lang) -> Value {
    let told = render::json(std::slice::from_ref(&finding.diagnostic), lang);
    let mut all: Map<String, Value> = match told {
        Value::Array(mut list) => match list.pop() {
            Some(Value::Object(map)) => map,
            _ => Map::new(),
        },
        _ => Map::new(),
    };
    all.insert("topic".to_owned(), json!(finding.topic.as_str()));
    all.insert("detail".to_owned(), detail_json(&finding.detail, lang));
    Value::Object(all)
}

fn detail_json(detail: &Detail, lang: Lang) -> Value {
    match detail {
        Detail::Gap { table, cases, rule } => json!({
            "table": table.as_str(), "cases": cases_json(cases, lang), "rule": rule,
        }),
        Detail::Overlap { table, rules, answers, count, cases, remedies } => json!({
            "table": table.as_str(),
            "rules": rules,
            "answers": answers.iter().map(|answer| answer.get(lang)).collect::<Vec<_>>(),
            "combinations": number(*count),
            "cases": cases.iter().map(|cases| cases_json(cases, lang)).collect::<Value>(),
            "remedies": remedies.iter().map(|way| way.get(lang)).collect::<Vec<_>>(),
        }),
        Detail::Dead { table, rule, cover, smallest, removable } => json!({
            "table": table.as_str(), "rule": rule, "cover": cover, "smallest": smallest,
            "removable": removable,
        }),
        Detail::Redundant { table, rule, beside } => json!({
            "table": table.as_str(), "rule": rule, "beside": beside,
        }),
        Detail::Target { rule, unit, days: (first, last) } => json!({
            "rule": rule, "unit": unit, "first": first.to_string(), "last": last.to_string(),
        }),
        Detail::Expired { document, valid_until } => json!({
            "document": document, "valid_until": valid_until.to_string(),
        }),
        Detail::Unused { source } => json!({"source": source}),
        Detail::Invariant { invariant, request } => {
            json!({"invariant": invariant, "request": request})
        }
        Detail::Method { method, request } => json!({"method": method, "request": request}),
        Detail::NotProved { table, steps } => json!({"table": table.as_str(), "steps": steps}),
    }
}
