//! Every operation that is not public refuses a stranger, and nothing can be forgotten: the walk
//! goes over the description.

use serde_json::{Value, json};

use crate::story;

/// What anybody may call. This list may shrink; growing it takes an ADR.
const OPEN_TO_ALL: &[&str] = &[
    "get_live",
    "get_ready",
    "get_time",
    "register_user",
    "verify_user",
    "set_password",
    "start_session",
    "refresh_session",
    "list_organisations",
    "get_organisation",
    "list_opportunities",
    "get_opportunity",
    "get_lot",
    "list_keys",
    "verify_receipt",
];

fn operations() -> Vec<(String, String, Value)> {
    let api = serde_json::to_value(guildhall::server::openapi()).unwrap();
    let mut all = Vec::new();
    for (path, item) in api["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            all.push((method.to_uppercase(), path.clone(), operation.clone()));
        }
    }
    all
}

fn is_open(operation: &Value) -> bool {
    OPEN_TO_ALL.contains(&operation["operationId"].as_str().unwrap())
}

/// A path with ids that name nothing.
fn filled(path: &str) -> String {
    let id = "0199b4f0-7c1e-7d3a-8f00-3b1d5c9e2a11";
    path.split('/')
        .map(|part| if part.starts_with('{') { id } else { part })
        .collect::<Vec<_>>()
        .join("/")
}

#[test]
fn security_is_described_where_it_is() {
    for (method, path, operation) in operations() {
        let secured = !operation["security"].as_array().unwrap().is_empty();
        assert_ne!(secured, is_open(&operation), "{method} {path}");
    }
}

story! {
    async fn a_stranger_gets_no_further_than_the_door(world) {
        for (method, path, operation) in operations() {
            if is_open(&operation) {
                continue;
            }
            let body = (method != "GET" && method != "DELETE").then(|| "{}".to_owned());
            let client = world.stranger().with("if-match", "\"1\"").with("idempotency-key", "k");
            let told = client.send(&method, &filled(&path), body).await;
            // A body that is not valid may be told so before anybody asks who sends it.
            assert!(matches!(told.status, 401 | 422), "{method} {path}: {} {}", told.status, told.text);
            assert!(told.status != 422 || operation["requestBody"].is_object(), "{method} {path}");
        }
        assert!(world.events().await.is_empty());
    }
}

story! {
    async fn an_id_that_names_nothing_is_not_found(world) {
        let ada = world.person("Ada").await;
        for (method, path, operation) in operations() {
            if is_open(&operation) || !path.contains('{') || method != "GET" {
                continue;
            }
            let told = ada.client().await.send(&method, &filled(&path), None).await;
            told.refused(404, "not-found");
            let odd = path.replace("{id}", "not-an-id").replace("{user_id}", "x");
            ada.client().await.send(&method, &odd, None).await.refused(404, "not-found");
        }
    }
}

story! {
    async fn what_the_framework_refuses_is_a_problem_too(world) {
        let stranger = world.stranger();
        stranger.get("/nowhere").await.refused(404, "not-found");
        let told = stranger.delete("/v1/users").await;
        told.refused(405, "method-not-allowed");
        assert_eq!(told.header("allow"), Some("POST"));
        stranger.send("POST", "/v1/users", Some("{".to_owned())).await.refused(400, "unparsable");
        let twice = r#"{"email":"a@b.example","email":"c@d.example"}"#.to_owned();
        stranger.send("POST", "/v1/users", Some(twice)).await.refused(400, "unparsable").says("stands twice");
        let deep = "[".repeat(10_000);
        stranger.send("POST", "/v1/users", Some(deep)).await.refused(400, "unparsable");
        let large = format!("\"{}\"", "x".repeat(10 << 20));
        stranger.send("POST", "/v1/users", Some(large)).await.refused(413, "too-large");
        let xml = stranger.clone().with("content-type", "text/xml");
        xml.send("POST", "/v1/users", Some("<a/>".to_owned())).await.refused(415, "unsupported-media-type");
        for (text, pointer) in [("\\u0000", "/full_name"), ("\\u200b", "/full_name"), ("\\u202e", "/full_name")] {
            let body = format!(r#"{{"email":"a@b.example","password":"three random words","full_name":"a{text}b"}}"#);
            let told = stranger.send("POST", "/v1/users", Some(body)).await;
            assert_eq!(told.refused(422, "invalid").pointers(), [pointer]);
        }
        let hostile = json!({ "email": "a@b.example", "password": "three random words", "full_name": "<b>'; drop table users; --" });
        stranger.post("/v1/users", hostile).await.is(201);
        assert_eq!(world.count("users"), 1);
    }
}
