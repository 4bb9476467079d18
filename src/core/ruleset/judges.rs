//! The documents by whose days the validity of answers is judged.

use indexmap::IndexSet;

use super::routing::Routing;
use super::sources::{Document, Sources};

/// The revisions of a document that have the places which some rules rest on, as indices of the rule set's documents.
pub type Judge = Vec<usize>;

/// The documents that judge the answers of a rule set.
#[derive(Debug, Clone)]
pub struct Judges {
    /// The distinct judges; the governing document is the first.
    pub all: Vec<Judge>,
    /// By routing rule, its judge.
    pub by_rule: Vec<usize>,
}

impl Judges {
    /// Each rule is judged by the document that it rests on, in its own days; one without days, in those of the governing
    /// document. Linear in the rules.
    #[must_use]
    pub fn new(sources: &Sources, routing: &Routing) -> Self {
        let mut all: IndexSet<Judge> = IndexSet::from([sources.governing_revisions()]);
        let by_rule = routing.rules.iter().map(|rule| {
            let revisions = sources.revisions_with(&rule.source);
            let documents = revisions.iter().filter_map(|&at| sources.documents.get(at));
            if documents.into_iter().any(Document::is_dated) {
                all.insert_full(revisions).0
            } else {
                0
            }
        });
        let by_rule = by_rule.collect();
        Self { all: all.into_iter().collect(), by_rule }
    }
}
