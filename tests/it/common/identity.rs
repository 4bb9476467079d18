//! Identity numbers for tests.

/// A made-up identity number of someone born on a day (YYYYMMDD; a coordination number where the day is above
/// 60), with the right check digit. Composed at run time, so that no number stands in a file.
pub(crate) fn identity_number(born: &str) -> String {
    let digits = format!("{born}987");
    let doubled = digits.bytes().skip(2).enumerate().map(|(at, digit)| {
        let product = u32::from(digit - b'0') * if at % 2 == 0 { 2 } else { 1 };
        product / 10 + product % 10
    });
    let check = (10 - doubled.sum::<u32>() % 10) % 10;
    let (date, serial) = digits.split_at(8);
    format!("{date}-{serial}{check}")
}
