//! `handover dump`: everything that is compiled can be printed.

use std::io::{self, Write};

use super::args::{DumpArgs, Dumped, Shared};
use super::exit::ExitStatus;
use crate::matcher::{DEFAULT_BUDGET, Plan, Table};

pub(super) fn run(shared: &Shared, args: &DumpArgs, out: &mut dyn Write) -> io::Result<ExitStatus> {
    let Some(engine) = shared.engine()? else {
        return Ok(ExitStatus::RuleSet);
    };
    let rule_set = engine.rule_set();
    let procedures = &rule_set.procedures;
    let tables: Vec<&Table> = [
        &rule_set.routing.table,
        &rule_set.priority.table,
        &rule_set.methods.table,
        &rule_set.checks.table,
        &procedures.procedure_choice.table,
        &procedures.lifecycle_choice.table,
        &procedures.template_choice.table,
    ]
    .into_iter()
    .filter(|table| args.table.as_deref().is_none_or(|name| name == table.name()))
    .collect();
    if tables.is_empty() {
        let asked = args.table.as_deref().unwrap_or_default();
        writeln!(
            io::stderr(),
            "handover: no table is called `{asked}`; tables are routing, priority, methods, checks, procedures, lifecycles, templates"
        )?;
        return Ok(ExitStatus::Usage);
    }
    for (index, table) in tables.into_iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        match args.what {
            Dumped::Tables => write!(out, "{table}")?,
            what => dump_plan(table, &Plan::compile(table, DEFAULT_BUDGET), what, out)?,
        }
    }
    Ok(ExitStatus::Done)
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
