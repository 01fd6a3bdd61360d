//! `POST /v1/users/{id}/second-factor-reset`: an administrator removes all factors of a user.

use super::{mails, model::CannotEnrol, policy::ResetFactors, store};
use crate::{
    accounts::{devices::store as devices, sessions::store as sessions, store as accounts},
    outbox,
    prelude::*,
};

/// Removes every factor of a user who has lost them all; the administrator has checked who asks for
/// it. The user's sessions end, and the user is told.
pub fn reset(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<User>,
    reason: &Text<2_000>,
) -> Result<Recorded<()>, Fault> {
    let (may, account) = accounts::load(tx.db(), id)?.open::<ResetFactors>(&call.actor)?;
    if !store::has_factor(tx.db(), id)? {
        return Err(CannotEnrol::Nothing.into());
    }
    store::delete_all(tx, id)?;
    sessions::end_all(tx, id, None, call.at)?;
    devices::forget(tx, id)?;
    let to = accounts::addressee(tx.db(), id)?;
    let letter = mails::factors_reset(reason.as_str());
    outbox::send(tx, call, &to, &letter)?;
    audit::record(tx, call, &may, Event::of("user.factors_reset", "user", &account.id), ())
}
