//! `POST /v1/bid-partnerships/{partnership_id}/answer`: yes or no, by the partner itself.

use super::{
    super::{
        model::{BidInLot, BidState, Partnership, PartnershipState},
        store,
        timing::takes_bids,
    },
    changing::{about, touched},
    mails,
    model::CannotPartner,
    policy::AnswerPartnership,
    store as partner_store,
};
use crate::{db::Lock, organisations, prelude::*};

/// Accepts or declines for the partner. After an acceptance the lead learns whether the partner meets
/// each condition of the lot, without its words, and each submission seals the partner's profile.
pub fn answer(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<Partnership>,
    accepted: bool,
) -> Result<Recorded<Partnership>, Fault> {
    let found = partner_store::load(tx.db(), id)?;
    let (may, between) = found.open::<AnswerPartnership>(&call.actor)?;
    let asked = between.partnership;
    tx.db().lock_lot(asked.lot.as_str(), Lock::Shared)?;
    let bid = store::load_bid(tx.db(), asked.bid)?;
    let lot = store::lot_of(tx.db(), &bid)?;
    takes_bids(&lot, call)?;
    if asked.state != PartnershipState::Invited {
        return Err(CannotPartner::Over.into());
    }
    if accepted {
        ensure_not_competing(tx, &asked)?;
    }
    let state = if accepted { PartnershipState::Accepted } else { PartnershipState::Declined };
    let said = Partnership { state, answered_at: Some(call.at), ..asked };
    partner_store::answer(tx, &said, call.person()?)?;
    let letter = mails::partner_said(BidInLot { bid: &bid, lot: &lot }, &said);
    organisations::tell_bidders(tx, call, bid.organisation, &letter)?;
    let event = about("bid.partner_answered", &said).fact("outcome", state.as_str());
    let event = touched(tx, call, &bid, event)?;
    audit::record(tx, call, &may, event, said)
}

/// A supplier is in one bid for a lot. The refusal names a bid only to the supplier that has it.
fn ensure_not_competing(tx: &mut Tx<'_>, asked: &Partnership) -> Result<(), Fault> {
    let own = store::of_supplier(tx.db(), asked.lot, asked.organisation)?;
    if let Some(own) = own.filter(|bid| bid.state != BidState::Withdrawn) {
        return Err(CannotPartner::OwnBid(own.id).into());
    }
    match partner_store::accepted_by(tx.db(), asked.lot, asked.organisation)? {
        Some(_) => Err(CannotPartner::Elsewhere.into()),
        None => Ok(()),
    }
}
