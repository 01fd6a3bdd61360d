//! `POST /v1/users/{id}/legal-hold` and its lifting: an administrator keeps an account from being
//! closed while the law asks for what is kept of it (SAFETY M2).

use super::{
    model::{CannotHold, Hold, Holds},
    policy::{HoldUser, ReadHolds},
    store,
};
use crate::{
    accounts::{self, UserState},
    db::names_of,
    prelude::*,
};

/// Places a hold. The reason stays with the hold: the log names the fact alone.
pub fn place(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<User>,
    reason: &Text<2_000>,
) -> Result<Recorded<()>, Fault> {
    let (may, account) = accounts::load_account(tx.db(), id)?.open::<HoldUser>(&call.actor)?;
    if account.state == UserState::Closed {
        return Err(CannotHold::Closed.into());
    }
    if store::standing(tx.db(), id)?.is_some() {
        return Err(CannotHold::Standing.into());
    }
    let hold = Hold {
        id: Id::new(),
        user: id,
        reason: reason.as_str().to_owned(),
        placed_by: call.person()?,
        placed_at: call.at,
        lift_reason: None,
        lifted_by: None,
        lifted_at: None,
    };
    store::insert_hold(tx, &hold)?;
    let event = Event::of("user.held", "user", &id).fact("hold", hold.id.to_string());
    audit::record(tx, call, &may, event, ())
}

/// Lifts the hold that stands.
pub fn lift(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<User>,
    reason: &Text<2_000>,
) -> Result<Recorded<()>, Fault> {
    let (may, _) = accounts::load_account(tx.db(), id)?.open::<HoldUser>(&call.actor)?;
    let hold = store::standing(tx.db(), id)?.ok_or(CannotHold::NotStanding)?;
    store::lift_hold(tx, hold.id, call.person()?, reason.as_str(), call.at)?;
    let event = Event::of("user.hold_lifted", "user", &id).fact("hold", hold.id.to_string());
    audit::record(tx, call, &may, event, ())
}

/// The newest holds on a person.
pub fn list(db: &mut Db, actor: &Actor, id: Id<User>) -> Result<Holds, Fault> {
    let (_, account) = accounts::load_account(db, id)?.open::<ReadHolds>(actor)?;
    let holds = store::holds_on(db, account.id)?;
    let people = holds.iter().flat_map(|hold| [Some(hold.placed_by), hold.lifted_by]);
    let names = names_of(db, people.flatten())?;
    Ok(Holds { holds, names })
}
