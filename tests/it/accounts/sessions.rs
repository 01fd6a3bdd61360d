//! Sessions: listed, ended, refreshed; and the keys that sign their tokens.

use serde_json::{Value, json};

use crate::{
    accounts::passwords::{OLD, asks, signs_in},
    story,
};

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

story! {
    async fn a_session_that_lies_idle_has_ended(world) {
        let ada = world.person("Ada").await;
        let session = signs_in(&world, &ada.email, OLD).await;
        world.later("P13D");
        let refresh = json!({ "refresh_token": session.is(201)["refresh_token"] });
        let next = asks(&world, "/v1/sessions/refresh", refresh).await;
        // The client is told until when it may wait, and each refresh makes that later.
        let mine = ada.get("/v1/me/sessions").await;
        let of = |session: &Value| session["refreshed_at"] == json!(world.now()) && session["started_at"] != session["refreshed_at"];
        let session = mine.is(200)["items"].as_array().unwrap().iter().find(|one| of(one)).unwrap().clone();
        let days = |n: i64| json!(world.now().plus(guildhall::kernel::Period::days(n)));
        assert_eq!((&session["idle_until"], &session["expires_at"]), (&days(14), &days(17)));
        world.later("P14D");
        let refresh = json!({ "refresh_token": next.is(201)["refresh_token"] });
        asks(&world, "/v1/sessions/refresh", refresh).await.refused(401, "unauthenticated");
        assert_eq!(ada.get("/v1/me/sessions").await.is(200)["items"].as_array().unwrap().len(), 1);
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
