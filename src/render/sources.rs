//! The account of what documents state, as a page.

use super::document::{Block, Cell, Document, Line, Table, code, faint, plain, strong};
use super::say;
use crate::diagnostic::Lang;
use crate::provenance::{self, CarrierRef, Report, Stated, Validity};

/// The page.
#[must_use]
pub fn page(report: &Report, title: &str, lang: Lang) -> Document {
    let heading = say(lang, "Vad dokumenten säger, och vad som bär det", "What the documents state, and what carries it");
    let mut page = Document { lang, title: format!("{title}: {heading}"), blocks: Vec::new() };
    page.paragraph(summary(report, lang));
    for document in &report.documents {
        if let Some(text) = expiry(document, lang) {
            page.blocks.push(Block::Paragraph(vec![strong(text)]));
        }
    }
    let head = [
        say(lang, "Plats", "Place"),
        say(lang, "Vad dokumentet säger", "What the document states"),
        say(lang, "Bärs av", "Carried by"),
    ];
    for document in &report.documents {
        let own: Vec<&Stated> =
            report.statements.iter().filter(|it| it.document == document.document).collect();
        if own.is_empty() {
            continue;
        }
        page.heading(2, format!("{} ({})", document.title, document.document));
        let rows = own.iter().map(|stated| {
            vec![
                Cell::line(vec![code(&stated.id)]),
                Cell::text(&stated.statement),
                Cell(carried(stated, lang)),
            ]
        });
        page.blocks.push(Block::Table(Table {
            caption: document.title.clone(),
            head: head.map(str::to_owned).to_vec(),
            rows: rows.collect(),
        }));
    }
    let gaps = gaps(report, lang);
    if !gaps.is_empty() {
        page.heading(2, say(lang, "Inte redovisat", "Not accounted for"));
        let items = gaps.into_iter().map(|gap| vec![plain(gap)]).collect();
        page.blocks.push(Block::List { ordered: false, items });
    }
    page
}

fn carried(stated: &Stated, lang: Lang) -> Vec<Line> {
    let mut lines: Vec<Line> = by_kind(&stated.carried_by)
        .into_iter()
        .map(|(kind, ids)| {
            let mut line = vec![plain(format!("{kind} "))];
            for (at, id) in ids.iter().enumerate() {
                line.push(plain(if at == 0 { "" } else { ", " }));
                line.push(code(*id));
            }
            line
        })
        .collect();
    if let Some(why) = &stated.declined {
        lines.push(vec![faint(format!("{}: {why}", say(lang, "Avböjd", "Declined")))]);
    }
    if lines.is_empty() {
        lines.push(vec![strong(say(lang, "ingenting", "nothing"))]);
    }
    lines
}

/// Ids by kind, in order.
pub(super) fn by_kind(carriers: &[CarrierRef]) -> Vec<(&str, Vec<&str>)> {
    let mut kinds: Vec<(&str, Vec<&str>)> = Vec::new();
    for carrier in carriers {
        match kinds.iter_mut().find(|(kind, _)| *kind == carrier.kind_label) {
            Some((_, ids)) if ids.contains(&carrier.id.as_str()) => {}
            Some((_, ids)) => ids.push(&carrier.id),
            None => kinds.push((&carrier.kind_label, vec![&carrier.id])),
        }
    }
    kinds
}

/// How many statements there are, and what becomes of them.
pub(super) fn summary(report: &Report, lang: Lang) -> String {
    let provenance::Summary { statements, carried, declined, unaccounted } = report.summary;
    if statements == 0 {
        return say(
            lang,
            "Reglerna redovisar inte vad dokumenten säger. Lägg till avsnittet `statements`.",
            "The rules do not account for what the documents state. Add the section `statements`.",
        )
        .to_owned();
    }
    let outcome = match (unaccounted, lang) {
        (0, Lang::Sv) => "allt är redovisat".to_owned(),
        (0, Lang::En) => "all is accounted for".to_owned(),
        (_, Lang::Sv) => format!("{unaccounted} är inte redovisat"),
        (1, Lang::En) => "1 is not accounted for".to_owned(),
        (_, Lang::En) => format!("{unaccounted} are not accounted for"),
    };
    match lang {
        Lang::Sv => format!("{statements} utsagor: {carried} bärs av reglerna, {declined} är avböjda med skäl; {outcome}"),
        Lang::En => format!("{statements} statements: {carried} are carried by the rules, {declined} are declined with a reason; {outcome}"),
    }
}

/// That a document has expired or soon will, and how much rests on it.
pub(super) fn expiry(document: &provenance::Document, lang: Lang) -> Option<String> {
    let (title, last) = (&document.title, document.valid_until);
    let last = last.map_or(String::new(), |last| last.to_string());
    let days = document.days_left.unwrap_or_default();
    let count = document.carriers.len();
    let told = match (document.validity, lang) {
        (Validity::Valid, _) => return None,
        (Validity::Expired, Lang::Sv) => format!("{title} gick ut {last}, för {} dagar sedan", -days),
        (Validity::Expired, Lang::En) => format!("{title} expired on {last}, {} days ago", -days),
        (Validity::Expires, Lang::Sv) => format!("{title} går ut {last}, om {days} dagar"),
        (Validity::Expires, Lang::En) => format!("{title} expires on {last}, in {days} days"),
        (Validity::NotYet, Lang::Sv) => format!("{title} gäller inte än"),
        (Validity::NotYet, Lang::En) => format!("{title} does not hold yet"),
    };
    Some(match lang {
        Lang::Sv => format!("{told}. {count} regler, steg och annat vilar på det"),
        Lang::En => format!("{told}. {count} rules, steps and others rest on it"),
    })
}

/// What is not accounted for beside the statements themselves.
pub(super) fn gaps(report: &Report, lang: Lang) -> Vec<String> {
    let uncarried = report.statements.iter().filter_map(|stated| match (stated.status, lang) {
        ("uncarried", Lang::Sv) => Some(format!("{}: ingen regel bär utsagan, och det står inte varför", stated.id)),
        ("uncarried", Lang::En) => Some(format!("{}: no rule carries the statement, and it does not say why", stated.id)),
        ("disagrees", Lang::Sv) => Some(format!("{}: utsagan är avböjd, men något bär den", stated.id)),
        ("disagrees", Lang::En) => Some(format!("{}: the statement is declined, but something carries it", stated.id)),
        _ => None,
    });
    let places = report.places_without_statement.iter().map(|at| {
        let says = say(lang, "platsen har ingen utsaga", "the place has no statement");
        format!("{}: {says}", at.place)
    });
    let rules = report.carries_no_statement.iter().map(|carrier| {
        let says = say(lang, "bär ingen av utsagorna på sin plats", "carries none of the statements at its place");
        format!("{} {}: {says}", carrier.kind_label, carrier.id)
    });
    uncarried.chain(places).chain(rules).collect()
}
