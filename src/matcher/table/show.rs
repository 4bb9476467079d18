//! Sets of values as text, in the syntax of a cell.

use std::fmt;

use super::cell::{Cell, Item};
use super::day::Iso;
use super::input::{Domain, Input, UNLISTED};
use super::values::Values;

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) if is_plain(word) => f.write_str(word),
            Self::Word(word) => quoted(word, f),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Int(number) => write!(f, "{number}"),
            Self::Date(day) => write!(f, "{}", Iso(*day)),
            Self::Range { from, to } => range(f, *from, *to),
            Self::DateRange { from, to } => range(f, from.map(Iso), to.map(Iso)),
        }
    }
}

fn range<T: fmt::Display>(
    f: &mut fmt::Formatter<'_>,
    from: Option<T>,
    to: Option<T>,
) -> fmt::Result {
    from.map_or(Ok(()), |from| write!(f, "{from}"))?;
    f.write_str("..")?;
    to.map_or(Ok(()), |to| write!(f, "{to}"))
}

/// Writes a word in double quotes, with the escapes that YAML shares with JSON.
fn quoted(word: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("\"")?;
    for char in word.chars() {
        match char {
            '"' | '\\' => write!(f, "\\{char}")?,
            '\n' => f.write_str("\\n")?,
            '\r' => f.write_str("\\r")?,
            '\t' => f.write_str("\\t")?,
            _ if char.is_control() => write!(f, "\\u{:04x}", u32::from(char))?,
            _ => write!(f, "{char}")?,
        }
    }
    f.write_str("\"")
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (open, close) = if self.negated { ("{not: ", "}") } else { ("", "") };
        f.write_str(open)?;
        if let [item] = self.items.as_slice() {
            write!(f, "{item}")?;
        } else {
            f.write_str("[")?;
            for (at, item) in self.items.iter().enumerate() {
                let separator = if at == 0 { "" } else { ", " };
                write!(f, "{separator}{item}")?;
            }
            f.write_str("]")?;
        }
        f.write_str(close)
    }
}

impl Values {
    /// Displays the set in the syntax of a cell: words by name, dates in ISO form, `any` for every value, `none` for no
    /// value.
    #[must_use]
    pub fn display<'a>(&'a self, input: &'a Input) -> impl fmt::Display + 'a {
        fmt::from_fn(move |f| {
            if self.is_empty() {
                f.write_str("none")
            } else if self.is_all(&input.domain) {
                f.write_str("any")
            } else {
                write!(f, "{}", self.to_cell(&input.domain))
            }
        })
    }

    /// The shorter of the set written out and its negated complement.
    fn to_cell(&self, domain: &Domain) -> Cell {
        let items = self.items(domain);
        if items.len() > 2 {
            let others = self.complement(domain).items(domain);
            if others.len() < items.len() {
                return Cell { negated: true, items: others };
            }
        }
        Cell { negated: false, items }
    }

    fn items(&self, domain: &Domain) -> Vec<Item> {
        match self {
            Self::Words { listed, unlisted } => {
                let name = |&word: &u32| match domain {
                    Domain::Words { words, .. } => {
                        words.get(word as usize).cloned().map(Item::Word)
                    }
                    _ => None,
                };
                listed
                    .iter()
                    .filter_map(name)
                    .chain(unlisted.then(|| Item::Word(UNLISTED.to_owned())))
                    .collect()
            }
            Self::Booleans { yes, no } => [(*no, false), (*yes, true)]
                .into_iter()
                .filter_map(|(belongs, value)| belongs.then_some(Item::Bool(value)))
                .collect(),
            Self::Ranges(ranges) => {
                let (min, max) = domain.bounds().unwrap_or((i64::MIN, i64::MAX));
                ranges
                    .iter()
                    .map(|&(from, to)| {
                        let is_date = matches!(domain, Domain::Date);
                        let (low, high) = ((from > min).then_some(from), (to < max).then_some(to));
                        match is_date {
                            true if from == to => Item::Date(from),
                            false if from == to => Item::Int(from),
                            true => Item::DateRange { from: low, to: high },
                            false => Item::Range { from: low, to: high },
                        }
                    })
                    .collect()
            }
        }
    }
}

/// Whether a word can be written in a cell without quotes.
fn is_plain(word: &str) -> bool {
    let inner = |char: char| char.is_alphanumeric() || "_-./ ".contains(char);
    word.starts_with(|char: char| char.is_alphanumeric() || char == '_')
        && !word.ends_with(' ')
        && word.chars().all(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(open: bool) -> Input {
        Input {
            name: "unit".to_owned(),
            domain: Domain::Words {
                words: ["a", "b", "c", "d, e"].map(str::to_owned).to_vec(),
                open,
            },
        }
    }

    #[test]
    fn displays_the_shorter_form() {
        let input = words(true);
        let one = Values::Words { listed: vec![0], unlisted: false };
        assert_eq!(one.display(&input).to_string(), "a");
        assert_eq!(one.complement(&input.domain).display(&input).to_string(), "{not: a}");
        let quoted = Values::Words { listed: vec![1, 3], unlisted: true };
        assert_eq!(quoted.display(&input).to_string(), "{not: [a, c]}");
        let pair = Values::Words { listed: vec![1, 3], unlisted: false };
        assert_eq!(pair.display(&input).to_string(), "[b, \"d, e\"]");
        assert_eq!(Values::all(&input.domain).display(&input).to_string(), "any");
        let day = Input { name: "at".to_owned(), domain: Domain::Date };
        let until = Values::Ranges(vec![(super::super::day::FIRST_DAY, 0)]);
        assert_eq!(until.display(&day).to_string(), "..1970-01-01");
    }

    #[test]
    fn special_words_are_quoted() {
        let domain = words(true).domain;
        for word in
            ["a b", "a, b", "", " a", "not", "say \"hi\"", "tab\tline\n\u{7}", "åäö", "{not: x}"]
        {
            let cell = Cell { negated: true, items: vec![Item::Word(word.to_owned())] };
            assert_eq!(Cell::parse(&cell.to_string(), &domain), Ok(cell));
        }
        assert_eq!(Item::Word("a, b".to_owned()).to_string(), "\"a, b\"");
        assert_eq!(Item::Word("a b".to_owned()).to_string(), "a b");
    }
}
