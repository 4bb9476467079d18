//! Characters that cannot be seen.

/// Whether a text has something to see.
#[must_use]
pub fn is_visible(text: &str) -> bool {
    text.chars().any(|c| c != ' ' && named(c).is_none())
}

/// Whether a character governs how text is shown, so that what is seen is not what is written.
#[must_use]
pub fn governs(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// What a character that cannot be seen is called in Swedish and in English; `None` for others and for the plain blank.
#[must_use]
pub fn named(c: char) -> Option<(&'static str, &'static str)> {
    match c {
        '\u{a0}' | '\u{202f}' | '\u{2007}' => Some(("ett hårt blanksteg", "a no-break space")),
        '\u{ad}' => Some(("ett mjukt bindestreck", "a soft hyphen")),
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {
            Some(("ett tecken utan bredd", "a character without width"))
        }
        '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
            Some(("en radbrytning", "a line break"))
        }
        '\t' => Some(("en tabb", "a tab")),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => Some((
            "ett tecken som vänder skrivriktningen",
            "a character that turns the direction of writing",
        )),
        c if c.is_control() => Some(("ett styrtecken", "a control character")),
        c if c != ' ' && c.is_whitespace() => Some(("ett ovanligt blanksteg", "an unusual space")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_and_unseen_characters_show_nothing() {
        for unseen in ["", " ", "\n", "\u{200b}", "\u{ad}\u{a0}", "\u{2003}"] {
            assert!(!is_visible(unseen), "{unseen:?}");
        }
        for visible in ["a", " . ", "\u{200b}å"] {
            assert!(is_visible(visible), "{visible:?}");
        }
    }

    #[test]
    fn whatever_governs_the_text_has_a_name() {
        for c in (0..0x3000).filter_map(char::from_u32).filter(|&c| governs(c)) {
            assert!(named(c).is_some(), "{c:?}");
        }
        assert!(!governs('\u{ad}') && !governs('å'));
    }
}
