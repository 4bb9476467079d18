//! Rule sets in requests, as maps of file names to texts: every fault of one (`check`), what is proved of it (`analyse`), and
//! the changes from one to another (`diff`).

use std::collections::BTreeMap;

use axum::response::Response;
use handover_core::document::Files;
use handover_core::language::Lang;
use handover_core::ruleset::{Loaded, Scope, load};
use handover_core::wire::report::{CheckReport, diagnostics};
use handover_core::wire::v1::RequestError;
use handover_matcher::DIFF_STEPS;
use handover_proof::analysis::{
    DEFAULT_DAYS, MAX_DAYS, Proofs, Surveyed, Window, prove_loaded, report,
};
use handover_proof::compare::{Compared, Comparison};
use jiff::civil::Date;
use schemars::generate::SchemaGenerator;
use schemars::{JsonSchema, Schema, json_schema};
use serde::{Deserialize, Serialize};
use tokio::task::spawn_blocking;

use crate::http::body::read_json;
use crate::http::endpoint::Call;
use crate::http::problem::Refusal;
use crate::http::respond::{JSON, pretty, response};
use crate::state::rules::Version;

/// A rule set in a request: the texts of its files by name.
type Sent = BTreeMap<String, String>;

/// The description of a rule set in a request.
pub(in crate::http) const FILES: &str =
    "The texts of the files, by name; `ruleset.yaml` lists the others.";

/// The schema of a rule set in a request.
pub(in crate::http) fn files_schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "object",
        "description": FILES,
        "additionalProperties": {"type": "string"},
    })
}

/// Two rule sets.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct Sides {
    /// The rule set before; by default the rules in force.
    #[serde(default)]
    before: Option<Sent>,
    /// The rule set after.
    after: Sent,
}

/// Checks a rule set.
pub(in crate::http) async fn check(call: Call) -> Result<Response, Refusal> {
    run(call, |body, lang, _| checked(body, lang)).await
}

/// Analyses a rule set.
pub(in crate::http) async fn analyse(call: Call) -> Result<Response, Refusal> {
    let at = day(&call)?;
    let days = call.query.number("days", (1, MAX_DAYS))?.unwrap_or(DEFAULT_DAYS);
    run(call, move |body, lang, _| analysed(body, lang, Window::of(at, days))).await
}

/// Compares two rule sets.
pub(in crate::http) async fn diff(call: Call) -> Result<Response, Refusal> {
    let at = day(&call)?;
    run(call, move |body, lang, version| compared(body, lang, version, at)).await
}

/// The day that an answer is for.
fn day(call: &Call) -> Result<Date, RequestError> {
    Ok(call.query.day("at")?.unwrap_or_else(|| call.app.today(&call.version)))
}

/// Reads the body, and answers on a thread for long work.
async fn run(
    call: Call,
    work: impl FnOnce(&[u8], Lang, &Version) -> Result<Vec<u8>, Refusal> + Send + 'static,
) -> Result<Response, Refusal> {
    let Call { app, version, lang, headers, body, .. } = call;
    let body = read_json(&app, &headers, body).await?;
    let permit = app.job().ok_or(Refusal::Overloaded)?;
    let job = spawn_blocking(move || {
        let _permit = permit;
        work(&body, lang, &version)
    });
    let answer = job.await.map_err(|_| {
        app.metrics.panics.inc();
        Refusal::Failed
    })??;
    Ok(response(JSON, answer))
}

fn checked(body: &[u8], lang: Lang) -> Result<Vec<u8>, Refusal> {
    let mut loaded = loaded(rule_set(body)?, Scope::RulesAndTests);
    let proved = prove_loaded(&mut loaded).as_ref().map_or(0, Proofs::proved);
    json(&CheckReport::new(loaded.rule_set.as_ref(), proved, &loaded.diagnostics, lang))
}

fn analysed(body: &[u8], lang: Lang, window: Window) -> Result<Vec<u8>, Refusal> {
    let mut loaded = loaded(rule_set(body)?, Scope::Rules);
    match Surveyed::new(&mut loaded, window) {
        Some(surveyed) => json(&report(&surveyed, lang)),
        None => Err(Refusal::Faulty(diagnostics(&loaded.diagnostics, lang))),
    }
}

fn compared(body: &[u8], lang: Lang, version: &Version, at: Date) -> Result<Vec<u8>, Refusal> {
    let sides: Sides = serde_json::from_slice(body)
        .map_err(|error| RequestError::no_rule_sets(error.is_data(), true))?;
    let before = sides.before.map(|files| loaded(files, Scope::Rules));
    let after = loaded(sides.after, Scope::Rules);
    // The faults of both sides are reported together.
    let mut faults = Vec::new();
    for (side, loaded) in [("before", before.as_ref()), ("after", Some(&after))] {
        let Some(loaded) = loaded.filter(|loaded| loaded.rule_set.is_none()) else { continue };
        let mut own = diagnostics(&loaded.diagnostics, lang);
        for place in own.iter_mut().flat_map(|fault| &mut fault.places) {
            place.file = format!("{side}/{}", place.file);
        }
        faults.append(&mut own);
    }
    let before = match &before {
        None => Some(version.compared()),
        Some(loaded) => compared_of(loaded),
    };
    let Some((before, after)) = before.zip(compared_of(&after)) else {
        return Err(Refusal::Faulty(faults));
    };
    json(&Comparison::new(before, after, DIFF_STEPS).report(lang, at))
}

fn compared_of(loaded: &Loaded) -> Option<Compared<'_>> {
    let rule_set = loaded.rule_set.as_ref()?;
    Some(Compared { rule_set, invariants: &loaded.invariants, content: &loaded.content })
}

/// Parses a body that is a rule set.
fn rule_set(body: &[u8]) -> Result<Sent, RequestError> {
    serde_json::from_slice(body).map_err(|error| RequestError::no_rule_sets(error.is_data(), false))
}

fn loaded(files: Sent, scope: Scope) -> Loaded {
    let files = files.into_iter().map(|(name, text)| (name, text.into_bytes()));
    load(&Files::Memory(files.collect()), scope)
}

fn json(answer: &impl Serialize) -> Result<Vec<u8>, Refusal> {
    pretty(answer).map_err(|_| Refusal::Failed)
}
