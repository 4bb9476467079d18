//! The rules as people read them: the report on statements, and the page of the rules as Markdown and HTML.

use std::collections::BTreeSet;

use handover_core::diagnostic::render::{Options, human};
use handover_core::document::Files;
use handover_core::language::Lang;
use handover_core::ruleset::{Loaded, RuleSet, Scope, embedded_files, load};
use handover_core::wire::report::SourcesReport;
use handover_proof::provenance::report;
use handover_proof::render::{html, markdown, rules, sources, text};
use jiff::civil::{Date, date};

use crate::common::{Layer, check, folder, over_base, tests};

const LANGS: [Lang; 2] = [Lang::Sv, Lang::En];

fn account(loaded: &Loaded, at: Date, lang: Lang) -> SourcesReport {
    report(loaded.rule_set.as_ref().unwrap(), &loaded.statements, at, 90, lang)
}

fn shipped() -> Loaded {
    load(&embedded_files(), Scope::RulesAndTests)
}

/// A page without the fingerprint, which changes with every edit of the rules.
fn without_fingerprint(page: &str, rule_set: &RuleSet) -> String {
    page.replace(&rule_set.fingerprint[..12], "…")
}

#[test]
fn the_shipped_account_is_complete() {
    let account = account(&shipped(), date(2025, 10, 1), Lang::Sv);
    assert_eq!(account.summary.unaccounted, 0, "{:?}", account.carries_no_statement);
    assert_eq!(account.summary.carried + account.summary.declined, account.summary.statements);
    assert!(account.statements.iter().all(|stated| stated.document == "09-878366"));
}

#[test]
fn sources_in_swedish() {
    let account = account(&shipped(), date(2026, 1, 15), Lang::Sv);
    insta::assert_snapshot!(text::sources(&account, Lang::Sv));
}

#[test]
fn sources_as_markdown_in_english() {
    let account = account(&shipped(), date(2026, 11, 24), Lang::En);
    insta::assert_snapshot!(markdown::page(&sources::page(&account, Lang::En)));
}

#[test]
fn what_is_not_accounted_for_is_told_in_both_languages() {
    for fault in [
        "statement_missing",
        "statement_uncarried",
        "statement_disagrees",
        "rule_unstated",
        "statement_of_unknown_place",
        "unknown_carrier",
    ] {
        let files = over_base(folder(&tests("unstated").join(fault)));
        let loaded = check(files);
        let told =
            LANGS.map(|lang| text::sources(&account(&loaded, date(2025, 10, 1), lang), lang));
        // The output of `check` on it.
        let checked = LANGS.map(|lang| {
            human(&loaded.diagnostics, &|file| loaded.text(file), Options { color: false, lang })
        });
        insta::assert_snapshot!(fault, [told, checked].concat().join("\n--------\n\n"));
    }
}

#[test]
fn a_rule_set_without_statements_is_told_to_have_none() {
    let loaded = check(over_base(Layer::new()));
    let account = account(&loaded, date(2025, 10, 1), Lang::Sv);
    let told = text::sources(&account, Lang::Sv);
    assert!(told.contains("redovisar inte"), "{told}");
    assert_eq!(account.summary.unaccounted, 0);
}

#[test]
fn rules_as_markdown() {
    let rule_set = RuleSet::embedded().unwrap();
    for (lang, name) in [(Lang::Sv, "rules_sv"), (Lang::En, "rules_en")] {
        let page = markdown::page(&rules::page(&rule_set, lang));
        insta::assert_snapshot!(name, without_fingerprint(&page, &rule_set));
    }
}

/// The tags of a page in order: whether it closes, its name, its attributes, whether it is empty.
fn tags(page: &str) -> Vec<(bool, &str, &str, bool)> {
    let mut found = Vec::new();
    let mut rest = page;
    while let Some(start) = rest.find('<') {
        let end = start + rest[start..].find('>').unwrap();
        let tag = &rest[start + 1..end];
        rest = &rest[end + 1..];
        if tag.starts_with('!') {
            continue;
        }
        let (closes, tag) = tag.strip_prefix('/').map_or((false, tag), |tag| (true, tag));
        let (tag, empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let (name, attributes) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
        found.push((closes, name, attributes, empty || matches!(name, "meta" | "br")));
    }
    found
}

/// Checks that every tag is closed in order, ids are unique, links lead to them, and nothing is fetched.
fn hold(page: &str) {
    let (before, rest) = page.split_once("<style>").unwrap();
    let (style, after) = rest.split_once("</style>").unwrap();
    for fetched in ["url(", "@import", "http"] {
        assert!(!style.contains(fetched), "{fetched}");
    }
    let page = format!("{before}<style></style>{after}");
    let mut open = Vec::new();
    let (mut ids, mut links) = (BTreeSet::new(), Vec::new());
    for (closes, name, attributes, empty) in tags(&page) {
        assert!(name.chars().all(|char| char.is_ascii_alphanumeric()), "{name}");
        assert!(
            !["script", "img", "link", "iframe", "object", "foreignObject"].contains(&name),
            "{name}"
        );
        let quotes = attributes.matches('"').count();
        assert!(quotes % 2 == 0 && quotes / 2 == attributes.matches("=\"").count(), "{attributes}");
        let value = |key: &str| {
            let (_, rest) = attributes.split_once(&format!("{key}=\""))?;
            rest.split_once('"').map(|(value, _)| value.to_owned())
        };
        if let Some(id) = value("id") {
            assert!(ids.insert(id.clone()), "{id} twice");
        }
        if let Some(link) = value("href") {
            links.push(link.strip_prefix('#').unwrap().to_owned());
        }
        match (closes, empty) {
            (true, _) => assert_eq!(open.pop(), Some(name)),
            (false, false) => open.push(name),
            (false, true) => {}
        }
    }
    assert_eq!(open, Vec::<&str>::new());
    assert!(!links.is_empty() && links.iter().all(|link| ids.contains(link)), "{links:?}");
    for text in page.split('>').filter_map(|part| part.split('<').next()) {
        assert!(
            !text
                .replace("&amp;", "")
                .replace("&lt;", "")
                .replace("&gt;", "")
                .replace("&quot;", "")
                .replace("&#39;", "")
                .contains('&'),
            "{text}"
        );
    }
}

#[test]
fn the_page_is_well_formed_and_needs_nothing_else() {
    let rule_set = RuleSet::embedded().unwrap();
    for (lang, code) in [(Lang::Sv, "sv"), (Lang::En, "en")] {
        let page = html::page(&rules::page(&rule_set, lang));
        hold(&page);
        assert!(page.starts_with(&format!("<!DOCTYPE html>\n<html lang=\"{code}\">")));
        assert_eq!(page.matches("<h1>").count(), 1);
        // A strip, and each lifecycle once.
        assert_eq!(page.matches("<svg ").count(), 1 + rule_set.procedures.lifecycles.len());
        assert_eq!(page, html::page(&rules::page(&rule_set, lang)));
    }
}

/// The shipped rule set with markup in labels, notes, messages, steps, states and titles.
fn hostile() -> RuleSet {
    let files = embedded_files();
    let mut layer = Layer::new();
    for name in files.list("").unwrap() {
        let written = String::from_utf8(files.read(&name).unwrap()).unwrap();
        let evil = r#""</td></svg><script>alert('x' | \"y\")</script> & *a* `b`""#;
        let mut replaced = written;
        for label in [
            "sv: Intyg\n",
            "label: {sv: Flytta,",
            "sv: Välj Flytta.\n",
            "sv: Väntar på mottagaren,",
            "sv: Kontrollera att rätt ärende står i Relaterat besök. Det du utgick från är redan valt.\n",
            "sv: Ärendetypen finns inte i instruktionens tabell.\n",
            "sv: Ärendet är redan mottaget och går inte att flytta. Lämna över det med en konsultation.\n",
            "sv: Överlämna administrativa ärenden,",
            "sv: Egna ställningstaganden,",
        ] {
            let (key, last) = (label.split("sv:").next().unwrap(), &label[label.len() - 1..]);
            replaced = replaced.replace(label, &format!("{key}sv: {evil}{last}"));
        }
        layer.insert(name, replaced.into_bytes());
    }
    let loaded = load(&Files::Memory(layer), Scope::Rules);
    assert_eq!(loaded.diagnostics, []);
    loaded.rule_set.unwrap()
}

#[test]
fn markup_in_labels_stays_text() {
    let rule_set = hostile();
    let document = rules::page(&rule_set, Lang::Sv);
    let page = html::page(&document);
    hold(&page);
    assert!(
        page.matches("&lt;script&gt;").count() > 8,
        "{}",
        page.matches("&lt;script&gt;").count()
    );
    let page = markdown::page(&document);
    assert!(!page.contains("<script") && page.matches("&lt;script&gt;").count() > 8);
    // Every row of a table has as many cells as the one above.
    let cells = |line: &str| line.replace("\\|", "").matches('|').count();
    let lines: Vec<&str> = page.lines().collect();
    for pair in lines.windows(2).filter(|pair| pair.iter().all(|line| line.starts_with('|'))) {
        assert_eq!(cells(pair[0]), cells(pair[1]), "{}\n{}", pair[0], pair[1]);
    }
}

#[test]
fn dated_exceptions_stand_in_the_cell_that_they_except() {
    let files = embedded_files();
    let mut layer = Layer::new();
    for name in files.list("").unwrap() {
        layer.insert(name.clone(), files.read(&name).unwrap());
    }
    let exception = "
    - id: certificate-surgery
      source: 3/6
      valid_from: 2026-01-01
      valid_until: 2026-06-30
      overrides: [certificate-specialised]
      when: {case_type: certificate, care_level: specialised, specialty: surgery}
      then: {unit: concerned, role: medical_secretary, specialty: concerned}
";
    layer.get_mut("routing.yaml").unwrap().extend(exception.bytes());
    let rule_set = RuleSet::from_files(&Files::Memory(layer)).unwrap();
    let page = markdown::page(&rules::page(&rule_set, Lang::Sv));
    let row = page.lines().find(|line| line.starts_with("| Intyg")).unwrap();
    insta::assert_snapshot!(row.replace("<br>", "\n"));
}
