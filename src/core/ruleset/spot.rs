//! Locations in the files: a document and a symbolic route into it. Lines and columns are looked up only to report a
//! fault.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::known::Known;
use super::sound::sound_parts;
use super::unread::{NameList, UnreadParts};
use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::document::{YamlDocument, pointer};
use crate::language::{Text, text};

/// A value in a document, with its route (a JSON pointer).
#[derive(Debug, Clone)]
pub(super) struct Spot<'a> {
    document: &'a YamlDocument,
    route: String,
    value: &'a Value,
}

impl<'a> Spot<'a> {
    /// The root of a document.
    pub(super) fn root(document: &'a YamlDocument, value: &'a Value) -> Self {
        Self { document, route: String::new(), value }
    }

    /// The value here.
    pub(super) fn value(&self) -> &'a Value {
        self.value
    }

    /// The route of this value.
    pub(super) fn route(&self) -> &str {
        &self.route
    }

    /// The file.
    pub(super) fn file(&self) -> &str {
        &self.document.file
    }

    /// The location of the value.
    pub(super) fn place(&self) -> Place {
        self.document.place(&self.route)
    }

    /// The location of the key of this value.
    pub(super) fn key_place(&self) -> Place {
        self.document.key_place(&self.route)
    }

    /// The value under a key, if present.
    pub(super) fn get(&self, key: &str) -> Option<Spot<'a>> {
        self.value.get(key).map(|value| self.child(key, value))
    }

    /// The spot under a key, or this one if the key is absent, so that a fault always has a location.
    pub(super) fn at(&self, key: &str) -> Spot<'a> {
        self.get(key).unwrap_or_else(|| self.clone())
    }

    /// The items of a list; empty if it is no list.
    pub(super) fn items(&self) -> Vec<Spot<'a>> {
        let items = self.value.as_array().map(Vec::as_slice).unwrap_or_default();
        items.iter().enumerate().map(|(i, value)| self.child(&i.to_string(), value)).collect()
    }

    /// The entries of a map; empty if it is no map.
    pub(super) fn entries(&self) -> Vec<(&'a str, Spot<'a>)> {
        let Some(map) = self.value.as_object() else {
            return Vec::new();
        };
        map.iter().map(|(key, value)| (key.as_str(), self.child(key, value))).collect()
    }

    /// The entries of the map under a key; empty if there is none.
    pub(super) fn entries_of(&self, key: &str) -> Vec<(&'a str, Spot<'a>)> {
        self.get(key).map(|map| map.entries()).unwrap_or_default()
    }

    /// The part at a route below this value.
    fn part(&self, route: &str) -> Spot<'a> {
        let value = self.value.pointer(route).unwrap_or(self.value);
        Spot { document: self.document, route: format!("{}{route}", self.route), value }
    }

    fn child(&self, key: &str, value: &'a Value) -> Spot<'a> {
        Spot { document: self.document, route: pointer::join(&self.route, key), value }
    }
}

/// The faults found so far, and the places of sources named so far.
#[derive(Debug, Default)]
pub(super) struct Faults {
    /// All faults, in the order found.
    pub(super) list: Vec<Diagnostic>,
    /// By section, the named places of sources.
    pub(super) named: BTreeMap<String, BTreeSet<String>>,
    /// The parts of the files that could not be read; set once all files have been read.
    pub(super) unread: UnreadParts,
    /// The number of faults that may only follow from those parts, and are not told.
    pub(super) held_back: usize,
}

impl Faults {
    /// Adds a fault, unless its place has one that prevented reading it.
    pub(super) fn add(&mut self, diagnostic: Diagnostic) {
        let unread = diagnostic.primary();
        if !unread.is_some_and(|place| self.unread.told_at(&place.file, &place.route)) {
            self.list.push(diagnostic);
        }
    }

    /// Adds a fault, or holds it back if it may only follow from a list that could not be read.
    pub(super) fn add_unless_unread(&mut self, list: NameList, diagnostic: Diagnostic) {
        if self.unread.lacks_names(list) {
            self.held_back += 1;
        } else {
            self.add(diagnostic);
        }
    }

    /// Counts a fault that may only follow from a part that could not be read.
    pub(super) fn hold_back(&mut self) {
        self.held_back += 1;
    }

    /// Reads one value. If it has a fault, its sound parts are read, and the others are left at some value: whatever
    /// is found at their places has been told.
    ///
    /// `None` if no part is sound. A fault that the schema check has not told is told here.
    pub(super) fn read<T: DeserializeOwned + JsonSchema>(&mut self, spot: &Spot<'_>) -> Option<T> {
        match T::deserialize(spot.value()) {
            Ok(value) => Some(value),
            Err(_) => {
                let mended = sound_parts(spot.value());
                let whole = [String::new()];
                let faulty = mended.as_ref().map_or(&whole[..], |mended| &mended.faulty);
                for route in faulty {
                    let part = spot.part(route);
                    if !self.told_within(&part) {
                        self.add(unreadable(&part));
                    }
                }
                mended.map(|mended| mended.value)
            }
        }
    }

    /// Whether a fault has been reported at this place or inside it.
    pub(super) fn told_within(&self, spot: &Spot<'_>) -> bool {
        self.list.iter().flat_map(|fault| &fault.places).any(|place| {
            place.file == spot.file()
                && place
                    .route
                    .strip_prefix(spot.route())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }

    /// Reports a name that a list lacks, with the nearest known one and all allowed ones.
    pub(super) fn unknown(&mut self, spot: &Spot<'_>, what: Text, name: &str, known: Known<'_>) {
        let fault = Diagnostic::new(Code::UnknownWord, unknown_message(&what, name));
        self.unknown_as(spot.place(), fault, name, known);
    }

    /// Reports a name that a list lacks, in the words of `fault`.
    pub(super) fn unknown_as(
        &mut self,
        place: Place,
        fault: Diagnostic,
        name: &str,
        known: Known<'_>,
    ) {
        let fault = known.suggest(name, fault.at(place));
        match known.list {
            Some(list) => self.add_unless_unread(list, fault),
            None => self.add(fault),
        }
    }

    /// Adds the allowed values to the fault of a key that is missing or has no value.
    pub(super) fn offer(&mut self, parent: &Spot<'_>, key: &str, allowed: &[String]) {
        let own = pointer::join(parent.route(), key);
        let named = format!("`{key}`");
        let lacks = |fault: &&mut Diagnostic| {
            fault.primary().is_some_and(|place| {
                place.file == parent.file()
                    && (fault.code == Code::NullValue && place.route == own
                        || fault.code == Code::MissingKey
                            && place.route == parent.route()
                            && fault.message.en.contains(&named))
            })
        };
        if let Some(fault) = self.list.iter_mut().find(lacks) {
            fault.allowed = allowed.to_vec();
        }
    }

    /// Whether any fault is an error.
    pub(super) fn any_error(&self) -> bool {
        self.list.iter().any(|fault| fault.severity == Severity::Error)
    }

    /// Whether something was not understood: an error other than gaps and overlaps among rules that were.
    pub(super) fn any_misread(&self) -> bool {
        self.list.iter().any(|fault| {
            fault.severity == Severity::Error && !matches!(fault.code, Code::Gap | Code::Overlap)
        })
    }

    /// Records that a place of a source is named.
    pub(super) fn note_named(&mut self, section: &str, place: &str) {
        match self.named.get_mut(section) {
            Some(places) if places.contains(place) => {}
            Some(places) => drop(places.insert(place.to_owned())),
            None => {
                let places = BTreeSet::from([place.to_owned()]);
                self.named.insert(section.to_owned(), places);
            }
        }
    }
}

/// The message of a name that is unknown as something.
pub(super) fn unknown_message(what: &Text, name: &str) -> Text {
    Text {
        sv: format!("`{name}` känns inte igen som {}", what.sv),
        en: format!("`{name}` is not a known {}", what.en),
    }
}

/// The fault of a value that its schema takes, and its type does not.
fn unreadable(spot: &Spot<'_>) -> Diagnostic {
    let written = spot.document.written(&spot.route, spot.value);
    let message = match spot.value {
        Value::Number(number) if number.is_f64() => text(
            "här står ett tal med decimaler, men här ska stå ett heltal",
            "here is a number with decimals, but a whole number is wanted",
        ),
        Value::Number(_) => text(
            format!("talet `{written}` är för stort eller för litet"),
            format!("the number `{written}` is too large or too small"),
        ),
        Value::Array(_) | Value::Object(_) => {
            text("värdet går inte att läsa", "the value cannot be read")
        }
        _ => text(
            format!("`{written}` går inte att läsa här"),
            format!("`{written}` cannot be read here"),
        ),
    };
    let fault = Diagnostic::new(Code::WrongType, message).at(spot.place());
    match spot.value.as_f64() {
        Some(number) if spot.value.is_f64() && number.fract() == 0.0 => fault.help(text(
            format!("skriv `{number:.0}`, utan decimaler"),
            format!("write `{number:.0}`, without decimals"),
        )),
        _ => fault,
    }
}
