//! Whether an opportunity is ready to be published.

use super::checks::{Against, publication};
use crate::{
    opportunities::{
        lots::{Lot, open_categories_only},
        model::Opportunity,
    },
    organisations,
    prelude::*,
};

/// Refuses an opportunity that cannot be published now, with all that is missing or wrong.
pub fn ensure_publishable(
    db: &mut Db,
    call: &Call,
    opportunity: &Opportunity,
    lots: &[Lot],
) -> Result<(), Fault> {
    let minimum_period = call.app.config.minimum_submission_period;
    let against = Against { now: call.at, minimum_period };
    let mut faults = publication(opportunity.kind, &opportunity.content, lots, against);
    let asks = lots.iter().map(|lot| lot.eligibility.as_ref());
    open_categories_only(db, asks, &mut faults)?;
    let buyer = organisations::card(db, opportunity.organisation)?;
    if !buyer.verified {
        let why = "is not verified at present: an administrator has to verify a public body before it publishes";
        faults.add("/organisation_id", "unverified", why);
    }
    Ok(faults.none()?)
}
