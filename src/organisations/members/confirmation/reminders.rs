//! Letters to the owners 30, 15, 5 and 1 days before a place runs out, and to everybody concerned
//! after.

use super::{
    super::{super::store as organisations, store as members},
    mails,
    model::Year,
    policy::RemindOwners,
    store,
};
use crate::{
    access::Organisation,
    accounts,
    app::App,
    audit::{self, Call, Event, Recorded},
    db::{Fault, Stale, Tx},
    kernel::Id,
    outbox,
};

/// Organisations whose owners are told in one go.
const BATCH: i64 = 200;

/// Tells the owners of every public body where a place runs out; how many bodies those were. Two
/// nodes may do so at once: the next reminder is written in the transaction of the letters.
pub fn remind_owners(app: &App) -> Result<usize, Fault> {
    let mut all = 0;
    loop {
        let now = app.clock.now();
        let due = app.pool.read_here(|db| store::due(db, now, BATCH))?;
        for body in &due {
            let body = *body;
            match audit::act_as_system(app, "confirmations", move |tx, call| remind(tx, call, body))
            {
                Ok(()) => all += 1,
                // Another node was faster.
                Err(Fault::Refused(_)) => {}
                Err(fault) => return Err(fault),
            }
        }
        if due.len() < usize::try_from(BATCH).unwrap_or(usize::MAX) {
            return Ok(all);
        }
    }
}

fn remind(tx: &mut Tx<'_>, call: &Call, of: Id<Organisation>) -> Result<Recorded<()>, Fault> {
    let (may, organisation) =
        organisations::load(tx.db(), of)?.open::<RemindOwners>(&call.actor)?;
    let ending = members::ending(tx.db(), of, call.at)?;
    if ending.is_empty() {
        return Err(Stale.into());
    }
    let public_url = &call.app.config.public_url;
    for member in &ending {
        let until = member.confirmed_until.unwrap_or(call.at);
        store::put_reminder(tx, member, Year { until }.reminder_after(call.at))?;
        if until <= call.at {
            let to = accounts::addressee(tx.db(), member.user)?;
            outbox::send(tx, call, &to, &mails::place_unconfirmed(public_url, &organisation))?;
        }
    }
    let letter = mails::places_run_out(public_url, &organisation, &ending);
    for owner in members::all_owners(tx.db(), of)? {
        outbox::send(tx, call, &owner, &letter)?;
    }
    let event =
        Event::of("member.confirmation_asked", "organisation", &of).fact("members", ending.len());
    audit::record(tx, call, &may, event, ())
}
