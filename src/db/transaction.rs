//! Write transactions, and why an operation did not happen.

use diesel::{
    connection::TransactionManager,
    result::{DatabaseErrorKind, Error as Sql},
};

use super::{
    dialect::{self, Db},
    isolation::Isolation,
};
use crate::kernel::{Kind, Problem, Refuse, kinds};

/// An open write transaction. Stores take one to change anything; only this room opens one.
pub struct Tx<'a>(&'a mut Db);

impl<'a> Tx<'a> {
    pub(super) fn over(db: &'a mut Db) -> Self {
        Self(db)
    }

    pub fn db(&mut self) -> &mut Db {
        self.0
    }
}

/// How the audit log names a noteworthy refusal.
#[derive(Debug, Clone)]
pub struct Note {
    pub what: &'static str,
    /// The lot until whose opening nobody may know of it.
    pub sealed_lot: Option<String>,
}

/// Why an operation did not happen: it was refused, or the database failed.
#[derive(Debug)]
pub enum Fault {
    Refused(Box<Problem>),
    /// A refusal that the audit log must keep although nothing else is (a late bid).
    Noteworthy(Box<Problem>, Note),
    Sql(Sql),
    /// What is stored cannot be read back as what it should be.
    Corrupt(String),
    /// The queue or the pool is full, or the database cannot be reached.
    Unavailable(Kind, String),
    /// The work panicked; the panic is logged where it happened.
    Panicked,
}

impl From<Sql> for Fault {
    fn from(error: Sql) -> Self {
        // A value that cannot be read names its column.
        if let Sql::DeserializationError(why) = error {
            Self::Corrupt(why.to_string())
        } else {
            Self::Sql(error)
        }
    }
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Self {
        Self::corrupt(&error)
    }
}

impl<R: Into<Problem>> From<R> for Fault {
    fn from(refusal: R) -> Self {
        Self::Refused(Box::new(refusal.into()))
    }
}

impl Fault {
    /// A refusal that the log keeps, sealed until the opening of a lot.
    pub fn noteworthy(
        refusal: impl Into<Problem>,
        what: &'static str,
        lot: &impl ToString,
    ) -> Self {
        let note = Note { what, sealed_lot: Some(lot.to_string()) };
        Self::Noteworthy(Box::new(refusal.into()), note)
    }

    pub fn corrupt(what: &impl ToString) -> Self {
        Self::Corrupt(what.to_string())
    }

    /// A short sentence for logs.
    pub fn sentence(&self) -> String {
        match self {
            Self::Refused(problem) | Self::Noteworthy(problem, _) => problem.detail.clone(),
            Self::Sql(error) => error.to_string(),
            Self::Corrupt(what) => format!("stored data is not readable: {what}"),
            Self::Unavailable(kind, why) => format!("{}: {why}", kind.title),
            Self::Panicked => "the work panicked".to_owned(),
        }
    }
}

/// Somebody else changed it since the caller read it.
#[derive(Debug, thiserror::Error)]
#[error("this has changed since you read it; read it again and send its new ETag in If-Match")]
pub struct Stale;

impl Refuse for Stale {
    fn kind(&self) -> Kind {
        kinds::STALE
    }
}

/// Whether a statement changed the one row that was read. Refuses when that has changed since.
pub fn once(changed: usize) -> Result<(), Fault> {
    if changed == 1 { Ok(()) } else { Err(Stale.into()) }
}

const TRIES: u32 = 12;

type Manager = <Db as diesel::Connection>::TransactionManager;

/// Runs `work` in one transaction and commits what it says, or leaves no trace.
///
/// SERIALIZABLE, retried when it lost a race. So `work` may run more than once and must do nothing
/// but read and write through its `Tx`.
pub(super) fn run<T>(
    db: &mut Db,
    isolation: Isolation,
    work: &mut dyn FnMut(&mut Tx<'_>) -> Result<T, Fault>,
) -> Result<T, Fault> {
    let mut tries = 0;
    loop {
        tries += 1;
        db.begin(isolation)?;
        let outcome = match work(&mut Tx(db)) {
            Ok(value) => Manager::commit_transaction(db).map(|()| value).map_err(unknown_if_cut),
            Err(fault) => {
                // A connection that cannot even roll back is broken, and its pool finds that out:
                // what the caller is told is why the work failed.
                drop(Manager::rollback_transaction(db));
                Err(fault)
            }
        };
        match outcome {
            Err(Fault::Sql(error)) if dialect::lost_a_race(&error) && tries < TRIES => {
                back_off(tries);
            }
            settled => return settled,
        }
    }
}

/// A connection that breaks while COMMIT is under way leaves the outcome unknown: the caller is
/// told to ask again with the same key, never that nothing happened.
fn unknown_if_cut(error: Sql) -> Fault {
    if is_cut(&error) {
        return Fault::Unavailable(kinds::OUTCOME_UNKNOWN, error.to_string());
    }
    Fault::Sql(error)
}

fn is_cut(error: &Sql) -> bool {
    use DatabaseErrorKind::{ClosedConnection, UnableToSendCommand};
    if let Sql::RollbackErrorOnCommit { commit_error, .. } = error {
        // COMMIT failed, and so did the ROLLBACK after it: unless COMMIT lost a race, the
        // connection is gone.
        return !dialect::lost_a_race(commit_error);
    }
    matches!(
        error,
        Sql::BrokenTransactionManager
            | Sql::DatabaseError(ClosedConnection | UnableToSendCommand, _)
    )
}

/// A few milliseconds, more each time, with jitter so that rivals do not meet again.
fn back_off(tries: u32) {
    let most = 1u64 << tries.min(7);
    let wait = rand::random_range(0..=most);
    std::thread::sleep(std::time::Duration::from_millis(wait));
}
