//! Diagrams in the DOT language of Graphviz.

use std::fmt::Write;

use handover_core::ruleset::inputs::InputSpec;
use handover_core::ruleset::lexicon::Lexicon;
use handover_matcher::{AnswerRef, Outline, OutlineEdge, Table};

/// Maximum number of rules whose ids a leaf shows.
const MAX_RULES: usize = 6;

/// A table's diagram as a digraph in the DOT language.
///
/// A box for each question, the values on the edges (one edge for all values with the same target), and the answers
/// with their rules. `outcome` phrases an outcome.
#[must_use]
pub fn dot(
    lexicon: Lexicon<'_>,
    table: &Table,
    specs: &[InputSpec],
    outline: &Outline<'_>,
    outcome: &dyn Fn(u32) -> Option<String>,
) -> String {
    let mut out = String::new();
    line(&mut out, format_args!("digraph {} {{", quoted(table.name())));
    line(&mut out, format_args!("  graph [rankdir=LR, fontname=\"sans-serif\"];"));
    line(&mut out, format_args!("  node [shape=box, style=rounded, fontname=\"sans-serif\"];"));
    line(&mut out, format_args!("  edge [fontname=\"sans-serif\", fontsize=10];"));
    for node in &outline.nodes {
        let Some(spec) = specs.get(node.input) else { continue };
        line(&mut out, format_args!("  n{} [label={}];", node.at, quoted(lexicon.input(spec))));
    }
    for (at, answer) in &outline.answers {
        let label = quoted(&leaf(lexicon, table, answer, outcome));
        let style = match answer {
            AnswerRef::One { .. } | AnswerRef::All { .. } => "filled",
            AnswerRef::None | AnswerRef::Conflict { .. } => "dashed",
        };
        let shape = format!("shape=note, style={style}, fillcolor=\"#eef2f5\"");
        line(&mut out, format_args!("  n{at} [{shape}, label={label}];"));
    }
    for node in &outline.nodes {
        for edge in &node.edges {
            let label = quoted(&edge_label(lexicon, table, specs, node.input, edge));
            line(&mut out, format_args!("  n{} -> n{} [label={label}];", node.at, edge.to));
        }
    }
    out.push_str("}\n");
    out
}

/// Writes to a string, which cannot fail.
fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    let _ = writeln!(out, "{text}");
}

fn edge_label(
    lexicon: Lexicon<'_>,
    table: &Table,
    specs: &[InputSpec],
    input: usize,
    edge: &OutlineEdge,
) -> String {
    let values = (table.inputs().get(input).zip(specs.get(input)))
        .filter(|_| !edge.values.is_empty())
        .map(|(input, spec)| lexicon.values(spec, &input.domain, &edge.values));
    let absent = edge.absent.then(|| lexicon.lang.say("saknas", "absent").to_owned());
    values.into_iter().chain(absent).collect::<Vec<_>>().join("\n")
}

fn leaf(
    lexicon: Lexicon<'_>,
    table: &Table,
    answer: &AnswerRef<'_>,
    outcome: &dyn Fn(u32) -> Option<String>,
) -> String {
    let ids: Vec<&str> = (answer.rules().iter())
        .filter_map(|&rule| table.rules().get(rule as usize).map(|rule| rule.id.as_str()))
        .collect();
    let mut rules = ids.iter().take(MAX_RULES).copied().collect::<Vec<_>>().join("\n");
    if ids.len() > MAX_RULES {
        rules.push_str("\n…");
    }
    let words = match answer {
        AnswerRef::None => lexicon.lang.say("ingen regel", "no rule").to_owned(),
        AnswerRef::Conflict { .. } => {
            lexicon.lang.say("regler svarar olika", "rules answer differently").to_owned()
        }
        AnswerRef::One { outcome: id, .. } => outcome(*id).unwrap_or_default(),
        AnswerRef::All { .. } => String::new(),
    };
    match (words.is_empty(), rules.is_empty()) {
        (true, _) => rules,
        (false, true) => words,
        (false, false) => format!("{words}\n{rules}"),
    }
}

/// A quoted string of the DOT language; line breaks become escapes that centre.
fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    format!("\"{}\"", escaped.replace('\r', ""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use handover_core::language::Lang;
    use handover_core::ruleset::RuleSet;
    use handover_core::ruleset::inputs::ROUTING;

    #[test]
    fn quotes_backslashes_and_breaks_are_escaped() {
        assert_eq!(quoted("a \"b\" \\ c\nd"), r#""a \"b\" \\ c\nd""#);
    }

    #[test]
    fn every_edge_leads_to_a_node_that_is_there() {
        let rule_set = RuleSet::embedded().unwrap();
        let routing = &rule_set.routing;
        let outline = routing.plan.diagram().unwrap().outline();
        let lexicon = rule_set.lexicon(Lang::Sv);
        let outcome = |outcome| routing.target(outcome).map(|target| lexicon.target(target));
        let drawn = dot(lexicon, &routing.table, ROUTING, &outline, &outcome);
        let declared: Vec<&str> = drawn
            .lines()
            .filter(|line| line.trim_start().starts_with('n') && !line.contains("->"))
            .filter_map(|line| line.split_whitespace().next())
            .filter(|name| *name != "node")
            .collect();
        assert_eq!(declared.len(), outline.nodes.len() + outline.answers.len());
        let edges = drawn.lines().filter_map(|line| line.split_once(" -> "));
        for (from, to) in edges {
            assert!(declared.contains(&from.trim()), "{from}");
            assert!(declared.contains(&to.split_whitespace().next().unwrap()), "{to}");
        }
        assert!(drawn.contains("Administratör, Administrativt Allmän\\n"), "{drawn}");
        assert_eq!(drawn.matches('{').count(), drawn.matches('}').count());
    }
}
