//! Answers as plain text, in Swedish or English. Empty groups are left out.

use std::fmt::Write;

use crate::diagnostic::Lang;
use crate::wire::v1::{
    Because, Explanation, Finding, Method, Missing, ReadRule, Recommendation, RuleSetInfo,
    SourceRef, Target, Verdict,
};

/// Writes to a string, which cannot fail.
macro_rules! line {
    ($out:expr) => { $out.push('\n') };
    ($out:expr, $($arg:tt)*) => {{ let _ = writeln!($out, $($arg)*); }};
}

/// A word in the language.
fn say<'a>(lang: Lang, sv: &'a str, en: &'a str) -> &'a str {
    match lang {
        Lang::Sv => sv,
        Lang::En => en,
    }
}

/// A recommendation.
#[must_use]
pub fn recommendation(answer: &Recommendation, lang: Lang) -> String {
    let mut out = String::new();
    headline(&mut out, answer, lang);
    candidates(
        &mut out,
        &answer.candidates,
        answer.target.resource.as_str(),
        lang,
    );
    missing(&mut out, &answer.missing, lang);
    methods(&mut out, &answer.methods, lang);
    if let Some(priority) = answer.priority {
        line!(out);
        line!(out, "{}", priority_line(priority.value, priority.sms, lang));
    }
    let asked = |finding: &&Finding| finding.code != "incomplete";
    findings(&mut out, answer.findings.iter().filter(asked), lang);
    because(&mut out, &answer.because, &answer.ruleset, lang);
    out
}

/// A verdict.
#[must_use]
pub fn verdict(answer: &Verdict, lang: Lang) -> String {
    let mut out = String::new();
    let heading = match answer.decision.as_str() {
        "allow" => say(
            lang,
            "Det går bra att lämna över så här.",
            "This may be carried out.",
        ),
        "warn" => say(
            lang,
            "Det går, men se över det som står nedan.",
            "This may be carried out, but look at what follows.",
        ),
        "manual" => say(lang, "En person behöver avgöra.", "A person has to decide."),
        _ => say(
            lang,
            "Det går inte att göra så här.",
            "This may not be carried out.",
        ),
    };
    line!(out, "{heading}");
    findings(&mut out, answer.findings.iter(), lang);
    line!(out);
    line!(
        out,
        "{}",
        say(lang, "Mottagare enligt reglerna", "Receiver by the rules")
    );
    line!(out, "  {}", resource(&answer.recommendation.target, lang));
    line!(out);
    let sms = if answer.sms {
        say(
            lang,
            "Mottagaren får sms.",
            "The receiver is alerted by SMS.",
        )
    } else {
        say(
            lang,
            "Inget sms skickas till mottagaren.",
            "No SMS is sent to the receiver.",
        )
    };
    line!(out, "{sms}");
    methods(&mut out, &answer.methods, lang);
    if !answer.steps.is_empty() {
        line!(out);
        line!(out, "{}", say(lang, "Så här gör du", "What to do"));
        for step in &answer.steps {
            line!(out, "  [ ] {}  ({})", step.text, step.id);
        }
    }
    for template in &answer.templates {
        let to = match template.to.as_str() {
            "patient" => say(lang, "till patienten", "to the patient"),
            "sender" => say(lang, "till avsändaren", "to the sender"),
            _ => say(lang, "till mottagaren", "to the receiver"),
        };
        line!(out);
        line!(
            out,
            "{} {to}",
            say(lang, "Förslag på meddelande", "A message to start from,")
        );
        for written in template.text.lines() {
            line!(out, "{}", format!("  | {written}").trim_end());
        }
    }
    if !answer.next.is_empty() {
        line!(out);
        line!(
            out,
            "{}",
            say(lang, "Vad som kan hända härnäst", "What may happen next")
        );
        for next in &answer.next {
            let actor = match next.actor.as_str() {
                "sender" => say(lang, "avsändaren", "the sender"),
                "receiver" => say(lang, "mottagaren", "the receiver"),
                _ => say(lang, "patienten", "the patient"),
            };
            line!(out, "  {actor}: {} → {}", next.event, next.label);
        }
    }
    because(
        &mut out,
        &answer.recommendation.because,
        &answer.ruleset,
        lang,
    );
    out
}

/// An explanation: the recommendation, then how the rules were read.
#[must_use]
pub fn explanation(answer: &Explanation, lang: Lang) -> String {
    let mut out = recommendation(&answer.recommendation, lang);
    line!(out);
    line!(
        out,
        "{}",
        say(lang, "Så här lästes ärendet", "How the case was read")
    );
    for read in &answer.path {
        line!(
            out,
            "  {} = {}",
            read.input,
            read.value.as_deref().unwrap_or("–")
        );
    }
    let (decided, close): (Vec<&ReadRule>, Vec<&ReadRule>) =
        answer.rules.iter().partition(|rule| rule.decided);
    for (heading, rules) in [
        (
            say(lang, "Regeln som avgjorde", "The rule that decided"),
            decided,
        ),
        (
            say(lang, "Regler som var nära", "Rules that came close"),
            close,
        ),
    ] {
        if rules.is_empty() {
            continue;
        }
        line!(out);
        line!(out, "{heading}");
        for rule in rules {
            read_rule(&mut out, rule, lang);
        }
    }
    out
}

fn read_rule(out: &mut String, rule: &ReadRule, lang: Lang) {
    line!(
        out,
        "  {}  ({})",
        rule.rule,
        rule.source
            .as_ref()
            .map_or(String::new(), |source| place(source, lang))
    );
    for condition in &rule.conditions {
        let mark = match condition.held {
            Some(true) => "✓",
            Some(false) => "✗",
            None => "?",
        };
        let value = condition.value.as_deref().unwrap_or("–");
        line!(
            out,
            "    {mark} {}: {}  ({} {value})",
            condition.input,
            condition.accepts,
            say(lang, "ärendet har", "the case has")
        );
    }
    if let Some(over) = &rule.overridden_by {
        line!(out, "    {} {over}", say(lang, "viker för", "gives way to"));
    }
}

fn headline(out: &mut String, answer: &Recommendation, lang: Lang) {
    let heading = match answer.decision.as_str() {
        "route" => say(lang, "Lämna över till", "Hand over to"),
        "incomplete" => say(
            lang,
            "Mer behövs för att veta vart ärendet ska",
            "More is needed to know where the case goes",
        ),
        _ => say(
            lang,
            "Välj själv det som reglerna lämnar öppet",
            "Choose yourself what the rules leave open",
        ),
    };
    line!(out, "{heading}");
    line!(out, "  {}", resource(&answer.target, lang));
}

/// The target as a resource string; open where nothing is known.
fn resource(target: &Target, lang: Lang) -> String {
    let missing_role = target
        .role
        .is_none()
        .then(|| say(lang, "(ingen roll given)", "(no role given)"));
    match (target.resource.is_empty(), missing_role) {
        (true, _) => say(lang, "(öppet)", "(open)").to_owned(),
        (false, Some(note)) => format!("{} {note}", target.resource),
        (false, None) => target.resource.clone(),
    }
}

fn candidates(out: &mut String, candidates: &[Target], target: &str, lang: Lang) {
    if candidates.is_empty() || matches!(candidates, [only] if only.resource == target) {
        return;
    }
    line!(out);
    line!(
        out,
        "{}",
        say(lang, "Tänkbara mottagare", "Receivers that are possible")
    );
    for candidate in candidates {
        line!(out, "  {}", resource(candidate, lang));
    }
}

fn missing(out: &mut String, missing: &[Missing], lang: Lang) {
    /// So many values are listed.
    const LISTED: usize = 6;
    if missing.is_empty() {
        return;
    }
    line!(out);
    line!(out, "{}", say(lang, "Ange", "Tell"));
    for field in missing {
        let names: Vec<&str> = field
            .values
            .iter()
            .take(LISTED)
            .map(|value| value.name.as_str())
            .collect();
        let more = if field.values.len() > LISTED {
            " …"
        } else {
            ""
        };
        match names.as_slice() {
            [] => line!(out, "  {}", field.label),
            names => line!(out, "  {}: {}{more}", field.label, names.join(", ")),
        }
    }
}

fn methods(out: &mut String, methods: &[Method], lang: Lang) {
    if methods.is_empty() {
        return;
    }
    line!(out);
    line!(out, "{}", say(lang, "Metoder", "Methods"));
    for method in methods {
        let reasons: Vec<&str> = method
            .because
            .iter()
            .map(|reason| reason_words(reason, method.allowed, lang))
            .collect();
        let (mark, word) = match method.allowed {
            Some(true) => ("✓", ""),
            Some(false) => ("✗", say(lang, "nej", "no")),
            None => ("?", say(lang, "beror på", "depends on")),
        };
        match reasons.as_slice() {
            [] => line!(out, "  {mark} {}", method.label),
            reasons => line!(
                out,
                "  {mark} {}: {word}, {}",
                method.label,
                reasons.join(", ")
            ),
        }
    }
}

fn reason_words<'a>(reason: &'a str, allowed: Option<bool>, lang: Lang) -> &'a str {
    match (reason, allowed) {
        ("same_provider", None) => say(
            lang,
            "om vårdgivaren är densamma",
            "whether the care provider is the same",
        ),
        ("same_provider", _) => say(lang, "samma vårdgivare", "the same care provider"),
        ("other_provider", _) => say(lang, "annan vårdgivare", "another care provider"),
        ("accepted", _) => say(
            lang,
            "ärendet är redan mottaget",
            "the case is already accepted",
        ),
        ("not_accepted", _) => say(lang, "ärendet är inte mottaget", "the case is not accepted"),
        ("state", _) => say(
            lang,
            "förfrågan har gått vidare",
            "the request has moved on",
        ),
        (other, _) => other,
    }
}

fn priority_line(value: i64, sms: bool, lang: Lang) -> String {
    let alert = if sms {
        say(lang, "mottagaren får sms", "the receiver is alerted by SMS")
    } else {
        say(lang, "inget sms", "no SMS")
    };
    format!("{} {value}: {alert}", say(lang, "Prioritet", "Priority"))
}

fn findings<'a>(out: &mut String, findings: impl Iterator<Item = &'a Finding>, lang: Lang) {
    for (index, finding) in findings.enumerate() {
        if index == 0 {
            line!(out);
            line!(out, "{}", say(lang, "Att tänka på", "To mind"));
        }
        let severity = match finding.severity.as_str() {
            "refuse" => say(lang, "hinder", "refused"),
            "manual" => say(lang, "avgör själv", "decide"),
            "warning" => say(lang, "varning", "warning"),
            _ => say(lang, "upplysning", "note"),
        };
        let source = finding.source.as_ref().map_or(String::new(), |source| {
            format!("  ({})", place(source, lang))
        });
        line!(out, "  {severity}: {}{source}", finding.message);
    }
}

/// `09-878366 rev. 1, avsnitt 3 rad 2`.
fn place(source: &SourceRef, lang: Lang) -> String {
    let SourceRef {
        document, section, ..
    } = source;
    let section = format!("{} {section}", say(lang, "avsnitt", "section"));
    match (&source.row, &source.place) {
        (Some(row), _) => format!("{document}, {section} {} {row}", say(lang, "rad", "row")),
        (None, Some(place)) if place.starts_with(|c: char| c.is_ascii_digit()) => {
            format!(
                "{document}, {section} {} {place}",
                say(lang, "steg", "step")
            )
        }
        _ => format!("{document}, {section}"),
    }
}

fn because(out: &mut String, because: &[Because], rule_set: &RuleSetInfo, lang: Lang) {
    line!(out);
    for rule in because {
        let source = rule
            .source
            .as_ref()
            .map_or(String::new(), |source| place(source, lang));
        line!(
            out,
            "{} {source} ({} {})",
            say(lang, "Enligt", "By"),
            say(lang, "regel", "rule"),
            rule.rule
        );
        if let Some(note) = &rule.note {
            line!(out, "  {note}");
        }
    }
    let print = rule_set
        .fingerprint
        .get(..12)
        .unwrap_or(&rule_set.fingerprint);
    match &rule_set.source_valid_until {
        Some(last) => line!(
            out,
            "{} {} ({print}), {} {last}",
            say(lang, "Regler", "Rules"),
            rule_set.id,
            say(lang, "gäller t.o.m.", "valid through")
        ),
        None => line!(
            out,
            "{} {} ({print})",
            say(lang, "Regler", "Rules"),
            rule_set.id
        ),
    }
}
