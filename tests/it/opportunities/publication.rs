//! Drafting, reviewing, publishing, finding.

use guildhall::db::Fault;
use serde_json::{Value, json};

use crate::{
    story,
    world::notices::{challenge, procurement},
};

story! {
    async fn a_challenge_is_drafted_reviewed_and_published_by_two(world) {
        let camden = world.public_body("Camden").await;
        let draft = camden.drafts(challenge(&camden.id)).await;
        let path = format!("/v1/opportunities/{}", draft.id());
        world.public(&path).await.refused(404, "not-found");
        camden.opener.get(&path).await.is(200);

        let sent = camden.author.act(&format!("{path}/review"), &draft.etag(), Value::Null).await;
        assert_eq!(sent.is(201)["status"], "in_review");
        camden.author.act(&format!("{path}/publication"), &sent.etag(), Value::Null).await.refused(403, "forbidden");
        let out = camden.approver.act(&format!("{path}/publication"), &sent.etag(), Value::Null).await;
        assert_eq!(out.is(201)["status"], "open");
        assert_eq!(out["lots"][1]["follows_lot_id"], out["lots"][0]["id"]);

        let public = world.public(&path).await;
        assert!(public.is(200)["lots"][0]["seal"]["recipient"].as_str().unwrap().starts_with("age1"));
        assert!(public.header("cache-control").unwrap().starts_with("public"));
        let known = world.stranger().with("if-none-match", &public.etag());
        known.get(&path).await.is(304);
        let letters = world.letters_to(&camden.approver.email).await;
        assert!(letters.iter().any(|l| l.contains("To review")));
        let events = world.events().await;
        assert!(events.ends_with(&["opportunity.created", "opportunity.sent_for_review", "opportunity.published"].map(str::to_owned)));
    }
}

story! {
    async fn who_wrote_does_not_publish_whatever_roles_they_hold(world) {
        let camden = world.public_body("Camden").await;
        let both = world.member(&camden.owner, &camden.id, "Both", &["author", "approver"]).await;
        let draft = camden.drafts(procurement(&camden.id)).await;
        let path = format!("/v1/opportunities/{}", draft.id());
        let edited = both.patch(&path, &draft.etag(), json!({ "title": "Verges for bees" })).await;
        edited.is(200);
        let sent = camden.author.act(&format!("{path}/review"), &edited.etag(), Value::Null).await;
        sent.is(201);
        both.act(&format!("{path}/publication"), &sent.etag(), Value::Null).await.refused(403, "four-eyes");
        both.act(&format!("{path}/return"), &sent.etag(), json!({ "reason": "x" })).await.refused(403, "four-eyes");
        let back = camden.approver.act(&format!("{path}/return"), &sent.etag(), json!({ "reason": "Say how often." })).await;
        assert_eq!(back.is(201)["status"], "draft");
        let letters = world.letters_to(&camden.author.email).await;
        assert!(letters.last().unwrap().contains("Say how often."));
    }
}

story! {
    async fn everything_missing_is_told_at_once_and_nothing_changes(world) {
        let camden = world.public_body("Camden").await;
        let third = |key: &str| json!({ "key": key, "name": key, "kind": "quality", "weight": "33.33", "scale_max": "10", "question_keys": ["nowhere"] });
        let bad = json!({
            "organisation_id": camden.id, "kind": "challenge", "title": "T",
            "lots": [{ "title": "One", "submissions_close_at": "2026-09-02T00:00:00Z", "criteria": [third("a"), third("b"), third("c")] }, { "title": "Two" }]
        });
        let draft = camden.drafts(bad).await;
        let path = format!("/v1/opportunities/{}", draft.id());
        let before = world.events().await;
        let told = camden.author.act(&format!("{path}/review"), &draft.etag(), Value::Null).await;
        told.refused(422, "invalid").says("sum to 99.99").says("P14D");
        let pointers = told.pointers();
        for wanted in [
            "/summary", "/description", "/cpv", "/regions", "/problem_statement", "/desired_outcomes", "/budget", "/ip_terms",
            "/lots/0/description", "/lots/0/value", "/lots/0/submissions_close_at", "/lots/0/clarifications_close_at",
            "/lots/0/criteria", "/lots/0/criteria/0/question_keys/0", "/lots/1/submissions_close_at", "/lots/1/follows_lot_id",
        ] {
            assert!(pointers.iter().any(|p| p == wanted), "{wanted} in {pointers:?}");
        }
        assert_eq!(world.events().await, before);
        assert_eq!(camden.author.get(&path).await["status"], "draft");
    }
}

story! {
    async fn a_body_that_cannot_be_right_is_refused_with_every_place(world) {
        let camden = world.public_body("Camden").await;
        let barnet = world.public_body("Barnet").await;
        let theirs = barnet.published_lot().await;
        let post = |body: Value| camden.author.post("/v1/opportunities", body);
        let bad = json!({
            "organisation_id": "x", "kind": "party", "title": "", "colour": "red", "cpv": ["99999999", "72000000"], "regions": ["XX"],
            "budget": { "amount": "-1", "currency": "GBP" },
            "lots": [{ "title": "a\u{0}b", "value": { "amount": "1.234", "currency": "gbp" }, "submissions_close_at": "0000-01-01T00:00:00Z",
                       "clarifications_close_at": "9999-12-31T23:59:59Z", "criteria": [{ "key": "K", "name": "n", "kind": "quality", "weight": 40 }] }]
        });
        let told = post(bad).await;
        told.refused(422, "invalid");
        for wanted in [
            "/organisation_id", "/kind", "/title", "/colour", "/cpv/0", "/regions/0", "/budget/amount", "/lots/0/title",
            "/lots/0/value/currency", "/lots/0/submissions_close_at", "/lots/0/clarifications_close_at", "/lots/0/criteria/0/key", "/lots/0/criteria/0/weight",
        ] {
            assert!(told.pointers().iter().any(|p| p == wanted), "{wanted} in {:?}", told.pointers());
        }
        for lots in [json!([]), Value::Array(vec![json!({ "title": "Lot" }); 1000])] {
            let many = json!({ "organisation_id": camden.id, "kind": "challenge", "title": "T", "lots": lots });
            assert_eq!(post(many).await.refused(422, "invalid").pointers(), ["/lots"]);
        }
        let foreign = json!({ "organisation_id": camden.id, "kind": "challenge", "title": "T", "lots": [{ "title": "L", "follows_lot_id": theirs }] });
        assert_eq!(post(foreign).await.refused(422, "invalid").pointers(), ["/lots/0/follows_lot_id"]);
        let not_mine = json!({ "organisation_id": barnet.id, "kind": "challenge", "title": "T", "lots": [{ "title": "L" }] });
        post(not_mine).await.refused(403, "forbidden");
        assert_eq!(world.count("opportunities"), 1);
    }
}

story! {
    async fn an_unverified_body_drafts_and_does_not_publish(world) {
        let ada = world.person("Ada").await;
        let id = ada.post("/v1/organisations", json!({ "kind": "public_body", "name": "New" })).await.is(201).id();
        let path = format!("/v1/organisations/{id}/members/{}", ada.id);
        ada.patch(&path, "\"1\"", json!({ "roles": ["owner", "author"] })).await.is(200);
        let draft = ada.post("/v1/opportunities", procurement(&id)).await;
        let review = format!("/v1/opportunities/{}/review", draft.is(201).id());
        let told = ada.act(&review, &draft.etag(), Value::Null).await;
        assert_eq!(told.refused(422, "invalid").pointers(), ["/organisation_id"]);
    }
}

story! {
    async fn two_writers_do_not_overwrite_each_other(world) {
        let camden = world.public_body("Camden").await;
        let draft = camden.drafts(procurement(&camden.id)).await;
        let path = format!("/v1/opportunities/{}", draft.id());
        let tries = (0..20).map(|n| {
            let (camden, path, etag) = (&camden, path.clone(), draft.etag());
            async move { camden.author.patch(&path, &etag, json!({ "title": format!("Title {n}") })).await.status }
        });
        let mut told = futures_util::future::join_all(tries).await;
        told.sort_unstable();
        assert_eq!(told.iter().filter(|s| **s == 200).count(), 1, "{told:?}");
        assert_eq!(told.iter().filter(|s| **s == 412).count(), 19, "{told:?}");
        camden.author.client().await.patch(&path, json!({ "title": "x" })).await.refused(428, "if-match-missing");
    }
}

story! {
    async fn what_is_published_is_found_by_filters_and_words(world) {
        let camden = world.public_body("Camden").await;
        let barnet = world.public_body("Barnet").await;
        camden.publishes(challenge(&camden.id)).await;
        world.later("PT1H");
        barnet.publishes(procurement(&barnet.id)).await;
        barnet.drafts(procurement(&barnet.id)).await;
        let titles = async |query: &str| -> Vec<String> {
            let told = world.public(&format!("/v1/opportunities{query}")).await;
            told.is(200)["items"].as_array().unwrap().iter().map(|o| o["buyer_name"].as_str().unwrap().to_owned()).collect()
        };
        let (c, b) = ("Camden", "Barnet");
        assert_eq!(titles("").await, [b, c]);
        for (query, found) in [
            ("?kind=challenge", vec![c]), ("?cpv=72000000", vec![c]), ("?cpv=77314000", vec![b]), ("?cpv=77315000", vec![]),
            ("?region=UKI", vec![b, c]), ("?region=UKI3", vec![c]), ("?theme=parks", vec![b]), ("?status=open", vec![b, c]),
            ("?status=closed", vec![]), ("?q=gully%20sensors", vec![c]), ("?q=gull", vec![c]), ("?q=verges", vec![b]),
            ("?q=flowers", vec![b]), ("?q=camden", vec![c]), ("?q=flood&kind=procurement", vec![]), ("?q=verge&region=UKI", vec![b]),
            ("?q=((((", vec![]), ("?q=%22%2A", vec![]), ("?closing_before=2026-10-02T00:00:00Z", vec![b]), ("?cpv=72212000&region=UKI&theme=climate", vec![c]),
        ] {
            assert_eq!(titles(query).await, found, "{query}");
        }
        assert_eq!(titles(&format!("?organisation_id={}", camden.id)).await, [c]);
        let first = world.public("/v1/opportunities?limit=1").await;
        assert_eq!(first["items"].as_array().unwrap().len(), 1);
        let next = first["next"].as_str().unwrap();
        assert!(first.header("link").unwrap().contains("rel=\"next\""));
        assert_eq!(titles(&format!("?limit=1&cursor={next}")).await, [c]);
        world.public(&format!("/v1/opportunities?limit=1&kind=challenge&cursor={next}")).await.refused(400, "bad-parameter");
        world.public("/v1/opportunities?colour=red").await.refused(400, "bad-parameter");
        world.public("/v1/opportunities?limit=101").await.refused(400, "bad-parameter");
        world.public("/v1/opportunities?status=draft").await.refused(403, "forbidden");
        let drafts = barnet.author.get(&format!("/v1/opportunities?status=draft&organisation_id={}", barnet.id)).await;
        assert_eq!(drafts.is(200)["items"].as_array().unwrap().len(), 1);
        world.at("2026-10-01T12:00:00.000001Z");
        assert_eq!(titles("?status=closed").await, [b]);
    }
}

story! {
    async fn suppliers_hear_of_their_themes(world) {
        let camden = world.public_body("Camden").await;
        let otter = world.supplier("Otter").await;
        let badger = world.supplier("Badger").await;
        otter.owner.put(&format!("/v1/organisations/{}/interests", otter.id), json!({ "themes": ["climate", "parks"] })).await.is(200);
        badger.owner.put(&format!("/v1/organisations/{}/interests", badger.id), json!({ "themes": ["housing"] })).await.is(200);
        camden.publishes(challenge(&camden.id)).await;
        let heard = world.letters_to(&otter.bidder.email).await;
        assert!(heard.last().unwrap().contains("New: Know which gullies will flood"));
        assert!(!world.letters_to(&badger.bidder.email).await.iter().any(|l| l.contains("gullies")));
    }
}

story! {
    async fn a_deadline_only_moves_later_and_everybody_is_told(world) {
        let camden = world.public_body("Camden").await;
        let otter = world.supplier("Otter").await;
        otter.owner.put(&format!("/v1/organisations/{}/interests", otter.id), json!({ "themes": ["parks"] })).await.is(200);
        let lot = camden.published_lot().await;
        let path = format!("/v1/lots/{lot}/amendment");
        let etag = world.public(&format!("/v1/lots/{lot}")).await.etag();
        let to = |at: &str| json!({ "submissions_close_at": at, "reason": "The site visit was moved." });
        camden.approver.act(&path, &etag, to("2026-09-30T12:00:00Z")).await.refused(409, "wrong-state");
        camden.author.act(&path, &etag, to("2026-10-08T12:00:00Z")).await.refused(403, "forbidden");
        let moved = camden.approver.act(&path, &etag, to("2026-10-08T12:00:00Z")).await;
        assert_eq!(moved.is(201)["submissions_close_at"], "2026-10-08T12:00:00Z");
        camden.approver.act(&path, &etag, to("2026-10-09T12:00:00Z")).await.refused(412, "stale");
        assert!(world.letters_to(&otter.owner.email).await.last().unwrap().contains("More time"));
        world.at("2026-10-08T12:00:01Z");
        let late = camden.approver.act(&path, &moved.etag(), to("2026-10-20T12:00:00Z")).await;
        late.refused(409, "wrong-state");
        let cancel = format!("/v1/lots/{lot}/cancellation");
        let gone = camden.approver.act(&cancel, &moved.etag(), json!({ "reason": "No money." })).await;
        assert_eq!(gone.is(201)["state"], "cancelled");
        camden.approver.act(&cancel, &gone.etag(), json!({ "reason": "No money." })).await.refused(409, "wrong-state");
    }
}

story! {
    async fn lists_walk_an_index(world) {
        let plan = |query: &str| {
            let query = query.to_owned();
            world.app.pool.write_here(move |tx| {
                if !tx.db().is_sqlite() {
                    use diesel::connection::SimpleConnection as _;
                    tx.db().batch_execute("set local enable_seqscan = off")?;
                }
                tx.db().explain(&query).map_err(Fault::from)
            })
        };
        let by_publication = plan("select * from opportunities where published_at is not null order by published_at desc, id desc limit 21").unwrap();
        assert!(by_publication.contains("opportunities_by_publication"), "{by_publication}");
        assert!(!by_publication.contains("TEMP B-TREE") && !by_publication.contains("Sort"), "{by_publication}");
        let by_code = plan("select o.* from opportunity_codes c join opportunities o on o.id = c.opportunity_id where c.scheme = 'cpv' and c.code = '72' order by c.published_at desc, c.opportunity_id desc limit 21").unwrap();
        assert!(by_code.contains("opportunity_codes"), "{by_code}");
        assert!(!by_code.contains("TEMP B-TREE") && !by_code.contains("Sort"), "{by_code}");
    }
}

story! {
    async fn a_list_is_two_statements_and_a_search_three(world) {
        let camden = world.public_body("Camden").await;
        for _ in 0..3 {
            camden.publishes(challenge(&camden.id)).await;
            camden.publishes(procurement(&camden.id)).await;
        }
        let asked = async |path: &str, items: usize| {
            let before = world.reads();
            let told = world.public(path).await;
            assert_eq!(told.is(200)["items"].as_array().unwrap().len(), items, "{path}");
            world.reads() - before
        };
        for (path, items) in [
            ("/v1/opportunities?limit=1", 1),
            ("/v1/opportunities", 6),
            ("/v1/opportunities?kind=challenge&cpv=72000000", 3),
            ("/v1/opportunities?q=gullies&limit=1", 1),
            ("/v1/opportunities?q=gullies", 3),
        ] {
            let most = if path.contains("q=") { 3 } else { 2 };
            assert_eq!(asked(path, items).await, most, "{path}");
        }
    }
}
