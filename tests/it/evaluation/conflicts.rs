//! Conflicts of interest, and the ways around them that are closed. Each was found by somebody who
//! tried to get around.

use serde_json::{Value, json};

use crate::{
    story,
    world::{
        Person, PublicBody, Supplier, World,
        judging::{Panel, marks},
        notices::{challenge, lot_id},
        stages::award,
    },
};

/// Two opened bids and a panel that has declared nothing.
struct Stage<'w> {
    camden: PublicBody<'w>,
    otter: Supplier<'w>,
    badger: Supplier<'w>,
    bids: [String; 2],
    panel: Panel<'w>,
    lot: String,
    next: String,
}

async fn opened(world: &World) -> Stage<'_> {
    let camden = world.public_body("Camden").await;
    let (otter, badger) = (world.supplier("Otter").await, world.supplier("Badger").await);
    let opportunity = camden.publishes(challenge(&camden.id)).await;
    let (lot, next) = (lot_id(&opportunity, 0), lot_id(&opportunity, 1));
    let bids = [
        otter.submits(&lot, "o", "30000.00").await.0,
        badger.submits(&lot, "b", "45000.00").await.0,
    ];
    let panel = world.panel(&camden, &lot).await;
    world.past_the_deadline();
    camden.opens(&lot).await;
    Stage { camden, otter, badger, bids, panel, lot, next }
}

impl Stage<'_> {
    async fn declares(&self, who: &Person<'_>, conflicts: &[&str]) -> crate::world::Told {
        let body = json!({ "conflicts": conflicts, "statement": "As things are." });
        who.post(&format!("/v1/lots/{}/declarations", self.lot), body).await
    }

    async fn all_marked_and_agreed(&self) {
        for bid in &self.bids {
            self.panel.marks(bid, &marks("8", "5", "1")).await;
        }
        self.panel.submits().await;
        for bid in &self.bids {
            self.panel.agrees(bid, &marks("8", "5", "1")).await;
        }
    }

    fn award(&self) -> Value {
        award(&[&self.bids[0]])
    }

    fn path(&self, of: &str) -> String {
        format!("/v1/lots/{}/{of}", self.lot)
    }
}

story! {
    async fn who_has_a_conflict_neither_ranks_nor_decides(world) {
        let stage = opened(&world).await;
        stage.panel.declares().await;
        let judge = world.member(&stage.camden.owner, &stage.camden.id, "Judge", &["approver"]).await;
        stage.camden.approver.post(&stage.path("panel"), json!({ "user_id": judge.id, "role": "observer" })).await.is(201);
        stage.declares(&judge, &[&stage.otter.id]).await.is(201);
        stage.all_marked_and_agreed().await;
        stage.panel.locks().await;
        judge.get(&stage.path("ranking")).await.refused(403, "forbidden").says("conflict");
        stage.panel.proposes(&stage.award()).await.is(201);
        judge.post(&stage.path("decision/approval"), json!({})).await.refused(403, "forbidden").says("conflict");
        // Leaving the panel does not take a conflict back.
        stage.camden.approver.delete(&format!("{}/{}", stage.path("panel"), judge.id)).await.refused(409, "wrong-state");
        judge.get(&stage.bids[0]).await.refused(403, "forbidden").says("conflict");
        judge.get(&format!("{}/scores", stage.bids[0])).await.refused(403, "forbidden").says("conflict");
        stage.camden.approves(&stage.lot).await.is(201);
    }
}

story! {
    async fn a_conflict_stays_and_the_chair_who_has_one_is_replaced(world) {
        let stage = opened(&world).await;
        stage.panel.declares().await;
        stage.all_marked_and_agreed().await;
        stage.declares(&stage.panel.chair, &[&stage.badger.id]).await.is(201);
        let again = stage.declares(&stage.panel.chair, &[]).await;
        assert_eq!(again.is(201)["conflicts"], json!([stage.badger.id]));
        stage.panel.chair.get(&stage.bids[1]).await.refused(403, "forbidden");
        stage.panel.chair.post(&stage.path("consensus/lock"), Value::Null).await.refused(403, "forbidden").says("conflict");
        let chair = format!("{}/{}", stage.path("panel"), stage.panel.chair.id);
        stage.panel.chair.delete(&chair).await.refused(403, "forbidden");
        stage.camden.approver.delete(&format!("{}/{}", stage.path("panel"), stage.panel.evaluator.id)).await.refused(409, "wrong-state");
        stage.camden.approver.delete(&chair).await.is(204);
        let ada = world.person("Ada").await;
        let seat = |scores: Option<bool>| json!({ "user_id": ada.id, "role": "chair", "scores": scores });
        stage.camden.approver.post(&stage.path("panel"), seat(Some(true))).await.refused(409, "wrong-state").says("begins to mark");
        let seated = stage.camden.approver.post(&stage.path("panel"), json!({ "user_id": ada.id, "role": "chair" })).await;
        assert_eq!(seated.is(201)["scores"], false);
        stage.declares(&ada, &[]).await.is(201);
        ada.post(&stage.path("consensus/lock"), Value::Null).await.is(201);
        ada.post(&stage.path("decision"), stage.award()).await.is(201);
        stage.camden.approves(&stage.lot).await.is(201);
    }
}

story! {
    async fn who_works_for_a_bidder_judges_nothing(world) {
        let stage = opened(&world).await;
        let bidder = json!({ "user_id": stage.otter.bidder.id, "role": "evaluator" });
        stage.camden.approver.post(&stage.path("panel"), bidder).await.refused(409, "wrong-state").says("bidder");
        stage.panel.declares().await;
        // Somebody joins a bidder after they have declared.
        let invite = json!({ "email": stage.panel.evaluator.email, "roles": ["bidder"] });
        stage.badger.owner.post(&format!("/v1/organisations/{}/invitations", stage.badger.id), invite).await.is(201);
        stage.panel.evaluator.joins().await;
        for path in [stage.bids[0].clone(), stage.path("bids"), format!("{}/scores", stage.bids[0])] {
            stage.panel.evaluator.get(&path).await.refused(403, "forbidden").says("belong to a bidder");
        }
        stage.panel.evaluator.put(&format!("{}/scores", stage.bids[0]), marks("0", "0", "0")).await.refused(403, "forbidden");
        let declared = stage.declares(&stage.panel.evaluator, &[]).await;
        assert_eq!(declared.is(201)["conflicts"], json!([stage.badger.id]));
        // An approver of the buyer who bids for Badger.
        let invite = json!({ "email": stage.camden.approver.email, "roles": ["bidder"] });
        stage.badger.owner.post(&format!("/v1/organisations/{}/invitations", stage.badger.id), invite).await.is(201);
        stage.camden.approver.joins().await;
        stage.camden.approver.get(&stage.bids[0]).await.refused(403, "forbidden").says("belong to a bidder");
        stage.camden.approver.get(&stage.path("ranking")).await.refused(403, "forbidden");
        stage.camden.approves(&stage.lot).await.refused(403, "forbidden").says("conflict");
    }
}

story! {
    async fn nobody_steps_down_to_approve_what_they_judged(world) {
        let stage = opened(&world).await;
        let judge = world.member(&stage.camden.owner, &stage.camden.id, "Judge", &["approver"]).await;
        judge.post(&stage.path("panel"), json!({ "user_id": judge.id, "role": "evaluator" })).await.refused(403, "four-eyes");
        stage.camden.approver.post(&stage.path("panel"), json!({ "user_id": judge.id, "role": "evaluator" })).await.is(201);
        stage.panel.declares().await;
        stage.declares(&judge, &[]).await.is(201);
        judge.put(&format!("{}/scores", stage.bids[0]), marks("10", "5", "1")).await.is(200);
        // Who has not submitted holds nobody up: another person takes them off.
        stage.camden.approver.delete(&format!("{}/{}", stage.path("panel"), judge.id)).await.is(204);
        stage.all_marked_and_agreed().await;
        stage.panel.locks().await;
        stage.panel.proposes(&stage.award()).await.is(201);
        judge.post(&stage.path("decision/approval"), json!({})).await.refused(403, "four-eyes");
        stage.camden.approves(&stage.lot).await.is(201);
    }
}

story! {
    async fn a_cancelled_award_leads_nowhere_and_a_draft_learns_nothing(world) {
        let stage = opened(&world).await;
        stage.panel.declares().await;
        stage.all_marked_and_agreed().await;
        stage.panel.locks().await;
        stage.panel.proposes(&stage.award()).await.is(201);
        stage.camden.approves(&stage.lot).await.is(201);
        let shown = world.public(&format!("/v1/lots/{}", stage.lot)).await;
        stage.camden.approver.act(&stage.path("cancellation"), &shown.etag(), json!({ "reason": "No money." })).await.is(201);
        let bid = json!({ "organisation_id": stage.otter.id });
        stage.otter.bidder.post(&format!("/v1/lots/{}/bids", stage.next), bid).await.refused(403, "forbidden").says("awarded");
    }
}

story! {
    async fn only_what_was_assessed_has_a_summary(world) {
        let camden = world.public_body("Camden").await;
        let (otter, badger) = (world.supplier("Otter").await, world.supplier("Badger").await);
        let lot = camden.published_lot_of(challenge(&camden.id)).await;
        let (bid, _) = otter.submits(&lot, "o", "30000.00").await;
        let (draft, _) = badger.drafts(&lot, "b", "1.00").await;
        world.awarded_lot(&camden, &lot, &bid).await;
        let told = badger.owner.get(&format!("{draft}/assessment-summary")).await;
        assert!(!told.refused(409, "wrong-state").text.contains("Otter"));
    }
}

story! {
    async fn an_approval_of_an_opening_ends_with_the_role(world) {
        let camden = world.public_body("Camden").await;
        let otter = world.supplier("Otter").await;
        let lot = camden.published_lot_of(challenge(&camden.id)).await;
        otter.submits(&lot, "o", "30000.00").await;
        world.past_the_deadline();
        let path = format!("/v1/lots/{lot}/opening-approvals");
        camden.opener.post(&path, Value::Null).await.is(201);
        let member = format!("/v1/organisations/{}/members/{}", camden.id, camden.opener.id);
        camden.owner.patch(&member, "\"1\"", json!({ "roles": ["viewer"] })).await.is(200);
        assert_eq!(camden.second_opener.post(&path, Value::Null).await.is(201)["opened"], false);
    }
}

story! {
    async fn no_deadline_moves_earlier(world) {
        let camden = world.public_body("Camden").await;
        let lot = camden.published_lot_of(challenge(&camden.id)).await;
        let etag = world.public(&format!("/v1/lots/{lot}")).await.etag();
        let earlier = json!({ "submissions_close_at": "2026-10-08T12:00:00Z", "clarifications_close_at": "2020-01-01T00:00:00Z", "reason": "Because." });
        let told = camden.approver.act(&format!("/v1/lots/{lot}/amendment"), &etag, earlier).await;
        assert_eq!(told.refused(422, "invalid").pointers(), ["/clarifications_close_at"]);
    }
}

story! {
    async fn an_address_belongs_to_whoever_follows_their_own_link(world) {
        let register = async |password: &str, full_name: &str| {
            let new = json!({ "email": "officer@camden.example", "password": password, "full_name": full_name });
            world.stranger().post("/v1/users", new).await.is(201);
            world.token_for("officer@camden.example").await
        };
        let theirs = register("somebody else's words", "An Early Bird").await;
        let own = register("my own three words", "Olive Officer").await;
        world.stranger().post("/v1/users/verification", json!({ "token": own })).await.is(204);
        world.stranger().post("/v1/users/verification", json!({ "token": theirs })).await.refused(422, "token-spent");
        let sign_in = async |password: &str| {
            let wanted = json!({ "email": "officer@camden.example", "password": password });
            world.stranger().post("/v1/sessions", wanted).await
        };
        sign_in("somebody else's words").await.refused(401, "unauthenticated");
        let session = sign_in("my own three words").await;
        let bearer = format!("Bearer {}", session.is(201)["access_token"].as_str().unwrap());
        let me = world.stranger().with("authorization", &bearer).get("/v1/me").await;
        assert_eq!(me.is(200)["full_name"], "Olive Officer");
        assert_eq!(world.count("users"), 1);
    }
}
