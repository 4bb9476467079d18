//! Requests one by one or many: one JSON object, a JSON array, or one object a line (NDJSON). Answers come
//! in the same form and order, and a request that cannot be understood touches only its own answer.

use std::io::{self, BufRead, Read, Write};

use serde_json::value::RawValue;

/// The longest line, or element of an array, that is read, in bytes. A longer one is answered with an error.
pub const MAX_LINE_BYTES: usize = 1 << 20;
/// The largest single document (an array, or an object over several lines) that is read, in bytes.
pub const MAX_DOCUMENT_BYTES: usize = 256 << 20;

/// A request out of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Request<'a> {
    /// The bytes of one request.
    Json(&'a [u8]),
    /// A request that is longer than this many bytes.
    TooLong(usize),
}

/// In which form the requests came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Nothing but space.
    Empty,
    /// One object, or something that is no request at all.
    Single,
    /// An array.
    Array,
    /// One object a line.
    Lines,
}

/// What stands round the answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frame {
    /// The form of the requests: an array for an array, else one answer a line.
    AsAsked,
    /// Nothing: each answer as it is, with a line break if it is not empty.
    Plain,
}

/// Reads requests from `input`, and writes what `answer` says of each to `out`. `answer` writes one JSON
/// value without a line break. Memory does not grow with the number of lines; an array is held whole.
///
/// # Errors
/// Where reading or writing fails.
pub fn run<R: BufRead, W: Write>(
    mut input: R,
    out: &mut W,
    frame: Frame,
    answer: impl FnMut(Request<'_>, &mut Vec<u8>),
) -> io::Result<Form> {
    let mut answers = Answers { out, frame, answer, buffer: Vec::new(), given: 0 };
    let mut start = Vec::new();
    skip_space(&mut input, &mut start)?;
    if start.first() == Some(&b'[') {
        return answers.document(input, start);
    }
    let cut = read_line(&mut input, &mut start)?;
    if trimmed(&start).is_empty() && !cut {
        return Ok(Form::Empty);
    }
    let whole = cut || is_json(trimmed(&start));
    if !whole {
        // An object over several lines, or a first line that is broken: the next line tells.
        let mut next = Vec::new();
        skip_space(&mut input, &mut next)?;
        if start.first() == Some(&b'{') && next.first().is_some_and(|&byte| byte != b'{') {
            start.append(&mut next);
            return answers.document(input, start);
        }
        return answers.lines(next.as_slice().chain(input), start, false);
    }
    answers.lines(input, start, cut)
}

/// Where answers go.
struct Answers<'w, W, A> {
    out: &'w mut W,
    frame: Frame,
    answer: A,
    buffer: Vec<u8>,
    given: usize,
}

impl<W: Write, A: FnMut(Request<'_>, &mut Vec<u8>)> Answers<'_, W, A> {
    /// Answers one request, with what stands before and after the answer in a frame.
    fn give(&mut self, request: Request<'_>, before: &[u8], after: &[u8]) -> io::Result<()> {
        self.buffer.clear();
        (self.answer)(request, &mut self.buffer);
        self.given += 1;
        if self.frame == Frame::Plain {
            if !self.buffer.is_empty() {
                self.buffer.push(b'\n');
            }
            return self.out.write_all(&self.buffer);
        }
        self.out.write_all(before)?;
        self.out.write_all(&self.buffer)?;
        self.out.write_all(after)
    }

    /// Answers a document that is one JSON value: an array, element by element, or one request. What is
    /// neither, but holds an object on a line of its own, is lines of which the first is broken.
    fn document<R: BufRead>(&mut self, mut input: R, mut text: Vec<u8>) -> io::Result<Form> {
        let limit = MAX_DOCUMENT_BYTES.saturating_sub(text.len());
        input.by_ref().take(limit as u64 + 1).read_to_end(&mut text)?;
        let array = text.first() == Some(&b'[');
        if text.len() > MAX_DOCUMENT_BYTES {
            self.give(Request::TooLong(MAX_DOCUMENT_BYTES), b"", b"\n")?;
            return Ok(Form::Single);
        }
        if let Ok(items) = serde_json::from_slice::<Vec<&RawValue>>(&text) {
            return self.array(&items);
        }
        let object = |line: &[u8]| line.first() == Some(&b'{') && is_json(line);
        if !array
            && !is_json(trimmed(&text))
            && text.split(|&byte| byte == b'\n').map(trimmed).any(object)
        {
            return self.lines(text.as_slice().chain(input), Vec::new(), false);
        }
        self.give(Request::Json(trimmed(&text)), b"", b"\n")?;
        Ok(Form::Single)
    }

    fn array(&mut self, items: &[&RawValue]) -> io::Result<Form> {
        let framed = self.frame == Frame::AsAsked;
        if framed {
            self.out.write_all(b"[")?;
        }
        for (index, item) in items.iter().enumerate() {
            let item = item.get().as_bytes();
            let long = item.len() > MAX_LINE_BYTES;
            let request = if long { Request::TooLong(MAX_LINE_BYTES) } else { Request::Json(item) };
            self.give(request, if index == 0 { b"\n" } else { b",\n" }, b"")?;
        }
        if framed {
            self.out.write_all(if items.is_empty() { b"]\n" } else { b"\n]\n" })?;
        }
        Ok(Form::Array)
    }

    /// Answers line by line, beginning with a line that may already be read.
    fn lines<R: BufRead>(
        &mut self,
        mut input: R,
        mut line: Vec<u8>,
        mut cut: bool,
    ) -> io::Result<Form> {
        loop {
            let request = trimmed(&line);
            if cut {
                self.give(Request::TooLong(MAX_LINE_BYTES), b"", b"\n")?;
            } else if !request.is_empty() {
                self.give(Request::Json(request), b"", b"\n")?;
            }
            line.clear();
            cut = read_line(&mut input, &mut line)?;
            if line.is_empty() && !cut {
                return Ok(if self.given == 1 { Form::Single } else { Form::Lines });
            }
        }
    }
}

fn is_json(text: &[u8]) -> bool {
    serde_json::from_slice::<&RawValue>(text).is_ok()
}

/// Skips space and a byte order mark, and puts the first byte after them into `start`.
fn skip_space<R: BufRead>(input: &mut R, start: &mut Vec<u8>) -> io::Result<()> {
    let mut mark = b"\xef\xbb\xbf".as_slice();
    for byte in input.by_ref().bytes() {
        let byte = byte?;
        match mark.split_first() {
            Some((&expected, rest)) if byte == expected => mark = rest,
            _ if byte.is_ascii_whitespace() => {}
            _ => {
                start.push(byte);
                break;
            }
        }
    }
    Ok(())
}

/// Reads on to the end of a line; true where it was too long and its rest was skipped.
fn read_line<R: BufRead>(input: &mut R, line: &mut Vec<u8>) -> io::Result<bool> {
    let limit = MAX_LINE_BYTES as u64 + 1;
    input.by_ref().take(limit).read_until(b'\n', line)?;
    if line.len() <= MAX_LINE_BYTES || line.ends_with(b"\n") {
        return Ok(false);
    }
    line.clear();
    input.skip_until(b'\n')?;
    Ok(true)
}

/// Without space around.
fn trimmed(bytes: &[u8]) -> &[u8] {
    bytes.trim_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(input: &str) -> (String, Form) {
        let mut out = Vec::new();
        let form = run(input.as_bytes(), &mut out, Frame::AsAsked, |request, out| match request {
            Request::Json(json) if serde_json::from_slice::<&RawValue>(json).is_ok() => {
                out.extend(json.iter().filter(|byte| !byte.is_ascii_whitespace()));
            }
            Request::Json(_) => out.extend(b"\"broken\""),
            Request::TooLong(_) => out.extend(b"\"long\""),
        });
        (String::from_utf8(out).unwrap(), form.unwrap())
    }

    fn expect(input: &str, printed: &str, form: Form) {
        assert_eq!(answers(input), (printed.to_owned(), form), "{input:?}");
    }

    #[test]
    fn answers_come_in_the_form_of_the_requests() {
        expect("{\"a\": 1}\n\n{\"b\": 2}", "{\"a\":1}\n{\"b\":2}\n", Form::Lines);
        expect("[{\"a\": 1},\n {\"b\": 2}]", "[\n{\"a\":1},\n{\"b\":2}\n]\n", Form::Array);
        expect("{\n  \"a\": 1\n}\n", "{\"a\":1}\n", Form::Single);
        expect("\u{feff}{\"a\": 1}", "{\"a\":1}\n", Form::Single);
        expect("\u{feff} [\n]", "[]\n", Form::Array);
        expect(" \n", "", Form::Empty);
    }

    #[test]
    fn a_broken_line_touches_only_itself() {
        expect("{\"a\": \n{\"b\": 2}\n", "\"broken\"\n{\"b\":2}\n", Form::Lines);
        expect(
            "{\"a\": 1}\nnonsense\n{\"b\": 2}\n",
            "{\"a\":1}\n\"broken\"\n{\"b\":2}\n",
            Form::Lines,
        );
        expect("nonsense\n{\"b\": 2}\n", "\"broken\"\n{\"b\":2}\n", Form::Lines);
        expect(
            "{\"a\": x\nnonsense\n{\"b\": 2}\n",
            "\"broken\"\n\"broken\"\n{\"b\":2}\n",
            Form::Lines,
        );
        let long = format!("{{\"a\": 1}}\n\"{}\"\n{{\"b\": 2}}\n", "x".repeat(MAX_LINE_BYTES));
        expect(&long, "{\"a\":1}\n\"long\"\n{\"b\":2}\n", Form::Lines);
    }

    #[test]
    fn a_broken_document_is_one_request() {
        expect("{\n  \"a\": 1,\n}\n", "\"broken\"\n", Form::Single);
        expect("{\n  \"a\": 1", "\"broken\"\n", Form::Single);
        expect("[{\"a\": 1},\n {oops}]", "\"broken\"\n", Form::Single);
        expect("{\"a\": 1", "\"broken\"\n", Form::Single);
    }

    #[test]
    fn an_array_on_one_line_may_be_long_and_its_elements_not() {
        let element = format!("\"{}\"", "x".repeat(MAX_LINE_BYTES / 2));
        let (printed, form) = answers(&format!("[{element}, {element}, {element}]"));
        assert_eq!((printed.matches("xx\"").count(), form), (3, Form::Array));
        let long = format!("[1, \"{}\"]", "x".repeat(MAX_LINE_BYTES));
        expect(&long, "[\n1,\n\"long\"\n]\n", Form::Array);
    }
}
