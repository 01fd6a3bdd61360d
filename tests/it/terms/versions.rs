//! The terms of the platform, version by version (LESSONS P16).

use serde_json::{Value, json};

use crate::{
    story,
    world::{Person, Supplier, Told, World, bidding::answers},
};

async fn publishes(person: &Person<'_>, from: Option<&str>) -> Told {
    let changes = "Prices are published after the standstill.";
    person
        .post("/v1/terms", json!({ "text": "Be fair.", "changes": changes, "applies_from": from }))
        .await
}

async fn accepts(person: &Person<'_>, of: &str, version: i32) -> Told {
    person
        .post(&format!("/v1/organisations/{of}/terms-acceptances"), json!({ "version": version }))
        .await
}

/// A new version of a bid, submitted.
async fn rewrites(supplier: &Supplier<'_>, bid: &str) -> Told {
    let now = supplier.bidder.get(bid).await;
    let draft = supplier.bidder.patch(bid, &now.etag(), answers("anew", "9500.00")).await;
    supplier.bidder.act(&format!("{bid}/submission"), &draft.etag(), Value::Null).await
}

/// Whether a supplier may bid, and what is said of the terms.
async fn why(supplier: &Supplier<'_>, lot: &str) -> (Value, Value) {
    let path = format!("/v1/lots/{lot}/eligibility?organisation_id={}", supplier.id);
    let told = supplier.bidder.get(&path).await;
    let reasons = told.is(200)["reasons"].as_array().unwrap();
    let terms = reasons.iter().find(|one| one["condition"] == "terms").unwrap();
    (told["eligible"].clone(), terms["state"].clone())
}

fn versions(told: &Told) -> Vec<Value> {
    told["items"].as_array().unwrap().iter().map(|one| one["version"].clone()).collect()
}

async fn letters(world: &World, person: &Person<'_>) -> Vec<String> {
    let all = world.letters_to(&person.email).await;
    all.into_iter().filter(|letter| letter.contains("terms of Guildhall change")).collect()
}

story! {
    async fn no_bid_goes_in_under_terms_that_nobody_accepted(world) {
        let camden = world.public_body("Camden").await;
        let (otter, badger) = (world.supplier("Otter").await, world.supplier("Badger").await);
        let lot = camden.published_lot().await;
        let admin = world.administrator().await;
        world.public("/v1/terms/current").await.refused(404, "not-found");
        assert_eq!(world.public("/v1/terms").await.is(200)["items"], json!([]));
        accepts(&otter.bidder, &otter.id, 1).await.refused(422, "invalid");

        for nobody in [&camden.owner, &otter.owner] {
            publishes(nobody, None).await.refused(403, "forbidden");
        }
        let first = publishes(&admin, None).await;
        assert_eq!((&first.is(201)["version"], &first["applies_from"]), (&json!(1), &json!(world.now())));
        assert_eq!(world.public("/v1/terms/current").await.is(200)["text"], "Be fair.");
        assert_eq!((letters(&world, &otter.bidder).await.len(), letters(&world, &camden.owner).await.len()), (1, 0));
        assert!(letters(&world, &otter.owner).await[0].contains("after the standstill"));

        let (bid, draft) = otter.drafts(&lot, "quietly", "10000.00").await;
        let path = format!("{bid}/submission");
        let refused = otter.bidder.act(&path, &draft.etag(), Value::Null).await;
        assert_eq!(refused.refused(409, "terms-not-accepted")["terms_version"], 1);
        assert_eq!(otter.bidder.get(&bid).await.is(200)["state"], "draft", "a refusal leaves the draft");
        assert_eq!(why(&otter, &lot).await, (json!(false), json!("not_met")));
        let viewer = world.member(&otter.owner, &otter.id, "Viewer", &["viewer"]).await;
        accepts(&viewer, &otter.id, 1).await.refused(403, "forbidden");
        accepts(&badger.owner, &otter.id, 1).await.refused(404, "not-found");
        accepts(&otter.bidder, &otter.id, 1).await.is(201);
        assert_eq!(why(&otter, &lot).await, (json!(true), json!("met")));
        accepts(&otter.owner, &otter.id, 1).await.refused(409, "taken");
        otter.bidder.act(&path, &draft.etag(), Value::Null).await.is(201);

        // The next version leaves a week, and may be accepted ahead.
        let soon = world.now().plus(guildhall::kernel::Period::days(6)).to_string();
        assert_eq!(publishes(&admin, Some(&soon)).await.refused(422, "invalid").pointers(), ["/applies_from"]);
        let second = publishes(&admin, None).await;
        assert_eq!(second.is(201)["version"], 2);
        assert_eq!(letters(&world, &otter.bidder).await.len(), 2);
        assert_eq!(world.public("/v1/terms/current").await.is(200)["version"], 1);
        assert_eq!(world.public("/v1/terms/2").await.is(200)["version"], 2);
        accepts(&badger.bidder, &badger.id, 2).await.is(201);
        world.later("P6D");
        badger.submits(&lot, "quietly", "9000.00").await;
        rewrites(&otter, &bid).await.is(201);
        world.later("P1D");
        assert_eq!(rewrites(&otter, &bid).await.refused(409, "terms-not-accepted")["terms_version"], 2);
        accepts(&otter.bidder, &otter.id, 1).await.refused(409, "wrong-state").says("accept version 2");
        accepts(&otter.bidder, &otter.id, 2).await.is(201);
        rewrites(&otter, &bid).await.is(201);

        let list = format!("/v1/organisations/{}/terms-acceptances", otter.id);
        for reader in [&viewer, &admin] {
            let told = reader.get(&list).await;
            assert_eq!(versions(told.is(200)), [json!(2), json!(1)]);
        }
        badger.owner.get(&list).await.refused(404, "not-found");
        assert_eq!(versions(world.public("/v1/terms").await.is(200)), [json!(2), json!(1)]);
        let page = world.public("/v1/terms?limit=1").await;
        let next = page.is(200)["next"].as_str().unwrap().to_owned();
        assert_eq!(versions(world.public(&format!("/v1/terms?limit=1&cursor={next}")).await.is(200)), [json!(1)]);
    }
}
