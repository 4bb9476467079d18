//! Where a rule set was read from, as text tells it.

use handover_core::language::Lang;

/// Where a rule set was read from. Paths are as they were written, quoted for a shell where that is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin<'a> {
    /// The program carries it.
    Carried,
    /// A folder.
    Folder(&'a str),
    /// A compiled file.
    Compiled(&'a str),
    /// A folder in a revision of git, as `REVISION:PATH`.
    Revision(&'a str),
}

impl Origin<'_> {
    /// Where the rules are, after their name.
    pub(super) fn phrase(self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Carried, Lang::Sv) => "som programmet bär med sig".to_owned(),
            (Self::Carried, Lang::En) => "carried in the program".to_owned(),
            (Self::Folder(folder), Lang::Sv) => format!("i mappen {folder}"),
            (Self::Folder(folder), Lang::En) => format!("in the folder {folder}"),
            (Self::Compiled(file), Lang::Sv) => format!("i den kompilerade filen {file}"),
            (Self::Compiled(file), Lang::En) => format!("in the compiled file {file}"),
            (Self::Revision(place), Lang::Sv) => format!("i git, {place}"),
            (Self::Revision(place), Lang::En) => format!("in git, {place}"),
        }
    }

    /// The option by which a command asks these rules, with a blank before it.
    pub(super) fn option(self, lang: Lang) -> String {
        match self {
            Self::Carried => String::new(),
            Self::Folder(folder) => format!(" --rules {folder}"),
            Self::Compiled(file) => format!(" --compiled {file}"),
            Self::Revision(_) => format!(" --rules {}", lang.say("MAPP", "DIR")),
        }
    }

    /// What has to be done before these rules can be asked.
    pub(super) fn before_asking(self, lang: Lang) -> Option<String> {
        let Self::Revision(place) = self else { return None };
        let revision = place.split_once(':').map_or(place, |(revision, _)| revision);
        Some(match lang {
            Lang::Sv => format!(
                "`{place}` är en version i git och kan inte frågas som den står: ta fram den med \
                 `git worktree add PLATS {revision}`, och ange mappen med reglerna där i stället för MAPP."
            ),
            Lang::En => format!(
                "`{place}` is a revision in git and cannot be asked as it stands: check it out by \
                 `git worktree add PLACE {revision}`, and name the folder of the rules there instead of DIR."
            ),
        })
    }
}
