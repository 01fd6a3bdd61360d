//! The queue of administrators, their verdicts and questions, and verification anew.

use serde_json::{Value, json};

use crate::{
    story,
    world::{
        Person, Told,
        bidding::answers,
        notices::{lot_id, procurement},
    },
};

pub fn at(of: &str, act: &str) -> String {
    format!("/v1/organisations/{of}/{act}")
}

async fn brings(owner: &Person<'_>, name: &str) -> String {
    let new = json!({ "kind": "supplier", "name": name });
    owner.post("/v1/organisations", new).await.is(201).id()
}

fn names(page: &Told) -> Vec<String> {
    let items = page["items"].as_array().unwrap().iter();
    items.map(|i| i["organisation"]["name"].as_str().unwrap().to_owned()).collect()
}

story! {
    async fn who_waits_longest_is_first_and_what_is_known_stands_beside_it(world) {
        let camden = world.public_body("Camden").await;
        let (ada, admin) = (world.person("Ada").await, world.administrator().await);
        let mut ids = Vec::new();
        for name in ["First", "Second", "F\u{456}rst", "Third"] {
            world.later("PT1H");
            ids.push(brings(&ada, name).await);
        }
        let domain = json!({ "domain": "first.example" });
        ada.post(&at(&ids[0], "domains"), domain).await.is(201);
        for outsider in [&ada, &camden.owner] {
            outsider.get("/v1/verifications").await.refused(403, "forbidden");
        }
        world.stranger().get("/v1/verifications").await.refused(401, "unauthenticated");

        let page = admin.get("/v1/verifications?limit=3").await;
        assert_eq!(names(page.is(200)), ["First", "Second", "F\u{456}rst"]);
        let first = &page["items"][0];
        assert_eq!((&first["domains"][0]["domain"], &first["domains"][0]["state"]), (&json!("first.example"), &json!("claimed")));
        assert_eq!(first["lookalikes"][0]["id"], ids[2]);
        assert_eq!(page["items"][1]["lookalikes"], json!([]));
        let next = page["next"].as_str().unwrap();
        let rest = admin.get(&format!("/v1/verifications?limit=3&cursor={next}")).await;
        assert_eq!((names(rest.is(200)), &rest["next"]), (vec!["Third".to_owned()], &Value::Null));

        // As many statements however many wait.
        let before = world.reads();
        admin.get("/v1/verifications?limit=1").await.is(200);
        let few = world.reads() - before;
        let before = world.reads();
        admin.get("/v1/verifications").await.is(200);
        assert_eq!(world.reads() - before, few);
    }
}

story! {
    async fn more_is_asked_for_and_answered(world) {
        let (ada, eve, admin) = (world.person("Ada").await, world.person("Eve").await, world.administrator().await);
        let id = brings(&ada, "Otter").await;
        let (verdict, answer) = (at(&id, "verification"), at(&id, "verification/answer"));
        let words = json!({ "text": "Our number is 01234567." });
        ada.post(&answer, words.clone()).await.refused(409, "wrong-state");
        for outcome in ["more_information", "rejected"] {
            let told = admin.post(&verdict, json!({ "outcome": outcome })).await;
            assert_eq!(told.refused(422, "invalid").pointers(), ["/note"]);
        }
        admin.post(&verdict, json!({ "outcome": "more_information", "note": "Which number?" })).await.is(201);
        assert!(world.letters_to(&ada.email).await.pop().unwrap().contains("Which number?"));
        assert_eq!(names(admin.get("/v1/verifications").await.is(200)), Vec::<String>::new());
        world.stranger().post(&answer, words.clone()).await.refused(401, "unauthenticated");
        eve.post(&answer, words.clone()).await.refused(404, "not-found");
        let stale = ada.client().await.with("if-match", "\"9\"");
        stale.post(&answer, words.clone()).await.refused(412, "stale");
        world.later("PT1H");
        ada.post(&answer, words.clone()).await.is(201);
        let queue = admin.get("/v1/verifications").await;
        assert_eq!(queue.is(200)["items"][0]["answer"], "Our number is 01234567.");
        assert_eq!(queue["items"][0]["note"], "Which number?");
        ada.post(&answer, words.clone()).await.refused(409, "wrong-state");

        // Turned down, it can say why that was wrong, and waits again.
        admin.post(&verdict, json!({ "outcome": "rejected", "note": "No such number." })).await.is(201);
        admin.post(&verdict, json!({ "outcome": "rejected", "note": "Still." })).await.refused(409, "wrong-state");
        assert_eq!(ada.post(&answer, words).await.is(201)["state"], "unverified");
        admin.post(&verdict, json!({ "outcome": "verified" })).await.is(201);
        assert_eq!(names(admin.get("/v1/verifications").await.is(200)), Vec::<String>::new());
    }
}

story! {
    async fn who_is_looked_at_again_goes_on_and_begins_nothing(world) {
        let (camden, otter) = (world.public_body("Camden").await, world.supplier("Otter").await);
        let badger = world.supplier("Badger").await;
        let open = camden.publishes(procurement(&camden.id)).await;
        let lot = lot_id(&open, 0);
        let start = |of: &str| json!({ "organisation_id": of });
        let bids = format!("/v1/lots/{lot}/bids");
        let begun = format!("/v1/bids/{}", otter.bidder.post(&bids, start(&otter.id)).await.is(201).id());
        let admin = world.administrator().await;
        let reason = json!({ "reason": "The register says otherwise." });
        for body in [&camden.id, &otter.id, &badger.id] {
            let path = at(body, "reverification");
            camden.owner.post(&path, reason.clone()).await.refused(403, "forbidden");
            world.stranger().post(&path, reason.clone()).await.refused(401, "unauthenticated");
            world.later("PT1M");
            let told = admin.post(&path, reason.clone()).await;
            assert!(told.is(201)["reverifying_since"].is_string());
            admin.post(&path, reason.clone()).await.refused(409, "wrong-state");
        }
        assert!(world.letters_to(&camden.owner.email).await.pop().unwrap().contains("The register says otherwise."));
        assert_eq!(names(admin.get("/v1/verifications").await.is(200)), ["Camden", "Otter", "Badger"]);

        // A bid that was begun is submitted; one that is begun now is not.
        let path = begun;
        let draft = otter.bidder.get(&path).await;
        let edited = otter.bidder.patch(&path, &draft.is(200).etag(), answers("t", "1.00")).await;
        otter.bidder.act(&format!("{path}/submission"), &edited.is(200).etag(), json!({})).await.is(201);
        let new = badger.bidder.post(&bids, start(&badger.id)).await;
        let path = format!("/v1/bids/{}", new.is(201).id());
        let edited = badger.bidder.patch(&path, &new.etag(), answers("t", "1.00")).await;
        badger.bidder.act(&format!("{path}/submission"), &edited.is(200).etag(), json!({})).await.refused(403, "forbidden");

        // The body's lot goes on, and nothing new is published.
        let draft = camden.drafts(procurement(&camden.id)).await;
        let review = format!("/v1/opportunities/{}/review", draft.id());
        let told = camden.author.act(&review, &draft.etag(), json!({})).await;
        assert_eq!(told.refused(422, "invalid").pointers(), ["/organisation_id"]);
        let verdict = json!({ "outcome": "verified" });
        admin.post(&at(&camden.id, "verification"), verdict).await.is(201);
        camden.author.act(&review, &draft.etag(), json!({})).await.is(201);
    }
}

story! {
    async fn a_new_name_is_looked_at(world) {
        let camden = world.public_body("Camden").await;
        world.public_body("Barnet").await;
        let (eve, admin) = (world.person("Eve").await, world.administrator().await);
        let path = at(&camden.id, "identity");
        let new = |name: &str, id: &str| json!({ "name": name, "identifiers": [{ "scheme": "GB-TEST", "id": id }] });
        world.stranger().put(&path, new("X", "X")).await.refused(401, "unauthenticated");
        for other in [&eve, &camden.author] {
            other.put(&path, new("X", "X")).await.refused(403, "forbidden");
        }
        camden.owner.put(&path, new("B\u{430}rnet", "CAMDEN")).await.refused(409, "taken");
        camden.owner.put(&path, new("Camden", "BARNET")).await.refused(409, "taken");
        let twice = json!({ "name": "Camden", "identifiers": [{ "scheme": "GB-TEST", "id": "A" }, { "scheme": "GB-TEST", "id": "A" }] });
        assert_eq!(camden.owner.put(&path, twice).await.refused(422, "invalid").pointers(), ["/identifiers/1"]);
        let same = camden.owner.put(&path, new("Camden", "CAMDEN")).await;
        assert_eq!((&same.is(200)["reverifying_since"], &same["state"]), (&Value::Null, &json!("verified")));
        assert_eq!(names(admin.get("/v1/verifications").await.is(200)), Vec::<String>::new());

        let changed = camden.owner.put(&path, new("Camden and friends", "CF")).await;
        assert!(changed.is(200)["reverifying_since"].is_string());
        let shown = world.stranger().get(&format!("/v1/organisations/{}", camden.id)).await;
        assert_eq!((&shown.is(200)["name"], &shown["identifiers"][0]["id"]), (&json!("Camden and friends"), &json!("CF")));
        assert_eq!(names(admin.get("/v1/verifications").await.is(200)), ["Camden and friends"]);
        admin.post(&at(&camden.id, "verification"), json!({ "outcome": "verified" })).await.is(201);
        let shown = world.stranger().get(&format!("/v1/organisations/{}", camden.id)).await;
        assert_eq!(shown.is(200)["reverifying_since"], Value::Null);
    }
}
