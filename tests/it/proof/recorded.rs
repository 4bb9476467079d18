//! Recorded cases as spreadsheets write them: each row is read as it stands or counted as misread, on the line that an
//! editor shows.

use std::path::Path;

use handover_core::document::Files;
use handover_core::engine::Engine;
use handover_core::language::Lang;
use handover_core::ruleset::{Loaded, Scope, load};
use handover_core::wire::report::RecordedImpact;
use handover_matcher::DIFF_STEPS;
use handover_proof::compare::cases::{Recorded, Unread, run};
use handover_proof::compare::{Compared, Comparison};
use jiff::civil::date;

use crate::common::{Layer, folder};

/// The shipped rules, with a text of a file replaced.
fn edited(file: &str, find: &str, replace: &str) -> Layer {
    let mut files = folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/gavleborg"));
    let text = String::from_utf8(files[file].clone()).unwrap();
    assert!(text.contains(find), "{file} holds no `{find}`");
    files.insert(file.to_owned(), text.replacen(find, replace, 1).into_bytes());
    files
}

/// The impact of an edit on a file of recorded cases.
fn impact_of(after: Layer, cases: &[u8]) -> Result<RecordedImpact, Unread> {
    let side = |files| {
        let mut loaded = load(&Files::Memory(files), Scope::Rules);
        (Engine::new(loaded.rule_set.take().unwrap()), loaded)
    };
    let sides = [side(edited("routing.yaml", "", "")), side(after)];
    let [before, after] = sides.each_ref().map(|(engine, loaded): &(Engine, Loaded)| Compared {
        rule_set: engine.rule_set(),
        invariants: &loaded.invariants,
        content: &loaded.content,
    });
    let comparison = Comparison::new(before, after, DIFF_STEPS);
    let (day, [before, after]) = (date(2025, 10, 1), sides.each_ref().map(|(engine, _)| engine));
    let recorded = Recorded::new(before, after, &comparison, day);
    let (tally, _) = run(&recorded, cases, |_| {})?;
    Ok(tally.impact(&recorded, &comparison.report(Lang::Sv, day), Lang::Sv))
}

/// The impact of another role for rebookings in primary care.
fn impact(cases: impl AsRef<[u8]>) -> RecordedImpact {
    let files = edited("routing.yaml", "", "");
    let text = String::from_utf8(files["routing.yaml"].clone()).unwrap();
    let start = text.find("id: rebooking-primary").unwrap();
    let role = text[start..].find("role: administrator").unwrap() + start;
    let found = &text[start..role + "role: administrator".len()];
    let nurse = found.replace("role: administrator", "role: nurse");
    impact_of(edited("routing.yaml", found, &nurse), cases.as_ref()).unwrap()
}

/// What can be told of an impact: cases, changed ones, their lines, and the faults.
fn told(impact: &RecordedImpact) -> (u64, Vec<u64>, Vec<(u64, &str)>) {
    let lines = impact.blocks.iter().flat_map(|block| block.lines.clone()).collect();
    let errors = impact.errors.iter().map(|error| (error.line, error.code.as_str())).collect();
    assert_eq!(impact.misread, impact.errors.len() as u64);
    (impact.cases, lines, errors)
}

const HEADINGS: &str = "case_type;care_level;unit;from.unit;priority;at;note";
const ROW: &str = "Ombokning;Primärvård;valbo;andersberg;8;2025-10-01;x";

#[test]
fn lines_are_those_of_an_editor_however_they_end_and_are_encoded() {
    let bad = ROW.replace(";8;", ";åtta;");
    let long = ROW.replace(";x", ";\"två\n\nrader\"");
    let text = [HEADINGS, ROW, "", &bad, &long, ";;;;;;", ROW, "  ", &bad].join("\n");
    let wide = |text: &str, order: fn(u16) -> [u8; 2]| -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    };
    let windows =
        |text: &str| -> Vec<u8> { text.chars().map(|c| u8::try_from(c).unwrap()).collect() };
    for end in ["\n", "\r\n", "\r"] {
        for last in ["", "\n"] {
            let text = format!("{text}{last}").replace('\n', end);
            for bytes in [
                text.as_bytes().to_vec(),
                [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
                wide(&text, u16::to_le_bytes),
                [b"\xFF\xFE", &wide(&text, u16::to_le_bytes)[..]].concat(),
                wide(&text, u16::to_be_bytes),
                windows(&text),
            ] {
                let impact = impact(bytes);
                let errors = vec![(4, "wrong_type"), (11, "wrong_type")];
                assert_eq!(told(&impact), (3, vec![2, 5, 9], errors), "{end:?}");
                assert_eq!(impact.lines, 11);
            }
        }
    }
}

#[test]
fn no_row_is_shifted_or_lost() {
    let row = |note: &str| ROW.replace(";x", &format!(";{note}"));
    let rows = [
        HEADINGS.to_owned(),
        row("x"),
        row("\"oklar"),
        row("x"),
        row("x;;"),
        row("x;y"),
        "Ombokning;Primärvård;valbo".to_owned(),
        row("\"a\" b"),
        row("\"a; b\""),
    ];
    let impact = impact(rows.join("\n"));
    let errors = vec![
        (3, "unclosed_quote"),
        (6, "too_many_cells"),
        (7, "too_few_cells"),
        (8, "stray_quote"),
    ];
    assert_eq!(told(&impact), (4, vec![2, 4, 5, 9], errors));
    assert_eq!(impact.cases + impact.misread + 1, impact.lines);
    let damaged = [HEADINGS.as_bytes(), b"\n", ROW.as_bytes(), b"\xE5\n", ROW.as_bytes()].concat();
    let damaged = self::impact(damaged);
    assert_eq!(told(&damaged), (1, vec![3], vec![(2, "not_utf8")]));
}

#[test]
fn headings_are_compared_as_names_are() {
    for (headings, separator) in [
        ("Case_type, care_level ,UNIT,Note", ","),
        ("Typ av ärende;Vårdnivå;Mottagning;Anteckning", ";"),
        ("\"Case type\"\tCare level\t Unit\tx", "\t"),
        ("sep=|\ntyp av  ärende|VÅRDNIVÅ|case_unit|case.unit", "|"),
        ("case_type;care_level;unit;Mottagning", ";"),
    ] {
        let row = ["Ombokning", "Primärvård", "valbo", "valbo"].join(separator);
        let impact = impact(format!("{headings}\n{row}\n"));
        let twice = headings.ends_with("Mottagning");
        if headings.starts_with("sep") {
            // A path from the handover makes rows handovers, which need more.
            assert_eq!(impact.errors[0].code, "missing_field", "{headings}");
            continue;
        }
        assert_eq!((impact.cases, impact.changed, impact.misread), (1, 1, 0), "{headings}");
        assert_eq!(impact.ignored.len(), usize::from(!twice), "{headings}");
    }
    let twice = impact("case_type;care_level;unit;Mottagning\nOmbokning;PV;valbo;sodertull\n");
    assert_eq!(told(&twice), (0, vec![], vec![(2, "column_twice")]));
    let near = impact("case_type;care_level;unitt\nOmbokning;PV;valbo\n");
    assert_eq!(near.ignored[0].column, "unitt");
    assert_eq!(near.ignored[0].nearest.as_deref(), Some("unit"));
    let refused = impact_of(edited("routing.yaml", "", ""), b"Typ av \xE4rnde;x\nIntyg;y\n");
    let Err(Unread::NoField(columns)) = refused else { panic!() };
    assert_eq!(columns[0].nearest.as_deref(), Some("Typ av ärende"));
    let refused = impact_of(edited("routing.yaml", "", ""), b"\n\"unit\nvalbo\n");
    assert!(matches!(refused, Err(Unread::Headings(2))));
}

#[test]
fn the_parts_of_an_answer_that_change_are_told() {
    let case = r#"{"case_type": "Intyg", "care_level": "PV", "unit": "gynmottagning-gavle", "from": {"unit": "hudmottagning-gavle"}, "at": "2026-03-05"}"#;
    let handover =
        format!(r#"{{"case": {case}, "method": "consultation", "priority": 8, "message": "x"}}"#);
    let cases = format!("{case}\n{handover}\n");
    let providers = "provider: [{id: region-gavleborg, valid_until: 2026-02-28}, {id: din-halsocentral, valid_from: 2026-03-01}]";
    let directory =
        String::from_utf8(edited("routing.yaml", "", "")["directory.yaml"].clone()).unwrap();
    let unit = directory.lines().find(|line| line.starts_with("    gynmottagning-gavle:")).unwrap();
    let moved = unit.replacen("provider: region-gavleborg", providers, 1);
    let impact = impact_of(edited("directory.yaml", unit, &moved), cases.as_bytes()).unwrap();
    assert_eq!((impact.changed, impact.methods, impact.target), (2, 2, 0));
    let same = impact_of(edited("routing.yaml", "", ""), cases.as_bytes()).unwrap();
    assert_eq!((same.cases, same.changed), (2, 0));
}
