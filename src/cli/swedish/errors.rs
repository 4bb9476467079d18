//! Errors in the arguments, in Swedish.

use std::borrow::Cow;

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::frame::framed;

/// What is wrong with the arguments, and how to mend it. `None` for what has no words here.
fn message(error: &Error) -> Option<String> {
    let one = |kind| match error.get(kind)? {
        ContextValue::String(text) => Some(shown(text)),
        ContextValue::Number(number) => Some(Cow::Owned(number.to_string())),
        _ => None,
    };
    let many = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => vec![shown(text)],
        Some(ContextValue::Strings(texts)) => texts.iter().map(|text| shown(text)).collect(),
        _ => Vec::new(),
    };
    let argument = one(ContextKind::InvalidArg);
    let value = one(ContextKind::InvalidValue);
    Some(match error.kind() {
        ErrorKind::UnknownArgument => format!("oväntat argument '{}'", argument?),
        ErrorKind::InvalidSubcommand => {
            format!("kommandot '{}' finns inte", one(ContextKind::InvalidSubcommand)?)
        }
        ErrorKind::MissingSubcommand => {
            let listed = listed("kommandon", &many(ContextKind::ValidSubcommand));
            format!("'{}' behöver ett kommando{listed}", one(ContextKind::InvalidSubcommand)?)
        }
        ErrorKind::InvalidValue => {
            let possible = listed("möjliga värden", &many(ContextKind::ValidValue));
            match value?.as_ref() {
                "" => format!("'{}' behöver ett värde{possible}", argument?),
                value => format!("'{value}' är inget värde för '{}'{possible}", argument?),
            }
        }
        ErrorKind::ValueValidation => {
            let source = std::error::Error::source(error)?;
            let reason = reason(&source.to_string())?;
            format!("'{}' är inget värde för '{}': {reason}", value?, argument?)
        }
        ErrorKind::MissingRequiredArgument => {
            let lacking = many(ContextKind::InvalidArg);
            format!("det här måste anges:\n  {}", lacking.join("\n  "))
        }
        ErrorKind::ArgumentConflict => {
            let (argument, others) = (argument?, many(ContextKind::PriorArg));
            match others.as_slice() {
                [other] if *other == argument => format!("'{argument}' kan bara anges en gång"),
                [] => format!("'{argument}' kan inte anges med de andra argumenten"),
                [other] => format!("'{argument}' kan inte anges tillsammans med '{other}'"),
                others => format!(
                    "'{argument}' kan inte anges tillsammans med:\n  {}",
                    others.join("\n  ")
                ),
            }
        }
        ErrorKind::TooManyValues => {
            format!("'{}' är ett värde för mycket för '{}'", value?, argument?)
        }
        ErrorKind::TooFewValues => {
            format!("'{}' behöver minst {} värden", argument?, one(ContextKind::MinValues)?)
        }
        ErrorKind::WrongNumberOfValues => {
            format!("'{}' ska ha {} värden", argument?, one(ContextKind::ExpectedNumValues)?)
        }
        ErrorKind::NoEquals => format!("'{}' behöver ett likhetstecken före värdet", argument?),
        ErrorKind::InvalidUtf8 => "ett argument är inte skrivet i UTF-8".to_owned(),
        _ => return None,
    })
}

/// A usage error, as it is printed.
pub(crate) fn told(error: &Error) -> String {
    let Some(message) = message(error) else { return framed(&error.render().to_string()) };
    let mut out = format!("fel: {message}\n");
    let tips = tips(error);
    if !tips.is_empty() {
        out.push('\n');
    }
    for tip in tips {
        out.push_str(&format!("  tips: {tip}\n"));
    }
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        out.push_str(&format!("\n{}\n", framed(usage.to_string().trim_end())));
    }
    out.push_str("\nMer står i hjälpen: '--help'.\n");
    out
}

/// What was probably meant.
fn tips(error: &Error) -> Vec<String> {
    let mut tips = Vec::new();
    for (kind, one, several) in [
        (
            ContextKind::SuggestedSubcommand,
            "ett kommando som liknar det",
            "kommandon som liknar det",
        ),
        (ContextKind::SuggestedArg, "ett argument som liknar det", "argument som liknar det"),
        (ContextKind::SuggestedValue, "ett värde som liknar det", "värden som liknar det"),
    ] {
        let near: Vec<String> = match error.get(kind) {
            Some(ContextValue::String(near)) => vec![format!("'{near}'")],
            Some(ContextValue::Strings(near)) => {
                near.iter().map(|near| format!("'{near}'")).collect()
            }
            _ => continue,
        };
        match near.as_slice() {
            [] => {}
            [near] => tips.push(format!("det finns {one}: {near}")),
            near => tips.push(format!("det finns {several}: {}", near.join(", "))),
        }
    }
    if let Some(ContextValue::StyledStrs(others)) = error.get(ContextKind::Suggested) {
        tips.extend(others.iter().filter_map(|tip| suggestion(&tip.to_string())));
    }
    tips
}

/// A tip that clap has in words of its own.
fn suggestion(english: &str) -> Option<String> {
    let quoted: Vec<Cow<'_, str>> = english.split('\'').skip(1).step_by(2).map(shown).collect();
    match quoted.as_slice() {
        [value, instead] if english.starts_with("to pass") => {
            Some(format!("skriv '{instead}' för att ange '{value}' som ett värde"))
        }
        [command, dashes] if english.starts_with("subcommand") => {
            Some(format!("kommandot '{command}' finns; ta bort '{dashes}' före det"))
        }
        [there] if english.ends_with("exists") => Some(format!("'{there}' finns")),
        _ => None,
    }
}

/// Reasons of the standard library and of the definition of the arguments.
const REASONS: [(&str, &str); 6] = [
    ("invalid digit found in string", "det är inget heltal"),
    ("cannot parse integer from empty string", "det är tomt"),
    ("number too large to fit in target type", "talet är för stort"),
    ("number too small to fit in target type", "talet är för litet"),
    ("invalid socket address syntax", "det är ingen adress med port, som 127.0.0.1:8080"),
    ("a number from 1 to 1000000 is wanted", "det ska vara ett tal från 1 till 1000000"),
];

/// Why a value does not fit.
fn reason(english: &str) -> Option<String> {
    if let Some((_, range)) = english.split_once(" is not in ") {
        return Some(match range.split_once("..=").or_else(|| range.split_once("..")) {
            Some(("", last)) => format!("det högsta är {last}"),
            Some((first, "")) => format!("det lägsta är {first}"),
            Some((first, last)) => format!("talet ska ligga i {first}–{last}"),
            None => return None,
        });
    }
    if let Some(rest) = english.strip_prefix("at most ") {
        let (longest, _) = rest.split_once(" lower case")?;
        return Some(format!(
            "det ska vara högst {longest} små bokstäver a–z, siffror och bindestreck"
        ));
    }
    let known = REASONS.iter().find(|(known, _)| *known == english);
    known.map(|(_, swedish)| (*swedish).to_owned())
}

/// Values, if there are any, in brackets on a line of their own.
fn listed(what: &str, values: &[Cow<'_, str>]) -> String {
    if values.is_empty() { String::new() } else { format!("\n  [{what}: {}]", values.join(", ")) }
}

/// A text of the command line, which cannot steer the terminal.
fn shown(text: &str) -> Cow<'_, str> {
    if text.chars().any(char::is_control) {
        return Cow::Owned(text.replace(char::is_control, "\u{fffd}"));
    }
    Cow::Borrowed(text)
}

#[cfg(test)]
mod tests {
    use clap::{Arg, Command, CommandFactory};

    use super::*;
    use crate::args::Args;

    fn error(args: &[&str]) -> Error {
        let mut command = super::super::command(Args::command());
        command.try_get_matches_from_mut([&["handover"], args].concat()).unwrap_err()
    }

    #[test]
    fn errors_are_told_in_swedish_with_what_was_probably_meant() {
        for (args, first) in [
            (&["check", "--fromat", "json"][..], "fel: oväntat argument '--fromat'"),
            (&["chekc"], "fel: kommandot 'chekc' finns inte"),
            (&["check", "--format", "jsn"], "fel: 'jsn' är inget värde för '--format <FORM>'"),
            (&["check", "--format"], "fel: '--format <FORM>' behöver ett värde"),
            (&["validate"], "fel: det här måste anges:"),
            (
                &["check", "--at", "1", "--at", "2"],
                "fel: '--at <ÅÅÅÅ-MM-DD>' kan bara anges en gång",
            ),
            (&["recommend", "x", "--unit", "y"], "fel: '[INDATA]' kan inte anges tillsammans med"),
            (&["check", "a", "b"], "fel: oväntat argument 'b'"),
            (&["init", "x", "--id", ""], "fel: '--id <ID>' behöver ett värde"),
        ] {
            let told = told(&error(args));
            assert!(told.starts_with(first), "{args:?}: {told}");
            for english in ["error", "Usage", "tip:", "possible", "For more", "OPTIONS"] {
                assert!(!told.contains(english), "{told}");
            }
            assert!(told.ends_with("Mer står i hjälpen: '--help'.\n"), "{told}");
        }
        assert!(
            told(&error(&["check", "--fromat", "x"]))
                .contains("det finns ett argument som liknar det: '--format'")
        );
        assert!(
            told(&error(&["chekc"]))
                .contains("det finns kommandon som liknar det: 'schema', 'check'")
        );
        assert!(
            told(&error(&["check", "-x"]))
                .contains("skriv '-- -x' för att ange '-x' som ett värde")
        );
    }

    #[test]
    fn every_refusal_of_a_value_has_a_reason_in_swedish() {
        let command = super::super::command(Args::command());
        let mut tried = 0;
        let mut each = |path: &[&str], arg: &Arg| {
            let Some(long) = arg.get_long() else { return };
            for value in ["x", "-1", "0", "99999999999999999999999", "-99999999999999999999999"] {
                let given = format!("--{long}={value}");
                let args = [&["handover"], path, &[given.as_str()]].concat();
                if let Err(error) = command.clone().try_get_matches_from_mut(args) {
                    assert!(message(&error).is_some() || !error.use_stderr(), "{error}");
                }
                tried += 1;
            }
        };
        fn walk(command: &Command, path: &[&str], each: &mut dyn FnMut(&[&str], &Arg)) {
            for arg in command.get_arguments().filter(|arg| arg.get_action().takes_values()) {
                each(path, arg);
            }
            for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
                walk(sub, &[path, &[sub.get_name()]].concat(), each);
            }
        }
        walk(&command, &[], &mut each);
        assert!(tried > 100);
        for (refused, why) in [
            (&["serve", "--listen", "x"][..], "det är ingen adress med port"),
            (&["serve", "--max-jobs", "0"], "från 1 till 1000000"),
            (&["serve", "--head-time", "x"], "inget heltal"),
            (&["key", "new", "Ä"], "små bokstäver"),
            (&["analyse", "--days", "0"], "talet ska ligga i 1–"),
            (&["test", "--min-coverage", "101"], "101"),
        ] {
            assert!(told(&error(refused)).contains(why), "{}", told(&error(refused)));
        }
    }
}
