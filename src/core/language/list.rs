//! Lists of words, truncated when long.

use super::Lang;

/// Maximum length of a list of names in backticks; further ones are counted.
pub const MAX_LISTED: usize = 12;

/// Maximum length of a list within a sentence; a longer one shows two fewer and counts the rest.
pub const MAX_IN_SENTENCE: usize = 8;

/// Conjunction before the last word of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Join {
    /// `a, b and c`.
    And,
    /// `a, b or c`.
    Or,
}

/// Names in backticks, separated by commas; after [`MAX_LISTED`], the number of the others.
#[must_use]
pub fn listing<S: AsRef<str>>(words: &[S], lang: Lang) -> String {
    let shown: Vec<String> =
        words.iter().take(MAX_LISTED).map(|word| format!("`{}`", word.as_ref())).collect();
    let list = shown.join(", ");
    match (words.len().saturating_sub(MAX_LISTED), lang) {
        (0, _) => list,
        (more, Lang::Sv) => format!("{list} och {more} till"),
        (more, Lang::En) => format!("{list} and {more} more"),
    }
}

/// Words within a sentence: `a, b or c`. Above [`MAX_IN_SENTENCE`], the rest is counted.
#[must_use]
pub fn sentence(words: &[String], join: Join, lang: Lang) -> String {
    let joint = match join {
        Join::And => lang.say("och", "and"),
        Join::Or => lang.say("eller", "or"),
    };
    if words.len() > MAX_IN_SENTENCE {
        let shown = MAX_IN_SENTENCE - 2;
        let list = words.iter().take(shown).cloned().collect::<Vec<_>>().join(", ");
        return format!("{list} {joint} {} {}", words.len() - shown, lang.say("till", "more"));
    }
    match words {
        [] => lang.say("inget", "nothing").to_owned(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} {joint} {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_are_cut() {
        let words: Vec<String> = (0..15).map(|n| n.to_string()).collect();
        assert_eq!(listing(&words[..2], Lang::En), "`0`, `1`");
        assert!(listing(&words, Lang::En).ends_with("`11` and 3 more"));
        assert!(listing(&words, Lang::Sv).ends_with("`11` och 3 till"));
        assert_eq!(listing::<&str>(&[], Lang::Sv), "");
    }

    #[test]
    fn sentences_join_the_last_word_and_count_the_rest() {
        let words: Vec<String> = ('a'..='i').map(String::from).collect();
        assert_eq!(sentence(&[], Join::Or, Lang::En), "nothing");
        assert_eq!(sentence(&words[..1], Join::Or, Lang::En), "a");
        assert_eq!(sentence(&words[..3], Join::And, Lang::Sv), "a, b och c");
        assert_eq!(sentence(&words, Join::Or, Lang::Sv), "a, b, c, d, e, f eller 3 till");
    }
}
