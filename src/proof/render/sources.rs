//! The report on statements of documents, as a page.

use super::page::{Line, Page, PageBlock, PageTable, TableCell, code, faint, plain, strong};
use jiff::civil::Date;

use handover_core::language::Lang;
use handover_core::wire::report::{
    Carrier, SourceDocument, SourcesReport, SourcesSummary, Statement, StatementStatus, Validity,
};

/// The page.
#[must_use]
pub fn page(report: &SourcesReport, lang: Lang) -> Page {
    let heading = lang.say(
        "Vad dokumenten säger, och vad som bär det",
        "What the documents state, and what carries it",
    );
    let title = format!("{}: {heading}", report.ruleset.title);
    let mut page = Page { lang, title, blocks: Vec::new() };
    page.paragraph(summary(report, lang));
    for document in &report.documents {
        if let Some(text) = expiry(report, document, lang) {
            page.blocks.push(PageBlock::Paragraph(vec![strong(format!("{text}."))]));
            let rests = by_kind(&document.carriers)
                .into_iter()
                .map(|(kind, ids)| vec![plain(format!("{kind}: {}", ids.join(", ")))]);
            page.paragraph(lang.say("Det här vilar på dokumentet:", "This rests on it:"));
            page.blocks.push(PageBlock::List { ordered: false, items: rests.collect() });
        }
    }
    let head = [
        lang.say("Plats", "Place"),
        lang.say("Vad dokumentet säger", "What the document states"),
        lang.say("Bärs av", "Carried by"),
    ];
    for document in distinct(report) {
        let own: Vec<&Statement> =
            report.statements.iter().filter(|it| it.document == document.id).collect();
        if own.is_empty() {
            continue;
        }
        page.heading(2, format!("{} ({})", document.title, document.id));
        let rows = own.iter().map(|stated| {
            vec![
                TableCell::line(vec![code(&stated.id)]),
                TableCell::text(&stated.text),
                TableCell(carried(stated, lang)),
            ]
        });
        page.blocks.push(PageBlock::Table(PageTable {
            caption: document.title.clone(),
            head: head.map(str::to_owned).to_vec(),
            rows: rows.collect(),
        }));
    }
    let gaps = gaps(report, lang);
    if !gaps.is_empty() {
        page.heading(2, lang.say("Inte redovisat", "Not accounted for"));
        let items = gaps.into_iter().map(|gap| vec![plain(gap)]).collect();
        page.blocks.push(PageBlock::List { ordered: false, items });
    }
    page
}

fn carried(stated: &Statement, lang: Lang) -> Vec<Line> {
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
        lines.push(vec![faint(format!("{}: {why}", lang.say("Avböjd", "Declined")))]);
    }
    if lines.is_empty() {
        lines.push(vec![strong(lang.say("ingenting", "nothing"))]);
    }
    lines
}

/// Ids by kind, in order.
pub(super) fn by_kind(carriers: &[Carrier]) -> Vec<(&str, Vec<&str>)> {
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

/// The number of statements, by status.
pub(super) fn summary(report: &SourcesReport, lang: Lang) -> String {
    let SourcesSummary { statements, carried, declined, not_gone_through: _, unaccounted } =
        report.summary;
    if statements == 0 {
        return lang.say("Reglerna redovisar inte vad dokumenten säger. Lägg till avsnittet `statements`.",
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
        Lang::Sv => {
            let noun = if statements == 1 { "utsaga" } else { "utsagor" };
            format!(
                "{statements} {noun}: {carried} bärs av reglerna, {declined} avböjs med skäl; {outcome}"
            )
        }
        Lang::En => {
            let noun = if statements == 1 { "statement" } else { "statements" };
            format!(
                "{statements} {noun}: {carried} carried by the rules, {declined} declined with a reason; {outcome}"
            )
        }
    }
}

/// The documents, each with its first revision.
pub(super) fn distinct(report: &SourcesReport) -> impl Iterator<Item = &SourceDocument> {
    let documents = report.documents.iter().enumerate();
    let is_first = |&(at, own): &(usize, &SourceDocument)| {
        report.documents.iter().take(at).all(|before| before.id != own.id)
    };
    documents.filter(is_first).map(|(_, document)| document)
}

/// A note on a document that has expired, soon will, or is not valid yet; none where another revision carries all of it on.
pub(super) fn expiry(
    report: &SourcesReport,
    document: &SourceDocument,
    lang: Lang,
) -> Option<String> {
    let has_others = report.documents.iter().filter(|it| it.id == document.id).count() > 1;
    if has_others && document.validity == Validity::Expired && document.carriers.is_empty() {
        return None;
    }
    let title = match (has_others, &document.title) {
        (true, title) => format!("{title}, revision {},", document.revision),
        (false, title) => title.clone(),
    };
    let day = |day: Option<Date>| day.map_or(String::new(), |day| day.to_string());
    let last = day(document.valid_until);
    let left = document.days_left.unwrap_or_default();
    let days = match (left.abs(), lang) {
        (1, Lang::Sv) => "1 dag".to_owned(),
        (1, Lang::En) => "1 day".to_owned(),
        (count, Lang::Sv) => format!("{count} dagar"),
        (count, Lang::En) => format!("{count} days"),
    };
    Some(match (document.validity, lang) {
        (Validity::Valid, _) => return None,
        (Validity::Expired, Lang::Sv) => format!("{title} gick ut {last}, för {days} sedan"),
        (Validity::Expired, Lang::En) => format!("{title} expired on {last}, {days} ago"),
        (Validity::Expires, Lang::Sv) if left == 0 => format!("{title} går ut i dag, {last}"),
        (Validity::Expires, Lang::En) if left == 0 => format!("{title} expires today, {last}"),
        (Validity::Expires, Lang::Sv) => format!("{title} går ut {last}, om {days}"),
        (Validity::Expires, Lang::En) => format!("{title} expires on {last}, in {days}"),
        (Validity::NotYet, Lang::Sv) => {
            format!("{title} gäller inte förrän {}", day(document.valid_from))
        }
        (Validity::NotYet, Lang::En) => {
            format!("{title} does not hold until {}", day(document.valid_from))
        }
    })
}

/// Missing statements, unknown names and rules without a statement.
pub(super) fn gaps(report: &SourcesReport, lang: Lang) -> Vec<String> {
    let uncarried = report.statements.iter().filter_map(|stated| match (stated.status, lang) {
        (StatementStatus::Uncarried, Lang::Sv) => {
            Some(format!("{}: ingen regel bär utsagan, och det står inte varför", stated.id))
        }
        (StatementStatus::Uncarried, Lang::En) => {
            Some(format!("{}: no rule carries the statement, and it does not say why", stated.id))
        }
        (StatementStatus::Disagrees, Lang::Sv) => {
            Some(format!("{}: utsagan är avböjd, men något bär den", stated.id))
        }
        (StatementStatus::Disagrees, Lang::En) => {
            Some(format!("{}: the statement is declined, but something carries it", stated.id))
        }
        _ => None,
    });
    let pending = report.statements.iter().filter(|it| !it.not_gone_through.is_empty());
    let pending = pending.map(|stated| {
        let revisions: Vec<String> = stated.not_gone_through.iter().map(u32::to_string).collect();
        let says = lang.say("inte genomgången mot revision", "not gone through against revision");
        format!("{}: {says} {}", stated.id, revisions.join(", "))
    });
    let places = report.places_without_statement.iter().map(|at| {
        let says = lang.say("platsen har ingen utsaga", "the place has no statement");
        format!("{}: {says}", at.source)
    });
    let astray = report.names_nothing.iter().map(|it| {
        let says = lang
            .say("nämns av en utsaga men finns inte", "named by a statement, but does not exist");
        format!("{}: {says}", it.name)
    });
    let rules = report.carries_no_statement.iter().map(|carrier| {
        let says = lang.say(
            "bär ingen av utsagorna på sin plats",
            "carries none of the statements at its place",
        );
        format!("{} {}: {says}", carrier.kind_label, carrier.id)
    });
    uncarried.chain(pending).chain(places).chain(astray).chain(rules).collect()
}
