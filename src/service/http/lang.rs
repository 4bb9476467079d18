//! The language of answers, by `Accept-Language`.

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use handover_core::language::Lang;

use crate::state::app::App;
use crate::state::rules::Version;

/// The language of an answer: the client's, else that of the configuration, else the rule set's first.
pub(super) fn of_answer(app: &App, headers: &HeaderMap, version: &Version) -> Lang {
    let asked = asked_for(headers).or(app.config.lang);
    asked.unwrap_or_else(|| version.engine.rule_set().first_language())
}

/// The available language that the client prefers; `None` if it names neither.
fn asked_for(headers: &HeaderMap) -> Option<Lang> {
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
    fn the_preferred_language_is_chosen() {
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
