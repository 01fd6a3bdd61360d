//! The text of `src`, and what can be read in it without a compiler.

use std::{fs, path::Path};

pub fn src() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))
}

/// Every file of `src` with its text, in order of their names.
pub fn sources() -> Vec<(String, String)> {
    fn walk(dir: &Path, into: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, into);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let name = path.strip_prefix(src()).unwrap().display().to_string();
                into.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let mut all = Vec::new();
    walk(src(), &mut all);
    all.sort();
    all
}

/// The same without comments and without the unit tests at the end of a file.
pub fn code() -> Vec<(String, String)> {
    let bare = |text: &str| -> String {
        let ours = text.split("#[cfg(test)]\nmod ").next().unwrap();
        let lines = ours.lines().filter(|line| !line.trim_start().starts_with("//"));
        lines.collect::<Vec<_>>().join("\n")
    };
    sources().into_iter().map(|(file, text)| (file, bare(&text))).collect()
}

/// The room of a file, which is the first part of its path.
pub fn room(file: &str) -> String {
    file.split('/').next().unwrap().trim_end_matches(".rs").to_owned()
}

/// One path of a `use` item, and the name by which the file knows it.
#[derive(Debug, Clone)]
pub struct Import {
    pub path: Vec<String>,
    pub name: String,
}

/// Every path that the `use` items of a text name, groups written out.
pub fn imports(code: &str) -> Vec<Import> {
    let mut all = Vec::new();
    let mut item: Option<String> = None;
    for line in code.lines().map(str::trim) {
        let visible = line.strip_prefix("pub ").or_else(|| line.strip_prefix("pub(crate) "));
        let visible = visible.or_else(|| line.strip_prefix("pub(super) ")).unwrap_or(line);
        let begun = item.take().map(|text| text + " " + line);
        let text = begun.or_else(|| visible.strip_prefix("use ").map(str::to_owned));
        if let Some(whole) = text.as_deref().and_then(|text| text.strip_suffix(';')) {
            all.extend(written_out("", whole));
        } else {
            item = text;
        }
    }
    all
}

/// `a::{b, c::D}` as `a::b` and `a::c::D`.
fn written_out(before: &str, group: &str) -> Vec<Import> {
    if let Some((path, inner)) = group.split_once('{') {
        let before = format!("{before}{}", path.trim());
        let inner = inner.trim_end().strip_suffix('}').unwrap();
        return parts(inner).into_iter().flat_map(|part| written_out(&before, part)).collect();
    }
    let whole = format!("{before}{}", group.trim());
    let (path, alias) = whole.split_once(" as ").unwrap_or((&whole, ""));
    let path: Vec<String> = path
        .split("::")
        .filter(|part| *part != "self" || path.starts_with("self") && before.is_empty())
        .map(str::to_owned)
        .collect();
    let last = path.last().unwrap().clone();
    vec![Import { name: if alias.is_empty() { last } else { alias.to_owned() }, path }]
}

/// What stands between the commas of a text that are inside no bracket.
pub fn parts(text: &str) -> Vec<&str> {
    let (mut depth, mut before, mut all) = (0, ' ', Vec::new());
    let mut rest = text;
    let mut from = 0;
    for (at, letter) in text.char_indices() {
        match letter {
            '(' | '[' | '{' | '<' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            '>' if before != '-' && before != '=' => depth -= 1,
            ',' if depth == 0 => {
                let (part, after) = rest.split_at(at - from);
                all.push(part.trim());
                rest = after.strip_prefix(',').unwrap();
                from = at + 1;
            }
            _ => {}
        }
        before = letter;
    }
    all.push(rest.trim());
    all.retain(|part| !part.is_empty());
    all
}

/// Every path with `::` that stands in a text, as it is written there.
pub fn paths(code: &str) -> impl Iterator<Item = Vec<&str>> {
    code.split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':')
        .filter(|word| word.contains("::") && !word.starts_with(':') && !word.ends_with(':'))
        .map(|word| word.split("::").collect())
}

#[test]
fn imports_are_written_out() {
    let code = "pub use a::B;\nuse crate::{\n    b::{self, C as D},\n    e,\n};\nlet f = 1;";
    let all: Vec<_> =
        imports(code).into_iter().map(|one| one.path.join("::") + " as " + &one.name).collect();
    assert_eq!(all, ["a::B as B", "crate::b as b", "crate::b::C as D", "crate::e as e"]);
}
