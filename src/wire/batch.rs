//! Requests one by one or many: one JSON object, a JSON array, or one object a line (NDJSON). Answers come
//! in the same form and order, and a request that cannot be understood touches only its own answer.

use std::io::{self, BufRead, Write};

use serde_json::value::RawValue;

/// The longest line that is read, in bytes. A longer one is answered with an error and skipped.
pub const MAX_LINE_BYTES: usize = 1 << 20;
/// The largest single document (object or array) that is read, in bytes.
pub const MAX_DOCUMENT_BYTES: usize = 256 << 20;

/// A request out of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Request<'a> {
    /// The bytes of one request.
    Json(&'a [u8]),
    /// A line that is too long.
    TooLong,
}

/// How many requests were answered, and how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Answered {
    /// All requests.
    pub requests: usize,
    /// The input was one object rather than a batch.
    pub single: bool,
}

/// Reads requests from `input`, and writes what `answer` says of each to `out`. `answer` writes one JSON
/// value without a line break. Memory does not grow with the number of lines.
///
/// # Errors
/// Where reading or writing fails.
pub fn run<R: BufRead, W: Write>(
    mut input: R,
    out: &mut W,
    mut answer: impl FnMut(Request<'_>, &mut Vec<u8>),
) -> io::Result<Answered> {
    let mut line = Vec::new();
    let mut cut = read_line(&mut input, &mut line)?;
    while !cut && !line.is_empty() && trimmed(&line).is_empty() {
        cut = read_line(&mut input, &mut line)?;
    }
    let first = trimmed(&line);
    let looks_like_lines =
        first.first() == Some(&b'{') && serde_json::from_slice::<&RawValue>(first).is_ok();
    let mut buffer = Vec::new();
    if !cut && !looks_like_lines && !first.is_empty() {
        // An array, an object over several lines, or lines of which the first is broken.
        let mut document = line.clone();
        let rest = io::Read::by_ref(&mut input)
            .take((MAX_DOCUMENT_BYTES - document.len().min(MAX_DOCUMENT_BYTES)) as u64);
        io::Read::read_to_end(&mut { rest }, &mut document)?;
        if let Some(answered) = whole(trimmed(&document), out, &mut buffer, &mut answer)? {
            return Ok(answered);
        }
        return lines(
            document.as_slice().chain(input),
            Vec::new(),
            false,
            out,
            buffer,
            answer,
        );
    }
    lines(input, line, cut, out, buffer, answer)
}

use std::io::Read;

/// Answers a document that is one JSON value; `None` where it is not.
fn whole<W: Write>(
    document: &[u8],
    out: &mut W,
    buffer: &mut Vec<u8>,
    answer: &mut impl FnMut(Request<'_>, &mut Vec<u8>),
) -> io::Result<Option<Answered>> {
    if let Ok(items) = serde_json::from_slice::<Vec<&RawValue>>(document) {
        out.write_all(b"[")?;
        for (index, item) in items.iter().enumerate() {
            buffer.clear();
            answer(Request::Json(item.get().as_bytes()), buffer);
            out.write_all(if index == 0 { b"\n" } else { b",\n" })?;
            out.write_all(buffer)?;
        }
        out.write_all(b"\n]\n")?;
        return Ok(Some(Answered {
            requests: items.len(),
            single: false,
        }));
    }
    if serde_json::from_slice::<&RawValue>(document).is_ok() {
        answer(Request::Json(document), buffer);
        out.write_all(buffer)?;
        out.write_all(b"\n")?;
        return Ok(Some(Answered {
            requests: 1,
            single: true,
        }));
    }
    Ok(None)
}

fn lines<R: BufRead, W: Write>(
    mut input: R,
    mut line: Vec<u8>,
    mut cut: bool,
    out: &mut W,
    mut buffer: Vec<u8>,
    mut answer: impl FnMut(Request<'_>, &mut Vec<u8>),
) -> io::Result<Answered> {
    let mut answered = Answered::default();
    loop {
        if line.is_empty() && !cut {
            cut = read_line(&mut input, &mut line)?;
            if line.is_empty() && !cut {
                answered.single = answered.requests == 1;
                return Ok(answered);
            }
        }
        let request = trimmed(&line);
        if cut || !request.is_empty() {
            buffer.clear();
            answer(
                if cut {
                    Request::TooLong
                } else {
                    Request::Json(request)
                },
                &mut buffer,
            );
            buffer.push(b'\n');
            out.write_all(&buffer)?;
            answered.requests += 1;
        }
        line.clear();
        cut = false;
    }
}

/// Reads a line with its break; true where it was too long and its rest was skipped.
fn read_line<R: BufRead>(input: &mut R, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    let limit = MAX_LINE_BYTES as u64 + 1;
    input.by_ref().take(limit).read_until(b'\n', line)?;
    if line.len() <= MAX_LINE_BYTES || line.ends_with(b"\n") {
        return Ok(false);
    }
    line.clear();
    input.skip_until(b'\n')?;
    Ok(true)
}

/// Without space around, and without the byte order mark that some programs begin a file with.
fn trimmed(bytes: &[u8]) -> &[u8] {
    bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(bytes)
        .trim_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(input: &str) -> (String, Answered) {
        let mut out = Vec::new();
        let answered = run(input.as_bytes(), &mut out, |request, out| match request {
            Request::Json(json) if serde_json::from_slice::<&RawValue>(json).is_ok() => {
                out.extend(json.iter().filter(|byte| !byte.is_ascii_whitespace()));
            }
            Request::Json(_) => out.extend(b"\"broken\""),
            Request::TooLong => out.extend(b"\"long\""),
        });
        (String::from_utf8(out).unwrap(), answered.unwrap())
    }

    #[test]
    fn answers_come_in_the_form_of_the_requests() {
        assert_eq!(
            answers("{\"a\": 1}\n\n{\"b\": 2}").0,
            "{\"a\":1}\n{\"b\":2}\n"
        );
        assert_eq!(
            answers("[{\"a\": 1},\n {\"b\": 2}]").0,
            "[\n{\"a\":1},\n{\"b\":2}\n]\n"
        );
        assert_eq!(
            answers("{\n  \"a\": 1\n}\n"),
            (
                "{\"a\":1}\n".to_owned(),
                Answered {
                    requests: 1,
                    single: true
                }
            )
        );
        assert_eq!(answers("\u{feff}{\"a\": 1}").0, "{\"a\":1}\n");
        assert_eq!(answers(" \n").1, Answered::default());
    }

    #[test]
    fn a_broken_line_touches_only_itself() {
        assert_eq!(
            answers("{\"a\": \n{\"b\": 2}\n").0,
            "\"broken\"\n{\"b\":2}\n"
        );
        assert_eq!(
            answers("{\"a\": 1}\nnonsense\n{\"b\": 2}\n").0,
            "{\"a\":1}\n\"broken\"\n{\"b\":2}\n"
        );
        let long = format!(
            "{{\"a\": 1}}\n\"{}\"\n{{\"b\": 2}}\n",
            "x".repeat(MAX_LINE_BYTES)
        );
        assert_eq!(answers(&long).0, "{\"a\":1}\n\"long\"\n{\"b\":2}\n");
    }
}
