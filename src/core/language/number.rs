//! Numbers as people write them.

use super::Lang;

/// A number with thousands separators: `2 156 000` in Swedish, with no-break spaces, `2,156,000` in English.
#[must_use]
pub fn grouped(number: u128, lang: Lang) -> String {
    let separator = lang.say('\u{a0}', ',');
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

/// A share in per cent, with enough decimals to show any share above zero.
#[must_use]
pub fn share(part: u128, whole: u128, lang: Lang) -> String {
    let whole = whole.max(1);
    let thousandths = part.saturating_mul(100_000) / whole;
    let text = match (part, thousandths) {
        (0, _) => "0".to_owned(),
        (_, 0) => return lang.say("< 0,001 %", "< 0.001%").to_owned(),
        (_, 1..1_000) => format!("0.{thousandths:03}").trim_end_matches('0').to_owned(),
        (_, 1_000..10_000) => format!("{}.{}", thousandths / 1_000, thousandths % 1_000 / 100),
        _ => format!("{}", thousandths / 1_000),
    };
    match lang {
        Lang::Sv => format!("{} %", text.replace('.', ",")),
        Lang::En => format!("{text}%"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_in_the_language() {
        assert_eq!(grouped(2_156_000, Lang::Sv), "2\u{a0}156\u{a0}000");
        assert_eq!(grouped(999, Lang::En), "999");
        assert_eq!(grouped(1_000, Lang::En), "1,000");
        assert_eq!(share(780, 2_156_000, Lang::Sv), "0,036 %");
        assert_eq!(share(1, 2, Lang::En), "50%");
        assert_eq!(share(13, 1_000, Lang::En), "1.3%");
        assert_eq!(share(1, 1_000_000_000, Lang::Sv), "< 0,001 %");
        assert_eq!(share(0, 0, Lang::Sv), "0 %");
    }
}
