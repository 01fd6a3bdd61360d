//! What is in an installation before it serves: notices read from open data, a council, suppliers.
//! Written by the library in this process, people and organisations straight as rows.

use std::sync::Arc;

use diesel::{connection::SimpleConnection as _, prelude::*};
use guildhall::{
    accounts::{Cost, Hasher, Password, token_hash},
    app::{App, Config, Keys},
    audit,
    db::{
        Db, Limits, Pool,
        schema::{members, organisations, recovery_codes, totp_secrets, users},
    },
    kernel::{Id, Instant, SystemClock},
    transparency::{self, ImportVerdict},
};
use serde_json::json;

use crate::{process::Installation, words};

const PASSWORD: &str = "three random words";

/// How much of what.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    pub notices: usize,
    pub suppliers: usize,
    /// People whose passwords are hashed as dearly as in service.
    pub dear_people: usize,
}

impl Wanted {
    pub const fn usual(quick: bool) -> Self {
        Self { notices: if quick { 500 } else { 2_000 }, suppliers: 560, dear_people: 200 }
    }
}

/// What is there to be asked for.
pub struct Filled {
    pub opportunities: Vec<String>,
    pub council: String,
    /// The organisation of each supplier; who bids for it signs in as `supplier-N`.
    pub suppliers: Vec<String>,
}

pub fn email(name: &str) -> String {
    format!("{name}@people.example")
}

/// The body that signs somebody in.
pub fn credentials(email: &str) -> String {
    json!({ "email": email, "password": PASSWORD }).to_string()
}

/// The application on an installation, in this process, with nobody listening.
pub fn open(house: &Installation<'_>) -> App {
    let toml = format!("data_dir = {:?}\n", house.dir.path().display().to_string());
    let mut config = Config::read(&toml, |_| None).unwrap();
    house.url.clone_into(&mut config.database_url);
    let keys = Keys::open(&config.keys_dir()).unwrap();
    let pool = Pool::open(&house.url, Limits::default()).unwrap();
    App::new(pool, Arc::new(SystemClock::default()), config, keys)
}

/// Does something on a thread of its own, with which the connections end that it opened: one of
/// ours must not hold up a server's checkpoints.
pub fn apart<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| scope.spawn(work).join().unwrap())
}

/// Fills an installation and closes it again.
pub fn fill(house: &Installation<'_>, wanted: &Wanted) -> Filled {
    let begun = std::time::Instant::now();
    let filled = apart(|| {
        let app = open(house);
        let filled = Filled {
            opportunities: notices(&app, 0..wanted.notices),
            council: people(&app, wanted),
            suppliers: suppliers(&app, wanted.suppliers),
        };
        settle(&app);
        filled
    });
    let Wanted { notices, suppliers, .. } = wanted;
    let took = begun.elapsed().as_secs_f64();
    println!("Filled with {notices} notices and {suppliers} suppliers in {took:.1} s.\n");
    filled
}

/// Reads notices in as open data, one transaction each; their ids.
pub fn notices(app: &App, which: std::ops::Range<usize>) -> Vec<String> {
    let take = |n: usize| match transparency::import(app, &words::release(n)).unwrap() {
        ImportVerdict::Accepted { opportunity_id, .. }
        | ImportVerdict::Repaired { opportunity_id, .. } => opportunity_id.to_string(),
        verdict @ (ImportVerdict::Unchanged { .. } | ImportVerdict::Rejected { .. }) => {
            panic!("{verdict:?}")
        }
    };
    which.map(take).collect()
}

/// Numbers the log and brings PostgreSQL's statistics up to date, as its autovacuum would soon.
pub fn settle(app: &App) {
    actix_web::rt::System::new().block_on(audit::number(app)).unwrap();
    if !app.pool.is_sqlite() {
        let vacuumed = app.pool.read_here(|db| {
            db.batch_execute("set statement_timeout = 0")?;
            Ok(db.batch_execute("vacuum analyze")?)
        });
        vacuumed.unwrap();
    }
}

/// A hash of everybody's password.
fn hash(cost: Cost) -> String {
    let hasher = Hasher::start(cost).unwrap();
    let password = Password::parse(PASSWORD.to_owned()).unwrap();
    futures_executor::block_on(hasher.hash(password)).unwrap()
}

/// Passwords of those who are to be signed in before the clock runs are hashed cheaply: the hash
/// names its own cost.
const CHEAP: Cost = Cost { memory_kib: 64, passes: 1 };

/// The council with one person for each pair of eyes, and people with nothing but an account.
fn people(app: &App, wanted: &Wanted) -> String {
    let (now, cheap, dear) = (app.clock.now(), hash(CHEAP), hash(Cost::OWASP));
    let dear_people = wanted.dear_people;
    let written = app.pool.write_here(move |tx| {
        let council = organisation(tx.db(), "public_body", "Bench Council", now)?;
        for (name, role) in [
            ("author", "author"),
            ("approver", "approver"),
            ("opener", "opener"),
            ("second-opener", "opener"),
        ] {
            let user = person(tx.db(), name, &cheap, now)?;
            member(tx.db(), &council, &user, role, now)?;
            if role != "author" {
                second_factor(tx.db(), name, &user, now)?;
            }
        }
        for n in 0..dear_people {
            person(tx.db(), &format!("dear-{n}"), &dear, now)?;
        }
        Ok(council)
    });
    written.unwrap()
}

fn suppliers(app: &App, count: usize) -> Vec<String> {
    let (now, cheap) = (app.clock.now(), hash(CHEAP));
    let written = app.pool.write_here(move |tx| {
        let mut all = Vec::new();
        for n in 0..count {
            let supplier = organisation(tx.db(), "supplier", &format!("Supplier {n}"), now)?;
            let user = person(tx.db(), &format!("supplier-{n}"), &cheap, now)?;
            member(tx.db(), &supplier, &user, "owner", now)?;
            all.push(supplier);
        }
        Ok(all)
    });
    written.unwrap()
}

fn person(db: &mut Db, name: &str, hash: &str, now: Instant) -> QueryResult<String> {
    let id = Id::<()>::new().to_string();
    diesel::insert_into(users::table)
        .values((
            users::id.eq(&id),
            users::email.eq(email(name)),
            users::full_name.eq(name),
            users::password_hash.eq(Some(hash)),
            users::state.eq("active"),
            users::created_at.eq(now),
        ))
        .execute(db)?;
    Ok(id)
}

/// Recovery codes of an officer: more than any run of ours uses.
const CODES: usize = 500;

/// The recovery codes of somebody, in the order in which they are used.
pub fn recovery_code(name: &str, n: usize) -> String {
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("{name}{n:04}").to_uppercase()
}

/// An authenticator app that nobody has, and codes on paper.
fn second_factor(db: &mut Db, name: &str, user: &str, now: Instant) -> QueryResult<()> {
    diesel::insert_into(totp_secrets::table)
        .values((
            totp_secrets::user_id.eq(user),
            totp_secrets::sealed_secret.eq("none"),
            totp_secrets::last_step.eq(0),
            totp_secrets::made_at.eq(now),
            totp_secrets::confirmed_at.eq(now),
        ))
        .execute(db)?;
    for n in 0..CODES {
        let hash = token_hash(&recovery_code(name, n));
        diesel::insert_into(recovery_codes::table)
            .values((recovery_codes::code_hash.eq(hash), recovery_codes::user_id.eq(user)))
            .execute(db)?;
    }
    Ok(())
}

fn organisation(db: &mut Db, kind: &str, name: &str, now: Instant) -> QueryResult<String> {
    let id = Id::<()>::new().to_string();
    diesel::insert_into(organisations::table)
        .values((
            organisations::id.eq(&id),
            organisations::kind.eq(kind),
            organisations::name.eq(name),
            organisations::state.eq("verified"),
            organisations::created_at.eq(now),
            organisations::updated_at.eq(now),
        ))
        .execute(db)?;
    Ok(id)
}

fn member(
    db: &mut Db,
    organisation: &str,
    user: &str,
    role: &str,
    now: Instant,
) -> QueryResult<usize> {
    diesel::insert_into(members::table)
        .values((
            members::organisation_id.eq(organisation),
            members::user_id.eq(user),
            members::roles.eq(role),
            members::joined_at.eq(now),
        ))
        .execute(db)
}
