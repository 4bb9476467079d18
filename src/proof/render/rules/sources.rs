//! The documents that the rules are based on.

use crate::render::page::{Page, PageBlock, PageTable, TableCell, faint, plain};
use crate::render::words::RuleSetWords;

pub(super) fn add(page: &mut Page, words: RuleSetWords<'_>) {
    page.heading(2, words.lang.say("Källor", "Sources"));
    let day =
        |day: Option<jiff::civil::Date>| day.map_or_else(|| "–".to_owned(), |day| day.to_string());
    let rows = words.rule_set.sources.documents.iter().map(|document| {
        let mut name = vec![vec![plain(document.title.get(words.lang))]];
        name.push(vec![faint(format!(
            "{}, {} {}",
            document.id,
            words.lang.say("revision", "revision"),
            document.revision
        ))]);
        vec![
            TableCell(name),
            TableCell::text(day(document.decided)),
            TableCell::text(day(document.valid_from)),
            TableCell::text(day(document.valid_until)),
            TableCell::text(document.owner.as_deref().unwrap_or("–")),
        ]
    });
    let head = [
        words.lang.say("Dokument", "Document"),
        words.lang.say("Beslutat", "Decided"),
        words.lang.say("Gäller fr.o.m.", "Valid from"),
        words.lang.say("Gäller t.o.m.", "Valid through"),
        words.lang.say("Ägare", "Owner"),
    ];
    page.blocks.push(PageBlock::Table(PageTable {
        caption: words
            .lang
            .say("Dokument som reglerna vilar på", "Documents that the rules rest on")
            .to_owned(),
        head: head.map(str::to_owned).to_vec(),
        rows: rows.collect(),
    }));
}
