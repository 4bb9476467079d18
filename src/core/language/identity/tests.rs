//! Unit tests. Every number is composed at run time, so that the source contains none.

use super::*;

/// `date` as YYMMDD, a three-digit `serial` and the check digit.
fn number(date: &str, serial: &str) -> String {
    let body = format!("{date}{serial}");
    let sum: u32 = body
        .bytes()
        .zip([2, 1].into_iter().cycle())
        .map(|(symbol, weight)| u32::from(symbol - b'0') * weight)
        .map(|product| product / 10 + product % 10)
        .sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}

/// The same with another check digit.
fn mistyped(date: &str, serial: &str) -> String {
    let right = number(date, serial);
    let (body, check) = right.split_at(9);
    format!("{body}{}", (check.parse::<u8>().unwrap() + 1) % 10)
}

fn judged(text: &str) -> Option<(Register, Confidence)> {
    find(text).map(|found| (found.register, found.confidence))
}

#[test]
fn every_separator_is_read() {
    let whole = number("900101", "238");
    let (date, tail) = whole.split_at(6);
    for separator in
        ["", "-", "+", " ", "\u{A0}", "–", "\u{2011}", "−", "－", " - ", "  –  ", "- ", "\u{200B}"]
    {
        for date in [date.to_owned(), format!("19{date}"), format!("19 {date}")] {
            let text = format!("Gäller ({date}{separator}{tail}).");
            assert_eq!(
                judged(&text),
                Some((Register::Personal, Confidence::High)),
                "{separator:?}"
            );
            assert_eq!(redact(&text), "Gäller ([…]).");
        }
    }
}

#[test]
fn grouped_dates_are_read() {
    let whole = number("900101", "238");
    let tail = &whole[6..];
    for date in ["1990-01-01-", "1990-01-01 ", "1990 01 01 ", "90-01-01-"] {
        assert!(contains(&format!("{date}{tail}")), "{date}");
    }
    assert!(!contains(&format!("90 01 01 {tail}")));
    assert!(!contains(&format!("{} {}", &whole[..8], &whole[8..])));
}

#[test]
fn full_width_characters_are_read() {
    let wide = |c: char| char::from_u32(u32::from(c) + 0xFEE0).unwrap();
    let text: String = number("900101", "238").chars().map(wide).collect();
    assert_eq!(judged(&text), Some((Register::Personal, Confidence::High)));
    assert_eq!(redact(&text), REDACTED);
}

#[test]
fn coordination_number_has_its_day_raised() {
    let high = Some((Register::Coordination, Confidence::High));
    assert_eq!(judged(&number("900161", "238")), high);
    assert_eq!(judged(&number("900191", "238")), high);
    assert_eq!(judged(&number("900192", "238")), None);
}

#[test]
fn coordination_number_may_lack_month_and_day() {
    let high = Some((Register::Coordination, Confidence::High));
    for date in ["900072", "900160", "900060", "900091"] {
        let whole = number(date, "238");
        let (born, tail) = whole.split_at(6);
        for text in [
            whole.clone(),
            format!("{born}-{tail}"),
            format!("19{whole}"),
            format!("19{born} {tail}"),
        ] {
            assert_eq!(judged(&text), high, "{text}");
        }
    }
    for date in ["900012", "900100", "900000", "900092", "901360"] {
        assert_eq!(judged(&number(date, "238")), None, "{date}");
    }
}

/// Separators that people and programs write, and how many digits they may stand in.
const ODD: [(&str, bool); 19] = [
    (".", true),
    ("/", true),
    ("_", true),
    ("--", true),
    ("- -", true),
    ("+-", true),
    ("\u{2043}", true),
    ("•", true),
    ("-\u{200D}", true),
    ("\u{200E}-", true),
    ("-\u{200C}\u{FEFF}", true),
    ("\u{200D}", true),
    ("|", false),
    (", ", false),
    (" : ", false),
    ("\u{a0}\u{a0}\u{a0}", false),
    ("&#", false),
    ("*.*", true),
    ("\u{0}", true),
];

#[test]
fn right_number_is_found_whatever_separates_its_groups() {
    let whole = number("900112", "238");
    let (date, tail) = whole.split_at(6);
    let high = Some((Register::Personal, Confidence::High));
    for (separator, in_ten) in ODD {
        for text in [
            format!("19{date}{separator}{tail}"),
            format!("19{separator}90{separator}01{separator}12{separator}{tail}"),
            format!("1990{separator}01{separator}12-{tail}"),
            format!("1990{separator}0112 {tail}"),
        ] {
            assert_eq!(judged(&format!("Gäller {text}.")), high, "{text:?}");
            assert_eq!(redact(&format!("Gäller {text}.")), "Gäller […].");
        }
        let short = format!("{date}{separator}{tail}");
        assert_eq!(judged(&short).is_some(), in_ten, "{short:?}");
    }
    for text in [format!("90.01.12-{tail}"), format!("90/01/12-{tail}"), format!("90_01_12_{tail}")]
    {
        assert_eq!(judged(&text), high, "{text}");
    }
}

#[test]
fn unseen_characters_may_stand_anywhere() {
    let whole = number("900112", "238");
    for unseen in
        ["\u{200E}", "\u{200D}", "\u{200B}", "\u{AD}", "\u{301}", "\u{FE0F}\u{20E3}", "\u{7}"]
    {
        for at in 1..10 {
            let (before, after) = whole.split_at(at);
            for text in [format!("{before}{unseen}{after}"), format!("19{before}{unseen}{after}")] {
                assert!(contains(&text), "{text:?}");
            }
        }
        let all: String =
            whole.chars().flat_map(|digit| [digit.to_string(), unseen.to_owned()]).collect();
        assert!(contains(&all), "{all:?}");
    }
}

#[test]
fn digits_of_every_script_are_read() {
    for zero in ['٠', '۰', '०', '๐', '０', '𝟎', '𞥐', '₀'] {
        let digit = |c: char| char::from_u32(u32::from(zero) + u32::from(c) - 48).unwrap();
        let text: String = number("900112", "238").chars().map(digit).collect();
        assert_eq!(redact(&text), REDACTED, "{text}");
        assert_eq!(redact(&format!("19{text}!")), "[…]!");
    }
    assert!(is_sorted_by_script());
}

/// The zeros are looked up by bisection.
fn is_sorted_by_script() -> bool {
    let digits: Vec<char> = ('\0'..=char::MAX).filter(|c| is_digit(*c)).collect();
    digits.len() == 700 && digits.iter().all(|c| fold::digit(*c).is_some())
}

#[test]
fn range_of_two_dates_is_no_number() {
    // Every day of two years, so that some have the check digit of a number.
    let mut confirmed = 0;
    for (month, day) in (1..=12).flat_map(|month| (1..=28).map(move |day| (month, day))) {
        let first = format!("2025-{month:02}-{day:02}");
        confirmed += usize::from(contains(&format!("{first} 2026")));
        for between in ["–", "-", " – ", "/", "--", ", ", "..", " "] {
            let text = format!("{first}{between}2026-{day:02}-25");
            let text = text.replace("-00-", "-01-");
            if day <= 12 {
                assert!(!contains(&text), "{text}");
                assert!(!contains(&text.replace("2025", "25")), "{text}");
            }
        }
        assert!(!contains(&format!("2025{month:02}{day:02}–20260325")));
    }
    assert!(confirmed > 20);
}

#[test]
fn wrong_check_digit_counts_only_behind_a_mark() {
    let whole = mistyped("900101", "238");
    let (date, tail) = whole.split_at(6);
    let medium = Some((Register::Personal, Confidence::Medium));
    assert_eq!(judged(&format!("{date}-{tail}")), medium);
    assert_eq!(judged(&format!("19{date} – {tail}")), medium);
    for text in [format!("{date}{tail}"), format!("19{date}{tail}"), format!("{date} {tail}")] {
        assert_eq!(judged(&text), None);
    }
}

#[test]
fn calendar_is_kept() {
    assert!(contains(&number("000229", "238")));
    assert!(contains(&format!("20{}", number("000229", "238"))));
    assert!(!contains(&format!("19{}", number("000229", "238"))));
    for date in ["010229", "900431", "901301", "900100", "900132"] {
        assert!(!contains(&number(date, "238")), "{date}");
    }
    for century in ["16", "17", "21"] {
        assert!(!contains(&format!("{century}{}", number("900101", "238"))));
    }
}

#[test]
fn reserve_numbers_are_read() {
    let reserve = Some((Register::Reserve, Confidence::Medium));
    for (date, tail) in
        [("22900101", "AB12"), ("23000229", "zy92"), ("98900101", "ABC2"), ("00007545", "AB12")]
    {
        assert_eq!(judged(&format!("{date}{tail}")), reserve, "{date}");
        assert_eq!(judged(&format!("{date}-{tail}")), reserve, "{date}");
    }
    for (date, tail) in [
        ("19900101", "AB12"),
        ("22000229", "AB12"),
        ("22900101", "AI12"),
        ("22900101", "A112"),
        ("22900101", "AB1C"),
        ("00007560", "AB12"),
    ] {
        assert_eq!(judged(&format!("{date}{tail}")), None, "{date}");
    }
    for group in ["M", "K", "X"] {
        assert_eq!(judged(&format!("19900101-12{group}3")), reserve);
        assert_eq!(judged(&format!("1990010112{group}3")), reserve);
        assert_eq!(judged(&format!("99999999-12{group}3")), reserve);
        assert_eq!(judged(&format!("9999999912{group}3")), None);
    }
    assert_eq!(judged("19900101-12A3"), None);
}

#[test]
fn other_numbers_are_left_alone() {
    let whole = number("900101", "238");
    let (date, tail) = whole.split_at(6);
    let mobile = number("070123", "238");
    let serial = number("010101", "238");
    let (serial_date, serial_tail) = serial.split_at(6);
    for text in [
        String::from("070-174 06 05, 0701740605, 0701-74 06 05, +46701740605, +46 70 174 06 05"),
        String::from("2321000198, 556000-0000, 165560000000, SE2321000198-016965"),
        String::from("2025-10-01 14:30, 2025-10-01T14:30:00Z, 20251001T143000, 192.168.101.101"),
        String::from(
            "2025-10-01 08.00–16.30, 2025-10-01, 08:00-16:30, 2025.10.01 kl. 14.30, 25-10-01 14.30",
        ),
        String::from(
            "070.174.06.05, 0701.74.06.05, 070/174 06 05, 07-01 74 06 05, 08/123 456 78, (026) 15 40 00",
        ),
        String::from(
            "SE2321000198-E000000012345, SE162321000198.1001, 232100.0198, 16232100-0198, 5560000000",
        ),
        format!("SE2321000198-{serial_date} {serial_tail}"),
        format!("{whole}5"),
        format!("7{date}-{tail}"),
        format!("+{whole}"),
        mobile,
    ] {
        assert_eq!(judged(&text), None, "{text}");
        assert!(matches!(redact(&text), Cow::Borrowed(_)));
    }
}

#[test]
fn a_sure_number_may_touch_letters() {
    let whole = number("900101", "238");
    let (date, tail) = whole.split_at(6);
    let typo = mistyped("900101", "238");
    for text in [
        format!("pnr19{whole}"),
        format!("P{date}-{tail}"),
        format!("19{date}-{tail}Anna"),
        format!("19{date}-{tail}-2"),
    ] {
        assert!(contains(&text), "{text}");
    }
    for text in [format!("P{}-{}", &typo[..6], &typo[6..]), format!("SE{whole}5")] {
        assert!(!contains(&text), "{text}");
    }
}

#[test]
fn digits_that_could_be_a_number_are_noticed_whatever_touches_them() {
    let whole = number("900101", "238");
    for text in
        [format!("7{whole}"), format!("a{whole}5"), format!("1-{}.{}_1", &whole[..5], &whole[5..])]
    {
        assert!(may_hold(&text), "{text}");
    }
    for text in [
        mistyped("900101", "238"),
        format!("{}a{}", &whole[..5], &whole[5..]),
        "4bf92f3577b34da6".to_owned(),
    ] {
        assert!(!may_hold(&text), "{text}");
    }
}

#[test]
fn every_number_is_redacted() {
    let (first, second) = (number("900101", "238"), mistyped("850515", "981"));
    let (date, tail) = second.split_at(6);
    let text = format!("å {first},{date}-{tail}/19{first}. Tel 070-174 06 05");
    assert_eq!(redact(&text), "å […],[…]/[…]. Tel 070-174 06 05");
}
