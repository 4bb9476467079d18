//! The documents on a day: their validity, and the rules based on them.

use jiff::civil::Date;

use super::carrier::reported;
use handover_core::language::Lang;
use handover_core::ruleset::RuleSet;
use handover_core::ruleset::sources::SourceRef;
use handover_core::ruleset::statements::{Statement, Statements};
use handover_core::wire::report::{SourceDocument, Validity};

pub(super) fn documents(
    rule_set: &RuleSet,
    statements: &Statements,
    at: Date,
    within_days: u32,
    lang: Lang,
) -> Vec<SourceDocument> {
    let documents = rule_set.sources.documents.iter().enumerate();
    let reported_documents = documents.map(|(index, document)| {
        let days_left = document.valid_until.map(|last| (last - at).get_days());
        let validity = match days_left {
            _ if document.valid_from.is_some_and(|first| first > at) => Validity::NotYet,
            Some(days) if days < 0 => Validity::Expired,
            Some(days) if i64::from(days) <= i64::from(within_days) => Validity::Expires,
            _ => Validity::Valid,
        };
        let sources = &rule_set.sources;
        // What a later revision carries on does not rest on one that has expired.
        let rests = |source: &SourceRef| {
            let revisions = sources.revisions_with(source);
            revisions.contains(&index)
                && (validity != Validity::Expired
                    || sources.revision_on(&revisions, at) == Some(index))
        };
        let own = statements.carriers.iter().filter(|it| it.source.as_ref().is_some_and(rests));
        let states = |it: &&Statement| {
            let revisions = sources.revisions_with(&it.source);
            revisions.contains(&index) && it.revisions.contains(&document.revision)
        };
        SourceDocument {
            id: document.id.clone(),
            title: document.title.get(lang).to_owned(),
            revision: document.revision,
            decided: document.decided,
            valid_from: document.valid_from,
            valid_until: document.valid_until,
            owner: document.owner.clone(),
            validity,
            days_left,
            statements: statements.all.iter().filter(states).count(),
            carriers: own.map(|carrier| reported(carrier, lang)).collect(),
        }
    });
    reported_documents.collect()
}
