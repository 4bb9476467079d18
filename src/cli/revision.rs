//! Rule sets of git revisions: `REVISION:PATH`, read through the `git` program without a checkout.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Command, Output, Stdio};

use handover_core::document::Files;
use handover_core::language::{Text, text};

/// The most files of a folder.
const MAX_FILES: usize = 10_000;
/// The most bytes of a file; a larger one is not a file of a rule set.
const MAX_BYTES: u64 = 8 << 20;

/// Why a folder cannot be read from git.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// The `git` program is missing or fails.
    NoGit(String),
    /// The working directory is not in a repository.
    NoRepository,
    /// The repository does not have the revision.
    UnknownRevision,
    /// The revision does not have the folder.
    NoFolder,
}

/// A path in a git revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct GitPath<'a> {
    revision: &'a str,
    path: &'a str,
}

impl<'a> GitPath<'a> {
    /// Parses `REVISION:PATH`. `None` is a plain path: it has no colon, or begins with a Windows drive.
    pub(super) fn parse(written: &'a str) -> Option<Self> {
        let (revision, path) = written.split_once(':')?;
        let drive = revision.len() == 1
            && revision.bytes().all(|byte| byte.is_ascii_alphabetic())
            && (path.is_empty() || path.starts_with(['/', '\\']));
        (!drive && !revision.is_empty()).then_some(Self { revision, path })
    }

    /// The path in the form that git knows: a folder has no slash at its end, unless dots alone name it.
    fn folder(self) -> String {
        let path = self.path.trim_end_matches('/');
        let dots = matches!(path.rsplit('/').next(), Some("." | ".."));
        if dots { format!("{path}/") } else { path.to_owned() }
    }

    /// The files of the folder.
    pub(super) fn files(self) -> Result<Files, Failure> {
        if !git(&["rev-parse", "--git-dir"])?.status.success() {
            return Err(Failure::NoRepository);
        }
        let object = |name: &str| -> Result<Option<String>, Failure> {
            let found = git(&["rev-parse", "--verify", "--quiet", "--end-of-options", name])?;
            let id = String::from_utf8_lossy(&found.stdout).trim().to_owned();
            Ok(found.status.success().then_some(id))
        };
        if object(&format!("{}^{{tree}}", self.revision))?.is_none() {
            return Err(Failure::UnknownRevision);
        }
        let Some(tree) = object(&format!("{}:{}", self.revision, self.folder()))? else {
            return Err(Failure::NoFolder);
        };
        let listed = git(&["ls-tree", "-r", "-z", "-l", "--full-tree", &tree])?;
        if !listed.status.success() {
            return Err(Failure::NoFolder);
        }
        let entries = entries(&listed.stdout);
        let contents = contents(&entries).map_err(|error| Failure::NoGit(error.to_string()))?;
        Ok(Files::Memory(contents))
    }
}

impl Failure {
    /// What is wrong and how to fix it.
    pub(super) fn message(&self, path: GitPath<'_>) -> Text {
        let GitPath { revision, path } = path;
        match self {
            Self::NoGit(error) => text(
                format!("`git` går inte att köra ({error}); installera git, eller ange mappar"),
                format!("`git` cannot be run ({error}); install git, or name folders"),
            ),
            Self::NoRepository => text(
                format!(
                    "`{revision}:{path}` är en plats i git, men mappen du står i hör inte till något git-arkiv"
                ),
                format!(
                    "`{revision}:{path}` is a place in git, but this folder is in no git repository"
                ),
            ),
            Self::UnknownRevision => text(
                format!(
                    "git-arkivet har ingen version `{revision}`; `git log --oneline` visar dem som finns"
                ),
                format!(
                    "the git repository has no revision `{revision}`; `git log --oneline` shows those that there are"
                ),
            ),
            Self::NoFolder => text(
                format!(
                    "versionen `{revision}` har ingen mapp `{path}`; sökvägen räknas från arkivets rot, eller med `./` från mappen du står i"
                ),
                format!(
                    "revision `{revision}` has no folder `{path}`; the path counts from the root of the repository, or with `./` from this folder"
                ),
            ),
        }
    }
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.args(arguments).env("LC_ALL", "C").stdin(Stdio::null()).stderr(Stdio::null());
    command
}

fn git(arguments: &[&str]) -> Result<Output, Failure> {
    command(arguments).output().map_err(|error| Failure::NoGit(error.to_string()))
}

/// The plain files of a listing: name and object.
fn entries(listing: &[u8]) -> Vec<(String, String)> {
    let entry = |line: &[u8]| {
        let line = std::str::from_utf8(line).ok()?;
        let (about, name) = line.split_once('\t')?;
        let mut about = about.split_whitespace();
        let (mode, kind) = (about.next()?, about.next()?);
        let (object, size) = (about.next()?, about.next()?.parse::<u64>().ok()?);
        // Links and submodules are not files of a rule set.
        let fits = mode.starts_with("100") && kind == "blob" && size <= MAX_BYTES;
        fits.then(|| (name.to_owned(), object.to_owned()))
    };
    let is_yaml = |(name, _): &(String, String)| name.ends_with(".yaml") || name.ends_with(".yml");
    let lines = listing.split(|&byte| byte == 0);
    lines.filter_map(entry).filter(is_yaml).take(MAX_FILES).collect()
}

/// The contents of objects, by file name.
fn contents(entries: &[(String, String)]) -> io::Result<BTreeMap<String, Vec<u8>>> {
    let mut child =
        command(&["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let (Some(mut stdin), Some(stdout)) = (stdin, stdout) else {
        return Err(io::Error::other("no pipe"));
    };
    let asked: String = entries.iter().flat_map(|(_, object)| [object.as_str(), "\n"]).collect();
    let mut files = BTreeMap::new();
    let read = std::thread::scope(|scope| {
        // On another thread, since git writes before it has read everything.
        scope.spawn(move || stdin.write_all(asked.as_bytes()));
        let mut stdout = BufReader::new(stdout);
        for (name, _) in entries {
            let mut header = String::new();
            stdout.read_line(&mut header)?;
            let size = header.trim().rsplit(' ').next().and_then(|size| size.parse::<u64>().ok());
            let size = size.ok_or_else(|| io::Error::other("an object is missing"))?;
            let mut bytes = Vec::new();
            stdout.by_ref().take(size + 1).read_to_end(&mut bytes)?;
            bytes.pop();
            files.insert(name.clone(), bytes);
        }
        Ok(files)
    });
    child.wait()?;
    read
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drives_and_plain_paths_are_no_revisions() {
        for written in ["rules/gavleborg", "C:\\rules", "C:/rules", "d:", ":rules", ""] {
            assert_eq!(GitPath::parse(written), None, "{written}");
        }
        let place = GitPath::parse("HEAD~1:rules/gavleborg").unwrap();
        assert_eq!((place.revision, place.path), ("HEAD~1", "rules/gavleborg"));
        // A branch may have one letter.
        assert_eq!(GitPath::parse("v:rules").unwrap().revision, "v");
        assert_eq!(GitPath::parse("main:").unwrap().path, "");
    }

    #[test]
    fn folders_are_named_as_git_names_them() {
        for (written, folder) in [
            ("HEAD:rules/", "rules"),
            ("HEAD:./", "./"),
            ("HEAD:.", "./"),
            ("HEAD:./rules//", "./rules"),
            ("HEAD:../", "../"),
            ("HEAD:../..", "../../"),
            ("HEAD:", ""),
            ("HEAD:/", ""),
        ] {
            assert_eq!(GitPath::parse(written).unwrap().folder(), folder, "{written}");
        }
    }

    #[test]
    fn only_plain_yaml_files_are_taken() {
        let listing = [
            "100644 blob aa      12\truleset.yaml",
            "120000 blob bb       3\tlink.yaml",
            "160000 commit cc       -\tsub",
            "100644 blob dd       5\tREADME.md",
            "100755 blob ee       5\tlocal/a b.yaml",
            "",
        ]
        .join("\0");
        let names: Vec<String> =
            entries(listing.as_bytes()).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["ruleset.yaml", "local/a b.yaml"]);
    }
}
