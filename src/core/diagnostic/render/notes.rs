//! Notes on a diagnostic that every format for people has: reason, allowed words, nearest word, help.

use crate::diagnostic::{Diagnostic, Place};
use crate::language::{Lang, Text, list};

/// A note on a diagnostic.
pub(super) struct Note {
    /// Whether it says what to do rather than why.
    pub(super) is_help: bool,
    pub(super) heading: &'static str,
    pub(super) text: String,
}

/// The notes on a diagnostic, in order.
pub(super) fn notes(diagnostic: &Diagnostic, lang: Lang) -> impl Iterator<Item = Note> {
    let [repeats, why, allowed, nearest, help, held_back] = match lang {
        Lang::Sv => ["även här", "varför", "tillåtet", "menade du", "hjälp", "obs"],
        Lang::En => ["also here", "why", "allowed", "did you mean", "help", "note"],
    };
    let words = |text: &Option<Text>| text.as_ref().map(|text| text.get(lang).to_owned());
    let listed = (!diagnostic.allowed.is_empty()).then(|| list::listing(&diagnostic.allowed, lang));
    let meant = diagnostic.nearest.as_ref().map(|name| format!("`{name}`"));
    [
        (
            false,
            repeats,
            (!diagnostic.repeats.is_empty()).then(|| places(&diagnostic.repeats, lang)),
        ),
        (false, why, words(&diagnostic.why)),
        (false, allowed, listed),
        (true, nearest, meant),
        (true, help, words(&diagnostic.help)),
        (false, held_back, (diagnostic.held_back > 0).then(|| waiting(diagnostic.held_back, lang))),
    ]
    .into_iter()
    .filter_map(|(is_help, heading, text)| Some(Note { is_help, heading, text: text? }))
}

/// The notes as one line each.
pub(super) fn note_lines(diagnostic: &Diagnostic, lang: Lang) -> impl Iterator<Item = String> {
    notes(diagnostic, lang).map(|note| format!("{}: {}", note.heading, note.text))
}

/// The number of some places, and their lines by file.
fn places(places: &[Place], lang: Lang) -> String {
    let lines: Vec<String> = places
        .iter()
        .map(|place| match place.span {
            Some(span) => format!("{}:{}", place.file, span.line),
            None => place.file.clone(),
        })
        .collect();
    let listed = list::listing(&lines, lang);
    match (places.len(), lang) {
        (1, _) => listed,
        (count, Lang::Sv) => format!("{count} ställen till: {listed}"),
        (count, Lang::En) => format!("{count} more places: {listed}"),
    }
}

/// The number of faults that are not told yet.
fn waiting(count: usize, lang: Lang) -> String {
    match (count, lang) {
        (_, Lang::Sv) => {
            format!("{count} fel som kanske bara följer hålls inne tills detta är rättat")
        }
        (1, Lang::En) => {
            "1 fault that may only follow is held back until this is mended".to_owned()
        }
        (_, Lang::En) => {
            format!("{count} faults that may only follow are held back until this is mended")
        }
    }
}
