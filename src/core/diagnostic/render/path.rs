//! Paths of files as the readers of a report see them.

/// The path of a rule set's file below the rule set's `folder`.
pub(super) fn under(folder: &str, file: &str) -> String {
    let folder = folder.replace('\\', "/");
    match folder.trim_end_matches('/').trim_start_matches("./") {
        "" | "." if folder.starts_with('/') => format!("/{file}"),
        "" | "." => file.to_owned(),
        folder => format!("{folder}/{file}"),
    }
}
