//! The end of the story: ranked, decided by two, told to everybody.

use serde_json::{Value, json};

use crate::{
    story,
    world::{
        PublicBody, Supplier, World,
        judging::{Panel, marks},
        notices::{challenge, lot_id},
        stages::{award, id_of},
    },
};

/// Three bids, opened, marked and ranked: Otter 1st, Badger 2nd, Heron below a minimum.
struct Ranked<'w> {
    camden: PublicBody<'w>,
    suppliers: [Supplier<'w>; 3],
    bids: [String; 3],
    panel: Panel<'w>,
    lot: String,
    next: String,
}

async fn ranked(world: &World) -> Ranked<'_> {
    let camden = world.public_body("Camden").await;
    let suppliers = [
        world.supplier("Otter").await,
        world.supplier("Badger").await,
        world.supplier("Heron").await,
    ];
    let opportunity = camden.publishes(challenge(&camden.id)).await;
    let (lot, next) = (lot_id(&opportunity, 0), lot_id(&opportunity, 1));
    let mut bids = Vec::new();
    for (supplier, price) in suppliers.iter().zip(["30000.00", "45000.00", "20000.00"]) {
        bids.push(supplier.submits(&lot, "t", price).await.0);
    }
    let panel = world.opened_lot(&camden, &lot).await;
    let given = [marks("8.00", "5", "1"), marks("9", "2.5", "1"), marks("3.99", "5", "1")];
    for (bid, given) in bids.iter().zip(&given) {
        panel.marks(bid, given).await;
    }
    panel.submits().await;
    let lock = format!("/v1/lots/{lot}/consensus/lock");
    panel.chair.post(&lock, Value::Null).await.refused(422, "invalid");
    for (bid, given) in bids.iter().zip(&given) {
        panel.agrees(bid, given).await;
    }
    panel.locks().await;
    let bids: [String; 3] = bids.try_into().unwrap();
    Ranked { camden, suppliers, bids, panel, lot, next }
}

story! {
    async fn the_main_job_from_ranking_to_the_next_stage(world) {
        let Ranked { camden, suppliers, bids, panel, lot, next } = ranked(&world).await;
        let ranking = panel.observer.get(&format!("/v1/lots/{lot}/ranking")).await;
        let shown: Vec<_> = ranking.is(200)["items"].as_array().unwrap().iter()
            .map(|r| (r["supplier_name"].as_str().unwrap(), r["total"].as_str().unwrap(), r["failed"].as_bool().unwrap())).collect();
        // 8/10*60 + 10 + 30; 9/10*60 + 5 + 6.67/10*30 = 20.01; 3.99 is below the minimum of 4.
        assert_eq!(shown, [("Otter", "88.00", false), ("Badger", "79.01", false), ("Heron", "63.94", true)]);

        let decision = format!("/v1/lots/{lot}/decision");
        let award = award(&[&bids[0]]);
        panel.evaluator.post(&decision, award.clone()).await.refused(403, "forbidden");
        let proposed = panel.chair.post(&decision, award.clone()).await;
        assert_eq!(proposed.is(201)["state"], "proposed");
        panel.chair.post(&decision, award).await.refused(409, "taken");
        suppliers[0].owner.get(&format!("{}/assessment-summary", bids[0])).await.refused(409, "wrong-state");

        let approval = format!("{decision}/approval");
        panel.chair.post(&approval, json!({})).await.refused(403, "four-eyes");
        camden.author.post(&approval, json!({})).await.refused(403, "forbidden");
        suppliers[0].owner.post(&approval, json!({})).await.refused(404, "not-found");
        let approved = camden.approver.post(&approval, json!({ "note": "Checked." })).await;
        assert_eq!(approved.is(201)["state"], "approved");
        camden.approver.post(&approval, json!({})).await.refused(409, "wrong-state");

        for (n, (supplier, words)) in suppliers.iter().zip(["was successful", "was not successful", "was not successful"]).enumerate() {
            let letter = world.letters_to(&supplier.bidder.email).await.pop().unwrap();
            assert!(letter.contains(words) && letter.contains("Otter, 88.00 out of 100"), "{letter}");
            let told = supplier.owner.get(&format!("{}/assessment-summary", bids[n])).await;
            told.is(200).says("Because of the quality shown.");
            assert_eq!(told["winners"][0]["supplier_name"], "Otter");
            assert_eq!(told["winners"][0]["total"], "88.00");
            assert!(n == 1 || !told.text.contains("Badger"), "another loser stands in {}", told.text);
            for other in bids.iter().filter(|bid| **bid != bids[n]) {
                supplier.owner.get(&format!("{other}/assessment-summary")).await.refused(404, "not-found");
            }
        }
        assert_eq!(world.public(&format!("/v1/lots/{lot}")).await["state"], "decided");
        let heron = suppliers[2].owner.get(&format!("{}/assessment-summary", bids[2])).await;
        heron.says("below the minimum of 4.00");

        let stage = format!("/v1/lots/{next}/bids");
        suppliers[1].bidder.post(&stage, json!({ "organisation_id": suppliers[1].id })).await.refused(403, "forbidden");
        suppliers[0].bidder.post(&stage, json!({ "organisation_id": suppliers[0].id })).await.is(201);
        let names = world.events().await;
        for wanted in ["consensus.locked", "decision.proposed", "decision.approved"] {
            assert_eq!(names.iter().filter(|n| *n == wanted).count(), 1, "{wanted}");
        }
    }
}

story! {
    async fn an_award_goes_down_the_ranking(world) {
        let Ranked { camden, bids, panel, lot, .. } = ranked(&world).await;
        let decision = format!("/v1/lots/{lot}/decision");
        let refused = async |body: Value| panel.chair.post(&decision, body).await.refused(422, "invalid").pointers();
        assert_eq!(refused(award(&[&bids[1]])).await, ["/bid_ids"]);
        assert_eq!(refused(award(&[&bids[2]])).await, ["/bid_ids/0"]);
        assert_eq!(refused(award(&[])).await, ["/bid_ids"]);
        assert_eq!(refused(award(&[&bids[0], &bids[1]])).await, ["/bid_ids"]);
        assert_eq!(refused(award(&["0199b4f0-7c1e-7d3a-8f00-3b1d5c9e2a11"])).await, ["/bid_ids/0"]);
        let none = json!({ "outcome": "no_award", "bid_ids": [id_of(&bids[0])], "reason": "Because." });
        assert_eq!(refused(none).await, ["/bid_ids"]);

        let none = json!({ "outcome": "no_award", "reason": "The need has gone." });
        panel.chair.post(&decision, none).await.is(201);
        let approval = format!("{decision}/approval");
        let back = camden.approver.post(&approval, json!({ "approved": false, "note": "Say why." })).await;
        assert_eq!(back.is(201)["state"], "rejected");
        assert!(world.letters_to(&panel.chair.email).await.last().unwrap().contains("Say why."));
        panel.chair.post(&decision, json!({ "outcome": "no_award", "reason": "The need has gone: the scheme ended." })).await.is(201);
        camden.approver.post(&approval, json!({})).await.is(201);
        assert_eq!(world.public(&format!("/v1/lots/{lot}")).await["state"], "no_award");
    }
}

story! {
    async fn two_approvals_at_once_are_one(world) {
        let Ranked { camden, bids, panel, lot, .. } = ranked(&world).await;
        let second = world.member(&camden.owner, &camden.id, "Second approver", &["approver"]).await;
        let decision = format!("/v1/lots/{lot}/decision");
        let award = award(&[&bids[0]]);
        panel.chair.post(&decision, award).await.is(201);
        let approval = format!("{decision}/approval");
        for approver in [&camden.approver, &second] {
            approver.token().await;
        }
        let tries = (0..20).map(|n| {
            let person = if n % 2 == 0 { &camden.approver } else { &second };
            person.post(&approval, json!({}))
        });
        let told = futures_util::future::join_all(tries).await;
        assert_eq!(told.iter().filter(|t| t.status == 201).count(), 1);
        assert!(told.iter().all(|t| matches!(t.status, 201 | 409)));
        let successful = world.letters_to("otter-owner@people.example").await;
        assert_eq!(successful.iter().filter(|l| l.contains("was successful")).count(), 1);
    }
}

story! {
    async fn a_lot_without_bids_ends_at_its_opening(world) {
        let camden = world.public_body("Camden").await;
        let lot = camden.published_lot().await;
        world.past_the_deadline();
        let told = camden.opens(&lot).await;
        assert_eq!((told["state"].as_str(), told["bids"].as_u64()), (Some("no_bids"), Some(0)));
    }
}

story! {
    /// SAFETY D12: what is approved is what was proposed, over the ranking that was seen.
    async fn an_approval_is_of_what_was_seen(world) {
        let Ranked { camden, bids, panel, lot, .. } = ranked(&world).await;
        let decision = format!("/v1/lots/{lot}/decision");
        let approval = format!("{decision}/approval");
        let award = |reason: &str| json!({ "outcome": "award", "bid_ids": [id_of(&bids[0])], "reason": reason });
        panel.chair.post(&decision, award("The highest total.")).await.is(201);
        // Another decision has taken the place of the one that an approver has read.
        let seen = camden.approver.get(&decision).await.etag();
        camden.approver.act(&approval, &seen, json!({ "approved": false, "note": "Say more." })).await.is(201);
        panel.chair.post(&decision, award("The highest total, by far.")).await.is(201);
        camden.approver.act(&approval, "\"99\"", json!({})).await.refused(412, "stale");
        // Somebody has laid hands on the ranking that it was bound to.
        let kept = if world.app.pool.is_sqlite() {
            "drop trigger rankings_are_kept_from_update"
        } else {
            "drop trigger rankings_are_kept on rankings"
        };
        let forged = world.app.pool.write_here(move |tx| {
            use diesel::connection::SimpleConnection as _;
            tx.db().batch_execute(kept)?;
            Ok(tx.db().batch_execute("update rankings set sha256 = 'another'")?)
        });
        forged.unwrap();
        camden.approver.post(&approval, json!({})).await.is(409);
        assert_eq!(camden.approver.get(&decision).await["state"], "proposed");
    }
}
