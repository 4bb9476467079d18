//! Headings of CSV as fields of requests: by path or by label, in either language, compared as names are.

use std::collections::BTreeSet;

use handover_core::language::name::normalise;
use handover_core::language::near::nearest;
use handover_core::language::{Lang, identity};
use handover_core::ruleset::RuleSet;
use handover_core::ruleset::fields::RequestField;

use handover_core::wire::report::IgnoredColumn;

/// The fields of a CSV.
#[derive(Debug)]
pub(super) struct Columns {
    /// Whether its rows are handovers.
    pub(super) handover: bool,
    /// The field of each column.
    pub(super) fields: Vec<Option<RequestField>>,
    /// The columns with a heading that is no field.
    pub(super) ignored: Vec<IgnoredColumn>,
}

/// The names by which headings mean fields.
struct Headings {
    /// Each in the form that is compared, and as it is written.
    known: Vec<(String, String, RequestField)>,
}

impl Columns {
    /// The columns of a header, by the labels of the rule sets.
    ///
    /// Fields may be named from the handover (`case.unit`, `method`) or, in a file of cases, from the case (`unit`).
    pub(super) fn new(names: &[String], rule_sets: [&RuleSet; 2]) -> Self {
        let headings = Headings::of(rule_sets);
        let found: Vec<Option<RequestField>> =
            names.iter().map(|name| headings.find(name)).collect();
        // `priority` alone may be that of a case.
        let handover = names.iter().zip(&found).any(|(name, field)| match field {
            None | Some(RequestField::Priority) => false,
            Some(field) => {
                !field.path().starts_with("case.") || compared(name) == compared(field.path())
            }
        });
        let of_case = |field| match field {
            Some(RequestField::Priority) if !handover => Some(RequestField::IncomingPriority),
            field => field,
        };
        let unknown =
            names.iter().zip(&found).filter(|(name, field)| field.is_none() && !name.is_empty());
        Self {
            handover,
            ignored: unknown.map(|(name, _)| headings.ignored(name)).collect(),
            fields: found.into_iter().map(of_case).collect(),
        }
    }

    /// Whether no column is a field.
    pub(super) fn are_unknown(&self) -> bool {
        self.fields.iter().all(Option::is_none)
    }
}

impl Headings {
    fn of(rule_sets: [&RuleSet; 2]) -> Self {
        let mut known = Vec::new();
        let mut add = |name: &str, field| known.push((compared(name), name.to_owned(), field));
        for &field in RequestField::ALL {
            add(field.path(), field);
        }
        // A path from the handover goes first: `priority` is that of the handover, where there is one.
        for field in RequestField::of_case() {
            add(field.path_in_case(), field);
        }
        for &field in RequestField::ALL {
            for lang in Lang::ALL {
                for rules in rule_sets {
                    add(rules.lexicon(lang).field(field), field);
                }
                let (sv, en) = field.spec().called;
                add(lang.say(sv, en), field);
            }
        }
        Self { known }
    }

    fn find(&self, name: &str) -> Option<RequestField> {
        let wanted = compared(name);
        self.known.iter().find(|(known, ..)| *known == wanted).map(|(.., field)| *field)
    }

    fn ignored(&self, name: &str) -> IgnoredColumn {
        let written: BTreeSet<&str> =
            self.known.iter().map(|(_, written, _)| written.as_str()).collect();
        IgnoredColumn {
            column: identity::redact(name).into_owned(),
            nearest: nearest(name, written).map(str::to_owned),
        }
    }
}

/// A heading in the form that is compared: as names are, and without regard to underscores.
fn compared(name: &str) -> String {
    normalise(&name.replace('_', " ")).into_owned()
}
