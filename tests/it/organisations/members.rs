//! Organisations, members, verification.

use serde_json::json;

use crate::story;

story! {
    async fn an_organisation_is_brought_verified_and_staffed(world) {
        let camden = world.public_body("Camden").await;
        let told = world.stranger().get(&format!("/v1/organisations/{}", camden.id)).await;
        assert_eq!(told.is(200)["state"], "verified");
        let members = camden.owner.get(&format!("/v1/organisations/{}/members?limit=3", camden.id)).await;
        assert_eq!(members.is(200)["items"].as_array().unwrap().len(), 3);
        let next = members["next"].as_str().unwrap();
        let rest = camden.owner.get(&format!("/v1/organisations/{}/members?limit=3&cursor={next}", camden.id)).await;
        assert_eq!(rest.is(200)["items"].as_array().unwrap().len(), 2);
        let letters = world.letters_to(&camden.owner.email).await;
        assert!(letters.iter().any(|l| l.contains("Camden is verified")));
    }
}

story! {
    async fn strangers_learn_nothing_of_members(world) {
        let camden = world.public_body("Camden").await;
        let eve = world.person("Eve").await;
        let path = format!("/v1/organisations/{}/members", camden.id);
        eve.get(&path).await.refused(404, "not-found");
        world.stranger().get(&path).await.refused(401, "unauthenticated");
        let invite = json!({ "email": "eve@people.example", "roles": ["owner"] });
        let invitations = format!("/v1/organisations/{}/invitations", camden.id);
        eve.post(&invitations, invite.clone()).await.refused(404, "not-found");
        camden.author.post(&invitations, invite).await.refused(403, "forbidden");
        let verify = format!("/v1/organisations/{}/verification", camden.id);
        eve.post(&verify, json!({ "outcome": "verified" })).await.refused(403, "forbidden");
    }
}

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
    async fn the_last_owner_stays_and_a_stale_change_is_refused(world) {
        let camden = world.public_body("Camden").await;
        let path = format!("/v1/organisations/{}/members/{}", camden.id, camden.owner.id);
        let demote = json!({ "roles": ["author"] });
        camden.owner.patch(&path, "\"1\"", demote.clone()).await.refused(409, "wrong-state");
        camden.owner.client().await.patch(&path, demote).await.refused(428, "if-match-missing");
        let author = format!("/v1/organisations/{}/members/{}", camden.id, camden.author.id);
        camden.owner.patch(&author, "\"1\"", json!({ "roles": ["owner", "author"] })).await.is(200);
        camden.owner.patch(&author, "\"1\"", json!({ "roles": ["author"] })).await.refused(412, "stale");
        camden.author.patch(&path, "\"1\"", json!({ "roles": ["viewer"] })).await.is(200);
        camden.owner.patch(&author, "\"2\"", json!({ "roles": ["author"] })).await.refused(403, "forbidden");
    }
}

story! {
    async fn a_retry_with_the_same_key_gets_the_same_answer(world) {
        let ada = world.person("Ada").await;
        let new = json!({ "kind": "supplier", "name": "Otter Sensors" });
        let client = ada.client().await.with("idempotency-key", "abc-123");
        let first = client.post("/v1/organisations", new.clone()).await;
        let again = client.post("/v1/organisations", new).await;
        assert_eq!(first.is(201).text, again.is(201).text);
        assert_eq!(first.etag(), again.etag());
        assert_eq!(world.count("organisations"), 1);
        let other = json!({ "kind": "supplier", "name": "Other" });
        client.post("/v1/organisations", other.clone()).await.refused(422, "idempotency-key-reused");
        let eve = world.person("Eve").await.client().await.with("idempotency-key", "abc-123");
        assert_ne!(eve.post("/v1/organisations", other).await.is(201).id(), first.id());
    }
}

story! {
    async fn an_identifier_belongs_to_one_organisation(world) {
        let ada = world.person("Ada").await;
        let new = |id: &str| json!({ "kind": "supplier", "name": "Otter", "identifiers": [{ "scheme": "GB-COH", "id": id }] });
        ada.post("/v1/organisations", new("1234567")).await.is(201).says("01234567");
        ada.post("/v1/organisations", new("01234567")).await.refused(409, "taken");
        assert_eq!(world.count("organisations"), 1);
        let told = ada.post("/v1/organisations", new("'; drop table users")).await;
        assert_eq!(told.refused(422, "invalid").pointers(), ["/identifiers/0/id"]);
    }
}

story! {
    async fn what_a_person_was_told_stands_in_the_feed_without_secrets(world) {
        let camden = world.public_body("Camden").await;
        let feed = camden.owner.get("/v1/me/notifications").await;
        let kinds: Vec<_> = feed.is(200)["items"].as_array().unwrap().iter().map(|i| i["kind"].clone()).collect();
        assert_eq!(kinds, ["organisation.verified"]);
        assert!(!feed["items"][0]["mailed_at"].is_null());
    }
}

story! {
    async fn auditors_read_the_log_and_nobody_else(world) {
        let camden = world.public_body("Camden").await;
        world.settle().await;
        camden.owner.get("/v1/audit/events").await.refused(403, "forbidden");
        world.administrator().await.get("/v1/audit/events").await.refused(403, "forbidden");
        let auditor = world.auditor().await;
        auditor.get("/v1/audit/events").await.refused(403, "forbidden");
        let auditor = world.auditor_of(&[&camden.id]).await;
        world.settle().await;
        let log = auditor.get(&format!("/v1/audit/events?thing_id={}&limit=2", camden.id)).await;
        assert_eq!(log.is(200)["items"].as_array().unwrap().len(), 2);
        assert!(!log.text.contains("people.example"), "an address stands in the log");
        let none = auditor.get("/v1/audit/events?colour=red").await;
        none.refused(400, "bad-parameter");
    }
}

story! {
    async fn two_owners_who_demote_each_other_leave_one(world) {
        let camden = world.public_body("Camden").await;
        let second = world.member(&camden.owner, &camden.id, "Second", &["owner"]).await;
        let path = |of: &str| format!("/v1/organisations/{}/members/{of}", camden.id);
            let demote = json!({ "roles": ["viewer"] });
            let (one, other) = (path(&second.id), path(&camden.owner.id));
            let tries = [camden.owner.client().await.with("if-match", "\"1\""), second.client().await.with("if-match", "\"1\"")];
            let told = futures_util::future::join(tries[0].patch(&one, demote.clone()), tries[1].patch(&other, demote)).await;
            let owners = camden.owner.get(&format!("/v1/organisations/{}/members?limit=100", camden.id)).await;
            let owners = owners.is(200)["items"].as_array().unwrap().iter().filter(|m| m["roles"].as_array().unwrap().contains(&json!("owner"))).count();
            assert_eq!(owners, 1, "{} {}", told.0.text, told.1.text);
            assert_eq!([&told.0, &told.1].iter().filter(|t| t.status == 200).count(), 1);
    }
}

story! {
    async fn members_leave_or_are_removed_and_lose_everything_at_once(world) {
        let camden = world.public_body("Camden").await;
        let member = |person: &crate::world::Person<'_>| format!("/v1/organisations/{}/members/{}", camden.id, person.id);
        let list = format!("/v1/organisations/{}/members", camden.id);
        let eve = world.person("Eve").await;
        eve.delete(&member(&camden.author)).await.refused(404, "not-found");
        world.stranger().delete(&member(&camden.author)).await.refused(401, "unauthenticated");
        camden.author.delete(&member(&camden.opener)).await.refused(403, "forbidden");
        camden.owner.delete(&member(&camden.owner)).await.refused(409, "wrong-state");
        let stale = camden.owner.client().await.with("if-match", "\"9\"");
        stale.delete(&member(&camden.author)).await.refused(412, "stale");
        assert_eq!(camden.owner.get(&list).await.is(200)["items"].as_array().unwrap().len(), 5);

        camden.owner.delete(&member(&camden.author)).await.is(204);
        camden.author.get(&list).await.refused(404, "not-found");
        assert!(world.letters_to(&camden.author.email).await.last().unwrap().contains("You are no longer a member of Camden"));
        camden.opener.delete(&member(&camden.opener)).await.is(204);
        camden.opener.get(&list).await.refused(404, "not-found");
        assert!(world.letters_to(&camden.owner.email).await.last().unwrap().contains("Camden opener has left Camden"));
        camden.owner.delete(&member(&camden.author)).await.refused(404, "not-found");
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
    async fn nobody_passes_for_a_verified_organisation(world) {
        world.public_body("Camden").await;
        let eve = world.person("Eve").await;
        let new = |name: &str, id: &str| json!({ "kind": "public_body", "name": name, "identifiers": [{ "scheme": "GB-TEST", "id": id }] });
        for twin in ["Camden", "CAMDEN", "\u{421}amden", "Cam-den", "Camden\u{200c}"] {
            eve.post("/v1/organisations", new(twin, "T1")).await.refused(409, "taken");
        }
        assert_eq!(world.count("organisations"), 1);

        // Two who wait may look alike; the second is not verified once the first is.
        let ids = [
            eve.post("/v1/organisations", new("Barnet", "B1")).await.is(201).id(),
            eve.post("/v1/organisations", new("B\u{430}rnet", "B2")).await.is(201).id(),
        ];
        let admin = world.administrator().await;
        let verify = |id: &str| format!("/v1/organisations/{id}/verification");
        admin.post(&verify(&ids[0]), json!({ "outcome": "verified" })).await.is(201);
        admin.post(&verify(&ids[1]), json!({ "outcome": "verified" })).await.refused(409, "taken");
        admin.post(&verify(&ids[1]), json!({ "outcome": "rejected", "note": "Not Barnet." })).await.is(201);
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
