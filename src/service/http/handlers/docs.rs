//! The description of the service: an OpenAPI document for programs, and a page for people, rendered from the document. The
//! page loads nothing else.
#![expect(
    clippy::indexing_slicing,
    reason = "objects of JSON by key: what is not there reads as null and is made where it is written"
)]

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::OnceLock;

use axum::body::Bytes;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;
use handover_core::language::escape;
use serde_json::Value;

use crate::http::endpoint::Call;
use crate::http::openapi;
use crate::http::problem::Refusal;
use crate::http::respond::{JSON, response};

const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");
const STYLE: &str = ":root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}\
h2{margin-top:2.5rem;border-top:1px solid #8886;padding-top:1rem}code,pre{font-family:ui-monospace,monospace;font-size:.9em}\
h2 code{font-size:1em}pre{background:#8881;padding:.8rem;overflow:auto;max-height:30rem}table{border-collapse:collapse}\
td,th{text-align:left;padding:.2rem 1.5rem .2rem 0;vertical-align:top}td:last-child{white-space:nowrap}";

/// Sends the document.
pub(in crate::http) async fn openapi(call: Call) -> Result<Response, Refusal> {
    static DOCUMENT: OnceLock<Bytes> = OnceLock::new();
    let render = || format!("{:#}\n", openapi::document(call.routes)).into();
    Ok(response(JSON, DOCUMENT.get_or_init(render).clone()))
}

/// Sends the page.
pub(in crate::http) async fn page(call: Call) -> Result<Response, Refusal> {
    static PAGE: OnceLock<Bytes> = OnceLock::new();
    let render = || html(&openapi::document(call.routes)).into();
    let mut response = response(HTML, PAGE.get_or_init(render).clone());
    let policy = HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'");
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, policy);
    let nosniff = HeaderName::from_static("x-content-type-options");
    headers.insert(nosniff, HeaderValue::from_static("nosniff"));
    Ok(response)
}

fn html(document: &Value) -> String {
    let mut page = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>handover</title><style>{STYLE}</style>\
         <h1>handover {}</h1><p>{}</p><p lang=\"sv\">Tjänsten svarar på vart administrativa ärenden ska och om en \
         överlämning får göras. Svaren kommer på svenska eller engelska, efter <code>Accept-Language</code>.</p>\
         <p>As a document for programs: <a href=\"/openapi.json\">/openapi.json</a> (OpenAPI 3.1).</p>",
        text(&document["info"]["version"]),
        text(&document["info"]["description"]),
    );
    let operations = || {
        entries(&document["paths"]).flat_map(|(path, methods)| {
            entries(methods).map(move |(method, operation)| (path, method, operation))
        })
    };
    page += "<table>";
    for (path, _, operation) in operations() {
        let (id, path) = (text(&operation["operationId"]), escape::html(path));
        // Writing to a string cannot fail.
        let _ = write!(
            page,
            "<tr><td><a href=\"#{id}\"><code>{path}</code></a><td>{}",
            text(&operation["summary"])
        );
    }
    page += "</table>";
    let mut problems = BTreeMap::new();
    for (path, method, operation) in operations() {
        operation_html(&mut page, path, method, operation);
        let responses = entries(&operation["responses"]).filter(|(status, _)| is_problem(status));
        problems
            .extend(responses.map(|(status, response)| (status, text(&response["description"]))));
    }
    page += "<h2 id=\"instead\">What is answered instead</h2>\
             <p>Problem details (RFC 9457) as <code>application/problem+json</code>: <a href=\"#Problem\">Problem</a>.</p><table>";
    for (status, why) in problems {
        let _ = write!(page, "<tr><th>{status}<td>{why}");
    }
    page += "</table><h2>Types</h2>";
    for (name, schema) in entries(&document["components"]["schemas"]) {
        let name = escape::html(name);
        let _ = write!(
            page,
            "<details id=\"{name}\"><summary><code>{name}</code> {}</summary><pre>{}</pre></details>",
            text(&schema["description"]),
            escape::html(&format!("{schema:#}"))
        );
    }
    page
}

/// Whether answers of a status are problem details.
fn is_problem(status: &str) -> bool {
    status.starts_with(['4', '5'])
}

fn operation_html(page: &mut String, path: &str, method: &str, operation: &Value) {
    let (method, path) = (escape::html(&method.to_uppercase()), escape::html(path));
    let _ = write!(
        page,
        "<h2 id=\"{}\"><code>{method} {path}</code></h2><p>{}. {}</p><table>",
        text(&operation["operationId"]),
        text(&operation["summary"]),
        text(&operation["description"]),
    );
    let mut row = |first: &str, second: &str, content: &Value| {
        let types: Vec<String> = entries(content)
            .map(|(kind, content)| format!("<code>{}</code>{}", escape::html(kind), links(content)))
            .collect();
        let _ = write!(page, "<tr><th>{first}<td>{second}<td>{}", types.join("<br>"));
    };
    let request = &operation["requestBody"];
    if request.is_object() {
        row("Request", &text(&request["description"]), &request["content"]);
    }
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let name = format!("<code>{}</code>", text(&parameter["name"]));
        row(&name, &text(&parameter["description"]), &Value::Null);
    }
    let (problems, answers): (Vec<_>, Vec<_>) =
        entries(&operation["responses"]).partition(|(status, _)| is_problem(status));
    for (status, response) in answers {
        row(&escape::html(status), &text(&response["description"]), &response["content"]);
    }
    let mut problems: Vec<&str> = problems.into_iter().map(|(status, _)| status).collect();
    problems.sort_unstable();
    row("Else", &format!("<a href=\"#instead\">{}</a>", problems.join(", ")), &Value::Null);
    *page += "</table>";
}

/// Links to the types that a value refers to.
fn links(content: &Value) -> String {
    fn collect(value: &Value, names: &mut Vec<String>) {
        match value {
            Value::Object(map) => {
                let reference = map.get("$ref").and_then(Value::as_str);
                let name = reference.and_then(|reference| reference.rsplit('/').next());
                names.extend(name.map(str::to_owned));
                map.values().for_each(|value| collect(value, names));
            }
            Value::Array(items) => items.iter().for_each(|item| collect(item, names)),
            _ => {}
        }
    }
    let mut names = Vec::new();
    collect(content, &mut names);
    names.sort();
    names.dedup();
    let link = |name: &String| format!(" <a href=\"#{0}\">{0}</a>", escape::html(name));
    names.iter().map(link).collect()
}

fn entries(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flatten().map(|(key, value)| (key.as_str(), value))
}

/// A text of the document as HTML; backticks mark code.
fn text(value: &Value) -> String {
    let text = escape::html(value.as_str().unwrap_or_default());
    let parts = text.split('`').enumerate();
    parts
        .map(
            |(at, part)| if at % 2 == 1 { format!("<code>{part}</code>") } else { part.to_owned() },
        )
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_shows_every_path_and_has_no_dead_link() {
        let document = openapi::document(&crate::http::routes::ROUTES);
        let page = html(&document);
        for (path, _) in entries(&document["paths"]) {
            assert!(page.contains(path), "{path}");
        }
        let links = page.split("href=\"#").skip(1).map(|rest| rest.split('"').next().unwrap());
        for name in links {
            assert!(page.contains(&format!("id=\"{name}\"")), "{name}");
        }
        assert!(!page.contains("src=") && !page.contains("``"));
    }
}
