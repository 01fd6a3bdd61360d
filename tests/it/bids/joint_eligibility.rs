//! What those who bid together have together (LESSONS-PROCUREMENT row 26).

use serde_json::{Value, json};

use crate::{
    story,
    world::{
        Supplier,
        capabilities::category,
        joint::{joins, submits},
        notices::asking,
        profiles::{no_grounds, whole},
        stages::award,
    },
};

fn essentials(expires: &str) -> Value {
    json!({ "accreditations": { "accreditations": [{ "kind": "cyber_essentials", "issuer": "IASME", "issued": "2026-02-01", "expires": expires }] } })
}

async fn stands(lead: &Supplier<'_>, lot: &str) -> Vec<(String, String, Value, String)> {
    let told =
        lead.bidder.get(&format!("/v1/lots/{lot}/eligibility?organisation_id={}", lead.id)).await;
    let all = told.is(200)["reasons"].as_array().unwrap().clone();
    let word = |one: &Value, name: &str| one[name].as_str().unwrap().to_owned();
    let read = all.iter().map(|one| {
        let whose = one["organisation_id"].clone();
        (word(one, "condition"), word(one, "state"), whose, word(one, "detail"))
    });
    read.collect()
}

story! {
    async fn partners_have_together_what_a_lot_asks(world) {
        let camden = world.public_body("Camden").await;
        let (otter, badger) = (world.supplier("Otter").await, world.supplier("Badger").await);
        let asked = json!({
            "reserved_for": ["sme"],
            "accreditations": [{ "kind": "cyber_essentials", "by": "submission" }],
        });
        let lot = camden.published_lot_of(asking(&camden.id, asked)).await;
        let size = whole("Otter Ltd")["size"].clone();
        otter.says(json!({ "size": size, "exclusions": no_grounds() })).await.is(200);
        let (bid, _) = otter.drafts(&lot, "t", "1000.00").await;
        submits(&otter, &bid).await.refused(409, "not-eligible");
        joins(&otter, &bid, &badger).await;
        badger.says(essentials("2027-01-31")).await.is(200);
        // Badger brings the accreditation; that it is an SME, it has to say for itself.
        let told = submits(&otter, &bid).await;
        let reasons = told.refused(409, "not-eligible")["reasons"].clone();
        assert_eq!(reasons.as_array().unwrap().len(), 1, "{reasons}");
        assert_eq!((&reasons[0]["condition"], &reasons[0]["organisation_id"]), (&json!("reserved_for"), &json!(badger.id)));
        assert_eq!(reasons[0]["detail"], "Badger: has not stated whether it meets this condition", "in no words of its own");
        assert_eq!(world.count("bid_submissions"), 0);
        badger.says(json!({ "size": size })).await.is(200);
        let all = stands(&otter, &lot).await;
        let of = |what: &str| all.iter().filter(|one| one.0 == what).map(|one| (one.1.as_str(), &one.2)).collect::<Vec<_>>();
        let id = json!(badger.id);
        assert_eq!(of("accreditation"), [("met", &id)]);
        assert_eq!(of("reserved_for"), [("met", &Value::Null), ("met", &id)]);
        assert!(!all.iter().any(|one| one.2 == id && one.3.contains("IASME")));
        submits(&otter, &bid).await.is(201);

        // A suspended partner keeps the bid out, whatever it has.
        let administrator = world.administrator().await;
        administrator.post(&format!("/v1/organisations/{}/suspension", badger.id), json!({ "reason": "Because." })).await;
        let told = submits(&otter, &bid).await;
        let reasons = told.refused(409, "not-eligible")["reasons"].clone();
        assert!(reasons.as_array().unwrap().iter().any(|one| one["condition"] == "not_suspended" && one["organisation_id"] == id), "{reasons}");
        assert_eq!(world.count("bid_submissions"), 1);
    }
}

story! {
    async fn a_team_covers_the_capabilities_that_a_lot_asks(world) {
        let camden = world.public_body("Camden").await;
        let (otter, badger) = (world.supplier("Otter").await, world.supplier("Badger").await);
        let administrator = world.administrator().await;
        let wants = |codes: &[&str], by: &str| {
            let all: Vec<Value> = codes.iter().map(|code| json!({ "code": code, "by": by })).collect();
            asking(&camden.id, json!({ "capabilities": all }))
        };
        for code in ["drainage", "telemetry", "archives"] {
            administrator.post("/v1/capability-categories", category(code)).await.is(201);
        }
        let unknown = wants(&["drainage", "sailing", "drainage"], "submission");
        let told = camden.author.post("/v1/opportunities", unknown).await;
        assert_eq!(told.refused(422, "invalid").pointers(), ["/lots/0/eligibility/capabilities/1/code", "/lots/0/eligibility/capabilities/2"]);
        // What nobody can be assessed for any more is not published.
        let stale = camden.drafts(wants(&["archives"], "submission")).await;
        let archives = administrator.get("/v1/capability-categories/archives").await.etag();
        administrator.act("/v1/capability-categories/archives/retirement", &archives, json!({ "reason": "Because." })).await;
        let path = format!("/v1/opportunities/{}", stale.id());
        let told = camden.author.act(&format!("{path}/review"), &stale.etag(), Value::Null).await;
        assert_eq!(told.refused(422, "invalid").pointers(), ["/lots/0/eligibility/capabilities/0/code"]);

        world.grants(&otter, "drainage").await;
        let granted = world.grants(&badger, "telemetry").await;
        let lot = camden.published_lot_of(wants(&["drainage", "telemetry"], "submission")).await;
        let of = |all: Vec<(String, String, Value, String)>| {
            let about = all.into_iter().filter(|one| one.0 == "capability");
            about.map(|one| (one.1, one.2)).collect::<Vec<_>>()
        };
        let alone = [("met".to_owned(), Value::Null), ("missing".to_owned(), Value::Null)];
        assert_eq!(of(stands(&otter, &lot).await), alone);
        let (bid, _) = otter.drafts(&lot, "t", "1000.00").await;
        let told = submits(&otter, &bid).await;
        assert_eq!(told.refused(409, "not-eligible")["reasons"][0]["kind"], "telemetry");
        joins(&otter, &bid, &badger).await;
        let team = [("met".to_owned(), Value::Null), ("met".to_owned(), json!(badger.id))];
        assert_eq!(of(stands(&otter, &lot).await), team);
        submits(&otter, &bid).await.is(201);

        // Revoked before the award: the chair has to say why it is to be awarded all the same.
        administrator.post(&format!("{granted}/revocation"), json!({ "reason": "It was another's." })).await;
        submits(&otter, &bid).await.refused(409, "not-eligible");
        let panel = world.evaluated_lot(&camden, &lot, &bid).await;
        let award = award(&[&bid]);
        let told = panel.proposes(&award).await;
        let reasons = &told.refused(409, "not-eligible")["bids"][0]["reasons"];
        assert_eq!((&reasons[0]["condition"], &reasons[0]["kind"], &reasons[1]), (&json!("capability"), &json!("telemetry"), &Value::Null));
    }
}
