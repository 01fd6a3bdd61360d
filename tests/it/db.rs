//! The room `db`: migrations, the one writer, and what the database itself refuses. SQLite always;
//! PostgreSQL where its binaries are (CI insists).

use std::sync::Arc;

use diesel::{connection::SimpleConnection as _, prelude::*};
use guildhall::{
    db::{Fault, Limits, Pool, schema::idempotency_keys, sqlite_version},
    kernel::{Problem, kinds},
};

/// An empty database of each kind that this machine has, with what must outlive it.
fn databases() -> Vec<(Pool, tempfile::TempDir)> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("guildhall.db").display().to_string();
    let mut all = vec![(Pool::open(&path, Limits::default()).unwrap(), dir)];
    if let Some(url) = crate::world::postgres::fresh_database() {
        all.push((Pool::open(&url, Limits::default()).unwrap(), tempfile::tempdir().unwrap()));
    }
    all
}

fn insert_key(tx: &mut guildhall::db::Tx<'_>, key: &str) -> Result<(), Fault> {
    diesel::insert_into(idempotency_keys::table)
        .values((
            idempotency_keys::user_id.eq("u"),
            idempotency_keys::route.eq("r"),
            idempotency_keys::idempotency_key.eq(key),
            idempotency_keys::fingerprint.eq("f"),
            idempotency_keys::status.eq(201),
            idempotency_keys::answer.eq("{}"),
            idempotency_keys::created_at.eq(0_i64),
        ))
        .execute(tx.db())?;
    Ok(())
}

fn keys(pool: &Pool) -> i64 {
    pool.read_here(|db| Ok(idempotency_keys::table.count().get_result(db)?)).unwrap()
}

#[test]
fn a_refusal_leaves_nothing_and_a_panic_hurts_nobody_else() {
    for (pool, _dir) in databases() {
        let refused = pool.write_here(|tx| {
            insert_key(tx, "refused")?;
            Err::<(), _>(Problem::new(kinds::WRONG_STATE, "no").into())
        });
        assert!(matches!(refused, Err(Fault::Refused(_))));
        assert_eq!(keys(&pool), 0);

        if pool.is_sqlite() {
            let panicked = pool.write_here(|tx| -> Result<(), Fault> {
                insert_key(tx, "panicked")?;
                panic!("on purpose")
            });
            assert!(matches!(panicked, Err(Fault::Panicked)));
        }
        pool.write_here(|tx| insert_key(tx, "kept")).unwrap();
        assert_eq!(keys(&pool), 1);
    }
}

#[test]
fn fifty_writers_at_once_lose_nothing() {
    for (pool, _dir) in databases() {
        let pool = Arc::new(pool);
        let writers: Vec<_> = (0..50)
            .map(|n| {
                let pool = Arc::clone(&pool);
                std::thread::spawn(move || {
                    pool.write_here(move |tx| insert_key(tx, &format!("k{n}"))).is_ok()
                })
            })
            .collect();
        let acknowledged = writers.into_iter().map(|w| w.join().unwrap()).filter(|ok| *ok).count();
        assert_eq!(i64::try_from(acknowledged).unwrap(), keys(&pool));
        if pool.is_sqlite() {
            assert_eq!(acknowledged, 50);
        }
    }
}

#[test]
fn the_database_refuses_to_change_what_is_recorded() {
    let event = "insert into audit_events (id, leaf, body, what, thing_kind, thing_id, at)
                 values ('e', 'l', '{}', 'bid.submitted', 'bid', 'b', 1)";
    for (pool, _dir) in databases() {
        pool.write_here(move |tx| Ok(tx.db().batch_execute(event)?)).unwrap();
        for tampering in [
            "update audit_events set body = '{\"x\":1}'",
            "update audit_events set at = 2, seq = 1, head = 'h'",
            "delete from audit_events",
        ] {
            let refused = pool.write_here(move |tx| Ok(tx.db().batch_execute(tampering)?));
            assert!(matches!(refused, Err(Fault::Sql(_))), "{tampering}");
        }
        let number = "update audit_events set seq = 1, head = 'h' where id = 'e'";
        pool.write_here(move |tx| Ok(tx.db().batch_execute(number)?)).unwrap();
        assert!(pool.write_here(move |tx| Ok(tx.db().batch_execute(number)?)).is_err());
    }
}

#[test]
fn migrations_have_the_same_names_on_both_sides() {
    let names = |side: &str| {
        let dir = format!("{}/migrations/{side}", env!("CARGO_MANIFEST_DIR"));
        let mut names: Vec<_> =
            std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(names("sqlite"), names("postgres"));
}

#[test]
fn the_bundled_sqlite_has_the_wal_reset_fix() {
    let version = sqlite_version().unwrap();
    let parts: Vec<u32> = version.split('.').map(|p| p.parse().unwrap()).collect();
    assert!(parts >= vec![3, 51, 3], "{version} (SAFETY finding 15)");
}
