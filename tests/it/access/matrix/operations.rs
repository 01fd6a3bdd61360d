//! The operations of the description, and how they are asked for.

use serde_json::Value;

use crate::world::{Person, Told};

/// An id that names nothing.
pub const NOWHERE: &str = "0199b4f0-7c1e-7d3a-8f00-3b1d5c9e2a11";

pub struct Operation {
    pub method: String,
    pub path: String,
    pub id: String,
    pub has_body: bool,
}

/// Operations on the caller's own account alone: there is nobody else's to ask for.
pub const OWN: &[&str] = &[
    "change_email",
    "change_password",
    "close_me",
    "export_me",
    "step_up",
    "challenge_step_up",
    "add_totp",
    "confirm_totp",
    "remove_totp",
    "renew_recovery_codes",
    "challenge_passkey",
    "add_passkey",
    "remove_passkey",
];

/// Every operation but the public ones and the end of the caller's session.
pub fn operations() -> Vec<Operation> {
    let api = serde_json::to_value(guildhall::server::openapi()).unwrap();
    let mut all = Vec::new();
    for (path, item) in api["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap().to_owned();
            if !is_public(path, operation) && id != "end_session" {
                let has_body = operation["requestBody"].is_object();
                let (method, path) = (method.to_uppercase(), path.clone());
                all.push(Operation { method, path, id, has_body });
            }
        }
    }
    all
}

fn is_public(path: &str, operation: &Value) -> bool {
    crate::world::is_open(operation) && !path.contains('{')
}

/// A path with a value for each of its parameters; none where one has no value.
pub fn filled(template: &str, value: impl Fn(&str) -> Option<String>) -> Option<String> {
    let part = |part: &str| match part.strip_prefix('{') {
        Some(name) => value(name.trim_end_matches('}')),
        None => Some(part.to_owned()),
    };
    Some(template.split('/').map(part).collect::<Option<Vec<_>>>()?.join("/"))
}

/// The same path over ids that name nothing.
pub fn nowhere(template: &str) -> String {
    let value = |name: &str| match name {
        "version" => "9",
        "code" => "nothing",
        _ => NOWHERE,
    };
    filled(template, |name| Some(value(name).to_owned())).unwrap()
}

pub async fn ask(
    person: &Person<'_>,
    operation: &Operation,
    path: &str,
    body: Option<String>,
) -> Told {
    // A version that nobody has seen: who may act is told so (412), and nothing is changed.
    let client = person.client().await.with("if-match", "\"99999\"");
    let key = guildhall::kernel::Id::<()>::new().to_string();
    client.with("idempotency-key", &key).send(&operation.method, path, body).await
}
