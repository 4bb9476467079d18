//! The sections of the files of a rule set, in one list.
//!
//! Whatever has to look at every section matches on [`Section`], so that the compiler names each place where a new one is
//! to be handled: schemas, carriers of statements, comparison.

macro_rules! sections {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// A section of a file of rules.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Section { $($(#[$doc])* $variant,)* }

        impl Section {
            /// Every section, in the order in which they are reported.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Its key in files.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Whether its texts are prose, which may have several lines; those of other sections are names.
            #[must_use]
            pub const fn is_prose(self) -> bool {
                match self {
                    Self::Routing
                    | Self::Local
                    | Self::Checks
                    | Self::Procedures
                    | Self::Templates
                    | Self::Statements => true,
                    Self::Header
                    | Self::Sources
                    | Self::Vocabulary
                    | Self::Directory
                    | Self::ContactReasons
                    | Self::Fields
                    | Self::Priority
                    | Self::Methods
                    | Self::Lifecycles
                    | Self::Invariants => false,
                }
            }

            /// Whether several files may have it: a unit has rules of its own, and a long directory fills several files.
            #[must_use]
            pub const fn in_several_files(self) -> bool {
                matches!(self, Self::Local | Self::Directory)
            }
        }
    };
}

sections! {
    /// Id, title, languages and files.
    Header = "ruleset",
    /// Documents that the rules rest on.
    Sources = "sources",
    /// Word lists.
    Vocabulary = "vocabulary",
    /// Care providers and units.
    Directory = "directory",
    /// Contact reasons and the case types that they mean.
    ContactReasons = "contact_reasons",
    /// Labels of the fields of a request.
    Fields = "fields",
    /// Routing rules.
    Routing = "routing",
    /// The rules of one unit.
    Local = "local",
    /// Priority scale and alerts.
    Priority = "priority",
    /// Methods of handing over.
    Methods = "methods",
    /// Checks.
    Checks = "checks",
    /// Steps.
    Procedures = "procedures",
    /// States and transitions.
    Lifecycles = "lifecycles",
    /// Messages to start from.
    Templates = "templates",
    /// Conditions that hold whatever the rules say.
    Invariants = "invariants",
    /// Statements of the documents, by place.
    Statements = "statements",
}
