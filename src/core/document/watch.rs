//! Tells when the files of a folder have changed, by looking: paths, times of change and lengths. That works on network
//! shares and mounted folders too, where a system's notices do not come through.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// How many folders deep files are looked at.
const MAX_FOLDERS: usize = 8;

/// What is known of each file without reading it.
type Snapshot = BTreeMap<PathBuf, (Option<SystemTime>, u64)>;

/// Watches a folder. It knows no clock: whoever watches decides how often to look.
#[derive(Debug)]
pub struct Watch {
    folder: PathBuf,
    told: Snapshot,
    /// How it looked the last time, where that differs from what has been told.
    pending: Option<Snapshot>,
}

impl Watch {
    /// Watches a folder from how it is now.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        let folder = folder.into();
        Self { told: snapshot(&folder), folder, pending: None }
    }

    /// Looks once. True where files have changed since that was told last, and look the same as the time before: what is
    /// still being written is waited for. Linear in the files.
    pub fn has_changed(&mut self) -> bool {
        let now = snapshot(&self.folder);
        if now == self.told {
            self.pending = None;
            return false;
        }
        if self.pending.as_ref() != Some(&now) {
            self.pending = Some(now);
            return false;
        }
        self.told = now;
        self.pending = None;
        true
    }
}

/// The files of a folder and of those below it; what cannot be looked at is passed over, and so is what begins with a dot:
/// editors keep their own files there.
fn snapshot(folder: &Path) -> Snapshot {
    let mut files = Snapshot::new();
    add(folder, MAX_FOLDERS, &mut files);
    files
}

fn add(folder: &Path, depth: usize, files: &mut Snapshot) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        // Through links: a folder that is switched by a link changes what is read.
        let Ok(metadata) = fs::metadata(&path) else {
            continue;
        };
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            continue;
        }
        if metadata.is_dir() {
            if depth > 0 {
                add(&path, depth - 1, files);
            }
        } else {
            files.insert(path, (metadata.modified().ok(), metadata.len()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_told_once_and_when_it_has_settled() {
        let folder = std::env::temp_dir().join(format!("handover-watch-{}", std::process::id()));
        fs::create_dir_all(folder.join("tests")).unwrap();
        fs::write(folder.join("a.yaml"), "a: 1").unwrap();
        let mut watch = Watch::new(&folder);
        assert!(!watch.has_changed());

        fs::write(folder.join("tests/b.yaml"), "b: 1").unwrap();
        assert!(!watch.has_changed());
        fs::write(folder.join("tests/b.yaml"), "b: 1\nc: 2").unwrap();
        assert!(!watch.has_changed());
        assert!(watch.has_changed());
        assert!(!watch.has_changed());

        fs::write(folder.join(".a.swp"), "x").unwrap();
        assert_eq!((watch.has_changed(), watch.has_changed()), (false, false));
        fs::remove_file(folder.join("a.yaml")).unwrap();
        assert_eq!((watch.has_changed(), watch.has_changed()), (false, true));
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!((watch.has_changed(), watch.has_changed()), (false, true));
    }
}
