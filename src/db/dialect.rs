//! The only file, with `migrations.rs`, that knows there are two databases.
#![expect(clippy::disallowed_types, reason = "this is the file that knows")]

use diesel::{
    Connection as _, ConnectionError, PgConnection, SqliteConnection,
    connection::{AnsiTransactionManager, SimpleConnection as _},
    migration::MigrationVersion,
    prelude::*,
    r2d2::{ManageConnection, R2D2Connection as _},
    result::{DatabaseErrorKind, Error as Sql, QueryResult},
    sql_types::{BigInt, Bool, Text},
};
use diesel_migrations::MigrationHarness as _;

use super::{
    isolation::Isolation,
    kept::{kept, order},
    migrations::Migrations,
};
use crate::kernel::{Kind, kinds};

/// One connection to either database.
#[derive(diesel::MultiConnection)]
pub enum Db {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

#[diesel::declare_sql_function]
extern "SQL" {
    /// A text in lower case: SQLite folds ASCII alone.
    fn lower(text: Text) -> Text;
}

/// Runs a query on whichever connection this is, built for it at compile time: hot reads only. The
/// enum builds each query at run time, for a dialect that it finds out about with every bind.
macro_rules! natively {
    ($db:expr, $connection:ident => $query:expr) => {
        match $db {
            $crate::db::Db::Sqlite($connection) => $query,
            $crate::db::Db::Postgres($connection) => $query,
        }
    };
}
pub(crate) use natively;

/// How many events one statement numbers: three binds each.
const NUMBERED_AT_ONCE: usize = 100;

/// How strongly a row is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lock {
    Shared,
    Whole,
}

/// What a SQLite connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    Read,
    Write,
}

impl Db {
    /// Opens the embedded database. WAL with `synchronous=FULL`: what is acknowledged is on disk.
    pub(super) fn sqlite(path: &str, purpose: Use) -> Result<Self, ConnectionError> {
        let mut db = SqliteConnection::establish(path)?;
        let pragmas = match purpose {
            Use::Write => {
                "pragma busy_timeout = 10000; pragma journal_mode = wal; pragma synchronous = full;
                 pragma foreign_keys = on; pragma wal_autocheckpoint = 2000; pragma trusted_schema = off;"
            }
            Use::Read => "pragma busy_timeout = 10000; pragma query_only = on; pragma cache_size = -4096;",
        };
        db.batch_execute(pragmas).map_err(ConnectionError::CouldntSetupConfiguration)?;
        Ok(Self::Sqlite(db))
    }

    pub(super) fn postgres(url: &str) -> Result<Self, ConnectionError> {
        let mut db = PgConnection::establish(url)?;
        // Every query here has an index. A scan of a table that is still small would be as fast,
        // and under SERIALIZABLE it makes everybody who writes to that table lose a race.
        db.batch_execute("set statement_timeout = '15s'; set idle_in_transaction_session_timeout = '30s'; set timezone = 'UTC'; set enable_seqscan = off; set random_page_cost = 1.1")
            .map_err(ConnectionError::CouldntSetupConfiguration)?;
        Ok(Self::Postgres(db))
    }

    pub fn is_sqlite(&self) -> bool {
        matches!(self, Self::Sqlite(_))
    }

    /// Starts a write transaction.
    pub(super) fn begin(&mut self, isolation: Isolation) -> QueryResult<()> {
        match self {
            Self::Sqlite(c) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN IMMEDIATE"),
            Self::Postgres(c) => {
                let begin = match isolation {
                    Isolation::Serializable => "BEGIN ISOLATION LEVEL SERIALIZABLE",
                    Isolation::ReadCommitted => "BEGIN ISOLATION LEVEL READ COMMITTED",
                };
                AnsiTransactionManager::begin_transaction_sql(c, begin)
            }
        }
    }

    /// Sees the database as it is now until [`Self::look_away`]. SQLite alone: a statement outside
    /// of a transaction takes its lock anew. On PostgreSQL each statement sees what is committed
    /// when it starts, and two more round trips would cost as much as the read itself.
    pub(super) fn look(&mut self) -> QueryResult<()> {
        match self {
            Self::Sqlite(c) => order("BEGIN").execute(c).map(drop),
            Self::Postgres(_) => Ok(()),
        }
    }

    /// Ends what [`Self::look`] began.
    pub(super) fn look_away(&mut self) -> QueryResult<()> {
        match self {
            Self::Sqlite(c) => order("COMMIT").execute(c).map(drop),
            Self::Postgres(_) => Ok(()),
        }
    }

    /// Brings the schema up to date. On PostgreSQL several nodes may start at once: one migrates,
    /// the others wait for it.
    pub(super) fn migrate(&mut self) -> Result<usize, String> {
        let done = |versions: Vec<MigrationVersion<'_>>| versions.len();
        match self {
            Self::Sqlite(c) => c.run_pending_migrations(Migrations).map(done),
            Self::Postgres(c) => {
                let locked =
                    c.batch_execute("set statement_timeout = 0; select pg_advisory_lock(7240001)");
                locked.map_err(|e| e.to_string())?;
                let outcome = c.run_pending_migrations(Migrations).map(done);
                let freed = c.batch_execute(
                    "select pg_advisory_unlock(7240001); set statement_timeout = '15s'",
                );
                freed.map_err(|e| e.to_string())?;
                outcome
            }
        }
        .map_err(|e| e.to_string())
    }

    /// Takes every migration back, newest first: for the test that goes up, down and up again.
    pub(super) fn unmigrate(&mut self) -> Result<(), String> {
        match self {
            Self::Sqlite(c) => c.revert_all_migrations(Migrations).map(drop),
            Self::Postgres(c) => c.revert_all_migrations(Migrations).map(drop),
        }
        .map_err(|e| e.to_string())
    }

    /// Only one sequencer numbers events at a time; `false` when another node does it now.
    /// On SQLite the single writer sees to that.
    pub fn lead_the_sequence(&mut self) -> QueryResult<bool> {
        match self {
            Self::Sqlite(_) => Ok(true),
            Self::Postgres(c) => {
                kept::<Bool>("select pg_try_advisory_xact_lock(7240002)").get_result(c)
            }
        }
    }

    /// Gives events their numbers and heads, many to a statement.
    pub fn number_events(&mut self, places: &[(&str, i64, String)]) -> QueryResult<()> {
        for some in places.chunks(NUMBERED_AT_ONCE) {
            let rows: Vec<String> = (0..some.len())
                .map(|n| {
                    format!("(${}, cast(${} as bigint), ${})", 3 * n + 1, 3 * n + 2, 3 * n + 3)
                })
                .collect();
            let query = format!(
                "with places (id, seq, head) as (values {}) update audit_events set seq = places.seq, \
                 head = places.head from places where audit_events.id = places.id",
                rows.join(", ")
            );
            match self {
                Self::Sqlite(c) => {
                    let mut query = diesel::sql_query(query).into_boxed();
                    for (id, seq, head) in some {
                        query = query.bind::<Text, _>(*id).bind::<BigInt, _>(*seq);
                        query = query.bind::<Text, _>(head);
                    }
                    query.execute(c)?;
                }
                Self::Postgres(c) => {
                    let mut query = diesel::sql_query(query).into_boxed();
                    for (id, seq, head) in some {
                        query = query.bind::<Text, _>(*id).bind::<BigInt, _>(*seq);
                        query = query.bind::<Text, _>(head);
                    }
                    query.execute(c)?;
                }
            }
        }
        Ok(())
    }

    /// Keeps a lot as it is until the transaction ends: nobody else can change it (`Whole`), or
    /// many may rely on it while nobody changes it (`Shared`). So an opening, an amendment and a
    /// submission cannot overtake one another. SQLite has one writer and needs no lock.
    pub fn lock_lot(&mut self, lot: &str, lock: Lock) -> QueryResult<()> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(c) => {
                let strength = match lock {
                    Lock::Shared => " for share",
                    Lock::Whole => " for update",
                };
                order("select 1 from lots where id = ")
                    .bind::<Text, _>(lot, strength)
                    .execute(c)
                    .map(drop)
            }
        }
    }

    /// Ids of outbox rows that are due and free, urgent first. On PostgreSQL they stay locked until
    /// the transaction ends, and those that another worker has locked are left out.
    pub fn due_outbox_rows(&mut self, now: i64, most: i64) -> QueryResult<Vec<String>> {
        const FREE: &str = " and (claimed_until is null or claimed_until < ";
        const ORDER: &str = ") order by lane, due_at, id limit ";
        let due = kept::<Text>("select id from outbox where state = 'waiting' and due_at <= ")
            .bind::<BigInt, _>(now, FREE)
            .bind::<BigInt, _>(now, ORDER);
        match self {
            Self::Sqlite(c) => due.bind::<BigInt, _>(most, "").load(c),
            Self::Postgres(c) => due.bind::<BigInt, _>(most, " for update skip locked").load(c),
        }
    }

    /// The function that makes a JSON object of names and values.
    pub fn json_object(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "json_object",
            Self::Postgres(_) => "json_build_object",
        }
    }

    /// The plan that the database would follow for `query`, for tests that look for indexes.
    pub fn explain(&mut self, query: &str) -> QueryResult<String> {
        #[derive(QueryableByName)]
        struct Line {
            #[diesel(sql_type = Text)]
            line: String,
        }
        let lines: Vec<Line> = match self {
            Self::Sqlite(c) => {
                #[derive(QueryableByName)]
                struct Step {
                    #[diesel(sql_type = Text)]
                    detail: String,
                }
                let steps: Vec<Step> =
                    diesel::sql_query(format!("explain query plan {query}")).load(c)?;
                steps.into_iter().map(|s| Line { line: s.detail }).collect()
            }
            Self::Postgres(c) => {
                #[derive(QueryableByName)]
                struct Step {
                    #[diesel(sql_type = Text, column_name = "QUERY PLAN")]
                    plan: String,
                }
                let steps: Vec<Step> = diesel::sql_query(format!("explain {query}")).load(c)?;
                steps.into_iter().map(|s| Line { line: s.plan }).collect()
            }
        };
        Ok(lines.into_iter().map(|l| l.line).collect::<Vec<_>>().join("\n"))
    }
}

/// Opens PostgreSQL connections for the pool.
#[derive(Debug)]
pub(super) struct Postgres(pub String);

impl ManageConnection for Postgres {
    type Connection = Db;
    type Error = ConnectionError;

    fn connect(&self) -> Result<Db, ConnectionError> {
        Db::postgres(&self.0)
    }

    fn is_valid(&self, db: &mut Db) -> Result<(), ConnectionError> {
        let pinged = match db {
            Db::Sqlite(c) => c.ping(),
            Db::Postgres(c) => c.ping(),
        };
        pinged.map_err(ConnectionError::CouldntSetupConfiguration)
    }

    fn has_broken(&self, db: &mut Db) -> bool {
        std::thread::panicking()
            || match db {
                Db::Sqlite(c) => c.is_broken(),
                Db::Postgres(c) => c.is_broken(),
            }
    }
}

/// Whether running the same work again may end better.
pub(super) fn lost_a_race(error: &Sql) -> bool {
    use DatabaseErrorKind::{SerializationFailure, UniqueViolation};
    let Sql::DatabaseError(kind, info) = error else { return false };
    matches!(kind, SerializationFailure | UniqueViolation)
        || info.message().contains("deadlock detected")
}

/// What a failed statement means to the caller: the storage is full, away or busy, or we are wrong.
pub fn kind_of(error: &Sql) -> Kind {
    if lost_a_race(error) {
        return kinds::BUSY;
    }
    let Sql::DatabaseError(kind, info) = error else {
        // Only a connection that is gone leaves the manager of its transactions broken.
        let gone = matches!(error, Sql::BrokenTransactionManager);
        return if gone { kinds::DATABASE_AWAY } else { kinds::INTERNAL };
    };
    let says = |words: &[&str]| words.iter().any(|word| info.message().contains(word));
    if says(&["database or disk is full", "No space left on device"]) {
        kinds::STORAGE_FULL
    } else if says(&["database is locked", "statement timeout", "too many clients"]) {
        kinds::BUSY
    } else if matches!(
        kind,
        DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand
    ) || says(&[
        "disk I/O error",
        "unable to open database",
        "server closed the connection",
        "shutting down",
        "starting up",
        "terminating connection",
        "connection to server",
        "no connection to the server",
        "recovery mode",
    ]) {
        kinds::DATABASE_AWAY
    } else {
        kinds::INTERNAL
    }
}

/// The version of SQLite inside this binary, as `3.53.2`.
pub fn sqlite_version() -> Option<String> {
    let mut db = SqliteConnection::establish(":memory:").ok()?;
    diesel::select(diesel::dsl::sql::<Text>("sqlite_version()")).get_result(&mut db).ok()
}

/// The cheapest question there is.
pub fn answers(db: &mut Db) -> QueryResult<()> {
    db.batch_execute("select 1")
}
