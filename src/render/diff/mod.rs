//! What changes from one rule set to another, as text for a terminal and as Markdown for a decision paper.

mod markdown;
mod text;

pub use markdown::markdown;
pub use text::text;

use crate::compare::{Firing, FiringChange, Level, Plain, Report, Routing, count, share};
use crate::diagnostic::Lang;

/// So many changes, and so many blocks of each, are told; JSON holds them all.
const SHOWN: usize = 20;

fn say<'a>(lang: Lang, sv: &'a str, en: &'a str) -> &'a str {
    match lang {
        Lang::Sv => sv,
        Lang::En => en,
    }
}

/// How many combinations, in words.
fn combinations(cases: Option<u128>, lang: Lang) -> String {
    match cases {
        None => say(lang, "fler kombinationer än går att räkna", "more combinations than can be counted").to_owned(),
        Some(1) => say(lang, "1 kombination", "1 combination").to_owned(),
        Some(cases) => format!("{} {}", count(cases, lang), say(lang, "kombinationer", "combinations")),
    }
}

/// What is proved of to whom cases go, as one sentence.
fn verdict(routing: &Routing, lang: Lang) -> String {
    let (Some(cases), Some(changed)) = (routing.cases, routing.changed) else {
        return match (routing.complete, routing.changes.is_empty()) {
            (false, true) => say(
                lang,
                "det gick inte att bevisa vad som ändras: reglerna är för många eller för korsade",
                "what changes could not be proved: the rules are too many or too crossed",
            )
            .to_owned(),
            (_, true) => say(
                lang,
                "inget ändras, bevisat för alla kombinationer",
                "nothing changes, proved for all combinations",
            )
            .to_owned(),
            (_, false) => say(lang, "ändras", "changed").to_owned(),
        };
    };
    if changed == 0 {
        let all = combinations(Some(cases), lang);
        return match lang {
            Lang::Sv => format!("inget ändras, bevisat för alla {all}"),
            Lang::En => format!("nothing changes, proved for all {all}"),
        };
    }
    let (of, part) = (count(cases, lang), share(changed, cases, lang));
    let changed = count(changed, lang);
    match lang {
        Lang::Sv => format!("{changed} av {of} kombinationer ändras ({part}); i alla andra är svaret bevisat detsamma"),
        Lang::En => format!("{changed} of {of} combinations change ({part}); in all others the answer is proved to be the same"),
    }
}

/// The rules that decide, before and after where they are others.
fn rules(before: &[String], after: &[String], lang: Lang) -> String {
    let listed = |rules: &[String]| match rules {
        [] => say(lang, "ingen", "none").to_owned(),
        rules => rules.join(", "),
    };
    let name = match before.len().max(after.len()) {
        0 | 1 => say(lang, "regel", "rule"),
        _ => say(lang, "regler", "rules"),
    };
    match before == after {
        true => format!("{name} {}", listed(after)),
        false => format!("{name} {} → {}", listed(before), listed(after)),
    }
}

/// What is said of an entry that holds at times, with its name.
fn firing_heading(firing: &Firing, lang: Lang) -> String {
    let list = match firing.list {
        "methods" => say(lang, "Metod", "Method"),
        "checks" => say(lang, "Kontroll", "Check"),
        "procedures" => say(lang, "Arbetsgång", "Procedure"),
        "templates" => say(lang, "Meddelandemall", "Template"),
        _ => say(lang, "Livscykel", "Lifecycle"),
    };
    let name = match &firing.label {
        Some(label) => format!("{label} ({})", firing.id),
        None => firing.id.clone(),
    };
    let change = match firing.change {
        "added" => say(lang, " är ny", " is new"),
        "removed" => say(lang, " tas bort", " is removed"),
        _ => "",
    };
    format!("{list} {name}{change}")
}

/// What is said of the cases of a change.
fn firing_line(list: &str, change: &FiringChange, lang: Lang) -> &'static str {
    match (list, change.holds) {
        ("methods", true) => say(lang, "får nu användas vid", "may now be used at"),
        ("methods", false) => say(lang, "får inte längre användas vid", "may no longer be used at"),
        ("checks", true) => say(lang, "slår nu till vid", "fires now at"),
        ("checks", false) => say(lang, "slår inte längre till vid", "no longer fires at"),
        (_, true) => say(lang, "gäller nu vid", "applies now at"),
        (_, false) => say(lang, "gäller inte längre vid", "no longer applies at"),
    }
}

/// What holds for a priority, in words.
fn level(level: Option<Level>, lang: Lang) -> String {
    let Some(level) = level else {
        return say(lang, "utanför skalan", "outside the scale").to_owned();
    };
    let sms = if level.sms { say(lang, "sms", "SMS") } else { say(lang, "inget sms", "no SMS") };
    let listed = match level.listed {
        true => say(lang, "nämns i instruktionen", "spoken of in the instruction"),
        false => say(lang, "nämns inte", "not spoken of"),
    };
    let band = match level.band {
        "more_urgent" => say(lang, ", mer brådskande än sms", ", more urgent than those that alert"),
        "less_urgent" => say(lang, ", mindre brådskande än sms", ", less urgent than those that alert"),
        _ => "",
    };
    format!("{sms}, {listed}{band}")
}

/// One number, or the first and the last.
fn range(from: i64, to: i64) -> String {
    if from == to { from.to_string() } else { format!("{from}–{to}") }
}

/// What became of something written, in a few words.
fn plain_heading(plain: &Plain, lang: Lang) -> String {
    let name = match &plain.label {
        Some(label) if *label != plain.id => format!("{label} ({})", plain.id),
        _ => plain.id.clone(),
    };
    let kind = &plain.kind;
    let ids = |side: usize| {
        let ids = plain.words.as_ref().and_then(|words| words.get(side));
        ids.map_or_else(String::new, |ids| ids.join(", "))
    };
    match plain.change {
        "added" => format!("{} {kind}: {name}", say(lang, "ny", "new")),
        "removed" => format!("{kind} {} {name}", say(lang, "borttagen:", "removed:")),
        "renamed" => format!("{kind} {}: {} → {}", say(lang, "har bytt id", "has another id"), ids(0), ids(1)),
        "merged" => format!("{kind} {}: {} → {}", say(lang, "sammanslagna", "merged"), ids(0), ids(1)),
        "split" => format!("{kind} {}: {} → {}", say(lang, "delad", "split"), ids(0), ids(1)),
        _ => format!("{kind} {name}"),
    }
}

/// A text on one line, cut where it is long.
fn one_line(text: &str) -> String {
    const LONGEST: usize = 160;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST {
        return line;
    }
    format!("{}…", line.chars().take(LONGEST - 1).collect::<String>().trim_end())
}

/// Which rule sets are compared.
fn title(report: &Report, lang: Lang) -> String {
    let print = |fingerprint: &str| fingerprint.get(..12).unwrap_or_default().to_owned();
    let (before, after) = (print(&report.before.fingerprint), print(&report.after.fingerprint));
    let change = say(lang, "Från", "From");
    let to = say(lang, "till", "to");
    format!("{change} {} ({before}) {to} {} ({after})", report.before.id, report.after.id)
}

/// The whole in one sentence.
fn summary(report: &Report, lang: Lang) -> &'static str {
    match (report.changed, report.proved) {
        (false, _) => say(
            lang,
            "Inget ändras. Det är bevisat: mottagare, metoder, kontroller och prioriteter är desamma för varje fullständigt ärende, och texterna likaså.",
            "Nothing changes. That is proved: receivers, methods, checks and priorities are the same for every complete case, and so are the texts.",
        ),
        (true, false) => say(
            lang,
            "Allt gick inte att bevisa inom gränsen; det som står nedan kan vara ofullständigt.",
            "Not everything could be proved within the limit; what follows may be incomplete.",
        ),
        (true, true) => "",
    }
}
