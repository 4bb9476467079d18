//! Shapes of names: an upper bound on the similarity of two names (Jaro-Winkler), at a hundredth of the cost.

/// The characters at the start that count as a common prefix.
const PREFIX: usize = 4;
/// The bits for letters: two for each of 32 buckets of characters.
const BUCKETS: u32 = 32;

/// The length, the letters and the first characters of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NameShape {
    length: u32,
    /// The buckets of its characters: in the low half those that occur, in the high half those that occur twice.
    letters: u64,
    start: [Option<char>; PREFIX],
}

impl NameShape {
    /// The shape of a name.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let mut shape = Self { length: 0, letters: 0, start: [None; PREFIX] };
        for char in name.chars() {
            let once = 1 << (u32::from(char) % BUCKETS);
            shape.letters |= if shape.letters & once == 0 { once } else { once << BUCKETS };
            shape.length += 1;
        }
        for (place, char) in shape.start.iter_mut().zip(name.chars()) {
            *place = Some(char);
        }
        shape
    }

    /// Upper bound on the similarity of two names of these shapes, from 0 to 1.
    ///
    /// Never less than [`strsim::jaro_winkler`] of the names, apart from rounding.
    #[must_use]
    pub fn max_similarity(&self, other: &Self) -> f64 {
        let (own, others) = (f64::from(self.length), f64::from(other.length));
        if self.length.min(other.length) == 0 {
            return f64::from(u8::from(self.length == other.length));
        }
        // Common letters, and at most as many others as the shorter rest has beyond its bits.
        let rest = |shape: &Self| shape.length - shape.letters.count_ones();
        let common = (self.letters & other.letters).count_ones() + rest(self).min(rest(other));
        let common = f64::from(common.min(self.length).min(other.length));
        let jaro = (common / own + common / others + 1.0) / 3.0;
        let start = self.start.iter().zip(&other.start);
        let prefix = start.take_while(|(own, other)| own.is_some() && own == other).count();
        jaro + 0.1 * prefix as f64 * (1.0 - jaro)
    }
}

/// An id made of a text: small letters and digits, with a hyphen or an underscore between them.
///
/// `None` if nothing of the text can be part of an id.
#[must_use]
pub fn id_of(text: &str) -> Option<String> {
    let mut id = String::new();
    let mut gap = None;
    for c in text.chars().flat_map(char::to_lowercase) {
        let plain = match c {
            'å' | 'ä' | 'á' | 'à' | 'æ' => 'a',
            'ö' | 'ø' => 'o',
            'é' | 'è' | 'ë' => 'e',
            'ü' => 'u',
            other => other,
        };
        if plain.is_ascii_alphanumeric() {
            id.extend(gap.take().filter(|_| !id.is_empty()));
            id.push(plain);
        } else if gap.is_none() {
            gap = Some(if plain == '_' { '_' } else { '-' });
        }
    }
    (!id.is_empty()).then_some(id)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn names_are_never_more_similar_than_their_shapes(
            own in "[a-dåäö ]{0,12}|\\PC{0,8}|[a-z]{0,40}",
            other in "[a-dåäö ]{0,12}|\\PC{0,8}|[a-z]{0,40}",
        ) {
            let bound = NameShape::new(&own).max_similarity(&NameShape::new(&other));
            let similarity = strsim::jaro_winkler(&own, &other);
            prop_assert!(similarity <= bound + 1e-9, "{similarity} > {bound}");
        }
    }

    #[test]
    fn most_names_are_ruled_out() {
        let bound = |own, other| NameShape::new(own).max_similarity(&NameShape::new(other));
        assert!(bound("kardilogi", "kardiologi") > 0.9);
        for other in ["kirurgi", "ortopedi", "barn- och ungdomsmedicin", "ögon", ""] {
            assert!(bound("kardilogi", other) < 0.84, "{other}");
        }
    }
}
