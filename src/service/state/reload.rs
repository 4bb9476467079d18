//! Reloads of rules and keys: on a signal, or when the files of the rules have changed and are stable.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use handover_core::diagnostic::Severity;
use handover_core::language::Lang;
use tokio::task::spawn_blocking;
use tokio::time::sleep;

use super::app::App;
use super::keys::Keys;
use super::rules::{FailedTest, ReloadOutcome, Reloaded};

/// The interval between looks at the files. They are read once two looks agree, so that a rule set that is being copied
/// is not read half-way.
const INTERVAL: Duration = Duration::from_millis(500);

/// Reloads the rules, off the threads that answer, then counts and logs the result.
pub(crate) async fn rules(app: &Arc<App>) {
    let reading = Arc::clone(app);
    match spawn_blocking(move || reading.rules.reload()).await {
        Ok(reloaded) => {
            app.metrics.count_reload(reloaded.outcome);
            log(app, &reloaded);
        }
        Err(_) => drop(app.metrics.panics.inc()),
    }
}

fn log(app: &App, reloaded: &Reloaded) {
    let version = app.rules.current();
    let rule_set = version.engine.rule_set();
    let (id, fingerprint) = (rule_set.id.as_str(), rule_set.fingerprint.as_str());
    let lang = app.config.lang.unwrap_or(rule_set.first_language());
    match reloaded.outcome {
        ReloadOutcome::Changed => tracing::info!(id, fingerprint, "other rules are in force"),
        ReloadOutcome::Unchanged => {
            tracing::info!(id, fingerprint, "the rules say the same as before");
        }
        ReloadOutcome::Refused => {
            tracing::error!(id, fingerprint, "the rules have faults; those in force stay");
            let faults = (reloaded.diagnostics.iter())
                .filter(|diagnostic| diagnostic.severity == Severity::Error);
            for fault in faults {
                let place = fault.primary();
                let file = place.map_or("", |place| place.file.as_str());
                let line = place.and_then(|place| place.span).map(|span| span.line);
                let (code, fault) = (fault.code.as_str(), fault.message.get(lang));
                tracing::error!(code, file, line, fault, "a fault in the rules");
            }
            for FailedTest { file, test } in &reloaded.failed_tests {
                tracing::error!(file, test, "a test of the rules fails");
            }
        }
    }
}

/// Reloads the keys; if the file cannot be used, those in force stay.
pub(crate) async fn keys(app: &Arc<App>) {
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

/// Reloads the rules whenever their files change. Never returns if there is a folder to watch.
pub(crate) async fn watch(app: Arc<App>) {
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
