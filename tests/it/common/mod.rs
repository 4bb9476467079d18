//! Code shared by several tests: the small rule set in `tests/base`, the program, the service, identity numbers.

#[cfg(feature = "service")]
pub(crate) mod http;
pub(crate) mod identity;
#[cfg(all(unix, feature = "cli", feature = "service"))]
pub(crate) mod program;
#[cfg(feature = "cli")]
pub(crate) mod run;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use handover_core::document::Files;
use handover_core::ruleset::{Loaded, Scope, load};
use handover_proof::analysis::prove_loaded;
use proptest::prelude::ProptestConfig;

/// The configuration of a property with its number of runs; `PROPTEST_CASES` scales all of them, 256 being usual.
///
/// Inputs that fail are kept in `tests/proptest-regressions`, and are tried first from then on.
pub(crate) fn runs(usual: u32) -> ProptestConfig {
    let config = ProptestConfig::default();
    let scaled = u64::from(usual) * u64::from(config.cases) / 256;
    ProptestConfig { cases: u32::try_from(scaled).unwrap().max(1), ..config }
}

/// Files by name, as `Files::Memory` takes them.
pub(crate) type Layer = BTreeMap<String, Vec<u8>>;

/// A path in the folder of the tests.
pub(crate) fn tests(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(path)
}

/// Every file of a folder and of those below it.
pub(crate) fn folder(path: &Path) -> Layer {
    fn walk(root: &Path, folder: &Path, files: &mut Layer) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(root, &path, files);
            } else {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap();
                files.insert(name.replace('\\', "/"), fs::read(&path).unwrap());
            }
        }
    }
    let mut files = Layer::new();
    walk(path, path, &mut files);
    files
}

/// The base with the files of a layer in place of its own, or beside them.
pub(crate) fn over_base(layer: Layer) -> Layer {
    let mut files = folder(&tests("base"));
    files.extend(layer);
    files
}

/// Reads the files, including tests, and proves the rule set.
pub(crate) fn check(files: Layer) -> Loaded {
    let mut loaded = load(&Files::Memory(files), Scope::RulesAndTests);
    prove_loaded(&mut loaded);
    loaded
}
