//! The language that a client asks for, by `Accept-Language`.

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;

use handover_core::language::Lang;

/// The language that the client likes best of those that there are; `None` where it names neither.
pub(super) fn asked_for(headers: &HeaderMap) -> Option<Lang> {
    let mut best: Option<(Lang, f32)> = None;
    let values = headers.get_all(ACCEPT_LANGUAGE);
    for range in values.iter().filter_map(|value| value.to_str().ok()).flat_map(|v| v.split(',')) {
        let (tag, weight) = range.split_once(';').unwrap_or((range, ""));
        let lang = match tag.trim().split('-').next() {
            Some(primary) if primary.eq_ignore_ascii_case("sv") => Lang::Sv,
            Some(primary) if primary.eq_ignore_ascii_case("en") => Lang::En,
            _ => continue,
        };
        let weight = weight.trim().strip_prefix("q=").map_or(1.0, |q| q.parse().unwrap_or(0.0));
        if weight > best.map_or(0.0, |(_, weight)| weight) {
            best = Some((lang, weight));
        }
    }
    best.map(|(lang, _)| lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_liked_language_is_taken() {
        let asked = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_LANGUAGE, value.parse().unwrap());
            asked_for(&headers)
        };
        assert_eq!(asked("sv"), Some(Lang::Sv));
        assert_eq!(asked("en-GB, sv;q=0.8"), Some(Lang::En));
        assert_eq!(asked("de, en;q=0.5, sv-SE;q=0.7"), Some(Lang::Sv));
        assert_eq!(asked("sv;q=0, en;q=0.1"), Some(Lang::En));
        for other in ["de", "*", "", "sv;q=x"] {
            assert_eq!(asked(other), None, "{other}");
        }
    }
}
