//! The table of limits in the architecture is that of the constants.

use std::fs;
use std::path::Path;

use super::sources;

/// The numbers in a cell: `4 MiB`, `1,000,000`, `300 bytes`.
fn numbers(cell: &str) -> Vec<u64> {
    let words: Vec<&str> = cell.split([' ', ';']).collect();
    let number = |at: usize, word: &&str| {
        let digits: String = word.chars().filter(|c| *c != ',').collect();
        let unit = match words.get(at + 1).map(|unit| unit.trim_end_matches(',')) {
            Some("KiB") => 1 << 10,
            Some("MiB") => 1 << 20,
            _ => 1,
        };
        digits.parse::<u64>().ok().map(|number| number * unit)
    };
    words.iter().enumerate().filter_map(|(at, word)| number(at, word)).collect()
}

/// The value of an expression of literals: `1 << 20`, `4 * 1024 * 1024`, `500_000`.
fn value(expression: &str) -> Option<u64> {
    if let Some((left, right)) = expression.split_once(" << ") {
        return Some(value(left)? << value(right)?);
    }
    expression.split(" * ").map(|part| part.trim().replace('_', "").parse::<u64>().ok()).product()
}

/// The value of a constant, by its name: that which is public, if there is one.
fn constant(name: &str) -> Option<u64> {
    let declared = |visibility: &str| {
        sources().into_iter().find_map(|(_, text)| {
            let start = format!("{visibility}const {name}: ");
            let line = text.lines().find_map(|line| line.strip_prefix(&start).map(str::to_owned));
            value(line?.split_once(" = ")?.1.trim_end_matches(';'))
        })
    };
    declared("pub ").or_else(|| declared(""))
}

#[test]
fn the_table_of_limits_has_the_values_of_the_constants() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/architecture.md");
    let page = fs::read_to_string(page).unwrap();
    let table = page.split("\n## Limits\n").nth(1).unwrap().split("\n## ").next().unwrap();
    let mut compared = 0;
    for row in table.lines().filter(|line| line.starts_with("| ")).skip(2) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let names = cells[3].split('`').skip(1).step_by(2).map(|path| path.rsplit("::").next());
        let names: Vec<&str> = names
            .flatten()
            .filter(|name| name.chars().all(|c| c == '_' || c.is_ascii_uppercase()))
            .collect();
        let numbers = numbers(cells[2]);
        assert!(!names.is_empty() && !numbers.is_empty(), "{row}");
        for (at, name) in names.iter().enumerate() {
            let told = numbers.get(at).or(numbers.last()).copied();
            assert_eq!(told, constant(name), "{name}: {row}");
            compared += 1;
        }
    }
    assert!(compared >= 18, "only {compared} limits were compared");
}
