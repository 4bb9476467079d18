//! Priorities, methods with their requirements, and the checks by severity.

use crate::render::page::{
    Figure, Line, Page, PageBlock, PageTable, TableCell, code, faint, plain, strong,
};
use crate::render::svg::{Segment, band};
use crate::render::words::RuleSetWords;
use handover_core::ruleset::checks::About;
use handover_core::ruleset::inputs::CheckInput;
use handover_core::ruleset::inputs::{CHECKS, FIELD_LISTS, METHODS};
use handover_core::ruleset::model::FindingSeverity;
use handover_core::ruleset::placeholders::{PLACEHOLDERS, Placeholder};
use handover_core::ruleset::priority::{Level, Priority};
use handover_matcher::Values;
use handover_matcher::{Condition, Input, Rule};

pub(super) fn add(page: &mut Page, words: RuleSetWords<'_>) {
    add_priority(page, words);
    add_methods(page, words);
    add_checks(page, words);
}

/// Adjacent values with the same meaning, the most urgent first.
fn runs(priority: &Priority) -> Vec<((i64, i64), Level)> {
    let mut runs: Vec<((i64, i64), Level)> = Vec::new();
    for value in priority.min..=priority.max {
        let Some(level) = priority.level(value) else {
            continue;
        };
        match runs.last_mut() {
            Some(((_, last), known)) if *known == level => *last = value,
            _ => runs.push(((value, value), level)),
        }
    }
    if !priority.lowest_first {
        runs.reverse();
    }
    runs
}

/// Priorities from the first to the last. The end of the scale is not named: it only bounds what can be entered.
fn numbers((first, last): (i64, i64), words: RuleSetWords<'_>) -> String {
    match words.rule_set.priority.max {
        _ if first == last => first.to_string(),
        max if last == max => format!("{first} {}", words.lang.say("och uppåt", "and up")),
        _ => format!("{first}–{last}"),
    }
}

fn add_priority(page: &mut Page, words: RuleSetWords<'_>) {
    let priority = &words.rule_set.priority;
    page.heading(2, words.lang.say("Prioritet och sms", "Priority and SMS"));
    let sms = |level: Level| {
        if level.notification.sms {
            words.lang.say("mottagaren får sms", "the receiver is alerted")
        } else {
            words.lang.say("inget sms", "no SMS")
        }
    };
    let runs = runs(priority);
    let segments = runs.iter().map(|&(range, level)| Segment {
        values: numbers(range, words),
        says: if level.notification.sms { words.lang.say("sms", "SMS") } else { "" }.to_owned(),
        alerts: level.notification.sms,
        listed: level.notification.listed,
    });
    let caption = words.lang.say(
        "Skalan från det mest brådskande. Vid de fyllda talen får mottagaren ett sms.",
        "The scale from the most urgent. At the filled numbers the receiver is alerted by SMS.",
    );
    let ends = [
        words.lang.say("mest brådskande", "most urgent"),
        words.lang.say("minst brådskande", "least urgent"),
    ];
    let svg = band(caption, &segments.collect::<Vec<_>>(), ends);
    page.blocks.push(PageBlock::Figure(Figure { caption: caption.to_owned(), svg }));
    let rows = runs.iter().map(|&(range, level)| {
        let listed = if level.notification.listed {
            words.lang.say("ja", "yes")
        } else {
            words.lang.say("nej", "no")
        };
        vec![
            TableCell::text(numbers(range, words)),
            TableCell::text(sms(level)),
            TableCell::text(listed),
        ]
    });
    let listed = CHECKS.get(CheckInput::PriorityListed as usize);
    let listed = listed.map_or("", |spec| words.lexicon.input(spec));
    let head = [words.lang.say("Prioritet", "Priority"), words.lang.say("Sms", "SMS"), listed];
    page.blocks.push(PageBlock::Table(PageTable {
        caption: words
            .lang
            .say("Vad varje prioritet innebär", "What each priority means")
            .to_owned(),
        head: head.map(str::to_owned).to_vec(),
        rows: rows.collect(),
    }));
}

fn add_methods(page: &mut Page, words: RuleSetWords<'_>) {
    let methods = &words.rule_set.methods;
    page.heading(2, words.lang.say("Sätt att lämna över", "Ways to hand over"));
    let asked: Vec<usize> = (0..METHODS.len())
        .filter(|input| {
            let rules = methods.table.rules().iter();
            rules.flat_map(|rule| rule.alternatives.iter().flatten()).any(|it| it.input == *input)
        })
        .collect();
    let mut head = vec![words.lang.say("Metod", "Method").to_owned()];
    head.extend(
        asked.iter().filter_map(|&at| Some(words.lexicon.input(METHODS.get(at)?).to_owned())),
    );
    let row =
        |(index, (rule, method)): (u32, (&Rule, &handover_core::ruleset::methods::Method))| {
            let own = Values::Words { listed: vec![index], unlisted: false };
            let words = RuleSetWords { lexicon: words.lexicon.of_methods(&own), ..words };
            let mut name = vec![vec![plain(method.label.get(words.lang))]];
            if let Some(source) = &method.source {
                name.push(vec![faint(words.place(source))]);
            }
            let mut cells = vec![TableCell(name)];
            for &input in &asked {
                let lines = rule.alternatives.iter().map(|conditions| {
                    requirement(words, methods.table.inputs(), conditions, input)
                });
                let mut lines: Vec<String> = lines.collect();
                lines.dedup();
                cells.push(TableCell(lines.into_iter().map(|line| vec![plain(line)]).collect()));
            }
            cells
        };
    page.blocks.push(PageBlock::Table(PageTable {
        caption: words.lang.say("Vad varje metod kräver", "What each method requires").to_owned(),
        head,
        rows: (0..).zip(methods.table.rules().iter().zip(&methods.all)).map(row).collect(),
    }));
}

fn requirement(
    words: RuleSetWords<'_>,
    inputs: &[Input],
    conditions: &[Condition],
    input: usize,
) -> String {
    let found = conditions.iter().find(|condition| condition.input == input);
    let values = found.and_then(|condition| {
        Some(words.lexicon.values(
            METHODS.get(input)?,
            &inputs.get(input)?.domain,
            &condition.accepts,
        ))
    });
    values.unwrap_or_else(|| words.lang.say("spelar ingen roll", "does not matter").to_owned())
}

fn add_checks(page: &mut Page, words: RuleSetWords<'_>) {
    let checks = &words.rule_set.checks;
    page.heading(2, words.lang.say("Vad som kontrolleras", "What is checked"));
    page.paragraph(words.lang.say(
        "Alla kontroller som gäller ger besked, och det allvarligaste avgör.",
        "All checks that apply give their finding, and the most serious decides.",
    ));
    for severity in [
        FindingSeverity::Refuse,
        FindingSeverity::Manual,
        FindingSeverity::Warning,
        FindingSeverity::Info,
    ] {
        let rows = checks.all.iter().zip(checks.table.rules());
        let rows: Vec<Vec<TableCell>> = rows
            .filter(|(check, _)| check.severity == severity)
            .map(|(check, rule)| {
                let mut message = vec![vec![plain(filled(words, check.message.get(words.lang)))]];
                let mut from = vec![code(&check.id)];
                if let Some(source) = &check.source {
                    from.push(faint(format!(", {}", words.place(source))));
                }
                message.push(from);
                let when = when(words, check.about, rule, checks.table.inputs());
                vec![TableCell(message), TableCell(when)]
            })
            .collect();
        if rows.is_empty() {
            continue;
        }
        page.heading(3, words.severity(severity));
        let head = [words.lang.say("Besked", "Finding"), words.lang.say("När", "When")];
        page.blocks.push(PageBlock::Table(PageTable {
            caption: words.lang.say(consequence(severity).0, consequence(severity).1).to_owned(),
            head: head.map(str::to_owned).to_vec(),
            rows,
        }));
    }
}

const fn consequence(severity: FindingSeverity) -> (&'static str, &'static str) {
    match severity {
        FindingSeverity::Refuse => ("Får inte göras", "May not be done"),
        FindingSeverity::Manual => {
            ("Reglerna räcker inte, en person avgör", "The rules do not suffice, a person decides")
        }
        FindingSeverity::Warning => ("Får göras, men tänk efter", "May be done, but think again"),
        FindingSeverity::Info => ("Bra att veta", "Worth knowing"),
    }
}

/// The conditions for a check's finding, alternative by alternative.
fn when(words: RuleSetWords<'_>, about: About, rule: &Rule, inputs: &[Input]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    if let Some((list, _)) = about.list().and_then(|list| FIELD_LISTS.get(list)) {
        lines.push(vec![plain(words.lang.say(field_list(list).0, field_list(list).1))]);
    }
    for (at, conditions) in rule.alternatives.iter().enumerate() {
        if at > 0 {
            lines.push(vec![strong(words.lang.say("eller", "or"))]);
        }
        lines.extend(words.conditions(CHECKS, inputs, conditions));
    }
    lines
}

fn field_list(list: &str) -> (&'static str, &'static str) {
    match list {
        "missing_fields" => (
            "En uppgift som kan ändra svaret saknas",
            "A field that could change the answer is missing",
        ),
        "unknown_specialties" => {
            ("En specialitet finns inte i ordlistan", "A specialty is not in the vocabulary")
        }
        "unlisted_units" => {
            ("En mottagning finns inte i katalogen", "A unit is not in the directory")
        }
        "closed_receivers" => {
            ("Mottagaren finns inte den dagen", "The receiver does not exist on the day")
        }
        "closed_senders" => {
            ("Avsändaren finns inte den dagen", "The sender does not exist on the day")
        }
        "continued_reasons" => (
            "Kontaktorsaken fortsätter efter en som finns i listan",
            "The contact reason goes on behind one of the list",
        ),
        _ => (
            "En text ser ut att ha ett personnummer eller liknande",
            "A text seems to hold an identity number",
        ),
    }
}

/// A message with its placeholders in words.
fn filled(words: RuleSetWords<'_>, message: &str) -> String {
    PLACEHOLDERS.iter().fold(message.to_owned(), |text, Placeholder { name, called, .. }| {
        let (sv, en) = called;
        text.replace(&format!("{{{name}}}"), &format!("‹{}›", words.lang.say(sv, en)))
    })
}
