//! An idle account is deactivated after 90 days without a sign-in (LESSONS C48). The deactivation
//! follows from time alone; an hourly job warns ten, five and one days before, and tells the
//! administrators with the duty of people. A link for a password reactivates the account.

use super::{
    mails,
    model::{IdleStep, LastWarning, is_news, step},
    policy::WarnIdle,
    store,
};
use crate::{
    accounts::{administrators::duties, model::UserState, store as accounts},
    app::App,
    db::{self, Stale},
    outbox,
    prelude::*,
};

/// Warns the owner of every idle account that is due; returns how many letters were sent. Two nodes
/// may do so at once: each warning is written in the transaction of its letter.
pub fn warn_idle_accounts(app: &App) -> Result<usize, Fault> {
    audit::for_each_due(app, store::due, |account, now| warn_if_due(app, *account, now))
}

fn warn_if_due(app: &App, id: Id<User>, now: Instant) -> Result<bool, Fault> {
    let idle = app.config.account_idle;
    let quiet = app.pool.write_here(move |tx| {
        let seen = db::last_seen(tx.db(), id)?;
        let before = store::last_warning(tx.db(), id)?;
        let (reached, next_at) = step(seen, idle, now);
        if !is_news(before.as_ref(), reached, seen) {
            let (told, told_of) = before.clone().map_or((None, None), |b| (b.told, b.told_of));
            store::put(tx, id, before.as_ref(), &LastWarning { next_at, told, told_of })?;
            return Ok(true);
        }
        Ok(false)
    })?;
    if quiet {
        return Ok(false);
    }
    audit::act_if_due(app, "idleness", move |tx, call| tell(tx, call, id))
}

fn tell(tx: &mut Tx<'_>, call: &Call, id: Id<User>) -> Result<Recorded<()>, Fault> {
    let (may, account) = accounts::load(tx.db(), id)?.open::<WarnIdle>(&call.actor)?;
    let seen = db::last_seen(tx.db(), id)?;
    let before = store::last_warning(tx.db(), id)?;
    let idle = call.app.config.account_idle;
    let (reached, next_at) = step(seen, idle, call.at);
    let news = is_news(before.as_ref(), reached, seen) && account.state == UserState::Active;
    let reached = reached.filter(|_| news).ok_or(Stale)?;
    let warning = LastWarning { next_at, told: Some(reached), told_of: Some(seen) };
    store::put(tx, id, before.as_ref(), &warning)?;
    let to = accounts::addressee(tx.db(), id)?;
    let what = match reached {
        IdleStep::Ten | IdleStep::Five | IdleStep::One => {
            outbox::send(tx, call, &to, &mails::idle(seen.plus(idle)))?;
            "user.idle_warned"
        }
        IdleStep::Deactivated => {
            outbox::send(tx, call, &to, &mails::deactivated())?;
            let letter = mails::somebody_deactivated(&account);
            for administrator in duties::whom_to_tell(tx.db(), Duty::People, id)? {
                outbox::send(tx, call, &administrator, &letter)?;
            }
            "user.deactivated"
        }
    };
    audit::record(tx, call, &may, Event::of(what, "user", &id).fact("told", reached.as_str()), ())
}
