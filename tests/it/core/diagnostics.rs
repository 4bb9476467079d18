//! Texts of faults: broken rule sets with one fault each, as an administrator reads them.
//!
//! Each folder in `tests/broken` contains the files that differ from the sound rule set in `tests/base`; faults in
//! bytes are made here. A snapshot shows the Swedish text and then the English one.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use handover::Lang;
use handover_core::diagnostic::render::{Options, human};
use handover_core::ruleset::{Loaded, Scope, embedded_files, load};

use crate::common::{Layer, check, folder, over_base, tests};

/// What people read, in both languages.
fn told(loaded: &Loaded) -> String {
    let told = |lang| {
        let options = Options { color: false, lang };
        human(&loaded.diagnostics, &|file| loaded.text(file), options)
    };
    let (swedish, english) = (told(Lang::Sv), told(Lang::En));
    format!("{swedish}\n{:-<80}\n\n{english}", "")
}

/// The base with one file of its own edited as bytes.
fn edited(file: &str, edit: impl FnOnce(Vec<u8>) -> Vec<u8>) -> Loaded {
    let base = over_base(Layer::new()).remove(file).unwrap();
    check(over_base(Layer::from([(file.to_owned(), edit(base))])))
}

fn replaced(bytes: &[u8], from: &str, to: &[u8]) -> Vec<u8> {
    let text = std::str::from_utf8(bytes).unwrap();
    let (before, after) = text.split_once(from).unwrap();
    [before.as_bytes(), to, after.as_bytes()].concat()
}

/// One test for each folder in `tests/broken`.
macro_rules! broken {
    ($($name:ident,)*) => {
        $(
            #[test]
            fn $name() {
                let files = folder(&tests(concat!("broken/", stringify!($name))));
                let loaded = check(over_base(files));
                assert!(loaded.rule_set.is_none());
                insta::assert_snapshot!(stringify!($name), told(&loaded));
            }
        )*

        #[test]
        fn every_broken_rule_set_is_tested() {
            let listed = BTreeSet::from([$(stringify!($name).to_owned()),*]);
            let folders = fs::read_dir(tests("broken")).unwrap();
            let found: BTreeSet<String> =
                folders.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
            assert_eq!(listed, found);
        }
    };
}

broken! {
    bad_date,
    bad_placeholder,
    bad_range,
    colon_in_text,
    duplicate_id,
    duplicate_key,
    duplicate_name,
    explicit_null,
    file_lists_itself,
    file_twice,
    gap,
    half_label,
    identity,
    indentation,
    label_for_id,
    language_missing,
    local_reaches_out,
    many_files,
    merge_key,
    missing_file,
    missing_key,
    not_call,
    null_value,
    overlap,
    override_cycle,
    override_ring,
    path_outside,
    priority_gap,
    priority_overlap,
    quoted_boolean,
    range_outside_scale,
    reversed_period,
    reversed_range,
    section_missing,
    section_twice,
    several_documents,
    expiry_unheeded,
    severity_disagrees,
    symptoms,
    tab,
    too_deep,
    unclosed_bracket,
    unclosed_quote,
    unequal_sign,
    unknown_key,
    unknown_place,
    unknown_section,
    unknown_word,
    unreached_state,
    wrong_test,
    wrong_type,
    wrong_value,
}

#[test]
fn no_header() {
    let mut files = over_base(Layer::new());
    files.remove("ruleset.yaml");
    insta::assert_snapshot!("no_header", told(&check(files)));
}

#[test]
fn not_utf8() {
    let loaded =
        edited("vocabulary.yaml", |bytes| replaced(&bytes, "Sjuksköterska", b"Sjuksk\xF6terska"));
    insta::assert_snapshot!("not_utf8", told(&loaded));
}

#[test]
fn utf16() {
    let loaded = edited("vocabulary.yaml", |bytes| {
        let text = String::from_utf8(bytes).unwrap();
        let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect()
    });
    insta::assert_snapshot!("utf16", told(&loaded));
}

#[test]
fn alias_bomb() {
    // A thousand sections that each repeat a thousand places: a million values in a few kilobytes.
    let loaded = edited("sources.yaml", |bytes| {
        let mut text = String::from_utf8(bytes).unwrap();
        let places: Vec<String> = (0..1000).map(|place| place.to_string()).collect();
        writeln!(text, "      a: &places [{}]", places.join(", ")).unwrap();
        for section in 0..1000 {
            writeln!(text, "      a{section}: *places").unwrap();
        }
        text.into_bytes()
    });
    insta::assert_snapshot!("alias_bomb", told(&loaded));
}

#[test]
fn a_byte_order_mark_is_no_fault() {
    let loaded = edited("vocabulary.yaml", |bytes| [b"\xEF\xBB\xBF", &bytes[..]].concat());
    assert_eq!(loaded.diagnostics, []);
    assert!(loaded.rule_set.is_some());
}

#[test]
fn a_byte_order_mark_moves_no_position() {
    let loaded = edited("vocabulary.yaml", |bytes| {
        [b"\xEF\xBB\xBF", &replaced(&bytes, "vocabulary:", b"vocabulary: [")[..]].concat()
    });
    insta::assert_snapshot!("byte_order_mark", told(&loaded));
}

#[test]
fn windows_line_ends_are_no_fault() {
    let loaded = edited("routing.yaml", |bytes| {
        String::from_utf8(bytes).unwrap().replace('\n', "\r\n").into_bytes()
    });
    assert_eq!(loaded.diagnostics, []);
}

#[test]
fn the_shipped_rule_set_has_no_faults() {
    let loaded = load(&embedded_files(), Scope::RulesAndTests);
    assert_eq!(told(&loaded).trim_matches(['-', '\n']), "");
    assert!(loaded.rule_set.is_some());
}
