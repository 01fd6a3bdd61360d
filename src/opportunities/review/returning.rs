//! `POST /v1/opportunities/{id}/return`: an approver sends an opportunity back to its authors.

use super::{mails, model::step, policy::Return};
use crate::{
    opportunities::{
        model::{Opportunity, OpportunityState},
        store,
    },
    organisations, outbox,
    prelude::*,
};

/// Returns an opportunity to its authors with a reason; those who wrote on it are told.
pub fn return_to_authors(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<Opportunity>,
    reason: &Text<2_000>,
) -> Result<Recorded<Opportunity>, Fault> {
    let (may, reviewed) = store::load(tx.db(), id)?.open::<Return>(&call.actor)?;
    call.saw(reviewed.version)?;
    step(reviewed.state, OpportunityState::InReview, "sent back")?;
    let back = Opportunity { state: OpportunityState::Draft, updated_at: call.at, ..reviewed };
    let back = store::update(tx, back)?;
    let letter = mails::sent_back(&back, reason.as_str());
    for author in organisations::addressees(tx.db(), back.organisation, &[Role::Author], call.at)? {
        if author.user.is_some_and(|user| back.writers.contains(&user)) {
            outbox::send(tx, call, &author, &letter)?;
        }
    }
    let event = Event::of("opportunity.sent_back", "opportunity", &id)
        .versions(back.version - 1, back.version);
    audit::record(tx, call, &may, event, back)
}
