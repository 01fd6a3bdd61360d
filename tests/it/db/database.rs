//! Transactions: the one writer, and what the database itself refuses. SQLite always; PostgreSQL
//! where its binaries are (CI insists).

use std::sync::Arc;

use diesel::{connection::SimpleConnection as _, prelude::*};
use guildhall::{
    access::Role,
    db::{Fault, Json, Limits, Pool, schema::idempotency_keys, sqlite_version, unmigrate},
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
        let accepted = "insert into users (id, email, full_name, state, created_at) values ('u', 'u@closed.invalid', 'a former member', 'closed', 1);
            insert into organisations (id, kind, name, state, created_by, created_at, updated_at) values ('o', 'supplier', 'Otter', 'verified', 'u', 1, 1);
            insert into terms (version, text, changes, applies_from, published_at, published_by) values (1, 'Be fair.', 'All.', 1, 1, 'u');
            insert into terms_acceptances (organisation_id, version, accepted_at, accepted_by) values ('o', 1, 1, 'u');
            insert into capability_categories (code, title, description, criteria, made_by, made_at, updated_at) values ('c', 'C', 'C.', '[]', 'u', 1, 1);
            insert into capability_applications (id, organisation_id, category, evidence, applied_by, applied_at) values ('a', 'o', 'c', '[]', 'u', 1);
            insert into capability_applications (id, organisation_id, category, evidence, state, applied_by, applied_at) values ('b', 'o', 'c', '[]', 'granted', 'u', 1);
            insert into capability_assessments (application_id, findings, good_until, assessed_by, assessed_at) values ('b', '[]', 2, 'u', 1);
            insert into capability_revocations (application_id, reason, revoked_by, revoked_at) values ('b', 'Because.', 'u', 2);";
        pool.write_here(move |tx| Ok(tx.db().batch_execute(accepted)?)).unwrap();
        for tampering in [
            "update users set full_name = 'Ada' where id = 'u'",
            "delete from users where id = 'u'",
            "update terms set text = 'Be nice.'",
            "delete from terms",
            "update terms_acceptances set version = 2",
            "delete from terms_acceptances",
            "update capability_applications set evidence = '[1]' where id = 'a'",
            "update capability_applications set state = 'granted', evidence = '[1]' where id = 'a'",
            "update capability_applications set state = 'declined' where id = 'b'",
            "delete from capability_applications where id = 'a'",
            "update capability_assessments set findings = '[1]'",
            "update capability_assessments set good_until = 3",
            "delete from capability_assessments",
            "update capability_revocations set reason = 'No.'",
            "delete from capability_revocations",
        ] {
            let refused = pool.write_here(move |tx| Ok(tx.db().batch_execute(tampering)?));
            assert!(matches!(refused, Err(Fault::Sql(_))), "{tampering}");
        }
        let number = "update audit_events set seq = 1, head = 'h' where id = 'e'";
        pool.write_here(move |tx| Ok(tx.db().batch_execute(number)?)).unwrap();
        assert!(pool.write_here(move |tx| Ok(tx.db().batch_execute(number)?)).is_err());
    }
}

/// The folders of `migrations/` and the list that is compiled in are the same: a migration that
/// nobody listed would never run.
#[test]
fn every_folder_of_migrations_is_compiled_in() {
    let root = env!("CARGO_MANIFEST_DIR");
    let list = std::fs::read_to_string(format!("{root}/src/db/migrations.rs")).unwrap();
    let listed = list.lines().filter_map(|line| line.trim().strip_prefix("migration!(\""));
    let listed: Vec<_> = listed.filter_map(|rest| rest.split_once('"')).collect();
    let mut folders: Vec<String> = std::fs::read_dir(format!("{root}/migrations"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    folders.sort();
    let names: Vec<_> = listed.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, folders);
    for (name, rest) in listed {
        for dialect in ["sqlite.sql", "postgres.sql"] {
            let own = std::path::Path::new(root).join("migrations").join(name).join(dialect);
            assert_eq!(own.exists(), rest.contains("dialects"), "{name}/{dialect}");
        }
    }
}

#[test]
fn damage_in_a_column_names_the_column() {
    for (pool, _dir) in databases() {
        pool.write_here(|tx| insert_key(tx, "k")).unwrap();
        let damage = |read: Result<(), Fault>, column: &str| {
            let fault = read.unwrap_err();
            assert!(matches!(fault, Fault::Corrupt(_)), "{fault:?}");
            assert!(fault.sentence().contains(column), "{}", fault.sentence());
        };
        let word = pool.read_here(|db| {
            Ok(idempotency_keys::table
                .select(idempotency_keys::route)
                .first::<Role>(db)
                .map(drop)?)
        });
        damage(word, "route");
        let json = pool.read_here(|db| {
            let answers = idempotency_keys::table.select(idempotency_keys::answer);
            Ok(answers.first::<Json<Vec<i64>>>(db).map(drop)?)
        });
        damage(json, "answer");
    }
}

#[test]
fn the_bundled_sqlite_has_the_wal_reset_fix() {
    let version = sqlite_version().unwrap();
    let parts: Vec<u32> = version.split('.').map(|p| p.parse().unwrap()).collect();
    assert!(parts >= vec![3, 51, 3], "{version} (SAFETY finding 15)");
}

/// Columns and indexes of a migrated database, a line each.
fn shape(pool: &Pool) -> Vec<String> {
    #[derive(QueryableByName)]
    struct Line {
        #[diesel(sql_type = diesel::sql_types::Text)]
        line: String,
    }
    let query = if pool.is_sqlite() {
        "select m.name || '.' || c.name || ' ' || (case when c.\"notnull\" or c.pk then 'not null' else 'null' end) as line
         from sqlite_master m, pragma_table_info(m.name) c
         where m.type = 'table' and m.name not like 'sqlite_%' and m.name not like '%diesel%' and m.name not like '%\\_words%' escape '\\'
         union all select 'index ' || name from sqlite_master where type = 'index' and name not like 'sqlite_%'"
    } else {
        "select table_name || '.' || column_name || ' ' || (case is_nullable when 'NO' then 'not null' else 'null' end) as line
         from information_schema.columns
         where table_schema = 'public' and table_name not like '%diesel%' and table_name not like '%\\_words'
         union all select 'index ' || indexname from pg_indexes where schemaname = 'public'
         and indexname not like '%\\_pkey' and indexname not like '%\\_key' and tablename not like '%diesel%' and tablename not like '%\\_words'"
    };
    let lines: Vec<Line> = pool.read_here(|db| Ok(diesel::sql_query(query).load(db)?)).unwrap();
    let mut lines: Vec<String> = lines.into_iter().map(|line| line.line).collect();
    lines.sort();
    lines
}

/// What diesel believes, from the very text of its tables.
fn believed() -> Vec<String> {
    let text = include_str!("../../../src/db/schema.rs");
    let mut lines = Vec::new();
    for table in text.split("diesel::table! {").skip(1) {
        let mut of = table.lines().map(str::trim).filter(|line| !line.is_empty());
        let name = of.next().unwrap().split(' ').next().unwrap().to_owned();
        for column in of.take_while(|line| !line.starts_with('}')) {
            let (column, kind) = column.split_once(" -> ").unwrap();
            let null = if kind.starts_with("Nullable") { "null" } else { "not null" };
            lines.push(format!("{name}.{column} {null}"));
        }
    }
    lines.sort();
    lines
}

#[test]
fn both_databases_are_what_diesel_believes() {
    let mut indexes: Option<Vec<String>> = None;
    for (pool, _dir) in databases() {
        let (own, columns): (Vec<String>, Vec<String>) =
            shape(&pool).into_iter().partition(|line| line.starts_with("index "));
        assert_eq!(columns, believed(), "sqlite: {}", pool.is_sqlite());
        if let Some(others) = &indexes {
            assert_eq!(&own, others);
        }
        indexes = Some(own);
    }
}

#[test]
fn migrations_go_down_and_up_again() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("guildhall.db").display().to_string();
    let mut urls = vec![path];
    urls.extend(crate::world::postgres::fresh_database());
    for url in urls {
        let before = {
            let pool = Pool::open(&url, Limits::default()).unwrap();
            shape(&pool)
        };
        unmigrate(&url).unwrap();
        let again = Pool::open(&url, Limits::default()).unwrap();
        assert_eq!(shape(&again), before);
    }
}
