//! Applications for a capability, with evidence for each criterion (LESSONS-PROCUREMENT row 24).

use serde_json::{Value, json};

use crate::{
    story,
    world::capabilities::{
        EVIDENCE, QUEUE, application, applies, assesses, category, found_by, makes, of_criteria,
        showing, words,
    },
};

story! {
    async fn a_supplier_applies_with_evidence_for_every_criterion(world) {
        let (otter, badger) = (world.supplier("Otter").await, world.supplier("Badger").await);
        let camden = world.public_body("Camden").await;
        let admin = world.administrator().await;
        let viewer = world.member(&otter.owner, &otter.id, "Viewer", &["viewer"]).await;
        makes(&admin, of_criteria("drainage", &["delivered", "staffed"])).await.is(201);
        let whole = || showing("drainage", &["delivered", "staffed"]);
        let before = world.count("audit_events");
        world.stranger().post(&otter.applications(), whole()).await.refused(401, "unauthenticated");
        applies(&viewer, &otter, whole()).await.refused(403, "forbidden");
        for stranger in [&badger.owner, &camden.owner, &admin] {
            applies(stranger, &otter, whole()).await.refused(404, "not-found");
        }
        // A public body is assessed for nothing.
        let there = format!("/v1/organisations/{}/capability-applications", camden.id);
        camden.owner.post(&there, whole()).await.refused(404, "not-found");
        camden.owner.get(&there).await.refused(404, "not-found");
        let wrong = json!({ "category": "drainage", "evidence": [
            { "criterion": "delivered", "text": "Yes.", "url": "http://otter.example" },
            { "criterion": "delivered", "text": "Yes." },
            { "criterion": "dug", "text": "Yes.", "url": "javascript:alert(1)" }] });
        let told = applies(&otter.bidder, &otter, wrong).await;
        assert_eq!(told.refused(422, "invalid").pointers(), ["/evidence", "/evidence/0/url", "/evidence/1/criterion", "/evidence/2/criterion", "/evidence/2/url"]);
        let long = json!({ "category": "drainage", "evidence": [{ "criterion": "delivered", "text": "x".repeat(4_001) }, { "criterion": "S", "text": "" }] });
        let told = applies(&otter.bidder, &otter, long).await;
        assert_eq!(told.refused(422, "invalid").pointers(), ["/evidence/0/text", "/evidence/1/criterion", "/evidence/1/text"]);
        assert_eq!(applies(&otter.bidder, &otter, application("nothing")).await.refused(422, "invalid").pointers(), ["/category"]);
        assert_eq!((world.count("capability_applications"), world.count("audit_events")), (0, before), "a refusal leaves nothing");

        let applied = applies(&otter.bidder, &otter, whole()).await;
        assert_eq!((&applied.is(201)["state"], &applied["category_title"]), (&json!("submitted"), &json!("The art of drainage")));
        let path = format!("{QUEUE}/{}", applied.id());
        applies(&otter.owner, &otter, whole()).await.refused(409, "taken");
        for reader in [&viewer, &otter.owner, &admin] {
            let one = reader.get(&path).await;
            assert_eq!((&one.is(200)["evidence"][1]["text"], &one["findings"]), (&json!(EVIDENCE), &json!([])));
            assert_eq!(words(&reader.get(&otter.applications()).await.is(200)["items"], "id"), [applied.id()]);
        }
        let auditor = world.auditor_of(&[&camden.id]).await;
        for stranger in [&badger.owner, &camden.owner, &auditor] {
            stranger.get(&path).await.refused(404, "not-found");
            stranger.get(&otter.applications()).await.refused(404, "not-found");
            stranger.delete(&path).await.refused(404, "not-found");
            stranger.get(QUEUE).await.refused(403, "forbidden");
        }

        // Taken back while it waits, by whoever may apply, once.
        viewer.delete(&path).await.refused(403, "forbidden");
        admin.delete(&path).await.refused(404, "not-found");
        otter.owner.delete(&path).await.is(204);
        otter.owner.delete(&path).await.refused(409, "wrong-state").says("withdrawn already");
        let gone = otter.owner.get(&path).await;
        assert_eq!((&gone.is(200)["state"], &gone["withdrawn_at"]), (&json!("withdrawn"), &json!(world.now())));
        applies(&otter.owner, &otter, whole()).await.is(201);
    }
}

story! {
    async fn five_wait_at_most_and_the_queue_is_read_oldest_first(world) {
        let (otter, badger) = (world.supplier("Otter").await, world.supplier("Badger").await);
        let admin = world.administrator().await;
        for n in 1..=6 {
            makes(&admin, category(&format!("c{n}"))).await.is(201);
        }
        let mut paths = Vec::new();
        for n in 1..=5 {
            paths.push(otter.applies(&format!("c{n}")).await);
        }
        applies(&otter.owner, &otter, application("c6")).await.refused(409, "wrong-state").says("five");
        badger.applies("c6").await;
        let list = format!("{QUEUE}?state=submitted&limit=4");
        let first = admin.get(&list).await;
        assert_eq!(words(&first.is(200)["items"], "category"), ["c1", "c2", "c3", "c4"]);
        assert!(!first.text.contains(EVIDENCE));
        let next = first["next"].as_str().unwrap();
        let rest = admin.get(&format!("{list}&cursor={next}")).await;
        assert_eq!((words(&rest.is(200)["items"], "category"), &rest["next"]), (vec!["c5".to_owned(), "c6".to_owned()], &Value::Null));
        admin.get(&format!("{QUEUE}?state=granted&cursor={next}")).await.refused(400, "bad-parameter");
        admin.get(&format!("{QUEUE}?state=old")).await.refused(400, "bad-parameter");
        otter.bidder.delete(&paths[1]).await.is(204);
        assesses(&admin, &paths[0], &[("delivered", false)]).await.is(201);
        assert_eq!(words(&admin.get(QUEUE).await.is(200)["items"], "category"), ["c3", "c4", "c5", "c6"]);
        assert_eq!(words(&admin.get(&format!("{QUEUE}?state=declined")).await.is(200)["items"], "category"), ["c1"]);
        otter.applies("c6").await;
        let own = otter.bidder.get(&format!("{}?limit=2", otter.applications())).await;
        assert_eq!(words(&own.is(200)["items"], "category"), ["c6", "c5"]);
    }
}

story! {
    async fn only_a_verified_supplier_that_is_not_suspended_is_assessed(world) {
        let (otter, admin) = (world.supplier("Otter").await, world.administrator().await);
        makes(&admin, category("drainage")).await.is(201);
        makes(&admin, category("archives")).await.is(201);
        let heron = world.person("Heron").await;
        let new = json!({ "kind": "supplier", "name": "Heron" });
        let unverified = heron.post("/v1/organisations", new).await.is(201).id();
        let there = format!("/v1/organisations/{unverified}/capability-applications");
        heron.post(&there, application("drainage")).await.refused(403, "forbidden").says("not verified");

        world.grants(&otter, "drainage").await;
        let path = otter.applies("archives").await;
        let own = format!("/v1/organisations/{}", otter.id);
        admin.post(&format!("{own}/suspension"), json!({ "reason": "Because." })).await.is(201);
        applies(&otter.bidder, &otter, application("archives")).await.refused(404, "not-found");
        for person in [&otter.owner, &otter.bidder] {
            person.get(&path).await.refused(404, "not-found");
            person.delete(&path).await.refused(404, "not-found");
        }
        assesses(&admin, &path, &[("delivered", true)]).await.refused(409, "wrong-state").says("suspended");
        assert!(found_by(&world, "drainage").await.is_empty());
        world.public(&format!("/v1/suppliers/{}", otter.id)).await.refused(404, "not-found");
        admin.delete(&format!("{own}/suspension")).await.is(204);
        assert_eq!(found_by(&world, "drainage").await, ["Otter"]);

        // Who is looked at again begins nothing; what was begun goes on.
        admin.post(&format!("{own}/reverification"), json!({ "reason": "A new address." })).await.is(201);
        assesses(&admin, &path, &[("delivered", false)]).await.is(201);
        applies(&otter.bidder, &otter, application("archives")).await.refused(403, "forbidden");
        assert_eq!(world.count("capability_applications"), 2);
    }
}
