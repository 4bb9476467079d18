//! The grammar of cells, parsed by nom, with the position of the first fault.

use std::ops::RangeInclusive;

use nom::branch::alt;
use nom::bytes::complete::{is_not, tag, take_while, take_while_m_n, take_while1};
use nom::character::complete::{char, multispace0};
use nom::combinator::{all_consuming, map_opt, opt, recognize, value};
use nom::error::{ErrorKind, ParseError};
use nom::multi::{fold_many0, separated_list1};
use nom::sequence::{delimited, preceded};
use nom::{IResult, Parser};

use super::cell::{Cell, CellError, Item};
use super::day::day_number;
use super::input::Domain;

const WORD: &str = "a word";
const BOOLEAN: &str = "`true` or `false`";
const INTEGER: &str = "a whole number such as `5` or a range such as `2..5`, `13..` or `..5`";
const DATE: &str = "a date such as `2025-03-25` or a range such as `2025-01-01..2025-12-31`";
const ESCAPE: &str =
    "one of `\\\"`, `\\\\`, `\\/`, `\\n`, `\\r`, `\\t` or `\\u` with four hex digits";
const NEGATION: &str = "`{not: …}`";
const END: &str = "the end of the cell";

/// The position and reason of a failure. `message` is empty until a rule of the grammar sets it.
#[derive(Debug)]
struct Fault<'a> {
    rest: &'a str,
    message: String,
    expected: &'static str,
}

impl<'a> ParseError<&'a str> for Fault<'a> {
    fn from_error_kind(rest: &'a str, _: ErrorKind) -> Self {
        Fault { rest, message: String::new(), expected: END }
    }

    fn append(_: &'a str, _: ErrorKind, other: Self) -> Self {
        other
    }

    // Of two failed alternatives, the one that read further is more specific.
    fn or(self, other: Self) -> Self {
        if self.rest.len() < other.rest.len() { self } else { other }
    }
}

type Parsed<'a, T> = IResult<&'a str, T, Fault<'a>>;

fn fail<'a, T>(rest: &'a str, message: impl Into<String>, expected: &'static str) -> Parsed<'a, T> {
    Err(nom::Err::Failure(Fault { rest, message: message.into(), expected }))
}

impl Item {
    /// Parses one item. In a domain of words, any text without its surrounding space is a word.
    ///
    /// # Errors
    /// If the text is not an item of the domain's kind, a number does not fit in 64 bits, the calendar has no such day,
    /// or a range is empty.
    pub fn parse(text: &str, domain: &Domain) -> Result<Self, CellError> {
        item(text, domain)
    }
}

impl Cell {
    /// Parses a cell, in the form that [`Cell`] displays.
    ///
    /// # Errors
    /// As for [`Item::parse`], and if brackets do not match or a list is empty.
    pub fn parse(text: &str, domain: &Domain) -> Result<Self, CellError> {
        cell(text, domain)
    }
}

/// Parses a whole item; in a domain of words, any text that is not blank.
fn item(text: &str, domain: &Domain) -> Result<Item, CellError> {
    if matches!(domain, Domain::Words { .. }) && !text.trim().is_empty() {
        return Ok(Item::Word(text.trim().to_owned()));
    }
    whole(text, |rest| flow_item(rest, domain))
}

/// Parses a whole cell.
fn cell(text: &str, domain: &Domain) -> Result<Cell, CellError> {
    whole(text, |rest| flow_cell(rest, domain))
}

fn whole<'a, T>(
    text: &'a str,
    parser: impl FnMut(&'a str) -> Parsed<'a, T>,
) -> Result<T, CellError> {
    match all_consuming(delimited(multispace0, parser, multispace0)).parse(text) {
        Ok((_, parsed)) => Ok(parsed),
        Err(nom::Err::Error(fault) | nom::Err::Failure(fault)) => Err(error_at(text, fault)),
        Err(nom::Err::Incomplete(_)) => {
            Err(error_at(text, Fault::from_error_kind("", ErrorKind::Eof)))
        }
    }
}

fn error_at(text: &str, fault: Fault<'_>) -> CellError {
    let message = match fault.rest.chars().next() {
        _ if !fault.message.is_empty() => fault.message,
        Some(found) => format!("unexpected `{}`", found.escape_debug()),
        None => "the text ends too early".to_owned(),
    };
    CellError { offset: text.len() - fault.rest.len(), message, expected: fault.expected }
}

/// Parses a mandatory character.
fn symbol<'a>(symbol: char, expected: &'static str) -> impl FnMut(&'a str) -> Parsed<'a, char> {
    move |text| match char(symbol).parse(text) {
        Err(nom::Err::Error(Fault { rest, .. })) => fail(rest, "", expected),
        parsed => parsed,
    }
}

fn flow_cell<'a>(text: &'a str, domain: &Domain) -> Parsed<'a, Cell> {
    let (rest, negated) = opt(char('{')).parse(text)?;
    if negated.is_none() {
        let (rest, items) = choice(rest, domain)?;
        return Ok((rest, Cell { negated: false, items }));
    }
    let (rest, word) =
        preceded(multispace0, take_while(|char: char| char.is_alphanumeric())).parse(rest)?;
    if word != "not" {
        return fail(text, "only a negation stands in braces", NEGATION);
    }
    let (rest, _) = preceded(multispace0, symbol(':', NEGATION)).parse(rest)?;
    let (rest, items) =
        delimited(multispace0, |rest| choice(rest, domain), multispace0).parse(rest)?;
    let (rest, _) = symbol('}', "`}`")(rest)?;
    Ok((rest, Cell { negated: true, items }))
}

/// Parses one item, or a list of them in brackets.
fn choice<'a>(text: &'a str, domain: &Domain) -> Parsed<'a, Vec<Item>> {
    let (rest, list) = opt(char('[')).parse(text)?;
    let item = |rest| flow_item(rest, domain);
    if list.is_none() {
        return item.map(|item| vec![item]).parse(rest);
    }
    let (rest, items) =
        separated_list1(char(','), delimited(multispace0, item, multispace0)).parse(rest)?;
    let (rest, _) = symbol(']', "`,` or `]`")(rest)?;
    Ok((rest, items))
}

fn flow_item<'a>(text: &'a str, domain: &Domain) -> Parsed<'a, Item> {
    match domain {
        Domain::Words { .. } => alt((quoted, plain)).map(Item::Word).parse(text),
        Domain::Boolean => {
            let (rest, word) = plain(text).or_else(|_| fail(text, "", BOOLEAN))?;
            match word.as_str() {
                "true" => Ok((rest, Item::Bool(true))),
                "false" => Ok((rest, Item::Bool(false))),
                _ => fail(text, format!("`{word}` is neither true nor false"), BOOLEAN),
            }
        }
        Domain::Integer { .. } => {
            let (rest, (ends, is_range)) = range(text, integer, INTEGER)?;
            Ok((rest, item_of(ends, is_range, Item::Int, |from, to| Item::Range { from, to })))
        }
        Domain::Date => {
            let (rest, (ends, is_range)) = range(text, date, DATE)?;
            Ok((rest, item_of(ends, is_range, Item::Date, |from, to| Item::DateRange { from, to })))
        }
    }
}

type Ends = (Option<i64>, Option<i64>);

fn item_of(
    (from, to): Ends,
    is_range: bool,
    single: impl Fn(i64) -> Item,
    range: impl Fn(Option<i64>, Option<i64>) -> Item,
) -> Item {
    match (from, is_range) {
        (Some(only), false) => single(only),
        _ => range(from, to),
    }
}

/// Parses a number, or two ends with one of them optional.
fn range<'a>(
    text: &'a str,
    number: impl Fn(&'a str) -> Parsed<'a, i64> + Copy,
    expected: &'static str,
) -> Parsed<'a, (Ends, bool)> {
    let (rest, from) = opt(number).parse(text)?;
    let (rest, dots) = opt(tag("..")).parse(rest)?;
    let (rest, to) = if dots.is_some() { opt(number).parse(rest)? } else { (rest, None) };
    let known: RangeInclusive<i64> = from.unwrap_or(i64::MIN)..=to.unwrap_or(i64::MAX);
    match (from, to) {
        (None, None) if dots.is_some() => fail(text, "a range needs at least one end", expected),
        (None, None) => fail(text, "", expected),
        _ if known.is_empty() => fail(text, "the range ends before it starts", expected),
        _ => Ok((rest, ((from, to), dots.is_some()))),
    }
}

fn digits(text: &str) -> Parsed<'_, &str> {
    take_while1(|char: char| char.is_ascii_digit()).parse(text)
}

fn integer(text: &str) -> Parsed<'_, i64> {
    let (rest, number) = recognize((opt(char('-')), digits)).parse(text)?;
    match number.parse() {
        Ok(number) => Ok((rest, number)),
        Err(_) => fail(text, format!("`{number}` is too large a number"), INTEGER),
    }
}

fn date(text: &str) -> Parsed<'_, i64> {
    let (rest, written) = recognize((digits, char('-'), digits, char('-'), digits)).parse(text)?;
    let parts: Vec<i64> = match written.len() {
        10 => written.split('-').filter_map(|part| part.parse().ok()).collect(),
        _ => Vec::new(),
    };
    let number = match (parts.as_slice(), written.as_bytes().get(4)) {
        (&[year, month, day], Some(b'-')) => day_number(year, month, day),
        _ => None,
    };
    match number {
        Some(number) => Ok((rest, number)),
        None => fail(text, format!("the calendar has no day `{written}`"), DATE),
    }
}

/// Parses a word without quotes, up to a bracket, brace, quote, comma or control character, without surrounding space.
fn plain(text: &str) -> Parsed<'_, String> {
    let inner = |char: char| !",[]{}\"".contains(char) && !char.is_control();
    let (_, found) = take_while(inner).parse(text)?;
    let word = found.trim_end();
    match text.strip_prefix(word) {
        Some(rest) if !word.is_empty() => Ok((rest, word.to_owned())),
        _ => fail(text, "", WORD),
    }
}

fn quoted(text: &str) -> Parsed<'_, String> {
    let fragment =
        alt((is_not("\"\\").map(str::to_owned), preceded(char('\\'), escape).map(String::from)));
    let join = |mut word: String, next: String| {
        word.push_str(&next);
        word
    };
    let (rest, word) = preceded(char('"'), fold_many0(fragment, String::new, join)).parse(text)?;
    match rest.strip_prefix('"') {
        Some(rest) => Ok((rest, word)),
        None => fail(text, "the quotes are not closed", "a closing `\"`"),
    }
}

fn escape(text: &str) -> Parsed<'_, char> {
    let simple = alt((
        char('"'),
        char('\\'),
        char('/'),
        value('\n', char('n')),
        value('\r', char('r')),
        value('\t', char('t')),
    ));
    let digits = take_while_m_n(4, 4, |char: char| char.is_ascii_hexdigit());
    let scalar = |digits: &str| u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
    let hex = map_opt(preceded(char('u'), digits), scalar);
    match alt((simple, hex)).parse(text) {
        Err(nom::Err::Error(_)) => fail(text, "unknown escape", ESCAPE),
        parsed => parsed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NUMBER: Domain = Domain::Integer { min: 0, max: 100 };

    fn words() -> Domain {
        Domain::Words { words: Vec::new(), open: true }
    }

    fn offset(text: &str, domain: &Domain) -> usize {
        cell(text, domain).unwrap_err().offset
    }

    #[test]
    fn items() {
        assert_eq!(item(" 5 ", &NUMBER), Ok(Item::Int(5)));
        assert_eq!(item("2..5", &NUMBER), Ok(Item::Range { from: Some(2), to: Some(5) }));
        assert_eq!(item("13..", &NUMBER), Ok(Item::Range { from: Some(13), to: None }));
        assert_eq!(item("..-5", &NUMBER), Ok(Item::Range { from: None, to: Some(-5) }));
        assert_eq!(item("1970-01-02", &Domain::Date), Ok(Item::Date(1)));
        assert_eq!(item("a, [b]", &words()), Ok(Item::Word("a, [b]".to_owned())));
        assert_eq!(item("false", &Domain::Boolean), Ok(Item::Bool(false)));
    }

    #[test]
    fn faults_tell_where() {
        assert_eq!(offset("[1, x]", &NUMBER), 4);
        assert_eq!(offset("[1, 2", &NUMBER), 5);
        assert_eq!(offset("[]", &NUMBER), 1);
        assert_eq!(offset("5 6", &NUMBER), 2);
        assert_eq!(offset("{not: [1, 9..2]}", &NUMBER), 10);
        assert_eq!(offset("{note: 1}", &NUMBER), 0);
        assert_eq!(offset("{not: 1", &NUMBER), 7);
        assert_eq!(offset("[1, 99999999999999999999]", &NUMBER), 4);
        assert_eq!(offset("..", &NUMBER), 0);
        assert_eq!(offset("[2025-01-01, 2025-02-30]", &Domain::Date), 13);
        assert_eq!(offset("25-01-01", &Domain::Date), 0);
        assert_eq!(offset("[yes]", &Domain::Boolean), 1);
        assert_eq!(offset("[a, \"b]", &words()), 4);
        assert_eq!(offset("\"a\\q\"", &words()), 3);
        assert!(item("  ", &words()).is_err());
    }

    #[test]
    fn messages_name_what_was_expected() {
        let error = cell("[1, x]", &NUMBER).unwrap_err();
        assert_eq!(error.message, "unexpected `x`");
        assert_eq!(error.expected, INTEGER);
        let error = cell("2025-02-30", &Domain::Date).unwrap_err();
        assert_eq!(error.message, "the calendar has no day `2025-02-30`");
    }
}
