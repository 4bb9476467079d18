//! Reading of the section `statements`.

use indexmap::IndexMap;

use super::carriers::{Carriers, warn_only};
use super::judge::judge;
use super::statement::{Statement, Statements, Status};
use crate::diagnostic::Place;
use crate::language::Lang;
use crate::ruleset::model;
use crate::ruleset::reading::ParsedFile;
use crate::ruleset::sources::{SourceRef, Sources};
use crate::ruleset::spot::{Faults, Spot};
use crate::ruleset::vocabulary::require_languages;

/// Reads the section `statements` of a rule set's files, and compares it with all others. Linear in the files.
///
/// Unknown places and names are reported here, missing statements and carriers by [`Statements::tell`].
pub(in crate::ruleset) fn read(
    documents: Option<&[ParsedFile]>,
    faults: &mut Faults,
) -> Statements {
    let sections: Vec<(&str, Spot<'_>)> = (documents.unwrap_or_default().iter())
        .flat_map(|ParsedFile { document, data }| Spot::root(document, data).entries())
        .collect();
    let Some((_, section)) = sections.iter().find(|(name, _)| *name == "statements") else {
        return Statements::default();
    };
    let sources = sources(&sections, faults);
    let languages = languages(&sections);
    let mut carriers = Carriers::collect(&sections, &sources);
    let (mut all, mut astray) = (Vec::new(), Vec::new());
    for (written, spot) in section.entries() {
        let Some(source) = resolve(&sources, written, &spot, faults) else {
            astray.push((written.to_owned(), spot.key_place()));
            continue;
        };
        let items = spot.items();
        for (number, item) in (1..).zip(&items) {
            let Some(statement) = faults.read::<model::Statement>(item) else {
                continue;
            };
            let texts = model::Texts { sv: statement.sv, en: statement.en };
            require_languages(item, &texts, &languages, faults);
            if let Some(why) = &statement.declined {
                require_languages(&item.at("declined"), why, &languages, faults);
            }
            let mut named = Vec::new();
            for (name, spot) in statement.carried_by.iter().zip(item.at("carried_by").items()) {
                match carriers.named(&spot, name, faults) {
                    Some(carrier) => named.push(carrier),
                    None => astray.push((name.clone(), spot.place())),
                }
            }
            let id =
                if items.len() > 1 { format!("{written}#{number}") } else { written.to_owned() };
            all.push(Statement {
                text: texts.complete(&id),
                source: source.clone(),
                status: Status::Uncarried,
                carriers: named,
                declined: statement.declined.map(|why| why.complete("")),
                of_revisions: statement.revision.is_some(),
                revisions: match statement.revision {
                    Some(revisions) => revisions.into(),
                    None => sources.document(&source).map_or(vec![], |it| vec![it.stated_revision]),
                },
                pending: Vec::new(),
                place: item.get("sv").or_else(|| item.get("en")).as_ref().unwrap_or(item).place(),
                named: !statement.carried_by.is_empty(),
                id,
            });
        }
    }
    let places = places(&sections, &sources);
    Statements { astray, ..judge(all, carriers.into_vec(), places, &sources) }
}

/// The documents, whose own faults are told where the rules are read.
fn sources(sections: &[(&str, Spot<'_>)], faults: &mut Faults) -> Sources {
    let (told, held_back) = (faults.list.len(), faults.held_back);
    let mut sources = Sources::default();
    for section in source_lists(sections) {
        sources.add(&section, faults);
    }
    faults.list.truncate(told);
    faults.held_back = held_back;
    sources
}

/// The lists of documents: the region's, then those of units.
fn source_lists<'a>(sections: &[(&str, Spot<'a>)]) -> Vec<Spot<'a>> {
    let own = |wanted: &'static str| {
        sections.iter().filter(move |(name, _)| *name == wanted).map(|(_, spot)| spot)
    };
    own("sources").cloned().chain(own("local").filter_map(|local| local.get("sources"))).collect()
}

fn languages(sections: &[(&str, Spot<'_>)]) -> Vec<Lang> {
    let header = sections.iter().find(|(name, _)| *name == "ruleset").map(|(_, spot)| spot);
    let listed = header.map(|header| header.at("languages").items()).unwrap_or_default();
    let lang = |spot: &Spot<'_>| match spot.value().as_str() {
        Some("sv") => Some(Lang::Sv),
        Some("en") => Some(Lang::En),
        _ => None,
    };
    listed.iter().filter_map(lang).collect()
}

/// Every place that the documents list, with its location.
fn places(sections: &[(&str, Spot<'_>)], sources: &Sources) -> IndexMap<SourceRef, Place> {
    let documents = source_lists(sections).into_iter().flat_map(|list| list.items());
    let listed = documents.flat_map(|document| document.entries_of("places"));
    let places = listed.flat_map(|(section, spot)| {
        spot.items().into_iter().filter_map(move |item| {
            let name: model::Name = serde_json::from_value(item.value().clone()).ok()?;
            let source = sources.find(&format!("{section}/{}", name.text()))?;
            Some((source, item.place()))
        })
    });
    places.collect()
}

/// The place that a key names; a fault points at the key.
fn resolve(
    sources: &Sources,
    written: &str,
    spot: &Spot<'_>,
    faults: &mut Faults,
) -> Option<SourceRef> {
    let before = faults.list.len();
    let found = sources.resolve(spot, written, faults);
    for fault in faults.list.iter_mut().skip(before) {
        fault.places = vec![spot.key_place()];
    }
    warn_only(faults, before);
    found
}
