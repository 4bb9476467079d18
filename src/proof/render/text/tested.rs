//! The results of a rule set's tests, and their coverage.

use std::fmt::Write;

use super::parts::{place, severity};
use handover_core::language::Lang;
use handover_core::wire::report::{
    Coverage, ExpectedRule, Share, SideBySide, TableName, TestDifference, TestReport, TestResult,
    TestSummary, TestWhy,
};

/// Options for writing a report.
#[derive(Debug, Clone, Copy, Default)]
pub struct TestedOptions {
    /// The language, which is that of the report.
    pub lang: Lang,
    /// ANSI colours, for a terminal.
    pub color: bool,
    /// Also lists tests that pass.
    pub verbose: bool,
}

/// Maximum number of gaps in coverage listed.
const LISTED: usize = 30;

/// A report: failures with reasons, one line for the whole, then coverage.
#[must_use]
pub fn tested(report: &TestReport, options: TestedOptions) -> String {
    let lang = options.lang;
    let mut out = String::new();
    for test in &report.tests {
        if test.passed {
            if options.verbose {
                line!(out, "{} {}", paint("✓", GREEN, options), headed(test, lang));
            }
        } else {
            failed(&mut out, test, options);
        }
    }
    if report.succeeded() && options.verbose {
        line!(out);
    }
    summary(&mut out, report, options);
    if let Some(coverage) = &report.coverage {
        covered(&mut out, coverage, lang);
    }
    out
}

const GREEN: &str = "32";
const RED: &str = "31";

fn paint(text: &str, color: &str, options: TestedOptions) -> String {
    if options.color { format!("\u{1b}[{color}m{text}\u{1b}[0m") } else { text.to_owned() }
}

/// `name, rad 2  (tests/a.yaml:14)`.
fn headed(test: &TestResult, lang: Lang) -> String {
    let row = test.row.map_or(String::new(), |row| format!(", {} {row}", lang.say("rad", "row")));
    let line = test.line.map_or(String::new(), |line| format!(":{line}"));
    format!("{}{row}  ({}{line})", test.name, test.file)
}

fn failed(out: &mut String, test: &TestResult, options: TestedOptions) {
    let lang = options.lang;
    line!(out, "{} {}", paint("✗", RED, options), headed(test, lang));
    details(out, test, lang);
    line!(out);
}

/// The differences of a test, and the reasons, without a heading.
pub(in crate::render) fn differences_as_text(test: &TestResult, lang: Lang) -> String {
    let mut out = String::new();
    details(&mut out, test, lang);
    out
}

fn details(out: &mut String, test: &TestResult, lang: Lang) {
    if let Some(error) = &test.error {
        let head = lang.say("Det går inte att fråga så här:", "This cannot be asked:");
        line!(out, "  {head} {error}");
    }
    if !test.differences.is_empty() {
        side_by_side(out, &test.differences, lang);
    }
    if let Some(why) = &test.why {
        write_why(out, why, lang);
    }
}

fn side_by_side(out: &mut String, differences: &[TestDifference], lang: Lang) {
    let length = |text: &str| text.chars().count();
    let (expected, got) = (lang.say("väntat", "expected"), lang.say("fick", "got"));
    let shown = |side: &Option<String>| side.clone().unwrap_or_else(|| "–".to_owned());
    let sides = || differences.iter().flat_map(|one| &one.sides);
    let labels = differences.iter().map(|one| length(&one.label)).max().unwrap_or(0);
    let left = sides().map(|side| length(&shown(&side.expected))).max().unwrap_or(0);
    let left = left.max(length(expected));
    line!(out, "  {:labels$}  {expected:left$}  {got}", "");
    for difference in differences {
        for (index, SideBySide { expected, got }) in difference.sides.iter().enumerate() {
            let label = if index == 0 { difference.label.as_str() } else { "" };
            line!(out, "  {label:labels$}  {:left$}  {}", shown(expected), shown(got));
        }
    }
}

fn write_why(out: &mut String, why: &TestWhy, lang: Lang) {
    let TestWhy { because, findings, kept_out } = why;
    if because.is_empty() && findings.is_empty() && kept_out.is_empty() {
        return;
    }
    line!(out, "  {}", lang.say("Varför", "Why"));
    for rule in because {
        let decided = lang.say("regeln", "the rule");
        let source = rule
            .source
            .as_ref()
            .map_or(String::new(), |source| format!("  ({})", place(source, lang)));
        let verb = lang.say("avgjorde", "decided");
        line!(out, "    {decided} {} {verb}{source}", rule.rule);
    }
    for finding in findings {
        let source = finding
            .source
            .as_ref()
            .map_or(String::new(), |source| format!("  ({})", place(source, lang)));
        let word = severity(finding.severity, lang);
        line!(out, "    {word} {}: {}{source}", finding.code, finding.message);
    }
    for kept in kept_out {
        kept_why(out, kept, lang);
    }
}

fn kept_why(out: &mut String, kept: &ExpectedRule, lang: Lang) {
    let head = match kept.table {
        TableName::Routing => lang.say("regeln {} avgjorde inte", "the rule {} did not decide"),
        _ => lang.say("kontrollen {} slog inte till", "the check {} did not fire"),
    };
    line!(out, "    {}", head.replace("{}", &kept.rule));
    for condition in &kept.conditions {
        let none = lang.say("inget", "nothing");
        let value = condition.value_label.as_deref().unwrap_or(none);
        let here = lang.say("här", "here");
        line!(out, "      ✗ {}: {}  ({here}: {value})", condition.label, condition.accepts_label);
    }
}

fn summary(out: &mut String, report: &TestReport, options: TestedOptions) {
    let lang = options.lang;
    let rules = &report.ruleset;
    let title = format!("{} ({}, {})", rules.title, rules.id, rules.short_fingerprint());
    let TestSummary { total, failed, left_out, .. } = report.summary;
    let said = match (total, failed, lang) {
        (0, _, _) => {
            nothing(out, report, options);
            return;
        }
        (1, 0, Lang::Sv) => "det enda testet stämmer".to_owned(),
        (1, 0, Lang::En) => "the only test holds".to_owned(),
        (1, _, Lang::Sv) => "det enda testet stämmer inte".to_owned(),
        (1, _, Lang::En) => "the only test fails".to_owned(),
        (_, 0, Lang::Sv) => format!("alla {total} tester stämmer"),
        (_, 0, Lang::En) => format!("all {total} tests hold"),
        (_, _, Lang::Sv) => format!("{failed} av {total} tester stämmer inte"),
        (_, 1, Lang::En) => format!("1 of {total} tests fails"),
        (_, _, Lang::En) => format!("{failed} of {total} tests fail"),
    };
    let left = match (left_out, lang) {
        (0, _) => String::new(),
        (left, Lang::Sv) => format!(" ({left} valdes bort)"),
        (left, Lang::En) => format!(" ({left} left out)"),
    };
    let color = if failed == 0 { GREEN } else { RED };
    line!(out, "{title}: {}{left}", paint(&said, color, options));
}

/// Writes that there are no tests, which is no success.
fn nothing(out: &mut String, report: &TestReport, options: TestedOptions) {
    let lang = options.lang;
    let (said, help) = if report.summary.left_out == 0 {
        (
            lang.say("det finns inga tester", "there are no tests"),
            lang.say(
                "Skriv dem i `tests/*.yaml` bredvid reglerna; `handover test --help` visar hur.",
                "Write them in `tests/*.yaml` beside the rules; `handover test --help` shows how.",
            ),
        )
    } else {
        (
            lang.say("inget test passar filtret", "no test fits the filter"),
            lang.say("`--filter` söker i testernas namn och filnamn; `handover test --verbose` visar dem.",
                "`--filter` looks in names and file names of tests; `handover test --verbose` lists them.",
            ),
        )
    };
    line!(out, "{}: {}", report.ruleset.title, paint(said, RED, options));
    line!(out, "  {help}");
}

/// The name of a table, for people.
fn called(table: TableName, lang: Lang) -> &'static str {
    match table {
        TableName::Routing => lang.say("Vart ärenden ska", "Where cases go"),
        TableName::Priority => lang.say("Prioritet", "Priority"),
        TableName::Methods => lang.say("Metoder", "Methods"),
        TableName::Checks => lang.say("Kontroller", "Checks"),
        TableName::Procedures => lang.say("Steg", "Steps"),
        TableName::Templates => lang.say("Meddelanden", "Messages"),
        TableName::Lifecycles => lang.say("Livscykler", "Lifecycles"),
    }
}

fn covered(out: &mut String, coverage: &Coverage, lang: Lang) {
    let names = coverage.tables.iter().map(|table| called(table.table, lang));
    let total = lang.say("Totalt", "Total");
    let heading = lang.say("Täckning", "Coverage");
    let width = names.chain([total, heading]).map(|name| name.chars().count()).max().unwrap_or(0);
    let (rules, cells) = (lang.say("regler", "rules"), lang.say("rutor", "cells"));
    line!(out);
    line!(out, "{heading:width$}  {rules:>16}  {cells:>16}");
    for table in coverage.tables.iter().filter(|table| table.rules.total > 0) {
        let (rules, cells) = (share(table.rules), share(table.cells));
        line!(out, "{:width$}  {rules:>16}  {cells:>16}", called(table.table, lang));
    }
    line!(out, "{total:width$}  {:>16}  {:>16}", share(coverage.rules), share(coverage.cells));
    line!(out);
    let named = lang.say(
        "Platser i dokumenten som reglerna vilar på",
        "Places in the documents that rules rest on",
    );
    line!(out, "{named}: {}", share(coverage.places));
    if !coverage.missing_places.is_empty() {
        let never = lang.say("Prövas inte av något test", "Tried by no test");
        let places = &coverage.missing_places;
        let shown: Vec<&str> = places.iter().take(LISTED).map(String::as_str).collect();
        let more = if places.len() > LISTED { " …" } else { "" };
        line!(out, "  {never}: {}{more}", shown.join(", "));
    }
    missing(out, coverage, lang);
}

fn missing(out: &mut String, coverage: &Coverage, lang: Lang) {
    if coverage.missing.is_empty() {
        return;
    }
    line!(out);
    line!(out, "{}", lang.say("Inte täckt", "Not covered"));
    if coverage.missing.iter().any(|gap| gap.suggestion.is_some()) {
        let read = lang.say("Förslagen har svaren som reglerna ger i dag. Läs igenom dem innan du sparar dem som tester.",
            "The suggestions have the answers that the rules give today. Read them before you save them as tests.",
        );
        line!(out, "  {read}");
    }
    let (mut shown, mut left, mut rule) = (0, 0, None);
    for gap in &coverage.missing {
        // The cells of a rule that is not covered follow it, and need no lines of their own.
        let own = (gap.table, gap.rule.as_str());
        if gap.whole {
            rule = Some(own);
        } else if rule == Some(own) && gap.suggestion.is_none() {
            continue;
        }
        if gap.suggestion.is_none() && shown >= LISTED {
            left += 1;
            continue;
        }
        shown += 1;
        line!(out, "  {}: {}", gap.rule, gap.text);
        for written in gap.suggestion.iter().flat_map(|suggestion| suggestion.lines()) {
            line!(out, "    {written}");
        }
    }
    if left > 0 {
        line!(out, "  … {left} {}", lang.say("till", "more"));
    }
}

/// `17/18   94 %`.
fn share(share: Share) -> String {
    format!("{}/{} {:>4} %", share.covered, share.total, share.percent())
}
