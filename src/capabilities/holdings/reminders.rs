//! Letters to suppliers before a capability runs out: 30 and 7 days before.

use super::{
    mails,
    model::{Holding, next_reminder},
    policy::Remind,
    store::{self, DueReminder},
};
use crate::{
    app::App, capabilities::categories::store as categories, db::Stale, organisations, prelude::*,
};

/// Reminds suppliers of every capability whose reminder is due; returns how many those were.
pub fn send_reminders(app: &App) -> Result<usize, Fault> {
    audit::sweep(app, "reminders", store::due, remind)
}

fn remind(tx: &mut Tx<'_>, call: &Call, of: &DueReminder) -> Result<Recorded<()>, Fault> {
    let found = store::load(tx.db(), of.supplier, &of.category)?;
    let (may, holding) = found.open::<Remind>(&call.actor)?;
    let due = holding.remind_at.filter(|due| *due <= call.at).ok_or(Stale)?;
    store::put_reminder(tx, &holding, due, next_reminder(holding.until, call.at))?;
    // A look that came too late says nothing of what has ended.
    if holding.until > call.at {
        remind_of(tx, call, &holding)?;
    }
    let event = Event::of("capability.reminded", "capability_application", &holding.application)
        .fact("organisation", of.supplier.to_string())
        .fact("category", of.category.as_str());
    audit::record(tx, call, &may, event, ())
}

fn remind_of(tx: &mut Tx<'_>, call: &Call, holding: &Holding) -> Result<(), Fault> {
    let category = categories::find(tx.db(), &holding.category)?;
    let name = organisations::card(tx.db(), holding.organisation)?.name;
    let letter = mails::runs_out(&name, &category, holding);
    organisations::tell_bidders(tx, call, holding.organisation, &letter)
}
