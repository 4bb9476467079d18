//! The routing table: kind of case by care level, each cell with the compiled plan's answer.

use crate::render::page::{
    Line, Page, PageBlock, PageTable, TableCell, TextSpan, code, faint, plain, strong,
};
use crate::render::words::RuleSetWords;
use handover_core::language::Lang;
use handover_core::language::capital;
use handover_core::ruleset::inputs::{InputSpec, ROUTING, position};
use handover_core::ruleset::model::OtherRole;
use handover_core::ruleset::routing::{RoleTarget, SpecialtyTarget, Target};
use handover_matcher::{Alike, Answer, Value, Values};

/// Notes below a table, each text once.
#[derive(Default)]
struct Footnotes(Vec<String>);

impl Footnotes {
    fn number(&mut self, text: &str) -> usize {
        match self.0.iter().position(|known| known == text) {
            Some(at) => at + 1,
            None => {
                self.0.push(text.to_owned());
                self.0.len()
            }
        }
    }
}

/// An answer of the region's rules, and the specialties that have it.
#[derive(PartialEq, Eq)]
struct RegionAnswer {
    /// Outcomes with the rules that give them: several if the unit or the day decides.
    answers: Vec<Answer>,
    /// The specialties; `None` if it is the same for all.
    specialties: Option<Values>,
}

pub(super) fn add(page: &mut Page, words: RuleSetWords<'_>) {
    let v = &words.rule_set.vocabulary;
    page.heading(2, words.lang.say("Vart ärenden ska", "Where cases go"));
    page.paragraph(words.lang.say(
        "Ärendet går till den specialitet som det gäller, om inget annat står. Under varje svar står regeln som avgör, och varifrån den kommer.",
        "The case goes to the specialty concerned, unless it says otherwise. Below each answer stands the rule that decides, and where it comes from.",
    ));
    let levels = || (0u32..).take(v.care_levels.all().len());
    let mut head = vec![words.lang.say("Typ av ärende", "Kind of case").to_owned()];
    head.extend(levels().map(|level| words.label(&v.care_levels, level).to_owned()));
    let mut notes = Footnotes::default();
    let kinds = (0u32..).take(v.case_types.all().len()).map(Value::Word).chain([Value::Unlisted]);
    let mut rows = Vec::new();
    for kind in kinds {
        let name = match kind {
            Value::Word(word) => words.label(&v.case_types, word),
            _ => words.lang.say("Annat än ovan", "Anything else"),
        };
        let mut row = vec![TableCell::text(name)];
        for level in levels() {
            row.push(cell(words, kind, Value::Word(level), &mut notes));
        }
        rows.push(row);
    }
    let caption = words
        .lang
        .say("Mottagning och roll för varje typ av ärende", "Unit and role for each kind of case");
    page.blocks.push(PageBlock::Table(PageTable { caption: caption.to_owned(), head, rows }));
    add_notes(page, &notes);
    add_defaults(page, words);
    add_local(page, words);
}

fn add_notes(page: &mut Page, Footnotes(notes): &Footnotes) {
    if !notes.is_empty() {
        let items = notes.iter().map(|note| vec![plain(note)]).collect();
        page.blocks.push(PageBlock::List { ordered: true, items });
    }
}

/// Adds the default specialties of care levels.
fn add_defaults(page: &mut Page, words: RuleSetWords<'_>) {
    let v = &words.rule_set.vocabulary;
    for (level, default) in (0u32..).zip(&v.default_specialty) {
        if let Some(specialty) = default {
            let (level, specialty) =
                (words.label(&v.care_levels, level), words.label(&v.specialties, *specialty));
            page.paragraph(match words.lang {
                Lang::Sv => {
                    format!("{level}: anges ingen specialitet räknas den som {specialty}.")
                }
                Lang::En => {
                    format!("{level}: where no specialty is named, it is taken as {specialty}.")
                }
            });
        }
    }
}

/// A cell of the table: the answer for each group of specialties.
fn cell(words: RuleSetWords<'_>, kind: Value, level: Value, notes: &mut Footnotes) -> TableCell {
    let Some(parts) = parts(words, kind, level) else {
        let text = "för många möjligheter att visa här; fråga `handover recommend`";
        let english = "too many possibilities to show here; ask `handover recommend`";
        return TableCell::text(words.lang.say(text, english));
    };
    let mut lines: Vec<Line> = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            lines.push(Vec::new());
        }
        if let Some(values) = &part.specialties
            && let Some((spec, input)) = specification(words, "specialty")
        {
            let label = match values {
                Values::Words { unlisted: true, .. } => {
                    words.lang.say("Övriga specialiteter", "Other specialties").to_owned()
                }
                named => words.lexicon.values(spec, &input.domain, named),
            };
            lines.push(vec![plain(format!("{label}:"))]);
        }
        let several = part.answers.len() > 1;
        for (at, answer) in part.answers.iter().enumerate() {
            if at > 0 {
                lines.push(Vec::new());
            }
            let beside = beside(words, answer);
            if several && beside.is_empty() {
                lines.push(vec![plain(words.lang.say("Annars:", "Otherwise:"))]);
            }
            lines.extend(beside);
            lines.extend(answer_lines(words, answer, notes));
        }
    }
    TableCell(lines)
}

fn specification<'a>(
    words: RuleSetWords<'a>,
    name: &str,
) -> Option<(&'static InputSpec, &'a handover_matcher::Input)> {
    let at = position(ROUTING, name)?;
    Some((ROUTING.get(at)?, words.rule_set.routing.table.inputs().get(at)?))
}

/// The answers of the region's rules at a care level, by groups of specialties: named ones first.
///
/// `None` if the plan has too many possibilities to explore.
fn parts(words: RuleSetWords<'_>, kind: Value, level: Value) -> Option<Vec<RegionAnswer>> {
    let routing = &words.rule_set.routing;
    let at = |name: &str| position(ROUTING, name);
    let (kind_at, level_at, specialty_at) = (at("case_type")?, at("care_level")?, at("specialty")?);
    let classes = routing.plan.classes();
    let mut parts: Vec<RegionAnswer> = Vec::new();
    // The first class is absence, which no complete case has.
    for class in 1..u32::try_from(classes.count(specialty_at)).ok()? {
        let values = classes.values(specialty_at, class)?;
        let mut case = vec![Value::Absent; ROUTING.len()];
        let mut unknown = vec![true; ROUTING.len()];
        let known = [
            (kind_at, kind),
            (level_at, level),
            (specialty_at, classes.sample(specialty_at, class)),
        ];
        for (input, value) in known {
            *case.get_mut(input)? = value;
            *unknown.get_mut(input)? = false;
        }
        let possible = routing.plan.possible(&case, &unknown, Alike::Rules).ok()?;
        let local =
            |rule: &u32| routing.rules.get(*rule as usize).is_some_and(|info| info.local.is_some());
        // A unit's own rules have a table of their own.
        let own = |answer: &Answer| !answer.rules().is_empty() && answer.rules().iter().all(local);
        let mut answers: Vec<Answer> = possible
            .answers
            .into_iter()
            .map(|it| it.answer)
            .filter(|answer| !own(answer))
            .collect();
        // Exceptions come before the general answer.
        answers.sort_by_key(|answer| beside(words, answer).is_empty());
        match parts.iter_mut().find(|part| part.answers == answers) {
            Some(RegionAnswer { specialties: Some(known), .. }) => *known = known.union(values),
            _ => parts.push(RegionAnswer { answers, specialties: Some(values.clone()) }),
        }
    }
    parts
        .sort_by_key(|part| matches!(part.specialties, Some(Values::Words { unlisted: true, .. })));
    if let [only] = parts.as_mut_slice() {
        only.specialties = None;
    }
    Some(parts)
}

/// The conditions of an answer's rules on inputs that the table does not show: unit, day and others.
fn beside(words: RuleSetWords<'_>, answer: &Answer) -> Vec<Line> {
    let table = &words.rule_set.routing.table;
    let rules = answer.rules().iter().filter_map(|&rule| table.rules().get(rule as usize));
    let lines = rules.flat_map(|rule| &rule.alternatives).flat_map(|conditions| {
        let own = conditions.iter().filter(|condition| {
            let name = ROUTING.get(condition.input).map(|spec| spec.name);
            !matches!(name, Some("case_type" | "care_level" | "specialty"))
        });
        words.conditions(ROUTING, table.inputs(), &own.cloned().collect::<Vec<_>>())
    });
    let mut lines: Vec<Line> = lines.collect();
    lines.dedup();
    lines
}

/// An answer: the receiver, then the rules that decide.
fn answer_lines(words: RuleSetWords<'_>, answer: &Answer, notes: &mut Footnotes) -> Vec<Line> {
    let routing = &words.rule_set.routing;
    let Answer::One { outcome, rules } = answer else {
        return vec![vec![strong(words.lang.say("inget svar", "no answer"))]];
    };
    let Some(target) = routing.target(*outcome) else {
        return Vec::new();
    };
    let mut lines = target_lines(words, target);
    for &rule in rules {
        let (Some(written), Some(info)) =
            (routing.table.rules().get(rule as usize), routing.rules.get(rule as usize))
        else {
            continue;
        };
        let mut line = vec![code(&written.id), faint(format!(", {}", words.place(&info.source)))];
        if let Some(note) = &info.note {
            line.push(TextSpan::Note(notes.number(note.get(words.lang))));
        }
        lines.push(line);
    }
    lines
}

/// The unit; then the role with its capability, and the specialty if it is not the one concerned.
fn target_lines(words: RuleSetWords<'_>, target: &Target) -> Vec<Line> {
    let [unit, role, capability, specialty, other_role] = words.lexicon.target_parts(target);
    let role = match (target.role, target.capability) {
        (RoleTarget::NotGiven, _) => words
            .lang
            .say("Ingen roll given: en person avgör", "No role given: a person decides")
            .to_owned(),
        (_, Some(_)) => format!("{}, {}", capital(&role.value), capability.value),
        (_, None) => capital(&role.value),
    };
    let mut lines = vec![vec![plain(capital(&unit.alone))], vec![strong(role)]];
    if target.other_role == OtherRole::WithReason {
        lines.push(vec![plain(other_role.alone)]);
    }
    if matches!(target.specialty, SpecialtyTarget::Fixed(_)) {
        lines.push(vec![plain(format!("{}: {}", capital(specialty.name), specialty.value))]);
    }
    lines
}

/// Adds the units' own rules.
fn add_local(page: &mut Page, words: RuleSetWords<'_>) {
    let routing = &words.rule_set.routing;
    let mut notes = Footnotes::default();
    let mut rows = Vec::new();
    for (rule, info) in routing.table.rules().iter().zip(&routing.rules) {
        let (Some(unit), Some(target)) = (info.local, routing.target(rule.outcome)) else {
            continue;
        };
        let mut when: Vec<Line> = Vec::new();
        for conditions in &rule.alternatives {
            let own = conditions.iter().filter(|condition| {
                ROUTING
                    .get(condition.input)
                    .is_some_and(|spec| !matches!(spec.name, "unit" | "from_unit"))
            });
            when.extend(words.conditions(
                ROUTING,
                routing.table.inputs(),
                &own.cloned().collect::<Vec<_>>(),
            ));
        }
        if when.is_empty() {
            when.push(vec![plain(words.lang.say("alla ärenden", "all cases"))]);
        }
        let mut from = vec![code(&rule.id), faint(format!(", {}", words.place(&info.source)))];
        if let Some(note) = &info.note {
            from.push(TextSpan::Note(notes.number(note.get(words.lang))));
        }
        let unit = words.label(&words.rule_set.directory.units, unit);
        let mut to = target_lines(words, target);
        to.push(from);
        rows.push(vec![TableCell::text(unit), TableCell(when), TableCell(to)]);
    }
    if rows.is_empty() {
        return;
    }
    page.heading(3, words.lang.say("Enheters egna regler", "Units' own rules"));
    page.paragraph(words.lang.say(
        "De gäller bara när enheten är både avsändare och mottagare, och går då före tabellen.",
        "They hold only where the unit is both sender and receiver, and go before the table there.",
    ));
    let head = [
        words.lang.say("Mottagning", "Unit"),
        words.lang.say("När", "When"),
        words.lang.say("Vart", "Where"),
    ];
    page.blocks.push(PageBlock::Table(PageTable {
        caption: words
            .lang
            .say("Egna regler, enhet för enhet", "Own rules, unit by unit")
            .to_owned(),
        head: head.map(str::to_owned).to_vec(),
        rows,
    }));
    add_notes(page, &notes);
}
