//! From files to a rule set: read, check, resolve, lower. One run reports the faults of all files.
//!
//! Consequences of a fault are not reported: a file that is not YAML gives its first syntax error, references to a
//! section that could not be read are not checked, and gaps and overlaps are searched for only in a table whose rules
//! were all understood.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::cells::Domains;
use super::checks::Checks;
use super::content::RuleSetContent;
use super::directory::Directory;
use super::expectations::Expectation;
use super::invariants::{self, Invariants};
use super::lexicon;
use super::methods::Methods;
use super::names::{Word, Words};
use super::numbers::{refuse_numbers, without_numbers};
use super::places::{Places, RulePlaces, WrittenSections};
use super::priority::Priority;
use super::reading::{FilesRead, ParsedFile, read_rule_set, read_tests, unlisted};
use super::rule_set::RuleSet;
use super::section::Section;
use super::sections::{Sections, hides_sections};
use super::sources::Sources;
use super::spot::{Faults, Spot};
use super::statements::{self, Statements};
use super::unread::UnreadParts;
use super::vocabulary::{Vocabulary, refuse_clinical, require_languages};
use super::{dated, expectations, fingerprint, model, procedures, routing, schema};
use crate::diagnostic::{Code, Diagnostic, sort_and_dedup};
use crate::document::{Files, Schema};
use crate::language::near::nearest;
use crate::language::{Lang, Text, identity, text, zone};

/// The result of reading a rule set.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Loaded {
    /// The rule set; absent if it has errors.
    pub rule_set: Option<RuleSet>,
    /// A rule set that was understood, but whose rules have gaps or contradictions. For analysis, never for answers.
    pub flawed: Option<RuleSet>,
    /// Errors and warnings, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// The tests, in the order of their files; empty if only rules were read.
    pub expectations: Vec<Expectation>,
    /// The statements of the documents, with their carriers.
    pub statements: Statements,
    /// The texts of the files that were read, by name, for excerpts.
    pub texts: Vec<(String, String)>,
    /// The invariants; empty if the rule set was not understood.
    pub invariants: Invariants,
    /// The locations of the rule set's parts; empty if it was not understood.
    pub places: Places,
    /// The content of the rule set's files, for comparison.
    pub content: RuleSetContent,
}

impl Loaded {
    /// The text of a file that was read.
    #[must_use]
    pub fn text(&self, file: &str) -> Option<&str> {
        self.texts.iter().find(|(name, _)| name == file).map(|(_, text)| text.as_str())
    }
}

/// The extent of reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The rules that answers need.
    Rules,
    /// Also the tests in `tests/`, and a report of the statements that nothing carries.
    RulesAndTests,
}

/// Reads a rule set and reports everything wrong with it. Never fails, never panics: anything unreadable is in the
/// diagnostics.
///
/// Linear in the files except for the proofs, which have budgets.
#[must_use]
pub fn load(files: &Files, scope: Scope) -> Loaded {
    let mut faults = Faults::default();
    let mut reading = FilesRead::default();
    let listed = read_rule_set(files, &mut reading, &mut faults);
    let rules = reading.documents.len();
    if scope == Scope::RulesAndTests {
        read_tests(files, &mut reading, &mut faults);
    }
    refuse_numbers(&reading, &mut faults);
    check_schemas(&reading.documents, rules, &mut faults);
    if scope == Scope::RulesAndTests && rules > 0 {
        tell_unlisted(files, &listed, &mut reading, &mut faults);
    }
    let sections = Sections::collect(&reading, rules, &mut faults);
    faults.unread = UnreadParts::of(&sections, &faults.list);
    let statements = statements::read(reading.documents.get(..rules), &mut faults);
    let mut expectations = Vec::new();
    let (rule_files, test_files) = reading.documents.split_at(rules);
    let lowered = lower(&sections, rule_files, test_files, &mut expectations, &mut faults);
    if scope == Scope::RulesAndTests {
        statements.tell(&mut faults);
    }
    let diagnostics = sorted(&faults);
    let (failed, misread) = (faults.any_error(), faults.any_misread());
    let (understood, invariants, places) = match lowered.filter(|_| !misread) {
        Some(Lowered { rule_set, invariants, places }) => (Some(rule_set), invariants, places),
        None => (None, Invariants::default(), Places::default()),
    };
    let (rule_set, flawed) = if failed { (None, understood) } else { (understood, None) };
    Loaded {
        rule_set,
        flawed,
        diagnostics,
        expectations,
        statements,
        content: RuleSetContent::new(reading.take_data(rules)),
        texts: texts_of(reading, &faults),
        invariants,
        places,
    }
}

/// Tells of the files that nothing reads, unless the list of files is itself in doubt.
fn tell_unlisted(files: &Files, listed: &[String], reading: &mut FilesRead, faults: &mut Faults) {
    let unlisted = unlisted(files, listed);
    if reading.unopened > 0 || faults.list.iter().any(hides_sections) {
        faults.held_back += unlisted.len();
        return;
    }
    reading.unlisted = unlisted.len();
    unlisted.into_iter().for_each(|fault| faults.add(fault));
}

/// The fingerprint that the rule set in these files has once loaded.
///
/// Only faults that prevent reading a file are reported; [`load`] finds the others.
///
/// # Errors
/// Everything that was read, if a file cannot be.
pub fn fingerprint_of(files: &Files) -> Result<String, Box<Loaded>> {
    let mut faults = Faults::default();
    let mut reading = FilesRead::default();
    read_rule_set(files, &mut reading, &mut faults);
    if faults.any_error() {
        let diagnostics = sorted(&faults);
        let texts = texts_of(reading, &faults);
        return Err(Box::new(Loaded { diagnostics, texts, ..Loaded::default() }));
    }
    Ok(fingerprint::of(reading.documents.iter().map(|read| &read.data)))
}

/// The faults as they are reported: sorted, and without the identity numbers that they quote.
fn sorted(faults: &Faults) -> Vec<Diagnostic> {
    let mut sorted: Vec<Diagnostic> =
        faults.list.iter().cloned().map(Diagnostic::redacted).collect();
    sort_and_dedup(&mut sorted);
    if let Some(first) = sorted.first_mut() {
        first.held_back += faults.held_back;
    }
    sorted
}

/// The texts of the files that were read, without the identity numbers in them.
fn texts_of(
    FilesRead { documents, unread, .. }: FilesRead,
    faults: &Faults,
) -> Vec<(String, String)> {
    let texts = documents.into_iter().map(|read| (read.document.file, read.document.text));
    texts
        .chain(unread)
        .map(|(file, text)| {
            let shown = without_numbers(&file, text, faults);
            (identity::redact(&file).into_owned(), shown)
        })
        .collect()
}

fn check_schemas(read: &[ParsedFile], rules: usize, faults: &mut Faults) {
    static RULES: LazyLock<Option<Schema>> =
        LazyLock::new(|| Schema::new(&schema::for_checking(schema::File::Rules)).ok());
    static TESTS: LazyLock<Option<Schema>> =
        LazyLock::new(|| Schema::new(&schema::for_checking(schema::File::Tests)).ok());
    for (index, ParsedFile { document, data }) in read.iter().enumerate() {
        // Generated from our own types, so a schema always compiles; a test checks that.
        if let Some(schema) = if index < rules { &*RULES } else { &*TESTS } {
            schema.check(document, data, &mut faults.list);
        }
    }
}

/// The lowered contents of the files.
struct Lowered {
    rule_set: RuleSet,
    invariants: Invariants,
    places: Places,
}

fn lower(
    sections: &Sections<'_>,
    rule_files: &[ParsedFile],
    test_files: &[ParsedFile],
    tests: &mut Vec<Expectation>,
    faults: &mut Faults,
) -> Option<Lowered> {
    if rule_files.is_empty() {
        return None;
    }
    let header: Option<model::Header> =
        sections.required(Section::Header, faults).and_then(|spot| faults.read(spot));
    let languages: Vec<Lang> = header
        .as_ref()
        .map(|h| h.languages.iter().map(|&l| l.into()).collect())
        .unwrap_or_default();

    let zone = header.as_ref().and_then(|header| header.time_zone.as_deref());
    if let (Some(name), Some(spot)) = (zone, sections.get(Section::Header)) {
        refuse_unknown_zone(name, &spot.at("time_zone"), faults);
    }

    let mut sources = Sources::default();
    if let Some(section) = sections.required(Section::Sources, faults) {
        sources.add(section, faults);
    }
    for local in sections.all(Section::Local) {
        sources.add(&local.at("sources"), faults);
    }

    let mut vocabulary = Vocabulary::default();
    if let Some(section) = sections.required(Section::Vocabulary, faults) {
        vocabulary = Vocabulary::read(section, &languages, faults);
    }
    if let Some(section) = sections.get(Section::ContactReasons) {
        vocabulary.read_reasons(section, faults);
    }
    let directory = Directory::read(sections.all(Section::Directory), &vocabulary, faults);
    for section in sections.all(Section::Directory) {
        dated::warn_of_provider_gaps(section, &directory, faults);
    }

    let mut domains = Domains::new(&vocabulary, &directory);
    if let Some(section) = sections.get(Section::Methods) {
        domains.methods = Methods::ids(section);
    }
    let priority_section = sections.required(Section::Priority, faults);
    if let Some(scale) = priority_section.and_then(|section| Priority::scale(section, faults)) {
        domains.scale = scale;
    }
    let priority =
        priority_section.and_then(|section| Priority::read(section, &domains, &sources, faults));
    let alerting = priority.as_ref().map(|it| Text::each(|lang| it.alerting_text(lang)));
    let methods = sections
        .required(Section::Methods, faults)
        .and_then(|section| Methods::read(section, &domains, &sources, &languages, faults));
    let field_labels = sections
        .get(Section::Fields)
        .map(|section| read_fields(section, &languages, faults))
        .unwrap_or_default();
    let reader = procedures::ProcedureReader {
        domains: &domains,
        sources: &sources,
        languages: &languages,
        alerting: alerting.as_ref(),
    };
    let procedures = reader.read(
        sections.get(Section::Procedures),
        sections.get(Section::Lifecycles),
        sections.get(Section::Templates),
        faults,
    );
    let invariants =
        invariants::read(sections.get(Section::Invariants), &domains, &sources, faults);
    let checks = sections.required(Section::Checks, faults).and_then(|section| {
        Checks::read(section, &domains, &sources, &languages, alerting.as_ref(), faults)
    });

    let mut reader = routing::RoutingReader::new(&vocabulary, &directory, &sources, &domains);
    let routing_section = sections.required(Section::Routing, faults);
    if let Some(section) = routing_section {
        reader.read(section, faults);
    }
    for local in sections.all(Section::Local) {
        reader.read_local(local, faults);
    }
    let rule_places = RulePlaces {
        ids: reader.places("id"),
        conditions: reader.places("when"),
        units: reader.unit_places(),
    };
    let routing = routing_section.and_then(|section| reader.finish(section, faults));
    // Tests are checked last: their faults do not affect the rules.
    for ParsedFile { document, data } in test_files {
        let names = expectations::Names {
            vocabulary: &vocabulary,
            directory: &directory,
            domains: &domains,
            sections: &sections_of(sections),
        };
        tests.extend(expectations::read(&Spot::root(document, data), &names, faults));
    }
    let header = header?;
    let title = header.title.complete(&header.id);
    let name_parts = name_parts(&vocabulary, &directory);
    let rule_set = RuleSet {
        fingerprint: fingerprint::of(rule_files.iter().map(|read| &read.data)),
        id: header.id,
        title,
        languages,
        time_zone: header.time_zone,
        sources,
        vocabulary,
        directory,
        routing: routing?,
        priority: priority?,
        methods: methods?,
        checks: checks?,
        procedures: procedures?,
        name_parts,
        field_labels,
    };
    let documents = sections.get(Section::Sources).into_iter().flat_map(Spot::items);
    let local = sections.all(Section::Local).flat_map(|local| local.at("sources").items());
    let written = WrittenSections {
        routing: routing_section,
        priority: priority_section,
        checks: sections.get(Section::Checks),
        methods: sections.get(Section::Methods),
        procedures: sections.get(Section::Procedures),
        templates: sections.get(Section::Templates),
        lifecycles: sections.get(Section::Lifecycles),
        documents: documents.chain(local).collect(),
        named: &faults.named,
    };
    let places = Places::of(&rule_set, rule_places, &written);
    dated::warn_of_closed_targets(&rule_set, &places, faults);
    dated::warn_of_revisions(&rule_set, &places, faults);
    Some(Lowered { rule_set, invariants, places })
}

/// The maximum number of comma-separated parts in any name.
pub(super) fn name_parts(vocabulary: &Vocabulary, directory: &Directory) -> usize {
    let lists =
        [&vocabulary.roles, &vocabulary.capabilities, &vocabulary.specialties, &directory.units];
    let words = lists.into_iter().flat_map(Words::all);
    words.flat_map(Word::names).map(|name| name.split(',').count()).max().unwrap_or(1)
}

/// The ids that tests may name besides words: rules, checks and steps.
fn sections_of(sections: &Sections<'_>) -> expectations::Ids {
    let ids = |spot: Option<Spot<'_>>| -> Vec<String> {
        let items = spot.map(|spot| spot.items()).unwrap_or_default();
        items
            .iter()
            .filter_map(|item| item.get("id")?.value().as_str().map(str::to_owned))
            .collect()
    };
    let mut rules = ids(sections.get(Section::Routing).map(|spot| spot.at("rules")));
    for local in sections.all(Section::Local) {
        rules.extend(ids(Some(local.at("rules"))));
    }
    let procedures = sections.get(Section::Procedures).map(Spot::items).unwrap_or_default();
    let steps = procedures.iter().flat_map(|procedure| ids(Some(procedure.at("steps")))).collect();
    let lifecycles = sections.get(Section::Lifecycles).map(Spot::items).unwrap_or_default();
    let transitions = lifecycles.iter().flat_map(|lifecycle| lifecycle.at("transitions").items());
    let events: BTreeSet<String> = transitions
        .filter_map(|spot| spot.get("event")?.value().as_str().map(str::to_owned))
        .collect();
    expectations::Ids {
        rules,
        checks: ids(sections.get(Section::Checks).cloned()),
        steps,
        templates: ids(sections.get(Section::Templates).cloned()),
        events: events.into_iter().collect(),
    }
}

/// Reports a time zone that does not exist.
fn refuse_unknown_zone(name: &str, spot: &Spot<'_>, faults: &mut Faults) {
    if zone::find(name).is_some() {
        return;
    }
    let message =
        text(format!("tidszonen `{name}` finns inte"), format!("there is no time zone `{name}`"));
    let help = text(
        "skriv världsdel och ort, som `Europe/Stockholm`",
        "write continent and place, as `Europe/Stockholm`",
    );
    let fault = Diagnostic::new(Code::WrongValue, message).at(spot.place());
    faults.add(fault.nearest(zone::near(name)).help(help));
}

/// Reads the rule set's labels of request fields and condition inputs.
fn read_fields(section: &Spot<'_>, languages: &[Lang], faults: &mut Faults) -> Vec<(String, Text)> {
    let mut labels = Vec::new();
    let known = lexicon::keys();
    for (field, spot) in section.entries() {
        refuse_clinical(&spot, field, &[], faults);
        if !known.iter().any(|known| known == field) && !faults.told_within(&spot) {
            let message = Text {
                sv: format!("`{field}` är inget fält i en fråga"),
                en: format!("`{field}` is no field of a request"),
            };
            let near = nearest(field, known.iter().map(String::as_str));
            let fault = Diagnostic::new(Code::UnknownKey, message).at(spot.key_place());
            faults.add(fault.allowed(known.iter().cloned()).nearest(near));
        }
        if let Some(texts) = faults.read::<model::Texts>(&spot) {
            require_languages(&spot, &texts, languages, faults);
            labels.push((field.to_owned(), texts.complete(field)));
        }
    }
    labels
}
