//! Random routing rules, and the dice for everything random.

use std::fmt::Write;

use super::small::Fields;

/// Numbers that follow from a seed.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn below(&mut self, bound: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }

    pub(super) fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}

/// The conditions of a routing rule that is drawn.
#[derive(Clone)]
pub(super) struct Row {
    cells: Vec<String>,
    days: &'static str,
    /// The fields that split it already.
    split: Vec<&'static str>,
}

impl Row {
    pub(super) fn of(case_type: &str) -> Self {
        Self { cells: vec![format!("case_type: {case_type}")], days: "", split: Vec::new() }
    }

    fn with(&self, field: &'static str, cell: &str) -> Self {
        let mut row = self.clone();
        row.split.push(field);
        if field == "at" {
            row.days = if cell.is_empty() {
                ", valid_from: 2025-06-01"
            } else {
                ", valid_until: 2025-05-31"
            };
        } else if !cell.is_empty() {
            row.cells.push(cell.to_owned());
        }
        row
    }
}

/// Routing rules that answer every case once.
pub(super) struct Routing {
    pub(super) text: String,
    count: usize,
    /// The fields that decide where a case goes.
    pub(super) fields: Fields,
}

impl Default for Routing {
    fn default() -> Self {
        let fields = ["case_type", "care_level", "specialty", "unit", "original"].into();
        Self { text: String::new(), count: 0, fields }
    }
}

impl Routing {
    pub(super) fn split(&mut self, dice: &mut Dice, row: Row, depth: usize) {
        const WAYS: &[(&str, [&str; 2])] = &[
            ("care_level", ["care_level: p", "care_level: s"]),
            ("specialty", ["specialty: x", "specialty: {not: x}"]),
            ("unit", ["unit: u", "unit: {not: u}"]),
            ("unit", ["unit: v", "unit: {not: v}"]),
            ("at", ["until", ""]),
        ];
        let ways: Vec<_> = WAYS.iter().filter(|(field, _)| !row.split.contains(field)).collect();
        if depth == 0 {
            self.rule(dice, &row, &[]);
            return;
        }
        let (field, [one, other]) = *dice.one(&ways);
        self.fields.insert(field);
        if field != "at" && dice.below(3) == 0 {
            // The rule for the rest, and an exception to it.
            let rest = self.rule(dice, &row, &[]);
            self.rule(dice, &row.with(field, one), &[rest]);
            return;
        }
        self.split(dice, row.with(field, one), depth - 1);
        self.split(dice, row.with(field, other), depth - 1);
    }

    fn rule(&mut self, dice: &mut Dice, row: &Row, overrides: &[usize]) -> usize {
        self.count += 1;
        let overrides: Vec<String> = overrides.iter().map(|rule| format!("rule-{rule}")).collect();
        let overrides = match overrides.as_slice() {
            [] => String::new(),
            all => format!(", overrides: [{}]", all.join(", ")),
        };
        let then = then(dice, &["concerned", "concerned", "u"]);
        let (cells, days, count) = (row.cells.join(", "), row.days, self.count);
        writeln!(
            self.text,
            "    - {{id: rule-{count}, source: 1/all{days}, when: {{{cells}}}, then: {then}{overrides}}}"
        )
        .unwrap();
        count
    }

    /// The rules with some of them resting on another source.
    pub(super) fn rest_on(&self, dice: &mut Dice, source: &str) -> String {
        let other = format!("source: {source}");
        let rules = self.text.split_inclusive('\n');
        rules
            .map(|rule| match dice.below(2) {
                0 => rule.replace("source: 1/all", &other),
                _ => rule.to_owned(),
            })
            .collect()
    }

    /// A unit's own rule, which overrides the others.
    pub(super) fn local(&mut self, dice: &mut Dice) {
        self.fields.insert("from");
        let then = then(dice, &["concerned"]);
        let case_type = dice.one(&["a", "b"]);
        writeln!(
            self.text,
            "local:\n  unit: u\n  rules:\n    - {{id: own, source: 1/all, when: {{case_type: {case_type}}}, then: {then}}}"
        )
        .unwrap();
    }
}

pub(super) fn then(dice: &mut Dice, units: &[&str]) -> String {
    let capability = dice.one(&["", "", ", capability: general"]);
    let other = dice.one(&["", ", other_role: with_reason"]);
    let (unit, role, specialty) = (
        dice.one(units),
        dice.one(&["nurse", "physician", "original", "not_given"]),
        dice.one(&["concerned", "concerned", "x"]),
    );
    format!("{{unit: {unit}, role: {role}, specialty: {specialty}{capability}{other}}}")
}
