//! The library in thirty lines: load a rule set, route a case made of names, and answer JSON with JSON.
//!
//! `cargo run --example library -- rules/gavleborg`

#![expect(clippy::print_stdout, reason = "an example")]

use std::error::Error;

use handover::wire::v1;
use handover::{Engine, RuleSet};
use jiff::civil::date;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "rules/gavleborg".to_owned());
    let engine = Engine::new(RuleSet::load(&folder)?);
    let lang = engine.rule_set().first_language();
    let today = date(2025, 10, 1);

    let case = engine
        .case(today)
        .case_type("Intyg")
        .care_level("Primärvård")
        .unit("Valbo Din hälsocentral")
        .from("Andersberg Din hälsocentral")
        .build()?;
    let recommendation = engine.recommend(&case);
    let resource = engine.resource(&recommendation.target);
    println!("{:?}: {}", recommendation.decision, resource.display(engine.rule_set(), lang));

    let context = v1::Context { engine: &engine, lang, today };
    let answer =
        v1::recommend(&context, br#"{"case_type": "Intyg", "care_level": "PV", "unit": "valbo"}"#)?;
    println!("{}", serde_json::to_string_pretty(&answer)?);
    Ok(())
}
