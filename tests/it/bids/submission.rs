//! Bids: under seal until two officers open them.

use diesel::connection::SimpleConnection as _;
use guildhall::db::Fault;
use serde_json::{Value, json};

use crate::{
    story,
    world::{
        World,
        bidding::answers,
        notices::{challenge, lot_id, procurement},
        stages::id_of,
    },
};

story! {
    async fn a_bid_is_drafted_submitted_and_opened_by_two(world) {
        let camden = world.public_body("Camden").await;
        let otter = world.supplier("Otter").await;
        let lot = camden.published_lot().await;
        let (path, receipt) = otter.submits(&lot, "before", "42000.00").await;
        assert_eq!(receipt["version"], 1);
        assert_eq!(receipt["received_at"], world.now().to_string());
        let note = json!({ "note": receipt["note"] });
        let checked = world.stranger().post("/v1/receipts/verification", note).await;
        assert_eq!(checked.is(200)["valid"], true);
        assert!(world.letters_to(&otter.owner.email).await.last().unwrap().contains("We have received your bid"));
        assert_eq!(world.public("/v1/keys").await.is(200)["items"][0]["id"], receipt["key_id"]);

        let edited = otter.bidder.patch(&path, &receipt.etag(), answers("after", "41000.00")).await;
        let again = otter.bidder.act(&format!("{path}/submission"), &edited.etag(), Value::Null).await;
        assert_eq!(again.is(201)["version"], 2);
        assert_ne!(again["commitment"], receipt["commitment"]);

        world.past_the_deadline();
        let opening = format!("/v1/lots/{lot}/opening-approvals");
        let first = camden.opener.post(&opening, Value::Null).await;
        assert_eq!(first.is(201)["opened"], false);
        assert!(first["bids"].is_null());
        camden.opener.post(&opening, Value::Null).await.refused(403, "four-eyes");
        let second = camden.second_opener.post(&opening, Value::Null).await;
        assert_eq!(second.is(201)["opened"], true);
        assert_eq!(second["bids"], 1);
        let bid = camden.approver.get(&path).await;
        assert_eq!(bid.is(200)["price"]["amount"], "41000.00");
        assert_eq!(bid["answers"][0]["text"], "Sensors that text after");
        let events = world.events().await;
        assert_eq!(events.iter().filter(|e| e.starts_with("lot.")).collect::<Vec<_>>(), ["lot.opening_approved", "lot.opened"]);
    }
}

story! {
    async fn the_instant_of_closing_is_on_time_and_the_next_is_late(world) {
        let camden = world.public_body("Camden").await;
        let otter = world.supplier("Otter").await;
        let lot = camden.published_lot().await;
        let (path, draft) = otter.drafts(&lot, "t", "1.00").await;
        let submission = format!("{path}/submission");
        let mut etag = draft.etag();
        for instant in ["2026-10-01T11:59:59.999999Z", "2026-10-01T12:00:00Z"] {
            world.at(instant);
            let told = otter.bidder.act(&submission, &etag, Value::Null).await;
            assert_eq!(told.is(201)["received_at"], instant);
            etag = told.etag();
        }
        world.at("2026-10-01T12:00:00.000001Z");
        let late = otter.bidder.act(&submission, &etag, Value::Null).await;
        late.refused(409, "deadline-passed");
        assert_eq!(late["submissions_close_at"], "2026-10-01T12:00:00Z");
        assert_eq!(late["received_at"], "2026-10-01T12:00:00.000001Z");
        assert_eq!(world.events().await.last().unwrap(), "bid.refused_late");
        assert_eq!(world.count("bid_submissions"), 2);
        otter.bidder.act(&format!("{path}/withdrawal"), &etag, Value::Null).await.refused(409, "deadline-passed");
        otter.bidder.patch(&path, &etag, answers("x", "2.00")).await.refused(409, "deadline-passed");
    }
}

story! {
    async fn a_retry_after_the_deadline_gets_the_receipt_of_the_first_try(world) {
        let camden = world.public_body("Camden").await;
        let otter = world.supplier("Otter").await;
        let lot = camden.published_lot().await;
        let (path, draft) = otter.drafts(&lot, "t", "1.00").await;
        let submission = format!("{path}/submission");
        let client = otter.bidder.client().await.with("if-match", &draft.etag());
        client.post(&submission, Value::Null).await.refused(400, "idempotency-key-missing");
        let keyed = client.clone().with("idempotency-key", "once");
        let first = keyed.post(&submission, Value::Null).await;
        first.is(201);
        world.later("PT5M");
        let again = keyed.post(&submission, Value::Null).await;
        assert_eq!(first.text, again.is(201).text);
        world.at("2026-10-01T12:00:01Z");
        let fresh = otter.bidder.client().await.with("if-match", &draft.etag()).with("idempotency-key", "once");
        assert_eq!(fresh.post(&submission, Value::Null).await.is(201).text, first.text);
        assert_eq!(world.count("bid_submissions"), 1);
    }
}

story! {
    async fn fifty_submissions_at_once_leave_one_current_bid(world) {
        let camden = world.public_body("Camden").await;
        let otter = world.supplier("Otter").await;
        let lot = camden.published_lot().await;
        let (path, draft) = otter.drafts(&lot, "t", "1.00").await;
        let submission = format!("{path}/submission");
        let tries = (0..50).map(|_| otter.bidder.act(&submission, "\"2\"", Value::Null));
        let told = futures_util::future::join_all(tries).await;
        assert_eq!(draft.etag(), "\"2\"");
        assert_eq!(told.iter().filter(|t| t.status == 201).count(), 1);
        assert_eq!(told.iter().filter(|t| t.status == 412).count(), 49);
        assert_eq!(world.count("bid_submissions"), 1);
    }
}

story! {
    async fn a_withdrawn_bid_is_not_opened_and_may_be_started_again(world) {
        let camden = world.public_body("Camden").await;
        let (otter, badger) = (world.supplier("Otter").await, world.supplier("Badger").await);
        let lot = camden.published_lot().await;
        let (path, receipt) = otter.submits(&lot, "t", "1.00").await;
        let gone = otter.bidder.act(&format!("{path}/withdrawal"), &receipt.etag(), Value::Null).await;
        assert_eq!(gone.is(201)["kind"], "withdrawal");
        let new = json!({ "organisation_id": otter.id });
        let again = otter.bidder.post(&format!("/v1/lots/{lot}/bids"), new.clone()).await;
        assert_eq!(again.is(201)["state"], "draft");
        let twice = otter.bidder.post(&format!("/v1/lots/{lot}/bids"), new).await;
        twice.refused(409, "taken");
        assert!(path.ends_with(twice["bid_id"].as_str().unwrap()));
        badger.submits(&lot, "b", "2.00").await;
        world.past_the_deadline();
        assert_eq!(camden.opens(&lot).await["bids"], 1);
        assert_eq!(otter.owner.get(&path).await["state"], "lapsed");
        camden.approver.get(&path).await.refused(404, "not-found");
    }
}

story! {
    async fn an_opening_needs_its_time_its_people_and_its_window(world) {
        let camden = world.public_body("Camden").await;
        let otter = world.supplier("Otter").await;
        let lot = camden.published_lot().await;
        otter.submits(&lot, "t", "1.00").await;
        let path = format!("/v1/lots/{lot}/opening-approvals");
        world.at("2026-10-01T12:01:59.999999Z");
        let early = camden.opener.post(&path, Value::Null).await;
        early.refused(409, "too-early");
        assert_eq!(early["opens_from"], "2026-10-01T12:02:00Z");
        world.past_the_deadline();
        camden.owner.post(&path, Value::Null).await.refused(403, "forbidden");
        otter.owner.post(&path, Value::Null).await.refused(403, "forbidden");
        camden.opener.post(&path, Value::Null).await.is(201);
        world.later("PT15M1S");
        let alone = camden.second_opener.post(&path, Value::Null).await;
        assert_eq!(alone.is(201)["opened"], false, "the first approval has run out");
        assert_eq!(camden.opener.post(&path, Value::Null).await.is(201)["opened"], true);
        camden.second_opener.post(&path, Value::Null).await.refused(409, "wrong-state");
    }
}

story! {
    async fn fifty_approvals_at_once_open_once(world) {
        let camden = world.public_body("Camden").await;
        let otter = world.supplier("Otter").await;
        let lot = camden.published_lot().await;
        otter.submits(&lot, "t", "1.00").await;
        world.past_the_deadline();
        let path = format!("/v1/lots/{lot}/opening-approvals");
        for opener in [&camden.opener, &camden.second_opener] {
            opener.token().await;
        }
        let tries = (0..50).map(|n| {
            let person = if n % 2 == 0 { &camden.opener } else { &camden.second_opener };
            person.post(&path, Value::Null)
        });
        let told = futures_util::future::join_all(tries).await;
        assert_eq!(told.iter().filter(|t| t.status == 201).count(), 2);
        assert_eq!(told.iter().filter(|t| t["opened"] == true).count(), 1);
        assert_eq!(world.events().await.iter().filter(|e| *e == "lot.opened").count(), 1);
    }
}

story! {
    async fn swapped_and_damaged_bids_are_found_and_the_others_open(world) {
        let camden = world.public_body("Camden").await;
        let (otter, badger, heron) = (world.supplier("Otter").await, world.supplier("Badger").await, world.supplier("Heron").await);
        let lot = camden.published_lot().await;
        let (one, _) = otter.submits(&lot, "o", "1.00").await;
        let (swapped, _) = badger.submits(&lot, "b", "2.00").await;
        let (whole, _) = heron.submits(&lot, "h", "3.00").await;
        let id = |path: &str| id_of(path).to_owned();
        let (a, b) = (id(&one), id(&swapped));
        let guards = if world.app.pool.is_sqlite() { "drop trigger bid_submissions_are_kept_from_update" } else { "alter table bid_submissions disable trigger all" };
        let swap = format!(
            "create table aside as select * from bid_submissions;
             update bid_submissions set sealed = (select sealed from aside where bid_id = '{b}'), sealed_sha256 = (select sealed_sha256 from aside where bid_id = '{b}'), commitment = (select commitment from aside where bid_id = '{b}') where bid_id = '{a}';
             update bid_submissions set sealed = (select sealed from aside where bid_id = '{a}') where bid_id = '{b}';"
        );
        world.app.pool.write_here(move |tx| {
            tx.db().batch_execute(guards)?;
            Ok::<_, Fault>(tx.db().batch_execute(&swap)?)
        }).unwrap();
        world.past_the_deadline();
        camden.opens(&lot).await;
        for (path, state) in [(&one, "integrity_failed"), (&swapped, "integrity_failed"), (&whole, "received")] {
            assert_eq!(camden.approver.get(path).await.is(200)["state"], state, "{path}");
        }
        assert_eq!(camden.approver.get(&whole).await["price"]["amount"], "3.00");
    }
}

story! {
    async fn what_is_missing_or_too_long_is_told_with_its_place(world) {
        let camden = world.public_body("Camden").await;
        let otter = world.supplier("Otter").await;
        let lot = camden.published_lot().await;
        let new = json!({ "organisation_id": otter.id });
        let started = otter.bidder.post(&format!("/v1/lots/{lot}/bids"), new).await;
        let path = format!("/v1/bids/{}", started.id());
        let empty = otter.bidder.act(&format!("{path}/submission"), &started.etag(), Value::Null).await;
        assert_eq!(empty.refused(422, "invalid").pointers(), ["/answers/approach", "/answers/insured", "/price"]);
        let bad = json!({
            "answers": [
                { "question_key": "approach", "text": "word ".repeat(51) }, { "question_key": "insured", "text": "perhaps" },
                { "question_key": "colour", "text": "red" }, { "question_key": "team", "text": "\u{202e}" }
            ],
            "price": { "amount": "1.00", "currency": "EUR" }
        });
        let told = otter.bidder.patch(&path, &started.etag(), bad).await;
        assert_eq!(told.refused(422, "invalid").pointers(), ["/answers/3/text"]);
        let bad = json!({
            "answers": [
                { "question_key": "approach", "text": "word ".repeat(51) }, { "question_key": "insured", "text": "perhaps" }, { "question_key": "colour", "text": "red" }
            ],
            "price": { "amount": "1.00", "currency": "EUR" }
        });
        let told = otter.bidder.patch(&path, &started.etag(), bad).await;
        told.refused(422, "invalid").says("51 words");
        assert_eq!(told.pointers(), ["/answers/0/text", "/answers/1/text", "/answers/2/question_key", "/price/currency"]);
        let viewer = world.member(&otter.owner, &otter.id, "Otter viewer", &["viewer"]).await;
        viewer.get(&path).await.is(200);
        viewer.patch(&path, &started.etag(), answers("x", "1.00")).await.refused(403, "forbidden");
    }
}

story! {
    async fn a_later_stage_is_for_winners_and_an_unverified_supplier_may_only_draft(world) {
        let camden = world.public_body("Camden").await;
        let otter = world.supplier("Otter").await;
        let opportunity = camden.publishes(challenge(&camden.id)).await;
        let later = lot_id(&opportunity, 1);
        let new = json!({ "organisation_id": otter.id });
        otter.bidder.post(&format!("/v1/lots/{later}/bids"), new).await.refused(403, "forbidden").says("awarded");
        let eve = world.person("Eve").await;
        let id = eve.post("/v1/organisations", json!({ "kind": "supplier", "name": "New" })).await.id();
        let lot = lot_id(&opportunity, 0);
        let started = eve.post(&format!("/v1/lots/{lot}/bids"), json!({ "organisation_id": id })).await;
        let path = format!("/v1/bids/{}", started.is(201).id());
        let draft = eve.patch(&path, &started.etag(), answers("t", "1.00")).await;
        eve.act(&format!("{path}/submission"), &draft.etag(), Value::Null).await.refused(403, "forbidden").says("verified");
        let theirs = json!({ "organisation_id": otter.id });
        eve.post(&format!("/v1/lots/{lot}/bids"), theirs).await.refused(403, "forbidden");
    }
}

story! {
    async fn an_old_retry_key_that_was_forgotten_submits_nothing_twice(world) {
        let camden = world.public_body("Camden").await;
        let otter = world.supplier("Otter").await;
        let lot = camden.published_lot().await;
        let (path, draft) = otter.drafts(&lot, "t", "1.00").await;
        let send = async || {
            let client = otter.bidder.client().await.with("if-match", &draft.etag()).with("idempotency-key", "once");
            client.post(&format!("{path}/submission"), Value::Null).await
        };
        send().await.is(201);
        world.later("P1DT1M");
        world.run_workers().await;
        assert_eq!(world.count("idempotency_keys"), 0);
        send().await.refused(412, "stale");
        assert_eq!(world.count("bid_submissions"), 1);
    }
}

story! {
    async fn a_draft_takes_no_lot_of_another_opportunity(world) {
        let camden = world.public_body("Camden").await;
        let other = lot_id(&camden.drafts(procurement(&camden.id)).await, 0);
        let draft = camden.drafts(procurement(&camden.id)).await;
        let own = lot_id(&draft, 0);
        let path = format!("/v1/opportunities/{}", draft.id());
        let lot = |id: &str| json!({ "id": id, "title": "Lot" });
        let foreign = json!({ "lots": [lot(&own), lot(&other), lot(&own)] });
        let told = camden.author.patch(&path, &draft.etag(), foreign).await;
        assert_eq!(told.refused(422, "invalid").pointers(), ["/lots/1/id", "/lots/2/id"]);
        let kept = camden.author.patch(&path, &draft.etag(), json!({ "lots": [lot(&own)] })).await;
        assert_eq!(lot_id(kept.is(200), 0), own);
        let mut new = procurement(&camden.id);
        new["lots"][0]["id"] = json!(other);
        assert_eq!(camden.author.post("/v1/opportunities", new).await.refused(422, "invalid").pointers(), ["/lots/0/id"]);
    }
}

/// A transaction that loses races while the deadline passes is judged by when its request had
/// arrived, not by when it is tried again (SAFETY B3). SQLite has one writer, and no races.
#[actix_web::test]
async fn a_retried_transaction_keeps_its_instant() {
    use guildhall::{
        audit,
        http::{Answer, Asked, Caller},
    };
    use std::sync::{Arc, Mutex};
    let Some(world) = World::postgres() else { return };
    let ada = world.person("Ada").await;
    let at = "2026-09-20T11:59:59.999999Z".parse().unwrap();
    let asked = Asked {
        request_id: "retried".to_owned(),
        route: "POST /x".to_owned(),
        bytes: 0,
        fingerprint: String::new(),
        at,
        retry: None,
        seen: None,
        agent: None,
        from: None,
        operation: guildhall::server::operations()[0],
    };
    let credential = guildhall::access::Bearer::Session(ada.credential());
    let caller = Caller { credential: Some(credential), asked };
    let judged = Arc::new(Mutex::new(Vec::new()));
    let (kept, clock) = (Arc::clone(&judged), Arc::clone(&world.clock));
    let work = move |tx: &mut guildhall::db::Tx<'_>, call: &audit::Call| {
        let mut tries = kept.lock().unwrap();
        tries.push(call.at);
        clock.advance("PT1H".parse().unwrap());
        if tries.len() < 6 {
            let lost = diesel::result::DatabaseErrorKind::SerializationFailure;
            return Err(Fault::Sql(diesel::result::Error::DatabaseError(
                lost,
                Box::new("on purpose".to_owned()),
            )));
        }
        guildhall::organisations::create(
            tx,
            call,
            &guildhall::organisations::NewOrganisation {
                kind: guildhall::access::OrganisationKind::Supplier,
                name: guildhall::kernel::Line::parse("Otter").unwrap(),
                summary: None,
                website: None,
                identifiers: Vec::new(),
            },
        )
    };
    let told = audit::Request::new(&world.app, caller).act(work, |_| Answer::done()).await;
    assert_eq!(told.unwrap().status(), 204);
    assert_eq!(*judged.lock().unwrap(), vec![at; 6]);
}
