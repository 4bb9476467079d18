//! Identity numbers in tests.
//!
//! Files with an identity number are refused, so they use a placeholder, which is replaced when the test is run.

use serde_json::Value;

/// The request as JSON, with numbers in place of the placeholders.
pub(super) fn filled(request: &Value) -> String {
    let mut text = request.to_string();
    for (placeholder, number) in [
        ("{identity_number}", number("19900101")),
        ("{coordination_number}", number("19900161")),
        ("{reserve_number}", format!("{0}{0}-99X9", "9999")),
    ] {
        if text.contains(placeholder) {
            text = text.replace(placeholder, &number);
        }
    }
    text
}

/// The number of a person born on this day, with a valid check digit.
///
/// Its serial is one of those from 980, which are reserved for tests: nobody has it.
fn number(born: &str) -> String {
    let digits = format!("{born}987");
    let products = digits.bytes().skip(2).zip([2, 1].into_iter().cycle()).map(|(digit, weight)| {
        let product = u32::from(digit.wrapping_sub(b'0')) * weight;
        product / 10 + product % 10
    });
    let check = (10 - products.sum::<u32>() % 10) % 10;
    let (date, serial) = digits.split_at(born.len());
    format!("{date}-{serial}{check}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use handover_core::language::identity::{self, Confidence, Register};
    use serde_json::json;

    #[test]
    fn each_placeholder_stands_for_a_number_of_its_kind() {
        for (placeholder, register) in [
            ("{identity_number}", Register::Personal),
            ("{coordination_number}", Register::Coordination),
            ("{reserve_number}", Register::Reserve),
        ] {
            let written = json!({"message": format!("Gäller {placeholder}, ta över tack.")});
            assert!(!identity::contains(&written.to_string()));
            let text = filled(&written);
            let found = identity::find(&text).unwrap();
            assert_eq!(found.register, register);
            assert!(found.confidence == Confidence::High || register == Register::Reserve);
        }
    }
}
