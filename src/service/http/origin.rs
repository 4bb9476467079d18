//! Whether a request comes from a program on this machine, or from a web page that reaches it.
//!
//! A page of elsewhere names itself in `Origin` when it sends something. One whose name was made to lead to this machine
//! (DNS rebinding) has that name in `Host`. Programs have neither.

use std::net::IpAddr;

use axum::http::HeaderMap;
use axum::http::header::{HOST, HeaderName, ORIGIN};
use axum::http::uri::Authority;

/// Whether `Host` and `Origin`, as far as they are there, name this machine.
pub(super) fn is_own(headers: &HeaderMap) -> bool {
    let names_own = |header: HeaderName, own: fn(&str) -> bool| {
        headers.get_all(header).iter().all(|value| value.to_str().is_ok_and(own))
    };
    names_own(HOST, is_own_name) && names_own(ORIGIN, is_own_origin)
}

/// Whether an origin, such as `http://localhost:8080`, is this machine.
fn is_own_origin(origin: &str) -> bool {
    origin.split_once("://").is_some_and(|(_, authority)| is_own_name(authority))
}

/// Whether a name, perhaps with a port, is `localhost` or an address, which no page can have taken for its own name.
fn is_own_name(name: &str) -> bool {
    let Ok(authority) = name.parse::<Authority>() else { return false };
    let host = authority.host().trim_end_matches('.').to_ascii_lowercase();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.ends_with(".localhost") || address.parse::<IpAddr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(named: &[(HeaderName, &str)]) -> HeaderMap {
        named.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect()
    }

    #[test]
    fn programs_on_the_machine_are_told_from_pages() {
        for host in [
            "localhost",
            "localhost:8080",
            "LOCALHOST.",
            "127.0.0.1:1",
            "[::1]:8080",
            "a.localhost",
            "10.0.0.7",
        ] {
            assert!(is_own(&headers(&[(HOST, host)])), "{host}");
            let origin = format!("http://{host}");
            assert!(is_own(&headers(&[(HOST, host), (ORIGIN, &origin)])), "{host}");
        }
        assert!(is_own(&HeaderMap::new()));
        for host in [
            "evil.example",
            "evil.example:8080",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "",
            "@",
        ] {
            assert!(!is_own(&headers(&[(HOST, host)])), "{host}");
        }
        for origin in ["https://evil.example", "null", "http://localhost.evil.example", "localhost"]
        {
            assert!(!is_own(&headers(&[(HOST, "localhost"), (ORIGIN, origin)])), "{origin}");
        }
    }
}
