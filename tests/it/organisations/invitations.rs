//! Invitations to an organisation.

use serde_json::json;

use crate::story;

story! {
    async fn an_invitation_is_for_its_address_alone_and_works_once(world) {
        let camden = world.public_body("Camden").await;
        let (ben, eve) = (world.person("Ben").await, world.person("Eve").await);
        let path = format!("/v1/organisations/{}/invitations", camden.id);
        camden.owner.post(&path, json!({ "email": ben.email, "roles": ["author", "opener"] })).await.is(201);
        let token = json!({ "token": world.token_for(&ben.email).await });
        eve.post("/v1/invitations/acceptance", token.clone()).await.refused(403, "forbidden");
        ben.post("/v1/invitations/acceptance", token.clone()).await.is(201);
        ben.post("/v1/invitations/acceptance", token).await.refused(422, "token-spent");
        let me = ben.get("/v1/me").await;
        assert_eq!(me["memberships"][0]["roles"], json!(["author", "opener"]));
        let wrong = json!({ "email": "x@people.example", "roles": ["bidder"] });
        assert_eq!(camden.owner.post(&path, wrong).await.refused(422, "invalid").pointers(), ["/roles/0"]);
    }
}

story! {
    async fn an_invitation_is_withdrawn_and_falls_with_its_owner(world) {
        let camden = world.public_body("Camden").await;
        let second = world.member(&camden.owner, &camden.id, "Second owner", &["owner"]).await;
        let (ben, eve) = (world.person("Ben").await, world.person("Eve").await);
        let path = format!("/v1/organisations/{}/invitations", camden.id);
        let first = camden.owner.post(&path, json!({ "email": ben.email, "roles": ["opener"] })).await;
        second.post(&path, json!({ "email": eve.email, "roles": ["owner"] })).await.is(201);
        for outsider in [&eve, &ben] {
            outsider.get(&path).await.refused(404, "not-found");
        }
        camden.author.get(&path).await.refused(403, "forbidden");
        let waiting = camden.owner.get(&path).await;
        assert_eq!(waiting.is(200)["items"].as_array().unwrap().len(), 2);
        assert!(!waiting.text.contains("token"));

        let one = format!("{path}/{}", first.is(201).id());
        eve.delete(&one).await.refused(404, "not-found");
        camden.author.delete(&one).await.refused(403, "forbidden");
        world.stranger().delete(&one).await.refused(401, "unauthenticated");
        camden.owner.delete(&one).await.is(204);
        camden.owner.delete(&one).await.refused(404, "not-found");
        let token = json!({ "token": world.token_for(&ben.email).await });
        ben.post("/v1/invitations/acceptance", token).await.refused(422, "token-spent");

        // Who is an owner no more invites nobody, not even by a link of before.
        let demote = format!("/v1/organisations/{}/members/{}", camden.id, second.id);
        camden.owner.patch(&demote, "\"1\"", json!({ "roles": ["viewer"] })).await.is(200);
        let token = json!({ "token": world.token_for(&eve.email).await });
        eve.post("/v1/invitations/acceptance", token).await.refused(422, "token-spent");
        assert_eq!(eve.get("/v1/me").await.is(200)["memberships"], json!([]));
    }
}

story! {
    async fn an_invitation_is_declined_without_an_account(world) {
        let camden = world.public_body("Camden").await;
        let path = format!("/v1/organisations/{}/invitations", camden.id);
        let email = "kim@elsewhere.example";
        for _ in 0..2 {
            camden.owner.post(&path, json!({ "email": email, "roles": ["author"] })).await.is(201);
        }
        let token = json!({ "token": world.token_for(email).await });
        let declines = async |body: serde_json::Value| world.stranger().post("/v1/invitations/refusal", body).await;
        declines(json!({ "token": "none" })).await.refused(422, "token-spent");
        assert_eq!(camden.owner.get(&path).await.is(200)["items"].as_array().unwrap().len(), 2, "a refusal leaves all");
        declines(token.clone()).await.is(204);
        assert_eq!(camden.owner.get(&path).await.is(200)["items"], json!([]));
        declines(token.clone()).await.refused(422, "token-spent");
        let told = world.letters_to(&camden.owner.email).await;
        assert!(told.last().unwrap().contains("kim@elsewhere.example was invited to work for Camden"));
        assert!(!world.texts_of("outbox", "body_text").concat().contains("has said no"), "it names somebody who has no account");
    }
}

story! {
    async fn who_was_removed_does_not_come_back_by_an_older_link_and_an_owner_remains(world) {
        let camden = world.public_body("Camden").await;
        let ben = world.person("Ben").await;
        let path = format!("/v1/organisations/{}/invitations", camden.id);
        let invite = json!({ "email": ben.email, "roles": ["owner"] });
        camden.owner.post(&path, invite.clone()).await.is(201);
        let first = json!({ "token": world.token_for(&ben.email).await });
        camden.owner.post(&path, invite).await.is(201);
        let second = json!({ "token": world.token_for(&ben.email).await });
        ben.post("/v1/invitations/acceptance", second).await.is(201);
        let member = |id: &str| format!("/v1/organisations/{}/members/{id}", camden.id);

        // A suspended owner is none: the other one stays.
        let admin = world.administrator().await;
        let suspension = format!("/v1/users/{}/suspension", ben.id);
        admin.post(&suspension, json!({ "reason": "A trial." })).await.is(204);
        camden.owner.delete(&member(&camden.owner.id)).await.refused(409, "wrong-state");
        admin.delete(&suspension).await.is(204);

        camden.owner.delete(&member(&ben.id)).await.is(204);
        let back = world.stranger().post("/v1/sessions", json!({ "email": ben.email, "password": "three random words" })).await;
        let bearer = format!("Bearer {}", back.is(201)["access_token"].as_str().unwrap());
        let ben = world.stranger().with("authorization", &bearer);
        ben.post("/v1/invitations/acceptance", first).await.refused(422, "token-spent");
    }
}
