//! The rules of a rule set on one page, in the form known from the governing document.
//!
//! Routing table, priorities, methods, checks, steps, messages, states and sources.
//!
//! The page is made from the compiled rules, never from the files: each cell of the routing table shows the plan's
//! answer, with the rules that decide.

mod handover;
mod procedures;
mod routing;
mod sources;

use super::document::{Document, plain};
use super::words::Reader;
use handover_core::language::Lang;
use handover_core::ruleset::RuleSet;

/// The page in a language.
///
/// The time is that of querying the routing plan for each kind of case, care level and class of specialties.
#[must_use]
pub fn page(rule_set: &RuleSet, lang: Lang) -> Document {
    let reader = Reader::new(rule_set, lang);
    let title = rule_set.title.get(lang).to_owned();
    let mut page = Document { lang, title, blocks: Vec::new() };
    if let Some(document) = rule_set.sources.governing() {
        let until = document.valid_until.map_or(String::new(), |last| {
            format!(", {} {last}", reader.lang.say("gäller t.o.m.", "valid through"))
        });
        page.paragraph(format!(
            "{} {}, {} {}{until}.",
            reader.lang.say("Enligt", "By"),
            document.id,
            reader.lang.say("revision", "revision"),
            document.revision
        ));
    }
    let print = rule_set.fingerprint.get(..12).unwrap_or(&rule_set.fingerprint);
    page.blocks.push(super::document::Block::Paragraph(vec![
        plain(reader.lang.say("Regeluppsättning ", "Rule set ")),
        super::document::code(&rule_set.id),
        plain(format!(", {} {print}.", reader.lang.say("fingeravtryck", "fingerprint"))),
    ]));
    routing::add(&mut page, reader);
    handover::add(&mut page, reader);
    procedures::add(&mut page, reader);
    sources::add(&mut page, reader);
    page
}
