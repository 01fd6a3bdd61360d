//! Accounts and sessions.

use serde_json::json;

use crate::story;

story! {
    async fn a_person_registers_proves_the_address_and_signs_in(world) {
        let new = json!({ "email": "Ada@Camden.example", "password": "three random words", "full_name": "Ada" });
        world.stranger().post("/v1/users", new).await.is(201).says("ada@camden.example");
        let early = json!({ "email": "ada@camden.example", "password": "three random words" });
        world.stranger().post("/v1/sessions", early.clone()).await.refused(403, "forbidden");

        let token = world.token_for("ada@camden.example").await;
        world.stranger().post("/v1/users/verification", json!({ "token": token })).await.is(204);
        world.stranger().post("/v1/users/verification", json!({ "token": token })).await.refused(422, "token-spent");

        let session = world.stranger().post("/v1/sessions", early).await;
        assert_eq!(session.is(201)["token_type"], "Bearer");
        assert_eq!(session["expires_in"], 600);
        let names = ["user.registered", "user.verified", "session.started"];
        assert_eq!(world.events().await, names);
    }
}

story! {
    async fn an_unknown_address_and_a_wrong_password_get_one_answer(world) {
        world.person("Ada").await;
        let unknown = json!({ "email": "nobody@people.example", "password": "three random words" });
        let wrong = json!({ "email": "ada@people.example", "password": "three random birds" });
        let one = world.stranger().post("/v1/sessions", unknown).await;
        let other = world.stranger().post("/v1/sessions", wrong).await;
        one.refused(401, "unauthenticated");
        assert_eq!(one["detail"], other["detail"]);
        assert_eq!(other.status, 401);
    }
}

story! {
    async fn a_known_address_is_not_given_away(world) {
        let ada = world.person("Ada").await;
        let again = json!({ "email": ada.email, "password": "other random words", "full_name": "Eve" });
        let fresh = json!({ "email": "eve@people.example", "password": "other random words", "full_name": "Eve" });
        let one = world.stranger().post("/v1/users", again).await;
        let other = world.stranger().post("/v1/users", fresh).await;
        assert_eq!((one.status, other.status), (201, 201));
        assert_ne!(one.id(), ada.id);
        let letters = world.letters_to(&ada.email).await;
        assert!(letters.last().unwrap().contains("You have an account already"));
        assert_eq!(world.count("users"), 2);
    }
}

story! {
    async fn a_refresh_token_works_once_and_ends_its_session_when_used_twice(world) {
        let ada = world.person("Ada").await;
        let sign_in = json!({ "email": ada.email, "password": "three random words" });
        let first = world.stranger().post("/v1/sessions", sign_in).await;
        let old = json!({ "refresh_token": first.is(201)["refresh_token"] });
        let second = world.stranger().post("/v1/sessions/refresh", old.clone()).await;
        let bearer = format!("Bearer {}", second.is(201)["access_token"].as_str().unwrap());
        let me = world.stranger().with("authorization", &bearer);
        me.get("/v1/me").await.is(200);

        world.stranger().post("/v1/sessions/refresh", old).await.refused(401, "unauthenticated");

        me.get("/v1/me").await.refused(401, "unauthenticated");
        let next = json!({ "refresh_token": second["refresh_token"] });
        world.stranger().post("/v1/sessions/refresh", next).await.refused(401, "unauthenticated");
        assert!(world.letters_to(&ada.email).await.last().unwrap().contains("signed you out"));
    }
}

story! {
    async fn signing_out_ends_the_access_token_too(world) {
        let ada = world.person("Ada").await;
        ada.delete("/v1/sessions/current").await.is(204);
        ada.get("/v1/me").await.refused(401, "unauthenticated");
    }
}

story! {
    async fn a_token_that_is_not_ours_is_refused(world) {
        let ada = world.person("Ada").await;
        let token = ada.token().await;
        let parts: Vec<&str> = token.split('.').collect();
        // {"alg":"none","typ":"at+jwt"}
        let none = format!("eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0.{}.", parts[1]);
        let swapped = format!("{}.{}.{}", parts[0], parts[1], parts[2].chars().rev().collect::<String>());
        for forged in [none, swapped, "x".to_owned(), String::new(), format!("{token}x")] {
            let client = world.stranger().with("authorization", &format!("Bearer {forged}"));
            client.get("/v1/me").await.refused(401, "unauthenticated");
        }
        world.later("PT11M");
        let stale = world.stranger().with("authorization", &format!("Bearer {token}"));
        stale.get("/v1/me").await.refused(401, "unauthenticated");
    }
}

story! {
    /// SAFETY E2: ten minutes, and five seconds for clocks that differ.
    async fn an_access_token_ends_when_it_says(world) {
        let ada = world.person("Ada").await;
        let token = ada.token().await;
        assert_eq!(world.app.config.access_token_life, guildhall::kernel::Period::minutes(10));
        let bearer = world.stranger().with("authorization", &format!("Bearer {token}"));
        world.later("PT10M5S");
        bearer.get("/v1/me").await.is(200);
        world.later("PT1S");
        bearer.get("/v1/me").await.refused(401, "unauthenticated");
    }
}

story! {
    async fn every_fault_of_a_registration_is_told_at_once_and_nothing_is_kept(world) {
        let bad = json!({ "email": "no", "password": "short", "full_name": "a\u{202e}b", "role": "administrator" });
        let told = world.stranger().post("/v1/users", bad).await;
        told.refused(422, "invalid");
        assert_eq!(told.pointers(), ["/email", "/full_name", "/password", "/role"]);
        let same = json!({ "email": "ada.lovelace@x.example", "password": "ada.lovelace@x.example", "full_name": "Ada" });
        assert_eq!(world.stranger().post("/v1/users", same).await.refused(422, "invalid").pointers(), ["/password"]);
        assert_eq!(world.count("users"), 0);
        assert!(world.events().await.is_empty());
    }
}

story! {
    async fn a_hash_of_another_cost_is_made_anew_at_sign_in(world) {
        use diesel::prelude::*;
        use guildhall::{accounts::{Cost, Hasher, Password}, db::schema::users};
        let ada = world.person("Ada").await;
        let stored = || world.app.pool.read_here(|db| Ok(users::table.select(users::password_hash).first::<Option<String>>(db)?)).unwrap().unwrap();
        let usual = stored();
        let dear = Hasher::start(Cost { memory_kib: 128, passes: 2 }).unwrap();
        let old = dear.hash(Password::parse("three random words".to_owned()).unwrap()).await.unwrap();
        let write = move |tx: &mut guildhall::db::Tx<'_>| {
            diesel::update(users::table).set(users::password_hash.eq(&old)).execute(tx.db())?;
            Ok(())
        };
        world.app.pool.write_here(write).unwrap();
        let wrong = json!({ "email": ada.email, "password": "three random birds" });
        world.stranger().post("/v1/sessions", wrong).await.refused(401, "unauthenticated");
        assert!(stored().contains("m=128,t=2"));
        let right = json!({ "email": ada.email, "password": "three random words" });
        world.stranger().post("/v1/sessions", right.clone()).await.is(201);
        let fresh = stored();
        assert!(fresh.contains("m=64,t=1") && fresh != usual, "{fresh}");
        world.stranger().post("/v1/sessions", right).await.is(201);
        assert_eq!(stored(), fresh);
    }
}

story! {
    async fn a_registration_is_asked_for_again_with_its_key(world) {
        use diesel::prelude::*;
        use guildhall::db::schema::idempotency_keys as keys;
        use sha2::Digest as _;
        let new = |name: &str| json!({ "email": "ada@people.example", "password": "three random words", "full_name": name });
        let keyed = || world.stranger().with("idempotency-key", "first-try");
        let first = keyed().post("/v1/users", new("Ada")).await;
        let again = keyed().post("/v1/users", new("Ada")).await;
        assert_eq!(first.is(201).text, again.is(201).text);
        assert_eq!(world.letters_to("ada@people.example").await.len(), 1);
        // The same key with another body is somebody else's, and signing in keeps nothing.
        keyed().post("/v1/users", new("Eve")).await.is(201);
        assert_eq!(world.letters_to("ada@people.example").await.len(), 2);
        assert_eq!(world.count("idempotency_keys"), 2);
        let ben = world.person("Ben").await;
        let sign_in = json!({ "email": ben.email, "password": "three random words" });
        let one = keyed().post("/v1/sessions", sign_in.clone()).await;
        let other = keyed().post("/v1/sessions", sign_in).await;
        assert_ne!(one.is(201)["refresh_token"], other.is(201)["refresh_token"]);
        assert_eq!(world.count("idempotency_keys"), 2);
        // No hash of a body with a password lies in the database for others to try passwords on.
        let plain = hex::encode(sha2::Sha256::digest(new("Ada").to_string()));
        let kept = world.app.pool.read_here(|db| Ok(keys::table.select((keys::user_id, keys::fingerprint)).load::<(String, String)>(db)?)).unwrap();
        assert!(kept.iter().all(|(owner, fingerprint)| !owner.contains(&plain) && *fingerprint != plain));
        assert!(kept.iter().any(|(_, fingerprint)| *fingerprint == world.app.keys.tag(&plain)));
    }
}

story! {
    /// SAFETY E16: an installation begins without anybody; the first administrator is made at the
    /// machine, by a token that works once.
    async fn there_is_nobody_until_somebody_is_made(world) {
        assert_eq!(world.count("users"), 0);
        for email in ["admin@guildhall.example", "admin@localhost.localdomain", "root@guildhall.test", "guildhall@example.com"] {
            for password in ["admin", "password", "guildhall", "changeme", "three random words"] {
                let told = world.stranger().post("/v1/sessions", json!({ "email": email, "password": password })).await;
                assert!(matches!(told.status, 401 | 429), "{}", told.text);
            }
            world.later("PT6H");
        }
        let address = guildhall::kernel::Email::parse("first@platform.example").unwrap();
        let made = guildhall::audit::act_as_system(&world.app, "test", move |tx, call| {
            guildhall::accounts::make_platform_user(tx, call, &address, guildhall::accounts::PlatformRole::Administrator)
        });
        let (_, token) = made.unwrap();
        let set = json!({ "token": token, "password": "four wandering otters" });
        let signs_in = json!({ "email": "first@platform.example", "password": "four wandering otters" });
        world.stranger().post("/v1/sessions", signs_in.clone()).await.refused(401, "unauthenticated");
        world.stranger().post("/v1/users/password", set.clone()).await.is(204);
        world.stranger().post("/v1/users/password", set).await.refused(422, "token-spent");
        world.stranger().post("/v1/sessions", signs_in).await.is(201);
    }
}

story! {
    /// SAFETY E19: however an address is written it is one account, and look-alikes are refused.
    async fn twins_of_an_address_are_one_account_or_none(world) {
        let new = |email: &str| json!({ "email": email, "password": "four wandering otters", "full_name": "Ada" });
        for email in ["Ada@X.example", "ada@x.example", " ADA@x.EXAMPLE "] {
            world.stranger().post("/v1/users", new(email)).await.is(201);
        }
        assert_eq!(world.count("users"), 1);
        for twin in ["\u{430}da@x.example", "ada@\u{445}.example", "ada@x.example.", "\u{ff41}da@x.example", "ada@x\u{3002}example", "ada@b\u{fc}cher.example", "ada\u{200b}@x.example"] {
            assert_eq!(world.stranger().post("/v1/users", new(twin)).await.refused(422, "invalid").pointers(), ["/email"], "{twin}");
        }
        assert_eq!(world.count("users"), 1);
        let token = world.token_for("ada@x.example").await;
        world.stranger().post("/v1/users/verification", json!({ "token": token })).await.is(204);
        let again = json!({ "email": "ADA@X.EXAMPLE", "password": "four wandering otters" });
        world.stranger().post("/v1/sessions", again).await.is(201);
    }
}
