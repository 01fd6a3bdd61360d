//! Connections: SQLite's one writer and read-only readers, or a pool to PostgreSQL.

use std::{
    cell::RefCell,
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use diesel::r2d2;
use tokio::sync::Semaphore;

use super::{
    Db, Fault, Lane, Tx,
    dialect::{Postgres, Use},
    isolation::Isolation,
    transaction,
    writer::Writer,
};
use crate::kernel::kinds;

/// How many connections, and how long to wait for one.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    pub connections: u32,
    /// How long a usual request may wait for a connection.
    pub wait: Duration,
    /// How long a submission may wait: longer than the worst queue.
    pub submission_wait: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 8,
            wait: Duration::from_secs(2),
            submission_wait: Duration::from_mins(1),
        }
    }
}

/// The database, whichever it is.
#[derive(Clone)]
pub struct Pool(Arc<Inner>);

enum Inner {
    Sqlite { id: u64, path: String, writer: Writer, long_reads: Semaphore },
    Postgres(Remote),
}

struct Remote {
    pool: r2d2::Pool<Postgres>,
    places: Arc<Semaphore>,
    waiting: AtomicUsize,
    limits: Limits,
    migrated: AtomicBool,
}

thread_local! {
    /// Each thread's own read-only connections, by the number of the pool.
    static READERS: RefCell<HashMap<u64, Db>> = RefCell::new(HashMap::new());
}

static POOLS: AtomicU64 = AtomicU64::new(0);

impl Pool {
    /// Opens `postgres://...` or a path to a SQLite file, and brings the schema up to date.
    ///
    /// A PostgreSQL that is away now is no error: requests answer 503 until [`Pool::prepare`]
    /// has found it.
    pub fn open(url: &str, limits: Limits) -> Result<Self, Fault> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Self::open_postgres(url, limits);
        }
        let path = url.strip_prefix("sqlite://").unwrap_or(url).to_owned();
        let mut db = Db::sqlite(&path, Use::Write).map_err(away)?;
        db.migrate().map_err(Fault::Corrupt)?;
        let writer = Writer::start(db).map_err(|e| Fault::corrupt(&e))?;
        let id = POOLS.fetch_add(1, Ordering::Relaxed);
        Ok(Self(Arc::new(Inner::Sqlite { id, path, writer, long_reads: Semaphore::new(4) })))
    }

    fn open_postgres(url: &str, limits: Limits) -> Result<Self, Fault> {
        let pool = r2d2::Pool::builder()
            .max_size(limits.connections)
            .min_idle(Some(1))
            .test_on_check_out(false)
            .connection_timeout(Duration::from_millis(500))
            .error_handler(Box::new(r2d2::NopErrorHandler))
            .build_unchecked(Postgres(url.to_owned()));
        let places = Arc::new(Semaphore::new(usize::try_from(limits.connections).unwrap_or(8)));
        let remote = Remote {
            pool,
            places,
            waiting: AtomicUsize::new(0),
            limits,
            migrated: AtomicBool::new(false),
        };
        let opened = Self(Arc::new(Inner::Postgres(remote)));
        match opened.prepare() {
            Err(Fault::Unavailable(..)) | Ok(()) => Ok(opened),
            Err(fault) => Err(fault),
        }
    }

    /// Migrates a PostgreSQL that was away when the pool was opened; nothing to do otherwise.
    pub fn prepare(&self) -> Result<(), Fault> {
        let Inner::Postgres(remote) = &*self.0 else { return Ok(()) };
        if remote.migrated.load(Ordering::Acquire) {
            return Ok(());
        }
        let mut db = remote.pool.get().map_err(away)?;
        db.migrate().map_err(Fault::Corrupt)?;
        remote.migrated.store(true, Ordering::Release);
        Ok(())
    }

    pub fn is_sqlite(&self) -> bool {
        matches!(*self.0, Inner::Sqlite { .. })
    }

    /// Runs work that writes, in one transaction. It may run more than once.
    pub async fn write<T: Send + 'static>(
        &self,
        lane: Lane,
        mut work: impl FnMut(&mut Tx<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        match &*self.0 {
            Inner::Sqlite { writer, .. } => {
                writer.send(lane, work)?.await.unwrap_or(Err(Fault::Panicked))
            }
            Inner::Postgres(remote) => {
                remote
                    .away(lane, move |db| transaction::run(db, Isolation::Serializable, &mut work))
                    .await
            }
        }
    }

    /// Runs a worker's write: leasing, numbering. PostgreSQL keeps it apart by row locks alone.
    pub async fn write_relaxed<T: Send + 'static>(
        &self,
        mut work: impl FnMut(&mut Tx<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        match &*self.0 {
            Inner::Sqlite { writer, .. } => {
                writer.send(Lane::Submission, work)?.await.unwrap_or(Err(Fault::Panicked))
            }
            Inner::Postgres(remote) => {
                let run =
                    move |db: &mut Db| transaction::run(db, Isolation::ReadCommitted, &mut work);
                remote.away(Lane::Submission, run).await
            }
        }
    }

    /// Runs a short read that hits an index: on this very thread with SQLite, where the hop to
    /// another would cost more than the read.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Db) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        match &*self.0 {
            Inner::Sqlite { id, path, .. } => with_reader(*id, path, work),
            Inner::Postgres(remote) => remote.away(Lane::Usual, work).await,
        }
    }

    /// Runs a read that may take long (search, exports) where it holds up nobody.
    pub async fn read_long<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Db) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        match &*self.0 {
            Inner::Sqlite { id, path, long_reads, .. } => {
                let (id, path) = (*id, path.clone());
                let _place = long_reads.acquire().await.map_err(away)?;
                let task = tokio::task::spawn_blocking(move || with_reader(id, &path, work));
                task.await.unwrap_or(Err(Fault::Panicked))
            }
            Inner::Postgres(remote) => remote.away(Lane::Usual, work).await,
        }
    }

    /// A read on the caller's own thread: for the command line and for workers with threads of
    /// their own.
    pub fn read_here<T>(&self, work: impl FnOnce(&mut Db) -> Result<T, Fault>) -> Result<T, Fault> {
        match &*self.0 {
            Inner::Sqlite { id, path, .. } => with_reader(*id, path, work),
            Inner::Postgres(remote) => work(&mut *remote.connection()?),
        }
    }

    /// A write that waits on the caller's own thread.
    pub fn write_here<T: Send + 'static>(
        &self,
        mut work: impl FnMut(&mut Tx<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        match &*self.0 {
            Inner::Sqlite { writer, .. } => {
                let answer = writer.send(Lane::Submission, work)?;
                futures_executor::block_on(answer).unwrap_or(Err(Fault::Panicked))
            }
            Inner::Postgres(remote) => {
                transaction::run(&mut *remote.connection()?, Isolation::Serializable, &mut work)
            }
        }
    }
}

impl Remote {
    fn connection(&self) -> Result<r2d2::PooledConnection<Postgres>, Fault> {
        if !self.migrated.load(Ordering::Acquire) {
            return Err(Fault::Unavailable(kinds::DATABASE_AWAY, "not yet migrated".to_owned()));
        }
        self.pool.get().map_err(away)
    }

    /// Runs `work` on a connection and a thread that may block, after a bounded wait for both.
    async fn away<T: Send + 'static>(
        &self,
        lane: Lane,
        work: impl FnOnce(&mut Db) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let place = self.place(lane).await?;
        let pool = self.pool.clone();
        if !self.migrated.load(Ordering::Acquire) {
            return Err(Fault::Unavailable(kinds::DATABASE_AWAY, "not yet migrated".to_owned()));
        }
        let task = tokio::task::spawn_blocking(move || {
            let _place = place;
            let mut db = pool.get().map_err(away)?;
            work(&mut db)
        });
        task.await.unwrap_or(Err(Fault::Panicked))
    }

    async fn place(&self, lane: Lane) -> Result<tokio::sync::OwnedSemaphorePermit, Fault> {
        let full = || Fault::Unavailable(kinds::BUSY, "all connections are busy".to_owned());
        if let Ok(place) = Arc::clone(&self.places).try_acquire_owned() {
            return Ok(place);
        }
        if self.waiting.fetch_add(1, Ordering::Relaxed) >= lane.bound() {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            return Err(full());
        }
        let patience = match lane {
            Lane::Usual => self.limits.wait,
            Lane::Submission => self.limits.submission_wait,
        };
        let got = tokio::time::timeout(patience, Arc::clone(&self.places).acquire_owned()).await;
        self.waiting.fetch_sub(1, Ordering::Relaxed);
        got.map_err(|_cause| full())?.map_err(away)
    }
}

/// Takes every migration of a database back, newest first: for the test that goes down and up.
pub fn unmigrate(url: &str) -> Result<(), String> {
    let opened =
        if url.starts_with("postgres") { Db::postgres(url) } else { Db::sqlite(url, Use::Write) };
    opened.map_err(|error| error.to_string())?.unmigrate()
}

fn with_reader<T>(
    id: u64,
    path: &str,
    work: impl FnOnce(&mut Db) -> Result<T, Fault>,
) -> Result<T, Fault> {
    // Out of the map while it is used: one whose work panicked is not put back.
    let had = READERS.with_borrow_mut(|readers| readers.remove(&id));
    let mut db = match had {
        Some(db) => db,
        None => Db::sqlite(path, Use::Read).map_err(away)?,
    };
    db.look()?;
    let read = work(&mut db);
    if db.look_away().is_ok() {
        READERS.with_borrow_mut(|readers| readers.insert(id, db));
    }
    read
}

fn away(error: impl std::fmt::Display) -> Fault {
    // An address that libpq cannot read comes back whole in its message, password and all.
    let said = error.to_string();
    let shown = if said.contains("://") { "the address cannot be read".to_owned() } else { said };
    Fault::Unavailable(kinds::DATABASE_AWAY, shown)
}
