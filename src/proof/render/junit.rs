//! Tests as JUnit XML, for build servers. Written by hand: it has five elements and escaped text.

use std::fmt::{self, Write};

use handover_core::language::Lang;
use handover_core::wire::report::{TestReport, TestResult};

use super::text::differences_as_text;

/// A report as JUnit XML: a suite for each file, a case for each test or row of one.
///
/// Without times, so that the same tests give the same bytes. A report without tests is a failure.
#[must_use]
pub fn junit(report: &TestReport, lang: Lang) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    // Writing to a string cannot fail.
    let _ = suites(&mut out, report, lang);
    out
}

fn suites(out: &mut String, report: &TestReport, lang: Lang) -> fmt::Result {
    let mut files: Vec<&str> = report.tests.iter().map(|test| test.file.as_str()).collect();
    files.dedup();
    let summary = report.summary;
    let (tests, failures) =
        (summary.total.max(1), summary.failed + usize::from(summary.total == 0));
    let name = Escaped(&report.ruleset.title);
    writeln!(
        out,
        r#"<testsuites name="{name}" tests="{tests}" failures="{failures}" errors="0">"#
    )?;
    for file in files {
        let own: Vec<&TestResult> = report.tests.iter().filter(|test| test.file == file).collect();
        let failed = own.iter().filter(|test| !test.passed).count();
        let (name, tests) = (Escaped(file), own.len());
        writeln!(
            out,
            r#"  <testsuite name="{name}" tests="{tests}" failures="{failed}" errors="0" skipped="0">"#
        )?;
        for test in own {
            case(out, test, lang)?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    if summary.total == 0 {
        let message = if lang == Lang::Sv { "inga tester" } else { "no tests" };
        writeln!(
            out,
            "  <testsuite name=\"tests\" tests=\"1\" failures=\"1\" errors=\"0\" skipped=\"0\">\n    \
             <testcase name=\"tests\" classname=\"tests\">\n      <failure message=\"{message}\"/>\n    \
             </testcase>\n  </testsuite>"
        )?;
    }
    writeln!(out, "</testsuites>")
}

fn case(out: &mut String, test: &TestResult, lang: Lang) -> fmt::Result {
    let row = test.row.map_or(String::new(), |row| format!(" [{row}]"));
    let (name, file) = (format!("{}{row}", test.name), Escaped(&test.file));
    let name = Escaped(&name);
    write!(out, r#"    <testcase name="{name}" classname="{file}" file="{file}""#)?;
    if let Some(line) = test.line {
        write!(out, r#" line="{line}""#)?;
    }
    if test.passed {
        return writeln!(out, "/>");
    }
    let what = match &test.error {
        Some(error) => error.clone(),
        None => {
            let labels: Vec<&str> = test.differences.iter().map(|one| one.label.as_str()).collect();
            labels.join(", ")
        }
    };
    let detail = differences_as_text(test, lang);
    writeln!(
        out,
        ">\n      <failure message=\"{}\">{}</failure>",
        Escaped(&what),
        Escaped(&detail)
    )?;
    writeln!(out, "    </testcase>")
}

/// Text escaped for XML attributes and elements.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&apos;")?,
                // In an attribute a line break would be read as a space.
                '\n' => f.write_str("&#10;")?,
                '\t' => f.write_str("&#9;")?,
                // XML 1.0 cannot represent other control characters.
                c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {
                    f.write_char('\u{fffd}')?;
                }
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_escaped_or_replaced() {
        let written = Escaped("a<b & \"c\" 'd'>\n\u{1b}[31m\u{fffe}å").to_string();
        assert_eq!(
            written,
            "a&lt;b &amp; &quot;c&quot; &apos;d&apos;&gt;&#10;\u{fffd}[31m\u{fffd}å"
        );
    }
}
