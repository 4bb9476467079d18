//! Possible carriers of a statement: everything that names a source, and the words, units and so on of the rule set.

use foldhash::HashMap;

use super::super::known::Known;
use super::super::sources::{SourceRef, Sources};
use super::super::spot::{Faults, Spot};
use super::super::unread::NameList;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::language::near::nearest;
use crate::language::{Text, text};
use crate::ruleset::section::Section;

/// Declares [`CarrierKind`] from rows of name, word, list, Swedish label and English label.
macro_rules! kinds {
    ($($name:ident $word:literal $list:ident $sv:literal $en:literal;)*) => {
        /// Kind of a carrier.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum CarrierKind {
            $(#[doc = concat!("A ", $en, ".")] $name,)*
        }

        impl CarrierKind {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The word before an id in `carried_by`.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word),* }
            }

            /// The list of the files that has its ids.
            const fn list(self) -> NameList {
                match self { $(Self::$name => NameList::$list),* }
            }

            /// The label of the kind.
            #[must_use]
            pub fn label(self) -> Text {
                match self { $(Self::$name => text($sv, $en)),* }
            }
        }
    };
}

kinds! {
    Routing "routing" Rules "routingregel" "routing rule";
    Priority "priority" Priorities "prioritetsregel" "priority rule";
    Method "method" Methods "metod" "method";
    Check "check" Checks "kontroll" "check";
    Step "step" Steps "steg" "step";
    Template "template" Templates "mall" "template";
    Transition "transition" Events "övergång" "transition";
    Invariant "invariant" Invariants "invariant" "invariant";
    Procedure "procedure" Procedures "steglista" "procedure";
    Lifecycle "lifecycle" Lifecycles "livscykel" "lifecycle";
    CaseType "case_type" CaseTypes "ärendetyp" "case type";
    CareLevel "care_level" CareLevels "vårdnivå" "care level";
    Role "role" Roles "roll" "role";
    Capability "capability" Capabilities "kapabilitet" "capability";
    Specialty "specialty" Specialties "specialitet" "specialty";
    ContactReason "contact_reason" ContactReasons "kontaktorsak" "contact reason";
    Unit "unit" Units "mottagning" "unit";
    Provider "provider" Providers "vårdgivare" "care provider";
    Document "document" Documents "dokument" "document";
    Field "field" Fields "fält" "field";
}

/// Something that carries statements.
#[derive(Debug, Clone)]
pub struct Carrier {
    /// Its kind.
    pub kind: CarrierKind,
    /// Its id, unique within its kind. A transition's consists of its lifecycle's and its event's.
    pub id: String,
    /// The place that it names as its source, if any.
    pub source: Option<SourceRef>,
    /// Its location.
    pub place: Place,
}

/// The carriers being collected.
pub(super) struct Carriers<'a, 's> {
    sections: &'s [(&'a str, Spot<'a>)],
    list: Vec<Carrier>,
    by_name: HashMap<(CarrierKind, String), usize>,
}

impl<'a, 's> Carriers<'a, 's> {
    /// Everything with a source.
    pub(super) fn collect(sections: &'s [(&'a str, Spot<'a>)], sources: &Sources) -> Self {
        let mut this = Self { sections, list: Vec::new(), by_name: HashMap::default() };
        for &section in Section::ALL {
            this.add_section(section, sources);
        }
        this
    }

    /// Adds the carriers in a section. Those that name no source are found by name: see `others`.
    fn add_section(&mut self, section: Section, sources: &Sources) {
        let items = self.sections_of(section, Spot::items);
        match section {
            Section::Routing | Section::Local => {
                let rules = self.sections_of(section, |spot| spot.at("rules").items());
                self.add(CarrierKind::Routing, rules, sources);
            }
            Section::Priority => {
                let rules = self.sections_of(section, |spot| spot.at("rules").items());
                self.add(CarrierKind::Priority, rules, sources);
            }
            Section::Methods => self.add(CarrierKind::Method, items, sources),
            Section::Checks => self.add(CarrierKind::Check, items, sources),
            Section::Procedures => {
                let steps = items.iter().flat_map(|procedure| procedure.at("steps").items());
                self.add(CarrierKind::Step, steps.collect(), sources);
            }
            Section::Templates => self.add(CarrierKind::Template, items, sources),
            Section::Lifecycles => {
                for lifecycle in items {
                    let name = string(&lifecycle, "id").unwrap_or_default();
                    for spot in lifecycle.at("transitions").items() {
                        let event = string(&spot, "event").unwrap_or_default();
                        self.push(
                            CarrierKind::Transition,
                            format!("{name}/{event}"),
                            &spot,
                            sources,
                        );
                    }
                }
            }
            Section::Invariants => self.add(CarrierKind::Invariant, items, sources),
            Section::Header
            | Section::Sources
            | Section::Vocabulary
            | Section::Directory
            | Section::ContactReasons
            | Section::Fields
            | Section::Statements => {}
        }
    }

    fn sections_of(
        &self,
        section: Section,
        items: impl Fn(&Spot<'a>) -> Vec<Spot<'a>>,
    ) -> Vec<Spot<'a>> {
        let found = self.sections.iter().filter(|(known, _)| *known == section.name());
        found.flat_map(|(_, spot)| items(spot)).collect()
    }

    /// Adds the items that have an id. A step that only repeats another has none.
    fn add(&mut self, kind: CarrierKind, spots: Vec<Spot<'a>>, sources: &Sources) {
        for spot in spots {
            if let Some(id) = string(&spot, "id") {
                self.push(kind, id.to_owned(), &spot, sources);
            }
        }
    }

    fn push(&mut self, kind: CarrierKind, id: String, spot: &Spot<'a>, sources: &Sources) {
        // A step's id is its source unless it names another.
        let written = string(spot, "source").unwrap_or(&id);
        let source = sources.find(written);
        self.by_name.entry((kind, id.clone())).or_insert(self.list.len());
        self.list.push(Carrier { kind, id, source, place: spot.place() });
    }

    /// The carrier that `kind/id` names, or a warning.
    pub(super) fn named(
        &mut self,
        spot: &Spot<'_>,
        written: &str,
        faults: &mut Faults,
    ) -> Option<usize> {
        let before = faults.list.len();
        let found = self.find(spot, written, faults);
        warn_only(faults, before);
        found
    }

    fn find(&mut self, spot: &Spot<'_>, written: &str, faults: &mut Faults) -> Option<usize> {
        let (word, id) = written.split_once('/').unwrap_or((written, ""));
        let Some(&kind) = CarrierKind::ALL.iter().find(|kind| kind.word() == word) else {
            faults.add(unknown_kind(spot, written, word));
            return None;
        };
        if let Some(&known) = self.by_name.get(&(kind, id.to_owned())) {
            return Some(known);
        }
        let others = self.others(kind);
        if let Some((id, at)) = others.iter().find(|(known, _)| known == id) {
            let index = self.list.len();
            self.by_name.insert((kind, id.clone()), index);
            self.list.push(Carrier { kind, id: id.clone(), source: None, place: at.key_place() });
            return Some(index);
        }
        let mut known: Vec<String> = others.into_iter().map(|(id, _)| id).collect();
        let own = self.list.iter().filter(|carrier| carrier.kind == kind);
        known.extend(own.map(|carrier| carrier.id.clone()));
        known.dedup();
        faults.unknown(spot, kind.label(), id, Known::ids(kind.list(), &known));
        None
    }

    /// The ids of a kind that names no source.
    fn others(&self, kind: CarrierKind) -> Vec<(String, Spot<'a>)> {
        let keys = |section: Section, key: &str| {
            let maps = self.sections_of(section, |spot| spot.get(key).into_iter().collect());
            entries(&maps)
        };
        let map = |section: Section| entries(&self.sections_of(section, |spot| vec![spot.clone()]));
        let ids = |spots: Vec<Spot<'a>>, key: &str| -> Vec<(String, Spot<'a>)> {
            let named = spots.into_iter().filter_map(|spot| {
                let id = string(&spot, key)?.to_owned();
                Some((id, spot))
            });
            named.collect()
        };
        match kind {
            CarrierKind::CaseType => keys(Section::Vocabulary, "case_type"),
            CarrierKind::CareLevel => keys(Section::Vocabulary, "care_level"),
            CarrierKind::Role => keys(Section::Vocabulary, "role"),
            CarrierKind::Capability => keys(Section::Vocabulary, "capability"),
            CarrierKind::Specialty => keys(Section::Vocabulary, "specialty"),
            CarrierKind::ContactReason => map(Section::ContactReasons),
            CarrierKind::Field => map(Section::Fields),
            CarrierKind::Unit => keys(Section::Directory, "units"),
            CarrierKind::Provider => keys(Section::Directory, "providers"),
            CarrierKind::Document => {
                ids(self.sections_of(Section::Sources, Spot::items), "document")
            }
            CarrierKind::Procedure => ids(self.sections_of(Section::Procedures, Spot::items), "id"),
            CarrierKind::Lifecycle => ids(self.sections_of(Section::Lifecycles, Spot::items), "id"),
            _ => Vec::new(),
        }
    }

    pub(super) fn into_vec(self) -> Vec<Carrier> {
        self.list
    }
}

/// The fault of a carrier that does not begin with a kind.
fn unknown_kind(spot: &Spot<'_>, written: &str, word: &str) -> Diagnostic {
    let message = Text {
        sv: format!("`{written}` börjar inte med ett slag"),
        en: format!("`{written}` does not begin with a kind"),
    };
    let help = text(
        "skriv slag/id, till exempel `check/message_empty`",
        "write kind/id, such as `check/message_empty`",
    );
    let words = || CarrierKind::ALL.iter().map(|kind| kind.word());
    let fault = Diagnostic::new(Code::StatementAstray, message).at(spot.place()).help(help);
    fault.allowed(words()).nearest(nearest(word, words()))
}

fn entries<'a>(maps: &[Spot<'a>]) -> Vec<(String, Spot<'a>)> {
    let entries = maps.iter().flat_map(Spot::entries);
    entries.map(|(id, spot)| (id.to_owned(), spot)).collect()
}

fn string<'a>(spot: &Spot<'a>, key: &str) -> Option<&'a str> {
    spot.get(key)?.value().as_str()
}

/// Turns the faults from `before` on into warnings that a statement names something that does not exist.
///
/// Statements that lag behind the rules must not prevent answers.
pub(super) fn warn_only(faults: &mut Faults, before: usize) {
    for fault in faults.list.iter_mut().skip(before) {
        (fault.code, fault.severity) = (Code::StatementAstray, Code::StatementAstray.severity());
    }
}
