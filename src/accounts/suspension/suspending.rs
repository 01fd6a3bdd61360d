//! `POST` and `DELETE /v1/users/{id}/suspension`: an administrator shuts somebody out, and lets
//! them in again.

use super::{
    duties, mails,
    model::{Account, UserState},
    policy::SuspendUser,
    store, store_sessions,
};
use crate::{
    access::User,
    audit::{self, Call, Event, Recorded},
    db::{Fault, Tx},
    kernel::{Id, Kind, Refuse, Text, kinds},
    outbox,
};

/// Somebody has to be there who gives duties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "no other active administrator has the duty `administrators`; the operator can give it to somebody else first"
)]
pub struct LastToGiveDuties;

impl Refuse for LastToGiveDuties {
    fn kind(&self) -> Kind {
        kinds::WRONG_STATE
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an account that is {from} cannot be {asked}")]
pub struct WrongStep {
    from: UserState,
    asked: &'static str,
}

impl Refuse for WrongStep {
    fn kind(&self) -> Kind {
        kinds::WRONG_STATE
    }
}

/// Suspends an account: its sessions end at once, it cannot sign in, and its owner is told why.
pub fn suspend(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<User>,
    reason: &Text<2_000>,
) -> Result<Recorded<()>, Fault> {
    let (may, account) = store::load(tx.db(), id)?.open::<SuspendUser>(&call.actor)?;
    match account.state {
        UserState::Active => {}
        from @ (UserState::Unverified | UserState::Suspended | UserState::Closed) => {
            return Err(WrongStep { from, asked: "suspended" }.into());
        }
    }
    if duties::is_last_to_give(tx.db(), &account)? {
        return Err(LastToGiveDuties.into());
    }
    store::update(tx, &Account { state: UserState::Suspended, ..account.clone() })?;
    let ended = store_sessions::end_all(tx, id, None, call.at)?;
    let to = super::addressee(tx.db(), id)?;
    outbox::send(tx, call, &to, &mails::suspended(reason.as_str()))?;
    let event = Event::of("user.suspended", "user", &id)
        .versions(account.version, account.version + 1)
        .fact("sessions", ended);
    audit::record(tx, call, &may, event, ())
}

/// Lets a suspended account sign in again.
pub fn reinstate(tx: &mut Tx<'_>, call: &Call, id: Id<User>) -> Result<Recorded<()>, Fault> {
    let (may, account) = store::load(tx.db(), id)?.open::<SuspendUser>(&call.actor)?;
    match account.state {
        UserState::Suspended => {}
        from @ (UserState::Unverified | UserState::Active | UserState::Closed) => {
            return Err(WrongStep { from, asked: "reinstated" }.into());
        }
    }
    store::update(tx, &Account { state: UserState::Active, ..account.clone() })?;
    let to = super::addressee(tx.db(), id)?;
    outbox::send(tx, call, &to, &mails::reinstated(&call.app.config.public_url))?;
    let event =
        Event::of("user.reinstated", "user", &id).versions(account.version, account.version + 1);
    audit::record(tx, call, &may, event, ())
}
