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
    match (what, plan.diagram(), plan.bitmap()) {
        (Dumped::Classes, _, _) => write!(out, "{}", plan.classes()),
        (Dumped::Diagram, Some(diagram), _) => write!(out, "{diagram}"),
        (Dumped::Plan, Some(diagram), _) => {
            let order: Vec<&str> = diagram
                .order()
                .filter_map(|input| table.inputs().get(input))
                .map(|input| input.name.as_str())
                .collect();
            writeln!(
                out,
                "{} rules, {} nodes, {} answers, {} bytes, inputs in the order {}",
                table.rules().len(),
                diagram.nodes(),
                diagram.answers().len(),
                diagram.bytes(),
                order.join(", ")
            )
        }
        (Dumped::Plan, None, Some(bitmap)) => {
            writeln!(out, "{} rules, {} bytes", table.rules().len(), bitmap.bytes())
        }
        _ => Ok(()),
    }
}
