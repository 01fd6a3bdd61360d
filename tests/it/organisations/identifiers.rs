//! Identifiers: checked, in one way of writing, verified or not.

use serde_json::{Value, json};

use crate::story;

fn coh(id: &str) -> Value {
    json!({ "scheme": "GB-COH", "id": id })
}

/// An organisation's identifiers as shown: scheme, id, verified.
fn shown(organisation: &crate::world::Told) -> Vec<(String, String, bool)> {
    let items = organisation["identifiers"].as_array().unwrap();
    let text = |one: &Value, name: &str| one[name].as_str().unwrap().to_owned();
    items
        .iter()
        .map(|i| (text(i, "scheme"), text(i, "id"), i["verified"].as_bool().unwrap()))
        .collect()
}

story! {
    async fn an_identifier_is_verified_with_its_organisation_and_a_new_one_is_not(world) {
        let otter = world.supplier("Otter").await;
        let path = format!("/v1/organisations/{}", otter.id);
        let before = world.public(&path).await;
        assert_eq!(shown(&before), [("GB-TEST".to_owned(), "OTTER".to_owned(), true)]);
        assert_eq!(before["identifiers"][0]["verified_at"], world.now().to_string());

        let identifiers = format!("{path}/identifiers");
        let added = otter.owner.post(&identifiers, coh("sc1234")).await;
        let one = |verified| ("GB-COH".to_owned(), "SC001234".to_owned(), verified);
        assert_eq!(shown(added.is(201))[0], one(false));
        assert!(added["identifiers"][0]["verified_at"].is_null());
        assert_eq!(added["state"], "verified");
        let admin = world.administrator().await;
        let verification = format!("{identifiers}/verification");
        otter.owner.post(&verification, coh("SC001234")).await.refused(403, "forbidden");
        admin.post(&verification, coh("SC999999")).await.refused(409, "wrong-state");
        let verified = admin.post(&verification, coh("sc001234")).await;
        assert_eq!(shown(verified.is(201))[0], one(true));

        // Taken back and given again it has to be verified again.
        otter.owner.post(&format!("{identifiers}/withdrawal"), coh("SC1234")).await.is(201);
        let again = otter.owner.post(&identifiers, coh("SC1234")).await;
        assert_eq!(shown(again.is(201))[0], one(false));
        let events = world.events().await;
        let own: Vec<_> = events.iter().filter(|e| e.starts_with("identifier.")).collect();
        assert_eq!(own, ["identifier.added", "identifier.verified", "identifier.withdrawn", "identifier.added"]);
    }
}

story! {
    async fn only_owners_change_identifiers_and_one_stays(world) {
        let (otter, badger) = (world.supplier("Otter").await, world.supplier("Badger").await);
        let identifiers = format!("/v1/organisations/{}/identifiers", otter.id);
        let (withdrawal, own) = (format!("{identifiers}/withdrawal"), json!({ "scheme": "GB-TEST", "id": "OTTER" }));
        let before = (world.count("organisation_identifiers"), world.count("audit_events"));
        for path in [&identifiers, &withdrawal, &format!("{identifiers}/verification")] {
            world.stranger().post(path, own.clone()).await.refused(401, "unauthenticated");
        }
        otter.bidder.post(&identifiers, coh("1234567")).await.refused(403, "forbidden");
        badger.owner.post(&identifiers, coh("1234567")).await.refused(404, "not-found");
        otter.bidder.post(&withdrawal, own.clone()).await.refused(403, "forbidden");
        badger.owner.post(&withdrawal, own.clone()).await.refused(404, "not-found");
        otter.owner.post(&withdrawal, own.clone()).await.refused(409, "wrong-state").says("one identifier at least");
        otter.owner.post(&withdrawal, coh("1234567")).await.refused(409, "wrong-state");
        otter.owner.post(&identifiers, own.clone()).await.refused(409, "taken");
        otter.owner.post(&identifiers, json!({ "scheme": "GB-TEST", "id": "badger" })).await.refused(409, "taken");
        let stale = otter.owner.client().await.with("if-match", "\"9\"");
        stale.post(&identifiers, coh("1234567")).await.refused(412, "stale");
        for wrong in ["123456789", "XX123456", "'; drop"] {
            let told = otter.owner.post(&identifiers, coh(wrong)).await;
            assert_eq!(told.refused(422, "invalid").pointers(), ["/id"]);
        }
        let vat = otter.owner.post(&identifiers, json!({ "scheme": "GB-VAT", "id": "GB 980 7806 85" })).await;
        assert_eq!(vat.refused(422, "invalid").pointers(), ["/id"]);
        assert_eq!((world.count("organisation_identifiers"), world.count("audit_events")), before);

        for n in 1..10 {
            otter.owner.post(&identifiers, coh(&format!("{n}"))).await.is(201);
        }
        otter.owner.post(&identifiers, coh("10")).await.refused(409, "wrong-state").says("at most ten");
    }
}

story! {
    async fn nobody_verifies_an_identifier_of_their_own(world) {
        let otter = world.supplier("Otter").await;
        let admin = world.administrator().await;
        let invitations = format!("/v1/organisations/{}/invitations", otter.id);
        otter.owner.post(&invitations, json!({ "email": admin.email, "roles": ["viewer"] })).await.is(201);
        admin.joins().await;
        let path = format!("/v1/organisations/{}/identifiers/verification", otter.id);
        admin.post(&path, json!({ "scheme": "GB-TEST", "id": "OTTER" })).await.refused(403, "four-eyes");
    }
}

story! {
    async fn two_who_claim_one_identifier_at_once_leave_one(world) {
        let (otter, badger) = (world.supplier("Otter").await, world.supplier("Badger").await);
        let path = |of: &str| format!("/v1/organisations/{of}/identifiers");
        let (first, second) = (path(&otter.id), path(&badger.id));
        let told = futures_util::future::join(otter.owner.post(&first, coh("1234567")), badger.owner.post(&second, coh("01234567"))).await;
        let mut all = [told.0.status, told.1.status];
        all.sort_unstable();
        assert_eq!(all, [201, 409], "{} {}", told.0.text, told.1.text);
    }
}
