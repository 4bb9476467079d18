//! Reads recorded cases: one JSON object per line, or CSV whose first line names the fields.
//!
//! Works in blocks, on all cores, in order; memory does not grow with the input.

use std::borrow::Cow;
use std::io::{self, BufRead, Read};

use csv::ByteRecord;

use super::{Judged, Recorded, Tally};
use handover_core::ruleset::fields::{FieldKind, RequestField};
use handover_core::wire::batch::MAX_LINE_BYTES;
use handover_core::wire::v1::{self, FieldValue, RequestError};

/// Number of bytes read before they are compared.
const BLOCK: usize = 8 << 20;
/// Number of CSV records read before they are compared.
const RECORDS: usize = 32_768;

/// Form of the recorded cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecordForm {
    /// Nothing but space.
    Empty,
    /// One JSON object per line.
    Lines,
    /// CSV, with the ignored columns, which no field has as its name.
    Csv {
        /// Names of the ignored columns.
        ignored: Vec<String>,
    },
}

/// Reason why nothing could be read.
#[derive(Debug)]
pub enum Unread {
    /// Reading failed.
    Io(io::Error),
    /// The input is a JSON array.
    Array,
    /// No column of the CSV is a field of a request.
    NoField,
}

impl From<io::Error> for Unread {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<csv::Error> for Unread {
    fn from(error: csv::Error) -> Self {
        Self::Io(io::Error::other(error))
    }
}

/// Reads all cases and compares their answers. `progress` gets the counts after each block.
///
/// # Errors
/// If reading fails, or the form is neither. Malformed lines are counted and reported with the other results.
pub fn run<R: BufRead>(
    recorded: &Recorded<'_>,
    mut input: R,
    mut progress: impl FnMut(&Tally),
) -> Result<(Tally, RecordForm), Unread> {
    let mut tally = Tally::default();
    let mut start = [0];
    let mut mark = b"\xef\xbb\xbf".as_slice();
    loop {
        if input.read(&mut start)? == 0 {
            return Ok((tally, RecordForm::Empty));
        }
        match (start, mark.split_first()) {
            ([byte], Some((&expected, rest))) if byte == expected => mark = rest,
            ([b'\n'], _) => tally.lines += 1,
            ([byte], _) if byte.is_ascii_whitespace() => {}
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
            let ignored =
                records(recorded, start.as_slice().chain(input), &mut tally, &mut progress)?;
            Ok((tally, RecordForm::Csv { ignored }))
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
            put(&mut tally, number, judge_json(recorded, line));
        }
    }
    tally
}

/// Compares one line. A handover is recognised by its `case`; a case contains that word at most in a text.
fn judge_json(recorded: &Recorded<'_>, json: &[u8]) -> Result<Judged, RequestError> {
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

fn put(tally: &mut Tally, line: u64, judged: Result<Judged, RequestError>) {
    match judged {
        Ok(judged) => tally.judge(line, judged),
        Err(error) => {
            // A line may contain anything; only field names of the contract are repeated.
            let known = RequestField::ALL.iter().flat_map(|f| [f.path(), f.path_in_case()]);
            let field = known.into_iter().find(|known| *known == error.field()).unwrap_or("");
            tally.misread(line, error.code(), field);
        }
    }
}

/// Reads CSV. Returns the names of the columns that are no field.
fn records(
    recorded: &Recorded<'_>,
    input: impl Read,
    tally: &mut Tally,
    progress: &mut impl FnMut(&Tally),
) -> Result<Vec<String>, Unread> {
    let mut input = io::BufReader::with_capacity(1 << 20, input);
    let mut header = Vec::new();
    input.read_until(b'\n', &mut header)?;
    let delimiter = delimiter(&header);
    let skipped = tally.lines;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .from_reader(header.as_slice().chain(input));
    let names: Vec<String> = reader
        .byte_headers()?
        .iter()
        .map(|name| String::from_utf8_lossy(name).trim().to_owned())
        .collect();
    let columns = Columns::new(&names);
    if columns.fields.iter().all(Option::is_none) {
        return Err(Unread::NoField);
    }
    let mut held: Vec<ByteRecord> = vec![ByteRecord::new(); RECORDS];
    let mut more = true;
    while more {
        let mut count = 0;
        for record in &mut held {
            more = reader.read_byte_record(record)?;
            if !more {
                break;
            }
            count += 1;
        }
        let read = held.get(..count).unwrap_or_default();
        let share = count.div_ceil(2 * threads()).max(512);
        let chunks: Vec<&[ByteRecord]> = read.chunks(share).collect();
        let judge = |records: &[ByteRecord]| judge_records(recorded, &columns, records, skipped);
        for part in in_parallel(&chunks, judge) {
            // The reader supplies line numbers, so they do not count from the start of the part.
            tally.lines = 0;
            tally.merge(part);
        }
        progress(tally);
    }
    let left_out = names.into_iter().zip(&columns.fields).filter(|(_, field)| field.is_none());
    Ok(left_out.map(|(name, _)| name).filter(|name| !name.is_empty()).collect())
}

/// The separator of the columns: Swedish spreadsheets write semicolons.
fn delimiter(header: &[u8]) -> u8 {
    let count = |delimiter: u8| header.iter().filter(|&&byte| byte == delimiter).count();
    [b';', b'\t'].into_iter().find(|&other| count(other) > count(b',')).unwrap_or(b',')
}

/// The fields of a CSV.
struct Columns {
    handover: bool,
    fields: Vec<Option<RequestField>>,
}

impl Columns {
    /// The columns of a header.
    ///
    /// Fields may be named from the handover (`case.unit`, `method`) or, in a file of cases, from the case (`unit`).
    fn new(names: &[String]) -> Self {
        // `priority` alone may be that of a case.
        let of_handover = |name: &str| match RequestField::at(name) {
            Some(RequestField::Priority) | None => false,
            Some(_) => true,
        };
        let handover = names.iter().any(|name| of_handover(name));
        let field = |name: &String| {
            let in_case = || RequestField::at(&format!("case.{name}"));
            match handover {
                true => RequestField::at(name).or_else(in_case),
                false => in_case(),
            }
        };
        Self { handover, fields: names.iter().map(field).collect() }
    }
}

fn judge_records(
    recorded: &Recorded<'_>,
    columns: &Columns,
    records: &[ByteRecord],
    skipped: u64,
) -> Tally {
    let mut tally = Tally::default();
    for record in records {
        let line = skipped + record.position().map_or(0, csv::Position::line);
        let judged = request(columns, record).and_then(|request| match columns.handover {
            true => recorded.handover(&request).map_err(Wrong::Request),
            false => recorded.case(&request.case).map_err(Wrong::Request),
        });
        match judged {
            Err(Wrong::Field(code, field)) => tally.misread(line, code, field),
            Err(Wrong::Request(error)) => put(&mut tally, line, Err(error)),
            Ok(judged) => put(&mut tally, line, Ok(judged)),
        }
    }
    tally
}

/// Error in a record.
enum Wrong {
    /// A field, with the code of its error.
    Field(&'static str, &'static str),
    /// The request as a whole.
    Request(RequestError),
}

/// The request of a record. An empty cell is an absent field.
fn request<'r>(columns: &Columns, record: &'r ByteRecord) -> Result<v1::Handover<'r>, Wrong> {
    let mut request = v1::Handover::default();
    let mut stated = Vec::new();
    for (&field, cell) in columns.fields.iter().zip(record) {
        let Some(field) = field else { continue };
        let cell = std::str::from_utf8(cell).map_err(|_| Wrong::Field("not_utf8", field.path()))?;
        let cell = cell.trim();
        if cell.is_empty() {
            continue;
        }
        let kind = field.spec().kind;
        if cell.len() > kind.max_bytes().unwrap_or(MAX_LINE_BYTES) {
            return Err(Wrong::Field("too_long", field.path()));
        }
        let value = match kind {
            FieldKind::Priority => cell.parse().ok().map(FieldValue::Whole),
            FieldKind::Boolean | FieldKind::Flag => truth(cell).map(FieldValue::Boolean),
            FieldKind::Name { .. }
            | FieldKind::Reason
            | FieldKind::Resource
            | FieldKind::Word(_)
            | FieldKind::Day
            | FieldKind::Text => Some(FieldValue::Text(Cow::Borrowed(cell))),
        };
        let value = value.ok_or(Wrong::Field("wrong_type", field.path()))?;
        request.set(field, value);
        stated.push(field);
    }
    let required = RequestField::ALL.iter().filter(|field| field.spec().required);
    match required.copied().find(|field| !stated.contains(field)) {
        Some(missing) if columns.handover => Err(Wrong::Field("missing_field", missing.path())),
        _ => Ok(request),
    }
}

fn truth(cell: &str) -> Option<bool> {
    let is = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(cell));
    match (is(&["true", "ja", "yes", "1"]), is(&["false", "nej", "no", "0"])) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    }
}

/// Maps the parts on all threads; the results keep the order.
#[cfg(feature = "parallel")]
fn in_parallel<'p, T: Sync + ?Sized>(
    parts: &[&'p T],
    judge: impl Fn(&'p T) -> Tally + Sync + Send,
) -> Vec<Tally> {
    use rayon::prelude::*;
    parts.par_iter().map(|part| judge(part)).collect()
}

#[cfg(not(feature = "parallel"))]
fn in_parallel<'p, T: Sync + ?Sized>(
    parts: &[&'p T],
    judge: impl Fn(&'p T) -> Tally + Sync + Send,
) -> Vec<Tally> {
    parts.iter().map(|part| judge(part)).collect()
}

#[cfg(feature = "parallel")]
fn threads() -> usize {
    rayon::current_num_threads()
}

#[cfg(not(feature = "parallel"))]
fn threads() -> usize {
    1
}
