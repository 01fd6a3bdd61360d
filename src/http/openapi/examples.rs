//! An example for every request body, put together from the examples of its fields.

use serde_json::{Map, Value, json};
use utoipa::openapi::{OpenApi, RefOr};

use super::parameters::EXAMPLE_ID;

/// How deep references and fields are followed; no body is deeper.
const DEPTH: usize = 24;

/// Adds an example to every request body of JSON that has none.
pub fn add(api: &mut OpenApi) {
    let Ok(components) = serde_json::to_value(&api.components) else { return };
    let Some(schemas) = components.get("schemas") else { return };
    for item in api.paths.paths.values_mut() {
        let operations = [&mut item.post, &mut item.put, &mut item.patch];
        for operation in operations.into_iter().flatten() {
            let Some(RefOr::T(body)) = operation.request_body.as_mut() else { continue };
            for (media_type, content) in &mut body.content {
                let RefOr::T(content) = content else { continue };
                if media_type.ends_with("json") && content.example.is_none() {
                    let schema = serde_json::to_value(&content.schema).unwrap_or_default();
                    content.example = example(&schema, schemas, DEPTH);
                }
            }
        }
    }
}

/// An example of a schema: its own, or one of its parts. `None` where nothing is known: an optional
/// field is then left out.
fn example(schema: &Value, schemas: &Value, depth: usize) -> Option<Value> {
    let depth = depth.checked_sub(1)?;
    let own = schema.get("example").or_else(|| schema["examples"].as_array()?.first());
    if let Some(own) = own {
        return Some(own.clone());
    }
    if let Some(reference) = schema["$ref"].as_str() {
        return example(&schemas[reference.rsplit('/').next()?], schemas, depth);
    }
    for parts in ["oneOf", "anyOf"] {
        if let Some(parts) = schema[parts].as_array() {
            let mut parts = parts.iter().filter(|part| part["type"] != "null");
            return parts.find_map(|part| example(part, schemas, depth));
        }
    }
    if let Some(parts) = schema["allOf"].as_array() {
        let parts = parts.iter().filter_map(|part| example(part, schemas, depth));
        let fields = parts.filter_map(|part| part.as_object().cloned()).flatten();
        return Some(Value::Object(fields.chain(fields_of(schema, schemas, depth)).collect()));
    }
    if let Some(word) = schema["enum"].as_array().and_then(|words| words.first()) {
        return Some(word.clone());
    }
    match (kind(schema)?, schema["format"].as_str()) {
        ("object", _) => Some(Value::Object(fields_of(schema, schemas, depth))),
        ("array", _) => {
            let item = example(&schema["items"], schemas, depth);
            Some(item.map_or_else(|| json!([]), |item| json!([item])))
        }
        ("boolean", _) => Some(json!(true)),
        ("string", Some("uuid")) => Some(json!(EXAMPLE_ID)),
        ("string", Some("date-time")) => Some(json!("2026-10-01T12:00:00Z")),
        ("string", Some("date")) => Some(json!("2026-10-01")),
        _ => None,
    }
}

/// The fields of an object. A field that has to be there and has no example gets a usual one.
fn fields_of(schema: &Value, schemas: &Value, depth: usize) -> Map<String, Value> {
    let required = |name: &str| {
        let mut all = schema["required"].as_array().into_iter().flatten();
        all.any(|one| one == name)
    };
    let fields = schema["properties"].as_object().into_iter().flatten();
    let fields = fields.filter_map(|(name, field)| {
        let needed = required(name);
        let found = example(field, schemas, depth);
        let found = found.or_else(|| needed.then(|| json!(usual(name))))?;
        let empty = found.as_array().is_some_and(Vec::is_empty);
        (needed || !empty).then(|| (name.clone(), found))
    });
    fields.collect()
}

/// What a text of this name could say.
fn usual(name: &str) -> &'static str {
    match name {
        "name" => "Otter Analytics",
        "full_name" => "Ada Lovelace",
        "title" => "Sensors in storm drains",
        "reason" => "The site visit was moved by a week.",
        "part" => "Installs and maintains the sensors.",
        "token" | "refresh_token" => "q7Yv0xW3hV6bB5nZkTq1mJ8sRdLpXfUe4GaHcNi2oMw",
        _ => "A few sentences, as the field's description says.",
    }
}

/// The type of a schema, `null` aside.
fn kind(schema: &Value) -> Option<&str> {
    let all = schema["type"].as_array();
    let several =
        all.and_then(|all| all.iter().filter_map(Value::as_str).find(|kind| *kind != "null"));
    schema["type"].as_str().or(several)
}
