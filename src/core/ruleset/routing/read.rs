//! Reading of routing rules into a table.

use foldhash::HashMap;
use indexmap::IndexSet;
use jiff::civil::Date;

use super::table::{RoleTarget, Routing, RuleInfo, SpecialtyTarget, Target, UnitTarget};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::language::day;
use crate::language::{Text, text};
use crate::ruleset::cells::{ConditionReader, Domains};
use crate::ruleset::days::period;
use crate::ruleset::directory::Directory;
use crate::ruleset::inputs::{ROUTING, ROUTING_WRITTEN, position};
use crate::ruleset::known::Known;
use crate::ruleset::overrides::{self, Override};
use crate::ruleset::reserved::special_target;
use crate::ruleset::sources::{SourceRef, Sources, duplicate};
use crate::ruleset::spot::{Faults, Spot};
use crate::ruleset::unread::NameList;
use crate::ruleset::vocabulary::Vocabulary;
use crate::ruleset::{model, names, proofs};
use handover_matcher::Value;
use handover_matcher::{Condition, HitPolicy, Plan, Rule, Table, Values, default_budget};

/// Routing rules being read, before they become a table.
pub(in crate::ruleset) struct RoutingReader<'a> {
    pub(in crate::ruleset) vocabulary: &'a Vocabulary,
    pub(in crate::ruleset) directory: &'a Directory,
    pub(in crate::ruleset) sources: &'a Sources,
    pub(in crate::ruleset) domains: &'a Domains<'a>,
    conditions: ConditionReader<'a>,
    rules: Vec<Rule>,
    infos: Vec<RuleInfo>,
    spots: Vec<Spot<'a>>,
    targets: IndexSet<Target>,
    overrides: Vec<Override<'a>>,
    by_id: HashMap<String, usize>,
    complete: bool,
}

impl<'a> RoutingReader<'a> {
    pub(in crate::ruleset) fn new(
        vocabulary: &'a Vocabulary,
        directory: &'a Directory,
        sources: &'a Sources,
        domains: &'a Domains<'a>,
    ) -> Self {
        Self {
            vocabulary,
            directory,
            sources,
            domains,
            conditions: domains.conditions(ROUTING_WRITTEN),
            rules: Vec::new(),
            infos: Vec::new(),
            spots: Vec::new(),
            targets: IndexSet::new(),
            overrides: Vec::new(),
            by_id: HashMap::default(),
            complete: true,
        }
    }

    /// Reads the `routing` section.
    pub(in crate::ruleset) fn read(&mut self, section: &Spot<'a>, faults: &mut Faults) {
        for spot in section.at("rules").items() {
            self.rule(&spot, None, faults);
        }
    }

    /// Reads a `local` section, whose rules decide only within the unit.
    pub(in crate::ruleset) fn read_local(&mut self, section: &Spot<'a>, faults: &mut Faults) {
        let spot = section.at("unit");
        let id = spot.value().as_str().unwrap_or_default();
        let unit = self.directory.units.by_id(id);
        if unit.is_none() {
            let ids = self.directory.units.ids();
            let known = Known::words(NameList::Units, &ids, &self.directory.units);
            faults.unknown(&spot, text("enhet i katalogen", "unit of the directory"), id, known);
            self.complete = false;
        }
        for spot in section.at("rules").items() {
            self.rule(&spot, Some(unit), faults);
        }
    }

    fn rule(&mut self, spot: &Spot<'a>, local: Option<Option<u32>>, faults: &mut Faults) {
        let Some(written) = faults.read::<model::RoutingRule>(spot) else {
            self.complete = false;
            return;
        };
        let index = self.rules.len();
        let id_spot = spot.at("id");
        if let Some(&other) = self.by_id.get(&written.id) {
            let mut fault = duplicate(&id_spot, &written.id);
            if let Some(other) = self.spots.get(other) {
                fault = fault.also(other.at("id").place(), text("den första", "the first one"));
            }
            faults.add(fault);
            self.complete = false;
        }
        let source = self.sources.resolve(&spot.at("source"), &written.source, faults);
        let when = self.conditions.alternatives(spot.get("when").as_ref(), faults);
        let days =
            period(spot, written.valid_from.as_deref(), written.valid_until.as_deref(), faults);
        let target = self.target(&spot.at("then"), &written.then, faults);
        if let Some(unit) = local {
            refuse_reaching_out(spot, &written, unit, target, self.directory, faults);
        }
        let (Some(mut alternatives), Some(target)) = (when, target) else {
            self.complete = false;
            return;
        };
        for conditions in &mut alternatives {
            add_unit(conditions, local.flatten());
            add_period(conditions, days);
        }
        let (outcome, _) = self.targets.insert_full(target);
        let overrides = written.overrides.iter().zip(spot.at("overrides").items());
        self.overrides.extend(overrides.map(|(overridden, spot)| Override {
            rule: index,
            overridden: overridden.clone(),
            spot,
        }));
        self.by_id.entry(written.id.clone()).or_insert(index);
        self.rules.push(Rule {
            id: written.id,
            alternatives,
            outcome: u32::try_from(outcome).unwrap_or(u32::MAX),
            overrides: Vec::new(),
        });
        let unread =
            SourceRef { document: 0, section: String::new(), place: String::new(), row: None };
        self.infos.push(RuleInfo {
            source: source.unwrap_or(unread),
            note: written.note.map(|note| note.complete("")),
            local: local.flatten(),
        });
        self.spots.push(spot.clone());
    }

    /// The location of a key in each rule read so far, or of the rule if the key is absent.
    pub(in crate::ruleset) fn places(&self, key: &str) -> Vec<Place> {
        self.spots.iter().map(|spot| spot.at(key).place()).collect()
    }

    /// The location of each rule's target unit.
    pub(in crate::ruleset) fn unit_places(&self) -> Vec<Place> {
        self.spots.iter().map(|spot| spot.at("then").at("unit").place()).collect()
    }

    fn target(&self, spot: &Spot<'_>, then: &model::Then, faults: &mut Faults) -> Option<Target> {
        let (v, d) = (self.vocabulary, self.directory);
        let mut word = |key: &str, id: &str, words: &names::Words, list: NameList, what: Text| {
            let found = words.by_id(id);
            if found.is_none() {
                let mut known: Vec<String> =
                    special_target(key).iter().map(|&special| special.to_owned()).collect();
                known.extend(words.ids());
                if id.is_empty() {
                    faults.offer(spot, key, &known);
                }
                let known = Known::words(list, &known, words);
                faults.unknown(&spot.at(key), what, id, known);
            }
            found
        };
        let unit = match then.unit.as_str() {
            "concerned" => Some(UnitTarget::Concerned),
            id => word("unit", id, &d.units, NameList::Units, text("enhet", "unit"))
                .map(UnitTarget::Fixed),
        };
        let role = match then.role.as_str() {
            "original" => Some(RoleTarget::Original),
            "not_given" => Some(RoleTarget::NotGiven),
            id => word("role", id, &v.roles, NameList::Roles, text("roll", "role"))
                .map(RoleTarget::Role),
        };
        let specialty = match then.specialty.as_str() {
            "concerned" => Some(SpecialtyTarget::Concerned),
            id => word(
                "specialty",
                id,
                &v.specialties,
                NameList::Specialties,
                text("specialitet", "specialty"),
            )
            .map(SpecialtyTarget::Fixed),
        };
        let capability = match &then.capability {
            None => Some(None),
            Some(id) => word(
                "capability",
                id,
                &v.capabilities,
                NameList::Capabilities,
                text("kapabilitet", "capability"),
            )
            .map(Some),
        };
        Some(Target {
            unit: unit?,
            role: role?,
            capability: capability?,
            specialty: specialty?,
            other_role: then.other_role,
        })
    }

    /// The compiled table, checked for overlaps and gaps.
    ///
    /// `None` if a rule has a fault: gaps in an incomplete table would mislead.
    pub(in crate::ruleset) fn finish(
        mut self,
        section: &Spot<'a>,
        faults: &mut Faults,
    ) -> Option<Routing> {
        self.resolve_overrides(faults);
        if !self.complete || faults.any_misread() {
            return None;
        }
        let inputs = self.domains.inputs(ROUTING);
        let table = match Table::new("routing", inputs, self.rules, HitPolicy::Unique) {
            Ok(table) => table,
            Err(error) => {
                let detail = error.to_string();
                faults.add(
                    Diagnostic::new(Code::TooLarge, text(detail.clone(), detail))
                        .at(section.place()),
                );
                return None;
            }
        };
        let plan = Plan::compile(&table, default_budget(table.rules().len()));
        let routing =
            Routing { table, plan, targets: self.targets.into_iter().collect(), rules: self.infos };
        proofs::routing(
            &routing,
            self.vocabulary,
            self.directory,
            self.sources.governing(),
            section,
            &self.spots,
            faults,
        );
        Some(routing)
    }

    fn resolve_overrides(&mut self, faults: &mut Faults) {
        overrides::resolve(&mut self.rules, &self.by_id, &self.overrides, faults);
        let region: Vec<usize> = (0..)
            .zip(&self.infos)
            .filter(|(_, info)| info.local.is_none())
            .map(|(i, _)| i)
            .collect();
        for (rule, info) in self.rules.iter_mut().zip(&self.infos) {
            if info.local.is_some() {
                rule.overrides.extend(&region);
            }
        }
    }
}

/// Restricts a local rule to cases with the unit as both sender and receiver.
fn add_unit(conditions: &mut Vec<Condition>, unit: Option<u32>) {
    let Some(unit) = unit else { return };
    for name in ["unit", "from_unit"] {
        if let Some(input) = position(ROUTING, name) {
            let accepts = Values::only(Value::Word(unit));
            conditions.push(Condition { input, accepts });
        }
    }
}

/// Restricts a dated rule to its days.
fn add_period(conditions: &mut Vec<Condition>, days: (Option<Date>, Option<Date>)) {
    if days == (None, None) {
        return;
    }
    if let Some(input) = position(ROUTING, "at") {
        let first = days.0.map_or(handover_matcher::FIRST_DAY, day::number);
        let last = days.1.map_or(handover_matcher::LAST_DAY, day::number);
        conditions.push(Condition { input, accepts: Values::Ranges(vec![(first, last)]) });
    }
}

/// Refuses a unit's own rules that test other units or have them as target.
fn refuse_reaching_out(
    spot: &Spot<'_>,
    written: &model::RoutingRule,
    unit: Option<u32>,
    target: Option<Target>,
    directory: &Directory,
    faults: &mut Faults,
) {
    let why = text(
        "egna regler avgör bara ärenden inom den egna enheten",
        "a unit's own rules decide only cases within that unit",
    );
    let help = text(
        "ta bort villkoret eller skriv `unit: concerned`; det som rör andra enheter hör hemma i regionens regler",
        "remove the condition or write `unit: concerned`; what concerns other units belongs in the region's rules",
    );
    let mut refuse = |at: Spot<'_>, sv: &str, en: &str| {
        faults.add(
            Diagnostic::new(Code::LocalReachesOut, text(sv, en))
                .at(at.place())
                .why(why.clone())
                .help(help.clone()),
        );
    };
    let when = spot.at("when");
    let maps = if when.value().is_array() { when.items() } else { vec![when] };
    for map in maps {
        if let Some(at) = map.get("unit") {
            refuse(
                at,
                "en egen regel kan inte gälla en annan enhet",
                "a unit's own rule cannot concern another unit",
            );
        }
    }
    if let Some(Target { unit: UnitTarget::Fixed(to), .. }) = target
        && unit.is_some_and(|own| own != to)
    {
        let name =
            directory.units.get(to).map_or(written.then.unit.as_str(), |unit| unit.id.as_str());
        refuse(
            spot.at("then").at("unit"),
            &format!("en egen regel kan inte lämna över till `{name}`"),
            &format!("a unit's own rule cannot hand over to `{name}`"),
        );
    }
}
