//! The description of a rule set: its sources, its words with their labels, and its tables.

use schemars::JsonSchema;
use serde::Serialize;

use super::answer::RuleSetInfo;
use super::context::Context;
use super::words::Severity;
use crate::ruleset::fields::RequestField;
use crate::ruleset::inputs::{
    CHECKS, InputSpec, LIFECYCLES, METHODS, PRIORITIES, PROCEDURES, ROUTING,
};
use crate::ruleset::names::{Word, Words};
use handover_matcher::Table;

/// A rule set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Description {
    /// Its id and fingerprint.
    pub ruleset: RuleSetInfo,
    /// Its title.
    pub title: String,
    /// The languages of its texts; answers use the first by default.
    pub languages: Vec<String>,
    /// The documents that it is based on; the first one governs.
    pub sources: Vec<SourceDocument>,
    /// Its words.
    pub vocabulary: VocabularyWords,
    /// The units of the directory.
    pub units: Vec<NamedWord>,
    /// The ways to hand over.
    pub methods: Vec<NamedWord>,
    /// Its checks.
    pub checks: Vec<CheckCode>,
    /// The labels of request fields.
    pub fields: Vec<FieldLabel>,
    /// Its decision tables.
    pub tables: Vec<TableShape>,
}

/// A document that rules are based on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct SourceDocument {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its revision.
    pub revision: u32,
    /// The day on which it was decided.
    pub decided: Option<String>,
    /// The first day on which it is valid.
    pub valid_from: Option<String>,
    /// The last day on which it is valid.
    pub valid_until: Option<String>,
    /// The role that owns it.
    pub owner: Option<String>,
}

/// The words of a rule set, by kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct VocabularyWords {
    /// Kinds of case.
    pub case_types: Vec<NamedWord>,
    /// Care levels.
    pub care_levels: Vec<NamedWord>,
    /// Roles.
    pub roles: Vec<NamedWord>,
    /// Capabilities.
    pub capabilities: Vec<NamedWord>,
    /// Specialties.
    pub specialties: Vec<NamedWord>,
}

/// A word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct NamedWord {
    /// Its id.
    pub id: String,
    /// Its label in the language of the answer.
    pub name: String,
    /// Aliases that requests may use.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    pub also: Vec<String>,
}

/// A check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct CheckCode {
    /// The code of its findings.
    pub code: String,
    /// Severity of its findings.
    pub severity: Severity,
}

/// A field of requests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct FieldLabel {
    /// The field, as a dotted path into a handover.
    pub field: String,
    /// Its label in the language of the answer.
    pub label: String,
}

/// A decision table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct TableShape {
    /// Its name.
    pub name: String,
    /// Its inputs, in order.
    pub inputs: Vec<TableInput>,
    /// The number of rules.
    pub rules: usize,
}

/// An input of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct TableInput {
    /// The input, by its name in rules.
    pub input: String,
    /// Its label in the language of the answer.
    pub label: String,
}

/// Describes the rule set.
#[must_use]
pub fn description(context: &Context<'_>) -> Description {
    let rule_set = context.rule_set();
    let lang = context.lang;
    let word = |word: &Word| NamedWord {
        id: word.id.clone(),
        name: word.label(lang).to_owned(),
        also: word.also.clone(),
    };
    let words = |words: &Words| words.all().iter().map(word).collect::<Vec<_>>();
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
    let sources = rule_set.sources.documents.iter().map(|document| SourceDocument {
        id: document.id.clone(),
        title: document.title.get(lang).to_owned(),
        revision: document.revision,
        decided: day(document.decided),
        valid_from: day(document.valid_from),
        valid_until: day(document.valid_until),
        owner: document.owner.clone(),
    });
    let vocabulary = &rule_set.vocabulary;
    let methods = rule_set.methods.all.iter().map(|method| NamedWord {
        id: method.id.clone(),
        name: method.label.get(lang).to_owned(),
        also: Vec::new(),
    });
    let checks = rule_set
        .checks
        .all
        .iter()
        .map(|check| CheckCode { code: check.id.clone(), severity: check.severity.into() });
    let lexicon = rule_set.lexicon(lang);
    let fields = RequestField::ALL.iter().map(|&field| FieldLabel {
        field: field.path().to_owned(),
        label: lexicon.field(field).to_owned(),
    });
    Description {
        ruleset: context.ruleset_info(context.today),
        title: rule_set.title.get(lang).to_owned(),
        languages: rule_set.languages.iter().map(|lang| lang.as_str().to_owned()).collect(),
        sources: sources.collect(),
        vocabulary: VocabularyWords {
            case_types: words(&vocabulary.case_types),
            care_levels: words(&vocabulary.care_levels),
            roles: words(&vocabulary.roles),
            capabilities: words(&vocabulary.capabilities),
            specialties: words(&vocabulary.specialties),
        },
        units: words(&rule_set.directory.units),
        methods: methods.collect(),
        checks: checks.collect(),
        fields: fields.collect(),
        tables: tables(context),
    }
}

fn tables(context: &Context<'_>) -> Vec<TableShape> {
    let rule_set = context.rule_set();
    let lexicon = rule_set.lexicon(context.lang);
    let procedures = &rule_set.procedures;
    let shape = |(table, specs): (&Table, &[InputSpec])| TableShape {
        name: table.name().to_owned(),
        inputs: specs
            .iter()
            .map(|spec| TableInput {
                input: spec.name.to_owned(),
                label: lexicon.input(spec).to_owned(),
            })
            .collect(),
        rules: table.rules().len(),
    };
    [
        (&rule_set.routing.table, ROUTING),
        (&rule_set.priority.table, PRIORITIES),
        (&rule_set.methods.table, METHODS),
        (&rule_set.checks.table, CHECKS),
        (&procedures.procedure_choice.table, PROCEDURES),
        (&procedures.lifecycle_choice.table, LIFECYCLES),
        (&procedures.template_choice.table, PROCEDURES),
    ]
    .into_iter()
    .map(shape)
    .collect()
}
