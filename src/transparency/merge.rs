//! One state out of all releases of a process (OCDS 1.1.5, Merging).

use serde_json::{Map, Value};

/// What belongs to a release, not to the process.
const OF_THE_RELEASE: [&str; 3] = ["id", "date", "tag"];

/// Arrays that are replaced whole although their items have ids (`wholeListMerge`).
const WHOLE: [&str; 2] = ["additionalClassifications", "additionalIdentifiers"];

/// Releases in the order of their dates, as one.
pub fn compiled<'a>(releases: impl IntoIterator<Item = &'a Value>) -> Value {
    let mut whole = Map::new();
    for release in releases {
        if let Value::Object(members) = release {
            let own = members.iter().filter(|(name, _)| !OF_THE_RELEASE.contains(&name.as_str()));
            merge(&mut whole, own);
        }
    }
    Value::Object(whole)
}

fn merge<'a>(into: &mut Map<String, Value>, from: impl Iterator<Item = (&'a String, &'a Value)>) {
    for (name, value) in from {
        match (into.get_mut(name), value) {
            (_, Value::Null) => drop(into.remove(name)),
            (Some(Value::Object(had)), Value::Object(news)) => merge(had, news.iter()),
            (Some(Value::Array(had)), Value::Array(news))
                if !WHOLE.contains(&name.as_str()) && all_named(had) && all_named(news) =>
            {
                merge_items(had, news);
            }
            (_, value) => drop(into.insert(name.clone(), value.clone())),
        }
    }
}

fn id_of(item: &Value) -> Option<&Value> {
    item.get("id").filter(|id| id.is_string() || id.is_number())
}

fn all_named(items: &[Value]) -> bool {
    items.iter().all(|item| id_of(item).is_some())
}

fn merge_items(had: &mut Vec<Value>, news: &[Value]) {
    for item in news {
        let known = had.iter_mut().find(|old| id_of(old) == id_of(item));
        match (known, item) {
            (Some(Value::Object(old)), Value::Object(new)) => merge(old, new.iter()),
            (Some(_) | None, item) => had.push(item.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn later_releases_add_change_and_delete() {
        let first = json!({ "id": "1", "date": "a", "tag": ["tender"], "ocid": "o", "tender": {
            "title": "T", "value": { "amount": 1 }, "lots": [{ "id": "1", "title": "One" }],
            "additionalClassifications": [{ "id": "x" }],
        } });
        let second = json!({ "id": "2", "date": "b", "tag": ["award"], "ocid": "o", "tender": {
            "value": null, "lots": [{ "id": "2" }, { "id": "1", "status": "complete" }],
            "additionalClassifications": [{ "id": "y" }],
        }, "awards": [{ "id": "w" }] });
        let wanted = json!({ "ocid": "o", "awards": [{ "id": "w" }], "tender": {
            "title": "T", "lots": [{ "id": "1", "title": "One", "status": "complete" }, { "id": "2" }],
            "additionalClassifications": [{ "id": "y" }],
        } });
        assert_eq!(compiled([&first, &second]), wanted);
    }

    #[test]
    fn items_without_ids_are_replaced_whole() {
        let one = json!({ "tender": { "submissionMethod": ["a"], "x": [{ "n": 1 }] } });
        let two = json!({ "tender": { "submissionMethod": ["b"], "x": [{ "n": 2 }] } });
        assert_eq!(compiled([&one, &two]), two);
    }
}
