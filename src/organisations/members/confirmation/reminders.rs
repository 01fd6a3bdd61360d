//! Letters to the owners 30, 15, 5 and 1 days before a place runs out, and to everybody concerned
//! after.

use super::{
    super::{super::store as organisations, store as members},
    mails,
    model::Year,
    policy::RemindOwners,
    store,
};
use crate::{accounts, app::App, db::Stale, outbox, prelude::*};

/// Tells the owners of every public body where a place runs out; how many bodies those were. Two
/// nodes may do so at once: the next reminder is written in the transaction of the letters.
pub fn remind_owners(app: &App) -> Result<usize, Fault> {
    audit::sweep(app, "confirmations", store::due, |tx, call, body| remind(tx, call, *body))
}

fn remind(tx: &mut Tx<'_>, call: &Call, of: Id<Organisation>) -> Result<Recorded<()>, Fault> {
    let (may, organisation) =
        organisations::load(tx.db(), of)?.open::<RemindOwners>(&call.actor)?;
    let ending = members::ending(tx.db(), of, call.at)?;
    if ending.is_empty() {
        return Err(Stale.into());
    }
    for member in &ending {
        let until = member.confirmed_until.unwrap_or(call.at);
        store::put_reminder(tx, member, Year { until }.reminder_after(call.at))?;
        if until <= call.at {
            let to = accounts::addressee(tx.db(), member.user)?;
            outbox::send(tx, call, &to, &mails::place_unconfirmed(&organisation))?;
        }
    }
    let letter = mails::places_run_out(&organisation, &ending);
    for owner in members::all_owners(tx.db(), of)? {
        outbox::send(tx, call, &owner, &letter)?;
    }
    let event =
        Event::of("member.confirmation_asked", "organisation", &of).fact("members", ending.len());
    audit::record(tx, call, &may, event, ())
}
