//! `handover dump`: prints the compiled forms of a rule set.

use std::io::{self, Write};

use super::args::{DumpArgs, Dumped, Format, Shared};
use super::exit::ExitStatus;
use super::tell::err;
use handover_core::language::Lang;
use handover_core::ruleset::RuleSet;
use handover_core::ruleset::inputs::{
    CHECKS, InputSpec, LIFECYCLES, METHODS, PRIORITIES, PROCEDURES, ROUTING,
};
use handover_matcher::{DEFAULT_BUDGET, Plan, Table};
use handover_proof::render::dot::dot;

pub(super) fn run(shared: &Shared, args: &DumpArgs, out: &mut dyn Write) -> io::Result<ExitStatus> {
    let Some(engine) = shared.engine()? else {
        return Ok(ExitStatus::RuleSet);
    };
    let rule_set = engine.rule_set();
    let procedures = &rule_set.procedures;
    let tables: Vec<(&Table, &[InputSpec])> = [
        (&rule_set.routing.table, ROUTING),
        (&rule_set.priority.table, PRIORITIES),
        (&rule_set.methods.table, METHODS),
        (&rule_set.checks.table, CHECKS),
        (&procedures.procedure_choice.table, PROCEDURES),
        (&procedures.lifecycle_choice.table, LIFECYCLES),
        (&procedures.template_choice.table, PROCEDURES),
    ]
    .into_iter()
    .filter(|(table, _)| args.table.as_deref().is_none_or(|name| name == table.name()))
    .collect();
    if tables.is_empty() {
        let asked = args.table.as_deref().unwrap_or_default();
        let tables = "routing, priority, methods, checks, procedures, lifecycles, templates";
        let message = match shared.text_lang(Lang::Sv) {
            Lang::Sv => format!("ingen tabell heter `{asked}`; tabellerna är {tables}"),
            Lang::En => format!("no table is called `{asked}`; tables are {tables}"),
        };
        writeln!(err(), "handover: {message}")?;
        return Ok(ExitStatus::Usage);
    }
    for (index, (table, specs)) in tables.into_iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        match args.what {
            Dumped::Diagram if shared.format == Format::Dot => {
                draw(shared, rule_set, table, specs, out)?;
            }
            Dumped::Tables => write!(out, "{table}")?,
            what => dump_plan(table, &Plan::compile(table, DEFAULT_BUDGET), what, out)?,
        }
    }
    Ok(ExitStatus::Done)
}

/// Writes the diagram in the DOT language, or a comment if the table's plan has none.
fn draw(
    shared: &Shared,
    rule_set: &RuleSet,
    table: &Table,
    specs: &[InputSpec],
    out: &mut dyn Write,
) -> io::Result<()> {
    let plan = Plan::compile(table, DEFAULT_BUDGET);
    let lexicon = rule_set.lexicon(shared.text_lang(rule_set.first_language()));
    let routing = &rule_set.routing;
    let routes = table.name() == routing.table.name();
    let outcome = |outcome| Some(lexicon.target(routing.target(outcome).filter(|_| routes)?));
    match plan.diagram() {
        Some(diagram) => {
            out.write_all(dot(lexicon, table, specs, &diagram.outline(), &outcome).as_bytes())
        }
        None => {
            writeln!(out, "// table {}: {}, because {}", table.name(), plan.strategy(), plan.reason)
        }
    }
}

fn dump_plan(table: &Table, plan: &Plan, what: Dumped, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "table {}: {}, because {}", table.name(), plan.strategy(), plan.reason)?;
    match (what, plan.diagram()) {
        (Dumped::Classes, _) => write!(out, "{}", plan.classes()),
        (Dumped::Diagram, Some(diagram)) => write!(out, "{diagram}"),
        (Dumped::Plan, diagram) => {
            write!(out, "  {} rules, {} bytes", table.rules().len(), plan.bytes())?;
            if let Some(diagram) = diagram {
                let inputs = diagram.order().filter_map(|input| table.inputs().get(input));
                let order: Vec<&str> = inputs.map(|input| input.name.as_str()).collect();
                let (nodes, order) = (diagram.nodes(), order.join(", "));
                write!(out, ", {nodes} nodes, inputs in the order {order}")?;
            }
            writeln!(out)?;
            let hidden =
                plan.shadowed().iter().filter_map(|&rule| table.rules().get(rule as usize));
            for rule in hidden {
                writeln!(out, "  dropped: {}, which an earlier rule hides", rule.id)?;
            }
            let mut weighed = plan.candidates().iter();
            weighed.try_for_each(|candidate| writeln!(out, "  {candidate}"))
        }
        _ => Ok(()),
    }
}
