//! Letters to suppliers before what they have said runs out: 30 and 7 days before.

use super::{mails, model::GapState, policy::RemindSupplier, store};
use crate::{
    access::{Guarded, Organisation, Role},
    app::App,
    audit::{self, Call, Event, Recorded},
    db::{Fault, Stale, Tx},
    kernel::Id,
    organisations, outbox,
};

/// Suppliers that are reminded in one go.
const BATCH: i64 = 200;

/// Reminds every supplier that is to be reminded by now; how many those were. Two nodes may do so at
/// once: the next reminder is written in the transaction of the letters.
pub fn remind_around(app: &App) -> Result<usize, Fault> {
    let mut all = 0;
    loop {
        let now = app.clock.now();
        let due = app.pool.read_here(|db| store::due(db, now, BATCH))?;
        for supplier in &due {
            let supplier = *supplier;
            let told =
                audit::act_as_system(app, "reminders", move |tx, call| remind(tx, call, supplier));
            match told {
                Ok(()) => all += 1,
                // Another node was faster, or the supplier has said it anew meanwhile.
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
    let profile = Guarded::new(store::profile(tx.db(), of)?);
    let (may, profile) = profile.open::<RemindSupplier>(&call.actor)?;
    let due = profile.reminded_next.filter(|due| *due <= call.at).ok_or(Stale)?;
    store::put_reminder(tx, of, due, profile.remind_at(call.at))?;
    let mut gaps = profile.gaps(call.at);
    gaps.retain(|gap| gap.state != GapState::Missing);
    let card = organisations::card(tx.db(), of)?;
    let letter = mails::runs_out(&call.app.config.public_url, &card, &gaps);
    // What was said before reminders came may be good for long.
    let to = if gaps.is_empty() {
        Vec::new()
    } else {
        organisations::addressees(tx.db(), of, &[Role::Owner, Role::Bidder], call.at)?
    };
    for to in to {
        outbox::send(tx, call, &to, &letter)?;
    }
    let event = Event::of("profile.reminded", "organisation", &of).fact("things", gaps.len());
    audit::record(tx, call, &may, event, ())
}
