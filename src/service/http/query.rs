//! Parameters of queries: known ones, each at most once. Anything else is refused rather than ignored, so that a slip never
//! looks like an answer to the intended question.

use axum::http::Uri;
use handover_core::language::{Text, day, text};
use handover_core::wire::v1::RequestError;
use jiff::civil::Date;
use serde_json::Value;

/// A parameter that a query may have.
#[derive(Debug)]
pub(super) struct Parameter {
    pub(super) name: &'static str,
    /// What it means, for the description of the service.
    pub(super) description: &'static str,
    /// The JSON Schema of its value.
    pub(super) schema: fn() -> Value,
}

/// The parameters of a request.
#[derive(Debug, Default)]
pub(super) struct Query(Vec<(&'static str, String)>);

impl Query {
    /// Parses a query that may have the `known` parameters.
    ///
    /// # Errors
    /// If a parameter is unknown or repeated.
    pub(super) fn parse(uri: &Uri, known: &[&Parameter]) -> Result<Self, RequestError> {
        let mut given: Vec<(&'static str, String)> = Vec::new();
        let query = uri.query().unwrap_or_default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let Some(&&Parameter { name, .. }) = known.iter().find(|known| known.name == name)
            else {
                let known: Vec<&str> = known.iter().map(|known| known.name).collect();
                return Err(RequestError::unknown_parameter(&name, &known));
            };
            if given.iter().any(|(given, _)| *given == name) {
                let once = text("ange den en gång", "give it once");
                return Err(RequestError::bad_parameter(name, &once));
            }
            given.push((name, value.into_owned()));
        }
        Ok(Self(given))
    }

    /// The value of a parameter.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(given, _)| *given == name).map(|(_, value)| value.as_str())
    }

    /// The value of a parameter as a day.
    ///
    /// # Errors
    /// If it is not a day.
    pub(super) fn day(&self, name: &'static str) -> Result<Option<Date>, RequestError> {
        self.read(name, day::parse, || {
            text("ange en dag som finns, ÅÅÅÅ-MM-DD", "give a day that exists, YYYY-MM-DD")
        })
    }

    /// The value of a parameter as a number.
    ///
    /// # Errors
    /// If it is not a number between the bounds.
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

    const fn parameter(name: &'static str) -> Parameter {
        Parameter { name, description: "", schema: || Value::Null }
    }

    const KNOWN: [&Parameter; 2] = [&parameter("at"), &parameter("days")];

    #[test]
    fn known_parameters_are_parsed() {
        let query = Query::parse(&"/x?at=2025-10-01&days=9%30".parse().unwrap(), &KNOWN).unwrap();
        assert_eq!(query.day("at").unwrap(), Some(date(2025, 10, 1)));
        assert_eq!(query.number("days", (1, 100)).unwrap(), Some(90));
        assert_eq!(query.number("days", (1, 80)).unwrap_err().code(), "bad_parameter");
        let none = Query::parse(&"/x?".parse().unwrap(), &KNOWN).unwrap();
        assert_eq!(none.day("at").unwrap(), None);
    }

    #[test]
    fn unknown_and_repeated_parameters_are_refused() {
        for (uri, code, field) in [
            ("/x?dags=3", "unknown_parameter", "dags"),
            ("/x?at=2025-10-01&at=2025-10-01", "bad_parameter", "at"),
            ("/x?%61t=1&lang=sv", "unknown_parameter", "lang"),
        ] {
            let error = Query::parse(&uri.parse().unwrap(), &KNOWN).unwrap_err();
            assert_eq!((error.code(), error.field()), (code, field), "{uri}");
        }
        let error = Query::parse(&"/x?dags=3".parse().unwrap(), &KNOWN).unwrap_err();
        assert_eq!(error.hint().unwrap().en, "did you mean `days`?");
        let error = Query::parse(&"/x?at=2025-02-30".parse().unwrap(), &KNOWN).unwrap();
        assert_eq!(error.day("at").unwrap_err().code(), "bad_parameter");
    }
}
