//! The room `db`: migrations, the one writer, and what the database itself refuses. SQLite always;
//! PostgreSQL where its binaries are (CI insists).

use std::sync::Arc;

use diesel::{connection::SimpleConnection as _, prelude::*};
use guildhall::{
    db::{Fault, Limits, Pool, schema::idempotency_keys, sqlite_version, unmigrate},
    kernel::{Problem, kinds},
};

use crate::story;

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

story! {
    async fn what_accounts_and_organisations_ask_for_walks_an_index(world) {
        let plan = |query: &str| {
            let query = query.to_owned();
            let explain = move |tx: &mut guildhall::db::Tx<'_>| Ok(tx.db().explain(&query)?);
            world.app.pool.write_here(explain).unwrap()
        };
        // SQLite plans for a value that it does not know (QPSG), PostgreSQL is asked the same.
        let of = if world.app.pool.is_sqlite() { "?1" } else { "'x'" };
        let n = if world.app.pool.is_sqlite() { "?1" } else { "1" };
        for (query, index) in [
            (format!("select id from organisations where skeleton = {of} and state = {of} and id <> {of}"), "organisations_by_likeness"),
            (format!("select said from supplier_statements where organisation_id = {of} and replaced_at is null"), "supplier_statements_"),
            (format!("select said from supplier_statements where organisation_id = {of} order by id desc limit 20"), "supplier_statements_by_organisation"),
            (format!("select version from supplier_profiles where organisation_id = {of}"), "supplier_profiles"),
            ("select number from supplier_profiles where listed = true order by organisation_id desc limit 21".to_owned(), "supplier_profiles_listed"),
            (format!("select organisation_id from supplier_codes where scheme = {of} and code in ({of}, {of}) and (until is null or until > 1)"), "supplier_codes"),
            (format!("select code from supplier_codes where organisation_id in ({of}, {of}) order by scheme, code"), "supplier_codes"),
            (format!("select id from email_changes where confirm_hash = {of}"), "email_changes"),
            (format!("select id from email_changes where undo_hash = {of}"), "email_changes"),
            (format!("select id from email_changes where user_id = {of} and confirmed_at is null"), "email_changes_by_user"),
            (format!("select user_id from user_devices where token_hash = {of}"), "user_devices"),
            (format!("select made_at from user_devices where user_id = {of} order by made_at desc limit 20"), "user_devices_by_user"),
            (format!("select id from sessions where user_id = {of} and ended_at is null"), "sessions_by_user"),
            (format!("select id from invitations where organisation_id = {of} and email = {of}"), "invitations_by_email"),
            (format!("select id from outbox where email = {of} and user_id is null"), "outbox_by"),
            (format!("select id from outbox where about = {of}"), "outbox_by_about"),
            (format!("select id from legal_holds where user_id = {of} and lifted_at is null"), "legal_holds_"),
            (format!("select id from organisations where waiting_since is not null and waiting_since >= {n} and (waiting_since > {n} or (waiting_since = {n} and id > {of})) order by waiting_since, id limit 21"), "organisations_waiting"),
            (format!("select id from mail_domains where organisation_id = {of} and withdrawn_at is null order by domain"), "mail_domains_claimed_once"),
            (format!("select id from mail_domains where domain = {of} and withdrawn_at is null and proved_at is not null"), "mail_domains_proved_once"),
            (format!("select id from mergers where from_id = {of} and withdrawn_at is null and confirmed_at is null"), "mergers_open_once"),
            (format!("select id from organisations where merged_into = {of}"), "organisations_merged_into"),
            (format!("select organisation_id from auditor_grants inner join auditor_grant_bodies on grant_id = id where auditor_id = {of} and confirmed_at is not null and revoked_at is null and from_at <= {n} and until_at > {n} order by id"), "auditor_grants_by_auditor"),
            (format!("select id from auditor_reads where organisation_id = {of} and id < {of} order by id desc limit 21"), "auditor_reads_by_organisation"),
            (format!("select token_hash from user_tokens where user_id = {of} and purpose = {of}"), "user_tokens_by_user"),
            (format!("select id from api_keys where user_id = {of} and revoked_at is null and expires_at > {n}"), "api_keys_by_person"),
            (format!("select version from terms_acceptances where organisation_id = {of} and version >= 1 limit 1"), "terms_acceptances"),
            (format!("select distinct organisation_id from members where remind_at is not null and remind_at <= {n} order by organisation_id limit 200"), "members_to_confirm"),
            (format!("select code from capability_categories where code > {of} order by code limit 21"), "capability_categories"),
            (format!("select id from capability_applications where category = {of} limit 1"), "capability_applications_by_category"),
            (format!("select id from capability_applications where organisation_id = {of} and id < {of} order by id desc limit 21"), "capability_applications_by_organisation"),
            (format!("select id from capability_applications where state = {of} and id > {of} order by id limit 21"), "capability_applications_by_state"),
            (format!("select category from capability_applications where organisation_id = {of} and state = 'submitted'"), "capability_applications_"),
            (format!("select findings from capability_assessments where application_id = {of}"), "capability_assessments"),
            (format!("select reason from capability_revocations where application_id = {of}"), "capability_revocations"),
            (format!("select category from capabilities inner join capability_categories on code = category where organisation_id in ({of}, {of}) and until > {n} order by organisation_id, category"), "capabilities"),
            (format!("select number from supplier_profiles where listed = true and organisation_id in (select organisation_id from capabilities where category = {of} and until > {n}) order by organisation_id desc limit 21"), "capabilities_by_category"),
            (format!("select organisation_id from capabilities where remind_at is not null and remind_at <= {n} order by remind_at limit 200"), "capabilities_due"),
            (format!("select id from join_requests where organisation_id = {of} and answered_at is null order by id desc limit 21"), "join_requests_waiting"),
            (format!("select id from join_requests where user_id = {of} order by id desc limit 21"), "join_requests_by_user"),
            (format!("select duties from users where administrator and id > {of} order by id limit 21"), "users_administrators"),
            ("select duties from users where administrator and state = 'active' order by id".to_owned(), "users_administrators"),
            (format!("select organisation_id from supplier_profiles where remind_at is not null and remind_at <= {n} order by remind_at limit 200"), "supplier_profiles_due"),
        ] {
            // What SQLite calls a scan of the index of administrators reads them alone.
            let found = plan(&query).replace("SCAN users USING INDEX users_administrators", "users_administrators");
            assert!(found.contains(index) && !found.contains("SCAN") && !found.contains("Seq Scan"), "{query}: {found}");
        }
    }
}

story! {
    async fn what_documents_and_joint_bids_ask_for_walks_an_index(world) {
        let plan = |query: &str| {
            let query = query.to_owned();
            let explain = move |tx: &mut guildhall::db::Tx<'_>| Ok(tx.db().explain(&query)?);
            world.app.pool.write_here(explain).unwrap()
        };
        // SQLite plans for a value that it does not know (QPSG), PostgreSQL is asked the same.
        let of = if world.app.pool.is_sqlite() { "?1" } else { "'x'" };
        for (query, index) in [
            (format!("select id from supplier_documents where organisation_id = {of} and withdrawn_at is null and id < {of} order by id desc limit 21"), "supplier_documents_by_organisation"),
            (format!("select size from supplier_documents where organisation_id = {of} and (withdrawn_at is null or in_bid_at is not null)"), "supplier_documents_by_organisation"),
            (format!("select id from supplier_documents where id in ({of}, {of}) and organisation_id = {of} and withdrawn_at is null order by id"), "supplier_documents"),
            (format!("select bytes from document_contents where document_id = {of}"), "document_contents"),
            (format!("select id from contracts where lot_id = {of} order by id"), "contracts_of_lots"),
            (format!("select organisation_id from organisation_identifiers where organisation_id in ({of}) and scheme = 'GB-PPON'"), "organisation_identifiers_"),
            (format!("select id from bid_partners where bid_id in ({of}) order by id"), "bid_partners_by_bid"),
            (format!("select id from bid_partners where organisation_id = {of} and id < {of} order by id desc limit 21"), "bid_partners_by_organisation"),
            (format!("select bid_id from bid_partners where lot_id = {of} and organisation_id = {of} and state = 'accepted'"), "bid_partners_"),
            (format!("select organisation_id from bid_partners where lot_id = {of} and (state = 'accepted' or named_in is not null)"), "bid_partners_"),
        ] {
            let found = plan(&query);
            assert!(found.contains(index) && !found.contains("SCAN") && !found.contains("Seq Scan"), "{query}: {found}");
        }
    }
}
