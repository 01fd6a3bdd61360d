//! A client that checks what it is told against the published description.

use std::{
    collections::BTreeMap,
    ops::Index,
    sync::{Arc, Mutex, OnceLock},
};

use serde_json::Value;

use super::writes;

/// What the server answered.
#[derive(Debug, Clone)]
pub struct Told {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Value,
    pub text: String,
    pub raw: Vec<u8>,
    asked: String,
}

impl Told {
    /// Asserts the status.
    #[track_caller]
    pub fn is(&self, status: u16) -> &Self {
        assert_eq!(self.status, status, "{}: {}", self.asked, self.text);
        self
    }

    /// Asserts a refusal of a kind.
    #[track_caller]
    pub fn refused(&self, status: u16, slug: &str) -> &Self {
        self.is(status);
        assert_eq!(self.body["type"], format!("/docs/problems/{slug}"), "{}", self.text);
        assert!(self.body["instance"].is_string(), "no instance: {}", self.text);
        self
    }

    #[track_caller]
    pub fn says(&self, words: &str) -> &Self {
        assert!(self.text.contains(words), "{words:?} is not in {}", self.text);
        self
    }

    /// The places of all faults, sorted.
    pub fn pointers(&self) -> Vec<String> {
        let errors = self.body["errors"].as_array().cloned().unwrap_or_default();
        let mut all: Vec<_> =
            errors.iter().map(|e| e["pointer"].as_str().unwrap().to_owned()).collect();
        all.sort();
        all
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    #[track_caller]
    pub fn etag(&self) -> String {
        self.header("etag").unwrap_or_else(|| panic!("no ETag: {}", self.asked)).to_owned()
    }

    #[track_caller]
    pub fn id(&self) -> String {
        self.body["id"].as_str().unwrap_or_else(|| panic!("no id: {}", self.text)).to_owned()
    }
}

impl Index<&str> for Told {
    type Output = Value;

    fn index(&self, member: &str) -> &Value {
        &self.body[member]
    }
}

/// A request in the making.
#[derive(Clone)]
pub struct Client {
    base: String,
    headers: Vec<(String, String)>,
}

impl Client {
    pub fn new(base: &str) -> Self {
        Self { base: base.to_owned(), headers: Vec::new() }
    }

    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub async fn get(&self, path: &str) -> Told {
        self.send("GET", path, None).await
    }

    pub async fn delete(&self, path: &str) -> Told {
        self.send("DELETE", path, None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Told {
        self.send("POST", path, Some(body.to_string())).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Told {
        self.send("PUT", path, Some(body.to_string())).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Told {
        self.send("PATCH", path, Some(body.to_string())).await
    }

    /// Sends a body as it is, well-formed or not.
    pub async fn send(&self, method: &str, path: &str, body: Option<String>) -> Told {
        self.send_bytes(method, path, body.map(String::into_bytes)).await
    }

    /// Sends a file as it is.
    pub async fn send_bytes(&self, method: &str, path: &str, body: Option<Vec<u8>>) -> Told {
        let method_name: awc::http::Method = method.parse().unwrap();
        let client = awc::Client::builder().timeout(std::time::Duration::from_mins(1));
        let client = client.disable_redirects().finish();
        let mut request = client.request(method_name, format!("{}{path}", self.base));
        for (name, value) in &self.headers {
            request = request.insert_header((name.as_str(), value.as_str()));
        }
        let sent = match body {
            Some(body) if self.headers.iter().any(|(n, _)| n == "content-type") => {
                request.send_body(body)
            }
            Some(body) => {
                request.insert_header(("content-type", "application/json")).send_body(body)
            }
            None => request.send(),
        };
        let mut response = sent.await.unwrap_or_else(|e| panic!("{method} {path}: {e}"));
        let bytes = response.body().limit(8 << 20).await.unwrap();
        let raw = bytes.to_vec();
        let text = String::from_utf8_lossy(&raw).into_owned();
        let headers = response.headers().iter();
        let headers =
            headers.map(|(n, v)| (n.to_string(), v.to_str().unwrap().to_owned())).collect();
        let told = Told {
            status: response.status().as_u16(),
            headers,
            body: serde_json::from_str(&text).unwrap_or(Value::Null),
            text,
            raw,
            asked: format!("{method} {path}"),
        };
        keeps_the_contract(method, path, &told);
        let write = writes::Write {
            method: method.to_owned(),
            path: path.to_owned(),
            status: told.status,
            request_id: told.header("x-request-id").unwrap_or_default().to_owned(),
            keyed: self.headers.iter().any(|(n, _)| n == "idempotency-key"),
        };
        writes::record(&self.base, write);
        told
    }
}

/// Every answer of a described operation has a status that its description names, and every
/// refusal is a problem with the headers that all answers have.
fn keeps_the_contract(method: &str, path: &str, told: &Told) {
    static API: OnceLock<Value> = OnceLock::new();
    let api = API.get_or_init(|| serde_json::to_value(guildhall::server::openapi()).unwrap());
    let path = path.split('?').next().unwrap();
    for name in [
        "x-content-type-options",
        "content-security-policy",
        "referrer-policy",
        "x-request-id",
        "cache-control",
    ] {
        assert!(told.header(name).is_some(), "{method} {path}: no {name}");
    }
    if method != "OPTIONS" && !path.starts_with("/health/") {
        for name in ["ratelimit", "ratelimit-policy"] {
            assert!(told.header(name).is_some(), "{method} {path}: no {name}");
        }
    }
    // No answer sets a cookie: tokens travel in headers of their own (SAFETY E17).
    assert_eq!(told.header("set-cookie"), None, "{method} {path}");
    if told.status >= 400 {
        assert!(told.header("content-type").unwrap().starts_with("application/problem+json"));
        for member in ["type", "title", "status", "detail", "instance"] {
            assert!(!told.body[member].is_null(), "no {member}: {}", told.text);
        }
        for leak in ["select ", "insert into", "/src/", "panicked", "diesel", "sqlite"] {
            assert!(!told.text.to_lowercase().contains(leak), "{leak}: {}", told.text);
        }
    }
    let paths = api["paths"].as_object().unwrap();
    let Some(item) = paths.iter().find(|(template, _)| fits(template, path)).map(|(_, i)| i) else {
        return;
    };
    let operation = &item[method.to_lowercase()];
    if operation.is_object() {
        let named = &operation["responses"][told.status.to_string()];
        let known = !named.is_null() || told.status == 304;
        assert!(
            known,
            "{method} {path} answered {}, which its description does not name: {}",
            told.status, told.text
        );
        carries_its_headers(named, told);
        if told.status >= 400 {
            let problem = &api["components"]["schemas"]["Problem"]["properties"];
            let unknown =
                told.body.as_object().unwrap().keys().find(|name| problem[*name].is_null());
            assert_eq!(
                unknown, None,
                "{}: a member that no description has: {}",
                told.asked, told.text
            );
        }
        let shape = &named["content"]["application/json"]["schema"];
        if told.status < 300 && !shape.is_null() {
            let wrong = undescribed(api, shape, &told.body);
            assert!(wrong.is_empty(), "{}: {wrong:?}: {}", told.asked, told.text);
        }
    }
}

/// Whether anybody may ask: a description without security, or with security that may be left out.
pub fn is_open(operation: &Value) -> bool {
    let security = operation["security"].as_array().unwrap();
    security.is_empty() || security.contains(&serde_json::json!({}))
}

/// The headers that tell something of the answer are those of its description (SAFETY D5).
fn carries_its_headers(named: &Value, told: &Told) {
    for header in ["ETag", "Location", "Retry-After", "Content-Disposition", "WWW-Authenticate"] {
        let described = named["headers"][header].is_object();
        if told.status == 304 && header == "Content-Disposition" {
            continue;
        }
        let carried = told.header(&header.to_lowercase()).is_some();
        assert_eq!(carried, described, "{} answered {}: {header}", told.asked, told.status);
    }
}

/// Where a body says what its described shape does not (SAFETY D5).
pub fn undescribed(api: &Value, shape: &Value, body: &Value) -> Vec<String> {
    static SHAPES: Mutex<BTreeMap<String, Arc<jsonschema::Validator>>> =
        Mutex::new(BTreeMap::new());
    let made = || {
        let mut schema = shape.clone();
        schema["components"] = serde_json::json!({ "schemas": api["components"]["schemas"] });
        let parts = parts_of(&schema);
        close(&mut schema);
        // What stands flat inside another is closed by neither alone.
        for part in parts {
            if let Some(part) = schema["components"]["schemas"][&part].as_object_mut() {
                part.remove("additionalProperties");
            }
        }
        Arc::new(jsonschema::validator_for(&schema).unwrap())
    };
    let name = shape.to_string();
    let validator = Arc::clone(SHAPES.lock().unwrap().entry(name).or_insert_with(made));
    validator.iter_errors(body).map(|e| format!("{}: {e}", e.instance_path())).collect()
}

/// The shapes that others are put together of.
fn parts_of(schema: &Value) -> Vec<String> {
    let inner: Vec<&Value> = match schema {
        Value::Object(members) => members.values().collect(),
        Value::Array(all) => all.iter().collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    };
    let mut parts: Vec<String> = inner.into_iter().flat_map(parts_of).collect();
    for part in schema["allOf"].as_array().into_iter().flatten() {
        let name = part["$ref"].as_str().and_then(|path| path.rsplit('/').next());
        parts.extend(name.map(str::to_owned));
    }
    parts
}

/// Every object that names its members takes no others.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if members.get("properties").is_some_and(Value::is_object) {
                members.entry("additionalProperties").or_insert(Value::Bool(false));
            }
            for (name, inner) in members.iter_mut() {
                // Not each part of what is put together: the whole is what is closed.
                if name != "allOf" {
                    close(inner);
                }
            }
        }
        Value::Array(all) => all.iter_mut().for_each(close),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn fits(template: &str, path: &str) -> bool {
    let (template, path): (Vec<_>, Vec<_>) =
        (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len()
        && template.iter().zip(path).all(|(t, p)| t.starts_with('{') || *t == p)
}
