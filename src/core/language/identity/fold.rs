//! The characters of numbers as people and programs write them, folded to the few that the search tells apart.

use super::number::Gap;
use crate::language::unseen;

/// The first byte of the characters that may be digits of another script; those before are letters of Europe.
const FIRST_LEAD: u8 = 0xD9;

/// The first digit of another script.
const FIRST_FOREIGN: u32 = 0x0660;

/// The zeros of the scripts with decimal digits, in order; the digits from one to nine follow each.
const ZEROS: [u32; 70] = [
    0x0030, 0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6,
    0x0D66, 0x0DE6, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80,
    0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0x2080, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50,
    0xABF0, 0xFF10, 0x104A0, 0x10D30, 0x10D40, 0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0,
    0x11450, 0x114D0, 0x11650, 0x116C0, 0x11730, 0x118E0, 0x11950, 0x11C50, 0x11D50, 0x11DA0,
    0x11F50, 0x16A60, 0x16AC0, 0x16B50, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140,
    0x1E2F0, 0x1E4F0, 0x1E950, 0x1FBF0,
];

/// Maximum number of visible characters between two groups of digits.
const MAX_SIGNS: usize = 8;
/// Maximum number of spaces on either side of a single mark.
const MAX_SPACES: usize = 2;

/// Whether a byte of UTF-8 may begin a digit. Errs towards yes.
pub(super) fn may_begin_digit(byte: u8) -> bool {
    byte.is_ascii_digit() || byte >= FIRST_LEAD
}

/// The value of a decimal digit of any script.
pub(super) fn digit(character: char) -> Option<u8> {
    let code = u32::from(character);
    if code < FIRST_FOREIGN {
        return u8::try_from(code).ok().filter(u8::is_ascii_digit).map(|digit| digit - b'0');
    }
    let after = ZEROS.partition_point(|zero| *zero <= code);
    let zero = ZEROS.get(after.checked_sub(1)?)?;
    u8::try_from(code - zero).ok().filter(|digit| *digit < 10)
}

/// Whether a character is a decimal digit of any script.
pub(super) fn is_digit(character: char) -> bool {
    digit(character).is_some()
}

/// The first byte of the next digit of `text`, at `from` or later. Looks at bytes, since most text has few digits.
pub(super) fn next_digit(text: &str, mut from: usize) -> Option<usize> {
    loop {
        let rest = text.get(from..)?;
        let at = from + rest.bytes().position(may_begin_digit)?;
        let character = text.get(at..)?.chars().next()?;
        if is_digit(character) {
            return Some(at);
        }
        from = at + character.len_utf8();
    }
}

/// The ASCII digit or capital letter that a character of a number represents.
pub(super) fn symbol(character: char) -> Option<u8> {
    if let Some(digit) = digit(character) {
        return Some(b'0' + digit);
    }
    let folded = match character {
        'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(u32::from(character) - 0xFEE0)?,
        _ => character,
    };
    u8::try_from(folded)
        .ok()
        .filter(u8::is_ascii_alphabetic)
        .map(|letter| letter.to_ascii_uppercase())
}

/// Width in bytes of the characters at the start of `rest` that are not seen.
pub(super) fn unseen(rest: &str) -> usize {
    rest.chars().take_while(|c| is_unseen(*c)).map(char::len_utf8).sum()
}

/// The separator at the start of `rest` and its width in bytes: whatever stands between two groups of digits.
pub(super) fn separator(rest: &str) -> (Gap, usize) {
    let mut seen = Seen::default();
    let mut width = 0;
    for character in rest.chars() {
        let unseen = is_unseen(character);
        // A redacted number stands between others, never within one.
        if (!unseen && is_letter(character)) || character == '…' || !seen.take(character, unseen)
        {
            break;
        }
        width += character.len_utf8();
    }
    (if width == 0 { Gap::None } else { seen.gap() }, width)
}

/// Counts of the visible characters of a separator.
#[derive(Debug, Default)]
struct Seen {
    all: usize,
    marks: usize,
    signs: usize,
    spaces: usize,
    /// The longest run of spaces, and the last one.
    longest: usize,
    run: usize,
}

impl Seen {
    /// Counts a character; false if there is no room for it.
    fn take(&mut self, character: char, unseen: bool) -> bool {
        if unseen {
            return true;
        }
        self.all += 1;
        if character.is_whitespace() {
            self.spaces += 1;
            self.run += 1;
            self.longest = self.longest.max(self.run);
        } else {
            self.run = 0;
            self.marks += usize::from(is_mark(character));
            self.signs += usize::from(is_sign(character));
        }
        self.all <= MAX_SIGNS
    }

    /// The kind of separator that the characters make.
    fn gap(&self) -> Gap {
        let near = self.longest <= MAX_SPACES;
        match *self {
            Self { all: 0, .. } => Gap::Unseen,
            Self { all, spaces, .. } if all == spaces && near => Gap::Space,
            Self { all, marks: 1, spaces, .. } if all == spaces + 1 && near => Gap::Mark,
            Self { all, marks, spaces, .. } if marks > 0 && all == marks + spaces => Gap::Signs,
            // A sign beside a space more often ends a phrase.
            Self { all, marks, signs, .. } if all == marks + signs => Gap::Signs,
            _ => Gap::Any,
        }
    }
}

/// Whether a character belongs to words or numbers rather than between them.
fn is_letter(character: char) -> bool {
    character.is_alphanumeric() && !is_mark(character)
}

/// Whether a character is not seen beside a digit: it directs how others are shown, or is drawn onto them. Pasted text
/// carries such.
fn is_unseen(character: char) -> bool {
    unseen::is_unseen(character)
        || matches!(
            character,
            '\u{300}'..='\u{36F}'
                | '\u{1AB0}'..='\u{1AFF}'
                | '\u{1DC0}'..='\u{1DFF}'
                | '\u{20D0}'..='\u{20FF}'
                | '\u{FE20}'..='\u{FE2F}'
                | '\u{FFF9}'..='\u{FFFB}'
        )
}

/// Whether a character is a hyphen, dash, minus or plus sign: what a number is written with.
fn is_mark(character: char) -> bool {
    matches!(
        character,
        '-' | '+'
            | '\u{58A}'
            | '\u{5BE}'
            | '\u{1806}'
            | '\u{2010}'..='\u{2015}'
            | '\u{2043}'
            | '\u{207A}'..='\u{207B}'
            | '\u{208A}'..='\u{208B}'
            | '\u{2212}'
            | '\u{2796}'
            | '\u{2E3A}'..='\u{2E3B}'
            | '\u{30FB}'..='\u{30FC}'
            | '\u{FE58}'
            | '\u{FE62}'..='\u{FE63}'
            | '\u{FF0B}'
            | '\u{FF0D}'
            | '\u{FF70}'
    )
}

/// Whether a character is a sign that people write in place of a hyphen.
fn is_sign(character: char) -> bool {
    matches!(
        character,
        '.' | '/'
            | '\\'
            | '_'
            | ':'
            | '*'
            | '~'
            | '='
            | '·'
            | '¯'
            | '•'
            | '‧'
            | '∙'
            | '⋅'
            | '⁄'
            | '∕'
            | '‿'
            | '∼'
            | '．'
            | '／'
            | '＼'
            | '＿'
            | '：'
            | '＊'
            | '～'
            | '＝'
    )
}
