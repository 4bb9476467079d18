//! The help and the usage errors in Swedish.
//!
//! The arguments are defined once, with their English help. Where the language is Swedish, the definition's texts are
//! replaced by those of [`texts`], and the words of clap itself by those here and in [`errors`].

mod errors;
mod frame;
mod texts;

use std::borrow::Cow;
use std::collections::BTreeSet;

use clap::builder::{PossibleValue, StyledStr};
use clap::{Arg, ArgAction, Command};

use self::texts::{AFTER, TEXTS, VALUES};

pub(super) use errors::told;
pub(super) use frame::framed;

/// The command line with its help in Swedish.
pub(super) fn command(command: Command) -> Command {
    Swedish::default().command(command)
}

/// Replaces texts, and notes those that the list lacks.
#[derive(Debug, Default)]
struct Swedish {
    used: BTreeSet<&'static str>,
    lacking: Vec<String>,
}

impl Swedish {
    fn command(&mut self, command: Command) -> Command {
        let mut command = self.texts(command);
        command.build();
        // The command that clap adds.
        self.helps(command)
    }

    /// The texts of a command and its subcommands.
    fn texts(&mut self, mut command: Command) -> Command {
        if let Some(about) = command.get_about() {
            let about = self.text(about);
            command = command.about(about);
        }
        if let Some(after) = command.get_after_help() {
            let after = self.after(&after.to_string());
            command = command.after_help(after);
        }
        let help = self.text(&"Print help".into());
        let version = self.text(&"Print version".into());
        command
            .mut_args(|arg| self.arg(arg))
            .mut_subcommands(|command| self.texts(command))
            .disable_help_flag(true)
            .disable_version_flag(true)
            .next_help_heading(None::<&str>)
            .arg(Arg::new("help").short('h').long("help").action(ArgAction::Help).help(help))
            .arg(
                Arg::new("version")
                    .short('V')
                    .long("version")
                    .action(ArgAction::Version)
                    .help(version),
            )
    }

    /// The command `help`, wherever there are subcommands; it has them too.
    fn helps(&mut self, command: Command) -> Command {
        command.mut_subcommands(|command| {
            let command =
                match command.get_about().filter(|_| command.get_name() == "help").cloned() {
                    Some(about) => command.about(self.text(&about)).mut_args(|arg| self.arg(arg)),
                    None => command,
                };
            self.helps(command)
        })
    }

    fn arg(&mut self, arg: Arg) -> Arg {
        let Some(help) = arg.get_help() else { return arg };
        let help = self.text(help);
        let mut notes = Vec::new();
        if let Some(name) = arg.get_env() {
            notes.push(format!("[miljövariabel: {}]", name.to_string_lossy()));
        }
        let defaults: Vec<Cow<'_, str>> =
            arg.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
        let takes_values = arg.get_action().takes_values();
        if takes_values && !defaults.is_empty() {
            notes.push(format!("[förval: {}]", defaults.join(", ")));
        }
        let possible = if takes_values { arg.get_possible_values() } else { Vec::new() };
        let mut listed = String::new();
        if possible.iter().any(|value| value.get_help().is_some()) {
            listed.push_str("\n\nMöjliga värden:");
            let width = possible.iter().map(|value| value.get_name().len()).max().unwrap_or(0);
            for value in &possible {
                let meaning = value.get_help().map(|help| self.text(help)).unwrap_or_default();
                let name = format!("{}:", value.get_name());
                listed.push_str(&format!("\n- {name:<0$} {meaning}", width + 1));
            }
        }
        let names: Vec<&str> = possible.iter().map(PossibleValue::get_name).collect();
        let values = format!("[möjliga värden: {}]", names.join(", "));
        let (mut short, mut long) = (notes.clone(), notes);
        if !names.is_empty() {
            short.push(values.clone());
            if listed.is_empty() {
                long.push(values);
            }
        }
        let short = [std::slice::from_ref(&help), short.as_slice()].concat().join(" ");
        let after =
            if long.is_empty() { String::new() } else { format!("\n\n{}", long.join("\n")) };
        let heading = arg.get_help_heading().map(|heading| self.of(TEXTS, heading));
        let values: Option<Vec<String>> = arg
            .get_value_names()
            .filter(|_| takes_values)
            .map(|names| names.iter().map(|name| self.value(name)).collect());
        let mut arg = arg
            .help(short)
            .long_help(format!("{help}{listed}{after}"))
            .hide_default_value(takes_values)
            .hide_env(takes_values)
            .hide_possible_values(takes_values);
        if let Some(heading) = heading {
            arg = arg.help_heading(heading);
        }
        match values {
            Some(values) => arg.value_names(values),
            None => arg,
        }
    }

    fn text(&mut self, english: &StyledStr) -> String {
        self.of(TEXTS, &english.to_string())
    }

    fn value(&mut self, english: &str) -> String {
        self.of(VALUES, english)
    }

    fn after(&mut self, english: &str) -> String {
        let mut paragraphs = Vec::new();
        for paragraph in english.split("\n\n") {
            if AFTER.iter().any(|(known, _)| *known == paragraph) {
                paragraphs.push(self.of(AFTER, paragraph));
                continue;
            }
            let lines = paragraph.lines().map(|line| match line.starts_with(' ') {
                true => line.to_owned(),
                false => self.of(AFTER, line),
            });
            paragraphs.push(lines.collect::<Vec<_>>().join("\n"));
        }
        paragraphs.join("\n\n")
    }

    fn of(&mut self, list: &[(&'static str, &str)], english: &str) -> String {
        match list.iter().find(|(known, _)| *known == english) {
            Some((known, swedish)) => {
                self.used.insert(known);
                (*swedish).to_owned()
            }
            None => {
                self.lacking.push(english.to_owned());
                english.to_owned()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::args::Args;

    #[test]
    fn every_text_of_the_help_is_in_both_languages_and_no_other_is_kept() {
        let mut swedish = Swedish::default();
        let mut told = swedish.command(Args::command());
        assert_eq!(swedish.lacking, Vec::<String>::new(), "add them to `texts.rs`");
        let listed = TEXTS.iter().chain(AFTER).chain(VALUES).map(|(english, _)| *english);
        let idle: Vec<&str> = listed.filter(|english| !swedish.used.contains(english)).collect();
        assert_eq!(idle, Vec::<&str>::new(), "the help has them no longer");
        told.clone().debug_assert();
        let english =
            ["Usage", "Options", "Commands:", "Arguments", "default:", "possible", "Print", "env:"];
        for help in helps(&mut told) {
            let found: Vec<_> = english.iter().filter(|word| help.contains(**word)).collect();
            assert!(found.is_empty(), "{found:?} in\n{help}");
        }
    }

    /// The short and the long help of a command and its subcommands.
    fn helps(command: &mut Command) -> Vec<String> {
        let own = [command.render_help(), command.render_long_help()];
        let mut all = own.map(|help| framed(&help.to_string())).to_vec();
        for sub in command.get_subcommands_mut() {
            all.extend(helps(sub));
        }
        all
    }
}
