//! API keys: they do less than their holder, for a time, from where they may, and are kept as hashes.

use guildhall::kernel::Period;
use serde_json::{Value, json};

use crate::{
    story,
    world::{Client, Person, Told, World, notices::procurement},
};

const ALL: [&str; 10] = [
    "opportunities:read",
    "opportunities:write",
    "bids:read",
    "bids:write",
    "evaluation:read",
    "awards:read",
    "organisations:read",
    "organisations:write",
    "notifications:read",
    "audit:read",
];

async fn makes(person: &Person<'_>, of: &str, new: Value) -> Told {
    let told = person.post(&format!("/v1/organisations/{of}/api-keys"), new).await;
    told.is(201);
    told
}

fn with(world: &World, made: &Told) -> Client {
    world.stranger().with("authorization", &format!("Bearer {}", made["key"].as_str().unwrap()))
}

story! {
    /// SAFETY E18: told once, kept as a hash, with expiry, last use and immediate revocation.
    async fn a_key_is_told_once_and_ends_when_it_is_revoked(world) {
        let otter = world.supplier("Otter").await;
        let path = format!("/v1/organisations/{}/api-keys", otter.id);
        let new = json!({ "name": "Export", "scopes": ["bids:read", "organisations:read", "bids:read"] });
        let made = makes(&otter.bidder, &otter.id, new.clone()).await;
        let key = made["key"].as_str().unwrap();
        assert_eq!(made["details"]["scopes"], json!(["bids:read", "organisations:read"]));
        assert!(key.starts_with(made["details"]["hint"].as_str().unwrap()) && key.len() == 64);
        let program = with(&world, &made);
        assert_eq!(program.get("/v1/me").await.is(200)["email"], json!(otter.bidder.email));
        program.get(&format!("/v1/organisations/{}/bids", otter.id)).await.is(200);
        let members = format!("/v1/organisations/{}/members", otter.id);
        program.get(&members).await.is(200);
        program.get("/v1/me/notifications").await.refused(403, "forbidden").says("notifications:read");
        program.get("/v1/me/sessions").await.refused(403, "forbidden").says("sign in");
        program.post("/v1/me/password", json!({ "current_password": "x", "new_password": "four wandering otters" })).await.refused(403, "forbidden");
        program.post(&path, new.clone()).await.refused(403, "forbidden").says("sign in");

        let cut = world.stranger().with("authorization", &format!("Bearer {}", key.get(..63).unwrap()));
        cut.get("/v1/me").await.refused(401, "unauthenticated").says("mistyped");
        let kept = world.texts_of("api_keys", "key_hash").concat();
        assert!(kept.len() == 64 && !kept.contains(key));
        assert!(!world.event_bodies().iter().any(|body| body.contains(key)));
        let told = otter.bidder.get(&path).await;
        assert!(!told.is(200).text.contains(key));
        guildhall::api_keys::note_uses(&world.app).await.unwrap();
        let told = otter.owner.get(&path).await;
        assert_eq!(told.is(200)["items"][0]["used_at"], json!(world.now()));
        let id = made["details"]["id"].as_str().unwrap();
        let badger = world.supplier("Badger").await;
        badger.owner.delete(&format!("/v1/api-keys/{id}")).await.refused(404, "not-found");
        badger.owner.get(&path).await.refused(404, "not-found");
        badger.owner.post(&path, new.clone()).await.refused(404, "not-found");
        otter.owner.delete(&format!("/v1/api-keys/{id}")).await.is(204);
        program.get("/v1/me").await.refused(401, "unauthenticated");
        otter.bidder.post(&format!("/v1/api-keys/{id}/rotation"), json!({})).await.refused(409, "wrong-state");

        let made = makes(&otter.bidder, &otter.id, new.clone()).await;
        let program = with(&world, &made);
        world.later("P89D");
        program.get("/v1/me").await.is(200);
        world.later("P1D");
        program.get("/v1/me").await.refused(401, "unauthenticated");
        let letters = world.letters_to(&otter.bidder.email).await;
        assert_eq!(letters.iter().filter(|letter| letter.contains("An API key was made")).count(), 2);
    }
}

story! {
    async fn a_key_that_cannot_be_is_refused_with_every_place(world) {
        let otter = world.supplier("Otter").await;
        let path = format!("/v1/organisations/{}/api-keys", otter.id);
        let bad = json!({ "name": "x", "scopes": [], "expires_at": "2030-01-01T00:00:00Z" });
        assert_eq!(otter.owner.post(&path, bad).await.refused(422, "invalid").pointers(), ["/expires_at", "/scopes"]);
        let bad = json!({ "name": "x", "scopes": ["bids:read"], "networks": ["192.0.2.0/24", "everywhere", "10.0.0.0/40"] });
        assert_eq!(otter.owner.post(&path, bad).await.refused(422, "invalid").pointers(), ["/networks/1", "/networks/2"]);
        assert_eq!(otter.owner.post(&path, json!({ "name": "x", "scopes": ["decisions:write"] })).await.refused(422, "invalid").pointers(), ["/scopes/0"]);
        let anothers = json!({ "name": "x", "scopes": ["bids:read"], "user_id": otter.bidder.id });
        otter.owner.post(&path, anothers).await.refused(403, "four-eyes");
        assert_eq!(world.count("api_keys"), 0);
        for _ in 0..20 {
            makes(&otter.owner, &otter.id, json!({ "name": "x", "scopes": ["bids:read"] })).await;
        }
        otter.owner.post(&path, json!({ "name": "x", "scopes": ["bids:read"] })).await.refused(409, "wrong-state");
        world.later("PT5M1S");
        let stale = otter.owner.client().await;
        world.later("PT5M1S");
        stale.post(&path, json!({ "name": "x", "scopes": ["bids:read"] })).await.refused(403, "step-up-needed");
    }
}

story! {
    async fn a_key_works_from_its_networks_alone(world) {
        let otter = world.supplier("Otter").await;
        let new = |networks: Value| json!({ "name": "x", "scopes": ["bids:read"], "networks": networks });
        let here = makes(&otter.owner, &otter.id, new(json!(["127.0.0.0/8", "::1"]))).await;
        assert_eq!(here["details"]["networks"], json!(["127.0.0.0/8", "::1/128"]));
        with(&world, &here).get("/v1/me").await.is(200);
        let elsewhere = makes(&otter.owner, &otter.id, new(json!(["192.0.2.7"]))).await;
        with(&world, &elsewhere).get("/v1/me").await.refused(403, "forbidden").says("from this address");
        let forged = with(&world, &elsewhere).with("x-forwarded-for", "192.0.2.7");
        forged.get("/v1/me").await.refused(403, "forbidden");
    }
}

story! {
    async fn a_rotated_key_goes_on_for_as_long_as_was_asked(world) {
        let otter = world.supplier("Otter").await;
        let old = makes(&otter.owner, &otter.id, json!({ "name": "x", "scopes": ["bids:read"] })).await;
        let path = format!("/v1/api-keys/{}/rotation", old["details"]["id"].as_str().unwrap());
        otter.owner.post(&path, json!({ "overlap": "P31D" })).await.refused(422, "invalid");
        otter.owner.post(&path, json!({ "overlap": "soon" })).await.refused(422, "invalid");
        otter.bidder.post(&path, json!({})).await.refused(403, "forbidden");
        let new = otter.owner.post(&path, json!({ "overlap": "PT2H" })).await;
        assert_eq!(new.is(201)["details"]["scopes"], json!(["bids:read"]));
        world.later("PT1H59M");
        with(&world, &old).get("/v1/me").await.is(200);
        with(&world, &new).get("/v1/me").await.is(200);
        world.later("PT1M");
        with(&world, &old).get("/v1/me").await.refused(401, "unauthenticated");
        with(&world, &new).get("/v1/me").await.is(200);
    }
}

story! {
    /// What acts for a person stops with them: LESSONS C48. A program's own account needs nobody.
    async fn a_key_of_somebody_who_stays_away_stops(world) {
        let camden = world.public_body("Camden").await;
        let scopes = json!(["opportunities:write"]);
        let new = json!({ "name": "Export", "scopes": scopes, "expires_at": world.now().plus(Period::days(300)) });
        let of_person = makes(&camden.author, &camden.id, new.clone()).await;
        let program = json!({ "name": "Feed", "roles": ["author"] });
        let program = camden.owner.post(&format!("/v1/organisations/{}/service-accounts", camden.id), program).await;
        let mut new = new;
        new["user_id"] = program.is(201)["user_id"].clone();
        let of_program = makes(&camden.owner, &camden.id, new).await;
        let tries = async |key: &Told| with(&world, key).post("/v1/opportunities", procurement(&camden.id)).await;
        world.later("P89D");
        tries(&of_person).await.is(201);
        world.later("P2D");
        tries(&of_person).await.refused(401, "unauthenticated").says("has not signed in");
        tries(&of_program).await.is(201);
        world.stranger().post("/v1/users/password-reset", json!({ "email": camden.author.email })).await.is(204);
        let letter = world.letters_to(&camden.author.email).await.pop().unwrap();
        let token = letter.split("token=").nth(1).unwrap().split_whitespace().next().unwrap();
        let anew = json!({ "token": token, "password": "four wandering otters" });
        world.stranger().post("/v1/users/password", anew).await.is(204);
        tries(&of_person).await.is(201);
    }
}

story! {
    /// A program is a member that can hold no role that asks for a person, and leaves as members do.
    async fn a_service_account_is_a_member_that_is_a_program(world) {
        let camden = world.public_body("Camden").await;
        let path = format!("/v1/organisations/{}/service-accounts", camden.id);
        let new = |roles: Value| json!({ "name": "Notice feed", "roles": roles });
        let told = camden.owner.post(&path, new(json!(["owner", "author", "opener"]))).await;
        assert_eq!(told.refused(422, "invalid").pointers(), ["/roles/0", "/roles/2"]);
        camden.author.post(&path, new(json!(["author"]))).await.refused(403, "forbidden");
        let made = camden.owner.post(&path, new(json!(["author"]))).await;
        let user = made.is(201)["user_id"].as_str().unwrap().to_owned();
        let keys = json!({ "name": "feed", "scopes": ["opportunities:read", "opportunities:write"], "user_id": user });
        camden.author.post(&format!("/v1/organisations/{}/api-keys", camden.id), keys.clone()).await.refused(403, "forbidden");
        let key = makes(&camden.owner, &camden.id, keys).await;
        let program = with(&world, &key);
        let draft = program.post("/v1/opportunities", procurement(&camden.id)).await;
        draft.is(201);
        let bodies = world.event_bodies();
        let id = key["details"]["id"].as_str().unwrap();
        assert!(bodies.iter().any(|body| body.contains("opportunity.created") && body.contains(id) && body.contains(&user)), "{bodies:?}");
        world.run_workers().await;
        assert!(!world.texts_of("outbox", "email").iter().any(|to| to.ends_with(".invalid")));
        let new = json!({ "email": format!("{user}@service.invalid"), "password": "three random words", "full_name": "Twin" });
        world.stranger().post("/v1/users", new).await.refused(422, "invalid");
        camden.owner.delete(&format!("/v1/organisations/{}/members/{user}", camden.id)).await.is(204);
        program.get("/v1/me").await.refused(401, "unauthenticated");
    }
}

story! {
    /// SAFETY D7: a key of every scope does no more than its holder, and nothing that asks for a
    /// person; a key of one scope is let through for that alone.
    async fn a_key_does_less_than_its_holder(world) {
        let camden = world.public_body("Camden").await;
        let draft = camden.drafts(procurement(&camden.id)).await;
        let draft = camden.author.act(&format!("/v1/opportunities/{}/review", draft.id()), &draft.etag(), json!({})).await;
        let all = makes(&camden.approver, &camden.id, json!({ "name": "x", "scopes": ALL })).await;
        let publish = format!("/v1/opportunities/{}/publication", draft.id());
        let program = with(&world, &all).with("if-match", &draft.etag()).with("idempotency-key", "k");
        program.post(&publish, json!({})).await.refused(403, "forbidden").says("sign in");
        // What is open to all shows its holder's own view to a key of that scope alone.
        let path = format!("/v1/opportunities/{}", draft.id());
        for (scope, status) in [("bids:read", 404), ("opportunities:read", 200)] {
            let made = makes(&camden.author, &camden.id, json!({ "name": "x", "scopes": [scope] })).await;
            with(&world, &made).get(&path).await.is(status);
        }
        let administrator = world.administrator().await;
        let theirs = administrator.post("/v1/organisations", json!({ "kind": "supplier", "name": "Theirs" })).await.is(201).id();
        let admin_key = makes(&administrator, &theirs, json!({ "name": "x", "scopes": ALL })).await;
        let suspend = format!("/v1/users/{}/suspension", camden.author.id);
        with(&world, &admin_key).post(&suspend, json!({ "reason": "x" })).await.refused(403, "forbidden");
        let me = with(&world, &admin_key).get("/v1/me").await;
        assert_eq!(me.is(200)["memberships"].as_array().unwrap().len(), 1);

        let api = serde_json::to_value(guildhall::server::openapi()).unwrap();
        let mut told = 0;
        for scope in ALL {
            let made = makes(&camden.author, &camden.id, json!({ "name": scope, "scopes": [scope] })).await;
            let one = with(&world, &made).with("if-match", "\"99999\"").with("idempotency-key", "k");
            for (path, item) in api["paths"].as_object().unwrap() {
                for (method, operation) in item.as_object().unwrap() {
                    if crate::world::is_open(operation) || operation["operationId"] == "get_me" {
                        continue;
                    }
                    let area = operation["tags"][0].as_str().unwrap().replace("inbox", "notifications");
                    let act = if method == "get" { "read" } else { "write" };
                    let path: String = path.replace("{id}", &camden.id).replace("{user_id}", &camden.owner.id);
                    let path = path.replace("{key_id}", &camden.id).replace("{invitation_id}", &camden.id).replace("{request_id}", &camden.id).replace("{partnership_id}", &camden.id).replace("{contract_id}", &camden.id).replace("{version}", "9").replace("{code}", "nothing");
                    let query = if path.ends_with("/eligibility") { format!("?organisation_id={}", camden.id) } else { String::new() };
                    let query = if operation["operationId"] == "upload_document" { "?name=a.pdf".to_owned() } else { query };
                    let path = path + &query;
                    let body = operation["requestBody"].is_object().then(|| "{}".to_owned());
                    let answer = one.send(&method.to_uppercase(), &path, body).await;
                    let refused = answer.text.contains("this API key does not have the scope") || answer.text.contains("API keys cannot do this");
                    if format!("{area}:{act}") != scope {
                        assert!(refused || [404, 422].contains(&answer.status), "{scope}: {method} {path}: {}", answer.text);
                        told += usize::from(refused);
                    }
                }
            }
            let id = made["details"]["id"].as_str().unwrap();
            camden.author.delete(&format!("/v1/api-keys/{id}")).await.is(204);
        }
        assert!(told > 200, "{told}");
    }
}
