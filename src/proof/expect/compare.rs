//! Compares an answer with the expected values, key by key.

use serde_json::{Map, Value, json};

use super::ask::{AnswerBody, ContractAnswer, answer};
use handover_core::language::{Lang, Text, text};
use handover_core::ruleset::RuleSet;
use handover_core::ruleset::fields::RequestField;
use handover_core::ruleset::names::Words;
use handover_core::wire::report::{SideBySide, TestDifference};
use handover_core::wire::v1::{
    Context, Finding, Labelled, Method, Piece, Recommendation, RequestError, Verdict,
};

/// The valid keys under `expect`, with their labels.
const FIELDS: [(&str, &str, &str); 16] = [
    ("decision", "Utfall", "Decision"),
    ("sms", "Sms", "SMS"),
    ("rule", "Regel", "Rule"),
    ("rules", "Regler", "Rules"),
    ("unit", "Mottagning", "Unit"),
    ("role", "Roll", "Role"),
    ("capability", "Kapabilitet", "Capability"),
    ("specialty", "Specialitet", "Specialty"),
    ("resource", "Resurs", "Resource"),
    ("findings", "Kontroller", "Findings"),
    ("severity", "Allvar", "Severity"),
    ("methods", "Metoder", "Methods"),
    ("missing", "Frågas efter", "Asked for"),
    ("steps", "Steg", "Steps"),
    ("templates", "Meddelanden", "Messages"),
    ("next", "Härnäst", "Next"),
];

impl ContractAnswer {
    fn verdict(&self) -> Option<&Verdict<'static>> {
        match &self.body {
            AnswerBody::Handover(verdict) => Some(verdict),
            AnswerBody::Case(_) => None,
        }
    }

    pub(super) fn recommendation(&self) -> &Recommendation<'static> {
        match &self.body {
            AnswerBody::Handover(verdict) => &verdict.recommendation,
            AnswerBody::Case(answer) => answer,
        }
    }

    pub(super) fn findings(&self) -> &[Piece<'static, Finding<'static>>] {
        self.verdict().map_or(&self.recommendation().findings, |verdict| &verdict.findings)
    }

    fn methods(&self) -> &[Method] {
        self.verdict().map_or(&self.recommendation().methods, |verdict| &verdict.methods)
    }

    /// A value of the answer, in the form of `expect`.
    fn get(&self, field: &str) -> Value {
        let recommendation = self.recommendation();
        let target = &recommendation.target;
        let part = |part: &Option<Piece<'_, Labelled>>| {
            json!(part.as_ref().map(|word| word.id.as_ref().unwrap_or(&word.name)))
        };
        let verdict = self.verdict();
        match field {
            "decision" => match verdict {
                Some(verdict) => json!(verdict.decision),
                None => json!(recommendation.decision),
            },
            "sms" => {
                let case = || recommendation.priority.is_some_and(|priority| priority.sms);
                json!(verdict.map_or_else(case, |verdict| verdict.sms))
            }
            "unit" => part(&target.unit),
            "role" => part(&target.role),
            "capability" => part(&target.capability),
            "specialty" => part(&target.specialty),
            "resource" => json!(self.resource),
            "rule" => match recommendation.because.as_slice() {
                [] => Value::Null,
                [only] => json!(only.rule),
                several => list(several.iter().map(|because| &because.rule)),
            },
            "rules" => set(recommendation.because.iter().map(|because| &because.rule)),
            "findings" => set(self.findings().iter().map(|finding| &*finding.code)),
            "severity" => {
                let entry = |finding: &Piece<'_, Finding<'_>>| {
                    (finding.code.to_string(), json!(finding.severity))
                };
                Value::Object(self.findings().iter().map(entry).collect())
            }
            "methods" => {
                let allowed = self.methods().iter().filter(|m| m.allowed == Some(true));
                set(allowed.map(|method| &method.method))
            }
            "missing" => set(recommendation.missing.iter().map(|missing| &missing.field)),
            "steps" => list(verdict.iter().flat_map(|v| &v.steps).map(|step| &step.id)),
            "templates" => set(verdict.iter().flat_map(|v| &v.templates).map(|one| &one.id)),
            "next" => set(verdict.iter().flat_map(|v| &v.next).map(|next| &next.event)),
            _ => Value::Null,
        }
    }
}

fn list<'a>(items: impl Iterator<Item = &'a String>) -> Value {
    items.map(|item| json!(item)).collect()
}

/// A list without order: sorted, without duplicates.
fn set<'a>(items: impl Iterator<Item = &'a String>) -> Value {
    let mut items: Vec<&String> = items.collect();
    items.sort_unstable();
    items.dedup();
    list(items.into_iter())
}

/// All values of the answer, in the form of `expect`.
pub(super) fn everything(answer: &ContractAnswer) -> Map<String, Value> {
    let verdict = answer.verdict().is_some();
    let of_verdicts = ["steps", "templates", "next"];
    let fields = FIELDS.iter().map(|&(field, ..)| field);
    let held = fields.filter(|field| verdict || !of_verdicts.contains(field));
    held.map(|field| (field.to_owned(), answer.get(field))).collect()
}

/// The differences between expectation and answer, in the order of the expectation.
pub(super) fn differences(
    context: &Context<'_>,
    expected: &Map<String, Value>,
    answer: &ContractAnswer,
) -> Vec<TestDifference> {
    let fields = expected.iter().map(|(field, want)| (field.as_str(), want));
    fields.filter_map(|(field, want)| difference(context, field, want, answer)).collect()
}

fn difference(
    context: &Context<'_>,
    field: &str,
    want: &Value,
    answer: &ContractAnswer,
) -> Option<TestDifference> {
    let mut got = answer.get(field);
    let labels = Labels { context, answer };
    let show = |value: &Value| labels.show(field, value);
    let sides = match (field, want) {
        ("findings", Value::Object(some)) => {
            let held = texts(&got);
            let named = |key: &str| some.get(key).map(texts).unwrap_or_default();
            let lacking = named("has").into_iter().filter(|code| !held.contains(code));
            let unwanted = named("not").into_iter().filter(|code| held.contains(code));
            let lacking = lacking.map(|code| SideBySide { expected: Some(code), got: None });
            lacking
                .chain(unwanted.map(|code| SideBySide { expected: None, got: Some(code) }))
                .collect()
        }
        ("severity", Value::Object(named)) => {
            let of = |code: &str| got.get(code).cloned().unwrap_or(Value::Null);
            let wrong = named.iter().filter(|(code, severity)| of(code) != **severity);
            let shown = |code: &str, value: &Value| match value {
                Value::Null => format!("{code}: –"),
                other => format!("{code}: {}", labels.show("severity", other)),
            };
            let sides: Vec<SideBySide> = wrong
                .map(|(code, want)| SideBySide {
                    expected: Some(shown(code, want)),
                    got: Some(shown(code, &of(code))),
                })
                .collect();
            got = named.keys().map(|code| (code.clone(), of(code))).collect();
            sides
        }
        ("steps", Value::Array(_)) => in_order(&texts(want), &texts(&got)),
        (_, Value::Array(_)) if got.is_array() => as_sets(&sorted(want), &sorted(&got), &show),
        _ if *want == got => Vec::new(),
        _ => vec![SideBySide { expected: Some(show(want)), got: Some(show(&got)) }],
    };
    (!sides.is_empty()).then(|| TestDifference {
        field: field.to_owned(),
        label: label(field, context.lang).to_owned(),
        expected: want.clone(),
        got,
        sides,
    })
}

fn label(field: &str, lang: Lang) -> &str {
    let found = FIELDS.iter().find(|(known, ..)| *known == field);
    match (found, lang) {
        (Some((_, sv, _)), Lang::Sv) => sv,
        (Some((_, _, en)), Lang::En) => en,
        (None, _) => field,
    }
}

/// The items of a list as text; steps may be written as numbers.
fn texts(list: &Value) -> Vec<String> {
    let items = list.as_array().map(Vec::as_slice).unwrap_or_default();
    items.iter().map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned)).collect()
}

fn sorted(list: &Value) -> Vec<String> {
    let mut items = texts(list);
    items.sort_unstable();
    items.dedup();
    items
}

/// Items that only one side has.
fn as_sets(want: &[String], got: &[String], show: &impl Fn(&Value) -> String) -> Vec<SideBySide> {
    let shown = |item: &String| Some(show(&json!(item)));
    let lacking = want.iter().filter(|item| !got.contains(item));
    let unwanted = got.iter().filter(|item| !want.contains(item));
    let lacking = lacking.map(|item| SideBySide { expected: shown(item), got: None });
    lacking.chain(unwanted.map(|item| SideBySide { expected: None, got: shown(item) })).collect()
}

/// Differences between two lists, position by position.
fn in_order(want: &[String], got: &[String]) -> Vec<SideBySide> {
    let places = 0..want.len().max(got.len());
    let sides =
        places.map(|at| SideBySide { expected: want.get(at).cloned(), got: got.get(at).cloned() });
    sides.filter(|side| side.expected != side.got).collect()
}

/// Values with their labels.
struct Labels<'a> {
    context: &'a Context<'a>,
    answer: &'a ContractAnswer,
}

impl Labels<'_> {
    /// A value as written, with its label if that differs.
    fn show(&self, field: &str, value: &Value) -> String {
        let lang = self.context.lang;
        let written = match value {
            Value::Null => return "–".to_owned(),
            Value::String(text) => text.clone(),
            Value::Array(_) => return texts(value).join(", "),
            other => other.to_string(),
        };
        match self.label(field, &written) {
            Some(label) if label.get(lang) != written => {
                format!("{written} ({})", label.get(lang))
            }
            _ => written,
        }
    }

    fn label(&self, field: &str, id: &str) -> Option<Text> {
        let rule_set: &RuleSet = self.context.engine.rule_set();
        let vocabulary = &rule_set.vocabulary;
        let word = |words: &Words| words.get(words.by_id(id)?).map(|word| word.label.clone());
        match field {
            "unit" => word(&rule_set.directory.units),
            "role" => word(&vocabulary.roles),
            "capability" => word(&vocabulary.capabilities),
            "specialty" => word(&vocabulary.specialties),
            "methods" => {
                let found = rule_set.methods.all.iter().find(|method| method.id == id);
                found.map(|method| method.label.clone())
            }
            "missing" => {
                let field = RequestField::at(&format!("case.{id}"))?;
                Some(Text::each(|lang| rule_set.lexicon(lang).field(field).to_owned()))
            }
            "next" => {
                let next = self.answer.verdict()?.next.iter().find(|next| next.event == id)?;
                Some(text(next.event_label.clone(), next.event_label.clone()))
            }
            "sms" | "decision" | "severity" => said(id),
            _ => None,
        }
    }
}

/// The meaning of a word of the contract.
fn said(word: &str) -> Option<Text> {
    Some(match word {
        "true" => text("ja", "yes"),
        "false" => text("nej", "no"),
        "allow" => text("går bra", "may be done"),
        "warn" => text("går, med varning", "may be done, with a warning"),
        "manual" => text("en person avgör", "a person decides"),
        "refuse" => text("får inte göras", "may not be done"),
        "route" => text("mottagaren är klar", "the receiver is known"),
        "incomplete" => text("mer behövs", "more is needed"),
        "warning" => text("varning", "warning"),
        "info" => text("upplysning", "note"),
        _ => return None,
    })
}

/// An expectation that holds: all values of the answer to a request, in the form of `expect`.
///
/// # Errors
/// If the request is invalid.
pub fn expected_of(
    context: &Context<'_>,
    request: &Value,
    validates: bool,
) -> Result<Map<String, Value>, RequestError> {
    let (answer, _) = answer(context, request, validates)?;
    Ok(everything(&answer))
}
