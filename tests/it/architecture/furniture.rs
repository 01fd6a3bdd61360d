//! The furniture of a room: which files it has, how large it grows, and what stands in which file.

use std::collections::BTreeMap;

use super::{
    not_yet::{self, Found},
    source::{code, imports, room, sources},
};

/// The kinds of files that every noun has, with those that no network request may reach.
const FURNITURE: [&str; 6] = ["store", "model", "policy", "mails", "views", "api"];
const INNER: [&str; 4] = ["store", "model", "policy", "mails"];

/// The largest part of the lines of `src` that one room may have, in percent.
const LARGEST: usize = 12;

/// `store_keys.rs`: the noun belongs in a folder of its own.
#[test]
fn a_noun_is_a_folder_and_no_suffix() {
    let mut found = Found::default();
    for (file, _) in sources() {
        let name = file.rsplit('/').next().unwrap();
        if FURNITURE.iter().any(|kind| name.starts_with(&format!("{kind}_"))) {
            found.add(&file, "names a noun after its kind");
        }
    }
    found.is_not_yet("SUFFIXES", not_yet::SUFFIXES);
}

/// `policy/keys.rs`: so does this one.
#[test]
fn furniture_is_a_file_and_no_folder() {
    let mut found = Found::default();
    for (file, _) in sources() {
        if FURNITURE.iter().any(|kind| file.contains(&format!("/{kind}/"))) {
            found.add(&file, "stands in a folder that is named by kind");
        }
    }
    found.is_not_yet("FOLDERS", not_yet::FOLDERS);
}

#[test]
fn no_room_outgrows_the_others() {
    let mut rooms = BTreeMap::<String, usize>::new();
    for (file, text) in sources() {
        *rooms.entry(room(&file)).or_default() += text.lines().count();
    }
    let all: usize = rooms.values().sum();
    let mut found = Found::default();
    for (room, lines) in rooms.iter().filter(|(_, lines)| **lines * 100 > all * LARGEST) {
        found.add(room, &format!("has {lines} of {all} lines"));
    }
    found.is_not_yet("TOO_LARGE", not_yet::TOO_LARGE);
}

/// Whether a file is of a kind, whether it is called so, begins so, or stands in a folder so called.
fn is_of(kind: &str, file: &str) -> bool {
    let own = format!("/{kind}");
    file.split_once('/').is_some_and(|_| {
        file.contains(&format!("{own}.rs"))
            || file.contains(&format!("{own}_"))
            || file.contains(&format!("{own}/"))
    })
}

/// SQL is written in stores and in `db`; `kernel` says of its types how a column keeps them, and a
/// model which row it is read from.
#[test]
fn queries_stay_in_stores() {
    let mut found = Found::default();
    for (file, text) in code() {
        let home = ["db", "kernel"].contains(&room(&file).as_str()) || is_of("store", &file);
        let asks = text.contains("diesel::prelude") || text.contains("sql_query");
        let maps = text.contains("diesel") && !is_of("model", &file);
        if !home && (asks || maps) {
            found.add(&file, "asks the database");
        }
    }
    found.is_not_yet("QUERIES", not_yet::QUERIES);
}

/// Rules, values, letters and queries know nothing of requests. A page of a list is a plain value.
#[test]
fn http_stays_out_of_the_inner_files() {
    let mut found = Found::default();
    for (file, text) in code() {
        let inner = INNER.iter().any(|kind| is_of(kind, &file));
        let of_http = imports(&text).into_iter().any(|import| {
            let starts = |words: &[&str]| import.path.iter().zip(words).all(|(a, b)| a == b);
            starts(&["crate", "http"]) && import.name != "PageOf"
        });
        if inner && (of_http || text.contains("actix")) {
            found.add(&file, "knows of HTTP");
        }
    }
    found.is_not_yet("HTTP", not_yet::HTTP);
}
