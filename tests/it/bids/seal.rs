//! What is under seal: who may not know of it, and where nothing of it lies.

use std::{io::Read as _, time::Duration};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use guildhall::db::{Lane, Tx};
use serde_json::Value;

use crate::{
    story,
    world::{
        World,
        bidding::answers,
        notices::{lot_id, procurement},
        stages::id_of,
    },
};

story! {
    async fn before_the_opening_a_bid_does_not_exist_for_anybody_else(world) {
        let camden = world.public_body("Camden").await;
        let (otter, badger) = (world.supplier("Otter").await, world.supplier("Badger").await);
        let opportunity = camden.publishes(procurement(&camden.id)).await;
        let lot = lot_id(&opportunity, 0);
        let shown = world.public(&format!("/v1/lots/{lot}")).await;
        let whole = world.public(&format!("/v1/opportunities/{}", opportunity.id())).await;
        let (path, _) = otter.submits(&lot, "canary", "1.00").await;
        let (administrator, auditor) = (world.administrator().await, world.auditor_of(&[&camden.id]).await);
        world.run_workers().await;

        let nothing = "/v1/bids/0199b4f0-7c1e-7d3a-8f00-3b1d5c9e2a11";
        let others = [
            &camden.owner, &camden.author, &camden.approver, &camden.opener, &badger.owner, &badger.bidder, &administrator, &auditor,
        ];
        for instant in ["2026-10-01T11:00:00Z", "2026-10-01T12:00:01Z", "2026-10-01T12:03:00Z"] {
            world.at(instant);
            for person in others {
                let (there, not) = (person.get(&path).await, person.get(nothing).await);
                there.refused(404, "not-found");
                assert_eq!(there["detail"], not["detail"]);
                for (method, body) in [("PATCH", answers("x", "2.00")), ("POST", Value::Null)] {
                    let to = if method == "POST" { format!("{path}/submission") } else { path.clone() };
                    let client = person.client().await.with("if-match", "\"3\"").with("idempotency-key", instant);
                    client.send(method, &to, Some(body.to_string())).await.refused(404, "not-found");
                }
                let list = person.get(&format!("/v1/lots/{lot}/bids")).await;
                assert!(matches!(list.status, 404 | 409), "{}", list.text);
                assert!(!list.text.contains("Otter"));
                person.get(&format!("/v1/organisations/{}/bids", otter.id)).await.refused(404, "not-found");
            }
            let log = auditor.get("/v1/audit/events?limit=100").await;
            assert!(!log.text.contains("bid.submitted") && !log.text.contains("sealed_read_refused"));
            assert!(!log.text.contains(id_of(&path)), "the log names the bid");
        }
        world.at("2026-09-01T09:00:00Z");
        assert_eq!(world.public(&format!("/v1/lots/{lot}")).await.text, shown.text);
        assert_eq!(world.public(&format!("/v1/opportunities/{}", opportunity.id())).await.text, whole.text);
        assert!(world.events().await.iter().any(|e| e == "bid.sealed_read_refused"));
        otter.owner.get(&path).await.is(200).says("canary");
    }
}

/// Every row of every table that could hold a bid, as text.
fn dump(world: &World) -> Vec<u8> {
    use diesel::{prelude::*, sql_query, sql_types::Text};
    #[derive(QueryableByName)]
    struct Line {
        #[diesel(sql_type = Text)]
        line: String,
    }
    if world.app.pool.is_sqlite() {
        return Vec::new();
    }
    let mut all = Vec::new();
    for table in [
        "bids",
        "bid_submissions",
        "audit_events",
        "outbox",
        "idempotency_keys",
        "supplier_keys",
        "lot_keys",
        "lots",
    ] {
        let query = format!("select t::text as line from {table} t");
        let lines = world.app.pool.read_here(|db| Ok(sql_query(query).load::<Line>(db)?)).unwrap();
        for line in lines {
            all.extend(line.line.into_bytes());
        }
    }
    all
}

story! {
    async fn nothing_of_a_bid_lies_open_anywhere(world) {
        let canary = "Zq7XcanaryW3hV6bB5nZkTq1mJ8sRdLp";
        let camden = world.public_body("Camden").await;
        let otter = world.supplier("Otter").await;
        let lot = camden.published_lot().await;
        otter.submits(&lot, canary, "73541.19").await;
        world.run_workers().await;
        let mut lies = world.mailer.sent().concat();
        let mut walk = vec![world.dir.path().to_owned()];
        while let Some(dir) = walk.pop() {
            for entry in std::fs::read_dir(dir).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    walk.push(path);
                } else {
                    std::fs::File::open(path).unwrap().read_to_end(&mut lies).unwrap();
                }
            }
        }
        lies.extend(dump(&world));
        let hexed = hex::encode(canary);
        let encoded: Vec<String> = (0..3).map(|n| {
            let shifted = STANDARD.encode(format!("{}{canary}", "x".repeat(n)));
            shifted.get(4..shifted.len() - 4).unwrap().to_owned()
        }).collect();
        for form in [canary.to_owned(), hexed, "73541.19".to_owned(), "7354119".to_owned()].into_iter().chain(encoded) {
            let found = lies.windows(form.len()).filter(|w| *w == form.as_bytes()).count();
            assert_eq!(found, 0, "{form} lies open in {} bytes", lies.len());
        }
    }
}

story! {
    /// How long an answer takes does not tell a sealed id from a random one (SAFETY A1, A12): it
    /// does not wait for the log, which here takes nothing until the answer is there.
    async fn the_refusal_of_a_sealed_bid_does_not_wait_for_the_log(world) {
        let camden = world.public_body("Camden").await;
        let otter = world.supplier("Otter").await;
        let lot = camden.published_lot().await;
        let (path, _) = otter.submits(&lot, "canary", "1.00").await;
        let client = camden.owner.client().await;
        let (go, gone) = std::sync::mpsc::channel::<()>();
        let (began, has_begun) = tokio::sync::oneshot::channel();
        let mut began = Some(began);
        let app = world.app.clone();
        let held = tokio::spawn(async move {
            let hold = move |_: &mut Tx<'_>| {
                began.take().map(|began| began.send(()));
                let _gone = gone.recv();
                Ok(())
            };
            app.pool.write(Lane::Usual, hold).await
        });
        has_begun.await.unwrap();
        let told = tokio::time::timeout(Duration::from_secs(20), client.get(&path)).await;
        drop(go);
        held.await.unwrap().unwrap();
        told.unwrap().refused(404, "not-found");
        assert!(world.events().await.iter().any(|e| e == "bid.sealed_read_refused"));
    }
}
