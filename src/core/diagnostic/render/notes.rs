//! Notes on a diagnostic that every format for people has: reason, allowed words, nearest word, help.

use crate::diagnostic::Diagnostic;
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
    let [why, allowed, nearest, help] = match lang {
        Lang::Sv => ["varför", "tillåtet", "menade du", "hjälp"],
        Lang::En => ["why", "allowed", "did you mean", "help"],
    };
    let words = |text: &Option<Text>| text.as_ref().map(|text| text.get(lang).to_owned());
    let listed = (!diagnostic.allowed.is_empty()).then(|| list::listing(&diagnostic.allowed, lang));
    let meant = diagnostic.nearest.as_ref().map(|name| format!("`{name}`"));
    [
        (false, why, words(&diagnostic.why)),
        (false, allowed, listed),
        (true, nearest, meant),
        (true, help, words(&diagnostic.help)),
    ]
    .into_iter()
    .filter_map(|(is_help, heading, text)| Some(Note { is_help, heading, text: text? }))
}

/// The notes as one line each.
pub(super) fn note_lines(diagnostic: &Diagnostic, lang: Lang) -> impl Iterator<Item = String> {
    notes(diagnostic, lang).map(|note| format!("{}: {}", note.heading, note.text))
}
