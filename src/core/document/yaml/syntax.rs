//! Syntax errors in plain words, and lines indented with tabs.

use granit_parser::{ErrorKind, ScanError};

use super::super::limits::MAX_DEPTH;
use super::super::lines::Lines;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::language::{Text, text};

/// The fault at the place where the parser gave up.
pub(super) fn fault(file: &str, source: &str, lines: &Lines<'_>, error: &ScanError) -> Diagnostic {
    let start = error.marker().byte_offset().unwrap_or(source.len());
    // At the end of a line or of the file there is no character to point at.
    let sign = source.get(start..).and_then(|rest| rest.chars().next());
    let width = sign.filter(|c| !matches!(c, '\n' | '\r')).map_or(0, char::len_utf8);
    let place = Place { span: Some(lines.span(start, start + width)), ..Place::file(file) };
    let (code, message, help) = explain(error);
    let fault = Diagnostic::new(code, message).at(place);
    match help {
        Some(help) => fault.help(help),
        None => fault,
    }
}

/// Code, message and help for an error of the parser.
fn explain(error: &ScanError) -> (Code, Text, Option<Text>) {
    let quotes = || text("sätt citattecken om hela texten", "put quotes round the whole text");
    let (message, help) = match error.kind() {
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabAtBlockScalarStart
        | ErrorKind::TabInPlainScalar => {
            return (
                Code::Tab,
                text(
                    "en tabb står där bara blanksteg får stå",
                    "a tab stands where only spaces may stand",
                ),
                Some(spaces()),
            );
        }
        ErrorKind::RecursionLimitExceeded => {
            let message = text(
                format!("listor och nycklar ligger djupare än {MAX_DEPTH} nivåer"),
                format!("lists and keys are nested deeper than {MAX_DEPTH} levels"),
            );
            return (
                Code::TooDeep,
                message,
                Some(text("gör strukturen plattare", "make the structure flatter")),
            );
        }
        ErrorKind::UndeclaredTagHandle => {
            let message = text(
                "ett ord som börjar med `!` betyder inget här",
                "a word that begins with `!` has no meaning here",
            );
            return (Code::Tag, message, Some(quotes()));
        }
        ErrorKind::UnclosedQuotedScalar | ErrorKind::DocumentIndicatorInQuotedScalar => (
            text("ett citattecken saknar sin avslutning", "a quote is not closed"),
            text("sätt citattecken även där texten slutar", "put a quote also where the text ends"),
        ),
        ErrorKind::InvalidTrailingSingleQuotedScalar
        | ErrorKind::InvalidTrailingDoubleQuotedScalar => (
            text(
                "det står text efter det avslutande citattecknet",
                "there is text after the closing quote",
            ),
            text(
                "låt citattecknen omfatta hela texten; ett `'` inuti `'…'` skrivs två gånger",
                "let the quotes hold the whole text; a `'` within `'…'` is written twice",
            ),
        ),
        ErrorKind::UnclosedFlowCollection { open } => (
            text(format!("`{open}` saknar sin avslutning"), format!("`{open}` is not closed")),
            text(
                format!("skriv `{}` där den slutar", closing(*open)),
                format!("write `{}` where it ends", closing(*open)),
            ),
        ),
        ErrorKind::UnexpectedEofFlowSequence => unclosed('['),
        ErrorKind::UnexpectedEofFlowMapping | ErrorKind::UnexpectedEofImplicitFlowMapping => {
            unclosed('{')
        }
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => (
            text(
                format!("`{open}` avslutas med `{close}`"),
                format!("`{open}` is closed with `{close}`"),
            ),
            text(format!("skriv `{}`", closing(*open)), format!("write `{}`", closing(*open))),
        ),
        ErrorKind::MisplacedFlowCollectionEnd => (
            text("här slutar något som aldrig börjat", "something ends here that never began"),
            text(
                "ta bort tecknet, eller sätt citattecken om texten",
                "remove the sign, or put quotes round the text",
            ),
        ),
        ErrorKind::ExpectedFlowMappingSeparator => (
            text("här väntades `,` eller `}`", "`,` or `}` was expected here"),
            text(
                "skriv `,` mellan nycklarna; sätt citattecken om en text med skiljetecken",
                "write `,` between the keys; put quotes round a text with punctuation",
            ),
        ),
        ErrorKind::ExpectedFlowSequenceSeparator => (
            text("här väntades `,` eller `]`", "`,` or `]` was expected here"),
            text(
                "skriv `,` mellan värdena; sätt citattecken om en text med skiljetecken",
                "write `,` between the values; put quotes round a text with punctuation",
            ),
        ),
        ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement => (
            text("här får inget `:` stå", "no `:` may stand here"),
            text(
                "sätt citattecken om en text som har `: ` i sig, eller rätta indragningen",
                "put quotes round a text that has `: ` in it, or correct the indentation",
            ),
        ),
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => (
            text(
                "raden är varken `nyckel: värde` eller `- värde`",
                "the line is neither `key: value` nor `- value`",
            ),
            text(
                "skriv `:` och ett blanksteg efter nyckeln",
                "write `:` and a space after the key",
            ),
        ),
        ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::ExpectedBlockSequenceEntry
        | ErrorKind::InvalidIndentation
        | ErrorKind::BlockSequenceEntryNotAllowed
        | ErrorKind::MappingKeyNotAllowed
        | ErrorKind::InvalidQuotedScalarIndent
        | ErrorKind::InvalidFlowScalarIndent
        | ErrorKind::InvalidBlockScalarIndent => (
            text("indragningen stämmer inte", "the indentation does not fit"),
            text(
                "börja raden i samma kolumn som de rader den hör ihop med",
                "begin the line in the same column as the lines that it belongs with",
            ),
        ),
        ErrorKind::MissingAnchorOrAliasName => (
            text("`*` och `&` får inte stå ensamma", "`*` and `&` may not stand alone"),
            text(
                "utelämna villkoret om allt duger, annars sätt citattecken om texten",
                "leave the condition out if anything will do, else put quotes round the text",
            ),
        ),
        ErrorKind::InvalidBlockScalarHeader => (
            text(
                "`>` och `|` först i ett värde betyder text på flera rader",
                "`>` and `|` first in a value mean text on several lines",
            ),
            text("ett intervall skrivs `5..` eller `..5`", "a range is written `5..` or `..5`"),
        ),
        ErrorKind::UnexpectedCharacter { character } => (
            text(
                format!("ett värde får inte börja med `{}`", character.escape_default()),
                format!("a value may not begin with `{}`", character.escape_default()),
            ),
            quotes(),
        ),
        ErrorKind::PlainScalarStartsWithDashFlowIndicator
        | ErrorKind::BlockEntryInFlowCollection => {
            (text("ett ensamt `-` är inget värde", "a `-` alone is not a value"), quotes())
        }
        ErrorKind::UnknownQuotedScalarEscape => (
            text(
                "`\\` och tecknet efter betyder inget",
                "`\\` and the sign after it have no meaning",
            ),
            text(
                "skriv `\\\\`, eller använd `'…'` i stället för `\"…\"`",
                "write `\\\\`, or use `'…'` instead of `\"…\"`",
            ),
        ),
        _ => {
            let words = error.info().replace('`', "'");
            let message = text(
                format!("texten är inte YAML: `{words}`"),
                format!("the text is not YAML: `{words}`"),
            );
            return (Code::YamlSyntax, message, None);
        }
    };
    (Code::YamlSyntax, message, Some(help))
}

fn unclosed(open: char) -> (Text, Text) {
    let close = closing(open);
    (
        text(format!("`{open}` saknar sin avslutning"), format!("`{open}` is not closed")),
        text(format!("skriv `{close}` där den slutar"), format!("write `{close}` where it ends")),
    )
}

const fn closing(open: char) -> char {
    if open == '[' { ']' } else { '}' }
}

fn spaces() -> Text {
    text("dra in med blanksteg, två för varje nivå", "indent with spaces, two for each level")
}

/// The faults of lines that are indented with a tab, outside block texts. O(n).
///
/// Blank lines and comments have no depth and may have tabs. Quoted text may legally continue after a tab, but that is
/// not worth an exception.
pub(in crate::document) fn tabs(file: &str, source: &str, lines: &Lines<'_>) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let mut block: Option<usize> = None;
    let mut start = 0;
    for line in source.split_inclusive('\n') {
        let words = line.trim_start_matches([' ', '\t']);
        let indent = line.get(..line.len() - words.len()).unwrap_or_default();
        let depth = indent.find('\t').unwrap_or(indent.len());
        let blank = words.trim_end().is_empty();
        let inside = block.is_some_and(|parent| blank || depth > parent);
        if !inside {
            let bearing = !blank && !words.starts_with('#');
            if bearing && depth < indent.len() {
                let at = start + depth;
                let place = Place { span: Some(lines.span(at, at + 1)), ..Place::file(file) };
                let message = text("raden är indragen med tabb", "the line is indented with a tab");
                faults.push(Diagnostic::new(Code::Tab, message).at(place).help(spaces()));
            }
            block = opens_block(words).then_some(depth);
        }
        start += line.len();
    }
    faults
}

/// Whether a block text begins after this line: it ends with `|` or `>`, possibly with an indicator.
fn opens_block(line: &str) -> bool {
    let code = line.split(" #").next().unwrap_or(line).trim_end();
    let header = code.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-'));
    let Some(before) = header.strip_suffix(['|', '>']) else {
        return false;
    };
    !line.starts_with('#') && (before.is_empty() || before.ends_with([' ', '\t']))
}
