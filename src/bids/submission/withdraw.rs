//! `POST /v1/bids/{id}/withdrawal`: a bid taken back before the deadline, with a receipt.

use super::{
    super::{
        model::{Bid, BidInLot, BidState},
        partners,
        policy::WriteBid,
        seal, store,
        timing::{in_time, writable},
    },
    mails::tell,
    receipt::{self, Facts, ReceiptKind, Submitted},
};
use crate::{db::Lock, prelude::*};

/// Withdraws a bid. Its submissions stay sealed for good: a withdrawn bid is not opened.
pub fn withdraw(tx: &mut Tx<'_>, call: &Call, id: Id<Bid>) -> Result<Recorded<Submitted>, Fault> {
    let (may, bid) = store::load(tx.db(), id)?.open::<WriteBid>(&call.actor)?;
    tx.db().lock_lot(bid.lot.as_str(), Lock::Shared)?;
    let lot = store::lot_of(tx.db(), &bid)?;
    call.saw(bid.version)?;
    in_time(&lot, call)?;
    writable(&bid, "withdrawn")?;
    let last = seal::submission(tx.db(), id, bid.submitted_version)?;
    let facts = Facts {
        kind: ReceiptKind::Withdrawal,
        lot: lot.id,
        bid: id,
        version: bid.submitted_version,
        supplier: bid.organisation,
        commitment: last.as_ref().map_or_else(|| "-".to_owned(), |s| s.commitment.clone()),
        sealed_sha256: last.map_or_else(|| "-".to_owned(), |s| s.sealed_sha256),
        received_at: call.at,
        closes_at: lot.submissions_close_at.unwrap_or(call.at),
        lot_key: lot.seal.as_ref().map(|seal| seal.fingerprint.clone()).unwrap_or_default(),
        log: call.app.log_seen(),
    };
    let receipt = receipt::sign(facts, &call.app.keys.receipts);
    let note = receipt.note(&call.app.keys.receipts);
    let gone = Bid { state: BidState::Withdrawn, updated_at: call.at, ..bid };
    let gone = store::update(tx, gone)?;
    partners::end_all(tx, call, BidInLot { bid: &gone, lot: &lot })?;
    tell(tx, call, &gone, &lot, &receipt)?;
    let event = Event::of("bid.withdrawn", "bid", &id)
        .versions(gone.version - 1, gone.version)
        .sealed_until_opening(&lot.id);
    audit::record(tx, call, &may, event, Submitted { bid: gone, receipt, note })
}
