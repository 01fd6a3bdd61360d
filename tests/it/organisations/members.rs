//! Members of an organisation and their roles.

use serde_json::json;

use crate::story;

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
        world.run_workers().await;
        camden.owner.get("/v1/audit/events").await.refused(403, "forbidden");
        world.administrator().await.get("/v1/audit/events").await.refused(403, "forbidden");
        let auditor = world.auditor().await;
        auditor.get("/v1/audit/events").await.refused(403, "forbidden");
        let auditor = world.auditor_of(&[&camden.id]).await;
        world.run_workers().await;
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
