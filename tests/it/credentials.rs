//! Passwords, addresses and sessions as their owner manages them.

use serde_json::{Value, json};

use crate::{story, world::World};

const OLD: &str = "three random words";
const NEW: &str = "four more wandering otters";

async fn signs_in(world: &World, email: &str, password: &str) -> crate::world::Told {
    let body = json!({ "email": email, "password": password });
    let client = world.stranger().with("user-agent", "Otter/1.0 (a test)");
    client.post("/v1/sessions", body).await
}

async fn asks(world: &World, path: &str, body: Value) -> crate::world::Told {
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
    async fn sessions_are_listed_and_ended_by_their_owner_alone(world) {
        let (ada, eve) = (world.person("Ada").await, world.person("Eve").await);
        let second = signs_in(&world, &ada.email, OLD).await;
        let bearer = format!("Bearer {}", second.is(201)["access_token"].as_str().unwrap());
        let elsewhere = world.stranger().with("authorization", &bearer);
        let mine = elsewhere.get("/v1/me/sessions").await;
        let items = mine.is(200)["items"].as_array().unwrap().clone();
        let shown: Vec<_> = items.iter().map(|s| (s["current"].clone(), s["user_agent"].clone())).collect();
        assert_eq!(shown, [(json!(true), json!("Otter/1.0 (a test)")), (json!(false), Value::Null)]);
        let page = elsewhere.get("/v1/me/sessions?limit=1").await;
        let next = format!("/v1/me/sessions?limit=1&cursor={}", page.is(200)["next"].as_str().unwrap());
        assert_eq!(elsewhere.get(&next).await.is(200)["items"][0], items[1]);

        let path = format!("/v1/me/sessions/{}", items[1]["id"].as_str().unwrap());
        eve.delete(&path).await.refused(404, "not-found");
        world.stranger().delete(&path).await.refused(401, "unauthenticated");
        ada.get("/v1/me").await.is(200);
        elsewhere.delete(&path).await.is(204);
        ada.get("/v1/me").await.refused(401, "unauthenticated");

        let third = signs_in(&world, &ada.email, OLD).await;
        elsewhere.delete("/v1/me/sessions").await.is(204);
        let bearer = format!("Bearer {}", third.is(201)["access_token"].as_str().unwrap());
        world.stranger().with("authorization", &bearer).get("/v1/me").await.refused(401, "unauthenticated");
        assert_eq!(elsewhere.get("/v1/me/sessions").await.is(200)["items"].as_array().unwrap().len(), 1);
        eve.get("/v1/me").await.is(200);
    }
}

const ADDRESS: &str = "ada.osei@council.example";

fn to_address(email: &str, password: &str) -> Value {
    json!({ "email": email, "password": password })
}

story! {
    async fn an_address_changes_when_the_new_one_confirms(world) {
        let ada = world.person("Ada").await;
        ada.post("/v1/me/email", to_address(ADDRESS, "not my password")).await.refused(403, "forbidden");
        world.stranger().post("/v1/me/email", to_address(ADDRESS, OLD)).await.refused(401, "unauthenticated");
        let same = ada.post("/v1/me/email", to_address(&ada.email, OLD)).await;
        assert_eq!(same.refused(422, "invalid").pointers(), ["/email"]);
        assert_eq!(world.count("email_changes"), 0);

        ada.post("/v1/me/email", to_address(ADDRESS, OLD)).await.is(204);
        assert_eq!(ada.get("/v1/me").await.is(200)["email"], ada.email);
        assert!(world.letters_to(&ada.email).await.last().unwrap().contains(ADDRESS));
        let token = json!({ "token": world.token_for(ADDRESS).await });
        asks(&world, "/v1/users/email", token.clone()).await.is(204);
        assert_eq!(ada.get("/v1/me").await.is(200)["email"], ADDRESS);
        signs_in(&world, ADDRESS, OLD).await.is(201);
        signs_in(&world, &ada.email, OLD).await.refused(401, "unauthenticated");
        asks(&world, "/v1/users/email", token).await.refused(422, "token-spent");
        for told in [ADDRESS, &ada.email] {
            assert!(world.letters_to(told).await.last().unwrap().contains("was changed"));
        }
    }
}

story! {
    async fn the_old_address_takes_a_change_back_for_three_days(world) {
        let ada = world.person("Ada").await;
        ada.post("/v1/me/email", to_address(ADDRESS, OLD)).await.is(204);
        let undo = json!({ "token": world.token_for(&ada.email).await });
        asks(&world, "/v1/users/email", json!({ "token": world.token_for(ADDRESS).await })).await.is(204);
        // Who took the account over moves on to yet another address.
        let thief = signs_in(&world, ADDRESS, OLD).await;
        let bearer = format!("Bearer {}", thief.is(201)["access_token"].as_str().unwrap());
        let thief = world.stranger().with("authorization", &bearer);
        thief.post("/v1/me/email", to_address("eve@away.example", OLD)).await.is(204);
        asks(&world, "/v1/users/email", json!({ "token": world.token_for("eve@away.example").await })).await.is(204);

        world.later("P3D");
        asks(&world, "/v1/users/email/undo", undo.clone()).await.is(204);
        thief.get("/v1/me").await.refused(401, "unauthenticated");
        for email in [ADDRESS, "eve@away.example", ada.email.as_str()] {
            signs_in(&world, email, OLD).await.refused(401, "unauthenticated");
        }
        let token = world.token_for(&ada.email).await;
        asks(&world, "/v1/users/password", json!({ "token": token, "password": NEW })).await.is(204);
        signs_in(&world, &ada.email, NEW).await.is(201);
        asks(&world, "/v1/users/email/undo", undo).await.refused(422, "token-spent");
    }
}

story! {
    async fn a_change_cannot_be_taken_back_later_nor_confirmed_after_a_no(world) {
        let ada = world.person("Ada").await;
        ada.post("/v1/me/email", to_address(ADDRESS, OLD)).await.is(204);
        let (confirm, undo) = (world.token_for(ADDRESS).await, world.token_for(&ada.email).await);
        asks(&world, "/v1/users/email/undo", json!({ "token": undo })).await.is(204);
        asks(&world, "/v1/users/email", json!({ "token": confirm })).await.refused(422, "token-spent");

        let eve = world.person("Eve").await;
        eve.post("/v1/me/email", to_address(ADDRESS, OLD)).await.is(204);
        let (confirm, undo) = (world.token_for(ADDRESS).await, world.token_for(&eve.email).await);
        asks(&world, "/v1/users/email", json!({ "token": confirm })).await.is(204);
        world.later("P3DT1S");
        asks(&world, "/v1/users/email/undo", json!({ "token": undo })).await.refused(422, "token-spent");
        signs_in(&world, ADDRESS, OLD).await.is(201);
    }
}

story! {
    async fn an_address_that_is_taken_is_not_given_away_and_stays_where_it_is(world) {
        let (ada, eve) = (world.person("Ada").await, world.person("Eve").await);
        eve.post("/v1/me/email", to_address(&ada.email, OLD)).await.is(204);
        let letters = world.letters_to(&ada.email).await;
        assert!(letters.last().unwrap().contains("You have an account already"));
        assert_eq!(eve.get("/v1/me").await.is(200)["email"], eve.email);

        // One that was registered and never proved gives way to who proves it.
        let squat = json!({ "email": ADDRESS, "password": "a squatters secret phrase", "full_name": "Squatter" });
        asks(&world, "/v1/users", squat).await.is(201);
        let squatters = world.token_for(ADDRESS).await;
        eve.post("/v1/me/email", to_address(ADDRESS, OLD)).await.is(204);
        let token = json!({ "token": world.token_for(ADDRESS).await });
        asks(&world, "/v1/users/email", token).await.is(204);
        asks(&world, "/v1/users/verification", json!({ "token": squatters })).await.refused(422, "token-spent");
        signs_in(&world, ADDRESS, OLD).await.is(201);
    }
}

story! {
    async fn a_new_key_signs_nobody_out_and_a_copied_one_is_gone(world) {
        use guildhall::app::rotate_token_keys;
        let ada = world.person("Ada").await;
        let token = ada.token().await;
        let client = world.stranger().with("authorization", &format!("Bearer {token}"));
        let kids = |told: &crate::world::Told| -> Vec<String> {
            told["keys"].as_array().unwrap().iter().map(|k| k["kid"].as_str().unwrap().to_owned()).collect()
        };
        let first = kids(world.public("/.well-known/jwks.json").await.is(200));
        assert_eq!(first.len(), 1);
        let (dir, life) = (world.app.config.keys_dir(), world.app.config.access_token_life);
        let next = rotate_token_keys(&dir, world.now(), life, false).unwrap();
        world.later("PT2M");
        client.get("/v1/me").await.is(200);
        assert_eq!(kids(world.public("/.well-known/jwks.json").await.is(200)), [first[0].clone(), next.clone()]);
        let fresh = signs_in(&world, &ada.email, OLD).await;
        let fresh = fresh.is(201)["access_token"].as_str().unwrap().to_owned();
        let header = |token: &str| {
            use base64::Engine as _;
            let head = token.split('.').next().unwrap();
            let head = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(head).unwrap();
            serde_json::from_slice::<Value>(&head).unwrap()["kid"].as_str().unwrap().to_owned()
        };
        assert_eq!((header(&token), header(&fresh)), (first[0].clone(), next.clone()));

        let last = rotate_token_keys(&dir, world.now(), life, true).unwrap();
        world.later("PT10S");
        assert_eq!(kids(world.public("/.well-known/jwks.json").await.is(200)), [last]);
        for gone in [token, fresh] {
            let client = world.stranger().with("authorization", &format!("Bearer {gone}"));
            client.get("/v1/me").await.refused(401, "unauthenticated");
        }
        signs_in(&world, &ada.email, OLD).await.is(201);
    }
}

story! {
    async fn one_of_twenty_refreshes_wins_and_the_session_ends(world) {
        let ada = world.person("Ada").await;
        let session = signs_in(&world, &ada.email, OLD).await;
        let refresh = json!({ "refresh_token": session.is(201)["refresh_token"] });
        let all = (0..20).map(|_| asks(&world, "/v1/sessions/refresh", refresh.clone()));
        let told = futures_util::future::join_all(all).await;
        let won: Vec<_> = told.iter().filter(|told| told.status == 201).collect();
        assert_eq!(won.len(), 1);
        assert!(told.iter().all(|told| matches!(told.status, 201 | 401)));
        let next = json!({ "refresh_token": won[0]["refresh_token"] });
        asks(&world, "/v1/sessions/refresh", next).await.refused(401, "unauthenticated");
        let bearer = format!("Bearer {}", won[0]["access_token"].as_str().unwrap());
        world.stranger().with("authorization", &bearer).get("/v1/me").await.refused(401, "unauthenticated");
        let letters = world.letters_to(&ada.email).await;
        assert_eq!(letters.iter().filter(|letter| letter.contains("signed you out")).count(), 1);
        ada.get("/v1/me").await.is(200);
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

story! {
    async fn a_session_that_lies_idle_has_ended(world) {
        let ada = world.person("Ada").await;
        let session = signs_in(&world, &ada.email, OLD).await;
        world.later("P13D");
        let refresh = json!({ "refresh_token": session.is(201)["refresh_token"] });
        let next = asks(&world, "/v1/sessions/refresh", refresh).await;
        world.later("P14D");
        let refresh = json!({ "refresh_token": next.is(201)["refresh_token"] });
        asks(&world, "/v1/sessions/refresh", refresh).await.refused(401, "unauthenticated");
        assert_eq!(ada.get("/v1/me/sessions").await.is(200)["items"].as_array().unwrap().len(), 1);
    }
}

story! {
    async fn a_client_that_lost_the_answer_asks_again_once_with_its_key(world) {
        let ada = world.person("Ada").await;
        let session = signs_in(&world, &ada.email, OLD).await;
        let refresh = |told: &crate::world::Told| json!({ "refresh_token": told["refresh_token"] });
        let first = refresh(session.is(201));
        let keyed = |key: &str| world.stranger().with("idempotency-key", key);
        let lost = keyed("rotation-1").post("/v1/sessions/refresh", first.clone()).await;
        world.later("PT10S");
        let again = keyed("rotation-1").post("/v1/sessions/refresh", first.clone()).await;
        assert_ne!(again.is(201)["refresh_token"], lost.is(201)["refresh_token"]);
        let next = keyed("rotation-2").post("/v1/sessions/refresh", refresh(&again)).await;
        next.is(201);

        // Another key, a third time, too late: each ends the session.
        for (key, later, tries) in [("other", "PT0S", 1), ("rotation-1", "PT0S", 2), ("rotation-1", "PT11S", 1)] {
            let session = signs_in(&world, &ada.email, OLD).await;
            let first = refresh(session.is(201));
            keyed("rotation-1").post("/v1/sessions/refresh", first.clone()).await.is(201);
            world.later(later);
            for _ in 1..tries {
                keyed(key).post("/v1/sessions/refresh", first.clone()).await.is(201);
            }
            keyed(key).post("/v1/sessions/refresh", first.clone()).await.refused(401, "unauthenticated");
        }
    }
}

// Who knew the password may have asked for another address before its owner noticed.
story! {
    async fn a_new_password_and_a_no_void_every_change_that_waits(world) {
        let ada = world.person("Ada").await;
        ada.post("/v1/me/email", to_address("eve@away.example", OLD)).await.is(204);
        let thiefs = world.token_for("eve@away.example").await;
        asks(&world, "/v1/users/password-reset", json!({ "email": ada.email })).await.is(204);
        let set = json!({ "token": world.token_for(&ada.email).await, "password": NEW });
        let keyed = world.stranger().with("idempotency-key", "set-1");
        keyed.post("/v1/users/password", set.clone()).await.is(204);
        // The answer was lost: the same request with the same key is the same act.
        keyed.post("/v1/users/password", set.clone()).await.is(204);
        asks(&world, "/v1/users/password", set).await.refused(422, "token-spent");
        asks(&world, "/v1/users/email", json!({ "token": thiefs })).await.refused(422, "token-spent");

        let ben = world.person("Ben").await;
        ben.post("/v1/me/email", to_address("eve1@away.example", OLD)).await.is(204);
        world.later("PT1M");
        ben.post("/v1/me/email", to_address("eve2@away.example", OLD)).await.is(204);
        let first = world.token_for("eve1@away.example").await;
        let newest = json!({ "token": world.token_for(&ben.email).await });
        asks(&world, "/v1/users/email/undo", newest).await.is(204);
        asks(&world, "/v1/users/email", json!({ "token": first })).await.refused(422, "token-spent");
    }
}
