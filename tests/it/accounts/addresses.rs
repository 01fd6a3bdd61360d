//! The address of an account, as it changes and as its owner takes that back.

use serde_json::{Value, json};

use crate::{
    accounts::passwords::{NEW, OLD, asks, signs_in},
    story,
};

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
story! {
    async fn a_retried_change_of_password_gets_its_answer_again(world) {
        let ada = world.person("Ada").await;
        let change = json!({ "current_password": OLD, "new_password": NEW });
        let keyed = ada.client().await.with("idempotency-key", "change-1");
        keyed.post("/v1/me/password", change.clone()).await.is(204);
        for _ in 0..10 {
            keyed.post("/v1/me/password", change.clone()).await.is(204);
        }
        ada.post("/v1/me/password", change).await.refused(403, "forbidden");
        let letters = world.letters_to(&ada.email).await;
        assert_eq!(letters.iter().filter(|letter| letter.contains("was changed")).count(), 1);
    }
}
