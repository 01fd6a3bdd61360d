//! Letters to suppliers 30 and 7 days before statements expire.

use super::{mails, model::GapState, policy::RemindSupplier, store};
use crate::{app::App, db::Stale, organisations, prelude::*};

/// Reminds every supplier that is due a reminder; returns their number.
pub fn remind_around(app: &App) -> Result<usize, Fault> {
    audit::sweep(app, "reminders", store::due, |tx, call, supplier| remind(tx, call, *supplier))
}

fn remind(tx: &mut Tx<'_>, call: &Call, of: Id<Organisation>) -> Result<Recorded<()>, Fault> {
    let profile = Guarded::new(store::profile(tx.db(), of)?);
    let (may, profile) = profile.open::<RemindSupplier>(&call.actor)?;
    let due = profile.reminded_next.filter(|due| *due <= call.at).ok_or(Stale)?;
    store::put_reminder(tx, of, due, profile.remind_at(call.at))?;
    let mut gaps = profile.gaps(call.at);
    gaps.retain(|gap| gap.state != GapState::Missing);
    // A section that was written before there were reminders may not expire for long.
    if !gaps.is_empty() {
        let card = organisations::card(tx.db(), of)?;
        organisations::tell_bidders(tx, call, of, &mails::runs_out(&card, &gaps))?;
    }
    let event = Event::of("profile.reminded", "organisation", &of).fact("things", gaps.len());
    audit::record(tx, call, &may, event, ())
}
