//! Sets of cases and targets in the words that people read, of two rule sets at once.

use super::words::list;
use handover_core::language::day;
use handover_core::language::{Lang, Text, text};
use handover_core::ruleset::RuleSet;
use handover_core::ruleset::inputs::{InputSpec, Kind};
use handover_core::ruleset::model::OtherRole;
use handover_core::ruleset::routing::{RoleTarget, SpecialtyTarget, Target, UnitTarget};
use handover_core::wire::report::{ReceiverPart, ReceiverPartName};
use handover_matcher::{Block, Domain, Input, Joint, Pair, Values};

/// What inputs without a field of a request are called, and words that the contract fixes: id, Swedish, English.
const LABELS: &[(&str, &str, &str)] = &[
    ("action", "Det som ska göras", "What is to be done"),
    ("recommended_role", "Om reglerna anger en roll", "Whether the rules name a role"),
    ("other_role", "Om annan roll får väljas", "Whether another role may be chosen"),
    ("same_provider", "Samma vårdgivare", "The same care provider"),
    ("accepted", "Ärendet är mottaget", "The case has been accepted"),
    ("related_visit", "Det relaterade besöket är med", "The related visit is attached"),
    ("case_text_included", "Text ur ärendet är med", "Text from the case is included"),
    ("patient_informed", "Patienten är informerad", "The patient has been told"),
    ("patient_has_read", "Patienten har läst", "The patient has read"),
    ("own_unit", "Avsändare och mottagare är samma enhet", "Sender and receiver are the same unit"),
    ("chosen_unit", "Vald mottagning", "The chosen unit"),
    ("chosen_role", "Vald roll", "The chosen role"),
    ("chosen_specialty", "Vald specialitet", "The chosen specialty"),
    (
        "priority_change",
        "Prioriteten mot den som ärendet kom in med",
        "The priority against the incoming one",
    ),
    (
        "priority_listed",
        "Instruktionen nämner prioriteten",
        "The instruction speaks of the priority",
    ),
    ("sms_band", "Prioriteten mot dem som ger sms", "The priority against those that alert"),
    ("source_expired", "Instruktionen har gått ut", "The instruction has expired"),
    ("hand_over", "lämna över", "hand over"),
    ("receive", "ta emot", "receive"),
    ("cancel", "avbryta", "cancel"),
    ("close", "avsluta", "close"),
    ("new", "ny", "new"),
    ("pending", "väntar", "pending"),
    ("accepted_by_receiver", "mottagen", "accepted by the receiver"),
    ("started", "påbörjad", "started"),
    ("answered", "besvarad", "answered"),
    ("closed", "avslutad", "closed"),
    ("written", "skriven", "written"),
    ("blank", "tom", "blank"),
    ("given", "ja", "yes"),
    ("not_given", "nej", "no"),
    ("absent", "inte känt", "not known"),
    ("with_reason", "ja, med skäl", "yes, with a reason"),
    ("not_allowed", "nej", "no"),
    ("recommended", "den rekommenderade", "the recommended one"),
    ("another", "en annan", "another one"),
    ("unjudged", "går inte att jämföra", "cannot be compared"),
    ("same", "samma", "the same"),
    ("raised", "höjd", "raised"),
    ("lowered", "sänkt", "lowered"),
    ("inside", "bland dem", "among them"),
    ("more_urgent", "mer brådskande", "more urgent"),
    ("less_urgent", "mindre brådskande", "less urgent"),
];

fn fixed_label(id: &str, lang: Lang) -> Option<&'static str> {
    LABELS.iter().find(|label| label.0 == id).map(|label| lang.say(label.1, label.2))
}

/// Labels of what two rule sets speak of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wording<'a> {
    pub(super) before: &'a RuleSet,
    pub(super) after: &'a RuleSet,
    pub(super) lang: Lang,
}

impl Wording<'_> {
    /// What an input is called.
    pub(super) fn input(&self, spec: &InputSpec) -> String {
        let named = self.after.field_labels.iter().find(|(field, _)| field == spec.field);
        let own = named.map(|(_, label)| label.get(self.lang));
        // A derived feature may share a field with what it is derived from, and a truth wants a statement.
        let label = match spec.kind {
            Kind::Words(_) | Kind::Boolean => fixed_label(spec.name, self.lang).or(own),
            _ => own.or_else(|| fixed_label(spec.name, self.lang)),
        };
        label.unwrap_or(spec.name).to_owned()
    }

    /// The conditions of a block, one for each input that it does not leave open.
    pub(super) fn cells(&self, specs: &[InputSpec], joint: &Joint, block: &Block) -> Vec<Cell> {
        let inputs = specs.iter().zip(joint.inputs()).zip(&block.values).enumerate();
        let told = inputs.filter_map(|(at, ((spec, input), values))| {
            let values = values.as_ref()?;
            Some(self.cell(spec, input, joint.pairs(at), values))
        });
        told.collect()
    }

    pub(super) fn cell(
        &self,
        spec: &InputSpec,
        input: &Input,
        pairs: &[Pair],
        values: &Values,
    ) -> Cell {
        let label = self.input(spec);
        let said = match values {
            Values::Words { listed, unlisted } => {
                self.words(spec.kind, input, pairs, listed, *unlisted)
            }
            Values::Booleans { yes, .. } => self
                .lang
                .say(if *yes { "ja" } else { "nej" }, if *yes { "yes" } else { "no" })
                .to_owned(),
            Values::Ranges(ranges) => {
                let is_date = input.domain == Domain::Date;
                let all = Values::all(&input.domain);
                let bounds = match &all {
                    Values::Ranges(all) => all.first().copied(),
                    _ => None,
                };
                let told = ranges.iter().map(|&range| self.range(range, bounds, is_date));
                told.collect::<Vec<_>>().join(self.lang.say(" eller ", " or "))
            }
        };
        // One word of the main lists needs no name before it.
        let main = matches!(spec.kind, Kind::CaseType | Kind::CareLevel | Kind::Specialty);
        let one = matches!(values, Values::Words { listed, unlisted: false } if listed.len() == 1);
        let text = if main && one { said.clone() } else { format!("{label}: {said}") };
        Cell { input: spec.name, label, values: values.display(input).to_string(), said, text }
    }

    fn range(&self, (from, to): (i64, i64), bounds: Option<(i64, i64)>, is_date: bool) -> String {
        let show = |number: i64| match is_date {
            true => {
                day::from_number(number).map_or_else(|| number.to_string(), |day| day.to_string())
            }
            false => number.to_string(),
        };
        let (open_start, open_end) =
            bounds.map_or((false, false), |(min, max)| (from == min, to == max));
        match (open_start && is_date, open_end && is_date) {
            (true, _) => format!("{} {}", self.lang.say("till och med", "through"), show(to)),
            (_, true) => format!("{} {}", self.lang.say("från och med", "from"), show(from)),
            _ if from == to => show(from),
            _ if is_date => format!("{} – {}", show(from), show(to)),
            _ => format!("{}–{}", show(from), show(to)),
        }
    }

    fn words(
        &self,
        kind: Kind,
        input: &Input,
        pairs: &[Pair],
        listed: &[u32],
        unlisted: bool,
    ) -> String {
        let outside = self.lang.say("utanför listan", "not in the list");
        let open = matches!(input.domain, Domain::Words { open: true, .. });
        let others: Vec<u32> =
            (0..).take(pairs.len()).filter(|word| listed.binary_search(word).is_err()).collect();
        let join = |mut labels: Vec<String>, also: bool| {
            if also {
                labels.push(outside.to_owned());
            }
            labels.join(", ")
        };
        if others.is_empty() && open && !unlisted {
            return self.lang.say("alla i listan", "any in the list").to_owned();
        }
        let left_out = others.len() + usize::from(open && !unlisted);
        if listed.len() + usize::from(unlisted) > 2 && left_out < listed.len() {
            let labels = join(self.labels(kind, input, pairs, &others), open && !unlisted);
            return format!("{} {labels}", self.lang.say("alla utom", "any but"));
        }
        join(self.labels(kind, input, pairs, listed), unlisted)
    }

    /// The labels of joint words, those that became one word told once where all of them are there.
    fn labels(&self, kind: Kind, input: &Input, pairs: &[Pair], words: &[u32]) -> Vec<String> {
        let mut labels: Vec<String> = Vec::new();
        for &word in words {
            let Some(pair) = pairs.get(word as usize) else { continue };
            let before = pair.before.map(|word| self.label(kind, input, self.before, word));
            let after = pair.after.map(|word| self.label(kind, input, self.after, word));
            let merged = (0..).zip(pairs).filter(|(_, other)| other.after == pair.after);
            let mut merged = merged.map(|(at, _)| at).skip_while(|_| pair.after.is_none());
            let whole = merged.all(|other: u32| words.contains(&other));
            let said = match (before, after) {
                (Some(before), Some(after)) if !whole => {
                    format!("{after} ({} {before})", self.lang.say("förut", "before"))
                }
                (_, Some(after)) if pair.before.is_none() => {
                    format!("{after} ({})", self.lang.say("nytt", "new"))
                }
                (_, Some(after)) => after,
                (Some(before), None) => {
                    format!("{before} ({})", self.lang.say("tas bort", "removed"))
                }
                (None, None) => continue,
            };
            if !labels.contains(&said) {
                labels.push(said);
            }
        }
        labels
    }

    fn label(&self, kind: Kind, input: &Input, rule_set: &RuleSet, word: u32) -> String {
        if let Some(word) = list(rule_set, kind).and_then(|words| words.get(word)) {
            return word.label(self.lang).to_owned();
        }
        if kind == Kind::Method {
            let method = rule_set.methods.all.get(word as usize);
            return method
                .map_or_else(String::new, |method| method.label.get(self.lang).to_owned());
        }
        let Domain::Words { words, .. } = &input.domain else {
            return String::new();
        };
        let id = words.get(word as usize).map_or("", String::as_str);
        fixed_label(id, self.lang).unwrap_or(id).to_owned()
    }
}

/// A condition in words.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    /// The input, as rules name it.
    pub(super) input: &'static str,
    /// What it is called.
    pub(super) label: String,
    /// The values, as rules write them.
    pub(super) values: String,
    /// The values in words.
    pub(super) said: String,
    /// All of it, as short as it can be said.
    pub(super) text: String,
}

/// Conditions as one text.
pub(super) fn sentence(cells: &[Cell], lang: Lang) -> String {
    if cells.is_empty() {
        return lang.say("alla ärenden", "all cases").to_owned();
    }
    let separator = if cells.iter().any(|cell| cell.text.contains(", ")) { "; " } else { ", " };
    cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(separator)
}

/// A value as rules write it, if it has one, and in words.
type Shown = (Option<String>, Text);

/// The parts of a target.
pub(super) fn receiver(rule_set: &RuleSet, target: &Target, lang: Lang) -> Vec<ReceiverPart> {
    let word = |kind: Kind, index: u32| -> Shown {
        let word = list(rule_set, kind).and_then(|words| words.get(index));
        word.map_or_else(
            || (None, text("", "")),
            |word| (Some(word.id.clone()), word.label.clone()),
        )
    };
    let fixed = |written: &str, sv, en| -> Shown { (Some(written.to_owned()), text(sv, en)) };
    let concerned = || fixed("concerned", "den som ärendet gäller", "the one concerned");
    let unit = match target.unit {
        UnitTarget::Concerned => concerned(),
        UnitTarget::Fixed(unit) => word(Kind::Unit, unit),
    };
    let role = match target.role {
        RoleTarget::Role(role) => word(Kind::Role, role),
        RoleTarget::Original => {
            fixed("original", "den som ärendet kom in till", "the one it came in to")
        }
        RoleTarget::NotGiven => fixed("not_given", "ingen given", "none given"),
    };
    let capability = target.capability.map_or_else(
        || (None, text("ingen", "none")),
        |capability| word(Kind::Capability, capability),
    );
    let specialty = match target.specialty {
        SpecialtyTarget::Concerned => concerned(),
        SpecialtyTarget::Fixed(specialty) => word(Kind::Specialty, specialty),
    };
    let other_role = match target.other_role {
        OtherRole::NotAllowed => fixed("not_allowed", "får inte väljas", "may not be chosen"),
        OtherRole::WithReason => {
            fixed("with_reason", "får väljas med skäl", "may be chosen with a reason")
        }
    };
    use ReceiverPartName as Name;
    let parts = [
        (Name::Unit, text("mottagning", "unit"), unit),
        (Name::Role, text("roll", "role"), role),
        (Name::Capability, text("kapabilitet", "capability"), capability),
        (Name::Specialty, text("specialitet", "specialty"), specialty),
        (Name::OtherRole, text("annan roll", "another role"), other_role),
    ];
    let part = |(part, label, (value, words)): (Name, Text, Shown)| ReceiverPart {
        part,
        label: label.get(lang).to_owned(),
        value,
        value_label: words.get(lang).to_owned(),
    };
    parts.map(part).into()
}

/// No target: no rule answers, or several do.
pub(super) fn no_receiver(several: bool, lang: Lang) -> ReceiverPart {
    let (value, words) = match several {
        false => ("no_rule", lang.say("ingen regel", "no rule")),
        true => (
            "contradiction",
            lang.say("regler som säger emot varandra", "rules that contradict each other"),
        ),
    };
    ReceiverPart {
        part: ReceiverPartName::Answer,
        label: lang.say("svar", "answer").to_owned(),
        value: Some(value.to_owned()),
        value_label: words.to_owned(),
    }
}
