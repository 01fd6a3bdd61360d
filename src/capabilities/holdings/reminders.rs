//! Letters to suppliers before a capability runs out: 30 and 7 days before.

use super::{
    mails,
    model::{Holding, next_reminder},
    policy::Remind,
    store,
};
use crate::{
    access::Organisation,
    app::App,
    audit::{self, Call, Event, Recorded},
    capabilities::categories::store as categories,
    db::{Fault, Stale, Tx},
    kernel::Id,
    organisations,
};

/// Capabilities that are looked at in one go.
const BATCH: i64 = 200;

/// Reminds of every capability that is to be reminded of by now; how many those were. Two nodes may
/// do so at once: the next reminder is written in the transaction of the letters.
pub fn send_reminders(app: &App) -> Result<usize, Fault> {
    let mut all = 0;
    loop {
        let now = app.clock.now();
        let due = app.pool.read_here(|db| store::due(db, now, BATCH))?;
        for (supplier, category) in &due {
            let (supplier, category) = (*supplier, category.clone());
            let told = audit::act_as_system(app, "reminders", move |tx, call| {
                remind(tx, call, supplier, &category)
            });
            match told {
                Ok(()) => all += 1,
                // Another node was faster, or it was renewed or revoked meanwhile.
                Err(Fault::Refused(_)) => {}
                Err(fault) => return Err(fault),
            }
        }
        if due.len() < usize::try_from(BATCH).unwrap_or(usize::MAX) {
            return Ok(all);
        }
    }
}

fn remind(
    tx: &mut Tx<'_>,
    call: &Call,
    of: Id<Organisation>,
    category: &str,
) -> Result<Recorded<()>, Fault> {
    let (may, holding) = store::load(tx.db(), of, category)?.open::<Remind>(&call.actor)?;
    let due = holding.remind_at.filter(|due| *due <= call.at).ok_or(Stale)?;
    store::put_reminder(tx, &holding, due, next_reminder(holding.until, call.at))?;
    // A look that came too late says nothing of what has ended.
    if holding.until > call.at {
        remind_of(tx, call, &holding)?;
    }
    let event = Event::of("capability.reminded", "capability_application", &holding.application)
        .fact("organisation", of.to_string())
        .fact("category", category);
    audit::record(tx, call, &may, event, ())
}

fn remind_of(tx: &mut Tx<'_>, call: &Call, holding: &Holding) -> Result<(), Fault> {
    let category = categories::find(tx.db(), &holding.category)?;
    let name = organisations::card(tx.db(), holding.organisation)?.name;
    let letter = mails::runs_out(&call.app.config.public_url, &name, &category, holding);
    organisations::tell_bidders(tx, call, holding.organisation, &letter)
}
