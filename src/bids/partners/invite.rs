//! `POST /v1/bids/{id}/partners`: a supplier is asked to bid together with the lead.

use super::{
    super::{
        model::{Bid, BidInLot, CannotBid, Partnership, PartnershipState},
        policy::WriteBid,
        store,
        timing::{takes_bids, writable},
    },
    changing::{about, touched},
    mails,
    model::{CannotPartner, Invitation, MOST, MOST_ASKED},
    store as partner_store,
};
use crate::{db::Lock, organisations, prelude::*};

/// Asks a supplier to be a partner. Its owners and bidders are told.
pub fn invite(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<Bid>,
    asked: &Invitation,
) -> Result<Recorded<Partnership>, Fault> {
    let (may, bid) = store::load(tx.db(), id)?.open::<WriteBid>(&call.actor)?;
    tx.db().lock_lot(bid.lot.as_str(), Lock::Shared)?;
    let lot = store::lot_of(tx.db(), &bid)?;
    call.saw(bid.version)?;
    takes_bids(&lot, call)?;
    writable(&bid, "given partners")?;
    // Letters go out in the name of the lead: an administrator has verified it.
    if !organisations::card(tx.db(), bid.organisation)?.verified {
        return Err(CannotBid::Unverified.into());
    }
    let whom = asked.organisation_id;
    let organisation_name = supplier(tx, &bid, whom)?;
    if bid.partners.iter().any(|one| one.organisation == whom && one.state.goes_on()) {
        return Err(CannotPartner::Asked.into());
    }
    if bid.partners.iter().filter(|one| one.state.goes_on()).count() >= MOST {
        return Err(CannotPartner::Many.into());
    }
    if bid.partners.len() >= MOST_ASKED {
        return Err(CannotPartner::TooOften.into());
    }
    let partnership = Partnership {
        id: Id::new(),
        bid: id,
        lot: bid.lot,
        organisation: whom,
        organisation_name,
        part: asked.part.to_string(),
        state: PartnershipState::Invited,
        invited_at: call.at,
        answered_at: None,
        ended_at: None,
        named_in: None,
    };
    partner_store::insert(tx, &partnership, call.person()?)?;
    let event = touched(tx, call, &bid, about("bid.partner_invited", &partnership))?;
    let letter = mails::asked_to_partner(BidInLot { bid: &bid, lot: &lot }, &partnership);
    organisations::tell_bidders(tx, call, whom, &letter)?;
    audit::record(tx, call, &may, event, partnership)
}

/// The name of a supplier that can be a partner in this bid.
fn supplier(tx: &mut Tx<'_>, bid: &Bid, whom: Id<Organisation>) -> Result<String, Fault> {
    let fault = |code: &'static str, why: &str| {
        let mut faults = Faults::new();
        faults.add("/organisation_id", code, why);
        Err(faults.into())
    };
    if whom == bid.organisation {
        return fault("self", "is the supplier whose bid this is");
    }
    match organisations::card(tx.db(), whom) {
        Ok(card) if card.kind != OrganisationKind::Supplier => {
            fault("kind", "names a public body: suppliers bid")
        }
        Ok(card) if card.suspended => fault("suspended", "names a supplier that is suspended"),
        Ok(card) => Ok(card.name),
        Err(Fault::Refused(_)) => fault("unknown-id", "must be a supplier"),
        Err(fault) => Err(fault),
    }
}
