//! `DELETE /v1/bid-partnerships/{partnership_id}`: taken back by the lead, or left by the partner.

use super::{
    super::{
        model::{BidInLot, Partnership, PartnershipState},
        store,
        timing::takes_bids,
    },
    changing::{about, touched},
    mails,
    model::{CannotPartner, PartnershipWithLead},
    policy::EndPartnership,
    store as partner_store,
};
use crate::{db::Lock, organisations, prelude::*};

/// Ends a partnership: the lead withdraws the invitation or removes the partner, or the partner
/// leaves. The sealed bid names the partner until the lead submits again; its readers are told.
pub fn end(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<Partnership>,
) -> Result<Recorded<Partnership>, Fault> {
    let found = partner_store::load(tx.db(), id)?;
    let (may, PartnershipWithLead { partnership: asked, lead }) =
        found.open::<EndPartnership>(&call.actor)?;
    tx.db().lock_lot(asked.lot.as_str(), Lock::Shared)?;
    let bid = store::load_bid(tx.db(), asked.bid)?;
    let lot = store::lot_of(tx.db(), &bid)?;
    takes_bids(&lot, call)?;
    let was = asked.state;
    let by_lead = may.organisation() == Some(lead);
    let state = match was {
        PartnershipState::Invited | PartnershipState::Accepted if by_lead => {
            PartnershipState::Withdrawn
        }
        PartnershipState::Accepted => PartnershipState::Left,
        PartnershipState::Invited
        | PartnershipState::Declined
        | PartnershipState::Withdrawn
        | PartnershipState::Left => return Err(CannotPartner::Over.into()),
    };
    let ended = Partnership { state, ended_at: Some(call.at), ..asked };
    partner_store::end(tx, &ended, was, call.person()?)?;
    let letter = mails::partnership_ended(BidInLot { bid: &bid, lot: &lot }, &ended);
    organisations::tell_bidders(
        tx,
        call,
        if by_lead { ended.organisation } else { lead },
        &letter,
    )?;
    let event = about("bid.partner_ended", &ended).fact("outcome", state.as_str());
    let event = touched(tx, call, &bid, event)?;
    audit::record(tx, call, &may, event, ended)
}

/// Ends the partnerships of a bid that is withdrawn, and tells the partners.
pub fn end_all(tx: &mut Tx<'_>, call: &Call, of: BidInLot<'_>) -> Result<(), Fault> {
    let bid = of.bid;
    for one in bid.partners.iter().filter(|one| one.state.goes_on()) {
        let state = PartnershipState::Withdrawn;
        let ended = Partnership { state, ended_at: Some(call.at), ..one.clone() };
        partner_store::end(tx, &ended, one.state, call.person()?)?;
        let letter = mails::partnership_ended(of, &ended);
        organisations::tell_bidders(tx, call, ended.organisation, &letter)?;
    }
    if !bid.partners.is_empty() {
        partner_store::name(tx, bid.id, &[], 0)?;
    }
    Ok(())
}
