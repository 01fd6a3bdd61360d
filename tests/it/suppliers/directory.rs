//! The public directory of suppliers.

use diesel::connection::SimpleConnection as _;
use serde_json::json;

use crate::{
    story,
    world::{Told, World, profiles::whole},
};

fn names(page: &Told) -> Vec<String> {
    let items = page.is(200)["items"].as_array().unwrap();
    items.iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
}

async fn found(world: &World, query: &str) -> Vec<String> {
    let mut all = names(&world.public(&format!("/v1/suppliers?{query}")).await);
    all.sort();
    all
}

story! {
    async fn suppliers_are_found_by_what_they_do_and_where(world) {
        let otter = world.supplier("Otter").await;
        let badger = world.supplier("Badger").await;
        let heron = world.supplier("Heron").await;
        world.public_body("Camden").await;
        otter.says(whole("Otter")).await;
        badger.says(json!({ "reach": { "regions": ["UK"], "cpv": ["45000000"] }, "vcse": { "is_vcse": true, "basis": "charity" } })).await;
        heron.says(json!({ "reach": { "regions": ["UKI31"], "cpv": ["72212100"] }, "size": {
            "staff": 400, "turnover": { "amount": "99000000.00", "currency": "GBP" },
            "balance_sheet": { "amount": "99000000.00", "currency": "GBP" }, "financial_year_end": "2026-03-31" } })).await;
        for (query, wanted) in [
            ("", &["Badger", "Heron", "Otter"][..]),
            ("region=UKI", &["Badger", "Heron", "Otter"]),
            ("region=UKI31", &["Badger", "Heron", "Otter"]),
            ("region=UKI32", &["Badger", "Otter"]),
            ("region=UKJ", &["Badger"]),
            ("cpv=72212000", &["Heron", "Otter"]),
            ("cpv=72000000", &["Heron", "Otter"]),
            ("cpv=72212100", &["Heron", "Otter"]),
            ("cpv=45000000", &["Badger"]),
            ("cpv=45233000", &["Badger"]),
            ("cpv=03000000", &[]),
            ("size=sme", &["Otter"]),
            ("size=small", &["Otter"]),
            ("size=large", &["Heron"]),
            ("vcse=true", &["Badger"]),
            ("accreditation=cyber_essentials", &["Otter"]),
            ("accreditation=iso_9001", &[]),
            ("region=UKI31&cpv=72000000&size=large", &["Heron"]),
            ("q=heron", &["Heron"]),
            ("q=otter%20labs", &["Otter"]),
            ("q=lab", &["Otter"]),
            ("q=badger%20heron", &["Badger", "Heron"]),
            ("q=heron&region=UKJ", &[]),
            ("q=camden", &[]),
            ("q=%22%29%3B--", &[]),
        ] {
            assert_eq!(found(&world, query).await, wanted, "{query}");
        }
        let one = world.public("/v1/suppliers?q=labs").await;
        let shown = &one["items"][0];
        assert_eq!((&shown["size_class"], &shown["vcse"]), (&json!("small"), &json!(false)));
        assert_eq!((&shown["regions"], &shown["cpv"]), (&json!(["UKI"]), &json!(["48000000", "72212000"])));
        assert_eq!((&shown["accreditations"], &shown["other_names"]), (&json!(["cyber_essentials"]), &json!(["Otter Limited", "Otter Labs"])));
        for bad in ["size=tiny", "vcse=false", "cpv=1", "region=FR", "accreditation=x", "limit=0", "order=name", "cursor=x"] {
            world.public(&format!("/v1/suppliers?{bad}")).await.refused(400, "bad-parameter");
        }

        // What has run out finds nobody any more.
        world.at("2027-02-01T00:00:00Z");
        assert!(found(&world, "accreditation=cyber_essentials").await.is_empty());
        world.at("2027-09-02T00:00:00Z");
        assert!(found(&world, "size=sme").await.is_empty() && found(&world, "vcse=true").await.is_empty());
        let past = world.public(&format!("/v1/suppliers/{}", otter.id)).await;
        assert!(past["sme"].is_null() && past["accreditations"].as_array().unwrap().is_empty());
    }
}

story! {
    async fn the_directory_shows_the_verified_who_want_to_be_found(world) {
        let otter = world.supplier("Otter").await;
        let badger = world.supplier("Badger").await;
        let eve = world.person("Eve").await;
        let new = json!({ "kind": "supplier", "name": "Eve Unverified" });
        let waiting = eve.post("/v1/organisations", new).await.is(201).id();
        otter.says(whole("Otter")).await;
        let path = format!("/v1/suppliers/{}", otter.id);
        let shown = world.public(&path).await;
        assert_eq!((&shown.is(200)["legal_name"], &shown["sme"], &shown["vcse"]), (&json!("Otter Limited"), &json!(true), &json!(false)));
        assert_eq!(shown["identifiers"][0]["verified"], true);
        assert_eq!(shown["accreditations"][0]["kind"], "cyber_essentials");
        assert_eq!(shown["size_declared_at"], world.now().to_string());
        let known = world.stranger().with("if-none-match", &shown.etag());
        known.get(&path).await.is(304);
        world.public(&format!("/v1/suppliers/{waiting}")).await.refused(404, "not-found");
        assert_eq!(found(&world, "").await, ["Badger", "Otter"]);
        assert!(found(&world, "q=unverified").await.is_empty());

        otter.says(json!({ "listed": false })).await;
        assert_eq!(found(&world, "").await, ["Badger"]);
        assert!(found(&world, "q=otter").await.is_empty() && found(&world, "size=sme").await.is_empty());
        world.public(&path).await.refused(404, "not-found");
        otter.says(json!({ "listed": true })).await;
        assert_eq!(found(&world, "q=otter").await, ["Otter"]);

        // A supplier that is suspended, or has another name, is so in the directory at once.
        let id = badger.id.clone();
        let suspend = move |tx: &mut guildhall::db::Tx<'_>| {
            Ok(tx.db().batch_execute(&format!("update organisations set state = 'suspended', name = 'Brock' where id = '{id}'"))?)
        };
        world.app.pool.write_here(suspend).unwrap();
        assert_eq!(found(&world, "").await, ["Otter"]);
        world.public(&format!("/v1/suppliers/{}", badger.id)).await.refused(404, "not-found");
        assert!(found(&world, "q=brock").await.is_empty());
        let id = badger.id.clone();
        let reinstate = move |tx: &mut guildhall::db::Tx<'_>| {
            Ok(tx.db().batch_execute(&format!("update organisations set state = 'verified' where id = '{id}'"))?)
        };
        world.app.pool.write_here(reinstate).unwrap();
        assert_eq!(found(&world, "q=brock").await, ["Brock"]);
        assert!(found(&world, "q=badger").await.is_empty());
    }
}

story! {
    async fn the_directory_is_read_page_by_page_in_two_statements(world) {
        for n in 1..=5 {
            let owner = world.person(&format!("Owner {n}")).await;
            let new = json!({ "kind": "supplier", "name": format!("Diver {n}") });
            let id = owner.post("/v1/organisations", new).await.is(201).id();
            let admin = world.administrator().await;
            admin.post(&format!("/v1/organisations/{id}/verification"), json!({ "outcome": "verified" })).await.is(201);
            let reach = json!({ "reach": { "regions": ["UKI"], "cpv": [] } });
            owner.patch(&format!("/v1/organisations/{id}/profile"), "\"1\"", reach).await.is(200);
        }
        for query in ["", "q=diver&", "region=UKI&"] {
            let mut seen = Vec::new();
            let mut next = None::<String>;
            loop {
                let cursor = next.take().map(|next| format!("&cursor={next}")).unwrap_or_default();
                let page = world.public(&format!("/v1/suppliers?{query}limit=2{cursor}")).await;
                seen.extend(names(&page));
                assert!(page["items"].as_array().unwrap().len() <= 2);
                match page["next"].as_str() {
                    Some(more) => next = Some(more.to_owned()),
                    None => break,
                }
            }
            seen.sort();
            assert_eq!(seen, ["Diver 1", "Diver 2", "Diver 3", "Diver 4", "Diver 5"], "{query}");
        }
        let before = world.reads();
        world.public("/v1/suppliers?region=UKI31&cpv=72000000&size=sme").await.is(200);
        world.public("/v1/suppliers?region=UKI31").await.is(200);
        assert_eq!(world.reads() - before, 1 + 2, "one for a page of nobody, two for one of somebody");
    }
}
