//! Access: who sends a request, whether it has the permission, and whether it exceeds its rate.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use tokio::task::spawn_blocking;

use super::origin;
use super::problem::Refusal;
use crate::config::Anonymous;
use crate::state::app::App;
use crate::state::keys::Key;
use crate::state::permission::{Permission, Permissions};
use crate::state::rate::Client;

/// The address that a request came from; an extension of each request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub(crate) SocketAddr);

/// Admits a request that takes a permission, or refuses it. It counts against the client's rate either way.
pub(super) async fn admit(
    app: &App,
    permission: Permission,
    headers: &HeaderMap,
    address: Option<IpAddr>,
) -> Result<(), Refusal> {
    let (client, permissions) = authenticate(app, headers, address).await?;
    if let Some(rates) = &app.rates {
        rates.try_take(&client).map_err(|wait| limited(app, wait))?;
    }
    if permissions.contains(permission) {
        return Ok(());
    }
    Err(match client {
        Client::Key(_) => Refusal::OutOfScope(permission),
        Client::Network(_) => Refusal::NoKey,
    })
}

fn limited(app: &App, wait: Duration) -> Refusal {
    app.metrics.limited.inc();
    Refusal::Limited(wait)
}

/// The client of a request and its permissions.
async fn authenticate(
    app: &App,
    headers: &HeaderMap,
    address: Option<IpAddr>,
) -> Result<(Client, Permissions), Refusal> {
    let network = Client::from(address.unwrap_or(IpAddr::from([0; 4])));
    let Some(header) = headers.get(AUTHORIZATION) else {
        return Ok((network, without_key(app, address, origin::is_own(headers))?));
    };
    let presented = header.to_str().ok().and_then(|header| {
        let (scheme, key) = header.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| key.trim())
    });
    let presented = presented.ok_or(Refusal::NoKey)?;
    let keys = app.keys.load();
    let key = Arc::clone(keys.claimed(presented).ok_or(Refusal::NoKey)?);
    let matches = match key.matches(presented) {
        Some(matches) => matches,
        // Rare, so its future is boxed to keep that of every other request small.
        None => Box::pin(verify(app, &key, presented, &network)).await?,
    };
    if !matches {
        return Err(Refusal::NoKey);
    }
    Ok((Client::Key(Arc::clone(&key.id)), key.permissions))
}

/// Computes the slow hash of a key that is not verified yet. Of concurrent requests with one key, the first computes it for
/// all; a network that has presented too many wrong keys has to wait.
async fn verify(
    app: &App,
    key: &Arc<Key>,
    presented: &str,
    network: &Client,
) -> Result<bool, Refusal> {
    let _others = key.verifying.lock().await;
    // The semaphore is never closed, so `acquire` cannot fail.
    let _permit = app.verifying.acquire().await;
    if let Some(matches) = key.matches(presented) {
        return Ok(matches);
    }
    app.guesses.check(network).map_err(|wait| limited(app, wait))?;
    let (claimed, presented) = (Arc::clone(key), presented.to_owned());
    let matches = spawn_blocking(move || claimed.verify(&presented)).await;
    let matches = matches.map_err(|_| Refusal::Failed)?;
    if !matches {
        // An empty bucket is no error here: it refuses the next guess.
        let _ = app.guesses.try_take(network);
    }
    Ok(matches)
}

/// The permissions of a client without a key: all on its own machine if there are no keys at all, else at most questions.
///
/// A web page reaches what listens on its reader's machine, so what is for programs there is refused to pages.
fn without_key(app: &App, address: Option<IpAddr>, own: bool) -> Result<Permissions, Refusal> {
    let local = address.is_some_and(|address| address.to_canonical().is_loopback());
    match app.config.anonymous {
        Anonymous::Nobody => Ok(Permissions::default()),
        Anonymous::Local if !local => Ok(Permissions::default()),
        Anonymous::Local if !own => Err(Refusal::Foreign),
        _ if local && own && app.config.keys.is_none() => Ok(Permissions::all()),
        _ => Ok([Permission::Query].into_iter().collect()),
    }
}
