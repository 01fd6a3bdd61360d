//! `POST /v1/bids/{id}/submission`: a draft, or a newer version, goes under seal.

use super::{
    super::{
        eligibility::{self, NotEligible},
        model::{Bid, BidContent, BidInLot, BidState, CannotBid},
        partners,
        policy::WriteBid,
        seal::{
            self, Submission,
            manifest::{self, Belongs},
        },
        store,
        timing::{in_time, writable},
    },
    mails::tell,
    receipt::{self, Facts, ReceiptKind, Submitted},
};
use crate::{
    app::Recipient, db::Lock, opportunities::Lot, organisations, prelude::*, suppliers, terms,
};

/// Submits a bid, which is on time by the arrival of its last byte: a bid that has waited in our own
/// queue must not become late by that.
pub fn submit(tx: &mut Tx<'_>, call: &Call, id: Id<Bid>) -> Result<Recorded<Submitted>, Fault> {
    let (may, bid) = store::load(tx.db(), id)?.open::<WriteBid>(&call.actor)?;
    // An opening takes the whole lot: it finds this bid, or this bid finds the lot opened.
    tx.db().lock_lot(bid.lot.as_str(), Lock::Shared)?;
    let lot = store::lot_of(tx.db(), &bid)?;
    call.saw(bid.version)?;
    in_time(&lot, call)?;
    writable(&bid, "submitted")?;
    let card = organisations::card(tx.db(), bid.organisation)?;
    // A supplier under re-verification goes on with the bids that it had begun.
    let began = card.reverifying_since.is_some_and(|since| bid.created_at < since);
    if !card.verified && !began {
        return Err(CannotBid::Unverified.into());
    }
    terms::accepted(tx.db(), bid.organisation, call.at)?;
    meets_conditions(tx, call, &lot, &bid)?;
    let content = seal::draft_of(tx.db(), &call.app, &bid)?.unwrap_or_default();
    content.missing(&lot).none()?;
    let profile = Some(suppliers::snapshot(tx, bid.organisation, call.at)?);
    let version = bid.submitted_version + 1;
    let partners = partners::named(tx, call, BidInLot { bid: &bid, lot: &lot }, version)?;
    let content = BidContent { profile, partners, ..content };
    let of = BidInLot { bid: &bid, lot: &lot };
    let submitted = put_under_seal(tx, call, of, version, &content)?;
    let state = BidState::Submitted;
    let bid = Bid { state, submitted_version: version, updated_at: call.at, ..bid };
    let bid = store::update(tx, bid)?;
    tell(tx, call, &bid, &lot, &submitted.receipt)?;
    let event = Event::of("bid.submitted", "bid", &id)
        .versions(bid.version - 1, bid.version)
        .fact("submission", version)
        .fact("commitment", submitted.receipt.facts.commitment.clone())
        .fact("sealed_sha256", submitted.receipt.facts.sealed_sha256.clone())
        .sealed_until_opening(&lot.id);
    audit::record(tx, call, &may, event, Submitted { bid, ..submitted })
}

/// Judges the conditions of the lot as of now, however they stood when the draft began.
fn meets_conditions(tx: &mut Tx<'_>, call: &Call, lot: &Lot, bid: &Bid) -> Result<(), Fault> {
    if lot.eligibility.is_none() && bid.partners.is_empty() {
        return Ok(());
    }
    partners::agreed(bid)?;
    let unmet = eligibility::unmet_at_submission(tx.db(), lot, bid, call.at)?;
    if unmet.is_empty() { Ok(()) } else { Err(NotEligible(unmet).into()) }
}

/// Puts content under the lot's seal and signs for it.
fn put_under_seal(
    tx: &mut Tx<'_>,
    call: &Call,
    of: BidInLot<'_>,
    version: i32,
    content: &BidContent,
) -> Result<Submitted, Fault> {
    let BidInLot { bid, lot } = of;
    let key = lot.seal.as_ref().ok_or(CannotBid::NotOpen(lot.state))?;
    let recipient = Recipient::parse(&key.recipient).map_err(|error| Fault::corrupt(&error))?;
    let belongs = Belongs { lot: lot.id, bid: bid.id, version, supplier: bid.organisation };
    let (plain, commitment) = manifest::envelope(content, belongs, call.at)?;
    let sealed = recipient.seal(&plain).map_err(|error| Fault::corrupt(&error))?;
    let facts = Facts {
        kind: ReceiptKind::Submission,
        lot: lot.id,
        bid: bid.id,
        version,
        supplier: bid.organisation,
        commitment,
        sealed_sha256: manifest::sha256(&sealed),
        received_at: call.at,
        closes_at: lot.submissions_close_at.unwrap_or(call.at),
        lot_key: key.fingerprint.clone(),
        log: call.app.log_seen(),
    };
    let receipt = receipt::sign(facts, &call.app.keys.receipts);
    let note = receipt.note(&call.app.keys.receipts);
    let row = Submission {
        bid_id: bid.id,
        version,
        sealed,
        sealed_sha256: receipt.facts.sealed_sha256.clone(),
        commitment: receipt.facts.commitment.clone(),
        receipt: note.clone(),
        submitted_by: call.person()?,
        received_at: call.at,
    };
    seal::insert_submission(tx, &row)?;
    Ok(Submitted { bid: bid.clone(), receipt, note })
}
