//! The proofs about a rule set, as text.

/// Writes to a string, which cannot fail.
macro_rules! line {
    ($out:expr) => { $out.push('\n') };
    ($out:expr, $($arg:tt)*) => {{ let _ = writeln!($out, $($arg)*); }};
}

mod count;
mod parts;
mod units;

use count::{counted, on};

use std::fmt::Write;

use crate::analysis::{Surveyed, report};
use handover_core::diagnostic::render::{self, Options};
use handover_core::language::Lang;
use handover_core::language::number::grouped;
use handover_core::wire::report::{
    AnalyseReport, Count, DayPeriod, DiagnosticSeverity, FindingDetail, ProvedInvariants,
    SeldomRule, TableName, Topic,
};

/// The analysis as text.
///
/// A line for each topic, the results by period, then every finding with its location, its cases and remedies.
#[must_use]
pub fn text<'t>(
    surveyed: &Surveyed,
    texts: &dyn Fn(&str) -> Option<&'t str>,
    options: Options,
) -> String {
    let lang = options.lang;
    let report = &report(surveyed, lang);
    let mut out = String::new();
    let rules = &report.ruleset;
    line!(out, "{} ({}, {})", rules.title, rules.id, rules.short_fingerprint());
    line!(out);
    for topic in Topic::ALL {
        let worst = on(report, topic).map(|finding| finding.diagnostic.severity).min();
        let mark = match worst {
            None => "✓",
            Some(DiagnosticSeverity::Warning) => "!",
            Some(DiagnosticSeverity::Error) => "✗",
        };
        let mark = match report.invariants {
            None if topic == Topic::Invariants => "–",
            _ => mark,
        };
        line!(out, "{mark} {}", headline(report, topic, lang));
    }
    periods(&mut out, report, lang);
    seldom(&mut out, &report.seldom, lang);
    units::unstaffed(&mut out, &report.unstaffed, lang);
    units::closing(&mut out, &report.closing, lang);
    // Excerpts are from the files themselves, which a report does not contain.
    for (found, finding) in surveyed.survey.findings.iter().zip(&report.findings) {
        line!(out);
        out.push_str(&render::excerpted(&found.diagnostic, texts, options));
        remedy(&mut out, &finding.detail, lang);
    }
    for other in &surveyed.others {
        line!(out);
        out.push_str(&render::excerpted(other, texts, options));
    }
    let all = surveyed.diagnostics();
    if !all.is_empty() {
        line!(out);
        line!(out, "{}", render::summary(&all, lang));
    }
    out
}

/// A count, or a note that it is too large.
fn many(count: Count, lang: Lang) -> String {
    count.0.map_or_else(|| "> 10^38".to_owned(), |count| grouped(count, lang))
}

/// The result on a topic: proved, or the number of findings.
fn headline(report: &AnalyseReport, topic: Topic, lang: Lang) -> String {
    let found = on(report, topic).count();
    let unproved = on(report, topic).any(|finding| {
        matches!(finding.detail, FindingDetail::NotProved { .. } | FindingDetail::Unknown { .. })
    });
    if unproved {
        return lang.say("Inte bevisat, se nedan", "Not proved, see below").to_owned();
    }
    match topic {
        Topic::Gaps => gaps(report, found, lang),
        Topic::Overlaps if found == 0 => lang
            .say("Inget fall har mer än ett svar", "No case has more than one answer")
            .to_owned(),
        Topic::Overlaps => {
            let pairs: usize = report.tables.iter().filter_map(|table| table.contradictions).sum();
            let pairs = match lang {
                Lang::Sv => counted(pairs, ["regelpar", "regelpar"]),
                Lang::En => counted(pairs, ["pair of rules", "pairs of rules"]),
            };
            let rest =
                lang.say("svarar olika på samma fall", "with different answers to the same case");
            format!("{pairs} {rest}")
        }
        Topic::Rules => parts::rules(report, lang),
        Topic::Targets if found == 0 => lang
            .say(
                "De enheter som regler skickar till finns i katalogen alla dagar",
                "The units that rules send to are in the directory every day",
            )
            .to_owned(),
        Topic::Targets => match lang {
            Lang::Sv => format!(
                "{} till en enhet som inte finns alla dagar",
                counted(found, ["regel skickar", "regler skickar"])
            ),
            Lang::En => format!(
                "{} to a unit that does not exist every day",
                counted(found, ["rule sends", "rules send"])
            ),
        },
        Topic::Sources if found == 0 => lang
            .say(
                "Dokumenten gäller, och något vilar på varje plats i dem",
                "The documents are valid, and something rests on each place in them",
            )
            .to_owned(),
        Topic::Invariants => invariants(report, lang),
        Topic::Sources => match lang {
            Lang::Sv => format!("Källor: {} att se över", counted(found, ["sak", "saker"])),
            Lang::En => format!("Sources: {} to look at", counted(found, ["thing", "things"])),
        },
    }
}

/// The number of proved invariants, and whether methods and checks agree.
fn invariants(report: &AnalyseReport, lang: Lang) -> String {
    let Some(ProvedInvariants { proved, total: all }) = report.invariants else {
        return lang
            .say(
                "Invarianterna prövas när varje fall har exakt ett svar",
                "Invariants are proved once every case has exactly one answer",
            )
            .to_owned();
    };
    let text = match lang {
        Lang::Sv if proved == all => counted(all, ["invariant bevisad", "invarianter bevisade"]),
        Lang::En if proved == all => counted(all, ["invariant proved", "invariants proved"]),
        Lang::Sv => format!("{proved} av {all} invarianter bevisade"),
        Lang::En => format!("{proved} of {all} invariants proved"),
    };
    let of_methods = on(report, Topic::Invariants)
        .any(|finding| matches!(finding.detail, FindingDetail::Method { .. }));
    let agree = if of_methods {
        lang.say("; metoder och kontroller stämmer inte överens", "; methods and checks disagree")
    } else {
        lang.say("; metoder och kontroller stämmer överens", "; methods and checks agree")
    };
    format!("{text}{agree}")
}

/// The number of cases, and of those without an answer.
fn gaps(report: &AnalyseReport, found: usize, lang: Lang) -> String {
    let tables = report.tables.iter().map(|table| {
        let rules = match (table.table, lang) {
            (TableName::Routing, Lang::Sv) => {
                counted(table.rules, ["routingregel", "routingregler"])
            }
            (TableName::Routing, Lang::En) => {
                counted(table.rules, ["routing rule", "routing rules"])
            }
            (_, Lang::Sv) => counted(table.rules, ["prioritetsregel", "prioritetsregler"]),
            (_, Lang::En) => counted(table.rules, ["priority rule", "priority rules"]),
        };
        let all = many(table.combinations, lang);
        let combinations = lang.say("kombinationer", "combinations");
        match table.unanswered {
            Count(Some(0)) => format!("{rules}, {all} {combinations}"),
            unanswered => {
                let missing = many(unanswered, lang);
                let of = lang.say("av", "of");
                let without = lang.say("utan svar", "without an answer");
                format!("{rules}, {missing} {of} {all} {combinations} {without}")
            }
        }
    });
    let tables = tables.collect::<Vec<_>>().join("; ");
    let lead = if found == 0 {
        lang.say("Varje fall har ett svar", "Every case has an answer")
    } else {
        lang.say("Fall saknar svar", "Cases lack an answer")
    };
    format!("{lead}: {tables}")
}

/// The results by period.
fn periods(out: &mut String, report: &AnalyseReport, lang: Lang) {
    line!(out);
    let by_day = lang.say("Dag för dag", "Day by day");
    line!(out, "{by_day}, {}–{}", report.first, report.last);
    let Some(periods) = &report.periods else {
        line!(out, "  {}", lang.say("inte bevisat", "not proved"));
        return;
    };
    for period in joined(periods) {
        line!(out, "  {}–{}  {}", period.first, period.last, on_days(&period, lang));
    }
    if let Some(first) = report.first_break {
        let words =
            lang.say("Första dagen som något brister", "The first day on which something breaks");
        line!(out, "  {words}: {first}");
    }
}

/// Merges adjacent periods with the same results.
fn joined(periods: &[DayPeriod]) -> Vec<DayPeriod> {
    let mut joined: Vec<DayPeriod> = Vec::new();
    for period in periods {
        let alike = |last: &&mut DayPeriod| {
            (last.unanswered, last.contradictions, &last.expired, &last.target_missing)
                == (
                    period.unanswered,
                    period.contradictions,
                    &period.expired,
                    &period.target_missing,
                )
        };
        match joined.last_mut().filter(alike) {
            Some(last) => last.last = period.last,
            None => joined.push(period.clone()),
        }
    }
    joined
}

fn on_days(period: &DayPeriod, lang: Lang) -> String {
    let mut parts = Vec::new();
    if period.unanswered != Count(Some(0)) {
        let missing = many(period.unanswered, lang);
        let words = lang.say("kombinationer utan svar", "combinations without an answer");
        parts.push(format!("{missing} {words}"));
    }
    if period.contradictions > 0 {
        let words = match lang {
            Lang::Sv => counted(period.contradictions, ["regelpar", "regelpar"]),
            Lang::En => counted(period.contradictions, ["pair of rules", "pairs of rules"]),
        };
        parts.push(format!("{words} {}", lang.say("som säger emot varandra", "in contradiction")));
    }
    for rule in &period.target_missing {
        let words =
            lang.say("skickar till en enhet som inte finns", "sends to a unit that does not exist");
        parts.push(format!("`{rule}` {words}"));
    }
    for document in &period.expired {
        parts.push(format!("{document} {}", lang.say("har gått ut", "has expired")));
    }
    if parts.is_empty() {
        return lang.say("allt stämmer", "all is well").to_owned();
    }
    parts.join("; ")
}

fn seldom(out: &mut String, rules: &[SeldomRule], lang: Lang) {
    if rules.is_empty() {
        return;
    }
    line!(out);
    line!(out, "{}", lang.say("Regler som avgör få fall", "Rules that decide few cases"));
    for rule in rules {
        let count = rule.combinations.0.unwrap_or_default();
        let combinations = match (count, lang) {
            (1, Lang::Sv) => "kombination",
            (_, Lang::Sv) => "kombinationer",
            (1, Lang::En) => "combination",
            (_, Lang::En) => "combinations",
        };
        line!(out, "  `{}`, {count} {combinations}", rule.rule);
        for cases in &rule.cases {
            line!(out, "    {}", cases.text);
        }
    }
}

/// The lines below a finding: its cases as requests, and text to paste.
fn remedy(out: &mut String, detail: &FindingDetail, lang: Lang) {
    let shown = match detail {
        FindingDetail::Gap { cases, .. } => std::slice::from_ref(cases),
        FindingDetail::Overlap { cases, .. } => {
            for more in cases.iter().skip(1) {
                line!(out, "  {} {}", lang.say("och:", "and:"), more.text);
            }
            cases.get(..1).unwrap_or_default()
        }
        _ => &[],
    };
    if let Some(request) = shown.iter().find_map(|cases| cases.request.as_ref()) {
        let words = lang.say(
            "ett sådant fall, för `handover explain -`",
            "such a case, for `handover explain -`",
        );
        line!(out, "  {words}:");
        line!(out, "    {}", serde_json::to_string(request).unwrap_or_default());
    }
    if let FindingDetail::Gap { suggestion, .. } = detail {
        line!(
            out,
            "  {}:",
            lang.say(
                "en regel att klistra in under `rules` och rätta",
                "a rule to paste under `rules` and correct"
            )
        );
        out.push_str(suggestion);
    }
}
