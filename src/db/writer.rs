//! SQLite's one writer: operations from a bounded queue, each in its own savepoint, many to one
//! commit, each answered only after it.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
};

use diesel::RunQueryDsl as _;
use tokio::sync::oneshot;

use super::{Db, Fault, Tx, kept::order};
use crate::kernel::kinds;

/// How long a queue may be before work is turned away. A bid's submission is let in when nothing
/// else is: its bound exceeds the worst queue that everything else can make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    Usual,
    Submission,
}

impl Lane {
    pub(super) const fn bound(self) -> usize {
        match self {
            Self::Usual => 512,
            Self::Submission => 16_384,
        }
    }
}

/// One commit takes at most this many operations, so that the first does not wait for the last.
const BATCH: usize = 128;

/// Work in the queue, its result kept until the commit.
trait Job: Send {
    /// Runs the work; `false` when it is to be rolled back.
    fn run(&mut self, db: &mut Db) -> bool;
    /// Answers, after the commit or its failure.
    fn answer(self: Box<Self>, committed: Result<(), &diesel::result::Error>);
}

struct Work<T, F> {
    run: F,
    result: Option<Result<T, Fault>>,
    reply: oneshot::Sender<Result<T, Fault>>,
}

impl<T: Send, F: FnMut(&mut Tx<'_>) -> Result<T, Fault> + Send> Job for Work<T, F> {
    fn run(&mut self, db: &mut Db) -> bool {
        let tried = catch_unwind(AssertUnwindSafe(|| (self.run)(&mut Tx::over(db))));
        let result = tried.unwrap_or(Err(Fault::Panicked));
        let keep = result.is_ok();
        self.result = Some(result);
        keep
    }

    fn answer(self: Box<Self>, committed: Result<(), &diesel::result::Error>) {
        let result = match (self.result, committed) {
            (Some(Err(fault)), _) => Err(fault),
            (Some(Ok(value)), Ok(())) => Ok(value),
            (_, Err(error)) => Err(Fault::Unavailable(super::kind_of(error), error.to_string())),
            (None, Ok(())) => Err(Fault::Panicked),
        };
        // A caller that hung up does not mind: its work stands, and its key tells it so.
        drop(self.reply.send(result));
    }
}

/// The queue to the writing thread.
#[derive(Clone)]
pub(super) struct Writer {
    queue: mpsc::Sender<Box<dyn Job>>,
    waiting: Arc<AtomicUsize>,
}

impl Writer {
    /// Starts the thread, which ends when the last queue end is dropped.
    pub fn start(db: Db) -> std::io::Result<Self> {
        let (queue, jobs) = mpsc::channel();
        let waiting = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&waiting);
        std::thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || write(db, &jobs, &counter))?;
        Ok(Self { queue, waiting })
    }

    pub fn send<T: Send + 'static>(
        &self,
        lane: Lane,
        work: impl FnMut(&mut Tx<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<oneshot::Receiver<Result<T, Fault>>, Fault> {
        if self.waiting.fetch_add(1, Ordering::Relaxed) >= lane.bound() {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            return Err(Fault::Unavailable(kinds::BUSY, "the write queue is full".to_owned()));
        }
        let (reply, answer) = oneshot::channel();
        self.queue.send(Box::new(Work { run: work, result: None, reply })).map_err(|_cause| {
            Fault::Unavailable(kinds::DATABASE_AWAY, "the writer has stopped".to_owned())
        })?;
        Ok(answer)
    }
}

fn write(mut db: Db, jobs: &mpsc::Receiver<Box<dyn Job>>, waiting: &AtomicUsize) {
    while let Ok(first) = jobs.recv() {
        let mut batch = vec![first];
        let mut done = Vec::new();
        let committed = commit(&mut db, &mut batch, &mut done, jobs);
        let outcome = committed.as_ref().copied();
        waiting.fetch_sub(done.len() + batch.len(), Ordering::Relaxed);
        for job in done.into_iter().chain(batch) {
            job.answer(outcome);
        }
    }
}

/// One transaction over the first job and all that wait behind it.
fn commit(
    db: &mut Db,
    batch: &mut Vec<Box<dyn Job>>,
    done: &mut Vec<Box<dyn Job>>,
    jobs: &mpsc::Receiver<Box<dyn Job>>,
) -> Result<(), diesel::result::Error> {
    let say = |db: &mut Db, words| order(words).execute(db).map(drop);
    say(db, "BEGIN IMMEDIATE")?;
    let outcome = (|| {
        while let Some(mut job) = batch.pop() {
            // Taking the first back takes the whole back: it needs no savepoint.
            let first = done.is_empty();
            if !first {
                say(db, "SAVEPOINT job")?;
            }
            let keep = job.run(db);
            done.push(job);
            // Fails when an error (a full disk) has already rolled back the whole transaction.
            match (first, keep) {
                (true, true) => {}
                (true, false) => {
                    say(db, "ROLLBACK")?;
                    say(db, "BEGIN IMMEDIATE")?;
                }
                (false, true) => say(db, "RELEASE job")?,
                (false, false) => {
                    say(db, "ROLLBACK TO job")?;
                    say(db, "RELEASE job")?;
                }
            }
            if done.len() < BATCH {
                batch.extend(jobs.try_recv().ok());
            }
        }
        say(db, "COMMIT")
    })();
    if outcome.is_err() {
        // Nothing to undo when SQLite has rolled back by itself.
        drop(say(db, "ROLLBACK"));
    }
    outcome
}
