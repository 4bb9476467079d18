//! Rule set files as they are written: one type for each thing a person writes.
//!
//! The JSON Schemas in `schemas/` are generated from these types, so what an editor completes and what
//! the program reads are the same. Names are still text here; [`super::load`] resolves them.

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde_json::Value;

use super::schema;
use crate::diagnostic::{Lang, Text};

/// A text in each language of the rule set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Texts {
    /// Swedish.
    pub sv: Option<String>,
    /// English.
    pub en: Option<String>,
}

impl Texts {
    /// The text in one language, if it is written.
    #[must_use]
    pub fn in_lang(&self, lang: Lang) -> Option<&str> {
        match lang {
            Lang::Sv => self.sv.as_deref(),
            Lang::En => self.en.as_deref(),
        }
    }

    /// Both texts, the one standing in for the other where it is absent, and `otherwise` where both are.
    #[must_use]
    pub fn complete(&self, otherwise: &str) -> Text {
        let sv = self
            .sv
            .as_deref()
            .or(self.en.as_deref())
            .unwrap_or(otherwise);
        let en = self
            .en
            .as_deref()
            .or(self.sv.as_deref())
            .unwrap_or(otherwise);
        Text {
            sv: sv.to_owned(),
            en: en.to_owned(),
        }
    }
}

/// A language that rule sets may be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Swedish.
    Sv,
    /// English.
    En,
}

impl From<Language> for Lang {
    fn from(language: Language) -> Self {
        match language {
            Language::Sv => Lang::Sv,
            Language::En => Lang::En,
        }
    }
}

/// Text or a whole number: steps and places are numbered or named.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Name {
    /// A name.
    Text(String),
    /// A number.
    Number(i64),
}

impl Name {
    /// The name as text.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
        }
    }
}

/// Which rule set this is, and the files it consists of.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Header {
    /// The rule set's id, in every answer.
    pub id: String,
    /// What it is called.
    pub title: Texts,
    /// The languages that every text is written in. The first is used where a request asks for none.
    #[schemars(length(min = 1))]
    pub languages: Vec<Language>,
    /// The files of the rule set, relative to this one. Left out where this file is all there is.
    #[serde(default)]
    pub files: Vec<String>,
}

/// A document that rules rest on. The first one governs: its validity is that of the rule set.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Source {
    /// The document's id.
    pub document: String,
    /// What it is called.
    pub title: Texts,
    /// Its revision.
    #[schemars(range(min = 0))]
    pub revision: u32,
    /// The day that it was decided.
    #[schemars(extend("format" = "date"))]
    pub decided: String,
    /// The first day that it holds.
    #[schemars(extend("format" = "date"))]
    pub valid_from: Option<String>,
    /// The last day that it holds (that day included).
    #[schemars(extend("format" = "date"))]
    pub valid_until: Option<String>,
    /// The role that owns it (never a person's name).
    pub owner: Option<String>,
    /// What its owner wants once it has expired. The check on `source_expired` must have a severity that agrees.
    pub after_expiry: Option<AfterExpiry>,
    /// The sections that rules may name, and the places in each.
    #[serde(default)]
    pub places: IndexMap<String, Vec<Name>>,
    /// The sections that are tables: a number there is a row, elsewhere it is a step.
    #[serde(default)]
    pub tables: Vec<String>,
}

/// What holds after a document's last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum AfterExpiry {
    /// Answers go on, with a warning.
    Warn,
    /// Nothing is handed over by an expired document.
    Refuse,
}

/// The words that cases and rules use.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Vocabulary {
    /// Kinds of case.
    pub case_type: IndexMap<String, Word>,
    /// Care levels.
    pub care_level: IndexMap<String, CareLevel>,
    /// Roles (professions).
    pub role: IndexMap<String, Word>,
    /// What a role is able to, the third part of a role.
    #[serde(default)]
    pub capability: IndexMap<String, Word>,
    /// Specialties.
    pub specialty: IndexMap<String, Word>,
}

/// A word: its labels, and other spellings of it.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Word {
    /// Label in Swedish.
    pub sv: Option<String>,
    /// Label in English.
    pub en: Option<String>,
    /// Other spellings. In a capability, `{specialty}` stands for each specialty's names.
    #[serde(default)]
    pub also: Vec<String>,
}

/// A care level.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct CareLevel {
    /// Label in Swedish.
    pub sv: Option<String>,
    /// Label in English.
    pub en: Option<String>,
    /// Other spellings.
    #[serde(default)]
    pub also: Vec<String>,
    /// The specialty taken where a case at this level names none.
    pub default_specialty: Option<String>,
}

/// Care providers and units.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Directory {
    /// Care providers: id and name.
    #[serde(default)]
    pub providers: IndexMap<String, String>,
    /// Units by id.
    #[serde(default)]
    pub units: IndexMap<String, Unit>,
}

/// A unit that cases are handed to or from.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Unit {
    /// What it is called, as in Clinic24.
    pub name: String,
    /// Other spellings of the name.
    #[serde(default)]
    pub also: Vec<String>,
    /// The care provider, or the providers one after the other where it has changed.
    pub provider: Membership,
    /// The first day of the unit.
    #[schemars(extend("format" = "date"))]
    pub valid_from: Option<String>,
    /// The last day of the unit (that day included).
    #[schemars(extend("format" = "date"))]
    pub valid_until: Option<String>,
    /// Resources known to be staffed: a role, or role, specialty and capability.
    #[serde(default)]
    pub resources: Vec<UnitResource>,
}

/// Which care provider a unit belongs to, and when.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Membership {
    /// The same provider all along.
    Always(String),
    /// One provider after another.
    Dated(Vec<DatedProvider>),
}

/// A care provider for some time.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct DatedProvider {
    /// The provider's id.
    pub id: String,
    /// From this day.
    #[schemars(extend("format" = "date"))]
    pub valid_from: Option<String>,
    /// Through this day.
    #[schemars(extend("format" = "date"))]
    pub valid_until: Option<String>,
}

/// A resource of a unit.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum UnitResource {
    /// A role alone.
    Role(String),
    /// Role, specialty and capability, the last ones left out at will.
    Parts(Vec<String>),
}

/// To whom cases go.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Routing {
    /// The routing rules. Their order means nothing.
    pub rules: Vec<RoutingRule>,
}

/// One routing rule.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct RoutingRule {
    /// The rule's id, unique and shown everywhere.
    #[schemars(regex(pattern = schema::SLUG))]
    pub id: String,
    /// Where the rule comes from: `section/place` of a document in `sources`.
    pub source: String,
    /// The cases that it holds for.
    #[serde(default)]
    #[schemars(schema_with = "schema::routing_when")]
    pub when: Value,
    /// Where they go.
    pub then: Then,
    /// The ids of rules that this one goes before.
    #[serde(default)]
    pub overrides: Vec<String>,
    /// The first day that the rule holds.
    #[schemars(extend("format" = "date"))]
    pub valid_from: Option<String>,
    /// The last day that the rule holds (that day included).
    #[schemars(extend("format" = "date"))]
    pub valid_until: Option<String>,
    /// A note to the reader, shown with the recommendation.
    pub note: Option<Texts>,
}

/// Where a case goes.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Then {
    /// `concerned` (the one that the case names), or a unit's id.
    pub unit: String,
    /// A role; `original` (the one that the case first came in to); or `not_given` (a person decides).
    pub role: String,
    /// A capability. Left out where none is asked for.
    pub capability: Option<String>,
    /// `concerned` (the one that the case names), or a specialty.
    pub specialty: String,
    /// Whether another role may be chosen with a reason.
    #[serde(default)]
    pub other_role: OtherRole,
}

/// Whether a person may choose another role than the recommended one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OtherRole {
    /// The rule leaves no choice.
    #[default]
    NotAllowed,
    /// A person may choose another role and say why.
    WithReason,
}

/// The priority scale, and which priorities alert the receiver.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Priority {
    /// The scale, as a range: `1..99`.
    pub scale: String,
    /// Which end of the scale is the most urgent.
    pub most_urgent: i64,
    /// What holds for each priority.
    pub rules: Vec<PriorityRule>,
}

/// What holds for some priorities.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct PriorityRule {
    /// The rule's id.
    #[schemars(regex(pattern = schema::SLUG))]
    pub id: String,
    /// `section/place` of a document in `sources`.
    pub source: String,
    /// The priorities.
    #[serde(default)]
    #[schemars(schema_with = "schema::priority_when")]
    pub when: Value,
    /// What holds for them.
    pub then: Notification,
}

/// What holds for a priority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Notification {
    /// The receiver is alerted by SMS.
    pub sms: bool,
    /// The governing document says something about this priority.
    pub listed: bool,
}

/// A way to hand over.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Method {
    /// The method's id.
    #[schemars(regex(pattern = schema::WORD))]
    pub id: String,
    /// What it is called.
    pub label: Texts,
    /// `section/place` of a document in `sources`.
    pub source: String,
    /// What must hold for the method to be used.
    #[serde(default)]
    #[schemars(schema_with = "schema::method_requires")]
    pub requires: Value,
}

/// A check: a finding, and when it is given.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Check {
    /// The check's id, which is the finding's code.
    #[schemars(regex(pattern = schema::WORD))]
    pub id: String,
    /// How serious the finding is.
    pub severity: FindingSeverity,
    /// `section/place` of a document in `sources`.
    pub source: String,
    /// The field of the request that the finding is about.
    pub field: Option<String>,
    /// When it is given.
    #[serde(default)]
    #[schemars(schema_with = "schema::check_when")]
    pub when: Value,
    /// An input that is asked for when only that is unknown.
    pub needs: Option<String>,
    /// Given once where this list of fields holds any, about the first of them.
    pub first_of: Option<String>,
    /// Given for each field of this list.
    pub for_each: Option<String>,
    /// The message in Swedish.
    pub sv: Option<String>,
    /// The message in English.
    pub en: Option<String>,
}

/// How serious a finding is; the worst one decides the verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum FindingSeverity {
    /// Worth knowing.
    Info,
    /// Allowed, but think again.
    Warning,
    /// A person has to decide.
    Manual,
    /// It may not be done.
    Refuse,
}

/// A list of steps for one side of a method.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Procedure {
    /// The procedure's id.
    #[schemars(regex(pattern = schema::SLUG))]
    pub id: String,
    /// Who takes the steps.
    pub actor: Actor,
    /// When the steps apply.
    #[serde(default)]
    #[schemars(schema_with = "schema::procedure_when")]
    pub when: Value,
    /// The steps in order.
    pub steps: Vec<StepEntry>,
}

/// Who does something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Actor {
    /// The unit that hands over.
    Sender,
    /// The unit that takes over.
    Receiver,
    /// The patient.
    Patient,
}

/// A step, or the id of a step that is written elsewhere.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum StepEntry {
    /// A step written elsewhere.
    Repeated(String),
    /// A step.
    Written(Step),
}

/// A step of a procedure.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Step {
    /// The step's id, which is also its source unless one is named.
    pub id: String,
    /// `section/place`, where it differs from the id.
    pub source: Option<String>,
    /// What to do, in Swedish.
    pub sv: Option<String>,
    /// What to do, in English.
    pub en: Option<String>,
}

/// States of something, and what may happen in each.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Lifecycle {
    /// The lifecycle's id.
    #[schemars(regex(pattern = schema::SLUG))]
    pub id: String,
    /// The methods that it belongs to.
    #[serde(default)]
    #[schemars(schema_with = "schema::lifecycle_when")]
    pub when: Value,
    /// `state` where it is the request's own state; left out where it is for reading only.
    pub follows: Option<Follows>,
    /// The states.
    pub states: IndexMap<String, Texts>,
    /// What may happen.
    pub transitions: Vec<Transition>,
}

/// What a lifecycle follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Follows {
    /// The state of the request.
    State,
}

/// A step from one state to another.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Transition {
    /// The state before.
    pub from: String,
    /// What happens.
    #[schemars(regex(pattern = schema::WORD))]
    pub event: String,
    /// Who does it.
    pub by: Actor,
    /// The state after.
    pub to: String,
    /// `section/place` of a document in `sources`.
    pub source: String,
}

/// A message to start from.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Template {
    /// The template's id.
    #[schemars(regex(pattern = schema::SLUG))]
    pub id: String,
    /// `section/place` of a document in `sources`.
    pub source: String,
    /// When it is offered.
    #[serde(default)]
    #[schemars(schema_with = "schema::procedure_when")]
    pub when: Value,
    /// Who reads it.
    pub to: Actor,
    /// The message in Swedish.
    pub sv: Option<String>,
    /// The message in English.
    pub en: Option<String>,
}

/// A unit's own rules, which decide only cases within that unit.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Local {
    /// The unit's id.
    pub unit: String,
    /// The documents that the rules rest on.
    #[serde(default)]
    pub sources: Vec<Source>,
    /// The rules. Among cases within the unit they come before the region's.
    pub rules: Vec<RoutingRule>,
}

/// Something that must hold whatever the rules say.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Invariant {
    /// The invariant's id.
    #[schemars(regex(pattern = schema::SLUG))]
    pub id: String,
    /// `section/place` of a document in `sources`.
    pub source: String,
    /// Wherever this holds …
    #[serde(default)]
    #[schemars(schema_with = "schema::invariant_cells")]
    pub when: Value,
    /// … this must hold too.
    #[schemars(schema_with = "schema::invariant_cells")]
    pub then: Value,
}

/// An expectation of the rule set's answers.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Expectation {
    /// What is expected, in words.
    pub name: String,
    /// The case.
    pub case: Option<TestCase>,
    /// The handover, where one is validated.
    pub handover: Option<TestHandover>,
    /// What the answer must hold; what is not named is not compared.
    pub expect: Option<Expected>,
    /// The test again with other values put in.
    #[serde(default)]
    pub rows: Vec<ExpectationRow>,
}

/// The values that a row puts in.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ExpectationRow {
    /// Fields of the case.
    pub case: Option<TestCase>,
    /// Fields of the handover.
    pub handover: Option<TestHandover>,
    /// What the answer must hold.
    pub expect: Option<Expected>,
}

/// What is put into every test of a file.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Common {
    /// Fields of the case.
    pub case: Option<TestCase>,
    /// Fields of the handover.
    pub handover: Option<TestHandover>,
}

/// A case in a test.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct TestCase {
    /// Kind of case.
    pub case_type: Option<String>,
    /// Contact reason, used where the kind of case is left out.
    pub contact_reason: Option<String>,
    /// Care level.
    pub care_level: Option<String>,
    /// Specialty.
    pub specialty: Option<String>,
    /// Unit.
    pub unit: Option<String>,
    /// The role that the case first came in to.
    pub original_role: Option<String>,
    /// The priority that the case came in with.
    #[schemars(range(min = 1))]
    pub priority: Option<i64>,
    /// The sender has accepted the case.
    pub accepted: Option<bool>,
    /// The sender.
    pub from: Option<TestSender>,
    /// Sender and receiver have the same care provider.
    pub same_provider: Option<bool>,
    /// The day.
    #[schemars(extend("format" = "date"))]
    pub at: Option<String>,
}

/// The sender of a case in a test.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct TestSender {
    /// The sending unit.
    pub unit: String,
}

/// A handover in a test.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct TestHandover {
    /// What is about to be done.
    pub action: Option<String>,
    /// The method.
    pub method: Option<String>,
    /// The receiver chosen.
    #[serde(default)]
    #[schemars(schema_with = "any_object")]
    pub to: Option<Value>,
    /// The priority chosen.
    #[schemars(range(min = 1))]
    pub priority: Option<i64>,
    /// Why another role is chosen.
    pub role_reason: Option<String>,
    /// The message.
    pub message: Option<String>,
    /// The related visit is attached.
    pub related_visit: Option<bool>,
    /// Text of the case is pasted in.
    pub case_text_included: Option<bool>,
    /// The patient has been told.
    pub patient_informed: Option<bool>,
    /// The patient has read the last message.
    pub patient_has_read: Option<bool>,
    /// Where the request stands.
    pub state: Option<String>,
}

/// What an answer must hold.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Expected {
    /// The decision.
    pub decision: Option<String>,
    /// The receiver is alerted.
    pub sms: Option<bool>,
    /// The recommended unit; empty (null) where none is.
    pub unit: Option<String>,
    /// The recommended role; empty (null) where none is.
    pub role: Option<String>,
    /// The recommended capability; empty (null) where none is.
    pub capability: Option<String>,
    /// The recommended specialty; empty (null) where none is.
    pub specialty: Option<String>,
    /// The routing rule that decides.
    pub rule: Option<String>,
    /// The codes of all findings.
    pub findings: Option<Vec<String>>,
    /// The methods that are allowed.
    pub methods: Option<Vec<String>>,
    /// The fields that are asked for.
    pub missing: Option<Vec<String>>,
    /// The ids of the steps.
    pub steps: Option<Vec<Name>>,
}

fn any_object(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": "object"})
}
