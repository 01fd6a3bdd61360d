//! Public bodies that become one.

use serde_json::{Value, json};

use crate::{
    story,
    world::{
        Person, Told, World,
        notices::{lot_id, procurement},
    },
};

fn merger(of: &str) -> String {
    format!("/v1/organisations/{of}/merger")
}

async fn proposes(admin: &Person<'_>, from: &str, into: &str) -> Told {
    admin.post(&merger(from), json!({ "into_id": into, "reason": "One council from April." })).await
}

async fn confirms(admin: &Person<'_>, from: &str, into: &str) -> Told {
    admin.post(&format!("{}/confirmation", merger(from)), json!({ "into_id": into })).await
}

async fn leads_to(world: &World, id: &str) -> Option<String> {
    let told = world.stranger().get(&format!("/v1/organisations/{id}")).await;
    (told.status == 308).then(|| told.header("location").unwrap().to_owned())
}

async fn roles(of: &Person<'_>) -> Vec<(String, Value)> {
    let me = of.get("/v1/me").await;
    let all = me.is(200)["memberships"].as_array().unwrap().iter();
    let named = |m: &Value| (m["organisation_id"].as_str().unwrap().to_owned(), m["roles"].clone());
    all.map(named).collect()
}

story! {
    async fn two_bodies_become_one(world) {
        let (east, west) = (world.public_body("East").await, world.public_body("West").await);
        let otter = world.supplier("Otter").await;
        let (first, second) = (world.administrator().await, world.second_administrator().await);
        // East's author approves for West.
        let invite = json!({ "email": east.author.email, "roles": ["approver"] });
        west.owner.post(&format!("/v1/organisations/{}/invitations", west.id), invite).await.is(201);
        east.author.joins().await;
        east.author.enrols().await;
        let eve = world.person("Eve").await;
        east.owner.post(&format!("/v1/organisations/{}/invitations", east.id), json!({ "email": eve.email, "roles": ["viewer"] })).await.is(201);
        let link = json!({ "token": world.token_for(&eve.email).await });
        let claim = east.owner.post(&format!("/v1/organisations/{}/domains", east.id), json!({ "domain": "east.example" })).await;
        let domain = claim.is(201).id();
        let open = east.publishes(procurement(&east.id)).await;
        let (lot, draft) = (lot_id(&open, 0), east.drafts(procurement(&east.id)).await);
        let (bid, _) = otter.submits(&lot, "t", "1.00").await;

        proposes(&first, &east.id, &west.id).await.is(201);
        assert!(world.letters_to(&east.owner.email).await.pop().unwrap().contains("East is to become part of West"));
        assert_eq!(second.get(&merger(&east.id)).await.is(200)["into_id"], json!(west.id));
        confirms(&first, &east.id, &west.id).await.refused(403, "four-eyes");
        confirms(&second, &east.id, &west.id).await.is(201);
        assert!(world.letters_to(&west.owner.email).await.pop().unwrap().contains("East is part of West now"));

        // The old id leads to the new one; members, domains and what they wrote are there.
        let new = format!("/v1/organisations/{}", west.id);
        assert_eq!(leads_to(&world, &east.id).await, Some(new.clone()));
        let all = world.public("/v1/organisations").await;
        assert!(!all.is(200).text.contains(&east.id));
        assert_eq!(roles(&east.opener).await, [(west.id.clone(), json!(["opener"]))]);
        assert_eq!(roles(&east.author).await, [(west.id.clone(), json!(["author", "approver"]))]);
        east.owner.get(&format!("/v1/organisations/{}/members", east.id)).await.refused(404, "not-found");
        let ids = world.public(&new).await["identifiers"].clone();
        assert_eq!(ids.as_array().unwrap().len(), 2);
        assert_eq!(east.owner.get(&format!("{new}/domains")).await.is(200)["items"][0]["id"], json!(domain));
        let shown = world.public(&format!("/v1/opportunities/{}", open.id())).await;
        assert_eq!((&shown.is(200)["organisation_id"], &shown["buyer_name"]), (&json!(west.id), &json!("East")));
        assert_eq!(west.author.get(&format!("/v1/opportunities/{}", draft.id())).await.is(200)["buyer_name"], "West");
        eve.post("/v1/invitations/acceptance", link).await.refused(422, "token-spent");
        east.author.post("/v1/opportunities", procurement(&east.id)).await.refused(404, "not-found");

        // Whoever wrote does not publish, with the roles of both bodies as with those of one.
        let seen = east.author.get(&format!("/v1/opportunities/{}", draft.id())).await;
        let sent = east.author.act(&format!("/v1/opportunities/{}/review", draft.id()), &seen.etag(), json!({})).await;
        let publish = format!("/v1/opportunities/{}/publication", draft.id());
        east.author.act(&publish, &sent.is(201).etag(), json!({})).await.refused(403, "four-eyes");
        west.approver.act(&publish, &sent.etag(), json!({})).await.is(201);

        // Bids come in and are opened as before, by one opener of each.
        world.past_the_deadline();
        let approvals = format!("/v1/lots/{lot}/opening-approvals");
        east.opener.post(&approvals, json!({})).await.is(201);
        west.opener.post(&approvals, json!({})).await.is(201);
        west.approver.get(&bid).await.is(200);

        // Chains are flat.
        let north = world.public_body("North").await;
        proposes(&second, &west.id, &north.id).await.is(201);
        confirms(&first, &west.id, &north.id).await.is(201);
        for old in [&east.id, &west.id] {
            assert_eq!(leads_to(&world, old).await, Some(format!("/v1/organisations/{}", north.id)));
        }
    }
}

story! {
    async fn what_is_confirmed_is_what_was_proposed(world) {
        let (east, west) = (world.public_body("East").await, world.public_body("West").await);
        let (north, otter) = (world.public_body("North").await, world.supplier("Otter").await);
        let (first, second) = (world.administrator().await, world.second_administrator().await);
        let confirmation = format!("{}/confirmation", merger(&east.id));
        for outsider in [&east.owner, &otter.owner] {
            proposes(outsider, &east.id, &west.id).await.refused(403, "forbidden");
            confirms(outsider, &east.id, &west.id).await.refused(403, "forbidden");
            outsider.get(&merger(&east.id)).await.refused(403, "forbidden");
            outsider.delete(&merger(&east.id)).await.refused(403, "forbidden");
        }
        world.stranger().post(&confirmation, json!({ "into_id": west.id })).await.refused(401, "unauthenticated");
        let nowhere = "0199b4f0-7c1e-7d3a-8f00-3b1d5c9e2a11";
        proposes(&first, &east.id, nowhere).await.refused(404, "not-found");
        proposes(&first, nowhere, &west.id).await.refused(404, "not-found");
        for (from, into) in [(&east.id, &east.id), (&east.id, &otter.id), (&otter.id, &west.id)] {
            proposes(&first, from, into).await.refused(409, "wrong-state");
        }
        let stale = first.client().await.with("if-match", "\"99\"");
        stale.post(&merger(&east.id), json!({ "into_id": west.id, "reason": "x" })).await.refused(412, "stale");
        first.get(&merger(&east.id)).await.refused(409, "wrong-state");
        first.delete(&merger(&east.id)).await.refused(409, "wrong-state");
        confirms(&second, &east.id, &west.id).await.refused(409, "wrong-state");
        assert_eq!(world.count("mergers"), 0);

        // An administrator who has a place in one of the bodies keeps out of it.
        let invite = json!({ "email": "second-admin@platform.example", "roles": ["viewer"] });
        west.owner.post(&format!("/v1/organisations/{}/invitations", west.id), invite).await.is(201);
        second.joins().await;
        proposes(&second, &east.id, &west.id).await.refused(403, "four-eyes");
        proposes(&first, &east.id, &west.id).await.is(201);
        confirms(&second, &east.id, &west.id).await.refused(403, "four-eyes");
        proposes(&first, &east.id, &north.id).await.refused(409, "taken");
        confirms(&second, &east.id, &north.id).await.refused(409, "wrong-state");
        first.delete(&merger(&east.id)).await.is(204);
        proposes(&first, &east.id, &north.id).await.is(201);
        first.post(&format!("/v1/organisations/{}/suspension", north.id), json!({ "reason": "A trial." })).await.is(201);
        confirms(&second, &east.id, &north.id).await.refused(409, "wrong-state");
        assert_eq!(leads_to(&world, &east.id).await, None);
        assert_eq!(roles(&east.opener).await, [(east.id.clone(), json!(["opener"]))]);
    }
}
