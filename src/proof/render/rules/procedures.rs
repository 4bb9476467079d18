//! For each method: its steps, its messages, and the states of the request.

use crate::render::document::{
    Block, Cell, Document, Figure, Line, Table, code, faint, plain, strong,
};
use crate::render::svg::{Transition, states};
use crate::render::words::Reader;
use handover_core::language::capital;
use handover_core::ruleset::inputs::{InputSpec, LIFECYCLES, PROCEDURES, position};
use handover_core::ruleset::procedures::{Lifecycle, Procedure, Template};
use handover_matcher::{Table as Rules, Values};

pub(super) fn add(page: &mut Document, reader: Reader<'_>) {
    let p = &reader.rule_set.procedures;
    let methods = &reader.rule_set.methods.all;
    page.heading(
        2,
        reader.lang.say("Steg, meddelanden och tillstånd", "Steps, messages and states"),
    );
    // An item of several methods is shown with the first, and referred to from the others.
    let mut shown: Vec<usize> = Vec::new();
    for (index, method) in (0u32..).zip(methods) {
        page.heading(3, method.label.get(reader.lang));
        for (at, procedure) in p.procedures.iter().enumerate() {
            if holds(&p.procedure_choice.table, PROCEDURES, at, index) {
                add_steps(page, reader, at, procedure);
            }
        }
        for (at, template) in p.templates.iter().enumerate() {
            if holds(&p.template_choice.table, PROCEDURES, at, index) {
                add_template(page, reader, at, template);
            }
        }
        for (at, lifecycle) in p.lifecycles.iter().enumerate() {
            if !holds(&p.lifecycle_choice.table, LIFECYCLES, at, index) {
                continue;
            }
            if shown.contains(&at) {
                let same = reader
                    .lang
                    .say("Tillstånden är desamma som ovan:", "The states are those above:");
                page.blocks
                    .push(Block::Paragraph(vec![plain(format!("{same} ")), code(&lifecycle.id)]));
            } else {
                shown.push(at);
                add_lifecycle(page, reader, lifecycle);
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
fn when(reader: Reader<'_>, table: &Rules, at: usize) -> String {
    let method = position(PROCEDURES, "method");
    let alternatives =
        table.rules().get(at).map(|rule| rule.alternatives.as_slice()).unwrap_or_default();
    let mut values: Vec<String> = Vec::new();
    for conditions in alternatives {
        let lexicon = reader.lexicon.within(PROCEDURES, conditions);
        for condition in conditions.iter().filter(|condition| Some(condition.input) != method) {
            let at = condition.input;
            if let (Some(spec), Some(input)) = (PROCEDURES.get(at), table.inputs().get(at)) {
                values.push(lexicon.values(spec, &input.domain, &condition.accepts));
            }
        }
    }
    values.join(", ")
}

fn add_steps(page: &mut Document, reader: Reader<'_>, at: usize, procedure: &Procedure) {
    let p = &reader.rule_set.procedures;
    let when = when(reader, &p.procedure_choice.table, at);
    let actor = capital(reader.actor(procedure.actor));
    let heading = if when.is_empty() { actor } else { format!("{actor}: {when}") };
    page.heading(4, heading);
    let items: Vec<Line> = (procedure.steps.iter())
        .filter_map(|&step| {
            let step = p.steps.get(step)?;
            let text = step.text.get(reader.lang);
            Some(vec![plain(text), faint(format!(" ({})", step.id))])
        })
        .collect();
    page.blocks.push(Block::List { ordered: true, items });
}

fn add_template(page: &mut Document, reader: Reader<'_>, at: usize, template: &Template) {
    let when = when(reader, &reader.rule_set.procedures.template_choice.table, at);
    let to = format!(
        "{} {}",
        reader.lang.say("Förslag på meddelande till", "A message to start from, to"),
        reader.actor(template.to)
    );
    let mut line = vec![strong(to)];
    if !when.is_empty() {
        line.push(plain(format!(" ({when})")));
    }
    if let Some(source) = &template.source {
        line.push(faint(format!(", {}", reader.place(source))));
    }
    page.blocks.push(Block::Paragraph(line));
    page.blocks.push(Block::Message(template.text.get(reader.lang).to_owned()));
}

/// Adds the states as a picture, and as a table.
fn add_lifecycle(page: &mut Document, reader: Reader<'_>, lifecycle: &Lifecycle) {
    let caption = if lifecycle.follows_state {
        reader.lang.say("Var förfrågan står", "Where the request stands")
    } else {
        reader.lang.say("Var ärendet är", "Where the case is")
    };
    page.heading(4, caption);
    let labels: Vec<String> =
        lifecycle.states.iter().map(|(_, label)| label.get(reader.lang).to_owned()).collect();
    let transitions: Vec<Transition> = (lifecycle.transitions.iter())
        .map(|it| Transition {
            from: it.from,
            to: it.to,
            label: event(it.label.get(reader.lang)),
            by: reader.actor(it.by).to_owned(),
        })
        .collect();
    let caption = format!("{caption} ({})", lifecycle.id);
    let svg = states(&caption, &labels, &transitions);
    page.blocks.push(Block::Figure(Figure { caption, svg }));
    let name = |state: usize| labels.get(state).map_or("?", String::as_str);
    let rows = lifecycle.transitions.iter().map(|it| {
        let source = it.source.as_ref().map_or(String::new(), |source| reader.place(source));
        vec![
            Cell::text(name(it.from)),
            Cell::text(event(it.label.get(reader.lang))),
            Cell::text(reader.actor(it.by)),
            Cell::text(name(it.to)),
            Cell::line(vec![faint(source)]),
        ]
    });
    let head = [
        reader.lang.say("Från", "From"),
        reader.lang.say("Vad som händer", "What happens"),
        reader.lang.say("Vem", "Who"),
        reader.lang.say("Till", "To"),
        reader.lang.say("Källa", "Source"),
    ];
    page.blocks.push(Block::Table(Table {
        caption: format!(
            "{} ({})",
            reader.lang.say("Vad som kan hända", "What may happen"),
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
