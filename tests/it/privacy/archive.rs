//! Everything that is kept about a person, as they export it (SAFETY M2).

use std::{
    collections::BTreeSet,
    io::{Cursor, Read as _},
};

use guildhall::{
    audit,
    privacy::{UNSHOWN, register},
};
use serde_json::{Value, json};

use crate::{
    accounts::passwords::{NEW, OLD},
    story,
    world::{Person, PublicBody, Told, World, judging::marks},
};

/// The files of an archive, by name.
fn unzipped(told: &Told) -> Vec<(String, String)> {
    assert_eq!(told.header("content-type"), Some("application/zip"), "{}", told.text);
    let mut archive = zip::ZipArchive::new(Cursor::new(&told.raw)).unwrap();
    (0..archive.len())
        .map(|n| {
            let mut file = archive.by_index(n).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            (file.name().unwrap().into_owned(), text)
        })
        .collect()
}

pub fn part(files: &[(String, String)], name: &str) -> Vec<Value> {
    let (_, text) = files.iter().find(|(file, _)| *file == format!("{name}.json")).unwrap();
    serde_json::from_str(text).unwrap_or_else(|e| panic!("{name}: {e}: {text}"))
}

pub async fn exported(person: &Person<'_>) -> Vec<(String, String)> {
    let told = person.post("/v1/me/export", json!({ "password": OLD })).await;
    unzipped(told.is(200))
}

/// Somebody who marks bids, works for the buyer, has left another body and has had another address.
async fn busy<'w>(world: &'w World, camden: &PublicBody<'_>, panel: &Person<'w>) {
    let invite = json!({ "email": panel.email, "roles": ["author"] });
    let path = format!("/v1/organisations/{}/invitations", camden.id);
    camden.owner.post(&path, invite.clone()).await.is(201);
    panel.joins().await;
    let other = world.public_body("Barnet").await;
    other.owner.post(&format!("/v1/organisations/{}/invitations", other.id), invite).await.is(201);
    panel.joins().await;
    let members = format!("/v1/organisations/{}/members", other.id);
    let me = other.owner.get(&members).await["items"].as_array().unwrap().clone();
    let version = me.iter().find(|m| m["user_id"] == panel.id.as_str()).unwrap()["version"].clone();
    let leaving = panel.client().await.with("if-match", &format!("\"{version}\""));
    leaving.delete(&format!("{members}/{}", panel.id)).await.is(204);
    let elsewhere = json!({ "email": "elsewhere@people.example", "password": OLD });
    panel.post("/v1/me/email", elsewhere).await.is(204);
}

/// A lot with a bid, in evaluation: its evaluator has declared and marked.
pub async fn evaluated(world: &World) -> (PublicBody<'_>, Person<'_>) {
    let camden = world.public_body("Camden").await;
    let otter = world.supplier("Otter").await;
    let lot = camden.published_lot().await;
    let (bid, _) = otter.submits(&lot, "t", "2.00").await;
    let panel = world.panel(&camden, &lot).await;
    busy(world, &camden, &panel.evaluator).await;
    world.past_the_deadline();
    camden.opens(&lot).await;
    panel.declares().await;
    panel.marks(&bid, &marks("5", "3", "1")).await;
    panel.submits().await;
    (camden, panel.evaluator)
}

story! {
    async fn everything_about_me_comes_in_one_archive(world) {
        let (camden, evaluator) = evaluated(&world).await;
        let files = exported(&evaluator).await;
        let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names.len(), register().count() + 1);
        let (_, readme) = &files[0];
        for one in register() {
            assert!(names.contains(&format!("{}.json", one.file).as_str()));
            assert!(readme.contains(one.about));
        }
        let account = &part(&files, "account")[0];
        assert_eq!((&account["email"], &account["administrator"]), (&json!(evaluator.email), &json!(false)));
        assert!(account["created_at"].as_str().unwrap().starts_with("2026-09-01T"));
        assert_eq!(part(&files, "memberships")[0]["organisation"], "Camden");
        assert_eq!(part(&files, "declarations")[0]["statement"], "I have no interest in any of the bidders.");
        let given: Vec<_> = part(&files, "marks").iter().map(|m| m["mark"].clone()).collect();
        assert_eq!(given.len(), 3);
        assert!(given.contains(&json!("5.00")), "{given:?}");
        assert_eq!(part(&files, "panels")[0]["role"], "evaluator");
        assert_eq!(part(&files, "address_changes")[0]["new_email"], "elsewhere@people.example");
        assert_eq!(part(&files, "invitations").len(), 2);
        assert!(!part(&files, "sessions").is_empty() && !part(&files, "letters").is_empty());
        let did: Vec<_> = part(&files, "log").iter().map(|e| e["what"].as_str().unwrap().to_owned()).collect();
        for what in ["user.verified", "member.left", "session.started", "scores.given", "user.exported"] {
            assert!(did.iter().any(|d| d == what), "{what} in {did:?}");
        }
        // No secret, and nobody else's name or address.
        let all: String = files.iter().map(|(_, text)| text.as_str()).collect();
        for secret in ["argon2", "ghr_", "password_hash", "Token: ", "token_hash", &camden.owner.email, "Sensors that text", "chair"] {
            assert!(!all.contains(secret), "{secret}");
        }
    }
}

story! {
    async fn an_export_needs_the_password_and_is_of_oneself(world) {
        let ada = world.person("Ada").await;
        world.stranger().post("/v1/me/export", json!({ "password": OLD })).await.refused(401, "unauthenticated");
        ada.post("/v1/me/export", json!({ "password": NEW })).await.refused(403, "forbidden");
        assert_eq!(ada.post("/v1/me/export", json!({ "x": 1 })).await.refused(422, "invalid").pointers(), ["/password", "/x"]);
        assert!(!world.events().await.contains(&"user.exported".to_owned()));
        let eve = world.person("Eve").await;
        let files = exported(&eve).await;
        assert!(files.iter().all(|(_, text)| !text.contains(&ada.id) && !text.contains(&ada.email)));
        assert_eq!(part(&files, "declarations").len(), 0);
    }
}

/// More rows than are read at once: none is left out, none comes twice.
#[actix_web::test]
async fn a_long_history_comes_whole() {
    let world = World::with("");
    let ada = world.person("Ada").await;
    let fill = format!(
        "with recursive n (n) as (select 1 union all select n + 1 from n where n < 1234)
         insert into user_devices select 'device ' || n, '{}', n, n from n",
        ada.id
    );
    let filled = world.app.pool.write_here(move |tx| {
        use diesel::connection::SimpleConnection as _;
        Ok(tx.db().batch_execute(&fill)?)
    });
    filled.unwrap();
    let devices = part(&exported(&ada).await, "devices");
    let times: BTreeSet<_> = devices.iter().map(|d| d["made_at"].to_string()).collect();
    assert_eq!((devices.len(), times.len()), (1_235, 1_235));
}

/// Columns of every table that may name a person, as `table.column`.
fn naming(world: &World) -> Vec<String> {
    let query = "select m.name || '.' || c.name as line from sqlite_master m, pragma_table_info(m.name) c
         where m.type = 'table' and m.name not like 'sqlite_%' and m.name not like '\\_\\_%' escape '\\'
         and (c.name in ('user_id', 'full_name', 'writers', 'password_hash') or c.name like '%email%' or c.name like '%\\_by' escape '\\'
              or exists (select 1 from pragma_foreign_key_list(m.name) f where f.\"table\" = 'users' and f.\"from\" = c.name))
         order by 1";
    lines(world, query)
}

fn lines(world: &World, query: &str) -> Vec<String> {
    use diesel::{prelude::*, sql_query, sql_types::Text};
    #[derive(QueryableByName)]
    struct Line {
        #[diesel(sql_type = Text)]
        line: String,
    }
    let found = world.app.pool.read_here(|db| Ok(sql_query(query).load::<Line>(db)?));
    found.unwrap().into_iter().map(|line| line.line).collect()
}

/// A new column that names a person is in an export, or is left out for a written reason.
#[actix_web::test]
async fn every_column_that_names_a_person_is_in_the_register() {
    let world = World::with("");
    let columns = naming(&world);
    assert!(columns.len() > 35, "{columns:?}");
    let shown: BTreeSet<String> = register()
        .flat_map(|part| part.names.iter().map(|name| format!("{}.{name}", part.table)))
        .chain(UNSHOWN.iter().map(|(column, _)| (*column).to_owned()))
        .collect();
    let missing: Vec<_> = columns.iter().filter(|column| !shown.contains(*column)).collect();
    assert!(missing.is_empty(), "in no export and without a reason: {missing:?}");
    let files: BTreeSet<_> = register().map(|part| part.file).collect();
    assert_eq!(files.len(), register().count());
}

/// Where these words stand in the database: every text of every row of every table.
pub fn found(world: &World, words: &[&str]) -> Vec<String> {
    let tables = if world.app.pool.is_sqlite() {
        "select name as line from sqlite_master where type = 'table' and name not like '%\\_words%' escape '\\'"
    } else {
        "select tablename::text as line from pg_tables where schemaname = 'public'"
    };
    let mut hits = Vec::new();
    for table in lines(world, tables) {
        let row = if world.app.pool.is_sqlite() {
            let columns =
                format!("select '\"' || name || '\"' as line from pragma_table_info('{table}')");
            let columns = lines(world, &columns);
            let texts =
                columns.iter().map(|column| format!("coalesce(case typeof({column}) when 'blob' then hex({column}) else {column} end, '')"));
            texts.collect::<Vec<_>>().join(" || ' ' || ")
        } else {
            "t::text".to_owned()
        };
        for row in lines(world, &format!("select {row} as line from {table} t")) {
            let row = row.to_lowercase();
            hits.extend(
                words
                    .iter()
                    .filter(|word| row.contains(&word.to_lowercase()))
                    .map(|word| format!("{word} in {table}: {row}")),
            );
        }
    }
    hits
}

pub fn verified(world: &World) -> i64 {
    let signer = &world.app.keys.receipts;
    let checkpoint = audit::Checkpoint::read(&world.app.config.keys_dir()).unwrap();
    let whole = world.app.pool.read_here(|db| audit::verify(db, checkpoint.as_ref(), signer));
    whole.unwrap().unwrap().events
}
