//! How much anybody may ask for (SAFETY I11).

use serde_json::{Value, json};

use crate::world::{
    World,
    notices::{lot_id, procurement},
};

/// What remains of the limit that an answer names.
fn remains(told: &crate::world::Told, policy: &str) -> u32 {
    let said = told.header("ratelimit").unwrap();
    let rest = said.strip_prefix(&format!("\"{policy}\";r=")).unwrap_or_else(|| panic!("{said}"));
    rest.split(';').next().unwrap().parse().unwrap()
}

#[actix_web::test]
async fn a_person_and_an_address_are_counted_apart_and_told_how_much_remains() {
    let world = World::with("request_limit = \"6/PT1M\"\nrequest_limit_address = \"30/PT1M\"");
    let (ada, eve) = (world.person("Ada").await, world.person("Eve").await);
    for left in (0..5).rev() {
        let told = ada.get("/v1/me").await;
        assert_eq!((told.status, remains(&told, "person")), (200, left));
        assert_eq!(told.header("ratelimit-policy"), Some("\"person\";q=6;w=60"));
    }
    let held = ada.get("/v1/me").await;
    held.refused(429, "too-many-requests");
    assert_eq!(held.header("retry-after"), Some("11"));
    assert_eq!(held.header("ratelimit"), Some("\"person\";r=0;t=11"));
    // A large body that is refused unread does not keep its sender from seeing why.
    ada.post("/v1/me/email", json!({ "x": "x".repeat(60_000) }))
        .await
        .refused(429, "too-many-requests");

    eve.get("/v1/me").await.is(200);
    let open = world.stranger().get("/v1/opportunities").await;
    assert_eq!(open.is(200).header("ratelimit-policy"), Some("\"address\";q=30;w=60"));
    // Framework refusals and refused tokens say it too.
    for (told, status) in [
        (world.stranger().get("/nowhere").await, 404),
        (world.stranger().delete("/v1/users").await, 405),
        (world.stranger().get("/v1/me").await, 401),
    ] {
        assert_eq!(told.status, status);
        assert!(told.header("ratelimit").unwrap().starts_with("\"address\";r="), "{}", told.text);
    }
    world.later("PT10S");
    ada.get("/v1/me").await.is(200);
    ada.get("/v1/me").await.is(429);
}

#[actix_web::test]
async fn no_forged_name_or_address_passes_the_limit() {
    let world = World::with("request_limit = \"100/PT1M\"\nrequest_limit_address = \"20/PT1M\"");
    let ada = world.person("Ada").await;
    let before = remains(&ada.get("/v1/me").await, "person");
    let token = ada.token().await;
    let (head, _) = token.rsplit_once('.').unwrap();
    let forged = format!("Bearer {head}.AAAA");
    let mut answered = 0;
    for n in 0..40 {
        let client = world.stranger().with("x-forwarded-for", &format!("203.0.113.{n}"));
        let client = client.with("forwarded", &format!("for=203.0.113.{n}"));
        let client = if n % 2 == 0 { client.with("authorization", &forged) } else { client };
        answered += usize::from(client.get("/v1/opportunities").await.status != 429);
    }
    // Registering and proving the address took two of the twenty.
    assert_eq!(answered, 18);
    assert_eq!(remains(&ada.get("/v1/me").await, "person"), before - 1);
    // Nobody is kept from signing in by what else their address asks for; health is always told.
    world.stranger().get("/v1/opportunities").await.is(429);
    crate::accounts::passwords::signs_in(&world, &ada.email, crate::accounts::passwords::OLD)
        .await
        .is(201);
    for path in ["/health/live", "/health/ready"] {
        assert!(world.stranger().get(path).await.status < 300);
    }
}

#[actix_web::test]
async fn behind_our_proxy_each_address_has_its_own_limit() {
    let world = World::with("request_limit_address = \"3/PT1M\"\ntrusted_proxies = \"127.0.0.1\"");
    let from = async |address: &str| {
        let client = world.stranger().with("x-forwarded-for", address);
        client.get("/v1/opportunities").await.status
    };
    for _ in 0..3 {
        assert_eq!(from("203.0.113.1").await, 200);
    }
    assert_eq!(from("198.51.100.7, 203.0.113.1").await, 429);
    assert_eq!(from("203.0.113.2").await, 200);
    // One household of IPv6 is one caller.
    for n in 0..3 {
        assert_eq!(from(&format!("2001:db8:1:2::{n}")).await, 200);
    }
    assert_eq!(from("2001:db8:1:2:ffff::9").await, 429);
}

/// ADR 0017: whatever a supplier asked before, its bid is taken until the deadline.
#[actix_web::test]
async fn a_bid_is_submitted_however_much_was_asked_before() {
    let world = World::with("request_limit = \"90/PT1M\"");
    let camden = world.public_body("Camden").await;
    let otter = world.supplier("Otter").await;
    let published = camden.publishes(procurement(&camden.id)).await;
    let lot = lot_id(&published, 0);
    let (path, edited) = otter.drafts(&lot, "t", "2.00").await;
    world.at("2026-10-01T11:59:59Z");
    otter.bidder.token().await;
    let mut asked = 0;
    while otter.bidder.get(&path).await.status != 429 {
        asked += 1;
    }
    assert_eq!(asked, 90);
    otter.bidder.get("/v1/me").await.refused(429, "too-many-requests");
    let told = otter.bidder.act(&format!("{path}/submission"), &edited.etag(), Value::Null).await;
    assert_eq!(told.is(201).header("ratelimit").unwrap().split(';').nth(1), Some("r=0"));
    // The exception is for who has signed in: without a token it is counted with the sign-ins.
    let stranger = world.stranger().with("if-match", &edited.etag()).with("idempotency-key", "k");
    let told = stranger.post(&format!("{path}/submission"), Value::Null).await;
    assert_eq!(remains(told.is(401), "session"), 5_998);
}
