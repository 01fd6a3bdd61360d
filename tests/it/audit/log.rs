//! The log: one event a change, numbered after the commit, and any tampering found.

use diesel::connection::SimpleConnection as _;
use guildhall::{
    audit::{self, Broken, Checkpoint, Verified},
    db::Fault,
};
use serde_json::json;

use crate::{story, world::World};

async fn verified(world: &World) -> Result<Verified, Broken> {
    world.run_workers().await;
    let checkpoint = Checkpoint::read(&world.app.config.keys_dir()).unwrap();
    let signer = &world.app.keys.receipts;
    let found = world.app.pool.read_here(|db| audit::verify(db, checkpoint.as_ref(), signer));
    found.unwrap()
}

/// Does what somebody with the database in hand can do: takes the guards off and writes.
fn tamper(world: &World, sql: String) {
    world.tampered.set(true);
    let sqlite = "drop trigger audit_events_are_kept_from_update; drop trigger audit_events_are_kept_from_delete;";
    let postgres = "alter table audit_events disable trigger all;";
    let guards = if world.app.pool.is_sqlite() { sqlite } else { postgres };
    let done = world.app.pool.write_here(move |tx| {
        tx.db().batch_execute(guards)?;
        Ok::<_, Fault>(tx.db().batch_execute(&sql)?)
    });
    done.unwrap();
}

story! {
    async fn the_log_is_whole_and_gap_free(world) {
        world.public_body("Camden").await;
        let events = world.events().await.len();
        let whole = verified(&world).await.unwrap();
        assert_eq!(whole.events, i64::try_from(events).unwrap());
        assert_eq!(world.count("audit_events"), whole.events);
    }
}

story! {
    async fn each_write_leaves_one_event_and_a_refusal_leaves_none(world) {
        let ada = world.person("Ada").await;
        let before = world.count("audit_events");
        ada.post("/v1/organisations", json!({ "kind": "supplier", "name": "Otter" })).await.is(201);
        assert_eq!(world.count("audit_events"), before + 1);
        ada.post("/v1/organisations", json!({ "kind": "otter", "name": "" })).await.is(422);
        ada.post("/v1/audit/events", json!({})).await.is(405);
        assert_eq!(world.count("audit_events"), before + 1);
        // With their members in order, as docs/operations.md says, also where JSON keeps another.
        for body in world.event_bodies() {
            let members: std::collections::BTreeMap<String, serde_json::Value> = serde_json::from_str(&body).unwrap();
            let mut inner = members["facts"].clone();
            inner.sort_all_objects();
            assert_eq!((serde_json::to_string(&members).unwrap(), &inner), (body, &members["facts"]));
        }
    }
}

const TAMPERINGS: [&str; 7] = [
    "update audit_events set body = replace(body, '\"at\":', '\"at \":') where seq = $n",
    "update audit_events set what = 'bid.submitted' where seq = $n",
    "update audit_events set at = at + 1 where seq = $n",
    "delete from audit_events where seq = $n",
    "update audit_events set seq = -1 where seq = $n; update audit_events set seq = $n where seq = $n + 1; update audit_events set seq = $n + 1 where seq = -1",
    "update audit_events set head = leaf where seq = $n",
    "delete from audit_events where seq >= $n",
];

macro_rules! tampering {
    ($($name:ident: $n:literal),*) => { $(
        story! {
            async fn $name(world) {
                world.person("Ada").await;
                world.person("Ben").await;
                let whole = verified(&world).await.unwrap();
                assert!(whole.events >= 6);
                for seq in [2, 4, whole.events - 1] {
                    let fresh = World::another_like(&world);
                    fresh.person("Ada").await;
                    fresh.person("Ben").await;
                    verified(&fresh).await.unwrap();
                    tamper(&fresh, TAMPERINGS[$n].replace("$n", &seq.to_string()));
                    let checkpoint = Checkpoint::read(&fresh.app.config.keys_dir()).unwrap();
                    let signer = &fresh.app.keys.receipts;
                    let found = fresh.app.pool.read_here(|db| audit::verify(db, checkpoint.as_ref(), signer));
                    assert_eq!(found.unwrap().unwrap_err().seq, seq, "{}", TAMPERINGS[$n]);
                }
            }
        }
    )* };
}

tampering!(
    a_changed_event_is_found: 0,
    a_changed_name_is_found: 1,
    a_changed_time_is_found: 2,
    a_deleted_event_is_found: 3,
    two_events_in_each_others_place_are_found: 4,
    a_forked_chain_is_found: 5,
    a_log_cut_short_is_found: 6
);
