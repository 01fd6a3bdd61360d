//! Releases out of a file, one at a time, however large it is: JSON lines, one release, a release
//! package or a record package.

use std::{
    fmt,
    io::{BufRead, Read as _},
};

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// A line longer than this is no line but a document.
const LONGEST_LINE: u64 = 16 << 20;

/// What stands at one place of a file.
pub enum Item {
    Release(Value),
    /// Not JSON, or not what a release is kept in; and why.
    Broken(String),
}

/// Why a file could not be read to its end.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// The reader of the releases gave up.
    #[error("{0}")]
    Stopped(String),
}

/// Hands every release of a file to `take`, in the order of the file.
pub fn releases(
    mut file: impl BufRead,
    take: &mut dyn FnMut(Item) -> Result<(), String>,
) -> Result<(), Unreadable> {
    let mut first = Vec::new();
    while first.iter().all(u8::is_ascii_whitespace) {
        first.clear();
        if line(&mut file, &mut first)? == 0 {
            return Ok(());
        }
    }
    let mut second = Vec::new();
    line(&mut file, &mut second)?;
    let lines_begin = is_whole(&first) || (!begins_package(&first) && is_whole(&second));
    let both = std::io::Cursor::new([first, second].concat()).chain(file);
    if lines_begin { lines(both, take) } else { document(both, take) }
}

fn line(file: &mut impl BufRead, into: &mut Vec<u8>) -> std::io::Result<usize> {
    file.by_ref().take(LONGEST_LINE).read_until(b'\n', into)
}

/// Whether a line is one object, whole.
fn is_whole(line: &[u8]) -> bool {
    line.trim_ascii_start().starts_with(b"{") && serde_json::from_slice::<IgnoredAny>(line).is_ok()
}

/// Whether a line that is not whole opens a package, whose releases may stand one on a line; else
/// it is a broken line among whole ones.
fn begins_package(line: &[u8]) -> bool {
    let text = String::from_utf8_lossy(line);
    text.contains("\"releases\"") || text.contains("\"records\"")
}

fn lines(
    mut file: impl BufRead,
    take: &mut dyn FnMut(Item) -> Result<(), String>,
) -> Result<(), Unreadable> {
    let mut current = Vec::new();
    while line(&mut file, &mut current)? > 0 {
        if !current.iter().all(u8::is_ascii_whitespace) {
            match serde_json::from_slice::<Value>(&current) {
                Ok(value) => unpacked(value, take)?,
                Err(error) => give(take, Item::Broken(format!("not JSON: {error}")))?,
            }
        }
        current.clear();
    }
    Ok(())
}

fn give(take: &mut dyn FnMut(Item) -> Result<(), String>, item: Item) -> Result<(), Unreadable> {
    take(item).map_err(Unreadable::Stopped)
}

/// The releases of one value that is in memory.
fn unpacked(
    mut value: Value,
    take: &mut dyn FnMut(Item) -> Result<(), String>,
) -> Result<(), Unreadable> {
    if let Some(Value::Array(all)) = value.get_mut("releases").map(Value::take) {
        return all.into_iter().try_for_each(|release| give(take, Item::Release(release)));
    }
    if let Some(Value::Array(all)) = value.get_mut("records").map(Value::take) {
        return all.into_iter().try_for_each(|record| of_record(record, take));
    }
    give(take, Item::Release(value))
}

/// The releases that a record embeds, else its compiled one.
fn of_record(
    mut record: Value,
    take: &mut dyn FnMut(Item) -> Result<(), String>,
) -> Result<(), Unreadable> {
    let embedded = record.get_mut("releases").map(Value::take);
    if let Some(Value::Array(all)) = embedded
        && all.iter().any(|release| release.get("tender").is_some())
    {
        return all.into_iter().try_for_each(|release| give(take, Item::Release(release)));
    }
    match record.get_mut("compiledRelease").map(Value::take) {
        Some(release) => give(take, Item::Release(release)),
        None => give(take, Item::Broken("a record without a release in it".to_owned())),
    }
}

/// One document, read as it comes: the releases of a package never stand in memory together.
fn document(
    file: impl std::io::Read,
    take: &mut dyn FnMut(Item) -> Result<(), String>,
) -> Result<(), Unreadable> {
    let mut stopped = None;
    let read = {
        let mut reader = serde_json::Deserializer::from_reader(file);
        let keep = &mut |item: Item| {
            take(item).map_err(|why| stopped = Some(why)).map_err(|()| "stopped".to_owned())
        };
        Package { take: keep }.deserialize(&mut reader).and_then(|()| reader.end())
    };
    match (read, stopped) {
        (_, Some(why)) => Err(Unreadable::Stopped(why)),
        (Ok(()), None) => Ok(()),
        (Err(error), None) => give(take, Item::Broken(format!("not JSON: {error}"))),
    }
}

type Take<'a> = &'a mut dyn FnMut(Item) -> Result<(), String>;

struct Package<'a> {
    take: Take<'a>,
}

impl<'de> DeserializeSeed<'de> for Package<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<(), D::Error> {
        d.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Package<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a release, a release package or a record package")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let mut rest = Map::new();
        let mut packed = false;
        while let Some(name) = members.next_key::<String>()? {
            let records = name == "records";
            if records || name == "releases" {
                packed = true;
                members.next_value_seed(Each { take: &mut *self.take, records })?;
            } else {
                rest.insert(name, members.next_value()?);
            }
        }
        if packed {
            return Ok(());
        }
        (self.take)(Item::Release(Value::Object(rest))).map_err(serde::de::Error::custom)
    }
}

struct Each<'a> {
    take: Take<'a>,
    records: bool,
}

impl<'de> DeserializeSeed<'de> for Each<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<(), D::Error> {
        d.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Each<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of releases or records")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> Result<(), A::Error> {
        while let Some(value) = all.next_element::<Value>()? {
            let taken = if self.records {
                of_record(value, self.take).map_err(|error| error.to_string())
            } else {
                (self.take)(Item::Release(value))
            };
            taken.map_err(serde::de::Error::custom)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a file gives: the ocids of its releases, and `!` for what is broken.
    fn read(text: &str) -> Vec<String> {
        let mut all = Vec::new();
        let mut take = |item: Item| {
            all.push(match item {
                Item::Release(release) => release["ocid"].as_str().unwrap_or("?").to_owned(),
                Item::Broken(_) => "!".to_owned(),
            });
            Ok(())
        };
        releases(text.as_bytes(), &mut take).unwrap();
        all
    }

    #[test]
    fn lines_go_on_after_a_broken_one() {
        assert_eq!(read("{\"ocid\":\"a\"}\n\n{\"ocid\":\n{\"ocid\":\"b\"}"), ["a", "!", "b"]);
        assert_eq!(read("{\"ocid\":\n{\"ocid\":\"b\"}\n"), ["!", "b"]);
        assert_eq!(read(" \n\n"), Vec::<String>::new());
    }

    #[test]
    fn packages_and_records_give_their_releases() {
        let package = "{\n \"uri\": \"x\", \"releases\": [\n {\"ocid\": \"a\"},\n {\"ocid\": \"b\"} ],\n \"version\": \"1.1\"\n}\n";
        assert_eq!(read(package), ["a", "b"]);
        assert_eq!(read(&package.replace('\n', "")), ["a", "b"]);
        let by_line =
            "{\"uri\": \"x\", \"releases\": [\n{\"ocid\": \"a\"},\n{\"ocid\": \"b\"}\n]}\n";
        assert_eq!(read(by_line), ["a", "b"]);
        let records = "{\n\"records\": [{\"ocid\": \"a\", \"releases\": [{\"url\": \"x\"}], \"compiledRelease\": {\"ocid\": \"a\"}},\n {\"releases\": [{\"ocid\": \"b\", \"tender\": {}}]}, {\"ocid\": \"c\"}]}";
        assert_eq!(read(records), ["a", "b", "!"]);
        assert_eq!(read("{\n\"ocid\": \"a\",\n\"tender\": {}\n}"), ["a"]);
        assert_eq!(read("{\n\"releases\": [\n{\"ocid\": \"a\"},\n"), ["a", "!"]);
        assert_eq!(read("[\n1\n]"), ["!"]);
    }

    #[test]
    fn a_reader_that_gives_up_stops_the_file() {
        for text in ["{\"ocid\":\"a\"}\n{\"ocid\":\"b\"}", "{\n\"releases\": [{}, {}]\n}"] {
            let mut count = 0;
            let mut take = |_| {
                count += 1;
                Err("the disk is full".to_owned())
            };
            let ended = releases(text.as_bytes(), &mut take);
            assert_eq!(ended.unwrap_err().to_string(), "the disk is full");
            assert_eq!(count, 1);
        }
    }
}
