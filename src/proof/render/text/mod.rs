//! Answers as plain text, in Swedish or English. Empty groups are omitted.

use std::fmt::Write;

use crate::render::Origin;
use handover_core::language::Lang;
use handover_core::wire::v1::{
    Action, Actor, Explanation, FieldChange, Finding, ReadRule, Recommendation, Verdict,
    VerdictDecision, WhyNot, WhyNotAnswer,
};

/// Writes to a string, which cannot fail.
macro_rules! line {
    ($out:expr) => { $out.push('\n') };
    ($out:expr, $($arg:tt)*) => {{ let _ = writeln!($out, $($arg)*); }};
}

mod checked;
mod parts;
mod sources;
mod tested;

pub(super) use tested::differences_as_text;
pub use tested::{TestedOptions, tested};

use parts::{
    because, candidates, findings, headline, methods, missing, place, priority_line, resource,
};

pub use checked::checked;
pub use sources::sources;

/// A recommendation.
#[must_use]
pub fn recommendation(answer: &Recommendation<'_>, origin: Origin<'_>, lang: Lang) -> String {
    let mut out = String::new();
    headline(&mut out, answer, lang);
    candidates(&mut out, &answer.candidates, answer.target.resource.as_str(), lang);
    missing(&mut out, &answer.missing, lang);
    methods(&mut out, &answer.methods, lang);
    if let Some(priority) = answer.priority {
        line!(out);
        line!(out, "{}", priority_line(priority.value, priority.sms, lang));
    }
    let asked = |finding: &&Finding<'_>| *finding.code != "incomplete";
    findings(&mut out, answer.findings.iter().map(|finding| &**finding).filter(asked), lang);
    because(&mut out, &answer.because, (&answer.ruleset, origin), lang);
    out
}

/// A verdict.
#[must_use]
pub fn verdict(answer: &Verdict<'_>, origin: Origin<'_>, lang: Lang) -> String {
    let mut out = String::new();
    let heading = match (answer.decision, answer.action) {
        (VerdictDecision::Allow, Action::Receive) => {
            lang.say("Det går bra att ta emot.", "The case may be received.")
        }
        (VerdictDecision::Allow, Action::Cancel) => {
            lang.say("Det går bra att avbryta.", "The handover may be cancelled.")
        }
        (VerdictDecision::Allow, Action::Close) => {
            lang.say("Det går bra att avsluta.", "The case may be closed.")
        }
        (VerdictDecision::Allow, Action::HandOver) => {
            lang.say("Det går bra att lämna över så här.", "The case may be handed over like this.")
        }
        (VerdictDecision::Warn, _) => lang.say(
            "Det går, men se över det som står nedan.",
            "This may be done, but look at what follows.",
        ),
        (VerdictDecision::Manual, _) => {
            lang.say("En person behöver avgöra.", "A person has to decide.")
        }
        (VerdictDecision::Refuse, _) => {
            lang.say("Det går inte att göra så här.", "This may not be done.")
        }
    };
    line!(out, "{heading}");
    findings(&mut out, answer.findings.iter().map(|finding| &**finding), lang);
    line!(out);
    line!(out, "{}", lang.say("Mottagare enligt reglerna", "Receiver by the rules"));
    line!(out, "  {}", resource(&answer.recommendation.target, lang));
    if answer.action == Action::HandOver {
        line!(out);
        let sms = if answer.sms {
            lang.say("Mottagaren får sms.", "The receiver is alerted by SMS.")
        } else {
            lang.say("Inget sms skickas till mottagaren.", "No SMS is sent to the receiver.")
        };
        line!(out, "{sms}");
    }
    methods(&mut out, &answer.methods, lang);
    if !answer.steps.is_empty() {
        line!(out);
        line!(out, "{}", lang.say("Så här gör du", "What to do"));
        for step in &answer.steps {
            line!(out, "  [ ] {}  ({})", step.text, step.id);
        }
    }
    // A refused action needs no message yet.
    let refused = answer.decision == VerdictDecision::Refuse;
    for template in answer.templates.iter().filter(|_| !refused) {
        let to = match template.to {
            Actor::Patient => lang.say("till patienten", "to the patient"),
            Actor::Sender => lang.say("till avsändaren", "to the sender"),
            Actor::Receiver => lang.say("till mottagaren", "to the receiver"),
        };
        line!(out);
        line!(out, "{} {to}", lang.say("Förslag på meddelande", "A message to start from,"));
        for written in template.text.lines() {
            line!(out, "{}", format!("  | {written}").trim_end());
        }
    }
    if !answer.next.is_empty() && !refused {
        line!(out);
        line!(out, "{}", lang.say("Vad som kan hända härnäst", "What may happen next"));
        for next in &answer.next {
            let actor = match next.actor {
                Actor::Sender => lang.say("avsändaren", "the sender"),
                Actor::Receiver => lang.say("mottagaren", "the receiver"),
                Actor::Patient => lang.say("patienten", "the patient"),
            };
            line!(out, "  {} ({actor}) → {}", next.event_label, next.to_label);
        }
    }
    because(&mut out, &answer.recommendation.because, (&answer.ruleset, origin), lang);
    out
}

/// Maximum number of other rules shown.
const SHOWN: usize = 5;

/// An explanation: the recommendation, then the rules with their conditions.
#[must_use]
pub fn explanation(answer: &Explanation<'_>, origin: Origin<'_>, lang: Lang) -> String {
    let mut out = recommendation(&answer.recommendation, origin, lang);
    line!(out);
    line!(out, "{}", lang.say("Så här lästes ärendet", "How the case was read"));
    for read in &answer.path {
        line!(out, "  {}: {}", read.label, read.value_label.as_deref().unwrap_or("–"));
    }
    let (decided, close): (Vec<&ReadRule>, Vec<&ReadRule>) =
        answer.rules.iter().partition(|rule| rule.decided);
    let decided_heading = match answer.recommendation.because.as_slice() {
        [] => lang.say("Regler som kan komma att avgöra", "Rules that may come to decide"),
        _ => lang.say("Regeln som avgjorde", "The rule that decided"),
    };
    for (heading, rules) in [
        (decided_heading, decided),
        (lang.say("Regler som var nära", "Rules that came close"), close),
    ] {
        if rules.is_empty() {
            continue;
        }
        line!(out);
        line!(out, "{heading}");
        for rule in rules.iter().take(SHOWN) {
            read_rule(&mut out, rule, lang);
        }
        if rules.len() > SHOWN {
            line!(out, "  … {} {}", rules.len() - SHOWN, lang.say("till", "more"));
        }
    }
    if let Some(why_not) = &answer.why_not {
        self::why_not(&mut out, why_not, lang);
    }
    out
}

/// Changes that would make a rule decide.
fn why_not(out: &mut String, answer: &WhyNot, lang: Lang) {
    line!(out);
    let rule = &answer.rule;
    let none = match answer.answer {
        WhyNotAnswer::Decides => lang.say("avgör redan ärendet", "decides the case already"),
        WhyNotAnswer::Never => lang.say(
            "kan inte avgöra ärendet, vad som än ändras: andra regler går före den",
            "cannot decide the case, whatever is changed: other rules go before it",
        ),
        WhyNotAnswer::NotProved => lang.say(
            "är för sammansatt för att säga vad som krävs",
            "is too involved to tell what it takes",
        ),
        WhyNotAnswer::Changes => "",
    };
    if !none.is_empty() {
        line!(out, "{rule} {none}");
        return;
    }
    match lang {
        Lang::Sv => line!(out, "För att {rule} ska avgöra ärendet"),
        Lang::En => line!(out, "For {rule} to decide the case"),
    }
    for (index, way) in answer.ways.iter().enumerate() {
        let changes: Vec<String> = way.iter().map(|change| change_text(change, lang)).collect();
        let or = if index == 0 { "" } else { lang.say("eller ", "or ") };
        line!(out, "  {or}{}", changes.join(lang.say(", och ", ", and ")));
    }
    if !answer.all_told {
        line!(out, "  {}", lang.say("… och på fler sätt", "… and in more ways"));
    }
}

fn change_text(change: &FieldChange, lang: Lang) -> String {
    let FieldChange { label, accepts_label, .. } = change;
    match (change.given, lang) {
        (true, Lang::Sv) => format!("ändra {label} till {accepts_label}"),
        (true, Lang::En) => format!("change {label} to {accepts_label}"),
        (false, Lang::Sv) => format!("ange {label}: {accepts_label}"),
        (false, Lang::En) => format!("tell {label}: {accepts_label}"),
    }
}

fn read_rule(out: &mut String, rule: &ReadRule, lang: Lang) {
    line!(
        out,
        "  {}  ({})",
        rule.rule,
        rule.source.as_ref().map_or(String::new(), |source| place(source, lang))
    );
    for condition in &rule.conditions {
        let mark = match condition.held {
            Some(true) => "✓",
            Some(false) => "✗",
            None => "?",
        };
        let (read, accepts) = (&condition.read, &condition.accepts_label);
        match (condition.held, &read.value_label) {
            (Some(false), Some(value)) => {
                let has = lang.say("ärendet har", "the case has");
                line!(out, "    {mark} {}: {accepts}  ({has} {value})", read.label);
            }
            _ => line!(out, "    {mark} {}: {accepts}", read.label),
        }
    }
    if let Some(over) = &rule.overridden_by {
        line!(out, "    {} {over}", lang.say("viker för", "gives way to"));
    }
}
