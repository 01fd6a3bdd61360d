//! `docs/ledger.md`: what must never happen, beside the test that shows that it does not.

use std::{collections::BTreeSet, fs, path::Path};

/// The rows that the main job, and accounts, organisations and access, have to make true.
#[rustfmt::skip]
const OWED: &[&str] = &[
    "A1", "A2", "A3", "A9", "B1", "B2", "B3", "B12", "C1", "C2", "C6",
    "D1", "D2", "D3", "D4", "D5", "D6", "D7", "D11", "D12", "D13", "D15", "D17",
    "E1", "E2", "E3", "E4", "E5", "E6", "E7", "E8", "E9", "E10",
    "E11", "E12", "E13", "E14", "E15", "E16", "E17", "E18", "E19", "E20",
    "F1", "F2", "F3", "F5", "F6", "F7", "G1", "G2", "G3", "H1", "H3", "H7", "H13", "H14",
    "I2", "I4", "I5", "I6", "I11", "I12", "I13",
    "J1", "J2", "J3", "J4", "J5", "J7", "J8", "J9", "K3", "K6", "M1", "M2", "M7", "M10",
    "P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9", "P10", "P11", "P12", "P13", "P14", "P15",
    "P16", "P17", "P18", "P19", "P20", "P21", "P22", "P23", "P24", "P25", "P26", "P27", "P28", "P29", "P30",
    "W10", "W28", "C46", "C47", "C48", "RULES 17", "RULES 18", "RULES 19", "RULES 98",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below a folder that has this ending, as text.
fn texts(folder: &str, ending: &str) -> String {
    fn walk(dir: &Path, ending: &str, into: &mut String) {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, ending, into);
            } else if path.extension().is_some_and(|e| e == ending) {
                into.push_str(&fs::read_to_string(path).unwrap());
            }
        }
    }
    let mut all = String::new();
    walk(&root().join(folder), ending, &mut all);
    all
}

/// Whether a test of this name stands in the crate.
pub fn is_a_test(name: &str) -> bool {
    let wanted = format!("fn {name}(");
    let listed = format!("    {name}:");
    let text = texts("tests/it", "rs") + &texts("src", "rs");
    text.contains(&wanted) || text.contains(&listed)
}

#[test]
fn every_row_has_a_test_that_exists() {
    let ledger = fs::read_to_string(root().join("docs/ledger.md")).unwrap();
    let (cargo, python) = (texts("tests/it", "rs") + &texts("src", "rs"), texts("tests/e2e", "py"));
    let mut rows = BTreeSet::new();
    for line in ledger.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [row, _, tests] = cells[..] else { panic!("three cells: {line}") };
        if row == "row" {
            continue;
        }
        rows.insert(row.to_owned());
        let named: Vec<&str> = tests.split('`').skip(1).step_by(2).collect();
        assert!(!named.is_empty(), "{row} has no test");
        for test in named {
            let found = if let Some(check) = test.strip_prefix("e2e: ") {
                python.contains(check)
            } else {
                let name = test.rsplit("::").next().unwrap();
                cargo.contains(&format!("fn {name}(")) || cargo.contains(&format!("    {name}: "))
            };
            assert!(found, "{row}: there is no test {test}");
        }
    }
    let missing: Vec<_> = OWED.iter().filter(|row| !rows.contains(**row)).collect();
    assert!(missing.is_empty(), "not in the ledger: {missing:?}");
}
