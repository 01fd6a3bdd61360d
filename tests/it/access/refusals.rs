//! Every operation that is not public refuses a stranger, and nothing can be forgotten: the walk
//! goes over the description.

use serde_json::{Value, json};

use crate::story;

/// What anybody may call. This list may shrink; growing it takes an ADR.
const OPEN_TO_ALL: &[&str] = &[
    "get_live",
    "get_contract",
    "list_contracts",
    "get_ready",
    "get_time",
    "register_user",
    "verify_user",
    "set_password",
    "reset_password",
    "resend_verification",
    "confirm_email",
    "undo_email",
    "list_token_keys",
    "start_session",
    "refresh_session",
    "finish_session",
    "challenge_sign_in",
    "start_session_by_passkey",
    "begin_oidc_session",
    "complete_oidc_session",
    "list_organisations",
    "get_organisation",
    "decline_invitation",
    "list_capability_categories",
    "get_capability_category",
    "list_terms",
    "get_terms",
    "list_suppliers",
    "get_supplier",
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
fn filled(method: &str, path: &str) -> String {
    let id = "0199b4f0-7c1e-7d3a-8f00-3b1d5c9e2a11";
    let uploads = method == "POST" && path.ends_with("/documents");
    let query = if path.ends_with("/eligibility") { "?organisation_id=" } else { "" };
    let query = if uploads { "?name=a.pdf&title=" } else { query };
    let parts = path.split('/').map(|part| if part.starts_with('{') { id } else { part });
    let path = parts.collect::<Vec<_>>().join("/");
    if query.is_empty() { path } else { format!("{path}{query}{id}") }
}

#[test]
fn security_is_described_where_it_is() {
    for (method, path, operation) in operations() {
        let secured = !crate::world::is_open(&operation);
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
            let told = client.send(&method, &filled(&method, &path), body).await;
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
            let told = ada.client().await.send(&method, &filled(&method, &path), None).await;
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
        stranger.send("POST", "/v1/users", Some(twice)).await.refused(400, "unparsable").says("appears twice");
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

/// What people type to see whether it breaks: SQL, markup, templates, right-to-left, emoji.
const HOSTILE: &str = "'; drop table lots; -- <script>alert(1)</script> {{7*7}} ${x} مرحبا \u{1F469}\u{200D}\u{1F680} %00 ../../etc";

story! {
    async fn hostile_words_are_words_wherever_they_are_typed(world) {
        let camden = world.public_body("Camden").await;
        let otter = world.supplier("Otter").await;
        otter.owner.put(&format!("/v1/organisations/{}/interests", otter.id), json!({ "themes": ["parks"] })).await.is(200);
        let mut notice = crate::world::notices::procurement(&camden.id);
        for field in ["title", "summary", "description"] {
            notice[field] = json!(HOSTILE);
        }
        let lot = &mut notice["lots"][0];
        for (pointer, words) in [("/title", HOSTILE), ("/description", HOSTILE), ("/questions/0/prompt", HOSTILE), ("/criteria/0/name", HOSTILE), ("/criteria/0/guidance", HOSTILE)] {
            *lot.pointer_mut(pointer).unwrap() = json!(words);
        }
        let published = camden.publishes(notice).await;
        let shown = world.public(&format!("/v1/opportunities/{}", published.id())).await;
        assert_eq!((&shown["title"], &shown["description"]), (&json!(HOSTILE), &json!(HOSTILE)));
        assert_eq!(shown["lots"][0]["questions"][0]["prompt"], HOSTILE);
        assert_eq!(shown["lots"][0]["criteria"][0]["guidance"], HOSTILE);
        let lot = shown["lots"][0]["id"].as_str().unwrap().to_owned();
        let mail = world.letters_to(&otter.owner.email).await.pop().unwrap();
        let (plain, html) = mail.split_once("text/html").unwrap();
        assert!(plain.contains("<script>alert(1)") && !html.contains("<script>"), "{html}");

        let started = otter.bidder.post(&format!("/v1/lots/{lot}/bids"), json!({ "organisation_id": otter.id })).await;
        let path = format!("/v1/bids/{}", started.is(201).id());
        let answer = json!({ "answers": [{ "question_key": "approach", "text": HOSTILE }] });
        let edited = otter.bidder.patch(&path, &started.etag(), answer).await;
        assert_eq!(edited.is(200)["answers"][0]["text"], HOSTILE);
        let typed = serde_urlencoded::to_string([("q", HOSTILE)]).unwrap();
        for query in [typed, "q=%27%22%29%3B--".to_owned(), "q=NEAR(a%20b)*%20OR%20title:x".to_owned()] {
            world.public(&format!("/v1/opportunities?{query}")).await.is(200);
        }
        assert_eq!(world.count("lots"), 1);
    }
}

story! {
    async fn numbers_that_are_none_are_refused_in_their_place(world) {
        let camden = world.public_body("Camden").await;
        let post = |value: &str| {
            let body = format!(r#"{{"organisation_id":"{}","kind":"challenge","title":"T","lots":[{{"title":"L","value":{value}}}]}}"#, camden.id);
            let camden = &camden;
            async move { camden.author.client().await.send("POST", "/v1/opportunities", Some(body)).await }
        };
        for (value, status) in [
            (r#"{"amount":1,"currency":"GBP"}"#, 422), (r#"{"amount":"1e3","currency":"GBP"}"#, 422), (r#"{"amount":"99999999999999999999","currency":"GBP"}"#, 422),
            (r#"{"amount":"NaN","currency":"GBP"}"#, 422), (r#"{"amount":"-0.01","currency":"GBP"}"#, 422), (r#"{"amount":"0.001","currency":"GBP"}"#, 422),
            (r#"{"amount":"1","currency":"XXX"}"#, 422), (r#"{"amount":123456789012345678901234567890,"currency":"GBP"}"#, 422), ("1e999", 400),
            (r#"{"amount":"1","currency":"GBP","currency":"EUR"}"#, 400), ("[[[[1]]]]", 422), ("null", 201),
        ] {
            let told = post(value).await;
            told.is(status);
            assert!(status != 422 || told.pointers().iter().all(|p| p.starts_with("/lots/0/value")), "{value}: {}", told.text);
        }
        for at in ["2026-10-01", "2026-10-01T12:00:00", "2026-02-30T12:00:00Z", "2026-10-01T25:00:00Z", "10000-01-01T00:00:00Z", "2026-10-01T12:00:00+99:00", "2026-10-01T12:00:00[Mars/Olympus]"] {
            let body = json!({ "organisation_id": camden.id, "kind": "challenge", "title": "T", "lots": [{ "title": "L", "submissions_close_at": at }] });
            assert_eq!(camden.author.post("/v1/opportunities", body).await.refused(422, "invalid").pointers(), ["/lots/0/submissions_close_at"], "{at}");
        }
        let long = json!({ "organisation_id": camden.id, "kind": "challenge", "title": "x".repeat(201), "summary": "x".repeat(601), "lots": [{ "title": "L", "description": "x".repeat(10_001) }] });
        assert_eq!(camden.author.post("/v1/opportunities", long).await.refused(422, "invalid").pointers(), ["/lots/0/description", "/summary", "/title"]);
    }
}

story! {
    /// SAFETY D15: a cursor goes on in the list that made it and nowhere else, and nobody makes one.
    async fn a_cursor_of_another_list_or_a_made_up_one_is_refused(world) {
        use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as TEXT};
        let auditor = world.auditor().await;
        for _ in 0..3 {
            crate::accounts::passwords::signs_in(&world, &auditor.email, crate::accounts::passwords::OLD).await.is(201);
        }
        let made = auditor.get("/v1/me/sessions?limit=1").await;
        let foreign = made.is(200)["next"].as_str().unwrap().to_owned();
        auditor.get(&format!("/v1/me/sessions?limit=1&cursor={foreign}")).await.is(200);
        let own = String::from_utf8(TEXT.decode(&foreign).unwrap()).unwrap();
        let (proof, _) = own.split_once(':').unwrap();
        let elsewhere = TEXT.encode(format!("{proof}:0199b4f0-7c1e-7d3a-8f00-3b1d5c9e2a11"));
        auditor.get(&format!("/v1/me/sessions?limit=1&cursor={elsewhere}")).await.refused(400, "bad-parameter");
        let api = serde_json::to_value(guildhall::server::openapi()).unwrap();
        let mut lists = 0;
        for (path, item) in api["paths"].as_object().unwrap() {
            let parameters = item["get"]["parameters"].as_array().cloned().unwrap_or_default();
            if path == "/v1/me/sessions" || parameters.iter().all(|p| p["name"] != "cursor") {
                continue;
            }
            lists += 1;
            let path = filled("GET", path);
            for cursor in [foreign.as_str(), elsewhere.as_str(), "nonsense", &TEXT.encode(":"), &TEXT.encode("x"), "%00"] {
                let told = auditor.get(&format!("{path}?cursor={cursor}")).await;
                assert_eq!(told.status, 400, "{path} {cursor}: {}", told.text);
            }
        }
        assert!(lists >= 6, "{lists}");
    }
}
