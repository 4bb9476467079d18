//! `vocabulary.yaml` and `directory.yaml`: words, care providers and units.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::ruleset::schema;

/// The words that cases and rules use.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Vocabulary {
    /// Kinds of case.
    #[schemars(extend("propertyNames" = schema::id_schema()))]
    pub case_type: IndexMap<String, Word>,
    /// Care levels.
    #[schemars(extend("propertyNames" = schema::id_schema()))]
    pub care_level: IndexMap<String, CareLevel>,
    /// Roles (professions).
    #[schemars(extend("propertyNames" = schema::id_schema()))]
    pub role: IndexMap<String, Word>,
    /// Capabilities of roles, the third part of a role.
    #[serde(default)]
    #[schemars(extend("propertyNames" = schema::id_schema()))]
    pub capability: IndexMap<String, Word>,
    /// Specialties.
    #[schemars(extend("propertyNames" = schema::id_schema()))]
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
    /// Its former ids, for comparing rule sets: an id, or a list of them if several were merged.
    #[serde(default)]
    pub was: Was,
}

/// The ids of something in an earlier rule set.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Was {
    /// One id.
    Id(#[schemars(length(min = 1))] String),
    /// Several, which were merged.
    Ids(
        #[schemars(length(min = 1), extend("uniqueItems" = true), inner(length(min = 1)))]
        Vec<String>,
    ),
}

impl Default for Was {
    fn default() -> Self {
        Self::Ids(Vec::new())
    }
}

impl From<Was> for Vec<String> {
    fn from(was: Was) -> Self {
        match was {
            Was::Id(id) => vec![id],
            Was::Ids(ids) => ids,
        }
    }
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
    /// Its former ids, for comparing rule sets.
    #[serde(default)]
    pub was: Was,
    /// The specialty used if a case at this level names none.
    pub default_specialty: Option<String>,
}

/// Care providers and units.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Directory {
    /// Care providers: id and name.
    #[serde(default)]
    #[schemars(extend("propertyNames" = schema::id_schema()))]
    pub providers: IndexMap<String, String>,
    /// Units by id.
    #[serde(default)]
    #[schemars(extend("propertyNames" = schema::id_schema()))]
    pub units: IndexMap<String, Unit>,
}

/// A unit that cases are handed to or from.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Unit {
    /// The unit's name, as in Clinic24.
    pub name: String,
    /// Other spellings of the name.
    #[serde(default)]
    pub also: Vec<String>,
    /// Its former ids, for comparing rule sets: an id, or a list of them if several were merged.
    #[serde(default)]
    pub was: Was,
    /// The care provider, or the successive providers if it has changed.
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

/// The care provider of a unit, over time.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Membership {
    /// The same provider at all times.
    Always(String),
    /// Successive providers.
    Dated(Vec<DatedProvider>),
}

/// A care provider for a period.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct DatedProvider {
    /// The provider's id.
    pub id: String,
    /// The first day.
    #[schemars(extend("format" = "date"))]
    pub valid_from: Option<String>,
    /// The last day (that day included).
    #[schemars(extend("format" = "date"))]
    pub valid_until: Option<String>,
}

/// A resource of a unit.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum UnitResource {
    /// A role alone.
    Role(String),
    /// Role, specialty and capability; the last ones are optional.
    Parts(Vec<String>),
}
