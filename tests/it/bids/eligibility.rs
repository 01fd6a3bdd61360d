//! What lots ask of suppliers: told before they draft, held to at submission, judged anew at the
//! award.

use serde_json::{Value, json};

use crate::{
    story,
    world::{
        Supplier, Told, World,
        notices::{asking, challenge, lot_id, procurement},
        profiles::{no_grounds, pounds, whole},
        stages::{award, id_of},
    },
};

fn conditions() -> Value {
    json!({
        "reserved_for": ["sme", "vcse"],
        "accreditations": [{ "kind": "cyber_essentials", "by": "submission", "of_each": false }],
        "insurances": [{ "kind": "public_liability", "at_least": pounds("2000000.00") }],
        "capabilities": [],
    })
}

/// Each reason: what it is about, its state, whether it keeps out, its place in the profile.
fn reasons(told: &Told) -> Vec<(&str, &str, bool, Option<&str>)> {
    let word = |one: &'_ Value, name: &str| one[name].as_str().is_some();
    let all = told.is(200)["reasons"].as_array().unwrap();
    assert!(all.iter().all(|one| word(one, "detail") && word(one, "by")));
    let read = all.iter().map(|one| {
        let (condition, state) = (one["condition"].as_str(), one["state"].as_str());
        let keeps_out = one["keeps_out"].as_bool();
        (condition.unwrap(), state.unwrap(), keeps_out.unwrap(), one["pointer"].as_str())
    });
    read.collect()
}

/// How often decisions were proposed or settled, and the letters of all that happened.
async fn decided(world: &World) -> (usize, i64) {
    let events = world.events().await;
    let decided = events.iter().filter(|name| name.starts_with("decision.")).count();
    (decided, world.count("outbox"))
}

fn accreditation(expires: &str) -> Value {
    json!({ "accreditations": { "accreditations": [{ "kind": "cyber_essentials", "issuer": "IASME", "issued": "2026-02-01", "expires": expires }] } })
}

/// The declaration of a supplier to whom a mandatory ground applies.
fn excluded() -> Value {
    let mut grounds = no_grounds();
    for one in grounds["answers"].as_array_mut().unwrap() {
        if one["ground"] == "tax_misconduct" {
            *one = json!({ "ground": "tax_misconduct", "applies": true, "likely_again": true, "explanation": "We have not paid." });
        }
    }
    json!({ "exclusions": grounds })
}

fn asked(lot: &str, supplier: &Supplier<'_>) -> String {
    format!("/v1/lots/{lot}/eligibility?organisation_id={}", supplier.id)
}

story! {
    async fn conditions_are_drafted_shown_to_all_and_stay_as_published(world) {
        let camden = world.public_body("Camden").await;
        let draft = camden.drafts(asking(&camden.id, json!({ "reserved_for": ["sme"] }))).await;
        assert_eq!(draft["lots"][0]["eligibility"], json!({ "reserved_for": ["sme"], "accreditations": [], "insurances": [], "capabilities": [] }));
        let path = format!("/v1/opportunities/{}", draft.id());
        let change = json!({ "lots": asking(&camden.id, conditions())["lots"] });
        camden.author.client().await.patch(&path, change.clone()).await.refused(428, "if-match-missing");
        camden.author.patch(&path, "\"99\"", change.clone()).await.refused(412, "stale");
        let edited = camden.author.patch(&path, &draft.etag(), change.clone()).await;
        assert_eq!(edited.is(200)["lots"][0]["eligibility"], conditions());

        let sent = camden.author.act(&format!("{path}/review"), &edited.etag(), Value::Null).await;
        let out = camden.approver.act(&format!("{path}/publication"), &sent.etag(), Value::Null).await;
        let lot = lot_id(&out, 0);
        let public = world.public(&format!("/v1/lots/{lot}")).await;
        assert_eq!(public.is(200)["eligibility"], conditions());
        assert_eq!(world.public(&path).await["lots"][0]["eligibility"], conditions());
        camden.author.patch(&path, &out.etag(), change).await.refused(409, "wrong-state");
        let looser = json!({ "submissions_close_at": "2026-12-01T12:00:00Z", "reason": "Because.", "eligibility": null });
        let told = camden.approver.act(&format!("/v1/lots/{lot}/amendment"), &public.etag(), looser).await;
        assert_eq!(told.refused(422, "invalid").pointers(), ["/eligibility"]);
        assert_eq!(world.public(&format!("/v1/lots/{lot}")).await["eligibility"], conditions());
        let plain = camden.drafts(procurement(&camden.id)).await;
        assert!(plain["lots"][0]["eligibility"].is_null());
    }
}

story! {
    async fn what_cannot_be_asked_is_refused_with_every_place(world) {
        let camden = world.public_body("Camden").await;
        let refused = async |eligibility: Value| {
            camden.author.post("/v1/opportunities", asking(&camden.id, eligibility)).await.refused(422, "invalid").pointers()
        };
        // The law forbids to ask for insurance before the award.
        let shapes = json!({
            "reserved_for": ["large"], "colour": "red",
            "accreditations": [{ "kind": "charm", "by": "soon" }, { "kind": "chas" }],
            "insurances": [{ "kind": "cyber", "at_least": { "amount": "-1", "currency": "GBP" }, "by": "submission" }],
        });
        let at = |rest: &str| format!("/lots/0/eligibility{rest}");
        assert_eq!(refused(shapes).await, [
            at("/accreditations/0/by"), at("/accreditations/0/kind"), at("/accreditations/1/by"), at("/colour"),
            at("/insurances/0/at_least/amount"), at("/insurances/0/by"), at("/reserved_for/0"),
        ]);
        let chas = json!({ "kind": "chas", "by": "award" });
        let bad = json!({
            "reserved_for": ["sme", "sme"], "accreditations": [chas, { "kind": "other", "by": "award" }, chas],
            "insurances": [{ "kind": "other", "at_least": pounds("1") }, { "kind": "cyber", "at_least": pounds("0.00") }],
        });
        assert_eq!(refused(bad).await, [
            at("/accreditations/1/kind"), at("/accreditations/2"), at("/insurances/0/kind"),
            at("/insurances/1/at_least/amount"), at("/reserved_for/1"),
        ]);
        let many = json!({ "accreditations": vec![chas; 21] });
        assert!(refused(many).await.contains(&at("/accreditations")));
        assert_eq!(world.count("opportunities"), 0);
    }
}

story! {
    /// LESSONS P28: why can't I apply?
    async fn a_supplier_learns_why_it_cannot_bid_before_it_drafts(world) {
        let camden = world.public_body("Camden").await;
        let (otter, badger) = (world.supplier("Otter").await, world.supplier("Badger").await);
        let viewer = world.member(&otter.owner, &otter.id, "Viewer", &["viewer"]).await;
        let lot = camden.published_lot_of(asking(&camden.id, conditions())).await;
        let hidden = lot_id(&camden.drafts(asking(&camden.id, conditions())).await, 0);
        let path = asked(&lot, &otter);
        let events = world.count("audit_events");

        world.stranger().get(&path).await.refused(401, "unauthenticated");
        for other in [&badger.owner, &camden.approver, &world.administrator().await] {
            other.get(&path).await.refused(404, "not-found");
        }
        otter.owner.get(&asked(&hidden, &otter)).await.refused(404, "not-found");
        camden.owner.get(&format!("/v1/lots/{lot}/eligibility?organisation_id={}", camden.id)).await.refused(404, "not-found");
        otter.owner.get(&format!("/v1/lots/{lot}/eligibility")).await.refused(400, "bad-parameter");

        let bare = viewer.get(&path).await;
        assert_eq!(reasons(&bare), [
            ("verified", "met", false, None), ("not_suspended", "met", false, None),
            ("reserved_for", "missing", true, Some("/size")), ("accreditation", "missing", true, Some("/accreditations")),
            ("insurance", "missing", true, Some("/insurances")), ("exclusions", "missing", false, Some("/exclusions")),
        ]);
        assert_eq!((&bare["eligible"], &bare["eligible_for_award"]), (&json!(false), &json!(false)));
        assert_eq!((&bare["reasons"][3]["kind"], &bare["reasons"][3]["by"]), (&json!("cyber_essentials"), &json!("submission")));
        assert_eq!(bare["judged_at"], world.now().to_string());

        let mut some = whole("Otter");
        some["insurances"]["insurances"][0]["cover"] = pounds("1999999.99");
        otter.says(some).await;
        let nearly = otter.bidder.get(&path).await;
        let states: Vec<_> = reasons(&nearly).into_iter().map(|(_, state, ..)| state).collect();
        assert_eq!(states, ["met", "met", "met", "met", "not_met", "met"]);
        assert_eq!((&nearly["eligible"], &nearly["eligible_for_award"]), (&json!(true), &json!(false)));
        assert!(nearly["reasons"][4]["detail"].as_str().unwrap().contains("GBP 2000000.00 is required"), "{}", nearly.text);
        otter.says(json!({ "insurances": whole("Otter")["insurances"] })).await;
        assert_eq!(otter.bidder.get(&path).await["eligible_for_award"], true);
        otter.says(excluded()).await;
        let out = otter.bidder.get(&path).await;
        assert_eq!((&out["eligible"], &out["eligible_for_award"]), (&json!(true), &json!(false)));
        assert_eq!(reasons(&out).last(), Some(&("exclusions", "not_met", true, Some("/exclusions"))));
        assert_eq!((world.count("bids"), world.count("audit_events")), (0, events + 3));
    }
}

story! {
    async fn every_lot_asks_for_a_verified_supplier_and_a_stage_for_its_winner(world) {
        let camden = world.public_body("Camden").await;
        let otter = world.supplier("Otter").await;
        let opportunity = camden.publishes(challenge(&camden.id)).await;
        let (first, later) = (lot_id(&opportunity, 0), lot_id(&opportunity, 1));
        let told = otter.owner.get(&asked(&first, &otter)).await;
        assert_eq!(reasons(&told).into_iter().map(|(name, ..)| name).collect::<Vec<_>>(), ["verified", "not_suspended", "exclusions"]);
        // Who has said nothing bids, and is awarded, as where nothing is asked.
        assert_eq!((&told["eligible"], &told["eligible_for_award"]), (&json!(true), &json!(true)));
        let stage = otter.owner.get(&asked(&later, &otter)).await;
        assert_eq!(reasons(&stage)[2], ("earlier_stage", "not_met", true, None));
        assert_eq!(stage["eligible"], false);

        let eve = world.person("Eve").await;
        let new = eve.post("/v1/organisations", json!({ "kind": "supplier", "name": "New" })).await.is(201).id();
        let unverified = eve.get(&format!("/v1/lots/{first}/eligibility?organisation_id={new}")).await;
        assert_eq!(reasons(&unverified)[0], ("verified", "not_met", true, None));
        assert_eq!(unverified["eligible"], false);
        let admin = world.administrator().await;
        let again = json!({ "reason": "Struck off the register?" });
        admin.post(&format!("/v1/organisations/{}/reverification", otter.id), again).await.is(201);
        assert_eq!(reasons(&otter.owner.get(&asked(&first, &otter)).await)[0], ("verified", "not_met", true, None));
    }
}

story! {
    async fn a_submission_that_does_not_meet_the_conditions_is_refused_and_leaves_nothing(world) {
        let camden = world.public_body("Camden").await;
        let otter = world.supplier("Otter").await;
        let lot = camden.published_lot_of(asking(&camden.id, conditions())).await;
        // Drafting is for all.
        let (path, draft) = otter.drafts(&lot, "t", "42000.00").await;
        let submission = format!("{path}/submission");
        let before = (world.count("bid_submissions"), world.count("audit_events"), world.count("outbox"));
        otter.bidder.act(&submission, "\"99\"", Value::Null).await.refused(412, "stale");
        let told = otter.bidder.act(&submission, &draft.etag(), Value::Null).await;
        assert_eq!(told.refused(409, "not-eligible").pointers(), ["/accreditations", "/size"]);
        let codes: Vec<_> = told["errors"].as_array().unwrap().iter().map(|e| e["code"].clone()).collect();
        assert_eq!(codes, ["missing", "missing"]);
        assert_eq!(told["reasons"][0]["condition"], "reserved_for");
        assert_eq!((&told["reasons"][1]["kind"], &told["reasons"][1]["by"]), (&json!("cyber_essentials"), &json!("submission")));
        assert_eq!((world.count("bid_submissions"), world.count("audit_events"), world.count("outbox")), before);
        assert_eq!(otter.bidder.get(&path).await["state"], "draft");

        // Insurance is not asked for before the award.
        otter.says(json!({ "size": whole("Otter")["size"] })).await;
        otter.says(accreditation("2026-09-10")).await;
        let receipt = otter.bidder.act(&submission, &draft.etag(), Value::Null).await;
        assert_eq!(receipt.is(201)["version"], 1);
        // The day after it ran out nothing new is submitted, and what was received stays.
        world.at("2026-09-10T23:00:00Z");
        let late = otter.bidder.act(&submission, &receipt.etag(), Value::Null).await;
        assert_eq!(late.refused(409, "not-eligible").pointers(), ["/accreditations/accreditations/0"]);
        assert_eq!(late["errors"][0]["code"], "expired");
        let kept = otter.bidder.get(&path).await;
        assert_eq!((&kept["state"], world.count("bid_submissions")), (&json!("submitted"), 1));
        world.past_the_deadline();
        assert_eq!(camden.opens(&lot).await["bids"], 1);
    }
}

story! {
    /// LESSONS P29: what is awarded is judged as of now, and the chair says why where it falls short.
    async fn an_award_is_judged_anew_and_refused_without_a_note(world) {
        let camden = world.public_body("Camden").await;
        let otter = world.supplier("Otter").await;
        let lot = camden.published_lot_of(asking(&camden.id, conditions())).await;
        otter.says(json!({ "vcse": { "is_vcse": true, "basis": "charity" } })).await;
        otter.says(accreditation("2026-10-01")).await;
        let (bid, _) = otter.submits(&lot, "t", "42000.00").await;
        let panel = world.evaluated_lot(&camden, &lot, &bid).await;
        world.at("2026-10-02T09:00:00Z");
        let decision = format!("/v1/lots/{lot}/decision");
        let award = award(&[&bid]);
        let before = decided(&world).await;
        let told = panel.chair.post(&decision, award.clone()).await;
        told.refused(409, "not-eligible").says("eligibility_notes");
        assert_eq!(told.pointers(), ["/bid_ids/0", "/bid_ids/0"]);
        assert_eq!(told["bids"][0]["bid_id"], id_of(&bid));
        let found: Vec<_> = told["bids"][0]["reasons"].as_array().unwrap().iter().map(|r| (r["kind"].as_str().unwrap(), r["state"].as_str().unwrap())).collect();
        assert_eq!(found, [("cyber_essentials", "expired"), ("public_liability", "missing")]);
        told.says("Otter: the accreditation cyber essentials ran out on 2026-10-01");
        assert_eq!(decided(&world).await, before);
        panel.chair.get(&decision).await.refused(404, "not-found");
        world.stranger().post(&decision, award.clone()).await.refused(401, "unauthenticated");
        otter.owner.post(&decision, award.clone()).await.refused(404, "not-found");

        // Nobody is awarded: nobody is judged.
        panel.chair.post(&decision, json!({ "outcome": "no_award", "reason": "The need has gone." })).await.is(201);
        camden.approver.post(&format!("{decision}/approval"), json!({ "approved": false, "note": "It has not." })).await.is(201);
        // What is made good needs no note.
        otter.says(accreditation("2027-10-01")).await;
        otter.says(json!({ "insurances": whole("Otter")["insurances"] })).await;
        let proposed = panel.chair.post(&decision, award).await;
        assert_eq!(proposed.is(201)["eligibility_notes"], json!([]));
        camden.approver.post(&format!("{decision}/approval"), json!({})).await.is(201);
        assert_eq!(world.public(&format!("/v1/lots/{lot}")).await["state"], "decided");
    }
}

story! {
    async fn a_note_is_on_a_bid_that_is_to_be_awarded_and_shown_to_who_approves(world) {
        let camden = world.public_body("Camden").await;
        let otter = world.supplier("Otter").await;
        let insured = json!({ "insurances": [{ "kind": "public_liability", "at_least": pounds("2000000.00") }] });
        let lot = camden.published_lot_of(asking(&camden.id, insured)).await;
        let (bid, _) = otter.submits(&lot, "t", "42000.00").await;
        let panel = world.evaluated_lot(&camden, &lot, &bid).await;
        let decision = format!("/v1/lots/{lot}/decision");
        let noted = |on: &str, note: &str| json!({ "bid_id": on, "note": note });
        let award = |notes: Value| json!({ "outcome": "award", "bid_ids": [id_of(&bid)], "reason": "The highest total.", "eligibility_notes": notes });
        let refused = async |notes: Value| panel.chair.post(&decision, award(notes)).await.refused(422, "invalid").pointers();
        let elsewhere = "0199b4f0-7c1e-7d3a-8f00-3b1d5c9e2a11";
        assert_eq!(refused(json!([noted(elsewhere, "Because.")])).await, ["/eligibility_notes/0/bid_id"]);
        assert_eq!(refused(json!([noted(id_of(&bid), "One."), noted(id_of(&bid), "Two.")])).await, ["/eligibility_notes/1/bid_id"]);
        assert_eq!(refused(json!([noted(id_of(&bid), " "), noted(id_of(&bid), &"x".repeat(2_001))])).await, ["/eligibility_notes/0/note", "/eligibility_notes/1/note"]);
        let none = json!({ "outcome": "no_award", "reason": "x", "eligibility_notes": [noted(id_of(&bid), "Because.")] });
        assert_eq!(panel.chair.post(&decision, none).await.refused(422, "invalid").pointers(), ["/eligibility_notes/0/bid_id"]);

        let words = "It will be bought before signature.";
        let proposed = panel.chair.post(&decision, award(json!([noted(id_of(&bid), words)]))).await;
        assert_eq!(proposed.is(201)["eligibility_notes"][0]["note"], words);
        let shown = camden.approver.get(&decision).await;
        assert_eq!(shown.is(200)["eligibility_notes"][0]["unmet"][0]["condition"], "insurance");
        let letter = world.letters_to(&camden.approver.email).await.pop().unwrap();
        assert!(letter.contains("Notes on what is not met: 1") && !letter.contains(words) && !letter.contains("public liability"), "{letter}");
        // An approver who works for the bidder reads neither the proposal nor what its supplier lacks.
        let both = world.member(&camden.owner, &camden.id, "Both", &["approver"]).await;
        let invite = json!({ "email": both.email, "roles": ["viewer"] });
        otter.owner.post(&format!("/v1/organisations/{}/invitations", otter.id), invite).await.is(201);
        both.joins().await;
        both.get(&decision).await.refused(403, "forbidden").says("conflict");
        let log = world.event_bodies();
        let event = log.iter().find(|body| body.contains("decision.proposed")).unwrap();
        assert!(event.contains(&format!("\"eligibility_notes\":[\"{}\"]", id_of(&bid))) && !event.contains(words), "{event}");
        camden.approver.act(&format!("{decision}/approval"), "\"99\"", json!({})).await.refused(412, "stale");
        let approved = camden.approver.act(&format!("{decision}/approval"), &shown.etag(), json!({})).await;
        assert_eq!(approved.is(201)["eligibility_notes"], shown["eligibility_notes"]);
        let told = otter.owner.get(&format!("{bid}/assessment-summary")).await;
        assert!(!told.is(200).text.contains(words));
    }
}

story! {
    async fn what_became_worse_since_the_proposal_refuses_its_approval(world) {
        let camden = world.public_body("Camden").await;
        let otter = world.supplier("Otter").await;
        let mut asks = conditions();
        asks["accreditations"][0]["by"] = json!("award");
        let lot = camden.published_lot_of(asking(&camden.id, asks)).await;
        otter.says(json!({ "size": whole("Otter")["size"], "exclusions": no_grounds() })).await;
        otter.says(accreditation("2026-10-10")).await;
        let (bid, _) = otter.submits(&lot, "t", "42000.00").await;
        let panel = world.evaluated_lot(&camden, &lot, &bid).await;
        let decision = format!("/v1/lots/{lot}/decision");
        let approval = format!("{decision}/approval");
        let note = json!([{ "bid_id": id_of(&bid), "note": "It will be bought before signature." }]);
        let award = json!({ "outcome": "award", "bid_ids": [id_of(&bid)], "reason": "The highest total.", "eligibility_notes": note });
        panel.chair.post(&decision, award.clone()).await.is(201);

        // Since then the accreditation has run out, and a ground for exclusion applies; that there is
        // no insurance was known.
        world.at("2026-10-11T09:00:00Z");
        otter.says(excluded()).await;
        let before = decided(&world).await;
        let told = camden.approver.post(&approval, json!({})).await;
        told.refused(409, "not-eligible").says("since the decision was proposed");
        let worse: Vec<_> = told["bids"][0]["reasons"].as_array().unwrap().iter().map(|r| (r["condition"].as_str().unwrap(), r["state"].as_str().unwrap())).collect();
        assert_eq!(worse, [("accreditation", "expired"), ("exclusions", "not_met")]);
        assert_eq!((camden.approver.get(&decision).await["state"].as_str(), decided(&world).await), (Some("proposed"), before));
        assert_eq!(world.public(&format!("/v1/lots/{lot}")).await["state"], "in_evaluation");

        // What is no worse than the chair has seen is approved.
        otter.says(json!({ "exclusions": no_grounds() })).await;
        otter.says(accreditation("2027-10-10")).await;
        camden.approver.post(&approval, json!({ "approved": false, "note": "Look again." })).await.is(201);
        otter.says(excluded()).await;
        panel.chair.post(&decision, award).await.is(201);
        camden.approver.post(&approval, json!({})).await.is(201);
        assert_eq!(world.public(&format!("/v1/lots/{lot}")).await["state"], "decided");
    }
}

story! {
    /// ADR 0015: whether a suspension excludes a bidder is for those who decide, with a reason; that
    /// it is verified again keeps nobody out.
    async fn a_suspended_supplier_is_awarded_with_a_reason_and_one_that_is_verified_again_without(world) {
        let camden = world.public_body("Camden").await;
        let otter = world.supplier("Otter").await;
        let lot = camden.published_lot().await;
        let (bid, _) = otter.submits(&lot, "t", "42000.00").await;
        let panel = world.evaluated_lot(&camden, &lot, &bid).await;
        let admin = world.administrator().await;
        let of = |what: &str| format!("/v1/organisations/{}/{what}", otter.id);
        admin.post(&of("suspension"), json!({ "reason": "Struck off the register." })).await.is(201);
        let decision = format!("/v1/lots/{lot}/decision");
        let approval = format!("{decision}/approval");
        let award = award(&[&bid]);
        let told = panel.chair.post(&decision, award.clone()).await;
        told.refused(409, "not-eligible");
        assert_eq!(told["bids"][0]["reasons"].as_array().unwrap().len(), 1);
        assert_eq!(told["bids"][0]["reasons"][0]["condition"], "not_suspended");
        let mut noted = award.clone();
        noted["eligibility_notes"] = json!([{ "bid_id": id_of(&bid), "note": "It was struck off by mistake." }]);
        panel.chair.post(&decision, noted).await.is(201);
        camden.approver.post(&approval, json!({ "approved": false, "note": "Let us wait." })).await.is(201);

        admin.delete(&of("suspension")).await.is(204);
        admin.post(&of("reverification"), json!({ "reason": "A question." })).await.is(201);
        panel.chair.post(&decision, award).await.is(201);
        camden.approver.post(&approval, json!({})).await.is(201);
    }
}
