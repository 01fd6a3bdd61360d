//! Pages that code and documents name: each row, file and function is where a reader looks for it.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below a folder that has one of these endings.
fn files(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    fn walk(dir: &Path, endings: &[&str], into: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
            if path.is_dir() && !path.ends_with("node_modules") {
                walk(&path, endings, into);
            } else if endings.contains(&ending) {
                into.push(path);
            }
        }
    }
    let mut all = Vec::new();
    walk(&root().join(folder), endings, &mut all);
    all
}

fn pages() -> Vec<PathBuf> {
    let top = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"];
    let top = top.iter().map(|name| root().join(name));
    top.chain(files("docs", &["md"])).collect()
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

/// What stands in the first cell of each row of a page, and the numbers of its headings.
fn rows(page: &str) -> BTreeSet<String> {
    let page = text(&root().join(page));
    let cells = page.lines().filter_map(|line| line.strip_prefix("| "));
    let cells = cells.filter_map(|line| line.split(" |").next());
    let headings = page.lines().filter_map(|line| line.strip_prefix("## "));
    cells.chain(headings.filter_map(|line| line.split(' ').next())).map(str::to_owned).collect()
}

/// The rows that a text names after a word, as in `SAFETY A1, A12` and `RULES 52 to 66`.
fn named(text: &str, word: &str) -> Vec<String> {
    let mut all = Vec::new();
    for mut rest in text.split(word).skip(1) {
        while let Some(after) =
            [", ", " and ", " to ", " "].iter().find_map(|gap| rest.strip_prefix(gap))
        {
            let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '.');
            let (row, next) = after.split_at(end.unwrap_or(after.len()));
            let row = row.trim_end_matches('.');
            let number = row.trim_start_matches(|c: char| c.is_ascii_uppercase());
            if number.is_empty()
                || row.len() > number.len() + 1
                || !number.starts_with(|c: char| c.is_ascii_digit())
            {
                break;
            }
            all.push(row.to_owned());
            rest = next;
        }
    }
    all
}

#[test]
fn names_of_rows_are_found() {
    assert_eq!(
        named("(SAFETY A1, A12) SAFETY I1 to I7, I13, D17: x", "SAFETY"),
        ["A1", "A12", "I1", "I7", "I13", "D17"]
    );
    assert_eq!(named("SAFETY 2.2). RULES 51, 56; SAFETY M2, ADR 0018", "SAFETY"), ["2.2", "M2"]);
}

#[test]
fn every_row_that_is_named_stands_in_its_page() {
    let (safety, rules) = (rows("docs/safety.md"), rows("docs/rules.md"));
    let mut sources = pages();
    sources.extend(files("src", &["rs"]));
    sources.extend(
        files("tests", &["rs", "py"]).into_iter().filter(|f| !f.ends_with("references.rs")),
    );
    let mut dangling = Vec::new();
    for path in sources {
        let text = text(&path);
        let lines = |row: &str| format!("{}: {row}", path.display());
        let named_safety = named(&text, "SAFETY").into_iter().filter(|row| !safety.contains(row));
        dangling.extend(named_safety.map(|row| lines(&format!("SAFETY {row}"))));
        let named_rules = named(&text, "RULES").into_iter().map(|row| format!("RULES {row}"));
        dangling.extend(named_rules.filter(|row| !rules.contains(row)).map(|row| lines(&row)));
        let lessons = named(&text, "LESSONS").into_iter().filter(|row| !rules.contains(row));
        dangling.extend(lessons.map(|row| lines(&format!("LESSONS {row}"))));
        let gone =
            ["DOMAIN", "API", "SAFETY", "RULES", "ARCHITECTURE", "OPENDATA", "STYLE", "TESTING"];
        let gone = gone.iter().map(|name| format!("{name}.md")).filter(|name| text.contains(name));
        dangling.extend(gone.map(|name| lines(&name)));
    }
    let ledger = rows("docs/ledger.md").into_iter().filter(|row| row != "row");
    dangling.extend(ledger.filter(|row| !safety.contains(row) && !rules.contains(row)));
    assert!(dangling.is_empty(), "{dangling:#?}");
}

#[test]
fn links_between_pages_lead_to_files() {
    let mut broken = Vec::new();
    for page in pages() {
        let text = text(&page);
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = link.split('#').next().unwrap_or_default();
            let elsewhere = link.contains("://") || file.is_empty();
            if !elsewhere && !page.parent().unwrap().join(file).exists() {
                broken.push(format!("{}: {link}", page.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn the_walks_name_functions_that_exist() {
    let page = text(&root().join("docs/architecture.md"));
    let walks = page.split_once("## Walk 1").unwrap().1;
    let names = walks.split('`').skip(1).step_by(2).filter_map(|name| name.split_once("::"));
    let mut missing = Vec::new();
    for (room, function) in names {
        let wanted = [format!("fn {function}("), format!("fn {function}<")];
        let room_files = files(&format!("src/{room}"), &["rs"]);
        if !room_files.iter().any(|f| wanted.iter().any(|fun| text(f).contains(fun.as_str()))) {
            missing.push(format!("{room}::{function}"));
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}
