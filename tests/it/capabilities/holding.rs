//! Capabilities as they are held: until they end, are renewed or are revoked.

use guildhall::{capabilities::held, kernel::Id};
use serde_json::json;

use crate::{
    story,
    world::capabilities::{
        CATEGORIES, QUEUE, assesses, category, found_by, letters, makes, revokes, shown,
    },
};

story! {
    async fn a_capability_is_held_until_its_end_its_renewal_or_its_revocation(world) {
        let (otter, badger) = (world.supplier("Otter").await, world.supplier("Badger").await);
        let admin = world.administrator().await;
        makes(&admin, category("drainage")).await.is(201);
        let first = world.grants(&otter, "drainage").await;
        world.grants(&badger, "drainage").await;
        let page = format!("/v1/suppliers/{}", otter.id);
        let before = world.public(&page).await;
        assert_eq!(before.is(200)["capabilities"], json!([{ "code": "drainage", "title": "The art of drainage", "until": "2028-09-01T23:00:00Z" }]));

        // A renewal that waits, or fails, takes nothing away; one that is granted takes its place.
        world.later("P60D");
        let failed = otter.applies("drainage").await;
        assesses(&admin, &failed, &[("delivered", false)]).await.is(201);
        assert_eq!(shown(&world, &otter.id).await, ["drainage"]);
        let renewed = world.grants(&otter, "drainage").await;
        let after = world.public(&page).await;
        assert_eq!(after["capabilities"][0]["until"], "2028-11-01T00:00:00Z");
        assert_ne!(after.etag(), before.etag());
        assert_eq!(world.count("capabilities"), 2);

        // One statement for all.
        let ids: Vec<Id<_>> = [&otter.id, &badger.id].iter().map(|id| id.parse().unwrap()).collect();
        let (now, reads) = (world.now(), world.reads());
        let all = world.app.pool.read_here(|db| held(db, &ids, now)).unwrap();
        assert_eq!(world.reads() - reads, 1);
        assert_eq!(all.iter().map(|one| one.organisation).collect::<Vec<_>>(), ids);
        assert_eq!((all[0].code.as_str(), all[0].until.to_string()), ("drainage", "2028-11-01T00:00:00Z".to_owned()));
        assert!(world.app.pool.read_here(|db| held(db, &[], now)).unwrap().is_empty());

        // What was renewed is not what is held any more.
        revokes(&otter.owner, &renewed).await.refused(403, "forbidden");
        revokes(&badger.owner, &renewed).await.refused(404, "not-found");
        admin.post(&format!("{renewed}/revocation"), json!({})).await.refused(422, "invalid");
        revokes(&admin, &first).await.refused(409, "wrong-state");
        revokes(&admin, &renewed).await.is(201);
        revokes(&admin, &renewed).await.refused(409, "wrong-state");
        let told = otter.bidder.get(&renewed).await;
        assert_eq!((&told.is(200)["state"], &told["revoked_because"]), (&json!("granted"), &json!("It was another's.")));
        assert!(letters(&world, &otter.bidder, "was revoked").await[0].contains("It was another's."));
        assert!(shown(&world, &otter.id).await.is_empty());
        assert_eq!(found_by(&world, "drainage").await, ["Badger"]);
        // It may be shown anew; a category that is retired is held until its end.
        otter.applies("drainage").await;
        admin.post(&format!("{CATEGORIES}/drainage/retirement"), json!({ "reason": "Old." })).await.is(201);
        let waiting = admin.get(QUEUE).await.is(200)["items"][0]["id"].as_str().unwrap().to_owned();
        assesses(&admin, &format!("{QUEUE}/{waiting}"), &[("delivered", true)]).await.is(201);
        assert_eq!(found_by(&world, "drainage").await, ["Otter", "Badger"].iter().rev().copied().collect::<Vec<_>>());
        world.at("2028-09-01T22:59:59Z");
        assert_eq!(shown(&world, &badger.id).await, ["drainage"]);
        world.at("2028-09-01T23:00:00Z");
        assert!(shown(&world, &badger.id).await.is_empty());
        assert_eq!(found_by(&world, "drainage").await, ["Otter"]);
        let now = world.now();
        assert_eq!(world.app.pool.read_here(|db| held(db, &ids, now)).unwrap().len(), 1);
    }
}

story! {
    with "account_idle = \"P9999D\"",
    /// A supplier hears 30 and 7 days before a capability runs out, once, whoever looks.
    async fn a_supplier_is_reminded_before_a_capability_runs_out(world) {
        let (otter, admin) = (world.supplier("Otter").await, world.administrator().await);
        for code in ["drainage", "archives"] {
            makes(&admin, category(code)).await.is(201);
        }
        world.grants(&otter, "drainage").await;
        let revoked = world.grants(&otter, "archives").await;
        revokes(&admin, &revoked).await.is(201);
        let looked = || {
            let workers: Vec<_> = (0..4).map(|_| {
                let app = world.app.clone();
                std::thread::spawn(move || guildhall::capabilities::send_reminders(&app).unwrap())
            }).collect();
            workers.into_iter().map(|worker| worker.join().unwrap()).sum::<usize>()
        };
        let told = async || letters(&world, &otter.bidder, "expires soon").await;
        for (at, reminders, all) in [
            ("2028-08-02T22:59:59Z", 0, 0), ("2028-08-02T23:00:00Z", 1, 1), ("2028-08-20T00:00:00Z", 0, 1),
            ("2028-08-25T23:00:00Z", 1, 2), ("2028-08-31T00:00:00Z", 0, 2),
        ] {
            world.at(at);
            assert_eq!((looked(), told().await.len()), (reminders, all), "{at}");
        }
        assert!(told().await[0].contains("The art of drainage") && told().await[0].contains("apply again"));
        // Renewed, it is reminded of its new end; retired meanwhile, it cannot be renewed once more.
        world.grants(&otter, "drainage").await;
        admin.post(&format!("{CATEGORIES}/drainage/retirement"), json!({ "reason": "Old." })).await.is(201);
        world.at("2030-08-15T00:00:00Z");
        assert_eq!((looked(), told().await.len()), (1, 3));
        assert!(told().await[2].contains("cannot be renewed"));
        // Who looks too late says nothing of what has ended.
        world.at("2030-09-15T00:00:00Z");
        assert_eq!((looked(), told().await.len()), (1, 3));
        assert_eq!((looked(), world.events().await.iter().filter(|event| *event == "capability.reminded").count()), (0, 4));
    }
}
