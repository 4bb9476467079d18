//! `handover schema`: JSON Schemas of rule set files, requests, answers and reports.

use std::fs;
use std::io::{self, Write};

use serde_json::Value;

use super::args::{SchemaArgs, Shared};
use super::exit::ExitStatus;
use super::tell::err;
use handover_core::engine::Engine;
use handover_core::language::Lang;
use handover_core::ruleset::schema::{TOPICS, editor};
use handover_core::wire::report::schema as reports;
use handover_core::wire::v1::schema as wire;

/// The name of the schema of requests; `handover` is that of a rule set file.
const REQUEST: &str = "handover-request";

pub(super) fn run(
    shared: &Shared,
    args: &SchemaArgs,
    out: &mut dyn Write,
) -> io::Result<ExitStatus> {
    if let Some(folder) = &args.write {
        fs::create_dir_all(folder)?;
        for (name, schema) in all() {
            fs::write(folder.join(format!("{name}.json")), format!("{schema:#}\n"))?;
        }
        return Ok(ExitStatus::Done);
    }
    let name = args.name.as_deref().unwrap_or_default();
    // Only an explicit rule set adds its words; without one the schema applies to any rule set.
    let engine = match shared.rules.as_ref().or(shared.compiled.as_ref()) {
        Some(_) => match shared.engine()? {
            Some(engine) => Some(engine),
            None => return Ok(ExitStatus::RuleSet),
        },
        None => None,
    };
    let schema = editor(name, engine.as_ref().map(Engine::rule_set))
        .or_else(|| of_wire(name))
        .or_else(|| reports::of(name))
        .or_else(|| of_service(name));
    let Some(schema) = schema else {
        let names: Vec<String> = all().into_iter().map(|(name, _)| name).collect();
        let names = names.join(", ");
        let message = match shared.text_lang(Lang::Sv) {
            Lang::Sv => format!("inget schema heter `{name}`; schemana är {names}"),
            Lang::En => format!("no schema is called `{name}`; schemas are {names}"),
        };
        writeln!(err(), "handover: {message}")?;
        return Ok(ExitStatus::Usage);
    };
    writeln!(out, "{schema:#}")?;
    Ok(ExitStatus::Done)
}

fn of_wire(name: &str) -> Option<Value> {
    wire::of(if name == REQUEST { "handover" } else { name })
}

/// The name of the description of the service.
const SERVICE: &str = "openapi";

#[cfg(feature = "service")]
fn of_service(name: &str) -> Option<Value> {
    (name == SERVICE).then(handover_service::openapi)
}

#[cfg(not(feature = "service"))]
fn of_service(_name: &str) -> Option<Value> {
    None
}

/// All schemas by file name.
pub(super) fn all() -> Vec<(String, Value)> {
    let topics = TOPICS.iter().filter_map(|&name| Some((name.to_owned(), editor(name, None)?)));
    let types = wire::TYPES.iter().filter_map(|&name| {
        let file = if name == "handover" { REQUEST } else { name };
        Some((file.to_owned(), wire::of(name)?))
    });
    let reports =
        reports::REPORTS.iter().filter_map(|&name| Some((name.to_owned(), reports::of(name)?)));
    let service = of_service(SERVICE).map(|document| (SERVICE.to_owned(), document));
    topics.chain(types).chain(reports).chain(service).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    #[test]
    fn the_schemas_in_the_repository_are_those_of_the_types() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas");
        let mut expected = BTreeSet::new();
        for (name, schema) in all() {
            let file = format!("{name}.json");
            let written = fs::read_to_string(folder.join(&file)).unwrap_or_default();
            assert_eq!(
                written,
                format!("{schema:#}\n"),
                "run `handover schema --write schemas` for {file}"
            );
            expected.insert(file);
        }
        let found: BTreeSet<String> = fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        assert_eq!(found, expected);
    }
}
