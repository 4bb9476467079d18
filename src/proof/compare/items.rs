//! A rule set as items in words, for the parts that are compared as written.

mod handover;

use jiff::civil::Date;

use super::comparison::Compared;
use super::tables;
use super::wording::{Wording, sentence};
use super::words::Correspondence;
use handover_core::language::{Lang, Text, text};
use handover_core::ruleset::directory::DayRange;
use handover_core::ruleset::inputs::InputSpec;
use handover_core::ruleset::kinds::Kind;
use handover_core::ruleset::kinds::LISTS;
use handover_core::ruleset::kinds::List;
use handover_core::ruleset::names::Word;
use handover_core::ruleset::reasons::ContactReason;
use handover_core::ruleset::routing::{RuleInfo, Target};
use handover_core::ruleset::section::Section;
use handover_core::ruleset::sources::{Document, SourceRef};
use handover_matcher::{Block, Condition, Joint, Rule, Side, Values};

/// A section or part: its key in JSON, its name in Swedish and English.
pub(super) type ItemName = (&'static str, &'static str, &'static str);

const HEADER: ItemName = ("ruleset", "regeluppsättning", "rule set");
const SOURCE: ItemName = ("sources", "källa", "source");
const PROVIDER: ItemName = ("providers", "vårdgivare", "care provider");
const REASON: ItemName = ("contact_reasons", "kontaktorsak", "contact reason");
const FIELD: ItemName = ("fields", "fältnamn", "field name");
const RULE: ItemName = ("rules", "regel", "rule");
const METHOD: ItemName = ("methods", "metod", "method");
const CHECK: ItemName = ("checks", "kontroll", "check");
const STEP: ItemName = ("steps", "steg", "step");
const PROCEDURE: ItemName = ("procedures", "arbetsgång", "procedure");
const LIFECYCLE: ItemName = ("lifecycles", "livscykel", "lifecycle");
const TEMPLATE: ItemName = ("templates", "meddelandemall", "template");
const INVARIANT: ItemName = ("invariants", "invariant", "invariant");

/// A list of words as a section.
pub(super) const fn section(list: &List) -> ItemName {
    (list.name, list.called.0, list.called.1)
}

/// Something with an id, as a list of parts in words.
#[derive(Debug, Clone)]
pub(super) struct ListedItem {
    pub(super) section: ItemName,
    pub(super) id: String,
    pub(super) label: Option<Text>,
    /// The parts, each with its key in JSON and its name.
    pub(super) parts: Vec<(ItemName, Text)>,
}

/// One of the rule sets, to be listed as items.
pub(super) struct Listing<'a> {
    pub(super) own: Compared<'a>,
    pub(super) other: Compared<'a>,
    pub(super) words: &'a Correspondence,
    pub(super) routing: &'a tables::TableComparison,
    pub(super) side: Side,
}

fn plain(value: impl ToString) -> Text {
    let value = value.to_string();
    text(value.clone(), value)
}

fn part(key: &'static str, name: (&'static str, &'static str), value: Text) -> (ItemName, Text) {
    ((key, name.0, name.1), value)
}

const TEXT: (&str, &str) = ("text", "text");
const NAME: (&str, &str) = ("benämning", "label");
const PLACE: (&str, &str) = ("källa", "source");

impl Listing<'_> {
    /// All items, in the order of reports.
    pub(super) fn items(&self) -> Vec<ListedItem> {
        Section::ALL.iter().flat_map(|&section| self.section(section)).collect()
    }

    /// The items of a section. Tables are compared case by case, and statements are no part of a rule set.
    fn section(&self, section: Section) -> Vec<ListedItem> {
        match section {
            Section::Header => vec![self.header()],
            Section::Sources => self.sources(),
            Section::Vocabulary => LISTS.iter().flat_map(|list| self.words(list)).collect(),
            Section::Directory => self.providers(),
            Section::ContactReasons => self.reasons(),
            Section::Fields => self.fields(),
            Section::Routing => self.rules(),
            Section::Methods => self.methods(),
            Section::Checks => self.checks(),
            Section::Procedures => self.procedures(),
            Section::Lifecycles => self.lifecycles(),
            Section::Templates => self.templates(),
            Section::Invariants => self.invariants(),
            Section::Local | Section::Priority | Section::Statements => Vec::new(),
        }
    }

    fn header(&self) -> ListedItem {
        let rules = self.own.rule_set;
        let languages: Vec<String> =
            rules.languages.iter().map(|lang| format!("{lang:?}")).collect();
        ListedItem {
            section: HEADER,
            id: "ruleset".to_owned(),
            label: None,
            parts: vec![
                part("id", ("id", "id"), plain(&rules.id)),
                part("title", ("titel", "title"), rules.title.clone()),
                part(
                    "languages",
                    ("språk", "languages"),
                    plain(languages.join(", ").to_lowercase()),
                ),
            ],
        }
    }

    fn sources(&self) -> Vec<ListedItem> {
        let day = |day: Option<Date>| day.map_or_else(nothing, plain);
        let documents = &self.own.rule_set.sources.documents;
        // The first revision is the document; later ones beside it have their number.
        let id = |at: usize, document: &Document| {
            let before = documents.iter().take(at).any(|other| other.id == document.id);
            if before {
                format!("{}, revision {}", document.id, document.revision)
            } else {
                document.id.clone()
            }
        };
        let document = |(at, document): (usize, &Document)| ListedItem {
            section: SOURCE,
            id: id(at, document),
            label: Some(document.title.clone()),
            parts: vec![
                part("title", ("titel", "title"), document.title.clone()),
                part("revision", ("revision", "revision"), plain(document.revision)),
                part("decided", ("beslutad", "decided"), day(document.decided)),
                part("valid_from", ("gäller från", "valid from"), day(document.valid_from)),
                part("valid_until", ("gäller till", "valid until"), day(document.valid_until)),
                part(
                    "owner",
                    ("ägare", "owner"),
                    plain(document.owner.clone().unwrap_or_default()),
                ),
                part(
                    "after_expiry",
                    ("efter sista dagen", "after expiry"),
                    plain(
                        document
                            .after_expiry
                            .map(|wanted| format!("{wanted:?}").to_lowercase())
                            .unwrap_or_default(),
                    ),
                ),
            ],
        };
        documents.iter().enumerate().map(document).collect()
    }

    /// Words under their id after, if they have one.
    fn words(&self, list: &List) -> Vec<ListedItem> {
        let (kind, section) = (list.kind, section(list));
        let Some(words) = self.own.rule_set.list(kind) else { return Vec::new() };
        let item = |(at, word): (u32, &Word)| {
            let mut parts = vec![
                part("label", NAME, word.label.clone()),
                part("also", ("andra namn", "other names"), plain(word.also.join(", "))),
            ];
            if kind == Kind::CareLevel {
                let default = self.own.rule_set.vocabulary.default_specialty.get(at as usize);
                let default = default
                    .copied()
                    .flatten()
                    .map_or_else(nothing, |word| self.label(Kind::Specialty, word));
                parts.push(part(
                    "default_specialty",
                    ("förvald specialitet", "default specialty"),
                    default,
                ));
            }
            if kind == Kind::Unit {
                parts.extend(self.unit(at));
            }
            let id = self.name(kind, at).unwrap_or_else(|| word.id.clone());
            ListedItem { section, id, label: Some(word.label.clone()), parts }
        };
        (0..).zip(words.all()).map(item).collect()
    }

    fn unit(&self, at: u32) -> Vec<(ItemName, Text)> {
        let directory = &self.own.rule_set.directory;
        let Some(unit) = directory.unit(at) else { return Vec::new() };
        let period = |(from, until): DayRange| match (from, until) {
            (None, None) => String::new(),
            (Some(from), None) => format!("{from} –"),
            (None, Some(until)) => format!("– {until}"),
            (Some(from), Some(until)) => format!("{from} – {until}"),
        };
        let provider = |&(provider, days): &(usize, _)| {
            let name = directory.providers.get(provider).map_or("", |provider| provider.1.as_str());
            format!("{name} {}", period(days)).trim().to_owned()
        };
        let staffed = unit.resources.iter().map(|resource| {
            let role = self.label(Kind::Role, resource.role);
            let specialty = resource.specialty.map(|word| self.label(Kind::Specialty, word));
            let capability = resource.capability.map(|word| self.label(Kind::Capability, word));
            let parts: Vec<String> = [Some(role), specialty, capability]
                .into_iter()
                .flatten()
                .map(|label| label.sv)
                .collect();
            parts.join(" ")
        });
        let providers: Vec<String> = unit.providers.iter().map(provider).collect();
        vec![
            part("provider", ("vårdgivare", "care provider"), plain(providers.join(", "))),
            part("period", ("finns", "exists"), plain(period(unit.period))),
            part(
                "resources",
                ("resurser", "resources"),
                plain(staffed.collect::<Vec<_>>().join(", ")),
            ),
        ]
    }

    /// The label of a word; the one after, if the word has a counterpart there.
    fn label(&self, kind: Kind, word: u32) -> Text {
        let after = self.after_of(kind, word).and_then(|after| {
            self.after().rule_set.list(kind)?.get(after).map(|word| word.label.clone())
        });
        let own = || self.own.rule_set.list(kind)?.get(word).map(|word| word.label.clone());
        after.or_else(own).unwrap_or_else(|| text("", ""))
    }

    /// The id of a word's counterpart after, if there is only one.
    fn name(&self, kind: Kind, word: u32) -> Option<String> {
        let after = self.after_of(kind, word)?;
        self.after().rule_set.list(kind)?.get(after).map(|word| word.id.clone())
    }

    fn after_of(&self, kind: Kind, word: u32) -> Option<u32> {
        match self.side {
            Side::Before => self.words.of(kind)?.renamed(word),
            Side::After => Some(word),
        }
    }

    fn after(&self) -> Compared<'_> {
        if self.side == Side::Before { self.other } else { self.own }
    }

    fn providers(&self) -> Vec<ListedItem> {
        let provider = |(id, name): &(String, String)| ListedItem {
            section: PROVIDER,
            id: id.clone(),
            label: Some(plain(name)),
            parts: vec![part("name", ("namn", "name"), plain(name))],
        };
        self.own.rule_set.directory.providers.iter().map(provider).collect()
    }

    fn reasons(&self) -> Vec<ListedItem> {
        let reason = |reason: &ContactReason| ListedItem {
            section: REASON,
            id: reason.name.clone(),
            label: None,
            parts: vec![part(
                "case_type",
                ("ärendetyp", "case type"),
                self.label(Kind::CaseType, reason.case_type),
            )],
        };
        let vocabulary = &self.own.rule_set.vocabulary;
        let mut reasons: Vec<ListedItem> = vocabulary.reasons.all().iter().map(reason).collect();
        reasons.sort_by(|a, b| a.id.cmp(&b.id));
        reasons
    }

    fn fields(&self) -> Vec<ListedItem> {
        let field = |(field, label): &(String, Text)| ListedItem {
            section: FIELD,
            id: field.clone(),
            label: None,
            parts: vec![part("label", NAME, label.clone())],
        };
        self.own.rule_set.field_labels.iter().map(field).collect()
    }

    fn source(&self, source: Option<&SourceRef>) -> (ItemName, Text) {
        let written = source.map_or_else(String::new, |source| {
            let document = self.own.rule_set.sources.documents.get(source.document);
            let document = document.map_or("", |document| document.id.as_str());
            format!("{document} {}/{}", source.section, source.place)
        });
        part("source", PLACE, plain(written))
    }

    /// Conditions with the words of both rule sets, over their joint inputs.
    fn conditions(
        &self,
        specs: &[InputSpec],
        joint: &Joint,
        alternatives: &[Vec<Condition>],
    ) -> Text {
        let in_lang = |lang: Lang| {
            let (before, after) = match self.side {
                Side::Before => (self.own.rule_set, self.other.rule_set),
                Side::After => (self.other.rule_set, self.own.rule_set),
            };
            let wording = Wording::new(before, after, lang);
            let alternative = |conditions: &Vec<Condition>| {
                let mut values: Vec<Option<Values>> = vec![None; specs.len()];
                for condition in conditions {
                    let joined = joint.values(condition.input, &condition.accepts, self.side);
                    if let Some(slot) = values.get_mut(condition.input) {
                        *slot =
                            Some(slot.take().map_or(joined.clone(), |own| own.intersect(&joined)));
                    }
                }
                let block = Block { values, witness: Vec::new(), cases: None };
                sentence(&wording.cells(specs, joint, &block), lang)
            };
            let alternatives: Vec<String> = alternatives.iter().map(alternative).collect();
            alternatives.join(if lang == Lang::Sv { " eller " } else { " or " })
        };
        Text { sv: in_lang(Lang::Sv), en: in_lang(Lang::En) }
    }

    fn rules(&self) -> Vec<ListedItem> {
        let rules = self.own.rule_set;
        let table = &rules.routing.table;
        let item = |(rule, info): (&Rule, &RuleInfo)| {
            let overrides = rule.overrides.iter().filter(|_| info.local.is_none());
            let overrides = overrides.filter_map(|&other| table.rules().get(other));
            let overrides: Vec<&str> = overrides.map(|rule| rule.id.as_str()).collect();
            let goal = rules.routing.target(rule.outcome).map(|target| self.goal(target));
            let conditions =
                self.conditions(&self.routing.specs, &self.routing.joint, &rule.alternatives);
            let parts = vec![
                part("conditions", ("villkor", "conditions"), conditions),
                part("target", ("mottagare", "receiver"), goal.unwrap_or_else(nothing)),
                part("overrides", ("går före", "overrides"), plain(overrides.join(", "))),
                part("note", ("anmärkning", "note"), info.note.clone().unwrap_or_else(nothing)),
                self.source(Some(&info.source)),
            ];
            ListedItem { section: RULE, id: rule.id.clone(), label: None, parts }
        };
        table.rules().iter().zip(&rules.routing.rules).map(item).collect()
    }

    fn goal(&self, target: &Target) -> Text {
        Text::each(|lang| {
            let label = |kind, word| self.label(kind, word).get(lang).to_owned();
            let parts = self.own.rule_set.lexicon(lang).target_parts_by(target, label);
            let parts = parts.map(|part| part.alone);
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
        })
    }
}

fn joined(texts: &[Text], separator: &str) -> Text {
    let in_lang = |lang: Lang| {
        let parts: Vec<&str> = texts.iter().map(|text| text.get(lang)).collect();
        parts.join(separator)
    };
    Text { sv: in_lang(Lang::Sv), en: in_lang(Lang::En) }
}

fn nothing() -> Text {
    text("", "")
}
