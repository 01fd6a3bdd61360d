//! What the checks of the architecture still find, by room. The lists only ever shrink, and go when
//! they are empty.

use std::collections::BTreeMap;

/// While rooms are being split their files move from one to another: then only the sum of a list
/// binds, as the most that may be found. Once they stand still this is `false`: each entry is
/// exactly what is found, and a room without one has nothing.
const ROOMS_ARE_MOVING: bool = true;

type List = &'static [(&'static str, usize)];

/// Files in circles.
pub const CIRCLES: List = &[
    ("access", 3),
    ("accounts", 14),
    ("app", 4),
    ("audit", 2),
    ("awards", 6),
    ("bids", 10),
    ("capabilities", 5),
    ("db", 2),
    ("documents", 2),
    ("http", 2),
    ("kernel", 2),
    ("opportunities", 4),
    ("organisations", 22),
    ("outbox", 2),
    ("privacy", 3),
    ("search", 2),
];

/// Files named `store_x.rs`.
pub const SUFFIXES: List = &[
    ("accounts", 6),
    ("awards", 1),
    ("bids", 2),
    ("capabilities", 3),
    ("opportunities", 3),
    ("organisations", 15),
];

/// Files in folders such as `policy/`.
pub const FOLDERS: List = &[
    ("accounts", 9),
    ("awards", 1),
    ("bids", 4),
    ("capabilities", 3),
    ("evaluation", 2),
    ("opportunities", 1),
    ("organisations", 22),
    ("search", 1),
];

/// Rooms over the largest size.
pub const TOO_LARGE: List = &[("accounts", 1), ("organisations", 1)];

/// Files with SQL that are no store.
pub const QUERIES: List = &[("audit", 1), ("search", 1)];

/// Stores, models, policies and letters with HTTP.
pub const HTTP: List = &[];

/// Parameters that are tuples.
pub const TUPLES: List = &[
    ("accounts", 22),
    ("audit", 1),
    ("awards", 2),
    ("bids", 20),
    ("capabilities", 2),
    ("cli", 6),
    ("db", 2),
    ("documents", 2),
    ("evaluation", 2),
    ("http", 1),
    ("opportunities", 3),
    ("organisations", 37),
    ("outbox", 2),
    ("privacy", 2),
    ("search", 15),
    ("terms", 1),
    ("transparency", 4),
];

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
        let sum = |counts: &BTreeMap<String, usize>| counts.values().sum::<usize>();
        let right =
            if ROOMS_ARE_MOVING { sum(&self.rooms) <= sum(&listed) } else { self.rooms == listed };
        let entries: Vec<String> = self.rooms.iter().map(|entry| format!("{entry:?}")).collect();
        assert!(
            right,
            "{}\nmend these, or if some are mended already, write in architecture/not_yet.rs:\n\
             pub const {name}: List = &[{}];",
            self.told.join("\n"),
            entries.join(", ")
        );
    }
}
