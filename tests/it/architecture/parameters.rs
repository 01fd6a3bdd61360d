//! Functions take named values: two that belong together are a struct, which says what they are.

use super::{
    not_yet::{self, Found},
    source::{code, parts},
};

/// The parameters of every function of a text, with its name. A bracket that opens closes again:
/// that is all that is known of Rust here.
fn functions(code: &str) -> Vec<(&str, Vec<&str>)> {
    let mut all = Vec::new();
    for after in code.split("fn ").skip(1) {
        let end = after.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(after.len());
        let (name, rest) = after.split_at(end);
        if name.is_empty() {
            continue;
        }
        let rest = if rest.starts_with('<') { after_generics(rest) } else { rest };
        if let Some(inside) = rest.strip_prefix('(') {
            all.push((name, parts(until_closed(inside))));
        }
    }
    all
}

fn after_generics(text: &str) -> &str {
    let (mut depth, mut before) = (0, ' ');
    for (at, letter) in text.char_indices() {
        match letter {
            '<' => depth += 1,
            '>' if before != '-' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return text.split_at(at + 1).1;
        }
        before = letter;
    }
    ""
}

fn until_closed(text: &str) -> &str {
    let mut depth = 1;
    let end = text.find(|letter| {
        depth += i32::from(letter == '(') - i32::from(letter == ')');
        depth == 0
    });
    text.split_at(end.unwrap_or(0)).0
}

/// `(a, b): (A, B)`, `pair: (A, B)`, `pair: &(A, B)`; not `()`, not what an extractor is taken
/// apart into.
fn is_tuple(parameter: &str) -> bool {
    let (pattern, kind) = parameter.split_once(": ").unwrap_or((parameter, ""));
    let kind = kind.trim_start_matches('&').trim_start_matches("mut ");
    let kind =
        if kind.starts_with('\'') { kind.split_once(' ').unwrap_or_default().1 } else { kind };
    pattern.starts_with('(') && pattern != "()" || kind.starts_with('(') && kind != "()"
}

#[test]
fn functions_take_no_tuples() {
    let mut found = Found::default();
    for (file, text) in code() {
        for (name, parameters) in functions(&text) {
            for parameter in parameters.into_iter().filter(|one| is_tuple(one)) {
                found.add(&file, &format!("{name} takes {parameter}"));
            }
        }
    }
    found.is_not_yet("TUPLES", not_yet::TUPLES);
}

#[test]
fn parameters_are_read() {
    let code = "fn a<F: Fn(A) -> B>(f: F, (x, y): (A, B)) {} fn b(x: &'a (A, B), y: ()) {}
        fn c(path: Path<(A, B)>, Path((x, y)): Path<(A, B)>, z: fn(A, B) -> C) {}";
    let tuples: Vec<(&str, usize)> = functions(code)
        .into_iter()
        .map(|(name, all)| (name, all.into_iter().filter(|one| is_tuple(one)).count()))
        .collect();
    assert_eq!(tuples, [("a", 1), ("b", 1), ("c", 0)]);
}
