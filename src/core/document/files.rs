//! Files of a rule set, by name: relative, with `/`, and never outside its folder.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use super::limits::{MAX_FILE_BYTES, MAX_FOLDERS, too_large};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::language::near;
use crate::language::text;

/// Location of the files of a rule set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Files {
    /// A folder on disk.
    Folder(PathBuf),
    /// Memory, by name.
    Memory(BTreeMap<String, Vec<u8>>),
}

impl Files {
    /// The bytes of a file, at most [`MAX_FILE_BYTES`].
    ///
    /// # Errors
    /// A name that leads out of the folder (also by a symbolic link), or a file that does not exist, is not regular, is
    /// too large or cannot be read. The fault is placed at the file; [`Diagnostic::at`] moves it to the place that
    /// names the file.
    pub fn read(&self, name: &str) -> Result<Vec<u8>, Box<Diagnostic>> {
        check_name(name)?;
        match self {
            Files::Memory(files) => match files.get(name) {
                Some(bytes) if bytes.len() > MAX_FILE_BYTES => Err(Box::new(too_large(name))),
                Some(bytes) => Ok(bytes.clone()),
                None => Err(self.missing(name)),
            },
            Files::Folder(folder) => self.read_from(folder, name),
        }
    }

    /// The sorted names of the `*.yaml` files in `folder` and the folders below it; `""` is the rule set's folder.
    ///
    /// A folder that does not exist has no files. Names that begin with a dot and linked folders are skipped.
    ///
    /// # Errors
    /// A name that leads out, or a folder that cannot be read.
    pub fn list(&self, folder: &str) -> Result<Vec<String>, Box<Diagnostic>> {
        let mut names = self.names(folder)?;
        names.retain(|name| name.ends_with(".yaml"));
        Ok(names)
    }

    /// The sorted names of all files in `folder` and the folders below it, as [`Self::list`] finds them.
    ///
    /// # Errors
    /// A name that leads out, or a folder that cannot be read.
    pub fn names(&self, folder: &str) -> Result<Vec<String>, Box<Diagnostic>> {
        if !folder.is_empty() {
            check_name(folder)?;
        }
        let mut names = match self {
            Files::Memory(files) => {
                let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
                let within =
                    files.keys().filter(|name| name.starts_with(&prefix) && !is_hidden(name));
                within.cloned().collect()
            }
            Files::Folder(root) => {
                let mut names = Vec::new();
                walk(&root.join(folder), folder, MAX_FOLDERS, &mut names)
                    .map_err(|error| unreadable(folder, &error))?;
                names
            }
        };
        names.sort_unstable();
        Ok(names)
    }

    fn read_from(&self, folder: &Path, name: &str) -> Result<Vec<u8>, Box<Diagnostic>> {
        let failed = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => self.missing(name),
            _ => unreadable(name, &error),
        };
        let root = folder.canonicalize().map_err(failed)?;
        let path = root.join(name).canonicalize().map_err(failed)?;
        if !path.starts_with(&root) {
            return Err(outside(
                name,
                "länken leder ut ur mappen",
                "the link leads out of the folder",
            ));
        }
        // Checked before opening, since opening a named pipe would wait for a writer.
        let metadata = fs::metadata(&path).map_err(failed)?;
        if !metadata.is_file() {
            let message = if metadata.is_dir() {
                text(
                    format!("`{name}` är en mapp, ingen fil"),
                    format!("`{name}` is a folder, not a file"),
                )
            } else {
                text(
                    format!("`{name}` är ingen vanlig fil"),
                    format!("`{name}` is not a regular file"),
                )
            };
            let fault = Diagnostic::new(Code::UnreadableFile, message).at(Place::file(name));
            return Err(Box::new(fault));
        }
        let mut bytes = Vec::new();
        // One byte above the limit, so that a file that grows meanwhile is caught too.
        let limit = MAX_FILE_BYTES as u64 + 1;
        if metadata.len() < limit {
            File::open(&path)
                .and_then(|file| file.take(limit).read_to_end(&mut bytes))
                .map_err(failed)?;
        }
        if metadata.len().max(bytes.len() as u64) >= limit {
            return Err(Box::new(too_large(name)));
        }
        Ok(bytes)
    }

    fn missing(&self, name: &str) -> Box<Diagnostic> {
        let names = self.list("").unwrap_or_default();
        let message =
            text(format!("filen `{name}` finns inte"), format!("the file `{name}` does not exist"));
        let fault = Diagnostic::new(Code::MissingFile, message).at(Place::file(name));
        // Some editors add an ending of their own, which file managers may hide.
        let all = self.names("").unwrap_or_default();
        let disguised = |other: &&String| {
            other.strip_prefix(name).is_some_and(|ending| ending.starts_with('.'))
                || other
                    .strip_suffix(".yml")
                    .is_some_and(|stem| name.strip_suffix(".yaml") == Some(stem))
        };
        if let Some(other) = all.iter().find(disguised) {
            return Box::new(fault.help(text(
                format!("`{other}` finns: döp om den till `{name}`"),
                format!("`{other}` exists: rename it to `{name}`"),
            )));
        }
        let nearest = near::nearest(name, names.iter().map(String::as_str)).map(str::to_owned);
        Box::new(fault.nearest(nearest).allowed(names))
    }
}

/// Refuses names other than plain parts separated by `/`.
fn check_name(name: &str) -> Result<(), Box<Diagnostic>> {
    if name.starts_with('/') || name.get(1..).is_some_and(|rest| rest.starts_with(':')) {
        return Err(outside(name, "sökvägen är inte relativ", "the path is not relative"));
    }
    if name.contains(['\\', '\0']) {
        return Err(outside(name, "skriv sökvägen med `/`", "write the path with `/`"));
    }
    let plain = |part: &str| !matches!(part, "" | "." | "..");
    if name.split('/').all(plain) {
        Ok(())
    } else {
        Err(outside(
            name,
            "sökvägen får inte ha tomma delar, `.` eller `..`",
            "the path may not have empty parts, `.` or `..`",
        ))
    }
}

fn outside(name: &str, why_sv: &str, why_en: &str) -> Box<Diagnostic> {
    let shown = name.escape_debug();
    let message = text(
        format!("`{shown}` är inget namn på en fil i mappen"),
        format!("`{shown}` is not the name of a file in the folder"),
    );
    Box::new(
        Diagnostic::new(Code::PathOutside, message)
            .at(Place::file(name))
            .why(text(why_sv, why_en))
            .help(text(
                "skriv namnet som `local/enhet.yaml`, räknat från mappen",
                "write the name as `local/unit.yaml`, counted from the folder",
            )),
    )
}

fn unreadable(name: &str, error: &io::Error) -> Box<Diagnostic> {
    let (sv, en) = match error.kind() {
        io::ErrorKind::PermissionDenied => {
            ("åtkomst nekas".to_owned(), "access is denied".to_owned())
        }
        _ => (format!("`{error}`"), format!("`{error}`")),
    };
    Box::new(
        Diagnostic::new(
            Code::UnreadableFile,
            text(format!("`{name}` går inte att läsa"), format!("`{name}` cannot be read")),
        )
        .at(Place::file(name))
        .why(text(sv, en)),
    )
}

fn is_hidden(name: &str) -> bool {
    name.split('/').any(|part| part.starts_with('.'))
}

/// Adds the names in `path`, prefixed with `prefix`, down to `depth` folders.
fn walk(path: &Path, prefix: &str, depth: usize, names: &mut Vec<String>) -> io::Result<()> {
    let entries = match fs::read_dir(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let Ok(part) = entry.file_name().into_string() else {
            continue;
        };
        if part.starts_with('.') {
            continue;
        }
        let name = if prefix.is_empty() { part } else { format!("{prefix}/{part}") };
        if entry.file_type()?.is_dir() {
            if depth > 0 {
                walk(&entry.path(), &name, depth - 1, names)?;
            }
        } else {
            names.push(name);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn memory(names: &[&str]) -> Files {
        Files::Memory(names.iter().map(|&name| (name.to_owned(), name.into())).collect())
    }

    /// A fresh folder under the system's temporary one, removed when dropped.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Folder {
            let path =
                std::env::temp_dir().join(format!("handover-files-{}-{name}", std::process::id()));
            fs::create_dir_all(path.join("rules/local")).unwrap();
            fs::write(path.join("rules/a.yaml"), "a: 1").unwrap();
            fs::write(path.join("rules/local/b.yaml"), "b: 1").unwrap();
            fs::write(path.join("rules/.hidden.yaml"), "").unwrap();
            fs::write(path.join("secret.yaml"), "s: 1").unwrap();
            Folder(path)
        }

        fn source(&self) -> Files {
            Files::Folder(self.0.join("rules"))
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).unwrap();
        }
    }

    fn code(source: &Files, name: &str) -> Code {
        source.read(name).unwrap_err().code
    }

    #[test]
    fn names_that_lead_out_are_refused() {
        let folder = Folder::new("out");
        for source in [memory(&["a.yaml"]), folder.source()] {
            for name in [
                "",
                "/etc/passwd",
                "../secret.yaml",
                "local/../a.yaml",
                "./a.yaml",
                "a//b",
                "local\\b.yaml",
                "C:x",
                "a\0",
            ] {
                assert_eq!(code(&source, name), Code::PathOutside, "{name:?}");
            }
            assert!(source.list("..").is_err());
        }
    }

    #[test]
    fn files_are_read_and_listed() {
        let folder = Folder::new("list");
        for source in
            [folder.source(), memory(&["local/b.yaml", "a.yaml", ".hidden.yaml", "x.txt"])]
        {
            assert_eq!(source.list("").unwrap(), ["a.yaml", "local/b.yaml"]);
            assert_eq!(source.list("local").unwrap(), ["local/b.yaml"]);
            assert_eq!(source.list("tests").unwrap(), Vec::<String>::new());
            assert!(source.read("local/b.yaml").is_ok());
            let fault = source.read("local/bb.yaml").unwrap_err();
            assert_eq!(fault.code, Code::MissingFile);
            assert_eq!(fault.nearest.as_deref(), Some("local/b.yaml"));
        }
        assert_eq!(code(&folder.source(), "local"), Code::UnreadableFile);
        assert_eq!(code(&folder.source(), "a.yaml/b"), Code::MissingFile);
    }

    #[test]
    fn large_files_are_refused() {
        let folder = Folder::new("large");
        let file = File::create(folder.0.join("rules/large.yaml")).unwrap();
        file.set_len(1 << 40).unwrap();
        assert_eq!(code(&folder.source(), "large.yaml"), Code::TooLarge);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_only_within_the_folder() {
        let folder = Folder::new("links");
        let rules = folder.0.join("rules");
        std::os::unix::fs::symlink("../secret.yaml", rules.join("out.yaml")).unwrap();
        std::os::unix::fs::symlink("a.yaml", rules.join("in.yaml")).unwrap();
        assert_eq!(code(&folder.source(), "out.yaml"), Code::PathOutside);
        assert_eq!(folder.source().read("in.yaml").unwrap(), b"a: 1");
    }

    #[cfg(unix)]
    #[test]
    fn sockets_and_pipes_do_not_hang() {
        let folder = Folder::new("pipe");
        let path = folder.0.join("rules/p.yaml");
        let _socket = std::os::unix::net::UnixListener::bind(path).unwrap();
        assert_eq!(code(&folder.source(), "p.yaml"), Code::UnreadableFile);
    }
}
