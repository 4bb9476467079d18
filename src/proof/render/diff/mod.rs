//! The changes from one rule set to another, as text for a terminal and as Markdown for a decision paper.

mod markdown;
mod text;

pub use markdown::markdown;
pub use text::text;

use super::Origin;
use handover_core::language::Lang;
use handover_core::language::number::grouped;
use handover_core::language::number::share;
use handover_core::ruleset::fields::RequestField;
use handover_core::wire::report::{
    ChangeKind, Count, DiffReport, EntryChange, EntryDiff, PlaceChange, PriorityBand,
    PriorityLevel, RecordedImpact, RoutingDiff, TableName, WrittenChange,
};
use handover_core::wire::v1::{Case, FieldValue};

/// Maximum number of changes shown, and of blocks of each; JSON has all of them.
const SHOWN: usize = 20;

/// The number of combinations, in words.
fn combinations(count: Count, lang: Lang) -> String {
    match count.0 {
        None => lang
            .say("fler kombinationer än går att räkna", "more combinations than can be counted")
            .to_owned(),
        Some(1) => lang.say("1 kombination", "1 combination").to_owned(),
        Some(cases) => {
            format!("{} {}", grouped(cases, lang), lang.say("kombinationer", "combinations"))
        }
    }
}

/// The proof about the targets of cases, as one sentence.
fn verdict(routing: &RoutingDiff, lang: Lang) -> String {
    let (Some(cases), Some(changed)) = (routing.combinations.0, routing.changed.0) else {
        return match (routing.complete, routing.changes.is_empty()) {
            (false, true) => lang.say("det gick inte att bevisa vad som ändras: reglerna är för många eller för korsade",
                "what changes could not be proved: the rules are too many or too crossed",
            )
            .to_owned(),
            (_, true) => lang.say("inget ändras, bevisat för alla kombinationer",
                "nothing changes, proved for all combinations",
            )
            .to_owned(),
            (_, false) => lang.say("ändras", "changed").to_owned(),
        };
    };
    if changed == 0 {
        let all = combinations(Count(Some(cases)), lang);
        return match lang {
            Lang::Sv => format!("inget ändras, bevisat för alla {all}"),
            Lang::En => format!("nothing changes, proved for all {all}"),
        };
    }
    let (of, part) = (grouped(cases, lang), share(changed, cases, lang));
    let changed = grouped(changed, lang);
    match lang {
        Lang::Sv => format!(
            "{changed} av {of} kombinationer ändras ({part}); i alla andra är svaret bevisat detsamma"
        ),
        Lang::En => format!(
            "{changed} of {of} combinations change ({part}); in all others the answer is proved to be the same"
        ),
    }
}

/// The sentence on content that cannot be compared.
fn other_unknown(lang: Lang) -> &'static str {
    lang.say(
        "Den ena sidan är inte läst ur sina filer: vad som i övrigt skiljer går inte att säga.",
        "One side was not read from its files: what else differs cannot be told.",
    )
}

/// What stands at a place before and after, on one line each; empty for nothing.
fn place_texts(place: &PlaceChange) -> [String; 2] {
    [&place.before, &place.after].map(|text| one_line(text.as_deref().unwrap_or_default()))
}

/// The rules that decide, before and after if they differ.
fn rules(before: &[String], after: &[String], lang: Lang) -> String {
    let listed = |rules: &[String]| match rules {
        [] => lang.say("ingen", "none").to_owned(),
        rules => rules.join(", "),
    };
    let name = match before.len().max(after.len()) {
        0 | 1 => lang.say("regel", "rule"),
        _ => lang.say("regler", "rules"),
    };
    match before == after {
        true => format!("{name} {}", listed(after)),
        false => format!("{name} {} → {}", listed(before), listed(after)),
    }
}

/// The heading of an entry of a table that collects.
fn firing_heading(entry: &EntryDiff, lang: Lang) -> String {
    let table = match entry.table {
        TableName::Methods => lang.say("Metod", "Method"),
        TableName::Checks => lang.say("Kontroll", "Check"),
        TableName::Procedures => lang.say("Arbetsgång", "Procedure"),
        TableName::Templates => lang.say("Meddelandemall", "Template"),
        TableName::Lifecycles => lang.say("Livscykel", "Lifecycle"),
        TableName::Routing | TableName::Priority => lang.say("Regel", "Rule"),
    };
    let name = match &entry.label {
        Some(label) => format!("{label} ({})", entry.rule),
        None => entry.rule.clone(),
    };
    let change = match entry.change {
        ChangeKind::Added => lang.say(" är ny", " is new"),
        ChangeKind::Removed => lang.say(" tas bort", " is removed"),
        _ => "",
    };
    format!("{table} {name}{change}")
}

/// The heading of the cases of a change.
fn firing_line(table: TableName, change: &EntryChange, lang: Lang) -> &'static str {
    match (table, change.holds) {
        (TableName::Methods, true) => lang.say("får nu användas vid", "may now be used at"),
        (TableName::Methods, false) => {
            lang.say("får inte längre användas vid", "may no longer be used at")
        }
        (TableName::Checks, true) => lang.say("slår nu till vid", "fires now at"),
        (TableName::Checks, false) => lang.say("slår inte längre till vid", "no longer fires at"),
        (_, true) => lang.say("gäller nu vid", "applies now at"),
        (_, false) => lang.say("gäller inte längre vid", "no longer applies at"),
    }
}

/// The meaning of a priority, in words.
fn level(level: Option<PriorityLevel>, lang: Lang) -> String {
    let Some(level) = level else {
        return lang.say("utanför skalan", "outside the scale").to_owned();
    };
    let sms = if level.sms { lang.say("sms", "SMS") } else { lang.say("inget sms", "no SMS") };
    let listed = match level.listed {
        true => lang.say("nämns i instruktionen", "spoken of in the instruction"),
        false => lang.say("nämns inte i instruktionen", "not spoken of in the instruction"),
    };
    let band = match level.band {
        PriorityBand::MoreUrgent => {
            lang.say(", mer brådskande än det som ger sms", ", more urgent than those that alert")
        }
        PriorityBand::LessUrgent => lang
            .say(", mindre brådskande än det som ger sms", ", less urgent than those that alert"),
        PriorityBand::Inside => "",
    };
    format!("{sms}, {listed}{band}")
}

/// One number, or the first and the last.
fn range(first: i64, last: i64) -> String {
    if first == last { first.to_string() } else { format!("{first}–{last}") }
}

/// The change of an item compared as written, in a few words.
fn plain_heading(plain: &WrittenChange, lang: Lang) -> String {
    let name = match &plain.label {
        Some(label) if *label != plain.id => format!("{label} ({})", plain.id),
        _ => plain.id.clone(),
    };
    let kind = &plain.section_label;
    let words = plain.words.as_ref();
    let before = words.map_or_else(String::new, |words| words.before.join(", "));
    let after = words.map_or_else(String::new, |words| words.after.join(", "));
    match plain.change {
        ChangeKind::Added => format!("{} {kind}: {name}", lang.say("ny", "new")),
        ChangeKind::Removed => format!("{kind} {} {name}", lang.say("borttagen:", "removed:")),
        ChangeKind::Renamed => {
            format!("{kind} {}: {before} → {after}", lang.say("har bytt id", "has another id"))
        }
        ChangeKind::Merged => {
            format!("{kind} {}: {before} → {after}", lang.say("sammanslagna", "merged"))
        }
        ChangeKind::Split => {
            format!("{kind} {}: {before} → {after}", lang.say("delad", "split"))
        }
        ChangeKind::Changed => format!("{kind} {name}"),
    }
}

/// A text on one line, without its last words if long.
fn one_line(text: &str) -> String {
    const LONGEST: usize = 160;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((cut, _)) = line.char_indices().nth(LONGEST) else { return line };
    let kept = line.get(..cut).and_then(|kept| kept.rsplit_once(' '));
    kept.map_or_else(|| line.clone(), |(kept, _)| format!("{kept} …"))
}

/// The title, with the compared rule sets.
fn title(report: &DiffReport, lang: Lang) -> String {
    let (before, after) = (report.before.short_fingerprint(), report.after.short_fingerprint());
    let change = lang.say("Från", "From");
    let to = lang.say("till", "to");
    format!("{change} {} ({before}) {to} {} ({after})", report.before.id, report.after.id)
}

/// The result in one sentence.
fn summary(report: &DiffReport, lang: Lang) -> &'static str {
    match (report.summary.changed, report.summary.proved) {
        (false, _) => lang.say("Inget ändras. Det är bevisat: mottagare, metoder, kontroller och prioriteter är desamma för varje fullständigt ärende, och texterna likaså.",
            "Nothing changes. That is proved: receivers, methods, checks and priorities are the same for every complete case, and so are the texts.",
        ),
        (true, false) => lang.say("Allt gick inte att bevisa inom gränsen; det som står nedan kan vara ofullständigt.",
            "Not everything could be proved within the limit; what follows may be incomplete.",
        ),
        (true, true) => "",
    }
}

/// The impact on recorded cases, in one sentence.
fn impact(impact: &RecordedImpact, lang: Lang) -> String {
    let number = |count_of: u64| grouped(u128::from(count_of), lang);
    let (changed, all) = (number(impact.changed), cases(impact.cases, lang));
    let known = |id: &Option<String>| id.as_deref().is_some_and(|id| id != "unlisted");
    let units = impact.units.iter().filter(|unit| known(&unit.id)).count();
    let at = match (units, lang) {
        (0, _) => String::new(),
        (1, Lang::Sv) => ", på en mottagning".to_owned(),
        (1, Lang::En) => ", at one unit".to_owned(),
        (units, Lang::Sv) => format!(", på {} mottagningar", spelt(units, lang)),
        (units, Lang::En) => format!(", at {} units", spelt(units, lang)),
    };
    match (impact.changed, lang) {
        (0, Lang::Sv) => format!("inget av {all} ändras"),
        (0, Lang::En) => format!("none of {all} changes"),
        (_, Lang::Sv) => format!("{changed} av {all} ändras{at}"),
        (1, Lang::En) => format!("{changed} of {all} changes{at}"),
        (_, Lang::En) => format!("{changed} of {all} change{at}"),
    }
}

/// A number of cases.
fn cases(count: u64, lang: Lang) -> String {
    counted(count, [("ärende", "ärenden"), ("case", "cases")], lang)
}

/// A number of lines.
fn lines(count: u64, lang: Lang) -> String {
    counted(count, [("rad", "rader"), ("line", "lines")], lang)
}

fn counted(count: u64, [sv, en]: [(&str, &str); 2], lang: Lang) -> String {
    let (one, many) = if lang == Lang::Sv { sv } else { en };
    format!("{} {}", grouped(u128::from(count), lang), if count == 1 { one } else { many })
}

/// A small number as a word.
fn spelt(number: usize, lang: Lang) -> String {
    const SV: [&str; 11] =
        ["två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"];
    const EN: [&str; 11] = [
        "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    ];
    let words = if lang == Lang::Sv { SV } else { EN };
    let word = number.checked_sub(2).and_then(|at| words.get(at));
    word.map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

/// The number of recorded cases by kind of change; kinds without cases are omitted.
fn impact_parts(impact: &RecordedImpact, lang: Lang) -> String {
    let parts = [
        (impact.target, "mottagare", "receiver"),
        (impact.decision, "rekommendationens beslut", "decision of the recommendation"),
        (impact.verdict, "bedömning", "verdict"),
        (impact.sms, "sms", "SMS"),
        (impact.findings, "att tänka på", "what to mind"),
        (impact.methods, "sätt att lämna över", "methods"),
        (impact.steps, "vad man gör", "what to do"),
    ];
    let parts = parts.into_iter().filter(|part| part.0 > 0).map(|(cases, sv, en)| {
        format!("{} {}", lang.say(sv, en), grouped(u128::from(cases), lang))
    });
    parts.collect::<Vec<_>>().join(", ")
}

/// Lines, the first few.
fn line_numbers(lines: &[u64], lang: Lang) -> String {
    let numbers: Vec<String> = lines.iter().map(u64::to_string).collect();
    format!("{} {}", lang.say("rad", "line"), numbers.join(", "))
}

/// The error of a line, in words.
fn misread(code: &str, field: Option<&str>, lang: Lang) -> String {
    let said = match code {
        "not_json" => lang.say("är inte JSON", "is not JSON"),
        "unknown_field" => {
            lang.say("har ett fält som inte finns", "has a field that does not exist")
        }
        "missing_field" => lang.say("saknar ett fält", "lacks a field"),
        "wrong_type" => lang.say("har ett värde av fel slag", "has a value of the wrong kind"),
        "unknown_name" => lang.say("har ett namn som inte är känt", "has a name that is not known"),
        "bad_date" => lang.say("har ett datum som inte finns", "has a date that does not exist"),
        "bad_priority" => {
            lang.say("har en prioritet utanför skalan", "has a priority outside the scale")
        }
        "too_large" | "too_long" => lang.say("är för lång", "is too long"),
        "not_utf8" => lang.say("är inte UTF-8", "is not UTF-8"),
        "unclosed_quote" => lang.say(
            "har ett citattecken som inte avslutas; raderna efter den är lästa",
            "has a quotation mark that is not closed; the lines after it were read",
        ),
        "stray_quote" => lang.say(
            "har text efter ett citattecken som avslutar en ruta",
            "has text after a quotation mark that ends a cell",
        ),
        "too_many_cells" => {
            lang.say("har fler rutor än rubriker", "has more cells than there are headings")
        }
        "too_few_cells" => {
            lang.say("har färre rutor än rubriker", "has fewer cells than there are headings")
        }
        "column_twice" => lang.say(
            "har olika värden i två kolumner för samma fält",
            "has different values in two columns of the same field",
        ),
        _ => lang.say("går inte att förstå", "cannot be understood"),
    };
    field.map_or_else(|| said.to_owned(), |field| format!("{said} (`{field}`)"))
}

/// The command that answers a case by the rules of one side, to paste.
fn command(case: &Case<'_>, rules: Origin<'_>, lang: Lang) -> String {
    let mut command = format!("handover recommend{}", rules.option(lang));
    for field in RequestField::of_case() {
        let value = match case.get(field) {
            Some(FieldValue::Text(text)) => text.into_owned(),
            Some(FieldValue::Whole(number)) => number.to_string(),
            Some(FieldValue::Boolean(truth)) => truth.to_string(),
            None => continue,
        };
        command.push_str(&format!(" --{} {}", field.flag(), quoted(&value)));
    }
    command
}

/// A value of an option, quoted for a shell where that is needed.
fn quoted(value: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    if value.bytes().all(plain) {
        value.to_owned()
    } else if value.contains(['"', '$', '`', '\\', '!']) {
        format!("'{}'", value.replace('\'', r"'\''"))
    } else {
        format!("\"{value}\"")
    }
}

/// How the sides are asked, below the commands that ask the new one.
fn asking(sides: &DiffOrigins<'_>, lang: Lang) -> Vec<String> {
    let [old, new] =
        [sides.old.option(lang), sides.new.option(lang)].map(|it| it.trim().to_owned());
    let mut notes = Vec::new();
    if old != new {
        notes.push(match lang {
            Lang::Sv => format!("Kommandona frågar de nya reglerna. Byt `{new}` mot `{old}` för att fråga de gamla."),
            Lang::En => format!("The commands ask the new rules. Write `{old}` instead of `{new}` to ask the old ones."),
        });
    }
    notes.extend(sides.new.before_asking(lang));
    notes.extend(sides.old.before_asking(lang));
    notes
}

/// Where the two rule sets of a difference were read from.
#[derive(Debug, Clone, Copy)]
pub struct DiffOrigins<'a> {
    /// The old rules.
    pub old: Origin<'a>,
    /// The new rules.
    pub new: Origin<'a>,
}
