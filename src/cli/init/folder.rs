//! Files written into a new or empty folder: all of them, or none.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Why nothing was written.
#[derive(Debug)]
pub(super) enum Refused {
    /// The folder is there and has these entries, sorted.
    Occupied(Vec<String>),
    /// Writing failed; what had been written is removed.
    Failed(io::Error),
}

impl From<io::Error> for Refused {
    fn from(error: io::Error) -> Self {
        Self::Failed(error)
    }
}

/// Writes the files. A new folder appears with all of them at once; into one that is there they are moved one by one,
/// the last of them last, and taken back if that fails.
pub(super) fn write(dir: &Path, files: &[(String, String)]) -> Result<(), Refused> {
    match fs::read_dir(dir) {
        Ok(entries) => {
            let names = entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
            let mut names = names.collect::<io::Result<Vec<String>>>()?;
            if !names.is_empty() {
                names.sort();
                return Err(Refused::Occupied(names));
            }
            let made = Made::new(dir.join(workshop("")), files)?;
            move_into(&made.0, dir, files)?;
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let parent = dir.parent().filter(|parent| !parent.as_os_str().is_empty());
            let parent = parent.unwrap_or(Path::new("."));
            fs::create_dir_all(parent)?;
            let name = dir.file_name().unwrap_or_default().to_string_lossy();
            let made = Made::new(parent.join(workshop(&name)), files)?;
            fs::rename(&made.0, dir)?;
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

/// The name of the folder in which files are made.
fn workshop(name: &str) -> String {
    format!(".{name}.handover-init-{}", std::process::id())
}

/// A folder with files that is removed when it is dropped, if it is still there.
struct Made(PathBuf);

impl Made {
    fn new(folder: PathBuf, files: &[(String, String)]) -> io::Result<Self> {
        fs::create_dir(&folder)?;
        let made = Self(folder);
        for (name, text) in files {
            let path = made.0.join(name);
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::write(path, text)?;
        }
        Ok(made)
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        // It has been moved, or its contents have; nothing else can be done.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Moves what was made into a folder that is there.
fn move_into(made: &Path, dir: &Path, files: &[(String, String)]) -> io::Result<()> {
    // Folders and files of the first level, in the order of the files.
    let mut entries: Vec<&str> =
        files.iter().filter_map(|(name, _)| name.split('/').next()).collect();
    entries.dedup();
    for (at, entry) in entries.iter().enumerate() {
        if let Err(error) = fs::rename(made.join(entry), dir.join(entry)) {
            for moved in entries.iter().take(at) {
                let _ = fs::rename(dir.join(moved), made.join(moved));
            }
            return Err(error);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> Vec<(String, String)> {
        [("schemas/a.json", "{}"), ("b.yaml", "b: 1\n"), ("ruleset.yaml", "a: 1\n")]
            .map(|(name, text)| (name.to_owned(), text.to_owned()))
            .to_vec()
    }

    /// A folder of the test's own, removed when dropped.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("handover-{name}-{}", std::process::id()));
            fs::create_dir_all(&path).unwrap();
            Self(path)
        }

        fn entries(&self) -> Vec<String> {
            let entries = fs::read_dir(&self.0).unwrap();
            let mut names: Vec<String> =
                entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
            names.sort();
            names
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).unwrap();
        }
    }

    #[test]
    fn a_new_folder_and_an_empty_one_get_every_file_and_nothing_else() {
        let root = Folder::new("init-new");
        write(&root.0.join("deep/new"), &files()).unwrap();
        assert_eq!(root.entries(), ["deep"]);
        assert_eq!(fs::read_to_string(root.0.join("deep/new/schemas/a.json")).unwrap(), "{}");
        let empty = Folder::new("init-empty");
        write(&empty.0, &files()).unwrap();
        assert_eq!(empty.entries(), ["b.yaml", "ruleset.yaml", "schemas"]);
    }

    #[test]
    fn a_folder_with_files_is_left_as_it_is() {
        let folder = Folder::new("init-occupied");
        fs::write(folder.0.join("mine.txt"), "x").unwrap();
        let Err(Refused::Occupied(entries)) = write(&folder.0, &files()) else { panic!() };
        assert_eq!(entries, ["mine.txt"]);
        assert_eq!(folder.entries(), ["mine.txt"]);
    }

    #[test]
    fn what_fails_leaves_nothing_behind() {
        let folder = Folder::new("init-fails");
        let mut files = files();
        // A file where a folder is to be.
        files.insert(0, ("schemas".to_owned(), String::new()));
        assert!(matches!(write(&folder.0, &files), Err(Refused::Failed(_))));
        assert!(matches!(write(&folder.0.join("new"), &files), Err(Refused::Failed(_))));
        assert_eq!(folder.entries(), Vec::<String>::new());
    }
}
