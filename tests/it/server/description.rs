//! The published description is what the code says, and says enough.

use std::collections::BTreeSet;

use serde_json::Value;

fn described() -> Value {
    serde_json::to_value(guildhall::server::openapi()).unwrap()
}

#[test]
fn the_committed_description_is_what_the_binary_prints() {
    let printed = guildhall::server::openapi().to_pretty_json().unwrap() + "\n";
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi/guildhall.json");
    let committed = std::fs::read_to_string(path).unwrap();
    assert!(committed == printed, "run: cargo run -- openapi > openapi/guildhall.json");
}

/// Every operation, as `(method, path, operation)`.
fn operations(api: &Value) -> Vec<(String, String, Value)> {
    let mut all = Vec::new();
    for (path, item) in api["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            all.push((method.clone(), path.clone(), operation.clone()));
        }
    }
    all
}

#[test]
fn every_operation_says_what_it_is() {
    let mut ids = BTreeSet::new();
    for (method, path, operation) in operations(&described()) {
        let at = format!("{method} {path}");
        assert!(operation["summary"].as_str().is_some_and(|s| s.len() > 5), "{at}: summary");
        let id = operation["operationId"].as_str().unwrap_or_default().to_owned();
        assert!(id.contains('_'), "{at}: operation id {id:?}");
        assert!(ids.insert(id), "{at}: operation id stands twice");
        assert!(operation["tags"][0].is_string(), "{at}: tag");
        let responses = operation["responses"].as_object().unwrap();
        assert!(responses.keys().any(|s| s.starts_with('2')), "{at}: no success");
        for (status, response) in responses {
            assert!(
                response["description"].as_str().is_some_and(|d| !d.is_empty()),
                "{at} {status}"
            );
        }
    }
}

/// What a record demands, its description says: and nothing else says it.
#[test]
fn a_record_is_described_in_full() {
    let records = guildhall::server::operations();
    let all = operations(&described());
    assert_eq!(records.len(), all.len());
    for record in records {
        let described =
            |(_, _, operation): &&(String, String, Value)| operation["operationId"] == record.id;
        let (method, path, operation) = all.iter().find(described).unwrap();
        assert_eq!(
            (method.to_uppercase().as_str(), path.as_str()),
            (record.method.as_str(), record.path)
        );
        let asks = |name: &str| {
            let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
            parameters.iter().any(|one| one["name"] == name && one["required"] == true)
        };
        assert_eq!(asks("If-Match"), record.if_match, "{}", record.id);
        assert_eq!(operation["responses"]["428"].is_object(), record.if_match, "{}", record.id);
        assert_eq!(asks("Idempotency-Key"), record.keyed, "{}", record.id);
        assert_eq!(
            crate::world::is_open(operation),
            record.openness != guildhall::http::Openness::SignedIn,
            "{}",
            record.id
        );
        for (status, response) in operation["responses"].as_object().unwrap() {
            let refuses = status.starts_with(['4', '5']);
            let problem = &response["content"]["application/problem+json"]["schema"]["$ref"];
            assert_eq!(
                refuses,
                problem == "#/components/schemas/Problem",
                "{} {status}",
                record.id
            );
        }
    }
}

/// An answer with a secret is kept for no retry: its record says so, wherever the
/// operation itself stands.
#[test]
fn an_answer_with_a_secret_is_kept_nowhere() {
    let api = described();
    let records = guildhall::server::operations();
    let mut secrets = 0;
    for record in records.iter().filter(|record| record.method.writes()) {
        let operation = &api["paths"][record.path][record.method.as_str().to_lowercase()];
        let answers = operation["responses"].as_object().unwrap();
        let answers = answers.iter().filter(|(status, _)| status.starts_with('2'));
        let text: String = answers.map(|(_, answer)| answer.to_string()).collect();
        let names = text.split("#/components/schemas/").skip(1);
        let tells = names.map(|rest| rest.split('"').next().unwrap()).any(|name| {
            let fields = api["components"]["schemas"][name]["properties"].as_object();
            let secret = ["access_token", "refresh_token", "recovery_codes", "secret"];
            fields.is_some_and(|fields| secret.iter().any(|one| fields.contains_key(*one)))
        });
        assert!(!tells || record.secret, "{} keeps a secret for retries", record.id);
        secrets += usize::from(tells);
    }
    assert!(secrets >= 8, "{secrets}");
}

/// Two types of one name would be described as one.
#[test]
fn no_two_schemas_share_a_name() {
    let mut seen = std::collections::BTreeMap::new();
    for file in walk(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))) {
        let text = std::fs::read_to_string(&file).unwrap();
        for name in schema_names(&text) {
            let before = seen.insert(name.clone(), file.clone());
            assert!(before.is_none(), "{name} in {} and {before:?}", file.display());
        }
    }
    assert!(seen.len() > 60);
}

/// The names under which a file's types are described.
fn schema_names(text: &str) -> Vec<String> {
    let word =
        |rest: &str| rest.trim().chars().take_while(|c| c.is_alphanumeric()).collect::<String>();
    let mut names: Vec<String> = Vec::new();
    for part in text.split("words!(").skip(1) {
        let line = part.lines().find(|l| l.contains('{')).unwrap_or_default();
        names.push(word(line));
    }
    for part in text.split("ToSchema)]").skip(1) {
        let (head, _) = part.split_once(['{', ';']).unwrap_or((part, ""));
        let renamed = head.split_once("schema(as = ").map(|(_, rest)| word(rest));
        let own = head.split_once("pub struct ").or(head.split_once("pub enum "));
        names.push(renamed.or(own.map(|(_, rest)| word(rest))).unwrap());
    }
    names.retain(|name| !name.is_empty());
    names
}

fn walk(dir: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(walk(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            all.push(path);
        }
    }
    all
}

/// What holds every answer against its description finds a member too many, one too few, and a word
/// that is none of an enum's.
#[test]
fn what_is_not_described_is_found() {
    let api = described();
    let shape =
        &api["paths"]["/v1/me"]["get"]["responses"]["200"]["content"]["application/json"]["schema"];
    let place = serde_json::json!({ "organisation_id": "x", "kind": "supplier", "roles": ["owner"], "asleep": [], "unconfirmed": [] });
    let me = serde_json::json!({
        "id": "x", "email": "a@b.example", "full_name": "A", "administrator": false, "duties": [], "auditor": false,
        "second_factor": { "needed": false, "proved": false },
        "memberships": [place],
    });
    assert_eq!(crate::world::undescribed(&api, shape, &me), Vec::<String>::new());
    for (pointer, name, value) in [
        ("", "password_hash", serde_json::json!("x")),
        ("/memberships/0", "secret", serde_json::json!(1)),
        ("/memberships/0", "kind", serde_json::json!("bank")),
        ("", "email", Value::Null),
    ] {
        let mut wrong = me.clone();
        wrong.pointer_mut(pointer).unwrap()[name] = value;
        assert!(!crate::world::undescribed(&api, shape, &wrong).is_empty(), "{name}");
    }
}
