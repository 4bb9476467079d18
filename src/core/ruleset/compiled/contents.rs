//! The sections of a compiled file: one with everything except tables, then the tables with their plans.

use std::borrow::Cow;
use std::io;

use serde::{Deserialize, Serialize};

use super::super::RuleSet;
use super::super::checks::{Check, Checks};
use super::super::directory::Directory;
use super::super::inputs::{
    CHECKS, InputSpec, LIFECYCLES, METHODS, PRIORITIES, PROCEDURES, ROUTING,
};
use super::super::load::name_parts;
use super::super::methods::{Method, Methods};
use super::super::priority::Priority;
use super::super::procedures::{Choice, Lifecycle, Procedure, Procedures, Step, Template};
use super::super::routing::{Routing, RuleInfo, Target};
use super::super::sources::Sources;
use super::super::vocabulary::Vocabulary;
use crate::language::{Lang, Text, zone};
use handover_matcher::store::{Damaged, SectionReader, SectionWriter};
use handover_matcher::{HitPolicy, Plan, Table};

/// A rule set without its tables and without derived parts: borrowed when written, owned when read.
#[derive(Serialize, Deserialize)]
pub(super) struct StoredContents<'a> {
    id: Cow<'a, str>,
    title: Cow<'a, Text>,
    languages: Cow<'a, [Lang]>,
    time_zone: Cow<'a, Option<String>>,
    sources: Cow<'a, Sources>,
    vocabulary: Cow<'a, Vocabulary>,
    directory: Cow<'a, Directory>,
    targets: Cow<'a, [Target]>,
    rules: Cow<'a, [RuleInfo]>,
    lowest_first: bool,
    methods: Cow<'a, [Method]>,
    checks: Cow<'a, [Check]>,
    steps: Cow<'a, [Step]>,
    procedures: Cow<'a, [Procedure]>,
    lifecycles: Cow<'a, [Lifecycle]>,
    templates: Cow<'a, [Template]>,
    field_labels: Cow<'a, [(String, Text)]>,
}

/// The stored parts of a rule set, borrowed from it.
pub(super) struct Stored<'a> {
    pub(super) contents: StoredContents<'a>,
    /// The tables that need no plan: priority and methods.
    scans: [&'a Table; 2],
    /// The other tables with their plans: routing, checks, and those of the procedures.
    plans: [(&'a Table, &'a Plan); 5],
}

/// Takes a rule set apart. Names every field, so that none is forgotten.
pub(super) fn stored<'a>(rule_set: &'a RuleSet) -> Stored<'a> {
    let RuleSet {
        id,
        title,
        languages,
        time_zone,
        fingerprint: _, // in the header
        sources,
        vocabulary,
        directory,
        routing: Routing { table, plan, targets, rules },
        priority,
        methods,
        checks,
        procedures:
            Procedures {
                steps,
                procedures,
                procedure_choice,
                lifecycles,
                lifecycle_choice,
                templates,
                template_choice,
            },
        name_parts: _, // derived
        field_labels,
    } = rule_set;
    let contents = StoredContents {
        id: Cow::Borrowed(id),
        title: Cow::Borrowed(title),
        languages: Cow::Borrowed(languages),
        time_zone: Cow::Borrowed(time_zone),
        sources: Cow::Borrowed(sources),
        vocabulary: Cow::Borrowed(vocabulary),
        directory: Cow::Borrowed(directory),
        targets: Cow::Borrowed(targets),
        rules: Cow::Borrowed(rules),
        lowest_first: priority.lowest_first,
        methods: Cow::Borrowed(&methods.all),
        checks: Cow::Borrowed(&checks.all),
        steps: Cow::Borrowed(steps),
        procedures: Cow::Borrowed(procedures),
        lifecycles: Cow::Borrowed(lifecycles),
        templates: Cow::Borrowed(templates),
        field_labels: Cow::Borrowed(field_labels),
    };
    let with_plan = |choice: &'a Choice| (&choice.table, &choice.plan);
    Stored {
        contents,
        scans: [&priority.table, &methods.table],
        plans: [
            (table, plan),
            (&checks.table, &checks.plan),
            with_plan(procedure_choice),
            with_plan(lifecycle_choice),
            with_plan(template_choice),
        ],
    }
}

/// Writes the sections of a rule set.
pub(super) fn store(rule_set: &RuleSet) -> io::Result<Vec<u8>> {
    let Stored { contents, scans, plans } = stored(rule_set);
    let mut out = SectionWriter::new();
    out.bytes(&postcard::to_stdvec(&contents).map_err(io::Error::other)?);
    scans.into_iter().for_each(|table| table.store(&mut out));
    for (table, plan) in plans {
        table.store(&mut out);
        plan.store(&mut out);
    }
    Ok(out.into_bytes())
}

/// Reads the rule set of the sections.
pub(super) fn restore(words: &[u64], fingerprint: String) -> Result<RuleSet, Damaged> {
    let mut from = SectionReader::new(words);
    let contents: StoredContents<'static> = match postcard::take_from_bytes(from.bytes()?) {
        Ok((contents, [])) => contents,
        _ => return Err(Damaged::new("the contents beside tables")),
    };
    let zone = contents.time_zone.as_deref().is_none_or(|name| zone::find(name).is_some());
    Damaged::unless(zone, "the time zone")?;
    let priority = table(&mut from, "priority", PRIORITIES, HitPolicy::Unique)?;
    let priority = Priority::of(priority, contents.lowest_first);
    let methods = collecting(&mut from, "methods", METHODS, contents.methods.len())?;
    let routing = table(&mut from, "routing", ROUTING, HitPolicy::Unique)?;
    let known = routing.rules().len() == contents.rules.len()
        && routing.rules().iter().all(|rule| (rule.outcome as usize) < contents.targets.len());
    Damaged::unless(known, "the rules of the routing table")?;
    let routing_plan = Plan::restore(&mut from, &routing)?;
    let checks = choice(&mut from, "checks", CHECKS, contents.checks.len())?;
    let procedure_choice = choice(&mut from, "procedures", PROCEDURES, contents.procedures.len())?;
    let lifecycle_choice = choice(&mut from, "lifecycles", LIFECYCLES, contents.lifecycles.len())?;
    let template_choice = choice(&mut from, "templates", PROCEDURES, contents.templates.len())?;
    from.end()?;
    Ok(RuleSet {
        id: contents.id.into_owned(),
        title: contents.title.into_owned(),
        languages: contents.languages.into_owned(),
        time_zone: contents.time_zone.into_owned(),
        fingerprint,
        sources: contents.sources.into_owned(),
        name_parts: name_parts(&contents.vocabulary, &contents.directory),
        vocabulary: contents.vocabulary.into_owned(),
        directory: contents.directory.into_owned(),
        routing: Routing {
            table: routing,
            plan: routing_plan,
            targets: contents.targets.into_owned(),
            rules: contents.rules.into_owned(),
        },
        priority: priority.ok_or(Damaged::new("the priority scale"))?,
        methods: Methods { all: contents.methods.into_owned(), table: methods },
        checks: Checks {
            all: contents.checks.into_owned(),
            table: checks.table,
            plan: checks.plan,
        },
        procedures: Procedures {
            steps: contents.steps.into_owned(),
            procedures: contents.procedures.into_owned(),
            procedure_choice,
            lifecycles: contents.lifecycles.into_owned(),
            lifecycle_choice,
            templates: contents.templates.into_owned(),
            template_choice,
        },
        field_labels: contents.field_labels.into_owned(),
    })
}

/// Reads the table with this name and these inputs.
fn table(
    from: &mut SectionReader<'_>,
    name: &str,
    inputs: &[InputSpec],
    policy: HitPolicy,
) -> Result<Table, Damaged> {
    let table = Table::restore(from)?;
    let names = table.inputs().iter().map(|input| input.name.as_str());
    let fits = table.name() == name
        && table.policy() == policy
        && names.eq(inputs.iter().map(|input| input.name));
    Damaged::unless(fits, "the name, inputs or hit policy of a table").map(|()| table)
}

/// Reads a table whose rules are the entries of a list.
fn collecting(
    from: &mut SectionReader<'_>,
    name: &str,
    inputs: &[InputSpec],
    entries: usize,
) -> Result<Table, Damaged> {
    let table = table(from, name, inputs, HitPolicy::Collect)?;
    Damaged::unless(table.rules().len() == entries, "how many rules a table has").map(|()| table)
}

/// Reads such a table with its plan.
fn choice(
    from: &mut SectionReader<'_>,
    name: &str,
    inputs: &[InputSpec],
    entries: usize,
) -> Result<Choice, Damaged> {
    let table = collecting(from, name, inputs, entries)?;
    let plan = Plan::restore(from, &table)?;
    // Matching rules are read from a bitmap.
    Damaged::unless(plan.bitmap().is_some(), "the strategy of a plan")?;
    Ok(Choice { table, plan })
}
