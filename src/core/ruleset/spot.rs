//! Locations in the files: a document and a symbolic route into it. Lines and columns are looked up only to report a
//! fault.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::document::{YamlDocument, pointer};
use crate::language::near::nearest;
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

    fn child(&self, key: &str, value: &'a Value) -> Spot<'a> {
        Spot { document: self.document, route: pointer::join(&self.route, key), value }
    }
}

/// The remedy for a label used as an id: ids have no capitals, blanks or accents.
pub(super) fn id_for_label(name: &str) -> Option<Text> {
    let like_an_id =
        |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c.is_ascii_punctuation();
    (!name.chars().all(like_an_id)).then(|| {
        text(
            "regler skriver det id som står först på ordets rad, inte det namn som visas",
            "rules write the id that begins the word's line, not the name that is shown",
        )
    })
}

/// The faults found so far, and the places of sources named so far.
#[derive(Debug, Default)]
pub(super) struct Faults {
    /// All faults, in the order found.
    pub(super) list: Vec<Diagnostic>,
    /// By section, the named places of sources.
    pub(super) named: BTreeMap<String, BTreeSet<String>>,
}

impl Faults {
    /// Adds a fault.
    pub(super) fn add(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Reads one value. `None` if it has a fault, which is reported here unless the schema check has done so.
    pub(super) fn read<T: DeserializeOwned>(&mut self, spot: &Spot<'_>) -> Option<T> {
        match T::deserialize(spot.value()) {
            Ok(value) => Some(value),
            Err(error) => {
                if !self.told_within(spot) {
                    let detail = error.to_string();
                    let sv = format!("går inte att läsa: {detail}");
                    let en = format!("cannot be read: {detail}");
                    self.add(Diagnostic::new(Code::WrongValue, Text { sv, en }).at(spot.place()));
                }
                None
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

    /// Reports an unknown name, with the nearest known one and all allowed ones.
    pub(super) fn unknown(&mut self, spot: &Spot<'_>, what: Text, name: &str, known: &[String]) {
        let message = Text {
            sv: format!("`{name}` känns inte igen som {}", what.sv),
            en: format!("`{name}` is not a known {}", what.en),
        };
        let near = nearest(name, known.iter().map(String::as_str));
        let fault = Diagnostic::new(Code::UnknownWord, message).at(spot.place());
        let fault = fault.allowed(known.to_vec()).nearest(near);
        self.add(match id_for_label(name) {
            Some(help) => fault.help(help),
            None => fault,
        });
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
