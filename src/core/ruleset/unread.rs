//! Lists of names that may lack some, since a part of the files could not be read.
//!
//! A name that such a list lacks may be right. Its fault may only follow from the one that was told, and is held back.

use std::collections::BTreeSet;

use super::section::Section;

/// A step on the way from a section to the names of a list.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    /// The value of a key.
    Key(&'static str),
    /// Every item of a list.
    Items,
    /// The keys of a table are the names.
    Keys,
    /// The text under this key of each item is the name.
    Id(&'static str),
}

use Step::{Id, Items, Key, Keys};

/// Declares [`NameList`] from rows of name, section and steps to the names.
macro_rules! name_lists {
    ($($name:ident: $($section:ident [$($step:expr),*]),+;)*) => {
        /// A list of names that other parts of the files refer to.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(super) enum NameList { $($name,)* }

        impl NameList {
            pub(super) const ALL: &[Self] = &[$(Self::$name),*];

            /// The sections that hold its names, and the steps to them.
            pub(super) const fn written(self) -> &'static [(Section, &'static [Step])] {
                match self { $(Self::$name => &[$((Section::$section, &[$($step),*])),+],)* }
            }
        }
    };
}

name_lists! {
    CaseTypes: Vocabulary [Key("case_type"), Keys];
    CareLevels: Vocabulary [Key("care_level"), Keys];
    Roles: Vocabulary [Key("role"), Keys];
    Capabilities: Vocabulary [Key("capability"), Keys];
    Specialties: Vocabulary [Key("specialty"), Keys];
    ContactReasons: ContactReasons [Keys];
    Fields: Fields [Keys];
    Units: Directory [Key("units"), Keys];
    Providers: Directory [Key("providers"), Keys];
    Documents: Sources [Items, Id("document")];
    DocumentSections: Sources [Items, Key("places"), Keys], Local [Key("sources"), Items, Key("places"), Keys];
    Rules: Routing [Key("rules"), Items, Id("id")], Local [Key("rules"), Items, Id("id")];
    Priorities: Priority [Key("rules"), Items, Id("id")];
    Scale: Priority [Id("scale")];
    Methods: Methods [Items, Id("id")];
    Checks: Checks [Items, Id("id")];
    Procedures: Procedures [Items, Id("id")];
    Steps: Procedures [Items, Key("steps"), Items, Id("id")];
    Lifecycles: Lifecycles [Items, Id("id")];
    Events: Lifecycles [Items, Key("transitions"), Items, Id("event")];
    Templates: Templates [Items, Id("id")];
    Invariants: Invariants [Items, Id("id")];
}

/// The parts of the files that could not be read.
#[derive(Debug, Default)]
pub(super) struct UnreadParts {
    /// Files and routes of the values that have a fault of their own.
    pub(super) places: BTreeSet<(String, String)>,
    /// The lists that may lack names.
    pub(super) lists: BTreeSet<NameList>,
}

impl UnreadParts {
    /// Whether the file and route of a place have a fault of their own.
    pub(super) fn told_at(&self, file: &str, route: &str) -> bool {
        !self.places.is_empty() && self.places.contains(&(file.to_owned(), route.to_owned()))
    }

    /// Whether the list may lack names.
    pub(super) fn lacks_names(&self, list: NameList) -> bool {
        self.lists.contains(&list)
    }
}
