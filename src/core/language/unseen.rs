//! Characters that cannot be seen.

/// Whether a character cannot be seen, and is no white space: soft hyphens, joiners, marks of direction, variation selectors
/// and their kin (Unicode: `Default_Ignorable_Code_Point`), and controls.
#[must_use]
pub fn is_unseen(character: char) -> bool {
    match character {
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{FEFF}' | '\u{3164}' | '\u{FFA0}' => true,
        '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}' | '\u{180B}'..='\u{180F}' => true,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' => true,
        '\u{FE00}'..='\u{FE0F}' | '\u{FFF0}'..='\u{FFF8}' => true,
        '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}' => true,
        _ => character.is_control() && !character.is_whitespace(),
    }
}

/// Whether a text has something to see.
#[must_use]
pub fn is_visible(text: &str) -> bool {
    text.chars().any(|c| !c.is_whitespace() && !is_unseen(c))
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
        c if is_unseen(c) => Some(("ett tecken som inte syns", "a character that is not seen")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_and_unseen_characters_show_nothing() {
        for unseen in ["", " ", "\n", "\u{200b}", "\u{ad}\u{a0}", "\u{2003}", "\u{3164}", "\u{34f}"]
        {
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
