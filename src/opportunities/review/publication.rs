//! `POST /v1/opportunities/{id}/publication`: four eyes.

use super::{mails, model::step, policy::Publish, readiness::ensure_publishable};
use crate::{
    opportunities::{
        codes, lots,
        model::{Opportunity, OpportunityState},
        store,
    },
    outbox,
    prelude::*,
    suppliers,
};

/// A second person publishes an opportunity: each lot gets its key, and suppliers that follow its
/// themes are told.
pub fn publish(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<Opportunity>,
) -> Result<Recorded<Opportunity>, Fault> {
    let (may, reviewed) = store::load(tx.db(), id)?.open::<Publish>(&call.actor)?;
    call.saw(reviewed.version)?;
    step(
        reviewed.state,
        OpportunityState::InReview,
        "published; its author sends it for review first",
    )?;
    let lots = lots::lots_of(tx.db(), id)?;
    ensure_publishable(tx.db(), call, &reviewed, &lots)?;
    let mut event = Event::of("opportunity.published", "opportunity", &id)
        .versions(reviewed.version, reviewed.version + 1);
    for lot in &lots {
        let key = lots::generate_key(call, lot.id)?;
        lots::publish(tx, lot, &key, call.at)?;
        event = event.fact(&format!("lot_key {}", lot.id), key.seal.fingerprint);
    }
    let closes_at = lots.iter().filter_map(|lot| lot.submissions_close_at).max();
    let published = Opportunity {
        state: OpportunityState::Published,
        published_at: Some(call.at),
        closes_at,
        updated_at: call.at,
        ..reviewed
    };
    let published = store::update(tx, published)?;
    codes::store::insert(tx, id, &published.content, call.at)?;
    let letter = mails::published(&published);
    let interested = suppliers::interested_in(tx.db(), &published.content.themes)?;
    outbox::send_to_all(tx, call, &interested, &letter)?;
    audit::record(tx, call, &may, event, published)
}
