//! `DELETE /v1/sessions/current`, `/v1/me/sessions` and `/v1/me/sessions/{id}`: sessions end.

use super::{
    model::no_session,
    policy::{EndSession, SignOut},
    store,
};
use crate::{
    access::Session,
    accounts::{policy::ManageOwnAccount, store as accounts},
    prelude::*,
};

/// Ends the session that asks for it.
pub fn end(tx: &mut Tx<'_>, call: &Call) -> Result<Recorded<()>, Fault> {
    let id = call.actor.session.ok_or_else(no_session)?;
    let (may, session) = store::load(tx.db(), id)?.open::<SignOut>(&call.actor)?;
    store::end(tx, session.id, call.at)?;
    audit::record(tx, call, &may, Event::of("session.ended", "session", &id), ())
}

/// Ends one session of the person who asks: a device that was lost, a browser that was left open.
pub fn end_one(tx: &mut Tx<'_>, call: &Call, id: Id<Session>) -> Result<Recorded<()>, Fault> {
    let (may, session) = store::load(tx.db(), id)?.open::<EndSession>(&call.actor)?;
    store::end(tx, session.id, call.at)?;
    audit::record(tx, call, &may, Event::of("session.ended", "session", &id), ())
}

/// Ends all sessions of the person who asks but the one that asks.
pub fn end_others(tx: &mut Tx<'_>, call: &Call) -> Result<Recorded<()>, Fault> {
    let user = call.actor.user().ok_or_else(no_session)?;
    let (may, account) = accounts::load(tx.db(), user)?.open::<ManageOwnAccount>(&call.actor)?;
    let ended = store::end_all(tx, account.id, call.actor.session, call.at)?;
    let event = Event::of("session.others_ended", "user", &account.id).fact("sessions", ended);
    audit::record(tx, call, &may, event, ())
}
