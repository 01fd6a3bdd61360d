//! What commits: a value that left its event, and operations that run without a request.

use super::event::{Call, Event, write};
use crate::{
    access::{Actor, Permit, Rule, User},
    app::App,
    db::{self, Db, Fault, Tx},
    kernel::Id,
};

/// The value of an operation that left its trace. Only [`record`] makes one, and [`Request::act`](super::Request::act) wants one.
#[derive(Debug)]
#[must_use = "what was recorded is what commits"]
pub struct Recorded<T>(pub(super) T);

impl<T> Recorded<T> {
    /// Goes on from the value to what is shown, in the same transaction.
    pub fn then<U>(self, go_on: impl FnOnce(T) -> Result<U, Fault>) -> Result<Recorded<U>, Fault> {
        go_on(self.0).map(Recorded)
    }
}

/// Writes the event with the name of the rule that allowed it.
pub fn record<R: Rule, T>(
    tx: &mut Tx<'_>,
    call: &Call,
    may: &Permit<R>,
    event: Event,
    value: T,
) -> Result<Recorded<T>, Fault> {
    let organisation = may.organisation().map(|id| id.to_string());
    write(tx, call, may.rule(), organisation, event)?;
    Ok(Recorded(value))
}

/// Runs one operation as a part of Guildhall itself, on the caller's own thread.
pub fn act_as_system<T: Send + 'static>(
    app: &App,
    part: &'static str,
    operation: impl FnMut(&mut Tx<'_>, &Call) -> Result<Recorded<T>, Fault> + Send + 'static,
) -> Result<T, Fault> {
    act_here(app, move |_| Ok(Actor::system(part)), operation)
}

/// Runs one operation as a person who has no session, on the caller's own thread: the people of
/// the demo come through the same door as everybody.
pub fn act_as_person<T: Send + 'static>(
    app: &App,
    user: Id<User>,
    operation: impl FnMut(&mut Tx<'_>, &Call) -> Result<Recorded<T>, Fault> + Send + 'static,
) -> Result<T, Fault> {
    let now = app.clock.now();
    act_here(app, move |db| db::actor_of(db, user, now), operation)
}

fn act_here<T: Send + 'static>(
    app: &App,
    mut who: impl FnMut(&mut Db) -> Result<Actor, Fault> + Send + 'static,
    mut operation: impl FnMut(&mut Tx<'_>, &Call) -> Result<Recorded<T>, Fault> + Send + 'static,
) -> Result<T, Fault> {
    let (inner, at) = (app.clone(), app.clock.now());
    let request_id = Id::<Call>::new().to_string();
    let done = app.pool.write_here(move |tx| {
        let actor = who(tx.db())?;
        let (app, request_id) = (inner.clone(), request_id.clone());
        let call = Call { app, actor, at, request_id, seen: None };
        operation(tx, &call).map(|Recorded(value)| value)
    });
    app.committed.notify_waiters();
    done
}
