//! Names as people read them: the form in which names are compared, and the look of a name.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};
use unicode_security::confusable_detection::skeleton;

use super::unseen::is_unseen;

/// A name in the form used for comparison: lower case, in compatible form (NFKC), without characters that are not seen, with
/// one space where any run of white space stands and one hyphen for every dash. Borrows if nothing has to change.
#[must_use]
pub fn normalise(name: &str) -> Cow<'_, str> {
    let trimmed = name.trim();
    if is_western(trimmed) {
        // In such a name, the capitals from À to Þ are those that end with these bytes.
        let capital = |byte: u8| matches!(byte, b'A'..=b'Z' | 0x80..=0x9E);
        return if trimmed.bytes().fold(false, |any, byte| any | capital(byte)) {
            Cow::Owned(trimmed.to_lowercase())
        } else {
            Cow::Borrowed(trimmed)
        };
    }
    if is_normal(trimmed) {
        return Cow::Borrowed(trimmed);
    }
    Cow::Owned(folded(trimmed))
}

/// The form used for comparison of any trimmed name.
fn folded(trimmed: &str) -> String {
    let seen: String = trimmed.nfkc().filter(|&c| !is_unseen(c)).map(plain).collect();
    let mut normal = String::with_capacity(seen.len());
    for word in seen.split_whitespace() {
        if !normal.is_empty() {
            normal.push(' ');
        }
        normal.push_str(word);
    }
    normal.to_lowercase().nfkc().collect()
}

/// Whether two names are the same as people read them.
#[must_use]
pub fn is_same(one: &str, other: &str) -> bool {
    one == other || normalise(one) == normalise(other)
}

/// The position of the entry that has a name: as it is written, else as people read it. Requests mostly use a written name,
/// which needs no folding to be found.
#[must_use]
pub fn position<'n, const N: usize>(
    name: &str,
    entries: impl Iterator<Item = [&'n str; N]> + Clone,
) -> Option<usize> {
    let written = entries.clone().position(|names| names.contains(&name));
    written.or_else(|| {
        let wanted = normalise(name);
        entries.clone().position(|names| names.iter().any(|own| normalise(own) == wanted))
    })
}

/// Whether a trimmed name has only letters of western Europe, ASCII signs and single spaces, as nearly every name does: then
/// nothing but the case of its letters can differ from the form used for comparison.
fn is_western(name: &str) -> bool {
    // The letters from À to ÿ are those with the lead byte C3.
    let western = |byte: u8| matches!(byte, b' '..=b'~' | 0x80..=0xBF | 0xC3);
    // Every byte is looked at, so that the compiler can take many at a time.
    name.bytes().fold(true, |all, byte| all & western(byte)) && !has_double_space(name)
}

fn has_double_space(name: &str) -> bool {
    name.as_bytes().windows(2).fold(false, |any, pair| any | matches!(pair, [b' ', b' ']))
}

/// Whether a trimmed name is in the form used for comparison.
fn is_normal(name: &str) -> bool {
    let mut after_space = false;
    let stays = |c: char| {
        let again = c == ' ' && std::mem::replace(&mut after_space, c == ' ');
        after_space = c == ' ';
        let odd_space = c != ' ' && c.is_whitespace();
        !again && !odd_space && !c.is_uppercase() && !is_unseen(c) && plain(c) == c
    };
    name.chars().all(stays) && is_nfkc_quick(name.chars()) == IsNormalized::Yes
}

/// A hyphen for any dash and an apostrophe for any of its kin; other characters stay.
fn plain(character: char) -> char {
    match character {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' => '-',
        '\u{2018}' | '\u{2019}' | '\u{2BC}' | '\u{2032}' => '\'',
        other => other,
    }
}

/// The look of a name: equal for names that are told apart only by letters that look alike, such as the Latin `a` and the
/// Cyrillic `а` (Unicode Technical Standard 39). It is no name itself.
#[must_use]
pub fn look(name: &str) -> String {
    skeleton(&normalise(name)).collect()
}

/// The first letter of another script than that of the rules. Only names with one can look like another name without being it,
/// apart from digits that look like letters.
#[must_use]
pub fn foreign_letter(name: &str) -> Option<char> {
    name.chars().find(|&c| c > '\u{24F}' && c.is_alphabetic())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_that_read_alike_are_equal() {
        for (written, read) in [
            ("O\u{308}gon", "ögon"),
            ("  Valbo \u{a0} Din\thälsocentral ", "valbo din hälsocentral"),
            ("Hjälp\u{ad}medel", "hjälpmedel"),
            ("Hjälp\u{200b}medel\u{200e}", "hjälpmedel"),
            ("ＳＳＫ", "ssk"),
            ("Kardiologi\u{2011}allmän", "kardiologi-allmän"),
            ("Av– eller omboka", "av- eller omboka"),
            ("S:t Görans", "s:t görans"),
            ("\u{200b} \u{ad}", ""),
            ("ﬁn", "fin"),
        ] {
            assert_eq!(normalise(written), read, "{written:?}");
        }
        assert_ne!(normalise("kirurgi"), normalise("kirurgin"));
    }

    #[test]
    fn an_entry_is_found_as_written_first() {
        let entries = || [["Move", "flytta"], ["MOVE", "Flytta"]].into_iter();
        assert_eq!(position("MOVE", entries()), Some(1));
        assert_eq!(position(" FLYTTA", entries()), Some(0));
        assert_eq!(position("flyt", entries()), None);
    }

    #[test]
    fn a_name_in_the_form_of_comparison_is_borrowed() {
        for name in ["valbo din hälsocentral", " av- eller omboka tid ", "3/2", "é"] {
            assert!(matches!(normalise(name), Cow::Borrowed(_)), "{name}");
        }
    }

    #[test]
    fn letters_that_look_alike_have_one_look() {
        assert_eq!(look("Sjuksk\u{f6}tersk\u{430}"), look("sjuksköterska"));
        assert_ne!(look("ort"), look("ortopedi"));
        assert_eq!(foreign_letter("sk\u{430}"), Some('\u{430}'));
        assert_eq!(foreign_letter("Sjuksköterska É"), None);
    }

    proptest! {
        #[test]
        fn normalising_once_is_enough(name in "\\PC{0,12}|[ a-zA-ZåÄ\u{ad}\u{a0}\u{200b}Ａﬁ\u{2011}\u{308}]{0,12}") {
            let once = normalise(&name).into_owned();
            let twice = normalise(&once).into_owned();
            prop_assert_eq!(&twice, &once);
            prop_assert!(is_normal(&once) || matches!(normalise(&once), Cow::Owned(_)));
        }

        #[test]
        fn letters_of_western_europe_need_their_case_folded_only(name in "[ -~À-ÿ]{0,12}|\\PC{0,3}") {
            let name = name.trim();
            if is_western(name) {
                prop_assert_eq!(normalise(name), folded(name));
            }
        }

        #[test]
        fn what_is_not_seen_makes_no_difference(
            before in "[a-zåäö]{0,6}", after in "[a-zåäö]{1,6}",
            unseen in prop::sample::select(vec!['\u{ad}', '\u{200b}', '\u{200d}', '\u{200e}', '\u{2060}', '\u{feff}', '\u{fe0f}']),
        ) {
            let written = format!("{before}{unseen}{after}");
            let read = normalise(&written).into_owned();
            prop_assert_eq!(read, format!("{before}{after}"));
        }
    }
}
