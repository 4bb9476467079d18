//! `handover init`: a small rule set to begin with, in a new folder.

mod folder;

use std::io::{self, Write};
use std::path::Path;

use serde_json::Value;

use self::folder::Refused;
use super::args::{InitArgs, Shared};
use super::exit::ExitStatus;
use crate::tell::{err, shown};
use handover_core::diagnostic::{Diagnostic, Severity};
use handover_core::document::{Files, YamlDocument};
use handover_core::language::Lang;
use handover_core::ruleset::schema::{TOPICS, editor};
use handover_core::ruleset::{HEADER_FILE, Scope, load, model};

/// Maximum number of entries listed of a folder that is not empty.
const LISTED: usize = 8;

macro_rules! carried {
    ($($name:literal),* $(,)?) => {
        /// The files of `rules/template`, with their contents.
        const TEMPLATE: &[(&str, &str)] =
            &[$(($name, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../rules/template/", $name)))),*];
    };
}

// The header comes last: a folder without it is no rule set.
carried! {
    "vocabulary.yaml",
    "directory.yaml",
    "routing.yaml",
    "handover.yaml",
    "procedures.yaml",
    "invariants.yaml",
    "statements.yaml",
    "tests/exempel.yaml",
    "ruleset.yaml",
}

pub(super) fn run(shared: &Shared, args: &InitArgs, out: &mut dyn Write) -> io::Result<ExitStatus> {
    let lang = shared.text_lang(Lang::Sv);
    let faults = unsound(args)?;
    if !faults.is_empty() {
        for fault in faults {
            let help = fault.help.map_or(String::new(), |help| format!(": {}", help.get(lang)));
            writeln!(err(), "handover: {}{help}", fault.message.get(lang))?;
        }
        return Ok(ExitStatus::Usage);
    }
    match files(args).map_err(Refused::from).and_then(|files| folder::write(&args.dir, &files)) {
        Ok(()) => {
            out.write_all(next_steps(&args.dir, lang).as_bytes())?;
            Ok(ExitStatus::Done)
        }
        Err(Refused::Occupied(entries)) => {
            writeln!(err(), "handover: {}", occupied(&args.dir, &entries, lang))?;
            Ok(ExitStatus::No)
        }
        Err(Refused::Failed(error)) => {
            writeln!(err(), "handover: {}: {error}", shown(&args.dir))?;
            Ok(ExitStatus::Failed)
        }
    }
}

/// The faults that the given id and title cause: a new rule set has none.
fn unsound(args: &InitArgs) -> io::Result<Vec<Diagnostic>> {
    let files = files(args)?.into_iter().map(|(name, text)| (name, text.into_bytes()));
    let mut faults = load(&Files::Memory(files.collect()), Scope::Rules).diagnostics;
    faults.retain(|fault| fault.severity == Severity::Error);
    Ok(faults)
}

/// The files to write: the rule set, and the schemas that its files name, so that an editor helps at once.
fn files(args: &InitArgs) -> io::Result<Vec<(String, String)>> {
    let schemas = TOPICS.iter().filter_map(|&topic| {
        Some((format!("schemas/{topic}.json"), format!("{:#}\n", editor(topic, None)?)))
    });
    let rules = TEMPLATE.iter().map(|&(name, text)| {
        let text = if name == HEADER_FILE { header(text, args)? } else { text.to_owned() };
        // The schemas have another place in the repository.
        Ok((name.to_owned(), text.replacen("../../schemas/", "schemas/", 1)))
    });
    schemas.map(Ok).chain(rules).collect()
}

/// The header file with the given id and title; its comments stay.
fn header(text: &str, InitArgs { id, title, .. }: &InitArgs) -> io::Result<String> {
    if id.is_none() && title.is_none() {
        return Ok(text.to_owned());
    }
    let document = YamlDocument::parse(HEADER_FILE, text.as_bytes(), &mut Vec::new());
    let document = document.ok_or_else(|| io::Error::other("the template is not YAML"))?;
    let mut header: model::Header = serde_json::from_value(
        document.json().get_mut("ruleset").map(Value::take).unwrap_or_default(),
    )?;
    header.id = id.clone().unwrap_or(header.id);
    header.title.sv = title.clone().or(header.title.sv);
    document.with_section("ruleset", &header).map_err(io::Error::other)
}

fn next_steps(dir: &Path, lang: Lang) -> String {
    let dir = super::compiled::quoted(dir);
    match lang {
        Lang::Sv => format!(
            "Regeluppsättningen finns nu i `{dir}`. Börja med ruleset.yaml, skriv om det som är påhittat, och prova:\n\n\
             \x20 handover check {dir}        är reglerna hela?\n\
             \x20 handover test {dir}         svarar de som du väntar dig?\n\
             \x20 handover sources {dir}      bär de det som rutinen säger?\n\
             \x20 handover render {dir} --format html --output regler.html\n\
             \x20 handover recommend --rules {dir} --case-type Intyg --care-level PV --unit \"Norra hälsocentralen\"\n"
        ),
        Lang::En => format!(
            "The rule set is now in `{dir}`. Begin with ruleset.yaml, rewrite what is made up, and try:\n\n\
             \x20 handover check {dir}        are the rules sound?\n\
             \x20 handover test {dir}         do they answer as you expect?\n\
             \x20 handover sources {dir}      do they carry what the document says?\n\
             \x20 handover render {dir} --format html --output rules.html\n\
             \x20 handover recommend --rules {dir} --case-type Intyg --care-level PV --unit \"Norra hälsocentralen\"\n"
        ),
    }
}

fn occupied(dir: &Path, entries: &[String], lang: Lang) -> String {
    let mut listed: Vec<String> =
        entries.iter().take(LISTED).map(|name| format!("  {name}")).collect();
    if let Some(more) = entries.len().checked_sub(LISTED).filter(|&more| more > 0) {
        listed.push(match lang {
            Lang::Sv => format!("  … och {more} till"),
            Lang::En => format!("  … and {more} more"),
        });
    }
    let (dir, listed) = (shown(dir), listed.join("\n"));
    match lang {
        Lang::Sv => format!(
            "`{dir}` är inte tom, så ingenting skrevs. Ange en ny mapp, eller en tom. Här finns\n{listed}"
        ),
        Lang::En => format!(
            "`{dir}` is not empty, so nothing was written. Name a new folder, or an empty one. It has\n{listed}"
        ),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;

    use super::*;
    use handover_core::ruleset::Loaded;
    use handover_core::ruleset::statements::Status;

    fn args(id: Option<&str>, title: Option<&str>) -> InitArgs {
        let [id, title] = [id, title].map(|text| text.map(str::to_owned));
        InitArgs { dir: "rules".into(), id, title }
    }

    fn loaded(args: &InitArgs) -> Loaded {
        let files = files(args).unwrap().into_iter();
        let memory: BTreeMap<_, _> = files.map(|(name, text)| (name, text.into_bytes())).collect();
        load(&Files::Memory(memory), Scope::RulesAndTests)
    }

    #[test]
    fn an_id_that_rules_may_not_have_is_refused() {
        for (id, title) in [("å b", "x"), ("a", "b\nc\u{1b}")] {
            assert_eq!(unsound(&args(Some(id), Some(title))).unwrap().len(), 1, "{id}");
        }
        assert_eq!(unsound(&args(None, None)).unwrap(), []);
    }

    #[test]
    fn any_id_and_title_can_be_given() {
        for (id, title) in [("no", "Remisser: #1"), ("1", "\"x\" 'y'"), ("a-b", "{a, b} - c")] {
            let args = args(Some(id), Some(title));
            let loaded = loaded(&args);
            assert_eq!(loaded.diagnostics, []);
            let rule_set = loaded.rule_set.unwrap();
            assert_eq!((rule_set.id.as_str(), rule_set.title.sv.as_str()), (id, title));
            assert!(loaded.texts[0].1.contains("# Varje regel anger sin källa"));
        }
    }

    #[test]
    fn the_header_of_the_template_is_written_in_the_same_style() {
        let (_, text) = TEMPLATE.iter().find(|(name, _)| *name == HEADER_FILE).unwrap();
        assert_eq!(header(text, &args(Some("exempel"), None)).unwrap(), *text);
    }

    #[test]
    fn the_template_is_sound_and_complete() {
        let loaded = loaded(&args(None, None));
        assert_eq!(loaded.diagnostics, []);
        assert!(loaded.rule_set.is_some());
        let statuses: Vec<Status> = loaded.statements.all.iter().map(|it| it.status).collect();
        assert!(statuses.iter().all(|status| matches!(status, Status::Carried | Status::Declined)));
    }

    #[test]
    fn every_file_of_the_template_is_carried_and_names_a_schema_that_is_written() {
        fn names(folder: &Path, prefix: &str, found: &mut Vec<String>) {
            for entry in fs::read_dir(folder).unwrap() {
                let entry = entry.unwrap();
                let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
                if entry.path().is_dir() {
                    names(&entry.path(), &format!("{name}/"), found);
                } else {
                    found.push(name);
                }
            }
        }
        let mut on_disk = Vec::new();
        let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
        names(&root.join("rules/template"), "", &mut on_disk);
        let mut carried: Vec<&str> = TEMPLATE.iter().map(|&(name, _)| name).collect();
        on_disk.sort();
        carried.sort_unstable();
        assert_eq!(carried, on_disk);
        let files = files(&args(None, None)).unwrap();
        for (name, text) in files.iter().filter(|(name, _)| name.ends_with(".yaml")) {
            let line = text.lines().next().unwrap();
            let schema = line.strip_prefix("# yaml-language-server: $schema=").unwrap();
            let depth = if name.contains('/') { "../" } else { "" };
            let schema = schema.strip_prefix(depth).unwrap();
            assert!(files.iter().any(|(written, _)| written == schema), "{name}: {schema}");
        }
    }
}
