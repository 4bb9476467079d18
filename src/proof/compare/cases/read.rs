//! Reads recorded cases: one JSON object per line, or CSV whose first line names the fields.
//!
//! Works in blocks, on all cores, in order; memory does not grow with the input. Lines are counted as an editor does.

use std::io::{self, Read};

use super::in_parallel::{in_parallel, threads};
use super::plain::{TextReader, decoded};
use super::records::records;
use super::unread::Unread;
use super::{Judged, Recorded, Tally};
use handover_core::wire::batch::MAX_LINE_BYTES;
use handover_core::wire::v1::{self, RequestError};

/// Number of bytes read before they are compared.
const BLOCK: usize = 8 << 20;

/// Form of the recorded cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecordForm {
    /// Nothing but space.
    Empty,
    /// One JSON object per line.
    Lines,
    /// CSV.
    Csv,
}

/// Reads all cases and compares their answers. `progress` gets the counts after each block.
///
/// # Errors
/// If reading fails, or the form is neither. Malformed lines are counted and reported with the other results.
pub fn run(
    recorded: &Recorded<'_>,
    input: impl Read,
    mut progress: impl FnMut(&Tally),
) -> Result<(Tally, RecordForm), Unread> {
    let mut tally = Tally::default();
    let mut input = TextReader::new(input);
    let mut start = [0];
    loop {
        if input.read(&mut start)? == 0 {
            return Ok((tally, RecordForm::Empty));
        }
        match start {
            [b'\n'] => tally.lines += 1,
            [byte] if byte.is_ascii_whitespace() => {}
            _ => break,
        }
    }
    match &start {
        b"{" => {
            lines(recorded, start.as_slice().chain(input), &mut tally, &mut progress)?;
            Ok((tally, RecordForm::Lines))
        }
        b"[" => Err(Unread::Array),
        _ => {
            records(recorded, start.as_slice().chain(input), &mut tally, &mut progress)?;
            Ok((tally, RecordForm::Csv))
        }
    }
}

fn lines(
    recorded: &Recorded<'_>,
    mut input: impl Read,
    tally: &mut Tally,
    progress: &mut impl FnMut(&Tally),
) -> io::Result<()> {
    let mut held: Vec<u8> = Vec::new();
    // The rest of an overlong line is skipped.
    let mut skipping = false;
    loop {
        let room = BLOCK.saturating_sub(held.len()).max(MAX_LINE_BYTES) as u64;
        let ended = input.by_ref().take(room).read_to_end(&mut held)? == 0;
        if skipping {
            match memchr::memchr(b'\n', &held) {
                Some(end) => {
                    held.drain(..=end);
                    tally.lines += 1;
                    skipping = false;
                }
                None => held.clear(),
            }
        }
        let end = match memchr::memrchr(b'\n', &held) {
            Some(last) => last + 1,
            None if ended => held.len(),
            None => 0,
        };
        let whole = held.get(..end).unwrap_or_default();
        for part in in_parallel(&parts(whole), |part| judge_lines(recorded, part)) {
            tally.merge(part);
        }
        held.drain(..end);
        if held.len() > MAX_LINE_BYTES && !ended {
            tally.misread(tally.lines + 1, "too_large", "");
            held.clear();
            skipping = true;
        }
        progress(tally);
        if ended && held.is_empty() {
            return Ok(());
        }
    }
}

/// A text cut at line breaks, into pieces large enough for a thread.
fn parts(text: &[u8]) -> Vec<&[u8]> {
    let share = (text.len() / (2 * threads())).max(1 << 16);
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let from = share.min(rest.len()) - 1;
        let found = memchr::memchr(b'\n', rest.get(from..).unwrap_or_default());
        let end = found.map_or(rest.len(), |at| from + at + 1);
        let (part, left) = rest.split_at(end);
        parts.push(part);
        rest = left;
    }
    parts
}

fn judge_lines(recorded: &Recorded<'_>, mut text: &[u8]) -> Tally {
    let mut tally = Tally::default();
    while !text.is_empty() {
        let end = memchr::memchr(b'\n', text).map_or(text.len(), |at| at + 1);
        let (line, rest) = text.split_at(end);
        text = rest;
        tally.lines += 1;
        let line = line.trim_ascii();
        if !line.is_empty() {
            let number = tally.lines;
            tally.put(number, judge_json(recorded, line));
        }
    }
    tally
}

/// Compares one line. A handover is recognised by its `case`; a case contains that word at most in a text.
fn judge_json(recorded: &Recorded<'_>, json: &[u8]) -> Result<Judged, RequestError> {
    let text = decoded(json);
    let json = text.as_deref().map_or(json, str::as_bytes);
    let handover = memchr::memmem::find(json, b"\"case\"").is_some();
    match handover.then(|| v1::parse_handover(json)) {
        Some(Ok(request)) => recorded.handover(&request),
        Some(Err(error)) => match v1::parse_case(json) {
            Ok(request) => recorded.case(&request),
            Err(_) => Err(error),
        },
        None => recorded.case(&v1::parse_case(json)?),
    }
}
