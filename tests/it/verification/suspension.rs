//! Organisations that are suspended.

use serde_json::json;

use super::queue::at;
use crate::{
    story,
    world::notices::{lot_id, procurement},
};

story! {
    async fn a_suspended_supplier_begins_nothing_and_its_bid_stays(world) {
        let (camden, otter, badger) = (world.public_body("Camden").await, world.supplier("Otter").await, world.supplier("Badger").await);
        let lot = camden.published_lot().await;
        let (path, _) = otter.submits(&lot, "t", "1.00").await;
        badger.submits(&lot, "u", "2.00").await;
        let eve = world.person("Eve").await;
        otter.owner.post(&at(&otter.id, "invitations"), json!({ "email": eve.email, "roles": ["viewer"] })).await.is(201);
        let token = json!({ "token": world.token_for(&eve.email).await });
        let admin = world.administrator().await;
        let suspension = at(&otter.id, "suspension");
        let reason = json!({ "reason": "Struck off the register." });
        world.stranger().post(&suspension, reason.clone()).await.refused(401, "unauthenticated");
        camden.owner.post(&suspension, reason.clone()).await.refused(403, "forbidden");
        admin.delete(&suspension).await.refused(409, "wrong-state");
        assert_eq!(admin.post(&suspension, reason.clone()).await.is(201)["state"], "suspended");
        admin.post(&suspension, reason).await.refused(409, "wrong-state");
        assert!(world.letters_to(&otter.owner.email).await.pop().unwrap().contains("Struck off the register."));
        admin.post(&at(&otter.id, "verification"), json!({ "outcome": "verified" })).await.refused(409, "wrong-state");

        // Nothing new: no bid, no invitation, no member.
        let second = camden.published_lot().await;
        otter.bidder.post(&format!("/v1/lots/{second}/bids"), json!({ "organisation_id": otter.id })).await.refused(403, "forbidden");
        otter.bidder.get(&path).await.refused(404, "not-found");
        otter.owner.post(&at(&otter.id, "invitations"), json!({ "email": "b@people.example", "roles": ["viewer"] })).await.refused(404, "not-found");
        eve.post("/v1/invitations/acceptance", token).await.refused(409, "wrong-state");

        // Its bid is opened with the others, and says what it comes from.
        world.past_the_deadline();
        camden.opens(&lot).await;
        let list = camden.approver.get(&format!("/v1/lots/{lot}/bids")).await;
        let flags: Vec<_> = list.is(200)["items"].as_array().unwrap().iter().map(|b| (b["supplier_name"].clone(), b["supplier_suspended"].clone())).collect();
        assert!(flags.contains(&(json!("Otter"), json!(true))) && flags.contains(&(json!("Badger"), json!(false))), "{flags:?}");
        assert_eq!(camden.approver.get(&path).await.is(200)["supplier_suspended"], true);

        admin.delete(&suspension).await.is(204);
        assert_eq!(world.stranger().get(&format!("/v1/organisations/{}", otter.id)).await.is(200)["state"], "verified");
        otter.bidder.get(&path).await.is(200);
        assert!(world.letters_to(&otter.owner.email).await.pop().unwrap().contains("Otter is reinstated"));
    }
}

story! {
    async fn a_suspended_body_stays_readable_and_its_clock_goes_on(world) {
        let (camden, otter) = (world.public_body("Camden").await, world.supplier("Otter").await);
        let open = camden.publishes(procurement(&camden.id)).await;
        let (lot, draft) = (lot_id(&open, 0), camden.drafts(procurement(&camden.id)).await);
        let admin = world.administrator().await;
        admin.post(&at(&camden.id, "suspension"), json!({ "reason": "A break-in." })).await.is(201);
        let shown = world.public(&format!("/v1/opportunities/{}", open.id())).await;
        shown.is(200);
        world.public(&format!("/v1/lots/{lot}")).await.is(200);
        camden.author.get(&format!("/v1/opportunities/{}", draft.id())).await.refused(404, "not-found");
        camden.author.post("/v1/opportunities", procurement(&camden.id)).await.refused(403, "forbidden");

        // Bids for what is open are received; nobody opens them before the body is back.
        otter.submits(&lot, "t", "1.00").await;
        world.past_the_deadline();
        camden.opener.post(&format!("/v1/lots/{lot}/opening-approvals"), json!({})).await.refused(403, "forbidden");
        admin.delete(&at(&camden.id, "suspension")).await.is(204);
        camden.opens(&lot).await;
    }
}
