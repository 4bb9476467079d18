//! For each method: its steps, its messages, and the states of the request.

use crate::render::page::{
    Figure, Line, Page, PageBlock, PageTable, TableCell, code, faint, plain, strong,
};
use crate::render::svg::{Arrow, states};
use crate::render::words::RuleSetWords;
use handover_core::language::capital;
use handover_core::ruleset::inputs::{InputSpec, LIFECYCLES, PROCEDURES, position};
use handover_core::ruleset::procedures::{Lifecycle, Procedure, Template};
use handover_matcher::{Table as Rules, Values};

pub(super) fn add(page: &mut Page, words: RuleSetWords<'_>) {
    let p = &words.rule_set.procedures;
    let methods = &words.rule_set.methods.all;
    page.heading(
        2,
        words.lang.say("Steg, meddelanden och tillstånd", "Steps, messages and states"),
    );
    // An item of several methods is shown with the first, and referred to from the others.
    let mut shown: Vec<usize> = Vec::new();
    for (index, method) in (0u32..).zip(methods) {
        page.heading(3, method.label.get(words.lang));
        for (at, procedure) in p.procedures.iter().enumerate() {
            if holds(&p.procedure_choice.table, PROCEDURES, at, index) {
                add_steps(page, words, at, procedure);
            }
        }
        for (at, template) in p.templates.iter().enumerate() {
            if holds(&p.template_choice.table, PROCEDURES, at, index) {
                add_template(page, words, at, template);
            }
        }
        for (at, lifecycle) in p.lifecycles.iter().enumerate() {
            if !holds(&p.lifecycle_choice.table, LIFECYCLES, at, index) {
                continue;
            }
            if shown.contains(&at) {
                let same = words
                    .lang
                    .say("Tillstånden är desamma som ovan:", "The states are those above:");
                page.blocks.push(PageBlock::Paragraph(vec![
                    plain(format!("{same} ")),
                    code(&lifecycle.id),
                ]));
            } else {
                shown.push(at);
                add_lifecycle(page, words, lifecycle);
            }
        }
    }
}

/// Whether entry `at` of a table may match for a method.
fn holds(table: &Rules, specs: &[InputSpec], at: usize, method: u32) -> bool {
    let input = position(specs, "method");
    let accepts = |values: &Values| values.contains(handover_matcher::Value::Word(method));
    table.rules().get(at).is_some_and(|rule| {
        rule.alternatives.iter().any(|conditions| {
            conditions.iter().all(|it| Some(it.input) != input || accepts(&it.accepts))
        })
    })
}

/// The conditions of an entry besides its method, in words: action and state.
fn when(words: RuleSetWords<'_>, table: &Rules, at: usize) -> String {
    let method = position(PROCEDURES, "method");
    let alternatives =
        table.rules().get(at).map(|rule| rule.alternatives.as_slice()).unwrap_or_default();
    let mut values: Vec<String> = Vec::new();
    for conditions in alternatives {
        let lexicon = words.lexicon.within(PROCEDURES, conditions);
        for condition in conditions.iter().filter(|condition| Some(condition.input) != method) {
            let at = condition.input;
            if let (Some(spec), Some(input)) = (PROCEDURES.get(at), table.inputs().get(at)) {
                values.push(lexicon.values(spec, &input.domain, &condition.accepts));
            }
        }
    }
    values.join(", ")
}

fn add_steps(page: &mut Page, words: RuleSetWords<'_>, at: usize, procedure: &Procedure) {
    let p = &words.rule_set.procedures;
    let when = when(words, &p.procedure_choice.table, at);
    let actor = capital(words.actor(procedure.actor));
    let heading = if when.is_empty() { actor } else { format!("{actor}: {when}") };
    page.heading(4, heading);
    let items: Vec<Line> = (procedure.steps.iter())
        .filter_map(|&step| {
            let step = p.steps.get(step)?;
            let text = step.text.get(words.lang);
            Some(vec![plain(text), faint(format!(" ({})", step.id))])
        })
        .collect();
    page.blocks.push(PageBlock::List { ordered: true, items });
}

fn add_template(page: &mut Page, words: RuleSetWords<'_>, at: usize, template: &Template) {
    let when = when(words, &words.rule_set.procedures.template_choice.table, at);
    let to = format!(
        "{} {}",
        words.lang.say("Förslag på meddelande till", "A message to start from, to"),
        words.actor(template.to)
    );
    let mut line = vec![strong(to)];
    if !when.is_empty() {
        line.push(plain(format!(" ({when})")));
    }
    if let Some(source) = &template.source {
        line.push(faint(format!(", {}", words.place(source))));
    }
    page.blocks.push(PageBlock::Paragraph(line));
    page.blocks.push(PageBlock::Message(template.text.get(words.lang).to_owned()));
}

/// Adds the states as a picture, and as a table.
fn add_lifecycle(page: &mut Page, words: RuleSetWords<'_>, lifecycle: &Lifecycle) {
    let caption = if lifecycle.follows_state {
        words.lang.say("Var förfrågan står", "Where the request stands")
    } else {
        words.lang.say("Var ärendet är", "Where the case is")
    };
    page.heading(4, caption);
    let labels: Vec<String> =
        lifecycle.states.iter().map(|(_, label)| label.get(words.lang).to_owned()).collect();
    let transitions: Vec<Arrow> = (lifecycle.transitions.iter())
        .map(|it| Arrow {
            from: it.from,
            to: it.to,
            label: event(it.label.get(words.lang)),
            by: words.actor(it.by).to_owned(),
        })
        .collect();
    let caption = format!("{caption} ({})", lifecycle.id);
    let svg = states(&caption, &labels, &transitions);
    page.blocks.push(PageBlock::Figure(Figure { caption, svg }));
    let name = |state: usize| labels.get(state).map_or("?", String::as_str);
    let rows = lifecycle.transitions.iter().map(|it| {
        let source = it.source.as_ref().map_or(String::new(), |source| words.place(source));
        vec![
            TableCell::text(name(it.from)),
            TableCell::text(event(it.label.get(words.lang))),
            TableCell::text(words.actor(it.by)),
            TableCell::text(name(it.to)),
            TableCell::line(vec![faint(source)]),
        ]
    });
    let head = [
        words.lang.say("Från", "From"),
        words.lang.say("Vad som händer", "What happens"),
        words.lang.say("Vem", "Who"),
        words.lang.say("Till", "To"),
        words.lang.say("Källa", "Source"),
    ];
    page.blocks.push(PageBlock::Table(PageTable {
        caption: format!(
            "{} ({})",
            words.lang.say("Vad som kan hända", "What may happen"),
            lifecycle.id
        ),
        head: head.map(str::to_owned).to_vec(),
        rows: rows.collect(),
    }));
}

/// The label of an event. An event without a label has its id, split into words.
fn event(label: &str) -> String {
    capital(&label.replace('_', " "))
}
