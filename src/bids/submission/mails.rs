//! Letters about submissions. No letter contains content of a bid.

use super::{
    super::{mails::about_lot, model::Bid},
    receipt::{Receipt, ReceiptKind},
};
use crate::{
    opportunities::Lot,
    organisations,
    outbox::{Letter, Place},
    prelude::*,
};

fn receipt_letter(lot: &Lot, receipt: &Receipt) -> Letter {
    let facts = &receipt.facts;
    let (subject, words) = if facts.kind == ReceiptKind::Withdrawal {
        (
            "Withdrawn",
            "Your bid has been withdrawn and will not be opened. You may submit again until the deadline.",
        )
    } else {
        (
            "Received",
            "We have received your bid and sealed it. Nobody can read it before the deadline, and then only when two officers open all bids together. You may replace or withdraw it until then.",
        )
    };
    let letter =
        Letter::new("bid.receipt", format!("{subject}: your bid for {}", lot.title)).says(words);
    about_lot(lot, letter)
        .fact("Received", &format!("{} ({})", facts.received_at.in_london(), facts.received_at))
        .fact("Bids close", &facts.closes_at.in_london())
        .fact("Bid", &facts.bid)
        .fact("Submission", &facts.version)
        .fact("Commitment", &facts.commitment)
        .fact("Signature", &receipt.signature_base64())
        .says("Keep this letter: the commitment and the signature prove what was received and when. Anyone can verify it in Guildhall, or with OpenSSL and the public key of this Guildhall.")
        .link("See your bid", Place::Bid(&facts.bid))
        .about(&facts.bid)
        .urgent()
}

/// Sends the receipt to every bidder of the supplier, without content of the bid.
pub fn tell(
    tx: &mut Tx<'_>,
    call: &Call,
    bid: &Bid,
    lot: &Lot,
    receipt: &Receipt,
) -> Result<(), Fault> {
    let letter = receipt_letter(lot, receipt);
    organisations::tell_bidders(tx, call, bid.organisation, &letter)
}
