//! Ids of requests and traces, for logs.

use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use handover_core::language::identity;

pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const TRACE_PARENT: HeaderName = HeaderName::from_static("traceparent");
/// The longest request id that is accepted from a client, in bytes.
const MAX_REQUEST_ID_BYTES: usize = 100;

/// The id of a request: the client's if it is safe to log, else a new one.
pub(super) fn request_id(headers: &HeaderMap) -> HeaderValue {
    let safe = |value: &&HeaderValue| {
        let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
        let bytes = value.as_bytes();
        !bytes.is_empty()
            && bytes.len() <= MAX_REQUEST_ID_BYTES
            && bytes.iter().all(plain)
            && value.to_str().is_ok_and(|text| !identity::may_hold(text))
    };
    headers.get(REQUEST_ID).filter(safe).cloned().unwrap_or_else(new_id)
}

/// An id that is unique in this process and, most probably, among all processes.
fn new_id() -> HeaderValue {
    static PROCESS: LazyLock<RandomState> = LazyLock::new(RandomState::new);
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let id = format!("{:016x}", PROCESS.hash_one(count));
    HeaderValue::from_str(&id).unwrap_or(HeaderValue::from_static("none"))
}

/// The method of a request as logs show it: its name if it is a known one, since it is text of a client.
pub(super) fn method_name(method: &Method) -> &'static str {
    const KNOWN: [&str; 9] =
        ["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"];
    KNOWN.into_iter().find(|known| *known == method.as_str()).unwrap_or("other")
}

/// The trace id of a W3C `traceparent` header, unless digits of it could be an identity number.
pub(super) fn trace_id(headers: &HeaderMap) -> Option<String> {
    let mut parts = headers.get(TRACE_PARENT)?.to_str().ok()?.split('-');
    let (version, trace, span) = (parts.next()?, parts.next()?, parts.next()?);
    let hex = |part: &str, length: usize| {
        let digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        part.len() == length && part.bytes().all(digit)
    };
    let valid = hex(version, 2) && version != "ff" && hex(trace, 32) && hex(span, 16);
    let shown = valid && trace.bytes().any(|byte| byte != b'0') && !identity::may_hold(trace);
    shown.then(|| trace.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_traces_in_the_form_of_the_standard_are_accepted() {
        let trace = |text: &'static str| {
            trace_id(&HeaderMap::from_iter([(TRACE_PARENT, HeaderValue::from_static(text))]))
        };
        let id = "4bf92f3577b34da6a3ce929d0e0e4736";
        let valid = trace("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        assert_eq!(valid.as_deref(), Some(id));
        for other in [
            "",
            "00-4bf92f3577b34da6a3ce929d0e0e4736",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        ] {
            assert_eq!(trace(other), None, "{other}");
        }
    }

    #[test]
    fn ids_that_could_hold_a_number_are_not_accepted() {
        let number = format!("850228{}", 9872);
        for id in [
            format!("x-{number}"),
            format!("{}.{}", &number[..6], &number[6..]),
            format!("1{}_{}7", &number[..6], &number[6..]),
            format!("{}--{}", &number[..6], &number[6..]),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(REQUEST_ID, id.parse().unwrap());
            assert_ne!(request_id(&headers), *id);
            let trace = format!("00-{}{number}-00f067aa0ba902b7-01", "a".repeat(22));
            headers.insert(TRACE_PARENT, trace.parse().unwrap());
            assert_eq!(trace_id(&headers), None);
        }
        assert_eq!(method_name(&Method::POST), "POST");
        assert_eq!(method_name(&Method::from_bytes(number.as_bytes()).unwrap()), "other");
    }

    #[test]
    fn ids_of_clients_are_accepted_unless_they_are_unsafe_to_log() {
        let accepted = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(REQUEST_ID, value.parse().unwrap());
            request_id(&headers) == value
        };
        assert!(accepted("a1-b2_c3.d4"));
        assert!(!accepted("a b") && !accepted("") && !accepted(&"x".repeat(101)));
        assert_ne!(request_id(&HeaderMap::new()), request_id(&HeaderMap::new()));
    }
}
