//! Due work: reminders, expiries. A store finds the items that are due, and each is handled in a
//! transaction of its own.
//!
//! Two nodes may sweep at once: the operation moves the item's due date in its own transaction, and
//! refuses an item that is not due any more.

use super::{
    door::{Recorded, act_as_system},
    event::Call,
};
use crate::{
    app::App,
    db::{Db, Fault, Tx},
    kernel::Instant,
};

/// The most items that are read at once.
const BATCH: i64 = 200;

/// The items that are due at an instant, at most so many.
pub type FindDue<T> = fn(&mut Db, Instant, i64) -> Result<Vec<T>, Fault>;

/// Runs an operation for every item that is due; returns for how many it was done.
pub fn sweep<T: Clone + Send + 'static>(
    app: &App,
    part: &'static str,
    due: FindDue<T>,
    operation: fn(&mut Tx<'_>, &Call, &T) -> Result<Recorded<()>, Fault>,
) -> Result<usize, Fault> {
    for_each_due(app, due, |item, _| {
        let item = item.clone();
        act_if_due(app, part, move |tx, call| operation(tx, call, &item))
    })
}

/// Handles every item that is due, batch by batch; returns how many of them `handle` has counted.
pub fn for_each_due<T>(
    app: &App,
    due: FindDue<T>,
    handle: impl Fn(&T, Instant) -> Result<bool, Fault>,
) -> Result<usize, Fault> {
    let mut all = 0;
    loop {
        let now = app.clock.now();
        let items = app.pool.read_here(|db| due(db, now, BATCH))?;
        for item in &items {
            all += usize::from(handle(item, now)?);
        }
        if items.len() < usize::try_from(BATCH).unwrap_or(usize::MAX) {
            return Ok(all);
        }
    }
}

/// Runs an operation as a part of Guildhall; false when it is refused, because another node was
/// faster, or because the item has changed meanwhile.
pub fn act_if_due(
    app: &App,
    part: &'static str,
    operation: impl FnMut(&mut Tx<'_>, &Call) -> Result<Recorded<()>, Fault> + Send + 'static,
) -> Result<bool, Fault> {
    match act_as_system(app, part, operation) {
        Ok(()) => Ok(true),
        Err(Fault::Refused(_)) => Ok(false),
        Err(fault) => Err(fault),
    }
}
