//! The shipped rule set in an editor: the schema that each file names accepts it, with and without the rule set's own
//! words, and refuses a misspelt one.

use std::path::{Path, PathBuf};

use handover::RuleSet;
use handover_core::diagnostic::Code;
use handover_core::document::{Schema, YamlDocument};
use handover_core::ruleset::embedded_files;
use handover_core::ruleset::schema::editor;

/// The topic that a file's first line names, and the path of the schema as the file sees it.
fn modeline(text: &str) -> (String, PathBuf) {
    let path =
        text.lines().next().unwrap().strip_prefix("# yaml-language-server: $schema=").unwrap();
    let topic = Path::new(path).file_stem().unwrap().to_str().unwrap();
    (topic.to_owned(), PathBuf::from(path))
}

#[test]
fn every_file_names_a_schema_that_accepts_it() {
    let files = embedded_files();
    let rule_set = RuleSet::embedded().unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/gavleborg");
    for name in files.list("").unwrap() {
        let bytes = files.read(&name).unwrap();
        let mut faults = Vec::new();
        let document = YamlDocument::parse(&name, &bytes, &mut faults).unwrap();
        let (topic, path) = modeline(&document.text);
        assert!(folder.join(&name).parent().unwrap().join(path).exists(), "{name}");
        for rule_set in [None, Some(&rule_set)] {
            let schema = Schema::new(&editor(&topic, rule_set).unwrap()).unwrap();
            schema.check(&document, &document.json(), &mut faults);
        }
        assert_eq!(faults, [], "{name}");
    }
}

#[test]
fn with_its_words_a_schema_refuses_a_misspelt_one() {
    let rule_set = RuleSet::embedded().unwrap();
    let written = "routing:\n  rules:\n    - id: x\n      source: 3/1\n      when: {case_type: certificat}\n      \
                   then: {unit: concerned, role: administrator, specialty: concerned}\n";
    let mut faults = Vec::new();
    let document = YamlDocument::parse("routing.yaml", written.as_bytes(), &mut faults).unwrap();
    let schema = Schema::new(&editor("routing", None).unwrap()).unwrap();
    schema.check(&document, &document.json(), &mut faults);
    assert_eq!(faults, []);
    let schema = Schema::new(&editor("routing", Some(&rule_set)).unwrap()).unwrap();
    schema.check(&document, &document.json(), &mut faults);
    let [fault] = &faults[..] else { panic!("{faults:?}") };
    let place = fault.primary().unwrap();
    assert_eq!(place.route, "/routing/rules/0/when/case_type");
    let span = place.span.unwrap();
    assert_eq!(&written[span.start..span.end], "certificat");
    assert_eq!((fault.code, fault.nearest.as_deref()), (Code::WrongValue, Some("certificate")));
}
