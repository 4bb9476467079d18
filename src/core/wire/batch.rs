//! Requests one by one or many: one JSON object, a JSON array, or one object per line (NDJSON).
//! Answers have the form and order of the requests, and a malformed request affects only its own answer.

use std::io::{self, BufRead, Read, Write};

use serde_json::value::RawValue;

/// Maximum length of a line, or of an array element, in bytes. A longer one is answered with an error.
pub const MAX_LINE_BYTES: usize = 1 << 20;
/// Maximum size of a single document (an array, or an object over several lines), in bytes.
pub const MAX_DOCUMENT_BYTES: usize = 256 << 20;

/// Maximum number of requests answered before their answers are written: enough to share among threads, and few enough
/// that answers many times longer than their requests take little memory.
const ROUND: usize = 512;
/// Minimum number of requests for a thread.
#[cfg(feature = "parallel")]
const SHARE: usize = 64;

/// A request of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Request<'a> {
    /// The bytes of one request.
    Json(&'a [u8]),
    /// A request longer than this many bytes.
    TooLong(usize),
}

/// Form of the requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BatchForm {
    /// Nothing but space.
    Empty,
    /// One object, or something that is not a request.
    Single,
    /// An array.
    Array,
    /// One object per line.
    Lines,
}

/// Separators around the answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frame {
    /// The form of the requests: an array for an array, otherwise one answer per line.
    AsAsked,
    /// A line break after each answer and a blank line between them; empty answers are omitted.
    Paragraphs,
}

/// Reads requests from `input` and writes the answers of `answer` to `out`, one JSON value without a line break each.
///
/// Notes go to `note`. Answers and notes keep the order of the requests, whichever thread made them. Finished answers
/// are flushed before waiting for input. Memory does not grow with the number of lines; an array is held as a whole.
///
/// # Errors
/// If reading or writing fails.
pub fn run<R: BufRead, W: Write, N: Send>(
    mut input: R,
    out: &mut W,
    frame: Frame,
    answer: impl Fn(Request<'_>, &mut Vec<u8>) -> N + Sync,
    note: impl FnMut(N),
) -> io::Result<BatchForm> {
    let mut answers = BatchWriter { out, frame, answer, note, portions: Vec::new(), given: 0 };
    let mut start = Vec::new();
    skip_space(&mut input, &mut start)?;
    if start.first() == Some(&b'[') {
        return answers.document(input, start);
    }
    let cut = read_line(&mut input, &mut start)?;
    if trimmed(&start).is_empty() && !cut {
        return Ok(BatchForm::Empty);
    }
    let whole = cut || is_json(trimmed(&start));
    if !whole {
        // An object over several lines, or a malformed first line: the next line decides.
        let mut next = Vec::new();
        skip_space(&mut input, &mut next)?;
        if start.first() == Some(&b'{') && next.first().is_some_and(|&byte| byte != b'{') {
            start.append(&mut next);
            return answers.document(input, start);
        }
        return answers.lines(next.as_slice().chain(input), &start, false);
    }
    answers.lines(input, &start, cut)
}

/// Separators before and after each answer; the first may differ.
#[derive(Clone, Copy)]
struct Around {
    before_first: &'static [u8],
    before: &'static [u8],
    after: &'static [u8],
}

const LINES: Around = Around { before_first: b"", before: b"", after: b"\n" };
const ARRAY: Around = Around { before_first: b"\n", before: b",\n", after: b"" };

/// The writer of answers, with its state.
struct BatchWriter<'w, W, A, F, N> {
    out: &'w mut W,
    frame: Frame,
    answer: A,
    note: F,
    /// The answers of a round, one portion for each thread. The buffers are reused.
    portions: Vec<Portion<N>>,
    given: usize,
}

/// Consecutive answers made by one thread.
struct Portion<N> {
    text: Vec<u8>,
    notes: Vec<N>,
}

impl<W, A, F, N> BatchWriter<'_, W, A, F, N>
where
    W: Write,
    A: Fn(Request<'_>, &mut Vec<u8>) -> N + Sync,
    F: FnMut(N),
    N: Send,
{
    /// Answers requests, in rounds that the threads share.
    fn give(&mut self, requests: &[Request<'_>], around: Around) -> io::Result<()> {
        for round in requests.chunks(ROUND) {
            let share = round.len().div_ceil(threads(round.len())).max(1);
            self.portions.resize_with(round.len().div_ceil(share), || Portion {
                text: Vec::new(),
                notes: Vec::new(),
            });
            let (frame, given, answer) = (self.frame, self.given, &self.answer);
            for_each(&mut self.portions, round, share, |portion, index, requests| {
                portion.text.clear();
                for (request, index) in requests.iter().zip(given + index..) {
                    let (before, after): (&[u8], &[u8]) = match (frame, index) {
                        (Frame::AsAsked, 0) => (around.before_first, around.after),
                        (Frame::AsAsked, _) => (around.before, around.after),
                        (Frame::Paragraphs, 0) => (b"", b"\n"),
                        (Frame::Paragraphs, _) => (b"\n", b"\n"),
                    };
                    let start = portion.text.len();
                    portion.text.extend_from_slice(before);
                    portion.notes.push(answer(*request, &mut portion.text));
                    if frame == Frame::Paragraphs && portion.text.len() == start + before.len() {
                        portion.text.truncate(start);
                    } else {
                        portion.text.extend_from_slice(after);
                    }
                }
            });
            self.given += round.len();
            for portion in &mut self.portions {
                self.out.write_all(&portion.text)?;
                portion.notes.drain(..).for_each(&mut self.note);
            }
        }
        Ok(())
    }

    /// Answers a document that is one JSON value: an array, element by element, or one request. A document that is
    /// neither, but has an object on a line of its own, is NDJSON with a malformed first line.
    fn document<R: BufRead>(&mut self, mut input: R, mut text: Vec<u8>) -> io::Result<BatchForm> {
        let limit = MAX_DOCUMENT_BYTES.saturating_sub(text.len());
        input.by_ref().take(limit as u64 + 1).read_to_end(&mut text)?;
        let array = text.first() == Some(&b'[');
        if text.len() > MAX_DOCUMENT_BYTES {
            self.give(&[Request::TooLong(MAX_DOCUMENT_BYTES)], LINES)?;
            return Ok(BatchForm::Single);
        }
        if let Ok(items) = serde_json::from_slice::<Vec<&RawValue>>(&text) {
            return self.array(&items);
        }
        let object = |line: &[u8]| line.first() == Some(&b'{') && is_json(line);
        if !array
            && !is_json(trimmed(&text))
            && text.split(|&byte| byte == b'\n').map(trimmed).any(object)
        {
            return self.lines(text.as_slice().chain(input), b"", false);
        }
        self.give(&[Request::Json(trimmed(&text))], LINES)?;
        Ok(BatchForm::Single)
    }

    fn array(&mut self, items: &[&RawValue]) -> io::Result<BatchForm> {
        let framed = self.frame == Frame::AsAsked;
        if framed {
            self.out.write_all(b"[")?;
        }
        let requests: Vec<_> = items.iter().map(|item| request(item.get().as_bytes())).collect();
        self.give(&requests, ARRAY)?;
        if framed {
            self.out.write_all(if items.is_empty() { b"]\n" } else { b"\n]\n" })?;
        }
        Ok(BatchForm::Array)
    }

    /// Answers line by line, after a first one that is already read.
    fn lines<R: BufRead>(&mut self, mut input: R, head: &[u8], cut: bool) -> io::Result<BatchForm> {
        if cut {
            self.give(&[Request::TooLong(MAX_LINE_BYTES)], LINES)?;
        } else if !trimmed(head).is_empty() {
            self.give(&[request(trimmed(head))], LINES)?;
        }
        let mut held = Vec::new();
        loop {
            self.out.flush()?;
            let cut = read_block(&mut input, &mut held)?;
            let end = match memchr::memrchr(b'\n', &held) {
                Some(last) => last + 1,
                // The last line may lack a line break.
                None => held.len(),
            };
            let whole = held.get(..end).unwrap_or_default();
            let lines = LineBreaks { text: whole }.map(trimmed).filter(|line| !line.is_empty());
            let mut requests: Vec<_> = lines.map(request).collect();
            requests.extend(cut.then_some(Request::TooLong(MAX_LINE_BYTES)));
            self.give(&requests, LINES)?;
            if end == 0 && !cut {
                return Ok(if self.given == 1 { BatchForm::Single } else { BatchForm::Lines });
            }
            held.drain(..end);
        }
    }
}

/// A request, or the mark of one that is too long.
fn request(json: &[u8]) -> Request<'_> {
    if json.len() > MAX_LINE_BYTES { Request::TooLong(MAX_LINE_BYTES) } else { Request::Json(json) }
}

/// Reads until there is at least one whole line, or the end. Returns true if a line was too long; it is skipped, and
/// follows those in `held`.
fn read_block<R: BufRead>(input: &mut R, held: &mut Vec<u8>) -> io::Result<bool> {
    loop {
        let read = match input.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            read => read?,
        };
        let whole = read.is_empty() || memchr::memchr(b'\n', read).is_some();
        held.extend_from_slice(read);
        let length = read.len();
        input.consume(length);
        if whole {
            return Ok(false);
        }
        if held.len() > MAX_LINE_BYTES {
            held.clear();
            input.skip_until(b'\n')?;
            return Ok(true);
        }
    }
}

/// The lines of a text.
struct LineBreaks<'t> {
    text: &'t [u8],
}

impl<'t> Iterator for LineBreaks<'t> {
    type Item = &'t [u8];

    fn next(&mut self) -> Option<&'t [u8]> {
        if self.text.is_empty() {
            return None;
        }
        let end = memchr::memchr(b'\n', self.text).map_or(self.text.len(), |at| at + 1);
        let (line, rest) = self.text.split_at_checked(end)?;
        self.text = rest;
        Some(line)
    }
}

/// The number of threads that share a round.
#[cfg(feature = "parallel")]
fn threads(requests: usize) -> usize {
    (requests / SHARE).clamp(1, rayon::current_num_threads())
}

#[cfg(not(feature = "parallel"))]
fn threads(_requests: usize) -> usize {
    1
}

/// Calls `answer` for each portion with its share of the requests and the index of the first.
#[cfg(feature = "parallel")]
fn for_each<'r, P: Send>(
    portions: &mut [P],
    requests: &[Request<'r>],
    share: usize,
    work: impl Fn(&mut P, usize, &[Request<'r>]) + Sync,
) {
    use rayon::prelude::*;
    if let [only] = portions {
        return work(only, 0, requests);
    }
    let shares = portions.par_iter_mut().zip(requests.par_chunks(share)).enumerate();
    shares.for_each(|(at, (portion, requests))| work(portion, at * share, requests));
}

#[cfg(not(feature = "parallel"))]
fn for_each<'r, P>(
    portions: &mut [P],
    requests: &[Request<'r>],
    share: usize,
    work: impl Fn(&mut P, usize, &[Request<'r>]),
) {
    let shares = portions.iter_mut().zip(requests.chunks(share)).enumerate();
    shares.for_each(|(at, (portion, requests))| work(portion, at * share, requests));
}

fn is_json(text: &[u8]) -> bool {
    serde_json::from_slice::<&RawValue>(text).is_ok()
}

/// Skips space and a byte order mark, and appends the first byte after them to `start`.
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

/// Reads to the end of a line. Returns true if it was too long and its rest was skipped.
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

/// The bytes without surrounding space.
fn trimmed(bytes: &[u8]) -> &[u8] {
    bytes.trim_ascii()
}

#[cfg(test)]
mod tests;
