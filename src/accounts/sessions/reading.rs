//! Reads of sessions.

use super::{
    model::no_session,
    store::{self, StoredSession},
};
use crate::prelude::*;

/// The instant at which a session must be going on, and how long one lasts without a refresh.
#[derive(Debug, Clone, Copy)]
pub struct GoingOn {
    pub now: Instant,
    pub idle: Period,
}

/// A page of the actor's own sessions that go on, newest first.
pub fn own_sessions(
    db: &mut Db,
    actor: &Actor,
    going_on: GoingOn,
    page: &PageOf,
) -> Result<Page<StoredSession>, Fault> {
    let user = actor.user().ok_or_else(no_session)?;
    let alive = going_on.now.minus(going_on.idle);
    let rows = store::list(db, user, going_on.now, alive, page)?;
    Ok(page.cut(rows, |session| session.id.to_string()))
}
