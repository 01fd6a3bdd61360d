//! `POST /v1/opportunities/{id}/review`: a draft is sent for review.

use super::{mails, model::step, policy::Review, readiness::ensure_publishable};
use crate::{
    opportunities::{
        lots::lots_of,
        model::{Opportunity, OpportunityState},
        store,
    },
    organisations, outbox,
    prelude::*,
};

/// An author sends a draft for review; approvers are told.
pub fn send(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<Opportunity>,
) -> Result<Recorded<Opportunity>, Fault> {
    let (may, draft) = store::load(tx.db(), id)?.open::<Review>(&call.actor)?;
    call.saw(draft.version)?;
    step(draft.state, OpportunityState::Draft, "sent for review")?;
    let lots = lots_of(tx.db(), id)?;
    ensure_publishable(tx.db(), call, &draft, &lots)?;
    let sent = Opportunity { state: OpportunityState::InReview, updated_at: call.at, ..draft };
    let sent = store::update(tx, sent)?;
    let letter = mails::to_review(&sent);
    for approver in
        organisations::addressees(tx.db(), sent.organisation, &[Role::Approver], call.at)?
    {
        if approver.user.is_none_or(|user| !sent.writers.contains(&user)) {
            outbox::send(tx, call, &approver, &letter)?;
        }
    }
    let event = Event::of("opportunity.sent_for_review", "opportunity", &id)
        .versions(sent.version - 1, sent.version);
    audit::record(tx, call, &may, event, sent)
}
