//! The steps of the review: an author sends a draft, and an approver who did not write it publishes
//! it or returns it.

use super::{
    checks::{Against, publication},
    mails,
    policy::{Publish, Return, Review},
};
use crate::{
    opportunities::{
        codes,
        lots::{self, Lot, open_categories_only},
        model::{Opportunity, OpportunityState},
        store,
    },
    organisations, outbox,
    prelude::*,
    suppliers,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an opportunity that is {from} cannot be {asked}")]
pub struct WrongStep {
    from: OpportunityState,
    asked: &'static str,
}

impl Refuse for WrongStep {
    fn kind(&self) -> Kind {
        kinds::WRONG_STATE
    }
}

impl Opportunity {
    /// Refuses a step from any other state than the wanted one.
    fn must_be(&self, wanted: OpportunityState, asked: &'static str) -> Result<(), WrongStep> {
        if self.state == wanted { Ok(()) } else { Err(WrongStep { from: self.state, asked }) }
    }
}

/// Refuses an opportunity that cannot be published now, with all that is missing or wrong.
fn ensure_publishable(
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
    if !organisations::card(db, opportunity.organisation)?.verified {
        let why = "is not verified at present: an administrator has to verify a public body before it publishes";
        faults.add("/organisation_id", "unverified", why);
    }
    Ok(faults.none()?)
}

/// An author sends a draft for review; approvers who did not write it are told.
pub fn send(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<Opportunity>,
) -> Result<Recorded<Opportunity>, Fault> {
    let (may, draft) = store::load(tx.db(), id)?.open::<Review>(&call.actor)?;
    call.saw(draft.version)?;
    draft.must_be(OpportunityState::Draft, "sent for review")?;
    let lots = lots::lots_of(tx.db(), id)?;
    ensure_publishable(tx.db(), call, &draft, &lots)?;
    let sent = Opportunity { state: OpportunityState::InReview, updated_at: call.at, ..draft };
    let sent = store::update(tx, sent)?;
    let mut told =
        organisations::addressees(tx.db(), sent.organisation, &[Role::Approver], call.at)?;
    told.retain(|to| to.user.is_none_or(|user| !sent.writers.contains(&user)));
    outbox::send_to_all(tx, call, &told, &mails::to_review(&sent))?;
    let event = Event::of("opportunity.sent_for_review", "opportunity", &id)
        .versions(sent.version - 1, sent.version);
    audit::record(tx, call, &may, event, sent)
}

/// An approver returns an opportunity to its authors with a reason; those who wrote on it are told.
pub fn return_to_authors(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<Opportunity>,
    reason: &Text<2_000>,
) -> Result<Recorded<Opportunity>, Fault> {
    let (may, reviewed) = store::load(tx.db(), id)?.open::<Return>(&call.actor)?;
    call.saw(reviewed.version)?;
    reviewed.must_be(OpportunityState::InReview, "sent back")?;
    let back = Opportunity { state: OpportunityState::Draft, updated_at: call.at, ..reviewed };
    let back = store::update(tx, back)?;
    let mut told = organisations::addressees(tx.db(), back.organisation, &[Role::Author], call.at)?;
    told.retain(|to| to.user.is_some_and(|user| back.writers.contains(&user)));
    outbox::send_to_all(tx, call, &told, &mails::sent_back(&back, reason.as_str()))?;
    let event = Event::of("opportunity.sent_back", "opportunity", &id)
        .versions(back.version - 1, back.version);
    audit::record(tx, call, &may, event, back)
}

/// A second person publishes an opportunity: each lot gets its key, and suppliers that follow its
/// themes are told.
pub fn publish(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<Opportunity>,
) -> Result<Recorded<Opportunity>, Fault> {
    let (may, reviewed) = store::load(tx.db(), id)?.open::<Publish>(&call.actor)?;
    call.saw(reviewed.version)?;
    let asked = "published; its author sends it for review first";
    reviewed.must_be(OpportunityState::InReview, asked)?;
    let lots = lots::lots_of(tx.db(), id)?;
    ensure_publishable(tx.db(), call, &reviewed, &lots)?;
    let mut event = Event::of("opportunity.published", "opportunity", &id)
        .versions(reviewed.version, reviewed.version + 1);
    for lot in &lots {
        let key = lots::generate_key(call, lot.id)?;
        lots::publish(tx, lot, &key, call.at)?;
        event = event.fact(&format!("lot_key {}", lot.id), key.seal.fingerprint);
    }
    let published = Opportunity {
        state: OpportunityState::Published,
        published_at: Some(call.at),
        closes_at: lots.iter().filter_map(|lot| lot.submissions_close_at).max(),
        updated_at: call.at,
        ..reviewed
    };
    let published = store::update(tx, published)?;
    codes::store::insert(tx, id, &published.content, call.at)?;
    let interested = suppliers::interested_in(tx.db(), &published.content.themes)?;
    outbox::send_to_all(tx, call, &interested, &mails::published(&published))?;
    audit::record(tx, call, &may, event, published)
}
