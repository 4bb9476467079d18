//! The nearest known name, for suggestions.

/// Longer names than this, in bytes, are not compared: comparing takes time with the square of the length.
pub const MAX_COMPARED: usize = 80;

/// The candidate closest to `name`, if it is close enough for a typing error.
///
/// Case does not matter, nor do diacritics (`hjälp` is `hjalp`) or the choice of hyphen, underscore and space. One edit
/// in three characters counts as an error. The result does not depend on the order of candidates: the fewest edits win,
/// then the alphabet.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if name.len() > MAX_COMPARED {
        return None;
    }
    let wanted = fold(name);
    candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= MAX_COMPARED)
        .filter_map(|candidate| {
            let folded = fold(candidate);
            let edits = strsim::damerau_levenshtein(&wanted, &folded);
            let tolerated = wanted.chars().count().max(folded.chars().count()) / 3;
            (edits <= tolerated).then(|| (edits, strsim::levenshtein(name, candidate), candidate))
        })
        .min()
        .map(|(_, _, candidate)| candidate)
}

/// The word without the distinctions that people often get wrong.
fn fold(word: &str) -> String {
    word.chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'å' | 'ä' | 'á' | 'à' | 'æ' => 'a',
            'ö' | 'ø' => 'o',
            'é' | 'è' | 'ë' => 'e',
            'ü' => 'u',
            '_' | ' ' => '-',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: [&str; 5] = ["case_type", "care_level", "specialty", "Sjuksköterska", "priority"];

    #[test]
    fn slips_are_found() {
        for (name, meant) in [
            ("case-type", "case_type"),
            ("casetype", "case_type"),
            ("Care_Levl", "care_level"),
            ("sjukskoterska", "Sjuksköterska"),
            ("speciality", "specialty"),
            ("pritority", "priority"),
            ("prioirty", "priority"),
        ] {
            assert_eq!(nearest(name, WORDS), Some(meant), "{name}");
        }
    }

    #[test]
    fn other_words_are_not() {
        for name in ["", "x", "unit", "colour", &"case_type".repeat(20)] {
            assert_eq!(nearest(name, WORDS), None, "{name}");
        }
    }

    #[test]
    fn order_of_candidates_does_not_matter() {
        assert_eq!(nearest("move", ["mode", "love"]), Some("love"));
        assert_eq!(nearest("move", ["love", "mode"]), Some("love"));
        assert_eq!(nearest("Move", ["move", "Move"]), Some("Move"));
    }
}
