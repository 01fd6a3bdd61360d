//! An account that nobody uses is deactivated: after 90 days without a sign-in (LESSONS C48). That
//! follows from time alone; a worker only warns ten, five and one days before, and tells the
//! administrators who look after people. A link for a password brings the account back.

use super::{
    duties, mails,
    model::{Account, CannotSignIn, UserState},
    policy::WarnIdle,
    store,
    store_idleness::{self, Look},
};
use crate::{
    access::{Duty, User},
    app::App,
    audit::{self, Call, Event, Recorded},
    db::{self, Db, Fault, Stale, Tx},
    kernel::{Id, Instant, Period},
    outbox, words,
};

words!(
    /// What the owner of an idle account is told.
    Told { Ten = "ten_days", Five = "five_days", One = "one_day", Deactivated = "deactivated" }
);

/// How long before the end each is told.
const STEPS: [(Told, Period); 4] = [
    (Told::Ten, Period::days(10)),
    (Told::Five, Period::days(5)),
    (Told::One, Period::days(1)),
    (Told::Deactivated, Period::seconds(0)),
];

/// How long an account that is deactivated is left alone until the next look.
const REST: Period = Period::days(1);
/// Accounts that are looked at in one go.
const BATCH: i64 = 200;

/// The last step that is behind us, and the instant of the next.
fn step(seen: Instant, idle: Period, now: Instant) -> (Option<Told>, Instant) {
    let end = seen.plus(idle);
    let mut reached = None;
    for (told, before) in STEPS {
        let at = end.minus(before);
        if now < at {
            return (reached, at);
        }
        reached = Some(told);
    }
    (reached, now.plus(REST))
}

/// Refuses somebody whom nobody has seen for too long.
pub fn still_used(db: &mut Db, account: &Account, call: &Call) -> Result<(), Fault> {
    let seen = db::last_seen(db, account.id)?;
    let idle = call.app.config.account_idle;
    if seen.plus(idle) <= call.at { Err(CannotSignIn::Idle.into()) } else { Ok(()) }
}

/// Looks at every account that is due, and tells those who have to be told; how many those were.
/// Two nodes may do so at once: each telling is written in the transaction of its letter.
pub fn look_around(app: &App) -> Result<usize, Fault> {
    let mut all = 0;
    loop {
        let now = app.clock.now();
        let due = app.pool.read_here(|db| store_idleness::due(db, now, BATCH))?;
        for account in &due {
            all += usize::from(look_at(app, *account, now)?);
        }
        if due.len() < usize::try_from(BATCH).unwrap_or(usize::MAX) {
            return Ok(all);
        }
    }
}

fn look_at(app: &App, id: Id<User>, now: Instant) -> Result<bool, Fault> {
    let idle = app.config.account_idle;
    let quiet = app.pool.write_here(move |tx| {
        let seen = db::last_seen(tx.db(), id)?;
        let before = store_idleness::look(tx.db(), id)?;
        let (reached, next_at) = step(seen, idle, now);
        if !is_news(before.as_ref(), reached, seen) {
            let (told, told_of) = before.clone().map_or((None, None), |b| (b.told, b.told_of));
            store_idleness::put(tx, id, before.as_ref(), &Look { next_at, told, told_of })?;
            return Ok(true);
        }
        Ok(false)
    })?;
    if quiet {
        return Ok(false);
    }
    match audit::act_as_system(app, "idleness", move |tx, call| tell(tx, call, id)) {
        Ok(()) => Ok(true),
        // Another node was faster, or its owner came back meanwhile.
        Err(Fault::Refused(_)) => Ok(false),
        Err(fault) => Err(fault),
    }
}

/// Whether its owner has not been told this since they were last seen.
fn is_news(before: Option<&Look>, reached: Option<Told>, seen: Instant) -> bool {
    reached.is_some_and(|reached| {
        before.is_none_or(|before| {
            before.told.as_deref() != Some(reached.as_str()) || before.told_of != Some(seen)
        })
    })
}

fn tell(tx: &mut Tx<'_>, call: &Call, id: Id<User>) -> Result<Recorded<()>, Fault> {
    let (may, account) = store::load(tx.db(), id)?.open::<WarnIdle>(&call.actor)?;
    let seen = db::last_seen(tx.db(), id)?;
    let before = store_idleness::look(tx.db(), id)?;
    let idle = call.app.config.account_idle;
    let (reached, next_at) = step(seen, idle, call.at);
    let news = is_news(before.as_ref(), reached, seen) && account.state == UserState::Active;
    let reached = reached.filter(|_| news).ok_or(Stale)?;
    let look = Look { next_at, told: Some(reached.as_str().to_owned()), told_of: Some(seen) };
    store_idleness::put(tx, id, before.as_ref(), &look)?;
    let public_url = &call.app.config.public_url;
    let to = super::addressee(tx.db(), id)?;
    let what = match reached {
        Told::Ten | Told::Five | Told::One => {
            outbox::send(tx, call, &to, &mails::idle(public_url, seen.plus(idle)))?;
            "user.idle_warned"
        }
        Told::Deactivated => {
            outbox::send(tx, call, &to, &mails::deactivated(public_url))?;
            let letter = mails::somebody_deactivated(public_url, &account);
            for administrator in duties::whom_to_tell(tx.db(), Duty::People, id)? {
                outbox::send(tx, call, &administrator, &letter)?;
            }
            "user.deactivated"
        }
    };
    audit::record(tx, call, &may, Event::of(what, "user", &id).fact("told", reached.as_str()), ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_step_has_its_day() {
        let (seen, idle) = (Instant::from_micros(0), Period::days(90));
        let at = |days: i64| step(seen, idle, seen.plus(Period::days(days)));
        let day = |days: i64| seen.plus(Period::days(days));
        assert_eq!(at(0), (None, day(80)));
        assert_eq!(at(79), (None, day(80)));
        assert_eq!(at(80), (Some(Told::Ten), day(85)));
        assert_eq!(at(86), (Some(Told::Five), day(89)));
        assert_eq!(at(89), (Some(Told::One), day(90)));
        assert_eq!(at(90), (Some(Told::Deactivated), day(91)));
        assert_eq!(at(400), (Some(Told::Deactivated), day(401)));
    }
}
