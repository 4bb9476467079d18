//! The groups of lines in answers.

use std::fmt::Write;

use crate::render::Origin;
use handover_core::language::Lang;
use handover_core::ruleset::fields::RequestField;
use handover_core::wire::v1::{
    Because, Decision, Finding, Method, Missing, Piece, Recommendation, RuleSetInfo, Severity,
    SourceRef, Target,
};

pub(super) fn headline(out: &mut String, answer: &Recommendation<'_>, lang: Lang) {
    let heading = match answer.decision {
        Decision::Route => lang.say("Lämna över till", "Hand over to"),
        Decision::Incomplete => lang.say(
            "Mer behövs för att veta vart ärendet ska",
            "More is needed to know where the case goes",
        ),
        Decision::Manual => lang.say(
            "Välj själv det som reglerna lämnar öppet",
            "Choose yourself what the rules leave open",
        ),
    };
    line!(out, "{heading}");
    // An unknown receiver may still be given.
    match (answer.decision, answer.target.resource.as_str()) {
        (Decision::Incomplete, "") => {}
        (Decision::Incomplete, known) => line!(out, "  {known} …"),
        _ => line!(out, "  {}", resource(&answer.target, lang)),
    }
}

/// The target as a resource string; a word for "open" if nothing is known.
pub(super) fn resource(target: &Target<'_>, lang: Lang) -> String {
    let missing_role =
        target.role.is_none().then(|| lang.say("(ingen roll given)", "(no role given)"));
    match (target.resource.is_empty(), missing_role) {
        (true, _) => lang.say("(öppet)", "(open)").to_owned(),
        (false, Some(note)) => format!("{} {note}", target.resource),
        (false, None) => target.resource.clone(),
    }
}

pub(super) fn candidates(out: &mut String, candidates: &[Target<'_>], target: &str, lang: Lang) {
    if candidates.is_empty() || matches!(candidates, [only] if only.resource == target) {
        return;
    }
    line!(out);
    line!(out, "{}", lang.say("Tänkbara mottagare", "Receivers that are possible"));
    for candidate in candidates {
        line!(out, "  {}", resource(candidate, lang));
    }
}

pub(super) fn missing(out: &mut String, missing: &[Missing<'_>], lang: Lang) {
    /// Maximum number of values listed.
    const LISTED: usize = 6;
    if missing.is_empty() {
        return;
    }
    line!(out);
    line!(out, "{}", lang.say("Ange", "Tell"));
    for field in missing {
        let names: Vec<&str> =
            field.values.iter().take(LISTED).map(|value| value.name.as_str()).collect();
        let open =
            RequestField::of_case().any(|it| it.path_in_case() == field.field && it.is_open());
        let more = match (field.values.len() > LISTED, open) {
            (true, _) => " …",
            // Not every value: those that make a difference.
            (false, true) => lang.say(" eller annan", " or another"),
            (false, false) => "",
        };
        match names.as_slice() {
            [] => line!(out, "  {}", field.label),
            names => line!(out, "  {}: {}{more}", field.label, names.join(", ")),
        }
    }
}

pub(super) fn methods(out: &mut String, methods: &[Method], lang: Lang) {
    if methods.is_empty() {
        return;
    }
    line!(out);
    line!(out, "{}", lang.say("Metoder", "Methods"));
    for method in methods {
        let reasons: Vec<&str> = (method.because.iter())
            .map(|reason| reason_words(reason, method.allowed, lang))
            .collect();
        let (mark, word) = match method.allowed {
            Some(true) => ("✓", ""),
            Some(false) => ("✗", lang.say(": nej, ", ": no, ")),
            None => ("?", lang.say(": beror på ", ": depends on ")),
        };
        line!(out, "  {mark} {}{word}{}", method.label, reasons.join(", "));
    }
}

fn reason_words(reason: &str, allowed: Option<bool>, lang: Lang) -> &str {
    match (reason, allowed) {
        ("same_provider", None) => {
            lang.say("om vårdgivaren är densamma", "whether the care provider is the same")
        }
        ("same_provider", _) => lang.say("samma vårdgivare", "the same care provider"),
        ("other_provider", _) => lang.say("annan vårdgivare", "another care provider"),
        ("accepted", _) => lang.say("ärendet är redan mottaget", "the case is already accepted"),
        ("not_accepted", _) => lang.say("ärendet är inte mottaget", "the case is not accepted"),
        ("state", _) => lang.say("förfrågan har gått vidare", "the request has moved on"),
        (other, _) => other,
    }
}

pub(super) fn priority_line(value: i64, sms: bool, lang: Lang) -> String {
    let alert = if sms {
        lang.say("mottagaren får sms", "the receiver is alerted by SMS")
    } else {
        lang.say("inget sms", "no SMS")
    };
    format!("{} {value}: {alert}", lang.say("Prioritet", "Priority"))
}

pub(super) fn findings<'a>(
    out: &mut String,
    findings: impl Iterator<Item = &'a Finding<'a>>,
    lang: Lang,
) {
    for (index, finding) in findings.enumerate() {
        if index == 0 {
            line!(out);
            line!(out, "{}", lang.say("Att tänka på", "To mind"));
        }
        let severity = severity(finding.severity, lang);
        let source = finding
            .source
            .as_ref()
            .map_or(String::new(), |source| format!("  ({})", place(source, lang)));
        line!(out, "  {severity}: {}{source}", finding.message);
    }
}

/// The meaning of a severity for the reader.
pub(super) fn severity(severity: Severity, lang: Lang) -> &'static str {
    match severity {
        Severity::Refuse => lang.say("hinder", "refused"),
        Severity::Manual => lang.say("avgör själv", "decide"),
        Severity::Warning => lang.say("varning", "warning"),
        Severity::Info => lang.say("upplysning", "note"),
    }
}

/// `09-878366, avsnitt 3 rad 2`.
pub(super) fn place(source: &SourceRef, lang: Lang) -> String {
    let SourceRef { document, section, row, place, .. } = source;
    let place = place.as_deref().unwrap_or_default();
    let section_word = lang.say("avsnitt", "section");
    match row {
        Some(row) => {
            format!("{document}, {section_word} {section} {} {row}", lang.say("rad", "row"))
        }
        // The only section of a document is named by its title.
        None if section == document => format!("{}: `{place}`", source.title),
        None if place.starts_with(|c: char| c.is_ascii_digit()) => {
            format!("{document}, {section_word} {section} {} {place}", lang.say("steg", "step"))
        }
        None if section.starts_with(|c: char| c.is_ascii_digit()) => {
            format!("{document}, {section_word} {section}")
        }
        None => format!("{document}, {section_word} `{section}`"),
    }
}

pub(super) fn because(
    out: &mut String,
    because: &[Piece<'_, Because>],
    (rule_set, origin): (&RuleSetInfo, Origin<'_>),
    lang: Lang,
) {
    line!(out);
    for rule in because {
        let source = rule.source.as_ref().map_or(String::new(), |source| place(source, lang));
        line!(
            out,
            "{} {source} ({} {})",
            lang.say("Enligt", "By"),
            lang.say("regel", "rule"),
            rule.rule
        );
        if let Some(note) = &rule.note {
            line!(out, "  {note}");
        }
    }
    let print = rule_set.fingerprint.get(..12).unwrap_or(&rule_set.fingerprint);
    let rules = lang.say("Regler", "Rules");
    let origin = origin.phrase(lang);
    let valid = rule_set.source_valid_until.as_ref().map_or(String::new(), |last| {
        format!(", {} {last}", lang.say("gäller t.o.m.", "valid through"))
    });
    line!(out, "{rules} {} ({print}) {origin}{valid}", rule_set.id);
}
