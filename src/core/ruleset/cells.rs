//! Lowering of written conditions to the matcher's: resolves names, parses ranges, reports faults at their location.

use serde_json::Value as Json;

use super::directory::Directory;
use super::inputs::{InputSpec, position};
use super::kinds::Kind;
use super::spot::{Faults, Spot, id_for_label};
use super::vocabulary::Vocabulary;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::language::near::nearest;
use crate::language::{Text, text};
use handover_matcher::{Cell, Condition, Domain, Input, Item, Value, Values};

/// Possible values of a rule set's inputs.
///
/// An empty list is one that could not be read. Its names are then not checked, since every fault would be a
/// consequence of the first.
#[derive(Debug, Clone)]
pub(super) struct Domains {
    case_types: Vec<String>,
    care_levels: Vec<String>,
    specialties: Vec<String>,
    roles: Vec<String>,
    capabilities: Vec<String>,
    units: Vec<String>,
    pub(super) methods: Vec<String>,
    pub(super) scale: (i64, i64),
}

impl Domains {
    pub(super) fn new(vocabulary: &Vocabulary, directory: &Directory) -> Self {
        Self {
            case_types: vocabulary.case_types.ids(),
            care_levels: vocabulary.care_levels.ids(),
            specialties: vocabulary.specialties.ids(),
            roles: vocabulary.roles.ids(),
            capabilities: vocabulary.capabilities.ids(),
            units: directory.units.ids(),
            methods: Vec::new(),
            scale: (1, i64::from(u16::MAX)),
        }
    }

    /// The matcher's input for a specification.
    pub(super) fn input(&self, spec: &InputSpec) -> Input {
        let words = |words: &[String], open| Domain::Words { words: words.to_vec(), open };
        let domain = match spec.kind {
            Kind::CaseType => words(&self.case_types, true),
            Kind::CareLevel => words(&self.care_levels, false),
            Kind::Specialty => words(&self.specialties, true),
            Kind::Unit => words(&self.units, true),
            Kind::Role => words(&self.roles, false),
            Kind::Capability => words(&self.capabilities, false),
            Kind::Method => words(&self.methods, false),
            Kind::Priority => Domain::Integer { min: self.scale.0, max: self.scale.1 },
            Kind::Date => Domain::Date,
            Kind::Boolean => Domain::Boolean,
            Kind::Words(list) => Domain::Words {
                words: list.ids.iter().map(|&word| word.to_owned()).collect(),
                open: false,
            },
        };
        Input { name: spec.name.to_owned(), domain }
    }

    /// The inputs of a table.
    pub(super) fn inputs(&self, specs: &[InputSpec]) -> Vec<Input> {
        specs.iter().map(|spec| self.input(spec)).collect()
    }
}

/// The alternatives of a `when`: one map of cells, or a list of maps. An absent `when` always holds.
///
/// `None` if it contains a fault.
pub(super) fn alternatives(
    when: Option<&Spot<'_>>,
    specs: &[InputSpec],
    inputs: &[Input],
    faults: &mut Faults,
) -> Option<Vec<Vec<Condition>>> {
    let Some(when) = when.filter(|when| !when.value().is_null()) else {
        return Some(vec![Vec::new()]);
    };
    let maps = if when.value().is_array() { when.items() } else { vec![when.clone()] };
    // All alternatives are read before the first `?`, so that the faults of all are reported.
    let read: Vec<_> = maps.iter().map(|map| conditions(map, specs, inputs, faults)).collect();
    read.into_iter().collect()
}

fn conditions(
    map: &Spot<'_>,
    specs: &[InputSpec],
    inputs: &[Input],
    faults: &mut Faults,
) -> Option<Vec<Condition>> {
    let mut found = Some(Vec::new());
    for (name, spot) in map.entries() {
        // The schema check reports unknown keys.
        let condition = position(specs, name).and_then(|index| {
            let accepts = cell(&spot, inputs.get(index)?, faults)?;
            Some(Condition { input: index, accepts })
        });
        match (condition, &mut found) {
            (Some(condition), Some(list)) => list.push(condition),
            (None, _) => found = None,
            (_, None) => {}
        }
    }
    let mut found = found?;
    found.sort_by_key(|condition| condition.input);
    Some(found)
}

/// The values that a cell accepts.
pub(super) fn cell(spot: &Spot<'_>, input: &Input, faults: &mut Faults) -> Option<Values> {
    let (negated, body) = match spot.get("not") {
        Some(inner) if spot.entries().len() == 1 => (true, inner),
        _ => (false, spot.clone()),
    };
    let scalars = if body.value().is_array() { body.items() } else { vec![body] };
    if scalars.is_empty() {
        let message = text("en tom lista gäller aldrig", "an empty list never holds");
        let help = text(
            "ta bort raden, eller skriv minst ett värde",
            "remove the line, or write at least one value",
        );
        faults.add(Diagnostic::new(Code::BadCell, message).at(spot.place()).help(help));
        return None;
    }
    let read: Vec<_> = scalars.iter().map(|scalar| values(scalar, input, faults)).collect();
    let mut all = read.into_iter().collect::<Option<Vec<_>>>()?.into_iter();
    let first = all.next()?;
    let union = all.fold(first, |union, more| union.union(&more));
    let accepts = if negated { union.complement(&input.domain) } else { union };
    if accepts.is_empty() {
        let message = Text {
            sv: format!("villkoret på `{}` gäller aldrig", input.name),
            en: format!("the condition on `{}` never holds", input.name),
        };
        faults.add(Diagnostic::new(Code::BadCell, message).at(spot.place()));
        return None;
    }
    Some(accepts)
}

/// The values of one scalar.
fn values(spot: &Spot<'_>, input: &Input, faults: &mut Faults) -> Option<Values> {
    let item = match (spot.value(), &input.domain) {
        (Json::Bool(value), Domain::Boolean) => Item::Bool(*value),
        (Json::Number(number), Domain::Integer { .. }) if number.is_i64() => {
            Item::Int(number.as_i64()?)
        }
        (Json::String(written), Domain::Boolean) => {
            return fault(spot, spot.place(), written, input, faults);
        }
        (Json::String(written), domain) => match Item::parse(written, domain) {
            Ok(item) => item,
            Err(error) => return fault(spot, within(spot, error.offset), written, input, faults),
        },
        (other, _) => {
            let written = if other.is_object() || other.is_array() {
                "…".to_owned()
            } else {
                other.to_string()
            };
            return fault(spot, spot.place(), &written, input, faults);
        }
    };
    if let Ok(values) = (Cell { negated: false, items: vec![item.clone()] }).resolve(input) {
        return Some(values);
    }
    match (&item, &input.domain) {
        (Item::Word(word), Domain::Words { words, open }) if !looks_like_operator(word) => {
            if words.is_empty() {
                return None;
            }
            let mut known = words.clone();
            if *open {
                known.push("unlisted".to_owned());
            }
            let message = Text {
                sv: format!("`{word}` finns inte bland värdena för `{}`", input.name),
                en: format!("`{word}` is not among the values of `{}`", input.name),
            };
            let near = nearest(word, known.iter().map(String::as_str)).map(str::to_owned);
            let fault = Diagnostic::new(Code::UnknownWord, message)
                .at(spot.place())
                .allowed(known)
                .nearest(near);
            faults.add(match id_for_label(word) {
                Some(help) => fault.help(help),
                None => fault,
            });
            None
        }
        (_, Domain::Integer { min, max }) => {
            let written = spot.value().to_string();
            let written = written.trim_matches('"');
            let message = Text {
                sv: format!("`{written}` går utanför skalan {min}..{max} för `{}`", input.name),
                en: format!("`{written}` goes beyond the scale {min}..{max} of `{}`", input.name),
            };
            let help = text(
                "håll villkoret inom skalan, eller ändra `scale`",
                "keep the condition within the scale, or change `scale`",
            );
            faults.add(Diagnostic::new(Code::BadRange, message).at(spot.place()).help(help));
            None
        }
        _ => fault(spot, spot.place(), &spot.value().to_string(), input, faults),
    }
}

/// Reports that a scalar cannot be read as a value of the input.
fn fault<T>(
    spot: &Spot<'_>,
    place: Place,
    written: &str,
    input: &Input,
    faults: &mut Faults,
) -> Option<T> {
    if faults.told_within(spot) {
        return None;
    }
    let written = written.trim_matches('"');
    let help = match &input.domain {
        Domain::Words { .. } if looks_like_operator(written) => text(
            "skriv `{not: värde}` eller `{not: [värde, värde]}` för allt utom det",
            "write `{not: value}` or `{not: [value, value]}` for all but that",
        ),
        Domain::Words { words, .. } => {
            let some =
                words.iter().take(3).map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
            Text {
                sv: format!("skriv ett ord, en lista eller `{{not: …}}`, till exempel {some}"),
                en: format!("write a word, a list or `{{not: …}}`, such as {some}"),
            }
        }
        Domain::Boolean => text(
            "skriv `true` eller `false`, utan citattecken",
            "write `true` or `false`, without quotes",
        ),
        Domain::Integer { min, max } => {
            let middle = min.midpoint(*max);
            Text {
                sv: format!(
                    "skriv ett heltal mellan {min} och {max}, eller ett intervall från det lägre till det högre, som `{min}..{middle}`, `{middle}..` eller `..{middle}`"
                ),
                en: format!(
                    "write a whole number from {min} to {max}, or a range from the lower to the higher, such as `{min}..{middle}`, `{middle}..` or `..{middle}`"
                ),
            }
        }
        Domain::Date => text("skriv ett datum som 2025-03-25", "write a date such as 2025-03-25"),
    };
    let code = if matches!(input.domain, Domain::Integer { .. }) && spot.value().is_string() {
        Code::BadRange
    } else {
        Code::BadCell
    };
    let message = Text {
        sv: format!("`{written}` går inte att läsa som värde för `{}`", input.name),
        en: format!("`{written}` cannot be read as a value of `{}`", input.name),
    };
    faults.add(Diagnostic::new(code, message).at(place).help(help));
    None
}

/// Whether a scalar uses an operator of another language, such as `>= 3` or `not(a, b)`.
fn looks_like_operator(written: &str) -> bool {
    written.starts_with(['!', '>', '<', '='])
        || written.starts_with("not(")
        || written.starts_with("not ")
}

/// The place of a byte inside a scalar, so that the caret points at the fault.
fn within(spot: &Spot<'_>, offset: usize) -> Place {
    let mut place = spot.place();
    let written = spot.value().as_str().unwrap_or_default();
    if let Some(span) = &mut place.span
        && span.line == span.end_line
        && span.end - span.start == written.len()
        && offset < written.len()
        && written.is_ascii()
    {
        span.start += offset;
        span.column += u32::try_from(offset).unwrap_or(0);
    }
    place
}

/// A value as rules write it; a dash if it is absent.
#[must_use]
pub fn shown(input: &Input, value: Value) -> String {
    match value {
        Value::Absent => "–".to_owned(),
        value => Values::only(value).display(input).to_string(),
    }
}
