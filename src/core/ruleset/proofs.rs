//! Proofs at load time: every case has an answer, and only one.
//!
//! Each fault carries a concrete case as witness, in the words of the vocabulary.

use std::collections::BTreeSet;

use super::cells::shown;
use super::directory::Directory;
use super::holes::{Hole, NewRule, holes};
use super::inputs::{ROUTING, position};
use super::routing::{Routing, Target};
use super::sources::Document;
use super::spot::{Faults, Spot};
use super::vocabulary::Vocabulary;
use crate::diagnostic::{Code, Diagnostic};
use crate::language::{Lang, Text, day, text};
use crate::ruleset::inputs::InputSpec;
use crate::ruleset::lexicon::Lexicon;
use handover_matcher::{Analysis, Block, Cover, Dead, Input, Proof, Table, Value, Values};

/// Maximum number of gaps or overlaps reported for one table in a run.
pub(super) const MAX_REPORTED: usize = 12;

/// Maximum number of steps of each proof: loading should take at most some tenths of a second.
///
/// `handover check` of about 10,000 rules takes fewer.
const STEPS: u64 = 50_000_000;

/// Proves that the routing rules answer every case, and agree if several match.
pub(super) fn routing(
    routing: &Routing,
    vocabulary: &Vocabulary,
    directory: &Directory,
    governing: Option<&Document>,
    section: &Spot<'_>,
    spots: &[Spot<'_>],
    faults: &mut Faults,
) {
    let words = WitnessWording { vocabulary, directory };
    let analysis = Analysis::new(&routing.table).with_limit(STEPS);
    match analysis.overlaps(MAX_REPORTED, 1) {
        Proof::Exact(found) => {
            for overlap in &found.pairs {
                let Some(block) = overlap.blocks.first() else { continue };
                let (first, second) = (overlap.rules.0 as usize, overlap.rules.1 as usize);
                let (Some(a), Some(b)) = (spots.get(first), spots.get(second)) else {
                    continue;
                };
                let (Some(rule_a), Some(rule_b)) =
                    (routing.table.rules().get(first), routing.table.rules().get(second))
                else {
                    continue;
                };
                let case = words.case(routing.table.inputs(), block);
                let message = Text {
                    sv: format!(
                        "`{}` och `{}` svarar olika på samma fall: {}",
                        rule_a.id, rule_b.id, case.sv
                    ),
                    en: format!(
                        "`{}` and `{}` answer the same case differently: {}",
                        rule_a.id, rule_b.id, case.en
                    ),
                };
                let answer = |outcome| {
                    routing.target(outcome).map_or_else(|| text("", ""), |t| words.target(t))
                };
                // The rule has one list, with those that it overrides already.
                let written = b.get("overrides").map(|list| list.items()).unwrap_or_default();
                let written = written.iter().filter_map(|spot| spot.value().as_str());
                let met = found.pairs.iter().filter(|pair| pair.rules.1 as usize == second);
                let met = met.filter_map(|pair| routing.table.rules().get(pair.rules.0 as usize));
                let mut list: Vec<&str> = written.chain(met.map(|rule| rule.id.as_str())).collect();
                let mut seen = BTreeSet::new();
                list.retain(|id| seen.insert(*id));
                let list = list.join(", ");
                let help = Text {
                    sv: format!(
                        "gör den ena smalare, eller skriv `overrides: [{list}]` i `{}` om den är ett undantag",
                        rule_b.id
                    ),
                    en: format!(
                        "narrow one of them, or write `overrides: [{list}]` in `{}` if that is an exception",
                        rule_b.id
                    ),
                };
                faults.add(
                    Diagnostic::new(Code::Overlap, message)
                        .at(b.at("when").place().labelled(answer(rule_b.outcome)))
                        .also(a.at("when").place(), answer(rule_a.outcome))
                        .help(help),
                );
            }
        }
        Proof::NotProved { .. } => faults.add(not_proved(section)),
    }
    match analysis.gaps(MAX_REPORTED) {
        Proof::Exact(found) => {
            for hole in holes(routing, &found, MAX_REPORTED, STEPS) {
                let Some(block) = shown_case(&hole, governing) else { continue };
                let case = words.case(routing.table.inputs(), &block);
                let message = Text {
                    sv: format!("ingen regel gäller för: {}", case.sv),
                    en: format!("no rule holds for: {}", case.en),
                };
                faults.add(
                    Diagnostic::new(Code::Gap, message)
                        .at(section.key_place())
                        .help(closing(&hole.rules)),
                );
            }
        }
        Proof::NotProved { .. } => faults.add(not_proved(section)),
    }
    if !faults.any_error()
        && let Proof::Exact(dead) = analysis.dead()
    {
        for rule in dead {
            report_dead(routing, &rule, spots, faults);
        }
    }
}

/// The rules that close a hole, as advice.
fn closing(rules: &[NewRule]) -> Text {
    Text::each(|lang| {
        let (and, one) = (lang.say("och", "and"), lang.say("en regel med", "a rule with"));
        let rules: Vec<String> = rules
            .iter()
            .map(|rule| {
                let when = format!("`when: {{{}}}`", rule.when);
                let days = rule.days.iter().map(|(key, day)| format!("`{key}: {day}`"));
                let parts: Vec<String> = std::iter::once(when).chain(days).collect();
                format!("{one} {}", parts.join(&format!(" {and} ")))
            })
            .collect();
        let rest = lang.say(
            "vet man inte vart, skriv `role: not_given`",
            "where the role is not known, write `role: not_given`",
        );
        let add = lang.say("lägg till", "add");
        let also = lang.say("dessutom", "besides");
        format!("{add} {}; {rest}", rules.join(&format!(", {also} ")))
    })
}

/// A case of a hole to show: on the first day of the governing document on which the hole is there, else on the nearest.
fn shown_case(hole: &Hole, governing: Option<&Document>) -> Option<Block> {
    let mut shown = hole.blocks.first()?.clone();
    shown.witness.clone_from(&hole.open.witness);
    let at = position(ROUTING, "at")?;
    let first = governing.and_then(|document| document.valid_from).map(day::number);
    if let (Some(first), Some(Some(Values::Ranges(days)))) = (first, hole.open.values.get(at)) {
        let near = days.iter().map(|&(from, to)| first.clamp(from, to));
        let near = near.min_by_key(|&day| (first.abs_diff(day), day < first));
        if let (Some(day), Some(value)) = (near, shown.witness.get_mut(at)) {
            *value = Value::Int(day);
        }
    }
    Some(shown)
}

/// Reports a dead rule, with the rules that override it wherever it matches.
fn report_dead(routing: &Routing, dead: &Dead, spots: &[Spot<'_>], faults: &mut Faults) {
    let rule = dead.rule as usize;
    let (Some(spot), Some(rule)) = (spots.get(rule), routing.table.rules().get(rule)) else {
        return;
    };
    let message = Text {
        sv: format!("regeln `{}` avgör aldrig", rule.id),
        en: format!("the rule `{}` never decides", rule.id),
    };
    let fault = Diagnostic::new(Code::UnreachableRule, message).at(spot.at("id").place());
    let Cover::Hidden { rules, .. } = &dead.cover else {
        let why = text(
            "inget fall uppfyller alla dess villkor på en gång",
            "no case meets all its conditions at once",
        );
        let help =
            text("rätta villkoren, eller ta bort den", "correct its conditions, or remove it");
        faults.add(fault.why(why).help(help));
        return;
    };
    let why = text(
        "andra regler går före den i alla fall som den gäller för",
        "other rules go before it in every case that it holds for",
    );
    let help = text(
        "ta bort den, eller gör reglerna som går före smalare",
        "remove it, or narrow the rules that go before it",
    );
    let mut fault = fault.why(why).help(help);
    for over in rules.iter().filter_map(|&over| spots.get(over as usize)).take(MAX_REPORTED) {
        fault = fault.also(over.at("id").place(), text("går före", "goes before it"));
    }
    faults.add(fault);
}

/// Proves that a table over a few inputs answers every value, and without contradiction.
pub(super) fn small_table(
    table: &Table,
    section: &Spot<'_>,
    spots: &[Spot<'_>],
    faults: &mut Faults,
) {
    let shown = |witness: &[Value]| {
        let parts = table
            .inputs()
            .iter()
            .zip(witness)
            .map(|(input, &value)| format!("`{}: {}`", input.name, shown(input, value)));
        parts.collect::<Vec<_>>().join(", ")
    };
    let analysis = Analysis::new(table).with_limit(STEPS);
    if let Proof::Exact(found) = analysis.overlaps(MAX_REPORTED, 1) {
        for overlap in found.pairs {
            let Some(block) = overlap.blocks.first() else { continue };
            let places = (spots.get(overlap.rules.0 as usize), spots.get(overlap.rules.1 as usize));
            let (Some(a), Some(b)) = places else { continue };
            let case = shown(&block.witness);
            let help = text(
                "gör den ena smalare, så att bara en av dem gäller",
                "narrow one of them, so that only one of them holds",
            );
            let message = Text {
                sv: format!("två regler svarar olika på {case}"),
                en: format!("two rules answer {case} differently"),
            };
            let other = text("den andra regeln", "the other rule");
            faults.add(
                Diagnostic::new(Code::Overlap, message)
                    .at(b.at("when").place())
                    .also(a.at("when").place(), other)
                    .help(help),
            );
        }
    }
    if let Proof::Exact(found) = analysis.gaps(MAX_REPORTED) {
        for block in found.blocks {
            let case = shown(&block.witness);
            let message = Text {
                sv: format!("ingen regel gäller för {case}"),
                en: format!("no rule holds for {case}"),
            };
            let help = Text {
                sv: format!("lägg till en regel med `when: {}`", when(table, &block)),
                en: format!("add a rule with `when: {}`", when(table, &block)),
            };
            faults.add(Diagnostic::new(Code::Gap, message).at(section.key_place()).help(help));
        }
    }
}

fn not_proved(section: &Spot<'_>) -> Diagnostic {
    let message = text(
        "det gick inte att bevisa att varje fall har exakt ett svar",
        "it could not be proved that every case has exactly one answer",
    );
    let why = text(
        "reglerna är för många eller för korsade för bevisets gräns",
        "the rules are too many or too crossed for the limit of the proof",
    );
    let help = text(
        "slå ihop regler som svarar lika, eller ta bort dem som inte längre gäller",
        "join rules that answer alike, or remove those that no longer hold",
    );
    Diagnostic::new(Code::NotProved, message).at(section.key_place()).why(why).help(help)
}

/// The conditions of a block, in the form of a rule.
fn when(table: &Table, block: &Block) -> String {
    let cells = table.inputs().iter().zip(&block.values);
    let cells = cells.filter_map(|(input, values)| {
        let values: &Values = values.as_ref()?;
        Some(format!("{}: {}", input.name, values.display(input)))
    });
    format!("{{{}}}", cells.collect::<Vec<_>>().join(", "))
}

/// Phrases cases and targets with the labels that administrators read.
struct WitnessWording<'a> {
    vocabulary: &'a Vocabulary,
    directory: &'a Directory,
}

impl WitnessWording<'_> {
    /// The witness. Unit, sender and day are shown only if they matter.
    fn case(&self, inputs: &[Input], block: &Block) -> Text {
        let in_lang = |lang| {
            let parts = (inputs.iter().zip(ROUTING))
                .zip(block.witness.iter().zip(&block.values))
                .filter(|((input, _), (value, tested))| {
                    let seldom = matches!(input.name.as_str(), "unit" | "from_unit" | "at");
                    **value != Value::Absent && (tested.is_some() || !seldom)
                })
                .map(|((input, spec), (&value, _))| self.value(input, spec, value, lang));
            parts.collect::<Vec<_>>().join(", ")
        };
        Text { sv: in_lang(Lang::Sv), en: in_lang(Lang::En) }
    }

    fn value(&self, input: &Input, spec: &InputSpec, value: Value, lang: Lang) -> String {
        let lead = match input.name.as_str() {
            "from_unit" => lang.say("från ", "from "),
            "at" => lang.say("den ", "on "),
            _ => "",
        };
        let lexicon = Lexicon::of_words(self.vocabulary, self.directory, lang);
        let value_in_words = lexicon.value(spec, &input.domain, value);
        match value {
            Value::Unlisted => format!("{}: {value_in_words}", input.name),
            _ => format!("{lead}{value_in_words}"),
        }
    }

    fn target(&self, target: &Target) -> Text {
        Text::each(|lang| {
            let lexicon = Lexicon::of_words(self.vocabulary, self.directory, lang);
            format!("{}: {}", lang.say("svarar", "answers"), lexicon.target(target))
        })
    }
}
