//! Which lists of names may lack some, by the faults of reading.

use std::collections::BTreeSet;

use super::sections::Sections;
use super::spot::Spot;
use super::unread::Step::{Id, Items, Key, Keys};
use super::unread::{NameList, Step, UnreadParts};
use crate::diagnostic::{Code, Diagnostic, Severity};

impl UnreadParts {
    /// What the faults found so far say about the sections.
    pub(super) fn of(sections: &Sections<'_>, faults: &[Diagnostic]) -> Self {
        let errors = faults.iter().filter(|fault| fault.severity == Severity::Error);
        let mut places = BTreeSet::new();
        for fault in errors {
            for place in &fault.places {
                places.insert((place.file.clone(), place.route.clone()));
                // What the key was meant to be is missing from its table.
                if fault.code == Code::UnknownKey
                    && let Some((parent, _)) = place.route.rsplit_once('/')
                    && !parent.is_empty()
                {
                    places.insert((place.file.clone(), parent.to_owned()));
                }
            }
        }
        let mut this = Self { places, lists: BTreeSet::new() };
        let lacks = |list: &&NameList| {
            list.written().iter().any(|&(section, steps)| {
                sections.may_lack(section)
                    || sections
                        .all(section)
                        .any(|spot| this.told_at(spot.file(), "") || this.lacks(spot, steps))
            })
        };
        let lists = NameList::ALL.iter().filter(lacks).copied().collect();
        this.lists = lists;
        this
    }

    /// Whether some name at the end of the steps could not be read.
    fn lacks(&self, spot: &Spot<'_>, steps: &[Step]) -> bool {
        let [step, rest @ ..] = steps else {
            return false;
        };
        match step {
            Key(key) => match spot.get(key) {
                Some(value) => self.lacks(&value, rest),
                // An item may be written as the name of another one.
                None if spot.value().is_string() => false,
                None => self.told(spot),
            },
            Items => {
                !spot.value().is_array()
                    || self.told(spot)
                    || spot.items().iter().any(|item| self.lacks(item, rest))
            }
            Keys => !spot.value().is_object() || self.told(spot),
            Id(key) => {
                let id = if spot.value().is_string() { Some(spot.clone()) } else { spot.get(key) };
                id.is_none_or(|id| !id.value().is_string())
            }
        }
    }

    /// Whether this very value has a fault of its own.
    fn told(&self, spot: &Spot<'_>) -> bool {
        self.told_at(spot.file(), spot.route())
    }
}
