//! A case as flags: one for each field of a case in the table of fields, but the day, which every command has as `--at`.

use std::borrow::Cow;

use clap::{Arg, ArgAction, ArgGroup, ArgMatches, Args, Command, Error, FromArgMatches};
use handover_core::ruleset::fields::{FieldKind, RequestField};
use handover_core::wire::v1::{Case, FieldValue};

/// The group of the flags of a case.
const GROUP: &str = "case";

/// A case that flags state. Names may be ids, labels or aliases.
#[derive(Debug, Clone, Default)]
pub struct CaseArgs {
    case: Case<'static>,
}

impl CaseArgs {
    /// The case as it would be sent.
    #[must_use]
    pub fn request(&self) -> &Case<'static> {
        &self.case
    }
}

/// The fields that flags state.
fn fields() -> impl Iterator<Item = RequestField> {
    RequestField::of_case().filter(|field| field.spec().kind != FieldKind::Day)
}

fn flag(field: RequestField) -> Arg {
    let spec = field.spec();
    let arg = Arg::new(spec.path).long(field.flag()).help(spec.meaning);
    match spec.kind {
        FieldKind::Flag => arg.action(ArgAction::SetTrue),
        FieldKind::Boolean => arg.value_name("true|false").value_parser(clap::value_parser!(bool)),
        FieldKind::Priority => arg.value_name("NUMBER").value_parser(clap::value_parser!(i64)),
        FieldKind::Name { .. } | FieldKind::Word(_) => arg.value_name("NAME"),
        FieldKind::Reason | FieldKind::Resource | FieldKind::Day | FieldKind::Text => {
            arg.value_name("TEXT")
        }
    }
}

fn value(matches: &ArgMatches, field: RequestField) -> Option<FieldValue<'static>> {
    let path = field.path();
    match field.spec().kind {
        FieldKind::Boolean => matches.get_one::<bool>(path).copied().map(FieldValue::Boolean),
        FieldKind::Flag => matches.get_flag(path).then_some(FieldValue::Boolean(true)),
        FieldKind::Priority => matches.get_one::<i64>(path).copied().map(FieldValue::Whole),
        _ => matches.get_one::<String>(path).cloned().map(Cow::Owned).map(FieldValue::Text),
    }
}

impl Args for CaseArgs {
    fn group_id() -> Option<clap::Id> {
        Some(GROUP.into())
    }

    fn augment_args(command: Command) -> Command {
        let flags = ArgGroup::new(GROUP).multiple(true).args(fields().map(RequestField::path));
        command
            .next_help_heading("The case (names may be ids, labels or aliases)")
            .args(fields().map(flag))
            .group(flags)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for CaseArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let mut args = Self::default();
        args.update_from_arg_matches(matches)?;
        Ok(args)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        for field in fields() {
            if let Some(value) = value(matches, field) {
                self.case.set(field, value);
            }
        }
        Ok(())
    }
}
