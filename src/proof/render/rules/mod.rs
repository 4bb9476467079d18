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

use super::page::{Page, plain};
use super::words::RuleSetWords;
use handover_core::language::Lang;
use handover_core::ruleset::RuleSet;

/// The page in a language.
///
/// The time is that of querying the routing plan for each kind of case, care level and class of specialties.
#[must_use]
pub fn page(rule_set: &RuleSet, lang: Lang) -> Page {
    let words = RuleSetWords::new(rule_set, lang);
    let title = rule_set.title.get(lang).to_owned();
    let mut page = Page { lang, title, blocks: Vec::new() };
    if let Some(document) = rule_set.sources.governing() {
        let until = document.valid_until.map_or(String::new(), |last| {
            format!(", {} {last}", words.lang.say("gäller t.o.m.", "valid through"))
        });
        page.paragraph(format!(
            "{} {}, {} {}{until}.",
            words.lang.say("Enligt", "By"),
            document.id,
            words.lang.say("revision", "revision"),
            document.revision
        ));
    }
    let print = rule_set.fingerprint.get(..12).unwrap_or(&rule_set.fingerprint);
    page.blocks.push(super::page::PageBlock::Paragraph(vec![
        plain(words.lang.say("Regeluppsättning ", "Rule set ")),
        super::page::code(&rule_set.id),
        plain(format!(", {} {print}.", words.lang.say("fingeravtryck", "fingerprint"))),
    ]));
    routing::add(&mut page, words);
    handover::add(&mut page, words);
    procedures::add(&mut page, words);
    sources::add(&mut page, words);
    page
}
