//! The words of clap around the texts of the help.

use crate::wrap::plain;

/// Help that clap has rendered, with its own words in Swedish.
pub(crate) fn framed(rendered: &str) -> String {
    const HEADINGS: [(&str, &str); 3] =
        [("Arguments:", "Argument:"), ("Options:", "Flaggor:"), ("Commands:", "Kommandon:")];
    const USAGE: [(&str, &str); 5] = [
        ("Usage:", "Användning:"),
        ("[OPTIONS]", "[FLAGGOR]"),
        ("<COMMAND>", "<KOMMANDO>"),
        ("[COMMAND]", "[KOMMANDO]"),
        ("[ARGS]", "[ARGUMENT]"),
    ];
    let framed = rendered.split_inclusive('\n').map(|line| {
        let bare = plain(line.trim_end());
        if bare.starts_with("Usage:") {
            return USAGE.iter().fold(line.to_owned(), |line, (en, sv)| line.replacen(en, sv, 1));
        }
        match HEADINGS.iter().find(|(en, _)| *en == bare) {
            Some((en, sv)) => line.replacen(en, sv, 1),
            None => line.to_owned(),
        }
    });
    framed.collect()
}
