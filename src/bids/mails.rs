//! Letters about bids. None says a word of what a bid says.

use super::receipt::Receipt;
use crate::{app::App, opportunities::Lot, outbox::Letter};

fn about_lot(lot: &Lot, letter: Letter) -> Letter {
    letter.fact("Opportunity", &lot.opportunity_title).fact("Lot", &lot.title)
}

pub fn receipt(app: &App, lot: &Lot, receipt: &Receipt) -> Letter {
    let facts = &receipt.facts;
    let url = format!("{}/v1/bids/{}", app.config.public_url, facts.bid);
    let (subject, words) = if facts.kind == "withdrawal" {
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
        .says("Keep this letter: the commitment and the signature prove what was received and when. Check it at any time with POST /v1/receipts/verification, or with openssl and the key at GET /v1/keys.")
        .link("See your bid", url)
        .about(&facts.bid)
        .urgent()
}

pub fn opened_for_bidder(public_url: &str, lot: &Lot) -> Letter {
    let letter = Letter::new("lot.opened", format!("Opened: the bids for {}", lot.title))
        .says("Two officers have opened all bids of this lot together, yours among them. It is now with the panel; you will hear of the decision and how your bid was marked.");
    about_lot(lot, letter)
        .link("See the lot", format!("{public_url}/v1/lots/{}", lot.id))
        .about(&lot.id)
}

pub fn opened_for_buyer(public_url: &str, lot: &Lot, bids: usize) -> Letter {
    let letter = Letter::new("lot.opened_for_panel", format!("Opened: {} has {bids} bids", lot.title))
        .says("The bids of this lot have been opened. Members of its panel declare their interests first; then they can read and mark the bids.")
        .fact("Bids", &bids);
    about_lot(lot, letter)
        .link("See the lot", format!("{public_url}/v1/lots/{}", lot.id))
        .about(&lot.id)
}
