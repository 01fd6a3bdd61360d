//! Files of a room form no circle: each can be read after those that it names.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{
    not_yet::{self, Found},
    source::{Import, code, imports, paths, room},
};

/// The files of `src` as modules.
struct House {
    /// Module path to file.
    files: HashMap<Vec<String>, String>,
    /// Module path to what its `use` items name.
    imports: HashMap<Vec<String>, Vec<Import>>,
}

/// `bids/partners/mod.rs` is the module `bids::partners`, `lib.rs` the one of no name.
fn module(file: &str) -> Vec<String> {
    let path = file.trim_end_matches(".rs").trim_end_matches("/mod").trim_end_matches("lib");
    path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

impl House {
    fn of(code: &[(String, String)]) -> Self {
        let files = code.iter().map(|(file, _)| (module(file), file.clone())).collect();
        let imports = code.iter().map(|(file, text)| (module(file), imports(text))).collect();
        Self { files, imports }
    }

    fn child(&self, of: &[String], name: &str) -> Option<Vec<String>> {
        let child: Vec<String> = of.iter().cloned().chain([name.to_owned()]).collect();
        self.files.contains_key(&child).then_some(child)
    }

    /// The module where a path that is written in `from` ends. A name that a module only passes on
    /// is followed to where it stands.
    fn place(&self, from: &[String], path: &[&str], depth: usize) -> Option<Vec<String>> {
        let (first, mut rest) = path.split_first()?;
        let mut at = match *first {
            "crate" => Vec::new(),
            "self" => from.to_vec(),
            "super" => {
                let mut up = from.split_last()?.1;
                while let Some((&"super", after)) = rest.split_first() {
                    (up, rest) = (up.split_last()?.1, after);
                }
                up.to_vec()
            }
            name => match self.child(from, name) {
                Some(child) => child,
                None => self.passed_on(from, name, depth)?,
            },
        };
        while let Some((name, after)) = rest.split_first() {
            if let Some(child) = self.child(&at, name) {
                at = child;
            } else {
                return Some(self.passed_on(&at, name, depth).unwrap_or(at));
            }
            rest = after;
        }
        Some(at)
    }

    /// Where a name stands that a module has from a `use` item.
    fn passed_on(&self, by: &[String], name: &str, depth: usize) -> Option<Vec<String>> {
        let import = self.imports.get(by)?.iter().find(|import| import.name == name)?;
        let path: Vec<&str> = import.path.iter().map(String::as_str).collect();
        (depth > 0).then(|| self.place(by, &path, depth - 1))?
    }

    /// The files that a file names, itself aside.
    fn named(&self, file: &str, text: &str) -> BTreeSet<String> {
        let from = module(file);
        let imported = imports(text).into_iter().map(|import| import.path);
        let written = paths(text).map(|path| path.iter().map(|&part| part.to_owned()).collect());
        imported
            .chain(written)
            .filter_map(|path: Vec<String>| {
                let path: Vec<&str> = path.iter().map(String::as_str).collect();
                self.files.get(&self.place(&from, &path, 3)?).cloned()
            })
            .filter(|named| named != file)
            .collect()
    }
}

/// Everything that can be reached from a file, itself only around a circle.
fn reached(arrows: &BTreeMap<String, BTreeSet<String>>, from: &str) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let mut next: Vec<&String> = arrows[from].iter().collect();
    while let Some(file) = next.pop() {
        if all.insert(file.clone()) {
            next.extend(&arrows[file]);
        }
    }
    all
}

#[test]
fn files_of_a_room_form_no_circle() {
    let code = code();
    let house = House::of(&code);
    // A `mod.rs` is the face of its folder: what it passes on has been followed already.
    let arrows: BTreeMap<String, BTreeSet<String>> = code
        .iter()
        .map(|(file, text)| {
            let face = file.ends_with("mod.rs") || file == "lib.rs";
            let mut named = if face { BTreeSet::new() } else { house.named(file, text) };
            named.retain(|other| room(other) == room(file));
            (file.clone(), named)
        })
        .collect();
    let mut found = Found::default();
    for file in arrows.keys() {
        let around = reached(&arrows, file);
        if around.contains(file) {
            let back = |other: &&String| reached(&arrows, other).contains(file);
            let circle: Vec<_> = around.iter().filter(back).cloned().collect();
            found.add(file, &format!("in a circle: {}", circle.join(", ")));
        }
    }
    found.is_not_yet("CIRCLES", not_yet::CIRCLES);
}
