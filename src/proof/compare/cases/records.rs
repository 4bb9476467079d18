//! Recorded cases in CSV, whose first line names the fields.

use std::borrow::Cow;
use std::io::Read;

use super::columns::Columns;
use super::in_parallel::{in_parallel, threads};
use super::plain::decoded;
use super::rows::{CaseRow, CaseRows};
use super::unread::Unread;
use super::{Recorded, Tally};
use handover_core::ruleset::fields::{FieldKind, RequestField};
use handover_core::wire::batch::MAX_LINE_BYTES;
use handover_core::wire::v1::{self, FieldValue, RequestError};

/// Number of rows read before they are compared.
const RECORDS: usize = 32_768;

/// Reads CSV, whose first line has the number after those read so far.
pub(super) fn records(
    recorded: &Recorded<'_>,
    input: impl Read,
    tally: &mut Tally,
    progress: &mut impl FnMut(&Tally),
) -> Result<(), Unread> {
    let mut rows = CaseRows::new(input, tally.lines + 1);
    let first = rows.peek_line()?;
    match announced(first) {
        Some(delimiter) => {
            rows.skip_line()?;
            rows.separate_by(delimiter);
        }
        None => {
            let delimiter = delimiter(first);
            rows.separate_by(delimiter);
        }
    }
    let mut header = CaseRow::default();
    if !rows.next(&mut header)? {
        return Err(Unread::NoField(Vec::new()));
    }
    if header.fault.is_some() {
        return Err(Unread::Headings(header.line));
    }
    let name = |cell| match decoded(cell) {
        Some(name) => name.trim().to_owned(),
        None => String::from_utf8_lossy(cell).trim().to_owned(),
    };
    let names: Vec<String> = header.cells().map(name).collect();
    let columns = Columns::new(&names, recorded.rule_sets());
    if columns.are_unknown() {
        return Err(Unread::NoField(columns.ignored));
    }
    rows.expect(names.len());
    tally.ignored.clone_from(&columns.ignored);
    let mut held: Vec<CaseRow> = vec![CaseRow::default(); RECORDS];
    let mut more = true;
    while more {
        let mut count = 0;
        for row in &mut held {
            more = rows.next(row)?;
            if !more {
                break;
            }
            count += 1;
        }
        let read = held.get(..count).unwrap_or_default();
        let share = count.div_ceil(2 * threads()).max(512);
        let chunks: Vec<&[CaseRow]> = read.chunks(share).collect();
        for part in in_parallel(&chunks, |rows| judge_rows(recorded, &columns, rows)) {
            // CaseRows have their own line numbers, which do not count from the start of the part.
            tally.lines = 0;
            tally.merge(part);
        }
        tally.lines = rows.lines();
        progress(tally);
    }
    Ok(())
}

/// The separator that a first line of its own announces, as spreadsheets write it: `sep=;`.
fn announced(line: &[u8]) -> Option<u8> {
    let line = line.strip_suffix(b" ").unwrap_or(line);
    let line = line.strip_prefix(b"\"").and_then(|line| line.strip_suffix(b"\"")).unwrap_or(line);
    let (name, delimiter) = line.split_at_checked(4)?;
    match delimiter {
        [delimiter] if name.eq_ignore_ascii_case(b"sep=") => Some(*delimiter),
        _ => None,
    }
}

/// The separator of the columns: Swedish spreadsheets write semicolons. Those in quotation marks do not count.
fn delimiter(header: &[u8]) -> u8 {
    let outside: Vec<u8> =
        header.split(|byte| *byte == b'"').step_by(2).flatten().copied().collect();
    let count = |delimiter: u8| outside.iter().filter(|&&byte| byte == delimiter).count();
    [b';', b'\t'].into_iter().find(|&other| count(other) > count(b',')).unwrap_or(b',')
}

fn judge_rows(recorded: &Recorded<'_>, columns: &Columns, rows: &[CaseRow]) -> Tally {
    let mut tally = Tally::default();
    for row in rows {
        let judged = request(columns, row).and_then(|request| match columns.handover {
            true => recorded.handover(&request).map_err(Wrong::Request),
            false => recorded.case(&request.case).map_err(Wrong::Request),
        });
        match judged {
            Err(Wrong::CaseRow(code)) => tally.misread(row.line, code, ""),
            Err(Wrong::Field(code, field)) => tally.misread(row.line, code, field.path()),
            Err(Wrong::Request(error)) => tally.put(row.line, Err(error)),
            Ok(judged) => tally.put(row.line, Ok(judged)),
        }
    }
    tally
}

/// Error in a row.
enum Wrong {
    /// The row as a whole, with the code of its error.
    CaseRow(&'static str),
    /// A field, with the code of its error.
    Field(&'static str, RequestField),
    /// The request that it makes.
    Request(RequestError),
}

/// The request of a row. An empty cell is an absent field.
fn request<'r>(columns: &Columns, row: &'r CaseRow) -> Result<v1::Handover<'r>, Wrong> {
    if let Some(fault) = row.fault {
        return Err(Wrong::CaseRow(fault));
    }
    // The encoding is that of the whole row.
    let utf8 = std::str::from_utf8(row.text()).is_ok();
    if !utf8 && decoded(row.text()).is_none() {
        return Err(Wrong::CaseRow("not_utf8"));
    }
    let mut request = v1::Handover::default();
    let mut stated = Vec::new();
    let mut cells = row.cells();
    for &field in &columns.fields {
        let cell = cells.next().ok_or(Wrong::CaseRow("too_few_cells"))?;
        let Some(field) = field else { continue };
        let cell = decoded(cell).ok_or(Wrong::Field("not_utf8", field))?;
        let cell = trimmed(cell);
        if cell.is_empty() {
            continue;
        }
        let value = value(field, cell)?;
        if !stated.contains(&field) {
            request.set(field, value);
            stated.push(field);
        } else if request.get(field) != Some(value) {
            return Err(Wrong::Field("column_twice", field));
        }
    }
    // Spreadsheets fill rows up with empty cells.
    if cells.any(|cell| !cell.trim_ascii().is_empty()) {
        return Err(Wrong::CaseRow("too_many_cells"));
    }
    let required = RequestField::ALL.iter().filter(|field| field.spec().required);
    match required.copied().find(|field| !stated.contains(field)) {
        Some(missing) if columns.handover => Err(Wrong::Field("missing_field", missing)),
        _ => Ok(request),
    }
}

fn trimmed(cell: Cow<'_, str>) -> Cow<'_, str> {
    match cell {
        Cow::Borrowed(cell) => Cow::Borrowed(cell.trim()),
        Cow::Owned(cell) => Cow::Owned(cell.trim().to_owned()),
    }
}

fn value(field: RequestField, cell: Cow<'_, str>) -> Result<FieldValue<'_>, Wrong> {
    let kind = field.spec().kind;
    if cell.len() > kind.max_bytes().unwrap_or(MAX_LINE_BYTES) {
        return Err(Wrong::Field("too_long", field));
    }
    let value = match kind {
        FieldKind::Priority => cell.parse().ok().map(FieldValue::Whole),
        FieldKind::Boolean | FieldKind::Flag => truth(&cell).map(FieldValue::Boolean),
        FieldKind::Name { .. }
        | FieldKind::Reason
        | FieldKind::Resource
        | FieldKind::Word(_)
        | FieldKind::Day
        | FieldKind::Text => Some(FieldValue::Text(cell)),
    };
    value.ok_or(Wrong::Field("wrong_type", field))
}

fn truth(cell: &str) -> Option<bool> {
    let is = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(cell));
    match (is(&["true", "ja", "yes", "1"]), is(&["false", "nej", "no", "0"])) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_separator_is_announced_or_counted_outside_quotation_marks() {
        assert_eq!((announced(b"sep=;"), announced(b"\"SEP=\t\"")), (Some(b';'), Some(b'\t')));
        assert_eq!((announced(b"sep"), announced(b"sep=;x")), (None, None));
        assert_eq!(delimiter(b"a;b,c;d"), b';');
        assert_eq!(delimiter(b"\"a;b;c\",d"), b',');
        assert_eq!(delimiter(b"a\tb"), b'\t');
    }

    #[test]
    fn yes_and_no_are_read_in_both_languages() {
        for (words, read) in
            [(["ja", "Yes", "TRUE", "1"], true), (["nej", "no", "False", "0"], false)]
        {
            assert!(words.iter().all(|word| truth(word) == Some(read)));
        }
        assert_eq!(truth("kanske"), None);
    }
}
