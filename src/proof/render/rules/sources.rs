//! The documents that the rules are based on.

use crate::render::document::{Block, Cell, Document, Table, faint, plain};
use crate::render::words::Reader;

pub(super) fn add(page: &mut Document, reader: Reader<'_>) {
    page.heading(2, reader.lang.say("Källor", "Sources"));
    let day =
        |day: Option<jiff::civil::Date>| day.map_or_else(|| "–".to_owned(), |day| day.to_string());
    let rows = reader.rule_set.sources.documents.iter().map(|document| {
        let mut name = vec![vec![plain(document.title.get(reader.lang))]];
        name.push(vec![faint(format!(
            "{}, {} {}",
            document.id,
            reader.lang.say("revision", "revision"),
            document.revision
        ))]);
        vec![
            Cell(name),
            Cell::text(day(document.decided)),
            Cell::text(day(document.valid_from)),
            Cell::text(day(document.valid_until)),
            Cell::text(document.owner.as_deref().unwrap_or("–")),
        ]
    });
    let head = [
        reader.lang.say("Dokument", "Document"),
        reader.lang.say("Beslutat", "Decided"),
        reader.lang.say("Gäller fr.o.m.", "Valid from"),
        reader.lang.say("Gäller t.o.m.", "Valid through"),
        reader.lang.say("Ägare", "Owner"),
    ];
    page.blocks.push(Block::Table(Table {
        caption: reader
            .lang
            .say("Dokument som reglerna vilar på", "Documents that the rules rest on")
            .to_owned(),
        head: head.map(str::to_owned).to_vec(),
        rows: rows.collect(),
    }));
}
