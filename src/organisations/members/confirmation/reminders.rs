//! Letters to the owners 30, 15, 5 and 1 days before a confirmation ends, and to the members
//! concerned after it.

use super::{
    super::{super::store as organisations, store as members},
    mails,
    model::Year,
    policy::RemindOwners,
    store,
};
use crate::{accounts, app::App, db::Stale, outbox, prelude::*};

/// Reminds the owners of every public body where confirmations end; returns the number of bodies.
/// Two nodes may do so at once: the transaction of the letters writes the next reminder.
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
    let owners = members::all_owners(tx.db(), of)?;
    outbox::send_to_all(tx, call, &owners, &letter)?;
    let event =
        Event::of("member.confirmation_asked", "organisation", &of).fact("members", ending.len());
    audit::record(tx, call, &may, event, ())
}
