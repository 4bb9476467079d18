//! Lowering of written conditions to the matcher's: resolves names, parses ranges, reports faults at their location.

use serde_json::Value as Json;

use super::directory::Directory;
use super::inputs::{InputSpec, position};
use super::kinds::{Kind, words_of};
use super::known::Known;
use super::names::Words;
use super::reserved::ALWAYS;
use super::spot::{Faults, Spot};
use super::unread::NameList;
use super::vocabulary::Vocabulary;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::language::{Text, day, text};
use handover_matcher::{Cell, Condition, Domain, Input, Item, UNLISTED, Value, Values};

/// Possible values of a rule set's inputs.
///
/// An empty list is one that could not be read.
#[derive(Debug, Clone)]
pub(super) struct Domains<'a> {
    vocabulary: &'a Vocabulary,
    directory: &'a Directory,
    pub(super) methods: Vec<String>,
    pub(super) scale: (i64, i64),
}

impl<'a> Domains<'a> {
    pub(super) fn new(vocabulary: &'a Vocabulary, directory: &'a Directory) -> Self {
        let scale = (1, i64::from(u16::MAX));
        Self { vocabulary, directory, methods: Vec::new(), scale }
    }

    /// The words of a kind.
    fn words(&self, kind: Kind) -> Option<&'a Words> {
        words_of(self.vocabulary, self.directory, kind)
    }

    /// The matcher's input for a specification.
    pub(super) fn input(&self, spec: &InputSpec) -> Input {
        let domain = match spec.kind {
            Kind::Method => Domain::Words { words: self.methods.clone(), open: false },
            Kind::Priority => Domain::Integer { min: self.scale.0, max: self.scale.1 },
            Kind::Date => Domain::Date,
            Kind::Boolean => Domain::Boolean,
            Kind::Words(list) => Domain::Words {
                words: list.ids.iter().map(|&word| word.to_owned()).collect(),
                open: false,
            },
            kind => Domain::Words {
                words: self.words(kind).map(Words::ids).unwrap_or_default(),
                open: kind.list().is_some_and(|list| list.open),
            },
        };
        Input { name: spec.name.to_owned(), domain }
    }

    /// The inputs of a table.
    pub(super) fn inputs(&self, specs: &[InputSpec]) -> Vec<Input> {
        specs.iter().map(|spec| self.input(spec)).collect()
    }

    /// The conditions that may be written on some inputs.
    pub(super) fn conditions<'s>(&'s self, specs: &'s [InputSpec]) -> ConditionReader<'s> {
        ConditionReader { domains: self, specs, inputs: self.inputs(specs) }
    }
}

/// The list of the files that has the words of a kind.
pub(super) fn name_list(kind: Kind) -> Option<NameList> {
    match kind {
        Kind::CaseType => Some(NameList::CaseTypes),
        Kind::CareLevel => Some(NameList::CareLevels),
        Kind::Specialty => Some(NameList::Specialties),
        Kind::Unit => Some(NameList::Units),
        Kind::Role => Some(NameList::Roles),
        Kind::Capability => Some(NameList::Capabilities),
        Kind::Method => Some(NameList::Methods),
        Kind::Priority => Some(NameList::Scale),
        Kind::Date | Kind::Boolean | Kind::Words(_) => None,
    }
}

/// Reads conditions on the inputs of a table.
pub(super) struct ConditionReader<'a> {
    domains: &'a Domains<'a>,
    specs: &'a [InputSpec],
    pub(super) inputs: Vec<Input>,
}

impl ConditionReader<'_> {
    /// The alternatives of a `when`: one map of cells, or a list of maps. An absent `when` always holds.
    ///
    /// `None` if it contains a fault.
    pub(super) fn alternatives(
        &self,
        when: Option<&Spot<'_>>,
        faults: &mut Faults,
    ) -> Option<Vec<Vec<Condition>>> {
        let Some(when) = when.filter(|when| !when.value().is_null()) else {
            return Some(vec![Vec::new()]);
        };
        if when.value() == ALWAYS {
            return Some(vec![Vec::new()]);
        }
        let maps = if when.value().is_array() { when.items() } else { vec![when.clone()] };
        // All alternatives are read before the first `?`, so that the faults of all are reported.
        let read: Vec<_> = maps.iter().map(|map| self.alternative(map, faults)).collect();
        read.into_iter().collect()
    }

    fn alternative(&self, map: &Spot<'_>, faults: &mut Faults) -> Option<Vec<Condition>> {
        let mut found = Some(Vec::new());
        for (name, spot) in map.entries() {
            // The schema check reports unknown keys.
            let condition = position(self.specs, name).and_then(|index| {
                let accepts = self.cell(index, &spot, faults)?;
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

    /// The values that the cell of an input accepts.
    pub(super) fn cell(
        &self,
        index: usize,
        spot: &Spot<'_>,
        faults: &mut Faults,
    ) -> Option<Values> {
        let (input, spec) = (self.inputs.get(index)?, self.specs.get(index)?);
        let (negated, body) = match spot.get("not") {
            Some(inner) if spot.entries().len() == 1 => (true, inner),
            _ => (false, spot.clone()),
        };
        let scalars = if body.value().is_array() { body.items() } else { vec![body] };
        if scalars.is_empty() {
            faults.add(empty_list(spot, negated));
            return None;
        }
        let read: Vec<_> =
            scalars.iter().map(|scalar| self.values(scalar, spec, input, faults)).collect();
        let mut all = read.into_iter().collect::<Option<Vec<_>>>()?.into_iter();
        let first = all.next()?;
        let union = all.fold(first, |union, more| union.union(&more));
        let accepts = if negated { union.complement(&input.domain) } else { union };
        if accepts.is_empty() {
            let message = Text {
                sv: format!("villkoret på `{}` gäller aldrig", input.name),
                en: format!("the condition on `{}` never holds", input.name),
            };
            let help = text(
                "`not` räknar upp alla värden: ta bort något av dem, eller ta bort regeln",
                "`not` lists every value: remove one of them, or remove the rule",
            );
            let fault = Diagnostic::new(Code::BadCell, message).at(spot.place()).help(help);
            match name_list(spec.kind) {
                Some(list) => faults.add_unless_unread(list, fault),
                None => faults.add(fault),
            }
            return None;
        }
        Some(accepts)
    }

    /// The values of one scalar.
    fn values(
        &self,
        spot: &Spot<'_>,
        spec: &InputSpec,
        input: &Input,
        faults: &mut Faults,
    ) -> Option<Values> {
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
                Err(error) => {
                    return fault(spot, within(spot, error.offset), written, input, faults);
                }
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
        // A word is looked up among as many as a directory has units.
        if let Item::Word(id) = &item
            && let Some(word) = self.domains.words(spec.kind).and_then(|words| words.by_id(id))
        {
            return Some(Values::Words { listed: vec![word], unlisted: false });
        }
        if let Ok(values) = (Cell { negated: false, items: vec![item.clone()] }).resolve(input) {
            return Some(values);
        }
        match (&item, &input.domain) {
            (Item::Word(word), Domain::Words { words, open }) if !looks_like_operator(word) => {
                let mut known = words.clone();
                if *open {
                    known.push(UNLISTED.to_owned());
                }
                let message = Text {
                    sv: format!("`{word}` finns inte bland värdena för `{}`", input.name),
                    en: format!("`{word}` is not among the values of `{}`", input.name),
                };
                let list = name_list(spec.kind);
                let known = match (list, self.domains.words(spec.kind)) {
                    (Some(list), Some(words)) => Known::words(list, &known, words),
                    (Some(list), None) => Known::ids(list, &known),
                    (None, _) => Known::fixed(&known),
                };
                let fault = Diagnostic::new(Code::UnknownWord, message);
                faults.unknown_as(spot.place(), fault, word, known);
                None
            }
            (_, Domain::Integer { min, max }) => {
                let written = spot.value().to_string();
                let written = written.trim_matches('"');
                let message = Text {
                    sv: format!("`{written}` går utanför skalan {min}..{max} för `{}`", input.name),
                    en: format!(
                        "`{written}` goes beyond the scale {min}..{max} of `{}`",
                        input.name
                    ),
                };
                let help = text(
                    "håll villkoret inom skalan, eller ändra `scale`",
                    "keep the condition within the scale, or change `scale`",
                );
                let fault = Diagnostic::new(Code::BadRange, message).at(spot.place()).help(help);
                faults.add_unless_unread(NameList::Scale, fault);
                None
            }
            _ => fault(spot, spot.place(), &spot.value().to_string(), input, faults),
        }
    }
}

/// The fault of a condition with an empty list.
fn empty_list(spot: &Spot<'_>, negated: bool) -> Diagnostic {
    let (message, help) = if negated {
        (
            text(
                "en tom lista i `not` undantar ingenting, så villkoret gäller alltid",
                "an empty list in `not` excludes nothing, so that the condition always holds",
            ),
            text(
                "ta bort raden, eller skriv minst ett värde att undanta",
                "remove the line, or write at least one value to exclude",
            ),
        )
    } else {
        (
            text("en tom lista gäller aldrig", "an empty list never holds"),
            text(
                "skriv minst ett värde; ta bort raden om alla värden duger",
                "write at least one value; remove the line if any value will do",
            ),
        )
    };
    Diagnostic::new(Code::BadCell, message).at(spot.place()).help(help)
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
        Domain::Date => day::remedy(written),
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
