//! Passwords as their owner sets them, and those who guess them.

use serde_json::{Value, json};

use crate::{
    story,
    world::{Told, World},
};

pub const OLD: &str = "three random words";
pub const NEW: &str = "four more wandering otters";

pub async fn signs_in(world: &World, email: &str, password: &str) -> Told {
    let body = json!({ "email": email, "password": password });
    let client = world.stranger().with("user-agent", "Otter/1.0 (a test)");
    client.post("/v1/sessions", body).await
}

pub async fn asks(world: &World, path: &str, body: Value) -> Told {
    world.stranger().post(path, body).await
}

story! {
    async fn a_forgotten_password_is_set_anew_by_a_link(world) {
        let ada = world.person("Ada").await;
        let email = json!({ "email": ada.email });
        asks(&world, "/v1/users/password-reset", email.clone()).await.is(204);
        let first = world.token_for(&ada.email).await;
        asks(&world, "/v1/users/password-reset", email).await.is(204);
        let second = world.token_for(&ada.email).await;
        assert_ne!(first, second);

        let weak = json!({ "token": second, "password": "passwordpassword" });
        let told = asks(&world, "/v1/users/password", weak).await;
        assert_eq!(told.refused(422, "invalid").pointers(), ["/password"]);
        asks(&world, "/v1/users/password", json!({ "token": second, "password": NEW })).await.is(204);

        ada.get("/v1/me").await.refused(401, "unauthenticated");
        signs_in(&world, &ada.email, OLD).await.refused(401, "unauthenticated");
        signs_in(&world, &ada.email, NEW).await.is(201);
        for spent in [first, second] {
            let again = json!({ "token": spent, "password": OLD });
            asks(&world, "/v1/users/password", again).await.refused(422, "token-spent");
        }
        assert!(world.letters_to(&ada.email).await.last().unwrap().contains("password of your account at Guildhall was changed"));
    }
}

story! {
    async fn a_link_for_a_password_lives_half_an_hour(world) {
        let ada = world.person("Ada").await;
        asks(&world, "/v1/users/password-reset", json!({ "email": ada.email })).await.is(204);
        let token = world.token_for(&ada.email).await;
        world.later("PT30M");
        let late = json!({ "token": token, "password": NEW });
        asks(&world, "/v1/users/password", late).await.refused(422, "token-spent");
        signs_in(&world, &ada.email, OLD).await.is(201);
    }
}

story! {
    async fn who_asks_for_a_link_does_not_learn_who_has_an_account(world) {
        let ada = world.person("Ada").await;
        let known = asks(&world, "/v1/users/password-reset", json!({ "email": ada.email })).await;
        let unknown = asks(&world, "/v1/users/password-reset", json!({ "email": "eve@people.example" })).await;
        assert_eq!((known.status, &known.text), (204, &unknown.text));
        assert_eq!(unknown.status, 204);
        let letters = world.letters_to("eve@people.example").await;
        assert_eq!(letters.len(), 1);
        assert!(letters[0].contains("There is no account with this address"));
        assert!(!letters[0].contains("Token"));
        let bad = asks(&world, "/v1/users/password-reset", json!({ "email": "no", "x": 1 })).await;
        assert_eq!(bad.refused(422, "invalid").pointers(), ["/email", "/x"]);
    }
}

// Somebody else may have registered the address first: their password must not be the one that
// counts when its owner asks for the link again.
story! {
    async fn a_lost_verification_is_sent_again_and_the_owner_chooses_the_password(world) {
        let eves = json!({ "email": "ada@people.example", "password": "eves own secret phrase", "full_name": "Eve" });
        asks(&world, "/v1/users", eves).await.is(201);
        asks(&world, "/v1/users/verification/resend", json!({ "email": "ada@people.example" })).await.is(204);
        let token = world.token_for("ada@people.example").await;
        asks(&world, "/v1/users/password", json!({ "token": token, "password": NEW })).await.is(204);
        signs_in(&world, "ada@people.example", "eves own secret phrase").await.refused(401, "unauthenticated");
        signs_in(&world, "ada@people.example", NEW).await.is(201);
    }
}

story! {
    async fn a_changed_password_ends_the_other_sessions_and_tells_its_owner(world) {
        let ada = world.person("Ada").await;
        let other = signs_in(&world, &ada.email, OLD).await;
        let bearer = format!("Bearer {}", other.is(201)["access_token"].as_str().unwrap());
        let elsewhere = world.stranger().with("authorization", &bearer);
        elsewhere.get("/v1/me").await.is(200);

        let change = |now: &str, next: &str| json!({ "current_password": now, "new_password": next });
        ada.post("/v1/me/password", change("not my password", NEW)).await.refused(403, "forbidden");
        let weak = ada.post("/v1/me/password", change(OLD, "passwordpassword")).await;
        assert_eq!(weak.refused(422, "invalid").pointers(), ["/new_password"]);
        world.stranger().post("/v1/me/password", change(OLD, NEW)).await.refused(401, "unauthenticated");
        elsewhere.get("/v1/me").await.is(200);

        ada.post("/v1/me/password", change(OLD, NEW)).await.is(204);
        ada.get("/v1/me").await.is(200);
        elsewhere.get("/v1/me").await.refused(401, "unauthenticated");
        let refresh = json!({ "refresh_token": other["refresh_token"] });
        asks(&world, "/v1/sessions/refresh", refresh).await.refused(401, "unauthenticated");
        assert!(world.letters_to(&ada.email).await.last().unwrap().contains("Your password was changed"));
        signs_in(&world, &ada.email, NEW).await.is(201);
    }
}

story! {
    async fn who_guesses_is_held_and_the_owner_is_not(world) {
        let ada = world.person("Ada").await;
        let first = signs_in(&world, &ada.email, OLD).await;
        let device = first.is(201)["device_token"].clone();
        for _ in 0..5 {
            signs_in(&world, &ada.email, "a wrong password").await.refused(401, "unauthenticated");
        }
        let held = signs_in(&world, &ada.email, OLD).await;
        held.refused(429, "too-many-requests");
        assert_eq!(held.header("retry-after"), Some("61"));
        assert_eq!(held.header("ratelimit"), Some("\"sign-in-account\";r=0;t=61"));
        // The same for an address that nobody has.
        for _ in 0..5 {
            signs_in(&world, "nobody@people.example", OLD).await.refused(401, "unauthenticated");
        }
        let nobody = signs_in(&world, "nobody@people.example", OLD).await;
        assert_eq!(nobody.refused(429, "too-many-requests")["detail"], held["detail"]);

        let known = json!({ "email": ada.email, "password": OLD, "device_token": device });
        let here = world.stranger().post("/v1/sessions", known.clone()).await;
        assert!(here.is(201)["device_token"].is_null());
        // A device of one account is none of another's.
        world.person("Eve").await;
        for _ in 0..5 {
            signs_in(&world, "eve@people.example", "a wrong password").await.is(401);
        }
        let borrowed = json!({ "email": "eve@people.example", "password": OLD, "device_token": device });
        asks(&world, "/v1/sessions", borrowed).await.refused(429, "too-many-requests");

        // A link from a mail opens the door again, and devices of before are forgotten.
        asks(&world, "/v1/users/password-reset", json!({ "email": ada.email })).await.is(204);
        let token = world.token_for(&ada.email).await;
        asks(&world, "/v1/users/password", json!({ "token": token, "password": NEW })).await.is(204);
        signs_in(&world, &ada.email, NEW).await.is(201);
        let known = json!({ "email": ada.email, "password": NEW, "device_token": device });
        assert!(world.stranger().post("/v1/sessions", known).await.is(201)["device_token"].is_string());
        assert_eq!(world.count("user_devices"), 3);
    }
}

story! {
    async fn letters_to_one_address_are_held(world) {
        let email = json!({ "email": "ada@people.example" });
        for _ in 0..4 {
            asks(&world, "/v1/users/password-reset", email.clone()).await.is(204);
        }
        let held = asks(&world, "/v1/users/verification/resend", email.clone()).await;
        held.refused(429, "too-many-requests");
        let new = json!({ "email": "ada@people.example", "password": OLD, "full_name": "Ada" });
        // Who registers this address uses up nothing that its owner needs, and is held apart.
        for _ in 0..4 {
            asks(&world, "/v1/users", new.clone()).await.is(201);
        }
        asks(&world, "/v1/users", new).await.refused(429, "too-many-requests");
        assert_eq!((world.letters_to("ada@people.example").await.len(), world.count("users")), (8, 1));
        world.later("PT10M");
        asks(&world, "/v1/users/password-reset", email).await.is(204);
    }
}

story! {
    async fn an_administrator_suspends_and_reinstates_and_nobody_else(world) {
        let (ada, eve, admin) = (world.person("Ada").await, world.person("Eve").await, world.administrator().await);
        let path = |person: &crate::world::Person<'_>| format!("/v1/users/{}/suspension", person.id);
        let reason = json!({ "reason": "Your password was found in a leak." });
        eve.post(&path(&ada), reason.clone()).await.refused(404, "not-found");
        eve.delete(&path(&ada)).await.refused(404, "not-found");
        world.stranger().post(&path(&ada), reason.clone()).await.refused(401, "unauthenticated");
        admin.post(&path(&admin), reason.clone()).await.refused(403, "four-eyes");
        admin.delete(&path(&ada)).await.refused(409, "wrong-state");
        assert_eq!(admin.post(&path(&ada), json!({ "reason": "" })).await.refused(422, "invalid").pointers(), ["/reason"]);
        ada.get("/v1/me").await.is(200);

        admin.post(&path(&ada), reason.clone()).await.is(204);
        ada.get("/v1/me").await.refused(401, "unauthenticated");
        signs_in(&world, &ada.email, OLD).await.refused(403, "forbidden");
        assert!(world.letters_to(&ada.email).await.last().unwrap().contains("found in a leak"));
        admin.post(&path(&ada), reason).await.refused(409, "wrong-state");
        // A link for a password does not reinstate.
        asks(&world, "/v1/users/password-reset", json!({ "email": ada.email })).await.is(204);
        let token = world.token_for(&ada.email).await;
        asks(&world, "/v1/users/password", json!({ "token": token, "password": NEW })).await.is(204);
        signs_in(&world, &ada.email, NEW).await.refused(403, "forbidden");

        admin.delete(&path(&ada)).await.is(204);
        signs_in(&world, &ada.email, NEW).await.is(201);
    }
}

// SAFETY E10: somebody with an account has letters sent to the owner, and uses up none of theirs.
story! {
    async fn no_letters_use_up_the_link_that_an_owner_needs(world) {
        let (ada, eve) = (world.person("Ada").await, world.person("Eve").await);
        let to_ada = json!({ "email": ada.email, "password": OLD });
        for _ in 0..4 {
            eve.post("/v1/me/email", to_ada.clone()).await.is(204);
        }
        eve.post("/v1/me/email", to_ada).await.refused(429, "too-many-requests");
        asks(&world, "/v1/users/password-reset", json!({ "email": ada.email })).await.is(204);
        let token = world.token_for(&ada.email).await;
        asks(&world, "/v1/users/password", json!({ "token": token, "password": NEW })).await.is(204);
    }
}

/// SAFETY I11: what a caller says of its address counts only when a proxy of ours says it.
#[actix_web::test]
async fn a_forged_address_helps_nobody_and_a_proxy_is_believed() {
    let guesses = async |world: &World| {
        let mut judged = 0;
        for n in 0..40 {
            let guess = json!({ "email": format!("u{n}@people.example"), "password": OLD });
            let from = format!("203.0.113.{n}");
            let client = world.stranger().with("x-forwarded-for", &from);
            judged += usize::from(client.post("/v1/sessions", guess).await.status == 401);
        }
        judged
    };
    assert_eq!(guesses(&World::with("")).await, 30);
    assert_eq!(guesses(&World::with("trusted_proxies = \"127.0.0.1\"")).await, 40);
}
