//! JSON schemas as tables of fields.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::prose::{Names, escaped, schema_address};

/// How deep the fields of objects without a name of their own are followed.
const DEPTH: usize = 4;

/// As many values of an enum stand beside a field; more stand at the enum.
const FEW: usize = 8;

/// One row of a table of fields. Types and descriptions are HTML.
pub struct Field {
    pub name: String,
    pub kind: String,
    pub required: bool,
    pub about: String,
}

/// A schema that has a name.
pub struct Named {
    pub name: String,
    pub kind: String,
    pub about: String,
    pub fields: Vec<Field>,
    /// Operations and schemas that have it, as links.
    pub users: Vec<String>,
    /// What the search looks through.
    pub words: String,
}

/// The schemas of the description.
pub struct Schemas<'a> {
    pub all: &'a Map<String, Value>,
    pub names: &'a Names,
}

impl Schemas<'_> {
    pub fn named(&self) -> Vec<Named> {
        self.all.iter().map(|(name, schema)| self.describe(name, schema)).collect()
    }

    fn describe(&self, name: &str, schema: &Value) -> Named {
        let about = text(&schema["description"]);
        let fields = self.fields(schema);
        let field_names = fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>();
        let words = format!("{name} {about} {}", field_names.join(" ")).to_lowercase();
        // A description with a line for each value has listed them.
        let most = if about.contains("\n- `") { 0 } else { usize::MAX };
        let facts = self.facts(schema, most);
        Named {
            name: name.to_owned(),
            kind: self.kind(schema),
            about: self.names.paragraphs(about) + &paragraph(&facts),
            users: Vec::new(),
            fields,
            words,
        }
    }

    /// The type, as HTML.
    pub fn kind(&self, schema: &Value) -> String {
        if let Some(name) = reference(schema) {
            return link(name);
        }
        for (parts, between) in [("oneOf", " or "), ("anyOf", " or "), ("allOf", " and ")] {
            if let Some(parts) = schema[parts].as_array() {
                let kinds: Vec<_> = parts.iter().map(|part| self.kind(part)).collect();
                return kinds.join(between);
            }
        }
        let several = schema["type"].as_array();
        let kinds = several
            .map_or_else(|| vec![text(&schema["type"])], |all| all.iter().map(text).collect());
        let kinds: Vec<_> = kinds.into_iter().map(|kind| self.simple(kind, schema)).collect();
        kinds.join(" or ")
    }

    fn simple(&self, kind: &str, schema: &Value) -> String {
        match (kind, schema["format"].as_str()) {
            ("array", _) => format!("list of {}", self.kind(&schema["items"])),
            ("object", _) if schema["additionalProperties"].is_object() => {
                format!("map to {}", self.kind(&schema["additionalProperties"]))
            }
            ("string", Some(format)) => format!("string ({})", escaped(format)),
            ("", _) => "any".to_owned(),
            _ => escaped(kind),
        }
    }

    /// The fields of an object: its own, those of the schemas that it is put together of, and those
    /// of objects in it that have no name.
    pub fn fields(&self, schema: &Value) -> Vec<Field> {
        self.fields_in(schema, "", DEPTH)
    }

    fn fields_in(&self, schema: &Value, within: &str, depth: usize) -> Vec<Field> {
        let Some(deeper) = depth.checked_sub(1) else { return Vec::new() };
        let mut all = Vec::new();
        for part in schema["allOf"].as_array().into_iter().flatten() {
            all.extend(self.fields_in(self.target(part), within, deeper));
        }
        let required = |name: &str| list(&schema["required"]).any(|one| one == name);
        for (name, field) in schema["properties"].as_object().into_iter().flatten() {
            let path = format!("{within}{name}");
            all.push(Field {
                name: path.clone(),
                kind: self.kind(field),
                required: required(name),
                about: self.about(field),
            });
            let (nameless, step) = nameless(field);
            all.extend(self.fields_in(nameless, &format!("{path}{step}"), deeper));
        }
        all
    }

    /// The description of a field or parameter with its bounds, as HTML.
    pub fn about(&self, schema: &Value) -> String {
        let own = text(&schema["description"]);
        let about = if own.is_empty() { text(&value(schema)["description"]) } else { own };
        self.names.paragraphs(about) + &paragraph(&self.facts(schema, FEW))
    }

    /// The schema that a reference names, or the schema itself.
    pub fn target<'s>(&'s self, schema: &'s Value) -> &'s Value {
        reference(schema).and_then(|name| self.all.get(name)).unwrap_or(schema)
    }

    /// Values, bounds, default and example of a schema, in sentences of HTML. Those of a named text,
    /// number or list stand where it is used, too.
    fn facts(&self, schema: &Value, most: usize) -> Vec<String> {
        let schema = self.target(value(schema));
        let mut all = Vec::new();
        let values: Vec<_> = list(&schema["enum"]).map(literal).collect();
        if values.len() > most {
            all.push(format!("One of {} values.", values.len()));
        } else if !values.is_empty() {
            all.push(format!("One of {}.", values.join(", ")));
        }
        let span = |least: &str, most: &str, of: &str| between(&schema[least], &schema[most], of);
        all.extend(span("minLength", "maxLength", " characters"));
        all.extend(span("minItems", "maxItems", " items"));
        all.extend(span("minimum", "maximum", ""));
        if let Some(pattern) = schema["pattern"].as_str() {
            all.push(format!("Matches <code>{}</code>.", escaped(pattern)));
        }
        if !schema["default"].is_null() {
            all.push(format!("Default {}.", literal(&schema["default"])));
        }
        let example = schema.get("example").or_else(|| schema["examples"].get(0));
        all.extend(example.map(|example| format!("Example {}.", literal(example))));
        if schema["type"] == "array" {
            let each = self.facts(&schema["items"], most);
            all.extend((!each.is_empty()).then(|| format!("Each: {}", each.join(" "))));
        }
        all
    }
}

/// The schemas that a part of the description refers to.
pub fn referred(part: &Value) -> BTreeSet<&str> {
    let inner: Vec<&Value> = match part {
        Value::Object(members) => members.values().collect(),
        Value::Array(all) => all.iter().collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    };
    inner.into_iter().flat_map(referred).chain(reference(part)).collect()
}

pub fn reference(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.rsplit('/').next()
}

pub fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

pub fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

pub fn link(name: &str) -> String {
    format!("<a href=\"{}\">{}</a>", schema_address(name), escaped(name))
}

/// A schema without the choice of `null`.
fn value(schema: &Value) -> &Value {
    list(&schema["oneOf"]).find(|part| part["type"] != "null").unwrap_or(schema)
}

/// The object without a name that a field holds, alone or in a list, and the step to its fields.
fn nameless(field: &Value) -> (&Value, &'static str) {
    let field = value(field);
    if field["items"].is_object() { (value(&field["items"]), "[].") } else { (field, ".") }
}

fn between(least: &Value, most: &Value, of: &str) -> Option<String> {
    match (least.is_null(), most.is_null()) {
        (true, true) => None,
        (false, true) => Some(format!("At least {least}{of}.")),
        (true, false) => Some(format!("At most {most}{of}.")),
        (false, false) if least == most => Some(format!("Exactly {least}{of}.")),
        (false, false) => Some(format!("{least} to {most}{of}.")),
    }
}

fn paragraph(sentences: &[String]) -> String {
    if sentences.is_empty() { String::new() } else { format!("<p>{}</p>", sentences.join(" ")) }
}

fn literal(value: &Value) -> String {
    let shown = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    format!("<code>{}</code>", escaped(&shown))
}
