//! What the checks of the architecture still find, by room. The lists only ever shrink, and go when
//! they are empty.

use std::collections::BTreeMap;

type List = &'static [(&'static str, usize)];

/// Files in circles.
pub const CIRCLES: List = &[];

/// Files named `store_x.rs`.
pub const SUFFIXES: List = &[];

/// Files in folders such as `policy/`.
pub const FOLDERS: List = &[];

/// Rooms over the largest size.
pub const TOO_LARGE: List = &[("accounts", 1)];

/// Files with SQL that are no store.
pub const QUERIES: List = &[("audit", 1)];

/// Stores, models, policies and letters with HTTP.
pub const HTTP: List = &[];

/// Parameters that are tuples.
pub const TUPLES: List = &[];

/// What a check has found, by room.
#[derive(Default)]
pub struct Found {
    rooms: BTreeMap<String, usize>,
    told: Vec<String>,
}

impl Found {
    pub fn add(&mut self, file: &str, fault: &str) {
        *self.rooms.entry(super::room(file)).or_default() += 1;
        self.told.push(format!("{file}: {fault}"));
    }

    /// Compares what was found with a list of this file, and prints what the list ought to be.
    #[track_caller]
    pub fn is_not_yet(&self, name: &str, list: List) {
        let listed: BTreeMap<String, usize> =
            list.iter().map(|(room, count)| ((*room).to_owned(), *count)).collect();
        let entries: Vec<String> = self.rooms.iter().map(|entry| format!("{entry:?}")).collect();
        assert!(
            self.rooms == listed,
            "{}\nmend these, or if some are mended already, write in architecture/not_yet.rs:\n\
             pub const {name}: List = &[{}];",
            self.told.join("\n"),
            entries.join(", ")
        );
    }
}
