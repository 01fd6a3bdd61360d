//! The world of a story: a real server on a free port, a fresh database, a clock that the story
//! moves, mail that stays in memory, and people who hold their own credentials.

pub mod bidding;
pub mod capabilities;
mod cast;
mod client;
pub mod device;
pub mod joint;
pub mod judging;
pub mod notices;
pub mod postgres;
pub mod profiles;
mod resolver;
pub mod stages;
mod statements;
mod writes;

use std::{net::TcpListener, sync::Arc};

use guildhall::{
    accounts::{Cost, Hasher},
    app::{App, Config, Keys},
    audit,
    db::{Limits, Pool},
    kernel::{Clock, Instant, MovingClock, Period},
    outbox::{self, Mailer},
    server,
};

pub use cast::{PASSWORD, Person, PublicBody, Supplier, code_at};
pub use client::{Client, Told, is_open, undescribed};
pub use resolver::StubResolver;

/// Tells one story on SQLite, and on PostgreSQL where there is one.
#[macro_export]
macro_rules! story {
    ($(#[$doc:meta])* async fn $name:ident($world:ident) $body:block) => {
        $crate::story! { with "", $(#[$doc])* async fn $name($world) $body }
    };
    (with $settings:expr, $(#[$doc:meta])* async fn $name:ident($world:ident) $body:block) => {
        $(#[$doc])*
        mod $name {
            #[allow(unused_imports, reason = "stories use what they need")]
            use super::*;

            async fn told($world: $crate::world::World) $body

            #[actix_web::test]
            async fn sqlite() {
                told($crate::world::World::with($settings)).await;
            }

            #[actix_web::test]
            async fn postgres() {
                if let Some(world) = $crate::world::World::postgres_with($settings) {
                    told(world).await;
                }
            }
        }
    };
}

/// Passwords are hashed cheaply in stories; a unit test sees to the real cost.
const CHEAP: Cost = Cost { memory_kib: 64, passes: 1 };

pub struct World {
    pub app: App,
    pub clock: Arc<MovingClock>,
    pub base: String,
    pub mailer: Arc<Mailer>,
    /// The DNS, with the records that the story adds.
    pub resolver: Arc<StubResolver>,
    pub dir: tempfile::TempDir,
    /// The story has tampered with the log: the writes are not compared with it.
    pub tampered: std::cell::Cell<bool>,
    /// The authenticator apps of the people, by their address.
    pub apps: cast::Apps,
    /// The platform's people, who are made once.
    platform: cast::Platform,
    server: actix_web::dev::ServerHandle,
}

impl Drop for World {
    fn drop(&mut self) {
        drop(self.server.stop(false));
        if !std::thread::panicking() && !self.tampered.get() {
            writes::compare_with_log(&self.base, &self.event_bodies());
        }
    }
}

impl World {
    pub fn sqlite() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let url = dir.path().join("guildhall.db").display().to_string();
        Self::open(&url, dir, "")
    }

    /// On SQLite, with lines of `guildhall.toml`.
    pub fn with(settings: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let url = dir.path().join("guildhall.db").display().to_string();
        Self::open(&url, dir, settings)
    }

    pub fn postgres() -> Option<Self> {
        Self::postgres_with("")
    }

    pub fn postgres_with(settings: &str) -> Option<Self> {
        let url = postgres::fresh_database()?;
        Some(Self::open(&url, tempfile::tempdir().unwrap(), settings))
    }

    /// Another empty world on the same kind of database.
    pub fn another_like(other: &Self) -> Self {
        if other.app.pool.is_sqlite() { Self::sqlite() } else { Self::postgres().unwrap() }
    }

    /// The application alone, on SQLite, with nobody listening.
    pub fn unserved() -> (App, tempfile::TempDir) {
        let dir = tempfile::tempdir().unwrap();
        let url = dir.path().join("guildhall.db").display().to_string();
        (Self::app(&url, dir.path(), "http://guildhall.test", "").0, dir)
    }

    fn app(
        url: &str,
        dir: &std::path::Path,
        base: &str,
        settings: &str,
    ) -> (App, Arc<MovingClock>) {
        let dir = dir.display().to_string();
        let toml = format!("data_dir = {dir:?}\nworkers = 1\n{settings}\n");
        let mut config = Config::read(&toml, |_| None).unwrap();
        url.clone_into(&mut config.database_url);
        base.clone_into(&mut config.public_url);
        let keys = Keys::open(&config.keys_dir()).unwrap();
        let limits = Limits { connections: 4, ..Limits::default() };
        let pool = Pool::open(url, limits).unwrap();
        let clock = Arc::new(MovingClock::starting("2026-09-01T09:00:00Z".parse().unwrap()));
        let shared: Arc<dyn Clock> = Arc::<MovingClock>::clone(&clock);
        (App::new(pool, shared, config, keys), clock)
    }

    fn open(url: &str, dir: tempfile::TempDir, settings: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        writes::forget(&base);
        statements::count();
        let (app, clock) = Self::app(url, dir.path(), &base, settings);
        let resolver = Arc::new(StubResolver::default());
        let app = app.asking(Arc::<StubResolver>::clone(&resolver));
        let hasher = Hasher::start(CHEAP).unwrap();
        let mailer = Arc::new(Mailer::memory().unwrap());
        let running = server::serve(&app, &hasher, listener).unwrap();
        let handle = running.handle();
        actix_web::rt::spawn(running);
        Self {
            app,
            clock,
            base,
            mailer,
            resolver,
            dir,
            tampered: false.into(),
            apps: cast::Apps::default(),
            platform: cast::Platform::default(),
            server: handle,
        }
    }

    /// How many reading statements the database was asked so far.
    pub fn reads(&self) -> usize {
        statements::reads(&self.app.config.database_url)
    }

    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    pub fn later(&self, by: &str) {
        self.clock.advance(by.parse::<Period>().unwrap());
    }

    pub fn at(&self, instant: &str) {
        self.clock.set(instant.parse().unwrap());
    }

    /// Runs the background workers once: sends due mail, numbers new events, forgets old keys.
    pub async fn run_workers(&self) {
        self.app.kept().await;
        outbox::deliver_due(&self.app, &self.mailer).await.unwrap();
        audit::number(&self.app).await.unwrap();
        audit::forget_old_keys(&self.app).await.unwrap();
    }

    /// The plain text of every letter to an address so far, oldest first.
    pub async fn letters_to(&self, email: &str) -> Vec<String> {
        self.run_workers().await;
        let to = format!("<{email}>");
        let bare = format!("To: {email}");
        let all = self.mailer.sent().into_iter().map(|raw| String::from_utf8(raw).unwrap());
        all.filter(|raw| raw.contains(&to) || raw.contains(&bare))
            .map(|raw| unquoted(&raw))
            .collect()
    }

    /// The newest one-time token that was mailed to an address.
    pub async fn token_for(&self, email: &str) -> String {
        let letters = self.letters_to(email).await;
        let newest = letters.iter().rev().find_map(|l| l.split("Token: ").nth(1));
        newest.unwrap().split_whitespace().next().unwrap().to_owned()
    }

    /// The names of all events so far, oldest first.
    pub async fn events(&self) -> Vec<String> {
        use diesel::prelude::*;
        use guildhall::db::schema::audit_events;
        self.run_workers().await;
        let names = self.app.pool.read_here(|db| {
            Ok(audit_events::table
                .order(audit_events::seq)
                .select(audit_events::what)
                .load::<String>(db)?)
        });
        names.unwrap()
    }

    /// The bodies of all events so far.
    pub fn event_bodies(&self) -> Vec<String> {
        use diesel::prelude::*;
        use guildhall::db::schema::audit_events;
        let bodies = self
            .app
            .pool
            .read_here(|db| Ok(audit_events::table.select(audit_events::body).load(db)?));
        bodies.unwrap()
    }

    /// A caller without a credential.
    pub fn stranger(&self) -> Client {
        Client::new(&self.base)
    }

    /// Changes the database behind the back of the server.
    pub fn change(&self, statement: &str) {
        use diesel::{prelude::*, sql_query};
        let statement = statement.to_owned();
        let change = move |tx: &mut guildhall::db::Tx<'_>| {
            sql_query(&statement).execute(tx.db())?;
            Ok(())
        };
        self.app.pool.write_here(change).unwrap();
    }

    /// Counts the rows of a table.
    pub fn count(&self, table: &str) -> i64 {
        use diesel::{prelude::*, sql_query, sql_types::BigInt};
        #[derive(QueryableByName)]
        struct Count {
            #[diesel(sql_type = BigInt)]
            n: i64,
        }
        let query = format!("select count(*) as n from {table}");
        let counted = self.app.pool.read_here(|db| Ok(sql_query(query).get_result::<Count>(db)?));
        counted.unwrap().n
    }

    /// Every text of one column.
    pub fn texts_of(&self, table: &str, column: &str) -> Vec<String> {
        use diesel::{prelude::*, sql_query, sql_types::Text};
        #[derive(QueryableByName)]
        struct Cell {
            #[diesel(sql_type = Text)]
            t: String,
        }
        let query = format!("select {column} as t from {table}");
        let cells = self.app.pool.read_here(|db| Ok(sql_query(query).load::<Cell>(db)?));
        cells.unwrap().into_iter().map(|cell| cell.t).collect()
    }
}

/// Quoted-printable back to text, as far as the stories read it.
fn unquoted(raw: &str) -> String {
    raw.replace("=\r\n", "").replace("=3D", "=").replace("\r\n", "\n")
}
