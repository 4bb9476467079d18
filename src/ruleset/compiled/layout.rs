//! The layout of stored data: a hash over the sources that say what is stored and what it means, so that no build reads
//! what another laid out differently, whatever their version numbers.

macro_rules! hash_of {
    ($($name:literal),* $(,)?) => {
        /// The files, by their path under `src`.
        #[cfg(test)]
        const SOURCES: &[&str] = &[$($name),*];

        /// The layout of this build.
        pub(super) const LAYOUT: u64 = {
            let mut hash = BASIS;
            $(hash = fnv(hash, include_bytes!(concat!("../../", $name)));)*
            hash
        };
    };
}

hash_of! {
    "diagnostic/mod.rs",
    "matcher/answers.rs",
    "matcher/bitmap.rs",
    "matcher/classes.rs",
    "matcher/diagram.rs",
    "matcher/forest.rs",
    "matcher/index.rs",
    "matcher/input.rs",
    "matcher/lookup.rs",
    "matcher/narrow.rs",
    "matcher/nodes.rs",
    "matcher/plan.rs",
    "matcher/reason.rs",
    "matcher/rows.rs",
    "matcher/store/bitmap.rs",
    "matcher/store/classes.rs",
    "matcher/store/diagram.rs",
    "matcher/store/forest.rs",
    "matcher/store/mod.rs",
    "matcher/store/nodes.rs",
    "matcher/store/plan.rs",
    "matcher/store/reason.rs",
    "matcher/store/rows.rs",
    "matcher/store/section.rs",
    "matcher/store/table.rs",
    "matcher/store/values.rs",
    "matcher/table.rs",
    "matcher/tuples.rs",
    "matcher/values.rs",
    "matcher/verdicts.rs",
    "ruleset/checks.rs",
    "ruleset/compiled/contents.rs",
    "ruleset/compiled/map.rs",
    "ruleset/directory.rs",
    "ruleset/inputs.rs",
    "ruleset/methods.rs",
    "ruleset/model/handover.rs",
    "ruleset/model/header.rs",
    "ruleset/model/procedures.rs",
    "ruleset/model/routing.rs",
    "ruleset/names.rs",
    "ruleset/priority.rs",
    "ruleset/procedures.rs",
    "ruleset/routing.rs",
    "ruleset/sources.rs",
    "ruleset/vocabulary.rs",
}

const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0100_0000_01b3;

/// FNV-1a, which a constant can be made of.
const fn fnv(mut hash: u64, mut bytes: &[u8]) -> u64 {
    while let Some((&byte, rest)) = bytes.split_first() {
        hash = (hash ^ byte as u64).wrapping_mul(PRIME);
        bytes = rest;
    }
    hash
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::*;

    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else {
                found.push(path);
            }
        }
    }

    #[test]
    fn every_source_of_what_is_stored_counts() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut files = Vec::new();
        for room in ["diagnostic", "matcher", "ruleset"] {
            walk(&root.join(room), &mut files);
        }
        for path in files {
            let text = fs::read_to_string(&path).unwrap();
            let path = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
            let stores = text.contains("Serialize") || path.contains("matcher/store/");
            // What is told of faults is sent, never stored.
            let sent = path == "diagnostic/render/told.rs";
            if stores && !sent && path != "ruleset/compiled/layout.rs" {
                assert!(SOURCES.contains(&path.as_str()), "{path} is stored, but does not count");
            }
        }
    }
}
