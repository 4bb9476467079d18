//! When the rules in force are read again: on a signal, or when their files have changed and lie still.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use tokio::task::spawn_blocking;
use tokio::time::sleep;

use super::app::App;
use super::keys::Keys;
use super::rules::{Attempt, FailedTest, Outcome};
use handover_core::diagnostic::Severity;
use handover_core::language::Lang;

/// How often the files are looked at. They have to look the same twice before they are read, so that a rule set that
/// is being copied is not read by half.
const INTERVAL: Duration = Duration::from_millis(500);

/// Reads the rules again, off the threads that answer, and tells what became of it.
pub(super) async fn rules(app: &Arc<App>) {
    let reading = Arc::clone(app);
    match spawn_blocking(move || reading.rules.reload()).await {
        Ok(attempt) => {
            app.metrics.reloaded(attempt.outcome);
            tell(app, &attempt);
        }
        Err(_) => drop(app.metrics.panics.inc()),
    }
}

fn tell(app: &App, attempt: &Attempt) {
    let version = app.rules.current();
    let rule_set = version.engine.rule_set();
    let (id, fingerprint) = (rule_set.id.as_str(), rule_set.fingerprint.as_str());
    let lang = app.config.lang.unwrap_or(rule_set.first_language());
    match attempt.outcome {
        Outcome::Changed => tracing::info!(id, fingerprint, "other rules are in force"),
        Outcome::Unchanged => tracing::info!(id, fingerprint, "the rules say the same as before"),
        Outcome::Refused => {
            tracing::error!(id, fingerprint, "the rules have faults; those in force stay");
            let faults = attempt.diagnostics.iter().filter(|told| told.severity == Severity::Error);
            for fault in faults {
                let place = fault.primary();
                let file = place.map_or("", |place| place.file.as_str());
                let line = place.and_then(|place| place.span).map(|span| span.line);
                let (code, fault) = (fault.code.as_str(), fault.message.get(lang));
                tracing::error!(code, file, line, fault, "a fault in the rules");
            }
            for FailedTest { file, test } in &attempt.failed_tests {
                tracing::error!(file, test, "a test of the rules fails");
            }
        }
    }
}

/// Reads the keys again; those in force stay where the file cannot be used.
pub(super) async fn keys(app: &Arc<App>) {
    let Some(file) = app.config.keys.clone() else {
        return;
    };
    match spawn_blocking(move || Keys::read(&file)).await {
        Ok(Ok(keys)) => {
            keys.keep_verified(&app.keys.load());
            tracing::info!(keys = keys.len(), "the keys were read again");
            app.keys.store(Arc::new(keys));
        }
        Ok(Err(error)) => {
            let why = error.message().get(Lang::En).to_owned();
            tracing::error!(why, "the keys stay as they were");
        }
        Err(_) => drop(app.metrics.panics.inc()),
    }
}

/// Reads the rules again whenever their files have changed since they were looked at before the first reading. Never ends
/// where there is a folder to watch.
pub(super) async fn watch(app: Arc<App>) {
    let mut watching = app.watch.lock().unwrap_or_else(PoisonError::into_inner).take();
    while let Some(mut watch) = watching {
        sleep(INTERVAL).await;
        let looked = spawn_blocking(move || (watch.has_changed(), watch)).await;
        let changed = matches!(looked, Ok((true, _)));
        if changed {
            rules(&app).await;
        }
        watching = looked.ok().map(|(_, watch)| watch);
    }
}
