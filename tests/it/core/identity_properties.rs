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
    // Of one person in three; month and day are zero where they are not known.
    let raised = prop::option::weighted(0.3, (0..=1_u32, 0..=1_u32));
    (date, raised, 0..1000_u32).prop_map(|((century, year, month, day), raised, serial)| {
        let (register, month, day) = match raised {
            Some((known, of)) => (Register::Coordination, month * known, day * of + 60),
            None => (Register::Personal, month, day),
        };
        let check = check_digit(&format!("{year:02}{month:02}{day:02}{serial:03}"));
        let tail = format!("{serial:03}{check}");
        let parts = Parts { century, year, month, day, tail };
        (parts, register)
    })
}

fn separator() -> impl Strategy<Value = String> {
    let mark = prop::sample::select(vec![
        "-",
        "+",
        "–",
        "\u{2011}",
        "−",
        "－",
        "\u{2043}",
        "--",
        "-\u{200D}",
        "\u{200E}-",
    ]);
    let space = prop::sample::select(vec!["", " ", "  ", "\u{A0}", "\u{202F}"]);
    prop_oneof![
        (space.clone(), mark, space)
            .prop_map(|(before, mark, after)| format!("{before}{mark}{after}")),
        prop::sample::select(vec![
            " ", "  ", "\u{A0}", "\u{2007}", "\u{AD}", ".", "/", "_", "·", "\u{200D}"
        ])
        .prop_map(String::from),
    ]
}

/// A valid number in any form that is read.
fn written() -> impl Strategy<Value = (String, Register)> {
    (parts(), 0..12_usize, separator(), odd(), 0..4_usize).prop_map(
        |((parts, register), form, separator, odd, script)| {
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
                7 => format!("{y:02}-{m:02}-{d:02}{separator}{tail}"),
                8 => format!("{c}{y:02}{m:02}{d:02}{odd}{tail}"),
                9 => format!("{c}{y:02}{odd}{m:02}{odd}{d:02}{odd}{tail}"),
                10 => format!("{c}{odd}{y:02}{m:02}{odd}{d:02}{tail}"),
                _ => format!(
                    "{c}{y:02}{m:02}\u{200E}{d:02}{separator}{}\u{AD}{}",
                    &tail[..2],
                    &tail[2..]
                ),
            };
            (in_script(&text, script), register)
        },
    )
}

/// What may stand between the groups of twelve digits: up to eight characters that are neither letters nor digits.
fn odd() -> impl Strategy<Value = String> {
    "[-+./_:;,|*=~ \u{2010}-\u{2015}\u{2043}\u{200B}-\u{200F}\u{a0}()#&]{1,8}"
}

/// A text with its digits in ASCII, full-width, Arabic or Devanagari.
fn in_script(text: &str, script: usize) -> String {
    let zero = [0x30, 0xFF10, 0x660, 0x966][script];
    let digit = |c: char| c.to_digit(10).and_then(|digit| char::from_u32(zero + digit));
    text.chars().map(|c| digit(c).unwrap_or(c)).collect()
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
    fn times_and_ranges_of_dates_are_not_found(
        days in prop::array::uniform2((1900..2100_u32, 1..=12_u32, 1..=28_u32)),
        (hour, minute) in (0..24_u32, 0..60_u32),
        between in prop::sample::select(vec!["–", "-", " – ", " - ", "--", "/", " / ", "..", ", ", "; ", " "]),
        sign in prop::sample::select(vec!["-", "/", "."]),
    ) {
        let [first, last] = days.map(|(y, m, d)| format!("{y}{sign}{m:02}{sign}{d:02}"));
        for text in [
            format!("{first}{between}{last}"),
            format!("({first}{between}{last})."),
            format!("{first} {hour:02}:{minute:02}"),
            format!("{first} {hour:02}.{minute:02}–{hour:02}.{minute:02}"),
            format!("{first}T{hour:02}:{minute:02}:00Z"),
            format!("{hour:02}:{minute:02}, {first}"),
        ] {
            prop_assert_eq!(find(&text), None, "{}", text);
        }
    }

    #[test]
    fn organisation_numbers_are_not_found(
        (head, group, rest, serial) in (10..100_u32, 20..100_u32, 0..100_u32, 0..1000_u32),
        prefix in prop::sample::select(vec!["", "16", "SE"]),
        dash in prop::sample::select(vec!["", "-", ".", "/", " ", "\u{200D}"]),
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
    for unit in
        ["9", "90 ", "1990-01-01 ", "9－", "９", " ", "-", "\u{200D}", "90 \u{200E}", "1\u{AD}"]
    {
        let text = unit.repeat(400_000);
        let begun = std::time::Instant::now();
        assert!(!contains(&text));
        assert!(begun.elapsed().as_secs() < 20, "{unit:?}");
    }
}
