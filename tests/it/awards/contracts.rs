//! What was signed, and the publication of its details (RULES 18).

use serde_json::{Value, json};

use crate::{
    story,
    world::{
        PublicBody, Supplier, Told, World,
        joint::joins_supplier,
        judging::Panel,
        stages::{award, id_of},
    },
};

/// A lot that was awarded to Otter and Badger together.
struct Decided<'w> {
    camden: PublicBody<'w>,
    otter: Supplier<'w>,
    badger: Supplier<'w>,
    panel: Panel<'w>,
    lot: String,
    bid: String,
}

impl<'w> Decided<'w> {
    async fn of(world: &'w World) -> Self {
        let camden = world.public_body("Camden").await;
        let (otter, badger) = (world.supplier("Otter").await, world.supplier("Badger").await);
        let lot = camden.published_lot().await;
        let (bid, _) = otter.drafts(&lot, "t", "1000.00").await;
        let new = json!({ "organisation_id": badger.id, "part": "Installs." });
        let asked = otter.bidder.post(&format!("{bid}/partners"), new).await.is(201).id();
        let yes = json!({ "accepted": true });
        badger.bidder.post(&format!("/v1/bid-partnerships/{asked}/answer"), yes).await.is(201);
        let now = otter.bidder.get(&bid).await.etag();
        otter.bidder.act(&format!("{bid}/submission"), &now, Value::Null).await.is(201);
        let panel = world.evaluated_lot(&camden, &lot, &bid).await;
        let bid = id_of(&bid).to_owned();
        Self { camden, otter, badger, panel, lot, bid }
    }

    async fn awards(&self) {
        self.panel.proposes(&award(&[&self.bid])).await.is(201);
        self.camden.approves(&self.lot).await.is(201);
    }

    fn signed(&self, net: &str, gross: &str) -> Value {
        json!({
            "bid_id": self.bid, "title": "Drain sensors",
            "net": { "amount": net, "currency": "GBP" }, "gross": { "amount": gross, "currency": "GBP" },
            "signed_on": "2026-10-01", "starts_on": "2026-11-01", "ends_on": "2028-10-31",
        })
    }

    async fn records(&self, signed: Value) -> Told {
        self.camden.approver.post(&format!("/v1/lots/{}/contracts", self.lot), signed).await
    }

    /// The second approver, who publishes what the first has recorded.
    async fn publishes(&self, second: &crate::world::Person<'_>, contract: &str) -> Told {
        let _ = self;
        second.post(&format!("/v1/contracts/{contract}/details-publication"), Value::Null).await
    }
}

async fn adds_ppon(supplier: &Supplier<'_>, id: &str) {
    let new = json!({ "scheme": "GB-PPON", "id": id });
    supplier.owner.post(&format!("/v1/organisations/{}/identifiers", supplier.id), new).await;
}

story! {
    async fn no_details_are_published_of_suppliers_without_ppon(world) {
        let on = Decided::of(&world).await;
        on.awards().await;
        let recorded = on.records(on.signed("25000.00", "30000.00")).await;
        let id = recorded.is(201).id();
        assert_eq!((&recorded["notifiable"], &recorded["suppliers"][1]["name"], &recorded["suppliers"][1]["ppon"]), (&json!(true), &json!("Badger"), &Value::Null));
        assert_eq!(world.public(&format!("/v1/lots/{}", on.lot)).await.is(200)["state"], "awarded");
        for whom in [&on.otter.bidder, &on.badger.owner] {
            let letters = world.letters_to(&whom.email).await;
            assert!(letters.last().unwrap().contains("Without PPON") && letters.last().unwrap().contains("Otter, Badger"), "{letters:?}");
        }

        let second = world.member(&on.camden.owner, &on.camden.id, "Second", &["approver"]).await;
        let told = on.publishes(&second, &id).await;
        assert_eq!(told.refused(409, "ppon-missing").pointers(), ["/suppliers/0", "/suppliers/1"]);
        adds_ppon(&on.otter, "PMZV-7732-XXTT").await;
        let (letters, events) = (world.count("outbox"), world.count("audit_events"));
        let told = on.publishes(&second, &id).await;
        assert_eq!(told.refused(409, "ppon-missing").pointers(), ["/suppliers/0"]);
        assert!(told.text.contains("Badger has no identifier"));
        assert_eq!((world.count("outbox"), world.count("audit_events")), (letters, events), "a refusal leaves nothing");

        // Until then it is for those who signed.
        let path = format!("/v1/contracts/{id}");
        let heron = world.supplier("Heron").await;
        world.public(&path).await.refused(404, "not-found");
        heron.owner.get(&path).await.refused(404, "not-found");
        on.badger.bidder.get(&path).await.is(200);
        assert_eq!(world.public(&format!("/v1/lots/{}/contracts", on.lot)).await.is(200)["items"], json!([]));
        adds_ppon(&on.badger, "PNPC-2746-QRTZ").await;
        heron.owner.post(&format!("{path}/details-publication"), Value::Null).await.refused(404, "not-found");
        on.otter.owner.post(&format!("{path}/details-publication"), Value::Null).await.refused(403, "forbidden");
        on.camden.author.post(&format!("{path}/details-publication"), Value::Null).await.refused(403, "forbidden");
        world.stranger().post(&format!("{path}/details-publication"), Value::Null).await.refused(401, "unauthenticated");
        on.publishes(&on.camden.approver, &id).await.refused(403, "four-eyes");
        let stale = second.client().await.with("if-match", "\"9\"");
        stale.post(&format!("{path}/details-publication"), Value::Null).await.refused(412, "stale");
        assert!(on.publishes(&second, &id).await.is(201)["details_published_at"].is_string());
        on.publishes(&second, &id).await.refused(409, "wrong-state");
        let seen = world.public(&path).await;
        assert_eq!((&seen.is(200)["suppliers"][0]["ppon"], &seen["gross"]["amount"]), (&json!("PMZV-7732-XXTT"), &json!("30000.00")));
        assert_eq!(world.public(&format!("/v1/lots/{}/contracts", on.lot)).await.is(200)["items"][0]["id"], json!(id));
        assert!(world.letters_to(&on.badger.owner.email).await.last().unwrap().contains("public from today"));
    }
}

story! {
    async fn below_the_threshold_a_ppon_is_no_condition(world) {
        let on = Decided::of(&world).await;
        on.awards().await;
        let recorded = on.records(on.signed("24999.99", "29999.99")).await;
        assert_eq!(recorded.is(201)["notifiable"], false);
        let (id, path) = (recorded.id(), format!("/v1/contracts/{}", recorded.id()));
        // Not by somebody who works for one that signs, nor for one that lost.
        let second = world.member(&on.camden.owner, &on.camden.id, "Second", &["approver"]).await;
        let biased = world.member(&on.camden.owner, &on.camden.id, "Biased", &["approver"]).await;
        joins_supplier(&world, &biased, &on.badger).await;
        on.publishes(&biased, &id).await.refused(403, "forbidden").says("conflict");
        // Nor a quarter of an hour after one has signed in.
        let stale = second.client().await;
        world.later("PT5M1S");
        stale.post(&format!("{path}/details-publication"), Value::Null).await.refused(403, "step-up-needed");
        on.publishes(&second, &id).await.is(201);
        // Who supplies stands there as it was known that day.
        adds_ppon(&on.otter, "PMZV-7732-XXTT").await;
        assert_eq!(world.public(&path).await.is(200)["suppliers"][0]["ppon"], Value::Null);
    }
}

story! {
    async fn what_cannot_be_recorded_is_told_and_leaves_nothing(world) {
        let on = Decided::of(&world).await;
        on.records(on.signed("1.00", "1.20")).await.refused(409, "wrong-state");
        on.awards().await;
        let events = world.count("audit_events");
        let (rival, path) = (world.supplier("Heron").await, format!("/v1/lots/{}/contracts", on.lot));
        let letters = world.count("outbox");
        let signed = on.signed("1.00", "1.20");
        for (whom, status) in [(&rival.owner, 404), (&on.otter.owner, 404), (&on.camden.author, 403), (&on.camden.owner, 403)] {
            assert_eq!(whom.post(&path, signed.clone()).await.status, status);
        }
        world.stranger().post(&path, signed.clone()).await.refused(401, "unauthenticated");
        let mut wrong = on.signed("2.00", "1.20");
        wrong["bid_id"] = json!(on.lot);
        wrong["signed_on"] = json!("2099-01-01");
        wrong["ends_on"] = json!("2026-10-31");
        let told = on.records(wrong).await;
        let mut early = on.signed("1.00", "1.20");
        early["signed_on"] = json!("2026-09-30");
        assert_eq!(on.records(early).await.refused(422, "invalid").pointers(), ["/signed_on"]);
        assert_eq!(told.refused(422, "invalid").pointers(), ["/bid_id", "/ends_on", "/gross/amount", "/signed_on"]);
        let stale = on.camden.approver.client().await.with("if-match", "\"99999\"");
        stale.post(&path, signed.clone()).await.refused(412, "stale");
        assert_eq!((world.count("contracts"), world.count("outbox")), (0, letters));
        assert!(world.count("audit_events") > events, "the rival registered, no more");
        on.records(signed.clone()).await.is(201);
        on.records(signed).await.refused(409, "taken");
        assert_eq!(world.count("contracts"), 1);
        // With one of several contracts signed the lot is not cancelled under the others.
        world.change("update lots set state = 'decided'");
        let now = world.public(&format!("/v1/lots/{}", on.lot)).await.etag();
        let cancel = json!({ "reason": "Because." });
        let told = on.camden.approver.act(&format!("/v1/lots/{}/cancellation", on.lot), &now, cancel).await;
        told.refused(409, "wrong-state").says("a contract was signed");
    }
}

story! {
    async fn a_contract_goes_with_its_body_into_a_merger(world) {
        let on = Decided::of(&world).await;
        on.awards().await;
        let id = on.records(on.signed("1.00", "1.20")).await.is(201).id();
        let barnet = world.public_body("Barnet").await;
        let (first, second) = (world.administrator().await, world.second_administrator().await);
        let merger = format!("/v1/organisations/{}/merger", on.camden.id);
        let why = json!({ "into_id": barnet.id, "reason": "One council from April." });
        first.post(&merger, why).await.is(201);
        second.post(&format!("{merger}/confirmation"), json!({ "into_id": barnet.id })).await;
        assert_eq!(on.publishes(&barnet.approver, &id).await.is(201)["buyer_id"], json!(barnet.id));
    }
}
