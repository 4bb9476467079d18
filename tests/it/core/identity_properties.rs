//! Properties of the search for identity numbers in free text.

use std::borrow::Cow;

use handover_core::language::identity::{
    Confidence, NumberSpan, REDACTED, Register, contains, find, redact,
};
use proptest::prelude::*;

use crate::common::runs;

/// The Luhn digit of nine digits.
fn check_digit(body: &str) -> u32 {
    let sum: u32 = body
        .bytes()
        .zip([2, 1].into_iter().cycle())
        .map(|(symbol, weight)| u32::from(symbol - b'0') * weight)
        .map(|product| product / 10 + product % 10)
        .sum();
    (10 - sum % 10) % 10
}

/// A valid number in parts: century, year, month, day as written, last four.
#[derive(Debug, Clone)]
struct Parts {
    century: u32,
    year: u32,
    month: u32,
    day: u32,
    tail: String,
}

fn parts() -> impl Strategy<Value = (Parts, Register)> {
    let date = (18..=20_u32, 0..100_u32, 1..=12_u32, 1..=28_u32);
    (date, any::<bool>(), 0..1000_u32).prop_map(|((century, year, month, day), raised, serial)| {
        let (register, day) =
            if raised { (Register::Coordination, day + 60) } else { (Register::Personal, day) };
        let check = check_digit(&format!("{year:02}{month:02}{day:02}{serial:03}"));
        let tail = format!("{serial:03}{check}");
        let parts = Parts { century, year, month, day, tail };
        (parts, register)
    })
}

fn separator() -> impl Strategy<Value = String> {
    let mark = prop::sample::select(vec!["-", "+", "–", "\u{2011}", "−", "\u{AD}", "－"]);
    let space = prop::sample::select(vec!["", " ", "  ", "\u{A0}", "\u{202F}"]);
    prop_oneof![
        (space.clone(), mark, space)
            .prop_map(|(before, mark, after)| format!("{before}{mark}{after}")),
        prop::sample::select(vec![" ", "  ", "\u{A0}", "\u{2007}"]).prop_map(String::from),
    ]
}

/// A valid number in any form that is read.
fn written() -> impl Strategy<Value = (String, Register)> {
    (parts(), 0..8_usize, separator(), any::<bool>()).prop_map(
        |((parts, register), form, separator, wide)| {
            let Parts { century: c, year: y, month: m, day: d, tail } = parts;
            let text = match form {
                // Ten unbroken digits from 07 on are read as a mobile number.
                0 if y != 7 => format!("{y:02}{m:02}{d:02}{tail}"),
                0 | 1 => format!("{c}{y:02}{m:02}{d:02}{tail}"),
                2 => format!("{y:02}{m:02}{d:02}{separator}{tail}"),
                3 => format!("{c}{y:02}{m:02}{d:02}{separator}{tail}"),
                4 => format!("{c} {y:02}{m:02}{d:02}{separator}{tail}"),
                5 => format!("{c}{y:02}-{m:02}-{d:02}{separator}{tail}"),
                6 => format!("{c}{y:02} {m:02} {d:02}{separator}{tail}"),
                _ => format!("{y:02}-{m:02}-{d:02}{separator}{tail}"),
            };
            (if wide { widened(&text) } else { text }, register)
        },
    )
}

fn widened(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '0'..='9' => char::from_u32(u32::from(c) + 0xFEE0).unwrap(),
            _ => c,
        })
        .collect()
}

/// Text of the characters that the search distinguishes, so that near misses are frequent.
fn near_hits() -> impl Strategy<Value = String> {
    "[0-9]{0,4}([0129]{2}(0[1-9]|1[0-2])[0-2][0-9][-+ –]?[0-9]{4}[-+ .,AMX]?|[0-9 +\\-–.AKMX０-９å]{0,6}){0,8}"
}

proptest! {
    #![proptest_config(runs(1024))]

    #[test]
    fn valid_number_is_found_where_it_stands(
        (number, register) in written(),
        before in "([a-zåäö(:]{0,9}[ (:,/])?",
        after in "([ ).,:/][a-zåäö ]{0,9})?",
    ) {
        let text = format!("{before}{number}{after}");
        let (start, end) = (before.len(), before.len() + number.len());
        let confidence = Confidence::High;
        prop_assert_eq!(find(&text), Some(NumberSpan { start, end, register, confidence }));
        prop_assert_eq!(redact(&text), format!("{before}{REDACTED}{after}"));
    }

    #[test]
    fn valid_number_is_found_among_anything(
        (number, _) in written(),
        before in "\\PC{0,20}",
        after in "\\PC{0,20}",
    ) {
        let text = format!("{before} {number} {after}");
        prop_assert!(contains(&text));
        prop_assert!(!redact(&text).contains(&number));
    }

    #[test]
    fn redacted_text_holds_no_number(text in prop_oneof![any::<String>(), near_hits()]) {
        let redacted = redact(&text);
        prop_assert_eq!(find(&redacted), None);
        prop_assert_eq!(contains(&text), matches!(redacted, Cow::Owned(_)));
        if let Some(NumberSpan { start, end, .. }) = find(&text) {
            prop_assert!(start < end && text.get(start..end).is_some());
        }
    }

    #[test]
    fn phone_numbers_are_not_found(
        (area, a, b, c) in (0..10_u32, 0..1000_u32, 0..100_u32, 0..100_u32),
        form in 0..7_usize,
    ) {
        let number = match form {
            0 => format!("07{area}-{a:03} {b:02} {c:02}"),
            1 => format!("07{area}{a:03}{b:02}{c:02}"),
            2 => format!("07{area} {a:03} {b:02} {c:02}"),
            3 => format!("07{area}-{a:03}{b:02}{c:02}"),
            4 => format!("+467{area}{a:03}{b:02}{c:02}"),
            5 => format!("+46 7{area} {a:03} {b:02} {c:02}"),
            _ => format!("00467{area}{a:03}{b:02}{c:02}"),
        };
        prop_assert_eq!(find(&format!("Ring {number} idag")), None);
    }

    #[test]
    fn organisation_numbers_are_not_found(
        (head, group, rest, serial) in (10..100_u32, 20..100_u32, 0..100_u32, 0..1000_u32),
        prefix in prop::sample::select(vec!["", "16", "SE"]),
        dash in prop::sample::select(vec!["", "-"]),
    ) {
        let body = format!("{head}{group}{rest:02}{serial:03}");
        let check = check_digit(&body);
        let text = format!("Org.nr {prefix}{}{dash}{}{check}.", &body[..6], &body[6..]);
        prop_assert_eq!(find(&text), None);
    }
}

/// A quadratic scan of these texts would take hours; a linear one takes well below a second each.
#[test]
fn hostile_text_takes_linear_time() {
    for unit in ["9", "90 ", "1990-01-01 ", "9－", "９", " ", "-"] {
        let text = unit.repeat(400_000);
        let begun = std::time::Instant::now();
        assert!(!contains(&text));
        assert!(begun.elapsed().as_secs() < 20, "{unit:?}");
    }
}
