//! Open data read in: taken, put right or turned down, and never twice.

use serde_json::{Value, json};

use crate::{
    story,
    world::{World, notices::lot_id},
};
use guildhall::{
    app::App,
    transparency::{self, ImportVerdict, Item},
};

fn tender(ocid: &str) -> Value {
    json!({
        "ocid": ocid, "id": format!("{ocid}-1"), "date": "2026-08-01T09:00:00Z", "tag": ["tender"],
        "buyer": { "id": "GB-LAE-CMD", "name": "Camden Council" },
        "parties": [{ "id": "GB-LAE-CMD", "name": "Camden Council", "roles": ["buyer"], "details": { "url": "https://camden.example" } }],
        "tender": {
            "id": "t", "title": "Swimming lessons", "description": "Lessons for 900 children. In three pools.", "status": "active",
            "procurementMethod": "open", "tenderPeriod": { "endDate": "2026-10-01T12:00:00Z" },
            "classification": { "scheme": "CPV", "id": "92600000" }, "value": { "amount": 48000.5, "currency": "GBP" },
            "items": [{ "id": "1", "deliveryAddresses": [{ "region": "London" }] }],
            "documents": [{ "id": "d", "url": "https://notices.example/1" }]
        }
    })
}

fn award(ocid: &str) -> Value {
    json!({
        "ocid": ocid, "id": format!("{ocid}-2"), "date": "2026-08-20T09:00:00Z", "tag": ["award"],
        "tender": { "status": "complete" },
        "awards": [{ "id": "a", "status": "active", "date": "2026-08-19T00:00:00Z", "value": { "amount": 47000, "currency": "GBP" },
            "suppliers": [{ "id": "GB-COH-01234567", "name": "Otter Swim Ltd" }] }]
    })
}

fn take(app: &App, release: &Value) -> ImportVerdict {
    transparency::import(app, release).unwrap()
}

fn pointers(verdict: &ImportVerdict) -> Vec<String> {
    match verdict {
        ImportVerdict::Rejected { errors, .. } => {
            errors.iter().map(|e| e.pointer.clone()).collect()
        }
        ImportVerdict::Repaired { repairs, .. } => {
            repairs.iter().map(|r| r.pointer.clone()).collect()
        }
        ImportVerdict::Accepted { .. } | ImportVerdict::Unchanged { .. } => Vec::new(),
    }
}

story! {
    async fn a_notice_is_read_found_and_never_read_twice(world) {
        let taken = take(&world.app, &tender("ocds-abc123-1"));
        let ImportVerdict::Accepted { opportunity_id, .. } = taken else { panic!("{taken:?}") };
        let path = format!("/v1/opportunities/{opportunity_id}");
        let shown = world.public(&path).await;
        assert_eq!((shown.is(200)["status"].as_str(), shown["route"].as_str()), (Some("open"), Some("advertised")));
        assert_eq!(shown["lots"][0]["value"]["amount"], "48000.50");
        assert_eq!((&shown["cpv"][0], &shown["regions"][0]), (&json!("92600000"), &json!("UKI")));
        assert_eq!(shown["source"], json!({ "ocid": "ocds-abc123-1", "url": "https://notices.example/1" }));
        assert_eq!(world.public("/v1/opportunities?q=swimming&region=UKI&cpv=92000000").await["items"].as_array().unwrap().len(), 1);
        let buyer = shown["organisation_id"].as_str().unwrap();
        let body = world.public(&format!("/v1/organisations/{buyer}")).await;
        assert_eq!((&body["imported"], &body["identifiers"][0]["scheme"]), (&json!(true), &json!("GB-LAE")));

        let (events, releases) = (world.events().await, world.count("imported_releases"));
        assert!(matches!(take(&world.app, &tender("ocds-abc123-1")), ImportVerdict::Unchanged { .. }));
        let mut other = tender("ocds-abc123-1");
        other["tender"]["title"] = json!("Something else");
        assert_eq!(pointers(&take(&world.app, &other)), ["/id"]);
        assert_eq!((world.events().await, world.count("imported_releases")), (events, releases));
        assert_eq!(world.public(&path).await.text, shown.text);
    }
}

story! {
    async fn an_identifier_that_nobody_has_verified_wins_and_buys_nothing(world) {
        let eve = world.person("Eve").await;
        let claims = |kind: &str, name: &str, scheme: &str, id: &str| json!({ "kind": kind, "name": name, "identifiers": [{ "scheme": scheme, "id": id }] });
        eve.post("/v1/organisations", claims("supplier", "Eve", "GB-COH", "1234567")).await.is(201);
        let body = eve.post("/v1/organisations", claims("public_body", "Eve Council", "GB-LAE", "CMD")).await.is(201).id();
        take(&world.app, &tender("ocds-abc123-1"));
        take(&world.app, &award("ocds-abc123-1"));
        let list = world.public("/v1/opportunities?status=awarded").await;
        let shown = world.public(&format!("/v1/opportunities/{}", list["items"][0]["id"].as_str().unwrap())).await;
        assert_ne!(shown.is(200)["organisation_id"], json!(body));
        assert!(shown["lots"][0]["winners"][0]["organisation_id"].is_null(), "{}", shown.text);
    }
}

story! {
    async fn releases_of_one_process_are_read_together(world) {
        let ada = world.person("Ada").await;
        let otter = json!({ "kind": "supplier", "name": "Otter Swim", "identifiers": [{ "scheme": "GB-COH", "id": "1234567" }] });
        let otter = ada.post("/v1/organisations", otter).await.is(201).id();
        let verification = format!("/v1/organisations/{otter}/verification");
        world.administrator().await.post(&verification, json!({ "outcome": "verified" })).await.is(201);
        let mut told = Vec::new();
        for ocid in ["ocds-abc123-1", "ocds-abc123-2"] {
            // An award alone says neither title nor buyer: its tender has not been seen.
            assert_eq!(pointers(&take(&world.app, &award(ocid))), ["/buyer", "/tender/title"]);
            take(&world.app, &tender(ocid));
            take(&world.app, &award(ocid));
            let list = world.public("/v1/opportunities?status=awarded&q=swimming").await;
            let newest = list.is(200)["items"].as_array().unwrap().iter().find(|o| !told.contains(&o["id"])).unwrap().clone();
            told.push(newest["id"].clone());
            let shown = world.public(&format!("/v1/opportunities/{}", newest["id"].as_str().unwrap())).await;
            let winner = &shown["lots"][0]["winners"][0];
            assert_eq!((&winner["supplier_name"], &winner["organisation_id"]), (&json!("Otter Swim Ltd"), &json!(otter)));
            assert_eq!((&winner["value"]["amount"], &shown["title"]), (&json!("47000.00"), &json!("Swimming lessons")));
            assert_eq!(shown["published_at"], "2026-08-01T09:00:00Z");
        }
        assert_eq!(world.count("opportunities"), 2);
        assert_eq!(world.count("lots"), 2);
        let again = world.events().await.iter().filter(|e| *e == "opportunity.imported_again").count();
        assert_eq!(again, 2);
    }
}

story! {
    async fn what_is_broken_is_put_right_or_turned_down_with_every_place(world) {
        let mut mended = tender("ocds-abc123-1");
        mended.as_object_mut().unwrap().remove("id");
        mended["tender"]["title"] = json!("The councilâ€™s \u{200e}pool");
        mended["tender"]["value"] = json!({ "amount": "1000.005" });
        mended["tender"]["items"] = json!([{ "id": "1", "classification": { "scheme": "CPV", "id": "1" }, "deliveryAddresses": [{ "region": "Atlantis" }] }]);
        mended["tender"]["lots"] = json!([{ "id": 7, "status": "cancelled" }, { "id": "8", "title": "Deep end", "value": { "amount": 0, "currency": "GBP" } }]);
        let verdict = take(&world.app, &mended);
        for wanted in ["/id", "/tender/title", "/tender/value/amount", "/tender/value/currency", "/tender/items/0/classification/id", "/tender/items", "/tender/lots/0/title", "/tender/lots/1/value/amount"] {
            assert!(pointers(&verdict).iter().any(|p| p == wanted), "{wanted} in {verdict:?}");
        }
        let ImportVerdict::Repaired { opportunity_id, .. } = verdict else { panic!() };
        let shown = world.public(&format!("/v1/opportunities/{opportunity_id}")).await;
        assert_eq!((&shown["title"], &shown["budget"]["amount"]), (&json!("The council’s pool"), &json!("1000.01")));
        assert_eq!((&shown["lots"][0]["state"], &shown["lots"][0]["title"]), (&json!("cancelled"), &json!("Lot 7")));

        let before = (world.events().await, world.count("organisations"));
        let mut bad = tender("ocds-xyz-1");
        bad["date"] = json!("yesterday");
        bad["tag"] = json!(["planning"]);
        bad["buyer"] = json!({ "id": "x" });
        bad["tender"]["title"] = json!(" ");
        bad["tender"]["value"] = json!({ "amount": "48k", "currency": "POUND" });
        bad["tender"]["tenderPeriod"] = json!({});
        let verdict = take(&world.app, &bad);
        for wanted in ["/ocid", "/date", "/tag", "/buyer/name", "/tender/title", "/tender/value/amount", "/tender/tenderPeriod/endDate"] {
            assert!(pointers(&verdict).iter().any(|p| p == wanted), "{wanted} in {verdict:?}");
        }
        for nothing in [json!(null), json!([]), json!({}), json!({ "ocid": "ocds-abc123-9", "date": "2026-08-01T09:00:00Z", "tender": "x" })] {
            assert!(matches!(take(&world.app, &nothing), ImportVerdict::Rejected { .. }));
        }
        assert_eq!((world.events().await, world.count("organisations")), before);
    }
}

story! {
    async fn bids_for_a_read_notice_are_taken_where_it_was_published(world) {
        take(&world.app, &tender("ocds-abc123-1"));
        let otter = world.supplier("Otter").await;
        let list = world.public("/v1/opportunities").await;
        let shown = world.public(&format!("/v1/opportunities/{}", list["items"][0]["id"].as_str().unwrap())).await;
        let bid = json!({ "organisation_id": otter.id });
        otter.bidder.post(&format!("/v1/lots/{}/bids", lot_id(&shown, 0)), bid).await.refused(409, "wrong-state").says("source");
        assert_eq!(world.count("bids"), 0);
    }
}

/// Real notices of English, Scottish and Welsh bodies, where they lie beside the project.
#[test]
fn real_notices_are_taken() {
    let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/notices");
    let Ok(files) = std::fs::read_dir(&dir) else {
        println!("no notices in {}: this test is skipped", dir.display());
        return;
    };
    let (app, _dir) = World::unserved();
    for file in files {
        let path = file.unwrap().path();
        let read = || std::io::BufReader::new(std::fs::File::open(&path).unwrap());
        let (mut taken, mut rejected, mut unchanged) = (0, 0, 0);
        for _ in 0..2 {
            let mut count = |item: Item| {
                let Item::Release(release) = item else { panic!("{}: broken", path.display()) };
                match take(&app, &release) {
                    ImportVerdict::Accepted { .. } | ImportVerdict::Repaired { .. } => taken += 1,
                    ImportVerdict::Unchanged { .. } => unchanged += 1,
                    ImportVerdict::Rejected { errors, .. } => {
                        assert!(errors.iter().any(|e| e.code == "planning"), "{errors:?}");
                        rejected += 1;
                    }
                }
                Ok(())
            };
            transparency::releases(read(), &mut count).unwrap();
        }
        println!("{}: {taken} taken, {rejected} rejected", path.display());
        assert!(taken >= 70 && unchanged == taken);
    }
}
