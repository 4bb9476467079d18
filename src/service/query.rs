//! The parameters of a path: those that it has, each once. What else stands in a query is refused rather than passed over, so
//! that nobody takes a slip for an answer to what was meant.

use axum::http::Uri;
use jiff::civil::Date;

use handover_core::language::{Text, text};
use handover_core::wire::v1::RequestError;

/// The parameters that a client gave.
#[derive(Debug, Default)]
pub(super) struct Query(Vec<(&'static str, String)>);

impl Query {
    /// Reads the query of a path that has these parameters.
    ///
    /// # Errors
    /// One that the path does not have, or one that stands twice.
    pub(super) fn of(uri: &Uri, known: &[&'static str]) -> Result<Self, RequestError> {
        let mut given: Vec<(&'static str, String)> = Vec::new();
        let query = uri.query().unwrap_or_default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let Some(name) = known.iter().find(|known| **known == name) else {
                return Err(RequestError::unknown_parameter(&name, known));
            };
            if given.iter().any(|(given, _)| given == name) {
                let once = text("ange den en gång", "give it once");
                return Err(RequestError::bad_parameter(name, &once));
            }
            given.push((name, value.into_owned()));
        }
        Ok(Self(given))
    }

    /// What was given for a parameter.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(given, _)| *given == name).map(|(_, value)| value.as_str())
    }

    /// The day that was given for a parameter.
    ///
    /// # Errors
    /// What is no day.
    pub(super) fn day(&self, name: &'static str) -> Result<Option<Date>, RequestError> {
        self.read(
            name,
            |value| value.parse().ok(),
            || text("ange en dag som finns, ÅÅÅÅ-MM-DD", "give a day that exists, YYYY-MM-DD"),
        )
    }

    /// The number that was given for a parameter.
    ///
    /// # Errors
    /// What is no number between the bounds.
    pub(super) fn number(
        &self,
        name: &'static str,
        (least, most): (u32, u32),
    ) -> Result<Option<u32>, RequestError> {
        let within = |value: &str| value.parse().ok().filter(|n| (least..=most).contains(n));
        self.read(name, within, || {
            text(
                format!("ange ett tal från {least} till {most}"),
                format!("give a number from {least} to {most}"),
            )
        })
    }

    fn read<T>(
        &self,
        name: &'static str,
        parse: impl Fn(&str) -> Option<T>,
        wanted: impl Fn() -> Text,
    ) -> Result<Option<T>, RequestError> {
        let Some(value) = self.get(name) else { return Ok(None) };
        parse(value).map(Some).ok_or_else(|| RequestError::bad_parameter(name, &wanted()))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const KNOWN: [&str; 2] = ["at", "days"];

    #[test]
    fn what_is_known_is_read() {
        let query = Query::of(&"/x?at=2025-10-01&days=9%30".parse().unwrap(), &KNOWN).unwrap();
        assert_eq!(query.day("at").unwrap(), Some(date(2025, 10, 1)));
        assert_eq!(query.number("days", (1, 100)).unwrap(), Some(90));
        assert_eq!(query.number("days", (1, 80)).unwrap_err().code(), "bad_parameter");
        let none = Query::of(&"/x?".parse().unwrap(), &KNOWN).unwrap();
        assert_eq!(none.day("at").unwrap(), None);
    }

    #[test]
    fn what_is_unknown_or_said_twice_is_refused() {
        for (uri, code, field) in [
            ("/x?dags=3", "unknown_parameter", "dags"),
            ("/x?at=2025-10-01&at=2025-10-01", "bad_parameter", "at"),
            ("/x?%61t=1&lang=sv", "unknown_parameter", "lang"),
        ] {
            let error = Query::of(&uri.parse().unwrap(), &KNOWN).unwrap_err();
            assert_eq!((error.code(), error.field()), (code, field), "{uri}");
        }
        let error = Query::of(&"/x?dags=3".parse().unwrap(), &KNOWN).unwrap_err();
        assert_eq!(error.hint().unwrap().en, "did you mean `days`?");
        let error = Query::of(&"/x?at=2025-02-30".parse().unwrap(), &KNOWN).unwrap();
        assert_eq!(error.day("at").unwrap_err().code(), "bad_parameter");
    }
}
