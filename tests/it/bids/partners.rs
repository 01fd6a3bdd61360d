//! Suppliers that bid together (LESSONS-PROCUREMENT row 27).

use serde_json::{Value, json};

use crate::{
    story,
    world::{
        joint::{asks, joins, joins_supplier, says, submits},
        judging::marks,
        notices::{lot_id, procurement},
        profiles::{policy, whole},
        stages::{award, id_of, usual_marks},
    },
};

story! {
    async fn a_joint_bid_names_who_agreed_and_everybody_hears(world) {
        let camden = world.public_body("Camden").await;
        let (otter, badger) = (world.supplier("Otter").await, world.supplier("Badger").await);
        badger.says(whole("Badger")).await.is(200);
        let lot = camden.published_lot().await;
        let (bid, _) = otter.drafts(&lot, "t", "1000.00").await;

        let asked = asks(&otter, &bid, &badger.id).await;
        let id = asked.is(201).id();
        assert_eq!((&asked["state"], &asked["name"]), (&json!("invited"), &json!("Badger")));
        asks(&otter, &bid, &badger.id).await.refused(409, "taken");
        let letters = world.letters_to(&badger.bidder.email).await;
        assert!(letters.last().unwrap().contains("Otter asks you to bid together"));
        assert!(letters.last().unwrap().contains("Installs the sensors."));
        let list = format!("/v1/organisations/{}/bid-partnerships", badger.id);
        let told = badger.bidder.get(&list).await;
        assert_eq!(told.is(200)["items"][0]["lead_name"], "Otter");
        assert_eq!(told["items"][0]["lot_id"], json!(lot));
        assert_eq!(told["items"][0].get("bid_id"), None);

        // Nobody is taken along by the word of another, nor left out unseen.
        submits(&otter, &bid).await.refused(409, "wrong-state").says("Badger");
        says(&otter.bidder, &id, true).await.refused(404, "not-found");
        says(&badger.bidder, &id, true).await.is(201);
        says(&badger.bidder, &id, false).await.refused(409, "wrong-state");
        assert!(world.letters_to(&otter.bidder.email).await.last().unwrap().contains("Badger bids together with you"));
        submits(&otter, &bid).await.is(201);
        assert!(world.letters_to(&badger.bidder.email).await.last().unwrap().contains("names you as a partner"));
        let own = otter.bidder.get(&bid).await;
        assert_eq!((&own.is(200)["partners"][0]["named"], &own["partners"][0]["profile"]), (&json!(true), &Value::Null));
        badger.bidder.get(&bid).await.refused(404, "not-found");
        badger.bidder.get(&format!("{bid}/partners")).await.refused(404, "not-found");

        // Before the opening nobody else learns of it; who is asked later is not in it.
        let vole = world.supplier("Vole").await;
        joins(&otter, &bid, &vole).await;
        let auditor = world.auditor_of(&[&camden.id]).await;
        let log = auditor.get("/v1/audit/events?limit=100").await;
        assert!(log.is(200)["items"].as_array().unwrap().len() > 3 && !log.text.contains("partner"), "sealed until the opening");
        badger.says(json!({ "names": { "legal_name": "Another Name" } })).await.is(200);
        world.past_the_deadline();
        let panel = world.panel(&camden, &lot).await;
        camden.opens(&lot).await;
        let seen = panel.chair.get(&format!("/v1/lots/{lot}/bids")).await;
        assert_eq!(seen.is(200)["items"][0]["partners"], json!([{ "organisation_id": badger.id, "name": "Badger" }]));
        panel.declares().await;
        let read = panel.chair.get(&bid).await;
        let partners = read.is(200)["partners"].as_array().unwrap();
        assert_eq!(partners.len(), 1, "{partners:?}");
        assert_eq!(partners[0]["profile"]["names"]["said"]["legal_name"], "Badger Limited", "as it was then");
        assert_eq!(partners[0]["part"], "Installs the sensors.");
        let own = otter.bidder.get(&bid).await;
        assert_eq!(own.is(200)["partners"][0]["profile"], Value::Null, "what a partner says is for the buyer");
        assert!(!own.text.contains("Badger Limited"));

        panel.ranks(&[(&bid, usual_marks())]).await;
        let award = award(&[&bid]);
        panel.proposes(&award).await.is(201);
        camden.approves(&lot).await.is(201);
        let told = otter.bidder.get(&format!("{bid}/assessment-summary")).await;
        assert_eq!(told.is(200)["winners"][0]["partner_names"], json!(["Badger"]));
        assert!(world.letters_to(&otter.bidder.email).await.last().unwrap().contains("Otter with Badger"));
        assert!(world.letters_to(&badger.owner.email).await.last().unwrap().contains("A joint bid of yours was successful"));
        assert!(!world.letters_to(&vole.owner.email).await.last().unwrap().contains("successful"));
    }
}

story! {
    async fn who_can_be_asked_and_who_cannot(world) {
        let camden = world.public_body("Camden").await;
        let (otter, badger) = (world.supplier("Otter").await, world.supplier("Badger").await);
        let lot = camden.published_lot().await;
        let (bid, _) = otter.drafts(&lot, "t", "1000.00").await;
        let before = (world.count("outbox"), world.count("audit_events"));
        for (whom, code) in [
            (otter.id.as_str(), "self"),
            (camden.id.as_str(), "kind"),
            ("0199b4f0-7c1e-7d3a-8f00-3b1d5c9e2a11", "unknown-id"),
        ] {
            let told = asks(&otter, &bid, whom).await;
            assert_eq!(told.refused(422, "invalid").pointers(), ["/organisation_id"]);
            assert_eq!(told["errors"][0]["code"], code);
        }
        let new = json!({ "organisation_id": badger.id, "part": "", "share": 50 });
        let told = otter.bidder.post(&format!("{bid}/partners"), new).await;
        assert_eq!(told.refused(422, "invalid").pointers(), ["/part", "/share"]);
        badger.bidder.post(&format!("{bid}/partners"), json!({ "organisation_id": otter.id, "part": "x" })).await.refused(404, "not-found");
        let viewer = world.member(&otter.owner, &otter.id, "Viewer", &["viewer"]).await;
        let letters = world.count("outbox");
        viewer.post(&format!("{bid}/partners"), json!({ "organisation_id": badger.id, "part": "x" })).await.refused(403, "forbidden");
        world.stranger().post(&format!("{bid}/partners"), json!({ "organisation_id": badger.id, "part": "x" })).await.refused(401, "unauthenticated");
        let stale = otter.bidder.client().await.with("if-match", "\"99999\"");
        stale.post(&format!("{bid}/partners"), json!({ "organisation_id": badger.id, "part": "x" })).await.refused(412, "stale");
        assert_eq!((world.count("bid_partners"), world.count("outbox")), (0, letters), "a refusal leaves nothing");
        assert!(before.0 < letters);

        for n in 0..9 {
            let one = world.supplier(&format!("Number {n}")).await;
            asks(&otter, &bid, &one.id).await.is(201);
        }
        asks(&otter, &bid, &badger.id).await.refused(409, "wrong-state").says("at most 9");
        world.at("2026-10-01T12:00:01Z");
        asks(&otter, &bid, &badger.id).await.refused(409, "deadline-passed");
    }
}

story! {
    async fn nobody_is_in_two_bids_for_one_lot(world) {
        let camden = world.public_body("Camden").await;
        let (otter, badger) = (world.supplier("Otter").await, world.supplier("Badger").await);
        let vole = world.supplier("Vole").await;
        let lot = camden.published_lot().await;
        let (bid, _) = otter.drafts(&lot, "t", "1000.00").await;
        let (own, _) = badger.submits(&lot, "t", "900.00").await;
        // That Badger bids is sealed: Otter learns nothing when it asks, only Badger when it answers.
        let id = asks(&otter, &bid, &badger.id).await.is(201).id();
        let told = says(&badger.bidder, &id, true).await;
        assert_eq!(format!("/v1/bids/{}", told.refused(409, "taken")["bid_id"].as_str().unwrap()), own);
        let now = badger.bidder.get(&own).await.etag();
        badger.bidder.act(&format!("{own}/withdrawal"), &now, Value::Null).await.is(201);
        says(&badger.bidder, &id, true).await.is(201);
        let again = json!({ "organisation_id": badger.id });
        badger.bidder.post(&format!("/v1/lots/{lot}/bids"), again).await.refused(409, "taken");

        let (rival, _) = vole.drafts(&lot, "t", "800.00").await;
        let second = asks(&vole, &rival, &badger.id).await.is(201).id();
        says(&badger.bidder, &second, true).await.refused(409, "taken");
        let (one, two) = (world.supplier("One").await, world.supplier("Two").await);
        let (first, second) = (asks(&otter, &bid, &one.id).await.is(201).id(), asks(&vole, &rival, &one.id).await.is(201).id());
        let (yes, too) = tokio::join!(says(&one.bidder, &first, true), says(&one.owner, &second, true));
        let mut both = [yes.status, too.status];
        both.sort_unstable();
        assert_eq!(both, [201, 409], "two at once leave one");
        let ask_two = json!({ "organisation_id": two.id, "part": "x" });
        let path = format!("{bid}/partners");
        let (yes, too) = tokio::join!(otter.bidder.post(&path, ask_two.clone()), otter.owner.post(&path, ask_two));
        let mut both = [yes.status, too.status];
        both.sort_unstable();
        assert_eq!(both, [201, 409], "asked once");
    }
}

story! {
    async fn who_leaves_is_told_of_and_keeps_the_bid_from_an_award(world) {
        let camden = world.public_body("Camden").await;
        let (otter, badger) = (world.supplier("Otter").await, world.supplier("Badger").await);
        let vole = world.supplier("Vole").await;
        let lot = camden.published_lot().await;
        let (bid, _) = otter.drafts(&lot, "t", "1000.00").await;
        let id = joins(&otter, &bid, &badger).await;
        let second = asks(&otter, &bid, &vole.id).await.is(201).id();
        let path = format!("/v1/bid-partnerships/{id}");
        vole.bidder.delete(&path).await.refused(404, "not-found");
        vole.bidder.delete(&format!("/v1/bid-partnerships/{second}")).await.refused(409, "wrong-state");
        otter.bidder.delete(&format!("/v1/bid-partnerships/{second}")).await.is(204);
        assert!(world.letters_to(&vole.bidder.email).await.last().unwrap().contains("bids without you"));
        says(&vole.bidder, &second, true).await.refused(409, "wrong-state");
        submits(&otter, &bid).await.is(201);
        let etag = otter.bidder.get(&bid).await.etag();
        badger.bidder.delete(&path).await.is(204);
        otter.bidder.delete(&path).await.refused(409, "wrong-state");
        assert!(world.letters_to(&otter.bidder.email).await.last().unwrap().contains("Badger has left your bid"));
        // Who submits again has seen who is still there.
        otter.bidder.act(&format!("{bid}/submission"), &etag, Value::Null).await.refused(412, "stale");
        badger.bidder.post(&format!("/v1/lots/{lot}/bids"), json!({ "organisation_id": badger.id })).await.is(201);

        world.past_the_deadline();
        otter.bidder.delete(&path).await.refused(409, "deadline-passed");
        let panel = world.panel(&camden, &lot).await;
        camden.opens(&lot).await;
        panel.declares().await;
        let read = panel.chair.get(&bid).await;
        assert_eq!((&read.is(200)["state"], &read["partners"][0]["state"]), (&json!("received"), &json!("left")));
        panel.ranks(&[(&bid, usual_marks())]).await;
        let award = award(&[&bid]);
        let told = panel.proposes(&award).await;
        told.refused(409, "not-eligible");
        let reason = &told["bids"][0]["reasons"][0];
        assert_eq!((&reason["condition"], &reason["organisation_id"]), (&json!("partner"), &json!(badger.id)));
        let mut noted = award;
        noted["eligibility_notes"] = json!([{ "bid_id": noted["bid_ids"][0], "note": "Otter does it alone." }]);
        panel.proposes(&noted).await.is(201);
    }
}

story! {
    async fn partners_count_as_bidders_wherever_interests_do(world) {
        let camden = world.public_body("Camden").await;
        let (otter, badger) = (world.supplier("Otter").await, world.supplier("Badger").await);
        let lot = camden.published_lot().await;
        let (bid, _) = otter.drafts(&lot, "t", "1000.00").await;
        joins(&otter, &bid, &badger).await;
        submits(&otter, &bid).await.is(201);
        let (mole, _) = world.supplier("Mole").await.submits(&lot, "t", "990.00").await;
        // Somebody of the buyer's who works for a partner as well.
        let roles = ["approver", "opener"];
        let both = world.member(&camden.owner, &camden.id, "Both", &roles).await;
        let invitation = json!({ "email": both.email, "roles": ["viewer"] });
        badger.owner.post(&format!("/v1/organisations/{}/invitations", badger.id), invitation).await.is(201);
        let token = world.token_for(&both.email).await;
        both.post("/v1/invitations/acceptance", json!({ "token": token })).await;
        assert_eq!(both.get("/v1/me").await.is(200)["memberships"].as_array().unwrap().len(), 2);
        world.past_the_deadline();
        both.post(&format!("/v1/lots/{lot}/opening-approvals"), Value::Null).await.refused(403, "forbidden");
        let panel = world.panel(&camden, &lot).await;
        camden.opens(&lot).await;
        both.get(&bid).await.refused(403, "forbidden");
        both.get(&format!("/v1/lots/{lot}/bids")).await.refused(403, "forbidden");
        let seat = json!({ "user_id": both.id, "role": "observer" });
        camden.owner.post(&format!("/v1/lots/{lot}/panel"), seat).await.refused(409, "wrong-state");
        // A conflict with a partner bars from the whole bid, and from no other.
        let declared = json!({ "conflicts": [badger.id], "statement": "My sister owns it." });
        panel.evaluator.post(&format!("/v1/lots/{lot}/declarations"), declared).await.is(201);
        panel.evaluator.get(&bid).await.refused(403, "forbidden");
        panel.evaluator.get(&mole).await.is(200);
        let list = panel.evaluator.get(&format!("/v1/lots/{lot}/bids")).await;
        assert_eq!(list.is(200)["items"].as_array().unwrap().len(), 1);
        panel.evaluator.put(&format!("{bid}/scores"), marks("8", "5", "1")).await.refused(403, "forbidden");
    }
}

story! {
    async fn a_partner_that_is_not_in_the_seal_is_found_at_the_opening(world) {
        let camden = world.public_body("Camden").await;
        let (otter, badger) = (world.supplier("Otter").await, world.supplier("Badger").await);
        let lot = camden.published_lot().await;
        let (bid, _) = otter.drafts(&lot, "t", "1000.00").await;
        joins(&otter, &bid, &badger).await;
        submits(&otter, &bid).await.is(201);
        world.change("update bid_partners set named_in = null");
        world.past_the_deadline();
        camden.opens(&lot).await;
        let seen = otter.bidder.get(&bid).await;
        assert_eq!(seen.is(200)["state"], "integrity_failed");
        assert_eq!(seen["state_reason"], "the partners are not those of the seal");
    }
}

story! {
    async fn a_withdrawn_bid_lets_its_partners_go(world) {
        let camden = world.public_body("Camden").await;
        let (otter, badger) = (world.supplier("Otter").await, world.supplier("Badger").await);
        let lot = camden.published_lot().await;
        let (bid, _) = otter.drafts(&lot, "t", "1000.00").await;
        joins(&otter, &bid, &badger).await;
        submits(&otter, &bid).await.is(201);
        let now = otter.bidder.get(&bid).await.etag();
        otter.bidder.act(&format!("{bid}/withdrawal"), &now, Value::Null).await.is(201);
        assert!(world.letters_to(&badger.bidder.email).await.last().unwrap().contains("Otter bids without you"));
        badger.submits(&lot, "t", "900.00").await;
        // Begun again, it asks again.
        otter.bidder.post(&format!("/v1/lots/{lot}/bids"), json!({ "organisation_id": otter.id })).await.is(201);
        submits(&otter, &bid).await.is(201);
        world.past_the_deadline();
        camden.opens(&lot).await;
        let seen = otter.bidder.get(&bid).await;
        assert_eq!((&seen.is(200)["state"], &seen["partners"]), (&json!("received"), &json!([])));
    }
}

story! {
    async fn an_interest_stays_whatever_one_asks_with_and_however_it_stands(world) {
        let camden = world.public_body("Camden").await;
        let (otter, badger) = (world.supplier("Otter").await, world.supplier("Badger").await);
        let shell = world.supplier("Shell").await;
        let lot = camden.published_lot().await;
        let (bid, _) = otter.drafts(&lot, "t", "1000.00").await;
        submits(&otter, &bid).await.is(201);
        let (rival, _) = world.supplier("Mole").await.submits(&lot, "t", "990.00").await;
        // Too late to be named, and not too late to have an interest.
        joins(&otter, &bid, &badger).await;
        let panel = world.opened_lot(&camden, &lot).await;
        panel.chair.get(&rival).await.is(200);
        joins_supplier(&world, &panel.chair, &badger).await;
        joins_supplier(&world, &panel.chair, &shell).await;
        panel.chair.get(&rival).await.refused(403, "forbidden");
        panel.chair.get(&format!("{rival}/scores")).await.refused(403, "forbidden");

        let new = json!({ "name": "Reader", "scopes": ["bids:read", "evaluation:read"] });
        let key = panel.chair.post(&format!("/v1/organisations/{}/api-keys", shell.id), new).await;
        let key = key.is(201)["key"].as_str().unwrap().to_owned();
        let program = world.stranger().with("authorization", &format!("Bearer {key}"));
        program.get(&rival).await.refused(403, "forbidden");
        program.get(&format!("/v1/lots/{lot}/bids")).await.refused(403, "forbidden");
        program.get(&format!("{rival}/scores")).await.refused(403, "forbidden");

        let administrator = world.administrator().await;
        let suspension = format!("/v1/organisations/{}/suspension", badger.id);
        administrator.post(&suspension, json!({ "reason": "Because." })).await;
        panel.chair.get(&rival).await.refused(403, "forbidden");
        let given = marks("10", "5", "1");
        panel.chair.put(&format!("{rival}/scores"), given).await.refused(403, "forbidden");
    }
}

story! {
    async fn partners_hear_of_what_becomes_of_the_lot_and_strangers_ask_nobody(world) {
        let camden = world.public_body("Camden").await;
        let (otter, badger) = (world.supplier("Otter").await, world.supplier("Badger").await);
        let published = camden.publishes(procurement(&camden.id)).await;
        let lot = lot_id(&published, 0);
        let (bid, _) = otter.drafts(&lot, "t", "1000.00").await;
        let stranger = world.person("Stranger").await;
        let new = json!({ "kind": "supplier", "name": "Camden Council Payments" });
        let unknown = stranger.post("/v1/organisations", new).await.is(201).id();
        let started = stranger.post(&format!("/v1/lots/{lot}/bids"), json!({ "organisation_id": unknown })).await;
        let ask = json!({ "organisation_id": badger.id, "part": "Pay here: https://pay.example" });
        let path = format!("/v1/bids/{}/partners", started.is(201).id());
        stranger.post(&path, ask).await.refused(403, "forbidden").says("not verified");

        let id = joins(&otter, &bid, &badger).await;
        let told = badger.bidder.get(&format!("/v1/organisations/{}/bid-partnerships", badger.id)).await;
        assert!(!told.text.contains(id_of(&bid)), "whose bid it is, not which");
        // A question about a partner knocks nobody out of what it had begun.
        let administrator = world.administrator().await;
        world.later("PT1M");
        let question = format!("/v1/organisations/{}/reverification", badger.id);
        administrator.post(&question, json!({ "reason": "Who are you?" })).await;
        submits(&otter, &bid).await.is(201);
        let now = world.public(&format!("/v1/lots/{lot}")).await.etag();
        let cancel = camden.approver.act(&format!("/v1/lots/{lot}/cancellation"), &now, json!({ "reason": "No money." })).await;
        assert!(cancel.status < 300, "{}", cancel.text);
        assert!(world.letters_to(&badger.bidder.email).await.last().unwrap().contains("No money."));
        badger.bidder.delete(&format!("/v1/bid-partnerships/{id}")).await.refused(409, "wrong-state");
    }
}

story! {
    async fn documents_of_partners_are_for_those_who_buy(world) {
        let camden = world.public_body("Camden").await;
        let (otter, badger) = (world.supplier("Otter").await, world.supplier("Badger").await);
        let lot = camden.published_lot().await;
        let (bid, _) = otter.drafts(&lot, "t", "1000.00").await;
        let document = badger.uploads("safety.pdf").await.id();
        badger.says(policy(&document)).await.is(200);
        joins(&otter, &bid, &badger).await;
        submits(&otter, &bid).await.is(201);
        let panel = world.panel(&camden, &lot).await;
        let content = format!("{bid}/documents/{document}/content");
        world.past_the_deadline();
        otter.bidder.get(&content).await.refused(404, "not-found");
        camden.opens(&lot).await;
        panel.declares().await;
        assert!(panel.chair.get(&content).await.is(200).text.starts_with("%PDF-1.7"));
        for other in [&otter.bidder, &badger.bidder, &camden.author] {
            other.get(&content).await.refused(404, "not-found");
        }
    }
}
