//! The page of each code.
use super::{Code, Lang};
/// The page.
#[must_use]
pub fn page(code: Code, lang: Lang) -> String {
    code.title(lang).to_owned()
}
