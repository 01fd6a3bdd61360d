//! `POST` and `DELETE /v1/users/{id}/suspension`: an administrator suspends an account, and
//! reinstates it.

use super::{
    mails,
    model::{LastToGiveDuties, WrongStep},
    policy::SuspendUser,
};
use crate::{
    accounts::{
        administrators::duties,
        model::{Account, UserState},
        sessions::store as sessions,
        store as accounts,
    },
    outbox,
    prelude::*,
};

/// Suspends an account: its sessions end at once, it cannot sign in, and its owner is told why.
pub fn suspend(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<User>,
    reason: &Text<2_000>,
) -> Result<Recorded<()>, Fault> {
    let (may, account) = accounts::load(tx.db(), id)?.open::<SuspendUser>(&call.actor)?;
    match account.state {
        UserState::Active => {}
        from @ (UserState::Unverified | UserState::Suspended | UserState::Closed) => {
            return Err(WrongStep { from, asked: "suspended" }.into());
        }
    }
    if duties::is_last_to_give(tx.db(), &account)? {
        return Err(LastToGiveDuties.into());
    }
    let before = account.version;
    let account = accounts::update(tx, Account { state: UserState::Suspended, ..account })?;
    let ended = sessions::end_all(tx, id, None, call.at)?;
    let to = accounts::addressee(tx.db(), id)?;
    outbox::send(tx, call, &to, &mails::suspended(reason.as_str()))?;
    let event = Event::of("user.suspended", "user", &id)
        .versions(before, account.version)
        .fact("sessions", ended);
    audit::record(tx, call, &may, event, ())
}

/// Lets a suspended account sign in again.
pub fn reinstate(tx: &mut Tx<'_>, call: &Call, id: Id<User>) -> Result<Recorded<()>, Fault> {
    let (may, account) = accounts::load(tx.db(), id)?.open::<SuspendUser>(&call.actor)?;
    match account.state {
        UserState::Suspended => {}
        from @ (UserState::Unverified | UserState::Active | UserState::Closed) => {
            return Err(WrongStep { from, asked: "reinstated" }.into());
        }
    }
    let before = account.version;
    let account = accounts::update(tx, Account { state: UserState::Active, ..account })?;
    let to = accounts::addressee(tx.db(), id)?;
    outbox::send(tx, call, &to, &mails::reinstated())?;
    let event = Event::of("user.reinstated", "user", &id).versions(before, account.version);
    audit::record(tx, call, &may, event, ())
}
