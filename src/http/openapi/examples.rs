//! An example for every request body, put together from the examples of its fields.

use serde_json::{Map, Value, json};
use utoipa::openapi::{OpenApi, RefOr};

use super::parameters::EXAMPLE_ID;

/// How deep fields are followed; no body is deeper.
const DEPTH: usize = 8;

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

/// An example of a schema: its own, or one of its parts. `None` where nothing is known: the field
/// is left out, which only an optional one can be.
fn example(schema: &Value, schemas: &Value, depth: usize) -> Option<Value> {
    let depth = depth.checked_sub(1)?;
    if let Some(own) = schema.get("example") {
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
        return parts.iter().find_map(|part| example(part, schemas, depth));
    }
    if let Some(word) = schema["enum"].as_array().and_then(|words| words.first()) {
        return Some(word.clone());
    }
    let required = |name: &str| {
        let all = schema["required"].as_array().into_iter().flatten();
        all.into_iter().any(|one| one == name)
    };
    match (kind(schema)?, schema["format"].as_str()) {
        ("object", _) => {
            let fields = schema["properties"].as_object()?.iter();
            let fields = fields.filter_map(|(name, field)| {
                let value = example(field, schemas, depth)?;
                let empty = value.as_array().is_some_and(Vec::is_empty);
                (required(name) || !empty).then(|| (name.clone(), value))
            });
            Some(Value::Object(fields.collect::<Map<_, _>>()))
        }
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

/// The type of a schema, `null` aside.
fn kind(schema: &Value) -> Option<&str> {
    let all = schema["type"].as_array();
    let several =
        all.and_then(|all| all.iter().filter_map(Value::as_str).find(|kind| *kind != "null"));
    schema["type"].as_str().or(several)
}
