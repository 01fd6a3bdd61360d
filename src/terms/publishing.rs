//! `POST /v1/terms`: an administrator publishes a version; suppliers hear before it applies.

use super::{
    mails,
    model::{NewTerms, Terms},
    policy::PublishTerms,
    store,
};
use crate::{organisations, outbox, prelude::*};

/// Publishes the next version. The first may apply at once; a later one leaves a week to read it.
pub fn publish(tx: &mut Tx<'_>, call: &Call, new: &NewTerms) -> Result<Recorded<Terms>, Fault> {
    let (may, ()) = store::anything().open::<PublishTerms>(&call.actor)?;
    let by = call.person()?;
    let last = store::last(tx.db())?;
    let terms = Terms {
        version: last.as_ref().map_or(1, |last| last.version + 1),
        text: new.text.to_string(),
        changes: new.changes.to_string(),
        applies_from: begins(new, last.as_ref(), call.at)?,
        published_at: call.at,
        published_by: by,
    };
    store::insert(tx, &terms)?;
    let letter = mails::published(&terms);
    let bidding = organisations::bidding(tx.db())?;
    outbox::send_to_all(tx, call, &bidding, &letter)?;
    let event = Event::of("terms.published", "terms", &terms.version)
        .fact("applies_from", terms.applies_from.to_string());
    audit::record(tx, call, &may, event, terms)
}

fn begins(new: &NewTerms, last: Option<&Terms>, now: Instant) -> Result<Instant, Faults> {
    let earliest = match last {
        None => now,
        Some(last) => last.applies_from.max(now.plus(Terms::NOTICE)),
    };
    let begins = new.applies_from.unwrap_or(earliest);
    let mut faults = Faults::new();
    if begins < earliest || begins > now.plus(Terms::LATEST) {
        let detail = format!("give an instant from {earliest}, within a year");
        faults.add("/applies_from", "instant", detail);
    }
    faults.none().map(|()| begins)
}
