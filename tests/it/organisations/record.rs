//! Organisations as they are registered and verified.

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
