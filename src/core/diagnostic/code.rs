//! Codes of all diagnostics, in one table.

use std::{fmt, str::FromStr};

use crate::language::Lang;

/// Severity of a diagnostic; errors sort before warnings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The rule set cannot be used.
    Error,
    /// The rule set can be used, but deserves a look.
    Warning,
}

impl Severity {
    /// `error` or `warning`, the same in both languages.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

/// Error of a text that is not a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownCode(String);

impl fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no diagnostic has the code `{}`", self.0)
    }
}

impl std::error::Error for UnknownCode {}

/// Declares [`Code`] from rows of name, code, severity, Swedish title and English title.
macro_rules! codes {
    ($($name:ident $code:literal $severity:ident $sv:literal $en:literal;)*) => {
        /// Kind of fault. A code never changes its meaning.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = $en] $name,)*
        }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Code] = &[$(Code::$name),*];

            /// The code as written, in `snake_case`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Code::$name => $code),* }
            }

            /// Severity of faults with this code.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Code::$name => Severity::$severity),* }
            }

            /// Meaning of the code, in one line.
            #[must_use]
            pub const fn title(self, lang: Lang) -> &'static str {
                match (self, lang) {
                    $((Code::$name, Lang::Sv) => $sv, (Code::$name, Lang::En) => $en),*
                }
            }

            /// Source of the code's page; a code without one does not compile.
            pub(super) const fn page_source(self) -> &'static str {
                match self {
                    $(Code::$name => include_str!(concat!("../../../docs/codes/", $code, ".md"))),*
                }
            }
        }
    };
}

codes! {
    UnreadableFile "unreadable_file" Error "en fil går inte att läsa" "a file cannot be read";
    MissingFile "missing_file" Error "en fil finns inte" "a file does not exist";
    PathOutside "path_outside" Error "en sökväg leder ut ur mappen" "a path leads out of the folder";
    UnlistedFile "unlisted_file" Error "en fil som ingenting läser" "a file that nothing reads";
    FileCycle "file_cycle" Error "en fil tas med två gånger" "a file is included twice";
    NotUtf8 "not_utf8" Error "en fil är inte sparad som UTF-8" "a file is not saved as UTF-8";
    YamlSyntax "yaml_syntax" Error "texten följer inte YAML:s regler" "the text breaks the rules of YAML";
    Tab "tab" Error "en rad är indragen med tabb" "a line is indented with a tab";
    SeveralDocuments "several_documents" Error "en fil rymmer flera dokument" "a file holds several documents";
    DuplicateKey "duplicate_key" Error "en nyckel står två gånger" "a key stands twice";
    Tag "tag" Error "ett ord som börjar med utropstecken" "a word that begins with an exclamation mark";
    MergeKey "merge_key" Error "nyckeln `<<` får inte användas" "the key `<<` may not be used";
    NullValue "null_value" Error "ett värde saknas" "a value is missing";
    HalfLabel "half_label" Error "ett komma har delat en text i två" "a comma has split a text in two";
    CutText "cut_text" Error "en text som en kommentar har klippt av" "a text that a comment has cut off";
    UnseenText "unseen_text" Error "en text med tecken som inte syns" "a text with characters that cannot be seen";
    AliasBomb "alias_bomb" Error "alias upprepar för mycket" "aliases repeat too much";
    UndefinedAlias "undefined_alias" Error "ett alias som inte är definierat" "an alias that is not defined";
    TooLarge "too_large" Error "en fil är för stor" "a file is too large";
    TooDeep "too_deep" Error "värden ligger för djupt" "values are nested too deeply";
    UnknownKey "unknown_key" Error "en nyckel som inte finns" "a key that does not exist";
    MissingKey "missing_key" Error "en nyckel saknas" "a key is missing";
    WrongType "wrong_type" Error "ett värde av fel slag" "a value of the wrong kind";
    WrongValue "wrong_value" Error "ett värde som inte får stå här" "a value that may not stand here";
    UnknownWord "unknown_word" Error "ett ord som inte finns i vokabulären" "a word that the vocabulary lacks";
    DuplicateId "duplicate_id" Error "två saker har samma id" "two things have the same id";
    BadDate "bad_date" Error "ett datum som inte finns" "a date that does not exist";
    BadRange "bad_range" Error "ett intervall som inte går att läsa" "a range that cannot be read";
    BadSource "bad_source" Error "en källa som inte finns" "a source that does not exist";
    BadCell "bad_cell" Error "ett villkor som inte går att läsa" "a condition that cannot be read";
    Overlap "overlap" Error "två regler svarar olika på samma fall" "two rules answer the same case differently";
    Gap "gap" Error "ett fall som ingen regel svarar på" "a case that no rule answers";
    NotProved "not_proved" Warning "något kunde inte bevisas" "something could not be proved";
    UnreachableRule "unreachable_rule" Warning "en regel som aldrig avgör" "a rule that never decides";
    RedundantRule "redundant_rule" Warning "en regel som inte behövs" "a rule that is not needed";
    UnusedPart "unused_part" Warning "en del som aldrig används" "a part that is never used";
    TextDisagrees "text_disagrees" Warning "en text som säger annat än reglerna" "a text that says other than the rules";
    TargetMissing "target_missing" Error "en mottagare som inte finns" "a receiver that does not exist";
    SourceNotInRevision "source_not_in_revision" Warning "en källa som en revision inte har" "a source that a revision does not have";
    ClosedTarget "closed_target" Warning "en mottagare som är stängd vissa dagar" "a receiver that is closed on some days";
    ProviderGap "provider_gap" Warning "en enhet utan vårdgivare vissa dagar" "a unit without a care provider on some days";
    SourceExpired "source_expired" Warning "ett dokument som har gått ut" "a document that has expired";
    UnusedPlace "unused_place" Warning "en plats som ingenting vilar på" "a place that nothing rests on";
    IdleOverride "idle_override" Warning "ett `overrides` som inget ändrar" "an `overrides` that changes nothing";
    DatesUnlikely "dates_unlikely" Warning "dagar som knappast stämmer" "days that can hardly be right";
    SharedName "shared_name" Warning "två saker med samma namn" "two things with the same name";
    ReservedWord "reserved_word" Error "ett ord som språket själv använder" "a word that the language itself uses";
    OverrideCycle "override_cycle" Error "regler som går före varandra i ring" "rules that override each other in a ring";
    IdentityField "identity_field" Error "ett fält som pekar ut en person" "a field that identifies a person";
    IdentityNumber "identity_number" Error "ett personnummer i en fil" "an identity number in a file";
    SectionTwice "section_twice" Error "ett avsnitt står i två filer" "a section stands in two files";
    SectionMissing "section_missing" Error "ett avsnitt saknas" "a section is missing";
    LocalReachesOut "local_reaches_out" Error "en lokal regel når utanför sin enhet" "a local rule reaches beyond its unit";
    BadPlaceholder "bad_placeholder" Error "en platshållare som inte finns" "a placeholder that does not exist";
    LanguageMissing "language_missing" Error "en text saknas på ett språk" "a text is missing in a language";
    SeverityDisagrees "severity_disagrees" Error "allvarsgrader som säger emot varandra" "severities that contradict each other";
    InvariantRefuted "invariant_refuted" Error "en invariant som inte gäller" "an invariant that does not hold";
    InvariantIdle "invariant_idle" Warning "en invariant som inget säger" "an invariant that says nothing";
    InvariantNotProved "invariant_not_proved" Warning "en invariant som inte kunde bevisas" "an invariant that could not be proved";
    MethodDisagrees "method_disagrees" Error "en metod och kontrollerna säger emot varandra" "a method and the checks contradict each other";
    BadLifecycle "bad_lifecycle" Error "en livscykel som inte går ihop" "a lifecycle that does not hold together";
    StatementMissing "statement_missing" Warning "en plats i ett dokument är inte redovisad" "a place of a document is not accounted for";
    StatementPending "statement_pending" Warning "en utsaga som inte är genomgången" "a statement that has not been gone through";
    StatementUncarried "statement_uncarried" Warning "en utsaga som ingen regel bär" "a statement that no rule carries";
    StatementAstray "statement_astray" Warning "en utsaga nämner något som inte finns" "a statement names something that does not exist";
    StatementDisagrees "statement_disagrees" Warning "en utsaga både bärs och avböjs" "a statement is both carried and declined";
    RuleUnstated "rule_unstated" Warning "en regel bär inget av det som platsen säger" "a rule carries nothing of what its place states";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Code {
    type Err = UnknownCode;

    fn from_str(name: &str) -> Result<Code, UnknownCode> {
        Code::ALL
            .iter()
            .copied()
            .find(|code| code.as_str() == name)
            .ok_or_else(|| UnknownCode(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn codes_are_unique_snake_case_and_read_back() {
        let mut seen = BTreeSet::new();
        for &code in Code::ALL {
            let name = code.as_str();
            assert!(seen.insert(name), "{name} stands twice");
            assert!(
                name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
            );
            assert_eq!(name.parse(), Ok(code));
            assert_eq!(code.to_string(), name);
        }
        assert_eq!("nope".parse::<Code>(), Err(UnknownCode("nope".to_owned())));
    }

    #[test]
    fn titles_are_short_lower_case_and_differ() {
        for &code in Code::ALL {
            for lang in [Lang::Sv, Lang::En] {
                let title = code.title(lang);
                assert!(
                    title.len() < 60 && !title.ends_with('.') && !title.contains('\n'),
                    "{title}"
                );
                assert!(title.starts_with(char::is_lowercase), "{title}");
            }
            assert_ne!(code.title(Lang::Sv), code.title(Lang::En));
        }
    }
}
