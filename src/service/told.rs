//! What is found in rule sets, as it is sent.

use schemars::JsonSchema;
use serde::Serialize;

use crate::diagnostic::{Diagnostic, Lang, Place, Text};

/// A fault of a rule set, or something to look at.
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
pub(super) struct Told {
    /// What kind of fault; stable.
    code: String,
    /// `error` or `warning`.
    severity: String,
    /// What is wrong.
    message: String,
    /// Where; the first is the primary place.
    places: Vec<ToldPlace>,
    /// Why it is wrong.
    why: Option<String>,
    /// How to mend it.
    help: Option<String>,
    /// What may stand there instead.
    allowed: Vec<String>,
    /// What was probably meant.
    nearest: Option<String>,
}

/// A place in a file. Lines and columns are counted from 1.
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
pub(super) struct ToldPlace {
    /// The file.
    file: String,
    /// JSON pointer into the file's data; empty for the whole.
    route: String,
    /// The line where it begins.
    line: Option<u32>,
    /// The column where it begins, in characters.
    column: Option<u32>,
    /// The line where it ends.
    end_line: Option<u32>,
    /// The column where it ends, in characters.
    end_column: Option<u32>,
    /// What stands there.
    label: Option<String>,
}

/// What was found, in a language.
pub(super) fn told<'d>(
    diagnostics: impl IntoIterator<Item = &'d Diagnostic>,
    lang: Lang,
) -> Vec<Told> {
    let words = |text: &Option<Text>| text.as_ref().map(|text| text.get(lang).to_owned());
    let place = |place: &Place| ToldPlace {
        file: place.file.clone(),
        route: place.route.clone(),
        line: place.span.map(|span| span.line),
        column: place.span.map(|span| span.column),
        end_line: place.span.map(|span| span.end_line),
        end_column: place.span.map(|span| span.end_column),
        label: words(&place.label),
    };
    let told = diagnostics.into_iter().map(|diagnostic| Told {
        code: diagnostic.code.as_str().to_owned(),
        severity: diagnostic.severity.as_str().to_owned(),
        message: diagnostic.message.get(lang).to_owned(),
        places: diagnostic.places.iter().map(place).collect(),
        why: words(&diagnostic.why),
        help: words(&diagnostic.help),
        allowed: diagnostic.allowed.clone(),
        nearest: diagnostic.nearest.clone(),
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::render;
    use crate::document::Files;
    use crate::ruleset::{Scope, load};

    #[test]
    fn what_is_sent_is_what_the_command_line_prints() {
        let files = [("ruleset.yaml".to_owned(), b"ruleset: {id: x, files: [y.yaml]}".to_vec())];
        let loaded = load(&Files::Memory(files.into()), Scope::Rules);
        assert!(loaded.diagnostics.len() > 1);
        for lang in [Lang::Sv, Lang::En] {
            let sent = serde_json::to_value(told(&loaded.diagnostics, lang)).unwrap();
            assert_eq!(sent, render::json(&loaded.diagnostics, lang));
        }
    }
}
