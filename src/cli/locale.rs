//! The language of the environment.

use handover_core::language::Lang;

/// The language of the locale's environment variables; `None` if it is neither.
pub(super) fn locale() -> Option<Lang> {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = set("LC_ALL").or_else(|| set("LC_MESSAGES")).or_else(|| set("LANG"))?;
    match locale.get(..2)? {
        "sv" => Some(Lang::Sv),
        "en" => Some(Lang::En),
        _ => None,
    }
}
