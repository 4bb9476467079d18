//! Tests of batches.

use super::*;

fn answers(input: &str) -> (String, BatchForm) {
    let mut out = Vec::new();
    let answer = |request: Request<'_>, out: &mut Vec<u8>| match request {
        Request::Json(json) if serde_json::from_slice::<&RawValue>(json).is_ok() => {
            out.extend(json.iter().filter(|byte| !byte.is_ascii_whitespace()));
        }
        Request::Json(_) => out.extend(b"\"broken\""),
        Request::TooLong(_) => out.extend(b"\"long\""),
    };
    let form = run(input.as_bytes(), &mut out, Frame::AsAsked, answer, |()| {});
    (String::from_utf8(out).unwrap(), form.unwrap())
}

fn expect(input: &str, printed: &str, form: BatchForm) {
    assert_eq!(answers(input), (printed.to_owned(), form), "{input:?}");
}

#[test]
fn answers_come_in_the_form_of_the_requests() {
    expect("{\"a\": 1}\n\n{\"b\": 2}", "{\"a\":1}\n{\"b\":2}\n", BatchForm::Lines);
    expect("[{\"a\": 1},\n {\"b\": 2}]", "[\n{\"a\":1},\n{\"b\":2}\n]\n", BatchForm::Array);
    expect("{\n  \"a\": 1\n}\n", "{\"a\":1}\n", BatchForm::Single);
    expect("\u{feff}{\"a\": 1}", "{\"a\":1}\n", BatchForm::Single);
    expect("\u{feff} [\n]", "[]\n", BatchForm::Array);
    expect(" \n", "", BatchForm::Empty);
}

#[test]
fn a_broken_line_touches_only_itself() {
    expect("{\"a\": \n{\"b\": 2}\n", "\"broken\"\n{\"b\":2}\n", BatchForm::Lines);
    expect(
        "{\"a\": 1}\nnonsense\n{\"b\": 2}\n",
        "{\"a\":1}\n\"broken\"\n{\"b\":2}\n",
        BatchForm::Lines,
    );
    expect("nonsense\n{\"b\": 2}\n", "\"broken\"\n{\"b\":2}\n", BatchForm::Lines);
    expect(
        "{\"a\": x\nnonsense\n{\"b\": 2}\n",
        "\"broken\"\n\"broken\"\n{\"b\":2}\n",
        BatchForm::Lines,
    );
    let long = format!("{{\"a\": 1}}\n\"{}\"\n{{\"b\": 2}}\n", "x".repeat(MAX_LINE_BYTES));
    expect(&long, "{\"a\":1}\n\"long\"\n{\"b\":2}\n", BatchForm::Lines);
}

#[test]
fn answers_and_notes_keep_the_order_of_many_requests() {
    let input: String = (0..20_000).map(|n| format!("{{\"n\": {n}}}\n")).collect();
    // Input in pieces gets the same answers as input at once.
    for capacity in [7, 4096, 1 << 20] {
        let mut out = Vec::new();
        let mut notes = Vec::new();
        let answer = |request: Request<'_>, out: &mut Vec<u8>| match request {
            Request::Json(json) => {
                out.extend_from_slice(json);
                json.len()
            }
            Request::TooLong(limit) => limit,
        };
        let reader = io::BufReader::with_capacity(capacity, input.as_bytes());
        let form = run(reader, &mut out, Frame::AsAsked, answer, |n| notes.push(n)).unwrap();
        assert_eq!((form, out.as_slice()), (BatchForm::Lines, input.as_bytes()));
        assert!(notes.iter().eq(input.lines().map(str::len).collect::<Vec<_>>().iter()));
    }
}

#[test]
fn a_line_that_is_too_long_is_left_out_however_it_arrives() {
    let long = "x".repeat(MAX_LINE_BYTES + 1);
    let input = format!("{{\"a\": 1}}\n\"{long}\"\n{{\"b\": 2}}\n\"{long}\"");
    expect(&input, "{\"a\":1}\n\"long\"\n{\"b\":2}\n\"long\"\n", BatchForm::Lines);
    let mut out = Vec::new();
    let answer = |request: Request<'_>, out: &mut Vec<u8>| {
        out.push(if matches!(request, Request::TooLong(_)) { b'l' } else { b's' });
    };
    let reader = io::BufReader::with_capacity(1000, input.as_bytes());
    run(reader, &mut out, Frame::AsAsked, answer, |()| {}).unwrap();
    assert_eq!(out, b"s\nl\ns\nl\n");
}

#[test]
fn a_broken_document_is_one_request() {
    expect("{\n  \"a\": 1,\n}\n", "\"broken\"\n", BatchForm::Single);
    expect("{\n  \"a\": 1", "\"broken\"\n", BatchForm::Single);
    expect("[{\"a\": 1},\n {oops}]", "\"broken\"\n", BatchForm::Single);
    expect("{\"a\": 1", "\"broken\"\n", BatchForm::Single);
}

#[test]
fn an_array_on_one_line_may_be_long_and_its_elements_not() {
    let element = format!("\"{}\"", "x".repeat(MAX_LINE_BYTES / 2));
    let (printed, form) = answers(&format!("[{element}, {element}, {element}]"));
    assert_eq!((printed.matches("xx\"").count(), form), (3, BatchForm::Array));
    let long = format!("[1, \"{}\"]", "x".repeat(MAX_LINE_BYTES));
    expect(&long, "[\n1,\n\"long\"\n]\n", BatchForm::Array);
}
