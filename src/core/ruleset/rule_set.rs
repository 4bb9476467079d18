//! The rule set: all its parts, lowered.

use super::checks::Checks;
use super::directory::Directory;
use super::judges::Judges;
use super::kinds::{Kind, words_of};
use super::lexicon::Lexicon;
use super::methods::Methods;
use super::names::Words;
use super::priority::Priority;
use super::procedures::Procedures;
use super::routing::Routing;
use super::sources::Sources;
use super::vocabulary::Vocabulary;
use crate::language::{Lang, Text, zone};
use jiff::tz::TimeZone;

/// A rule set: checked, with every name resolved. Immutable.
#[derive(Debug)]
pub struct RuleSet {
    /// Id, in every answer.
    pub id: String,
    /// Title.
    pub title: Text,
    /// Languages of its texts; answers use the first by default.
    pub languages: Vec<Lang>,
    /// The name of the time zone whose day is today; `None` leaves it to the machine.
    pub time_zone: Option<String>,
    /// SHA-256 of its content, in hexadecimal; in every answer.
    pub fingerprint: String,
    /// Documents that it is based on.
    pub sources: Sources,
    /// Word lists.
    pub vocabulary: Vocabulary,
    /// Care providers and units.
    pub directory: Directory,
    /// Routing table.
    pub routing: Routing,
    /// Priority scale.
    pub priority: Priority,
    /// Methods of handing over.
    pub methods: Methods,
    /// Checks of cases and handovers.
    pub checks: Checks,
    /// Steps, states and message templates.
    pub procedures: Procedures,
    /// Maximum number of comma-separated parts in any name, for reading resource strings.
    pub name_parts: usize,
    /// Labels of the fields of a request, by dotted path.
    pub field_labels: Vec<(String, Text)>,
}

impl RuleSet {
    /// The documents by whose days answers are judged. Linear in the rules.
    #[must_use]
    pub fn judges(&self) -> Judges {
        Judges::new(&self.sources, &self.routing)
    }

    /// Default language of answers.
    #[must_use]
    pub fn first_language(&self) -> Lang {
        self.languages.first().copied().unwrap_or_default()
    }

    /// The time zone whose day is today, if it names one.
    #[must_use]
    pub fn zone(&self) -> Option<TimeZone> {
        self.time_zone.as_deref().and_then(zone::find)
    }

    /// Labels of everything, in a language.
    #[must_use]
    pub fn lexicon(&self, lang: Lang) -> Lexicon<'_> {
        Lexicon::of_words(&self.vocabulary, &self.directory, lang).with(
            &self.methods.all,
            &self.procedures,
            &self.field_labels,
        )
    }

    /// The words of a kind; `None` where no list of the rule set holds them.
    #[must_use]
    pub fn list(&self, kind: Kind) -> Option<&Words> {
        words_of(&self.vocabulary, &self.directory, kind)
    }

    /// Whether both rule sets read every request identically (same words by number, same scale, methods and states), so
    /// that a parsed request can be put to both.
    #[must_use]
    pub fn reads_alike(&self, other: &Self) -> bool {
        // Every part decides how requests are read, or is named here as one that does not.
        let Self {
            id: _,
            title: _,
            languages: _,
            time_zone: _,
            fingerprint: _,
            sources: _,
            vocabulary,
            directory,
            routing: _,
            priority: _,
            methods: _,
            checks: _,
            procedures,
            name_parts,
            field_labels: _,
        } = self;
        let scale =
            |rules: &Self| (rules.priority.min, rules.priority.max, rules.priority.lowest_first);
        let methods = |rules: &Self| -> Vec<(String, Text)> {
            rules.methods.all.iter().map(|m| (m.id.clone(), m.label.clone())).collect()
        };
        let states = |rules: &Self| -> Vec<(bool, Vec<(String, Text)>)> {
            let lifecycles = rules.procedures.lifecycles.iter();
            lifecycles.map(|l| (l.follows_state, l.states.clone())).collect()
        };
        vocabulary.reads_alike(&other.vocabulary)
            && directory.units.reads_alike(&other.directory.units)
            && *name_parts == other.name_parts
            && scale(self) == scale(other)
            && methods(self) == methods(other)
            && states(self) == states(other)
            && procedures.lifecycle_choice.table == other.procedures.lifecycle_choice.table
    }
}
