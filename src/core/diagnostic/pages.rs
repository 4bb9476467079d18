//! Pages of the codes, shown by `handover explain CODE`: meaning, reason, an example, and what to write instead.
//!
//! The pages are `docs/codes/*.md`, embedded in the program. A file has its words in each language and one example for
//! both; this module combines the parts for one reader.

use super::{Code, Severity};
use crate::language::Lang;

/// The page of a code in one language, as Markdown that ends with a newline.
#[must_use]
pub fn page(code: Code, lang: Lang) -> String {
    let (words, example, instead) = match lang {
        Lang::Sv => ("Svenska", "Exempel", "I stället"),
        Lang::En => ("English", "Example", "Instead"),
    };
    let gravity = match (code.severity(), lang) {
        (Severity::Error, Lang::Sv) => "Ett fel: reglerna kan inte användas förrän det är rättat.",
        (Severity::Error, Lang::En) => "An error: the rules cannot be used until it is mended.",
        (Severity::Warning, Lang::Sv) => "En varning: reglerna kan användas, men titta här.",
        (Severity::Warning, Lang::En) => "A warning: the rules can be used, but look here.",
    };
    let source = code.page_source();
    // The headings of the words are raised to the level of those of the example.
    let words = section(source, words).replace("### ", "## ");
    format!(
        "# {code}: {}\n\n{gravity}\n\n{words}\n\n## {example}\n\n{}\n\n## {instead}\n\n{}\n",
        code.title(lang),
        section(source, "Exempel · Example"),
        section(source, "I stället · Instead"),
    )
}

/// Text under a heading of the second level, trimmed. Empty where there is no such heading; a test checks that every
/// page has them all.
fn section<'a>(source: &'a str, heading: &str) -> &'a str {
    let found = source
        .split("\n## ")
        .find_map(|part| part.strip_prefix(heading).filter(|rest| rest.starts_with('\n')));
    found.unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_speaks_one_language_and_keeps_the_example() {
        let swedish = page(Code::Tab, Lang::Sv);
        assert!(
            swedish.starts_with("# tab: en rad är indragen med tabb\n\nEtt fel: "),
            "{swedish}"
        );
        assert!(swedish.contains("\n\n## Vad det betyder\n\n"), "{swedish}");
        assert!(swedish.contains("\n\n## Exempel\n\n```yaml checks.yaml\n"), "{swedish}");
        assert!(!swedish.contains("What it means"), "{swedish}");
        assert!(!swedish.contains("\n\n\n"), "{swedish}");
        let english = page(Code::Tab, Lang::En);
        assert!(english.contains("\n\n## Instead\n\n```yaml"), "{english}");
        assert!(english.ends_with("```\n"), "{english}");
    }

    #[test]
    fn a_heading_is_found_whole() {
        let source = "# x\n\n## One more\n\na\n\n## One\n\nb\n";
        assert_eq!(section(source, "One"), "b");
        assert_eq!(section(source, "Two"), "");
    }
}
