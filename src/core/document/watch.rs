//! Watching a folder for changes by polling paths, lengths and times. Unlike the notifications of an operating system, this
//! works on network shares and mounted folders too.
//!
//! Some programs give a changed file the time of modification that it had (`rsync -t`, images, Nix), so that the number of
//! the file and the time of its last change of any kind are looked at as well, where the system has them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::limits::MAX_FOLDERS;

/// What tells of each file whether it is the same as before.
type Snapshot = BTreeMap<PathBuf, Stamp>;

/// What a change of a file changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    modified: Option<SystemTime>,
    length: u64,
    /// The number of the file, and the time of its last change of any kind, in seconds and nanoseconds.
    identity: (u64, i64, i64),
}

impl Stamp {
    fn of(metadata: &fs::Metadata) -> Self {
        #[cfg(unix)]
        let identity = {
            use std::os::unix::fs::MetadataExt;
            (metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
        };
        #[cfg(not(unix))]
        let identity = (0, 0, 0);
        Self { modified: metadata.modified().ok(), length: metadata.len(), identity }
    }
}

/// Watch on a folder. It has no clock; the caller decides how often to poll.
#[derive(Debug)]
pub struct Watch {
    folder: PathBuf,
    /// The state last reported.
    reported: Snapshot,
    /// The state at the last poll, if it differs from the one reported.
    pending: Option<Snapshot>,
}

impl Watch {
    /// Starts from the present state of a folder.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        let folder = folder.into();
        Self { reported: snapshot(&folder), folder, pending: None }
    }

    /// Polls once. True if files have changed since the last report and are the same as at the last poll, so that files
    /// still being written are waited for. Linear in the files.
    pub fn has_changed(&mut self) -> bool {
        let now = snapshot(&self.folder);
        if now == self.reported {
            self.pending = None;
            return false;
        }
        if self.pending.as_ref() != Some(&now) {
            self.pending = Some(now);
            return false;
        }
        self.reported = now;
        self.pending = None;
        true
    }
}

/// The files of a folder and of those below it. Unreadable entries are skipped, and so are names that begin with a dot,
/// where editors keep files of their own.
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
        // Links are followed, since a folder may be switched by changing a link.
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
            files.insert(path, Stamp::of(&metadata));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_reported_once_and_when_it_has_settled() {
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

        #[cfg(unix)]
        {
            // Another text of the same length and time.
            let file = fs::File::options().write(true).open(folder.join("a.yaml")).unwrap();
            let before = file.metadata().unwrap().modified().unwrap();
            std::thread::sleep(std::time::Duration::from_millis(20));
            fs::write(folder.join("a.yaml"), "a: 2").unwrap();
            file.set_modified(before).unwrap();
            assert_eq!((watch.has_changed(), watch.has_changed()), (false, true));
        }

        fs::write(folder.join(".a.swp"), "x").unwrap();
        assert_eq!((watch.has_changed(), watch.has_changed()), (false, false));
        fs::remove_file(folder.join("a.yaml")).unwrap();
        assert_eq!((watch.has_changed(), watch.has_changed()), (false, true));
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!((watch.has_changed(), watch.has_changed()), (false, true));
    }
}
